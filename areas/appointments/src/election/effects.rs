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
use text::{Lang, t, ta};
use threshold::{Electorate, Share};

use super::Held;
use crate::model::election::{By, Elected, primary};
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
        "ask_primary" => ask_primary(held, act, doing).await,
        "enter_primary" => enter_primary(held, act, doing).await,
        "primary_done" => primary_done(held, act, doing).await,
        "ask_ballot" => ask(held, act, doing).await,
        "enter_votes" => enter(held, act, doing).await,
        "enter_written" => enter_written(held, act, doing).await,
        "revote" => revote(held, act).await,
        "announce" => {
            let outcome = held.outcome();
            settle(held, act, &outcome).await?;
            held.election.announced_on = Some(doing.today);
            let names: Vec<&str> = held.won().map(|c| c.name.as_str()).collect();
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
        present: doing.request.text("present").to_owned(),
        signers,
        ..Candidate::new(doing.matter.id, held.next(), &name, by)
    };
    // Whoever comes after a primary makes it void: all of them are ranked anew.
    for c in held
        .candidates
        .iter_mut()
        .filter(|c| c.primary_yes.is_some())
    {
        c.primary_yes = None;
        election::put(act, c).await?;
    }
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
        lines: held.open().map(line).collect(),
        at_most: u32::try_from(held.seats_left()).ok(),
        // Voted on again are those alone who were level.
        write_ins: held.candidates.iter().all(|c| c.elected.is_none()),
    };
    held.election.ballot_id = Some(ballot::ask(act, ask).await?);
    Ok(())
}

/// More candidates than the law allows: the deputies rank them first (预选), those whose places are open.
async fn ask_primary(held: &mut Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let through = held.open().filter(|c| c.primary_yes.is_some()).count() as i64;
    let title = ta(
        Lang::Zh,
        "appointments-primary-title",
        &[("title", doing.matter.title.as_str().into())],
    );
    let ask = ballot::Ask {
        matter: doing.matter.id,
        title,
        body: "congress".to_owned(),
        secret: true,
        majority: "election".to_owned(),
        lines: held
            .open()
            .filter(|c| c.primary_yes.is_none())
            .map(line)
            .collect(),
        at_most: u32::try_from(held.most() - through).ok(),
        write_ins: false,
    };
    held.election.primary_id = Some(ballot::ask(act, ask).await?);
    Ok(())
}

fn line(c: &Candidate) -> ballot::NewLine {
    ballot::NewLine {
        code: c.n.to_string(),
        title: c.name.clone(),
    }
}

async fn enter_primary(held: &mut Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let yes = doing.request.int("yes").unwrap_or_default();
    let c = picked(held, doing, "unranked")?;
    c.primary_yes = Some(yes);
    doing.keep("said", format!("{} {yes}", c.name));
    election::put(act, c).await
}

/// Who goes on to the ballot is settled by votes; those level on the last place are ranked once more.
async fn primary_done(held: &mut Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let counts: Vec<(i64, i64)> = held
        .open()
        .map(|c| (c.n, c.primary_yes.unwrap_or_default()))
        .collect();
    let outcome = primary(&counts, held.most());
    let mut through = Vec::new();
    for c in &mut held.candidates {
        let votes = c.primary_yes.unwrap_or_default();
        if outcome.out.contains(&c.n) {
            let args = [("votes", votes.into())];
            c.dropped = ta(Lang::Zh, "appointments-primary-lost", &args);
        } else if outcome.tied.contains(&c.n) {
            c.primary_yes = None;
        } else if outcome.through.contains(&c.n) {
            through.push(c.name.clone());
            continue;
        } else {
            continue;
        }
        election::put(act, c).await?;
    }
    doing.keep("said", through.join("、"));
    held.election.primary_id = None;
    Ok(())
}

/// Somebody who was no candidate and whom deputies wrote on their papers (另选他人), from a count on paper.
async fn enter_written(held: &mut Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let name = doing.request.text("name").to_owned();
    if held.candidates.iter().any(|c| c.stands() && c.name == name) {
        let message = Message::new("appointments-candidate-twice");
        return Err(Error::field("name", message));
    }
    let members = doing.request.int("members").unwrap_or_default();
    let yes = doing.request.int("yes").unwrap_or_default();
    if yes > members {
        let message = Message::new("appointments-more-votes-than-members");
        return Err(Error::field("members", message));
    }
    let needed = i64::from(Share::OverHalf.least(members.clamp(0, 100_000) as u32));
    let written = Candidate {
        yes: Some(yes),
        needed: Some(needed),
        passed: Some(yes >= needed),
        ..Candidate::new(doing.matter.id, held.next(), &name, By::Written)
    };
    doing.keep("said", format!("{name} {yes}"));
    election::put(act, &written).await?;
    held.candidates.push(written);
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
    let matter = doing.matter.id;
    let e = &mut held.election;
    e.meeting = match doing.request.some_text("meeting") {
        Some(name) => name.to_owned(),
        None => held.session.clone(),
    };
    // A full election ends the term of those who held the office until now.
    if e.turnover {
        register::end_office(act, &e.office, on, "term", &number, matter).await?;
    }
    let mut names = Vec::new();
    for c in held
        .candidates
        .iter_mut()
        .filter(|c| c.elected == Some(true))
    {
        let certificate = numbering::next(act, &format!("election-certificate-{year}")).await?;
        c.certificate = format!("{year}{certificate:04}");
        election::put(act, c).await?;
        // Whoever acted in the office until now does so no more.
        register::end(
            act,
            &c.name,
            &e.office,
            on,
            "elected",
            &number,
            Some(matter),
        )
        .await?;
        let holding = register::Holding {
            id: Id(0),
            organ_id: e.organ_id,
            name: c.name.clone(),
            office: e.office.clone(),
            class: e.class,
            how: "elected".to_owned(),
            from_on: on,
            to_on: None,
            decree: number.clone(),
            end_how: String::new(),
            end_decree: String::new(),
            matter_id: Some(matter),
            end_matter_id: None,
            note: String::new(),
        };
        register::insert(act, &holding).await?;
        names.push(c.name.clone());
    }
    doing.keep("results", json!(names));
    doing.keep("number", number.clone());
    doing.matter.number_sort = format!("{year}-{n:06}");
    doing.matter.number = Some(number.clone());
    e.notice = number;
    e.certified_on = Some(on);
    e.published_at = Some(act.at.0);
    Ok(())
}

/// What a closed ballot means for the election it was asked for.
pub(crate) async fn hear(kernel: &Kernel, act: &mut Act, event: &BallotClosed) -> Result<()> {
    let Some(of) = election::read(&mut *act, event.matter).await? else {
        return Ok(());
    };
    if of.primary_id == Some(event.ballot) {
        return hear_primary(kernel, act, event).await;
    }
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
    // Whoever was written in stands from now on as any candidate does.
    let standing = election::candidates(&mut *act, event.matter).await?;
    let last = standing.iter().map(|c| c.n).max().unwrap_or_default();
    for (n, written) in (last + 1..).zip(&event.outcome.written) {
        let named = Candidate {
            yes: Some(i64::from(written.yes)),
            needed: Some(i64::from(written.needed)),
            passed: Some(written.yes >= written.needed),
            ..Candidate::new(event.matter, n, &written.title, By::Written)
        };
        election::put(act, &named).await?;
    }
    match follow_up(kernel, act, event.matter, Request::new("announce")).await {
        // Equal votes on the last seat: the office has them voted on again.
        Ok(_) | Err(Error::Refused(_)) => Ok(()),
        Err(e) => Err(e),
    }
}

async fn hear_primary(kernel: &Kernel, act: &mut Act, event: &BallotClosed) -> Result<()> {
    for mut c in election::candidates(&mut *act, event.matter).await? {
        let code = c.n.to_string();
        if let Some(result) = event.outcome.lines.iter().find(|r| r.code == code) {
            c.primary_yes = Some(i64::from(result.yes));
            election::put(act, &c).await?;
        }
    }
    match follow_up(kernel, act, event.matter, Request::new("primary_done")).await {
        Ok(_) | Err(Error::Refused(_)) => Ok(()),
        Err(e) => Err(e),
    }
}
