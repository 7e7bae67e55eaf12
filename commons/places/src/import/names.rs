//! Reading in names in other languages, which stand beside the tree.

use super::row::{BadRow, Reason};
use crate::name::is_language;
use crate::place::{FOREVER, Place};
use crate::{store, tree};
use qianmo_db::{Db, Tx, params};
use qianmo_kernel::{Error, Fail, Kind, Refused, Res, text};
use std::io::Read;
use std::sync::Arc;

/// Names written together.
const BATCH: usize = 2_000;

/// What [`import_names`] and [`super::import_successors`] did.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Told {
    /// Rows that changed something.
    pub taken: u64,
    /// Rows that said what is known already, or speak of places that are not there or bear another name.
    pub passed_over: u64,
    /// Rows that cannot be read or cannot be done.
    pub bad: Vec<BadRow>,
}

#[derive(Clone)]
struct NameRow {
    code: String,
    own: String,
    language: String,
    name: String,
}

/// Reads names in other languages from CSV with the columns `code`, `language`, `name` and perhaps `own`: where `own` is
/// given, the row counts only for a place of that own name, so that a list made for one country's codes does no harm
/// in another.
pub fn import_names<R: Read>(db: &Db, file: &str, reader: R) -> Res<Told> {
    let file: Arc<str> = file.into();
    let mut told = Told::default();
    let mut batch = Vec::new();
    rows(&file, reader, &["code", "language", "name"], &mut |line, cells| {
        let cell = |name: &str| cells.get(name).map(|c| text::tidy(c)).unwrap_or_default();
        let row = NameRow { code: cell("code"), own: cell("own"), language: cell("language"), name: cell("name") };
        let reason = match &row {
            row if row.code.is_empty() => Some(Reason::NoCode),
            row if row.name.is_empty() => Some(Reason::NoName),
            row if text::length(&row.name) > 200 => Some(Reason::LongName),
            row if !is_language(&row.language) => Some(Reason::BadLanguage),
            _ => None,
        };
        match reason {
            Some(reason) => told.bad.push(BadRow { file: file.clone(), line, code: row.code, reason }),
            None => batch.push(row),
        }
        if batch.len() == BATCH {
            write_names(db, std::mem::take(&mut batch), &mut told)?;
        }
        Ok(())
    })?;
    write_names(db, batch, &mut told)?;
    Ok(told)
}

fn write_names(db: &Db, batch: Vec<NameRow>, told: &mut Told) -> Res<()> {
    let rows = batch.len() as u64;
    let taken = db.write_now(move |tx| {
        let mut taken = 0;
        for row in &batch {
            let place = tree::by_code(tx, &row.code)?.filter(|p| p.is_current() && (row.own.is_empty() || row.own == p.name));
            if let Some(place) = place.filter(|p| p.language != row.language) {
                taken += u64::from(put_name(tx, &place, &row.language, &row.name)?);
            }
        }
        Ok(taken)
    })?;
    told.taken += taken;
    told.passed_over += rows - taken;
    Ok(())
}

/// Gives a place its name in another language; a different one it had ends. `false` when it has that name already.
pub(crate) fn put_name(tx: &mut Tx<'_>, place: &Place, language: &str, name: &str) -> Res<bool> {
    let before = tx.first(store::FIND_NAME, params![place.id, language, FOREVER], |row| row.text(0))?;
    if before.as_deref() == Some(name) {
        return Ok(false);
    }
    let now = tx.now();
    if before.is_some() {
        tx.execute(store::END_NAME, params![now, place.id, language, FOREVER])?;
    }
    store::add_name(tx, place.id, language, name, now, FOREVER)?;
    Ok(true)
}

pub(super) type Cells = std::collections::HashMap<String, String>;

/// Rows of a CSV file as column → cell. Bytes that are not UTF-8 are shown as such by the replacement character.
pub(super) fn rows<R: Read>(
    file: &str,
    reader: R,
    needed: &[&'static str],
    take: &mut dyn FnMut(u64, &Cells) -> Res<()>,
) -> Res<()> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(reader);
    let broken = |e: csv::Error| Fail::from(Error::because(format!("{file} cannot be read"), e));
    let header: Vec<String> = reader
        .byte_headers()
        .map_err(broken)?
        .iter()
        .map(|cell| String::from_utf8_lossy(cell).trim_start_matches('\u{feff}').trim().to_ascii_lowercase())
        .collect();
    if let Some(missing) = needed.iter().find(|name| !header.iter().any(|h| h == *name)) {
        return Err(Refused::new(Kind::Malformed, "places-import-header").arg("column", missing).into());
    }
    let mut record = csv::ByteRecord::new();
    while reader.read_byte_record(&mut record).map_err(broken)? {
        let line = record.position().map_or(0, csv::Position::line);
        let cells = header.iter().cloned().zip(record.iter().map(|cell| String::from_utf8_lossy(cell).into_owned())).collect();
        take(line, &cells)?;
    }
    Ok(())
}

/// Names in English and Arabic that come with the program, to be handed to [`import_names`]: the very list that is embedded with
/// the area tree. Each row states the place's own name, so that it counts only where the code means that place.
pub fn known_names() -> &'static [u8] {
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/places/names.csv"))
}
