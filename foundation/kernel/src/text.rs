//! Small rules about text that many places share.

/// Trims, drops control characters (but newlines) and invisible direction overrides, and folds runs of blanks.
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
    out
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
}
