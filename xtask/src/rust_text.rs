//! Takes a Rust source apart just far enough: what is code, what is a comment, what is a string, what is only there for tests.
//! No syntax tree: the checks ask simple questions and must be quick to build.

/// A string literal.
#[derive(Debug, PartialEq, Eq)]
pub struct Literal {
    /// Line of its first character, from one.
    pub line: usize,
    /// Where it begins in the source (the quote or its prefix), in bytes.
    pub start: usize,
    /// What it says, with the usual escapes undone.
    pub text: String,
    /// Stands in a `#[cfg(test)]` module.
    pub in_test: bool,
}

/// A source, taken apart.
#[derive(Debug)]
pub struct RustText {
    /// The source with comments and the insides of strings turned to spaces; as long as the source, with the same lines.
    pub code: String,
    pub literals: Vec<Literal>,
}

impl RustText {
    pub fn of(source: &str) -> Self {
        let mut scan = Scan { source, bytes: source.as_bytes(), at: 0, code: source.as_bytes().to_vec(), literals: Vec::new() };
        scan.all();
        // Blanking replaces whole characters by as many spaces, so this is UTF-8 again.
        let code = String::from_utf8_lossy(&scan.code).into_owned();
        let mut literals = scan.literals;
        let tests = test_modules(&code);
        for literal in &mut literals {
            literal.in_test = tests.iter().any(|&(from, to)| (from..to).contains(&literal.start));
        }
        Self { code, literals }
    }

    /// The last identifier before this place, and whether only white space lies between.
    pub fn word_before(&self, at: usize) -> &str {
        let before = self.code.get(..at).unwrap_or_default().trim_end();
        let start = before.rfind(|c: char| !is_word(c)).map_or(0, |i| i + before[i..].chars().next().map_or(1, char::len_utf8));
        &before[start..]
    }
}

/// The line, from one, of a byte in a text.
pub fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes().iter().take(at).filter(|&&byte| byte == b'\n').count() + 1
}

/// Is this a character of a name?
pub fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Where a word stands in a text, not as part of a longer one.
pub fn find_words(text: &str, word: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(offset) = text.get(from..).and_then(|rest| rest.find(word)) {
        let at = from + offset;
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        let open_start = !word.starts_with(is_word) || !before.is_some_and(is_word);
        let open_end = !word.ends_with(is_word) || !after.is_some_and(is_word);
        if open_start && open_end {
            found.push(at);
        }
        from = at + word.len();
    }
    found
}

struct Scan<'a> {
    source: &'a str,
    bytes: &'a [u8],
    at: usize,
    code: Vec<u8>,
    literals: Vec<Literal>,
}

impl Scan<'_> {
    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn all(&mut self) {
        while self.at < self.bytes.len() {
            match (self.peek(0), self.peek(1)) {
                (b'/', b'/') => self.line_comment(),
                (b'/', b'*') => self.block_comment(),
                (b'"', _) => self.string(self.at),
                (b'\'', _) => self.quote(),
                (byte, _) if byte.is_ascii_alphabetic() || byte == b'_' => self.word(),
                _ => self.at += 1,
            }
        }
    }

    fn blank(&mut self, from: usize, to: usize) {
        for byte in self.code.iter_mut().take(to).skip(from) {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
    }

    fn line_comment(&mut self) {
        let from = self.at;
        while self.at < self.bytes.len() && self.peek(0) != b'\n' {
            self.at += 1;
        }
        self.blank(from, self.at);
    }

    fn block_comment(&mut self) {
        let from = self.at;
        let mut depth = 0;
        while self.at < self.bytes.len() {
            match (self.peek(0), self.peek(1)) {
                (b'/', b'*') => {
                    depth += 1;
                    self.at += 2;
                }
                (b'*', b'/') => {
                    depth -= 1;
                    self.at += 2;
                    if depth == 0 {
                        break;
                    }
                }
                _ => self.at += 1,
            }
        }
        self.blank(from, self.at.min(self.bytes.len()));
    }

    /// A name, a keyword, or the prefix of a literal: r"", b"", br#""#, c"", b'x'.
    fn word(&mut self) {
        let from = self.at;
        while self.peek(0).is_ascii_alphanumeric() || self.peek(0) == b'_' || self.peek(0) >= 0x80 {
            self.at += 1;
        }
        match (&self.bytes[from..self.at], self.peek(0)) {
            (b"b" | b"c", b'"') => self.string(from),
            (b"b", b'\'') => self.quote(),
            (b"r" | b"br" | b"cr", b'"' | b'#') => self.raw_string(from),
            _ => {}
        }
    }

    fn string(&mut self, from: usize) {
        self.at += 1;
        let inside = self.at;
        while self.at < self.bytes.len() && self.peek(0) != b'"' {
            self.at += if self.peek(0) == b'\\' { 2 } else { 1 };
        }
        let end = self.at.min(self.bytes.len());
        let text = unescape(self.source.get(inside..end).unwrap_or_default());
        self.literal(from, inside, end, text);
        self.at = end + 1;
    }

    fn raw_string(&mut self, from: usize) {
        let mut hashes = 0;
        while self.peek(hashes) == b'#' {
            hashes += 1;
        }
        if self.peek(hashes) != b'"' {
            self.at += hashes; // a raw name, r#type
            return;
        }
        let inside = self.at + hashes + 1;
        let closing = format!("\"{}", "#".repeat(hashes));
        let end = self.source.get(inside..).and_then(|rest| rest.find(&closing)).map_or(self.bytes.len(), |offset| inside + offset);
        let text = self.source.get(inside..end).unwrap_or_default().to_owned();
        self.literal(from, inside, end, text);
        self.at = (end + closing.len()).min(self.bytes.len());
    }

    fn literal(&mut self, start: usize, inside: usize, end: usize, text: String) {
        self.literals.push(Literal { line: line_of(self.source, start), start, text, in_test: false });
        self.blank(inside, end);
    }

    /// A character or a lifetime.
    fn quote(&mut self) {
        let inside = self.at + 1;
        if self.peek(1) == b'\\' {
            let mut end = inside + 2;
            while end < self.bytes.len() && self.bytes[end] != b'\'' {
                end += 1;
            }
            self.blank(inside, end);
            self.at = end + 1;
            return;
        }
        let width = self.source.get(inside..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
        if self.bytes.get(inside + width) == Some(&b'\'') {
            self.blank(inside, inside + width);
            self.at = inside + width + 1;
        } else {
            self.at = inside;
        }
    }
}

fn unescape(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw.chars().peekable();
    while let Some(c) = rest.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match rest.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('\n') => while rest.next_if(|c| c.is_whitespace()).is_some() {},
            Some(other) => out.push(other),
            None => {}
        }
    }
    out
}

/// Ranges of modules that are compiled for tests only, in code without comments and strings.
fn test_modules(code: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(offset) = code.get(from..).and_then(|rest| rest.find("#[cfg(test)]")) {
        let start = from + offset;
        from = start + 1;
        let Some(open) = code[start..].find(['{', ';']).map(|i| start + i) else { break };
        if code.as_bytes()[open] == b';' {
            continue;
        }
        let mut depth = 0;
        let mut end = code.len();
        for (i, byte) in code.bytes().enumerate().skip(open) {
            match byte {
                b'{' => depth += 1,
                b'}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                end = i + 1;
                break;
            }
        }
        found.push((start, end));
        from = end;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<String> {
        RustText::of(source).literals.into_iter().map(|literal| literal.text).collect()
    }

    #[test]
    fn strings_of_every_kind() {
        let source = r###"let a = "x\"y"; let b = r#"raw "q" \n"#; let c = b"bytes"; let d = "two \
            lines"; let e = 'c'; let f: &'static str = "f"; let g = '"'; let h = '\''; let i = "字";"###;
        assert_eq!(texts(source), ["x\"y", "raw \"q\" \\n", "bytes", "two lines", "f", "字"]);
    }

    #[test]
    fn comments_are_not_code() {
        let text = RustText::of("a // \"no\" dbg!\n/* x /* y */ \"no\" */ b /// \"doc\"\n r#type");
        assert!(text.literals.is_empty());
        assert_eq!(text.code.split_whitespace().collect::<Vec<_>>(), ["a", "b", "r#type"]);
        assert_eq!(text.code.lines().count(), 3);
    }

    #[test]
    fn strings_are_blanked_but_lines_stay() {
        let source = "f(\"a\n{b}\")\ng";
        let text = RustText::of(source);
        assert_eq!(text.code.len(), source.len());
        assert!(!text.code.contains('{'));
        assert_eq!(text.literals[0].line, 1);
        assert_eq!(line_of(source, source.len()), 3);
    }

    #[test]
    fn test_modules_are_known() {
        let text =
            RustText::of("const A: &str = \"a\";\n#[cfg(test)]\nmod tests { const B: &str = \"}b\"; }\nconst C: &str = \"c\";");
        let flags: Vec<_> = text.literals.iter().map(|literal| literal.in_test).collect();
        assert_eq!(flags, [false, true, false]);
        let elsewhere = RustText::of("#[cfg(test)]\nmod tests;\nconst A: &str = \"a\";");
        assert!(!elsewhere.literals[0].in_test);
    }

    #[test]
    fn words_stand_alone() {
        assert_eq!(find_words("LIKELY LIKE ALIKE like LIKE", "LIKE"), [7, 23]);
        assert_eq!(find_words("xdbg!(1) dbg!(2)", "dbg!"), [9]);
    }

    #[test]
    fn word_before_a_literal() {
        let text = RustText::of("pub const A = sqlite \"x\"\n  postgres \"y\";");
        assert_eq!(text.word_before(text.literals[0].start), "sqlite");
        assert_eq!(text.word_before(text.literals[1].start), "postgres");
    }
}
