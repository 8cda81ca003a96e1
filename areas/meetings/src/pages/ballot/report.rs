//! The report of a closed ballot: result, article, reconciliation, roll; printed and signed by the tellers.

use askama::Template;
use askama::filters::HtmlSafeOutput;
use axum::extract::State;
use axum::response::Response;
use ballot::{Ballot, Frozen, FrozenElector, State as Stands, Taken};
use frame::ui::{Cell, Column, Doc, Facts, Head, Row, Table};
use frame::{App, Failure, Path, Routes, SignedIn, get};
use kernel::error::Error;
use kernel::id::Id;

use super::member::how;
use super::{result, sight};

pub(super) fn routes() -> Routes {
    Routes::new().route("/ballots/{id}/report", get(page))
}

/// The reconciliation: what went out, what came back, line by line.
pub(super) fn sheet(visit: &SignedIn, ballot: &Ballot, frozen: &Frozen) -> HtmlSafeOutput<String> {
    let s = &frozen.sheet;
    let n = |n: u32| i64::from(n);
    let columns = vec![
        Column::new("what", visit.t("ballot-sheet-what")),
        Column::new("electronic", visit.t("ballot-sheet-electronic")).number(),
        Column::new("paper", visit.t("ballot-sheet-paper")).number(),
        Column::new("both", visit.t("ballot-sheet-both")).number(),
    ];
    let line = |key: &str, a: u32, b: u32| Row {
        id: key.to_owned(),
        cells: vec![
            Cell::text(visit.t(key)),
            Cell::Count(n(a)),
            Cell::Count(n(b)),
            Cell::Count(n(a + b)),
        ],
    };
    let papers = Table::new(visit, "papers", visit.t("ballot-sheet-papers"), columns).rows(vec![
        line("ballot-sheet-out", s.electronic, s.paper),
        line("ballot-sheet-back", s.electronic_in, s.paper_in),
        line(
            "ballot-sheet-missing",
            s.electronic.saturating_sub(s.electronic_in),
            s.paper.saturating_sub(s.paper_in),
        ),
    ]);
    let mut columns = vec![Column::new("line", visit.t("ballot-sheet-line"))];
    for code in ["yes", "no", "abstain", "invalid"] {
        columns.push(Column::new(code, visit.t(&format!("ballot-{code}"))).number());
    }
    columns.push(Column::new("back", visit.t("ballot-sheet-back")).number());
    columns.push(Column::new("missing", visit.t("ballot-sheet-missing")).number());
    columns.push(Column::new("out", visit.t("ballot-sheet-out")).number());
    columns.push(Column::new("verdict", visit.t("ballot-result")));
    let rows = frozen
        .outcome
        .lines
        .iter()
        .map(|l| {
            let back = l.yes + l.no + l.abstain + l.invalid;
            let mut cells = vec![Cell::text(&l.title)];
            cells.extend(
                [
                    l.yes,
                    l.no,
                    l.abstain,
                    l.invalid,
                    back,
                    s.missing(),
                    back + s.missing(),
                ]
                .map(|c| Cell::Count(n(c))),
            );
            cells.push(Cell::text(result::verdict(visit.lang, ballot, l)));
            Row {
                id: l.code.clone(),
                cells,
            }
        })
        .collect();
    let lines = Table::new(visit, "lines", visit.t("ballot-sheet-lines"), columns).rows(rows);
    let mut facts = Facts::new(visit)
        .line(visit.t("ballot-voters"), s.roll.to_string())
        .line(visit.t("ballot-not-taken"), s.not_taken.to_string());
    if s.spoiled > 0 {
        facts = facts.line(visit.t("ballot-spoiled-sheets"), s.spoiled.to_string());
    }
    if !s.explained.is_empty() {
        facts = facts.line(visit.t("ballot-explained"), &s.explained);
    }
    if !frozen.tellers.is_empty() {
        facts = facts.line(visit.t("ballot-tellers"), frozen.tellers.join("、"));
    }
    HtmlSafeOutput(format!("{lines}{papers}{facts}"))
}

/// Where the tellers and the chair sign.
#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<div class="signatures">{% for name in names %}<p><span>{{ name }}</span><span class="signature-line"></span></p>{% endfor %}</div>"#
)]
struct Signatures {
    names: Vec<String>,
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let ballot = sight::see(&app, visit.actor(), id).await?.ballot;
    if ballot.state != Stands::Closed || ballot.trial {
        return Err(Error::NotFound.into());
    }
    let frozen = ballot.frozen().ok_or(Error::NotFound)?;
    let roll = ballot::frozen_roll(&app.kernel().db, id).await?;
    let at = |at: Option<i64>| at.map_or_else(String::new, |a| text::date::instant(visit.lang, a));
    let e = frozen.outcome.electorate;
    let mut facts = Facts::new(&visit)
        .line(visit.t("ballot-how"), how(visit.lang, &ballot))
        .line(visit.t("ballot-opened-at"), at(ballot.opened_at))
        .line(visit.t("ballot-closed-at"), at(ballot.closed_at))
        .line(visit.t("ballot-seats-fixed"), e.seats.to_string())
        .line(visit.t("ballot-members"), e.members.to_string())
        .line(visit.t("ballot-present"), e.present.to_string());
    if let Some(most) = ballot.at_most() {
        facts = facts.line(visit.t("ballot-seats"), most.to_string());
    }
    for line in &frozen.outcome.lines {
        let words = format!(
            "{}：{}",
            result::verdict(visit.lang, &ballot, line),
            result::rule(visit.lang, &frozen, line)
        );
        facts = facts.line(&line.title, words);
    }
    for line in &frozen.outcome.written {
        let (name, votes, verdict) = result::written(visit.lang, &ballot, line);
        let label = visit.t("ballot-write-ins");
        facts = facts.line(label, format!("{name} {votes} {verdict}"));
    }
    facts = facts.line(
        visit.t("ballot-rests-on"),
        result::article(visit.lang, &frozen),
    );
    let signs = [
        "ballot-sign-teller",
        "ballot-sign-scrutineer",
        "ballot-sign-chair",
    ];
    let doc = Doc::new(visit.t("ballot-report"))
        .ballots("/vote/live")
        .trail(format!("/ballots/{id}"), &ballot.title)
        .part(
            Head::new(visit.t("ballot-report"))
                .eyebrow(&ballot.title)
                .button(
                    format!("/ballots/{id}/report.docx"),
                    visit.t("ballot-report-word"),
                ),
        )
        .panel(&visit.t("ballot-result"), facts)
        .panel(&visit.t("ballot-sheet"), sheet(&visit, &ballot, &frozen))
        .panel(&visit.t("ballot-roll"), roll_table(&visit, &ballot, &roll))
        .template(Signatures {
            names: signs.map(|key| visit.t(key)).to_vec(),
        });
    Ok(doc.show(&visit))
}

fn roll_table(visit: &SignedIn, ballot: &Ballot, roll: &[FrozenElector]) -> Table {
    let mut columns = vec![
        Column::new("name", visit.t("ballot-member")),
        Column::new("taken", visit.t("ballot-taken")),
    ];
    if !ballot.secret {
        columns.push(Column::new("vote", visit.t("ballot-vote")));
    }
    let rows = roll
        .iter()
        .map(|e| {
            let taken = match (ballot.secret, e.taken) {
                (false, Taken::Nothing) => "ballot-taken-device".to_owned(),
                (_, taken) => format!("ballot-taken-{}", taken.code()),
            };
            let mut cells = vec![Cell::text(&e.name), Cell::text(visit.t(&taken))];
            if !ballot.secret {
                let words: Vec<String> = e
                    .choices
                    .iter()
                    .map(|c| visit.t(&format!("ballot-{}", c.code())))
                    .collect();
                cells.push(Cell::text(words.join("、")));
            }
            Row {
                id: e.person.to_string(),
                cells,
            }
        })
        .collect();
    Table::new(visit, "roll", visit.t("ballot-roll"), columns).rows(rows)
}
