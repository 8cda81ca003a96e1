//! Why somebody gets what he gets in a settlement: each appearance with the line of the rules, and what was made good of
//! earlier periods with its cause.

use axum::extract::State;
use axum::response::Response;
use frame::ui::{Cell, Column, Doc, Head, Note, Row, Table, Tone};
use frame::{App, Failure, Path, Routes, SignedIn, get};
use kernel::error::Error;
use kernel::id::Id;

use super::settlements::opened;
use super::ta;
use crate::model::incentive::table::amount;
use crate::model::incentive::{Part, Share};
use crate::store::adoption;
use crate::store::incentive::Made;

pub(super) fn routes() -> Routes {
    Routes::new().route("/publicity/settlements/{id}/people/{name}", get(page))
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, name)): Path<(Id, String)>,
) -> Result<Response, Failure> {
    let (it, settled, made) = opened(&app, &visit, id).await?;
    let own = settled.iter().find(|s| s.name == name);
    let made: Vec<&Made> = made.iter().filter(|m| m.name == name).collect();
    if own.is_none() && made.is_empty() {
        return Err(Error::NotFound.into());
    }
    let shares: Vec<&Share> = own.iter().flat_map(|s| &s.shares).collect();
    let table = shares_table(&app, &visit, &it.title, &shares).await?;
    let mut doc = Doc::new(&name)
        .trail("/publicity/incentives", visit.t("publicity-incentives"))
        .trail(format!("/publicity/settlements/{id}"), it.title.as_str())
        .part(Head::new(&name).lede(visit.t("publicity-person-lede")))
        .part(table);
    for m in made {
        doc = doc.part(made_good(&app, &visit, m).await?);
    }
    Ok(doc.show(&visit))
}

async fn shares_table(
    app: &App,
    visit: &SignedIn,
    title: &str,
    shares: &[&Share],
) -> Result<Table, Failure> {
    let (db, organ) = (&app.kernel().db, visit.actor().organ);
    let columns = vec![
        Column::new("on", visit.t("publicity-on-date")),
        Column::new("title", visit.t("publicity-ask-title")),
        Column::new("outlet", visit.t("publicity-dimension-outlet")),
        Column::new("line", visit.t("publicity-rule-line")).number(),
        Column::new("table", visit.t("publicity-by-table")).number(),
        Column::new("counts", visit.t("publicity-by-stacking")).number(),
        Column::new("points", visit.t("publicity-points")).number(),
        Column::new("got", visit.t("publicity-own-share")).number(),
    ];
    let mut all = Vec::new();
    for share in shares {
        if let Some(a) = adoption::one(db, organ, Id(share.item)).await? {
            all.push((a, share));
        }
    }
    all.sort_by_key(|(a, _)| (a.on_date, a.id));
    let (mut points, mut fen) = (0, 0);
    let mut rows = Vec::new();
    for (a, share) in all {
        let worth = share.worth;
        points += share.got.points;
        fen += share.got.fen;
        rows.push(Row {
            id: String::new(),
            cells: vec![
                Cell::Day(a.on_date),
                Cell::lead(format!("/publicity/manuscripts/{}", a.matter_id), a.title),
                Cell::text(a.outlet),
                match worth.line {
                    Some(n) => Cell::Count(n as i64),
                    None => Cell::text(visit.t("publicity-rule-none")),
                },
                Cell::text(amount(worth.table.fen)),
                Cell::text(amount(worth.counts.fen)),
                Cell::text(amount(share.got.points)),
                Cell::text(amount(share.got.fen)),
            ],
        });
    }
    let mut sum = vec![Cell::text(visit.t("publicity-sum"))];
    sum.resize_with(6, || Cell::Nothing);
    sum.push(Cell::text(amount(points)));
    sum.push(Cell::text(amount(fen)));
    rows.push(Row {
        id: String::new(),
        cells: sum,
    });
    Ok(Table::new(visit, "shares", title, columns)
        .rows(rows)
        .total()
        .cards())
}

async fn made_good(app: &App, visit: &SignedIn, m: &Made) -> Result<Note, Failure> {
    let (db, organ) = (&app.kernel().db, visit.actor().organ);
    let parts: Vec<Part> = serde_json::from_str(&m.why).map_err(Error::internal)?;
    let mut points = Vec::new();
    for p in parts {
        let what = adoption::one(db, organ, Id(p.item))
            .await?
            .map_or_else(String::new, |a| {
                format!("{} {} {}", a.on_date, a.outlet, a.title)
            });
        let args = [("what", what.into()), ("yuan", amount(p.fen).into())];
        points.push(ta(visit, p.cause.key(), &args));
    }
    let args = [
        ("name", m.name.as_str().into()),
        ("of", m.other.as_str().into()),
        ("yuan", amount(m.fen).into()),
    ];
    Ok(Note::new(Tone::Warn, ta(visit, "publicity-adjusts", &args))
        .title(visit.t("publicity-adjusted"))
        .points(points))
}
