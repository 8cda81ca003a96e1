//! The adopted text for Word and WPS, and as PDF, once it has its number.

use axum::extract::State;
use axum::response::Response;
use frame::{App, Failure, Path, Print, Routes, SignedIn, file, get};
use kernel::error::Error;
use kernel::id::Id;
use kernel::matter::Standing;
use kernel::organ;
use papers::letter::{Letter, docx};
use text::{Lang, t};

use crate::decision::Held;
use crate::letter::{Issued, letter};

const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/decisions/{id}/text.docx", get(word))
        .route("/decisions/{id}/text.pdf", get(pdf))
}

/// The file, whoever is allowed to take it.
pub(super) fn answer(issued: &Issued<'_>) -> Response {
    named(issued.title, &letter(issued))
}

fn named(title: &str, letter: &Letter) -> Response {
    file(&format!("{title}.docx"), WORD, docx(letter))
}

async fn word(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let (title, letter) = adopted(&app, &visit, id).await?;
    Ok(named(&title, &letter))
}

async fn pdf(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let (title, letter) = adopted(&app, &visit, id).await?;
    Print::Letter(letter).answer(&app, &title).await
}

/// Its title and the document, whoever may read it.
async fn adopted(app: &App, visit: &SignedIn, id: Id) -> Result<(String, Letter), Failure> {
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
    let letter = letter(&Issued {
        corrections: &case.corrections,
        organ: &organ.name,
        number,
        title: &v.title,
        content: &v.content,
        adopted_on,
        body: &t(Lang::Zh, &case.decision.body.key()),
    });
    Ok((v.title.clone(), letter))
}
