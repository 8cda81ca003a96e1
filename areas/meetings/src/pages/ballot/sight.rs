//! For whom a ballot exists, and what he is to it.

use ballot::{Ballot, State};
use frame::App;
use kernel::access::Actor;
use kernel::error::{Error, Result};
use kernel::id::Id;
use kernel::matter::listing;

/// A ballot with what the reader is to it.
pub(super) struct Sight {
    pub ballot: Ballot,
    /// Runs it: the clerk at the desk.
    pub runs: bool,
    /// Stands on its roll.
    pub votes: bool,
}

impl Sight {
    /// What somebody who counts sheets of paper may do.
    pub fn counts(&self) -> bool {
        self.ballot.state == State::Open && (self.runs || self.votes)
    }
}

/// The ballot as it exists for `actor`: he reads its matter or, once it is dealt or opened, stands on its roll. For
/// everybody else there is none.
pub(super) async fn see(app: &App, actor: &Actor, id: Id) -> Result<Sight> {
    let db = &app.kernel().db;
    let ballot = ballot::by_id(db, id).await?;
    let reads = listing::visible(db, actor, ballot.matter_id).await?;
    let votes = ballot.state != State::Asked && ballot::count::on_roll(db, id, actor).await?;
    if !reads && !votes {
        return Err(Error::NotFound);
    }
    Ok(Sight {
        runs: reads && ballot::runs(actor) && ballot.organ_id == actor.organ,
        votes,
        ballot,
    })
}

/// The same for whoever runs it; others are told that it is not theirs.
pub(super) async fn run(app: &App, actor: &Actor, id: Id) -> Result<Sight> {
    let sight = see(app, actor, id).await?;
    if !sight.runs {
        actor.authorize(kernel::access::Permission::Register)?;
        return Err(Error::NotFound);
    }
    Ok(sight)
}
