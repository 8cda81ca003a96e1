//! Groups with their members, quotas, days away and the board of a week as JSON. Writes read what was sent as the pages
//! do, and go the pages' way.

use axum::extract::State;
use axum::http::StatusCode;
use chrono::{Days, NaiveDate};
use frame::api::Items;
use frame::{App, Failure, Json, Path, Query, Reader, Routes, SignedIn, get, post};
use kernel::access::Permission;
use kernel::id::Id;
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::given::fields;
use super::newsroom::office;
use super::{Made, made};
use crate::actions::{group as groups, quota as quotas};
use crate::model::board::Line;
use crate::model::quota::{Standing, week_of};
use crate::pages::{enter, groups as group_pages, quotas as quota_pages, weeks as week_pages};
use crate::store::{group, quota};

#[derive(OpenApi)]
#[openapi(paths(all, add, edit, join, leave, owed, set, away, go, back, board, weeks))]
pub(super) struct Described;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/publicity/groups", get(all).post(add))
        .route("/publicity/groups/{id}", post(edit))
        .route("/publicity/groups/{id}/members", post(join))
        .route("/publicity/groups/{id}/members/{member}/end", post(leave))
        .route("/publicity/quotas", get(owed).post(set))
        .route("/publicity/away", get(away).post(go))
        .route("/publicity/away/{id}/remove", post(back))
        .route("/publicity/board", get(board))
        .route("/publicity/board/weeks", get(weeks))
}

/// Somebody of a group, from a day to a day.
#[derive(Debug, Serialize, ToSchema)]
struct MemberItem {
    #[schema(value_type = String)]
    id: Id,
    #[schema(value_type = String)]
    person: Id,
    name: String,
    lead: bool,
    from_on: NaiveDate,
    to_on: Option<NaiveDate>,
}

/// A group with everybody who is or was in it, those who lead it first.
#[derive(Debug, Serialize, ToSchema)]
struct GroupItem {
    #[schema(value_type = String)]
    id: Id,
    name: String,
    ended_on: Option<NaiveDate>,
    members: Vec<MemberItem>,
}

/// The groups, the oldest first.
#[utoipa::path(get, path = "/api/v1/publicity/groups", tag = "publicity",
    responses((status = 200, body = Items<GroupItem>), (status = 403)))]
async fn all(
    State(app): State<App>,
    visit: SignedIn,
) -> Result<axum::Json<Items<GroupItem>>, Failure> {
    enter(&visit)?;
    let (db, organ) = (&app.kernel().db, visit.actor().organ);
    let members = group::members(db, organ).await?;
    let of = |id: Id| {
        let own = members.iter().filter(|m| m.group_id == id);
        own.map(|m| MemberItem {
            id: m.id,
            person: m.person_id,
            name: m.name.clone(),
            lead: m.lead,
            from_on: m.from_on,
            to_on: m.to_on,
        })
        .collect()
    };
    let items = group::groups(db, organ)
        .await?
        .into_iter()
        .map(|g| GroupItem {
            members: of(g.id),
            id: g.id,
            name: g.name,
            ended_on: g.ended_on,
        })
        .collect();
    Ok(axum::Json(Items {
        items,
        next_cursor: None,
    }))
}

/// A group to be added, or what it is called from now on and when it ended.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct GroupGiven {
    name: String,
    ended_on: Option<NaiveDate>,
}

/// Adds a group.
#[utoipa::path(post, path = "/api/v1/publicity/groups", tag = "publicity", request_body = GroupGiven,
    responses((status = 201, body = Made), (status = 403), (status = 422)))]
async fn add(
    State(app): State<App>,
    visit: SignedIn,
    Json(given): Json<GroupGiven>,
) -> Result<(StatusCode, axum::Json<Made>), Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let (name, _) = group_pages::read(&fields(&given)?)?;
    made(&app, groups::add(app.kernel(), visit.actor(), &name).await?)
}

/// Renames a group, or ends it.
#[utoipa::path(post, path = "/api/v1/publicity/groups/{id}", tag = "publicity", params(("id" = String, Path)),
    request_body = GroupGiven, responses((status = 204), (status = 403), (status = 404), (status = 422)))]
async fn edit(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Json(given): Json<GroupGiven>,
) -> Result<StatusCode, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let (name, ended_on) = group_pages::read(&fields(&given)?)?;
    groups::edit(app.kernel(), visit.actor(), id, &name, ended_on).await?;
    app.live().wake();
    Ok(StatusCode::NO_CONTENT)
}

/// Somebody to be taken into a group; who is in another one leaves it the day before.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MemberGiven {
    person: String,
    #[serde(default)]
    lead: bool,
    from_on: NaiveDate,
}

/// Takes somebody into a group.
#[utoipa::path(post, path = "/api/v1/publicity/groups/{id}/members", tag = "publicity", params(("id" = String, Path)),
    request_body = MemberGiven, responses((status = 204), (status = 403), (status = 404), (status = 422)))]
async fn join(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Json(given): Json<MemberGiven>,
) -> Result<StatusCode, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let (person, lead, from_on) = group_pages::read_member(&fields(&given)?)?;
    groups::join(app.kernel(), visit.actor(), id, person, lead, from_on).await?;
    app.live().wake();
    Ok(StatusCode::NO_CONTENT)
}

/// Ends a membership with today.
#[utoipa::path(post, path = "/api/v1/publicity/groups/{id}/members/{member}/end", tag = "publicity",
    params(("id" = String, Path), ("member" = String, Path)),
    responses((status = 204), (status = 403), (status = 404)))]
async fn leave(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, member)): Path<(Id, Id)>,
) -> Result<StatusCode, Failure> {
    groups::leave(app.kernel(), visit.actor(), id, member).await?;
    app.live().wake();
    Ok(StatusCode::NO_CONTENT)
}

/// What a group and each of its members owe a week, from a Monday on.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct QuotaItem {
    group: String,
    /// Of a quota to be set any day of its first week.
    from_on: NaiveDate,
    per_week: i64,
    each: i64,
    /// `adopted` or `submitted`: what counts.
    counts: String,
}

/// Every quota that was set, the newest of each group first.
#[utoipa::path(get, path = "/api/v1/publicity/quotas", tag = "publicity",
    responses((status = 200, body = Items<QuotaItem>), (status = 403)))]
async fn owed(
    State(app): State<App>,
    visit: SignedIn,
) -> Result<axum::Json<Items<QuotaItem>>, Failure> {
    office(&visit)?;
    let items = quota::quotas(&app.kernel().db, visit.actor().organ)
        .await?
        .into_iter()
        .map(|q| QuotaItem {
            group: q.group_id.to_string(),
            from_on: q.from_on,
            per_week: q.per_week,
            each: q.each,
            counts: q.counts,
        })
        .collect();
    Ok(axum::Json(Items {
        items,
        next_cursor: None,
    }))
}

/// Sets what a group owes from a week on.
#[utoipa::path(post, path = "/api/v1/publicity/quotas", tag = "publicity", request_body = QuotaItem,
    responses((status = 204), (status = 403), (status = 404), (status = 422)))]
async fn set(
    State(app): State<App>,
    visit: SignedIn,
    Json(given): Json<QuotaItem>,
) -> Result<StatusCode, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let q = quota_pages::read(&fields(&given)?)?;
    quotas::put(
        app.kernel(),
        visit.actor(),
        q.group_id,
        q.from_on,
        q.per_week,
        q.each,
        &q.counts,
    )
    .await?;
    app.live().wake();
    Ok(StatusCode::NO_CONTENT)
}

/// Days on which somebody is away and owes nothing.
#[derive(Debug, Serialize, ToSchema)]
struct AwayItem {
    #[schema(value_type = String)]
    id: Id,
    #[schema(value_type = String)]
    person: Id,
    name: String,
    from_on: NaiveDate,
    to_on: NaiveDate,
    why: String,
}

/// Who is, was or will be away: a quarter back to a year ahead.
#[utoipa::path(get, path = "/api/v1/publicity/away", tag = "publicity",
    responses((status = 200, body = Items<AwayItem>), (status = 403)))]
async fn away(
    State(app): State<App>,
    visit: SignedIn,
) -> Result<axum::Json<Items<AwayItem>>, Failure> {
    office(&visit)?;
    let (from, to) = quota_pages::absences(visit.actor().today);
    let items = quota::away(&app.kernel().db, visit.actor().organ, from, to)
        .await?
        .into_iter()
        .map(|a| AwayItem {
            id: a.id,
            person: a.person_id,
            name: a.name,
            from_on: a.from_on,
            to_on: a.to_on,
            why: a.why,
        })
        .collect();
    Ok(axum::Json(Items {
        items,
        next_cursor: None,
    }))
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AwayGiven {
    person: String,
    from_on: NaiveDate,
    to_on: NaiveDate,
    why: String,
}

/// Enters days away.
#[utoipa::path(post, path = "/api/v1/publicity/away", tag = "publicity", request_body = AwayGiven,
    responses((status = 204), (status = 403), (status = 404), (status = 422)))]
async fn go(
    State(app): State<App>,
    visit: SignedIn,
    Json(given): Json<AwayGiven>,
) -> Result<StatusCode, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let (person, from, to, why) = quota_pages::read_away(&fields(&given)?)?;
    quotas::go_away(app.kernel(), visit.actor(), person, from, to, &why).await?;
    app.live().wake();
    Ok(StatusCode::NO_CONTENT)
}

/// Takes days away back.
#[utoipa::path(post, path = "/api/v1/publicity/away/{id}/remove", tag = "publicity", params(("id" = String, Path)),
    responses((status = 204), (status = 403), (status = 404)))]
async fn back(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<StatusCode, Failure> {
    quotas::come_back(app.kernel(), visit.actor(), id).await?;
    app.live().wake();
    Ok(StatusCode::NO_CONTENT)
}

/// What a group or somebody owed and did in a week.
#[derive(Debug, Serialize, ToSchema)]
struct LineItem {
    id: String,
    name: String,
    owed: u32,
    done: u32,
    /// `free` where nothing was owed, `short`, `met` or `over`.
    standing: &'static str,
    /// Away on every working day.
    away: bool,
}

impl LineItem {
    fn of(line: Line) -> LineItem {
        LineItem {
            id: Id(line.id).to_string(),
            name: line.name,
            owed: line.owed,
            done: line.done,
            standing: match line.standing {
                Standing::Free => "free",
                Standing::Short(_) => "short",
                Standing::Met => "met",
                Standing::Over(_) => "over",
            },
            away: line.away,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
struct BoardGroup {
    group: LineItem,
    members: Vec<LineItem>,
}

/// The board of a week: the groups that have a quota then.
#[derive(Debug, Serialize, ToSchema)]
struct BoardItem {
    /// Its Monday and Sunday.
    from: NaiveDate,
    to: NaiveDate,
    groups: Vec<BoardGroup>,
}

/// What each group and member owed and did in a week; this week unless another day is named.
#[utoipa::path(get, path = "/api/v1/publicity/board", tag = "publicity",
    params(("week" = Option<String>, Query, description = "any day of the week")),
    responses((status = 200, body = BoardItem), (status = 403)))]
async fn board(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<axum::Json<BoardItem>, Failure> {
    enter(&visit)?;
    let mut r = Reader::new(&query);
    let monday = week_of(r.date("week").unwrap_or(visit.actor().today));
    r.finish_strict()?;
    let weeks = quotas::Weeks::read(app.kernel(), visit.actor().organ, monday, monday).await?;
    let groups = weeks
        .board(monday)
        .into_iter()
        .map(|b| BoardGroup {
            group: LineItem::of(b.group),
            members: b.members.into_iter().map(LineItem::of).collect(),
        })
        .collect();
    Ok(axum::Json(BoardItem {
        from: monday,
        to: monday + Days::new(6),
        groups,
    }))
}

/// What a group owed and did in a week.
#[derive(Debug, Serialize, ToSchema)]
struct WeekItem {
    /// Its Monday.
    week: NaiveDate,
    group: LineItem,
}

/// Groups week by week, the latest week first; this year up to last week unless other days are named.
#[utoipa::path(get, path = "/api/v1/publicity/board/weeks", tag = "publicity",
    params(("from" = Option<String>, Query), ("to" = Option<String>, Query)),
    responses((status = 200, body = Items<WeekItem>), (status = 403)))]
async fn weeks(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<axum::Json<Items<WeekItem>>, Failure> {
    enter(&visit)?;
    let (first, last) = week_pages::read(&query, visit.actor().today)?;
    let items = week_pages::lines(&app, &visit, first, last)
        .await?
        .into_iter()
        .map(|(week, line)| WeekItem {
            week,
            group: LineItem::of(line),
        })
        .collect();
    Ok(axum::Json(Items {
        items,
        next_cursor: None,
    }))
}
