//! What a closed ballot means for the case it was asked for: its lines get their results, the result is announced, and the
//! embargo lifts, all in the transaction that closed it.

use ballot::BallotClosed;
use kernel::Kernel;
use kernel::access::Act;
use kernel::error::Result;
use kernel::matter::Request;
use kernel::matter::act::follow_up;
use kernel::matter::kind::Work;

use crate::election;
use crate::store::case;

/// Hears of every ballot; those of other areas mean nothing here.
pub fn closed<'a>(kernel: &'a Kernel, act: &'a mut Act, event: &'a BallotClosed) -> Work<'a, ()> {
    Box::pin(hear(kernel, act, event))
}

async fn hear(kernel: &Kernel, act: &mut Act, event: &BallotClosed) -> Result<()> {
    let Some(of) = case::read(&mut *act, event.matter).await? else {
        return election::hear(kernel, act, event).await;
    };
    if of.ballot_id != Some(event.ballot) || of.announced_on.is_some() {
        return Ok(());
    }
    let members = i64::from(event.outcome.electorate.members);
    for mut line in case::lines(&mut *act, event.matter).await? {
        let code = line.n.to_string();
        let Some(result) = event.outcome.lines.iter().find(|r| r.code == code) else {
            continue;
        };
        line.members = Some(members);
        line.yes = Some(i64::from(result.yes));
        line.no = Some(i64::from(result.no));
        line.abstain = Some(i64::from(result.abstain));
        line.invalid = Some(i64::from(result.invalid));
        line.not_voted = Some(i64::from(result.not_voted));
        line.needed = Some(i64::from(result.needed));
        line.passed = Some(result.passed);
        case::save_result(act, &line).await?;
    }
    follow_up(kernel, act, event.matter, Request::new("announce")).await?;
    Ok(())
}
