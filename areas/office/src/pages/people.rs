//! The register of people: found by name, initials or number, by unit and role, on any day.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use frame::ui::list::{Filter, Listing};
use frame::ui::{
    Cell, Choice, Column, Doc, Empty, Field, Form as Sheet, Head, Note, Row, Table, Tone,
};
use frame::{App, Failure, Fields, Form, Go, Len, Query, Reader, Routes, SignedIn, Visit, get};
use kernel::access::{Actor, Permission, Role};
use kernel::db::Db;
use kernel::error::{Error, Message};
use kernel::id::Id;
use kernel::organ::{self, Unit};
use kernel::person::register::{everybody, posts_on};
use kernel::person::{NewPerson, Person};
use papers::sheet::Kind;

use super::{Export, PAGE, View, day_words, page_of, role_words, ta, tabs, unit_choices};
use crate::actions::person as actions;
use crate::model::person::{PostThen, Registered, Wanted, register, sort};

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/office/people", get(list).post(add))
        .route("/office/people.xlsx", get(export))
        .route("/office/people/new", get(new))
}

/// The register with the posts and the units' names of a day.
pub(crate) async fn found(
    db: &Db,
    organ: Id,
    day: chrono::NaiveDate,
    wanted: &Wanted<'_>,
) -> Result<Vec<Registered>, Error> {
    let former = organ::past::former_names(db, organ).await?;
    let units = organ::past::on_day(organ::units(db, organ).await?, &former, day);
    let people = everybody(db, organ).await?;
    let posts = posts_on(db, organ, day).await?;
    Ok(register(people, posts, &units, wanted))
}

fn columns(visit: &Visit) -> Vec<Column> {
    vec![
        Column::new("name", visit.t("office-person-name")).sorts(),
        Column::new("number", visit.t("office-person-number")).sorts(),
        Column::new("unit", visit.t("office-post-unit")).sorts(),
        Column::new("posts", visit.t("office-person-posts")),
        Column::new("phone", visit.t("office-person-phone")),
        Column::new("party", visit.t("office-person-party")).later(),
        Column::new("occupation", visit.t("office-person-occupation")).later(),
    ]
}

pub(super) fn role_choices(visit: &Visit) -> Vec<Choice> {
    Role::ALL
        .into_iter()
        .filter(|r| !r.is_administrative())
        .map(|r| Choice::new(r.code(), role_words(visit, r.code())))
        .collect()
}

fn asked(visit: &Visit, units: &[Unit], query: &Fields) -> Result<Listing, Error> {
    let filters = vec![
        Filter::words("q", visit.t("office-person-find")),
        Filter::choice("unit", visit.t("office-post-unit"), unit_choices(units)),
        Filter::choice("role", visit.t("office-post-role"), role_choices(visit)),
        Filter::day("on", visit.t("office-on")),
    ];
    Listing::read(
        "people",
        "/office/people",
        filters,
        columns(visit),
        "name",
        visit.columns("people"),
        query,
    )
}

async fn wanted(db: &Db, actor: &Actor, listing: &Listing) -> Result<Vec<Registered>, Error> {
    let asked = &listing.asked;
    let wanted = Wanted {
        words: asked.value("q").unwrap_or_default(),
        unit: asked.id("unit"),
        role: asked.value("role").and_then(Role::parse),
    };
    let day = asked.day("on").unwrap_or(actor.today);
    let mut rows = found(db, actor.organ, day, &wanted).await?;
    sort(&mut rows, &asked.sort, asked.down);
    Ok(rows)
}

/// `联络员（分管防汛）`: the role, and the title where the office wrote one.
pub(super) fn post_words(visit: &Visit, post: &PostThen) -> String {
    let role = role_words(visit, &post.post.role);
    if post.post.title.is_empty() || post.post.title == role {
        return role;
    }
    ta(
        visit,
        "office-post-titled",
        &[
            ("role", role.into()),
            ("title", post.post.title.as_str().into()),
        ],
    )
}

fn unit_words(row: &Registered) -> String {
    let mut names: Vec<&str> = row.posts.iter().filter_map(|p| p.unit.as_deref()).collect();
    names.dedup();
    names.join("、")
}

fn posts_words(visit: &Visit, row: &Registered) -> String {
    let words: Vec<String> = row.posts.iter().map(|p| post_words(visit, p)).collect();
    words.join("、")
}

async fn list(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<Response, Failure> {
    let actor = visit.actor();
    View::People.open(actor)?;
    let db = &app.kernel().db;
    let units = organ::units(db, actor.organ).await?;
    let listing = asked(&visit, &units, &query)?;
    let rows = wanted(db, actor, &listing).await?;
    let (rows, next) = page_of(rows, listing.asked.cursor.as_deref(), PAGE);
    let cells = |r: &Registered| {
        let opt = |text: &Option<String>| Cell::text(text.clone().unwrap_or_default());
        vec![
            Cell::lead(format!("/office/people/{}", r.person.id), &r.person.name),
            opt(&r.person.number),
            Cell::text(unit_words(r)),
            Cell::text(posts_words(&visit, r)),
            opt(&r.person.phone),
            opt(&r.person.party),
            opt(&r.person.occupation),
        ]
    };
    let table = Table::of(&visit, &listing, visit.t("office-people"))
        .rows(
            rows.iter()
                .map(|r| Row {
                    id: r.person.id.to_string(),
                    cells: cells(r),
                })
                .collect(),
        )
        .pages(None, next.map(|c| listing.page_href(&c)))
        .export(listing.same_at("/office/people.xlsx"));
    let mut head = Head::new(visit.t("office-people")).lede(visit.t("office-people-lede"));
    if actor.may(Permission::ManagePeople) {
        head = head.main("/office/people/new", visit.t("office-person-add"));
    }
    let mut doc = Doc::new(visit.t("office-people"))
        .trail("/office", visit.t("office-nav"))
        .part(head)
        .part(tabs(&visit, actor, View::People))
        .part(listing.filters(&visit));
    if let Some(day) = listing.asked.day("on").filter(|d| *d != actor.today) {
        let day = day_words(&visit, day);
        let words = ta(&visit, "office-people-then", &[("date", day.into())]);
        doc = doc.part(Note::new(Tone::Info, words));
    }
    doc = if rows.is_empty() {
        doc.part(Empty::new(
            visit.t("office-people-none"),
            visit.t("office-list-none"),
        ))
    } else {
        doc.part(table)
    };
    Ok(doc.show(&visit))
}

async fn export(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<Response, Failure> {
    let actor = visit.actor();
    View::People.open(actor)?;
    let db = &app.kernel().db;
    let units = organ::units(db, actor.organ).await?;
    let listing = asked(&visit, &units, &query)?;
    let rows = wanted(db, actor, &listing).await?;
    let columns: Vec<_> = listing.columns.iter().map(|c| (c, Kind::Text)).collect();
    let mut out = Export::new(visit.t("office-people"), &columns);
    for r in &rows {
        out.rows.push(vec![
            r.person.name.as_str().into(),
            r.person.number.clone().into(),
            unit_words(r).into(),
            posts_words(&visit, r).into(),
            r.person.phone.clone().into(),
            r.person.party.clone().into(),
            r.person.occupation.clone().into(),
        ]);
    }
    out.send("people")
}

/// The fields of a person, filled where one is given.
pub(super) fn person_form(visit: &SignedIn, action: &str, person: Option<&Person>) -> Sheet {
    let line = |name: &str, key: &str, most: usize, value: Option<&String>| {
        Field::line(name, visit.t(key), most).value_opt(value)
    };
    let gender = |code: &str| {
        let words = visit.t(&format!("office-gender-{code}"));
        let chosen = person.and_then(|p| p.gender.as_deref()) == Some(code);
        Choice::new(code, words).chosen(chosen)
    };
    let unknown = Choice::new("", visit.t("office-gender-unknown"));
    let p = person;
    Sheet::new(visit, action)
        .field(
            line("name", "office-person-name", 60, p.map(|p| &p.name))
                .must()
                .medium()
                .focus(),
        )
        .side(vec![
            line(
                "number",
                "office-person-number",
                20,
                p.and_then(|p| p.number.as_ref()),
            )
            .short(),
            Field::select(
                "gender",
                visit.t("office-person-gender"),
                vec![unknown, gender("male"), gender("female")],
            )
            .short(),
            Field::date("born_on", visit.t("office-person-born"))
                .value_opt(p.and_then(|p| p.born_on)),
        ])
        .side(vec![
            line(
                "ethnicity",
                "office-person-ethnicity",
                20,
                p.and_then(|p| p.ethnicity.as_ref()),
            ),
            line(
                "party",
                "office-person-party",
                40,
                p.and_then(|p| p.party.as_ref()),
            ),
        ])
        .field(line(
            "occupation",
            "office-person-occupation",
            100,
            p.and_then(|p| p.occupation.as_ref()),
        ))
        .side(vec![
            line(
                "phone",
                "office-person-phone",
                40,
                p.and_then(|p| p.phone.as_ref()),
            )
            .kind("tel"),
            line(
                "email",
                "office-person-email",
                254,
                p.and_then(|p| p.email.as_ref()),
            )
            .kind("email"),
        ])
        .field(
            Field::prose("note", visit.t("office-person-note"), 1000)
                .rows(3)
                .value_opt(p.and_then(|p| p.note.as_ref())),
        )
}

/// A person as typed.
pub(super) fn read_person(typed: &Fields) -> Result<NewPerson, Error> {
    let mut r = Reader::new(typed);
    let person = NewPerson {
        name: r.must_line("name", Len(60)),
        number: r.line("number", Len(20)),
        gender: r.choice("gender", &["male", "female"]).map(str::to_owned),
        born_on: r.date("born_on"),
        ethnicity: r.line("ethnicity", Len(20)),
        party: r.line("party", Len(40)),
        occupation: r.line("occupation", Len(100)),
        phone: r.line("phone", Len(40)),
        email: r.line("email", Len(254)),
        note: r.prose("note", Len(1000)),
    };
    r.finish()?;
    Ok(person)
}

fn new_form(visit: &SignedIn) -> Sheet {
    person_form(visit, "/office/people", None)
        .keep(visit, "person-new")
        .send(visit.t("office-person-add"))
        .cancel("/office/people")
}

fn new_page(visit: &SignedIn) -> Doc {
    Doc::titled(visit.t("office-person-add")).trail("/office/people", visit.t("office-people"))
}

async fn new(visit: SignedIn) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::ManagePeople)?;
    Ok(new_page(&visit).part(new_form(&visit)).show(&visit))
}

async fn add(
    State(app): State<App>,
    visit: SignedIn,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::ManagePeople)?;
    let done = async {
        let person = read_person(&typed)?;
        actions::add(app.kernel(), visit.actor(), person).await
    };
    match done.await {
        Ok(id) => Ok(Go::to(format!("/office/people/{id}"))
            .saying(Message::new("office-person-added"))
            .into_response()),
        Err(e) => Ok(new_page(&visit)
            .again(new_form(&visit).again(&typed, e)?)
            .show(&visit)),
    }
}
