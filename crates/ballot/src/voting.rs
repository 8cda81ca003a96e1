//! A member's vote in an open ballot, and how far a ballot is.

use kernel::Kernel;
use kernel::access::Actor;
use kernel::db::{On, sql};
use kernel::error::{Error, Result};
use kernel::id::Id;
use serde::Serialize;

use crate::guard::{self, Hold};
use crate::paper;
use crate::record::{self, Ballot, State, Taken};
use crate::run::must;
use crate::tally::{self, Choice};

/// How many have voted: all that anybody is told before the ballot is closed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Members on the roll.
    pub roll: u32,
    /// Papers of the program handed out; in an open ballot everybody on the roll holds one.
    pub handed: u32,
    /// Sheets of paper handed out.
    pub paper: u32,
    /// Votes put in on devices.
    pub voted: u32,
}

/// How far a ballot is.
pub async fn progress(mut on: impl On, ballot: &Ballot) -> Result<Progress> {
    let of = |n: i64| u32::try_from(n).unwrap_or_default();
    let (roll, electronic, paper): (i64, i64, i64) = sql("SELECT CAST(COUNT(*) AS BIGINT),
           CAST(COALESCE(SUM(CASE WHEN taken = 'electronic' THEN 1 ELSE 0 END), 0) AS BIGINT),
           CAST(COALESCE(SUM(CASE WHEN taken = 'paper' THEN 1 ELSE 0 END), 0) AS BIGINT)
         FROM ballot_roll WHERE ballot_id = $1")
    .bind(ballot.id)
    .one(&mut on)
    .await?;
    let votes = match ballot.secret {
        true => {
            "SELECT CAST(COUNT(*) AS BIGINT) FROM ballot_paper WHERE ballot_id = $1 AND choices IS NOT NULL"
        }
        false => "SELECT CAST(COUNT(*) AS BIGINT) FROM ballot_vote WHERE ballot_id = $1",
    };
    let voted = sql(votes).bind(ballot.id).count(&mut on).await?;
    let handed = match ballot.secret {
        true => electronic,
        false => roll - paper,
    };
    Ok(Progress {
        roll: of(roll),
        handed: of(handed),
        paper: of(paper),
        voted: of(voted),
    })
}

/// Votes in an open ballot; durable when it returns. The first vote stands: the same again is acknowledged again, another
/// is refused.
pub async fn vote(kernel: &Kernel, actor: &Actor, ballot: Id, choices: &[Choice]) -> Result<()> {
    let person = actor.person.ok_or(Error::NotFound)?;
    let lines = record::paper_length(&kernel.db, ballot).await?;
    let mut tx = guard::own(kernel, actor).await?;
    let held = guard::hold(&mut tx, kernel.db.kind(), ballot, Hold::Shared).await?;
    // Who is not on the roll is told nothing of it.
    let taken = record::taken(&mut tx, ballot, person).await?;
    let taken = taken.ok_or(Error::NotFound)?;
    if held.secret {
        return Err(Error::refused("ballot-is-secret"));
    }
    let written = tally::written(choices, &[]);
    if held.state == State::Open && taken != Taken::Paper {
        tally::check(choices, lines, held.at_most()).map_err(paper::fault)?;
        let put = sql(
            "INSERT INTO ballot_vote (ballot_id, person_id, choices) VALUES ($1, $2, $3)
             ON CONFLICT (ballot_id, person_id) DO NOTHING",
        )
        .bind(ballot)
        .bind(person)
        .bind(&written)
        .run(&mut tx)
        .await?;
        if put == 1 {
            return Ok(tx.commit().await?);
        }
    }
    let before: Option<(String,)> =
        sql("SELECT choices FROM ballot_vote WHERE ballot_id = $1 AND person_id = $2")
            .bind(ballot)
            .bind(person)
            .optional(&mut tx)
            .await?;
    tx.rollback().await?;
    match before {
        Some((before,)) if before == written => Ok(()),
        _ if taken == Taken::Paper => Err(Error::refused("ballot-has-paper")),
        _ => {
            must(&held, &[State::Open])?;
            Err(Error::refused("ballot-voted-otherwise"))
        }
    }
}

/// What a member voted in an open ballot, for himself.
pub async fn voted(on: impl On, ballot: Id, person: Id) -> Result<Option<Vec<Choice>>> {
    let found: Option<(String,)> =
        sql("SELECT choices FROM ballot_vote WHERE ballot_id = $1 AND person_id = $2")
            .bind(ballot)
            .bind(person)
            .optional(on)
            .await?;
    Ok(found.map(|(choices,)| tally::read(&choices)))
}
