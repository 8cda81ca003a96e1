//! One body: who its members are on a day, its seats over time, who joins and who leaves.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use frame::ui::{
    Cell, Choice, Column, Doc, Facts, Field, Form as Sheet, Head, Links, Note, Row, Table, Tone,
};
use frame::{App, Failure, Form, Go, Len, Path, Query, Reader, Routes, SignedIn, get, post};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::id::Id;
use kernel::person;

use super::{keeps, ta};
use crate::actions::body::{self as actions, Joining, NAME, SEATS};
use crate::model::body::{BodyKind, Duty};
use crate::store::body::{self, Body, Member};

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/meetings/bodies/{id}", get(page).post(edit))
        .route("/meetings/bodies/{id}/members", post(join))
        .route("/meetings/bodies/{id}/deputies", post(deputies))
        .route(
            "/meetings/bodies/{id}/members/{member}",
            get(ask).post(change),
        )
}

fn place(id: Id) -> String {
    format!("/meetings/bodies/{id}")
}

fn duties(visit: &SignedIn, kind: BodyKind) -> Vec<Choice> {
    Duty::ALL
        .iter()
        .map(|d| Choice::new(d.code(), visit.t(&d.key_in(kind))))
        .collect()
}

struct Shown {
    body: Body,
    day: NaiveDate,
    seats: Vec<(NaiveDate, i64)>,
    members: Vec<Member>,
}

impl Shown {
    async fn read(app: &App, visit: &SignedIn, id: Id, day: NaiveDate) -> Result<Shown, Error> {
        let db = &app.kernel().db;
        let body = body::body(db, visit.actor().organ, id).await?;
        let seats = body::seats(db, id).await?;
        let members = body::members_on(db, id, day).await?;
        Ok(Shown {
            body,
            day,
            seats,
            members,
        })
    }

    fn seats(&self) -> i64 {
        body::seats_on(&self.seats, self.day)
    }

    fn head(&self, visit: &SignedIn) -> Head {
        let vacant = (self.seats() - self.members.len() as i64).max(0);
        Head::new(&self.body.name)
            .eyebrow(visit.t(&self.body.kind.key()))
            .answer(visit.t("meetings-seats"), &self.seats().to_string())
            .answer(visit.t("meetings-members"), &self.members.len().to_string())
            .answer(visit.t("meetings-vacant"), &vacant.to_string())
    }

    /// The numbers this body's rules make of its members.
    fn rules(&self, visit: &SignedIn) -> Facts {
        let members = u32::try_from(self.members.len()).unwrap_or(0);
        let who = threshold::Electorate {
            seats: u32::try_from(self.seats()).unwrap_or(0),
            members,
            present: 0,
        };
        let mut facts = Facts::new(visit);
        for rule in threshold::rules() {
            let own = rule.body == self.body.kind.code() && rule.level == self.body.level;
            if own && rule.name != "two_thirds" {
                let label = visit.t(&format!("meetings-rule-{}", rule.name));
                let n = ta(visit, "meetings-heads", &[("n", rule.needed(who).into())]);
                facts = facts
                    .line(label, n)
                    .why(super::plan::source(visit, &rule.source));
            }
        }
        facts
    }

    fn table(&self, visit: &SignedIn) -> Table {
        let columns = vec![
            Column::new("n", visit.t("meetings-sort")).number(),
            Column::new("name", visit.t("meetings-name")),
            Column::new("duty", visit.t("meetings-duty")),
            Column::new("from", visit.t("meetings-from")),
            Column::new("to", visit.t("meetings-to")),
        ];
        let keeps = keeps(visit);
        let rows = self
            .members
            .iter()
            .enumerate()
            .map(|(n, m)| Row {
                id: m.id.to_string(),
                cells: vec![
                    Cell::Count(n as i64 + 1),
                    match keeps {
                        true => Cell::lead(
                            format!("{}/members/{}", place(self.body.id), m.id),
                            m.name.as_str(),
                        ),
                        false => Cell::text(m.name.as_str()),
                    },
                    Cell::text(visit.t(&m.duty.key_in(self.body.kind))),
                    Cell::Day(m.from_on),
                    Cell::day(m.to_on),
                ],
            })
            .collect();
        Table::new(visit, "members", visit.t("meetings-members"), columns)
            .rows(rows)
            .cards()
    }

    fn edit_form(&self, visit: &SignedIn) -> Sheet {
        Sheet::new(visit, place(self.body.id))
            .compact()
            .field(
                Field::line("name", visit.t("meetings-body-name"), NAME)
                    .must()
                    .value(&self.body.name),
            )
            .side(vec![
                Field::number("seats", visit.t("meetings-seats"), 1, SEATS)
                    .must()
                    .value(self.seats()),
                Field::date("from_on", visit.t("meetings-seats-from"))
                    .must()
                    .value(visit.actor().today),
            ])
            .field(
                Field::date("ended_on", visit.t("meetings-body-ended"))
                    .value_opt(self.body.ended_on),
            )
            .send(visit.t("meetings-save"))
    }

    async fn join_form(&self, app: &App, visit: &SignedIn) -> Result<Sheet, Error> {
        let everybody = person::register::everybody(&app.kernel().db, self.body.organ_id).await?;
        let free = everybody
            .into_iter()
            .filter(|p| self.members.iter().all(|m| m.person_id != p.id))
            .map(|p| Choice::named(p.id, p.name).hint(p.occupation.unwrap_or_default()))
            .collect();
        Ok(
            Sheet::new(visit, format!("{}/members", place(self.body.id)))
                .compact()
                .field(Field::pick("person", visit.t("meetings-name"), free).must())
                .field(
                    Field::select(
                        "duty",
                        visit.t("meetings-duty"),
                        duties(visit, self.body.kind),
                    )
                    .must()
                    .value(Duty::Member.code()),
                )
                .side(vec![
                    Field::date("from_on", visit.t("meetings-from"))
                        .must()
                        .value(visit.actor().today),
                    Field::date("to_on", visit.t("meetings-to")),
                ])
                .send(visit.t("meetings-member-add")),
        )
    }

    fn main(&self, visit: &SignedIn) -> Doc {
        let mut main = Doc::default();
        if let Some(law) = self.outside_the_law(visit) {
            main = main.part(Note::new(Tone::Warn, law));
        }
        let day = Sheet::new(visit, place(self.body.id))
            .get()
            .compact()
            .field(
                Field::date("on", visit.t("meetings-as-of"))
                    .value(self.day)
                    .short(),
            )
            .send(visit.t("meetings-show"));
        main.panel(&visit.t("meetings-as-of-title"), day)
            .part(self.table(visit))
    }

    /// A standing committee with more or fewer seats than the law allows.
    fn outside_the_law(&self, visit: &SignedIn) -> Option<String> {
        let law = threshold::seats(&self.body.level)
            .filter(|_| self.body.kind == BodyKind::StandingCommittee)?;
        let seats = u32::try_from(self.seats()).unwrap_or(0);
        if law.allows(seats) {
            return None;
        }
        let args = [
            ("least", law.least.into()),
            ("most", law.most.into()),
            ("at_most", law.at_most.into()),
            ("article", law.source.article.as_str().into()),
        ];
        Some(ta(visit, "meetings-seats-outside", &args))
    }

    async fn doc(
        &self,
        app: &App,
        visit: &SignedIn,
        refused: Option<(Sheet, bool)>,
    ) -> Result<Doc, Error> {
        let mut main = self.main(visit);
        let mut side = Doc::default().panel(&visit.t("meetings-rules"), self.rules(visit));
        let history = self
            .seats
            .iter()
            .fold(Facts::new(visit), |facts, (from, n)| {
                facts.line(text::date::date(visit.lang, *from), n.to_string())
            });
        if keeps(visit) {
            let (join, edit) = match refused {
                Some((form, true)) => (form, self.edit_form(visit)),
                Some((form, false)) => (self.join_form(app, visit).await?, form),
                None => (self.join_form(app, visit).await?, self.edit_form(visit)),
            };
            main = main.panel(&visit.t("meetings-member-new"), join);
            if self.body.kind == BodyKind::Congress {
                let take = Sheet::new(visit, format!("{}/deputies", place(self.body.id)))
                    .compact()
                    .field(
                        Field::date("from_on", visit.t("meetings-from"))
                            .must()
                            .value(visit.actor().today),
                    )
                    .send(visit.t("meetings-deputies-take"));
                main = main.panel(&visit.t("meetings-deputies"), take);
            }
            main = main.part(Links::new(vec![(
                "/office/imports".to_owned(),
                visit.t("meetings-import"),
            )]));
            side = side.panel(&visit.t("meetings-body-edit"), edit);
        }
        side = side.panel(&visit.t("meetings-seats-history"), history);
        Ok(Doc::new(&self.body.name)
            .trail("/meetings", visit.t("meetings-nav"))
            .trail("/meetings/bodies", visit.t("meetings-bodies"))
            .part(self.head(visit))
            .columns(main, side))
    }
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Query(query): Query,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::ReadAll)?;
    let mut r = Reader::new(&query);
    let day = r.date("on").unwrap_or(visit.actor().today);
    r.finish_strict()?;
    let shown = Shown::read(&app, &visit, id, day).await?;
    Ok(shown.doc(&app, &visit, None).await?.show(&visit))
}

async fn edit(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Register)?;
    let shown = Shown::read(&app, &visit, id, visit.actor().today).await?;
    let done = async {
        let mut r = Reader::new(&typed);
        let name = r.must_line("name", Len(NAME));
        let seats = r.must_number("seats", 1..=SEATS).unwrap_or_default();
        let from_on = r.must_date("from_on").unwrap_or(visit.actor().today);
        let ended = r.date("ended_on");
        r.finish()?;
        actions::edit(
            app.kernel(),
            visit.actor(),
            id,
            &name,
            seats,
            from_on,
            ended,
        )
        .await
    };
    match done.await {
        Ok(()) => Ok(saved(id)),
        Err(e) => {
            let form = shown.edit_form(&visit).again(&typed, e)?;
            refused(&app, &visit, &shown, (form, false)).await
        }
    }
}

fn saved(id: Id) -> Response {
    Go::to(place(id))
        .saying(Message::new("meetings-saved"))
        .into_response()
}

async fn refused(
    app: &App,
    visit: &SignedIn,
    shown: &Shown,
    form: (Sheet, bool),
) -> Result<Response, Failure> {
    let doc = shown.doc(app, visit, Some(form)).await?;
    Ok(doc
        .status(axum::http::StatusCode::UNPROCESSABLE_ENTITY)
        .show(visit))
}

async fn join(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Register)?;
    let shown = Shown::read(&app, &visit, id, visit.actor().today).await?;
    let done = async {
        let mut r = Reader::new(&typed);
        let person = r.must_id("person");
        let codes: Vec<&str> = Duty::ALL.iter().map(|d| d.code()).collect();
        let duty = r.must_choice("duty", &codes).and_then(Duty::parse);
        let from_on = r.must_date("from_on").unwrap_or(visit.actor().today);
        let to_on = r.date("to_on");
        r.finish()?;
        let new = Joining {
            person: person.unwrap_or(Id(0)),
            duty: duty.unwrap_or(Duty::Member),
            from_on,
            to_on,
        };
        actions::join(app.kernel(), visit.actor(), id, new).await
    };
    match done.await {
        Ok(_) => Ok(saved(id)),
        Err(e) => {
            let form = shown.join_form(&app, &visit).await?.again(&typed, e)?;
            refused(&app, &visit, &shown, (form, true)).await
        }
    }
}

async fn deputies(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Register)?;
    let mut r = Reader::new(&typed);
    let from_on = r.must_date("from_on").unwrap_or(visit.actor().today);
    r.finish()?;
    let n = actions::take_deputies(app.kernel(), visit.actor(), id, from_on).await?;
    Ok(Go::to(place(id))
        .saying(Message::new("meetings-deputies-taken").arg("n", n))
        .into_response())
}

fn change_form(visit: &SignedIn, body: &Body, m: &Member) -> Sheet {
    Sheet::new(visit, format!("{}/members/{}", place(body.id), m.id))
        .field(
            Field::select("duty", visit.t("meetings-duty"), duties(visit, body.kind))
                .must()
                .value(m.duty.code()),
        )
        .field(
            Field::number("sort", visit.t("meetings-sort"), 0, 100_000)
                .must()
                .value(m.sort)
                .hint(visit.t("meetings-sort-hint")),
        )
        .field(
            Field::date("to_on", visit.t("meetings-to"))
                .value_opt(m.to_on)
                .hint(visit.t("meetings-to-hint")),
        )
        .send(visit.t("meetings-save"))
        .cancel(place(body.id))
}

fn change_doc(visit: &SignedIn, body: &Body, m: &Member) -> Doc {
    Doc::titled(&m.name)
        .trail("/meetings", visit.t("meetings-nav"))
        .trail("/meetings/bodies", visit.t("meetings-bodies"))
        .trail(place(body.id), body.name.as_str())
}

async fn member(app: &App, visit: &SignedIn, id: Id, member: Id) -> Result<(Body, Member), Error> {
    visit.actor().authorize(Permission::Register)?;
    let db = &app.kernel().db;
    let body = body::body(db, visit.actor().organ, id).await?;
    let member = body::member(db, id, member).await?;
    Ok((body, member))
}

async fn ask(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, m)): Path<(Id, Id)>,
) -> Result<Response, Failure> {
    let (body, m) = member(&app, &visit, id, m).await?;
    let form = change_form(&visit, &body, &m);
    Ok(change_doc(&visit, &body, &m).part(form).show(&visit))
}

async fn change(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, m)): Path<(Id, Id)>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let (body, m) = member(&app, &visit, id, m).await?;
    let done = async {
        let mut r = Reader::new(&typed);
        let codes: Vec<&str> = Duty::ALL.iter().map(|d| d.code()).collect();
        let duty = r.must_choice("duty", &codes).and_then(Duty::parse);
        let sort = r.must_number("sort", 0..=100_000).unwrap_or(m.sort);
        let to_on = r.date("to_on");
        r.finish()?;
        let duty = duty.unwrap_or(m.duty);
        actions::change(app.kernel(), visit.actor(), id, m.id, duty, sort, to_on).await
    };
    match done.await {
        Ok(()) => Ok(saved(id)),
        Err(e) => {
            let form = change_form(&visit, &body, &m).again(&typed, e)?;
            Ok(change_doc(&visit, &body, &m).again(form).show(&visit))
        }
    }
}
