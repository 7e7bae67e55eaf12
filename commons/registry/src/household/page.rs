//! Pages of households.

use super::form::{self, MemberRow, Options};
use super::open::{HouseholdOpen, MemberOpen};
use super::store::Brief;
use crate::link::{ALONE, Waits};
use crate::masked::Masked;
use crate::wishes::page::{CorrectionView, ErasureView};
use crate::words::{Departure, Status, Task, Tie};
use askama::Template;
use qianmo_kernel::{Id, Locale, Millis, PublicRef};
use qianmo_web::{FormView, View};

/// A row of the list.
pub struct Line {
    /// Masked.
    pub who: Masked,
    /// The village's name, for those who work there.
    pub place: String,
    /// Where it stands.
    pub status: Status,
    /// When it was registered.
    pub created_at: Millis,
    /// Whether it has no phone.
    pub no_phone: bool,
    /// Whether it asked to be forgotten.
    pub erasure_asked: bool,
}
impl Line {
    /// A row of these.
    pub fn new(brief: &Brief, who: Masked, place: String) -> Line {
        Line {
            who,
            place,
            status: brief.status,
            created_at: brief.created_at,
            no_phone: !brief.has_phone,
            erasure_asked: brief.erasure_asked_at.0 > 0 && brief.status != Status::Erased,
        }
    }
}

/// The households of a place, masked.
#[derive(Template)]
#[template(path = "list.html")]
pub struct ListPage {
    /// Words and formats.
    pub v: View,
    /// The form to find one by number.
    pub f: FormView,
    /// The rows.
    pub lines: Vec<Line>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// How many households of the reader's places wait for an answer; `None`: the reader answers none.
    pub wishes: Option<i64>,
    /// Whether these were found by a number.
    pub found: bool,
    /// Whether the reader may find and open one; else rows lead to the looks at it.
    pub may_open: bool,
    /// Whether the reader may register.
    pub may_register: bool,
    /// Whether the reader may take a file out.
    pub may_export: bool,
}

/// Where a new household lives: one step down the tree.
#[derive(Template)]
#[template(path = "choose_place.html")]
pub struct ChoosePlacePage {
    /// Words and formats.
    pub v: View,
    /// Where the links lead, without the place.
    pub href: String,
    /// The places to choose from: id, name, and whether the next step is the form.
    pub places: Vec<(Id, String)>,
}

/// The form of a new household.
#[derive(Template)]
#[template(path = "new.html")]
pub struct NewPage {
    /// Words and formats.
    pub v: View,
    /// The form.
    pub f: FormView,
    /// The place's name.
    pub place: String,
    /// Choices.
    pub o: Options,
    /// Rows of members.
    pub rows: Vec<MemberRow>,
    /// The households that these people may be.
    pub alike: Vec<String>,
    /// Whether it is asked if they are others.
    pub asks: bool,
}

/// Before a household is opened: masked, and the question what for.
#[derive(Template)]
#[template(path = "task.html")]
pub struct TaskPage {
    /// Words and formats.
    pub v: View,
    /// The form.
    pub f: FormView,
    /// Whether nothing is held here any more that could be opened.
    pub gone: bool,
    /// Masked.
    pub who: Masked,
    /// Where it stands.
    pub status: Status,
    /// The record in which it lives on.
    pub merged_into: Option<PublicRef>,
    /// Tasks to choose from.
    pub tasks: Vec<(String, String)>,
    /// What somebody may be to a household.
    pub ties: Vec<(String, String)>,
    /// What the reader has stated of themselves and may say that it is not so.
    pub said: Vec<TieLine>,
    /// Whether the reader is close, as stated.
    pub close: bool,
    /// Whether others say so of the reader, whose own word is waited for.
    pub asked: bool,
    /// Whether the reader may tell of a need of theirs.
    pub may_ask: bool,
    /// Whether the reader may see the looks.
    pub may_see_looks: bool,
}

/// A stated tie.
pub struct TieLine {
    /// The tie's row.
    pub id: Id,
    /// Whose account.
    pub account: Id,
    /// How the account is called; empty where the reader is not told.
    pub name: String,
    /// The offices that an account without a name holds where the household lives, as names of roles.
    pub offices: Vec<&'static str>,
    /// What they are.
    pub tie: Tie,
    /// When it was stated.
    pub at: Millis,
    /// Why it does not count yet.
    pub waits: Waits,
    /// Whether the reader may end it; `Some(true)`: ask for its end, which another one brings about.
    pub end: Option<bool>,
    /// When somebody asked for its end.
    pub end_asked: Option<Millis>,
    /// Whether the reader may agree to it.
    pub may_agree: bool,
}
impl TieLine {
    /// The name; where it is not told, the account's number.
    pub fn called(&self) -> String {
        if self.name.is_empty() { self.account.to_string() } else { self.name.clone() }
    }

    /// The key of what the button that ends it says.
    pub fn button(&self) -> &'static str {
        if self.end == Some(true) { "registry-tie-end-ask" } else { "registry-tie-end" }
    }

    /// The same with the name, for who hears it alone.
    pub fn button_of(&self) -> &'static str {
        if self.end == Some(true) { "registry-tie-end-ask-of" } else { "registry-tie-end-of" }
    }

    /// Why it does not count yet, in words.
    pub fn waiting(&self, v: &View) -> Option<String> {
        match self.waits {
            Waits::No => None,
            Waits::Room => Some(v.t1("registry-tie-waits-room", "most", ALONE)),
            Waits::Ended => Some(v.t("registry-tie-waits-ended")),
        }
    }

    /// Ties with invented content: of somebody whose name is told, and of others of whom it is not.
    pub fn samples() -> Vec<TieLine> {
        let told = |id: i64, name: &str, tie| TieLine {
            id: Id::from_i64(id),
            account: Id::from_i64(1 << 42),
            name: name.to_owned(),
            offices: Vec::new(),
            tie,
            at: Millis(1_740_000_000_000),
            waits: Waits::No,
            end: Some(false),
            end_asked: None,
            may_agree: false,
        };
        vec![
            told(3, "Invented Neighbour", Tie::Neighbour),
            TieLine { end: Some(true), ..told(6, "Invented Nephew", Tie::Relative) },
            TieLine { end_asked: Some(Millis(1_741_000_000_000)), ..told(7, "Invented Sister", Tie::Sibling) },
            TieLine { offices: vec!["officer"], waits: Waits::Room, may_agree: true, ..told(4, "", Tie::Relative) },
            TieLine { waits: Waits::Ended, may_agree: true, ..told(5, "", Tie::Child) },
        ]
    }
}

/// A household, opened.
#[derive(Template)]
#[template(path = "open.html")]
pub struct OpenPage {
    /// Words and formats.
    pub v: View,
    /// Masked.
    pub who: Masked,
    /// Opened.
    pub h: HouseholdOpen,
    /// The names along its place's path.
    pub place: String,
    /// What it was opened for, in words.
    pub task: String,
    /// What the household asked to be corrected and is not done.
    pub corrections: Vec<crate::own::Correction>,
    /// Who is close to it.
    pub ties: Vec<TieLine>,
    /// Whether the reader may change it.
    pub may_edit: bool,
    /// Whether the reader may tell of a need of theirs.
    pub may_ask: bool,
    /// Whether the reader may see the looks.
    pub may_see_looks: bool,
}

/// The form of a change.
#[derive(Template)]
#[template(path = "edit.html")]
pub struct EditPage {
    /// Words and formats.
    pub v: View,
    /// The form of the household.
    pub f: FormView,
    /// What was typed, where somebody changed the record meanwhile: label and value.
    pub typed: Vec<(&'static str, String)>,
    /// The form of the move and its like.
    pub other: FormView,
    /// Masked.
    pub who: Masked,
    /// Opened.
    pub h: HouseholdOpen,
    /// Until when nobody comes in by its phone.
    pub phone_rests: Option<Millis>,
    /// Choices.
    pub o: Options,
    /// What the household asked to be corrected and nobody has seen to.
    pub corrections: Vec<CorrectionView>,
    /// Its wish to be forgotten, if it has it.
    pub erasure: Option<ErasureView>,
    /// The merger that is proposed for it, if one is.
    pub merge: Option<MergeView>,
    /// Its end, if it counts as left.
    pub left: Option<ReturnView>,
    /// Why it may leave.
    pub departures: Vec<(String, String)>,
    /// Whether the reader may join and forget households.
    pub may_close: bool,
}

/// The end of a household, as those see it who may change it.
pub struct ReturnView {
    /// How whoever entered it is called; empty where that is not known.
    pub by: String,
    /// What keeps an officer who reads this from taking it in again: the key of a message.
    pub barred: Option<&'static str>,
}

/// A merger that one officer proposed, as officers see it.
pub struct MergeView {
    /// The record that would live on.
    pub into: PublicRef,
    /// When it was proposed.
    pub at: Millis,
    /// How the officer is called who proposed it.
    pub proposed_by: String,
    /// Whether the reader is that officer.
    pub by_reader: bool,
}

/// The form of one member.
#[derive(Template)]
#[template(path = "member.html")]
pub struct MemberPage {
    /// Words and formats.
    pub v: View,
    /// The form.
    pub f: FormView,
    /// The form by which the member leaves.
    pub leaving: FormView,
    /// The household.
    pub household: PublicRef,
    /// Its version.
    pub version: i64,
    /// The member; `None`: a new one.
    pub person: Option<Id>,
    /// Choices.
    pub o: Options,
    /// Those who may become the head: id and name.
    pub successors: Vec<(String, String)>,
}

/// The card before it is made.
#[derive(Template)]
#[template(path = "card.html")]
pub struct CardPage {
    /// Words and formats.
    pub v: View,
    /// The form.
    pub f: FormView,
    /// Masked.
    pub who: Masked,
    /// The languages of the program, each by its own name.
    pub languages: Vec<(String, String)>,
}

/// The card to print; shown once.
#[derive(Template)]
#[template(path = "card_print.html")]
pub struct CardPrintPage {
    /// Words and formats.
    pub v: View,
    /// The words on the card, in the household's language.
    pub c: View,
    /// The household.
    pub household: PublicRef,
    /// Number and PIN.
    pub card: crate::card::Card,
    /// Where it is used.
    pub address: String,
}
impl EditPage {
    /// Where the form is sent.
    fn action(&self) -> String {
        format!("/households/{}/edit", self.h.reference)
    }
}
impl CardPage {
    /// Where the form is sent.
    fn action(&self) -> String {
        format!("/households/{}/card", self.who.reference)
    }
}
impl MemberPage {
    /// Where the form is sent.
    fn action(&self) -> String {
        match self.person {
            Some(person) => format!("/households/{}/members/{person}", self.household),
            None => format!("/households/{}/members/new", self.household),
        }
    }
}

/// A member's official name, or a dash.
pub fn name_of(member: &MemberOpen) -> String {
    member.names.first().map(|n| n.text.clone()).unwrap_or_else(|| "–".to_owned())
}
impl HouseholdOpen {
    /// The causes in words, with commas of the language.
    pub fn causes_in_words(&self, v: &View) -> String {
        let words: Vec<String> = self.causes.iter().map(|c| v.t(c.key())).collect();
        words.join(&v.t("registry-and-comma"))
    }
}

/// The languages of the program, each by its own name.
pub fn locales() -> Vec<(String, String)> {
    Locale::ALL.map(|locale| (locale.tag().to_owned(), locale.own_name().to_owned())).into()
}

/// Tasks a reader may choose from.
pub fn tasks(v: &View) -> Vec<(String, String)> {
    Task::ALL.iter().filter(|t| !matches!(t, Task::Own | Task::Registration)).map(|t| (t.name().to_owned(), v.t(t.key()))).collect()
}

/// Why a household may leave, after nothing: nobody is to end one by a reason that stood there before.
pub fn departures(v: &View) -> Vec<(String, String)> {
    let offered = Departure::OFFERED.iter().map(|why| (why.name().to_owned(), v.t(why.key())));
    std::iter::once((String::new(), v.t("registry-choose"))).chain(offered).collect()
}

/// Ties an account may state about itself.
pub fn ties(v: &View) -> Vec<(String, String)> {
    Tie::ALL.iter().filter(|t| !matches!(t, Tie::Own | Tie::Helper)).map(|t| (t.name().to_owned(), v.t(t.key()))).collect()
}

mod samples {
    //! The pages with invented content.
    use super::*;
    use crate::birth::Birth;
    use crate::name::Name;
    use crate::own::{Correction, Ending};
    use crate::wishes::page::Printer;
    use crate::words::{Cause, Disability, IdKind, Labour, Leaving, Relation, Sex};
    use qianmo_kernel::PlacePath;

    const WHEN: Millis = Millis(1_740_000_000_000);

    fn reference() -> PublicRef {
        Masked::sample().reference
    }

    fn member(relation: Relation, left: Option<Leaving>) -> MemberOpen {
        MemberOpen {
            id: Id::from_i64(1 << 42),
            relation,
            names: vec![Name::new("Invented Person"), Name::new("某某某")],
            sex: Sex::Female,
            birth: Birth::Year(1950),
            id_kind: IdKind::None,
            id_number: String::new(),
            health: "Knee".into(),
            disability: Disability::Some,
            labour: Labour::Reduced,
            left,
        }
    }

    fn correction(id: i64) -> Correction {
        Correction {
            id: Id::from_i64(id),
            asked_at: WHEN,
            words: "The year".into(),
            done_at: Millis(0),
            ending: Ending::Open,
            reason: String::new(),
        }
    }

    /// A household for samples.
    pub(crate) fn household() -> HouseholdOpen {
        HouseholdOpen {
            reference: reference(),
            version: 3,
            status: Status::Registered,
            place: Id::from_i64(5),
            path: PlacePath::root(),
            size: 2,
            causes: vec![Cause::Illness, Cause::Labour],
            language: "zh".into(),
            address: "Group 5, house 12".into(),
            phone: "13800000000".into(),
            bank_card: "••••1234".into(),
            members: vec![member(Relation::Head, None), member(Relation::Child, Some(Leaving::MovedOut))],
            created_at: WHEN,
            changed_at: WHEN,
            erasure_asked_at: WHEN,
            merged_into: None,
            end: None,
        }
    }
    impl ListPage {
        /// With invented content.
        pub fn sample(v: View) -> Self {
            let line = || Line {
                who: Masked::sample(),
                place: "Shaping Village".into(),
                status: Status::Registered,
                created_at: WHEN,
                no_phone: true,
                erasure_asked: true,
            };
            let f = FormView::sample(v.clone());
            ListPage {
                v,
                f,
                lines: vec![line(), line()],
                next: Some("x".into()),
                wishes: Some(3),
                found: false,
                may_open: true,
                may_register: true,
                may_export: true,
            }
        }
    }
    impl ChoosePlacePage {
        /// With invented content.
        pub fn sample(v: View) -> Self {
            ChoosePlacePage { v, href: "/households/new".into(), places: vec![(Id::from_i64(5), "Qianyou Town".into())] }
        }
    }
    impl NewPage {
        /// With invented content.
        pub fn sample(v: View) -> Self {
            let (f, o) = (FormView::sample(v.clone()), Options::new(&v));
            let rows = vec![MemberRow { number: 1, at: 0 }, MemberRow { number: 2, at: 1 }];
            NewPage { v, f, place: "Shaping Village".into(), o, rows, alike: vec![reference().to_string()], asks: true }
        }
    }
    impl TaskPage {
        /// With invented content.
        pub fn sample(v: View) -> Self {
            let (tasks, ties) = (tasks(&v), ties(&v));
            let f = FormView::sample(v.clone());
            TaskPage {
                v,
                f,
                gone: false,
                who: Masked::sample(),
                status: Status::Merged,
                merged_into: Some(reference()),
                tasks,
                ties,
                said: TieLine::samples(),
                close: true,
                asked: true,
                may_ask: true,
                may_see_looks: true,
            }
        }
    }
    impl OpenPage {
        /// With invented content.
        pub fn sample(v: View) -> Self {
            OpenPage {
                v,
                who: Masked::sample(),
                h: household(),
                place: "Shaping Village".into(),
                task: "Visit".into(),
                corrections: vec![correction(9)],
                ties: TieLine::samples(),
                may_edit: true,
                may_ask: true,
                may_see_looks: true,
            }
        }
    }
    impl EditPage {
        /// With invented content.
        pub fn sample(v: View) -> Self {
            let (f, o) = (FormView::sample(v.clone()), Options::new(&v));
            let failed = CorrectionView { wish: correction(9), error: Some("A reason".into()), typed: "x".into() };
            let corrections = vec![failed, CorrectionView::new(correction(8), None)];
            let proposed_by = Some("Invented Officer".to_owned());
            let by_card = Some(Printer { name: "Invented Helper".into(), role: Some("role-helper".into()) });
            let (printed_by_reader, by_reader) = (false, false);
            let erasure = Some(ErasureView { asked_at: WHEN, days: 12, by_card, printed_by_reader, proposed_by, by_reader });
            let proposed_by = "Invented Officer".to_owned();
            let merge = Some(MergeView { into: reference(), at: WHEN, proposed_by, by_reader: false });
            let (other, who) = (f.clone(), Masked::sample());
            let typed = vec![("registry-column-address", "7 Mill Lane".to_owned())];
            let (h, departures, left) = (household(), departures(&v), None);
            EditPage {
                v,
                f,
                typed,
                other,
                who,
                h,
                phone_rests: Some(WHEN),
                o,
                corrections,
                erasure,
                merge,
                left,
                departures,
                may_close: true,
            }
        }
    }
    impl MemberPage {
        /// With invented content.
        pub fn sample(v: View) -> Self {
            let (f, o) = (FormView::sample(v.clone()), Options::new(&v));
            let successors = vec![("x".into(), "Another Person".into())];
            let person = Some(Id::from_i64(7));
            MemberPage { leaving: f.clone(), v, f, household: reference(), version: 3, person, o, successors }
        }
    }
    impl CardPage {
        /// With invented content.
        pub fn sample(v: View) -> Self {
            CardPage { f: FormView::sample(v.clone()), v, who: Masked::sample(), languages: locales() }
        }
    }

    impl CardPrintPage {
        /// With invented content.
        pub fn sample(v: View) -> Self {
            let card = crate::card::Card { number: "7K4M-22PX".into(), pin: "048213".into() };
            CardPrintPage { c: v.clone(), v, household: reference(), card, address: "help.example".into() }
        }
    }
}
pub(crate) use samples::household as sample_household;

qianmo_web::sample!(ListPage, ChoosePlacePage, NewPage, TaskPage, OpenPage, EditPage, MemberPage, CardPage, CardPrintPage);

/// The rows of a form's members.
pub fn rows(f: &FormView) -> Vec<MemberRow> {
    form::rows(f)
}
