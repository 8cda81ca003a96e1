//! Issues with their items, to whom they were sent, what superiors took over.

use chrono::NaiveDate;
use kernel::access::Act;
use kernel::db::{On, placeholders, sql};
use kernel::error::{Error, Result};
use kernel::id::Id;
use sqlx_macros::FromRow;

use super::series::{self, Addressee, Series};
use crate::model::characters;
use crate::model::issue::{Dates, Item, Shape, Way};

/// What an issue has beside the matter.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Paper {
    pub matter_id: Id,
    pub organ_id: Id,
    pub series_id: Id,
    /// The day it is to be out.
    pub out_on: NaiveDate,
    pub gather_by: Option<NaiveDate>,
    pub edit_by: Option<NaiveDate>,
    pub sign_by: Option<NaiveDate>,
    pub year: Option<i64>,
    /// 第N期 within the year.
    pub number: Option<i64>,
    /// 总第N期
    pub total: Option<i64>,
    pub issued_on: Option<NaiveDate>,
    /// 共印…份
    pub copies: Option<i64>,
}

/// An item as it stands in an issue.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Kept {
    pub id: Id,
    pub title: String,
    pub content: String,
    pub column_name: String,
    pub page: Option<i64>,
    pub sender: String,
    pub source_id: Option<Id>,
    pub characters: i64,
}

impl Kept {
    pub fn item(&self) -> Item {
        Item {
            title: self.title.clone(),
            content: self.content.clone(),
            column: self.column_name.clone(),
            page: self.page,
            sender: self.sender.clone(),
            source: self.source_id.map(|id| id.to_string()).unwrap_or_default(),
        }
    }
}

/// One to whom an issue was sent.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Sent {
    pub id: Id,
    pub addressee_id: Id,
    pub name: String,
    pub way: Way,
    pub unit_id: Option<Id>,
    pub other_id: Option<Id>,
    pub sent_at: i64,
    /// First opened in the program by somebody there.
    pub read_at: Option<i64>,
    pub received_at: Option<i64>,
    pub receiver: String,
}

impl Sent {
    /// Whether one of these bodies is meant.
    pub fn is_of(&self, bodies: &[Id]) -> bool {
        [self.unit_id, self.other_id]
            .into_iter()
            .flatten()
            .any(|id| bodies.contains(&id))
    }
}

/// An item taken over by a superior, as the ledger has it.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Taken {
    pub item_id: Id,
    pub adoption_id: Id,
    pub manuscript: Id,
    pub outlet: String,
    pub on_date: NaiveDate,
}

/// An issue with everything about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    pub paper: Paper,
    pub series: Series,
    pub items: Vec<Kept>,
    pub sent: Vec<Sent>,
    pub taken: Vec<Taken>,
}

/// Reads an issue; five statements.
pub async fn read(mut on: impl On, id: Id) -> Result<Option<Issue>> {
    let paper: Option<Paper> = sql(
        "SELECT matter_id, organ_id, series_id, out_on, gather_by, edit_by, sign_by, year, number, total, issued_on,
           copies FROM publicity_issue WHERE matter_id = $1",
    )
    .bind(id)
    .optional(&mut on)
    .await?;
    let Some(paper) = paper else { return Ok(None) };
    let series = series::series(&mut on, paper.organ_id, paper.series_id).await?;
    let items = sql(
        "SELECT id, title, content, column_name, page, sender, source_id, characters FROM publicity_item
         WHERE matter_id = $1 ORDER BY sort",
    )
    .bind(id)
    .all(&mut on)
    .await?;
    let sent = sql(
        "SELECT id, addressee_id, name, way, unit_id, other_id, sent_at, read_at, received_at, receiver
         FROM publicity_sent WHERE matter_id = $1
         ORDER BY CASE way WHEN 'up' THEN 0 WHEN 'across' THEN 1 ELSE 2 END, sent_at, name, id",
    )
    .bind(id)
    .all(&mut on)
    .await?;
    let taken = sql(
        "SELECT t.item_id, t.adoption_id, a.matter_id AS manuscript, a.outlet, a.on_date FROM publicity_taken t
         JOIN publicity_item i ON i.id = t.item_id JOIN publicity_adoption a ON a.id = t.adoption_id
         WHERE i.matter_id = $1 AND a.struck_at IS NULL ORDER BY a.on_date, a.id",
    )
    .bind(id)
    .all(&mut on)
    .await?;
    Ok(Some(Issue {
        paper,
        series,
        items,
        sent,
        taken,
    }))
}

/// Writes a new issue, whose matter stands already.
pub async fn insert(
    act: &mut Act,
    matter: Id,
    series: Id,
    out_on: NaiveDate,
    dates: Option<Dates>,
) -> Result<()> {
    sql(
        "INSERT INTO publicity_issue (matter_id, organ_id, series_id, out_on, gather_by, edit_by, sign_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(matter)
    .bind(act.organ())
    .bind(series)
    .bind(out_on)
    .bind(dates.map(|d| d.gather_by))
    .bind(dates.map(|d| d.edit_by))
    .bind(dates.map(|d| d.sign_by))
    .bind(act.at.0)
    .run(&mut *act)
    .await?;
    Ok(())
}

/// Sets the day it is to be out, and the days before it.
pub async fn set_dates(
    act: &mut Act,
    matter: Id,
    out_on: NaiveDate,
    dates: Option<Dates>,
) -> Result<()> {
    sql("UPDATE publicity_issue SET out_on = $2, gather_by = $3, edit_by = $4, sign_by = $5 WHERE matter_id = $1")
        .bind(matter)
        .bind(out_on)
        .bind(dates.map(|d| d.gather_by))
        .bind(dates.map(|d| d.edit_by))
        .bind(dates.map(|d| d.sign_by))
        .run(act)
        .await?;
    Ok(())
}

/// Puts these items in place of those there are.
pub async fn set_items(act: &mut Act, matter: Id, items: &[(Item, Option<Id>)]) -> Result<()> {
    sql("DELETE FROM publicity_item WHERE matter_id = $1")
        .bind(matter)
        .run(&mut *act)
        .await?;
    if items.is_empty() {
        return Ok(());
    }
    let values: Vec<String> = (0..items.len())
        .map(|i| format!("({})", placeholders(1 + i * 10, 10)))
        .collect();
    let mut query = sql(format!(
        "INSERT INTO publicity_item (id, matter_id, sort, title, content, column_name, page, sender, source_id, \
         characters) VALUES {}",
        values.join(", ")
    ));
    for (n, (item, source)) in items.iter().enumerate() {
        query = query
            .bind(Id::new(act.at))
            .bind(matter)
            .bind(n as i64)
            .bind(item.title.as_str())
            .bind(item.content.as_str())
            .bind(item.column.as_str())
            .bind(item.page)
            .bind(item.sender.as_str())
            .bind(*source)
            .bind(i64::from(characters::count(&item.content)));
    }
    query.run(&mut *act).await?;
    Ok(())
}

/// It is issued: its numbers, and the day.
pub async fn issued(
    act: &mut Act,
    matter: Id,
    year: i64,
    number: i64,
    total: i64,
    on: NaiveDate,
) -> Result<()> {
    sql("UPDATE publicity_issue SET year = $2, number = $3, total = $4, issued_on = $5 WHERE matter_id = $1")
        .bind(matter)
        .bind(year)
        .bind(number)
        .bind(total)
        .bind(on)
        .run(act)
        .await?;
    Ok(())
}

pub async fn set_copies(act: &mut Act, matter: Id, copies: i64) -> Result<()> {
    sql("UPDATE publicity_issue SET copies = $2 WHERE matter_id = $1")
        .bind(matter)
        .bind(copies)
        .run(act)
        .await?;
    Ok(())
}

/// Sends it to somebody; who has it already keeps his receipt.
pub async fn send(act: &mut Act, matter: Id, to: &Addressee) -> Result<()> {
    sql(
        "INSERT INTO publicity_sent (id, matter_id, addressee_id, name, way, unit_id, other_id, sent_at, receiver)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '') ON CONFLICT (matter_id, addressee_id) DO NOTHING",
    )
    .bind(Id::new(act.at))
    .bind(matter)
    .bind(to.id)
    .bind(&to.name)
    .bind(to.way.code())
    .bind(to.unit_id)
    .bind(to.other_id)
    .bind(act.at.0)
    .run(&mut *act)
    .await?;
    Ok(())
}

/// Somebody signed for it.
pub async fn received(act: &mut Act, sent: Id, receiver: &str) -> Result<()> {
    sql("UPDATE publicity_sent SET received_at = $2, receiver = $3 WHERE id = $1")
        .bind(sent)
        .bind(act.at.0)
        .bind(receiver)
        .run(&mut *act)
        .await?;
    Ok(())
}

/// Somebody there opened it for the first time.
pub async fn opened(act: &mut Act, sent: Id) -> Result<()> {
    sql("UPDATE publicity_sent SET read_at = $2 WHERE id = $1 AND read_at IS NULL")
        .bind(sent)
        .bind(act.at.0)
        .run(&mut *act)
        .await?;
    Ok(())
}

/// The issue of an organ an item stands in, where it is issued.
pub async fn of_item(on: impl On, organ: Id, item: Id) -> Result<Id> {
    let row: Option<(Id,)> = sql(
        "SELECT i.matter_id FROM publicity_item i JOIN publicity_issue p ON p.matter_id = i.matter_id
         WHERE i.id = $1 AND p.organ_id = $2 AND p.issued_on IS NOT NULL",
    )
    .bind(item)
    .bind(organ)
    .optional(on)
    .await?;
    row.map(|(id,)| id).ok_or(Error::NotFound)
}

/// The ledger's entry counts an item.
pub async fn take(act: &mut Act, adoption: Id, item: Id) -> Result<()> {
    sql("INSERT INTO publicity_taken (adoption_id, item_id) VALUES ($1, $2)")
        .bind(adoption)
        .bind(item)
        .run(act)
        .await?;
    Ok(())
}

/// What a list shows of an issue besides its matter.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Line {
    pub matter_id: Id,
    pub series: String,
    pub shape: Shape,
    pub out_on: NaiveDate,
    pub issued_on: Option<NaiveDate>,
    pub items: i64,
    pub sent: i64,
    pub received: i64,
    pub taken: i64,
}

/// The lines of these issues.
pub async fn lines(on: impl On, ids: &[Id]) -> Result<Vec<Line>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(sql(format!(
        "SELECT p.matter_id, s.name AS series, s.shape, p.out_on, p.issued_on,
           (SELECT CAST(COUNT(*) AS BIGINT) FROM publicity_item i WHERE i.matter_id = p.matter_id) AS items,
           (SELECT CAST(COUNT(*) AS BIGINT) FROM publicity_sent t WHERE t.matter_id = p.matter_id) AS sent,
           (SELECT CAST(COUNT(*) AS BIGINT) FROM publicity_sent t WHERE t.matter_id = p.matter_id
             AND t.received_at IS NOT NULL) AS received,
           (SELECT CAST(COUNT(*) AS BIGINT) FROM publicity_taken k JOIN publicity_item i ON i.id = k.item_id
             JOIN publicity_adoption a ON a.id = k.adoption_id
             WHERE i.matter_id = p.matter_id AND a.struck_at IS NULL) AS taken
         FROM publicity_issue p JOIN publicity_series s ON s.id = p.series_id WHERE p.matter_id IN ({})",
        placeholders(1, ids.len())
    ))
    .bind_all(ids.iter().copied())
    .all(on)
    .await?)
}
