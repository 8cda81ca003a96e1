//! What groups owe a week, and who is away.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::{Days, NaiveDate};
use frame::ui::{Cell, Choice, Column, Doc, Field, Form as Sheet, Head, Press, Row, Table};
use frame::{App, Failure, Fields, Form, Go, Len, Path, Reader, Routes, SignedIn, get, post};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::id::Id;

use crate::actions::quota as actions;
use crate::store::{group, quota};

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/publicity/quotas", get(page).post(put))
        .route("/publicity/away", post(go_away))
        .route("/publicity/away/{id}/remove", post(come_back))
}

/// Days back and ahead absences are listed.
const BACK: u64 = 90;
const AHEAD: u64 = 366;

/// What a group owes from a week on.
pub(crate) fn read(typed: &Fields) -> Result<quota::Quota, Error> {
    let mut r = Reader::new(typed);
    let group = r.must_id("group");
    let from_on = r.must_date("from_on");
    let per_week = r.must_number("per_week", 0..=500);
    let each = r.must_number("each", 0..=100);
    let counts = r.must_choice("counts", &actions::COUNTS);
    r.finish()?;
    let (Some(group_id), Some(from_on), Some(counts)) = (group, from_on, counts) else {
        return Err(Error::field("group", Message::new("invalid-choice")));
    };
    Ok(quota::Quota {
        group_id,
        from_on,
        per_week: per_week.unwrap_or(0),
        each: each.unwrap_or(0),
        counts: counts.to_owned(),
    })
}

/// Who is away, from when to when, and why.
pub(crate) fn read_away(typed: &Fields) -> Result<(Id, NaiveDate, NaiveDate, String), Error> {
    let mut r = Reader::new(typed);
    let person = r.must_id("person");
    let (from, to) = (r.must_date("from_on"), r.must_date("to_on"));
    let why = r.must_line("why", Len(60));
    r.finish()?;
    match (person, from, to) {
        (Some(person), Some(from), Some(to)) => Ok((person, from, to, why)),
        _ => Err(Error::field("person", Message::new("invalid-choice"))),
    }
}

/// The days whose absences are listed.
pub(crate) fn absences(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    (today - Days::new(BACK), today + Days::new(AHEAD))
}

async fn quota_form(app: &App, visit: &SignedIn) -> Result<Sheet, Error> {
    let groups = group::groups(&app.kernel().db, visit.actor().organ)
        .await?
        .into_iter()
        .filter(|g| g.ended_on.is_none())
        .map(|g| Choice::new(g.id, g.name))
        .collect();
    let counts = actions::COUNTS
        .iter()
        .map(|c| Choice::new(c, visit.t(&format!("publicity-counts-{c}"))))
        .collect();
    Ok(Sheet::new(visit, "/publicity/quotas")
        .compact()
        .side(vec![
            Field::select("group", visit.t("publicity-group"), groups).must(),
            Field::date("from_on", visit.t("publicity-quota-from"))
                .must()
                .hint(visit.t("publicity-quota-from-hint"))
                .value(visit.actor().today),
        ])
        .side(vec![
            Field::number("per_week", visit.t("publicity-quota-group"), 0, 500).must(),
            Field::number("each", visit.t("publicity-quota-each"), 0, 100).must(),
            Field::select("counts", visit.t("publicity-counts"), counts).must(),
        ])
        .send(visit.t("publicity-quota-set")))
}

async fn away_form(app: &App, visit: &SignedIn) -> Result<Sheet, Error> {
    let today = visit.actor().today;
    let mut people: Vec<(Id, String)> = group::members(&app.kernel().db, visit.actor().organ)
        .await?
        .into_iter()
        .filter(|m| m.is_on(today))
        .map(|m| (m.person_id, m.name))
        .collect();
    people.sort_by(|a, b| a.1.cmp(&b.1));
    people.dedup();
    let people = people
        .into_iter()
        .map(|(id, name)| Choice::named(id, name))
        .collect();
    Ok(Sheet::new(visit, "/publicity/away")
        .compact()
        .field(Field::pick("person", visit.t("publicity-group-member"), people).must())
        .side(vec![
            Field::date("from_on", visit.t("publicity-from-on"))
                .must()
                .value(today),
            Field::date("to_on", visit.t("publicity-to-on"))
                .must()
                .value(today),
            Field::line("why", visit.t("publicity-away-why"), 60).must(),
        ])
        .send(visit.t("publicity-away-add")))
}

async fn lists(app: &App, visit: &SignedIn) -> Result<Doc, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let (db, organ) = (&app.kernel().db, visit.actor().organ);
    let groups = group::groups(db, organ).await?;
    let name = |id: Id| {
        let found = groups.iter().find(|g| g.id == id);
        found.map_or_else(String::new, |g| g.name.clone())
    };
    let columns = vec![
        Column::new("group", visit.t("publicity-group")),
        Column::new("from", visit.t("publicity-quota-from")),
        Column::new("per_week", visit.t("publicity-quota-group")).number(),
        Column::new("each", visit.t("publicity-quota-each")).number(),
        Column::new("counts", visit.t("publicity-counts")),
    ];
    let rows = quota::quotas(db, organ)
        .await?
        .into_iter()
        .map(|q| Row {
            id: String::new(),
            cells: vec![
                Cell::text(name(q.group_id)),
                Cell::Day(q.from_on),
                Cell::Count(q.per_week),
                Cell::Count(q.each),
                Cell::text(visit.t(&format!("publicity-counts-{}", q.counts))),
            ],
        })
        .collect();
    let quotas = Table::new(visit, "quotas", visit.t("publicity-quotas-now"), columns)
        .rows(rows)
        .cards();
    let today = visit.actor().today;
    let columns = vec![
        Column::new("name", visit.t("publicity-group-member")),
        Column::new("from", visit.t("publicity-from-on")),
        Column::new("to", visit.t("publicity-to-on")),
        Column::new("why", visit.t("publicity-away-why")),
        Column::new("remove", visit.t("publicity-do")),
    ];
    let (from, to) = absences(today);
    let rows = quota::away(db, organ, from, to)
        .await?
        .into_iter()
        .map(|a| {
            let action = format!("/publicity/away/{}/remove", a.id);
            let press = Press::new(visit, action, visit.t("publicity-away-remove"));
            Row {
                id: a.id.to_string(),
                cells: vec![
                    Cell::text(a.name),
                    Cell::Day(a.from_on),
                    Cell::Day(a.to_on),
                    Cell::text(a.why),
                    Cell::Html(press.to_string()),
                ],
            }
        })
        .collect();
    let away = Table::new(visit, "away", visit.t("publicity-away"), columns)
        .rows(rows)
        .cards();
    Ok(Doc::new(visit.t("publicity-quotas"))
        .trail("/publicity", visit.t("publicity-nav"))
        .trail("/publicity/board", visit.t("publicity-board"))
        .part(Head::new(visit.t("publicity-quotas")).lede(visit.t("publicity-quotas-lede")))
        .part(quotas)
        .part(away))
}

async fn page(State(app): State<App>, visit: SignedIn) -> Result<Response, Failure> {
    let doc = lists(&app, &visit).await?;
    Ok(doc
        .panel(
            &visit.t("publicity-quota-set"),
            quota_form(&app, &visit).await?,
        )
        .panel(
            &visit.t("publicity-away-add"),
            away_form(&app, &visit).await?,
        )
        .show(&visit))
}

fn saved() -> Response {
    Go::to("/publicity/quotas")
        .saying(Message::new("publicity-saved"))
        .into_response()
}

async fn put(
    State(app): State<App>,
    visit: SignedIn,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let done = async {
        let quota = read(&typed)?;
        actions::put(
            app.kernel(),
            visit.actor(),
            quota.group_id,
            quota.from_on,
            quota.per_week,
            quota.each,
            &quota.counts,
        )
        .await
    };
    match done.await {
        Ok(()) => Ok(saved()),
        Err(e) => {
            let form = quota_form(&app, &visit).await?.again(&typed, e)?;
            Ok(lists(&app, &visit).await?.again(form).show(&visit))
        }
    }
}

async fn go_away(
    State(app): State<App>,
    visit: SignedIn,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let done = async {
        let (person, from, to, why) = read_away(&typed)?;
        actions::go_away(app.kernel(), visit.actor(), person, from, to, &why).await
    };
    match done.await {
        Ok(()) => Ok(saved()),
        Err(e) => {
            let form = away_form(&app, &visit).await?.again(&typed, e)?;
            Ok(lists(&app, &visit).await?.again(form).show(&visit))
        }
    }
}

async fn come_back(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(_): Form,
) -> Result<Response, Failure> {
    actions::come_back(app.kernel(), visit.actor(), id).await?;
    Ok(saved())
}
