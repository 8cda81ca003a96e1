//! What the acts on a demand do to the tables, and what its end means for the decision that made it.

use chrono::Days;
use kernel::Kernel;
use kernel::access::Act;
use kernel::error::{Error, Message, Result};
use kernel::id::Id;
use kernel::matter::act::{Doing, follow_up};
use kernel::matter::{Request, load};
use procedure::{EffectCall, Value};

use super::Held;
use crate::decision::DECISION;
use crate::model::instruction::{Came, Means, Way, met_by};
use crate::store::instruction::{self, Inspection, Instruction, Report};

/// A day further off is a typing error.
const FAR: u64 = 3_660;

pub(super) async fn carry_out(
    held: &Held,
    act: &mut Act,
    doing: &mut Doing,
    effect: &EffectCall,
) -> Result<()> {
    let mut row = held.case.row.clone();
    if let Some(words) = doing.request.some_text("note") {
        doing.keep("said", words);
    }
    match effect.name.as_str() {
        "urge" | "add_paper" | "object" | "uphold" => return Ok(()),
        "accept" => {
            row.accepted_on = Some(doing.today);
            row.responsible = doing.request.text("responsible").to_owned();
            row.plan = doing.request.text("plan").to_owned();
            if let Some(words) = doing.request.some_text("plan") {
                doing.keep("said", words);
            }
        }
        "reassign" => {
            let unit: Option<Id> = doing.request.text("to_unit").parse().ok();
            row.unit_id = unit.ok_or_else(|| fault("to_unit", "invalid-choice"))?;
            row.accepted_on = None;
            doing.matter.lead_unit = Some(row.unit_id);
            doing.keep("unit", row.unit_id.to_string());
        }
        "report" => report(held, act, doing, effect, &mut row).await?,
        "postpone" => row.due_on = until(doing)?,
        "send_back" => {
            row.due_on = until(doing)?;
            row.round += 1;
        }
        "inspect" => return inspect(held, act, doing).await,
        "met" => {
            let means = held.case.reports.iter().map(|r| r.means);
            row.met_by = met_by(means);
            end(&mut row, doing, Came::Met);
        }
        "not_met" => end(&mut row, doing, Came::NotMet),
        "cancel" => end(&mut row, doing, Came::Cancelled),
        other => return Err(Error::internal(format!("no effect {other}"))),
    }
    instruction::put(act, &row).await
}

fn fault(field: &str, key: &str) -> Error {
    Error::field(field, Message::new(key))
}

fn end(row: &mut Instruction, doing: &Doing, came: Came) {
    row.ended_on = Some(doing.today);
    row.result = Some(came);
    row.closing = doing.request.text("note").to_owned();
}

/// The new last day.
fn until(doing: &Doing) -> Result<chrono::NaiveDate> {
    let day = doing.request.date("until_on").unwrap_or(doing.today);
    if day < doing.today {
        return Err(fault("until_on", "decisions-until-past"));
    }
    if day > doing.today + Days::new(FAR) {
        return Err(fault("until_on", "decisions-day-far"));
    }
    Ok(day)
}

/// The day something was done: not tomorrow, and not before the demand was made.
fn done_on(held: &Held, doing: &Doing) -> Result<chrono::NaiveDate> {
    let day = doing.request.date("on_date").unwrap_or(doing.today);
    if day > doing.today {
        return Err(fault("on_date", "decisions-day-ahead"));
    }
    if day < held.case.row.given_on {
        return Err(fault("on_date", "instructions-day-before"));
    }
    Ok(day)
}

async fn report(
    held: &Held,
    act: &mut Act,
    doing: &mut Doing,
    effect: &EffectCall,
    row: &mut Instruction,
) -> Result<()> {
    let means = Means::parse(doing.request.text("means"));
    let report = Report {
        id: Id::new(act.at),
        round: row.round,
        on_date: done_on(held, doing)?,
        means: means.ok_or_else(|| fault("means", "invalid-choice"))?,
        said: doing.request.text("said").to_owned(),
        is_final: effect.args.get("final") == Some(&Value::Flag(true)),
        by_name: None,
    };
    if report.is_final {
        row.reported_on = Some(doing.today);
    }
    doing.keep("said", report.said.clone());
    doing.keep("means", report.means.code());
    instruction::report(act, doing.matter.id, &report).await
}

async fn inspect(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let way = Way::parse(doing.request.text("way"));
    let inspection = Inspection {
        id: Id::new(act.at),
        round: held.case.row.round,
        on_date: done_on(held, doing)?,
        way: way.ok_or_else(|| fault("way", "invalid-choice"))?,
        finding: doing.request.text("finding").to_owned(),
        by_name: None,
    };
    doing.keep("said", inspection.finding.clone());
    instruction::inspected(act, doing.matter.id, &inspection).await
}

/// With its last demand settled, a decision that is being carried out goes on by itself.
pub(super) async fn told(held: &Held, kernel: &Kernel, act: &mut Act) -> Result<()> {
    let row = &held.case.row;
    if row.ended_on.is_none() || instruction::open_of(&mut *act, row.source_id).await? > 0 {
        return Ok(());
    }
    let source = load::matters(&mut *act, &[row.source_id]).await?;
    let waits = source
        .iter()
        .any(|m| m.kind == DECISION && m.open && m.state == "implement");
    if waits {
        let request = Request::new("demands_met");
        Box::pin(follow_up(kernel, act, row.source_id, request)).await?;
    }
    Ok(())
}
