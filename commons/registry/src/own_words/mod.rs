//! Whether a text that will be public holds a household's own names, numbers or address. The text goes back to its
//! writer; nobody is shown what was found where, only of which kind.
//!
//! `numbers` knows how numbers are written, `sound` how Han characters are written in Latin letters, and `place_names` what
//! townships and villages are called.

mod numbers;
mod place_names;
mod sound;

use crate::household::store::{self, purpose};
use crate::number;
use place_names::PlaceNames;
use qianmo_db::Tx;
use qianmo_kernel::{PublicRef, Res, as_read};
use qianmo_notify::contacts;
use sound::Sounds;
use std::sync::OnceLock;

/// What of a household must not stand in a public text. Lives inside a unit of work and is never shown to a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnWords {
    /// Names of members in every script.
    names: Vec<String>,
    /// Those in Han characters as they sound, in every order, once a text had letters in which they could be said.
    said: OnceLock<Vec<Sounds>>,
    /// Identity numbers, phones, bank cards, folded.
    numbers: Vec<String>,
    /// Telling pieces of the address.
    address: Vec<String>,
    /// What its township and its village are called.
    places: PlaceNames,
}

/// What was found in a text.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Found {
    /// A member's name.
    Name,
    /// A number of the household's, or anything that looks like an identity number, a phone or a bank card.
    Number,
    /// A piece of the address, or the name of the township or the village.
    Address,
    /// A way to reach somebody that is no phone number: an e-mail or web address, a name or a number in a messenger.
    Contact,
}

impl Found {
    /// The key of its words.
    pub const fn key(self) -> &'static str {
        match self {
            Found::Name => "registry-found-name",
            Found::Number => "registry-found-number",
            Found::Address => "registry-found-address",
            Found::Contact => "registry-found-contact",
        }
    }
}

/// The words of a household that must not stand in a public text. A check, not a look: nothing leaves the unit of work.
pub fn own_words(tx: &mut Tx<'_>, household: PublicRef) -> Res<OwnWords> {
    let row = store::require(tx, household)?;
    let mut words = OwnWords::default();
    for person in store::persons(tx, household)? {
        let sealed = store::open_names(tx.vault(), &person)?;
        words.names.extend(sealed.names.into_iter().map(|n| n.text));
        words.numbers.push(tx.vault().open_text(purpose::NUMBER, person.id, &person.number)?);
    }
    words.numbers.push(tx.vault().open_text(purpose::PHONE, household.id, &row.phone)?);
    words.numbers.push(tx.vault().open_text(purpose::BANK, household.id, &row.bank)?);
    let address = tx.vault().open_text(purpose::ADDRESS, household.id, &row.address)?;
    // Everybody may know the county; its name and those above it are no secret of the household's. A village has a few
    // hundred families, and with their number and a letter of the name that a request tells, one of them is soon found.
    words.places = place_names::along(tx, &row.path)?;
    words.address = pieces(&address, &words.places);
    words.numbers = numbers::folded(&words.numbers);
    Ok(words)
}

/// The names in Han characters as they sound, in every order.
fn heard(names: &[String]) -> Vec<Sounds> {
    names.iter().flat_map(|name| sound::readings(name)).flat_map(|sounds| sound::orders(&sounds)).collect()
}

/// Cuts an address into the pieces that tell where somebody lives.
fn pieces(address: &str, places: &PlaceNames) -> Vec<String> {
    let mut out = Vec::new();
    let mut piece = String::new();
    let end = |piece: &mut String, out: &mut Vec<String>| {
        let folded = fold(piece);
        let letters = folded.chars().count();
        let digits = folded.chars().any(|c| c.is_ascii_digit());
        let known = places.is_open(&folded);
        // "12" or "3组" alone says nothing; "五组12号" or a hamlet's name does.
        if !known && letters > 4 && crate::name::script(&folded) == "Hani" {
            // Any four characters in a row of such an address lead to the house; people leave out parts of it.
            let letters: Vec<char> = folded.chars().collect();
            out.extend(letters.windows(4).map(|w| w.iter().collect::<String>()));
        } else if !known && (letters >= 4 || (digits && letters >= 3)) {
            out.push(folded);
        }
        piece.clear();
    };
    for letter in address.chars() {
        match letter {
            // Chinese addresses run from wide to narrow without blanks.
            '省' | '市' | '区' | '县' | '镇' | '乡' | '村' => {
                piece.push(letter);
                end(&mut piece, &mut out);
            }
            ',' | '，' | '、' | '،' | ';' | '；' | '\n' => end(&mut piece, &mut out),
            other => piece.push(other),
        }
    }
    end(&mut piece, &mut out);
    out
}

/// Small letters, plain digits, no blanks, no punctuation, nothing unseen: two ways of writing one thing become the same.
fn fold(text: &str) -> String {
    folded(&as_read::joined(text))
}

/// The same of a text as it is read.
fn folded(read: &str) -> String {
    number::plain(read).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The words of a text in small letters. Han characters are written without blanks, also beside words that have them: where
/// they end, a word ends.
fn split(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for some in text.split(|c: char| !c.is_alphanumeric()) {
        let letters: Vec<char> = some.chars().collect();
        words.extend(letters.chunk_by(|a, b| sound::is_han(*a) == sound::is_han(*b)).map(|word| {
            let word: String = word.iter().collect();
            word.to_lowercase()
        }));
    }
    words
}

/// A text that is looked through, in the forms in which things are looked for.
struct Looked {
    /// As it is read.
    read: String,
    /// Folded as a whole.
    folded: String,
    /// Its words: without what is not seen, and parted by it.
    words: [Vec<String>; 2],
    /// The same in Latin letters only.
    latin: [Vec<String>; 2],
}

impl Looked {
    fn new(text: &str) -> Looked {
        let (read, parted) = (as_read::joined(text), as_read::parted(text));
        Looked {
            folded: folded(&read),
            words: [split(&read), split(&parted)],
            latin: [sound::words(&read), sound::words(&parted)],
            read,
        }
    }

    /// Whether it has letters in which a name in Han characters can be said.
    fn has_latin(&self) -> bool {
        self.latin.iter().any(|words| !words.is_empty())
    }

    /// Whether words that follow one another make this one: "Xiu-ying", "x i u y i n g". Of a short one (under five
    /// letters) only single letters do, or ordinary words would make it: "an a" is no Ana.
    fn spells(&self, wanted: &str) -> bool {
        let short = wanted.chars().count() < 5;
        self.words.iter().any(|words| (0..words.len()).any(|from| spelled_from(&words[from..], wanted, short)))
    }

    /// The same for a whole name, whose parts are words of their own.
    fn spells_whole(&self, parts: &[String]) -> bool {
        let wanted = parts.concat();
        self.words.iter().any(|words| (0..words.len()).any(|from| spelled_from(&words[from..], &wanted, false)))
    }

    /// Whether it says these sounds.
    fn says(&self, sounds: &[String]) -> bool {
        self.latin.iter().any(|words| sound::are_said(words, sounds))
    }

    /// Whether a word holds this in it, as one does that something is hung on.
    fn has_inside(&self, wanted: &str) -> bool {
        self.words.iter().flatten().any(|word| word.contains(wanted))
    }
}

/// Whether the first of these words, put together, are the wanted one.
fn spelled_from(words: &[String], wanted: &str, letters_only: bool) -> bool {
    let mut rest = wanted;
    for (at, word) in words.iter().enumerate() {
        let Some(left) = rest.strip_prefix(word.as_str()) else { return false };
        if left.is_empty() {
            return at == 0 || !letters_only || word.chars().count() == 1;
        }
        if letters_only && word.chars().count() > 1 {
            return false;
        }
        rest = left;
    }
    false
}

impl OwnWords {
    /// Everything of the household that a text holds, each kind once.
    pub fn found_in(&self, text: &str) -> Vec<Found> {
        let looked = Looked::new(text);
        let mut found = Vec::new();
        let said = || self.said.get_or_init(|| heard(&self.names)).iter().any(|sounds| looked.says(sounds));
        if self.names.iter().any(|name| holds_name(name, &looked)) || (looked.has_latin() && said()) {
            found.push(Found::Name);
        }
        if numbers::holds(&self.numbers, &looked.read) {
            found.push(Found::Number);
        }
        if self.address.iter().any(|piece| looked.folded.contains(piece.as_str())) || self.places.are_in(&looked) {
            found.push(Found::Address);
        }
        if contacts::address_in(&looked.read) {
            found.push(Found::Contact);
        }
        found
    }
}

/// Whether a text holds a name. Names that are written without blanks are looked for as they are, and the given name by
/// itself when it has two characters; names in letters word by word, without the shortest ones, however they are spaced and
/// in whichever order.
fn holds_name(name: &str, looked: &Looked) -> bool {
    let read = as_read::joined(name);
    let whole = folded(&read);
    if whole.chars().count() < 2 {
        return false;
    }
    let script = crate::name::script(&read);
    if matches!(script, "Latn" | "Cyrl" | "Arab") {
        let mut parts: Vec<String> = split(&read);
        // Arabic hangs short words on a name: for, and, with.
        let hung = if script == "Arab" { 5 } else { 7 };
        let holds_part = |part: &String| {
            let letters = part.chars().count();
            letters >= 3 && (looked.spells(part) || (letters >= hung && looked.has_inside(part)))
        };
        if parts.iter().any(holds_part) || (whole.chars().count() >= 5 && looked.folded.contains(&whole)) {
            return true;
        }
        let spelled = whole.chars().count() >= 4 && looked.spells_whole(&parts);
        parts.reverse();
        return spelled || (whole.chars().count() >= 4 && looked.spells_whole(&parts));
    }
    let given: String = whole.chars().skip(1).collect();
    looked.folded.contains(&whole) || (whole.chars().count() == 3 && looked.folded.contains(&given))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words() -> OwnWords {
        let names: Vec<String> = vec![
            "王秀英".into(),
            "Wang Xiuying".into(),
            "عائشة منصور".into(),
            "李".into(),
            "Li Na".into(),
            "Ana".into(),
            "钱春梅".into(),
        ];
        let mut places = PlaceNames::beside(&["柞水县".to_owned()]);
        places.add("乾佑镇");
        places.add("东店子社区居民委员会");
        OwnWords {
            said: OnceLock::new(),
            names,
            numbers: numbers::folded(&["110105194912310 02X".into(), "13912345678".into(), String::new()]),
            address: pieces("柞水县乾佑镇沙坪村五组12号", &places),
            places,
        }
    }

    #[test]
    fn own_names_numbers_and_address_are_found_however_they_are_written() {
        for (text, kind) in [
            ("王秀英家的屋顶漏了", Found::Name),
            ("秀英奶奶需要一张床", Found::Name),
            ("for Grandma XIUYING", Found::Name),
            ("بيت عائشة", Found::Name),
            ("王\u{3164}秀\u{200b}英家的屋顶", Found::Name),
            ("秀\u{ad}英奶奶", Found::Name),
            ("a desk for Xiu-ying", Found::Name),
            ("a desk for X i u y i n g", Found::Name),
            ("a desk for Ｘiuying's son", Found::Name),
            ("grandma\u{200b}Xiùyīng", Found::Name),
            ("this is Na Li, and she", Found::Name),
            ("a desk for li-na", Found::Name),
            ("a desk for A n a", Found::Name),
            ("سرير لعَائشة", Found::Name),
            ("电话 139-1234-5678", Found::Number),
            ("call ＋86 １３９１２３４５６７８", Found::Number),
            ("110105 19491231 002x", Found::Number),
            ("another's 13800000000", Found::Number),
            ("电话一三九一二三四五六七八", Found::Number),
            ("打幺三八 〇〇〇〇 零零零零", Found::Number),
            ("①③⑨①②③④⑤⑥⑦⑧", Found::Number),
            ("𝟭𝟯𝟵 𝟭𝟮𝟯𝟰 𝟱𝟲𝟳𝟴", Found::Number),
            ("139\u{200b}1234\u{2060}5678", Found::Number),
            ("❶❸❽ १२३४ १२३४", Found::Number),
            ("住在五组 12 号", Found::Address),
            ("住在五\u{3164}组①②号", Found::Address),
            ("东店子社区钱家买药", Found::Address),
            ("乾佑街上的一家", Found::Address),
            ("our Dongdianzi", Found::Address),
            ("城里的Qian Chunmei家", Found::Name),
            ("chūn méi qián", Found::Name),
            ("奶奶Xiuying", Found::Name),
            ("call 139I2345678", Found::Number),
            ("1391234 and 5678", Found::Number),
            ("加 wx_sunxy88", Found::Contact),
            ("加 ＱＱ：12345678", Found::Contact),
            ("تيليجرام @evil", Found::Contact),
        ] {
            assert!(words().found_in(text).contains(&kind), "{text}");
        }
    }

    #[test]
    fn an_ordinary_text_passes() {
        for text in [
            "屋顶漏雨，需要20片瓦",
            "A desk and a lamp, 120 yuan",
            "柞水县的孩子要上学",
            "需要 3500 元",
            "مكتب ومصباح للدراسة",
            "an apple, a banana and a linen sheet",
            "二〇二五年三月十五日，一家三口",
            "问过镇上和村里，社区也知道",
            "in spring the village road is mended",
            "",
        ] {
            assert_eq!(words().found_in(text), vec![], "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_name_in_any_text_is_found(before in "[a-z ，。]{0,20}", name in "[\u{4e00}-\u{9fa5}]{2,4}", after in "[a-z ，。]{0,20}") {
            let own = OwnWords { names: vec![name.clone()], ..OwnWords::default() };
            let text = format!("{before}{name}{after}");
            prop_assert!(own.found_in(&text).contains(&Found::Name));
        }

        #[test]
        fn nothing_unseen_hides_a_name_or_a_number(unseen in "[\u{3164}\u{200b}\u{ad}\u{fe0f}\u{202e}\u{2060}]{0,3}") {
            for (plain, kind) in [("王秀英", Found::Name), ("xiuying", Found::Name), ("13912345678", Found::Number)] {
                let text: String = plain.chars().flat_map(|c| std::iter::once(c).chain(unseen.chars())).collect();
                prop_assert!(words().found_in(&text).contains(&kind), "{}", text.escape_unicode());
            }
        }
    }
}
