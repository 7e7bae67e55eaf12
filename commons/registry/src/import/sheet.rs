//! Rows of an XLSX. What it unpacks to, how many rows it has and what its cells take in memory are bounded before they are
//! kept: a file of a few kilobytes may name one long text a million times.

use super::Problem;
use super::table::{MOST_COLUMNS, MOST_LETTERS, MOST_UNPACKED, Row, Rows, SharedBytes, guard};
use calamine::{DataRef, Reader as _, Xlsx};
use qianmo_kernel::{Kind, Millis, Refused, Res};
use std::io::{Cursor, Read};

/// The most parts an XLSX may have.
const MOST_PARTS: usize = 1_000;

fn bomb() -> Refused {
    Refused::new(Kind::TooLarge, "registry-import-bomb")
}

fn broken() -> Refused {
    Refused::new(Kind::WrongType, "registry-import-unreadable")
}

/// Unpacks every part once, counting, before a parser that trusts the file is let near it.
fn no_bomb(bytes: &SharedBytes) -> Res<()> {
    let bytes: &[u8] = bytes.as_ref();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    if archive.len() > MOST_PARTS {
        return Err(bomb().into());
    }
    let mut left = MOST_UNPACKED;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|_| broken())?;
        let read = std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(|_| broken())?;
        left = left.checked_sub(read).ok_or_else(bomb)?;
    }
    Ok(())
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
/// 413 `registry-import-bomb` when it unpacks to too much or its cells take more than `room` bytes; 415
/// `registry-import-unreadable`.
pub(super) fn xlsx(bytes: SharedBytes, most: u64, room: usize) -> Res<Rows> {
    no_bomb(&bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| broken())?;
    let days_1904 = if book.has_1904_epoch() { 1_462.0 } else { 0.0 };
    let sheet = book
        .sheets_metadata()
        .iter()
        .find(|s| s.visible == calamine::SheetVisible::Visible && s.typ == calamine::SheetType::WorkSheet)
        .map(|s| s.name.clone())
        .ok_or_else(broken)?;
    let mut cells = book.worksheet_cells_reader(&sheet).map_err(|_| broken())?;
    let mut kept = Kept { rows: Vec::new(), row: Row::default(), long: false, room };
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

    #[test]
    fn days_are_counted_as_a_spreadsheet_does() {
        assert_eq!(day(18_322.0), "1950-02-28");
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
