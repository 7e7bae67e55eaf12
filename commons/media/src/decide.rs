//! Who may see a photo, and what a reviewer may do with it. Pure.

use crate::store::{Photo, State};
use qianmo_kernel::{Actor, Kind, Permission, Refused, Res, Role};

/// Decides on held photos, and sees them.
pub const REVIEW: Permission = Permission { name: "media.photo.review", roles: &[Role::Reviewer, Role::Officer] };

/// Why a photo is not shown.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Reason {
    /// A name, number, address or document can be read on it.
    Identifies,
    /// Somebody can be recognised who did not agree.
    NoConsent,
    /// It takes away somebody's dignity.
    Undignified,
    /// It does not show what is needed or what was done.
    Unrelated,
    /// Nothing can be made out.
    Unclear,
}

impl Reason {
    /// Every one.
    pub const ALL: [Reason; 5] = [Reason::Identifies, Reason::NoConsent, Reason::Undignified, Reason::Unrelated, Reason::Unclear];

    /// Its code in the database and in the API.
    pub const fn code(self) -> &'static str {
        match self {
            Reason::Identifies => "identifies",
            Reason::NoConsent => "no_consent",
            Reason::Undignified => "undignified",
            Reason::Unrelated => "unrelated",
            Reason::Unclear => "unclear",
        }
    }

    /// The key of its words.
    pub const fn key(self) -> &'static str {
        match self {
            Reason::Identifies => "media-reason-identifies",
            Reason::NoConsent => "media-reason-no-consent",
            Reason::Undignified => "media-reason-undignified",
            Reason::Unrelated => "media-reason-unrelated",
            Reason::Unclear => "media-reason-unclear",
        }
    }

    /// The reason of that code.
    pub fn from_code(code: &str) -> Option<Reason> {
        Reason::ALL.into_iter().find(|r| r.code() == code)
    }
}

/// What a reviewer decides.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Decision {
    /// Everybody may see it.
    Show,
    /// Nobody will.
    Refuse(Reason),
}

/// How a photo may be handed out.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Access {
    /// To anybody; shared caches may keep it.
    Public,
    /// To this person only; no cache may keep it.
    Private,
}

/// What somebody is to the thing that a photo belongs to.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Reader {
    /// It is their own: a household that looks at its request.
    Owner,
    /// Anybody else.
    Other,
}

/// Whether and how this person gets a photo. To everybody else a photo that is not shown does not exist.
pub fn access(photo: &Photo, actor: Option<&Actor>, reader: Reader) -> Res<Access> {
    match (photo.state, actor) {
        (State::Shown, _) if !photo.staff_only => Ok(Access::Public),
        (State::Held, _) if reader == Reader::Owner && !photo.staff_only => Ok(Access::Private),
        (State::Held, Some(actor)) if actor.account == photo.uploaded_by || actor.may(&REVIEW, &photo.place) => Ok(Access::Private),
        _ => Err(Refused::not_found().into()),
    }
}

/// Checks a decision; nobody decides on a photo of their own, nor on one that is for staff only.
pub fn decide(photo: &Photo, actor: &Actor, decision: Decision) -> Res<State> {
    actor.require(&REVIEW, &photo.place)?;
    if actor.account == photo.uploaded_by {
        return Err(Refused::new(Kind::Forbidden, "media-own-photo").into());
    }
    if photo.staff_only {
        return Err(Refused::new(Kind::Conflict, "media-staff-only").into());
    }
    match (photo.state, decision) {
        (State::Held, Decision::Show) if photo.shows_people && !photo.consent => {
            Err(Refused::new(Kind::Conflict, "media-consent-needed").into())
        }
        (State::Held, Decision::Show) => Ok(State::Shown),
        // What was shown by mistake can be taken back.
        (State::Held | State::Shown, Decision::Refuse(_)) => Ok(State::Refused),
        _ => Err(Refused::new(Kind::Conflict, "media-already-decided").into()),
    }
}

/// Whether somebody may take a photo away: its uploader while it is held, reviewers of its place always.
pub fn may_remove(photo: &Photo, actor: &Actor) -> Res<()> {
    let own = actor.account == photo.uploaded_by && photo.state == State::Held;
    if own || actor.may(&REVIEW, &photo.place) { Ok(()) } else { Err(Refused::forbidden().into()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use qianmo_kernel::{Fail, Grant, Id, Millis, PlacePath, PublicRef, Via};

    fn person(account: i64, role: Role, place: i64) -> Actor {
        let place = Id::from_i64(place);
        Actor {
            account: Id::from_i64(account),
            grants: vec![Grant { role, place, path: PlacePath::root().child(place) }],
            household: None,
            via: Via::Session,
            session: Id::from_i64(1),
            second_factor: true,
            scopes: None,
            card_issued_by: None,
        }
    }

    fn photo(state: State) -> Photo {
        Photo {
            reference: PublicRef::new(Id::from_i64(1), Id::from_i64(2)),
            version: 1,
            owner_kind: "aid.request".into(),
            owner: Id::from_i64(3),
            place: PlacePath::root().child(Id::from_i64(50)).child(Id::from_i64(51)),
            state,
            key: "k".into(),
            width: 10,
            height: 10,
            hash: "h".into(),
            alt: "a roof".into(),
            shows_people: false,
            consent: false,
            uploaded_by: Id::from_i64(9),
            uploaded_at: Millis(0),
            reason: String::new(),
            staff_only: false,
            resting: false,
        }
    }

    fn message<T: std::fmt::Debug>(result: Res<T>) -> &'static str {
        match result {
            Err(Fail::Refused(r)) => r.message,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_held_photo_is_seen_by_its_uploader_its_owner_and_the_places_reviewers_only() {
        let held = photo(State::Held);
        let uploader = person(9, Role::Helper, 50);
        let reviewer = person(5, Role::Reviewer, 50);
        assert_eq!(access(&held, Some(&uploader), Reader::Other).unwrap(), Access::Private);
        assert_eq!(access(&held, Some(&reviewer), Reader::Other).unwrap(), Access::Private);
        for stranger in
            [None, Some(person(4, Role::Reviewer, 60)), Some(person(4, Role::Helper, 50)), Some(person(4, Role::Donor, 50))]
        {
            assert_eq!(message(access(&held, stranger.as_ref(), Reader::Other)), "web-not-found");
        }
        assert_eq!(access(&photo(State::Shown), None, Reader::Other).unwrap(), Access::Public);
        let owner = person(4, Role::Household, 51);
        assert_eq!(access(&held, Some(&owner), Reader::Owner).unwrap(), Access::Private);
        for gone in [State::Refused, State::Deleted] {
            assert!(access(&photo(gone), Some(&reviewer), Reader::Other).is_err());
            assert!(access(&photo(gone), Some(&owner), Reader::Owner).is_err());
        }
    }

    #[test]
    fn what_is_for_staff_is_shown_to_nobody_else_whatever_is_decided() {
        let (uploader, reviewer) = (person(9, Role::Officer, 50), person(5, Role::Reviewer, 50));
        let proof = Photo { staff_only: true, ..photo(State::Held) };
        for staff in [&uploader, &reviewer] {
            assert_eq!(access(&proof, Some(staff), Reader::Other).unwrap(), Access::Private);
        }
        for decision in [Decision::Show, Decision::Refuse(Reason::Unclear)] {
            assert_eq!(message(decide(&proof, &reviewer, decision)), "media-staff-only");
        }
        assert_eq!(message(access(&proof, Some(&person(4, Role::Household, 51)), Reader::Owner)), "web-not-found");
        let shown = Photo { state: State::Shown, ..proof };
        assert_eq!(message(access(&shown, None, Reader::Owner)), "web-not-found");
        assert_eq!(message(access(&shown, Some(&person(4, Role::Donor, 50)), Reader::Owner)), "web-not-found");
    }

    #[test]
    fn nobody_decides_on_their_own_and_faces_need_consent() {
        let reviewer = person(5, Role::Reviewer, 50);
        assert_eq!(decide(&photo(State::Held), &reviewer, Decision::Show).unwrap(), State::Shown);
        assert_eq!(message(decide(&photo(State::Held), &person(9, Role::Reviewer, 50), Decision::Show)), "media-own-photo");
        assert_eq!(message(decide(&photo(State::Held), &person(5, Role::Reviewer, 60), Decision::Show)), "web-forbidden");
        let faces = Photo { shows_people: true, ..photo(State::Held) };
        assert_eq!(message(decide(&faces, &reviewer, Decision::Show)), "media-consent-needed");
        let refuse = Decision::Refuse(Reason::NoConsent);
        assert_eq!(decide(&faces, &reviewer, refuse).unwrap(), State::Refused);
        assert_eq!(decide(&photo(State::Shown), &reviewer, refuse).unwrap(), State::Refused);
        assert_eq!(message(decide(&photo(State::Refused), &reviewer, Decision::Show)), "media-already-decided");
        assert!(may_remove(&photo(State::Held), &person(9, Role::Helper, 50)).is_ok());
        assert!(may_remove(&photo(State::Shown), &person(9, Role::Helper, 50)).is_err());
    }
}
