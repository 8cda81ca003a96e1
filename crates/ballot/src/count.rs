//! Counting sheets of paper: two tellers (计票人、监票人), each on his own account and for himself, must agree.

use std::collections::BTreeMap;

use kernel::Kernel;
use kernel::access::Actor;
use kernel::db::{On, sql};
use kernel::error::{Error, FieldError, Message, Result};
use kernel::id::Id;
use kernel::matter::listing;

use crate::guard::{self, Hold};
use crate::record::{self, Ballot, Line, State};
use crate::run::must;
use crate::tally::{self, Marks};

/// What sheets of paper say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheets {
    /// Sheets taken out of the box.
    pub returned: u32,
    /// What they say, line by line.
    pub lines: Vec<Marks>,
    /// Names written in (另选他人) with their votes, sorted by name.
    pub written: Vec<(String, u32)>,
}

/// One teller's count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    pub account: Id,
    pub teller: String,
    pub sheets: Sheets,
}

/// Tellers who count a ballot.
pub const TELLERS: usize = 2;

/// The counts entered so far, the first one first.
pub async fn entries(on: impl On, ballot: Id) -> Result<Vec<Counted>> {
    let rows: Vec<(Id, String, i64, String, String)> = sql(
        "SELECT account_id, teller, returned, lines, written FROM ballot_count WHERE ballot_id = $1
         ORDER BY counted_at, account_id",
    )
    .bind(ballot)
    .all(on)
    .await?;
    rows.into_iter()
        .map(|(account, teller, returned, lines, written)| {
            Ok(Counted {
                account,
                teller,
                sheets: Sheets {
                    returned: u32::try_from(returned).unwrap_or_default(),
                    lines: serde_json::from_str(&lines).map_err(Error::internal)?,
                    written: serde_json::from_str(&written).map_err(Error::internal)?,
                },
            })
        })
        .collect()
}

/// How two counts compare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Agreement {
    /// So many tellers have yet to enter theirs.
    Waiting(usize),
    /// The lines, by place, on which they differ; the number of sheets too, where `returned`, and the names written in, where
    /// `written`.
    Differ {
        returned: bool,
        lines: Vec<usize>,
        written: bool,
    },
    /// Both say this.
    Agree(Sheets),
}

/// Compares what the tellers entered.
pub fn compare(entries: &[Counted]) -> Agreement {
    let [one, other] = entries else {
        return Agreement::Waiting(TELLERS.saturating_sub(entries.len()));
    };
    let (one, other) = (&one.sheets, &other.sheets);
    if one == other {
        return Agreement::Agree(one.clone());
    }
    Agreement::Differ {
        returned: one.returned != other.returned,
        lines: (0..one.lines.len().max(other.lines.len()))
            .filter(|i| one.lines.get(*i) != other.lines.get(*i))
            .collect(),
        written: one.written != other.written,
    }
}

/// Whether `actor` may count: he runs ballots and sees the matter, or stands on the roll.
pub async fn may(kernel: &Kernel, actor: &Actor, ballot: Id) -> Result<bool> {
    let seen = record::by_id(&kernel.db, ballot).await?;
    if guard::runs(actor) && listing::visible(&kernel.db, actor, seen.matter_id).await? {
        return Ok(true);
    }
    on_roll(&kernel.db, ballot, actor).await
}

/// Whether `actor` stands on a ballot's roll.
pub async fn on_roll(on: impl On, ballot: Id, actor: &Actor) -> Result<bool> {
    let Some(person) = actor.person else {
        return Ok(false);
    };
    Ok(
        sql("SELECT person_id FROM ballot_roll WHERE ballot_id = $1 AND person_id = $2")
            .bind(ballot)
            .bind(person)
            .exists(on)
            .await?,
    )
}

/// Enters what the acting teller counted where no name was written in: [`enter_sheets`].
pub async fn enter(
    kernel: &Kernel,
    actor: &Actor,
    ballot: Id,
    returned: u32,
    lines: &[Marks],
) -> Result<()> {
    let sheets = Sheets {
        returned,
        lines: lines.to_vec(),
        written: Vec::new(),
    };
    enter_sheets(kernel, actor, ballot, sheets).await
}

/// Names as tellers read them: each once, as it is counted, sorted.
fn merged(written: &[(String, u32)]) -> Result<Vec<(String, u32)>> {
    let mut out: BTreeMap<String, u32> = BTreeMap::new();
    for (typed, votes) in written {
        let unread = || Message::new("ballot-write-in-name").arg("most", tally::NAME as i64);
        let name = tally::name(typed).ok_or_else(|| Error::field("written", unread()))?;
        *out.entry(name).or_default() += votes;
    }
    Ok(out.into_iter().filter(|(_, votes)| *votes > 0).collect())
}

/// What names on sheets may come to: nobody who is a candidate, no more than votes against, and with those for candidates no
/// more than seats on every sheet.
fn plausible(held: &Ballot, named: &[Line], sheets: &Sheets) -> Result<()> {
    let fault = |message: Message| Err(Error::field("written", message));
    let sum = |one: fn(&Marks) -> u32| sheets.lines.iter().map(one).sum::<u32>();
    let names: u32 = sheets.written.iter().map(|(_, votes)| votes).sum();
    if names > 0 && !held.write_ins {
        return fault(Message::new("ballot-no-write-ins"));
    }
    let standing: Vec<String> = named.iter().filter_map(|l| tally::name(&l.title)).collect();
    if let Some((both, _)) = sheets.written.iter().find(|(n, _)| standing.contains(n)) {
        return fault(Message::new("ballot-write-in-candidate").arg("name", both.as_str()));
    }
    let against = sum(|m| m.no);
    if names > against {
        let message = Message::new("ballot-count-written-over")
            .arg("sum", i64::from(names))
            .arg("no", i64::from(against));
        return fault(message);
    }
    let chosen = sum(|m| m.yes) + names;
    match held.at_most() {
        Some(most) if chosen > most.saturating_mul(sheets.returned) => {
            let message = Message::new("ballot-count-chosen-over")
                .arg("sum", i64::from(chosen))
                .arg("most", i64::from(most.saturating_mul(sheets.returned)));
            fault(message)
        }
        _ => Ok(()),
    }
}

/// Enters, or enters anew, what the acting teller counted. Each line's marks add up to the sheets returned.
pub async fn enter_sheets(
    kernel: &Kernel,
    actor: &Actor,
    ballot: Id,
    sheets: Sheets,
) -> Result<()> {
    if !may(kernel, actor, ballot).await? {
        return Err(Error::NotFound);
    }
    let account = actor.account.ok_or(Error::Unauthenticated)?;
    let sheets = Sheets {
        written: merged(&sheets.written)?,
        ..sheets
    };
    let (returned, lines) = (sheets.returned, &sheets.lines);
    let mut act = kernel.own_act(actor).await?;
    let held = guard::hold(&mut act, kernel.db.kind(), ballot, Hold::Alone).await?;
    must(&held, &[State::Open])?;
    let named = record::lines(&mut act, ballot).await?;
    if named.len() != lines.len() {
        return Err(Error::refused("ballot-paper-incomplete"));
    }
    let wrong: Vec<FieldError> = lines
        .iter()
        .zip(&named)
        .filter(|(marks, _)| marks.all() != returned)
        .map(|(marks, line)| FieldError {
            field: format!("yes-{}", line.place),
            message: Message::new("ballot-count-does-not-add-up")
                .arg("line", line.title.as_str())
                .arg("sum", i64::from(marks.all()))
                .arg("returned", i64::from(returned)),
        })
        .collect();
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    plausible(&held, &named, &sheets)?;
    let others = sql(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM ballot_count WHERE ballot_id = $1 AND account_id <> $2",
    )
    .bind(ballot)
    .bind(account)
    .count(&mut act)
    .await?;
    if others >= TELLERS as i64 {
        return Err(Error::refused("ballot-two-tellers"));
    }
    let at = act.at.0;
    sql(
        "INSERT INTO ballot_count (ballot_id, account_id, teller, returned, lines, written, counted_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (ballot_id, account_id) DO UPDATE SET returned = excluded.returned, lines = excluded.lines,
           written = excluded.written",
    )
    .bind(ballot)
    .bind(account)
    .bind(&actor.name)
    .bind(returned)
    .bind(serde_json::to_string(lines).map_err(Error::internal)?)
    .bind(serde_json::to_string(&sheets.written).map_err(Error::internal)?)
    .bind(at)
    .run(&mut act)
    .await?;
    act.commit().await
}

/// Notes how many spoiled sheets were exchanged.
pub async fn spoiled(kernel: &Kernel, actor: &Actor, ballot: Id, sheets: u32) -> Result<()> {
    let (mut act, held) = guard::begin(kernel, actor, ballot).await?;
    must(&held, &[State::Dealing, State::Open])?;
    sql("UPDATE ballot SET spoiled = $1 WHERE id = $2")
        .bind(sheets)
        .bind(ballot)
        .run(&mut act)
        .await?;
    act.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(yes: u32, no: u32) -> Counted {
        Counted {
            account: Id(1),
            teller: String::new(),
            sheets: Sheets {
                returned: yes + no,
                lines: vec![Marks {
                    yes,
                    no,
                    ..Marks::default()
                }],
                written: Vec::new(),
            },
        }
    }

    #[test]
    fn two_must_say_the_same() {
        assert_eq!(compare(&[]), Agreement::Waiting(2));
        assert_eq!(compare(&[counted(3, 1)]), Agreement::Waiting(1));
        let differ = Agreement::Differ {
            returned: false,
            lines: vec![0],
            written: false,
        };
        assert_eq!(compare(&[counted(3, 1), counted(2, 2)]), differ);
        let agreed = compare(&[counted(3, 1), counted(3, 1)]);
        assert!(matches!(agreed, Agreement::Agree(s) if s.returned == 4));
        let mut named = counted(3, 1);
        named.sheets.written.push(("王强".to_owned(), 1));
        let differ = Agreement::Differ {
            returned: false,
            lines: Vec::new(),
            written: true,
        };
        assert_eq!(compare(&[counted(3, 1), named]), differ);
    }
}
