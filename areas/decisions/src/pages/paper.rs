//! The adopted text for Word and WPS, once it has its number.

use axum::extract::State;
use axum::response::Response;
use frame::{App, Failure, Path, Routes, SignedIn, file, get};
use kernel::error::Error;
use kernel::id::Id;
use kernel::matter::Standing;
use kernel::organ;
use papers::letter::docx;
use text::{Lang, t};

use crate::decision::Held;
use crate::letter::{Issued, letter};

const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

pub(super) fn routes() -> Routes {
    Routes::new().route("/decisions/{id}/text.docx", get(word))
}

/// The file, whoever is allowed to take it.
pub(super) fn answer(issued: &Issued<'_>) -> Response {
    let letter = letter(issued);
    file(&format!("{}.docx", issued.title), WORD, docx(&letter))
}

async fn word(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    let held = Held::of(&standing)?;
    let case = &held.case;
    let readable = held.reads_all(visit.actor()) || case.is_public();
    let adopted = case.adopted().filter(|_| readable);
    let (Some(v), Some(number), Some(adopted_on)) =
        (adopted, &standing.matter.number, case.decision.adopted_on)
    else {
        return Err(Error::NotFound.into());
    };
    let organ = organ::organ(&app.kernel().db, standing.matter.organ_id).await?;
    Ok(answer(&Issued {
        corrections: &case.corrections,
        organ: &organ.name,
        number,
        title: &v.title,
        content: &v.content,
        adopted_on,
        body: &t(Lang::Zh, &case.decision.body.key()),
    }))
}
