//! The words of the demo world: a need told for one household, notes of reviewers, thanks and updates.

use super::dice::Dice;
use super::needs::{Item, NEEDS, Need, Thing};

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

const GRADES: &[&str] = &[
    "一年级孩子",
    "三年级孩子",
    "四年级孩子",
    "五年级孩子",
    "六年级孩子",
    "初一学生",
    "初二学生",
    "初三学生",
    "高一学生",
    "高二学生",
];

const BEFORE: &[&str] = &[
    "",
    "",
    "家里平时靠种地和零工。",
    "家里劳力在外做工，老人在家照看孩子。",
    "今年地里收成一般，家里开支排得很紧。",
    "全家搬到安置点已有两年，住得安稳。",
    "家里种着几亩坡地，农闲时打零工。",
    "家务和菜园都自己打理，只是这一笔要凑一凑。",
];
const AFTER: &[&str] =
    &["", "具体价格已经在镇上问过。", "如果能分几次凑齐，也很感谢。", "收到后会在这里说一声。", "村里信息员可以帮忙核对。"];
const AFTER_MONEY: &[&str] = &["用不完的会退回。", "票据会交给村里留底。"];
const AFTER_GOODS: &[&str] = &["东西不用好，结实能用就行。", "旧的也可以，只要能用。", "村里可以代收代送。"];
const AFTER_EN: &[&str] = &[
    "",
    " Prices were asked for in town.",
    " Sturdy is enough; it need not be new.",
    " In several parts it is just as welcome.",
    " What is left over goes back.",
];
const AFTER_AR: &[&str] = &["", " سُئل عن الأسعار في البلدة.", " يكفي أن يكون متينًا ولو كان مستعملًا."];

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

/// A need by its weight, of those that fit and are for another purpose than these.
fn draw(dice: &mut Dice, wish: Wish, but: &[&str]) -> &'static Need {
    let fits = |n: &Need| !but.contains(&n.purpose) && n.items.iter().any(|i| wish.fits(i));
    let weights: Vec<u32> = NEEDS.iter().map(|n| if fits(n) { n.weight } else { 0 }).collect();
    NEEDS.get(dice.weighed(&weights)).unwrap_or(&NEEDS[0])
}

/// Request number `number` as it is told; for another purpose than those in `but`, which the household has asked for before.
pub fn tell(seed: u64, number: usize, wish: Wish, but: &[&str]) -> Told {
    let mut dice = Dice::of(seed, "need", number as u64);
    let need = draw(&mut dice, wish, but);
    let (tongue, title, story) = match (dice.below(1_000), need.english, need.arabic) {
        (0..45, Some((title, story)), _) => (Tongue::English, title.to_owned(), format!("{story}{}", dice.pick(AFTER_EN))),
        (45..70, _, Some((title, story))) => (Tongue::Arabic, title.to_owned(), format!("{story}{}", dice.pick(AFTER_AR))),
        _ => {
            let grade = dice.pick(GRADES);
            let title = dice.pick(need.titles).replace("{grade}", grade);
            let core = dice.pick(need.stories).replace("{grade}", grade);
            (Tongue::Chinese, title, format!("{}{core}", dice.pick(BEFORE)))
        }
    };
    let items: Vec<&Item> = need.items.iter().filter(|i| wish.fits(i)).collect();
    let most = if wish != Wish::Any || dice.in_thousand(620) { 1 } else { items.len() };
    let from = if most == 1 { dice.below(items.len()) } else { 0 };
    let parts: Vec<Asked> = items.into_iter().skip(from).take(most).map(|item| ask(&mut dice, item, tongue)).collect();
    let mut story = story;
    if tongue == Tongue::Chinese {
        let own = if parts.iter().all(|p| p.money) { AFTER_MONEY } else { AFTER_GOODS };
        let list = if dice.in_thousand(550) { AFTER } else { own };
        story.push_str(dice.pick(list));
    }
    Told { purpose: need.purpose, reason: need.reason, title, story, tongue, parts }
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
        "愿孩子学习进步。",
        "谢谢你们让我参与。",
        "保重身体。",
        "希望用得上。",
        "With warm wishes from far away.",
        "May it serve you well.",
        "مع أطيب التمنيات.",
    ];
    if dice.in_thousand(720) { "" } else { dice.pick(SAID) }
}

/// Thanks of a household.
pub fn thanks(dice: &mut Dice) -> &'static str {
    dice.pick(&[
        "东西收到了，正好用上，谢谢大家。",
        "款项已经到了，也按说的用途花了，谢谢各位。",
        "孩子说谢谢，现在晚上写字很亮堂。",
        "都收到了，全家记在心里。欢迎有机会来村里坐坐。",
        "谢谢你们，也祝你们家里都好。",
        "Everything came and is in use. Thank you all.",
        "وصل كل شيء، شكرًا لكم جميعًا.",
    ])
}

/// How things went on.
pub fn update(dice: &mut Dice) -> &'static str {
    dice.pick(&[
        "已经在镇上订好，下周送到。",
        "按计划用了一个月，情况稳定。",
        "瓦工已经开工，天气好的话三天完工。",
        "这学期的费用已经交清，收据交给村里留底。",
        "种下去半个月，出苗整齐。",
        "The first half is done; the rest follows next week.",
    ])
}

/// A household's story, which it agrees to have told.
pub fn story(dice: &mut Dice) -> &'static str {
    dice.pick(&[
        "从写下需求到东西进门，前后二十多天。最难忘的是村里信息员冒雨送来的那个下午。以后有余力，我们也想帮别人一把。",
        "以前觉得开口求助是难为情的事，现在觉得有来有往就好。桌子摆在窗边，灯亮着，日子往前走。",
    ])
}

/// What an officer saw before a payout.
pub fn evidence(dice: &mut Dice) -> &'static str {
    dice.pick(&[
        "入户核实，用途与申请一致；已核对收款账户。",
        "查看缴费通知单原件，金额相符；户主本人确认收款账户。",
        "村委会证明与票据齐全，收款账户与登记一致。",
        "与驻村干部一同到户，需求仍在，账户无误。",
    ])
}

/// A reviewer's note to the writer of a request that goes back.
pub fn return_note(dice: &mut Dice) -> &'static str {
    dice.pick(&["请写清楚数量和单价。", "请补充用途说明，最好附上缴费通知。", "价格比镇上高，请再问一家。", "标题写得再具体一些。"])
}

/// A reviewer's note to the writer of a request that is refused.
pub fn refuse_note(dice: &mut Dice) -> &'static str {
    dice.pick(&[
        "这项费用已由医疗救助覆盖。",
        "所需超出基本需要，建议改为更实用的一种。",
        "同类需求本月已登记，请勿重复。",
        "此项不在帮扶范围，可咨询乡镇服务窗口。",
    ])
}

/// Why a refusal is appealed.
pub fn appeal(dice: &mut Dice) -> &'static str {
    dice.pick(&[
        "医疗救助只覆盖住院，这里是门诊长期用药，附上了说明。",
        "上次登记的是另一个孩子的费用，不是重复。",
        "已改为更便宜的型号，用途没有变。",
    ])
}

#[cfg(test)]
mod tests {
    use super::super::names::{GIVEN_FIRST, GIVEN_SECOND};
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn needs_are_varied_and_within_what_a_request_takes() {
        let mut titles = BTreeSet::new();
        let (mut foreign, mut small) = (0, 0);
        for number in 0..5_000 {
            let told = tell(3, number, Wish::Any, &[]);
            assert!((2..=80).contains(&told.title.chars().count()) && told.story.chars().count() >= 10);
            assert!(!told.title.contains('{') && !told.story.contains('{'));
            assert!((1..=3).contains(&told.parts.len()));
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
    fn no_public_word_is_a_given_name_of_the_demo() {
        let mut all: Vec<&str> = Vec::new();
        for need in NEEDS {
            all.extend(need.titles);
            all.extend(need.stories);
            all.extend(need.items.iter().map(|i| i.0[0]));
        }
        all.extend(GRADES.iter().chain(BEFORE).chain(AFTER).chain(AFTER_MONEY).chain(AFTER_GOODS));
        for number in 0..200 {
            let mut dice = Dice::of(1, "t", number);
            all.extend([message(&mut dice), thanks(&mut dice), update(&mut dice), story(&mut dice)]);
        }
        for text in all {
            let letters: Vec<char> = text.chars().collect();
            assert!(!letters.iter().any(|l| GIVEN_FIRST.contains(l)), "{text}");
            assert!(!letters.windows(2).any(|w| GIVEN_FIRST.contains(&w[0]) && GIVEN_SECOND.contains(&w[1])), "{text}");
        }
    }
}
