//! Names of people who do not exist. Plausible to read, and all of one cloth: the given names are made of old words for
//! paths, grains, reeds and rivers, so that whoever knows the demo sees at once that nobody real is meant. No text of a
//! need uses these characters, or a family's own name would stand in its public words.

use super::dice::Dice;

/// Family names, the commonest first.
const FAMILY: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马", "罗", "梁",
    "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧", "程", "曹", "袁", "邓", "许", "傅", "沈", "曾", "彭", "吕", "苏", "卢",
    "蒋", "蔡", "贾", "丁", "魏", "薛", "叶", "阎", "余", "潘", "杜", "戴", "夏", "钟", "汪", "田", "任", "姜", "范", "方", "石",
    "姚", "谭", "廖", "邹", "熊", "金", "陆", "郝", "孔", "白", "崔", "康", "毛", "邱", "秦", "江", "史", "顾", "侯", "邵", "孟",
    "龙", "万", "段", "雷", "钱", "汤", "尹", "黎", "易", "常", "武", "乔", "贺", "赖", "龚", "文",
];

/// First characters of given names.
pub const GIVEN_FIRST: &[char] = &[
    '阡', '陌', '畦', '稷', '菽', '黍', '粟', '芃', '茁', '芊', '蔚', '苒', '菁', '荻', '蓼', '蘅', '蒹', '葭', '岫', '沅', '澧',
    '浔', '淇', '沣', '潇', '汀', '渚', '漪', '澜', '峦',
];

/// Second characters of given names.
pub const GIVEN_SECOND: &[char] =
    &['青', '云', '溪', '宁', '和', '清', '远', '平', '川', '原', '野', '禾', '桐', '松', '竹', '月', '晴', '岚', '舟', '歌'];

/// Given names in Latin letters, as several peoples of the south-west write theirs; the words are made up.
const LATIN_FIRST: &[&str] = &["Nalui", "Simgao", "Aikrap", "Yehpo", "Namdao", "Samlon", "Kahmu", "Lahpya"];
const LATIN_SECOND: &[&str] = &["Daoveh", "Ngimhu", "Rongsai", "Phugra", "Mahlui", "Sehngam"];
/// The same in Arabic letters: "of the field", "of the path" and their like are no family's name.
const ARABIC_FIRST: &[&str] = &["مسعدين", "زهرانة", "نوربان", "سنبلان"];
const ARABIC_SECOND: &[&str] = &["الحقلاوي", "الدربلي", "السنابلي"];
/// In Yi and Tibetan letters.
const YI: &[&str] = &["ꀊꌺꃅꇐ", "ꂷꉻꆏꌠ", "ꎭꂵꇁꊪ"];
const TIBETAN: &[&str] = &["ཞིང་ལམ་སྐྱིད", "ནས་སྙེ་མཚོ", "ལམ་ཕྲན་རྡོ"];

/// What donors call themselves.
const PEN_FIRST: &[&str] = &[
    "田埂上的",
    "清晨的",
    "山那边的",
    "河湾里的",
    "慢慢走的",
    "屋檐下的",
    "远方的",
    "写信的",
    "骑车的",
    "种树的",
    "看云的",
    "下雨天的",
    "海边的",
    "夜班的",
    "图书馆的",
    "码头上的",
    "麦地边的",
    "老街的",
    "爱笑的",
    "安静的",
];
const PEN_SECOND: &[&str] = &[
    "风",
    "灯",
    "稻草人",
    "邮差",
    "石头",
    "小桥",
    "木匠",
    "雨伞",
    "风筝",
    "渡船",
    "茶壶",
    "火车",
    "萤火虫",
    "蒲公英",
    "麻雀",
    "豆子",
    "水车",
    "铅笔",
    "毛线",
    "月亮",
];
const PEN_LATIN: &[&str] =
    &["Footpath", "Second Furrow", "Quiet Lantern", "Blue Kettle", "Hedge School", "Paper Boat", "Terrace Nine", "Slow Train"];
const PEN_ARABIC: &[&str] = &["سنبلة", "قنديل الدرب", "ظل الزيتونة", "ساقية"];

/// A name and the language it is written in (BCP 47; empty: read off its letters).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Named {
    /// As it is written.
    pub text: String,
    /// The tag.
    pub language: &'static str,
    /// The same in Chinese characters, where it is written in other letters.
    pub other: String,
}

/// A family name.
pub fn family(dice: &mut Dice) -> &'static str {
    let at = dice.skewed(FAMILY.len(), 2);
    FAMILY.get(at).copied().unwrap_or("王")
}

/// A name of that family: mostly of two given characters, sometimes of one.
pub fn chinese(dice: &mut Dice, family: &str) -> String {
    let first = GIVEN_FIRST.get(dice.below(GIVEN_FIRST.len())).copied().unwrap_or('阡');
    let mut name = format!("{family}{first}");
    if !dice.in_thousand(150) {
        name.extend(GIVEN_SECOND.get(dice.below(GIVEN_SECOND.len())));
    }
    name
}

/// The scripts in which a household may write its names.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Script {
    /// Chinese characters.
    Chinese,
    /// Latin letters.
    Latin,
    /// Arabic letters.
    Arabic,
    /// Yi letters.
    Yi,
    /// Tibetan letters.
    Tibetan,
}

/// In which script a household of a province (by its code) writes; nearly always in Chinese characters.
pub fn script(dice: &mut Dice, province: &str) -> Script {
    let draw = dice.below(1_000);
    match province {
        "53" if draw < 90 => Script::Latin,
        "53" if draw < 130 => Script::Yi,
        "62" if draw < 40 => Script::Tibetan,
        "62" | "41" if draw < 60 => Script::Arabic,
        _ => Script::Chinese,
    }
}

/// The name of a household's member.
pub fn member(dice: &mut Dice, script: Script, family: &str) -> Named {
    let chinese = chinese(dice, family);
    let (text, language) = match script {
        Script::Chinese => return Named { text: chinese, language: "", other: String::new() },
        Script::Latin => (format!("{} {}", dice.pick(LATIN_FIRST), dice.pick(LATIN_SECOND)), ""),
        Script::Arabic => (format!("{} {}", dice.pick(ARABIC_FIRST), dice.pick(ARABIC_SECOND)), ""),
        Script::Yi => (dice.pick(YI).to_owned(), "ii"),
        Script::Tibetan => (dice.pick(TIBETAN).to_owned(), "bo"),
    };
    Named { text, language, other: chinese }
}

/// The language a household that writes so speaks.
pub fn language(script: Script, province: &str) -> &'static str {
    match (script, province) {
        (Script::Latin, _) => "wbm",
        (Script::Yi, _) => "ii",
        (Script::Tibetan, _) => "bo",
        (Script::Chinese, "44") => "hak",
        _ => "zh",
    }
}

/// What a donor is called.
pub fn pen(dice: &mut Dice, number: usize) -> String {
    match dice.below(100) {
        0..70 => format!("{}{}{}", dice.pick(PEN_FIRST), dice.pick(PEN_SECOND), number % 1_000),
        70..88 => {
            let family = family(dice);
            chinese(dice, family)
        }
        88..97 => format!("{} {}", dice.pick(PEN_LATIN), number % 1_000),
        _ => format!("{} {}", dice.pick(PEN_ARABIC), number % 1_000),
    }
}

/// A member of staff: helper, reviewer, officer.
pub fn staff(seed: u64, number: usize) -> String {
    let mut dice = Dice::of(seed, "staff", number as u64);
    let family = family(&mut dice);
    chinese(&mut dice, family)
}
