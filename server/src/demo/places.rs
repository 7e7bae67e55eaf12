//! The real places the world is set in: the embedded area tree is read in as any country's would be, and of the demo's cities
//! the villages are chosen in which households live.

use super::World;
use super::dice::Dice;
use super::progress::Stage;
use qianmo_db::Tx;
use qianmo_kernel::{Error, Id, PlacePath, Res};
use qianmo_places::import::{self, Options};
use qianmo_places::{self as places, Place};
use qianmo_web::assets::places_file;

/// A city of the demo by its code in the embedded tree.
pub struct City {
    /// The code.
    pub code: &'static str,
    /// The counties that the trial's account names, which have more households than others.
    named: &'static [&'static str],
}

/// The eleven cities of the 2017 trial, in six provinces.
pub const CITIES: &[City] = &[
    City { code: "6110", named: &["611026"] },
    City { code: "6109", named: &[] },
    City { code: "6212", named: &["621226"] },
    City { code: "6211", named: &[] },
    City { code: "5308", named: &["530829"] },
    City { code: "5309", named: &[] },
    City { code: "5306", named: &[] },
    City { code: "4416", named: &["441621"] },
    City { code: "4107", named: &["410783"] },
    City { code: "4117", named: &[] },
    City { code: "3701", named: &["370126"] },
];

/// The two counties of the small world.
const SMALL: &[&str] = &["611026", "530829"];
/// Provinces of the cities, by their codes.
pub const PROVINCES: &[&str] = &["61", "62", "53", "44", "41", "37"];

/// A village in which households live, or a township where villages are not listed.
#[derive(Clone, Debug)]
pub struct Village {
    /// The place.
    pub id: Id,
    /// Its path.
    pub path: PlacePath,
}

/// A township with its villages.
#[derive(Clone, Debug)]
pub struct Township {
    /// The place.
    pub place: Place,
    /// The chosen ones; at least one.
    pub villages: Vec<Village>,
}

/// A county with its townships.
#[derive(Clone, Debug)]
pub struct County {
    /// The place.
    pub place: Place,
    /// The city it lies in.
    pub city: Place,
    /// The code of its province.
    pub province: String,
    /// How many households it has, beside the others.
    pub weight: u32,
    /// Whether the trial's account names it.
    pub named: bool,
    /// The chosen ones; at least one.
    pub townships: Vec<Township>,
}

/// Reads the area tree in.
pub fn import(world: &World, stage: &mut Stage<'_>) -> Res<()> {
    let db = &world.app.db;
    let small = world.size == super::Size::Small;
    let mut options = Options::usual("zh-Hans");
    options.deepest = Some(if small { "county" } else { "township" }.to_owned());
    read(world, "country.csv", &options, stage)?;
    options.deepest = None;
    if small {
        options.only_under = SMALL.iter().map(|code| (*code).to_owned()).collect();
        // The file is read a second time for what lies below the two counties only.
        read(world, "country.csv", &options, stage)?;
    }
    for province in PROVINCES {
        let here: Vec<String> = options.only_under.iter().filter(|code| code.starts_with(province)).cloned().collect();
        if small && here.is_empty() {
            continue;
        }
        let of = Options { only_under: here, ..options.clone() };
        read(world, &format!("villages-{province}.csv"), &of, stage)?;
    }
    let names = places_file("names.csv").ok_or_else(|| missing("names.csv"))?;
    import::import_names(db, "names.csv", names)?;
    Ok(())
}

fn missing(file: &str) -> Error {
    Error::new(format!("{file} is not embedded: build the user interface first (npm run build in ui/)"))
}

fn read(world: &World, file: &str, options: &Options, stage: &mut Stage<'_>) -> Res<()> {
    let bytes = places_file(&format!("{file}.br")).ok_or_else(|| missing(file))?;
    let mut seen = 0;
    let report = import::run(&world.app.db, Box::new(import::brotli_csv(file, bytes)), options, &mut |report| {
        stage.advance(report.rows - seen);
        seen = report.rows;
    })?;
    // What `only_under` leaves out is expected; anything else is a broken file.
    match report.bad.first() {
        Some(bad) if options.only_under.is_empty() => Err(Error::new(format!("the embedded places: {bad}")).into()),
        _ => Ok(()),
    }
}

/// How many rows [`import`] will read, roughly.
pub fn rows(world: &World) -> u64 {
    if world.size == super::Size::Small { 125_000 } else { 247_000 }
}

/// Chooses the counties, townships and villages in which the world's households live.
pub fn counties(world: &World) -> Res<Vec<County>> {
    let (small, seed) = (world.size == super::Size::Small, world.seed);
    let counties = world.app.db.read_now(move |tx| {
        let mut found = Vec::new();
        for city in CITIES {
            found.extend(of_city(tx, city, small, seed)?);
        }
        Ok(found)
    })?;
    if counties.is_empty() { Err(Error::new("none of the demo's counties is in the area tree").into()) } else { Ok(counties) }
}

fn of_city(tx: &mut Tx<'_>, city: &City, small: bool, seed: u64) -> Res<Vec<County>> {
    let Some(place) = places::by_code(tx, city.code)? else { return Ok(Vec::new()) };
    let mut counties = Vec::new();
    for county in places::children(tx, place.id)? {
        if small && !SMALL.contains(&county.code.as_str()) {
            continue;
        }
        let named = city.named.contains(&county.code.as_str());
        let townships = townships(tx, &county, seed, if small { (3, 2) } else { (14, 4) })?;
        if townships.is_empty() {
            continue;
        }
        let province = city.code.get(..2).unwrap_or_default().to_owned();
        counties.push(County { place: county, city: place.clone(), province, weight: if named { 7 } else { 1 }, named, townships });
    }
    Ok(counties)
}

fn townships(tx: &mut Tx<'_>, county: &Place, seed: u64, (most, villages): (usize, usize)) -> Res<Vec<Township>> {
    let mut chosen = Vec::new();
    for place in some(places::children(tx, county.id)?, seed, most) {
        let below = some(places::children(tx, place.id)?, seed, villages);
        let mut villages: Vec<Village> = below.into_iter().map(|v| Village { id: v.id, path: v.path }).collect();
        if villages.is_empty() {
            villages.push(Village { id: place.id, path: place.path.clone() });
        }
        chosen.push(Township { place, villages });
    }
    Ok(chosen)
}

/// At most so many of some places, spread over the list and the same for the same seed.
fn some(places: Vec<Place>, seed: u64, most: usize) -> Vec<Place> {
    let mut ranked: Vec<(u64, usize)> = places.iter().enumerate().map(|(at, p)| (Dice::of(seed, &p.code, 0).bits(), at)).collect();
    ranked.sort_unstable();
    let mut kept: Vec<usize> = ranked.into_iter().take(most).map(|(_, at)| at).collect();
    kept.sort_unstable();
    let mut places: Vec<Option<Place>> = places.into_iter().map(Some).collect();
    kept.into_iter().filter_map(|at| places.get_mut(at).and_then(Option::take)).collect()
}
