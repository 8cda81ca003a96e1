//! Closing a ballot: counted, judged, frozen and told to whoever asked, in one transaction.

use std::collections::BTreeMap;

use kernel::Kernel;
use kernel::access::{Act, Actor};
use kernel::db::sql;
use kernel::error::{Error, Message, Result};
use kernel::history::Audience;
use kernel::id::Id;
use kernel::matter::open::tell;
use serde_json::json;
use threshold::Electorate;

use crate::count::{self, Agreement};
use crate::record::{self, Ballot, Frozen, FrozenElector, State, Taken};
use crate::run::{about, must};
use crate::tally::{self, Choice, Marks, Sheet};
use crate::{BallotClosed, NewLine, Outcome, guard, voting};

/// Closes a ballot and judges it by `electorate`: all members in office and those present, at this moment. `explained`
/// says why sheets of paper are missing, where some are.
pub async fn close(
    kernel: &Kernel,
    actor: &Actor,
    ballot: Id,
    electorate: Electorate,
    explained: &str,
) -> Result<Frozen> {
    let (mut act, held) = guard::begin(kernel, actor, ballot).await?;
    must(&held, &[State::Open])?;
    let counted = count::entries(&mut act, ballot).await?;
    let progress = voting::progress(&mut act, &held).await?;
    let sheets = on_paper(progress.paper, &counted)?;
    let sheet = Sheet {
        roll: progress.roll,
        electronic: progress.handed,
        electronic_in: progress.voted,
        paper: progress.paper,
        paper_in: sheets.returned,
        spoiled: held.spoiled(),
        not_taken: progress.roll - progress.handed - progress.paper,
        explained: explained.trim().to_owned(),
    };
    if sheet.overfull() {
        return Err(Error::Refused(
            Message::new("ballot-overfull")
                .arg("out", i64::from(sheet.out()))
                .arg("back", i64::from(sheet.back())),
        ));
    }
    if sheet.paper > sheet.paper_in && sheet.explained.is_empty() {
        return Err(Error::field(
            "explained",
            Message::new("ballot-explain").arg("missing", i64::from(sheet.paper - sheet.paper_in)),
        ));
    }
    let lines: Vec<NewLine> = record::lines(&mut act, ballot)
        .await?
        .into_iter()
        .map(NewLine::from)
        .collect();
    let mut written: BTreeMap<String, u32> = sheets.written.into_iter().collect();
    let electronic = marks(&mut act, &held, lines.len(), &mut written).await?;
    let mut written: Vec<(String, u32)> = written.into_iter().collect();
    written.sort_by_key(|(_, votes)| std::cmp::Reverse(*votes));
    let level = kernel::organ::organ(&mut act, held.organ_id).await?.level;
    let rule = tally::rule(&held.body, &level, &held.majority);
    let needed = rule.needed(electorate);
    let mut judged = tally::judge(
        &lines,
        &written,
        &electronic,
        &sheets.lines,
        &sheet,
        needed,
        held.at_most(),
    );
    let frozen = Frozen {
        tied: tally::tied(&judged),
        outcome: Outcome {
            electorate,
            majority: held.majority.clone(),
            written: judged.split_off(lines.len()),
            lines: judged,
        },
        sheet,
        base: rule.base_of(electorate),
        source: rule.source,
        tellers: counted.into_iter().map(|c| c.teller).collect(),
    };
    freeze(&mut act, &held, &frozen).await?;
    kernel::session::quiet(&mut act, ballot, false).await?;
    if !held.trial {
        let mut data = about(&held);
        data.insert("outcome".to_owned(), json!(frozen.outcome));
        data.insert("sheet".to_owned(), json!(frozen.sheet));
        let audience = Audience::Parties;
        tell(
            kernel,
            &mut act,
            held.matter_id,
            "ballot_closed",
            audience,
            &data,
        )
        .await?;
        let closed = BallotClosed {
            ballot,
            matter: held.matter_id,
            outcome: frozen.outcome.clone(),
        };
        kernel.publish(&mut act, &closed).await?;
    }
    act.commit().await?;
    crate::board::wake(kernel);
    Ok(frozen)
}

/// What both tellers counted; nothing where no sheet was handed out.
fn on_paper(handed: u32, counted: &[count::Counted]) -> Result<count::Sheets> {
    match count::compare(counted) {
        Agreement::Agree(sheets) => Ok(sheets),
        Agreement::Differ { .. } => Err(Error::refused("ballot-counts-differ")),
        Agreement::Waiting(_) if handed == 0 && counted.is_empty() => Ok(count::Sheets::default()),
        Agreement::Waiting(left) => Err(Error::Refused(
            Message::new("ballot-counts-missing").arg("left", left),
        )),
    }
}

/// What was put in on devices, line by line; the names written in are added to `names`.
async fn marks(
    act: &mut Act,
    held: &Ballot,
    lines: usize,
    names: &mut BTreeMap<String, u32>,
) -> Result<Vec<Marks>> {
    let text = match held.secret {
        true => {
            "SELECT choices, CAST(COUNT(*) AS BIGINT) FROM ballot_paper
             WHERE ballot_id = $1 AND choices IS NOT NULL GROUP BY choices"
        }
        false => {
            "SELECT choices, CAST(COUNT(*) AS BIGINT) FROM ballot_vote WHERE ballot_id = $1 GROUP BY choices"
        }
    };
    let papers: Vec<(String, i64)> = sql(text).bind(held.id).all(&mut *act).await?;
    let mut out = vec![Marks::default(); lines];
    for (written, n) in papers {
        for name in tally::names(&written) {
            *names.entry(name.to_owned()).or_default() += u32::try_from(n).unwrap_or_default();
        }
        for (line, choice) in tally::read(&written).into_iter().enumerate() {
            for _ in 0..n {
                out[line].add(choice);
            }
        }
    }
    Ok(out)
}

/// The ballot's row with roll and result for good. Of a secret ballot only that a paper was in the box is kept, so that
/// a late repetition is still acknowledged; of a trial nothing but its result.
async fn freeze(act: &mut Act, held: &Ballot, frozen: &Frozen) -> Result<()> {
    let roll = frozen_roll(act, held).await?;
    let at = act.at.0;
    sql("UPDATE ballot SET state = 'closed', closed_at = $1, outcome = $2, roll = $3, version = version + 1 WHERE id = $4")
        .bind(at)
        .bind(serde_json::to_string(frozen).map_err(Error::internal)?)
        .bind(serde_json::to_string(&roll).map_err(Error::internal)?)
        .bind(held.id)
        .run(&mut *act)
        .await?;
    let mut gone = vec!["DELETE FROM ballot_paper WHERE ballot_id = $1 AND choices IS NULL"];
    match held.trial {
        true => gone.extend([
            "DELETE FROM ballot_paper WHERE ballot_id = $1",
            "DELETE FROM ballot_vote WHERE ballot_id = $1",
            "DELETE FROM ballot_count WHERE ballot_id = $1",
        ]),
        false => gone.push("UPDATE ballot_paper SET choices = '' WHERE ballot_id = $1"),
    }
    for text in gone {
        sql(text).bind(held.id).run(&mut *act).await?;
    }
    Ok(())
}

async fn frozen_roll(act: &mut Act, held: &Ballot) -> Result<Vec<FrozenElector>> {
    if held.trial {
        return Ok(Vec::new());
    }
    let votes: Vec<(Id, String)> =
        sql("SELECT person_id, choices FROM ballot_vote WHERE ballot_id = $1")
            .bind(held.id)
            .all(&mut *act)
            .await?;
    let votes: std::collections::HashMap<Id, Vec<Choice>> = votes
        .into_iter()
        .map(|(person, written)| (person, tally::read(&written)))
        .collect();
    let roll = record::roll(&mut *act, held.id).await?;
    Ok(roll
        .into_iter()
        .map(|elector| {
            let choices = votes.get(&elector.person_id).cloned().unwrap_or_default();
            let taken = match choices.is_empty() {
                false => Taken::Electronic,
                true => elector.taken,
            };
            FrozenElector {
                person: elector.person_id,
                name: elector.name,
                taken,
                choices,
            }
        })
        .collect())
}
