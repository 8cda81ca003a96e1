//! One election: what is elected, its candidates and what they got, its ballots, notice and certificates.

use axum::extract::State;
use axum::response::Response;
use frame::matter::Shown;
use frame::ui::{Cell, Column, Doc, Empty, Facts, Links, Note, Row, Table, Tone};
use frame::{App, Failure, Path, Routes, SignedIn, Visit, get};
use kernel::error::Error;
use kernel::id::Id;
use kernel::matter::Standing;

use super::ta;
use crate::election::Held;
use crate::model::election::{By, span};
use crate::store::election::Candidate;

pub(super) fn routes() -> Routes {
    Routes::new().route("/appointments/elections/{id}", get(page))
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    let held = Held::of(&standing)?;
    let shown = Shown::new(&app, &visit, &standing).await?;
    let (history, more) = shown.history(&app).await?;
    let mut main = Doc::default();
    if let Some(note) = note(&visit, &standing, held) {
        main = main.part(note);
    }
    main = main.panel(&visit.t("appointments-election"), facts(&visit, held));
    main = match held.candidates.is_empty() {
        true => main.part(Empty::new(
            visit.t("appointments-candidates-none"),
            visit.t("appointments-candidates-none-about"),
        )),
        false => main.part(candidates(&visit, &held.candidates)),
    };
    if let Some(links) = ballots(&app, &visit, id).await? {
        main = main.panel(&visit.t("appointments-ballots"), links);
    }
    if held.election.certified_on.is_some() {
        main = main.panel(&visit.t("appointments-notice"), issued(&visit, id, held));
    }
    if let Some(papers) = shown.papers(&app).await? {
        main = main.part(papers);
    }
    let mut side = Doc::default()
        .panel_at("dates", &visit.t("appointments-dates"), shown.dates()?)
        .panel(&visit.t("matter-history"), history);
    if let Some(more) = more {
        side = side.part(more);
    }
    Ok(Doc::new(standing.matter.title.as_str())
        .trail("/appointments", visit.t("appointments-nav"))
        .trail("/appointments/elections", visit.t("appointments-elections"))
        .live(format!("matter:{id}"))
        .part(shown.head())
        .part(shown.rail())
        .columns(main, side)
        .show(&visit))
}

fn facts(visit: &Visit, held: &Held) -> Facts {
    let e = &held.election;
    let day = |d: Option<chrono::NaiveDate>| {
        d.map(|d| text::date::date(visit.lang, d))
            .unwrap_or_default()
    };
    let (least, most) = span(e.post, e.seats);
    let args = [("least", least.into()), ("most", most.into())];
    Facts::new(visit)
        .line(visit.t("appointments-office"), e.office.clone())
        .line(visit.t("appointments-post"), visit.t(&e.post.key()))
        .line(visit.t("appointments-seats"), e.seats.to_string())
        .line(
            visit.t("appointments-candidates-asked"),
            ta(visit, "appointments-candidates-span", &args),
        )
        .line(visit.t("appointments-session"), e.meeting.clone())
        .line(visit.t("appointments-announced-on"), day(e.announced_on))
        .line(visit.t("appointments-notice-number"), e.notice.clone())
        .line(visit.t("appointments-notice-on"), day(e.certified_on))
}

/// What is worth knowing before one goes on.
fn note(visit: &Visit, standing: &Standing, held: &Held) -> Option<Note> {
    let standing_for = held.candidates.iter().filter(|c| c.stands()).count() as i64;
    let (_, most) = span(held.election.post, held.election.seats);
    match standing.matter.state.as_str() {
        "nomination" if standing_for > most => {
            let args = [("n", standing_for.into()), ("most", most.into())];
            let words = ta(visit, "appointments-primary-needed", &args);
            Some(Note::new(Tone::Warn, words))
        }
        "ballot" if !held.outcome().tied.is_empty() => {
            let names: Vec<&str> = held
                .candidates
                .iter()
                .filter(|c| held.outcome().tied.contains(&c.n))
                .map(|c| c.name.as_str())
                .collect();
            let names = names.join("、");
            let args = [("names", names.as_str().into())];
            Some(Note::new(Tone::Warn, ta(visit, "ballot-tied", &args)))
        }
        "ballot" => Some(Note::new(Tone::Info, visit.t("appointments-written-about"))),
        _ => None,
    }
}

/// The ballots on it, primaries with them.
async fn ballots(app: &App, visit: &Visit, id: Id) -> Result<Option<Links>, Error> {
    let all = ballot::of_matter(&app.kernel().db, id).await?;
    let links: Vec<(String, String)> = all
        .iter()
        .map(|b| {
            let state = visit.t(&format!("ballot-state-{}", b.state.code()));
            (
                format!("/ballots/{}", b.id),
                format!("{} · {state}", b.title),
            )
        })
        .collect();
    Ok((!links.is_empty()).then(|| Links::new(links)))
}

/// The documents of whoever was elected.
fn issued(visit: &Visit, id: Id, held: &Held) -> Links {
    let mut links = vec![(
        format!("/appointments/elections/{id}/notice.docx"),
        visit.t("appointments-notice-word"),
    )];
    links.extend(held.won().map(|c| {
        let args = [
            ("name", c.name.as_str().into()),
            ("number", c.certificate.as_str().into()),
        ];
        (
            format!("/appointments/elections/{id}/certificates/{}", c.n),
            ta(visit, "appointments-elected-word", &args),
        )
    }));
    links.push((
        format!("/public/appointments/{id}"),
        visit.t("appointments-published-page"),
    ));
    Links::new(links)
}

fn candidates(visit: &Visit, all: &[Candidate]) -> Table {
    let ranked = all.iter().any(|c| c.primary_yes.is_some());
    let voted = all.iter().any(|c| c.yes.is_some());
    let mut columns = vec![
        Column::new("name", visit.t("appointments-ask-name")),
        Column::new("present", visit.t("appointments-ask-present")),
        Column::new("by", visit.t("appointments-ask-nominated_by")),
    ];
    if ranked {
        columns.push(Column::new("primary", visit.t("appointments-primary-yes")).number());
    }
    if voted {
        for key in ["yes", "no", "abstain"] {
            columns.push(Column::new(key, visit.t(&format!("appointments-ask-{key}"))).number());
        }
        columns.push(Column::new("needed", visit.t("appointments-needed")).number());
    }
    columns.push(Column::new("result", visit.t("appointments-result")));
    let count = |n: Option<i64>| n.map_or(Cell::Nothing, Cell::Count);
    let rows = all
        .iter()
        .map(|c| {
            let mut cells = vec![
                Cell::text(c.name.as_str()),
                Cell::text(c.present.as_str()),
                Cell::text(by(visit, c)),
            ];
            if ranked {
                cells.push(count(c.primary_yes));
            }
            if voted {
                cells.extend([c.yes, c.no, c.abstain, c.needed].map(count));
            }
            cells.push(match (c.stands(), c.elected) {
                (false, _) => Cell::text(c.dropped.as_str()),
                (true, Some(true)) => Cell::Tag(visit.t("appointments-elected")),
                (true, Some(false)) => Cell::text(visit.t("appointments-not-elected")),
                (true, None) => Cell::Nothing,
            });
            Row {
                id: c.n.to_string(),
                cells,
            }
        })
        .collect();
    Table::new(
        visit,
        "candidates",
        visit.t("appointments-candidates"),
        columns,
    )
    .rows(rows)
    .cards()
}

fn by(visit: &Visit, c: &Candidate) -> String {
    let by = visit.t(&c.nominated_by.key());
    match (c.nominated_by, c.signers) {
        (By::Written, _) | (_, 0) => by,
        (_, n) => {
            let args = [("by", by.as_str().into()), ("n", n.into())];
            ta(visit, "appointments-by-signers", &args)
        }
    }
}
