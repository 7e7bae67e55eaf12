//! The languages the program speaks. Content may be in any language; these are the languages of its own words.

/// A language of the program's own words.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug, Default, PartialOrd, Ord)]
pub enum Locale {
    /// Chinese, simplified.
    #[default]
    ZhHans,
    /// English.
    En,
    /// Arabic, written right to left.
    Ar,
}

impl Locale {
    /// Every one, in the order of the language menu.
    pub const ALL: [Locale; 3] = [Locale::ZhHans, Locale::En, Locale::Ar];

    /// The BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Locale::ZhHans => "zh-Hans",
            Locale::En => "en",
            Locale::Ar => "ar",
        }
    }

    /// The direction of writing, as HTML's `dir`.
    pub const fn dir(self) -> &'static str {
        match self {
            Locale::Ar => "rtl",
            Locale::ZhHans | Locale::En => "ltr",
        }
    }

    /// Its name in itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Locale::ZhHans => "中文",
            Locale::En => "English",
            Locale::Ar => "العربية",
        }
    }

    /// The locale whose language a tag names (`zh`, `zh-CN`, `en-GB`, `ar-EG` …).
    pub fn from_tag(tag: &str) -> Option<Locale> {
        match tag.split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "zh" => Some(Locale::ZhHans),
            "en" => Some(Locale::En),
            "ar" => Some(Locale::Ar),
            _ => None,
        }
    }

    /// The best of an `Accept-Language` header; `None` when it names none of ours.
    pub fn from_accept(header: &str) -> Option<Locale> {
        let mut best: Option<(Locale, u32)> = None;
        for part in header.split(',').take(20) {
            let mut bits = part.split(';');
            let Some(locale) = bits.next().map(str::trim).and_then(Locale::from_tag) else { continue };
            let weight = bits
                .find_map(|b| b.trim().strip_prefix("q="))
                .and_then(|q| q.trim().parse::<f32>().ok())
                .map_or(1_000, |q| (q.clamp(0.0, 1.0) * 1_000.0) as u32);
            if weight > 0 && best.is_none_or(|(_, w)| weight > w) {
                best = Some((locale, weight));
            }
        }
        best.map(|(locale, _)| locale)
    }
}

/// Languages that forms offer for people and for what they write: BCP 47 tag and the language's own name. Any other tag is
/// taken as well.
pub const LANGUAGES: &[(&str, &str)] = &[
    ("zh", "汉语"),
    ("yue", "粤语"),
    ("hak", "客家话"),
    ("nan", "闽南语"),
    ("hmn", "Hmoob"),
    ("ii", "ꆈꌠꉙ"),
    ("za", "Vahcuengh"),
    ("bo", "བོད་སྐད་"),
    ("ug", "ئۇيغۇرچە"),
    ("mn", "ᠮᠣᠩᠭᠣᠯ"),
    ("kk", "قازاقشا"),
    ("ko", "한국어"),
    ("wbm", "Vax"),
    ("lhu", "Ladhof"),
    ("ar", "العربية"),
    ("en", "English"),
    ("fr", "Français"),
    ("sw", "Kiswahili"),
    ("hi", "हिन्दी"),
    ("es", "Español"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_gets_the_language_it_likes_best() {
        assert_eq!(Locale::from_accept("fr, en-GB;q=0.7, ar;q=0.9"), Some(Locale::Ar));
        assert_eq!(Locale::from_accept("zh-TW,zh;q=0.8"), Some(Locale::ZhHans));
        assert_eq!(Locale::from_accept("en;q=0, fr"), None);
        assert_eq!(Locale::from_accept(""), None);
    }
}
