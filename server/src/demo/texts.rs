//! The words of the demo world: a need told for one household, notes of reviewers, thanks and updates.

use super::dice::Dice;
use super::needs::{self, Item, Need, Thing, Who};
use super::pictures::Motif;

/// In which language a need is told.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Tongue {
    /// Chinese.
    Chinese,
    /// English.
    English,
    /// Arabic.
    Arabic,
}

impl Tongue {
    const fn column(self) -> usize {
        match self {
            Tongue::Chinese => 0,
            Tongue::English => 1,
            Tongue::Arabic => 2,
        }
    }

    /// The BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Tongue::Chinese => "zh-Hans",
            Tongue::English => "en",
            Tongue::Arabic => "ar",
        }
    }
}

/// A need as one household tells it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    /// What for.
    pub purpose: &'static str,
    /// Why.
    pub reason: &'static str,
    /// One sentence.
    pub title: String,
    /// Why, at more length.
    pub story: String,
    /// In which language.
    pub tongue: Tongue,
    /// What is asked.
    pub parts: Vec<Asked>,
    /// What is drawn beside it.
    pub motif: Motif,
}

impl Told {
    /// Whether nothing but money is asked.
    fn is_money(&self) -> bool {
        self.parts.iter().all(|part| part.money)
    }
}

/// A part of what is asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    /// What it is.
    pub label: String,
    /// Goods: the unit.
    pub unit: String,
    /// Minor units of money, or whole items.
    pub asked: i64,
    /// Goods: what one is worth, in minor units. Money: 0.
    pub value_minor: i64,
    /// Whether it is money.
    pub money: bool,
}

/// Years of school from the sixth year of life on, as far as one may be in them.
const GRADES: &[&str] = &[
    "一年级孩子",
    "一年级孩子",
    "二年级孩子",
    "三年级孩子",
    "四年级孩子",
    "五年级孩子",
    "六年级孩子",
    "初一学生",
    "初二学生",
    "初三学生",
    "高一学生",
    "高二学生",
    "高三学生",
];
/// The age at which [`GRADES`] begins.
const FIRST_GRADE: i64 = 6;

// What is said before and after goes with every need, or with those of its kind only: a used quilt will do, used seed will not.
const BEFORE: &[&str] = &[
    "",
    "",
    "家里平时靠种地和零工。",
    "今年地里收成一般，家里开支排得很紧。",
    "家里种着几亩坡地，农闲时打零工。",
    "家务和菜园都自己打理，只是这一项要凑一凑。",
];
const AFTER: &[&str] = &["", "具体价格已经在镇上问过。", "收到后会在这里说一声。", "村里信息员可以帮忙核对。"];
const AFTER_MONEY: &[&str] = &["用不完的会退回。", "票据会交给村里留底。", "如果能分几次凑齐，也很感谢。"];
const AFTER_LASTING: &[&str] = &["东西不用好，结实能用就行。", "旧的也可以，只要能用。", "村里可以代收代送。"];
const AFTER_GOODS: &[&str] = &["村里可以代收代送。", "到镇上可以自己去取。"];
const AFTER_EN: &[&str] = &["", " Prices were asked for in town."];
const AFTER_EN_MONEY: &[&str] = &[" In several parts it is just as welcome.", " What is left over goes back."];
const AFTER_EN_LASTING: &[&str] = &[" Sturdy is enough; it need not be new."];
const AFTER_AR: &[&str] = &["", " سُئل عن الأسعار في البلدة."];
const AFTER_AR_LASTING: &[&str] = &[" يكفي أن يكون متينًا ولو كان مستعملًا."];

/// What a need is to be like, where that matters.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub enum Wish {
    /// As it comes.
    #[default]
    Any,
    /// One part, of money.
    Money,
    /// One part, of goods.
    Goods,
}

impl Wish {
    fn fits(self, item: &Item) -> bool {
        match self {
            Wish::Any => true,
            Wish::Money => matches!(item.1, Thing::Money(..)),
            Wish::Goods => matches!(item.1, Thing::Goods(..)),
        }
    }
}

/// A need by its weight, of those that are about such a thing, can be theirs who are of these ages, and are for another purpose
/// than these.
fn draw(dice: &mut Dice, wish: Wish, ages: &[i64], but: &[&str]) -> Option<&'static Need> {
    let fits = |n: &&Need| !but.contains(&n.purpose) && n.who.is_among(ages) && n.items.first().is_some_and(|item| wish.fits(item));
    let fitting: Vec<&'static Need> = needs::all().filter(fits).collect();
    let weights: Vec<u32> = fitting.iter().map(|n| n.weight).collect();
    fitting.get(dice.weighed(&weights)).copied().or_else(|| needs::all().next())
}

/// Request number `number` as a household tells it whose members are of these ages; for another purpose than those in `but`,
/// which it has asked for before. `None`: there are no needs at all.
pub fn tell(seed: u64, number: usize, wish: Wish, ages: &[i64], but: &[&str]) -> Option<Told> {
    let mut dice = Dice::of(seed, "need", number as u64);
    let need = draw(&mut dice, wish, ages, but)?;
    let (tongue, title, mut story) = match (dice.below(1_000), need.english, need.arabic) {
        (0..45, Some((title, story)), _) => (Tongue::English, title.to_owned(), story.to_owned()),
        (45..70, _, Some((title, story))) => (Tongue::Arabic, title.to_owned(), story.to_owned()),
        _ => {
            let grade = grade(&mut dice, need.who, ages);
            let title = dice.pick(need.titles).replace("{grade}", grade);
            let core = dice.pick(need.stories).replace("{grade}", grade);
            (Tongue::Chinese, title, format!("{}{core}", dice.pick(BEFORE)))
        }
    };
    // One thing is the one that title and story are about; else all of them.
    let most = if wish != Wish::Any || dice.in_thousand(620) { 1 } else { need.items.len() };
    let parts: Vec<Asked> = need.items.iter().take(most).map(|item| ask(&mut dice, item, tongue)).collect();
    let money = parts.iter().all(|part| part.money);
    story.push_str(after(&mut dice, tongue, money, need.lasting));
    Some(Told { purpose: need.purpose, reason: need.reason, title, story, tongue, parts, motif: need.motif })
}

/// In which year of school one of those is whom the need is about.
fn grade(dice: &mut Dice, who: Who, ages: &[i64]) -> &'static str {
    let Who::Pupil(from, to) = who else { return "" };
    let pupils: Vec<i64> = ages.iter().copied().filter(|age| (from..=to).contains(age)).collect();
    let year = usize::try_from(dice.pick(&pupils) - FIRST_GRADE).unwrap_or(0);
    GRADES.get(year).copied().unwrap_or("学生")
}

/// What is said at the end.
fn after(dice: &mut Dice, tongue: Tongue, money: bool, lasting: bool) -> &'static str {
    let (any, of_money, of_lasting, of_goods) = match tongue {
        Tongue::Chinese => (AFTER, AFTER_MONEY, AFTER_LASTING, AFTER_GOODS),
        Tongue::English => (AFTER_EN, AFTER_EN_MONEY, AFTER_EN_LASTING, AFTER_EN),
        Tongue::Arabic => (AFTER_AR, AFTER_AR, AFTER_AR_LASTING, AFTER_AR),
    };
    if dice.in_thousand(550) {
        dice.pick(any)
    } else if money {
        dice.pick(of_money)
    } else {
        dice.pick(if lasting { of_lasting } else { of_goods })
    }
}

/// How much is asked: small amounts are common, large ones rare.
fn ask(dice: &mut Dice, Item(names, thing): &Item, tongue: Tongue) -> Asked {
    let label = names[tongue.column()].to_owned();
    match *thing {
        Thing::Money(from, to) => {
            let yuan = from + dice.skewed(usize::try_from(to - from + 1).unwrap_or(1), 3) as i64;
            Asked { label, unit: String::new(), asked: (yuan + 5) / 10 * 1_000, value_minor: 0, money: true }
        }
        Thing::Goods(units, from, to, worth) => {
            let many = from + dice.skewed(usize::try_from(to - from + 1).unwrap_or(1), 2) as i64;
            let value = worth * 100 + dice.between(-9, 9) * worth;
            Asked { label, unit: units[tongue.column()].to_owned(), asked: many, value_minor: value.max(100), money: false }
        }
    }
}

/// What a donor writes to the family; mostly nothing.
pub fn message(dice: &mut Dice) -> &'static str {
    const SAID: &[&str] = &[
        "祝一切顺利。",
        "一点心意，慢慢来。",
        "祝一家人都好。",
        "谢谢你们让我参与。",
        "保重身体。",
        "希望用得上。",
        "With warm wishes from far away.",
        "May it serve you well.",
        "مع أطيب التمنيات.",
    ];
    if dice.in_thousand(720) { "" } else { dice.pick(SAID) }
}

/// Thanks of a household for what it had asked for, in the language it had asked in.
pub fn thanks(dice: &mut Dice, told: &Told) -> &'static str {
    let said: &[&'static str] = match (told.tongue, told.is_money()) {
        (Tongue::Chinese, true) => &[
            "款项已经到了，也按说的用途花了，谢谢各位。",
            "都收到了，全家记在心里。欢迎有机会来村里坐坐。",
            "谢谢你们，也祝你们家里都好。",
        ],
        (Tongue::Chinese, false) => {
            &["东西收到了，正好用上，谢谢大家。", "都收到了，全家记在心里。欢迎有机会来村里坐坐。", "谢谢你们，也祝你们家里都好。"]
        }
        (Tongue::English, true) => &["The money came and went where it was meant to go. Thank you all."],
        (Tongue::English, false) => &["Everything came and is in use. Thank you all."],
        (Tongue::Arabic, true) => &["وصل المبلغ وأُنفق فيما طُلب له، شكرًا لكم جميعًا."],
        (Tongue::Arabic, false) => &["وصل كل شيء، شكرًا لكم جميعًا."],
    };
    dice.pick(said)
}

/// How things went on.
pub fn update(told: &Told) -> &'static str {
    match (told.tongue, told.purpose, told.is_money()) {
        (Tongue::English, ..) => "All goes as it was planned; more of it in a month.",
        (Tongue::Arabic, ..) => "كل شيء يسير كما خُطط له، والتتمة بعد شهر.",
        (_, "education", true) => "这学期的费用已经交清，收据交给村里留底。",
        (_, "education", false) => "孩子每天都在用，爱惜得很。",
        (_, "health", _) => "用了一段时间，情况稳定。",
        (_, "housing", _) => "已经开工，天气好的话三天完工。",
        (_, "livelihood", _) => "村里懂行的人来看过，说开头不错，照这样做下去。",
        (_, _, true) => "已经办好一半，剩下的下周办完。",
        (_, _, false) => "已经用上了，家里方便多了。",
    }
}

/// A household's story, which it agrees to have told.
pub fn story(told: &Told) -> &'static str {
    if told.is_money() {
        "以前觉得开口求助是难为情的事，现在觉得有来有往就好。这一笔用在了该用的地方，日子往前走。"
    } else {
        "从写下需求到东西进门，前后二十多天。最难忘的是村里信息员冒雨送来的那个下午。以后有余力，我们也想帮别人一把。"
    }
}

/// What an officer saw before a payout.
pub fn evidence(dice: &mut Dice) -> &'static str {
    dice.pick(&[
        "入户核实，用途与申请一致；已核对收款账户。",
        "查看报价单或缴费通知原件，金额相符；户主本人确认收款账户。",
        "村委会证明与票据齐全，收款账户与登记一致。",
        "与驻村干部一同到户，需求仍在，账户无误。",
    ])
}

/// A reviewer's note to the writer of a request that goes back for this reason.
pub fn return_note(reason: &str) -> &'static str {
    match reason {
        "unclear" => "标题和用途写得再具体一些。",
        "incomplete" => "请补充用途说明，最好附上通知或报价。",
        "price-high" => "价格比镇上高，请再问一家。",
        _ => "请写清楚数量和单价。",
    }
}

/// A reviewer's note to the writer of a request for this purpose that is refused for this reason.
pub fn refuse_note(reason: &str, purpose: &str) -> &'static str {
    match (reason, purpose) {
        ("covered-elsewhere", "health") => "这项费用已由医疗救助覆盖。",
        ("covered-elsewhere", "education") => "这一项已由国家资助覆盖，请向学校了解。",
        ("covered-elsewhere", _) => "这一项已由别的救助覆盖，请向乡镇服务窗口了解。",
        ("beyond-need", _) => "所需超出基本需要，建议改为更实用的一种。",
        ("duplicate", _) => "同类需求本月已登记，请勿重复。",
        _ => "此项不在帮扶范围，可咨询乡镇服务窗口。",
    }
}

/// Why a refusal is appealed.
pub fn appeal(told: &Told) -> &'static str {
    match (told.purpose, told.is_money()) {
        ("health", true) => "医疗救助只报销一部分，这里是自付的部分，附上了说明。",
        (_, true) => "上次登记的是另一项费用，不是重复，附上了说明。",
        (_, false) => "已改为更便宜的一种，用途没有变。",
    }
}

#[cfg(test)]
mod tests {
    use super::super::names::{GIVEN_FIRST, GIVEN_SECOND};
    use super::super::people;
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn needs_are_varied_and_within_what_a_request_takes() {
        let mut titles = BTreeSet::new();
        let (mut foreign, mut small) = (0, 0);
        for number in 0..5_000 {
            let ages = people::ages_of(3, number);
            let told = tell(3, number, Wish::Any, &ages, &[]).unwrap();
            assert!((2..=80).contains(&told.title.chars().count()) && told.story.chars().count() >= 10);
            assert!(!told.title.contains('{') && !told.story.contains('{'));
            assert!((1..=2).contains(&told.parts.len()));
            for part in &told.parts {
                assert!(part.asked > 0 && !part.label.is_empty() && part.money == part.unit.is_empty());
            }
            foreign += usize::from(told.tongue != Tongue::Chinese);
            small += usize::from(told.parts.iter().filter(|p| p.money).map(|p| p.asked).sum::<i64>() < 100_000);
            titles.insert(told.title);
        }
        assert!(titles.len() > 90, "{}", titles.len());
        assert!((100..500).contains(&foreign), "{foreign}");
        assert!(small > 3_000);
    }

    #[test]
    fn what_is_told_fits_what_is_asked_and_who_lives_there() {
        for number in 0..5_000 {
            let ages = people::ages_of(9, number);
            let told = tell(9, number, Wish::Any, &ages, &[]).unwrap();
            let has = |word: &str| told.title.contains(word) || told.story.contains(word);
            let some = |from: i64, to: i64| ages.iter().any(|age| (from..=to).contains(age));
            let about = |word: &str| told.parts.iter().any(|part| part.label.contains(word));
            assert!(!has("老人") || some(60, 120), "{told:?} {ages:?}");
            assert!(!has("孩子") || some(0, 18), "{told:?} {ages:?}");
            assert!(!has("高中") || some(16, 18), "{told:?} {ages:?}");
            for thing in ["奶粉", "护理垫", "轮椅", "母羊", "鸡苗", "缝纫机", "竹编", "水泵", "洗衣机"] {
                assert!(!told.title.contains(thing) || about(thing), "{told:?}");
            }
            for (year, &grade) in GRADES.iter().enumerate() {
                let age = FIRST_GRADE + year as i64;
                assert!(!has(grade) || ages.contains(&age) || (year < 2 && some(6, 7)), "{told:?} {ages:?}");
            }
            // What was used before will do where it lasts.
            for fresh in ["奶粉", "种", "护理", "费"] {
                assert!(!has("旧的也可以") || !about(fresh), "{told:?}");
            }
        }
    }

    #[test]
    fn no_public_word_is_a_given_name_of_the_demo() {
        let mut all: Vec<&str> = Vec::new();
        for need in needs::all() {
            all.extend(need.titles);
            all.extend(need.stories);
            all.extend(need.items.iter().map(|i| i.0[0]));
        }
        all.extend(GRADES.iter().chain(BEFORE).chain(AFTER).chain(AFTER_MONEY).chain(AFTER_LASTING).chain(AFTER_GOODS));
        for number in 0..400 {
            let told = tell(1, number, Wish::Any, &people::ages_of(1, number), &[]).unwrap();
            let mut dice = Dice::of(1, "t", number as u64);
            all.extend([message(&mut dice), thanks(&mut dice, &told), update(&told), story(&told)]);
        }
        for text in all {
            let letters: Vec<char> = text.chars().collect();
            assert!(!letters.iter().any(|l| GIVEN_FIRST.contains(l)), "{text}");
            assert!(!letters.windows(2).any(|w| GIVEN_FIRST.contains(&w[0]) && GIVEN_SECOND.contains(&w[1])), "{text}");
        }
    }
}
