//! Figures frozen as they were given out: kept with their definition, held against today's.

use text::Lang;

use super::answer::{Answer, Difference};
use super::evaluate::{Eyes, ask};
use super::question::Question;
use crate::access::{Act, Actor, Permission};
use crate::clock::Instant;
use crate::db::{On, sql};
use crate::error::{Error, Message, Result};
use crate::history::{self, Audience, Event, Stream};
use crate::id::Id;
use crate::kernel::Kernel;

/// Snapshots listed at most, the newest first.
const LISTED: i64 = 200;
/// Characters of a title.
const TITLE: usize = 100;

/// A frozen answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    pub id: Id,
    /// The figure's name.
    pub figure: String,
    /// What it was frozen for: 2024年上半年通报.
    pub title: String,
    /// The definition in words, as it then was: Chinese, English.
    pub definition: [String; 2],
    pub answer: Answer,
    /// Who froze it.
    pub made_by: Option<String>,
    pub made_at: Instant,
}

#[derive(sqlx_macros::FromRow)]
struct Stored {
    id: Id,
    figure: String,
    title: String,
    definition: String,
    answer: String,
    made_by: Option<String>,
    made_at: i64,
}

/// A snapshot in a list of them.
#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Listed {
    pub id: Id,
    pub figure: String,
    pub title: String,
    pub made_by: Option<String>,
    pub made_at: i64,
}

/// Freezes the answer to `question` over the whole organ, without what is confidential or under embargo,
/// under a title. `act` must have been begun with [`Permission::Snapshot`]; the answer is counted inside it, and
/// the settings history says who froze what.
pub async fn freeze(
    kernel: &Kernel,
    act: &mut Act,
    name: &str,
    question: &Question,
    title: &str,
) -> Result<Id> {
    covers(&act.actor)?;
    let title = title.trim();
    if title.is_empty() || title.chars().count() > TITLE {
        return Err(Error::field(
            "title",
            Message::new("invalid-name").arg("most", TITLE),
        ));
    }
    let figure = kernel.figure(name)?;
    let organ = act.organ();
    let answer = ask(kernel, &mut *act, Eyes::Organ(organ), name, question, None).await?;
    let definition = [Lang::Zh, Lang::En].map(|lang| text::t(lang, figure.definition));
    let json = |v: serde_json::Result<String>| v.map_err(Error::internal);
    let id = Id::new(act.at);
    sql("INSERT INTO statistics_snapshot (id, organ_id, figure, title, question, definition, answer, made_by, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
    .bind(id)
    .bind(organ)
    .bind(name)
    .bind(title)
    .bind(json(serde_json::to_string(question))?)
    .bind(json(serde_json::to_string(&definition))?)
    .bind(json(serde_json::to_string(&answer))?)
    .bind(act.actor.person)
    .bind(act.at.0)
    .run(&mut *act)
    .await?;
    let event = Event::new(
        "snapshot_frozen",
        Audience::Office,
        &serde_json::json!({"snapshot": id, "figure": name, "title": title}),
    )?;
    history::append(act, Stream::Settings, event).await?;
    Ok(id)
}

/// One snapshot of the reader's organ.
pub async fn read(on: impl On, actor: &Actor, id: Id) -> Result<Snapshot> {
    covers(actor)?;
    let row: Option<Stored> = sql(
        "SELECT s.id, s.figure, s.title, s.definition, s.answer, p.name AS made_by, s.made_at
         FROM statistics_snapshot s LEFT JOIN person p ON p.id = s.made_by WHERE s.organ_id = $1 AND s.id = $2",
    )
    .bind(actor.organ)
    .bind(id)
    .optional(on)
    .await?;
    let row = row.ok_or(Error::NotFound)?;
    Ok(Snapshot {
        id: row.id,
        figure: row.figure,
        title: row.title,
        definition: serde_json::from_str(&row.definition).map_err(Error::internal)?,
        answer: serde_json::from_str(&row.answer).map_err(Error::internal)?,
        made_by: row.made_by,
        made_at: Instant(row.made_at),
    })
}

/// The snapshots of the reader's organ, of one figure or of all, the newest first.
pub async fn all(on: impl On, actor: &Actor, figure: Option<&str>) -> Result<Vec<Listed>> {
    covers(actor)?;
    Ok(sql(format!(
        "SELECT s.id, s.figure, s.title, p.name AS made_by, s.made_at
         FROM statistics_snapshot s LEFT JOIN person p ON p.id = s.made_by
         WHERE s.organ_id = $1 AND ($2 = '' OR s.figure = $2) ORDER BY s.made_at DESC, s.id DESC LIMIT {LISTED}"
    ))
    .bind(actor.organ)
    .bind(figure.unwrap_or_default())
    .all(on)
    .await?)
}

/// What the same question answers today, and where it differs.
pub async fn against_today(
    kernel: &Kernel,
    actor: &Actor,
    snapshot: &Snapshot,
) -> Result<(Answer, Vec<Difference>)> {
    covers(actor)?;
    let asked = &snapshot.answer.question;
    let today = ask(
        kernel,
        &kernel.db,
        Eyes::Organ(actor.organ),
        &snapshot.figure,
        asked,
        None,
    )
    .await?;
    let differences = snapshot.answer.differences(&today);
    Ok((today, differences))
}

/// Snapshots are of the whole organ: only whoever reads all of it may see one.
fn covers(actor: &Actor) -> Result<()> {
    if actor.system || actor.wide().is_some() {
        Ok(())
    } else {
        Err(Error::Forbidden(Message::new(
            Permission::ReadAll.refusal(),
        )))
    }
}
