//! The report of a closed ballot as a form for Word (表决结果报告单): what was voted on, the papers, every line with its
//! result and article, who signs.

use axum::extract::State;
use axum::response::Response;
use ballot::{Ballot, Frozen, LineResult, State as Stands};
use frame::{App, Failure, Path, Routes, SignedIn, file, get};
use kernel::error::Error;
use kernel::id::Id;
use kernel::{matter, organ};
use papers::sheet_form::{Grid, SheetForm};
use text::{Lang, t, ta};

use super::member::how;
use super::{result, sight};

const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

pub(super) fn routes() -> Routes {
    Routes::new().route("/ballots/{id}/report.docx", get(page))
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let db = &app.kernel().db;
    let ballot = sight::see(&app, visit.actor(), id).await?.ballot;
    if ballot.state != Stands::Closed || ballot.trial {
        return Err(Error::NotFound.into());
    }
    let frozen = ballot.frozen().ok_or(Error::NotFound)?;
    let meeting = match ballot.meeting_id {
        Some(meeting) => {
            let found = matter::load::matters(db, &[meeting]).await?;
            found
                .into_iter()
                .next()
                .map(|m| m.title)
                .unwrap_or_default()
        }
        None => organ::organ(db, ballot.organ_id).await?.name,
    };
    let form = report(&ballot, &frozen, &meeting);
    let name = format!("{} {}.docx", form.title, ballot.title);
    Ok(file(&name, WORD, papers::sheet_form::docx(&form)))
}

/// The form as it is printed and signed: an official document, in Chinese whoever asks.
fn report(ballot: &Ballot, frozen: &Frozen, meeting: &str) -> SheetForm {
    let zh = |key: &str| t(Lang::Zh, key);
    let at = |at: Option<i64>| at.map_or_else(String::new, |a| text::date::instant(Lang::Zh, a));
    let electorate = frozen.outcome.electorate;
    let mut facts = vec![
        (zh("ballot-title"), ballot.title.clone()),
        (zh("ballot-how"), how(Lang::Zh, ballot)),
        (zh("ballot-opened-at"), at(ballot.opened_at)),
        (zh("ballot-closed-at"), at(ballot.closed_at)),
    ];
    let mut counts = vec![
        ("ballot-seats-fixed", electorate.seats),
        ("ballot-members", electorate.members),
        ("ballot-present", electorate.present),
        ("ballot-voters", frozen.sheet.roll),
    ];
    if let Some(most) = ballot.at_most() {
        counts.push(("ballot-seats", most));
    }
    facts.extend(counts.into_iter().map(|(key, n)| (zh(key), n.to_string())));
    let mut foot = vec![result::source(Lang::Zh, frozen)];
    if !frozen.sheet.explained.is_empty() {
        let why = &frozen.sheet.explained;
        foot.push(format!("{}：{why}", zh("ballot-explained")));
    }
    if !frozen.tied.is_empty() {
        let names: Vec<&str> = frozen
            .outcome
            .all()
            .filter(|l| frozen.tied.contains(&l.code))
            .map(|l| l.title.as_str())
            .collect();
        let names = names.join("、");
        foot.push(ta(
            Lang::Zh,
            "ballot-tied",
            &[("names", names.as_str().into())],
        ));
    }
    let mut grids = vec![papers_out(frozen), lines(ballot, frozen)];
    if !frozen.outcome.written.is_empty() {
        grids.push(written(ballot, frozen));
    }
    SheetForm {
        title: zh("ballot-report-form"),
        under: meeting.to_owned(),
        facts,
        grids,
        foot,
        signs: [
            "ballot-sign-teller",
            "ballot-sign-scrutineer",
            "ballot-sign-chair",
        ]
        .map(zh)
        .to_vec(),
        date: zh("ballot-sign-date"),
    }
}

/// What went out and what came back, on devices and on paper.
fn papers_out(frozen: &Frozen) -> Grid {
    let zh = |key: &str| t(Lang::Zh, key);
    let s = &frozen.sheet;
    let row = |key: &str, a: u32, b: u32| {
        let numbers = [a, b, a + b].map(|n| n.to_string());
        [vec![zh(key)], numbers.to_vec()].concat()
    };
    let valid = |back: u32, invalid: u32| back.saturating_sub(invalid);
    // A paper is invalid as a whole where every line of it is: the least over the lines.
    let invalid = frozen.outcome.lines.iter().map(|l| l.invalid).min();
    let invalid = invalid.unwrap_or_default();
    Grid {
        title: zh("ballot-sheet-papers"),
        head: [
            "ballot-sheet-what",
            "ballot-sheet-electronic",
            "ballot-sheet-paper",
            "ballot-sheet-both",
        ]
        .map(zh)
        .to_vec(),
        widths: vec![4, 2, 2, 2],
        rows: vec![
            row("ballot-sheet-out", s.electronic, s.paper),
            row("ballot-sheet-back", s.electronic_in, s.paper_in),
            row("ballot-invalid", 0, invalid),
            row("ballot-valid", s.electronic_in, valid(s.paper_in, invalid)),
            row(
                "ballot-sheet-missing",
                s.electronic.saturating_sub(s.electronic_in),
                s.paper.saturating_sub(s.paper_in),
            ),
            row("ballot-not-taken", 0, 0)
                .into_iter()
                .enumerate()
                .map(|(i, cell)| match i {
                    3 => s.not_taken.to_string(),
                    0 => cell,
                    _ => String::new(),
                })
                .collect(),
        ],
    }
}

fn lines(ballot: &Ballot, frozen: &Frozen) -> Grid {
    let zh = |key: &str| t(Lang::Zh, key);
    let row = |l: &LineResult| {
        let numbers = [l.yes, l.no, l.abstain, l.invalid, l.not_voted, l.needed];
        let mut cells = vec![l.title.clone()];
        cells.extend(numbers.map(|n| n.to_string()));
        cells.push(result::verdict(Lang::Zh, ballot, l));
        cells
    };
    Grid {
        title: zh("ballot-result"),
        head: [
            "ballot-sheet-line",
            "ballot-yes",
            "ballot-no",
            "ballot-abstain",
            "ballot-invalid",
            "ballot-not-voted",
            "ballot-needed-short",
            "ballot-verdict",
        ]
        .map(zh)
        .to_vec(),
        widths: vec![8, 2, 2, 2, 2, 3, 3, 3],
        rows: frozen.outcome.lines.iter().map(row).collect(),
    }
}

fn written(ballot: &Ballot, frozen: &Frozen) -> Grid {
    let zh = |key: &str| t(Lang::Zh, key);
    let all = frozen.outcome.written.iter();
    Grid {
        title: zh("ballot-write-ins"),
        head: [
            "ballot-member",
            "ballot-votes",
            "ballot-needed-short",
            "ballot-verdict",
        ]
        .map(zh)
        .to_vec(),
        widths: vec![8, 3, 3, 3],
        rows: all
            .map(|l| {
                vec![
                    l.title.clone(),
                    l.yes.to_string(),
                    l.needed.to_string(),
                    result::verdict(Lang::Zh, ballot, l),
                ]
            })
            .collect(),
    }
}
