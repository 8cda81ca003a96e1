//! One demand: what is asked of whom, what was reported, what an inspection found, what came of it.

use axum::extract::State;
use axum::response::Response;
use frame::matter::Shown;
use frame::ui::{Cell, Column, Doc, Facts, Note, Row, Table, Tone};
use frame::{App, Failure, Path, Routes, SignedIn, get};
use kernel::id::Id;
use kernel::matter::Standing;
use text::{Arg, ta};

use super::parts::Prose;
use crate::instruction::Held;
use crate::store::case::InstructionCase;

pub(super) fn routes() -> Routes {
    Routes::new().route("/decisions/demands/{id}", get(page))
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    let case = &Held::of(&standing)?.case;
    let shown = Shown::new(&app, &visit, &standing).await?;
    let (history, more) = shown.history(&app).await?;
    let t = |key: &str| visit.t(key);
    let mut doc = Doc::new(standing.matter.title.as_str())
        .trail("/decisions", t("decisions-nav"))
        .trail("/decisions/demands", t("decisions-tab-demands"))
        .live(format!("matter:{id}"))
        .part(shown.head())
        .part(shown.rail());
    if let Some(note) = note(&visit, case) {
        doc = doc.part(note);
    }
    let mut main = Doc::default();
    if !case.row.detail.is_empty() {
        let words = case.row.detail.clone();
        main = main.panel(&t("instructions-detail"), Prose { words });
    }
    if !case.reports.is_empty() {
        main = main.panel(&t("instructions-reports"), reports(&visit, case));
    }
    if !case.inspections.is_empty() {
        main = main.panel(&t("instructions-inspections"), inspections(&visit, case));
    }
    main = main.panel(&t("instructions-charge"), facts(&visit, &shown, case));
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

/// Met, but by words alone; or not met, and why.
fn note(visit: &SignedIn, case: &InstructionCase) -> Option<Note> {
    use crate::model::instruction::Came;
    let row = &case.row;
    match (row.result?, row.met_by) {
        (Came::Met, Some(means)) if means.is_hollow() => Some(Note::new(
            Tone::Warn,
            visit.t(&format!("instructions-note-{}", means.code())),
        )),
        (Came::Met, _) => None,
        (came, _) => Some(Note::new(Tone::Warn, row.closing.clone()).title(visit.t(&came.key()))),
    }
}

fn facts(visit: &SignedIn, shown: &Shown<'_>, case: &InstructionCase) -> Facts {
    let row = &case.row;
    let day = |d: Option<chrono::NaiveDate>| {
        d.map(|d| text::date::date(visit.lang, d))
            .unwrap_or_default()
    };
    let met = row.met_by.map(|m| visit.t(&m.key())).unwrap_or_default();
    Facts::new(visit)
        .line(visit.t("decisions-unit"), shown.unit(row.unit_id))
        .line(visit.t("instructions-given-on"), day(Some(row.given_on)))
        .line(visit.t("matter-due"), day(Some(row.due_on)))
        .line(visit.t("instructions-accepted-on"), day(row.accepted_on))
        .line(
            visit.t("instructions-ask-responsible"),
            row.responsible.clone(),
        )
        .line(visit.t("instructions-ask-plan"), row.plan.clone())
        .line(visit.t("instructions-reported-on"), day(row.reported_on))
        .line(visit.t("instructions-ended-on"), day(row.ended_on))
        .line(visit.t("instructions-met-by"), met)
}

fn reports(visit: &SignedIn, case: &InstructionCase) -> Table {
    let columns = vec![
        Column::new("on", visit.t("instructions-ask-on_date")),
        Column::new("means", visit.t("instructions-ask-means")),
        Column::new("said", visit.t("instructions-ask-said")),
        Column::new("kind", visit.t("instructions-report")),
        Column::new("by", visit.t("instructions-by")),
    ];
    let rows = case
        .reports
        .iter()
        .map(|r| {
            let kind = match r.is_final {
                true => "instructions-report-final",
                false => "instructions-report-progress",
            };
            Row {
                id: r.id.to_string(),
                cells: vec![
                    Cell::Day(r.on_date),
                    Cell::text(visit.t(&r.means.key())),
                    Cell::text(r.said.clone()),
                    Cell::text(visit.t(kind)),
                    Cell::text(r.by_name.clone().unwrap_or_default()),
                ],
            }
        })
        .collect();
    Table::new(visit, "reports", visit.t("instructions-reports"), columns)
        .rows(rows)
        .cards()
}

fn inspections(visit: &SignedIn, case: &InstructionCase) -> Table {
    let columns = vec![
        Column::new("on", visit.t("instructions-inspected-on")),
        Column::new("way", visit.t("instructions-ask-way")),
        Column::new("finding", visit.t("instructions-ask-finding")),
        Column::new("round", visit.t("instructions-round")),
        Column::new("by", visit.t("instructions-by")),
    ];
    let rows = case
        .inspections
        .iter()
        .map(|i| Row {
            id: i.id.to_string(),
            cells: vec![
                Cell::Day(i.on_date),
                Cell::text(visit.t(&i.way.key())),
                Cell::text(i.finding.clone()),
                Cell::text(ta(
                    visit.lang,
                    "instructions-round-n",
                    &[("n", Arg::Number(i.round))],
                )),
                Cell::text(i.by_name.clone().unwrap_or_default()),
            ],
        })
        .collect();
    let caption = visit.t("instructions-inspections");
    Table::new(visit, "inspections", caption, columns)
        .rows(rows)
        .cards()
}
