//! Lines of somebody else's text, none of which is kept in memory beyond a bound.

use std::io::{self, BufRead};

/// The longest line that is read, in bytes without its end; what is longer is passed over.
pub const LONGEST: usize = 65_536;

/// A line without its end (LF or CRLF) and, at the beginning of a text, without a byte-order mark.
#[derive(Debug, PartialEq, Eq)]
pub enum Line<'a> {
    /// All of it, at most [`LONGEST`] bytes.
    Whole(&'a [u8]),
    /// It has more than [`LONGEST`] bytes.
    TooLong,
}

/// Reads line by line.
pub struct Lines<R> {
    from: R,
    number: u64,
    line: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    /// From the beginning of a text.
    pub fn new(from: R) -> Self {
        Lines { from, number: 0, line: Vec::new() }
    }

    /// The number of the line that was read last, from 1 as editors count.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The next line; none at the end.
    ///
    /// # Errors
    /// Whatever reading gives.
    pub fn read(&mut self) -> io::Result<Option<Line<'_>>> {
        self.line.clear();
        let (mut any, mut long) = (false, false);
        loop {
            let chunk = match self.from.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if chunk.is_empty() {
                break;
            }
            any = true;
            let end = chunk.iter().position(|b| *b == b'\n');
            let piece = chunk.get(..end.unwrap_or(chunk.len())).unwrap_or_default();
            // Room for a mark at the beginning and a carriage return at the end.
            long |= self.line.len() + piece.len() > LONGEST + MARK.len() + 1;
            if !long {
                self.line.extend_from_slice(piece);
            }
            let used = piece.len() + usize::from(end.is_some());
            self.from.consume(used);
            if end.is_some() {
                break;
            }
        }
        if !any {
            return Ok(None);
        }
        self.number += 1;
        let mut line = self.line.as_slice();
        if self.number == 1 {
            line = line.strip_prefix(MARK).unwrap_or(line);
        }
        line = line.strip_suffix(b"\r").unwrap_or(line);
        Ok(Some(if long || line.len() > LONGEST { Line::TooLong } else { Line::Whole(line) }))
    }
}

/// The byte-order mark of UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_and_marks_are_not_part_of_a_line() {
        let mut lines = Lines::new("\u{feff}a\r\n\nb\rc\n\u{feff}d".as_bytes());
        let mut read = Vec::new();
        while let Some(Line::Whole(line)) = lines.read().unwrap() {
            read.push(String::from_utf8(line.to_vec()).unwrap());
        }
        assert_eq!(read, ["a", "", "b\rc", "\u{feff}d"]);
        assert_eq!(lines.number(), 4);
        assert_eq!(Lines::new(&b""[..]).read().unwrap(), None);
    }

    #[test]
    fn a_long_line_is_passed_over_and_the_next_one_is_read() {
        let fits = "x".repeat(LONGEST);
        let text = format!("\u{feff}{fits}\r\n{fits}y\n{}\nz", "y".repeat(10_000_000));
        // In small pieces, as a pipe gives them.
        let mut lines = Lines::new(io::BufReader::with_capacity(1000, text.as_bytes()));
        assert_eq!(lines.read().unwrap(), Some(Line::Whole(fits.as_bytes())));
        assert_eq!(lines.read().unwrap(), Some(Line::TooLong));
        assert_eq!(lines.read().unwrap(), Some(Line::TooLong));
        assert_eq!(lines.read().unwrap(), Some(Line::Whole(b"z")));
        assert_eq!(lines.number(), 4);
        assert!(lines.line.capacity() < 4 * LONGEST, "{}", lines.line.capacity());
    }
}
