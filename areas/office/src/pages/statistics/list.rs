//! The list behind a number.

use axum::extract::State;
use axum::response::Response;
use frame::ui::{Cell, Column, Doc, Empty, Head, Row, Table};
use frame::{App, Failure, Path, Query, SignedIn};
use kernel::statistics::{self, Measure};

use super::ask::read;
use super::show::narrowing;

/// Rows of a page.
const ROWS: usize = 50;

pub(super) async fn list(
    State(app): State<App>,
    visit: SignedIn,
    Path(name): Path<String>,
    Query(typed): Query,
) -> Result<Response, Failure> {
    let figure = app.kernel().figure(&name)?;
    let question = read(figure, &typed, &["cursor"])?;
    let cursor = typed.get("cursor").filter(|c| !c.is_empty());
    let found =
        statistics::list_rows(app.kernel(), visit.actor(), &name, &question, cursor, ROWS).await?;
    let title = text::ta(
        visit.lang,
        "office-statistics-behind",
        &[("figure", visit.t(figure.title).into())],
    );
    let mut head = Head::new(&title).lede(visit.t(figure.definition));
    let day = |d: chrono::NaiveDate| text::date::date_plain(visit.lang, d);
    for (key, date) in [
        ("office-statistics-from", question.from),
        ("office-statistics-to", question.to),
    ] {
        if let Some(date) = date {
            head = head.answer(visit.t(key), &day(date));
        }
    }
    let doc = Doc::new(&title)
        .trail("/statistics", visit.t("office-statistics"))
        .trail(
            format!("/statistics/{name}?{}", question.query()),
            visit.t(figure.title),
        )
        .part(head);
    let doc = narrowing(&app, &visit, figure, &question, doc).await?;
    if found.rows.is_empty() {
        let empty = Empty::new(
            visit.t("office-statistics-nothing"),
            visit.t("office-statistics-nothing-words"),
        );
        return Ok(doc.part(empty).show(&visit));
    }
    let share = matches!(figure.measure, Measure::Share { .. });
    let mut columns = vec![
        Column::new("title", visit.t("office-statistics-title")),
        Column::new("number", visit.t("office-statistics-number")),
        Column::new("day", visit.t("office-statistics-day")),
        Column::new("unit", visit.t("statistics-dimension-unit")),
        Column::new("proposer", visit.t("statistics-dimension-proposer")),
    ];
    let sum = matches!(figure.measure, Measure::Sum(_));
    if share {
        columns.push(Column::new("part", visit.t("office-statistics-part")));
    }
    if sum {
        columns.push(Column::new("amount", visit.t("office-statistics-amount")).number());
    }
    let rows = found
        .rows
        .into_iter()
        .map(|r| {
            let mut cells = vec![
                Cell::lead(format!("{}{}", figure.page, r.id), r.title),
                Cell::text(r.number.unwrap_or_default()),
                Cell::Day(r.day),
                Cell::text(r.unit_name.unwrap_or_default()),
                Cell::text(r.proposer_name.unwrap_or_default()),
            ];
            if share {
                let key = if r.part {
                    "office-statistics-yes"
                } else {
                    "office-statistics-no"
                };
                cells.push(Cell::text(visit.t(key)));
            }
            if sum {
                cells.push(Cell::text(text::number::count(r.amount)));
            }
            Row {
                id: r.row_id.to_string(),
                cells,
            }
        })
        .collect();
    let older = found
        .next
        .map(|next| format!("/statistics/{name}/list?{}&cursor={next}", question.query()));
    let table = Table::new(&visit, "behind", &title, columns)
        .rows(rows)
        .cards()
        .pages(None, older);
    Ok(doc.part(table).show(&visit))
}
