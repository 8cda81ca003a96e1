//! Yearly reports of office holders (年度述职): who owes one on a year, by when, and who filed it.

use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDate;
use frame::ui::{Cell, Column, Doc, Empty, Field, Form as Sheet, Head, Row, Table};
use frame::{App, Failure, Query, Reader, Routes, SignedIn, Visit, get};
use kernel::access::Permission;
use kernel::error::{Error, Message};

use super::ta;
use crate::actions::yearly;
use crate::model::holding::Yearly;

pub(super) fn routes() -> Routes {
    Routes::new().route("/appointments/yearly", get(page))
}

/// How a report stands, in a sentence.
pub(super) fn said(visit: &Visit, stands: Yearly, due: NaiveDate) -> String {
    match stands {
        Yearly::Due | Yearly::Late => {
            let day = text::date::date(visit.lang, due);
            let args = [("day", day.as_str().into())];
            let key = match stands {
                Yearly::Late => "appointments-yearly-was-due",
                _ => "appointments-yearly-is-due",
            };
            ta(visit, key, &args)
        }
        _ => visit.t(&stands.key()),
    }
}

/// How a report stands, in a word for a list.
pub(super) fn cell(visit: &Visit, stands: Yearly) -> Cell {
    match stands {
        Yearly::NotAsked => Cell::Nothing,
        Yearly::Late => Cell::Tag(visit.t(&stands.key())),
        _ => Cell::text(visit.t(&stands.key())),
    }
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<Response, Failure> {
    if !visit.actor().may(Permission::ReadAll) {
        return Err(Error::Forbidden(Message::new(Permission::ReadAll.refusal())).into());
    }
    let t = |key: &str| visit.t(key);
    let today = visit.actor().today;
    let mut r = Reader::new(&query);
    let asked = r.number("year", 1990..=2200);
    r.finish()?;
    let year = asked
        .and_then(|y| i32::try_from(y).ok())
        .unwrap_or_else(|| yearly::last(today));
    let reports = yearly::year(app.kernel(), visit.actor().organ, year, today).await?;
    let day = text::date::date(visit.lang, reports.due);
    let args = [
        ("year", year.to_string().into()),
        ("day", day.as_str().into()),
        ("all", reports.all.len().into()),
        ("filed", reports.filed().into()),
    ];
    let head =
        Head::new(t("appointments-yearly")).lede(ta(&visit, "appointments-yearly-lede", &args));
    let ask = Sheet::new(&visit, "/appointments/yearly")
        .get()
        .field(Field::number("year", t("appointments-kept-year"), 1990, 2200).value(year))
        .send(t("appointments-register-show"))
        .compact();
    let doc = Doc::new(t("appointments-yearly"))
        .trail("/appointments", t("appointments-nav"))
        .trail("/appointments/register", t("appointments-register"))
        .part(head)
        .part(ask);
    if reports.all.is_empty() {
        let empty = Empty::new(
            t("appointments-yearly-none"),
            t("appointments-yearly-none-about"),
        );
        return Ok(doc.part(empty).show(&visit));
    }
    let columns = vec![
        Column::new("name", t("appointments-ask-name")),
        Column::new("office", t("appointments-office")),
        Column::new("from", t("appointments-from")),
        Column::new("stands", t("appointments-kept-report")),
        Column::new("on", t("appointments-yearly-on")),
    ];
    let rows = reports
        .all
        .iter()
        .map(|(h, stands, on)| Row {
            id: h.id.to_string(),
            cells: vec![
                Cell::lead(format!("/appointments/register/{}", h.id), h.name.as_str()),
                Cell::text(h.office.as_str()),
                Cell::Day(h.from_on),
                cell(&visit, *stands),
                Cell::day(*on),
            ],
        })
        .collect();
    let table = Table::new(&visit, "yearly", t("appointments-yearly"), columns)
        .rows(rows)
        .cards();
    Ok(doc.part(table).show(&visit))
}
