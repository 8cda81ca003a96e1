//! Training sessions of the network: the list, and who came to one.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use frame::ui::{Cell, Choice, Column, Doc, Field, Form as Sheet, Head, Note, Row, Table, Tone};
use frame::{App, Failure, Fields, Form, Go, Len, Path, Query, Reader, Routes, SignedIn, get};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::id::Id;

use super::{enter, keeps, on_day, ta};
use crate::actions::network as actions;
use crate::model::network::Came;
use crate::store::network::{self, Training};

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/publicity/trainings", get(list).post(add))
        .route("/publicity/trainings/{id}", get(show).post(attended))
}

fn form(visit: &SignedIn) -> Sheet {
    Sheet::new(visit, "/publicity/trainings")
        .field(Field::line("title", visit.t("network-training-title"), 80).must())
        .side(vec![
            Field::date("on_date", visit.t("network-training-on"))
                .must()
                .value(visit.actor().today),
            Field::line("place", visit.t("network-place"), 60),
        ])
        .field(Field::prose("note", visit.t("publicity-ask-note"), 1_000).rows(3))
        .send(visit.t("publicity-save"))
}

/// A session as typed.
pub(crate) struct Session {
    pub(crate) title: String,
    pub(crate) on_date: NaiveDate,
    pub(crate) place: String,
    pub(crate) note: String,
}

pub(crate) fn read_training(typed: &Fields) -> Result<Session, Error> {
    let mut r = Reader::new(typed);
    let title = r.must_line("title", Len(80));
    let on_date = r.must_date("on_date");
    let place = r.line("place", Len(60)).unwrap_or_default();
    let note = r.prose("note", Len(1_000)).unwrap_or_default();
    r.finish()?;
    Ok(Session {
        title,
        on_date: on_date.unwrap_or_default(),
        place,
        note,
    })
}

/// The days asked for, of those that were named.
pub(crate) type Days = (Option<NaiveDate>, Option<NaiveDate>);

pub(crate) fn read_days(typed: &Fields) -> Result<Days, Error> {
    let mut r = Reader::new(typed);
    let days = (r.date("from"), r.date("to"));
    r.finish_strict()?;
    Ok(days)
}

async fn page(app: &App, visit: &SignedIn, (from, to): Days) -> Result<Doc, Failure> {
    let all = network::trainings(&app.kernel().db, visit.actor().organ, from, to).await?;
    let columns = vec![
        Column::new("on", visit.t("network-training-on")),
        Column::new("title", visit.t("network-training-title")),
        Column::new("place", visit.t("network-place")),
        Column::new("came", visit.t("network-came")),
    ];
    let rows = all
        .into_iter()
        .map(|t| {
            let args = [("n", t.present.into()), ("all", t.told.into())];
            let came = match t.told {
                0 if t.on_date > visit.actor().today => visit.t("network-training-planned"),
                0 => visit.t("network-came-unsaid"),
                _ => ta(visit, "network-came-of", &args),
            };
            Row {
                id: t.id.to_string(),
                cells: vec![
                    on_day(visit, t.on_date),
                    Cell::lead(format!("/publicity/trainings/{}", t.id), t.title),
                    Cell::text(t.place),
                    Cell::text(came),
                ],
            }
        })
        .collect();
    let table = Table::new(visit, "trainings", visit.t("network-trainings"), columns).rows(rows);
    Ok(Doc::new(visit.t("network-trainings"))
        .trail("/publicity", visit.t("publicity-nav"))
        .trail("/publicity/network", visit.t("network"))
        .part(Head::new(visit.t("network-trainings")).lede(visit.t("network-trainings-lede")))
        .part(table.cards()))
}

async fn list(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<Response, Failure> {
    enter(&visit)?;
    let mut doc = page(&app, &visit, read_days(&query)?).await?;
    if keeps(&visit) {
        doc = doc.panel(&visit.t("network-training-add"), form(&visit));
    }
    Ok(doc.show(&visit))
}

async fn add(
    State(app): State<App>,
    visit: SignedIn,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let done = async {
        let t = read_training(&typed)?;
        let (kernel, actor) = (app.kernel(), visit.actor());
        actions::train(kernel, actor, t.on_date, &t.title, &t.place, &t.note).await
    };
    match done.await {
        Ok(id) => Ok(Go::to(format!("/publicity/trainings/{id}"))
            .saying(Message::new("publicity-saved"))
            .into_response()),
        Err(e) => {
            let form = form(&visit).again(&typed, e)?;
            Ok(page(&app, &visit, (None, None))
                .await?
                .again(form)
                .show(&visit))
        }
    }
}

/// Everybody of the network on the day, and whoever was put down before.
pub(crate) struct Roll {
    pub(crate) training: Training,
    /// Person, name, unit, what was put down.
    pub(crate) all: Vec<(Id, String, String, Option<Came>)>,
}

impl Roll {
    pub(crate) async fn read(app: &App, visit: &SignedIn, id: Id) -> Result<Roll, Error> {
        let (db, organ) = (&app.kernel().db, visit.actor().organ);
        let training = network::training(db, organ, id).await?;
        let told: Vec<_> = network::attendance(db, organ, training.on_date)
            .await?
            .into_iter()
            .filter(|a| a.training_id == id)
            .collect();
        let mut all: Vec<(Id, String, String, Option<Came>)> = Vec::new();
        for c in network::all(db, organ).await? {
            let put = told
                .iter()
                .find(|a| a.person_id == c.person_id)
                .map(|a| a.state);
            let asked = c.is_on(training.on_date) || put.is_some();
            if asked && !all.iter().any(|(id, ..)| *id == c.person_id) {
                all.push((c.person_id, c.name, c.unit, put));
            }
        }
        Ok(Roll { training, all })
    }

    fn form(&self, visit: &SignedIn) -> Sheet {
        let action = format!("/publicity/trainings/{}", self.training.id);
        let mut form = Sheet::new(visit, action);
        let field = |(id, name, unit, put): &(Id, String, String, Option<Came>)| {
            let states = Came::ALL
                .iter()
                .map(|c| Choice::new(c.code(), visit.t(&c.key())))
                .collect();
            let label = format!("{name}（{unit}）");
            Field::select(&format!("came-{id}"), label, states)
                .value(put.unwrap_or(Came::Present).code())
        };
        for some in self.all.chunks(3) {
            form = form.side(some.iter().map(field).collect());
        }
        form.send(visit.t("network-came-save"))
            .cancel("/publicity/trainings")
    }

    fn doc(&self, visit: &SignedIn) -> Doc {
        let t = &self.training;
        let mut head = Head::new(&t.title)
            .answer(
                visit.t("network-training-on"),
                &text::date::date(visit.lang, t.on_date),
            )
            .answer(visit.t("network-place"), &t.place);
        if !t.note.is_empty() {
            head = head.lede(&t.note);
        }
        Doc::new(&t.title)
            .trail("/publicity", visit.t("publicity-nav"))
            .trail("/publicity/network", visit.t("network"))
            .trail("/publicity/trainings", visit.t("network-trainings"))
            .part(head)
    }

    fn table(&self, visit: &SignedIn) -> Table {
        let columns = vec![
            Column::new("name", visit.t("network-person")),
            Column::new("unit", visit.t("network-unit")),
            Column::new("came", visit.t("network-came")),
        ];
        let rows = self
            .all
            .iter()
            .map(|(id, name, unit, put)| Row {
                id: id.to_string(),
                cells: vec![
                    Cell::text(name.as_str()),
                    Cell::text(unit.as_str()),
                    Cell::text(put.map(|p| visit.t(&p.key())).unwrap_or_default()),
                ],
            })
            .collect();
        Table::new(visit, "roll", visit.t("network-came"), columns)
            .rows(rows)
            .cards()
    }
}

async fn show(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    enter(&visit)?;
    let roll = Roll::read(&app, &visit, id).await?;
    let doc = roll.doc(&visit);
    let ahead = roll.training.on_date > visit.actor().today;
    Ok(match () {
        () if roll.all.is_empty() => {
            let none = Note::new(Tone::Info, visit.t("network-none-about"));
            doc.part(none.title(visit.t("network-none")))
        }
        () if ahead => doc
            .part(Note::new(Tone::Info, visit.t("network-training-ahead")))
            .part(roll.table(&visit)),
        () if keeps(&visit) => doc.panel(&visit.t("network-came"), roll.form(&visit)),
        () => doc.part(roll.table(&visit)),
    }
    .show(&visit))
}

pub(crate) fn read_attendance(typed: &Fields, roll: &Roll) -> Result<Vec<(Id, Came)>, Error> {
    let mut r = Reader::new(typed);
    let codes: Vec<&str> = Came::ALL.iter().map(|c| c.code()).collect();
    let mut out = Vec::new();
    for (id, ..) in &roll.all {
        let chosen = r.must_choice(&format!("came-{id}"), &codes);
        out.extend(chosen.and_then(Came::parse).map(|came| (*id, came)));
    }
    r.finish()?;
    Ok(out)
}

async fn attended(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let roll = Roll::read(&app, &visit, id).await?;
    let done = async {
        let all = read_attendance(&typed, &roll)?;
        actions::attended(app.kernel(), visit.actor(), id, &all).await
    };
    match done.await {
        Ok(()) => Ok(Go::to("/publicity/trainings")
            .saying(Message::new("publicity-saved"))
            .into_response()),
        Err(e) => {
            let form = roll.form(&visit).again(&typed, e)?;
            Ok(roll.doc(&visit).again(form).show(&visit))
        }
    }
}
