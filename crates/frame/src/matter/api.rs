//! Matters as JSON, whatever their kind: the list, one matter with its acts and schedule, doing an act, the history.

use std::collections::BTreeMap;

use axum::extract::State;
use chrono::NaiveDate;
use kernel::clock::Instant;
use kernel::error::{Error, Message};
use kernel::history;
use kernel::id::Id;
use kernel::matter::listing::{self, Filter, Sort, Start};
use kernel::matter::{Request, Standing, perform};
use kernel::search;
use procedure::{FieldType, Need, Part, Value, Words};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use text::Lang;
use utoipa::{OpenApi, ToSchema};
use workday::Lamp;

use super::{explain, files};
use crate::api::{IfMatch, Items, Paging, Revised};
use crate::read::{Json as Body, Len, Path, Query, Reader};
use crate::routes::{Routes, get, post};
use crate::{App, Failure, SignedIn};

/// Routes below `/api/v1`.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .route("/matters", get(list))
        .route("/matters/{id}", get(one))
        .route("/matters/{id}/acts/{act}", post(act))
        .route("/matters/{id}/history", get(events))
        .merge(files::routes())
}

/// What every matter carries.
#[derive(Debug, Serialize, ToSchema)]
pub struct Matter {
    #[schema(value_type = String)]
    pub id: Id,
    pub kind: String,
    pub number: Option<String>,
    pub title: String,
    /// The step it stands in, or the end it came to.
    pub state: String,
    /// `green`, `amber`, `red`; null where no limit runs.
    pub lamp: Option<&'static str>,
    pub due_on: Option<NaiveDate>,
    pub received_on: NaiveDate,
    pub closed_on: Option<NaiveDate>,
    #[schema(value_type = Option<String>)]
    pub unit: Option<Id>,
    pub category: Option<String>,
    pub session: Option<String>,
    /// `open`, `internal`, `confidential` or `embargo`.
    pub confidentiality: String,
    pub historic: bool,
    pub rev: i64,
}

fn light(lamp: Option<Lamp>) -> Option<&'static str> {
    lamp.map(|l| match l {
        Lamp::Green => "green",
        Lamp::Amber => "amber",
        Lamp::Red => "red",
    })
}

impl Matter {
    fn of_row(row: listing::Row, today: NaiveDate) -> Matter {
        Matter {
            lamp: light(row.lamp(today)),
            id: row.id,
            kind: row.kind,
            number: row.number,
            title: row.title,
            state: row.state,
            due_on: row.due_on.filter(|_| row.open && !row.historic),
            received_on: row.received_on,
            closed_on: row.closed_on,
            unit: row.unit,
            category: row.category,
            session: row.session,
            confidentiality: row.confidentiality,
            historic: row.historic,
            rev: row.rev,
        }
    }

    fn of(matter: &kernel::matter::Matter, today: NaiveDate) -> Matter {
        Matter {
            lamp: light(matter.lamp(today)),
            id: matter.id,
            kind: matter.kind.clone(),
            number: matter.number.clone(),
            title: matter.title.clone(),
            state: matter.state.clone(),
            due_on: matter.due_on,
            received_on: matter.received_on,
            closed_on: matter.closed_on,
            unit: matter.lead_unit,
            category: matter.category.clone(),
            session: matter.session.clone(),
            confidentiality: matter.confidentiality.clone(),
            historic: matter.historic,
            rev: matter.rev,
        }
    }
}

/// Matters that exist for the caller, newest first; `q` asks the search instead of the list.
#[utoipa::path(get, path = "/api/v1/matters", tag = "matters", params(
    ("kind" = Option<String>, Query), ("state" = Option<String>, Query), ("unit" = Option<String>, Query),
    ("lamp" = Option<String>, Query, description = "green, amber or red"),
    ("due_before" = Option<String>, Query), ("category" = Option<String>, Query),
    ("session" = Option<String>, Query), ("open" = Option<String>, Query, description = "yes or no"),
    ("q" = Option<String>, Query, description = "words to find; goes with kind only"),
    ("sort" = Option<String>, Query, description = "received, due, number, updated; - before it for downward"),
    Paging), responses((status = 200, description = "Some matters", body = Items<Matter>)))]
async fn list(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<axum::Json<Items<Matter>>, Failure> {
    let today = visit.actor().today;
    let mut r = Reader::new(&query);
    let paging = Paging::read(&mut r);
    let kind = r.line("kind", Len(40));
    let words = r.line("q", Len(200));
    let filter = Filter {
        kind: kind.clone(),
        state: r.line("state", Len(40)),
        unit: r.id("unit"),
        category: r.line("category", Len(60)),
        session: r.line("session", Len(20)),
        lamp: r
            .choice("lamp", &["green", "amber", "red"])
            .map(|l| match l {
                "green" => Lamp::Green,
                "amber" => Lamp::Amber,
                _ => Lamp::Red,
            }),
        due_before: r.date("due_before"),
        open: r.choice("open", &["yes", "no"]).map(|v| v == "yes"),
        ..Filter::default()
    };
    let sort = r.line("sort", Len(20));
    let order = match &sort {
        None => Some(Sort::default()),
        Some(asked) => Sort::parse(asked),
    };
    if order.is_none() {
        let asked = sort.clone().unwrap_or_default();
        r.fail("sort", Message::new("frame-list-sort").arg("name", asked));
    }
    r.finish_strict()?;
    let kernel = app.kernel();
    if let Some(words) = words {
        let page = search::find(
            &kernel.db,
            visit.actor(),
            &words,
            kind.as_deref(),
            paging.cursor.as_deref(),
            paging.limit,
        )
        .await?;
        let ids: Vec<Id> = page.hits.iter().map(|h| h.matter).collect();
        let found = kernel::matter::load::matters(&kernel.db, &ids).await?;
        let items = ids
            .iter()
            .filter_map(|id| found.iter().find(|m| m.id == *id))
            .map(|m| Matter::of(m, today))
            .collect();
        return Ok(axum::Json(Items {
            items,
            next_cursor: page.next,
        }));
    }
    let start = Start::parse(paging.cursor.as_deref())?;
    let page = listing::page(
        kernel,
        visit.actor(),
        &filter,
        order.unwrap_or_default(),
        &start,
        paging.limit,
    )
    .await?;
    let items = page
        .rows
        .into_iter()
        .map(|row| Matter::of_row(row, today))
        .collect();
    Ok(axum::Json(Items {
        items,
        next_cursor: page.next.map(|c| c.to_string()),
    }))
}

/// One matter, with every act (allowed, or refused and why), its running steps, its backward schedule with the
/// explanation of every date, and what its kind adds under `detail`.
#[utoipa::path(get, path = "/api/v1/matters/{id}", tag = "matters", params(("id" = String, Path)),
    responses((status = 200, description = "The matter, its revision as ETag", body = Object)))]
async fn one(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Revised<Json>, Failure> {
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    Ok(Revised(standing.matter.rev, shown(&visit, &standing)?))
}

fn shown(visit: &SignedIn, standing: &Standing) -> Result<Json, Error> {
    let lang = visit.lang;
    let today = visit.actor().today;
    let calendar = &standing.calendar;
    let mut out =
        serde_json::to_value(Matter::of(&standing.matter, today)).map_err(Error::internal)?;
    let acts: Vec<Json> = standing
        .offers(visit.actor())
        .into_iter()
        .map(|o| {
            let why = o.result.as_ref().err();
            json!({
                "act": o.act, "title": said(lang, &o.title),
                "task": o.token.map(|t| Id(t as i64).to_string()),
                "allowed": o.result.is_ok(),
                "refusal": why.map(|r| said(lang, &r.message)),
                "needs": o.needs.iter().map(|n| need(lang, n)).collect::<Vec<_>>(),
            })
        })
        .collect();
    let schedule: Vec<Json> = standing
        .schedule(calendar, today)
        .map(|s| s.slots)
        .unwrap_or_default()
        .into_iter()
        .map(|slot| {
            let title = standing.pinned.definition.state_title(&slot.id);
            json!({
                "step": slot.id, "title": said(lang, &title),
                "earliest_start": slot.earliest_start, "earliest_finish": slot.earliest_finish,
                "latest_start": slot.latest_start, "latest_finish": slot.latest_finish,
                "slack": slot.slack, "late": slot.late, "provisional": slot.provisional,
            })
        })
        .collect();
    let mut tasks = Vec::new();
    for task in &standing.tasks {
        let why = standing.explain_task(task, calendar)?;
        tasks.push(json!({
            "id": task.id.to_string(), "step": task.step, "unit": task.branch_unit.map(|u| u.to_string()),
            "part": task.branch_role, "role": task.role, "round": task.round, "due_on": task.due_on,
            "lamp": light(task.lamp(today)),
            "explanation": why.map(|e| explain::sentences(lang, &e)),
        }));
    }
    let due = standing.explain_due(calendar)?;
    let title = standing
        .pinned
        .definition
        .state_title(&standing.matter.state);
    if let Some(fields) = out.as_object_mut() {
        fields.insert("state_title".to_owned(), json!(said(lang, &title)));
        fields.insert("actions".to_owned(), Json::Array(acts));
        fields.insert("tasks".to_owned(), Json::Array(tasks));
        fields.insert("schedule".to_owned(), Json::Array(schedule));
        fields.insert(
            "explanation".to_owned(),
            json!(due.map(|e| explain::sentences(lang, &e))),
        );
        fields.insert("detail".to_owned(), standing.case.detail(visit.actor()));
    }
    Ok(out)
}

fn said(lang: Lang, words: &Words) -> String {
    super::act::words(lang, words)
}

fn need(lang: Lang, need: &Need) -> Json {
    match need {
        Need::Units { parts } => {
            json!({"units": parts.iter().map(|p| p.code()).collect::<Vec<_>>()})
        }
        Need::Reason { list } => {
            let codes: BTreeMap<&str, String> = list
                .iter()
                .map(|(code, w)| (code.as_str(), said(lang, w)))
                .collect();
            json!({"reason": codes})
        }
        Need::Paper { required } => json!({"papers": true, "required": required}),
        Need::Field {
            name,
            title,
            ty,
            required,
        } => {
            let kind = match ty {
                FieldType::Line(_) | FieldType::Prose(_) => "text",
                FieldType::Int(..) => "integer",
                FieldType::Date => "date",
                FieldType::Flag => "boolean",
                FieldType::Choice(_) => "code",
                FieldType::Pick(_) => "pick",
                FieldType::PickMany(_) => "picks",
            };
            json!({"field": name, "title": said(lang, title), "type": kind, "required": required})
        }
    }
}

/// What an act is given.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ActBody {
    /// The running step, where several have the act.
    #[schema(value_type = Option<String>)]
    pub task: Option<String>,
    pub reason: Option<String>,
    pub units: Vec<UnitPart>,
    /// Files sent before to `/api/v1/files`, by their ids.
    pub papers: Vec<String>,
    /// By the names in `needs`: texts, whole numbers, true or false, dates as 2026-03-05.
    #[schema(value_type = Object)]
    pub fields: BTreeMap<String, Json>,
}

/// A unit with its part.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct UnitPart {
    pub unit: String,
    /// `lead`, `co` or `separate`.
    pub part: String,
}

/// Does an act. `If-Match` states the revision seen; the answer is the matter as it stands then.
#[utoipa::path(post, path = "/api/v1/matters/{id}/acts/{act}", tag = "matters", request_body = ActBody,
    params(("id" = String, Path), ("act" = String, Path), ("If-Match" = String, Header)),
    responses((status = 200, description = "The matter after it", body = Object),
        (status = 412, description = "Changed meanwhile: what happened since"),
        (status = 422, description = "Refused, or fields not accepted"),
        (status = 428, description = "If-Match is missing")))]
async fn act(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, name)): Path<(Id, String)>,
    IfMatch(rev): IfMatch,
    Body(body): Body<ActBody>,
) -> Result<Revised<Json>, Failure> {
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    let task = match &body.task {
        Some(task) => Some(task.parse().map_err(|_| Error::NotFound)?),
        None => None,
    };
    let offer = super::act::offer(&standing, &visit, &name, task)?;
    let mut request = Request::new(name).rev(rev);
    request.task = task;
    request.reason = body.reason;
    for unit in &body.units {
        let part = Part::parse(&unit.part);
        let (Ok(unit), Some(part)) = (unit.unit.parse(), part) else {
            return Err(Error::field("units", Message::new("frame-field-choose")).into());
        };
        request.units.push((unit, part));
    }
    request.papers = files::held(&app, &visit, &body.papers).await?;
    for (field, given) in body.fields {
        let ty = offer.needs.iter().find_map(|n| match n {
            Need::Field { name, ty, .. } if *name == field => Some(ty),
            _ => None,
        });
        let value = match (given, ty) {
            (Json::Bool(b), _) => Some(Value::Flag(b)),
            (Json::Number(n), _) => n.as_i64().map(Value::Int),
            (Json::String(s), Some(FieldType::Date)) => s.parse().ok().map(Value::Date),
            (Json::String(s), _) => Some(Value::Text(s)),
            _ => None,
        };
        match value {
            Some(value) => request.fields.insert(field, value),
            None => {
                return Err(Error::field(field, Message::new("frame-field-choice")).into());
            }
        };
    }
    let done = perform(app.kernel(), visit.actor(), id, request).await?;
    app.live().wake();
    match Standing::read(app.kernel(), visit.actor(), id).await {
        Ok(standing) => Ok(Revised(standing.matter.rev, shown(&visit, &standing)?)),
        // Whoever gave the matter away with the act no longer reads it.
        Err(Error::NotFound) => Ok(Revised(
            done.rev,
            json!({"id": id.to_string(), "state": done.state, "rev": done.rev}),
        )),
        Err(e) => Err(e.into()),
    }
}

/// The events of a matter the caller may read, newest first.
#[utoipa::path(get, path = "/api/v1/matters/{id}/history", tag = "matters",
    params(("id" = String, Path), Paging), responses((status = 200, description = "Some events", body = Object)))]
async fn events(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    paging: Paging,
) -> Result<axum::Json<Json>, Failure> {
    let before = match &paging.cursor {
        None => None,
        Some(cursor) => Some(
            cursor
                .parse()
                .map_err(|_| Error::field("cursor", Message::new("invalid-cursor")))?,
        ),
    };
    kernel::embargo::looked(app.kernel(), visit.actor(), id, None).await?;
    let page =
        history::of_matter(&app.kernel().db, visit.actor(), id, before, paging.limit).await?;
    let items: Vec<Json> = page
        .rows
        .iter()
        .map(|e| {
            let mut event = e.to_json();
            event["at"] = json!(Instant(e.at).local().to_rfc3339());
            event
        })
        .collect();
    let next = page.next.map(|n| n.to_string());
    Ok(axum::Json(json!({"items": items, "next_cursor": next})))
}

#[derive(OpenApi)]
#[openapi(
    paths(list, one, act, events),
    components(schemas(Matter, ActBody, UnitPart))
)]
struct Described;

/// The description of these routes.
pub(crate) fn described() -> utoipa::openapi::OpenApi {
    let mut described = Described::openapi();
    described.merge(files::described());
    described
}
