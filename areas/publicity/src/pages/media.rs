//! Work with the media: the columns with their next items, the calendar of the coming weeks (also for other programs).

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Days, NaiveDate, Utc};
use frame::ui::{Cell, Column, Doc, Empty, Head, Row, Table};
use frame::{App, Failure, Query, Reader, Routes, SignedIn, get};
use kernel::error::Error;
use kernel::id::Id;
use papers::ics::{self, Due};

use super::{View, enter, keeps, on_day, ta, tabs};
use crate::model::media::{Next, State as Stands, due, next};
use crate::store::media::{self, Entry};

/// Days of the calendar before and after today, on the page and for other programs.
const PAGE: (u64, u64) = (7, 62);
const FILE: (u64, u64) = (60, 365);

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/publicity/media", get(page))
        .route("/publicity/media/calendar.ics", get(file))
}

/// The calendar of some days, with who goes.
pub(crate) struct Calendar {
    pub entries: Vec<Entry>,
    pub people: Vec<(Id, Id, String)>,
}

impl Calendar {
    pub async fn read(
        app: &App,
        visit: &SignedIn,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Calendar, Error> {
        let db = &app.kernel().db;
        let entries = media::entries(db, visit.actor().organ, from, to).await?;
        let ids: Vec<Id> = entries.iter().map(|e| e.id).collect();
        let people = media::assigned(db, &ids).await?;
        Ok(Calendar { entries, people })
    }

    /// Who goes, with their ids.
    pub fn people(&self, entry: Id) -> Vec<(Id, &str)> {
        let own = self.people.iter().filter(|(id, ..)| *id == entry);
        own.map(|(_, person, name)| (*person, name.as_str()))
            .collect()
    }

    pub fn names(&self, entry: Id) -> Vec<&str> {
        let own = self.people.iter().filter(|(id, ..)| *id == entry);
        own.map(|(.., name)| name.as_str()).collect()
    }
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<Response, Failure> {
    enter(&visit)?;
    let today = visit.actor().today;
    let mut r = Reader::new(&query);
    let from = r.date("from").unwrap_or(today - Days::new(PAGE.0));
    r.finish()?;
    let to = from
        .checked_add_days(Days::new(PAGE.0 + PAGE.1))
        .unwrap_or(from);
    let calendar = Calendar::read(&app, &visit, from, to).await?;
    let days = [
        ("from", text::date::date_plain(visit.lang, from).into()),
        ("to", text::date::date_plain(visit.lang, to).into()),
    ];
    let mut head = Head::new(visit.t("media")).lede(ta(&visit, "media-lede", &days));
    if keeps(&visit) {
        head = head.main("/publicity/media/new", visit.t("media-plan"));
    }
    let back = from.checked_sub_days(Days::new(PAGE.1)).unwrap_or(from);
    head = head
        .button(
            format!("/publicity/media?from={back}"),
            visit.t("media-earlier"),
        )
        .button(
            format!("/publicity/media?from={to}"),
            visit.t("media-later"),
        )
        .button("/publicity/media/calendar.ics", visit.t("media-ics"));
    let doc = Doc::new(visit.t("media"))
        .trail("/publicity", visit.t("publicity-nav"))
        .part(head)
        .part(tabs(&visit, View::Media))
        .part(columns(&app, &visit).await?);
    let rows = rows(&app, &visit, &calendar, from, to).await?;
    if rows.is_empty() {
        let empty = Empty::new(visit.t("media-none"), visit.t("media-none-about"));
        return Ok(doc.part(empty).show(&visit));
    }
    let columns = vec![
        Column::new("day", visit.t("media-day")),
        Column::new("title", visit.t("media-what")),
        Column::new("kind", visit.t("media-kind")),
        Column::new("outlet", visit.t("publicity-dimension-outlet")),
        Column::new("people", visit.t("media-people")),
        Column::new("state", visit.t("media-state")),
    ];
    let table = Table::new(&visit, "calendar", visit.t("media-calendar"), columns)
        .rows(rows)
        .cards();
    Ok(doc.part(table).show(&visit))
}

/// Every column with its next item, the gaps first.
async fn columns(app: &App, visit: &SignedIn) -> Result<Table, Error> {
    let actor = visit.actor();
    let may = keeps(visit);
    let mut all = media::running(&app.kernel().db, actor.organ, actor.today).await?;
    let stands = |c: &media::Running| next(c.next_on, due(c.last_on, c.every_days));
    all.sort_by_key(|c| match stands(c) {
        Next::Gap => 0,
        Next::Late(_) => 1,
        Next::Planned(_) => 2,
    });
    let mut columns = vec![
        Column::new("column", visit.t("publicity-column")),
        Column::new("every", visit.t("publicity-column-every")).number(),
        Column::new("last", visit.t("media-last")),
        Column::new("due", visit.t("media-due")),
        Column::new("next", visit.t("media-next")),
    ];
    if may {
        columns.push(Column::new("do", visit.t("publicity-do")));
    }
    let rows = all
        .iter()
        .map(|c| {
            let due = due(c.last_on, c.every_days);
            let next = match stands(c) {
                Next::Gap => Cell::Tag(visit.t("media-gap")),
                Next::Late(day) => {
                    let day = text::date::date(visit.lang, day);
                    Cell::Tag(ta(visit, "media-next-late", &[("day", day.into())]))
                }
                Next::Planned(day) => on_day(visit, day),
            };
            let mut cells = vec![
                Cell::Lead {
                    href: format!("/publicity/outlets/{}", c.outlet_id),
                    words: c.name.clone(),
                    under: c.outlet.clone(),
                },
                c.every_days.map_or(Cell::Nothing, Cell::Count),
                c.last_on.map_or(Cell::Nothing, |d| on_day(visit, d)),
                due.map_or(Cell::Nothing, |d| on_day(visit, d)),
                next,
            ];
            if may {
                let day = due.filter(|d| *d >= actor.today).unwrap_or(actor.today);
                let href = format!(
                    "/publicity/media/new?kind=column&column={}&on_date={day}",
                    c.id
                );
                cells.push(Cell::link(href, visit.t("media-plan-next")));
            }
            Row {
                id: c.id.to_string(),
                cells,
            }
        })
        .collect();
    Ok(
        Table::new(visit, "columns", visit.t("media-columns"), columns)
            .rows(rows)
            .cards(),
    )
}

/// The calendar by day: entries, and the journal's last days among them.
async fn rows(
    app: &App,
    visit: &SignedIn,
    calendar: &Calendar,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Row>, Error> {
    let mut all: Vec<(NaiveDate, String, Row)> = Vec::new();
    for e in &calendar.entries {
        let state = visit.t(&e.state.key());
        let late = e.state == Stands::Planned && e.on_date < visit.actor().today;
        let names: Vec<String> = calendar
            .names(e.id)
            .into_iter()
            .map(str::to_owned)
            .collect();
        let mut under = vec![e.at_time.clone(), e.place.clone()];
        under.retain(|words| !words.is_empty());
        let outlet = match (&e.outlet, &e.column_name) {
            (Some(outlet), Some(column)) => format!("{outlet} · {column}"),
            (outlet, _) => outlet.clone().unwrap_or_default(),
        };
        let row = Row {
            id: e.id.to_string(),
            cells: vec![
                on_day(visit, e.on_date),
                Cell::Lead {
                    href: format!("/publicity/media/{}", e.id),
                    words: e.title.clone(),
                    under: under.join(" · "),
                },
                Cell::text(visit.t(&e.kind.key())),
                Cell::text(outlet),
                Cell::text(super::listed(visit, &names)),
                match late {
                    true => Cell::Tag(visit.t("media-unclosed")),
                    false => Cell::text(state),
                },
            ],
        };
        all.push((e.on_date, e.at_time.clone(), row));
    }
    let organ = visit.actor().organ;
    for j in media::journals(&app.kernel().db, organ).await? {
        for (key, day) in journal_days(&j) {
            let Some(day) = day.filter(|d| (from..=to).contains(d)) else {
                continue;
            };
            let row = Row {
                id: format!("{}-{key}", j.matter_id),
                cells: vec![
                    on_day(visit, day),
                    Cell::Lead {
                        href: format!("/publicity/issues/{}", j.matter_id),
                        words: j.name.clone(),
                        under: String::new(),
                    },
                    Cell::text(visit.t(key)),
                    Cell::Nothing,
                    Cell::Nothing,
                    Cell::Nothing,
                ],
            };
            all.push((day, String::new(), row));
        }
    }
    all.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    Ok(all.into_iter().map(|(.., row)| row).collect())
}

fn journal_days(j: &media::Ahead) -> [(&'static str, Option<NaiveDate>); 4] {
    [
        ("issue-gather-by", j.gather_by),
        ("issue-edit-by", j.edit_by),
        ("issue-sign-by", j.sign_by),
        ("issue-out-on", Some(j.out_on)),
    ]
}

fn utc(at: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(at).unwrap_or_default()
}

/// The calendar for other programs. What was held or called off is marked so.
async fn file(State(app): State<App>, visit: SignedIn) -> Result<Response, Failure> {
    enter(&visit)?;
    let today = visit.actor().today;
    let (from, to) = (today - Days::new(FILE.0), today + Days::new(FILE.1));
    let calendar = Calendar::read(&app, &visit, from, to).await?;
    let mut dues: Vec<Due> = calendar
        .entries
        .iter()
        .map(|e| {
            let names: Vec<String> = calendar
                .names(e.id)
                .into_iter()
                .map(str::to_owned)
                .collect();
            let mut lines = vec![
                e.place.clone(),
                e.outlet.clone().unwrap_or_default(),
                super::listed(&visit, &names),
                e.note.clone(),
            ];
            lines.retain(|l| !l.is_empty());
            let kind = visit.t(&e.kind.key());
            Due {
                uid: format!("engagement-{}", e.id),
                summary: match e.at_time.as_str() {
                    "" => format!("{kind}：{}", e.title),
                    time => format!("{time} {kind}：{}", e.title),
                },
                description: lines.join("\n"),
                on: e.on_date,
                url: None,
                changed: utc(e.changed_at),
                over: e.state != Stands::Planned,
            }
        })
        .collect();
    for j in media::journals(&app.kernel().db, visit.actor().organ).await? {
        for (key, day) in journal_days(&j) {
            let Some(on) = day else { continue };
            dues.push(Due {
                uid: format!("{key}-{}", j.matter_id),
                summary: format!("{}：{}", j.name, visit.t(key)),
                description: String::new(),
                on,
                url: None,
                changed: utc(j.created_at),
                over: on < today,
            });
        }
    }
    let text = ics::calendar(&visit.t("media-calendar"), dues);
    let headers = [
        ("content-type", "text/calendar; charset=utf-8"),
        ("content-disposition", "attachment; filename=\"media.ics\""),
    ];
    Ok((headers, text).into_response())
}
