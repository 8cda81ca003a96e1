//! Units by table: bureaus, townships, delegations, sections below them. A unit is the same by its name
//! under its upper unit: every bureau has an office (办公室) of its own.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::BoxFuture;
use papers::sheet::Cell;
use papers::table::header::Column;

use super::check::Ground;
use super::{Lines, Outgoing, Register, Row, word_of};
use crate::access::Act;
use crate::error::{Message, Result};
use crate::id::Id;
use crate::organ::{self, NewUnit, Unit};

/// The register of units.
pub struct Units;

const COLUMNS: [Column; 6] = [
    Column {
        key: "name",
        names: &[
            "单位名称",
            "名称",
            "单位",
            "单位全称",
            "机构名称",
            "承办单位",
            "Name",
            "Unit",
        ],
        required: true,
    },
    Column {
        key: "short_name",
        names: &["简称", "单位简称", "Short name"],
        required: false,
    },
    Column {
        key: "kind",
        names: &["类别", "单位类别", "类型", "单位类型", "性质", "Kind"],
        required: false,
    },
    Column {
        key: "parent",
        names: &["上级单位", "所属单位", "主管单位", "Parent"],
        required: false,
    },
    Column {
        key: "sort",
        names: &["序号", "排序", "顺序", "No."],
        required: false,
    },
    Column {
        key: "from_on",
        names: &["成立日期", "成立时间", "启用日期", "From"],
        required: false,
    },
];

/// What offices write, and the kind of unit it is.
const KINDS: [(&str, &str); 24] = [
    ("委办局", "bureau"),
    ("局", "bureau"),
    ("部门", "bureau"),
    ("政府部门", "bureau"),
    ("承办单位", "bureau"),
    ("乡镇", "township"),
    ("乡镇街道", "township"),
    ("镇", "township"),
    ("乡", "township"),
    ("街道", "township"),
    ("委员会", "committee"),
    ("专委会", "committee"),
    ("专门委员会", "committee"),
    ("工委", "committee"),
    ("办公室", "office"),
    ("代表团", "delegation"),
    ("界别", "delegation"),
    ("科室", "section"),
    ("内设机构", "section"),
    ("bureau", "bureau"),
    ("township", "township"),
    ("committee", "committee"),
    ("delegation", "delegation"),
    ("section", "section"),
];

/// The kind a name tells by its end, where the table does not say it.
fn kind_by_name(name: &str) -> &'static str {
    match name {
        n if n.ends_with("代表团") || n.ends_with('界') => "delegation",
        n if n.ends_with('镇') || n.ends_with('乡') || n.ends_with("街道") => "township",
        n if n.ends_with("街道办事处")
            || n.ends_with("镇人民政府")
            || n.ends_with("乡人民政府") =>
        {
            "township"
        }
        n if n.ends_with('科') || n.ends_with('股') => "section",
        n if n.ends_with("委员会") && n.contains("专门") => "committee",
        _ => "bureau",
    }
}

impl Register for Units {
    fn name(&self) -> &'static str {
        "units"
    }

    fn title(&self) -> &'static str {
        "import-kind-units"
    }

    fn columns(&self) -> &'static [Column] {
        &COLUMNS
    }

    /// A section may stand before its bureau, so all rows are looked at together.
    fn lot(&self) -> usize {
        usize::MAX
    }

    fn check<'a>(
        &'a self,
        ground: &'a Ground<'a>,
        rows: &'a mut [Row],
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let held = organ::units(&ground.kernel.db, ground.actor.organ).await?;
            for row in rows.iter_mut() {
                let Some(name) = row.name("name") else {
                    row.must("name");
                    continue;
                };
                if name.chars().count() > 100 {
                    row.refuse(
                        "name",
                        Message::new("import-too-long")
                            .arg("n", name.chars().count())
                            .arg("most", 100i64),
                    );
                }
                row.name("short_name");
                row.name("parent");
                row.integer("sort");
                row.date("from_on", ground.dates());
                if row.choice("kind", &KINDS).is_none() && !row.is_refused() {
                    row.set("kind", kind_by_name(&name));
                }
                let above = row.value("parent").unwrap_or_default();
                row.identity = Some(format!("{above}/{name}"));
                if let Some(unit) = same(&held, &name, row.value("parent")) {
                    let parent = held.iter().find(|u| Some(u.id) == unit.parent_id);
                    let mut standing = BTreeMap::from([
                        ("short_name".to_owned(), unit.short_name.clone()),
                        (
                            "parent".to_owned(),
                            parent.map(|p| p.name.clone()).unwrap_or_default(),
                        ),
                    ]);
                    // A kind guessed from the name is no statement of the file.
                    if !row.typed("kind").is_empty() {
                        standing.insert("kind".to_owned(), unit.kind.clone());
                    }
                    if row.value("sort").is_some() {
                        standing.insert("sort".to_owned(), unit.sort.to_string());
                    }
                    row.standing = Some(standing);
                }
            }
            let mut known: BTreeSet<String> = held.iter().map(|u| u.name.clone()).collect();
            known.extend(
                rows.iter()
                    .filter_map(|r| r.value("name"))
                    .map(str::to_owned),
            );
            for row in rows.iter_mut() {
                let Some(parent) = row.value("parent").map(str::to_owned) else {
                    continue;
                };
                if row.value("name") == Some(&parent) {
                    row.refuse("parent", Message::new("import-own-parent"));
                } else if !known.contains(&parent) {
                    row.refuse(
                        "parent",
                        Message::new("import-no-such-unit").arg("typed", parent),
                    );
                }
            }
            circles(rows);
            Ok(())
        })
    }

    fn lines<'a>(&'a self, asked: &'a Outgoing<'a>) -> Lines<'a> {
        Box::pin(async move {
            let units = organ::units(&asked.kernel.db, asked.actor.organ).await?;
            let name = |id: Option<Id>| units.iter().find(|u| Some(u.id) == id);
            Ok(units
                .iter()
                .filter(|u| u.exists_on(asked.actor.today))
                .map(|u| {
                    vec![
                        Cell::from(u.name.as_str()),
                        Cell::from(u.short_name.as_str()),
                        Cell::from(word_of(&KINDS, &u.kind)),
                        Cell::from(name(u.parent_id).map(|p| p.name.as_str())),
                        Cell::from(u.sort),
                        Cell::from(u.from_on),
                    ]
                })
                .collect())
        })
    }

    fn write<'a>(
        &'a self,
        ground: &'a Ground<'a>,
        act: &'a mut Act,
        rows: &'a [Row],
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let organ = act.organ();
            let held = organ::units(&mut *act, organ).await?;
            // Where several bear a name, one that stands below none is meant as the upper unit.
            let mut ids: BTreeMap<String, Id> = BTreeMap::new();
            let (top, below): (Vec<&Unit>, Vec<&Unit>) =
                held.iter().partition(|u| u.parent_id.is_none());
            for unit in top.into_iter().chain(below) {
                ids.entry(unit.name.clone()).or_insert(unit.id);
            }
            let last = held.iter().map(|u| u.sort).max().unwrap_or(0);
            let mut left: Vec<(usize, &Row)> = rows.iter().enumerate().collect();
            // Those whose upper unit stands come first; a row whose upper unit was left out goes to the organ.
            while !left.is_empty() {
                let ready = |row: &Row| row.value("parent").is_none_or(|p| ids.contains_key(p));
                let (now, later): (Vec<_>, Vec<_>) =
                    left.iter().copied().partition(|(_, r)| ready(r));
                let (now, later) = match now.is_empty() {
                    true => (later, now),
                    false => (now, later),
                };
                for (i, row) in now {
                    let name = row.value("name").unwrap_or_default();
                    let new = NewUnit {
                        parent: row.value("parent").and_then(|p| ids.get(p)).copied(),
                        kind: row.value("kind").unwrap_or("bureau"),
                        name,
                        short_name: row.value("short_name").unwrap_or_default(),
                        sort: row
                            .value("sort")
                            .and_then(|s| s.parse().ok())
                            .unwrap_or(last + 1 + i as i64),
                        from_on: row.day("from_on").unwrap_or(ground.actor.today),
                    };
                    let id = organ::add_unit(&mut *act, new).await?;
                    ids.entry(name.to_owned()).or_insert(id);
                }
                left = later;
            }
            Ok(())
        })
    }
}

/// The unit a row means: of its name below the same upper unit; else the one that stands below none, or the only one
/// where the row says nothing of it.
fn same<'a>(held: &'a [Unit], name: &str, parent: Option<&str>) -> Option<&'a Unit> {
    let above = |u: &Unit| {
        let upper = held.iter().find(|p| Some(p.id) == u.parent_id);
        upper.map(|p| p.name.as_str())
    };
    let named: Vec<&Unit> = held.iter().filter(|u| u.name == name).collect();
    let exact = named.iter().find(|u| above(u) == parent);
    let top = named.iter().find(|u| u.parent_id.is_none());
    let only = named
        .first()
        .filter(|_| parent.is_none() && named.len() == 1);
    exact.or(top).or(only).copied()
}

/// Refuses rows of the file that are above themselves.
fn circles(rows: &mut [Row]) {
    let above: BTreeMap<String, String> = rows
        .iter()
        .filter_map(|r| Some((r.value("name")?.to_owned(), r.value("parent")?.to_owned())))
        .collect();
    for row in rows.iter_mut() {
        let Some(start) = row.value("name").map(str::to_owned) else {
            continue;
        };
        let mut at = above.get(&start);
        for _ in 0..above.len() {
            match at {
                Some(name) if *name == start => {
                    if above.get(&start) != Some(&start) {
                        row.refuse("parent", Message::new("import-own-parent"));
                    }
                    break;
                }
                Some(name) => at = above.get(name),
                None => break,
            }
        }
    }
}
