//! Decree, notice and certificates, to be taken for Word; the decree as PDF too.

use axum::extract::State;
use axum::response::Response;
use frame::{App, Failure, Path, Print, Routes, SignedIn, file, get};
use kernel::access::Role;
use kernel::error::Result;
use kernel::id::Id;
use kernel::matter::Standing;
use kernel::{organ, person};
use papers::letter::{self, Letter};

use crate::kind::Held;
use crate::{election, paper};

const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/appointments/{id}/decree.docx", get(decree))
        .route("/appointments/{id}/decree.pdf", get(decree_pdf))
        .route("/appointments/{id}/certificate.docx", get(certificate))
        .route("/appointments/elections/{id}/notice.docx", get(notice))
        .route(
            "/appointments/elections/{id}/certificates/{n}",
            get(elected),
        )
}

async fn decree(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let (name, letter) = decreed(&app, &visit, id).await?;
    Ok(file(&format!("{name}.docx"), WORD, letter::docx(&letter)))
}

async fn decree_pdf(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let (name, letter) = decreed(&app, &visit, id).await?;
    Print::Letter(letter).answer(&app, &name).await
}

async fn decreed(app: &App, visit: &SignedIn, id: Id) -> Result<(String, Letter)> {
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    let of = organ::organ(&app.kernel().db, standing.matter.organ_id).await?;
    paper::decree(Held::of(&standing)?, &of.name)
}

async fn certificate(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let db = &app.kernel().db;
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    let held = Held::of(&standing)?;
    let organ = standing.matter.organ_id;
    let of = organ::organ(db, organ).await?;
    let on = held.case.decreed_on.unwrap_or(visit.actor().today);
    let chief = chair(&app, organ, on).await?;
    let (name, bytes) = paper::certificate(held, &of.name, &chief)?;
    Ok(file(&name, WORD, bytes))
}

/// Who chairs the standing committee on a day, by name.
async fn chair(app: &App, organ: Id, on: chrono::NaiveDate) -> Result<String> {
    let db = &app.kernel().db;
    let posts = person::register::posts_on(db, organ, on).await?;
    let chief = posts.iter().find(|p| p.role == Role::Chief.code());
    let Some(chief) = chief else {
        return Ok(String::new());
    };
    let names = person::names(db, &[chief.person_id]).await?;
    Ok(names.into_iter().next().map(|(_, n)| n).unwrap_or_default())
}

async fn notice(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    let (name, bytes) = paper::notice(election::Held::of(&standing)?)?;
    Ok(file(&name, WORD, bytes))
}

async fn elected(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, n)): Path<(Id, i64)>,
) -> Result<Response, Failure> {
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    let (name, bytes) = paper::elected(election::Held::of(&standing)?, n)?;
    Ok(file(&name, WORD, bytes))
}
