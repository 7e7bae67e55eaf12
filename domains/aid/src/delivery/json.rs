//! Sending in the API.

use super::command::{Dispatch, Way};
use super::form::{implausible, is_tracking};
use qianmo_kernel::{FieldError, Millis, PublicRef, Refused, Res, text};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How goods travel.
#[derive(Copy, Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WayJson {
    /// A courier carries them: `company` and `tracking` are needed.
    Courier,
    /// Somebody brings them: `contact` and `planned_at` are needed.
    InPerson,
}

/// How goods are sent.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DispatchJson {
    /// By courier or in person.
    pub way: WayJson,
    /// The courier's company.
    #[serde(default)]
    #[schema(max_length = 60)]
    pub company: String,
    /// The courier's tracking number: letters, digits, hyphens.
    #[serde(default)]
    #[schema(max_length = 40)]
    pub tracking: String,
    /// Whom to call when it is brought in person; only those who confirm the delivery see it.
    #[serde(default)]
    #[schema(max_length = 80)]
    pub contact: String,
    /// The day it is to be brought in person: at most a month ago, at most half a year ahead. Not looked at with a courier.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub planned_at: Option<Millis>,
}

impl DispatchJson {
    /// The dispatch as the command takes it.
    pub fn read(&self, now: Millis) -> Res<Dispatch> {
        let way = match self.way {
            WayJson::Courier => Way::Courier,
            WayJson::InPerson => Way::InPerson,
        };
        let (company, tracking, contact) = (text::tidy(&self.company), text::tidy(&self.tracking), text::tidy(&self.contact));
        let mut errors = Vec::new();
        let mut fail = |field: &str, message| errors.push(FieldError { field: field.to_owned(), message, args: Vec::new() });
        let courier = way == Way::Courier;
        if courier && !(1..=60).contains(&text::length(&company)) {
            fail("company", "web-field-required");
        }
        if courier && !is_tracking(&tracking) {
            fail("tracking", "aid-dispatch-tracking-bad");
        }
        if !courier && !(2..=80).contains(&text::length(&contact)) {
            fail("contact", "web-field-required");
        }
        let planned_at = self.planned_at.filter(|_| !courier);
        match planned_at.map(|at| implausible(at, now)) {
            None if !courier => fail("planned_at", "web-field-required"),
            Some(Some(message)) => fail("planned_at", message),
            _ => {}
        }
        if !errors.is_empty() {
            return Err(Refused::invalid(errors).into());
        }
        let keep = |text: String, wanted: bool| if wanted { text } else { String::new() };
        Ok(Dispatch {
            way,
            company: keep(company, courier),
            tracking: keep(tracking, courier),
            contact: keep(contact, !courier),
            planned_at,
        })
    }
}

/// Where goods are to be brought.
#[derive(Serialize, ToSchema)]
pub struct AddressJson {
    /// The pledge.
    #[schema(value_type = String)]
    pub pledge: PublicRef,
    /// The name of the household's head. This look was logged; the household can see it.
    pub name: String,
    /// House, street, group; or what the request says.
    pub address: String,
    /// The place where that lies, with all that it lies in, in the language of the answer.
    pub place: String,
    /// The same as it is written there, for whoever carries it.
    pub place_local: String,
    /// The household's telephone; empty when it has none.
    pub phone: String,
}

/// Why a part cannot be delivered.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FailPartJson {
    /// The part.
    #[schema(value_type = String, min_length = 13, max_length = 13)]
    pub part: qianmo_kernel::Id,
    /// A reason code; everybody may read it.
    #[schema(pattern = "^(unreachable|moved-away|not-needed|other)$", example = "unreachable")]
    pub reason: String,
}
