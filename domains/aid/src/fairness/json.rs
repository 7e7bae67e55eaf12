//! The monitor in the API.

use super::bands::Dimension;
use super::figure::{Beside, Told, mille};
use super::floors::FloorsCost;
use super::page::{name, whole_days};
use super::read::{Group, Read, Section};
use super::store::GUARDED;
use super::unattended::Waiting;
use crate::request::month_start;
use qianmo_kernel::{Id, Millis, PublicRef};
use qianmo_web::View;
use serde::Serialize;
use utoipa::ToSchema;

/// How attention and help are spread at a place.
#[derive(Serialize, ToSchema)]
pub struct FairnessJson {
    /// What the words mean.
    pub definitions: FairnessDefinitions,
    /// The place.
    pub place: FairnessPlace,
    /// The calendar year in which the requests opened.
    pub year: i64,
    /// When it was counted; null: not yet.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub as_of: Option<Millis>,
    /// Of age, sex, disability and language is told what had happened by then; null: not yet.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub groups_as_of: Option<Millis>,
    /// All together; null: too few, or left out because something could be worked out from it.
    pub total: Option<GroupFigures>,
    /// Direction by direction.
    pub dimensions: Vec<DimensionJson>,
    /// The worst served place right under this one; null where none is told.
    pub worst_area: Option<WorstJson>,
    /// The worst served of the ages, sexes, disabilities and languages; null where none is told.
    pub worst_group: Option<WorstJson>,
    /// What the allocator's floors cost everywhere in the last 30 days; null where nobody was shown requests in an order of their own.
    pub floors: Option<FloorsJson>,
}

/// What the words mean.
#[derive(Serialize, ToSchema)]
pub struct FairnessDefinitions {
    /// Met.
    pub met: String,
    /// Intervals and verdicts.
    pub beside: String,
    /// What is left out.
    pub suppressed: String,
    /// As of when.
    pub as_of: String,
}

/// The place that is told of.
#[derive(Serialize, ToSchema)]
pub struct FairnessPlace {
    /// The place.
    #[schema(value_type = String, example = "01HN6XJ4C0800")]
    pub id: Id,
    /// Its name.
    pub name: String,
}

/// Requests apart in one direction.
#[derive(Serialize, ToSchema)]
pub struct DimensionJson {
    /// `area` (the places right under this one), `purpose`, `photo`, `writer`, `age`, `sex`, `disability` or `language`.
    #[schema(example = "area")]
    pub dimension: &'static str,
    /// Whether it is told here: where something small could be worked out, it is not.
    pub told: bool,
    /// The groups, the worst served first.
    pub groups: Vec<GroupJson>,
}

/// A group of requests.
#[derive(Serialize, ToSchema)]
pub struct GroupJson {
    /// Its stable name; of an area its id.
    #[schema(example = "70_up")]
    pub band: String,
    /// What it is called.
    pub name: String,
    /// Whether it is left out: too few, or something could be worked out from it.
    pub suppressed: bool,
    /// Its figures; null where it is left out.
    pub figures: Option<GroupFigures>,
}

/// The figures of a group, each beside the whole.
#[derive(Serialize, ToSchema)]
pub struct GroupFigures {
    /// Opened.
    pub opened: i64,
    /// Looks per request, in 1,000ths.
    pub looks: Option<BesideJson>,
    /// The class of looks in which the request in the middle lies.
    pub looks_median: Option<ClassJson>,
    /// How often one stood on a donor's own slate, in tenths.
    pub shown_tenths: i64,
    /// Of how many anything was ever promised.
    pub pledged: i64,
    /// Their share.
    pub pledged_share: Option<BesideJson>,
    /// Met.
    pub met: i64,
    /// Their share.
    pub met_share: Option<BesideJson>,
    /// Ended without being met.
    pub ended: i64,
    /// Their share.
    pub ended_share: Option<BesideJson>,
    /// Days from opening to the first promise, on average; null where fewer than ten have one.
    pub days_to_first_pledge: Option<DaysJson>,
    /// Days from opening to being met, on average; null where fewer than ten are.
    pub days_to_met: Option<DaysJson>,
}

/// From how many looks to how many.
#[derive(Serialize, ToSchema)]
pub struct ClassJson {
    /// The fewest.
    pub from: i64,
    /// The most; null: no end.
    pub to: Option<i64>,
}

/// A share or mean beside the whole's, in 1,000ths.
#[derive(Serialize, ToSchema)]
pub struct BesideJson {
    /// The share or mean.
    pub per_mille: i64,
    /// From where it may lie, 95 in 100.
    pub low: i64,
    /// To where.
    pub high: i64,
    /// Divided by the whole's; null where the whole has none.
    pub ratio: Option<i64>,
    /// The same of `low`.
    pub ratio_low: Option<i64>,
    /// The same of `high`.
    pub ratio_high: Option<i64>,
    /// `behind` or `ahead` where chance does not explain it, `level` where it does.
    #[schema(example = "level")]
    pub verdict: &'static str,
}

/// Days beside the whole's.
#[derive(Serialize, ToSchema)]
pub struct DaysJson {
    /// Whole days.
    pub days: i64,
    /// Divided by the whole's, in 1,000ths.
    pub ratio: Option<i64>,
    /// `behind` or `ahead` where chance does not explain it, `level` where it does.
    #[schema(example = "level")]
    pub verdict: &'static str,
}

/// Who is served worst.
#[derive(Serialize, ToSchema)]
pub struct WorstJson {
    /// The direction.
    #[schema(example = "age")]
    pub dimension: &'static str,
    /// The group.
    pub band: String,
    /// What it is called.
    pub name: String,
    /// The share that was met.
    pub met_share: Option<BesideJson>,
}

/// What the floors cost.
#[derive(Serialize, ToSchema)]
pub struct FloorsJson {
    /// Places on donors' own slates.
    pub places: i64,
    /// Those of requests that were lifted for their area or group: the most that it can have cost.
    pub lifted: i64,
    /// Those of them that would not have been there otherwise; null: not known.
    pub instead: Option<i64>,
}

/// A request that waits.
#[derive(Serialize, ToSchema)]
pub struct UnattendedJson {
    /// The request.
    #[serde(rename = "ref")]
    #[schema(value_type = String, example = "01HN6XJ4C0800-01HN6XJ4C0801")]
    pub reference: PublicRef,
    /// Its sentence.
    pub title: String,
    /// The language it is written in.
    pub language: String,
    /// What it is for.
    pub purpose: String,
    /// When it became public.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub opened_at: Option<Millis>,
    /// For how many whole days it has been open.
    pub days_open: i64,
    /// How often it was looked at.
    pub looks: i64,
    /// How often it stood on a donor's own slate.
    pub shown: i64,
}

impl From<&Waiting> for UnattendedJson {
    fn from(waiting: &Waiting) -> Self {
        let request = &waiting.request;
        UnattendedJson {
            reference: request.reference,
            title: request.title.clone(),
            language: request.language.clone(),
            purpose: request.purpose.clone(),
            opened_at: request.opened_at,
            days_open: waiting.days,
            looks: waiting.looks,
            shown: waiting.shown,
        }
    }
}

impl From<FloorsCost> for FloorsJson {
    fn from(cost: FloorsCost) -> Self {
        FloorsJson { places: cost.places, lifted: cost.lifted, instead: cost.instead }
    }
}

impl From<Beside> for BesideJson {
    fn from(beside: Beside) -> Self {
        BesideJson {
            per_mille: mille(beside.value),
            low: mille(beside.low),
            high: mille(beside.high),
            ratio: beside.against(beside.value),
            ratio_low: beside.against(beside.low),
            ratio_high: beside.against(beside.high),
            verdict: beside.verdict.name(),
        }
    }
}

impl DaysJson {
    fn of(hours: Beside) -> Self {
        let days = whole_days(hours.value);
        // Of the whole days, as they are told.
        let ratio = hours.against(days as f64 * 24.0);
        DaysJson { days, ratio, verdict: hours.verdict.name() }
    }
}

impl From<&Told> for GroupFigures {
    fn from(told: &Told) -> Self {
        let t = &told.tally;
        GroupFigures {
            opened: t.opened,
            looks: told.looks.map(BesideJson::from),
            looks_median: t.median_looks().map(|(from, to)| ClassJson { from, to }),
            shown_tenths: told.shown_tenths,
            pledged: t.pledged,
            pledged_share: told.pledged.map(BesideJson::from),
            met: t.met,
            met_share: told.met.map(BesideJson::from),
            ended: t.ended,
            ended_share: told.ended.map(BesideJson::from),
            days_to_first_pledge: told.first_wait.map(DaysJson::of),
            days_to_met: told.met_wait.map(DaysJson::of),
        }
    }
}

impl FairnessJson {
    /// Tells of what was read.
    pub fn new(v: &View, read: &Read) -> Self {
        let group = |section: &Section, group: &Group| GroupJson {
            band: group.band.clone(),
            name: name(v, section.dimension, group),
            suppressed: group.told.is_none(),
            figures: group.told.as_ref().map(GroupFigures::from),
        };
        let dimension = |section: &Section| DimensionJson {
            dimension: section.dimension.name(),
            told: section.groups.is_some(),
            groups: section.groups.iter().flatten().map(|one| group(section, one)).collect(),
        };
        let worst = |among: &[Dimension]| {
            read.worst(among).map(|(dimension, group)| WorstJson {
                dimension: dimension.name(),
                band: group.band.clone(),
                name: name(v, dimension, group),
                met_share: group.told.and_then(|told| told.met).map(BesideJson::from),
            })
        };
        FairnessJson {
            definitions: FairnessDefinitions {
                met: v.t("aid-define-met"),
                beside: v.t("aid-fairness-define-beside"),
                suppressed: v.t1("aid-fairness-define-small", "n", super::SMALL),
                as_of: v.t("aid-fairness-define-when"),
            },
            place: FairnessPlace { id: read.place.0, name: read.place.1.clone() },
            year: read.year,
            as_of: read.counted_at,
            groups_as_of: read.groups_month.map(month_start),
            total: read.total.as_ref().map(GroupFigures::from),
            dimensions: read.sections.iter().map(dimension).collect(),
            worst_area: worst(&[Dimension::Area]),
            worst_group: worst(&GUARDED),
            floors: read.floors.map(FloorsJson::from),
        }
    }
}
