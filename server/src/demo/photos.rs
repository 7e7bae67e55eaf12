//! Pictures beside requests: some shown, some waiting for a reviewer.

use super::World;
use super::pictures::{self, Motif};
use super::progress::Stage;
use super::story::{Story, Told};
use futures::executor::block_on;
use qianmo_aid::photo::OWNER;
use qianmo_aid::request;
use qianmo_kernel::{Millis, PublicRef, Res};
use qianmo_media::Decision;
use qianmo_media::{Kept, MediaStore, NewMedia};
use qianmo_media::{Processed, process};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

/// Of how many photos one still waits for a reviewer.
const HELD: usize = 4;

/// Adds a picture to so many of the public requests that still ask for help, the latest first, beginning in the counties that are shown.
pub fn hang(world: &World, story: &Arc<Story>, told: &Told, many: usize, stage: &mut Stage<'_>) -> Res<()> {
    let store = world.app.service::<MediaStore>()?;
    let mut drawn: HashMap<(u8, u64), Processed> = HashMap::new();
    let mut hung = 0;
    for number in 0..story.lives.len() as u32 {
        if hung == many {
            break;
        }
        let Some(reference) = told.made.get(number as usize).filter(|m| !m.cut).and_then(|m| m.request) else { continue };
        let asks = world.app.db.read_now(move |tx| Ok(request::require(tx, reference)?.state.takes_pledges()))?;
        if !asks {
            continue;
        }
        let motif = story.lives.get(number as usize).map_or(Motif::Fields, |l| l.told.motif);
        // A handful of pictures in all: no two photos of one request are alike, and few files are made.
        let which = u64::from(number) % 3;
        let key = (motif as u8, which);
        let picture = match drawn.entry(key) {
            Entry::Occupied(there) => there.into_mut(),
            Entry::Vacant(free) => free.insert(process(&pictures::draw(motif, world.seed, which)?)?),
        };
        let picture = &*picture;
        let at = world.now - (40 + hung as i64 * 3) * Millis::MINUTE;
        world.clock.set(at);
        let photo = PublicRef::new(reference.county, world.app.ids.make());
        let kept = block_on(store.keep(photo, picture, at, world.app.rng.as_ref()))?;
        record(world, story, number, reference, motif, kept, hung % HELD != 0)?;
        hung += 1;
        stage.advance(1);
    }
    Ok(())
}

fn record(world: &World, story: &Arc<Story>, number: u32, reference: PublicRef, motif: Motif, kept: Kept, shown: bool) -> Res<()> {
    let story = story.clone();
    world.app.db.write_now(move |tx| {
        let scene = story.scene(number)?;
        let found = request::require(tx, reference)?;
        let new = NewMedia {
            kept: kept.clone(),
            owner_kind: OWNER,
            owner: reference.id,
            place: found.path.clone(),
            uploaded_by: found.publisher,
            alt: motif.words().to_owned(),
            shows_people: false,
            consent: false,
            at_most: 6,
            staff_only: false,
        };
        let photo = qianmo_media::add(tx, &new)?;
        if shown {
            qianmo_media::review(tx, &scene.township.reviewer, photo, Decision::Show)?;
        }
        Ok(())
    })
}
