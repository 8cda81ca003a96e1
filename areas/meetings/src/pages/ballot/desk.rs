//! One ballot at the clerk's desk; for others who may see it, what it is and what it came to.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use ballot::{Ballot, State as Stands, Taken};
use frame::ui::{
    Act, Acts, Cell, Choice, Column, Doc, Facts, Field, Form as Sheet, Head, Note, Row, Table, Tone,
};
use frame::{App, Failure, Form, Go, Path, Reader, Routes, SignedIn, get, post};
use kernel::error::{Error, Message};
use kernel::id::Id;
use text::ta;

use super::marks::Progress;
use super::member::how;
use super::report::sheet;
use super::result::{self, Result as Shown};
use super::{run, sight};

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/ballots/{id}", get(page))
        .route("/ballots/{id}/paper", post(paper))
        .route("/ballots/{id}/spoiled", post(spoiled))
}

/// The most spoiled sheets.
const SPOILED: i64 = 10_000;

/// The part the stream keeps up to date.
#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<div data-vote data-ballot="{{ id }}" data-state="{{ state }}" data-version="{{ version }}" data-watch="one"><p class="note warn" data-line-lost hidden>{{ lost }}</p>{% if runs %}<div class="sheet panel desk-progress">{{ progress }}</div>{% endif %}</div>"#
)]
struct Going {
    id: Id,
    state: &'static str,
    version: i64,
    lost: String,
    runs: bool,
    progress: Progress,
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let sight = sight::see(&app, visit.actor(), id).await?;
    let ballot = &sight.ballot;
    let db = &app.kernel().db;
    let p = ballot::progress(db, ballot).await?;
    let mut head = Head::new(&ballot.title)
        .eyebrow(how(visit.lang, ballot))
        .answer(
            visit.t("ballot-state"),
            &visit.t(&format!("ballot-state-{}", ballot.state.code())),
        );
    if ballot.trial {
        head = head.tag(visit.t("vote-trial"));
    }
    if let Some(meeting) = ballot.meeting_id.filter(|_| sight.runs) {
        head = head.button(
            format!("/meetings/{meeting}/hall"),
            visit.t("meetings-hall"),
        );
    }
    if ballot.state == Stands::Closed && !ballot.trial {
        head = head.button(format!("/ballots/{id}/report"), visit.t("ballot-report"));
    }
    if sight.counts() && p.paper > 0 {
        head = head.button(format!("/ballots/{id}/count"), visit.t("ballot-count"));
    }
    if sight.runs {
        head = head.acts(acts(&visit, ballot));
    }
    let mut doc = Doc::new(&ballot.title).ballots("/vote/live");
    doc = match ballot.meeting_id {
        Some(meeting) => doc.trail(
            format!("/meetings/{meeting}/ballots"),
            visit.t("ballot-of-meeting"),
        ),
        None => doc.trail("/meetings", visit.t("meetings-nav")),
    };
    doc = doc.part(head).template(Going {
        id,
        state: ballot.state.code(),
        version: ballot.version,
        lost: visit.t("vote-line-lost"),
        runs: ballot.state.runs(),
        progress: Progress::new(visit.lang, ballot.state, p),
    });
    match ballot.state {
        Stands::Closed => {
            doc = doc.panel(&visit.t("ballot-result"), Shown::new(visit.lang, ballot));
            if let Some(frozen) = ballot.frozen() {
                doc = doc.panel(&visit.t("ballot-sheet"), sheet(&visit, ballot, &frozen));
            }
        }
        Stands::Void => doc = doc.part(Note::new(Tone::Warn, visit.t("ballot-is-void"))),
        _ => {
            let asked = asked(&app, &visit, ballot).await?;
            doc = match sight.runs && ballot.state.runs() {
                true => doc.columns(
                    running(&app, &visit, ballot, p).await?,
                    Doc::default().panel(&visit.t("ballot-asked"), asked),
                ),
                false => doc.panel(&visit.t("ballot-asked"), asked),
            };
        }
    }
    Ok(doc.show(&visit))
}

/// What may be done next.
fn acts(visit: &SignedIn, ballot: &Ballot) -> Acts {
    let id = ballot.id;
    let one = |step: &str, key: &str, next: bool| Act {
        words: visit.t(key),
        href: format!("/ballots/{id}/{step}"),
        refusal: String::new(),
        next,
        grave: step == "void",
    };
    let all = match (ballot.state, ballot.secret) {
        (Stands::Asked, true) => vec![one("deal", "ballot-do-deal", true)],
        (Stands::Asked, false) => vec![one("open", "ballot-do-open", true)],
        (Stands::Dealing, _) => vec![
            one("open", "ballot-do-open-dealt", true),
            one("deal", "ballot-do-deal-again", false),
            one("void", "ballot-do-void", false),
        ],
        (Stands::Open, _) => vec![
            one("close", "ballot-do-close", true),
            one("void", "ballot-do-void", false),
        ],
        (Stands::Closed | Stands::Void, _) => Vec::new(),
    };
    Acts::new(visit, all)
}

/// What is asked, of whom, and how many it takes.
async fn asked(app: &App, visit: &SignedIn, ballot: &Ballot) -> Result<Facts, Error> {
    let lang = visit.lang;
    let lines = ballot::lines(&app.kernel().db, ballot.id).await?;
    let titles: Vec<String> = lines
        .iter()
        .enumerate()
        .map(|(i, l)| format!("{}. {}", i + 1, l.title))
        .collect();
    let mut facts = Facts::new(visit).line(visit.t("ballot-lines"), titles.join("\n"));
    if let Some(most) = ballot.at_most() {
        facts = facts.line(visit.t("ballot-seats"), most.to_string());
    }
    if ballot.write_ins {
        facts = facts.line(visit.t("ballot-write-ins"), visit.t("ballot-write-ins-may"));
    }
    match run::roll_of(app, ballot).await {
        Ok(roll) => {
            let rule = ballot::tally::rule(&ballot.body, &roll.level, &ballot.majority);
            let needed = rule.needed(roll.electorate);
            let words = ta(
                lang,
                "ballot-needed",
                &[
                    ("base", i64::from(rule.base_of(roll.electorate)).into()),
                    ("needed", i64::from(needed).into()),
                ],
            );
            let why = match rule.source.act.as_str() {
                "" => visit.t("ballot-own-rules"),
                act => format!("《{act}》{}", rule.source.article),
            };
            facts = facts
                .line(visit.t("ballot-majority"), words)
                .why(why)
                .line(
                    visit.t("ballot-present"),
                    roll.electorate.present.to_string(),
                )
                .line(
                    visit.t("ballot-voters"),
                    run::voters(&roll).len().to_string(),
                );
        }
        Err(Error::Refused(m)) => facts = facts.line(visit.t("ballot-majority"), m.say(lang)),
        Err(e) => return Err(e),
    }
    Ok(facts)
}

/// The roll while the ballot runs: who holds what, never who voted what.
async fn running(
    app: &App,
    visit: &SignedIn,
    ballot: &Ballot,
    p: ballot::Progress,
) -> Result<Doc, Error> {
    let db = &app.kernel().db;
    let roll = ballot::roll(db, ballot.id).await?;
    let came: Vec<(Id, String)> = match run::roll_of(app, ballot).await {
        Ok(now) => run::voters(&now)
            .into_iter()
            .filter(|(id, _)| roll.iter().all(|e| e.person_id != *id))
            .collect(),
        Err(_) => Vec::new(),
    };
    let mut main = Doc::default();
    if !came.is_empty() {
        let names: Vec<&str> = came.iter().map(|c| c.1.as_str()).collect();
        main = main.part(Note::new(
            Tone::Info,
            ta(
                visit.lang,
                "ballot-came-late",
                &[("names", names.join("、").into())],
            ),
        ));
    }
    let mut may: Vec<Choice> = came
        .iter()
        .map(|(id, name)| Choice::named(id, name))
        .collect();
    // While papers are dealt, whoever was handed one may give it up for a sheet; afterwards nobody knows which is his.
    let deals = ballot.secret && ballot.state == Stands::Dealing;
    may.extend(
        roll.iter()
            .filter(|e| e.taken == Taken::Nothing || (deals && e.taken == Taken::Electronic))
            .map(|e| {
                let one = Choice::named(e.person_id, &e.name);
                match e.taken {
                    Taken::Electronic => one.hint(visit.t("ballot-exchange")),
                    _ => one,
                }
            }),
    );
    if ballot.secret && !deals && p.handed > p.voted {
        main = main.part(
            Note::new(Tone::Info, visit.t("ballot-lost-paper-about"))
                .title(visit.t("ballot-lost-paper")),
        );
    }
    if !may.is_empty() {
        main = main.panel(
            &visit.t("ballot-give-paper"),
            Sheet::new(visit, format!("/ballots/{}/paper", ballot.id))
                .compact()
                .field(
                    Field::pick("person", visit.t("ballot-who"), may)
                        .hint(visit.t("ballot-give-paper-hint"))
                        .must(),
                )
                .send(visit.t("ballot-gave-paper")),
        );
    }
    let holds: Vec<_> = roll.iter().filter(|e| e.taken == Taken::Paper).collect();
    if !holds.is_empty() {
        let options = holds
            .iter()
            .map(|e| Choice::new(e.person_id, &e.name))
            .collect();
        main = main
            .panel(
                &ta(
                    visit.lang,
                    "ballot-paper-holders",
                    &[("n", i64::from(p.paper).into())],
                ),
                Sheet::new(visit, format!("/ballots/{}/paper", ballot.id))
                    .compact()
                    .hidden("back", 1)
                    .field(Field::select("person", visit.t("ballot-who"), options))
                    .send(visit.t("ballot-took-back")),
            )
            .panel(
                &visit.t("ballot-spoiled"),
                Sheet::new(visit, format!("/ballots/{}/spoiled", ballot.id))
                    .compact()
                    .field(
                        Field::number("sheets", visit.t("ballot-spoiled-sheets"), 0, SPOILED)
                            .value(ballot.spoiled()),
                    )
                    .send(visit.t("ballot-note")),
            );
    }
    let rows = roll
        .iter()
        .map(|e| Row {
            id: e.person_id.to_string(),
            cells: vec![
                Cell::text(&e.name),
                Cell::text(match (ballot.secret, e.taken) {
                    (false, Taken::Nothing | Taken::Electronic) => visit.t("ballot-taken-device"),
                    (_, taken) => visit.t(&format!("ballot-taken-{}", taken.code())),
                }),
            ],
        })
        .collect();
    let columns = vec![
        Column::new("name", visit.t("ballot-member")),
        Column::new("taken", visit.t("ballot-taken")),
    ];
    let table = Table::new(visit, "roll", visit.t("ballot-roll"), columns).rows(rows);
    Ok(main.panel(&visit.t("ballot-roll"), table))
}

/// Notes who took a sheet of paper, or gave it back.
async fn paper(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let ballot = sight::run(&app, visit.actor(), id).await?.ballot;
    let mut r = Reader::new(&typed);
    let person = r.must_id("person");
    let back = r.tick("back");
    r.finish()?;
    let person = person.ok_or(Error::NotFound)?;
    let roll = ballot::roll(&app.kernel().db, id).await?;
    let name = match roll.into_iter().find(|e| e.person_id == person) {
        Some(elector) => elector.name,
        None => {
            let voters = run::voters(&run::roll_of(&app, &ballot).await?);
            let found = voters.into_iter().find(|v| v.0 == person);
            found.ok_or(Error::NotFound)?.1
        }
    };
    ballot::mark_paper(app.kernel(), visit.actor(), id, person, &name, !back).await?;
    Ok(Go::to(format!("/ballots/{id}"))
        .saying(Message::new("ballot-noted").arg("name", name))
        .into_response())
}

async fn spoiled(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    sight::run(&app, visit.actor(), id).await?;
    let mut r = Reader::new(&typed);
    let sheets = r.must_number("sheets", 0..=SPOILED);
    r.finish()?;
    let sheets = u32::try_from(sheets.unwrap_or(0)).unwrap_or(0);
    ballot::count::spoiled(app.kernel(), visit.actor(), id, sheets).await?;
    Ok(Go::to(format!("/ballots/{id}"))
        .saying(Message::new("ballot-noted-sheets"))
        .into_response())
}

/// Whether a ballot passed, in a word for a list.
pub(super) fn verdict(visit: &SignedIn, ballot: &Ballot) -> String {
    let Some(frozen) = ballot.frozen() else {
        return String::new();
    };
    match frozen.outcome.lines.as_slice() {
        [line] => result::verdict(visit.lang, ballot, line),
        lines => {
            let passed = lines.iter().filter(|l| l.passed).count();
            ta(
                visit.lang,
                "ballot-so-many-passed",
                &[("passed", passed.into()), ("all", lines.len().into())],
            )
        }
    }
}
