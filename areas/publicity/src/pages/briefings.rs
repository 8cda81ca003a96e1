//! Briefings as a list, and writing one of a period.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::Datelike;
use frame::ui::{Cell, Choice, Column, Doc, Empty, Field, Form as Sheet, Head, Row, Table};
use frame::{App, Failure, Form, Go, Reader, Routes, SignedIn, get};
use kernel::access::Permission;
use kernel::error::{Error, Message};

use super::{View, keeps, tabs};
use crate::actions::briefing as actions;
use crate::briefing::Period;
use crate::model::briefing::Piece;
use crate::store::briefing;

pub(super) fn routes() -> Routes {
    Routes::new().route("/publicity/briefings", get(list).post(write))
}

/// Briefings tell the whole organ's figures: they are for its staff.
pub(super) fn reads(visit: &SignedIn) -> bool {
    keeps(visit) || visit.actor().may(Permission::ReadAll)
}

pub(crate) fn enter(visit: &SignedIn) -> Result<(), Failure> {
    match reads(visit) {
        true => Ok(()),
        false => Err(Error::Forbidden(Message::new("briefing-not-yours")).into()),
    }
}

fn form(visit: &SignedIn) -> Sheet {
    let today = visit.actor().today;
    let first = today.with_ordinal(1).unwrap_or(today);
    let langs = vec![
        Choice::new("zh", visit.t("briefing-lang-zh")),
        Choice::new("en", visit.t("briefing-lang-en")),
    ];
    let own = match visit.lang {
        text::Lang::Zh => "zh",
        text::Lang::En => "en",
    };
    Sheet::new(visit, "/publicity/briefings")
        .compact()
        .side(vec![
            Field::date("from", visit.t("publicity-from-on"))
                .must()
                .value(first),
            Field::date("to", visit.t("publicity-to-on"))
                .must()
                .value(today),
            Field::select("lang", visit.t("briefing-lang"), langs).value(own),
        ])
        .send(visit.t("briefing-write"))
}

async fn page(app: &App, visit: &SignedIn, form: Option<Sheet>) -> Result<Doc, Failure> {
    let t = |key: &str| visit.t(key);
    let mut doc = Doc::new(t("briefing-all"))
        .trail("/publicity", t("publicity-nav"))
        .part(Head::new(t("briefing-all")).lede(t("briefing-lede")))
        .part(tabs(visit, View::Overview));
    let how = match form {
        Some(_) => "briefing-none-about",
        None => "briefing-none-read",
    };
    if let Some(form) = form {
        doc = doc.panel(&t("briefing-period"), form);
    }
    let all = briefing::all(&app.kernel().db, visit.actor().organ).await?;
    if all.is_empty() {
        return Ok(doc.part(Empty::new(t("briefing-none"), t(how))));
    }
    let columns = vec![
        Column::new("title", t("briefing-name")),
        Column::new("from", t("publicity-from-on")),
        Column::new("to", t("publicity-to-on")),
        Column::new("numbers", t("briefing-numbers")).number(),
        Column::new("typed", t("briefing-typed")).number(),
        Column::new("by", t("publicity-by")),
        Column::new("edited", t("briefing-edited")),
    ];
    let rows = all
        .iter()
        .map(|b| {
            let pieces = b.text.pieces();
            let counted = |p: &&Piece<'_>| matches!(p, Piece::Counted(m) if !m.list.is_empty());
            let typed = |p: &&Piece<'_>| matches!(p, Piece::Typed(_));
            Row {
                id: b.id.to_string(),
                cells: vec![
                    Cell::lead(format!("/publicity/briefings/{}", b.id), b.title.as_str()),
                    Cell::Day(b.from_on),
                    Cell::Day(b.to_on),
                    Cell::Count(pieces.iter().filter(counted).count() as i64),
                    Cell::Count(pieces.iter().filter(typed).count() as i64),
                    Cell::text(b.by_name.clone().unwrap_or_default()),
                    Cell::text(text::date::instant(visit.lang, b.edited_at)),
                ],
            }
        })
        .collect();
    let table = Table::new(visit, "briefings", t("briefing-drafts"), columns)
        .rows(rows)
        .cards();
    Ok(doc.part(table))
}

async fn list(State(app): State<App>, visit: SignedIn) -> Result<Response, Failure> {
    enter(&visit)?;
    let form = keeps(&visit).then(|| form(&visit));
    Ok(page(&app, &visit, form).await?.show(&visit))
}

async fn write(
    State(app): State<App>,
    visit: SignedIn,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let done = async {
        let mut r = Reader::new(&typed);
        let from = r.must_date("from");
        let to = r.must_date("to");
        let lang = r.choice("lang", &["zh", "en"]).unwrap_or("zh");
        r.finish()?;
        let period = Period {
            from: from.unwrap_or_default(),
            to: to.unwrap_or_default(),
        };
        let lang = actions::lang_of(lang);
        actions::write(app.kernel(), visit.actor(), lang, &period).await
    };
    match done.await {
        Ok(id) => Ok(Go::to(format!("/publicity/briefings/{id}")).into_response()),
        Err(e) => {
            let form = form(&visit).again(&typed, e)?;
            Ok(page(&app, &visit, Some(form))
                .await?
                .status(axum::http::StatusCode::UNPROCESSABLE_ENTITY)
                .show(&visit))
        }
    }
}
