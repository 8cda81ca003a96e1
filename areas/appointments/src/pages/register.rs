//! The register of office holders: who held which office on any day; entering one who took office before; what is kept of
//! a holder.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use frame::ui::{Cell, Choice, Column, Doc, Empty, Facts, Field, Form as Sheet, Head, Row, Table};
use frame::{
    App, Failure, Fields, Form, Go, Len, Path, Query, Reader, Routes, SignedIn, get, post,
};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::id::Id;

use super::ta;
use crate::actions::{register as actions, yearly};
use crate::model::holding::{Kept, Yearly, months, within_term};
use crate::model::office::Class;
use crate::store::register::{self, Holding};
use crate::vocabulary::{LINE, NAME, NOTE};

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/appointments/register", get(list).post(add))
        .route("/appointments/register/new", get(new))
        .route("/appointments/register/{id}", get(one))
        .route("/appointments/register/{id}/entries", post(keep))
}

fn reads(visit: &SignedIn) -> Result<(), Error> {
    match visit.actor().may(Permission::ReadAll) {
        true => Ok(()),
        false => Err(Error::Forbidden(Message::new(
            Permission::ReadAll.refusal(),
        ))),
    }
}

async fn list(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<Response, Failure> {
    reads(&visit)?;
    let t = |key: &str| visit.t(key);
    let mut r = Reader::new(&query);
    let on = r.date("on").unwrap_or(visit.actor().today);
    r.finish()?;
    let (db, organ) = (&app.kernel().db, visit.actor().organ);
    let all = register::on_day(db, organ, on).await?;
    let reports = yearly::year(app.kernel(), organ, yearly::last(on), visit.actor().today).await?;
    let mut head = Head::new(t("appointments-register"))
        .lede(t("appointments-register-lede"))
        .button("/appointments/yearly", t("appointments-yearly"));
    if visit.actor().may(Permission::Register) {
        head = head.main(
            "/appointments/register/new",
            t("appointments-register-enter"),
        );
    }
    let ask = Sheet::new(&visit, "/appointments/register")
        .get()
        .field(Field::date("on", t("appointments-register-on")).value(on))
        .send(t("appointments-register-show"))
        .compact();
    let doc = Doc::new(t("appointments-register"))
        .trail("/appointments", t("appointments-nav"))
        .part(head)
        .part(ask);
    if all.is_empty() {
        let empty = Empty::new(
            t("appointments-register-none"),
            t("appointments-register-none-about"),
        );
        return Ok(doc.part(empty).show(&visit));
    }
    let columns = vec![
        Column::new("name", t("appointments-ask-name")),
        Column::new("office", t("appointments-office")),
        Column::new("class", t("appointments-class")),
        Column::new("from", t("appointments-from")),
        Column::new("months", t("appointments-months")).number(),
        Column::new("how", t("appointments-how")),
        Column::new("decree", t("appointments-decree-number")),
        Column::new(
            "yearly",
            ta(
                &visit,
                "appointments-yearly-of",
                &[("year", reports.year.to_string().into())],
            ),
        ),
    ];
    let rows = all
        .iter()
        .map(|h| Row {
            id: h.id.to_string(),
            cells: vec![
                Cell::lead(format!("/appointments/register/{}", h.id), h.name.as_str()),
                Cell::text(h.office.as_str()),
                Cell::text(t(&h.class.key())),
                Cell::Day(h.from_on),
                Cell::Count(months(h.from_on, on)),
                Cell::text(t(&format!("appointments-how-{}", h.how))),
                Cell::text(h.decree.as_str()),
                super::yearly::cell(&visit, reports.of(h.id)),
            ],
        })
        .collect();
    let table = Table::new(&visit, "holders", t("appointments-register"), columns)
        .rows(rows)
        .cards();
    Ok(doc.part(table).show(&visit))
}

fn form(visit: &SignedIn) -> Sheet {
    let t = |key: &str| visit.t(key);
    let classes = Class::ALL
        .iter()
        .map(|c| Choice::new(c.code(), t(&c.key())));
    Sheet::new(visit, "/appointments/register")
        .field(
            Field::line("name", t("appointments-ask-name"), NAME)
                .must()
                .medium(),
        )
        .field(Field::line("office", t("appointments-office"), LINE).must())
        .field(Field::select("class", t("appointments-class"), classes.collect()).must())
        .side(vec![
            Field::date("from_on", t("appointments-from")).must(),
            Field::date("to_on", t("appointments-to")).hint(t("appointments-to-hint")),
        ])
        .field(Field::line("decree", t("appointments-decree-number"), LINE).medium())
        .field(Field::prose("note", t("appointments-ask-note"), NOTE).rows(2))
        .send(t("appointments-register-enter"))
        .cancel("/appointments/register")
}

fn page(visit: &SignedIn) -> Doc {
    Doc::titled(visit.t("appointments-register-enter"))
        .trail("/appointments/register", visit.t("appointments-register"))
}

async fn new(visit: SignedIn) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Register)?;
    Ok(page(&visit).part(form(&visit)).show(&visit))
}

fn read(visit: &SignedIn, typed: &Fields) -> Result<Holding, Error> {
    let mut r = Reader::new(typed);
    let name = r.must_line("name", Len(NAME));
    let office = r.must_line("office", Len(LINE));
    let classes: Vec<&str> = Class::ALL.iter().map(|c| c.code()).collect();
    let class = r.must_choice("class", &classes).and_then(Class::parse);
    let from_on = r.must_date("from_on");
    let to_on = r.date("to_on");
    let decree = r.line("decree", Len(LINE)).unwrap_or_default();
    let note = r.prose("note", Len(NOTE)).unwrap_or_default();
    r.finish()?;
    let (Some(class), Some(from_on)) = (class, from_on) else {
        return Err(Error::field("class", Message::new("invalid-choice")));
    };
    Ok(Holding {
        id: Id(0),
        organ_id: visit.actor().organ,
        name,
        office,
        class,
        how: "entered".to_owned(),
        from_on,
        to_on,
        decree,
        end_how: String::new(),
        end_decree: String::new(),
        matter_id: None,
        end_matter_id: None,
        note,
    })
}

async fn add(
    State(app): State<App>,
    visit: SignedIn,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Register)?;
    let done = async {
        let holding = read(&visit, &typed)?;
        actions::enter(app.kernel(), visit.actor(), holding).await
    };
    match done.await {
        Ok(id) => Ok(Go::to(format!("/appointments/register/{id}"))
            .saying(Message::new("appointments-register-entered"))
            .into_response()),
        Err(e) => Ok(page(&visit)
            .again(form(&visit).again(&typed, e)?)
            .show(&visit)),
    }
}

fn kept_form(visit: &SignedIn, id: Id) -> Sheet {
    let t = |key: &str| visit.t(key);
    let kinds = Kept::ALL.iter().map(|k| Choice::new(k.code(), t(&k.key())));
    Sheet::new(visit, format!("/appointments/register/{id}/entries"))
        .field(Field::cards("kind", t("appointments-kept"), kinds.collect()).must())
        .side(vec![
            Field::date("on_date", t("appointments-ask-on_date")).must(),
            Field::number("for_year", t("appointments-kept-year"), 1990, 2200)
                .hint(t("appointments-kept-year-hint"))
                .value(yearly::last(visit.actor().today)),
        ])
        .field(
            Field::line("result", t("appointments-kept-result"), LINE)
                .hint(t("appointments-kept-result-hint"))
                .medium(),
        )
        .field(Field::prose("note", t("appointments-ask-note"), NOTE).rows(2))
        .send(t("appointments-kept-add"))
        .compact()
}

async fn doc(app: &App, visit: &SignedIn, id: Id) -> Result<Doc, Failure> {
    let t = |key: &str| visit.t(key);
    let db = &app.kernel().db;
    let h = register::holding(db, visit.actor().organ, id).await?;
    let day = |d| text::date::date(visit.lang, d);
    let mut facts = Facts::new(visit)
        .line(t("appointments-office"), h.office.clone())
        .line(t("appointments-class"), t(&h.class.key()))
        .line(
            t("appointments-how"),
            t(&format!("appointments-how-{}", h.how)),
        )
        .line(t("appointments-from"), day(h.from_on))
        .line(t("appointments-decree-number"), h.decree.clone())
        .line(t("appointments-to"), h.to_on.map(day).unwrap_or_default())
        .line(t("appointments-end-decree"), h.end_decree.clone())
        .line(t("appointments-ask-note"), h.note.clone());
    for (label, matter) in [
        ("appointments-case", h.matter_id),
        ("appointments-end-case", h.end_matter_id),
    ] {
        if let Some(matter) = matter {
            facts = facts.link(
                t(label),
                t("appointments-case-open"),
                format!("/matters/{matter}"),
            );
        }
    }
    let today = visit.actor().today;
    let reports = yearly::year(app.kernel(), h.organ_id, yearly::last(today), today).await?;
    let stands = reports.of(id);
    if stands != Yearly::NotAsked {
        let args = [("year", reports.year.to_string().into())];
        let words = super::yearly::said(visit, stands, reports.due);
        facts = facts.line(ta(visit, "appointments-yearly-of", &args), words);
        if !reports.rests_on.is_empty() {
            facts = facts.why(reports.rests_on.clone());
        }
    }
    let left = h.to_on.filter(|to| within_term(h.from_on, *to));
    if left.is_some() && h.end_how == "remove" {
        facts = facts.line(
            t("appointments-kept-transfer"),
            t("appointments-transfer-within-term"),
        );
    }
    let entries = register::entries(db, id).await?;
    let columns = vec![
        Column::new("on", t("appointments-ask-on_date")),
        Column::new("kind", t("appointments-kept")),
        Column::new("result", t("appointments-kept-result")),
        Column::new("note", t("appointments-ask-note")),
        Column::new("by", t("appointments-kept-by")),
    ];
    let rows = entries
        .iter()
        .map(|e| Row {
            id: e.id.to_string(),
            cells: vec![
                Cell::Day(e.on_date),
                Cell::text(match e.for_year {
                    Some(year) => format!("{} {year}", t(&e.kind.key())),
                    None => t(&e.kind.key()),
                }),
                Cell::text(e.result.as_str()),
                Cell::text(e.note.as_str()),
                Cell::text(e.person.clone().unwrap_or_default()),
            ],
        })
        .collect();
    let doc = Doc::new(h.name.as_str())
        .trail("/appointments", t("appointments-nav"))
        .trail("/appointments/register", t("appointments-register"))
        .part(Head::new(h.name.as_str()).eyebrow(h.office.as_str()))
        .panel("", facts);
    Ok(match entries.is_empty() {
        true => doc.part(Empty::new(
            t("appointments-kept-none"),
            t("appointments-kept-none-about"),
        )),
        false => doc.part(
            Table::new(visit, "kept", t("appointments-kept"), columns)
                .rows(rows)
                .cards(),
        ),
    })
}

async fn one(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    reads(&visit)?;
    let mut doc = doc(&app, &visit, id).await?;
    if visit.actor().may(Permission::Register) {
        doc = doc.panel(&visit.t("appointments-kept-add"), kept_form(&visit, id));
    }
    Ok(doc.show(&visit))
}

async fn keep(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Register)?;
    let done = async {
        let mut r = Reader::new(&typed);
        let kinds: Vec<&str> = Kept::ALL.iter().map(|k| k.code()).collect();
        let kind = r.must_choice("kind", &kinds).and_then(Kept::parse);
        let on = r.must_date("on_date");
        let for_year = r.number("for_year", 1990..=2200);
        let result = r.line("result", Len(LINE)).unwrap_or_default();
        let note = r.prose("note", Len(NOTE)).unwrap_or_default();
        r.finish()?;
        let (Some(kind), Some(on_date)) = (kind, on) else {
            return Err(Error::field("kind", Message::new("invalid-choice")));
        };
        let new = actions::New {
            kind,
            on_date,
            for_year: for_year.and_then(|y| i32::try_from(y).ok()),
            result,
            note,
        };
        actions::keep(app.kernel(), visit.actor(), id, new).await
    };
    match done.await {
        Ok(()) => Ok(Go::to(format!("/appointments/register/{id}"))
            .saying(Message::new("appointments-kept-added"))
            .into_response()),
        Err(e) => {
            let form = kept_form(&visit, id).again(&typed, e)?;
            Ok(doc(&app, &visit, id).await?.again(form).show(&visit))
        }
    }
}
