//! The register of proposals, suggestions and bills by table. A row is the same by its kind, its session or year, and
//! its number; what stands there is never overwritten.
//!
//! Rows of past years come in as historic: filed, without clocks, reminders or a place in punctuality. Rows of the
//! present year, and all rows where the office says so, come in as running: numbered, waiting to be assigned.
//! Whoever is named as proposer and is no person of the roster stays a name: nobody is invented.

mod entry;
mod handlers;
mod read;
mod write;

use std::collections::{BTreeSet, HashMap};

use futures_util::future::BoxFuture;
use kernel::access::{Act, Permission};
use kernel::error::Result;
use kernel::import::{Ground, Lines, Outgoing, Register, Row, word_of};
use kernel::organ;
use papers::sheet::Cell;
use papers::table::header::Column;
use text::Lang;

use crate::model::category;
use crate::model::verdict::Standing;
use crate::store::import::{self as store, Known};
use read::{meet, read, units, usual_kind};
use write::write;

/// The register of papers.
pub struct Proposals;

macro_rules! columns {
    ($($key:literal $required:literal: $($name:literal),+;)+) => {
        [$(Column { key: $key, names: &[$($name),+], required: $required }),+]
    };
}

const COLUMNS: [Column; 13] = columns! {
    "number" true: "编号", "提案号", "建议号", "议案号", "案号", "提案编号", "建议编号", "议案编号", "件号", "Number";
    "title" true: "标题", "案由", "题目", "提案题目", "建议题目", "提案案由", "Title";
    "proposer" false: "提出人", "提案人", "第一提案人", "领衔代表", "领衔人", "提案者", "代表姓名", "Proposer";
    "category" false: "类别", "分类", "提案类别", "建议类别", "Category";
    "received_on" true: "提交日期", "收到日期", "提出日期", "立案日期", "日期", "Received";
    "unit" false: "承办单位", "主办单位", "Unit";
    "helping" false: "会办单位", "协办单位", "配合单位", "Helping units";
    "text" false: "内容", "正文", "提案内容", "建议内容", "Text";
    "session" false: "届次", "会次", "会议", "Session";
    "kind" false: "种类", "类型", "Kind";
    "class" false: "答复类别", "办理类别", "Class";
    "replied_on" false: "答复日期", "办复日期", "Replied";
    "standing" false: "满意度", "评价", "代表评价", "委员评价", "满意程度", "Verdict";
};

const KINDS: [(&str, &str); 6] = [
    ("提案", "proposal"),
    ("建议", "suggestion"),
    ("议案", "bill"),
    ("proposal", "proposal"),
    ("suggestion", "suggestion"),
    ("bill", "bill"),
];

const STANDINGS: [(&str, &str); 8] = [
    ("满意", "satisfied"),
    ("基本满意", "basically"),
    ("不满意", "dissatisfied"),
    ("未评价", "unrated"),
    ("satisfied", "satisfied"),
    ("basically satisfied", "basically"),
    ("dissatisfied", "dissatisfied"),
    ("unrated", "unrated"),
];

/// The longest title and text of a row, in characters.
const MOST: (usize, usize) = (200, 100_000);

impl Register for Proposals {
    fn name(&self) -> &'static str {
        "proposals"
    }

    fn title(&self) -> &'static str {
        "proposals-import-title"
    }

    /// The preview holds rows against matters, which only whoever registers them reads.
    fn needs(&self) -> &'static [Permission] {
        &[Permission::Import, Permission::Register]
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
            let db = &ground.kernel.db;
            let organ = organ::organ(db, ground.actor.organ).await?;
            let usual = usual_kind(ground.title, &organ.kind);
            for row in rows.iter_mut() {
                read(row, ground, usual);
            }
            let numbers: BTreeSet<String> = rows
                .iter()
                .filter_map(|r| r.value(LABEL).map(str::to_owned))
                .collect();
            let numbers: Vec<String> = numbers.into_iter().collect();
            let known = store::known(db, organ.id, &numbers).await?;
            let known: HashMap<(&str, &str, &str), &Known> = known
                .iter()
                .map(|k| {
                    let within = k.session.as_deref().unwrap_or_default();
                    ((k.kind.as_str(), within, k.number.as_str()), k)
                })
                .collect();
            let units = units(store::unit_names(db, organ.id).await?);
            for row in rows.iter_mut() {
                meet(row, &known, &units);
            }
            Ok(())
        })
    }

    fn lines<'a>(&'a self, asked: &'a Outgoing<'a>) -> Lines<'a> {
        Box::pin(async move {
            let db = &asked.kernel.db;
            let all = store::all(db, asked.actor.organ, asked.confidential).await?;
            Ok(all.into_iter().map(line).collect())
        })
    }

    fn write<'a>(
        &'a self,
        ground: &'a Ground<'a>,
        act: &'a mut Act,
        rows: &'a [Row],
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { write(ground, act, rows).await })
    }
}

/// A matter as a row, in the order of [`COLUMNS`].
fn line(known: Known) -> Vec<Cell> {
    let text = [known.background.as_str(), known.demand.as_str()];
    let text: Vec<&str> = text.into_iter().filter(|t| !t.is_empty()).collect();
    let category = known.category.as_deref();
    vec![
        Cell::from(known.number),
        Cell::from(known.title),
        Cell::from(known.body_name.unwrap_or_else(|| known.people.join("、"))),
        Cell::from(category.map(|c| category::label(Lang::Zh, c))),
        Cell::from(known.received_on),
        Cell::from(known.unit),
        Cell::from(known.helping.join("、")),
        Cell::from(text.join("\n")),
        Cell::Empty,
        Cell::from(word_of(&KINDS, &known.kind)),
        Cell::from(known.class),
        Cell::from(known.replied_on),
        match known.standing {
            Standing::Unrated => Cell::Empty,
            rated => Cell::from(word_of(&STANDINGS, rated.code())),
        },
    ]
}

/// Where a row keeps the label of its number, the code of its session, and the id of its unit.
const LABEL: &str = "label";
/// Marks a number of the confidential series.
const SECRET: &str = "secret";
const WITHIN: &str = "within";
const UNIT: &str = "unit_id";
/// Where a row keeps the ids of the units that help, joined by commas.
const HELPING: &str = "helping_ids";
