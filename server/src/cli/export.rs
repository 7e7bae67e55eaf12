//! `export`: what everybody may read, as CSV: places, and requests with their masked households.

use super::Where;
use super::common::{Stop, log, print_json};
use clap::Subcommand;
use qianmo_aid::find::{Asked, StateFilter};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

/// Write what is public to files: the area tree, and requests with their households masked.
#[derive(Subcommand)]
pub enum Export {
    /// The area tree: code,parent,level,name,language
    Places {
        /// The file to write (CSV); it must not exist yet
        #[arg(value_name = "FILE")]
        to: PathBuf,
    },
    /// Requests as everybody may see them, households masked
    Requests {
        /// The file to write (CSV); it must not exist yet
        #[arg(value_name = "FILE")]
        to: PathBuf,
        /// Only below this place (id or code)
        #[arg(long)]
        place: Option<String>,
        /// Only in this state; `all` for every public one
        #[arg(long, default_value = "all")]
        state: String,
    },
}

/// A cell; what a spreadsheet would take for a formula is made harmless.
fn cell(text: &str) -> String {
    let text = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() };
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn line(out: &mut impl Write, cells: &[String]) -> std::io::Result<()> {
    writeln!(out, "{}", cells.join(","))
}

impl Export {
    pub fn run(self, at: &Where) -> Result<(), Stop> {
        log("warn");
        let app = at.to_read()?.app;
        let (to, rows) = match self {
            Export::Places { to } => {
                let mut out = create(&to)?;
                let rows = places(&app, &mut out)?;
                out.flush()?;
                (to, rows)
            }
            Export::Requests { to, place, state } => {
                let mut out = create(&to)?;
                let rows = requests(&app, &mut out, place, &state)?;
                out.flush()?;
                (to, rows)
            }
        };
        if at.json {
            print_json(&serde_json::json!({ "file": to, "rows": rows }));
        } else {
            println!("{}: {rows} rows.", to.display());
        }
        Ok(())
    }
}

fn create(path: &PathBuf) -> Result<BufWriter<File>, Stop> {
    let file = File::options().write(true).create_new(true).open(path).map_err(|e| Stop::not_made(path, &e))?;
    Ok(BufWriter::new(file))
}

fn places(app: &qianmo_web::App, out: &mut impl Write) -> Result<u64, Stop> {
    writeln!(out, "code,parent,level,name,language")?;
    let (mut rows, mut queue) = (0, std::collections::VecDeque::from([(qianmo_kernel::Id::NONE, String::new())]));
    while let Some((id, code)) = queue.pop_front() {
        for place in app.db.read_now(move |tx| qianmo_places::children(tx, id))? {
            line(out, &[cell(&place.code), cell(&code), cell(place.level.name()), cell(&place.name), cell(&place.language)])?;
            rows += 1;
            queue.push_back((place.id, place.code.clone()));
        }
    }
    Ok(rows)
}

fn requests(app: &qianmo_web::App, out: &mut impl Write, place: Option<String>, state: &str) -> Result<u64, Stop> {
    if let Some(wanted) = place.clone()
        && app.db.read_now(move |tx| qianmo_aid::find::place_of(tx, &wanted))?.is_none()
    {
        return Err(Stop::refused("there is no such place"));
    }
    writeln!(
        out,
        "ref,state,purpose,reason,county,title,language,currency,asked_minor,pledged_minor,received_minor,opened_at,met_at"
    )?;
    let (mut rows, mut cursor) = (0, None);
    loop {
        let asked = Asked {
            place: place.clone(),
            state: Some(state.to_owned()),
            cursor: cursor.take(),
            limit: Some(100),
            ..Asked::default()
        };
        let filter = asked.parse(StateFilter::All)?;
        let page = app.db.read_now(move |tx| qianmo_aid::find::find(tx, &filter, None))?;
        for r in &page.requests {
            let when = |at: Option<qianmo_kernel::Millis>| at.map(|m| m.to_string()).unwrap_or_default();
            line(
                out,
                &[
                    cell(&r.reference.to_string()),
                    cell(r.state.name()),
                    cell(&r.purpose),
                    cell(&r.reason),
                    cell(&r.masked.county_name),
                    cell(&r.title),
                    cell(&r.language),
                    cell(r.currency.code()),
                    r.asked().amount_minor.to_string(),
                    r.pledged().amount_minor.to_string(),
                    r.received().amount_minor.to_string(),
                    cell(&when(r.opened_at)),
                    cell(&when(r.met_at)),
                ],
            )?;
            rows += 1;
        }
        match page.next {
            Some(next) => cursor = Some(next),
            None => return Ok(rows),
        }
    }
}
