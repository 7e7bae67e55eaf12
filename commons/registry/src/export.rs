//! A file of households for an officer: the columns of the import, so that it can be read in again elsewhere. Every
//! household in it is logged as looked at, for the reason the officer gave.

use crate::household::open::{self, HouseholdOpen};
use crate::household::store;
use crate::import::columns::{self, Column};
use crate::looks::{self, NewLook, Purpose};
use crate::permit;
use crate::words::{Act, Status};
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Id, Kind, PlacePath, Refused, Res};
use qianmo_places as places;
use std::collections::HashMap;

/// The most households of a file.
pub const MOST: usize = 10_000;
/// Households of one unit of work.
pub const BATCH: i64 = 200;

/// A cell that no spreadsheet takes for a formula, quoted where CSV needs it. What begins like a formula gets an
/// apostrophe in front, as OWASP's page on CSV injection recommends; full-width signs too, which spreadsheets in East Asian
/// languages read as the narrow ones, and a line break or tab, behind which a formula may follow.
pub fn safe_cell(cell: &str) -> String {
    let safe = if cell.starts_with(DANGEROUS) { format!("'{cell}") } else { cell.to_owned() };
    if safe.contains([',', '"', '\n', '\r', ';', '\t']) { format!("\"{}\"", safe.replace('"', "\"\"")) } else { safe }
}

/// What a formula, or the way to one, begins with.
const DANGEROUS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// The first row.
pub fn header() -> String {
    let names: Vec<&str> = columns::all().filter(|c| c.is_exported()).map(Column::name).collect();
    format!("\u{feff}{}\r\n", names.join(","))
}

/// A piece of the file: its rows, how many households, and where the next piece begins.
pub type Piece = (String, usize, Option<(String, Id)>);

/// The next households under a place, each logged.
pub fn piece(tx: &mut Tx<'_>, actor: &Actor, place: &PlacePath, purpose: &Purpose, after: &(String, Id)) -> Res<Piece> {
    actor.require(&permit::EXPORT, place)?;
    let briefs = store::list(tx, place, after, BATCH)?;
    let next =
        (briefs.len() as i64 == BATCH).then(|| briefs.last().map(|b| (b.path.as_str().to_owned(), b.reference.id))).flatten();
    let mut rows = String::new();
    let mut codes: HashMap<Id, String> = HashMap::new();
    let mut count = 0;
    for brief in briefs.iter().filter(|b| b.status == Status::Registered) {
        let role = permit::role_for(actor, &permit::EXPORT, &brief.path, brief.reference);
        let fields = "names,birth,id_number,health,address,phone,bank_card";
        let look = NewLook { household: brief.reference, role, act: Act::Exported, purpose, fields, card_shown: false };
        looks::write(tx, actor, &look)?;
        let code = match codes.get(&brief.place) {
            Some(code) => code.clone(),
            None => {
                let code = places::find(tx, brief.place)?.map(|p| p.code).unwrap_or_default();
                codes.insert(brief.place, code.clone());
                code
            }
        };
        let opened = open::open_logged(tx, brief.reference)?;
        write_rows(&mut rows, &opened, &code);
        count += 1;
    }
    Ok((rows, count, next))
}

fn write_rows(out: &mut String, household: &HouseholdOpen, place_code: &str) {
    let cause = |at: usize| household.causes.get(at).map_or("", |c| c.name()).to_owned();
    for member in household.present() {
        let name = member.names.first();
        let cells: Vec<String> = columns::all()
            .filter(|c| c.is_exported())
            .map(|column| match column {
                Column::Household => household.reference.to_string(),
                Column::PlaceCode => place_code.to_owned(),
                Column::Address => household.address.clone(),
                Column::Phone => household.phone.clone(),
                Column::BankCard => household.bank_card.clone(),
                Column::Language => household.language.clone(),
                Column::CauseMain => cause(0),
                Column::CauseSecond => cause(1),
                Column::CauseThird => cause(2),
                Column::Relation => member.relation.name().to_owned(),
                Column::Name => name.map(|n| n.text.clone()).unwrap_or_default(),
                Column::NameLanguage => name.map(|n| n.tag.clone()).unwrap_or_default(),
                Column::OtherName => member.names.get(1).map(|n| n.text.clone()).unwrap_or_default(),
                Column::Sex => member.sex.name().to_owned(),
                Column::Birth => member.birth.to_string(),
                Column::IdKind => member.id_kind.name().to_owned(),
                Column::IdNumber => member.id_number.clone(),
                Column::Health => member.health.clone(),
                Column::Disability => member.disability.name().to_owned(),
                Column::Labour => member.labour.name().to_owned(),
                Column::OtherPeople => String::new(),
            })
            .map(|cell| safe_cell(&cell))
            .collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
}

/// Refuses an export that would be larger than [`MOST`] households.
pub fn too_many() -> Refused {
    Refused::new(Kind::TooLarge, "registry-export-many").arg("most", MOST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn no_cell_becomes_a_formula() {
        assert_eq!(safe_cell("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0");
        assert_eq!(safe_cell("+8613912345678"), "'+8613912345678");
        assert_eq!(safe_cell("a,\"b\""), "\"a,\"\"b\"\"\"");
        assert_eq!(safe_cell("王秀英"), "王秀英");
        for first in ["\n", "\r", "\r\n", "\t", "＝", "＋", "－", "＠"] {
            let written = safe_cell(&format!("{first}=1+1"));
            assert!(written.trim_start_matches('"').starts_with('\''), "{written:?}");
        }
        // Inside a cell they stay as they are.
        assert_eq!(safe_cell("甲＋乙"), "甲＋乙");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back_and_is_no_formula(cell in "[\r\n\t＝＋－＠=+-]{0,2}\\PC{0,30}") {
            let written = safe_cell(&cell);
            let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(written.as_bytes());
            if let Some(Ok(record)) = reader.records().next() {
                let read = record.get(0).unwrap_or_default();
                let quoted = format!("'{cell}");
                prop_assert!(read == cell || read == quoted);
                prop_assert!(!read.starts_with(DANGEROUS));
            }
        }
    }
}
