//! Figures as the API tells of them.

use super::figure::{Cohort, Figure, written};
use super::routes::Read;
use qianmo_kernel::{Id, Millis};
use qianmo_web::View;
use serde::Serialize;
use utoipa::ToSchema;

/// Figures of a place and cohort.
#[derive(Serialize, ToSchema)]
pub struct StatisticsJson {
    /// What the words mean.
    pub definitions: Definitions,
    /// The place, or the county around it for who does not answer for it; null: everywhere.
    pub place: Option<PlaceFigure>,
    /// The purpose; null: all.
    pub purpose: Option<String>,
    /// The months whose requests are counted.
    pub cohort: CohortJson,
    /// The moment up to which is counted.
    #[schema(value_type = String, format = DateTime)]
    pub as_of: Millis,
    /// All together.
    pub total: FigureJson,
    /// By purpose; empty also where it is not taken apart, because some part would be too small.
    pub by_purpose: Vec<PurposeFigure>,
    /// By month of opening; empty where it is not taken apart. A purpose is taken apart only for who answers for the place.
    pub by_month: Vec<MonthFigure>,
    /// By the places right under it; those below a county only for who answers for it. Empty also where it is not taken apart.
    pub by_place: Vec<PlaceFigure>,
}

/// What the words mean.
#[derive(Serialize, ToSchema)]
pub struct Definitions {
    /// Met.
    pub met: String,
    /// Met rate.
    pub met_rate: String,
    /// What is left out.
    pub suppressed: String,
    /// Which months everybody is told of.
    pub years: String,
}

/// A cohort: the months in which the counted requests were opened, both included.
#[derive(Serialize, ToSchema)]
pub struct CohortJson {
    /// `YYYY-MM`.
    #[schema(example = "2025-01")]
    pub from: String,
    /// `YYYY-MM`.
    #[schema(example = "2025-12")]
    pub to: String,
}

/// A figure. All numbers are null where it is too small to be shown.
#[derive(Serialize, ToSchema)]
pub struct FigureJson {
    /// Handed in in the cohort's months.
    pub submitted: Option<i64>,
    /// Opened in the cohort's months.
    pub opened: Option<i64>,
    /// Of those, met.
    pub met: Option<i64>,
    /// Of those, ended without being met.
    pub ended: Option<i64>,
    /// Met ÷ opened.
    pub met_rate: Option<RateJson>,
    /// Days from opening to being met, on average over the met ones.
    pub mean_wait_days: Option<i64>,
    /// Whether it is too small to be shown.
    pub suppressed: bool,
}

/// A rate with what it is made of.
#[derive(Serialize, ToSchema)]
pub struct RateJson {
    /// Met.
    pub numerator: i64,
    /// Opened in the cohort's months.
    pub denominator: i64,
    /// The quotient in 1,000ths.
    #[schema(minimum = 0, maximum = 1000)]
    pub per_mille: i64,
}

/// A purpose's figure.
#[derive(Serialize, ToSchema)]
pub struct PurposeFigure {
    /// The purpose.
    pub purpose: String,
    /// Its figure.
    #[serde(flatten)]
    pub figure: FigureJson,
}

/// A month's figure.
#[derive(Serialize, ToSchema)]
pub struct MonthFigure {
    /// `YYYY-MM`.
    pub month: String,
    /// Its figure.
    #[serde(flatten)]
    pub figure: FigureJson,
}

/// A place's figure.
#[derive(Serialize, ToSchema)]
pub struct PlaceFigure {
    /// The place.
    #[schema(value_type = String, example = "01HN6XJ4C0800")]
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Its figure.
    #[serde(flatten)]
    pub figure: FigureJson,
}

impl FigureJson {
    /// Of a cell; `None`: left out.
    fn new(cell: Option<Figure>) -> Self {
        let rate = |figure: Figure| RateJson {
            numerator: figure.met,
            denominator: figure.opened,
            // Rounded half up, as the page's percentages are.
            per_mille: (figure.met * 2_000 + figure.opened) / (figure.opened * 2),
        };
        FigureJson {
            submitted: cell.map(|figure| figure.submitted),
            opened: cell.map(|figure| figure.opened),
            met: cell.map(|figure| figure.met),
            ended: cell.map(|figure| figure.ended),
            met_rate: cell.filter(|figure| figure.opened > 0).map(rate),
            mean_wait_days: cell.and_then(|figure| figure.mean_wait_days()),
            suppressed: cell.is_none(),
        }
    }
}

impl CohortJson {
    fn new(cohort: Cohort) -> Self {
        CohortJson { from: written(cohort.from), to: written(cohort.to) }
    }
}

impl StatisticsJson {
    /// Tells of what was read.
    pub fn new(v: &View, read: &Read) -> Self {
        let place = |id: &Id, name: &str, cell| PlaceFigure { id: *id, name: name.to_owned(), figure: FigureJson::new(cell) };
        StatisticsJson {
            definitions: Definitions {
                met: v.t("aid-define-met"),
                met_rate: v.t("aid-define-rate"),
                suppressed: v.t1("aid-define-small", "n", super::SMALL),
                years: v.t("aid-define-years"),
            },
            place: read.place.as_ref().map(|(id, name)| place(id, name, read.total)),
            purpose: (!read.purpose.is_empty()).then(|| read.purpose.clone()),
            cohort: CohortJson::new(read.cohort),
            as_of: v.now,
            total: FigureJson::new(read.total),
            by_purpose: read
                .by_purpose
                .iter()
                .flatten()
                .map(|(purpose, cell)| PurposeFigure { purpose: purpose.clone(), figure: FigureJson::new(*cell) })
                .collect(),
            by_month: read
                .by_month
                .iter()
                .flatten()
                .map(|(month, cell)| MonthFigure { month: written(*month), figure: FigureJson::new(*cell) })
                .collect(),
            by_place: read.by_place.iter().flatten().map(|(id, name, cell)| place(id, name, *cell)).collect(),
        }
    }
}
