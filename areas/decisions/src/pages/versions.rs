//! The versions of a text, and what changed between any two of them.

use axum::extract::State;
use axum::response::Response;
use frame::ui::{Cell, Changes, Choice, Column, Doc, Field, Form as Sheet, Row, Table};
use frame::{App, Failure, Path, Query, Reader, Routes, SignedIn, get};
use kernel::error::Error;
use kernel::id::Id;
use kernel::matter::Standing;
use text::ta;

use super::parts::Prose;
use crate::decision::Held;
use crate::store::version::Version;

pub(super) fn routes() -> Routes {
    Routes::new().route("/decisions/{id}/versions", get(page))
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Query(query): Query,
) -> Result<Response, Failure> {
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    let held = Held::of(&standing)?;
    let all = held.versions(visit.actor());
    let mut r = Reader::new(&query);
    let new = r.number("new", 1..=i64::MAX);
    let old = r.number("old", 1..=i64::MAX);
    r.finish_strict()?;
    let newest = all.last().map_or(0, |v| v.version);
    let new = new.unwrap_or(newest);
    let find = |n: i64| all.iter().find(|v| v.version == n).copied();
    let before = match old {
        Some(old) => Some(find(old).ok_or(Error::NotFound)?),
        // The one before it among those the reader may read.
        None => all.iter().rfind(|v| v.version < new).copied(),
    };
    let mut doc = Doc::titled(visit.t("decisions-versions"))
        .trail("/decisions", visit.t("decisions-nav"))
        .trail(format!("/decisions/{id}"), standing.matter.title.as_str());
    let named = |v: &Version| {
        ta(
            visit.lang,
            "decisions-text-version",
            &[
                ("stage", visit.t(&v.stage.key()).into()),
                ("n", v.version.into()),
            ],
        )
    };
    if newest > 0 {
        let after = find(new).ok_or(Error::NotFound)?;
        if all.len() > 1 {
            doc = doc.part(compare(&visit, id, &all, before, after, named));
        }
        doc = match before {
            Some(before) => {
                let title = ta(
                    visit.lang,
                    "decisions-changes-between",
                    &[("old", named(before).into()), ("new", named(after).into())],
                );
                doc.panel(
                    &title,
                    Changes::new(&visit, &before.content, &after.content),
                )
            }
            None => {
                let words = after.content.clone();
                doc.panel(&named(after), Prose { words })
            }
        };
    }
    Ok(doc.part(table(&visit, id, &all, named)).show(&visit))
}

/// Which two are compared.
fn compare(
    visit: &SignedIn,
    id: Id,
    all: &[&Version],
    before: Option<&Version>,
    after: &Version,
    named: impl Fn(&Version) -> String,
) -> Sheet {
    let options = || -> Vec<Choice> {
        all.iter()
            .map(|v| Choice::new(v.version, named(v)))
            .collect()
    };
    Sheet::new(visit, format!("/decisions/{id}/versions"))
        .get()
        .compact()
        .side(vec![
            Field::select("old", visit.t("decisions-compare-old"), options())
                .value_opt(before.map(|v| v.version)),
            Field::select("new", visit.t("decisions-compare-new"), options()).value(after.version),
        ])
        .send(visit.t("decisions-compare"))
}

fn table(visit: &SignedIn, id: Id, all: &[&Version], named: impl Fn(&Version) -> String) -> Table {
    let columns = vec![
        Column::new("version", visit.t("decisions-version")),
        Column::new("at", visit.t("decisions-version-at")),
        Column::new("by", visit.t("decisions-version-by")),
        Column::new("characters", visit.t("decisions-characters")).number(),
        Column::new("note", visit.t("decisions-version-note")),
    ];
    let rows = all
        .iter()
        .rev()
        .map(|v| {
            let marks = v.content.chars().filter(|c| !c.is_whitespace()).count();
            Row {
                id: v.version.to_string(),
                cells: vec![
                    Cell::lead(
                        format!("/decisions/{id}/versions?new={}", v.version),
                        named(v),
                    ),
                    Cell::text(text::date::instant(visit.lang, v.saved_at)),
                    Cell::text(v.by_name.clone().unwrap_or_default()),
                    Cell::Count(marks as i64),
                    Cell::text(v.note.clone()),
                ],
            }
        })
        .collect();
    Table::new(visit, "versions", visit.t("decisions-versions"), columns)
        .rows(rows)
        .cards()
}
