//! The register of outlets by table. An outlet is the same by its name.

use std::collections::{BTreeMap, HashMap};

use futures_util::future::BoxFuture;
use kernel::access::Act;
use kernel::error::{Error, Result};
use kernel::import::{Ground, Lines, Outgoing, Register, Row, word_of};
use papers::sheet::Cell;
use papers::table::header::Column;

use super::{LEVELS, MEDIA, YES, columns};
use crate::model::outlet::{Level, Medium};
use crate::store::outlet::{self, Entry, Outlet};

/// The register of outlets.
pub struct Outlets;

const COLUMNS: [Column; 9] = columns! {
    "name" true: "媒体名称", "媒体", "名称", "刊物", "单位名称", "Outlet", "Name";
    "level" true: "级别", "层级", "Level";
    "medium" true: "类别", "类型", "媒介", "Medium";
    "outward" false: "对内对外", "内外", "Direction";
    "major" false: "重点媒体", "是否重点", "Major";
    "reporter" false: "联系记者", "记者", "联系人", "Reporter";
    "phone" false: "联系电话", "电话", "手机", "Phone";
    "columns" false: "专栏", "栏目", "Columns";
    "note" false: "备注", "说明", "Note";
};

const WAYS: [(&str, &str); 4] = [
    ("对外", "outward"),
    ("对内", "inward"),
    ("outward", "outward"),
    ("inward", "inward"),
];

fn way(outward: bool) -> &'static str {
    if outward { "outward" } else { "inward" }
}

fn yes(it: bool) -> &'static str {
    if it { "yes" } else { "no" }
}

fn read(row: &mut Row) {
    row.text("name", 60);
    row.must("name");
    row.choice("level", &LEVELS);
    row.must("level");
    let medium = row.choice("medium", &MEDIA).and_then(|m| Medium::parse(&m));
    row.must("medium");
    if row.choice("outward", &WAYS).is_none()
        && let Some(medium) = medium
    {
        row.set("outward", way(medium.faces_outward()));
    }
    row.choice("major", &YES);
    row.name("reporter");
    row.phone("phone");
    row.text("columns", 200);
    row.text("note", 500);
    row.identity = row.value("name").map(str::to_owned);
}

fn stands(outlet: &Outlet) -> BTreeMap<String, String> {
    let of = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    BTreeMap::from([
        of("name", &outlet.name),
        of("level", outlet.level.code()),
        of("medium", outlet.medium.code()),
        of("outward", way(outlet.outward)),
        of("major", yes(outlet.major)),
        of("note", &outlet.note),
    ])
}

impl Register for Outlets {
    fn name(&self) -> &'static str {
        "outlets"
    }

    fn title(&self) -> &'static str {
        "publicity-import-outlets"
    }

    fn columns(&self) -> &'static [Column] {
        &COLUMNS
    }

    fn check<'a>(
        &'a self,
        ground: &'a Ground<'a>,
        rows: &'a mut [Row],
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let known = outlet::outlets(&ground.kernel.db, ground.actor.organ).await?;
            let known: HashMap<&str, &Outlet> =
                known.iter().map(|o| (o.name.as_str(), o)).collect();
            for row in rows.iter_mut() {
                read(row);
                row.standing = row
                    .value("name")
                    .and_then(|n| known.get(n))
                    .map(|o| stands(o));
            }
            Ok(())
        })
    }

    fn lines<'a>(&'a self, asked: &'a Outgoing<'a>) -> Lines<'a> {
        Box::pin(async move {
            let (db, organ) = (&asked.kernel.db, asked.actor.organ);
            let all = outlet::outlets(db, organ).await?;
            let reporters = outlet::reporters(db, organ).await?;
            let columns = outlet::columns(db, organ).await?;
            let line = |o: Outlet| {
                let reporter = reporters
                    .iter()
                    .find(|r| r.outlet_id == o.id && r.to_on.is_none());
                let runs: Vec<&str> = columns
                    .iter()
                    .filter(|c| c.outlet_id == o.id && c.ended_on.is_none())
                    .map(|c| c.name.as_str())
                    .collect();
                vec![
                    Cell::from(o.name),
                    Cell::from(word_of(&LEVELS, o.level.code())),
                    Cell::from(word_of(&MEDIA, o.medium.code())),
                    Cell::from(word_of(&WAYS, way(o.outward))),
                    Cell::from(word_of(&YES, yes(o.major))),
                    Cell::from(reporter.map(|r| r.name.clone())),
                    Cell::from(reporter.map(|r| r.phone.clone())),
                    Cell::from(runs.join("、")),
                    Cell::from(o.note),
                ]
            };
            Ok(all.into_iter().map(line).collect())
        })
    }

    fn write<'a>(
        &'a self,
        ground: &'a Ground<'a>,
        act: &'a mut Act,
        rows: &'a [Row],
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            for row in rows {
                let own = |key: &str| row.value(key).unwrap_or_default().to_owned();
                let missing = || Error::internal("an outlet without level or medium");
                let entry = Entry {
                    name: own("name"),
                    level: Level::parse(&own("level")).ok_or_else(missing)?,
                    medium: Medium::parse(&own("medium")).ok_or_else(missing)?,
                    outward: row.value("outward") == Some("outward"),
                    major: row.value("major") == Some("yes"),
                    note: own("note"),
                    ended_on: None,
                };
                let id = outlet::insert(act, &entry).await?;
                for name in own("columns")
                    .split(['、', '，', ',', ';', '；'])
                    .map(str::trim)
                {
                    if !name.is_empty() {
                        outlet::put_column(act, id, name, None, None).await?;
                    }
                }
                if let Some(name) = row.value("reporter").filter(|n| !n.is_empty()) {
                    let phone = own("phone");
                    outlet::add_reporter(act, id, name, &phone, ground.actor.today).await?;
                }
            }
            Ok(())
        })
    }
}
