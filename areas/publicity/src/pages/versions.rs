//! The versions of a manuscript, and what changed between two of them.

use axum::extract::State;
use axum::response::Response;
use frame::ui::{Cell, Changes, Column, Doc, Row, Table};
use frame::{App, Failure, Path, Query, Reader, Routes, SignedIn, get};
use kernel::error::Error;
use kernel::id::Id;
use kernel::matter::Standing;

use super::ta;
use crate::kind::Held;
use crate::store::manuscript;

pub(super) fn routes() -> Routes {
    Routes::new().route("/publicity/manuscripts/{id}/versions", get(page))
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Query(query): Query,
) -> Result<Response, Failure> {
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    Held::of(&standing)?;
    let all = manuscript::versions(&app.kernel().db, id).await?;
    let mut r = Reader::new(&query);
    let new = r.number("new", 1..=i64::MAX);
    let old = r.number("old", 1..=i64::MAX);
    r.finish_strict()?;
    let newest = all.first().map_or(0, |v| v.version);
    let new = new.unwrap_or(newest);
    let old = old.unwrap_or(new - 1);
    let find = |n: i64| all.iter().find(|v| v.version == n);
    let mut doc = Doc::titled(visit.t("publicity-versions"))
        .trail("/publicity", visit.t("publicity-nav"))
        .trail(
            format!("/publicity/manuscripts/{id}"),
            standing.matter.title.as_str(),
        );
    if newest > 0 {
        let after = find(new).ok_or(Error::NotFound)?;
        let before = find(old);
        let args = [("old", old.into()), ("new", new.into())];
        let title = match before {
            Some(_) => ta(&visit, "publicity-changes-between", &args),
            None => ta(&visit, "publicity-version-n", &[("n", new.into())]),
        };
        let before_title = before.map_or("", |v| v.title.as_str());
        if before_title != after.title {
            let shown = Changes::new(&visit, before_title, &after.title);
            doc = doc.panel(&visit.t("publicity-ask-title"), shown);
        }
        let before = before.map_or("", |v| v.content.as_str());
        doc = doc.panel(&title, Changes::new(&visit, before, &after.content));
    }
    let columns = vec![
        Column::new("version", visit.t("publicity-version")),
        Column::new("at", visit.t("publicity-at")),
        Column::new("by", visit.t("publicity-by")),
        Column::new("characters", visit.t("publicity-characters")).number(),
        Column::new("against", visit.t("publicity-against-newest")),
    ];
    let rows = all
        .iter()
        .map(|v| {
            let n = v.version;
            let against = match n == newest {
                true => Cell::Nothing,
                false => Cell::link(
                    format!("/publicity/manuscripts/{id}/versions?old={n}&new={newest}"),
                    visit.t("publicity-compare"),
                ),
            };
            Row {
                id: n.to_string(),
                cells: vec![
                    Cell::lead(
                        format!("/publicity/manuscripts/{id}/versions?new={n}"),
                        ta(&visit, "publicity-version-n", &[("n", n.into())]),
                    ),
                    Cell::text(text::date::instant(visit.lang, v.saved_at)),
                    Cell::text(v.by_name.clone().unwrap_or_default()),
                    Cell::Count(v.characters),
                    against,
                ],
            }
        })
        .collect();
    let table = Table::new(&visit, "versions", visit.t("publicity-versions"), columns);
    Ok(doc.part(table.rows(rows).cards()).show(&visit))
}
