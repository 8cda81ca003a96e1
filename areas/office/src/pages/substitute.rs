//! Naming who acts for an absent person, and ending it early.

use axum::extract::State;
use axum::response::Response;
use frame::ui::{Choice, Field, Form as Sheet, Note, Tone};
use frame::{App, Failure, Form, Len, Path, Reader, Routes, SignedIn, get};
use kernel::error::{Error, Message};
use kernel::id::Id;
use kernel::person::Person;
use kernel::person::register::{self, everybody};

use super::person::{home, one, page};
use crate::actions::person as actions;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route(
            "/office/people/{id}/substitutes",
            get(naming).post(stand_in),
        )
        .route("/office/substitutes/{id}/end", get(returning).post(back))
}

fn substitute_form(visit: &SignedIn, person: &Person, people: &[Person]) -> Sheet {
    let here = format!("/office/people/{}", person.id);
    let others: Vec<Choice> = people
        .iter()
        .filter(|p| p.id != person.id)
        .map(|p| Choice::named(p.id, &p.name))
        .collect();
    Sheet::new(visit, format!("{here}/substitutes"))
        .field(Field::pick("by", visit.t("office-substitute-by"), others).must())
        .side(vec![
            Field::date("from_on", visit.t("office-from"))
                .must()
                .value(visit.actor().today),
            Field::date("to_on", visit.t("office-last-day")).must(),
        ])
        .field(
            Field::line("reason", visit.t("office-substitute-reason"), 100)
                .must()
                .placeholder(visit.t("office-substitute-reason-like")),
        )
        .send(visit.t("office-substitute-name"))
        .cancel(here)
}

async fn naming(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let person = one(&app, &visit, id).await?;
    let needed = actions::needed_to_stand_in(app.kernel(), visit.actor(), id).await?;
    visit.actor().authorize(needed)?;
    let people = everybody(&app.kernel().db, visit.actor().organ).await?;
    Ok(page(&visit, visit.t("office-substitute-name"), &person)
        .part(substitute_form(&visit, &person, &people))
        .show(&visit))
}

async fn stand_in(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let person = one(&app, &visit, id).await?;
    let needed = actions::needed_to_stand_in(app.kernel(), visit.actor(), id).await?;
    visit.actor().authorize(needed)?;
    let done = async {
        let mut r = Reader::new(&typed);
        let by = r.must_id("by");
        let from_on = r.must_date("from_on");
        let to_on = r.must_date("to_on");
        let reason = r.must_line("reason", Len(100));
        r.finish()?;
        let (Some(by), Some(from_on), Some(to_on)) = (by, from_on, to_on) else {
            return Err(Error::field("by", Message::new("invalid-choice")));
        };
        let kernel = app.kernel();
        actions::stand_in(kernel, visit.actor(), id, by, from_on, to_on, &reason).await
    };
    match done.await {
        Ok(_) => Ok(home(id, "office-substitute-named")),
        Err(e) => {
            let people = everybody(&app.kernel().db, visit.actor().organ).await?;
            let form = substitute_form(&visit, &person, &people).again(&typed, e)?;
            Ok(page(&visit, visit.t("office-substitute-name"), &person)
                .again(form)
                .show(&visit))
        }
    }
}

async fn returning(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let actor = visit.actor();
    let sub = register::substitution(&app.kernel().db, actor.organ, id).await?;
    let needed = actions::needed_to_stand_in(app.kernel(), actor, sub.person_id).await?;
    actor.authorize(needed)?;
    let person = one(&app, &visit, sub.person_id).await?;
    let form = Sheet::new(&visit, format!("/office/substitutes/{id}/end"))
        .send(visit.t("office-substitute-end"))
        .cancel(format!("/office/people/{}", person.id));
    let words = Note::new(Tone::Info, visit.t("office-substitute-end-about"));
    Ok(page(&visit, visit.t("office-substitute-end"), &person)
        .part(words)
        .part(form)
        .show(&visit))
}

async fn back(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(_): Form,
) -> Result<Response, Failure> {
    let actor = visit.actor();
    let sub = register::substitution(&app.kernel().db, actor.organ, id).await?;
    actions::end_substitution(app.kernel(), actor, id).await?;
    Ok(home(sub.person_id, "office-substitute-ended"))
}
