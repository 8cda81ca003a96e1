//! Counting sheets of paper: two tellers (计票人、监票人), each on his own account and for himself, must agree.

use kernel::Kernel;
use kernel::access::Actor;
use kernel::db::{On, sql};
use kernel::error::{Error, FieldError, Message, Result};
use kernel::id::Id;
use kernel::matter::listing;

use crate::guard::{self, Hold};
use crate::record::{self, State};
use crate::run::must;
use crate::tally::Marks;

/// One teller's count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    pub account: Id,
    pub teller: String,
    /// Sheets taken out of the box.
    pub returned: u32,
    /// What they say, line by line.
    pub lines: Vec<Marks>,
}

/// Tellers who count a ballot.
pub const TELLERS: usize = 2;

/// The counts entered so far, the first one first.
pub async fn entries(on: impl On, ballot: Id) -> Result<Vec<Counted>> {
    let rows: Vec<(Id, String, i64, String)> = sql(
        "SELECT account_id, teller, returned, lines FROM ballot_count WHERE ballot_id = $1
         ORDER BY counted_at, account_id",
    )
    .bind(ballot)
    .all(on)
    .await?;
    rows.into_iter()
        .map(|(account, teller, returned, lines)| {
            Ok(Counted {
                account,
                teller,
                returned: u32::try_from(returned).unwrap_or_default(),
                lines: serde_json::from_str(&lines).map_err(Error::internal)?,
            })
        })
        .collect()
}

/// How two counts compare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Agreement {
    /// So many tellers have yet to enter theirs.
    Waiting(usize),
    /// The lines, by place, on which they differ; the number of sheets too, where `returned`.
    Differ { returned: bool, lines: Vec<usize> },
    /// Both say this.
    Agree { returned: u32, lines: Vec<Marks> },
}

/// Compares what the tellers entered.
pub fn compare(entries: &[Counted]) -> Agreement {
    let [one, other] = entries else {
        return Agreement::Waiting(TELLERS.saturating_sub(entries.len()));
    };
    let lines: Vec<usize> = (0..one.lines.len().max(other.lines.len()))
        .filter(|i| one.lines.get(*i) != other.lines.get(*i))
        .collect();
    let returned = one.returned != other.returned;
    match lines.is_empty() && !returned {
        true => Agreement::Agree {
            returned: one.returned,
            lines: one.lines.clone(),
        },
        false => Agreement::Differ { returned, lines },
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

/// Enters, or enters anew, what the acting teller counted. Each line's marks add up to the sheets returned.
pub async fn enter(
    kernel: &Kernel,
    actor: &Actor,
    ballot: Id,
    returned: u32,
    lines: &[Marks],
) -> Result<()> {
    if !may(kernel, actor, ballot).await? {
        return Err(Error::NotFound);
    }
    let account = actor.account.ok_or(Error::Unauthenticated)?;
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
        "INSERT INTO ballot_count (ballot_id, account_id, teller, returned, lines, counted_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (ballot_id, account_id) DO UPDATE SET returned = excluded.returned, lines = excluded.lines",
    )
    .bind(ballot)
    .bind(account)
    .bind(&actor.name)
    .bind(returned)
    .bind(serde_json::to_string(lines).map_err(Error::internal)?)
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
            returned: yes + no,
            lines: vec![Marks {
                yes,
                no,
                ..Marks::default()
            }],
        }
    }

    #[test]
    fn two_must_say_the_same() {
        assert_eq!(compare(&[]), Agreement::Waiting(2));
        assert_eq!(compare(&[counted(3, 1)]), Agreement::Waiting(1));
        let differ = Agreement::Differ {
            returned: false,
            lines: vec![0],
        };
        assert_eq!(compare(&[counted(3, 1), counted(2, 2)]), differ);
        assert!(matches!(
            compare(&[counted(3, 1), counted(3, 1)]),
            Agreement::Agree { returned: 4, .. }
        ));
    }
}
