//! Small rules about text that many places share.

/// Trims, drops control characters (but newlines) and invisible direction overrides, and folds runs of blanks. Of a text in
/// which nothing can be seen nothing is left.
pub fn tidy(typed: &str) -> String {
    let mut out = String::with_capacity(typed.len());
    let mut blank = false;
    for letter in typed.trim().chars() {
        // Overrides could make a name read as another one; isolates and marks that Arabic needs stay.
        let hostile =
            (letter.is_control() && letter != '\n') || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{feff}' | '\u{fffe}');
        if hostile && letter != '\t' && letter != '\r' {
            continue;
        }
        if letter != '\n' && (letter.is_whitespace() || letter == '\r') {
            blank = true;
            continue;
        }
        if blank && !out.is_empty() && !out.ends_with('\n') && letter != '\n' {
            out.push(' ');
        }
        blank = false;
        out.push(letter);
    }
    if out.chars().all(|letter| letter.is_whitespace() || is_invisible(letter)) {
        out.clear();
    }
    out
}

/// Whether nothing is seen where this character stands: Unicode's Default_Ignorable_Code_Point (joiners, marks of
/// direction, fillers of Hangul, selectors, tags), and the blank of Braille. Some of them are needed inside of words; a text
/// of nothing else is no text.
pub const fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// How many characters a person would count, roughly: Unicode scalar values.
pub fn length(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_tidied_but_its_script_is_kept() {
        assert_eq!(tidy("  张 \t 三\u{202e} \r\n 好\u{0} "), "张 三\n好");
        assert_eq!(tidy("مرحبا  بكم"), "مرحبا بكم");
        assert_eq!(length("阡陌"), 2);
    }

    #[test]
    fn a_text_in_which_nothing_is_seen_is_empty() {
        for nothing in ["\u{3164}", "\u{200b}\u{2060} \u{ad}", "\u{200e}\u{200f}", "\u{2800}\n\u{fe0f}", "\u{e0041}", ""] {
            assert_eq!(tidy(nothing), "", "{}", nothing.escape_unicode());
        }
        // What joins and parts letters stays where there are letters.
        assert_eq!(tidy("می\u{200c}خواهم"), "می\u{200c}خواهم");
    }
}
