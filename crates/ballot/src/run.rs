//! Running a ballot: asked for, put before a meeting, dealt, opened, broken off.

use kernel::Kernel;
use kernel::access::{Act, Actor};
use kernel::db::sql;
use kernel::error::{Error, Result};
use kernel::history::Audience;
use kernel::id::Id;
use kernel::matter::open::tell;
use serde_json::{Map, json};

use crate::guard;
use crate::record::{self, Ballot, State, Taken};
use crate::{Ask, NewLine, booth, paper};

/// Asks for a ballot on a matter, in the asker's own transaction and by his right: its id. Nothing is written into the
/// matter's history, which the asker's act does.
pub async fn ask(act: &mut Act, ask: Ask) -> Result<Id> {
    insert(act, &ask, None, false).await
}

/// A ballot for trying the devices out (试投), held by a meeting and on nothing.
pub async fn trial(
    kernel: &Kernel,
    actor: &Actor,
    meeting: Id,
    title: &str,
    line: &str,
    body: &str,
    secret: bool,
) -> Result<Id> {
    if !kernel::matter::listing::visible(&kernel.db, actor, meeting).await? {
        return Err(Error::NotFound);
    }
    let mut act = kernel
        .act(actor, kernel::access::Permission::Register)
        .await?;
    let ask = Ask {
        matter: meeting,
        title: title.to_owned(),
        body: body.to_owned(),
        secret,
        majority: "majority".to_owned(),
        lines: vec![NewLine {
            code: "trial".to_owned(),
            title: line.to_owned(),
        }],
        at_most: None,
        write_ins: false,
    };
    let id = insert(&mut act, &ask, Some(meeting), true).await?;
    act.commit().await?;
    Ok(id)
}

async fn insert(act: &mut Act, ask: &Ask, meeting: Option<Id>, trial: bool) -> Result<Id> {
    if ask.lines.is_empty() {
        return Err(Error::refused("ballot-no-lines"));
    }
    let id = Id::new(act.at);
    let organ = act.organ();
    sql(
        "INSERT INTO ballot (id, organ_id, matter_id, meeting_id, title, body, secret, trial, majority, at_most,
           write_ins, state, round, version, spoiled, asked_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'asked', 0, 1, 0, $12)",
    )
    .bind(id)
    .bind(organ)
    .bind(ask.matter)
    .bind(meeting)
    .bind(&ask.title)
    .bind(&ask.body)
    .bind(ask.secret)
    .bind(trial)
    .bind(&ask.majority)
    .bind(ask.at_most.map(i64::from))
    .bind(ask.write_ins && ask.secret && ask.at_most.is_some())
    .bind(act.at.0)
    .run(&mut *act)
    .await?;
    for (place, line) in ask.lines.iter().enumerate() {
        sql("INSERT INTO ballot_line (ballot_id, place, code, title) VALUES ($1, $2, $3, $4)")
            .bind(id)
            .bind(place as i64)
            .bind(&line.code)
            .bind(&line.title)
            .run(&mut *act)
            .await?;
    }
    Ok(id)
}

/// Puts a ballot that was asked for before a meeting, or takes it off again.
pub async fn assign(kernel: &Kernel, actor: &Actor, ballot: Id, meeting: Option<Id>) -> Result<()> {
    let (mut act, held) = guard::begin(kernel, actor, ballot).await?;
    must(&held, &[State::Asked])?;
    sql("UPDATE ballot SET meeting_id = $1, version = version + 1 WHERE id = $2")
        .bind(meeting)
        .bind(ballot)
        .run(&mut act)
        .await?;
    act.commit().await
}

/// A ballot that is not so far, or too far, for what is asked.
pub(crate) fn must(held: &Ballot, states: &[State]) -> Result<()> {
    if states.contains(&held.state) {
        return Ok(());
    }
    Err(Error::refused(match held.state {
        State::Asked => "ballot-not-opened",
        State::Dealing => "ballot-being-dealt",
        State::Open => "ballot-is-open",
        State::Closed => "ballot-is-closed",
        State::Void => "ballot-is-void",
    }))
}

/// Takes a ballot that was asked for back, in the asker's own transaction and by his right, before anybody was handed a
/// paper. One that runs is broken off by whoever runs it ([`cancel`]).
pub async fn withdraw(kernel: &Kernel, act: &mut Act, ballot: Id) -> Result<()> {
    let held = guard::hold(&mut *act, kernel.db.kind(), ballot, guard::Hold::Alone).await?;
    if held.organ_id != act.organ() {
        return Err(Error::NotFound);
    }
    must(&held, &[State::Asked])?;
    void(act, ballot).await
}

async fn void(act: &mut Act, ballot: Id) -> Result<()> {
    let at = act.at.0;
    sql("UPDATE ballot SET state = 'void', closed_at = $1, version = version + 1 WHERE id = $2")
        .bind(at)
        .bind(ballot)
        .run(act)
        .await?;
    Ok(())
}

/// Begins handing out the papers of a secret ballot to those on `roll`, or deals them all anew: papers handed out before
/// are worth nothing then.
pub async fn deal(kernel: &Kernel, actor: &Actor, ballot: Id, roll: &[(Id, String)]) -> Result<()> {
    let (mut act, held) = guard::begin(kernel, actor, ballot).await?;
    if !held.secret {
        return Err(Error::refused("ballot-not-secret"));
    }
    must(&held, &[State::Asked, State::Dealing])?;
    let first = held.state == State::Asked;
    write_roll(&mut act, ballot, roll).await?;
    let round = redeal(&mut act, &held).await?;
    let papers = paper::lay(&mut act, ballot, roll.len()).await?;
    kernel::session::quiet(&mut act, ballot, true).await?;
    if first {
        told(kernel, &mut act, &held, "ballot_dealing", roll.len()).await?;
    }
    act.commit().await?;
    booth::keep(kernel, ballot, round, papers);
    crate::board::wake(kernel);
    Ok(())
}

/// The next round of dealing: no paper handed out before is in the box any more. Real paper stays with whoever took it.
async fn redeal(act: &mut Act, held: &Ballot) -> Result<i64> {
    let round = held.round + 1;
    sql("UPDATE ballot SET state = 'dealing', round = $1, version = version + 1 WHERE id = $2")
        .bind(round)
        .bind(held.id)
        .run(&mut *act)
        .await?;
    sql("DELETE FROM ballot_paper WHERE ballot_id = $1")
        .bind(held.id)
        .run(&mut *act)
        .await?;
    sql("UPDATE ballot_roll SET taken = 'nothing' WHERE ballot_id = $1 AND taken = 'electronic'")
        .bind(held.id)
        .run(&mut *act)
        .await?;
    Ok(round)
}

/// A server starts: what was being dealt is dealt anew to all, because who holds which paper was known to memory alone.
/// Several servers that start while one deals do the same: papers are dealt once more than needed, never once too few.
pub async fn restarted(kernel: &Kernel) -> Result<()> {
    let dealing: Vec<(Id, Id)> = sql("SELECT id, organ_id FROM ballot WHERE state = 'dealing'")
        .all(&kernel.db)
        .await?;
    for (ballot, organ) in dealing {
        let system = Actor::system(organ, kernel.clock.today());
        let (mut act, held) = guard::begin(kernel, &system, ballot).await?;
        if held.state != State::Dealing {
            act.rollback().await?;
            continue;
        }
        let round = redeal(&mut act, &held).await?;
        let count = record::roll_length(&mut act, ballot).await?;
        let papers = paper::lay(&mut act, ballot, count).await?;
        act.commit().await?;
        booth::keep(kernel, ballot, round, papers);
    }
    Ok(())
}

/// Begins the vote. A secret ballot must have been dealt: handing out ends here, papers nobody took are destroyed, and
/// memory forgets who holds which. An open one is opened with its roll.
pub async fn open(kernel: &Kernel, actor: &Actor, ballot: Id, roll: &[(Id, String)]) -> Result<()> {
    let (mut act, held) = guard::begin(kernel, actor, ballot).await?;
    let count = if held.secret {
        must(&held, &[State::Dealing])?;
        let left = booth::end(kernel, ballot);
        paper::destroy(&mut act, ballot, &left).await?;
        record::roll_length(&mut act, ballot).await?
    } else {
        must(&held, &[State::Asked])?;
        write_roll(&mut act, ballot, roll).await?;
        roll.len()
    };
    let at = act.at.0;
    sql("UPDATE ballot SET state = 'open', opened_at = $1, version = version + 1 WHERE id = $2")
        .bind(at)
        .bind(ballot)
        .run(&mut act)
        .await?;
    if held.secret {
        kernel::session::quiet(&mut act, ballot, true).await?;
    }
    told(kernel, &mut act, &held, "ballot_opened", count).await?;
    act.commit().await?;
    crate::board::wake(kernel);
    Ok(())
}

/// Breaks a ballot off: it counts for nothing, whatever was put in is destroyed.
pub async fn cancel(kernel: &Kernel, actor: &Actor, ballot: Id, why: &str) -> Result<()> {
    let (mut act, held) = guard::begin(kernel, actor, ballot).await?;
    must(&held, &[State::Asked, State::Dealing, State::Open])?;
    booth::end(kernel, ballot);
    for table in [
        "DELETE FROM ballot_paper WHERE ballot_id = $1",
        "DELETE FROM ballot_vote WHERE ballot_id = $1",
        "DELETE FROM ballot_count WHERE ballot_id = $1",
    ] {
        sql(table).bind(ballot).run(&mut act).await?;
    }
    void(&mut act, ballot).await?;
    kernel::session::quiet(&mut act, ballot, false).await?;
    if !held.trial {
        let mut data = about(&held);
        data.insert("said".to_owned(), json!(why));
        data.insert("grave".to_owned(), json!(true));
        tell(
            kernel,
            &mut act,
            held.matter_id,
            "ballot_void",
            Audience::Parties,
            &data,
        )
        .await?;
    }
    act.commit().await?;
    crate::board::wake(kernel);
    Ok(())
}

/// Writes who may vote. Those who stand there already keep what they took; nobody who took something goes.
async fn write_roll(act: &mut Act, ballot: Id, roll: &[(Id, String)]) -> Result<()> {
    if roll.is_empty() {
        return Err(Error::refused("ballot-roll-empty"));
    }
    sql("DELETE FROM ballot_roll WHERE ballot_id = $1 AND taken <> 'paper'")
        .bind(ballot)
        .run(&mut *act)
        .await?;
    for (chunk, some) in roll.chunks(200).enumerate() {
        let rows: Vec<String> = (0..some.len())
            .map(|i| {
                let n = 1 + i * 4;
                format!("(${}, ${}, ${}, ${}, 'nothing')", n, n + 1, n + 2, n + 3)
            })
            .collect();
        let mut insert = sql(format!(
            "INSERT INTO ballot_roll (ballot_id, person_id, place, name, taken) VALUES {}
             ON CONFLICT (ballot_id, person_id) DO NOTHING",
            rows.join(", ")
        ));
        for (i, (person, name)) in some.iter().enumerate() {
            insert = insert
                .bind(ballot)
                .bind(*person)
                .bind((chunk * 200 + i) as i64)
                .bind(name);
        }
        insert.run(&mut *act).await?;
    }
    Ok(())
}

/// The place of those who came after the roll was made.
const LATE: i64 = 1_000_000;

/// Notes that somebody took a sheet of paper instead of voting on his device, or that he gave it back unused. Whoever
/// came after the roll was made, under `name`, joins it so; in an open ballot he may vote on his device as well.
///
/// While papers are dealt, memory still knows which one is his: it is destroyed, and he takes a sheet instead. Once the
/// vote runs nobody knows: he who took one has no other, or he would have two.
pub async fn mark_paper(
    kernel: &Kernel,
    actor: &Actor,
    ballot: Id,
    person: Id,
    name: &str,
    took: bool,
) -> Result<()> {
    let (mut act, held) = guard::begin(kernel, actor, ballot).await?;
    must(&held, &[State::Dealing, State::Open])?;
    let found = record::taken(&mut act, ballot, person).await?;
    if !held.secret
        && sql("SELECT person_id FROM ballot_vote WHERE ballot_id = $1 AND person_id = $2")
            .bind(ballot)
            .bind(person)
            .exists(&mut act)
            .await?
    {
        return Err(Error::refused("ballot-has-voted"));
    }
    let mut exchanged = false;
    match (found, took) {
        (Some(Taken::Electronic), true) if held.state == State::Dealing => {
            let digest = booth::held_by(kernel, ballot, held.round, person);
            let digest = digest.ok_or_else(|| Error::refused("ballot-taken-from-another"))?;
            paper::destroy(&mut act, ballot, &[digest]).await?;
            sql("UPDATE ballot_roll SET taken = 'paper' WHERE ballot_id = $1 AND person_id = $2")
                .bind(ballot)
                .bind(person)
                .run(&mut act)
                .await?;
            exchanged = true;
        }
        (Some(Taken::Electronic), _) => return Err(Error::refused("ballot-has-electronic")),
        (Some(_), took) => {
            let taken = if took { Taken::Paper } else { Taken::Nothing };
            sql("UPDATE ballot_roll SET taken = $1 WHERE ballot_id = $2 AND person_id = $3")
                .bind(taken.code())
                .bind(ballot)
                .bind(person)
                .run(&mut act)
                .await?;
        }
        (None, took) if took || !held.secret => {
            let taken = if took { Taken::Paper } else { Taken::Nothing };
            sql("INSERT INTO ballot_roll (ballot_id, person_id, place, name, taken) VALUES ($1, $2, $3, $4, $5)")
                .bind(ballot)
                .bind(person)
                .bind(LATE)
                .bind(name)
                .bind(taken.code())
                .run(&mut act)
                .await?;
        }
        (None, _) => return Err(Error::NotFound),
    }
    act.commit().await?;
    if exchanged {
        booth::forget(kernel, ballot, person);
    }
    crate::board::wake(kernel);
    Ok(())
}

/// What the matter's history says of a ballot: never who, never what.
pub(crate) fn about(held: &Ballot) -> Map<String, serde_json::Value> {
    Map::from_iter([
        ("ballot".to_owned(), json!(held.id)),
        ("secret".to_owned(), json!(held.secret)),
        ("meeting".to_owned(), json!(held.meeting_id)),
    ])
}

async fn told(
    kernel: &Kernel,
    act: &mut Act,
    held: &Ballot,
    kind: &'static str,
    roll: usize,
) -> Result<()> {
    if held.trial {
        return Ok(());
    }
    let mut data = about(held);
    data.insert("roll".to_owned(), json!(roll));
    tell(kernel, act, held.matter_id, kind, Audience::Parties, &data).await
}
