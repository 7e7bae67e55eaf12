//! Rows of a CSV or XLSX file, with guards: a file from outside may be anything.

use super::Problem;
use super::sheet;
use qianmo_kernel::{Error, Kind, Refused, Res};
use std::fs;
use std::io::{BufRead, BufReader, Cursor, Read};
use std::path::PathBuf;
use std::sync::Arc;

/// The most characters of a cell.
pub const MOST_LETTERS: usize = 2_000;
/// The most columns.
pub(super) const MOST_COLUMNS: usize = 100;
/// The most a packed XLSX may unpack to: 200 MB.
pub(super) const MOST_UNPACKED: u64 = 200 * 1024 * 1024;

/// What an XLSX may take in memory.
#[derive(Copy, Clone)]
pub(super) struct Room {
    /// Bytes that its cells may take.
    pub(super) cells: usize,
    /// Bytes that all of it but the sheets may unpack to: its parser keeps that as a whole, whether a cell needs it or not.
    pub(super) kept: u64,
    /// Tags in these: each may become a text or a style that takes more memory than itself.
    pub(super) tags: u64,
    /// Texts that it may say it has: the parser makes room for as many before it has read one.
    pub(super) texts: u64,
}

/// Of an uploaded file, which has 20,000 rows at the most. Two such files are read at once.
const UPLOADED: Room = Room { cells: 64 * 1024 * 1024, kept: 32 * 1024 * 1024, tags: 4_000_000, texts: 1_000_000 };
/// Of a file on the disk. Whoever has the command line has the machine.
const ON_DISK: Room = Room { cells: 1024 * 1024 * 1024, kept: MOST_UNPACKED, tags: 40_000_000, texts: 10_000_000 };

/// A file to read, more than once.
#[derive(Clone)]
pub enum Source {
    /// In memory, as it was uploaded.
    Bytes(Arc<Vec<u8>>),
    /// On the disk, for the command line. A CSV is never read as a whole.
    Path(PathBuf),
}

/// A row as it stands in the file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Row {
    /// Its line, from 1.
    pub line: u64,
    /// Its cells.
    pub cells: Vec<String>,
    /// Cells that the spreadsheet took for numbers too long to keep all digits.
    pub spoiled: Vec<usize>,
}

/// Rows, or what is wrong with one.
pub type Rows = Box<dyn Iterator<Item = Result<Row, Problem>>>;

/// Opens a file: XLSX by its first bytes, otherwise CSV. Refuses what is neither. Of more than `most` rows below the
/// headings, only as many are sure to be answered as tell that there are too many.
pub fn rows(source: &Source, most: u64) -> Res<Rows> {
    let mut head = [0u8; 8];
    let read = |mut from: Box<dyn Read>, head: &mut [u8; 8]| -> Res<usize> {
        from.read(head).map_err(|e| Error::because("the file cannot be read", e).into())
    };
    let n = read(open(source)?, &mut head)?;
    match &head[..n] {
        [b'P', b'K', 3, 4, ..] => {
            let room = match source {
                Source::Bytes(_) => UPLOADED,
                Source::Path(_) => ON_DISK,
            };
            sheet::xlsx(SharedBytes(whole(source)?), most, room)
        }
        // The old binary format of spreadsheets.
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Err(Refused::new(Kind::WrongType, "registry-import-old-format").into()),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Err(Refused::new(Kind::WrongType, "registry-import-not-utf8").into()),
        [] => Err(Refused::new(Kind::Malformed, "registry-import-empty").into()),
        _ => csv(Box::new(BufReader::new(open(source)?))),
    }
}

fn open(source: &Source) -> Res<Box<dyn Read>> {
    match source {
        Source::Bytes(bytes) => Ok(Box::new(Cursor::new(SharedBytes(bytes.clone())))),
        Source::Path(path) => {
            let file = fs::File::open(path).map_err(|e| Error::because("the file cannot be opened", e))?;
            Ok(Box::new(file))
        }
    }
}

fn whole(source: &Source) -> Res<Arc<Vec<u8>>> {
    match source {
        Source::Bytes(bytes) => Ok(bytes.clone()),
        Source::Path(path) => {
            let size = fs::metadata(path).map_err(|e| Error::because("the file cannot be read", e))?.len();
            if size > MOST_UNPACKED {
                return Err(Refused::new(Kind::TooLarge, "registry-import-bomb").into());
            }
            let bytes = fs::read(path).map_err(|e| Error::because("the file cannot be read", e))?;
            Ok(Arc::new(bytes))
        }
    }
}

/// Bytes that several readers share.
#[derive(Clone)]
pub(super) struct SharedBytes(Arc<Vec<u8>>);

impl AsRef<[u8]> for SharedBytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// Reads CSV in UTF-8, with or without a byte order mark; commas, semicolons or tabs, whichever the first line has most of.
fn csv(mut from: Box<dyn BufRead>) -> Res<Rows> {
    let head = from.fill_buf().map_err(|e| Error::because("the file cannot be read", e))?;
    let bom = if head.starts_with(&[0xef, 0xbb, 0xbf]) { 3 } else { 0 };
    let first: &[u8] = head.split(|b| *b == b'\n').next().unwrap_or_default();
    let count = |letter: u8| first.iter().filter(|b| **b == letter).count();
    let delimiter = [b',', b';', b'\t'].into_iter().max_by_key(|d| (count(*d), *d == b',')).unwrap_or(b',');
    from.consume(bom);
    let mut lines = Lines { from, next: 1 };
    let mut over = false;
    Ok(Box::new(std::iter::from_fn(move || {
        while !over {
            let (line, record) = match lines.record() {
                Ok(None) => return None,
                Ok(Some(record)) => record,
                Err(line) => {
                    over = true;
                    return Some(Err(Problem::new(line, "", "registry-import-unreadable")));
                }
            };
            // A file may hold millions of blank lines: they are left out before anything is set up for them.
            if record.iter().all(|b| b.is_ascii_whitespace() || *b == delimiter) {
                continue;
            }
            let Ok(record) = String::from_utf8(record) else {
                // The rest would be as wrong: one line says it.
                over = true;
                return Some(Err(Problem::new(line, "", "registry-import-not-utf8")));
            };
            let mut reader =
                ::csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(record.as_bytes());
            let Some(Ok(cells)) = reader.records().next() else { continue };
            let cells: Vec<String> = cells.iter().take(MOST_COLUMNS).map(str::to_owned).collect();
            if cells.iter().any(|c| !c.trim().is_empty()) {
                return Some(guard(Row { line, cells, spoiled: Vec::new() }));
            }
        }
        None
    })))
}

/// The most bytes of a record: a quotation mark that is never closed would otherwise swallow the file. A household's row
/// with every cell full stays below half of it.
const MOST_RECORD: usize = 256 * 1024;

/// Records of a CSV with the line each begins in: lines are joined as long as a quotation mark is open.
struct Lines<R> {
    from: R,
    next: u64,
}

impl<R: BufRead> Lines<R> {
    /// The next record and its line; an error's line when it cannot be read.
    fn record(&mut self) -> Result<Option<(u64, Vec<u8>)>, u64> {
        let (line, mut record) = (self.next, Vec::new());
        let mut open = false;
        loop {
            let before = record.len();
            let mut limited = (&mut self.from).take((MOST_RECORD - before) as u64);
            limited.read_until(b'\n', &mut record).map_err(|_| line)?;
            if record.len() == before {
                // A quotation mark that nothing closes has joined all that came after it to one cell.
                return if open { Err(line) } else { Ok(None) };
            }
            if record.len() >= MOST_RECORD {
                return Err(line);
            }
            self.next += 1;
            // Only what is new: to count the whole record again for each of its lines would take the square of its length.
            let fresh = &record[before..];
            open ^= fresh.iter().filter(|b| **b == b'"').count() % 2 == 1;
            if !open {
                return Ok(Some((line, record)));
            }
        }
    }
}

/// What holds for every cell, wherever it comes from.
pub(super) fn guard(mut row: Row) -> Result<Row, Problem> {
    if row.cells.iter().any(|c| c.chars().count() > MOST_LETTERS) {
        return Err(Problem::new(row.line, "", "registry-import-cell-long"));
    }
    if row.cells.iter().any(|c| c.contains('\0')) {
        return Err(Problem::new(row.line, "", "registry-import-row-wrong"));
    }
    // Numbers such as 6.11026E+17 have lost their last digits already.
    let spoiled = (0..row.cells.len()).filter(|&at| is_scientific(&row.cells[at]));
    let spoiled: Vec<usize> = spoiled.collect();
    row.spoiled.extend(spoiled);
    Ok(row)
}

fn is_scientific(cell: &str) -> bool {
    let lower = cell.trim().to_ascii_lowercase();
    lower.split_once("e+").is_some_and(|(mantissa, exponent)| {
        !exponent.is_empty()
            && exponent.bytes().all(|b| b.is_ascii_digit())
            && mantissa.bytes().next().is_some_and(|b| b.is_ascii_digit())
            && mantissa.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    })
}

/// Whether a cell would be a formula where it is opened again.
pub fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '@', '\t', '\r'])
        || (cell.starts_with(['+', '-']) && cell.chars().any(|c| c.is_ascii_alphabetic() || c == '('))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(bytes: &[u8]) -> Vec<Result<Row, Problem>> {
        rows(&Source::Bytes(Arc::new(bytes.to_vec())), 1_000).unwrap().collect()
    }

    #[test]
    fn lines_are_counted_as_a_spreadsheet_does() {
        let found = read("\u{feff}a;b\n\n1;\"x\ny\"\n2;z\n".as_bytes());
        let lines: Vec<(u64, Vec<String>)> = found.into_iter().map(|r| r.map(|r| (r.line, r.cells)).unwrap()).collect();
        assert_eq!(lines[0], (1, vec!["a".into(), "b".into()]));
        assert_eq!(lines[1], (3, vec!["1".into(), "x\ny".into()]));
        assert_eq!(lines[2].0, 5);
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        let says = |bytes: &[u8]| match rows(&Source::Bytes(Arc::new(bytes.to_vec())), 1_000).map(|_| ()) {
            Err(qianmo_kernel::Fail::Refused(r)) => r.message,
            other => panic!("{other:?}"),
        };
        assert_eq!(says(b""), "registry-import-empty");
        assert_eq!(says(&[0xd0, 0xcf, 0x11, 0xe0, 0, 0]), "registry-import-old-format");
        assert_eq!(says(&[0xff, 0xfe, b'a', 0]), "registry-import-not-utf8");
        assert_eq!(says(b"PK\x03\x04 this is no archive"), "registry-import-unreadable");
        let gbk = read(&[b'a', b',', 0xd5, 0xc5, b'\n']);
        assert_eq!(gbk, vec![Err(Problem::new(1, "", "registry-import-not-utf8"))]);
        let long = format!("a,{}\n", "x".repeat(MOST_LETTERS + 1));
        assert_eq!(read(long.as_bytes())[0], Err(Problem::new(1, "", "registry-import-cell-long")));
    }

    #[test]
    fn spoiled_numbers_and_formulas_are_seen() {
        let found = read(b"a,6.11026E+17,b\n");
        assert_eq!(found[0].as_ref().unwrap().spoiled, vec![1]);
        assert!(is_formula("=1+1") && is_formula("@SUM(A1)") && is_formula("-cmd()") && is_formula("+A1"));
        assert!(!is_formula("+8613912345678") && !is_formula("-") && !is_formula("王秀英"));
    }

    #[test]
    fn a_quotation_mark_that_stays_open_is_refused_long_before_the_end_of_the_file() {
        let text = format!("\"{}", "\n".repeat(1_000_000));
        let mut lines = Lines { from: text.as_bytes(), next: 1 };
        assert_eq!(lines.record(), Err(1));
        assert_eq!(text.len() - lines.from.len(), MOST_RECORD);
        assert_eq!(read(text.as_bytes()), vec![Err(Problem::new(1, "", "registry-import-unreadable"))]);
        // A short file that ends before the mark is closed is no better.
        let found = read(b"a,b\n1,\"x\n2,y\n");
        assert_eq!(found.last(), Some(&Err(Problem::new(2, "", "registry-import-unreadable"))));
        assert_eq!(read(b"a,\"x").len(), 1);
        assert!(read(b"a,\"x\"").iter().all(Result::is_ok));
    }

    #[test]
    fn blank_lines_are_no_rows() {
        let found = read(format!("a,b\n{}1,2\n", ",\n \n".repeat(1_000)).as_bytes());
        assert_eq!(found.into_iter().map(|r| r.unwrap().line).collect::<Vec<_>>(), vec![1, 2_002]);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_fall_over(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            if let Ok(rows) = rows(&Source::Bytes(Arc::new(bytes)), 1_000) {
                let _ = rows.count();
            }
        }
    }
}
