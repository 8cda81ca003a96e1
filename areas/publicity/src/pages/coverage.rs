//! Work without coverage: what ended in the last weeks, or will in the next, and is told nowhere yet. A topic is planned
//! from its row; work that needs no report is a topic dropped with its reason.

use axum::extract::State;
use axum::response::Response;
use chrono::{Days, NaiveDate};
use frame::ui::{Cell, Choice, Column, Doc, Empty, Field, Figure, Figures, Form as Sheet, Head};
use frame::ui::{Row, Table};
use frame::{App, Failure, Fields, Len, Query, Reader, Routes, SignedIn, get};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::id::Id;
use std::collections::BTreeSet;

use super::topics::given;
use super::{View, enter, on_day, ta, tabs};
use crate::campaign::CAMPAIGN;
use crate::model::coverage::{Coverage, coverage};
use crate::store::coverage::{self as store, Reporting, Want, Work};
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
    all: bool,
}

/// Rows of a page of each list.
const ROWS: usize = 50;

/// Which of the work asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// Behind today: news for the shortest time, so the latest first.
    Past,
    /// From today on, the next first.
    Ahead,
    Whole,
}

/// A place in a list by day.
pub(crate) type Place = Option<(NaiveDate, Id)>;

/// A cursor as it stands in an address: `2026-03-04.17`.
pub(crate) fn place(cursor: Option<&str>) -> Result<Place, Error> {
    let wrong = || Error::field("cursor", Message::new("invalid-cursor"));
    let Some(cursor) = cursor else {
        return Ok(None);
    };
    let (day, id) = cursor.split_once('.').ok_or_else(wrong)?;
    let day = day.parse().map_err(|_| wrong())?;
    Ok(Some((day, id.parse().map_err(|_| wrong())?)))
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

    fn read(app: &App, typed: &Fields) -> Result<(Asked, [Place; 2]), Error> {
        let mut r = Reader::new(typed);
        let asked = Asked::take(app, &mut r);
        let (past, ahead) = (r.line("past", Len(60)), r.line("next", Len(60)));
        r.finish()?;
        Ok((asked, [place(past.as_deref())?, place(ahead.as_deref())?]))
    }

    /// The address of the board as asked, with the pages its lists stand at.
    fn address(&self, past: Option<&str>, next: Option<&str>) -> String {
        let show = if self.all { "all" } else { "open" };
        let mut out = format!(
            "/publicity/coverage?back={}&ahead={}&show={show}",
            self.back, self.ahead
        );
        if let Some(kind) = &self.kind {
            out.push_str(&format!("&kind={kind}"));
        }
        for (name, cursor) in [("past", past), ("next", next)] {
            if let Some(cursor) = cursor {
                out.push_str(&format!("&{name}={cursor}"));
            }
        }
        out
    }

    fn kinds<'a>(&'a self, app: &'a App) -> Vec<&'a str> {
        match self.kind.as_deref() {
            None => EVENTS.to_vec(),
            Some("every") => reportable(app),
            Some(kind) => vec![kind],
        }
    }

    fn period(&self, today: NaiveDate, part: Part) -> (NaiveDate, NaiveDate) {
        let weeks = |n: i64| Days::new(u64::try_from(n * 7).unwrap_or(0));
        let (from, to) = (today - weeks(self.back), today + weeks(self.ahead));
        match part {
            Part::Past => (from, today - Days::new(1)),
            Part::Ahead => (today, to),
            Part::Whole => (from, to),
        }
    }

    /// How much of a part is told nowhere yet.
    async fn owing(&self, app: &App, visit: &SignedIn, part: Part) -> Result<i64, Error> {
        let kinds = self.kinds(app);
        let (from, to) = self.period(visit.actor().today, part);
        let mut want = Want::new(&kinds, from, to);
        want.open = true;
        store::count(&app.kernel().db, visit.actor(), &want).await
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

/// A page of the work asked for.
pub(crate) struct Lines {
    pub(crate) all: Vec<Line>,
    /// Of their topics those whose names the reader may read.
    pub(crate) readable: BTreeSet<Id>,
    /// Where the next page begins, where there is one.
    pub(crate) next: Option<String>,
}

/// The work asked for that exists for the reader, from a place on.
pub(crate) async fn lines(
    app: &App,
    visit: &SignedIn,
    asked: &Asked,
    part: Part,
    after: Place,
    rows: usize,
) -> Result<Lines, Error> {
    let (db, actor) = (&app.kernel().db, visit.actor());
    let kinds = asked.kinds(app);
    let (from, to) = asked.period(actor.today, part);
    let want = Want {
        open: !asked.all,
        latest: part == Part::Past,
        after,
        limit: rows + 1,
        ..Want::new(&kinds, from, to)
    };
    let mut work = store::work(db, actor, &want).await?;
    let more = work.len() > rows;
    work.truncate(rows);
    let last = work.last().filter(|_| more);
    let next = last.map(|w| format!("{}.{}", w.day, w.id));
    let ids: Vec<Id> = work.iter().map(|w| w.id).collect();
    let mut topics = store::reporting(db, &ids).await?;
    let of: Vec<Id> = topics.values().flatten().map(|t| t.id).collect();
    let readable = topic::shown(db, actor, &of).await?;
    let all = work
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
        .collect();
    Ok(Lines {
        all,
        readable,
        next,
    })
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
    let (asked, places) = match Asked::read(&app, &query) {
        Ok(asked) => asked,
        Err(e) => {
            let (usual, _) = Asked::read(&app, &Fields::default())?;
            let form = form(&app, &visit, &usual).again(&query, e)?;
            return Ok(doc.again(form).show(&visit));
        }
    };
    let figure = |n: i64, key: &str, href: &str| Figure {
        value: n.to_string(),
        label: visit.t(key),
        href: href.to_owned(),
        lamp: None,
    };
    let mut doc = doc.part(form(&app, &visit, &asked));
    let mut lists = Vec::new();
    let mut figures = Vec::new();
    for (part, id, key, at) in [
        (Part::Past, "past", "publicity-unreported-past", places[0]),
        (
            Part::Ahead,
            "ahead",
            "publicity-unreported-ahead",
            places[1],
        ),
    ] {
        let owing = asked.owing(&app, &visit, part).await?;
        figures.push(figure(owing, key, &format!("#{id}")));
        let lines = lines(&app, &visit, &asked, part, at, ROWS).await?;
        lists.push((part, id, key, at, lines));
    }
    doc = doc.part(Figures { all: figures });
    if lists
        .iter()
        .all(|(.., at, l)| l.all.is_empty() && at.is_none())
    {
        let empty = Empty::new(
            visit.t("publicity-unreported-none"),
            visit.t("publicity-unreported-none-about"),
        );
        return Ok(doc.part(empty).show(&visit));
    }
    let other = places.map(|p| p.map(|(day, id)| format!("{day}.{id}")));
    for (part, id, key, at, lines) in lists {
        if lines.all.is_empty() && at.is_none() {
            continue;
        }
        let leads = |cursor: Option<&str>| {
            let address = match part {
                Part::Past => asked.address(cursor, other[1].as_deref()),
                _ => asked.address(other[0].as_deref(), cursor),
            };
            format!("{address}#{id}")
        };
        let table = table(&visit, id, visit.t(key), &lines.all, &lines.readable).pages(
            at.map(|_| leads(None)),
            lines.next.as_deref().map(|next| leads(Some(next))),
        );
        doc = doc.panel_at(id, &visit.t(key), table);
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
        Column::new("topic", visit.t("publicity-topic")),
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
                on_day(visit, l.work.day),
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
