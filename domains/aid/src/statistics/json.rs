//! Figures as the API tells of them.

use super::figure::{Cohort, Figure, cells, written};
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
    /// By purpose.
    pub by_purpose: Vec<PurposeFigure>,
    /// By month of opening.
    pub by_month: Vec<MonthFigure>,
    /// By the places right under it; those below a county only for who answers for it.
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
    fn new(figure: Figure, shown: bool) -> Self {
        let cell = |n: i64| shown.then_some(n);
        let rate = RateJson {
            numerator: figure.met,
            denominator: figure.opened,
            per_mille: if figure.opened > 0 { figure.met * 1_000 / figure.opened } else { 0 },
        };
        FigureJson {
            submitted: cell(figure.submitted),
            opened: cell(figure.opened),
            met: cell(figure.met),
            ended: cell(figure.ended),
            met_rate: (shown && figure.opened > 0).then_some(rate),
            mean_wait_days: figure.mean_wait_days().filter(|_| shown),
            suppressed: !shown,
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
        let months: Vec<i64> = read.by_month.values().map(|f| f.opened).collect();
        let purposes: Vec<i64> = read.by_purpose.values().map(|f| f.opened).collect();
        let places: Vec<i64> = read.by_place.iter().map(|(_, _, f)| f.opened).collect();
        StatisticsJson {
            definitions: Definitions {
                met: v.t("aid-define-met"),
                met_rate: v.t("aid-define-rate"),
                suppressed: v.t1("aid-define-small", "n", super::SMALL),
            },
            place: read.place.as_ref().map(|(id, name)| PlaceFigure {
                id: *id,
                name: name.clone(),
                figure: FigureJson::new(read.total, read.shown),
            }),
            purpose: (!read.purpose.is_empty()).then(|| read.purpose.clone()),
            cohort: CohortJson::new(read.cohort),
            as_of: v.now,
            total: FigureJson::new(read.total, read.shown),
            by_purpose: read
                .by_purpose
                .iter()
                .zip(cells(read.shown, &purposes))
                .map(|((purpose, figure), shown)| PurposeFigure {
                    purpose: purpose.clone(),
                    figure: FigureJson::new(*figure, shown),
                })
                .collect(),
            by_month: read
                .by_month
                .iter()
                .zip(cells(read.shown, &months))
                .map(|((month, figure), shown)| MonthFigure { month: written(*month), figure: FigureJson::new(*figure, shown) })
                .collect(),
            by_place: read
                .by_place
                .iter()
                .zip(cells(read.shown, &places))
                .map(|((id, name, figure), shown)| PlaceFigure {
                    id: *id,
                    name: name.clone(),
                    figure: FigureJson::new(*figure, shown),
                })
                .collect(),
        }
    }
}
