//! Handing out the papers of a secret ballot. Which member holds which paper stands here, in this process's memory, while
//! papers are handed out, so that a member who asks again is given the same one; it is forgotten when that ends.
//!
//! Each server lays papers of its own into the box and hands out those. The roll says who took one, so that nobody is
//! given a second by another server.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use kernel::Kernel;
use kernel::access::Actor;
use kernel::db::{Tx, sql};
use kernel::error::{Error, Result};
use kernel::id::Id;

use crate::guard::{self, Hold};
use crate::paper::{self, Token};
use crate::record::{self, Ballot, State, Taken};

/// What this process hands out.
#[derive(Default)]
pub(crate) struct Booth {
    dealt: Mutex<HashMap<Id, Dealt>>,
    /// One batch is laid at a time.
    laying: tokio::sync::Mutex<()>,
}

struct Dealt {
    round: i64,
    free: Vec<Token>,
    given: HashMap<Id, Given>,
}

/// A member's paper. It is his once the roll says that he took it from here: until `written`, another server may have
/// given him one.
struct Given {
    token: Token,
    written: bool,
}

impl Booth {
    fn dealt(&self) -> MutexGuard<'_, HashMap<Id, Dealt>> {
        self.dealt.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Papers that were laid into the box, to be handed out by this process.
pub(crate) fn keep(kernel: &Kernel, ballot: Id, round: i64, papers: Vec<Token>) {
    let dealt = Dealt {
        round,
        free: papers,
        given: HashMap::new(),
    };
    kernel.memory.of::<Booth>().dealt().insert(ballot, dealt);
}

/// Handing out has ended: forgets who holds what, and gives the digests of the papers nobody took.
pub(crate) fn end(kernel: &Kernel, ballot: Id) -> Vec<Vec<u8>> {
    let gone = kernel.memory.of::<Booth>().dealt().remove(&ballot);
    gone.map(|d| d.free.iter().map(Token::digest).collect())
        .unwrap_or_default()
}

/// The digest of the paper somebody was handed in that round by this process.
pub(crate) fn held_by(kernel: &Kernel, ballot: Id, round: i64, person: Id) -> Option<Vec<u8>> {
    let booth = kernel.memory.of::<Booth>();
    let dealt = booth.dealt();
    let mine = dealt.get(&ballot).filter(|d| d.round == round)?;
    mine.given.get(&person).map(|g| g.token.digest())
}

/// Forgets the paper of somebody who took a sheet in its place.
pub(crate) fn forget(kernel: &Kernel, ballot: Id, person: Id) {
    if let Some(mine) = kernel.memory.of::<Booth>().dealt().get_mut(&ballot) {
        mine.given.remove(&person);
    }
}

/// The ballots this process hands papers of, with the round of each.
pub(crate) fn dealing(kernel: &Kernel) -> Vec<(Id, i64)> {
    let booth = kernel.memory.of::<Booth>();
    let dealt = booth.dealt();
    dealt.iter().map(|(id, d)| (*id, d.round)).collect()
}

/// Gives a member his paper, the same one as often as he asks while papers are handed out; and the round it is of.
pub async fn take(kernel: &Kernel, actor: &Actor, ballot: Id) -> Result<(String, i64)> {
    let person = actor.person.ok_or(Error::NotFound)?;
    stock(kernel, actor, ballot).await?;
    let booth = kernel.memory.of::<Booth>();
    let mut tx = guard::own(kernel, actor).await?;
    let (held, _) = held(kernel, &mut tx, ballot, person).await?;
    // Of two servers that are asked at once one writes this row, and the other waits for it to be written.
    let first = sql(
        "UPDATE ballot_roll SET taken = 'electronic' WHERE ballot_id = $1 AND person_id = $2 AND taken = 'nothing'",
    )
    .bind(ballot)
    .bind(person)
    .run(&mut tx)
    .await?
        == 1;
    let token = {
        let mut dealt = booth.dealt();
        let mine = of_round(&mut dealt, ballot, held.round)?;
        match mine.given.get(&person) {
            Some(given) if first || given.written => given.token.clone(),
            None if first => {
                let token = mine
                    .free
                    .pop()
                    .ok_or_else(|| Error::refused("ballot-taken-elsewhere"))?;
                let given = Given {
                    token: token.clone(),
                    written: false,
                };
                mine.given.insert(person, given);
                token
            }
            _ => return Err(Error::refused("ballot-taken-elsewhere")),
        }
    };
    tx.commit().await?;
    if let Some(given) = of_round(&mut booth.dealt(), ballot, held.round)?
        .given
        .get_mut(&person)
    {
        given.written = true;
    }
    Ok((token.print(), held.round))
}

/// What this process hands out in that round; when papers were dealt anew between two looks, the member asks again.
fn of_round(dealt: &mut HashMap<Id, Dealt>, ballot: Id, round: i64) -> Result<&mut Dealt> {
    dealt
        .get_mut(&ballot)
        .filter(|d| d.round == round)
        .ok_or_else(|| Error::refused("ballot-dealt-anew"))
}

/// The ballot under its lock and what the member took, where he may be given a paper now.
async fn held(kernel: &Kernel, tx: &mut Tx, ballot: Id, person: Id) -> Result<(Ballot, Taken)> {
    let held = guard::hold(&mut *tx, kernel.db.kind(), ballot, Hold::Shared).await?;
    let taken = record::taken(&mut *tx, ballot, person).await?;
    let taken = taken.ok_or(Error::NotFound)?;
    if !held.secret {
        return Err(Error::refused("ballot-not-secret"));
    }
    match (held.state, taken) {
        (State::Dealing, Taken::Paper) => Err(Error::refused("ballot-has-paper")),
        (State::Dealing, taken) => Ok((held, taken)),
        _ => Err(Error::refused("ballot-dealing-over")),
    }
}

/// Sees to it that this process has papers to hand out: another one may have begun dealing.
async fn stock(kernel: &Kernel, actor: &Actor, ballot: Id) -> Result<()> {
    let booth = kernel.memory.of::<Booth>();
    let round = record::by_id(&kernel.db, ballot).await?.round;
    let has = |booth: &Booth| booth.dealt().get(&ballot).is_some_and(|d| d.round == round);
    if has(&booth) {
        return Ok(());
    }
    let _one = booth.laying.lock().await;
    if has(&booth) {
        return Ok(());
    }
    let mut tx = guard::own(kernel, actor).await?;
    let person = actor.person.ok_or(Error::NotFound)?;
    let (held, _) = held(kernel, &mut tx, ballot, person).await?;
    let count = record::roll_length(&mut tx, ballot).await?;
    let papers = paper::lay(&mut tx, ballot, count).await?;
    tx.commit().await?;
    keep(kernel, ballot, held.round, papers);
    Ok(())
}

/// Another process ended, or began anew, the dealing of papers this one holds: they are destroyed and forgotten.
pub(crate) async fn tidy(kernel: &Kernel) -> Result<()> {
    for (ballot, round) in dealing(kernel) {
        let seen = record::by_id(&kernel.db, ballot).await?;
        if seen.state == State::Dealing && seen.round <= round {
            continue;
        }
        let left = end(kernel, ballot);
        let system = Actor::system(seen.organ_id, kernel.clock.today());
        let mut act = kernel.system_act(&system).await?;
        paper::destroy(&mut act, ballot, &left).await?;
        act.commit().await?;
    }
    Ok(())
}
