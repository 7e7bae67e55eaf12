//! Households, made of whole cloth: members of plausible ages, numbers that hold and can belong to nobody, addresses and
//! phones that reach nobody.

use super::dice::Dice;
use super::names::{self, Script};
use super::stages::Own;
use qianmo_kernel::{Id, Millis};
use qianmo_registry::raw::{HouseholdRaw, MemberRaw};
use qianmo_registry::resident::check_character;

/// No place of first registration begins with these two digits: a number with them holds and is nobody's.
const NOWHERE: &str = "80";

const HAMLETS: &[&str] = &["上", "下", "东", "西", "南", "北", "前", "后"];
const CAUSES: &[(&str, u32)] = &[
    ("illness", 30),
    ("schooling", 16),
    ("disability", 12),
    ("labour", 11),
    ("capital", 8),
    ("skill", 6),
    ("disaster", 5),
    ("land", 4),
    ("transport", 3),
    ("water", 2),
    ("bereavement", 2),
    ("other", 1),
];
/// Health facts; coarse, and free of pity.
const HEALTH: &[&str] =
    &["高血压，按时服药", "膝关节不便，少走远路", "视力较弱", "糖尿病，定期复查", "腰部旧伤，不能负重", "听力较弱，说话请大声些"];

/// A household and what a story needs to know of it.
#[derive(Clone, Debug)]
pub struct Family {
    /// As a helper would type it.
    pub raw: HouseholdRaw,
    /// The phone its own account signs in with; empty: it has no account.
    pub phone: String,
    /// How its own account is called.
    pub called: String,
}

/// The day `now`, as year, month, day.
type Day = (i16, i8, i8);

/// Of a hundred households so many have a phone and an account.
const WITH_ACCOUNT: usize = 16;

/// Household number `number` of a village in a province.
pub fn family(seed: u64, number: usize, village: Id, province: &str, today: Day, own: Own) -> Family {
    let mut dice = Dice::of(seed, "household", number as u64);
    let script = names::script(&mut dice, province);
    let surname = names::family(&mut dice);
    let makeup = makeup(seed, number);
    let head_is_male = dice.in_thousand(510);
    let mut members = Vec::with_capacity(makeup.len());
    for (at, (relation, age)) in makeup.into_iter().enumerate() {
        let male = match relation {
            "head" => head_is_male,
            "spouse" => !head_is_male,
            _ => dice.in_thousand(510),
        };
        members.push(member(&mut dice, &Who { relation, age, male, script, surname }, number * 8 + at, today));
    }
    let has_account = own == Own::Phone || (own == Own::Any && dice.below(100) < WITH_ACCOUNT);
    // 100 begins no mobile number anywhere in the country: nothing rings.
    let phone =
        if has_account || (own == Own::Any && dice.in_thousand(600)) { format!("+861000{number:07}") } else { String::new() };
    let causes = causes(&mut dice);
    let address = format!("{}组{}号", dice.pick(HAMLETS), 10 + dice.below(89));
    // 99 begins no bank's cards: nothing that is paid to it reaches anybody. Everybody has one, since nobody is paid without.
    let bank_card = format!("99{:013}", 7_000_000 + number);
    let language = names::language(script, province).to_owned();
    let called = members.first().map(|head| head.name.clone()).unwrap_or_default();
    let raw = HouseholdRaw { place: village.to_string(), address, phone: phone.clone(), bank_card, language, causes, members };
    Family { raw, phone: if has_account { phone } else { String::new() }, called }
}

fn causes(dice: &mut Dice) -> Vec<String> {
    let weights: Vec<u32> = CAUSES.iter().map(|(_, weight)| *weight).collect();
    let mut causes: Vec<String> = Vec::new();
    for _ in 0..1 + dice.below(3) {
        if let Some((cause, _)) = CAUSES.get(dice.weighed(&weights))
            && !causes.iter().any(|known| known == cause)
        {
            causes.push((*cause).to_owned());
        }
    }
    causes
}

/// How old the members of household number `number` are when it is registered: what it asks for is to fit them.
pub fn ages_of(seed: u64, number: usize) -> Vec<i64> {
    makeup(seed, number).into_iter().map(|(_, age)| age).collect()
}

/// Who lives there: drawn for itself, so that it is known before there is a household.
fn makeup(seed: u64, number: usize) -> Vec<(&'static str, i64)> {
    let mut dice = Dice::of(seed, "makeup", number as u64);
    let size = [2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 6, 6].get(dice.below(12)).copied().unwrap_or(3);
    ages(&mut dice, size)
}

/// Relations and ages of a household: a couple with children, an old couple with a grandchild, three generations …
fn ages(dice: &mut Dice, size: usize) -> Vec<(&'static str, i64)> {
    let old = dice.in_thousand(380);
    let head = if old { dice.between(58, 82) } else { dice.between(28, 57) };
    let mut all = vec![("head", head)];
    if dice.in_thousand(760) {
        all.push(("spouse", (head + dice.between(-6, 4)).clamp(22, 84)));
    }
    while all.len() < size {
        let next = if old {
            match dice.below(10) {
                0..3 => ("child", (head - dice.between(23, 36)).max(19)),
                3..4 => ("child_in_law", (head - dice.between(24, 36)).max(20)),
                _ => ("grandchild", dice.between(3, 19)),
            }
        } else {
            match dice.below(10) {
                0..7 => ("child", dice.between(1, (head - 21).clamp(2, 24))),
                7..9 => ("parent", (head + dice.between(20, 32)).min(91)),
                _ => ("sibling", (head + dice.between(-8, 8)).max(18)),
            }
        };
        all.push(next);
    }
    all
}

struct Who {
    relation: &'static str,
    age: i64,
    male: bool,
    script: Script,
    surname: &'static str,
}

fn member(dice: &mut Dice, who: &Who, number: usize, today: Day) -> MemberRaw {
    // Who married in has a family name of their own.
    let own = matches!(who.relation, "spouse" | "child_in_law").then(|| names::family(dice)).unwrap_or(who.surname);
    let named = names::member(dice, who.script, own);
    let male = who.male;
    let year = today.0 - i16::try_from(who.age).unwrap_or(40) - 1;
    let (month, day) = (1 + dice.below(12) as i8, 1 + dice.below(28) as i8);
    let (id_kind, id_number, birth) = match dice.below(1_000) {
        0..15 => ("none", String::new(), if dice.in_thousand(500) { String::new() } else { year.to_string() }),
        15..22 => ("other", format!("QM{number:08}"), format!("{year:04}-{month:02}")),
        _ => ("resident", resident(number, (year, month, day), male), String::new()),
    };
    let weak = who.age > 55 && dice.in_thousand(350);
    let disability = match dice.below(100) {
        0..4 => "some",
        4..6 => "severe",
        _ => "none",
    };
    let labour = match who.age {
        ..16 | 75.. => "none",
        60..75 => "reduced",
        _ if disability == "severe" => "none",
        _ => "full",
    };
    MemberRaw {
        relation: who.relation.to_owned(),
        name: named.text,
        name_language: named.language.to_owned(),
        other_name: named.other,
        sex: if male { "male" } else { "female" }.to_owned(),
        birth,
        id_kind: id_kind.to_owned(),
        id_number,
        health: if weak { dice.pick(HEALTH).to_owned() } else { String::new() },
        disability: disability.to_owned(),
        labour: labour.to_owned(),
    }
}

/// The resident number of person `number`: it holds, no two are alike, and no authority ever gave it.
fn resident(number: usize, (year, month, day): Day, male: bool) -> String {
    // Four digits of an area that is not there and the order within the day tell 5,000,000 people apart.
    let (area, order) = (number / 500 % 10_000, number % 500 * 2 + usize::from(male));
    let digits = format!("{NOWHERE}{area:04}{year:04}{month:02}{day:02}{order:03}");
    let check = check_character(&digits).unwrap_or('0');
    format!("{digits}{check}")
}

/// The day of a moment in Greenwich, by which the registry reads dates of birth.
pub fn day_of(at: Millis) -> Day {
    at.date_at(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use qianmo_registry::check;
    use std::collections::HashSet;

    #[test]
    fn every_household_passes_the_registrys_own_check_and_no_number_comes_twice() {
        let today = (2026, 11, 23);
        let mut numbers = HashSet::new();
        for number in 0..3_000 {
            let province = ["61", "62", "53", "44", "41", "37"][number % 6];
            let made = family(7, number, Id::from_i64(5), province, today, Own::Any);
            let read = check::household(&made.raw, today).unwrap_or_else(|e| panic!("{number}: {e:?} {:?}", made.raw));
            assert!((2..=6).contains(&read.members.len()));
            for member in &read.members {
                assert!(member.id_number.is_empty() || numbers.insert(member.id_number.clone()));
            }
        }
    }
}
