//! Briefings as JSON: a text as it would be written now, and the drafts.

use axum::extract::State;
use chrono::NaiveDate;
use frame::api::Items;
use frame::{App, Failure, Query, Reader, Routes, SignedIn, get};
use kernel::id::Id;
use serde::Serialize;
use text::Lang;
use utoipa::{OpenApi, ToSchema};

use super::newsroom::{api, period};
use crate::actions::briefing as briefings;
use crate::briefing::Period;
use crate::model::briefing::{Briefing, Piece};
use crate::pages::briefings as briefing_pages;
use crate::store::briefing as kept;

#[derive(OpenApi)]
#[openapi(paths(briefing, drafts))]
pub(super) struct Described;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/publicity/briefing", get(briefing))
        .route("/publicity/briefings", get(drafts))
}

/// A number in a text: where it stands, what it counts, its rows.
#[derive(Debug, Serialize, ToSchema)]
struct NumberItem {
    key: String,
    label: String,
    shown: String,
    /// Where it begins, in characters.
    at: usize,
    list: String,
}

/// A text with its numbers.
#[derive(Debug, Serialize, ToSchema)]
struct TextItem {
    /// Of a draft that was kept.
    #[schema(value_type = Option<String>)]
    id: Option<Id>,
    title: Option<String>,
    from: NaiveDate,
    to: NaiveDate,
    content: String,
    numbers: Vec<NumberItem>,
    /// Numbers somebody typed: no count stands behind them.
    typed: Vec<String>,
}

fn told(text: Briefing, period: Period, of: Option<(Id, String)>) -> TextItem {
    let typed = text
        .pieces()
        .into_iter()
        .filter_map(|p| match p {
            Piece::Typed(number) => Some(number),
            _ => None,
        })
        .collect();
    let (id, title) = of.unzip();
    TextItem {
        id,
        title,
        from: period.from,
        to: period.to,
        typed,
        numbers: text
            .marks
            .into_iter()
            .filter(|m| !m.list.is_empty())
            .map(|m| NumberItem {
                list: api(&m.list),
                key: m.key,
                label: m.label,
                shown: m.shown,
                at: m.at,
            })
            .collect(),
        content: text.content,
    }
}

/// The figures paragraph of a period as it would be written now; nothing is kept.
#[utoipa::path(get, path = "/api/v1/publicity/briefing", tag = "publicity", params(
    ("from" = Option<String>, Query), ("to" = Option<String>, Query),
    ("language" = Option<String>, Query, description = "zh or en; that of the caller otherwise")),
    responses((status = 200, body = TextItem), (status = 403)))]
async fn briefing(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<axum::Json<TextItem>, Failure> {
    briefing_pages::enter(&visit)?;
    let mut r = Reader::new(&query);
    let period = period(&visit, &mut r);
    let lang = match r.choice("language", &["zh", "en"]) {
        Some("en") => Lang::En,
        Some(_) => Lang::Zh,
        None => visit.lang,
    };
    r.finish_strict()?;
    let (text, _) = briefings::written(app.kernel(), visit.actor(), lang, &period).await?;
    Ok(axum::Json(told(text, period, None)))
}

/// Briefings kept as drafts, the latest edited first.
#[utoipa::path(get, path = "/api/v1/publicity/briefings", tag = "publicity",
    responses((status = 200, body = Items<TextItem>), (status = 403)))]
async fn drafts(
    State(app): State<App>,
    visit: SignedIn,
) -> Result<axum::Json<Items<TextItem>>, Failure> {
    briefing_pages::enter(&visit)?;
    let all = kept::all(&app.kernel().db, visit.actor().organ).await?;
    let items = all
        .into_iter()
        .map(|k| {
            let period = Period {
                from: k.from_on,
                to: k.to_on,
            };
            told(k.text, period, Some((k.id, k.title)))
        })
        .collect();
    Ok(axum::Json(Items {
        items,
        next_cursor: None,
    }))
}
