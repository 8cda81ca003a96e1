//! Figures for programs: `/api/v1/statistics`, one figure, and the rows behind a value. Each reader is told
//! the figures of the matters that exist for him.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use frame::{App, Failure, Len, Path, Query, Reader, Routes, SignedIn, get};
use kernel::statistics::{self, Figure, Measure, Value, label};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::pages::statistics::read;

#[derive(OpenApi)]
#[openapi(paths(all, one, list))]
pub struct Description;

pub fn routes() -> Routes {
    Routes::new()
        .route("/statistics", get(all))
        .route("/statistics/{name}", get(one))
        .route("/statistics/{name}/list", get(list))
}

/// A figure and how it may be asked.
#[derive(Debug, Serialize, ToSchema)]
struct FigureInfo {
    name: &'static str,
    title: String,
    /// What exactly is counted.
    definition: String,
    /// `count`, `sum`, or `share` with `num` of `den`.
    measure: &'static str,
    dimensions: Vec<DimensionInfo>,
}

#[derive(Debug, Serialize, ToSchema)]
struct DimensionInfo {
    name: &'static str,
    title: String,
}

#[derive(Debug, Serialize, ToSchema)]
struct FigureList {
    items: Vec<FigureInfo>,
}

/// A count, or a part of a whole.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
enum FigureValue {
    Count(i64),
    Share { num: i64, den: i64 },
}

impl From<Value> for FigureValue {
    fn from(value: Value) -> Self {
        match value {
            Value::Int(n) => FigureValue::Count(n),
            Value::Ratio { num, den } => FigureValue::Share { num, den },
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
struct FigureKey {
    /// Empty for rows without one.
    code: String,
    label: String,
}

#[derive(Debug, Serialize, ToSchema)]
struct FigureRow {
    keys: BTreeMap<String, FigureKey>,
    value: FigureValue,
    /// The value of the period compared with.
    compared: Option<FigureValue>,
    /// The address of the rows behind the value.
    list: String,
    /// The address of the rows behind the value compared with.
    compared_list: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct FigureAnswer {
    name: String,
    definition: String,
    /// When it was counted, RFC 3339.
    as_of: String,
    rows: Vec<FigureRow>,
    total: FigureRow,
}

/// One row behind a value.
#[derive(Debug, Serialize, ToSchema)]
struct FigureItem {
    /// The matter.
    id: String,
    kind: String,
    number: Option<String>,
    title: String,
    state: String,
    lamp: Option<&'static str>,
    due_on: Option<chrono::NaiveDate>,
    rev: i64,
    confidentiality: &'static str,
    /// The day that places it in the period.
    day: chrono::NaiveDate,
    /// Of a share: whether it is in the part.
    part: bool,
    /// Of a sum: what it adds.
    amount: i64,
}

#[derive(Debug, Serialize, ToSchema)]
struct FigureItems {
    items: Vec<FigureItem>,
    next_cursor: Option<String>,
}

/// Every figure with its definition.
#[utoipa::path(get, path = "/api/v1/statistics", tag = "statistics", responses((status = 200, body = FigureList)))]
async fn all(State(app): State<App>, visit: SignedIn) -> Json<FigureList> {
    let info = |figure: &Figure| FigureInfo {
        name: figure.name,
        title: visit.t(figure.title),
        definition: visit.t(figure.definition),
        measure: match figure.measure {
            Measure::Share { .. } => "share",
            Measure::Sum(_) => "sum",
            _ => "count",
        },
        dimensions: figure
            .dimensions
            .iter()
            .map(|d| DimensionInfo {
                name: d.name,
                title: visit.t(d.title),
            })
            .collect(),
    };
    Json(FigureList {
        items: app.kernel().figures().map(info).collect(),
    })
}

/// One figure, split and compared.
#[utoipa::path(get, path = "/api/v1/statistics/{name}", tag = "statistics",
    params(
        ("name" = String, Path, description = "as listed"),
        ("from" = Option<String>, Query, description = "first day"),
        ("to" = Option<String>, Query, description = "last day"),
        ("by" = Option<String>, Query, description = "dimensions, with commas between them"),
        ("compare" = Option<String>, Query, description = "previous_period or previous_year"),
    ),
    responses((status = 200, body = FigureAnswer), (status = 404), (status = 422)))]
async fn one(
    State(app): State<App>,
    visit: SignedIn,
    Path(name): Path<String>,
    Query(typed): Query,
) -> Result<Json<FigureAnswer>, Failure> {
    let figure = app.kernel().figure(&name)?;
    let question = read(figure, &typed, &[])?;
    let answer = statistics::evaluate(app.kernel(), visit.actor(), &name, &question).await?;
    let row = |row: statistics::Row| FigureRow {
        keys: row
            .keys
            .into_iter()
            .map(|(d, key)| {
                let label = match figure.dimension(&d) {
                    Some(dimension) => label(visit.lang, dimension, &key.code, &key.label),
                    None => key.label,
                };
                (
                    d,
                    FigureKey {
                        code: key.code,
                        label,
                    },
                )
            })
            .collect(),
        value: row.value.into(),
        compared: row.compared.map(Into::into),
        list: format!("/api/v1{}", row.list),
        compared_list: row.compared_list.map(|list| format!("/api/v1{list}")),
    };
    Ok(Json(FigureAnswer {
        name: answer.name,
        definition: visit.t(&answer.definition),
        as_of: answer.as_of.local().to_rfc3339(),
        rows: answer.rows.into_iter().map(row).collect(),
        total: row(answer.total),
    }))
}

/// The rows behind a value: exactly as many as it says (for a share: as its whole).
#[utoipa::path(get, path = "/api/v1/statistics/{name}/list", tag = "statistics",
    params(
        ("name" = String, Path, description = "as listed"),
        ("cursor" = Option<String>, Query, description = "next_cursor of the page before"),
        ("limit" = Option<u32>, Query, description = "rows, at most 200"),
    ),
    responses((status = 200, body = FigureItems), (status = 404), (status = 422)))]
async fn list(
    State(app): State<App>,
    visit: SignedIn,
    Path(name): Path<String>,
    Query(typed): Query,
) -> Result<Json<FigureItems>, Failure> {
    let figure = app.kernel().figure(&name)?;
    let question = read(figure, &typed, &["cursor", "limit"])?;
    let mut reader = Reader::new(&typed);
    let limit = reader.number("limit", 1..=200).unwrap_or(50);
    let cursor = reader.line("cursor", Len(100));
    reader.finish()?;
    let kernel = app.kernel();
    let found = statistics::list_rows(
        kernel,
        visit.actor(),
        &name,
        &question,
        cursor.as_deref(),
        limit as usize,
    )
    .await?;
    let today = visit.actor().today;
    let item = |r: statistics::Behind| FigureItem {
        id: r.id.to_string(),
        lamp: r.lamp(today).map(|lamp| match lamp {
            workday::Lamp::Green => "green",
            workday::Lamp::Amber => "amber",
            workday::Lamp::Red => "red",
        }),
        confidentiality: r.confidentiality().code(),
        kind: r.kind,
        number: r.number,
        title: r.title,
        state: r.state,
        due_on: r.due_on,
        rev: r.rev,
        day: r.day,
        part: r.part,
        amount: r.amount,
    };
    Ok(Json(FigureItems {
        items: found.rows.into_iter().map(item).collect(),
        next_cursor: found.next,
    }))
}
