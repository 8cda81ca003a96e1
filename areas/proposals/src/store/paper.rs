//! The paper of a matter: what was brought in, and what the office made of it.

use kernel::access::Act;
use kernel::db::sql;
use kernel::error::Result;
use kernel::id::Id;

use crate::model::filing::NotFiled;
use crate::model::matter::{Form, MatterKind};
use crate::model::verdict::CountingRule;

/// A paper as it is brought in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPaper {
    pub kind: MatterKind,
    pub form: Form,
    pub body_name: Option<String>,
    pub background: String,
    pub demand: String,
    pub source_id: Option<Id>,
    /// Of the rule pack at that time: a matter keeps its rules.
    pub counting: CountingRule,
}

pub async fn insert(act: &mut Act, matter: Id, paper: &NewPaper) -> Result<()> {
    let organ = act.organ();
    let at = act.at.0;
    sql(
        "INSERT INTO proposal (matter_id, organ_id, kind, form, body_name, background, demand, source_id, counting,
                               created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(matter)
    .bind(organ)
    .bind(paper.kind)
    .bind(paper.form)
    .bind(paper.body_name.as_deref())
    .bind(&paper.background)
    .bind(&paper.demand)
    .bind(paper.source_id)
    .bind(paper.counting)
    .bind(at)
    .run(&mut *act)
    .await?;
    Ok(())
}

/// The proposer's own changes before it is submitted, and the office's corrections after.
pub async fn edit(
    act: &mut Act,
    matter: Id,
    form: Form,
    background: &str,
    demand: &str,
) -> Result<()> {
    sql("UPDATE proposal SET form = $2, background = $3, demand = $4 WHERE matter_id = $1")
        .bind(matter)
        .bind(form)
        .bind(background)
        .bind(demand)
        .run(&mut *act)
        .await?;
    Ok(())
}

/// What the office proposes to the principal leader (拟办意见).
pub async fn plan(act: &mut Act, matter: Id, plan: &str) -> Result<()> {
    sql("UPDATE proposal SET plan = $2 WHERE matter_id = $1")
        .bind(matter)
        .bind(plan)
        .run(&mut *act)
        .await?;
    Ok(())
}

/// What the principal leader wrote on it (批示).
pub async fn instruct(act: &mut Act, matter: Id, instruction: &str) -> Result<()> {
    sql("UPDATE proposal SET instruction = $2 WHERE matter_id = $1")
        .bind(matter)
        .bind(instruction)
        .run(&mut *act)
        .await?;
    Ok(())
}

/// Not filed: the ground, and what the proposer is told.
pub async fn not_filed(act: &mut Act, matter: Id, ground: NotFiled, note: &str) -> Result<()> {
    sql("UPDATE proposal SET not_filed = $2, filing_note = $3 WHERE matter_id = $1")
        .bind(matter)
        .bind(ground)
        .bind(note)
        .run(&mut *act)
        .await?;
    Ok(())
}

/// What filing review or a return said in words.
pub async fn filing_note(act: &mut Act, matter: Id, note: &str) -> Result<()> {
    sql("UPDATE proposal SET filing_note = $2 WHERE matter_id = $1")
        .bind(matter)
        .bind(note)
        .run(&mut *act)
        .await?;
    Ok(())
}

/// Merged into another: from now on its answer is that one's.
pub async fn merge(act: &mut Act, matter: Id, into: Id) -> Result<()> {
    sql("UPDATE proposal SET merged_into = $2 WHERE matter_id = $1")
        .bind(matter)
        .bind(into)
        .run(&mut *act)
        .await?;
    Ok(())
}

/// What was learnt, when it is summed up.
pub async fn lesson(act: &mut Act, matter: Id, lesson: &str) -> Result<()> {
    sql("UPDATE proposal SET lesson = $2 WHERE matter_id = $1")
        .bind(matter)
        .bind(lesson)
        .run(&mut *act)
        .await?;
    Ok(())
}

/// Handled again because of its verdict: a new round begins, and what the last one held stays.
pub async fn next_round(act: &mut Act, matter: Id) -> Result<()> {
    sql("UPDATE proposal SET round = round + 1, redone = redone + 1 WHERE matter_id = $1")
        .bind(matter)
        .run(&mut *act)
        .await?;
    Ok(())
}
