//! Giving a post to a person, and ending one.

use axum::extract::State;
use axum::response::Response;
use frame::ui::{Choice, Doc, Field, Form as Sheet};
use frame::{App, Failure, Fields, Form, Len, Path, Reader, Routes, SignedIn, get};
use kernel::access::{Permission, Role};
use kernel::error::{Error, Message};
use kernel::id::Id;
use kernel::organ::{self, Unit};
use kernel::person::register::{self, needed_for};
use kernel::person::{NewPost, Person, Post};

use super::people::role_choices;
use super::person::{home, one, page};
use super::{role_words, ta, unit_choices};
use crate::actions::person as actions;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/office/people/{id}/posts", get(appointing).post(appoint))
        .route("/office/posts/{id}/end", get(ending).post(end))
}

fn post_form(visit: &SignedIn, person: &Person, units: &[Unit]) -> Sheet {
    let here = format!("/office/people/{}", person.id);
    let mine = |c: &Choice| Role::parse(&c.value).is_some_and(|r| visit.actor().may(needed_for(r)));
    let roles: Vec<Choice> = role_choices(visit).into_iter().filter(mine).collect();
    Sheet::new(visit, format!("{here}/posts"))
        .field(
            Field::select("role", visit.t("office-post-role"), roles)
                .must()
                .hint(visit.t("office-post-role-hint")),
        )
        .field(
            Field::pick("unit", visit.t("office-post-unit"), unit_choices(units))
                .hint(visit.t("office-post-unit-hint")),
        )
        .field(
            Field::line("title", visit.t("office-post-title"), 60)
                .hint(visit.t("office-post-title-hint")),
        )
        .side(vec![
            Field::number("term", visit.t("office-post-term"), 1, 99),
            Field::date("from_on", visit.t("office-from"))
                .must()
                .value(visit.actor().today),
            Field::date("to_on", visit.t("office-to")).hint(visit.t("office-post-to-hint")),
        ])
        .send(visit.t("office-post-give"))
        .cancel(here)
}

async fn open_units(app: &App, visit: &SignedIn) -> Result<Vec<Unit>, Error> {
    let today = visit.actor().today;
    let all = organ::units(&app.kernel().db, visit.actor().organ).await?;
    Ok(all.into_iter().filter(|u| u.exists_on(today)).collect())
}

/// Whoever gives posts at all; which ones, the post says.
fn may_appoint(visit: &SignedIn) -> Result<(), Error> {
    if !visit.actor().may(Permission::ManageRoles) {
        visit.actor().authorize(Permission::ManagePeople)?;
    }
    Ok(())
}

async fn appointing(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    may_appoint(&visit)?;
    let person = one(&app, &visit, id).await?;
    let units = open_units(&app, &visit).await?;
    Ok(page(&visit, visit.t("office-post-give"), &person)
        .part(post_form(&visit, &person, &units))
        .show(&visit))
}

async fn appoint(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    may_appoint(&visit)?;
    let person = one(&app, &visit, id).await?;
    match try_appoint(&app, &visit, id, &typed).await {
        Ok(_) => Ok(home(id, "office-post-given")),
        Err(e) => {
            let units = open_units(&app, &visit).await?;
            Ok(page(&visit, visit.t("office-post-give"), &person)
                .again(post_form(&visit, &person, &units).again(&typed, e)?)
                .show(&visit))
        }
    }
}

async fn try_appoint(app: &App, visit: &SignedIn, person: Id, typed: &Fields) -> Result<Id, Error> {
    let codes: Vec<&str> = Role::ALL.iter().map(|r| r.code()).collect();
    let mut r = Reader::new(typed);
    let role = r.must_choice("role", &codes).and_then(Role::parse);
    let unit = r.id("unit");
    let title = r.line("title", Len(60)).unwrap_or_default();
    let term = r.number("term", 1..=99);
    let from_on = r.must_date("from_on");
    let to_on = r.date("to_on");
    r.finish()?;
    let (Some(role), Some(from_on)) = (role, from_on) else {
        return Err(Error::field("role", Message::new("invalid-choice")));
    };
    let new = NewPost {
        person,
        unit,
        role,
        title: &title,
        term,
        from_on,
        to_on,
    };
    actions::appoint(app.kernel(), visit.actor(), new).await
}

/// A form that asks for a last day.
fn last_day_form(visit: &SignedIn, action: String, words: &str, back: String) -> Sheet {
    Sheet::new(visit, action)
        .field(
            Field::date("to_on", visit.t("office-last-day"))
                .must()
                .value(visit.actor().today),
        )
        .send(words)
        .grave()
        .cancel(back)
}

async fn post_and_person(app: &App, visit: &SignedIn, id: Id) -> Result<(Post, Person), Error> {
    let organ = visit.actor().organ;
    let post = register::post(&app.kernel().db, organ, id).await?;
    let person = one(app, visit, post.person_id).await?;
    Ok((post, person))
}

fn end_page(visit: &SignedIn, post: &Post, person: &Person) -> (Doc, Sheet) {
    let title = ta(
        visit,
        "office-post-end-of",
        &[("role", role_words(visit, &post.role).into())],
    );
    let form = last_day_form(
        visit,
        format!("/office/posts/{}/end", post.id),
        &visit.t("office-post-end"),
        format!("/office/people/{}", person.id),
    );
    (page(visit, title, person), form)
}

/// The post and its holder, for whoever may take it away.
async fn to_end(app: &App, visit: &SignedIn, id: Id) -> Result<(Post, Person), Error> {
    let (post, person) = post_and_person(app, visit, id).await?;
    let needed = Role::parse(&post.role).map_or(Permission::ManageRoles, needed_for);
    visit.actor().authorize(needed)?;
    Ok((post, person))
}

async fn ending(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let (post, person) = to_end(&app, &visit, id).await?;
    let (doc, form) = end_page(&visit, &post, &person);
    Ok(doc.part(form).show(&visit))
}

async fn end(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let (post, person) = to_end(&app, &visit, id).await?;
    let done = async {
        let mut r = Reader::new(&typed);
        let last = r.must_date("to_on");
        r.finish()?;
        let last = last.unwrap_or(visit.actor().today);
        actions::end_post(app.kernel(), visit.actor(), id, last).await
    };
    match done.await {
        Ok(()) => Ok(home(person.id, "office-post-ended")),
        Err(e) => {
            let (doc, form) = end_page(&visit, &post, &person);
            Ok(doc.again(form.again(&typed, e)?).show(&visit))
        }
    }
}
