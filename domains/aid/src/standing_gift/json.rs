//! Standing gifts in the API.

use super::calendar::{Day, Period, Rhythm};
use super::model::{Gift, Line, Run, Terms};
use super::preview::Goes;
use crate::pledge::Pledge;
use qianmo_kernel::{Id, Millis, Money, PublicRef, Refused, Res};
use qianmo_payments::Mandate;
use qianmo_web::schema::MoneySchema;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is wished of a standing gift.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TermsBody {
    /// How much each time.
    #[schema(value_type = MoneySchema)]
    pub amount: Money,
    /// `once`, `monthly` or `quarterly`.
    #[schema(pattern = "^(once|monthly|quarterly)$")]
    pub period: String,
    /// For what; left out: for anything.
    #[serde(default)]
    pub purpose: Option<String>,
    /// Where, a place's id; left out: anywhere. A village stands for its township.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub place: Option<Id>,
    /// Whether your name stays out of sight.
    #[serde(default = "yes")]
    pub anonymous: bool,
    /// On which day of the month; left out: that of the first date. In a shorter month it is the last one.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 31)]
    pub day: Option<i64>,
    /// Not before this day; left out: today.
    #[serde(default)]
    #[schema(format = Date)]
    pub first: Option<String>,
    /// Not after this day.
    #[serde(default)]
    #[schema(format = Date)]
    pub until: Option<String>,
    /// How often in all.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 600)]
    pub times: Option<i64>,
}

const fn yes() -> bool {
    true
}

impl TermsBody {
    /// As the commands take it; refuses (422) what is no period or no day.
    pub fn read(&self, today: Day) -> Res<Terms> {
        let period = Period::from_name(&self.period).ok_or_else(|| Refused::field("period", "aid-choose"))?;
        let first = date("first", self.first.as_deref())?.unwrap_or(today);
        let until = date("until", self.until.as_deref())?;
        let day = self.day.unwrap_or_else(|| first.of_month());
        let rhythm = Rhythm { period, day, first, until, times: self.times };
        Ok(Terms { amount: self.amount, purpose: self.purpose.clone(), place: self.place, anonymous: self.anonymous, rhythm })
    }
}

fn date(field: &'static str, text: Option<&str>) -> Res<Option<Day>> {
    match text {
        None => Ok(None),
        Some(text) => Day::parse(text).map(Some).ok_or_else(|| Refused::field(field, "web-field-date").into()),
    }
}

/// The agreement by which a standing gift is charged.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AgreementJson {
    /// `asked`, `agreed`, `refused`, `revoked` or `expired`.
    pub state: &'static str,
    /// The most that one charge may be.
    #[schema(value_type = MoneySchema)]
    pub most: Money,
    /// The provider that charges.
    pub provider: String,
}

impl From<&Mandate> for AgreementJson {
    fn from(m: &Mandate) -> Self {
        AgreementJson { state: m.state.name(), most: m.most, provider: m.provider.clone() }
    }
}

/// A standing gift.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StandingGiftJson {
    /// Its id.
    #[schema(value_type = String)]
    pub id: Id,
    /// How much each time.
    #[schema(value_type = MoneySchema)]
    pub amount: Money,
    /// `once`, `monthly` or `quarterly`.
    pub period: &'static str,
    /// For what; null: for anything.
    pub purpose: Option<String>,
    /// Where; null: anywhere.
    #[schema(value_type = Option<String>)]
    pub place: Option<Id>,
    /// Whether your name stays out of sight.
    pub anonymous: bool,
    /// On which day of the month.
    pub day: i64,
    /// Not before this day.
    #[schema(format = Date)]
    pub first: String,
    /// Not after this day.
    #[schema(format = Date)]
    pub until: Option<String>,
    /// How often in all.
    pub times: Option<i64>,
    /// `active`, `paused` or `ended`.
    pub state: &'static str,
    /// Why it is paused (`donor`, `failed`) or over (`donor`, `done`); empty while it is active.
    pub reason: String,
    /// How many due days there were.
    pub runs: i64,
    /// How many of them failed one after the other, up to now; after three it pauses.
    pub failed_runs: i64,
    /// What the last due day could not place, and the next one tries once more.
    #[schema(value_type = MoneySchema)]
    pub carried: Money,
    /// The next due day.
    #[schema(format = Date)]
    pub next: Option<String>,
    /// By what it is paid without you; null: you pay each pledge by hand.
    pub agreement: Option<AgreementJson>,
    /// Counts its changes; also the ETag.
    pub version: i64,
}

impl StandingGiftJson {
    /// The gift with its agreement.
    pub fn new(gift: &Gift, agreement: Option<&Mandate>) -> Self {
        let (terms, rhythm) = (&gift.terms, &gift.terms.rhythm);
        StandingGiftJson {
            id: gift.id,
            amount: terms.amount,
            period: rhythm.period.name(),
            purpose: terms.purpose.clone(),
            place: terms.place,
            anonymous: terms.anonymous,
            day: rhythm.day,
            first: rhythm.first.to_string(),
            until: rhythm.until.map(|day| day.to_string()),
            times: rhythm.times,
            state: gift.state.name(),
            reason: gift.reason.clone(),
            runs: gift.runs,
            failed_runs: gift.failed,
            carried: Money::new(gift.carried, terms.amount.currency),
            next: gift.next.map(|day| day.to_string()),
            agreement: agreement.map(AgreementJson::from),
            version: gift.version,
        }
    }
}

/// A pledge that a due day made.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StandingPledgeJson {
    /// The pledge.
    #[schema(value_type = String)]
    pub pledge: PublicRef,
    /// The request it is on.
    #[schema(value_type = String)]
    pub request: PublicRef,
    /// How much.
    #[schema(value_type = MoneySchema)]
    pub amount: Money,
    /// What became of it on that day: `made`, `charging`, `paid`, `failed`, `released` or `lapsed`.
    pub state: &'static str,
    /// Where the pledge stands now, as `GET /aid/lifecycle` tells.
    pub pledge_state: &'static str,
}

/// A due day of a standing gift.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StandingRunJson {
    /// The day.
    #[schema(format = Date)]
    pub day: String,
    /// `placing`, `charging`, `waiting` or `done`.
    pub state: &'static str,
    /// Whether its pledges are charged by your agreement; else you pay them by hand.
    pub by_agreement: bool,
    /// What was due.
    #[schema(value_type = MoneySchema)]
    pub amount: Money,
    /// What the day before could not place.
    #[schema(value_type = MoneySchema)]
    pub carried_in: Money,
    /// What was pledged of both.
    #[schema(value_type = MoneySchema)]
    pub placed: Money,
    /// What found no place; never charged.
    #[schema(value_type = MoneySchema)]
    pub not_placed: Money,
    /// What of that the next due day tries once more.
    #[schema(value_type = MoneySchema)]
    pub carried_out: Money,
    /// What was paid of it when the day was over.
    #[schema(value_type = MoneySchema)]
    pub paid: Money,
    /// Whether it failed: a charge did, or nothing was paid in time.
    pub failed: bool,
    /// Why nothing more was placed or charged, a message's key; empty when there is nothing to say.
    pub note: String,
    /// Its pledges.
    pub pledges: Vec<StandingPledgeJson>,
    /// When it ended.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended_at: Option<Millis>,
}

impl StandingRunJson {
    /// The run with its pledges as they stand.
    pub fn new(run: &Run, lines: &[(Line, Pledge)]) -> Self {
        let pledge = |(line, pledge): &(Line, Pledge)| StandingPledgeJson {
            pledge: line.pledge_ref(),
            request: line.request_ref(),
            amount: run.money(line.amount),
            state: line.state.name(),
            pledge_state: pledge.state.name(),
        };
        StandingRunJson {
            day: run.key.day.to_string(),
            state: run.state.name(),
            by_agreement: run.mandate.is_some(),
            amount: run.money(run.amount),
            carried_in: run.money(run.carried_in),
            placed: run.money(run.placed),
            not_placed: run.money(run.not_placed()),
            carried_out: run.money(run.carried_out),
            paid: run.money(run.paid),
            failed: run.failed,
            note: run.note.clone(),
            pledges: lines.iter().map(pledge).collect(),
            ended_at: run.ended_at,
        }
    }
}

/// A request to which a standing gift would go now.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct GoesJson {
    /// The request.
    #[schema(value_type = String)]
    pub request: PublicRef,
    /// What it needs, in words.
    pub title: String,
    /// What the part of it asks for, in words.
    pub part: String,
    /// For what.
    pub purpose: String,
    /// How much of it.
    #[schema(value_type = MoneySchema)]
    pub amount: Money,
}

impl From<&Goes> for GoesJson {
    fn from(goes: &Goes) -> Self {
        GoesJson {
            request: goes.request.reference,
            title: goes.request.title.clone(),
            part: goes.part.clone(),
            purpose: goes.request.purpose.clone(),
            amount: goes.amount,
        }
    }
}

/// Where a standing gift would go if it were due now.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PreviewJson {
    /// The requests, in the order in which they would be tried.
    pub items: Vec<GoesJson>,
    /// Always null: there are five at the most.
    pub next: Option<String>,
}

/// What is to become of a standing gift.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ActBody {
    /// `pause`, `resume` or `end`.
    #[schema(pattern = "^(pause|resume|end)$")]
    pub act: String,
}

/// An agreement that is to be given.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AgreeJson {
    /// Where it stands.
    pub agreement: AgreementJson,
    /// Where you agree: a page of the provider; null when nothing is left to agree to there.
    pub agree_at: Option<String>,
}
