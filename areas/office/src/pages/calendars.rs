//! Working-day calendars: the years, a year as twelve months, changing a day or the whole text, and the preview
//! of what a change moves before it is put in force.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::{Datelike, NaiveDate};
use frame::ui::{
    Cell, Choice, Column, Control, Doc, Field, Form as Sheet, Head, Note, Row, Table, Tone,
};
use frame::{App, Failure, Form, Go, Len, Path, Reader, Routes, SignedIn, Visit, get, post};
use kernel::access::Permission;
use kernel::calendar::edited;
use kernel::error::{Error, Message};
use workday::{DayKind, RowKind, Year};

use super::{View, day_words, ta, tabs};
use crate::actions::calendar as actions;
use crate::model::calendar::{Month, blank, months, with_day};

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/office/calendars", get(list))
        .route("/office/calendars/{year}", get(view).post(put))
        .route(
            "/office/calendars/{year}/text",
            get(text_form).post(text_preview),
        )
        .route(
            "/office/calendars/{year}/days/{date}",
            get(day_form).post(day_preview),
        )
        .route("/office/calendars/{year}/reset", post(reset))
}

const LONGEST: usize = 20_000;
const YEARS: std::ops::RangeInclusive<i32> = 1949..=2200;

fn known(year: i32) -> Result<i32, Error> {
    if YEARS.contains(&year) {
        Ok(year)
    } else {
        Err(Error::NotFound)
    }
}

async fn list(State(app): State<App>, visit: SignedIn) -> Result<Response, Failure> {
    let actor = visit.actor();
    View::Calendars.open(actor)?;
    let kernel = app.kernel();
    let calendar = kernel.calendars.current(&kernel.db, visit.now).await?;
    let edited = edited(&kernel.db).await?;
    let this = actor.today.year();
    let mut years: Vec<i32> = calendar.years().map(Year::year).collect();
    let missing = calendar.missing(this..=this + 1);
    years.extend(&missing);
    years.sort_unstable();
    years.reverse();
    let rows = years
        .iter()
        .map(|year| {
            let known = calendar.year(*year);
            let count = |kind: RowKind| {
                known.map_or(0, |y| {
                    y.days().values().filter(|d| d.kind == kind).count() as i64
                })
            };
            let state = match (known, edited.iter().any(|e| e.year == i64::from(*year))) {
                (None, _) => "office-calendar-missing",
                (_, true) => "office-calendar-edited",
                _ => "office-calendar-shipped",
            };
            let notices = known.map(|y| y.notices().join("\n")).unwrap_or_default();
            Row {
                id: year.to_string(),
                cells: vec![
                    Cell::lead(format!("/office/calendars/{year}"), year.to_string()),
                    Cell::Tag(visit.t(state)),
                    Cell::Count(count(RowKind::Off)),
                    Cell::Count(count(RowKind::Work)),
                    Cell::text(notices),
                ],
            }
        })
        .collect();
    let columns = vec![
        Column::new("year", visit.t("office-calendar-year")),
        Column::new("state", visit.t("office-calendar-state")),
        Column::new("off", visit.t("office-calendar-off")).number(),
        Column::new("work", visit.t("office-calendar-work")).number(),
        Column::new("notice", visit.t("office-calendar-notice")),
    ];
    let table = Table::new(&visit, "calendars", visit.t("office-calendars"), columns)
        .rows(rows)
        .cards();
    let mut head = Head::new(visit.t("office-calendars")).lede(visit.t("office-calendars-lede"));
    if actor.may(Permission::Import) {
        head = head.button("/office/imports", visit.t("office-calendar-import"));
    }
    let mut doc = Doc::new(visit.t("office-calendars"))
        .trail("/office", visit.t("office-nav"))
        .part(head)
        .part(tabs(&visit, actor, View::Calendars));
    for year in missing {
        let words = ta(
            &visit,
            "office-calendar-warn",
            &[("year", year.to_string().into())],
        );
        doc = doc.part(Note::new(Tone::Warn, words));
    }
    Ok(doc.part(table).show(&visit))
}

/// The months, each day with its kind as a word and not in colour alone.
#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<div class="months">{% for month in months %}<table class="month"><caption>{{ self.title(month) }}</caption><thead><tr>{% for day in weekdays %}<th scope="col">{{ day }}</th>{% endfor %}</tr></thead><tbody>{% for week in month.weeks %}<tr>{% for day in week %}{% match day %}{% when Some with (day) %}<td class="{{ day.class }}"{% if !day.occasion.is_empty() %} title="{{ day.occasion }}"{% endif %}>{% if edit %}<a href="/office/calendars/{{ year }}/days/{{ day.date }}">{{ self.number(day) }}</a>{% else %}{{ self.number(day) }}{% endif %}{% if day.class == "off" %}<span>{{ off }}</span>{% else if day.class == "makeup" %}<span>{{ work }}</span>{% endif %}</td>{% when None %}<td></td>{% endmatch %}{% endfor %}</tr>{% endfor %}</tbody></table>{% endfor %}</div>"#
)]
struct Months<'a> {
    lang: text::Lang,
    year: i32,
    months: &'a [Month],
    weekdays: Vec<String>,
    off: String,
    work: String,
    edit: bool,
}

impl Months<'_> {
    fn title(&self, month: &Month) -> String {
        text::date::month(self.lang, month.first)
    }

    fn number(&self, day: &crate::model::calendar::Day) -> u32 {
        day.date.day()
    }
}

async fn view(
    State(app): State<App>,
    visit: SignedIn,
    Path(year): Path<i32>,
) -> Result<Response, Failure> {
    let actor = visit.actor();
    View::Calendars.open(actor)?;
    let year = known(year)?;
    let kernel = app.kernel();
    let calendar = kernel.calendars.current(&kernel.db, visit.now).await?;
    let may = actor.may(Permission::Configure)
        && kernel::calendar::authorize(&kernel.db, actor).await.is_ok();
    let title = ta(
        &visit,
        "office-calendar-of",
        &[("year", year.to_string().into())],
    );
    let mut head = Head::new(&title);
    if may {
        let text = format!("/office/calendars/{year}/text");
        head = head.button(text, visit.t("office-calendar-edit"));
    }
    let mut doc = Doc::new(&title)
        .trail("/office/calendars", visit.t("office-calendars"))
        .part(head);
    match calendar.year(year) {
        Some(known) => {
            doc = doc.part(
                Note::new(Tone::Info, visit.t("office-calendar-by"))
                    .points(known.notices().to_vec()),
            );
        }
        None => {
            let words = ta(
                &visit,
                "office-calendar-warn",
                &[("year", year.to_string().into())],
            );
            doc = doc.part(Note::new(Tone::Warn, words));
        }
    }
    let months = months(&calendar, year);
    let weekdays = (1..=7).map(|n| visit.t(&format!("office-weekday-{n}")));
    doc = doc.template(Months {
        lang: visit.lang,
        year,
        months: &months,
        weekdays: weekdays.collect(),
        off: visit.t("office-calendar-off-mark"),
        work: visit.t("office-calendar-work-mark"),
        edit: may && calendar.knows(year),
    });
    let rev = actions::rev(kernel, year).await?;
    if may && rev > 0 && workday::Calendar::shipped().knows(year) {
        let form = Sheet::new(&visit, format!("/office/calendars/{year}/reset"))
            .send(visit.t("office-calendar-reset"))
            .grave()
            .compact();
        doc = doc.panel(&visit.t("office-calendar-reset"), form);
    }
    Ok(doc.show(&visit))
}

fn page(visit: &SignedIn, year: i32, title: String) -> Doc {
    Doc::titled(title)
        .trail("/office/calendars", visit.t("office-calendars"))
        .trail(format!("/office/calendars/{year}"), year.to_string())
}

async fn standing(app: &App, visit: &SignedIn, year: i32) -> Result<Option<Year>, Error> {
    visit.actor().authorize(Permission::Configure)?;
    let kernel = app.kernel();
    kernel::calendar::authorize(&kernel.db, visit.actor()).await?;
    let calendar = kernel.calendars.current(&kernel.db, visit.now).await?;
    Ok(calendar.year(known(year)?).cloned())
}

fn text_sheet(visit: &SignedIn, year: i32, text: &str) -> Sheet {
    Sheet::new(visit, format!("/office/calendars/{year}/text"))
        .field(
            Field::prose("definition", visit.t("office-calendar-text"), LONGEST)
                .rows(24)
                .must()
                .value(text)
                .hint(visit.t("office-calendar-text-hint")),
        )
        .send(visit.t("office-calendar-preview"))
        .cancel(format!("/office/calendars/{year}"))
}

async fn text_form(
    State(app): State<App>,
    visit: SignedIn,
    Path(year): Path<i32>,
) -> Result<Response, Failure> {
    let text = standing(&app, &visit, year)
        .await?
        .map_or_else(|| blank(year), |y| y.to_toml());
    Ok(page(&visit, year, visit.t("office-calendar-edit"))
        .part(text_sheet(&visit, year, &text))
        .show(&visit))
}

async fn text_preview(
    State(app): State<App>,
    visit: SignedIn,
    Path(year): Path<i32>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    standing(&app, &visit, year).await?;
    let read = || {
        let mut r = Reader::new(&typed);
        let text = r.must_prose("definition", Len(LONGEST));
        r.finish()?;
        actions::read(&text, year)
    };
    match read() {
        Ok(new) => preview(&app, &visit, &new).await,
        Err(e) => Ok(page(&visit, year, visit.t("office-calendar-edit"))
            .again(text_sheet(&visit, year, "").again(&typed, e)?)
            .show(&visit)),
    }
}

fn kind_words(visit: &Visit, kind: &DayKind) -> String {
    let named = |key: &str, occasion: &str| {
        let args = [("occasion", occasion.into())];
        ta(visit, key, &args)
    };
    match kind {
        DayKind::Workday => visit.t("office-day-workday"),
        DayKind::Weekend => visit.t("office-day-weekend"),
        DayKind::Holiday { occasion } => named("office-day-off", occasion),
        DayKind::MakeUp { occasion } => named("office-day-work", occasion),
    }
}

/// What the change does, with the way to do it.
async fn preview(app: &App, visit: &SignedIn, new: &Year) -> Result<Response, Failure> {
    let actor = visit.actor();
    let year = new.year();
    let (diff, moved) = actions::preview(app.kernel(), actor, new).await?;
    let rev = actions::rev(app.kernel(), year).await?;
    let doc = page(visit, year, visit.t("office-calendar-preview"));
    if diff.is_empty() {
        let words = visit.t("office-calendar-same");
        return Ok(doc.part(Note::new(Tone::Info, words)).show(visit));
    }
    let columns = vec![
        Column::new("day", visit.t("office-calendar-day")),
        Column::new("was", visit.t("office-calendar-was")),
        Column::new("is", visit.t("office-calendar-is")),
    ];
    let rows = diff
        .days
        .iter()
        .map(|(day, (was, is))| Row {
            id: day.to_string(),
            cells: vec![
                Cell::Day(*day),
                Cell::text(kind_words(visit, was)),
                Cell::text(kind_words(visit, is)),
            ],
        })
        .collect();
    let days = Table::new(visit, "days", visit.t("office-calendar-days"), columns).rows(rows);
    let words = ta(visit, "office-calendar-moves", &[("n", moved.len().into())]);
    let tone = if moved.is_empty() {
        Tone::Good
    } else {
        Tone::Warn
    };
    let mut doc = doc.part(Note::new(tone, words)).part(days);
    if actor.may(Permission::ReadAll) && !moved.is_empty() {
        let columns = vec![
            Column::new("matter", visit.t("office-calendar-matter")),
            Column::new("was", visit.t("office-calendar-due-was")),
            Column::new("is", visit.t("office-calendar-due-is")),
        ];
        let mut rows = Vec::new();
        for m in &moved {
            let href = app.kernel().kind(&m.kind)?.address(m.id);
            let title = match &m.number {
                Some(number) => format!("{number} {}", m.title),
                None => m.title.clone(),
            };
            rows.push(Row {
                id: m.id.to_string(),
                cells: vec![Cell::lead(href, title), Cell::day(m.was), Cell::day(m.is)],
            });
        }
        let table = Table::new(visit, "moved", visit.t("office-calendar-matters"), columns);
        doc = doc.part(table.rows(rows).cards());
    }
    let form = Sheet::new(visit, format!("/office/calendars/{year}"))
        .hidden("rev", rev)
        .hidden("definition", new.to_toml())
        .send(visit.t("office-calendar-put"))
        .cancel(format!("/office/calendars/{year}"));
    Ok(doc.part(form).show(visit))
}

fn gone(year: i32, key: &str, moved: usize) -> Response {
    Go::to(format!("/office/calendars/{year}"))
        .saying(Message::new(key).arg("n", moved))
        .into_response()
}

async fn put(
    State(app): State<App>,
    visit: SignedIn,
    Path(year): Path<i32>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    standing(&app, &visit, year).await?;
    let mut r = Reader::new(&typed);
    let rev = r.must_number("rev", 0..=i64::MAX).unwrap_or(-1);
    let text = r.must_prose("definition", Len(LONGEST));
    r.finish()?;
    let new = actions::read(&text, year)?;
    let moved = actions::put(app.kernel(), visit.actor(), &new, rev).await?;
    Ok(gone(year, "office-calendar-was-put", moved))
}

async fn reset(
    State(app): State<App>,
    visit: SignedIn,
    Path(year): Path<i32>,
    Form(_): Form,
) -> Result<Response, Failure> {
    let year = known(year)?;
    let moved = actions::reset(app.kernel(), visit.actor(), year).await?;
    Ok(gone(year, "office-calendar-was-reset", moved))
}

fn day_sheet(visit: &SignedIn, year: &Year, date: NaiveDate) -> Sheet {
    let listed = year.days().get(&date);
    let now = match listed.map(|l| l.kind) {
        Some(RowKind::Off) => "off",
        Some(RowKind::Work) => "work",
        None => "plain",
    };
    let choice = |code: &str, key: &str| Choice::new(code, visit.t(key)).chosen(code == now);
    Sheet::new(
        visit,
        format!("/office/calendars/{}/days/{date}", year.year()),
    )
    .field(
        Field::new(
            "kind",
            visit.t("office-calendar-day-is"),
            Control::Radios(vec![
                choice("off", "office-calendar-day-off"),
                choice("work", "office-calendar-day-work"),
                choice("plain", "office-calendar-day-plain"),
            ]),
        )
        .must(),
    )
    .field(
        Field::line("occasion", visit.t("office-calendar-occasion"), 60)
            .value_opt(listed.map(|l| &l.occasion))
            .hint(visit.t("office-calendar-occasion-hint")),
    )
    .send(visit.t("office-calendar-preview"))
    .cancel(format!("/office/calendars/{}", year.year()))
}

async fn day_form(
    State(app): State<App>,
    visit: SignedIn,
    Path((year, date)): Path<(i32, NaiveDate)>,
) -> Result<Response, Failure> {
    let standing = standing(&app, &visit, year).await?.ok_or(Error::NotFound)?;
    Ok(page(&visit, year, day_words(&visit, date))
        .part(day_sheet(&visit, &standing, date))
        .show(&visit))
}

async fn day_preview(
    State(app): State<App>,
    visit: SignedIn,
    Path((year, date)): Path<(i32, NaiveDate)>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let standing = standing(&app, &visit, year).await?.ok_or(Error::NotFound)?;
    let read = || {
        let mut r = Reader::new(&typed);
        let kind = r.must_choice("kind", &["off", "work", "plain"]);
        let kind = match kind {
            Some("off") => Some(RowKind::Off),
            Some("work") => Some(RowKind::Work),
            _ => None,
        };
        let occasion = if kind.is_some() {
            r.must_line("occasion", Len(60))
        } else {
            String::new()
        };
        r.finish()?;
        actions::read(&with_day(&standing, date, kind, &occasion), year)
    };
    match read() {
        Ok(new) => preview(&app, &visit, &new).await,
        Err(e) => Ok(page(&visit, year, day_words(&visit, date))
            .again(day_sheet(&visit, &standing, date).again(&typed, e)?)
            .show(&visit)),
    }
}
