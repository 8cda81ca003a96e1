//! One case: the person and the offices, what is missing, the examination, the result; for those named also who is
//! named and who read it.

use axum::extract::State;
use axum::response::Response;
use frame::matter::Shown;
use frame::ui::{Cell, Column, Doc, Facts, Links, Note, Row, Table, Tone};
use frame::{App, Failure, PDF, Path, Routes, SignedIn, Visit, get};
use kernel::embargo;
use kernel::error::Error;
use kernel::id::Id;
use kernel::matter::{Confidentiality, Standing};

use super::{readings, ta};
use crate::kind::{Held, latest};
use crate::model::holding::{months, within_term};
use crate::model::refusal::Barred;
use crate::store::case::Line;
use crate::store::register;

/// Readings shown on the case.
const READINGS: i64 = 12;

pub(super) fn routes() -> Routes {
    Routes::new().route("/appointments/{id}", get(page))
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    let held = Held::of(&standing)?;
    let shown = Shown::new(&app, &visit, &standing).await?;
    let named = held.names(visit.actor());
    let hidden = standing.matter.confidentiality() == Confidentiality::Embargo;
    let (history, more) = shown.history(&app).await?;
    let mut main = Doc::default();
    for note in notes(&app, &visit, &standing, held).await? {
        main = main.part(note);
    }
    main = main.panel(&visit.t("appointments-case"), facts(&visit, held, named));
    main = main.panel(
        &visit.t("appointments-offices"),
        offices(&visit, &held.lines),
    );
    if !held.case.decree.is_empty() {
        let (facts, links) = decree(&visit, &standing, held);
        main = main
            .panel(&visit.t("appointments-decree"), facts)
            .part(links);
    }
    if named && !held.sittings.is_empty() {
        main = main.panel(&visit.t("appointments-exam"), exam(&visit, held));
    }
    if let Some(links) = shown.linked(&app).await? {
        main = main.panel(&visit.t("matter-links"), links);
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
    if named {
        side = side.panel(&visit.t("appointments-named"), who(&visit, held));
        let all = embargo::readings(&app.kernel().db, id, READINGS).await?;
        if !all.is_empty() {
            let table = readings::table(&visit, &all, false);
            main = main.panel(&visit.t("appointments-readings"), table);
        }
    }
    let mut doc = Doc::new(standing.matter.title.as_str())
        .trail("/appointments", visit.t("appointments-nav"))
        .live(format!("matter:{id}"))
        .part(shown.head());
    if hidden {
        let note = Note::new(Tone::Warn, visit.t("appointments-embargo-here"));
        doc = doc.part(note.title(visit.t("confidentiality-embargo")));
    }
    Ok(doc.part(shown.rail()).columns(main, side).show(&visit))
}

/// What stands in the way, or is worth knowing before one goes on.
async fn notes(
    app: &App,
    visit: &SignedIn,
    standing: &Standing,
    held: &Held,
) -> Result<Vec<Note>, Error> {
    let mut out = Vec::new();
    if !held.names(visit.actor()) || !standing.matter.open {
        return Ok(out);
    }
    let pack = &standing.pinned.pack;
    let today = visit.actor().today;
    if !held.case.deferred.is_empty() {
        let note = Note::new(Tone::Warn, held.case.deferred.as_str());
        out.push(note.title(visit.t("appointments-deferred")));
    }
    match held.barred(pack, today) {
        Some(Barred::Term) => {
            out.push(Note::new(Tone::Bad, visit.t("appointments-barred-term")));
        }
        Some(Barred::Until(day)) => {
            let day = text::date::date(visit.lang, day);
            let args = [("day", day.as_str().into())];
            out.push(Note::new(
                Tone::Bad,
                ta(visit, "appointments-barred-until", &args),
            ));
        }
        None if !held.refused.is_empty() => {
            out.push(Note::new(
                Tone::Info,
                visit.t("appointments-refused-before"),
            ));
        }
        None => {}
    }
    if held.case.announced_on.is_some() {
        return Ok(out);
    }
    let db = &app.kernel().db;
    let organ = standing.matter.organ_id;
    for h in register::of_name(db, organ, &held.case.name, today).await? {
        if within_term(h.from_on, today) {
            let since = months(h.from_on, today);
            let args = [("office", h.office.as_str().into()), ("n", since.into())];
            out.push(Note::new(
                Tone::Info,
                ta(visit, "appointments-within-term", &args),
            ));
        }
    }
    let lacking = held.missing();
    if standing.matter.state == "papers" && !lacking.is_empty() {
        let points = lacking.iter().map(|p| visit.t(&p.key())).collect();
        let note = Note::new(Tone::Warn, "").title(visit.t("appointments-missing"));
        out.push(note.points(points));
    }
    let last = held
        .case
        .meeting_on
        .and_then(|m| latest(m, pack, &standing.calendar));
    if let Some(last) = last
        && matches!(standing.matter.state.as_str(), "nominate" | "papers")
    {
        let day = text::date::date(visit.lang, last);
        let args = [("day", day.as_str().into())];
        let tone = if today > last { Tone::Bad } else { Tone::Info };
        out.push(Note::new(tone, ta(visit, "appointments-papers-by", &args)));
    }
    Ok(out)
}

fn facts(visit: &Visit, held: &Held, named: bool) -> Facts {
    let c = &held.case;
    let day = |d: Option<chrono::NaiveDate>| {
        d.map(|d| text::date::date(visit.lang, d))
            .unwrap_or_default()
    };
    let word = |prefix: &str, code: &str| match code {
        "" => String::new(),
        code => visit.t(&format!("{prefix}{code}")),
    };
    let mut facts = Facts::new(visit)
        .line(visit.t("appointments-ask-name"), c.name.clone())
        .line(visit.t("appointments-announced-on"), day(c.announced_on));
    if !named {
        return facts;
    }
    let opinion = match c.opinion.as_str() {
        "" => String::new(),
        code => format!(
            "{} {}",
            visit.t(&format!("appointments-opinion-{code}")),
            day(c.opinion_on)
        ),
    };
    let nominated = match c.nominator.as_str() {
        "" => String::new(),
        code => {
            let by = visit.t(&format!("appointments-nominator-{code}"));
            format!("{by} {} {}", c.signed_by, day(c.nominated_on))
        }
    };
    facts = facts
        .line(
            visit.t("appointments-ask-gender"),
            word("appointments-gender-", &c.gender),
        )
        .line(visit.t("appointments-ask-present"), c.present.clone())
        .line(visit.t("appointments-ask-about"), c.about.clone())
        .line(visit.t("appointments-ask-meeting_on"), day(c.meeting_on))
        .line(visit.t("appointments-opinion"), opinion)
        .line(visit.t("appointments-ask-nominator"), nominated)
        .line(visit.t("appointments-vetted-on"), day(c.complete_on))
        .line(
            visit.t("appointments-exam"),
            word("appointments-exam-", &c.exam),
        )
        .line(visit.t("appointments-ask-statement"), c.statement.clone())
        .line(visit.t("appointments-agenda-on"), day(c.agenda_on));
    match &held.embargo {
        Some(e) => facts
            .line(visit.t("appointments-code"), e.code.clone())
            .why(visit.t("appointments-code-why")),
        None => facts,
    }
}

fn offices(visit: &Visit, lines: &[Line]) -> Table {
    let mut columns = vec![
        Column::new("office", visit.t("appointments-office")),
        Column::new("class", visit.t("appointments-class")),
        Column::new("action", visit.t("appointments-action")),
    ];
    let voted = lines.iter().any(|l| l.passed.is_some());
    if voted {
        for (key, title) in [
            ("yes", "appointments-ask-yes"),
            ("no", "appointments-ask-no"),
            ("abstain", "appointments-ask-abstain"),
            ("needed", "appointments-needed"),
        ] {
            columns.push(Column::new(key, visit.t(title)).number());
        }
        columns.push(Column::new("result", visit.t("appointments-result")));
    }
    let rows = lines
        .iter()
        .map(|l| {
            let mut cells = vec![
                Cell::text(l.office.as_str()),
                Cell::text(visit.t(&l.class.key())),
                Cell::text(visit.t(&l.action.key())),
            ];
            if voted {
                for n in [l.yes, l.no, l.abstain, l.needed] {
                    cells.push(n.map_or(Cell::Nothing, Cell::Count));
                }
                cells.push(match l.passed {
                    Some(true) => Cell::Tag(visit.t("appointments-passed")),
                    Some(false) => Cell::Tag(visit.t("appointments-not-passed")),
                    None => Cell::Nothing,
                });
            }
            Row {
                id: l.n.to_string(),
                cells,
            }
        })
        .collect();
    Table::new(visit, "offices", visit.t("appointments-offices"), columns)
        .rows(rows)
        .cards()
}

fn decree(visit: &Visit, standing: &Standing, held: &Held) -> (Facts, Links) {
    let c = &held.case;
    let id = standing.matter.id;
    let day = |d: Option<chrono::NaiveDate>| {
        d.map(|d| text::date::date(visit.lang, d))
            .unwrap_or_default()
    };
    let sworn = match c.sworn_on {
        Some(_) => [day(c.sworn_on), c.sworn_at.clone(), c.sworn_led.clone()].join(" "),
        None => String::new(),
    };
    let facts = Facts::new(visit)
        .line(visit.t("appointments-decree-number"), c.decree.clone())
        .line(visit.t("appointments-decreed-on"), day(c.decreed_on))
        .line(visit.t("appointments-certificate"), c.certificate.clone());
    let facts = match c.sworn_on {
        Some(_) => facts
            .line(visit.t("appointments-oath"), sworn)
            .why(visit.t("appointments-oath-text")),
        None => facts,
    };
    let mut links = vec![(
        format!("/appointments/{id}/decree.docx"),
        visit.t("appointments-decree-word"),
    )];
    if PDF {
        let pdf = format!("/appointments/{id}/decree.pdf");
        links.push((pdf, visit.t("appointments-decree-pdf")));
    }
    if !c.certificate.is_empty() {
        links.push((
            format!("/appointments/{id}/certificate.docx"),
            visit.t("appointments-certificate-word"),
        ));
    }
    if c.published_at.is_some() {
        links.push((
            format!("/public/appointments/{id}"),
            visit.t("appointments-published-page"),
        ));
    }
    (facts, Links::new(links))
}

fn exam(visit: &Visit, held: &Held) -> Table {
    let columns = vec![
        Column::new("round", visit.t("appointments-exam-round")),
        Column::new("mark", visit.t("appointments-ask-mark")).number(),
        Column::new("state", visit.t("matter-state")),
    ];
    let rows = held
        .sittings
        .iter()
        .map(|s| {
            let state = match (s.ended_at, s.begun_at, &s.code) {
                (Some(at), ..) => Cell::text(super::when(visit, at)),
                (None, Some(_), _) => Cell::text(visit.t("appointments-exam-runs")),
                (None, None, Some(code)) => {
                    Cell::link(format!("/exam/{code}"), format!("/exam/{code}"))
                }
                (None, None, None) => Cell::Nothing,
            };
            Row {
                id: s.id.to_string(),
                cells: vec![
                    Cell::Count(s.round),
                    s.mark.map_or(Cell::Nothing, Cell::Count),
                    state,
                ],
            }
        })
        .collect();
    Table::new(visit, "sittings", visit.t("appointments-exam"), columns)
        .rows(rows)
        .cards()
}

fn who(visit: &Visit, held: &Held) -> Facts {
    let mut facts = Facts::new(visit);
    for capacity in crate::vocabulary::CAPACITIES {
        let all: Vec<&str> = held
            .named
            .iter()
            .filter(|n| n.is(capacity))
            .map(|n| n.person.as_str())
            .collect();
        facts = facts.line(
            visit.t(&format!("appointments-capacity-{capacity}")),
            all.join("、"),
        );
    }
    facts
}
