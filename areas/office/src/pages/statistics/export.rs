//! A figure's rows as a spreadsheet.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use frame::{App, Failure, Path, Query, SignedIn};
use kernel::statistics::{self, Answer, Figure, Measure};
use papers::sheet;

use super::ask::read;
use super::key_words;

/// The same rows as a spreadsheet.
pub(super) async fn export(
    State(app): State<App>,
    visit: SignedIn,
    Path(name): Path<String>,
    Query(typed): Query,
) -> Result<Response, Failure> {
    let figure = app.kernel().figure(&name)?;
    let question = read(figure, &typed, &[])?;
    let answer = statistics::evaluate(app.kernel(), visit.actor(), &name, &question).await?;
    book(&visit, figure, &answer)
}

fn book(visit: &SignedIn, figure: &Figure, answer: &Answer) -> Result<Response, Failure> {
    use sheet::{Cell as Value, Column as Head, Kind};
    let share = matches!(figure.measure, Measure::Share { .. });
    let dims: Vec<_> = answer
        .question
        .by
        .iter()
        .filter_map(|d| figure.dimension(d))
        .collect();
    let mut columns: Vec<Head> = dims
        .iter()
        .map(|d| Head::new(visit.t(d.title), Kind::Text))
        .collect();
    let values = |key: &str, columns: &mut Vec<Head>| {
        columns.push(Head::new(visit.t(key), Kind::Number));
        if share {
            columns.push(Head::new(visit.t("office-statistics-part"), Kind::Number));
            columns.push(Head::new(visit.t("office-statistics-whole"), Kind::Number));
        }
    };
    values("office-statistics-value", &mut columns);
    if answer.question.compare.is_some() {
        values("office-statistics-compared", &mut columns);
    }
    let cells = |value: statistics::Value| match value {
        statistics::Value::Int(n) => vec![Value::Integer(n)],
        statistics::Value::Ratio { num, den } => vec![
            if den > 0 {
                Value::Number(num as f64 / den as f64)
            } else {
                Value::Empty
            },
            Value::Integer(num),
            Value::Integer(den),
        ],
    };
    let rows = answer.rows.iter().map(|row| {
        let mut out: Vec<Value> = dims
            .iter()
            .map(|d| {
                row.keys
                    .get(d.name)
                    .map_or(Value::Empty, |k| key_words(visit, figure, d.name, k).into())
            })
            .collect();
        out.extend(cells(row.value));
        out.extend(row.compared.into_iter().flat_map(cells));
        out
    });
    let title = format!(
        "{} {}",
        visit.t(figure.title),
        text::date::instant(visit.lang, answer.as_of.0)
    );
    let bytes = sheet::xlsx(&title, &columns, rows).map_err(kernel::error::Error::internal)?;
    let name = format!("attachment; filename=\"{}.xlsx\"", figure.name);
    let headers = [
        (
            axum::http::header::CONTENT_TYPE,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned(),
        ),
        (axum::http::header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, bytes).into_response())
}
