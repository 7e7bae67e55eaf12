//! Telling, and consenting to a story: one unit of work each.

use super::store::{self, Post};
use super::{MODERATE, TELL, photo};
use crate::pledge;
use crate::receipt::{self, Bond};
use crate::request;
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Id, Kind, PublicRef, Refused, Res};
use qianmo_media::Kept;
use qianmo_registry::Task;

/// What is told.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum PostKind {
    /// A word of thanks to those who gave.
    Thanks,
    /// How things go on.
    Update,
    /// The household's story, told in public with its consent.
    Story,
}

impl PostKind {
    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            PostKind::Thanks => "thanks",
            PostKind::Update => "update",
            PostKind::Story => "story",
        }
    }

    /// The key of the message that says it.
    pub const fn label(self) -> &'static str {
        match self {
            PostKind::Thanks => "aid-post-thanks",
            PostKind::Update => "aid-post-update",
            PostKind::Story => "aid-post-story",
        }
    }

    /// The one of that name.
    pub fn from_name(name: &str) -> Option<PostKind> {
        [PostKind::Thanks, PostKind::Update, PostKind::Story].into_iter().find(|k| k.name() == name)
    }
}

/// A post to be told: already read and well-formed; its photo's files are kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewPost {
    /// What it is.
    pub kind: PostKind,
    /// The words.
    pub body: String,
    /// The photo, if there is one.
    pub photo: Option<Kept>,
    /// What the photo shows, in words.
    pub alt: String,
    /// Whether people are to be seen on it, who agreed.
    pub people: bool,
}

/// Tells thanks, an update or a story.
///
/// # Errors
/// 404 for a request that is not public to this actor; 403 for others than its writers; 409 `aid-thanks-early` when
/// nothing was given yet, `aid-state-not-now` when it was taken back or stopped; 422 `aid-message-personal` when the words
/// hold the household's names or numbers; of a story of the household's own, as [`consent`].
pub fn post(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef, new: &NewPost) -> Res<Post> {
    let request = request::require(tx, reference)?;
    if request.opened_at.is_none() {
        return Err(Refused::not_found().into());
    }
    let household = actor.household == Some(request.household);
    if !(household || request.is_written_by(actor)) || !actor.in_scope(&TELL) {
        return Err(Refused::forbidden().into());
    }
    told(&request)?;
    if household && new.kind == PostKind::Story {
        for_itself(tx, actor, &request, Id::NONE)?;
    }
    if new.kind == PostKind::Thanks && !something_given(tx, reference)? {
        return Err(Refused::new(Kind::Conflict, "aid-thanks-early").into());
    }
    screen(tx, request.household, "body", &new.body)?;
    // What a photo shows is said to everybody as well.
    screen(tx, request.household, "alt", &new.alt)?;
    let photo = match &new.photo {
        Some(kept) => photo::add(tx, kept, photo::POST, &request, actor, &new.alt, new.people)?,
        None => Id::NONE,
    };
    let story = new.kind == PostKind::Story;
    let state = if story && !household { "held" } else { "shown" };
    let post = Post {
        reference: PublicRef::new(reference.county, tx.new_id()),
        request: reference.id,
        kind: new.kind,
        body: new.body.clone(),
        by: actor.account,
        by_role: if household { "household" } else { "publisher" }.to_owned(),
        consent_by: if story && household { actor.account } else { Id::NONE },
        photo,
        state: state.to_owned(),
        at: tx.now(),
    };
    store::insert(tx, &post, &request.path)?;
    if !household {
        crate::receipt::note(tx, actor, request.household, &request.path, Task::Request, reference, false)?;
    }
    Ok(post)
}

/// Nothing more is told in public of what was taken back or stopped (409 `aid-state-not-now`).
pub(super) fn told(request: &request::Request) -> Result<(), Refused> {
    if request.state.is_told() {
        return Ok(());
    }
    Err(Refused::new(Kind::Conflict, "aid-state-not-now").arg("state", request.state.name()).arg("event", "tell"))
}

/// Refuses (409 `aid-consent-apart`) to agree for the household by a card that whoever wrote the request or the story (`teller`) printed,
/// or as an account that came in by a phone which they put on record, or somebody did who owes them their role: they would agree with
/// themselves.
fn for_itself(tx: &mut Tx<'_>, actor: &Actor, request: &request::Request, teller: Id) -> Res<()> {
    let mut writers = request::writers(tx, request.reference, request.publisher)?;
    writers.push(teller);
    let bond = Bond {
        household: request.household,
        path: request.path.clone(),
        writers,
        senders: Vec::new(),
        payers: Vec::new(),
        keepers: Vec::new(),
    };
    match receipt::behind(tx, actor, &bond)? {
        None => Ok(()),
        Some(_) => Err(Refused::new(Kind::Conflict, "aid-consent-apart").into()),
    }
}

/// The household agrees to a story that waits, or takes back one that is shown.
///
/// # Errors
/// 404 for others than the household; 409 `aid-post-decided` when it neither waits nor is shown, `aid-consent-apart` when whoever tells it
/// may be who agrees. It is taken back by whatever opens the household's account.
pub fn consent(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef, agreed: bool) -> Res<Post> {
    let post = store::require(tx, reference)?;
    let request = request::require(tx, PublicRef::new(reference.county, post.request))?;
    if actor.household != Some(request.household) || !actor.in_scope(&TELL) {
        return Err(Refused::not_found().into());
    }
    // A story that an officer took off has its consent already; the household may still take that back.
    let waits = post.state == "held" && post.consent_by == Id::NONE;
    let fits = post.kind == PostKind::Story && (waits || (post.state != "refused" && !agreed));
    if !fits {
        return Err(Refused::new(Kind::Conflict, "aid-post-decided").into());
    }
    if agreed {
        for_itself(tx, actor, &request, post.by)?;
    }
    store::decide(
        tx,
        reference,
        if agreed { "shown" } else { "refused" },
        if agreed { actor.account } else { Id::NONE },
        actor.account,
    )?;
    store::require(tx, reference)
}

/// An officer of the place takes a post off, or shows again one that was held because of a report.
///
/// # Errors
/// 404 when there is no such post; 403 elsewhere, and for whoever wrote the request, is close to the household or helps
/// there; 409 `aid-post-decided` when it is off already, or a story without the household's consent.
pub fn moderate(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef, show: bool) -> Res<Post> {
    let post = store::require(tx, reference)?;
    let request = request::require(tx, PublicRef::new(reference.county, post.request))?;
    actor.require(&MODERATE, &request.path)?;
    if let Some(reason) = crate::review::recused(tx, actor, &request)? {
        return Err(Refused::new(Kind::Forbidden, reason).into());
    }
    let fits = match post.state.as_str() {
        "shown" => !show,
        "held" => !show || post.kind != PostKind::Story || post.consent_by != Id::NONE,
        _ => false,
    };
    if !fits {
        return Err(Refused::new(Kind::Conflict, "aid-post-decided").into());
    }
    store::decide(tx, reference, if show { "shown" } else { "refused" }, post.consent_by, actor.account)?;
    store::require(tx, reference)
}

/// Holds all that is shown of a request, because a report about it was upheld.
pub(crate) fn hold_all(tx: &mut Tx<'_>, by: Id, request: PublicRef) -> Res<()> {
    store::hold(tx, request, by)
}

fn something_given(tx: &mut Tx<'_>, request: PublicRef) -> Res<bool> {
    Ok(pledge::of_request(tx, request)?.iter().any(|p| p.paid_at.is_some() || p.sent_at.is_some()))
}

/// Refuses (422, beside the field) a giver's words that hold what looks like anybody's number or address in a messenger. That
/// they hold the household's own names is not told: whoever could ask word by word would find out where a family lives.
/// They are kept from the public instead, see [`is_for_all`].
pub fn screen_giver(field: &str, words: &str) -> Res<()> {
    let found = qianmo_registry::OwnWords::default().found_in(words);
    if found.is_empty() { Ok(()) } else { Err(Refused::field(field, "aid-message-personal").into()) }
}

/// Which of some givers' words and names may be shown to everybody: those that hold none of the household's own.
pub fn is_for_all(tx: &mut Tx<'_>, household: PublicRef) -> Res<impl Fn(&str) -> bool> {
    let own = qianmo_registry::own_words(tx, household)?;
    Ok(move |words: &str| own.found_in(words).is_empty())
}

/// Refuses (422, beside the field) words that hold a household's own names or numbers, or a long number of any kind.
pub fn screen(tx: &mut Tx<'_>, household: PublicRef, field: &str, words: &str) -> Res<()> {
    if words.is_empty() {
        return Ok(());
    }
    let own = qianmo_registry::own_words(tx, household)?;
    if own.found_in(words).is_empty() { Ok(()) } else { Err(Refused::field(field, "aid-message-personal").into()) }
}
