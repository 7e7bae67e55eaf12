//! Names in any script, several to a person, and the one letter of them that may be seen outside.

use qianmo_kernel::text;
use serde::{Deserialize, Serialize};

/// A name as it is written, with the script or language it is written in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Name {
    /// The name as the person writes it.
    #[serde(rename = "t")]
    pub text: String,
    /// BCP 47: a language (`ug-Arab`) where it was said, otherwise `und` with the script (`und-Hani`).
    #[serde(rename = "l")]
    pub tag: String,
}

impl Name {
    /// A name whose script is read off its letters.
    pub fn new(typed: &str) -> Name {
        let text = text::tidy(typed).replace('\n', " ");
        let tag = format!("und-{}", script(&text));
        Name { text, tag }
    }

    /// A name in a stated language.
    pub fn tagged(typed: &str, tag: &str) -> Name {
        if tag.is_empty() { Name::new(typed) } else { Name { tag: tag.to_owned(), ..Name::new(typed) } }
    }
}

/// The ISO 15924 code of the script most of a text's letters belong to; `Zyyy` when there are none.
pub fn script(text: &str) -> &'static str {
    let mut counts: [(&'static str, usize); 14] = [
        ("Hani", 0),
        ("Latn", 0),
        ("Arab", 0),
        ("Tibt", 0),
        ("Mong", 0),
        ("Yiii", 0),
        ("Hang", 0),
        ("Cyrl", 0),
        ("Deva", 0),
        ("Thai", 0),
        ("Talu", 0),
        ("Kana", 0),
        ("Ethi", 0),
        ("Zyyy", 0),
    ];
    for letter in text.chars() {
        let code = script_of(letter);
        if let Some(slot) = counts.iter_mut().find(|(c, _)| *c == code) {
            slot.1 += 1;
        }
    }
    counts.iter().filter(|(code, n)| *code != "Zyyy" && *n > 0).max_by_key(|(_, n)| *n).map_or("Zyyy", |(code, _)| code)
}

fn script_of(letter: char) -> &'static str {
    match letter as u32 {
        0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x2_0000..=0x3_ffff | 0x3005 | 0x3007 => "Hani",
        0x41..=0x5a | 0x61..=0x7a | 0xc0..=0x24f | 0x1e00..=0x1eff => "Latn",
        0x600..=0x6ff | 0x750..=0x77f | 0x8a0..=0x8ff | 0xfb50..=0xfdff | 0xfe70..=0xfefc => "Arab",
        0xf00..=0xfff => "Tibt",
        0x1800..=0x18af => "Mong",
        0xa000..=0xa4cf => "Yiii",
        0xac00..=0xd7af | 0x1100..=0x11ff => "Hang",
        0x400..=0x52f => "Cyrl",
        0x900..=0x97f => "Deva",
        0xe00..=0xe7f => "Thai",
        0x1950..=0x19df => "Talu",
        0x3040..=0x30ff => "Kana",
        0x1200..=0x137f => "Ethi",
        _ => "Zyyy",
    }
}

/// Common Chinese family names by the first letter of their sound, so that a masked family can be told from its
/// neighbours by a letter that is shared by thousands and not by a character that may be rare in a village.
const BY_SOUND: &[(&str, &str)] = &[
    ("A", "安艾敖"),
    ("B", "白包鲍毕边卞柏班薄鮑畢邊"),
    ("C", "陈曹程蔡崔常车柴褚岑成池迟丛楚陳車遲"),
    ("D", "邓丁董杜段戴代窦党刁邸東东鄧竇"),
    ("E", "鄂"),
    ("F", "冯范方傅付樊费丰房符封馮費"),
    ("G", "高郭龚顾葛耿关管古桂谷宫苟甘盖巩公勾龔顧關"),
    ("H", "黄胡何韩侯贺郝洪华霍惠花衡海黃韓賀華"),
    ("J", "江蒋贾金姜纪季焦靳景荆简吉冀鞠井计蔣賈紀簡計"),
    ("K", "孔康柯匡寇况"),
    ("L", "李刘林梁罗卢陆吕廖黎雷龙赖蓝兰路柳鲁栾连娄骆凌冷厉励劉羅盧陸呂龍賴藍蘭魯連駱"),
    ("M", "马孟莫毛苗穆牟闵梅麦满米馬閔麥滿"),
    ("N", "聂宁牛倪农南年那聶寧農"),
    ("O", "欧歐"),
    ("P", "潘彭庞裴蒲皮平龐"),
    ("Q", "钱秦邱乔齐祁覃戚曲屈丘权强錢喬齊權"),
    ("R", "任阮饶荣容冉饒榮"),
    ("S", "孙宋沈苏石史邵施申盛单尚舒司隋上孫蘇單"),
    ("T", "唐田汤谭陶涂童滕佟屠太湯譚塗"),
    ("W", "王吴汪魏武韦万温文卫翁邬伍巫吳韋萬溫衛"),
    ("X", "徐许谢萧肖薛夏熊向邢辛席项解奚西許謝蕭項"),
    ("Y", "杨于余叶袁姚尹易严颜殷岳喻俞闫阎应游尤阳楊葉嚴顏閆閻應陽"),
    ("Z", "张赵周朱郑曾钟邹章庄詹祝左翟甄臧仲宗支诸张卓張趙鄭鍾鄒莊諸"),
];

/// The letter by which a family may be told outside: the first letter of its name, by sound for a Chinese family name.
/// Empty when there is none that gives nothing away: a rare name, a script without letters of that kind, or a name that
/// is only one letter long.
pub fn initial(name: &str) -> String {
    let mut letters = name.chars().filter(|c| c.is_alphabetic());
    let (Some(first), Some(_second)) = (letters.next(), letters.next()) else { return String::new() };
    match script_of(first) {
        "Hani" => {
            BY_SOUND.iter().find(|(_, names)| names.contains(first)).map(|(letter, _)| (*letter).to_owned()).unwrap_or_default()
        }
        "Latn" | "Cyrl" => first.to_uppercase().take(1).collect(),
        "Arab" => {
            let bare = name.trim_start().strip_prefix("ال").unwrap_or(name);
            let rest: Vec<char> = bare.chars().filter(|c| c.is_alphabetic()).take(2).collect();
            if rest.len() == 2 { rest.first().map(char::to_string).unwrap_or_default() } else { String::new() }
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_names_script_is_read_off_its_letters() {
        for (name, tag) in [
            ("王秀英", "und-Hani"),
            ("Wang Xiuying", "und-Latn"),
            ("ئايگۈل", "und-Arab"),
            ("བཀྲ་ཤིས", "und-Tibt"),
            ("ꀊꐕ", "und-Yiii"),
            ("123", "und-Zyyy"),
        ] {
            assert_eq!(Name::new(name).tag, tag);
        }
        assert_eq!(Name::tagged("ئايگۈل", "ug-Arab").tag, "ug-Arab");
        assert_eq!(Name::new(" 王 \n 秀英\u{202e} ").text, "王 秀英");
    }

    #[test]
    fn one_letter_is_all_that_is_seen() {
        assert_eq!(initial("王秀英"), "W");
        assert_eq!(initial("欧阳娜"), "O");
        assert_eq!(initial("nguyen thi hoa"), "N");
        assert_eq!(initial("المنصور"), "م");
        assert_eq!(initial("龘三"), "", "a rare family name gives its bearer away");
        assert_eq!(initial("W"), "", "a name of one letter would be shown whole");
        assert_eq!(initial("བཀྲ་ཤིས"), "");
        assert_eq!(initial(""), "");
    }

    proptest! {
        #[test]
        fn no_name_of_two_letters_is_shown_whole(name in "\\PC{2,12}") {
            prop_assume!(name.chars().filter(|c| c.is_alphabetic()).count() >= 2);
            prop_assert!(initial(&name).chars().count() <= 1);
        }
    }
}
