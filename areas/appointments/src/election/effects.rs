//! What the acts of an election do.

use ballot::BallotClosed;
use kernel::Kernel;
use kernel::access::Act;
use kernel::error::{Error, Message, Result};
use kernel::id::Id;
use kernel::matter::Request;
use kernel::matter::act::{Doing, follow_up};
use kernel::numbering;
use procedure::EffectCall;
use serde_json::json;
use text::{Lang, t};
use threshold::{Electorate, Share};

use super::Held;
use crate::model::election::{By, Elected};
use crate::store::election::{self, Candidate};
use crate::store::register;

pub(super) async fn carry_out(
    held: &mut Held,
    act: &mut Act,
    doing: &mut Doing,
    effect: &EffectCall,
) -> Result<()> {
    if let Some(words) = doing.request.some_text("note") {
        doing.keep("said", words);
    }
    match effect.name.as_str() {
        "add_candidate" => add(held, act, doing).await,
        "drop_candidate" => {
            let note = doing.request.text("note").to_owned();
            let c = picked(held, doing, "candidate")?;
            c.dropped = note;
            doing.keep("name", c.name.clone());
            election::put(act, c).await
        }
        "ask_ballot" => ask(held, act, doing).await,
        "enter_votes" => enter(held, act, doing).await,
        "revote" => revote(held, act).await,
        "announce" => {
            let outcome = held.outcome();
            settle(held, act, &outcome).await?;
            held.election.announced_on = Some(doing.today);
            let names: Vec<&str> = held
                .candidates
                .iter()
                .filter(|c| c.elected == Some(true))
                .map(|c| c.name.as_str())
                .collect();
            doing.keep("said", names.join("、"));
            Ok(())
        }
        "certify" => certify(held, act, doing).await,
        _ => Ok(()),
    }
}

fn picked<'a>(held: &'a mut Held, doing: &Doing, field: &str) -> Result<&'a mut Candidate> {
    let n = doing.request.text(field).parse::<i64>();
    let found = held
        .candidates
        .iter_mut()
        .find(|c| Ok(c.n) == n && c.stands() && c.elected.is_none());
    found.ok_or_else(|| Error::field(field, Message::new("invalid-choice")))
}

/// A candidate of deputies needs as many of them as the law says at this level.
async fn add(held: &mut Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let by = By::parse(doing.request.text("nominated_by")).unwrap_or(By::Presidium);
    let signers = doing.request.int("signers").unwrap_or_default();
    if by == By::Joint {
        let rule = threshold::rule("congress", &held.level, "nomination");
        let heads = rule.map_or(10, |r| {
            r.needed(Electorate {
                seats: 0,
                members: 0,
                present: 0,
            })
        });
        if signers < i64::from(heads) {
            let message = Message::new("appointments-few-signers").arg("n", i64::from(heads));
            return Err(Error::field("signers", message));
        }
    }
    let name = doing.request.text("name").to_owned();
    if held.candidates.iter().any(|c| c.stands() && c.name == name) {
        return Err(Error::field(
            "name",
            Message::new("appointments-candidate-twice"),
        ));
    }
    let candidate = Candidate {
        matter_id: doing.matter.id,
        n: held.candidates.len() as i64 + 1,
        name: name.clone(),
        present: doing.request.text("present").to_owned(),
        nominated_by: by,
        signers,
        dropped: String::new(),
        yes: None,
        no: None,
        abstain: None,
        needed: None,
        passed: None,
        elected: None,
    };
    election::put(act, &candidate).await?;
    held.candidates.push(candidate);
    doing.keep("said", name);
    Ok(())
}

async fn ask(held: &mut Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let ask = ballot::Ask {
        matter: doing.matter.id,
        title: doing.matter.title.clone(),
        body: "congress".to_owned(),
        secret: true,
        majority: "election".to_owned(),
        lines: held
            .open()
            .map(|c| ballot::NewLine {
                code: c.n.to_string(),
                title: c.name.clone(),
            })
            .collect(),
        at_most: u32::try_from(held.seats_left()).ok(),
    };
    held.election.ballot_id = Some(ballot::ask(act, ask).await?);
    Ok(())
}

async fn enter(held: &mut Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let count = |name: &str| doing.request.int(name).unwrap_or_default();
    let (members, yes, no, abstain) = (
        count("members"),
        count("yes"),
        count("no"),
        count("abstain"),
    );
    if yes + no + abstain > members {
        return Err(Error::field(
            "members",
            Message::new("appointments-more-votes-than-members"),
        ));
    }
    let c = picked(held, doing, "uncounted")?;
    let needed = i64::from(Share::OverHalf.least(members.clamp(0, 100_000) as u32));
    c.yes = Some(yes);
    c.no = Some(no);
    c.abstain = Some(abstain);
    c.needed = Some(needed);
    c.passed = Some(yes >= needed);
    doing.keep("said", format!("{} {yes}", c.name));
    election::put(act, c).await
}

/// What one ballot settled: who is elected, who is not; those with equal votes stay open.
async fn settle(held: &mut Held, act: &mut Act, outcome: &Elected) -> Result<()> {
    let open: Vec<i64> = held.open().map(|c| c.n).collect();
    for c in held.candidates.iter_mut().filter(|c| open.contains(&c.n)) {
        if outcome.tied.contains(&c.n) {
            c.yes = None;
            c.no = None;
            c.abstain = None;
            c.needed = None;
            c.passed = None;
        } else {
            c.elected = Some(outcome.won.contains(&c.n));
        }
        election::put(act, c).await?;
    }
    Ok(())
}

async fn revote(held: &mut Held, act: &mut Act) -> Result<()> {
    let outcome = held.outcome();
    settle(held, act, &outcome).await?;
    held.election.ballot_id = None;
    Ok(())
}

/// The notice gets its number; who was elected holds the office from its day.
async fn certify(held: &mut Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let on = doing.request.date("on_date").unwrap_or(doing.today);
    if on > doing.today {
        return Err(Error::field(
            "on_date",
            Message::new("appointments-day-ahead"),
        ));
    }
    if held.election.announced_on.is_some_and(|day| on < day) {
        let message = Message::new("appointments-decree-before-vote");
        return Err(Error::field("on_date", message));
    }
    let year = chrono::Datelike::year(&on);
    let n = numbering::next(act, &format!("appointment-notice-{year}")).await?;
    let number = papers::letter::number(&t(Lang::Zh, "appointments-notice-code"), year, n);
    let won = held.candidates.iter().filter(|c| c.elected == Some(true));
    let names: Vec<String> = won.map(|c| c.name.clone()).collect();
    for name in &names {
        let holding = register::Holding {
            id: Id(0),
            organ_id: held.election.organ_id,
            name: name.clone(),
            office: held.election.office.clone(),
            class: held.election.class,
            how: "elected".to_owned(),
            from_on: on,
            to_on: None,
            decree: number.clone(),
            end_how: String::new(),
            end_decree: String::new(),
            matter_id: Some(doing.matter.id),
            end_matter_id: None,
            note: String::new(),
        };
        register::insert(act, &holding).await?;
    }
    doing.keep("results", json!(names));
    doing.keep("number", number.clone());
    doing.matter.number_sort = format!("{year}-{n:06}");
    doing.matter.number = Some(number.clone());
    held.election.notice = number;
    held.election.certified_on = Some(on);
    held.election.published_at = Some(act.at.0);
    Ok(())
}

/// What a closed ballot means for the election it was asked for.
pub(crate) async fn hear(kernel: &Kernel, act: &mut Act, event: &BallotClosed) -> Result<()> {
    let Some(of) = election::read(&mut *act, event.matter).await? else {
        return Ok(());
    };
    if of.ballot_id != Some(event.ballot) || of.announced_on.is_some() {
        return Ok(());
    }
    for mut c in election::candidates(&mut *act, event.matter).await? {
        let code = c.n.to_string();
        let Some(result) = event.outcome.lines.iter().find(|r| r.code == code) else {
            continue;
        };
        c.yes = Some(i64::from(result.yes));
        c.no = Some(i64::from(result.no));
        c.abstain = Some(i64::from(result.abstain));
        c.needed = Some(i64::from(result.needed));
        // Over half is one thing, a seat another: seats go by votes.
        c.passed = Some(result.yes >= result.needed);
        election::put(act, &c).await?;
    }
    match follow_up(kernel, act, event.matter, Request::new("announce")).await {
        // Equal votes on the last seat: the office has them voted on again.
        Ok(_) | Err(Error::Refused(_)) => Ok(()),
        Err(e) => Err(e),
    }
}
