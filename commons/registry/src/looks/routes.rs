//! Looks over HTTP.

use super::page::{Line, LooksPage};
use super::store::{self, Look, Whose};
use crate::household::open;
use crate::permit;
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Id, Millis, PublicRef, Res};
use qianmo_web::cursor::{Listed, PageQuery};
use qianmo_web::schema::{IdSchema, RefSchema};
use qianmo_web::{Answer, Cursor, Cx, Path, Query};
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;

/// Looks of a page.
const PAGE: i64 = 30;

/// Looks with the names of those who looked; one more than `limit` tells that there are more. Whoever gave to the household without
/// a name is named to the officers and auditors of its place alone.
pub(crate) fn read(
    tx: &mut Tx<'_>,
    actor: &Actor,
    household: PublicRef,
    whose: Whose,
    before: Id,
    limit: i64,
) -> Res<Vec<(Look, String)>> {
    let brief = open::standing(tx, household)?;
    permit::staff_or_own(actor, &permit::LOOKS, &brief.path, household)?;
    let names_all = actor.household != Some(household) && actor.may(&permit::LOOKERS, &brief.path);
    let looks = store::list_of(tx, household, whose, before, limit + 1)?;
    let mut names: HashMap<Id, String> = HashMap::new();
    let mut out = Vec::with_capacity(looks.len());
    for look in looks {
        let look = if names_all { look } else { look.for_household() };
        if look.is_withheld() {
            out.push((look, String::new()));
            continue;
        }
        let name = match names.get(&look.account) {
            Some(name) => name.clone(),
            None => {
                let name = qianmo_identity::account::display_name(tx, look.account)?;
                names.insert(look.account, name.clone());
                name
            }
        };
        out.push((look, name));
    }
    Ok(out)
}

fn before(cursor: Option<&str>) -> Res<Id> {
    cursor.map_or(Ok(Id::from_i64(i64::MAX)), Cursor::decode)
}

pub(crate) fn cut(mut looks: Vec<(Look, String)>, limit: i64) -> (Vec<(Look, String)>, Option<String>) {
    let limit = usize::try_from(limit).unwrap_or(1);
    let next = (looks.len() > limit).then(|| looks.get(limit - 1).map(|(l, _)| Cursor::encode(&l.id))).flatten();
    looks.truncate(limit);
    (looks, next)
}

/// `GET /households/{reference}/looks`
pub async fn page(cx: Cx, Path(household): Path<PublicRef>, Query(params): Query<PageQuery>) -> Answer {
    let (actor, locale) = (cx.actor_owned()?, cx.locale);
    let before = before(params.cursor.as_deref())?;
    let (looks, who) = cx
        .read(move |tx| Ok((read(tx, &actor, household, Whose::All, before, PAGE)?, open::masked(tx, household, locale)?)))
        .await?;
    let (looks, next) = cut(looks, PAGE);
    let lines = looks.into_iter().map(|(look, name)| Line::new(look, name)).collect();
    let body = LooksPage { v: cx.view(), who, lines, next, href: format!("/households/{household}/looks") };
    crate::household::routes::unstored(cx.page("registry-looks-title", &body))
}

/// A look at a household.
#[derive(Debug, Serialize, ToSchema)]
pub struct LookView {
    /// The look.
    #[schema(value_type = IdSchema)]
    id: Id,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Millis,
    /// The account that looked; null when the reader is not told.
    #[schema(value_type = Option<IdSchema>)]
    account: Option<Id>,
    /// How that account is called; empty when the reader is not told.
    name: String,
    /// Whether it was a donor who gave to the household without a name. Only officers and auditors of the place are told who.
    unnamed: bool,
    /// In which role.
    role: String,
    /// `opened`, `registered`, `changed`, `proxy`, `searched`, `probed`, `exported`, `card`, `joined`, `left`, `returned`,
    /// `merge-proposed`, `merge-over` or `merged`.
    act: &'static str,
    /// What for.
    task: &'static str,
    /// More in words.
    words: String,
    /// What was opened or changed.
    fields: Vec<String>,
    /// Whether the household's card was shown.
    card_shown: bool,
}

/// List who looked at a household, newest first.
#[utoipa::path(get, path = "/households/{ref}/looks", tag = "households",
    params(("ref" = RefSchema, Path, description = "The household"), PageQuery),
    responses((status = 200, description = "Looks, newest first", body = Listed<LookView>)))]
pub async fn json(cx: Cx, Path(household): Path<PublicRef>, Query(params): Query<PageQuery>) -> Answer {
    let actor = cx.actor_owned()?;
    let limit = Cursor::limit(params.limit)?;
    let before = before(params.cursor.as_deref())?;
    let looks = cx.read(move |tx| read(tx, &actor, household, Whose::All, before, limit)).await?;
    let (looks, next) = cut(looks, limit);
    let items = looks
        .into_iter()
        .map(|(look, name)| LookView {
            id: look.id,
            at: look.at,
            account: (!look.is_withheld()).then_some(look.account),
            name,
            unnamed: look.unnamed,
            role: look.role,
            act: look.act.name(),
            task: look.task.name(),
            words: look.words,
            fields: look.fields.split(',').filter(|f| !f.is_empty()).map(str::to_owned).collect(),
            card_shown: look.card_shown,
        })
        .collect();
    cx.json(&Listed { items, next })
}
