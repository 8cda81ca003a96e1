//! One person: what is known, the posts held and once held, who stands in for whom.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use frame::ui::{Act, Acts, Cell, Column, Doc, Facts, Form as Sheet, Head, Note, Row, Table, Tone};
use frame::{App, Failure, Form, Go, Path, Routes, SignedIn, Visit, get};
use kernel::access::{Permission, Role};
use kernel::account::administration::accounts_of;
use kernel::error::{Error, Message};
use kernel::id::Id;
use kernel::organ::{self, Unit};
use kernel::person::register::{everybody, needed_for, substitutions_of};
use kernel::person::{self, Person, Post, Substitute};

use super::people::{person_form, post_words, read_person};
use super::{View, day_words, name_of, period, ta};
use crate::actions::person as actions;
use crate::model::account::State as AccountState;
use crate::model::person::PostThen;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/office/people/{id}", get(view))
        .route("/office/people/{id}/edit", get(editing).post(edit))
}

pub(super) async fn one(app: &App, visit: &SignedIn, id: Id) -> Result<Person, Error> {
    View::People.open(visit.actor())?;
    person::person(&app.kernel().db, visit.actor().organ, id).await
}

pub(super) fn page(visit: &Visit, title: String, person: &Person) -> Doc {
    Doc::titled(title)
        .trail("/office/people", visit.t("office-people"))
        .trail(format!("/office/people/{}", person.id), &person.name)
}

pub(super) fn home(id: Id, key: &str) -> Response {
    Go::to(format!("/office/people/{id}"))
        .saying(Message::new(key))
        .into_response()
}

async fn view(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let person = one(&app, &visit, id).await?;
    let actor = visit.actor();
    let db = &app.kernel().db;
    let posts = person::posts_of(db, id).await?;
    let units = organ::units(db, actor.organ).await?;
    let people = everybody(db, actor.organ).await?;
    let subs = substitutions_of(db, actor.organ, id).await?;
    let needed = actions::needed_to_stand_in(app.kernel(), actor, id).await?;
    let base = format!("/office/people/{id}");
    let refusal = |needed: &[Permission]| -> String {
        if !actor.read_only && needed.iter().any(|p| actor.may(*p)) {
            String::new()
        } else {
            visit.t(needed[0].refusal())
        }
    };
    let act = |path: &str, key: &str, needed: &[Permission]| Act {
        words: visit.t(key),
        href: format!("{base}/{path}"),
        refusal: refusal(needed),
        next: false,
        grave: false,
    };
    let acts = vec![
        act("edit", "office-person-edit", &[Permission::ManagePeople]),
        act(
            "posts",
            "office-post-give",
            &[Permission::ManagePeople, Permission::ManageRoles],
        ),
        act("substitutes", "office-substitute-name", &[needed]),
    ];
    let mut doc = Doc::new(&person.name)
        .trail("/office/people", visit.t("office-people"))
        .part(Head::new(&person.name).acts(Acts::new(&visit, acts)));
    let away = subs
        .iter()
        .find(|s| s.person_id == id && s.from_on <= actor.today && actor.today <= s.to_on);
    if let Some(s) = away {
        let (by, to) = (
            person_name(&people, s.by_person_id),
            day_words(&visit, s.to_on),
        );
        let args = [("name", by.into()), ("date", to.into())];
        doc = doc.part(Note::new(
            Tone::Warn,
            ta(&visit, "office-person-away", &args),
        ));
    }
    let mut facts = facts(&visit, &person);
    if View::Accounts.is_open_to(actor) {
        for account in accounts_of(db, actor.organ, id).await? {
            let state = AccountState::of(&account, visit.now).code();
            let state = visit.t(&format!("office-account-{state}"));
            let words = ta(
                &visit,
                "office-account-stands",
                &[
                    ("name", account.name.as_str().into()),
                    ("state", state.into()),
                ],
            );
            facts = facts.link(
                visit.t("office-account"),
                words,
                format!("/office/accounts/{}", account.id),
            );
        }
    }
    doc = doc.panel(&visit.t("office-person-facts"), facts);
    doc = if posts.is_empty() {
        doc.part(Note::new(Tone::Info, visit.t("office-person-no-post")))
    } else {
        doc.part(posts_table(&visit, &posts, &units))
    };
    if !subs.is_empty() {
        doc = doc.part(substitutes_table(&visit, &subs, &people));
    }
    Ok(doc.show(&visit))
}

fn facts(visit: &SignedIn, person: &Person) -> Facts {
    let known = |text: &Option<String>| text.clone().unwrap_or_default();
    let gender = match person.gender.as_deref() {
        Some(code @ ("male" | "female")) => visit.t(&format!("office-gender-{code}")),
        other => other.unwrap_or_default().to_owned(),
    };
    let born = person.born_on.map(|d| day_words(visit, d));
    Facts::new(visit)
        .line(visit.t("office-person-number"), known(&person.number))
        .line(visit.t("office-person-gender"), gender)
        .line(visit.t("office-person-born"), born.unwrap_or_default())
        .line(visit.t("office-person-ethnicity"), known(&person.ethnicity))
        .line(visit.t("office-person-party"), known(&person.party))
        .line(
            visit.t("office-person-occupation"),
            known(&person.occupation),
        )
        .line(visit.t("office-person-phone"), known(&person.phone))
        .line(visit.t("office-person-email"), known(&person.email))
        .line(visit.t("office-person-note"), known(&person.note))
}

fn person_name(people: &[Person], id: Id) -> String {
    let found = people.iter().find(|p| p.id == id);
    found.map(|p| p.name.clone()).unwrap_or_default()
}

fn posts_table(visit: &SignedIn, posts: &[Post], units: &[Unit]) -> Table {
    let columns = vec![
        Column::new("post", visit.t("office-post")),
        Column::new("unit", visit.t("office-post-unit")),
        Column::new("term", visit.t("office-post-term")),
        Column::new("period", visit.t("office-period")),
        Column::new("act", visit.t("office-acts")),
    ];
    let actor = visit.actor();
    let rows = posts
        .iter()
        .map(|p| {
            let then = PostThen {
                post: p.clone(),
                unit: None,
            };
            let needed = Role::parse(&p.role).map_or(Permission::ManageRoles, needed_for);
            let open = p.to_on.is_none_or(|to| to > actor.today) && actor.may(needed);
            let term = p
                .term
                .map(|n| ta(visit, "office-term", &[("term", n.into())]));
            Row {
                id: p.id.to_string(),
                cells: vec![
                    Cell::text(post_words(visit, &then)),
                    Cell::text(name_of(units, p.unit_id)),
                    Cell::text(term.unwrap_or_default()),
                    Cell::text(period(visit, p.from_on, p.to_on)),
                    if open {
                        Cell::link(
                            format!("/office/posts/{}/end", p.id),
                            visit.t("office-post-end"),
                        )
                    } else {
                        Cell::Nothing
                    },
                ],
            }
        })
        .collect();
    Table::new(visit, "posts", visit.t("office-person-posts"), columns)
        .rows(rows)
        .cards()
}

fn substitutes_table(visit: &SignedIn, subs: &[Substitute], people: &[Person]) -> Table {
    let columns = vec![
        Column::new("absent", visit.t("office-substitute-absent")),
        Column::new("by", visit.t("office-substitute-by")),
        Column::new("period", visit.t("office-period")),
        Column::new("reason", visit.t("office-substitute-reason")),
        Column::new("act", visit.t("office-acts")),
    ];
    let today = visit.actor().today;
    let rows = subs
        .iter()
        .map(|s| Row {
            id: s.id.to_string(),
            cells: vec![
                Cell::link(
                    format!("/office/people/{}", s.person_id),
                    person_name(people, s.person_id),
                ),
                Cell::link(
                    format!("/office/people/{}", s.by_person_id),
                    person_name(people, s.by_person_id),
                ),
                Cell::text(if s.to_on < s.from_on {
                    visit.t("office-substitute-never")
                } else {
                    period(visit, s.from_on, Some(s.to_on))
                }),
                Cell::text(&s.reason),
                if s.to_on > today && s.to_on >= s.from_on {
                    Cell::link(
                        format!("/office/substitutes/{}/end", s.id),
                        visit.t("office-substitute-end"),
                    )
                } else {
                    Cell::Nothing
                },
            ],
        })
        .collect();
    Table::new(visit, "substitutes", visit.t("office-substitutes"), columns)
        .rows(rows)
        .cards()
}

fn edit_form(visit: &SignedIn, person: &Person) -> Sheet {
    let here = format!("/office/people/{}", person.id);
    person_form(visit, &format!("{here}/edit"), Some(person))
        .send(visit.t("office-save"))
        .cancel(here)
}

async fn editing(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::ManagePeople)?;
    let person = one(&app, &visit, id).await?;
    Ok(page(&visit, visit.t("office-person-edit"), &person)
        .part(edit_form(&visit, &person))
        .show(&visit))
}

async fn edit(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::ManagePeople)?;
    let person = one(&app, &visit, id).await?;
    let done = async {
        let new = read_person(&typed)?;
        actions::edit(app.kernel(), visit.actor(), id, new).await
    };
    match done.await {
        Ok(()) => Ok(home(id, "office-saved")),
        Err(e) => Ok(page(&visit, visit.t("office-person-edit"), &person)
            .again(edit_form(&visit, &person).again(&typed, e)?)
            .show(&visit)),
    }
}
