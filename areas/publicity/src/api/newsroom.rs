//! Outlets, the ledger, a period at a glance and settlements as JSON.

use axum::extract::State;
use chrono::{Datelike, NaiveDate};
use frame::api::{Items, Paging};
use frame::{App, Failure, Path, Query, Reader, Routes, SignedIn, get};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::id::Id;
use kernel::statistics::{self, Compare, Question, Value};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::briefing::Period;
use crate::figures::{ADOPTED, AUTHORED, PIECES, SUBMITTED};
use crate::model::adoption::Field;
use crate::model::genre::Genre;
use crate::model::imbalance::imbalance;
use crate::model::outlet::{Level, Medium};
use crate::pages::enter;
use crate::store::adoption::{self, Filter};
use crate::store::{incentive, outlet};

#[derive(OpenApi)]
#[openapi(paths(outlets, ledger, overview, settlements, settlement))]
pub(super) struct Described;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/publicity/outlets", get(outlets))
        .route("/publicity/ledger", get(ledger))
        .route("/publicity/overview", get(overview))
        .route("/publicity/settlements", get(settlements))
        .route("/publicity/settlements/{id}", get(settlement))
}

/// An outlet with the columns it runs and its contact reporters of today.
#[derive(Debug, Serialize, ToSchema)]
struct OutletItem {
    #[schema(value_type = String)]
    id: Id,
    name: String,
    /// `national`, `province`, `city`, `county`, `township` or `own`.
    level: &'static str,
    /// `web`, `print`, `tv`, `radio`, `new_media`, `internal` or `window`.
    medium: &'static str,
    outward: bool,
    major: bool,
    columns: Vec<String>,
    reporters: Vec<String>,
    note: String,
    ended_on: Option<NaiveDate>,
}

/// The register of outlets, by name.
#[utoipa::path(get, path = "/api/v1/publicity/outlets", tag = "publicity",
    responses((status = 200, body = Items<OutletItem>), (status = 403)))]
async fn outlets(
    State(app): State<App>,
    visit: SignedIn,
) -> Result<axum::Json<Items<OutletItem>>, Failure> {
    enter(&visit)?;
    let (db, organ) = (&app.kernel().db, visit.actor().organ);
    let columns = outlet::columns(db, organ).await?;
    let reporters = outlet::reporters(db, organ).await?;
    let one = |o: outlet::Outlet| OutletItem {
        columns: columns
            .iter()
            .filter(|c| c.outlet_id == o.id && c.ended_on.is_none())
            .map(|c| c.name.clone())
            .collect(),
        reporters: reporters
            .iter()
            .filter(|r| r.outlet_id == o.id && r.to_on.is_none())
            .map(|r| r.name.clone())
            .collect(),
        id: o.id,
        name: o.name,
        level: o.level.code(),
        medium: o.medium.code(),
        outward: o.outward,
        major: o.major,
        note: o.note,
        ended_on: o.ended_on,
    };
    let all = outlet::outlets(db, organ).await?;
    Ok(axum::Json(Items {
        items: all.into_iter().map(one).collect(),
        next_cursor: None,
    }))
}

/// One appearance, with its authors as they stood over it.
#[derive(Debug, Serialize, ToSchema)]
struct AdoptionItem {
    #[schema(value_type = String)]
    id: Id,
    #[schema(value_type = String)]
    manuscript: Id,
    on_date: NaiveDate,
    title: String,
    #[schema(value_type = String)]
    outlet_id: Id,
    outlet: String,
    level: &'static str,
    medium: &'static str,
    genre: &'static str,
    group: Option<String>,
    authors: Vec<String>,
    place: String,
    size: Option<&'static str>,
    characters: i64,
    seconds: i64,
    photos: i64,
    reprint: bool,
    link: Option<String>,
    /// Why it was struck, where it was.
    struck: Option<String>,
}

/// The ledger of adoptions, the latest first.
#[utoipa::path(get, path = "/api/v1/publicity/ledger", tag = "publicity", params(
    ("from" = Option<String>, Query), ("to" = Option<String>, Query), ("outlet" = Option<String>, Query),
    ("level" = Option<String>, Query), ("medium" = Option<String>, Query), ("genre" = Option<String>, Query),
    ("struck" = Option<String>, Query, description = "yes or no"), Paging),
    responses((status = 200, body = Items<AdoptionItem>), (status = 403)))]
async fn ledger(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<axum::Json<Items<AdoptionItem>>, Failure> {
    enter(&visit)?;
    let mut r = Reader::new(&query);
    let paging = Paging::read(&mut r);
    let levels: Vec<&str> = Level::ALL.iter().map(|l| l.code()).collect();
    let media: Vec<&str> = Medium::ALL.iter().map(|m| m.code()).collect();
    let genres: Vec<&str> = Genre::ALL.iter().map(|g| g.code()).collect();
    let filter = Filter {
        from: r.date("from"),
        to: r.date("to"),
        outlet: r.id("outlet"),
        level: r.choice("level", &levels).and_then(Level::parse),
        medium: r.choice("medium", &media).and_then(Medium::parse),
        genre: r.choice("genre", &genres).and_then(Genre::parse),
        struck: r.choice("struck", &["yes", "no"]).map(|s| s == "yes"),
        ..Filter::default()
    };
    r.finish_strict()?;
    let before = match paging.cursor.as_deref() {
        Some(cursor) => {
            let wrong = || Error::field("cursor", Message::new("invalid-cursor"));
            let (day, id) = cursor.split_once('.').ok_or_else(wrong)?;
            let day = day.parse().map_err(|_| wrong())?;
            Some((day, id.parse().map_err(|_| wrong())?))
        }
        None => None,
    };
    let db = &app.kernel().db;
    let mut found = adoption::page(db, visit.actor(), &filter, before, paging.limit + 1).await?;
    let more = found.len() > paging.limit;
    found.truncate(paging.limit);
    let next_cursor = found
        .last()
        .filter(|_| more)
        .map(|a| format!("{}.{}", a.on_date, a.id));
    let ids: Vec<Id> = found.iter().map(|a| a.id).collect();
    let bylines = adoption::bylines(db, &ids).await?;
    let items = found
        .into_iter()
        .map(|a| AdoptionItem {
            authors: bylines
                .iter()
                .filter(|b| b.adoption_id == a.id)
                .map(|b| b.name.clone())
                .collect(),
            struck: a.struck_at.and(a.struck_why),
            id: a.id,
            manuscript: a.matter_id,
            on_date: a.on_date,
            title: a.title,
            outlet_id: a.outlet_id,
            outlet: a.outlet,
            level: a.level.code(),
            medium: a.medium.code(),
            genre: a.genre.code(),
            group: a.group_name,
            place: a.said_place,
            size: a.size.map(|s| s.code()),
            characters: a.characters,
            seconds: a.seconds,
            photos: a.photos,
            reprint: a.reprint,
            link: a.link,
        })
        .collect();
    Ok(axum::Json(Items { items, next_cursor }))
}

/// A number with the address of its rows.
#[derive(Debug, Serialize, ToSchema)]
struct Told {
    value: i64,
    list: String,
}

/// A part of a whole, with the address of its rows.
#[derive(Debug, Serialize, ToSchema)]
struct Rate {
    part: i64,
    whole: i64,
    list: String,
}

/// What the statistics page says of a period, each number with its rows; any other split is asked of
/// `/api/v1/statistics/publicity.adoptions`.
#[derive(Debug, Serialize, ToSchema)]
struct Overview {
    from: NaiveDate,
    to: NaiveDate,
    adoptions: Told,
    same_period_last_year: Told,
    last_year: Told,
    /// Most appearances in one outlet on one day: the day, the outlet, how many.
    best_day: Option<(String, String, Told)>,
    authors: i64,
    /// The fewest authors who wrote half of everything.
    half_by: i64,
    /// Fields of the congress's work no piece told of.
    fields_not_covered: Vec<&'static str>,
    /// Of the submissions those taken, and of the pieces sent those any outlet took.
    submissions_taken: Rate,
    pieces_taken: Rate,
}

/// The period in a query; this year up to today where none is named.
pub(super) fn period(visit: &SignedIn, r: &mut Reader<'_>) -> Period {
    let today = visit.actor().today;
    let from = r.date("from");
    let to = r.date("to");
    let period = Period {
        from: from.unwrap_or_else(|| today.with_ordinal(1).unwrap_or(today)),
        to: to.unwrap_or(today),
    };
    if period.to < period.from {
        r.fail("to", Message::new("statistics-period-backwards"));
    }
    period
}

pub(super) fn api(list: &str) -> String {
    format!("/api/v1{list}")
}

/// The figures of a period at a glance.
#[utoipa::path(get, path = "/api/v1/publicity/overview", tag = "publicity",
    params(("from" = Option<String>, Query), ("to" = Option<String>, Query)),
    responses((status = 200, body = Overview), (status = 403)))]
async fn overview(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<axum::Json<Overview>, Failure> {
    enter(&visit)?;
    let mut r = Reader::new(&query);
    let period = period(&visit, &mut r);
    r.finish_strict()?;
    let (kernel, actor) = (app.kernel(), visit.actor());
    let question = |by: &[&str], compare: Option<Compare>| Question {
        from: Some(period.from),
        to: Some(period.to),
        by: by.iter().map(|d| (*d).to_owned()).collect(),
        compare,
        ..Question::default()
    };
    let by_field = question(&["field"], Some(Compare::PreviousYear));
    let by_field = statistics::evaluate(kernel, actor, ADOPTED, &by_field).await?;
    let by_person = question(&["person"], None);
    let by_person = statistics::evaluate(kernel, actor, AUTHORED, &by_person).await?;
    let best = question(&["day", "outlet"], None);
    let best = statistics::greatest(kernel, actor, ADOPTED, &best).await?;
    let year = period.from.year() - 1;
    let day = |m, d| NaiveDate::from_ymd_opt(year, m, d);
    let whole = Question {
        from: day(1, 1),
        to: day(12, 31),
        ..Question::default()
    };
    let whole = statistics::evaluate(kernel, actor, ADOPTED, &whole).await?;
    let counts: Vec<u64> = by_person
        .rows
        .iter()
        .map(|r| u64::try_from(r.value.rows()).unwrap_or(0))
        .collect();
    let told = |f: &&Field| {
        let is = |r: &statistics::Row| r.keys.get("field").is_some_and(|k| k.code == f.code());
        !by_field.rows.iter().any(is)
    };
    let mut rates = Vec::new();
    for name in [SUBMITTED, PIECES] {
        let answer = statistics::evaluate(kernel, actor, name, &question(&[], None)).await?;
        let (part, whole) = match answer.total.value {
            Value::Ratio { num, den } => (num, den),
            Value::Int(n) => (n, n),
        };
        rates.push(Rate {
            part,
            whole,
            list: api(&answer.total.list),
        });
    }
    let (Some(pieces_taken), Some(submissions_taken)) = (rates.pop(), rates.pop()) else {
        return Err(Error::internal("two rates were asked").into());
    };
    Ok(axum::Json(Overview {
        from: period.from,
        to: period.to,
        adoptions: Told {
            value: by_field.total.value.rows(),
            list: api(&by_field.total.list),
        },
        same_period_last_year: Told {
            value: by_field.total.compared.map_or(0, Value::rows),
            list: api(by_field.total.compared_list.as_deref().unwrap_or_default()),
        },
        last_year: Told {
            value: whole.total.value.rows(),
            list: api(&whole.total.list),
        },
        best_day: best.map(|b| {
            let key = |d: &str| b.keys.get(d).map(|k| k.code.clone()).unwrap_or_default();
            let told = Told {
                value: b.value.rows(),
                list: api(&b.list),
            };
            (key("day"), key("outlet"), told)
        }),
        authors: counts.len() as i64,
        half_by: imbalance(&counts).half_by as i64,
        fields_not_covered: Field::ALL.iter().filter(told).map(|f| f.code()).collect(),
        submissions_taken,
        pieces_taken,
    }))
}

/// A settled period.
#[derive(Debug, Serialize, ToSchema)]
struct SettlementItem {
    #[schema(value_type = String)]
    id: Id,
    title: String,
    from_on: NaiveDate,
    to_on: NaiveDate,
    /// The version of the rules it was settled by.
    rules: i64,
}

impl SettlementItem {
    fn of(s: incentive::Settlement) -> SettlementItem {
        SettlementItem {
            id: s.id,
            title: s.title,
            from_on: s.from_on,
            to_on: s.to_on,
            rules: s.version,
        }
    }
}

/// Settlements, the newest period first; the office's alone.
#[utoipa::path(get, path = "/api/v1/publicity/settlements", tag = "publicity",
    responses((status = 200, body = Items<SettlementItem>), (status = 403)))]
async fn settlements(
    State(app): State<App>,
    visit: SignedIn,
) -> Result<axum::Json<Items<SettlementItem>>, Failure> {
    office(&visit)?;
    let all = incentive::settlements(&app.kernel().db, visit.actor().organ).await?;
    Ok(axum::Json(Items {
        items: all.into_iter().map(SettlementItem::of).collect(),
        next_cursor: None,
    }))
}

/// What the office alone reads, whatever its token may write.
pub(super) fn office(visit: &SignedIn) -> Result<(), Failure> {
    match visit.actor().may(Permission::Newsroom) {
        true => Ok(()),
        false => Err(Error::Forbidden(Message::new(Permission::Newsroom.refusal())).into()),
    }
}

/// What somebody got: money in fen, points in hundredths.
#[derive(Debug, Serialize, ToSchema)]
struct PaidItem {
    name: String,
    pieces: u32,
    points: i64,
    earned: i64,
    capped: i64,
    penalty: i64,
    /// Made good of earlier settlements.
    adjusted: i64,
    /// What is paid in all.
    paid: i64,
}

/// What a settlement made good of an earlier one, because the ledger was corrected since.
#[derive(Debug, Serialize, ToSchema)]
struct AdjustmentItem {
    name: String,
    /// The settlement it corrects.
    of: String,
    points: i64,
    fen: i64,
}

#[derive(Debug, Serialize, ToSchema)]
struct SettlementTold {
    #[serde(flatten)]
    settlement: SettlementItem,
    paid: Vec<PaidItem>,
    adjustments: Vec<AdjustmentItem>,
}

/// One settlement as it was frozen.
#[utoipa::path(get, path = "/api/v1/publicity/settlements/{id}", tag = "publicity", params(("id" = String, Path)),
    responses((status = 200, body = SettlementTold), (status = 403), (status = 404)))]
async fn settlement(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<axum::Json<SettlementTold>, Failure> {
    office(&visit)?;
    let db = &app.kernel().db;
    let found = incentive::settlement(db, visit.actor().organ, id).await?;
    let settled = incentive::settled(db, id).await?;
    let made = incentive::made_by(db, id).await?;
    let good = |name: &str| -> i64 {
        let own = made.iter().filter(|m| m.name == name);
        own.map(|m| m.fen).sum()
    };
    let mut paid: Vec<PaidItem> = settled
        .iter()
        .map(|s| PaidItem {
            name: s.name.clone(),
            pieces: s.pieces,
            points: s.earned.points,
            earned: s.earned.fen,
            capped: s.capped,
            penalty: s.penalty,
            adjusted: good(&s.name),
            paid: s.fen() + good(&s.name),
        })
        .collect();
    // Whoever only gets an adjustment is paid as well.
    for m in &made {
        if paid.iter().all(|p| p.name != m.name) {
            paid.push(PaidItem {
                name: m.name.clone(),
                pieces: 0,
                points: 0,
                earned: 0,
                capped: 0,
                penalty: 0,
                adjusted: good(&m.name),
                paid: good(&m.name),
            });
        }
    }
    Ok(axum::Json(SettlementTold {
        settlement: SettlementItem::of(found),
        paid,
        adjustments: made
            .into_iter()
            .map(|m| AdjustmentItem {
                name: m.name,
                of: m.other,
                points: m.points,
                fen: m.fen,
            })
            .collect(),
    }))
}
