//! Deliberation, the ballot that is asked for, and what its result means for the matter.

use ballot::{Ask, BallotClosed, NewLine, State};
use kernel::Kernel;
use kernel::access::Act;
use kernel::error::{Error, Result};
use kernel::event::Subscriber;
use kernel::id::Id;
use kernel::matter::Request;
use kernel::matter::act::{Doing, follow_up};
use serde_json::json;

use super::{among_staff, fault, row, said};
use crate::decision::Held;
use crate::store::decision::{self, Deliberation};
use crate::store::vote;

/// The line of the ballot paper: one question, the text as a whole.
const LINE: &str = "text";

pub(super) async fn deliberated(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let on_date = doing.request.date("on_date").unwrap_or(doing.today);
    if on_date > doing.today {
        return fault("on_date", "decisions-day-ahead");
    }
    let said_there = Deliberation {
        id: Id::new(act.at),
        round: held.case.decision.round,
        on_date,
        speaker: doing.request.text("speaker").to_owned(),
        said: doing.request.text("said").to_owned(),
        heeded: doing.request.text("heeded").to_owned(),
    };
    among_staff(doing);
    said(doing, "said");
    decision::deliberated(act, doing.matter.id, &said_there).await
}

/// The chairpersons' meeting puts it to the vote (地方组织法 (2022) 54): more than half of all members decide (51; for the
/// congress 25).
pub(super) async fn put(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let version = held
        .case
        .newest()
        .ok_or_else(|| Error::refused("decisions-no-text"))?;
    let ask = Ask {
        matter: doing.matter.id,
        title: doing.matter.title.clone(),
        body: held.case.decision.body.code().to_owned(),
        secret: doing.request.flag("secret"),
        majority: "majority".to_owned(),
        lines: vec![NewLine {
            code: LINE.to_owned(),
            title: doing.matter.title.clone(),
        }],
        at_most: None,
        write_ins: false,
    };
    let ballot = ballot::ask(act, ask).await?;
    vote::asked(act, doing.matter.id, ballot, version.version).await?;
    doing.keep("version", version.version);
    said(doing, "note");
    Ok(())
}

/// Back from the vote before it began, or after it was broken off; once members vote, they decide.
pub(super) async fn recall(
    held: &Held,
    kernel: &Kernel,
    act: &mut Act,
    doing: &mut Doing,
) -> Result<()> {
    if let Some(asked) = held.case.vote() {
        let standing = ballot::by_id(&mut *act, asked.ballot_id).await?.state;
        if standing != State::Void {
            ballot::withdraw(kernel, act, asked.ballot_id).await?;
        }
        vote::take_back(act, doing.matter.id).await?;
    }
    said(doing, "note");
    Ok(())
}

pub(super) async fn defer(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let mut row = row(held);
    row.round += 1;
    said(doing, "note");
    decision::put(act, &row).await
}

pub(super) async fn adopt(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let mut row = row(held);
    row.adopted_on = Some(doing.today);
    row.adopted_text = held.case.vote().map(|v| v.version);
    keep_result(held, doing);
    decision::put(act, &row).await
}

pub(super) async fn not_adopt(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let mut row = row(held);
    row.failed_on = Some(doing.today);
    keep_result(held, doing);
    decision::put(act, &row).await
}

fn keep_result(held: &Held, doing: &mut Doing) {
    if let Some(v) = held.case.vote() {
        doing.keep(
            "vote",
            json!({
                "members": v.members, "present": v.present, "for": v.in_favour, "against": v.against,
                "abstain": v.abstained, "not_voted": v.not_voted, "invalid": v.invalid, "needed": v.needed,
            }),
        );
    }
}

/// Of all closed ballots, those this area asked for.
pub fn hears() -> Subscriber {
    Subscriber::new::<BallotClosed>(|kernel, act, event| Box::pin(closed(kernel, act, event)))
}

/// A ballot was closed: its result is kept as it was frozen, and the matter goes on by it, in the same transaction.
pub async fn closed(kernel: &Kernel, act: &mut Act, event: &BallotClosed) -> Result<()> {
    let Some(matter) = vote::matter_of(&mut *act, event.ballot).await? else {
        return Ok(());
    };
    let line = event.outcome.lines.iter().find(|l| l.code == LINE);
    let line = line.ok_or_else(|| Error::internal("a ballot without its line"))?;
    vote::closed(act, event.ballot, &event.outcome, line).await?;
    let next = if line.passed { "adopt" } else { "reject" };
    follow_up(kernel, act, matter, Request::new(next)).await?;
    Ok(())
}
