//! Names of the places below the county in which a household lives: its township and its village, as people write them.

use super::sound::{self, Sounds, is_han};
use super::{Looked, fold, folded, split};
use qianmo_db::Tx;
use qianmo_kernel::{PlacePath, Res, as_read};
use qianmo_places::{self as places, Place};
use std::collections::HashSet;
use std::sync::{LazyLock, OnceLock};

/// What names of townships and villages end in, long ones before those that they end in.
const ENDINGS: &[&str] =
    &["居民委员会", "村民委员会", "居委会", "村委会", "街道办事处", "民族乡", "街道", "社区", "苏木", "嘎查", "镇", "乡", "村"];
/// The same as they sound, without those of committees.
const SAID_ENDINGS: &[&[&str]] = &[&["jie", "dao"], &["she", "qu"], &["zhen"], &["xiang"], &["cun"]];
/// Peoples that stand between the name of a township and its ending: 勐朗拉祜族乡.
const PEOPLES: &[&str] = &[
    "维吾尔",
    "哈萨克",
    "柯尔克孜",
    "达斡尔",
    "塔吉克",
    "乌孜别克",
    "俄罗斯",
    "鄂温克",
    "塔塔尔",
    "鄂伦春",
    "蒙古",
    "布依",
    "朝鲜",
    "土家",
    "哈尼",
    "傈僳",
    "高山",
    "拉祜",
    "东乡",
    "纳西",
    "景颇",
    "仫佬",
    "布朗",
    "撒拉",
    "毛南",
    "仡佬",
    "锡伯",
    "阿昌",
    "普米",
    "德昂",
    "保安",
    "裕固",
    "独龙",
    "赫哲",
    "门巴",
    "珞巴",
    "基诺",
    "回",
    "藏",
    "苗",
    "彝",
    "壮",
    "满",
    "侗",
    "瑶",
    "白",
    "傣",
    "黎",
    "佤",
    "畲",
    "水",
    "土",
    "羌",
    "怒",
    "京",
];
/// Stems of villages' names that are words: of the names in the country's list, those that are common in the word list of
/// jieba (MIT), or that are met in what requests say ("平安", "希望", "学校"). Hundreds of villages are called so, and
/// whoever lives in one must be able to wish somebody peace: such a stem is looked for with an ending only.
static ORDINARY: LazyLock<HashSet<&'static str>> = LazyLock::new(|| include_str!("ordinary.txt").split_whitespace().collect());

/// The names that must not stand in a public text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PlaceNames {
    /// Those that everybody may know, folded: a text may hold them.
    open: Vec<String>,
    /// Those that are looked for anywhere in the folded text: Han characters, and scripts without blanks.
    anywhere: Vec<String>,
    /// Those of scripts with blanks, word by word.
    words: Vec<Vec<String>>,
    /// Those in Han characters that are looked for by their sound too.
    stems: Vec<String>,
    /// How they sound, once a text had letters in which it could be said.
    said: OnceLock<Vec<Sounds>>,
}

/// The names of the places along a path that lie below the one that keeps the books; that place's and those above it everybody
/// may know.
pub(super) fn along(tx: &mut Tx<'_>, path: &PlacePath) -> Res<PlaceNames> {
    let mut open = places::ancestors(tx, path)?;
    let county = open.iter().rposition(|p| p.keeps_books).map_or(0, |at| at + 1);
    let mut below = open.split_off(county);
    // People go on saying what a village was called before it was merged or renamed.
    for heir in places::heirs(tx, &below)? {
        below.extend(places::lineage(tx, heir)?.into_iter().skip(1));
    }
    let mut kept = PlaceNames::beside(&called(tx, &open)?);
    for name in called(tx, &below)? {
        kept.add(&name);
    }
    Ok(kept)
}

/// All that some places are called.
fn called(tx: &mut Tx<'_>, some: &[Place]) -> Res<Vec<String>> {
    let mut names: Vec<String> = some.iter().map(|place| place.name.clone()).collect();
    names.extend(places::names_of(tx, some)?);
    Ok(names)
}

impl PlaceNames {
    /// None yet, beside names that everybody may know.
    pub(super) fn beside(open: &[String]) -> PlaceNames {
        PlaceNames { open: open.iter().map(|name| fold(name)).collect(), ..PlaceNames::default() }
    }

    /// Whether this folded text is a name that everybody may know.
    pub(super) fn is_open(&self, folded: &str) -> bool {
        self.open.iter().any(|known| known == folded)
    }

    /// Adds what a place is called.
    pub(super) fn add(&mut self, name: &str) {
        let read = as_read::joined(name);
        let whole = folded(&read);
        if self.is_open(&whole) {
            return;
        }
        match crate::name::script(&read) {
            "Hani" => self.add_han(&whole),
            "Latn" | "Cyrl" | "Arab" => {
                let parts = split(&read);
                let letters: usize = parts.iter().map(|part| part.chars().count()).sum();
                // A name of one short word is a word of its language as well: a village may be called Hope.
                if letters >= 6 {
                    self.words.push(parts);
                }
            }
            _ if whole.chars().count() >= 3 => self.anywhere.push(whole),
            _ => {}
        }
    }

    fn add_han(&mut self, whole: &str) {
        let levels = levels(whole);
        let Some(stem) = levels.last().copied() else { return };
        if self.tells(stem) {
            // What ends in more holds it.
            self.anywhere.push(stem.to_owned());
            self.stems.push(stem.to_owned());
            self.said = OnceLock::new();
            return;
        }
        let with_endings = ENDINGS.iter().map(|ending| format!("{stem}{ending}")).filter(|_| stem.chars().count() >= 2);
        for form in levels.iter().map(|level| (*level).to_owned()).chain(with_endings) {
            if self.tells(&form) && !self.anywhere.contains(&form) {
                self.anywhere.push(form);
            }
        }
    }

    /// Whether a form of a name tells where somebody lives. 柞水 as a village's stem would refuse every text that names 柞水县.
    fn tells(&self, form: &str) -> bool {
        form.chars().count() >= 2 && !ORDINARY.contains(form) && !self.open.iter().any(|known| known.contains(form))
    }

    fn said(&self) -> &[Sounds] {
        self.said.get_or_init(|| {
            let open: Vec<String> = self.open.iter().flat_map(|name| sound::readings(name)).map(|sounds| sounds.concat()).collect();
            let mut said = Vec::new();
            for sounds in self.stems.iter().flat_map(|stem| sound::readings(stem)) {
                let one = sounds.concat();
                // Five letters and fewer are words of other languages, and what sounds like the county is no secret.
                if one.len() < 6 || open.iter().any(|known| known.contains(&one)) {
                    continue;
                }
                for ending in SAID_ENDINGS {
                    let mut whole = sounds.clone();
                    whole.extend(ending.iter().map(|sound| (*sound).to_owned()));
                    said.push(whole);
                }
                said.push(sounds);
            }
            said
        })
    }

    /// Whether a text holds one of them.
    pub(super) fn are_in(&self, looked: &Looked) -> bool {
        self.anywhere.iter().any(|name| looked.folded.contains(name.as_str()))
            || self.words.iter().any(|parts| looked.spells_whole(parts))
            || (looked.has_latin() && self.said().iter().any(|sounds| looked.says(sounds)))
    }
}

/// A name in Han characters, and what is left of it as its endings are taken off one by one, down to its stem: 东店子社区居民委员会,
/// 东店子社区, 东店子. A stem has two characters or more: one alone is in every second sentence.
fn levels(whole: &str) -> Vec<&str> {
    let mut levels = vec![whole];
    let mut left = whole;
    while let Some(shorter) = without_ending(left) {
        levels.push(shorter);
        left = shorter;
    }
    levels
}

fn without_ending(name: &str) -> Option<&str> {
    let enough = |left: &&str| left.chars().filter(|c| is_han(*c)).count() >= 2;
    let ending = ENDINGS.iter().find_map(|ending| name.strip_suffix(*ending).filter(enough));
    ending.or_else(|| {
        let left = name.strip_suffix('族')?;
        PEOPLES.iter().find_map(|people| left.strip_suffix(*people).filter(enough))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(name: &str, text: &str) -> bool {
        let mut names = PlaceNames::beside(&["陕西省".into(), "柞水县".into(), "Zhashui County".into()]);
        names.add(name);
        names.are_in(&Looked::new(text))
    }

    #[test]
    fn a_village_is_found_with_and_without_its_ending() {
        for (name, text) in [
            ("东店子社区居民委员会", "东店子社区钱家买药"),
            ("东店子社区居民委员会", "住在东店子的一家"),
            ("东店子社区", "我们东 店 子村的孩子"),
            ("东店子社区", "a family of Dongdianzi"),
            ("东店子社区", "the Dongdianzi community"),
            ("东店子社区", "dongdianzishequ"),
            ("乾佑镇", "乾佑的屋顶"),
            ("勐朗拉祜族傣族乡", "勐朗街上"),
            ("希望村委会", "希望村的孩子"),
            ("李村", "李村的一家"),
            ("Mahlui Daoveh", "a roof in Mahlui-Daoveh"),
            ("ཞིང་ལམ་སྐྱིད", "ང་ཞིང་ལམ་སྐྱིད་ནས"),
        ] {
            assert!(holds(name, text), "{name}: {text}");
        }
    }

    #[test]
    fn words_and_the_county_are_no_secret() {
        for (name, text) in [
            ("希望村委会", "希望孩子能上学"),
            ("平安社区", "祝大家平安"),
            ("大村", "这个大村的路"),
            ("新村村委会", "搬进新村以后"),
            ("柞水社区", "柞水县的孩子"),
            ("柞水县", "柞水县的孩子"),
            ("一村", "我们一村人"),
            ("Hope", "we hope for rain"),
        ] {
            assert!(!holds(name, text), "{name}: {text}");
        }
    }
}
