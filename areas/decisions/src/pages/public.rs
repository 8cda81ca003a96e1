//! What is published, for everybody: the list, one text, the same for Word. Nothing else of a decision is here, and
//! nothing at all of one that is not published.

use axum::extract::State;
use axum::response::Response;
use frame::ui::{
    Cell, Choice, Column, Doc, Empty, Facts, Field, Form as Sheet, Head, Links, Note, Row, Table,
    Tone,
};
use frame::{App, Failure, Guest, Path, Query, Reader, Routes, Visit, get};
use kernel::error::Error;
use kernel::id::Id;
use text::{Arg, Lang, t, ta};

use super::correct::corrections;
use super::parts::{self, Prose};
use crate::letter::Issued;
use crate::model::decision::{Ended, Force, Subject, force};
use crate::store::correction;
use crate::store::public::{self, Published, ROWS};

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/public/decisions", get(list))
        .route("/public/decisions/{id}", get(one))
        .route("/public/decisions/{id}/text.docx", get(word))
}

fn stands(visit: &Visit, p: &Published) -> Force {
    force(p.adopted_on, p.effective_on, p.ended(), visit.now.day())
}

async fn list(
    State(app): State<App>,
    visit: Guest,
    Query(query): Query,
) -> Result<Response, Failure> {
    let mut r = Reader::new(&query);
    let codes: Vec<&str> = Subject::ALL.iter().map(|s| s.code()).collect();
    let subject = r.choice("subject", &codes).and_then(Subject::parse);
    let skip = r.number("from", 0..=100_000).unwrap_or(0);
    r.finish_strict()?;
    let t = |key: &str| visit.t(key);
    let today = visit.now.day();
    let mut all = public::list(&app.kernel().db, today, subject, skip).await?;
    let more = all.len() as i64 > ROWS;
    all.truncate(ROWS as usize);
    let subjects = Subject::ALL
        .iter()
        .map(|s| Choice::new(s.code(), t(&s.key())));
    let form = Sheet::new(&visit, "/public/decisions")
        .get()
        .compact()
        .field(
            Field::select("subject", t("decisions-subject"), subjects.collect())
                .value_opt(subject.map(Subject::code)),
        )
        .send(t("decisions-show"));
    let mut doc = Doc::new(t("decisions-public"))
        .part(Head::new(t("decisions-public")).lede(t("decisions-public-lede")));
    if visit.who.is_some() {
        doc = doc.part(parts::tabs(&visit, "/public/decisions"));
    }
    doc = doc.part(form);
    if all.is_empty() {
        let empty = Empty::new(t("decisions-public-none"), t("decisions-public-none-about"));
        return Ok(doc.part(empty).show(&visit));
    }
    let columns = vec![
        Column::new("title", t("decisions-title")),
        Column::new("number", t("decisions-number")),
        Column::new("organ", t("decisions-organ")),
        Column::new("published", t("decisions-published-on")),
        Column::new("force", t("decisions-force")),
    ];
    let rows = all
        .iter()
        .map(|p| {
            let words = parts::force_words(&visit, stands(&visit, p));
            Row {
                id: p.matter_id.to_string(),
                cells: vec![
                    Cell::lead(
                        format!("/public/decisions/{}", p.matter_id),
                        p.title.as_str(),
                    ),
                    Cell::text(p.number.clone().unwrap_or_default()),
                    Cell::text(p.organ.as_str()),
                    Cell::Day(p.published_on),
                    match p.ended_on {
                        Some(_) => Cell::Tag(words),
                        None => Cell::text(words),
                    },
                ],
            }
        })
        .collect();
    let page = |from: i64| match subject {
        Some(s) => format!("/public/decisions?subject={}&from={from}", s.code()),
        None => format!("/public/decisions?from={from}"),
    };
    let table = Table::new(&visit, "public", t("decisions-public"), columns)
        .rows(rows)
        .pages(
            (skip > 0).then(|| page((skip - ROWS).max(0))),
            more.then(|| page(skip + ROWS)),
        )
        .cards();
    Ok(doc.part(table).show(&visit))
}

async fn found(app: &App, visit: &Visit, id: Id) -> Result<Published, Failure> {
    let found = public::one(&app.kernel().db, id, visit.now.day()).await?;
    Ok(found.ok_or(Error::NotFound)?)
}

async fn one(
    State(app): State<App>,
    visit: Guest,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let p = found(&app, &visit, id).await?;
    let day = |d| text::date::date_plain(visit.lang, d);
    let mut doc = Doc::new(p.title.as_str())
        .trail("/public/decisions", visit.t("decisions-public"))
        .part(
            Head::new(p.title.as_str())
                .eyebrow(p.number.clone().unwrap_or_default())
                .lede(p.organ.as_str()),
        );
    if let Some((on, how)) = p.ended() {
        let key = match how {
            Ended::Replaced => "decisions-note-replaced",
            Ended::Repealed => "decisions-note-repealed",
        };
        let note = Note::new(
            Tone::Warn,
            ta(visit.lang, key, &[("day", Arg::String(day(on)))]),
        );
        doc = doc.part(note);
        // The new one, where it may be read.
        let by = match p.ended_by {
            Some(by) => public::one(&app.kernel().db, by, visit.now.day()).await?,
            None => None,
        };
        if let Some(by) = by {
            let href = format!("/public/decisions/{}", by.matter_id);
            doc = doc.part(Links::new(vec![(href, by.title)]));
        }
    }
    let facts = Facts::new(&visit)
        .line(
            visit.t("decisions-number"),
            p.number.clone().unwrap_or_default(),
        )
        .line(visit.t("decisions-adopted-on"), day(p.adopted_on))
        .line(
            visit.t("decisions-ask-effective_on"),
            day(p.effective_on.unwrap_or(p.adopted_on)),
        )
        .line(visit.t("decisions-published-on"), day(p.published_on))
        .line(visit.t("decisions-ask-where"), p.published_at.clone())
        .line(
            visit.t("decisions-force"),
            parts::force_words(&visit, stands(&visit, &p)),
        );
    let corrected = correction::all(&app.kernel().db, id).await?;
    if let Some(all) = corrections(&visit, &corrected) {
        doc = doc.panel(&visit.t("decisions-corrections"), all);
    }
    let words = p.content.clone();
    let docx = format!("/public/decisions/{id}/text.docx");
    Ok(doc
        .panel("", Prose { words })
        .part(Links::new(vec![(docx, visit.t("decisions-docx"))]))
        .panel(&visit.t("decisions-published"), facts)
        .show(&visit))
}

async fn word(
    State(app): State<App>,
    visit: Guest,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let p = found(&app, &visit, id).await?;
    let corrections = correction::all(&app.kernel().db, id).await?;
    Ok(super::paper::answer(&Issued {
        corrections: &corrections,
        organ: &p.organ,
        number: p.number.as_deref().unwrap_or_default(),
        title: &p.title,
        content: &p.content,
        adopted_on: p.adopted_on,
        body: &t(Lang::Zh, &p.body.key()),
    }))
}
