//! Ballots of the meeting that sits today: one is over, one may be opened at the desk, and one tries the devices out.

use anyhow::Result;
use ballot::{Ask, Choice, NewLine};
use kernel::Kernel;
use kernel::access::{Actor, Permission};
use kernel::id::Id;
use meetings::roll::{self, Line};

const AGENDA: &str = "县人大常委会第三十一次会议议程（草案）";
const TELLERS: &str = "县人大常委会第三十一次会议监票人、计票人名单（草案）";

/// Makes them; `clerk` runs the desk.
pub(super) async fn ballots(kernel: &Kernel, clerk: &Actor, meeting: Id) -> Result<()> {
    let Some(roll) = roll::read(&mut &kernel.db, meeting, None).await? else {
        return Ok(());
    };
    let voters: Vec<(Id, String)> = roll
        .voters()
        .filter_map(|l: &Line| Some((l.person?, l.name.clone())))
        .collect();
    let over = asked(kernel, clerk, meeting, AGENDA).await?;
    ballot::open(kernel, clerk, over, &voters).await?;
    for (n, (person, name)) in voters.iter().enumerate() {
        let member = Actor {
            account: Some(*person),
            person: Some(*person),
            name: name.clone(),
            ..clerk.clone()
        };
        // One abstains, the last does not vote.
        let choice = match n {
            3 => Choice::Abstain,
            n if n + 1 == voters.len() => continue,
            _ => Choice::Yes,
        };
        ballot::vote(kernel, &member, over, &[choice]).await?;
    }
    ballot::close(kernel, clerk, over, roll.electorate, "").await?;
    asked(kernel, clerk, meeting, TELLERS).await?;
    let body = roll.body.code();
    ballot::trial(
        kernel,
        clerk,
        meeting,
        "试投",
        "您的设备可以正常投票",
        body,
        true,
    )
    .await?;
    Ok(())
}

/// An open ballot on something the meeting itself decides, put before it.
async fn asked(kernel: &Kernel, clerk: &Actor, meeting: Id, title: &str) -> Result<Id> {
    let ask = Ask {
        matter: meeting,
        title: title.to_owned(),
        body: "standing_committee".to_owned(),
        secret: false,
        majority: "majority".to_owned(),
        lines: vec![NewLine {
            code: "draft".to_owned(),
            title: title.to_owned(),
        }],
        at_most: None,
        write_ins: false,
    };
    let mut act = kernel.act(clerk, Permission::Register).await?;
    let id = ballot::ask(&mut act, ask).await?;
    act.commit().await?;
    ballot::assign(kernel, clerk, id, Some(meeting)).await?;
    Ok(id)
}
