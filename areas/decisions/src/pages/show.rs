//! One decision: what it is, by when, whose turn; then its text, what was said of it, the vote, and what it demands.

use axum::extract::State;
use axum::response::Response;
use frame::matter::{Shown, lamp_of};
use frame::ui::{Cell, Column, Doc, Facts, Links, Note, Row, Table, Tone};
use frame::{App, Failure, PDF, Path, Routes, SignedIn, get};
use kernel::access::Permission;
use kernel::id::Id;
use kernel::matter::Standing;
use text::{Arg, ta};

use super::correct::corrections;
use super::parts::{self, Prose};
use crate::decision::Held;
use crate::model::decision::force;
use crate::model::instruction::Means;
use crate::store::case::DecisionCase;
use crate::store::consultation::Consultation;

pub(super) fn routes() -> Routes {
    Routes::new().route("/decisions/{id}", get(page))
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    let held = Held::of(&standing)?;
    let case = &held.case;
    let shown = Shown::new(&app, &visit, &standing).await?;
    let (history, more) = shown.history(&app).await?;
    let staff = held.reads_all(visit.actor());
    let t = |key: &str| visit.t(key);
    let mut doc = Doc::new(standing.matter.title.as_str())
        .trail("/decisions", t("decisions-nav"))
        .live(format!("matter:{id}"))
        .part(shown.head())
        .part(shown.rail());
    for note in notes(&visit, case) {
        doc = doc.part(note);
    }
    let mut main = text(&visit, id, held, Doc::default());
    if let Some(all) = corrections(&visit, &case.corrections) {
        main = main.panel(&t("decisions-corrections"), all);
    }
    let asked = held.consultations(visit.actor());
    if !asked.is_empty() {
        main = main.panel_at(
            "consultation",
            &t("decisions-consultation"),
            consultation(&visit, &asked),
        );
    }
    if staff && !case.deliberations.is_empty() {
        main = main.panel(&t("decisions-deliberation"), deliberation(&visit, case));
    }
    if let Some(vote) = case.vote().filter(|v| v.passed.is_some()) {
        let body = case.decision.body;
        main = main
            .part(parts::bars(&visit, vote))
            .panel(&t("decisions-counted"), parts::counted(&visit, vote, body));
    }
    let narrow = visit.actor().narrow();
    let mine: Vec<_> = case
        .demands
        .iter()
        .filter(|d| staff || narrow.contains(&d.unit_id))
        .collect();
    if !mine.is_empty() {
        main = main.panel_at(
            "demands",
            &t("decisions-demands"),
            demands(&visit, &shown, &mine),
        );
    }
    main = main.panel(&t("decisions-proposal"), facts(&visit, case, staff));
    if let Some(papers) = shown.papers(&app).await? {
        main = main.panel(&t("file-all"), papers);
    }
    let mut side = Doc::default().panel_at("dates", &t("decisions-dates"), shown.dates()?);
    if let Some(links) = shown.linked(&app).await? {
        side = side.panel(&t("matter-links"), links);
    }
    side = side.panel(&t("matter-history"), history);
    if let Some(more) = more {
        side = side.part(more);
    }
    Ok(doc.columns(main, side).show(&visit))
}

/// What a reader must know before anything else: how the vote went, that it is no longer in force, why it is not public.
fn notes(visit: &SignedIn, case: &DecisionCase) -> Vec<Note> {
    let d = &case.decision;
    let mut out = Vec::new();
    if let Some(vote) = case.vote().filter(|v| v.passed.is_some()) {
        let tone = match vote.passed {
            Some(true) => Tone::Good,
            _ => Tone::Warn,
        };
        out.push(Note::new(tone, parts::result_sentence(visit, vote, d.body)));
    }
    if let (Some(on), Some(how)) = (d.ended_on, d.ended_how) {
        let day = text::date::date(visit.lang, on);
        let key = format!("decisions-note-{}", how.code());
        let said = ta(visit.lang, &key, &[("day", Arg::Str(&day))]);
        out.push(Note::new(Tone::Warn, said));
    }
    if let Some(why) = &d.kept_back {
        let said = ta(
            visit.lang,
            "decisions-note-kept-back",
            &[("why", Arg::Str(why))],
        );
        out.push(Note::new(Tone::Info, said));
    }
    out
}

/// The newest version the reader may read, with the way to the others.
fn text(visit: &SignedIn, id: Id, held: &Held, main: Doc) -> Doc {
    let case = &held.case;
    let versions = held.versions(visit.actor());
    let shown = case
        .adopted()
        .filter(|a| versions.iter().any(|v| v.version == a.version))
        .or(versions.last().copied());
    let Some(v) = shown else { return main };
    let heading = match case.adopted().is_some_and(|a| a.version == v.version) {
        true => visit.t("decisions-text-adopted"),
        false => ta(
            visit.lang,
            "decisions-text-version",
            &[
                ("stage", visit.t(&v.stage.key()).into()),
                ("n", v.version.into()),
            ],
        ),
    };
    let mut links = Vec::new();
    if versions.len() > 1 || held.reads_all(visit.actor()) {
        links.push((
            format!("/decisions/{id}/versions"),
            ta(
                visit.lang,
                "decisions-versions-all",
                &[("n", versions.len().into())],
            ),
        ));
    }
    if case.decision.numbered_on.is_some() {
        links.push((
            format!("/decisions/{id}/text.docx"),
            visit.t("decisions-docx"),
        ));
        if PDF {
            let pdf = format!("/decisions/{id}/text.pdf");
            links.push((pdf, visit.t("decisions-pdf")));
        }
    }
    if case.is_public() {
        links.push((
            format!("/public/decisions/{id}"),
            visit.t("decisions-public-page"),
        ));
        if visit.actor().may(Permission::Register) {
            links.push((
                format!("/decisions/{id}/correct"),
                visit.t("decisions-correct"),
            ));
        }
    }
    let words = v.content.clone();
    let main = main.panel_at("text", &heading, Prose { words });
    match links.is_empty() {
        true => main,
        false => main.part(Links::new(links)),
    }
}

fn facts(visit: &SignedIn, case: &DecisionCase, staff: bool) -> Facts {
    let d = &case.decision;
    let day = |d: Option<chrono::NaiveDate>| {
        d.map(|d| text::date::date(visit.lang, d))
            .unwrap_or_default()
    };
    let mut facts = Facts::new(visit)
        .line(visit.t("decisions-form"), visit.t(&d.form.key()))
        .line(visit.t("decisions-subject"), visit.t(&d.subject.key()))
        .line(visit.t("decisions-body"), visit.t(&d.body.key()))
        .line(
            visit.t("decisions-brought-by"),
            visit.t(&d.brought_by.key()),
        )
        .why(ta(
            visit.lang,
            "decisions-organic-law",
            &[("article", Arg::Str(d.brought_by.article(d.body)))],
        ))
        .line(visit.t("decisions-bringer"), d.bringer.clone());
    if d.names > 1 {
        let n = text::number::count(d.names);
        facts = facts.line(visit.t("decisions-names"), n);
    }
    if staff {
        facts = facts.line(visit.t("decisions-ask-reason"), d.reason.clone());
    }
    facts = facts.line(visit.t("decisions-ground"), d.ground.clone());
    if let Some(refused) = d.refused {
        facts = facts.line(visit.t("decisions-refused"), visit.t(&refused.key()));
    }
    if let Some(adopted) = d.adopted_on {
        let ended = d.ended_on.zip(d.ended_how);
        let now = force(adopted, d.effective_on, ended, visit.actor().today);
        facts = facts
            .line(visit.t("decisions-adopted-on"), day(Some(adopted)))
            .line(visit.t("decisions-force"), parts::force_words(visit, now));
    }
    facts
        .line(visit.t("decisions-ask-effective_on"), day(d.effective_on))
        .line(visit.t("decisions-published-on"), day(d.published_on))
        .line(
            visit.t("decisions-ask-where"),
            d.published_at.clone().unwrap_or_default(),
        )
        .line(
            visit.t("decisions-ask-lesson"),
            d.lesson.clone().unwrap_or_default(),
        )
}

fn consultation(visit: &SignedIn, asked: &[&Consultation]) -> Table {
    let columns = vec![
        Column::new("who", visit.t("decisions-asked-who")),
        Column::new("answered", visit.t("decisions-answered-on")),
        Column::new("stance", visit.t("decisions-ask-stance")),
        Column::new("opinion", visit.t("decisions-ask-opinion")),
        Column::new("taken", visit.t("decisions-ask-taken")),
    ];
    let today = visit.actor().today;
    let rows = asked
        .iter()
        .map(|c| {
            let taken = c.taken.map(|t| visit.t(&t.key()));
            let taken = match (taken, c.taken_reason.is_empty()) {
                (Some(t), true) => t,
                (Some(t), false) => ta(
                    visit.lang,
                    "decisions-taken-because",
                    &[("taken", t.into()), ("why", Arg::Str(&c.taken_reason))],
                ),
                (None, _) => String::new(),
            };
            let stance = match c.stance {
                Some(s) => Cell::text(visit.t(&s.key())),
                None if c.due_on < today => Cell::Tag(visit.t("decisions-opinion-late")),
                None => Cell::text(visit.t("decisions-opinion-waiting")),
            };
            Row {
                id: c.id.to_string(),
                cells: vec![
                    Cell::text(c.name()),
                    match c.answered_on {
                        Some(on) => Cell::Day(on),
                        None => Cell::text(ta(
                            visit.lang,
                            "decisions-opinion-by",
                            &[("day", text::date::date_plain(visit.lang, c.due_on).into())],
                        )),
                    },
                    stance,
                    Cell::text(c.opinion.clone()),
                    Cell::text(taken),
                ],
            }
        })
        .collect();
    let caption = visit.t("decisions-consultation");
    Table::new(visit, "consultation", caption, columns)
        .rows(rows)
        .cards()
}

fn deliberation(visit: &SignedIn, case: &DecisionCase) -> Table {
    let columns = vec![
        Column::new("on", visit.t("decisions-ask-on_date")),
        Column::new("speaker", visit.t("decisions-ask-speaker")),
        Column::new("said", visit.t("decisions-ask-said")),
        Column::new("heeded", visit.t("decisions-ask-heeded")),
    ];
    let rows = case
        .deliberations
        .iter()
        .map(|d| Row {
            id: d.id.to_string(),
            cells: vec![
                Cell::Day(d.on_date),
                Cell::text(d.speaker.clone()),
                Cell::text(d.said.clone()),
                Cell::text(d.heeded.clone()),
            ],
        })
        .collect();
    let caption = visit.t("decisions-deliberation");
    Table::new(visit, "deliberation", caption, columns)
        .rows(rows)
        .cards()
}

/// By what a demand was met: words alone stand out.
pub(super) fn met(visit: &SignedIn, by: Option<Means>) -> Cell {
    match by {
        Some(means) if means.is_hollow() => {
            Cell::Tag(visit.t(&format!("instructions-hollow-{}", means.code())))
        }
        Some(means) => Cell::text(visit.t(&means.key())),
        None => Cell::Nothing,
    }
}

fn demands(
    visit: &SignedIn,
    shown: &Shown<'_>,
    all: &[&crate::store::instruction::Demand],
) -> Table {
    let columns = vec![
        Column::new("due", visit.t("matter-due")),
        Column::new("what", visit.t("instructions-what")),
        Column::new("unit", visit.t("decisions-unit")),
        Column::new("state", visit.t("matter-state")),
        Column::new("met", visit.t("instructions-met-by")),
    ];
    let today = visit.actor().today;
    let rows = all
        .iter()
        .map(|d| {
            let lamp = d.amber_on.zip(d.red_on);
            let lamp = lamp.map(|(amber, red)| workday::lamp::lamp(today, amber, red));
            let due = match d.ended_on {
                Some(_) => Cell::Day(d.due_on),
                None => Cell::Due {
                    lamp: lamp_of(visit.lang, today, &shown.calendar, Some(d.due_on), lamp),
                    day: d.due_on,
                },
            };
            let state = match d.result {
                Some(result) => visit.t(&result.key()),
                None => visit.t(&format!("instructions-state-{}", d.state)),
            };
            Row {
                id: d.matter_id.to_string(),
                cells: vec![
                    due,
                    Cell::lead(
                        format!("/decisions/demands/{}", d.matter_id),
                        d.title.as_str(),
                    ),
                    Cell::text(d.unit.as_str()),
                    Cell::text(state),
                    met(visit, d.met_by),
                ],
            }
        })
        .collect();
    Table::new(visit, "demands", visit.t("decisions-demands"), columns)
        .rows(rows)
        .cards()
}
