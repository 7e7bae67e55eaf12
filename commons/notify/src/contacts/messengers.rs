//! Messengers by their names, and what has to follow for somebody to be found there.

use super::numbers::is_between_digits;
use qianmo_kernel::as_read;

/// What else a messenger's name is, and so what has to follow it.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// People are found there by 5 to 12 digits: QQ.
    Digits,
    /// It is said for nothing but how one is found: "vx".
    Own,
    /// It is a word or a person's name as well: "Weixin Chen".
    Shared,
    /// People also talk about it: "WeChat is slow here".
    Talked,
    /// It says itself that a name follows: "Line ID".
    Told,
}

/// The messengers whose names begin with a letter. A blank in a name stands for blanks, or none.
pub(super) const fn that_begin_with(letter: char) -> &'static [(&'static str, Kind)] {
    match letter {
        'q' | 'Q' => &[("q q", Kind::Digits), ("q q群", Kind::Digits)],
        'w' | 'W' => &[("wechat", Kind::Talked), ("weixin", Kind::Shared), ("wx", Kind::Own), ("whats app", Kind::Talked)],
        'v' | 'V' => &[("vx", Kind::Own), ("v 信", Kind::Own)],
        't' | 'T' => &[("telegram", Kind::Talked), ("tg", Kind::Shared)],
        'l' | 'L' => &[("line id", Kind::Told), ("line 号", Kind::Told)],
        's' | 'S' => &[("skype", Kind::Talked)],
        'i' | 'I' => &[("instagram", Kind::Talked)],
        '微' => &[("微 信", Kind::Own)],
        '薇' => &[("薇 信", Kind::Own)],
        '加' => {
            &[("加 q", Kind::Digits), ("加 扣", Kind::Digits), ("加 v", Kind::Own), ("加 微", Kind::Own), ("加 薇", Kind::Own)]
        }
        '扣' => &[("扣 扣", Kind::Digits)],
        '叩' => &[("叩 叩", Kind::Digits)],
        '企' => &[("企鹅号", Kind::Digits), ("企鵝號", Kind::Digits)],
        '电' | '電' => &[("电报", Kind::Talked), ("電報", Kind::Talked)],
        '抖' => &[("抖音", Kind::Talked)],
        '快' => &[("快手", Kind::Talked)],
        '小' => &[("小红书", Kind::Talked), ("小紅書", Kind::Talked)],
        'و' => &[("واتس اب", Kind::Talked), ("واتس", Kind::Talked), ("وي شات", Kind::Talked)],
        'ت' => &[
            ("تيليجرام", Kind::Talked),
            ("تيليغرام", Kind::Talked),
            ("تليجرام", Kind::Talked),
            ("تليغرام", Kind::Talked),
            ("تيلجرام", Kind::Talked),
            ("تيلغرام", Kind::Talked),
            ("تلجرام", Kind::Talked),
            ("تلغرام", Kind::Talked),
        ],
        'س' => &[("سكايب", Kind::Talked)],
        'ا' => &[("انستغرام", Kind::Talked), ("انستجرام", Kind::Talked), ("انستقرام", Kind::Talked)],
        _ => &[],
    }
}

/// What leads from a messenger's name to somebody's name there, longer words before those that they begin with, and whether it says
/// by itself that one follows.
const LEADS: &[(&str, bool)] = &[
    ("号", true),
    ("號", true),
    ("码", true),
    ("碼", true),
    ("名字", true),
    ("名", true),
    ("是", false),
    ("为", false),
    ("為", false),
    ("账", false),
    ("帐", false),
    ("賬", false),
    ("帳", false),
    ("联系", false),
    ("聯繫", false),
    ("搜", false),
    ("加", false),
    ("id", true),
    ("username", true),
    ("number", false),
    ("account", false),
    ("name", false),
    ("is", false),
    ("رقمي", false),
    ("رقم", false),
    ("حسابي", false),
    ("حساب", false),
    ("معرفي", true),
    ("معرف", true),
    ("هو", false),
    ("على", false),
    ("ي", false),
];

/// Words that follow a messenger's name and are nobody's name there.
const ORDINARY: &str = "account accounts and android app apps are but call calls can card cards channel channels chat chats code daily \
    document documents for from group groups had has have here ios message messages mini moments needed not now number numbers \
    official only pay photo photos please public required store that the then there they this today too user users verification \
    video videos was web were which who will with";

/// What is counted, so that few digits before it are no number of somebody's: "WeChat 20000 元".
const COUNTED: &str = "元 块 万 年 月 日 天 岁 个 人 户 名 次 件 斤 克 千 米 里 % yuan rmb cny usd kg people family families year day \
    يوان دولار شخص اسرة سنة يوم";
/// How many digits at the most are counted so; nothing that a household needs costs millions.
const COUNTED_MOST: usize = 6;

/// Letters of the shortest name that is taken for one.
pub(super) const SHORTEST: usize = 3;

/// Whether a letter can stand in somebody's name in a messenger.
pub(super) const fn is_of_handle(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.')
}

/// What follows a name with which a text begins, in letters of either size; `None` when it begins otherwise.
pub(super) fn after<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = text;
    for wanted in name.chars() {
        if wanted == ' ' {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '_' | '.'));
            continue;
        }
        let mut letters = rest.chars();
        if letters.next()?.to_ascii_lowercase() != wanted {
            return None;
        }
        rest = letters.as_str();
    }
    Some(rest)
}

/// Whether the word goes on behind a name in Latin letters: "wxpay", but also "wx12345".
pub(super) fn is_attached(name: &str, rest: &str) -> bool {
    name.ends_with(|c: char| c.is_ascii_alphanumeric()) && rest.starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// What stands between a messenger's name and somebody's name there.
#[derive(Default)]
struct Led<'a> {
    rest: &'a str,
    /// A colon or the like.
    colon: bool,
    /// A word that says that a name follows.
    told: bool,
    /// Another word: "is".
    worded: bool,
    /// Nothing but blanks, and such words.
    bare: bool,
}

/// Whether a name or number of somebody's follows a messenger's name. `attached`: as the end of the same word.
pub(super) fn is_followed(kind: Kind, attached: bool, rest: &str) -> bool {
    let led = if attached { Led { rest, ..Led::default() } } else { led(rest) };
    match led.rest.chars().next() {
        Some(letter) if as_read::numeral(letter).is_ascii_digit() => (!attached || kind == Kind::Digits) && is_number(kind, &led),
        Some(letter) if letter.is_ascii_alphabetic() => is_name(kind, attached, &led),
        _ => false,
    }
}

fn led(text: &str) -> Led<'_> {
    let mut led = Led { rest: text, bare: true, ..Led::default() };
    loop {
        let begins = led.rest.trim_start_matches(is_join);
        let joins = led.rest.get(..led.rest.len() - begins.len()).unwrap_or_default();
        led.colon |= joins.contains([':', '=']);
        led.bare &= joins.chars().all(char::is_whitespace);
        led.rest = begins;
        let word = LEADS.iter().find_map(|(word, told)| {
            let rest = after(begins, word).filter(|rest| !is_attached(word, rest))?;
            Some((rest, *told))
        });
        let Some((rest, told)) = word else { return led };
        led.told |= told;
        led.worded = true;
        led.rest = rest;
    }
}

/// What people write between a messenger and a name there.
fn is_join(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(letter, ':' | '=' | '_' | '-' | '.' | '(' | ')' | '[' | ']' | '<' | '>' | '"' | '\'' | '/' | '|' | '~' | '*')
        || matches!(letter, '#' | '+' | '“' | '”' | '「' | '」' | '『' | '』' | '《' | '》' | '【' | '】' | '«' | '»' | '→' | '·')
}

/// Whether the digits that begin here, in whichever numerals and with what people write between them, are as many as somebody's
/// number there has.
fn is_number(kind: Kind, led: &Led<'_>) -> bool {
    let (mut digits, mut end) = (String::new(), 0);
    for (at, letter) in led.rest.char_indices() {
        let plain = as_read::numeral(letter);
        if plain.is_ascii_digit() {
            digits.push(plain);
            end = at + letter.len_utf8();
        } else if !is_between_digits(letter) {
            break;
        } else if !digits.ends_with(' ') {
            digits.push(' ');
        }
    }
    let count = digits.bytes().filter(u8::is_ascii_digit).count();
    let fits = match kind {
        Kind::Digits => (5..=12).contains(&count),
        _ if led.told => count >= 5,
        _ => count >= 6,
    };
    let then = led.rest.get(end..).unwrap_or_default().trim_start();
    let counted = count <= COUNTED_MOST && COUNTED.split(' ').any(|thing| after(then, thing).is_some());
    fits && !counted && !is_date(&digits)
}

/// Whether these groups of digits are a day: "2025 3 15".
fn is_date(digits: &str) -> bool {
    let groups: Vec<&str> = digits.split_whitespace().collect();
    let [year, month, day] = groups.as_slice() else { return false };
    year.len() == 4 && (year.starts_with("19") || year.starts_with("20")) && is_up_to(12, month) && is_up_to(31, day)
}

fn is_up_to(most: u8, digits: &str) -> bool {
    digits.parse::<u8>().is_ok_and(|number| (1..=most).contains(&number))
}

/// Whether the word that begins here is a name there.
fn is_name(kind: Kind, attached: bool, led: &Led<'_>) -> bool {
    let (word, then) = led.rest.split_at(led.rest.find(|c: char| !is_of_handle(c) || c == '.').unwrap_or(led.rest.len()));
    let name = word.trim_end_matches(['-', '_']);
    // Digits and low lines are in names that people choose there, and in few words.
    if name.contains(|c: char| c.is_ascii_digit() || c == '_') {
        let least = match kind {
            _ if attached => 6,
            Kind::Told => SHORTEST,
            _ if led.told || led.colon => SHORTEST,
            Kind::Own => 4,
            _ => 6,
        };
        return kind != Kind::Digits && name.len() >= least;
    }
    let first = name.split('-').next().unwrap_or_default();
    if attached || name.len() < SHORTEST || ORDINARY.split(' ').any(|word| first.eq_ignore_ascii_case(word)) {
        return false;
    }
    // A person's name, and the first word of a sentence, begin with a capital.
    let handle = !name.starts_with(|c: char| c.is_ascii_uppercase()) || name.chars().all(|c| !c.is_ascii_lowercase());
    match kind {
        Kind::Digits => false,
        Kind::Told => true,
        _ if led.told => true,
        Kind::Own => led.colon || (led.bare && handle),
        Kind::Shared => (led.colon || (led.bare && !led.worded && handle)) && is_last(then),
        Kind::Talked => led.colon && is_last(then),
    }
}

/// Whether no further word in Latin letters follows, as it would in a sentence.
fn is_last(then: &str) -> bool {
    let next = then.trim_start_matches(' ');
    next.len() == then.len() || !next.starts_with(|c: char| c.is_ascii_alphabetic())
}
