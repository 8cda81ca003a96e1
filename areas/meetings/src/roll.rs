//! The roll of a meeting as others ask for it: who is entitled, who is there, who stays out of an item, and what that
//! makes of the body's counts. A ballot is held on this.

use kernel::db::On;
use kernel::error::Result;
use kernel::id::Id;
use threshold::{Electorate, Verdict};

use crate::model::body::BodyKind;
use crate::model::roll::{Leave, Out, Part, quorum};
use crate::store::roll::{Attendee, Recusal};
use crate::store::sitting::Sitting;
use crate::store::{self, body, roll, sitting};

/// One line of the roll.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// None for a guest who is in no register; a member always has one.
    pub person: Option<Id>,
    pub name: String,
    /// The code of a member's duty; what a guest is, as typed.
    pub duty: String,
    /// A member of the body: counts among all members, and votes.
    pub entitled: bool,
    /// Is there now.
    pub present: bool,
    /// Leave was granted.
    pub excused: bool,
    /// Stays out of the item asked about (回避): takes no part in its vote, and still counts among all members.
    pub recused: bool,
    /// Is away for the item asked about.
    pub away: bool,
}

/// A roll with the counts of its body at the date of the meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roll {
    pub meeting: Id,
    pub body: BodyKind,
    /// `province`, `city`, `county`, `township`.
    pub level: String,
    pub lines: Vec<Line>,
    /// Frozen once the meeting closed.
    pub electorate: Electorate,
    /// The meeting sits: it was opened and has not closed.
    pub sits: bool,
}

impl Roll {
    /// Whether those present are enough.
    pub fn quorum(&self) -> Option<Verdict> {
        quorum(self.body.code(), &self.level, self.electorate)
    }

    /// Those who may vote on the item asked about: entitled, present, not out of it.
    pub fn voters(&self) -> impl Iterator<Item = &Line> {
        self.lines
            .iter()
            .filter(|l| l.entitled && l.present && !l.recused && !l.away)
    }
}

/// The roll of a meeting, and for an item who stays out of it; none for a meeting of no body.
pub async fn read(on: &mut impl On, meeting: Id, item: Option<Id>) -> Result<Option<Roll>> {
    let Some(sitting) = sitting::read(&mut *on, meeting).await? else {
        return Ok(None);
    };
    let attendees = roll::of(&mut *on, meeting).await?;
    let recusals = match item {
        Some(_) => roll::recusals(&mut *on, meeting).await?,
        None => Vec::new(),
    };
    let seats = match sitting.seats {
        Some(seats) => seats,
        None => {
            let event = store::read(&mut *on, meeting).await?;
            let all = body::seats(&mut *on, sitting.body_id).await?;
            event.map_or(0, |e| body::seats_on(&all, e.from_on))
        }
    };
    let electorate = electorate(&sitting, &attendees, seats);
    Ok(Some(Roll {
        meeting,
        body: sitting.kind,
        level: sitting.level.clone(),
        lines: attendees.iter().map(|a| line(a, item, &recusals)).collect(),
        electorate,
        sits: sitting.opened_at.is_some() && sitting.closed_at.is_none(),
    }))
}

/// The counts of the roll: as frozen, or as they are.
pub(crate) fn electorate(sitting: &Sitting, all: &[Attendee], seats: i64) -> Electorate {
    let count = |n: i64| u32::try_from(n).unwrap_or(0);
    let members = || all.iter().filter(|a| a.part == Part::Member);
    Electorate {
        seats: count(sitting.seats.unwrap_or(seats)),
        members: count(sitting.members.unwrap_or_else(|| members().count() as i64)),
        present: count(
            sitting
                .present
                .unwrap_or_else(|| members().filter(|a| a.is_present()).count() as i64),
        ),
    }
}

fn line(a: &Attendee, item: Option<Id>, recusals: &[Recusal]) -> Line {
    let out = |kind: Out| {
        recusals
            .iter()
            .any(|r| Some(r.item_id) == item && Some(r.person_id) == a.person_id && r.kind == kind)
    };
    Line {
        person: a.person_id,
        name: a.name.clone(),
        duty: a.duty.clone(),
        entitled: a.part == Part::Member,
        present: a.is_present(),
        excused: a.leave_state == Some(Leave::Granted),
        recused: out(Out::Recused),
        away: out(Out::Away),
    }
}
