//! The office over the API: units, people, accounts, sessions and the settings history, read only. The same
//! rows as the pages, under the same rights.

use axum::extract::State;
use chrono::NaiveDate;
use frame::{App, Failure, Len, Query, Reader, Routes, SignedIn, get};
use kernel::access::Role;
use kernel::history::of_settings;
use kernel::term_session;
use serde::Serialize;
use serde_json::Value as Json;
use utoipa::{OpenApi, ToSchema};

use crate::model::person::Wanted;
use crate::pages::{View, accounts_listed, page_of, people_found, units_on_day};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .route("/office/units", get(units))
        .route("/office/people", get(people))
        .route("/office/accounts", get(accounts))
        .route("/office/sessions", get(sessions))
        .route("/office/history", get(history))
}

#[derive(OpenApi)]
#[openapi(paths(units, people, accounts, sessions, history))]
pub(crate) struct Description;

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
struct Page<T: ToSchema> {
    items: Vec<T>,
    /// Where the next page begins; absent on the last one.
    next_cursor: Option<String>,
}

type Answer<T> = Result<axum::Json<Page<T>>, Failure>;

/// A unit under the name it bore on the day asked for.
#[derive(Debug, Serialize, ToSchema)]
struct UnitView {
    id: String,
    parent: Option<String>,
    kind: String,
    name: String,
    short_name: String,
    /// 0 at the top of the tree.
    depth: usize,
    from_on: NaiveDate,
    to_on: Option<NaiveDate>,
    former_names: Vec<FormerNameView>,
}

/// A name a unit bore before.
#[derive(Debug, Serialize, ToSchema)]
struct FormerNameView {
    name: String,
    from_on: NaiveDate,
    to_on: NaiveDate,
}

/// The units there were on a day (`on`, today unless given), as a tree from the top down.
#[utoipa::path(get, path = "/api/v1/office/units", params(("on" = Option<String>, Query)),
    responses((status = 200, body = Page<UnitView>)))]
async fn units(State(app): State<App>, visit: SignedIn, Query(query): Query) -> Answer<UnitView> {
    let actor = visit.actor();
    View::Units.open(actor)?;
    let mut r = Reader::new(&query);
    let day = r.date("on").unwrap_or(actor.today);
    r.finish_strict()?;
    let rows = units_on_day(&app.kernel().db, actor.organ, day).await?;
    let items = rows
        .into_iter()
        .map(|p| UnitView {
            id: p.unit.id.to_string(),
            parent: p.unit.parent_id.map(|i| i.to_string()),
            kind: p.unit.kind,
            name: p.unit.name,
            short_name: p.unit.short_name,
            depth: p.depth,
            from_on: p.unit.from_on,
            to_on: p.unit.to_on,
            former_names: p
                .former
                .into_iter()
                .map(|n| FormerNameView {
                    name: n.name,
                    from_on: n.from_on,
                    to_on: n.to_on,
                })
                .collect(),
        })
        .collect();
    Ok(axum::Json(Page {
        items,
        next_cursor: None,
    }))
}

/// A person with the posts held on the day asked for.
#[derive(Debug, Serialize, ToSchema)]
struct PersonView {
    id: String,
    name: String,
    number: Option<String>,
    posts: Vec<PostView>,
}

/// A post.
#[derive(Debug, Serialize, ToSchema)]
struct PostView {
    id: String,
    role: String,
    title: String,
    unit: Option<String>,
    /// The unit's name on that day.
    unit_name: Option<String>,
    term: Option<i64>,
    from_on: NaiveDate,
    to_on: Option<NaiveDate>,
}

/// The register of people: found by `q` (name, pinyin initials or number), `unit` and `role`, with the posts of
/// a day (`on`).
#[utoipa::path(get, path = "/api/v1/office/people",
    params(("q" = Option<String>, Query), ("unit" = Option<String>, Query), ("role" = Option<String>, Query),
        ("on" = Option<String>, Query), ("cursor" = Option<String>, Query), ("limit" = Option<i64>, Query)),
    responses((status = 200, body = Page<PersonView>)))]
async fn people(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Answer<PersonView> {
    let actor = visit.actor();
    View::People.open(actor)?;
    let codes: Vec<&str> = Role::ALL.iter().map(|r| r.code()).collect();
    let mut r = Reader::new(&query);
    let words = r.line("q", Len(100)).unwrap_or_default();
    let wanted = Wanted {
        words: &words,
        unit: r.id("unit"),
        role: r.choice("role", &codes).and_then(Role::parse),
    };
    let day = r.date("on").unwrap_or(actor.today);
    let cursor = r.line("cursor", Len(20));
    let limit = r.number("limit", 1..=200).unwrap_or(50) as usize;
    r.finish_strict()?;
    let rows = people_found(&app.kernel().db, actor.organ, day, &wanted).await?;
    let (rows, next_cursor) = page_of(rows, cursor.as_deref(), limit);
    let items = rows
        .into_iter()
        .map(|x| PersonView {
            id: x.person.id.to_string(),
            name: x.person.name,
            number: x.person.number,
            posts: x
                .posts
                .into_iter()
                .map(|p| PostView {
                    id: p.post.id.to_string(),
                    role: p.post.role,
                    title: p.post.title,
                    unit: p.post.unit_id.map(|u| u.to_string()),
                    unit_name: p.unit,
                    term: p.post.term,
                    from_on: p.post.from_on,
                    to_on: p.post.to_on,
                })
                .collect(),
        })
        .collect();
    Ok(axum::Json(Page { items, next_cursor }))
}

/// An account as administrators see it.
#[derive(Debug, Serialize, ToSchema)]
struct AccountView {
    id: String,
    name: String,
    person: Option<String>,
    /// The administrator's role it carries.
    role: Option<String>,
    /// `active`, `fresh` (one-time password), `locked` or `disabled`.
    state: String,
    second_factor: bool,
    /// Microseconds UTC.
    last_signed_in: Option<i64>,
}

/// The accounts.
#[utoipa::path(get, path = "/api/v1/office/accounts",
    params(("cursor" = Option<String>, Query), ("limit" = Option<i64>, Query)),
    responses((status = 200, body = Page<AccountView>)))]
async fn accounts(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Answer<AccountView> {
    let actor = visit.actor();
    View::Accounts.open(actor)?;
    let mut r = Reader::new(&query);
    let cursor = r.line("cursor", Len(20));
    let limit = r.number("limit", 1..=200).unwrap_or(50) as usize;
    r.finish_strict()?;
    let rows = accounts_listed(&app.kernel().db, actor.organ, visit.now).await?;
    let (rows, next_cursor) = page_of(rows, cursor.as_deref(), limit);
    let items = rows
        .into_iter()
        .map(|x| AccountView {
            id: x.account.id.to_string(),
            person: x.account.person_id.map(|p| p.to_string()),
            role: x.role.map(|r| r.code().to_owned()),
            state: x.state.code().to_owned(),
            second_factor: x.account.totp_secret.is_some(),
            last_signed_in: x.seen,
            name: x.account.name,
        })
        .collect();
    Ok(axum::Json(Page { items, next_cursor }))
}

/// A session of a term.
#[derive(Debug, Serialize, ToSchema)]
struct SessionView {
    id: String,
    /// As matters carry it: `8-4`.
    code: String,
    term: i64,
    ordinal: i64,
    opened_on: NaiveDate,
    closed_on: NaiveDate,
}

/// Terms and sessions, the newest first.
#[utoipa::path(get, path = "/api/v1/office/sessions",
    responses((status = 200, body = Page<SessionView>)))]
async fn sessions(State(app): State<App>, visit: SignedIn) -> Answer<SessionView> {
    let actor = visit.actor();
    View::Sessions.open(actor)?;
    let rows = term_session::all(&app.kernel().db, actor.organ).await?;
    let items = rows
        .into_iter()
        .map(|s| SessionView {
            id: s.id.to_string(),
            code: s.code,
            term: s.term,
            ordinal: s.ordinal,
            opened_on: s.opened_on,
            closed_on: s.closed_on,
        })
        .collect();
    Ok(axum::Json(Page {
        items,
        next_cursor: None,
    }))
}

/// The settings history, newest first: for the auditor.
#[utoipa::path(get, path = "/api/v1/office/history",
    params(("cursor" = Option<String>, Query), ("limit" = Option<i64>, Query)),
    responses((status = 200, body = Page<Object>)))]
async fn history(State(app): State<App>, visit: SignedIn, Query(query): Query) -> Answer<Json> {
    View::Settings.open(visit.actor())?;
    let mut r = Reader::new(&query);
    let before = r.number("cursor", 1..=i64::MAX);
    let limit = r.number("limit", 1..=200).unwrap_or(50) as usize;
    r.finish_strict()?;
    let page = of_settings(&app.kernel().db, visit.actor(), before, limit).await?;
    Ok(axum::Json(Page {
        items: page.rows.iter().map(|e| e.to_json()).collect(),
        next_cursor: page.next.map(|n| n.to_string()),
    }))
}
