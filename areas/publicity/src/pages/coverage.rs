//! Work without coverage: what ended in the last weeks, or will in the next, and is told nowhere yet. A topic is planned
//! from its row; work that needs no report is a topic dropped with its reason.

use axum::extract::State;
use axum::response::Response;
use chrono::{Days, NaiveDate};
use frame::ui::{Cell, Choice, Column, Doc, Empty, Field, Figure, Figures, Form as Sheet, Head};
use frame::ui::{Note, Row, Table, Tone};
use frame::{App, Failure, Fields, Query, Reader, Routes, SignedIn, get};
use kernel::access::Permission;
use kernel::error::Error;
use kernel::id::Id;
use std::collections::BTreeSet;

use super::topics::given;
use super::{View, enter, ta, tabs};
use crate::campaign::CAMPAIGN;
use crate::model::coverage::{Coverage, coverage};
use crate::store::coverage::{self as store, Reporting, Work};
use crate::store::topic;

/// The kinds of matter that are held on a day; another area's, known by their names.
pub(crate) const EVENTS: [&str; 2] = ["meeting", "activity"];
/// Weeks that may be looked ahead, and back.
const AHEAD: [i64; 3] = [2, 4, 8];
const BACK: [i64; 3] = [4, 8, 13];

pub(super) fn routes() -> Routes {
    Routes::new().route("/publicity/coverage", get(page))
}

/// What is asked of the board.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// One kind, or none for meetings and activities.
    kind: Option<String>,
    ahead: i64,
    back: i64,
    /// Covered work too.
    pub(crate) all: bool,
}

impl Asked {
    /// Takes what is asked out of a query.
    pub(crate) fn take(app: &App, r: &mut Reader<'_>) -> Asked {
        let mut offered = reportable(app);
        offered.push("every");
        Asked {
            kind: r.choice("kind", &offered).map(str::to_owned),
            ahead: r.number("ahead", 0..=52).unwrap_or(AHEAD[1]),
            back: r.number("back", 0..=52).unwrap_or(BACK[0]),
            all: r.choice("show", &["all", "open"]) == Some("all"),
        }
    }

    fn read(app: &App, typed: &Fields) -> Result<Asked, Error> {
        let mut r = Reader::new(typed);
        let asked = Asked::take(app, &mut r);
        r.finish()?;
        Ok(asked)
    }

    fn kinds<'a>(&'a self, app: &'a App) -> Vec<&'a str> {
        match self.kind.as_deref() {
            None => EVENTS.to_vec(),
            Some("every") => reportable(app),
            Some(kind) => vec![kind],
        }
    }

    fn period(&self, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        let weeks = |n: i64| Days::new(u64::try_from(n * 7).unwrap_or(0));
        (today - weeks(self.back), today + weeks(self.ahead))
    }
}

/// Every kind of matter that can be reported: not what the newsroom itself makes.
fn reportable(app: &App) -> Vec<&str> {
    app.kernel()
        .kinds()
        .map(|k| k.name())
        .filter(|k| !crate::is_own(k))
        .collect()
}

/// Work with its topics and what they come to.
pub(crate) struct Line {
    pub(crate) work: Work,
    pub(crate) topics: Vec<Reporting>,
    pub(crate) coverage: Coverage,
}

/// The work asked for that exists for the reader, and of its topics those whose names he may read.
pub(crate) async fn lines(
    app: &App,
    visit: &SignedIn,
    asked: &Asked,
) -> Result<(Vec<Line>, BTreeSet<Id>), Error> {
    let (db, actor) = (&app.kernel().db, visit.actor());
    let (from, to) = asked.period(actor.today);
    let work = store::work(db, actor, &asked.kinds(app), from, to).await?;
    let ids: Vec<Id> = work.iter().map(|w| w.id).collect();
    let mut topics = store::reporting(db, &ids).await?;
    let of: Vec<Id> = topics.values().flatten().map(|t| t.id).collect();
    let readable = topic::shown(db, actor, &of).await?;
    let lines = work
        .into_iter()
        .map(|work| {
            let topics = topics.remove(&work.id).unwrap_or_default();
            let told: Vec<_> = topics.iter().map(Reporting::told).collect();
            Line {
                coverage: coverage(&told),
                work,
                topics,
            }
        })
        .filter(|l| asked.all || !l.coverage.is_settled())
        .collect();
    Ok((lines, readable))
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<Response, Failure> {
    enter(&visit)?;
    let head = Head::new(visit.t("publicity-unreported"))
        .lede(visit.t("publicity-unreported-lede"))
        .button("/publicity/topics", visit.t("publicity-topics"));
    let doc = Doc::new(visit.t("publicity-unreported"))
        .trail("/publicity", visit.t("publicity-nav"))
        .trail("/publicity/topics", visit.t("publicity-topics"))
        .part(head)
        .part(tabs(&visit, View::Topics));
    let asked = match Asked::read(&app, &query) {
        Ok(asked) => asked,
        Err(e) => {
            let usual = Asked::read(&app, &Fields::default())?;
            let form = form(&app, &visit, &usual).again(&query, e)?;
            return Ok(doc.again(form).show(&visit));
        }
    };
    let (lines, readable) = lines(&app, &visit, &asked).await?;
    let today = visit.actor().today;
    let many = lines.len() >= store::MOST;
    let (past, ahead): (Vec<Line>, Vec<Line>) = lines.into_iter().partition(|l| l.work.day < today);
    let open = |all: &[Line]| all.iter().filter(|l| !l.coverage.is_settled()).count() as i64;
    let figure = |n: i64, key: &str, href: &str| Figure {
        value: n.to_string(),
        label: visit.t(key),
        href: href.to_owned(),
        lamp: None,
    };
    let mut doc = doc.part(form(&app, &visit, &asked)).part(Figures {
        all: vec![
            figure(open(&past), "publicity-unreported-past", "#past"),
            figure(open(&ahead), "publicity-unreported-ahead", "#ahead"),
        ],
    });
    if many {
        let args = [("most", store::MOST.into())];
        doc = doc.part(Note::new(
            Tone::Warn,
            ta(&visit, "publicity-unreported-many", &args),
        ));
    }
    if past.is_empty() && ahead.is_empty() {
        let empty = Empty::new(
            visit.t("publicity-unreported-none"),
            visit.t("publicity-unreported-none-about"),
        );
        return Ok(doc.part(empty).show(&visit));
    }
    // What is past stands with the latest first: it is news for the shortest time.
    for (id, key, mut all) in [
        ("past", "publicity-unreported-past", past),
        ("ahead", "publicity-unreported-ahead", ahead),
    ] {
        if id == "past" {
            all.reverse();
        }
        if !all.is_empty() {
            let table = table(&visit, id, visit.t(key), &all, &readable);
            doc = doc.panel_at(id, &visit.t(key), table);
        }
    }
    Ok(doc.show(&visit))
}

fn form(app: &App, visit: &SignedIn, asked: &Asked) -> Sheet {
    let kind = |k: &str| Choice::new(k, visit.t(&format!("kind-{k}")));
    let mut kinds = vec![Choice::new("", visit.t("publicity-unreported-events"))];
    kinds.extend(EVENTS.iter().map(|k| kind(k)));
    kinds.extend(
        reportable(app)
            .into_iter()
            .filter(|k| !EVENTS.contains(k) && *k != CAMPAIGN)
            .map(kind),
    );
    kinds.push(kind(CAMPAIGN));
    kinds.push(Choice::new("every", visit.t("publicity-unreported-every")));
    let weeks = |all: &[i64], key: &str| -> Vec<Choice> {
        let one = |n: &i64| Choice::new(n, ta(visit, key, &[("n", (*n).into())]));
        all.iter().map(one).collect()
    };
    let shows = vec![
        Choice::new("open", visit.t("publicity-unreported-open")),
        Choice::new("all", visit.t("publicity-unreported-all")),
    ];
    Sheet::new(visit, "/publicity/coverage")
        .get()
        .compact()
        .side(vec![
            Field::select("kind", visit.t("publicity-topic-kind"), kinds)
                .value(asked.kind.as_deref().unwrap_or_default()),
            Field::select(
                "back",
                visit.t("publicity-unreported-back"),
                weeks(&BACK, "publicity-unreported-back-weeks"),
            )
            .value(asked.back),
            Field::select(
                "ahead",
                visit.t("publicity-unreported-to"),
                weeks(&AHEAD, "publicity-unreported-ahead-weeks"),
            )
            .value(asked.ahead),
            Field::select("show", visit.t("publicity-unreported-show"), shows)
                .value(if asked.all { "all" } else { "open" }),
        ])
        .send(visit.t("publicity-show"))
}

/// Work in a table, each row with its topics and the way to plan one.
pub(super) fn table(
    visit: &SignedIn,
    id: &str,
    caption: String,
    lines: &[Line],
    readable: &BTreeSet<Id>,
) -> Table {
    let plans = visit.actor().may(Permission::Write);
    let mut columns = vec![
        Column::new("day", visit.t("publicity-topic-day")),
        Column::new("title", visit.t("publicity-topic-subject")),
        Column::new("coverage", visit.t("publicity-coverage")),
        Column::new("topic", visit.t("publicity-topics")),
        Column::new("given", visit.t("publicity-topic-given")),
    ];
    if plans {
        columns.push(Column::new("plan", visit.t("publicity-do")));
    }
    let rows = lines
        .iter()
        .map(|l| {
            let kind = visit.t(&format!("kind-{}", l.work.kind));
            let under = match &l.work.number {
                Some(number) => format!("{kind} {number}"),
                None => kind,
            };
            let named = l.topics.iter().find(|t| readable.contains(&t.id));
            let mut cells = vec![
                Cell::Day(l.work.day),
                Cell::Lead {
                    href: format!("/matters/{}", l.work.id),
                    words: l.work.title.clone(),
                    under,
                },
                Cell::Tag(visit.t(&l.coverage.key())),
                match named {
                    Some(t) => Cell::link(format!("/publicity/topics/{}", t.id), t.title.as_str()),
                    None => Cell::Nothing,
                },
                match named {
                    Some(t) => {
                        let who = given(visit, t.group_name.as_deref(), t.person_name.as_deref());
                        let day = text::date::date(visit.lang, t.due_on);
                        let args = [("who", who.into()), ("day", day.into())];
                        Cell::text(ta(visit, "publicity-topic-given-by", &args))
                    }
                    None => Cell::Nothing,
                },
            ];
            if plans {
                let key = match l.coverage {
                    Coverage::None => "publicity-topic-plan",
                    _ => "publicity-topic-plan-more",
                };
                cells.push(Cell::link(
                    format!("/publicity/topics/new?matter={}", l.work.id),
                    visit.t(key),
                ));
            }
            Row {
                id: l.work.id.to_string(),
                cells,
            }
        })
        .collect();
    Table::new(visit, id, caption, columns).rows(rows).cards()
}
