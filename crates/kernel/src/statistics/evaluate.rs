//! Counting: one `GROUP BY` over a figure's source.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::collections::HashMap;
use std::sync::Arc;

use super::answer::{Answer, Key, Row, Value};
use super::figure::{Dimension, Figure, Keys, Measure};
use super::kept::{self, Answers, Groups};
use super::question::Question;
use super::{MOST_DIMENSIONS, MOST_ROWS};
use crate::access::Actor;
use crate::db::{On, Value as Bound, sql};
use crate::error::{Error, Message, Result};
use crate::id::Id;
use crate::kernel::Kernel;

/// Whose matters count.
#[derive(Debug, Clone, Copy)]
pub(super) enum Eyes<'a> {
    /// Those that exist for this reader.
    Of(&'a Actor),
    /// Those of the whole organ that are neither confidential nor under embargo.
    Organ(Id),
}

impl Eyes<'_> {
    fn organ(self) -> Id {
        match self {
            Eyes::Of(actor) => actor.organ,
            Eyes::Organ(organ) => organ,
        }
    }
}

/// SQL text in the making, with the values it binds.
#[derive(Debug, Default)]
pub(super) struct Text {
    pub(super) text: String,
    pub(super) values: Vec<Bound>,
}

impl Text {
    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    pub(super) fn value(&mut self, value: impl Into<Bound>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    fn values(&mut self, values: impl IntoIterator<Item = Id>) -> String {
        let all: Vec<String> = values.into_iter().map(|v| self.value(v)).collect();
        all.join(", ")
    }
}

/// Answers `question` with the matters that exist for `actor`. A figure that is none does not exist; a
/// dimension it lacks, a period that ends before it begins, and more than [`MOST_ROWS`] rows are refused.
#[crate::compiled_once]
pub async fn evaluate(
    kernel: &Kernel,
    actor: &Actor,
    name: &str,
    question: &Question,
) -> Result<Answer> {
    let eyes = Eyes::Of(actor);
    let memory = Memory::of(kernel, eyes, name).await?;
    ask(kernel, &kernel.db, eyes, name, question, memory).await
}

/// Where an answer is looked for before it is counted: of a figure whose answers are kept, under its number now.
#[derive(Clone, Copy)]
pub(super) struct Memory<'a> {
    answers: &'a Answers,
    number: i64,
}

impl<'a> Memory<'a> {
    async fn of(kernel: &'a Kernel, eyes: Eyes<'_>, figure: &str) -> Result<Option<Memory<'a>>> {
        let Some(kept) = kernel.keeps(figure) else {
            return Ok(None);
        };
        let number = kept::number(&kernel.db, kept, eyes.organ()).await?;
        Ok(number.map(|number| Memory {
            answers: &kernel.answers,
            number,
        }))
    }
}

pub(super) async fn ask(
    kernel: &Kernel,
    mut on: impl On,
    eyes: Eyes<'_>,
    name: &str,
    question: &Question,
    memory: Option<Memory<'_>>,
) -> Result<Answer> {
    let figure = kernel.figure(name)?;
    let dims = question.check(figure)?;
    let nothing = match figure.measure {
        Measure::Share { .. } => Value::Ratio { num: 0, den: 0 },
        _ => Value::Int(0),
    };
    let all = Order::All;
    let now = groups(&mut on, figure, eyes, &dims, question, all, memory).await?;
    // By its keys: the value now, and the earlier one with the keys it had then.
    type Compared = (Value, Option<(Value, Vec<String>)>);
    let mut all: BTreeMap<Vec<String>, Compared> =
        now.iter().map(|(k, v)| (k.clone(), (*v, None))).collect();
    let earlier = question.earlier();
    if let Some((earlier, shift)) = &earlier {
        let before = groups(&mut on, figure, eyes, &dims, earlier, Order::All, memory).await?;
        for (codes, value) in before.iter() {
            let moved: Option<Vec<String>> = dims
                .iter()
                .zip(codes)
                .map(|(d, code)| shift.move_code(d.keys, code, true))
                .collect();
            // 29 February has no day beside it: it stands by itself.
            let taken = |m: &Vec<String>| all.get(m).is_some_and(|slot| slot.1.is_some());
            let moved = moved.filter(|m| !taken(m)).unwrap_or_else(|| codes.clone());
            all.entry(moved).or_insert((nothing, None)).1 = Some((*value, codes.clone()));
        }
    }
    let codes = all.keys();
    let names = names(&mut on, eyes, &dims, codes).await?;
    let list = |q: &Question| format!("/statistics/{name}/list?{}", q.query());
    let keys = |codes: &[String]| -> BTreeMap<String, Key> {
        dims.iter()
            .zip(codes)
            .map(|(d, code)| {
                let label = names.get(code).unwrap_or(code).clone();
                let code = code.clone();
                (d.name.to_owned(), Key { code, label })
            })
            .collect()
    };
    let mut rows: Vec<Row> = all
        .iter()
        .map(|(codes, (value, compared))| {
            let keys_now = keys(codes);
            Row {
                list: list(&question.narrowed(&keys_now)),
                compared: earlier
                    .as_ref()
                    .map(|_| compared.as_ref().map_or(value.nothing(), |c| c.0)),
                compared_list: earlier
                    .as_ref()
                    .zip(compared.as_ref())
                    .map(|((q, _), (_, codes))| list(&q.narrowed(&keys(codes)))),
                keys: keys_now,
                value: *value,
            }
        })
        .collect();
    if !dims.first().is_some_and(|d| d.is_time()) {
        // A share ranks by the share, then by how much stands behind it; the sort keeps the keys' order.
        rows.sort_by_key(|r| match r.value {
            Value::Int(n) => Reverse((n, 0)),
            Value::Ratio { num, den } => Reverse((num * 1_000_000 / den.max(1), den)),
        });
    }
    let (value, compared) = Answer::sum(&rows, nothing);
    let total = Row {
        keys: BTreeMap::new(),
        value,
        compared,
        list: list(&question.narrowed(&BTreeMap::new())),
        compared_list: earlier
            .as_ref()
            .map(|(q, _)| list(&q.narrowed(&BTreeMap::new()))),
    };
    Ok(Answer {
        name: figure.name.to_owned(),
        question: question.clone(),
        definition: figure.definition.to_owned(),
        as_of: kernel.now(),
        rows,
        total,
    })
}

/// The greatest row of a plain count: the best day, the busiest author. Of equal ones the first by its keys; none
/// where nothing counts. What is compared with doesn't matter.
#[crate::compiled_once]
pub async fn greatest(
    kernel: &Kernel,
    actor: &Actor,
    name: &str,
    question: &Question,
) -> Result<Option<Row>> {
    let figure = kernel.figure(name)?;
    let dims = question.check(figure)?;
    let eyes = Eyes::Of(actor);
    let mut on = &kernel.db;
    let order = Order::Greatest;
    let memory = Memory::of(kernel, eyes, name).await?;
    let found = groups(&mut on, figure, eyes, &dims, question, order, memory).await?;
    let Some((codes, value)) = found.first().cloned() else {
        return Ok(None);
    };
    let codes = [codes];
    let names = names(&mut on, eyes, &dims, codes.iter()).await?;
    let [codes] = codes;
    let keys: BTreeMap<String, Key> = dims
        .iter()
        .zip(codes)
        .map(|(d, code)| {
            let label = names.get(&code).unwrap_or(&code).clone();
            (d.name.to_owned(), Key { code, label })
        })
        .collect();
    Ok(Some(Row {
        list: format!(
            "/statistics/{name}/list?{}",
            question.narrowed(&keys).query()
        ),
        keys,
        value,
        compared: None,
        compared_list: None,
    }))
}

/// The keys a question is narrowed to, with their names: what stands above a list.
#[crate::compiled_once]
pub async fn narrowed_to(
    kernel: &Kernel,
    actor: &Actor,
    name: &str,
    question: &Question,
) -> Result<Vec<(&'static Dimension, Key)>> {
    let figure = kernel.figure(name)?;
    question.check(figure)?;
    let (dims, codes): (Vec<_>, Vec<_>) = question
        .only
        .iter()
        .filter_map(|(d, code)| Some((figure.dimension(d)?, code.clone())))
        .unzip();
    let all = [codes];
    let names = names(&mut &kernel.db, Eyes::Of(actor), &dims, all.iter()).await?;
    let [codes] = all;
    Ok(dims
        .into_iter()
        .zip(codes)
        .map(|(d, code)| {
            let label = names.get(&code).unwrap_or(&code).clone();
            (d, Key { code, label })
        })
        .collect())
}

/// Which rows are read, in which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    /// All, in no order; too many are refused.
    All,
    /// Only the greatest.
    Greatest,
}

/// The values by the codes of `dims`, from memory where they are kept there.
async fn groups(
    on: &mut impl On,
    figure: &Figure,
    eyes: Eyes<'_>,
    dims: &[&'static Dimension],
    question: &Question,
    order: Order,
    memory: Option<Memory<'_>>,
) -> Result<Arc<Groups>> {
    let mut text = Text::default();
    text.push("SELECT ");
    for i in 0..MOST_DIMENSIONS {
        match dims.get(i) {
            Some(d) => text.push(&format!("{} AS k{i}, ", key(figure, d))),
            None => text.push(&format!("CAST('' AS TEXT) AS k{i}, ")),
        }
    }
    match figure.measure {
        Measure::Share { part, .. } => text.push(&format!(
            "CAST(COALESCE(SUM(CASE WHEN f.{part} THEN 1 ELSE 0 END), 0) AS BIGINT) AS num, "
        )),
        _ => text.push("CAST(0 AS BIGINT) AS num, "),
    }
    match figure.measure {
        Measure::Sum(what) => text.push(&format!(
            "CAST(COALESCE(SUM(f.{what}), 0) AS BIGINT) AS den"
        )),
        _ => text.push("CAST(COUNT(*) AS BIGINT) AS den"),
    }
    rows_of(figure, eyes, question, &mut text)?;
    if !dims.is_empty() {
        let keys: Vec<String> = dims.iter().map(|d| key(figure, d)).collect();
        text.push(&format!(" GROUP BY {}", keys.join(", ")));
    }
    match order {
        Order::All => text.push(&format!(" LIMIT {}", MOST_ROWS + 1)),
        Order::Greatest => text.push(" ORDER BY den DESC, k0, k1, k2 LIMIT 1"),
    }
    let asked = memory.map(|m| (m, format!("{}{:?}", text.text, text.values)));
    if let Some((memory, asked)) = &asked
        && let Some(kept) = memory.answers.get(asked, memory.number)
    {
        return Ok(kept);
    }
    let rows: Vec<(String, String, String, i64, i64)> =
        sql(text.text).bind_all(text.values).all(on).await?;
    if rows.len() > MOST_ROWS {
        let said = Message::new("statistics-too-many-rows").arg("most", MOST_ROWS);
        return Err(Error::field("by", said));
    }
    let found: Arc<Groups> = Arc::new(
        rows.into_iter()
            .map(|(a, b, c, num, den)| {
                let codes = [a, b, c].into_iter().take(dims.len());
                let codes = codes.zip(dims).map(|(code, d)| outside(d, code));
                let value = match figure.measure {
                    Measure::Share { .. } => Value::Ratio { num, den },
                    _ => Value::Int(den),
                };
                (codes.collect(), value)
            })
            .collect(),
    );
    if let Some((memory, asked)) = asked {
        memory.answers.put(asked, memory.number, found.clone());
    }
    Ok(found)
}

/// The key of a row in one dimension, as text.
fn key(figure: &Figure, dimension: &Dimension) -> String {
    match dimension.keys {
        // Both engines print a date as 2024-03-05.
        Keys::Month => format!("SUBSTR(CAST(f.{} AS TEXT), 1, 7)", figure.date),
        Keys::Day => format!("CAST(f.{} AS TEXT)", figure.date),
        // Quoted: `group` is a word of SQL as well.
        _ => format!("COALESCE(CAST(f.\"{}\" AS TEXT), '')", dimension.name),
    }
}

/// A key as addresses write it: ids in their own letters.
fn outside(dimension: &Dimension, code: String) -> String {
    match (dimension.keys, code.parse::<i64>()) {
        (Keys::Unit | Keys::Person, Ok(n)) => Id(n).to_string(),
        _ => code,
    }
}

/// ` FROM … WHERE …`: the rows that exist for the reader, in the period, with the keys asked for, and that
/// the measure counts.
pub(super) fn rows_of(
    figure: &Figure,
    eyes: Eyes<'_>,
    question: &Question,
    to: &mut Text,
) -> Result<()> {
    to.push(&format!(" FROM ({}) AS f WHERE ", figure.source.0));
    exist(figure, eyes, to);
    let date = figure.date;
    to.push(&format!(" AND f.{date} IS NOT NULL"));
    if let Some(day) = question.from {
        let day = to.value(day);
        to.push(&format!(" AND f.{date} >= {day}"));
    }
    if let Some(day) = question.to {
        let day = to.value(day);
        to.push(&format!(" AND f.{date} <= {day}"));
    }
    match figure.measure {
        Measure::Count(when) | Measure::Share { of: Some(when), .. } => {
            to.push(&format!(" AND f.{when}"));
        }
        Measure::All | Measure::Sum(_) | Measure::Share { of: None, .. } => {}
    }
    for (name, code) in &question.only {
        let Some(dimension) = figure.dimension(name) else {
            continue;
        };
        match dimension.keys {
            Keys::Unit | Keys::Person if !code.is_empty() => {
                let id: Id = code
                    .parse()
                    .map_err(|_| Error::field(name.clone(), Message::new("statistics-no-key")))?;
                let id = to.value(id);
                to.push(&format!(" AND f.\"{name}\" = {id}"));
            }
            Keys::Unit | Keys::Person => to.push(&format!(" AND f.\"{name}\" IS NULL")),
            _ => {
                let code = to.value(code.as_str());
                to.push(&format!(" AND {} = {code}", key(figure, dimension)));
            }
        }
    }
    Ok(())
}

/// The condition under which a row's matter exists for the reader.
fn exist(figure: &Figure, eyes: Eyes<'_>, to: &mut Text) {
    const PUBLIC: &str = "'open' AS confidentiality";
    const SHOWN: &str = "f.confidentiality NOT IN ('confidential', 'embargo')";
    match eyes {
        Eyes::Organ(organ) => {
            let organ = to.value(organ);
            to.push(&format!("f.organ_id = {organ} AND {SHOWN}"));
        }
        Eyes::Of(actor) => {
            let organ = to.value(actor.organ);
            to.push(&format!("f.organ_id = {organ}"));
            if actor.system {
                return;
            }
            let own = actor.narrow();
            let named = if own.is_empty() {
                None
            } else {
                let own = to.values(own);
                Some(format!(
                    "f.matter_id IN (SELECT l.matter_id FROM listing l WHERE l.principal IN ({own})"
                ))
            };
            match (actor.wide().is_some(), named) {
                // What was published exists for whoever reads the whole organ, and is counted alike for all of them.
                (true, _) if figure.source.0.contains(PUBLIC) => {}
                (true, None) => to.push(&format!(" AND {SHOWN}")),
                (true, Some(named)) => to.push(&format!(
                    " AND ({SHOWN} OR {named} AND l.confidentiality IN ('confidential', 'embargo')))"
                )),
                (false, Some(named)) => to.push(&format!(" AND {named})")),
                (false, None) => to.push(" AND 1 = 0"),
            }
        }
    }
}

/// What the database calls the units and people among the keys, by code.
async fn names<'a>(
    on: &mut impl On,
    eyes: Eyes<'_>,
    dims: &[&'static Dimension],
    all: impl Iterator<Item = &'a Vec<String>> + Clone,
) -> Result<HashMap<String, String>> {
    let organ = eyes.organ();
    let mut out = HashMap::new();
    for (i, d) in dims.iter().enumerate() {
        let table = match d.keys {
            Keys::Unit => "SELECT id, short_name FROM unit WHERE organ_id = $1 AND id IN (",
            Keys::Person => "SELECT id, name FROM person WHERE organ_id = $1 AND id IN (",
            _ => continue,
        };
        let mut ids: Vec<Id> = all
            .clone()
            .filter_map(|codes| codes.get(i)?.parse().ok())
            .collect();
        ids.sort();
        ids.dedup();
        for some in ids.chunks(1_000) {
            let mut text = Text::default();
            text.value(organ);
            let some = text.values(some.iter().copied());
            let rows: Vec<(Id, String)> = sql(format!("{table}{some})"))
                .bind_all(text.values)
                .all(&mut *on)
                .await?;
            out.extend(rows.into_iter().map(|(id, name)| (id.to_string(), name)));
        }
    }
    Ok(out)
}
