//! Papers to take away: a reply as an official letter, on the screen or for Word, and the filed volume.

use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use frame::{App, Failure, Path, SignedIn, file};
use kernel::error::Error;
use kernel::id::Id;
use kernel::matter::Standing;
use kernel::organ;
use papers::letter::{STYLE, article, docx};

use crate::kind::Held;
use crate::volume;

const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
/// Where the style of letters is served: pages bring none of their own.
pub(super) const STYLE_HREF: &str = "/proposals/letter.css";

/// A reply as a letter; `last` is its round, with `.docx` behind it for Word.
pub(super) async fn letter(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, unit, last)): Path<(Id, Id, String)>,
) -> Result<Response, Failure> {
    let (round, word) = match last.strip_suffix(".docx") {
        Some(round) => (round, true),
        None => (last.as_str(), false),
    };
    let round: i64 = round.parse().map_err(|_| Error::NotFound)?;
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    let case = &Held::of(&standing)?.case;
    let reply = volume::reply_of(case, unit, round)?;
    let through = organ::organ(&app.kernel().db, standing.matter.organ_id).await?;
    let letter = volume::letter(&standing, case, reply, &through.name);
    if word {
        return Ok(file(&format!("{}.docx", letter.title), WORD, docx(&letter)));
    }
    let title = letter.title.replace(['&', '<', '>'], " ");
    let page = format!(
        "<!doctype html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title>\
         <link rel=\"stylesheet\" href=\"{STYLE_HREF}\"></head><body>{}</body></html>\n",
        article(&letter)
    );
    Ok(Html(page).into_response())
}

pub(super) async fn style() -> Response {
    ([("content-type", "text/css; charset=utf-8")], STYLE).into_response()
}

/// The filed volume of a closed matter.
pub(super) async fn volume(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    let bytes = volume::volume(app.kernel(), visit.actor(), &standing).await?;
    let name = standing.matter.number.unwrap_or(standing.matter.title);
    Ok(file(&format!("{name}.zip"), "application/zip", bytes))
}
