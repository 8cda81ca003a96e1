//! Ballots as stored.

use kernel::clock::Instant;
use kernel::db::{On, sql};
use kernel::error::{Error, Result};
use kernel::id::Id;
use serde::{Deserialize, Serialize};
use sqlx_macros::FromRow;
use threshold::Source;

use crate::tally::{Choice, Sheet};
use crate::{LineResult, NewLine, Outcome};

/// How far a ballot is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Asked for, not put to the vote yet.
    Asked,
    /// The papers of a secret ballot are handed out; none is taken yet.
    Dealing,
    /// Votes are taken.
    Open,
    Closed,
    /// Broken off; counts for nothing.
    Void,
}

impl State {
    pub const ALL: [State; 5] = [
        State::Asked,
        State::Dealing,
        State::Open,
        State::Closed,
        State::Void,
    ];

    pub fn code(self) -> &'static str {
        match self {
            State::Asked => "asked",
            State::Dealing => "dealing",
            State::Open => "open",
            State::Closed => "closed",
            State::Void => "void",
        }
    }

    pub fn parse(code: &str) -> Option<State> {
        State::ALL.into_iter().find(|s| s.code() == code)
    }

    /// Members see it on their devices.
    pub fn runs(self) -> bool {
        matches!(self, State::Dealing | State::Open)
    }
}

/// What somebody on the roll took to vote with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Taken {
    Nothing,
    /// A paper of the program, on his own device.
    Electronic,
    /// A sheet of paper.
    Paper,
}

impl Taken {
    pub fn code(self) -> &'static str {
        match self {
            Taken::Nothing => "nothing",
            Taken::Electronic => "electronic",
            Taken::Paper => "paper",
        }
    }

    pub fn parse(code: &str) -> Option<Taken> {
        [Taken::Nothing, Taken::Electronic, Taken::Paper]
            .into_iter()
            .find(|t| t.code() == code)
    }
}

kernel::read_by_code!(State, Taken);

/// A row of `ballot`.
#[derive(Debug, Clone, FromRow)]
pub struct Ballot {
    pub id: Id,
    pub organ_id: Id,
    /// The matter voted on; of a trial, the meeting.
    pub matter_id: Id,
    /// The meeting that holds it, once one does.
    pub meeting_id: Option<Id>,
    pub title: String,
    pub body: String,
    pub secret: bool,
    /// 试投: leaves nothing behind.
    pub trial: bool,
    pub majority: String,
    at_most: Option<i64>,
    /// An election in which a name may be written in (另选他人).
    pub write_ins: bool,
    pub state: State,
    /// How often papers were dealt.
    pub round: i64,
    /// Raised by every change of state.
    pub version: i64,
    spoiled: i64,
    pub asked_at: i64,
    pub opened_at: Option<i64>,
    pub closed_at: Option<i64>,
    outcome: Option<String>,
}

impl Ballot {
    /// An election: at most so many lines of a paper may be "for".
    pub fn at_most(&self) -> Option<u32> {
        self.at_most.and_then(|n| u32::try_from(n).ok())
    }

    /// Spoiled sheets that were exchanged.
    pub fn spoiled(&self) -> u32 {
        u32::try_from(self.spoiled).unwrap_or_default()
    }

    /// What it came to, once closed.
    pub fn frozen(&self) -> Option<Frozen> {
        serde_json::from_str(self.outcome.as_deref()?).ok()
    }
}

/// What a closed ballot keeps for good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    pub outcome: Outcome,
    pub sheet: Sheet,
    /// Of how many the majority was taken, and the article it rests on.
    pub base: u32,
    pub source: Source,
    /// Lines of an election to be voted on again because they are tied for the last seats.
    pub tied: Vec<String>,
    /// The two tellers who counted sheets of paper.
    pub tellers: Vec<String>,
}

impl Frozen {
    /// Whether everything on the paper passed.
    pub fn all_passed(&self) -> bool {
        self.outcome.lines.iter().all(|l: &LineResult| l.passed)
    }
}

/// A row of `ballot_line`.
#[derive(Debug, Clone, PartialEq, Eq, FromRow, Serialize)]
pub struct Line {
    pub place: i64,
    pub code: String,
    pub title: String,
}

impl From<Line> for NewLine {
    fn from(line: Line) -> NewLine {
        NewLine {
            code: line.code,
            title: line.title,
        }
    }
}

/// Somebody on the roll.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Elector {
    pub person_id: Id,
    pub name: String,
    pub taken: Taken,
}

/// A line of the frozen roll.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenElector {
    pub person: Id,
    pub name: String,
    pub taken: Taken,
    /// What he voted in an open ballot; never there in a secret one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
}

pub(crate) const COLUMNS: &str = "b.id, b.organ_id, b.matter_id, b.meeting_id, b.title, b.body, b.secret, b.trial, \
    b.majority, b.at_most, b.write_ins, b.state, b.round, b.version, b.spoiled, b.asked_at, b.opened_at, b.closed_at, b.outcome";

/// One ballot, whoever asks.
pub async fn by_id(on: impl On, ballot: Id) -> Result<Ballot> {
    sql(format!("SELECT {COLUMNS} FROM ballot b WHERE b.id = $1"))
        .bind(ballot)
        .optional(on)
        .await?
        .ok_or(Error::NotFound)
}

/// The ballots on a matter, the first one first, whoever asks: its readers' pages show them.
pub async fn of_matter(on: impl On, matter: Id) -> Result<Vec<Ballot>> {
    Ok(sql(format!(
        "SELECT {COLUMNS} FROM ballot b WHERE b.matter_id = $1 AND NOT b.trial ORDER BY b.id"
    ))
    .bind(matter)
    .all(on)
    .await?)
}

/// The ballots a meeting holds or held, trials with them, in the order they were asked for, whoever asks.
pub async fn of_meeting(on: impl On, meeting: Id) -> Result<Vec<Ballot>> {
    Ok(sql(format!(
        "SELECT {COLUMNS} FROM ballot b WHERE b.meeting_id = $1 ORDER BY b.id"
    ))
    .bind(meeting)
    .all(on)
    .await?)
}

/// Ballots asked of a body of an organ that no meeting holds yet, whoever asks.
pub async fn waiting(on: impl On, organ: Id, body: &str) -> Result<Vec<Ballot>> {
    Ok(sql(format!(
        "SELECT {COLUMNS} FROM ballot b WHERE b.organ_id = $1 AND b.state = 'asked' AND b.body = $2
           AND b.meeting_id IS NULL ORDER BY b.id"
    ))
    .bind(organ)
    .bind(body)
    .all(on)
    .await?)
}

/// What stands on a ballot's paper.
pub async fn lines(on: impl On, ballot: Id) -> Result<Vec<Line>> {
    Ok(
        sql("SELECT place, code, title FROM ballot_line WHERE ballot_id = $1 ORDER BY place")
            .bind(ballot)
            .all(on)
            .await?,
    )
}

/// Who may vote, in the order of the roll.
pub async fn roll(on: impl On, ballot: Id) -> Result<Vec<Elector>> {
    Ok(
        sql("SELECT person_id, name, taken FROM ballot_roll WHERE ballot_id = $1 ORDER BY place")
            .bind(ballot)
            .all(on)
            .await?,
    )
}

/// The roll as it was frozen when the ballot was closed.
pub async fn frozen_roll(on: impl On, ballot: Id) -> Result<Vec<FrozenElector>> {
    let found: Option<(Option<String>,)> = sql("SELECT roll FROM ballot WHERE id = $1")
        .bind(ballot)
        .optional(on)
        .await?;
    let text = found.and_then(|(text,)| text).unwrap_or_default();
    Ok(serde_json::from_str(&text).unwrap_or_default())
}

/// How many stand on its roll.
pub(crate) async fn roll_length(on: impl On, ballot: Id) -> Result<usize> {
    let count = sql("SELECT CAST(COUNT(*) AS BIGINT) FROM ballot_roll WHERE ballot_id = $1");
    Ok(usize::try_from(count.bind(ballot).count(on).await?).unwrap_or_default())
}

/// How many lines its paper has.
pub(crate) async fn paper_length(on: impl On, ballot: Id) -> Result<usize> {
    let count = sql("SELECT CAST(COUNT(*) AS BIGINT) FROM ballot_line WHERE ballot_id = $1");
    Ok(usize::try_from(count.bind(ballot).count(on).await?).unwrap_or_default())
}

/// What somebody on the roll took; none for whoever does not stand there.
pub async fn taken(on: impl On, ballot: Id, person: Id) -> Result<Option<Taken>> {
    let found: Option<(Taken,)> =
        sql("SELECT taken FROM ballot_roll WHERE ballot_id = $1 AND person_id = $2")
            .bind(ballot)
            .bind(person)
            .optional(on)
            .await?;
    Ok(found.map(|(taken,)| taken))
}

/// Seconds a closed ballot stays on its members' pages.
const SHOWN: i64 = 1_800;

/// The ballots on whose roll somebody stands that run or have ended shortly before `now`, the latest first.
pub async fn of_person(on: impl On, person: Id, now: Instant) -> Result<Vec<Ballot>> {
    Ok(sql(format!(
        "SELECT {COLUMNS} FROM ballot b JOIN ballot_roll r ON r.ballot_id = b.id
         WHERE r.person_id = $1 AND (b.state IN ('dealing', 'open') OR (b.state = 'closed' AND b.closed_at > $2))
         ORDER BY COALESCE(b.closed_at, b.opened_at, b.asked_at) DESC, b.id DESC"
    ))
    .bind(person)
    .bind(now.plus_seconds(-SHOWN).0)
    .all(on)
    .await?)
}
