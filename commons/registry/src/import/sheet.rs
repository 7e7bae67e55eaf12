//! Rows of an XLSX. What it unpacks to, how many rows it has and what its texts and cells take in memory are bounded before they
//! are kept: a file of a few kilobytes may name one long text a million times, or hold ten million empty ones.

use super::Problem;
use super::table::{MOST_COLUMNS, MOST_LETTERS, MOST_UNPACKED, Room, Row, Rows, SharedBytes, guard};
use calamine::{DataRef, Reader as _, Xlsx};
use qianmo_kernel::{Kind, Millis, Refused, Res};
use std::io::{Cursor, Read};

/// The most bytes of a sheet between two tags: more than the longest cell that Excel knows has (32,767 characters).
const MOST_BETWEEN_TAGS: usize = 128 * 1024;
/// The most parts an XLSX may have.
const MOST_PARTS: usize = 1_000;

fn bomb() -> Refused {
    Refused::new(Kind::TooLarge, "registry-import-bomb")
}

fn broken() -> Refused {
    Refused::new(Kind::WrongType, "registry-import-unreadable")
}

/// Unpacks every part once, counting, before a parser that trusts the file is let near it. No more of a part is in memory than
/// a buffer's length.
fn no_bomb(bytes: &[u8], room: Room) -> Res<()> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    if archive.len() > MOST_PARTS {
        return Err(bomb().into());
    }
    let mut left = MOST_UNPACKED;
    let (mut kept, mut scan) = (room.kept, Scan::new(room));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).map_err(|_| broken())?;
        let name = part.name().map_err(|_| broken())?.replace('\\', "/").to_lowercase();
        let (sheet, first) = (is_sheet(&name), name.trim_start_matches('/') == "_rels/.rels");
        let mut buffer = [0u8; 16 * 1024];
        let mut run = 0;
        loop {
            let n = part.read(&mut buffer).map_err(|_| broken())?;
            let some = buffer.get(..n).unwrap_or_default();
            if some.is_empty() {
                break;
            }
            left = left.checked_sub(n as u64).ok_or_else(bomb)?;
            if sheet {
                // It is read cell by cell, but what lies between two tags is held whole.
                for byte in some {
                    run = if *byte == b'<' { 0 } else { run + 1 };
                    if run > MOST_BETWEEN_TAGS {
                        return Err(bomb().into());
                    }
                }
                continue;
            }
            kept = kept.checked_sub(n as u64).ok_or_else(bomb)?;
            scan.read(some)?;
            // It says where the workbook is, and what is kept lies beside that: it would pass for a sheet if it lay among them.
            if first && some.iter().any(|byte| matches!(byte, b'&' | 0)) {
                return Err(broken().into());
            }
        }
        if first && scan.met_sheets {
            return Err(broken().into());
        }
        scan.next_part();
    }
    Ok(())
}

/// Whether a part is a sheet, by its name: read cell by cell, not kept as a whole.
fn is_sheet(name: &str) -> bool {
    name.contains("/worksheets/") && !name.ends_with(".rels")
}

/// What the parts that a parser keeps are looked through for, byte by byte. Zeros are passed over, so that a part in UTF-16 is
/// read as well.
struct Scan {
    room: Room,
    tags: u64,
    /// How many letters of the word were met last.
    count_met: usize,
    sheets_met: usize,
    /// Whether the folder of sheets was named in this part.
    met_sheets: bool,
    /// After the word that says how many texts there are: the number so far.
    said: Option<u64>,
}

/// The attribute that says how many texts there are.
const COUNT: &[u8] = b"uniqueCount";
/// The folder in which sheets lie.
const SHEETS: &[u8] = b"worksheets";

impl Scan {
    fn new(room: Room) -> Scan {
        Scan { room, tags: 0, count_met: 0, sheets_met: 0, met_sheets: false, said: None }
    }

    fn next_part(&mut self) {
        *self = Scan { tags: self.tags, ..Scan::new(self.room) };
    }

    /// Reads some more of a part.
    ///
    /// # Errors
    /// 413 `registry-import-bomb` when there are too many tags, or it says that it has too many texts.
    fn read(&mut self, some: &[u8]) -> Res<()> {
        for byte in some.iter().copied().filter(|byte| *byte != 0) {
            self.tags += u64::from(byte == b'<');
            self.said = match self.said {
                Some(n) if byte.is_ascii_digit() => Some(n.saturating_mul(10).saturating_add(u64::from(byte - b'0'))),
                // Before the number: ` = "`.
                Some(0) if byte.is_ascii_whitespace() || matches!(byte, b'=' | b'"' | b'\'') => Some(0),
                _ => None,
            };
            if self.tags > self.room.tags || self.said.is_some_and(|n| n > self.room.texts) {
                return Err(bomb().into());
            }
            if follow(COUNT, &mut self.count_met, byte) {
                self.said = Some(0);
            }
            self.met_sheets |= follow(SHEETS, &mut self.sheets_met, byte.to_ascii_lowercase());
        }
        Ok(())
    }
}

/// Follows a word letter by letter; whether this was its last. Neither word begins again within itself where a name or a path
/// could begin, so that a letter that does not fit needs to be tried as the first only.
fn follow(word: &[u8], met: &mut usize, byte: u8) -> bool {
    let fits = |at: usize| word.get(at) == Some(&byte);
    *met = if fits(*met) { *met + 1 } else { usize::from(fits(0)) };
    let whole = *met == word.len();
    if whole {
        *met = 0;
    }
    whole
}

/// The rows that are kept of a sheet.
struct Kept {
    rows: Vec<Result<Row, Problem>>,
    row: Row,
    /// Whether a cell of the row was too long to be kept.
    long: bool,
    /// Bytes that may still be kept.
    room: usize,
}

impl Kept {
    /// Keeps a cell; `None` stands for one that is too long, which is not kept but told of.
    fn put(&mut self, at: usize, text: Option<String>) -> Res<()> {
        self.long |= text.is_none();
        let text = text.unwrap_or_default();
        let before = self.row.cells.len();
        if before <= at {
            self.row.cells.resize(at + 1, String::new());
        }
        let taken = text.len() + (self.row.cells.len() - before) * size_of::<String>();
        self.room = self.room.checked_sub(taken).ok_or_else(bomb)?;
        self.row.cells[at] = text;
        Ok(())
    }

    fn end_row(&mut self) {
        let row = std::mem::take(&mut self.row);
        if std::mem::take(&mut self.long) {
            self.rows.push(Err(Problem::new(row.line, "", "registry-import-cell-long")));
        } else if row.cells.iter().any(|c| !c.trim().is_empty()) {
            self.rows.push(guard(row));
        }
    }
}

/// A text of a cell, unless it is too long. It is measured before it is copied.
fn short(text: &str) -> Option<String> {
    // No letter takes more than four bytes, so most of what is too long need not be counted.
    let fits = text.len() <= MOST_LETTERS * 4 && text.chars().count() <= MOST_LETTERS;
    fits.then(|| text.to_owned())
}

/// Reads the first sheet that can be seen: at most `most` rows below the headings and one more, which tells that there are
/// too many.
///
/// # Errors
/// 413 `registry-import-bomb` when it unpacks to too much, or it takes more than its room; 415 `registry-import-unreadable`.
pub(super) fn xlsx(bytes: SharedBytes, most: u64, room: Room) -> Res<Rows> {
    no_bomb(bytes.as_ref(), room)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| broken())?;
    let days_1904 = if book.has_1904_epoch() { 1_462.0 } else { 0.0 };
    let sheet = book
        .sheets_metadata()
        .iter()
        .find(|s| s.visible == calamine::SheetVisible::Visible && s.typ == calamine::SheetType::WorkSheet)
        .map(|s| s.name.clone())
        .ok_or_else(broken)?;
    let mut cells = book.worksheet_cells_reader(&sheet).map_err(|_| broken())?;
    let mut kept = Kept { rows: Vec::new(), row: Row::default(), long: false, room: room.cells };
    while kept.rows.len() as u64 <= most.saturating_add(1) {
        let cell = match cells.next_cell() {
            Ok(Some(cell)) => cell,
            Ok(None) => break,
            Err(_) => return Err(broken().into()),
        };
        let (at_row, at_column) = cell.get_position();
        let line = u64::from(at_row) + 1;
        if line != kept.row.line && !kept.row.cells.is_empty() {
            kept.end_row();
        }
        let at = at_column as usize;
        let text = match cell.get_value() {
            DataRef::Empty => continue,
            _ if at >= MOST_COLUMNS => continue,
            DataRef::String(s) => short(s),
            DataRef::SharedString(s) => short(s),
            DataRef::Int(n) => Some(n.to_string()),
            DataRef::Float(n) => {
                // A spreadsheet keeps 15 digits.
                if n.abs() >= 1e15 {
                    kept.row.spoiled.push(at);
                }
                Some(n.to_string())
            }
            DataRef::Bool(b) => Some(b.to_string()),
            DataRef::DateTime(moment) => Some(day(moment.as_f64() + days_1904)),
            DataRef::DateTimeIso(s) => Some(s.chars().take(10).collect()),
            DataRef::DurationIso(s) => short(s),
            DataRef::Error(_) => Some("#".to_owned()),
        };
        kept.row.line = line;
        kept.put(at, text)?;
    }
    if !kept.row.cells.is_empty() {
        kept.end_row();
    }
    Ok(Box::new(kept.rows.into_iter()))
}

/// The day of a spreadsheet's serial number: days since 30 December 1899.
fn day(serial: f64) -> String {
    let millis = (serial.floor() - 25_569.0) * Millis::DAY as f64;
    let (year, month, day) = Millis(millis as i64).date_at(0);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    #[test]
    fn days_are_counted_as_a_spreadsheet_does() {
        assert_eq!(day(18_322.0), "1950-02-28");
    }

    fn packed(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
        let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            out.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            out.write_all(bytes).unwrap();
        }
        out.finish().unwrap().into_inner()
    }

    #[test]
    fn what_the_parser_keeps_is_measured_before_it_reads() {
        let room = Room { cells: 0, kept: 2_000, tags: 100, texts: 50 };
        let says = |parts: &[(&str, Vec<u8>)]| match no_bomb(&packed(parts), room) {
            Err(qianmo_kernel::Fail::Refused(refused)) => refused.message,
            Err(other) => panic!("{other}"),
            Ok(()) => "",
        };
        let texts = |n: usize| format!("<sst>{}</sst>", "<si><t/></si>".repeat(n)).into_bytes();
        let name = "xl/sharedStrings.xml";
        assert_eq!(says(&[(name, texts(30))]), "");
        assert_eq!(says(&[(name, texts(40))]), "registry-import-bomb");
        assert_eq!(says(&[(name, texts(20)), ("xl/styles.xml", texts(20))]), "registry-import-bomb", "together");
        assert_eq!(says(&[(name, vec![b'x'; 2_001])]), "registry-import-bomb");
        // A sheet is read cell by cell, however many it has.
        assert_eq!(says(&[("xl/worksheets/sheet1.xml", texts(200))]), "");
        // Room is made for as many as are said to be there.
        for (count, told) in [("50", ""), ("51", "registry-import-bomb"), ("99999999999999999999999", "registry-import-bomb")] {
            let said = format!("<sst count=\"9\" uniqueCount = \"{count}\"></sst>");
            assert_eq!(says(&[(name, said.clone().into_bytes())]), told, "{count}");
            let wide: Vec<u8> = said.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert_eq!(says(&[(name, wide)]), told, "{count} in UTF-16");
        }
        // What lies among the sheets is no workbook.
        let lies = |target: &str| format!("<Relationship Target=\"{target}\"/>").into_bytes();
        assert_eq!(says(&[("_rels/.rels", lies("xl/workbook.xml"))]), "");
        for target in ["xl/WorkSheets/sheet9.xml", "xl/work&#115;heets/sheet9.xml"] {
            assert_eq!(says(&[("_rels/.rels", lies(target))]), "registry-import-unreadable", "{target}");
        }
    }

    #[test]
    fn cells_are_measured_before_they_are_kept() {
        assert_eq!(short("a").as_deref(), Some("a"));
        assert_eq!(short(&"村".repeat(MOST_LETTERS)).map(|s| s.len()), Some(MOST_LETTERS * 3));
        assert_eq!(short(&"a".repeat(MOST_LETTERS + 1)), None);
        let mut kept = Kept { rows: Vec::new(), row: Row::default(), long: false, room: 2 * size_of::<String>() + 3 };
        kept.put(1, Some("abc".into())).unwrap();
        assert!(kept.put(0, Some("d".into())).is_err(), "there is no room for another letter");
    }
}
