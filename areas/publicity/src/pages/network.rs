//! The network: who stands for which unit, what is asked of each this quarter and what was done, the units without anybody.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::{Datelike, NaiveDate};
use frame::ui::{
    Cell, Choice, Column, Doc, Empty, Field, Figure, Figures, Form as Sheet, Head, Row, Table,
};
use frame::{
    App, Export, Failure, Fields, Form, Go, Path, Query, Reader, Routes, SignedIn, Visit, get,
};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::id::Id;
use kernel::organ::{self, Unit};

use super::{View, enter, keeps, ta, tabs};
use crate::actions::network as actions;
use crate::model::network::{Asked, Came, Course, Duty, course, quarter};
use crate::store::byline;
use crate::store::network::{self, Correspondent};

const MOST: i64 = 999;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/publicity/network", get(list))
        .route("/publicity/network.xlsx", get(export))
        .route("/publicity/network/new", get(new).post(name))
        .route("/publicity/network/{id}", get(editing).post(edit))
}

/// Everything the pages and the API tell of the network.
pub(crate) struct Network {
    pub all: Vec<Correspondent>,
    pub done: Vec<(Id, Asked)>,
    pub attendance: Vec<network::Attendance>,
    /// Units that ought to have somebody and have nobody.
    pub gaps: Vec<Unit>,
    pub units: usize,
}

impl Network {
    pub async fn read(app: &App, visit: &SignedIn) -> Result<Network, Error> {
        let (db, actor) = (&app.kernel().db, visit.actor());
        let today = actor.today;
        let (from, to) = quarter(today);
        let all: Vec<Correspondent> = network::all(db, actor.organ)
            .await?
            .into_iter()
            .filter(|c| c.is_on(today))
            .collect();
        let units: Vec<Unit> = organ::units(db, actor.organ)
            .await?
            .into_iter()
            .filter(|u| u.handles() && u.exists_on(today))
            .collect();
        let count = units.len();
        // Townships first: the row says one for every township, street and unit.
        let mut gaps: Vec<Unit> = units
            .into_iter()
            .filter(|u| !all.iter().any(|c| c.unit_id == u.id))
            .collect();
        gaps.sort_by_key(|u| (u.kind != "township", u.sort));
        let since = today
            .with_month(1)
            .and_then(|d| d.with_day(1))
            .unwrap_or(today);
        Ok(Network {
            done: network::done(db, actor.organ, from, to).await?,
            attendance: network::attendance(db, actor.organ, since).await?,
            all,
            gaps,
            units: count,
        })
    }

    pub fn done_by(&self, person: Id) -> Asked {
        let found = self.done.iter().find(|(id, _)| *id == person);
        found.map_or(Asked::default(), |(_, done)| *done)
    }

    /// Sessions of this year somebody came to, and those he was told of.
    pub fn came(&self, person: Id) -> (i64, i64) {
        let own = self.attendance.iter().filter(|a| a.person_id == person);
        let (mut came, mut all) = (0, 0);
        for a in own {
            all += 1;
            came += i64::from(a.state == Came::Present);
        }
        (came, all)
    }
}

fn columns(visit: &Visit) -> Vec<Column> {
    vec![
        Column::new("unit", visit.t("network-unit")),
        Column::new("name", visit.t("network-person")),
        Column::new("duty", visit.t("network-duty")),
        Column::new("sent", visit.t("network-sent")),
        Column::new("taken", visit.t("network-taken")),
        Column::new("course", visit.t("network-course")),
        Column::new("trained", visit.t("network-trained")),
        Column::new("from", visit.t("publicity-from-on")),
    ]
}

pub(crate) fn course_key(course: Course) -> &'static str {
    match course {
        Course::Done => "network-course-done",
        Course::OnCourse => "network-course-on",
        Course::Behind => "network-course-behind",
        Course::Free => "network-course-free",
    }
}

fn rows(visit: &SignedIn, network: &Network) -> Vec<Row> {
    let of = |n: i64, all: i64| match all {
        0 => n.to_string(),
        _ => format!("{n} / {all}"),
    };
    let may = keeps(visit);
    network
        .all
        .iter()
        .map(|c| {
            let done = network.done_by(c.person_id);
            let (came, told) = network.came(c.person_id);
            let stands = course(c.asks(), done, c.from_on, visit.actor().today);
            let words = visit.t(course_key(stands));
            let unit = match may {
                true => Cell::lead(format!("/publicity/network/{}", c.id), c.unit.as_str()),
                false => Cell::text(c.unit.as_str()),
            };
            Row {
                id: c.id.to_string(),
                cells: vec![
                    unit,
                    Cell::text(c.name.as_str()),
                    Cell::text(visit.t(&c.duty.key())),
                    Cell::text(of(done.sent, c.asked)),
                    Cell::text(of(done.taken, c.asked_taken)),
                    match stands {
                        Course::Behind => Cell::Tag(words),
                        _ => Cell::text(words),
                    },
                    Cell::text(match told {
                        0 => String::new(),
                        _ => format!("{came} / {told}"),
                    }),
                    Cell::Day(c.from_on),
                ],
            }
        })
        .collect()
}

async fn list(State(app): State<App>, visit: SignedIn) -> Result<Response, Failure> {
    enter(&visit)?;
    let network = Network::read(&app, &visit).await?;
    let rows = rows(&visit, &network);
    let (from, to) = quarter(visit.actor().today);
    let days = [
        ("from", text::date::date_plain(visit.lang, from).into()),
        ("to", text::date::date_plain(visit.lang, to).into()),
    ];
    let mut head = Head::new(visit.t("network")).lede(ta(&visit, "network-lede", &days));
    if keeps(&visit) {
        head = head.main("/publicity/network/new", visit.t("network-name"));
    }
    head = head.button("/publicity/trainings", visit.t("network-trainings"));
    let behind = network.all.iter().filter(|c| {
        let done = network.done_by(c.person_id);
        course(c.asks(), done, c.from_on, visit.actor().today) == Course::Behind
    });
    let doc = Doc::new(visit.t("network"))
        .trail("/publicity", visit.t("publicity-nav"))
        .part(head)
        .part(tabs(&visit, View::Network))
        .part(figures(&visit, &network, behind.count()));
    let doc = match network.gaps.is_empty() {
        true => doc,
        false => doc.panel_at("gaps", &visit.t("network-gaps"), gaps(&visit, &network)),
    };
    if rows.is_empty() {
        let empty = Empty::new(visit.t("network-none"), visit.t("network-none-about"));
        return Ok(doc.part(empty).show(&visit));
    }
    let table = Table::new(&visit, "network", visit.t("network"), columns(&visit))
        .rows(rows)
        .export("/publicity/network.xlsx")
        .cards();
    Ok(doc
        .panel_at("network", &visit.t("network"), table)
        .show(&visit))
}

fn figures(visit: &SignedIn, network: &Network, behind: usize) -> Figures {
    let figure = |key: &str, n: usize, href: &str| Figure {
        label: visit.t(key),
        value: n.to_string(),
        href: href.to_owned(),
        lamp: None,
    };
    let covered = network.units - network.gaps.len();
    Figures {
        all: vec![
            figure("network-people", network.all.len(), "#network"),
            figure("network-covered", covered, ""),
            figure("network-gaps", network.gaps.len(), "#gaps"),
            figure("network-behind", behind, "#network"),
        ],
    }
}

/// Units nobody stands for, each a step from naming somebody.
fn gaps(visit: &SignedIn, network: &Network) -> Table {
    let may = keeps(visit);
    let mut columns = vec![
        Column::new("unit", visit.t("network-unit")),
        Column::new("kind", visit.t("network-unit-kind")),
    ];
    if may {
        columns.push(Column::new("do", visit.t("publicity-do")));
    }
    let rows = network
        .gaps
        .iter()
        .map(|u| {
            let mut cells = vec![
                Cell::text(u.name.as_str()),
                Cell::text(visit.t(&format!("office-unit-{}", u.kind))),
            ];
            if may {
                let href = format!("/publicity/network/new?unit={}", u.id);
                cells.push(Cell::link(href, visit.t("network-name")));
            }
            Row {
                id: u.id.to_string(),
                cells,
            }
        })
        .collect();
    Table::new(visit, "gaps", visit.t("network-gaps"), columns)
        .rows(rows)
        .cards()
}

async fn export(State(app): State<App>, visit: SignedIn) -> Result<Response, Failure> {
    enter(&visit)?;
    let network = Network::read(&app, &visit).await?;
    let rows = rows(&visit, &network);
    Export::Xlsx.answer(&visit, &visit.t("network"), &columns(&visit), rows)
}

fn asks(visit: &SignedIn, asks: Asked) -> Vec<Field> {
    vec![
        Field::number("asked", visit.t("network-asked"), 0, MOST)
            .must()
            .value(asks.sent),
        Field::number("asked_taken", visit.t("network-asked-taken"), 0, MOST)
            .must()
            .value(asks.taken),
    ]
}

async fn form(app: &App, visit: &SignedIn, unit: Option<Id>) -> Result<Sheet, Error> {
    let (db, actor) = (&app.kernel().db, visit.actor());
    let units = organ::units(db, actor.organ)
        .await?
        .into_iter()
        .filter(|u| u.handles() && u.exists_on(actor.today))
        .map(|u| Choice::named(u.id, u.name))
        .collect();
    let people = byline::writers(db, actor.organ, actor.today)
        .await?
        .into_iter()
        .map(|w| Choice::named(w.id, w.name).hint(w.belongs))
        .collect();
    let duties = Duty::ALL
        .iter()
        .map(|d| Choice::new(d.code(), visit.t(&d.key())))
        .collect();
    let usual = Asked { sent: 3, taken: 1 };
    Ok(Sheet::new(visit, "/publicity/network/new")
        .field(
            Field::pick("unit", visit.t("network-unit"), units)
                .must()
                .value_opt(unit),
        )
        .field(
            Field::pick("person", visit.t("network-person"), people)
                .must()
                .hint(visit.t("network-person-hint")),
        )
        .field(
            Field::cards("duty", visit.t("network-duty"), duties)
                .must()
                .value(Duty::Correspondent.code()),
        )
        .side(asks(visit, usual))
        .field(
            Field::date("from_on", visit.t("publicity-from-on"))
                .must()
                .value(actor.today),
        )
        .send(visit.t("publicity-save"))
        .cancel("/publicity/network"))
}

fn page(visit: &SignedIn, title: String) -> Doc {
    Doc::titled(title)
        .trail("/publicity", visit.t("publicity-nav"))
        .trail("/publicity/network", visit.t("network"))
}

async fn new(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let mut r = Reader::new(&query);
    let unit = r.id("unit");
    r.finish()?;
    let form = form(&app, &visit, unit).await?;
    Ok(page(&visit, visit.t("network-name"))
        .part(form)
        .show(&visit))
}

fn read_asks(r: &mut Reader<'_>) -> Asked {
    Asked {
        sent: r.must_number("asked", 0..=MOST).unwrap_or(0),
        taken: r.must_number("asked_taken", 0..=MOST).unwrap_or(0),
    }
}

/// Somebody named for a unit, as typed.
pub(crate) struct Named {
    pub(crate) unit: Id,
    pub(crate) person: Id,
    pub(crate) duty: Duty,
    pub(crate) asks: Asked,
    pub(crate) from_on: NaiveDate,
}

pub(crate) fn read_name(typed: &Fields) -> Result<Named, Error> {
    let mut r = Reader::new(typed);
    let (unit, person) = (r.must_id("unit"), r.must_id("person"));
    let codes: Vec<&str> = Duty::ALL.iter().map(|d| d.code()).collect();
    let duty = r.must_choice("duty", &codes).and_then(Duty::parse);
    let asks = read_asks(&mut r);
    let from_on = r.must_date("from_on");
    r.finish()?;
    match (unit, person, duty, from_on) {
        (Some(unit), Some(person), Some(duty), Some(from_on)) => Ok(Named {
            unit,
            person,
            duty,
            asks,
            from_on,
        }),
        _ => Err(Error::field("unit", Message::new("invalid-choice"))),
    }
}

async fn name(
    State(app): State<App>,
    visit: SignedIn,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let done = async {
        let n = read_name(&typed)?;
        actions::name(
            app.kernel(),
            visit.actor(),
            n.unit,
            n.person,
            n.duty,
            n.asks,
            n.from_on,
        )
        .await
    };
    match done.await {
        Ok(_) => Ok(Go::to("/publicity/network")
            .saying(Message::new("publicity-saved"))
            .into_response()),
        Err(e) => {
            let form = form(&app, &visit, None).await?.again(&typed, e)?;
            Ok(page(&visit, visit.t("network-name"))
                .again(form)
                .show(&visit))
        }
    }
}

fn edit_form(visit: &SignedIn, known: &Correspondent) -> Sheet {
    Sheet::new(visit, format!("/publicity/network/{}", known.id))
        .side(asks(visit, known.asks()))
        .field(
            Field::date("to_on", visit.t("publicity-to-on"))
                .hint(visit.t("network-end-hint"))
                .value_opt(known.to_on),
        )
        .send(visit.t("publicity-save"))
        .cancel("/publicity/network")
}

fn edit_page(visit: &SignedIn, known: &Correspondent) -> Doc {
    let title = format!("{} · {}", known.unit, known.name);
    page(visit, title)
}

async fn editing(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let known = network::one(&app.kernel().db, visit.actor().organ, id).await?;
    let form = edit_form(&visit, &known);
    Ok(edit_page(&visit, &known).part(form).show(&visit))
}

pub(crate) fn read_edit(typed: &Fields) -> Result<(Asked, Option<NaiveDate>), Error> {
    let mut r = Reader::new(typed);
    let asks = read_asks(&mut r);
    let to_on = r.date("to_on");
    r.finish()?;
    Ok((asks, to_on))
}

async fn edit(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let known = network::one(&app.kernel().db, visit.actor().organ, id).await?;
    let done = async {
        let (asks, to_on) = read_edit(&typed)?;
        actions::edit(app.kernel(), visit.actor(), id, asks, to_on).await
    };
    match done.await {
        Ok(()) => Ok(Go::to("/publicity/network")
            .saying(Message::new("publicity-saved"))
            .into_response()),
        Err(e) => {
            let form = edit_form(&visit, &known).again(&typed, e)?;
            Ok(edit_page(&visit, &known).again(form).show(&visit))
        }
    }
}
