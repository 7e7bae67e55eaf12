//! Names in Han characters as they sound, written in Latin letters: 孙秀英 is "Sun Xiuying", "xiu ying sun" and "sūn xiù yīng".

use pinyin::ToPinyinMulti as _;
use qianmo_kernel::as_read;

/// The most ways a character is read that are looked for; the common ones come first.
const MOST_SOUNDS: usize = 6;
/// The most ways of reading a name.
const MOST_READINGS: usize = 256;
/// What a text must hold in one word: shorter ones are words of other languages as well ("human", "china", "lina").
const ONE_WORD: usize = 6;
/// Longer words that are two sounds of Chinese one after the other.
const WORDS: &[&str] = &[
    "banana", "bangle", "canada", "chance", "change", "danger", "dangle", "hanger", "jingle", "linger", "longer", "manage",
    "mangle", "mature", "mingle", "nature", "ranger", "tangle",
];
/// Sounds that are English words. A name of nothing else is no name in an English text: "he ran", "the man he knew".
const ENGLISH: &[&str] = &[
    "a", "ai", "an", "ban", "bang", "bin", "can", "die", "en", "fan", "gang", "ha", "hang", "he", "hen", "lie", "long", "ma",
    "man", "me", "men", "pa", "pan", "pang", "pie", "pin", "ping", "ran", "rang", "sang", "she", "song", "sun", "tan", "tang",
    "tie", "wan", "yo", "you",
];

/// A name as it sounds, sound by sound.
pub(super) type Sounds = Vec<String>;

/// Every way of reading the Han characters of a name, where it has two of them or more. Empty when one of them has no
/// sound that is known.
pub(super) fn readings(name: &str) -> Vec<Sounds> {
    let mut all: Vec<Sounds> = vec![Sounds::new()];
    for letter in as_read::joined(name).chars().filter(|c| is_han(*c)) {
        let sounds = sounds_of(letter);
        let longer = all.iter().flat_map(|begun| {
            sounds.iter().map(move |sound| {
                let mut longer = begun.clone();
                longer.push(sound.clone());
                longer
            })
        });
        all = longer.take(MOST_READINGS).collect();
    }
    all.retain(|sounds| sounds.len() >= 2);
    all
}

/// Whether a letter is a Han character.
pub(super) fn is_han(letter: char) -> bool {
    let mut bytes = [0u8; 4];
    crate::name::script(letter.encode_utf8(&mut bytes)) == "Hani"
}

fn sounds_of(letter: char) -> Sounds {
    let mut out = Sounds::new();
    for sound in letter.to_pinyin_multi().into_iter().flatten() {
        let plain = sound.plain();
        // Who has no ü writes u, v or yu.
        let ways: &[&str] = if plain.contains('ü') { &["u", "v", "yu"] } else { &["u"] };
        for way in ways {
            let written = as_read::joined(&plain.replace('ü', way));
            if !out.contains(&written) {
                out.push(written);
            }
        }
    }
    out.truncate(MOST_SOUNDS);
    out
}

/// In whichever order the parts of a person's name are said, and the given name by itself where the family name has one
/// character, as nearly all have.
pub(super) fn orders(sounds: &[String]) -> Vec<Sounds> {
    let mut orders: Vec<Sounds> = (0..sounds.len())
        .map(|first| {
            let mut turned = sounds.to_vec();
            turned.rotate_left(first);
            turned
        })
        .collect();
    if sounds.len() == 3 {
        orders.extend(sounds.get(1..).map(<[String]>::to_vec));
    }
    orders
}

/// The words of a text in Latin letters, small, without the digits that stand for tones: what is looked through for sounds.
pub(super) fn words(read: &str) -> Vec<String> {
    read.split(|c: char| !c.is_ascii_alphanumeric())
        .map(|word| word.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect::<String>())
        .filter(|word| !word.is_empty())
        .collect()
}

/// Whether these sounds are said in a text, as whole words: in one, in several that part between two sounds, or letter by
/// letter.
pub(super) fn are_said(words: &[String], sounds: &[String]) -> bool {
    let length: usize = sounds.iter().map(String::len).sum();
    let english = || sounds.iter().all(|sound| ENGLISH.contains(&sound.as_str()));
    (0..words.len()).any(|from| {
        let here = &words[from..];
        match spoken(here, sounds) {
            Some(1) => length >= ONE_WORD && !WORDS.contains(&here[0].as_str()),
            Some(_) => length >= 4 && !english(),
            None => length >= 5 && spelled(here, sounds),
        }
    })
}

/// How many of these words, from the first on, are the sounds and nothing else.
fn spoken(words: &[String], sounds: &[String]) -> Option<usize> {
    let mut rest = sounds.iter();
    for (at, word) in words.iter().enumerate() {
        let mut left = word.as_str();
        while !left.is_empty() {
            left = left.strip_prefix(rest.next()?.as_str())?;
        }
        if rest.as_slice().is_empty() {
            return Some(at + 1);
        }
    }
    None
}

/// Whether these words, from the first on, are the letters of the sounds one by one.
fn spelled(words: &[String], sounds: &[String]) -> bool {
    let wanted = sounds.concat();
    words.len() >= wanted.len() && wanted.chars().zip(words).all(|(letter, word)| word.len() == 1 && word.starts_with(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(name: &str, text: &str) -> bool {
        let words = words(&as_read::joined(text));
        readings(name).iter().flat_map(|sounds| orders(sounds)).any(|sounds| are_said(&words, &sounds))
    }

    #[test]
    fn a_name_is_heard_however_it_is_spelled() {
        for text in [
            "the roof of Sun Xiuying",
            "Xiuying Sun's roof",
            "sūn xiù yīng",
            "SUNXIUYING",
            "sun1 xiu4 ying1",
            "Sun, Xiu-Ying",
            "s u n x i u y i n g",
            "奶奶Xiuying家",
            "东头的Sun Xiuying家",
        ] {
            assert!(said("孙秀英", text), "{text}");
        }
        assert!(said("单玉兰", "Shan Yulan's desk") && said("吕小梅", "lv xiaomei") && said("吕小梅", "Lü Xiaomei"));
        assert!(said("欧阳娜", "Na Ouyang is ill") && said("李娜", "a desk for Na Li"));
    }

    #[test]
    fn words_of_other_languages_are_not_names() {
        for (name, text) in [
            ("何冉", "he ran home, and she ran too"),
            ("胡曼", "human rights and the human heart"),
            ("李嫦娥", "a change of season"),
            ("何然", "with her an hour"),
            ("孙秀英", "the sun is out, and the sun sets"),
            ("王", "Wang"),
        ] {
            assert!(!said(name, text), "{name}: {text}");
        }
    }
}
