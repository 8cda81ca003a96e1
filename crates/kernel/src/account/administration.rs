//! What administrators do to accounts, and the log of sign-ins they leave.
//!
//! The log has a row for every sign-in and every failure at a name that exists: when, which account, what
//! became of it, from where. It is the auditor's (GB/T 22239-2019, 8.1.4.3).

use super::{ACCOUNT, Account};
use crate::access::{Act, Actor, Permission, Role};
use crate::clock::Instant;
use crate::db::{Db, On, sql};
use crate::error::{Error, Message, Result};
use crate::id::Id;

/// Letters and digits that are not taken for one another when read aloud or copied from paper.
const PLAIN: &[u8; 54] = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ234567";

/// A password to be used once, then replaced: fourteen plain characters in groups, about 80 bits.
pub fn one_time_password() -> Result<String> {
    loop {
        let mut bytes = [0u8; 64];
        getrandom::fill(&mut bytes).map_err(Error::internal)?;
        // 216 is a multiple of 54, so that no character is likelier than another.
        let picked: Vec<char> = bytes
            .iter()
            .filter(|b| **b < 216)
            .take(14)
            .map(|b| char::from(PLAIN[usize::from(*b) % PLAIN.len()]))
            .collect();
        if picked.len() == 14 {
            let groups: Vec<String> = picked.chunks(5).map(|c| c.iter().collect()).collect();
            return Ok(groups.join("-"));
        }
    }
}

/// An account of this organ.
pub async fn account_in(on: impl On, organ: Id, id: Id) -> Result<Account> {
    sql(format!("{ACCOUNT} WHERE id = $1 AND organ_id = $2"))
        .bind(id)
        .bind(organ)
        .optional(on)
        .await?
        .ok_or(Error::NotFound)
}

/// The accounts of a person.
pub async fn accounts_of(on: impl On, organ: Id, person: Id) -> Result<Vec<Account>> {
    Ok(sql(format!(
        "{ACCOUNT} WHERE organ_id = $1 AND person_id = $2 ORDER BY name"
    ))
    .bind(organ)
    .bind(person)
    .all(on)
    .await?)
}

/// The administrative roles of all accounts of an organ.
pub async fn roles_in(on: impl On, organ: Id) -> Result<Vec<(Id, Role)>> {
    let rows: Vec<(Id, String)> = sql(
        "SELECT r.account_id, r.role FROM account_role r JOIN account a ON a.id = r.account_id
         WHERE a.organ_id = $1 ORDER BY r.role, r.account_id",
    )
    .bind(organ)
    .all(on)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|(id, role)| Role::parse(&role).map(|r| (id, r)))
        .collect())
}

/// Ends a lock-out.
pub async fn unlock(act: &mut Act, account: Id) -> Result<()> {
    let organ = act.organ();
    let n =
        sql("UPDATE account SET failures = 0, locked_until = 0 WHERE id = $1 AND organ_id = $2")
            .bind(account)
            .bind(organ)
            .run(act)
            .await?;
    if n == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// What became of an attempt to sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attempt {
    /// Signed in.
    Passed,
    /// The password was right, the code of the second factor is owed.
    Owing,
    /// Password or code was wrong.
    Wrong,
    /// Wrong once more, and locked.
    Locked,
}

impl Attempt {
    pub const ALL: [Attempt; 4] = [
        Attempt::Passed,
        Attempt::Owing,
        Attempt::Wrong,
        Attempt::Locked,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Attempt::Passed => "passed",
            Attempt::Owing => "owing",
            Attempt::Wrong => "wrong",
            Attempt::Locked => "locked",
        }
    }
}

/// Writes an attempt down, in the transaction in which it counts.
pub(crate) async fn log(
    on: impl On,
    account: Id,
    attempt: Attempt,
    address: &str,
    agent: &str,
    now: Instant,
) -> Result<()> {
    sql(
        "INSERT INTO sign_in (id, organ_id, account_id, at, outcome, address, agent)
         SELECT $1, organ_id, id, $2, $3, $4, $5 FROM account WHERE id = $6",
    )
    .bind(Id::new(now))
    .bind(now.0)
    .bind(attempt.code())
    .bind(address)
    .bind(agent)
    .bind(account)
    .run(on)
    .await?;
    Ok(())
}

/// One row of the log.
#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct LoggedSignIn {
    pub id: Id,
    pub at: i64,
    pub account_id: Id,
    pub account: String,
    /// [`Attempt::code`].
    pub outcome: String,
    /// Empty where an attempt failed.
    pub address: String,
    pub agent: String,
}

/// What to look for in the log.
#[derive(Debug, Clone, Default)]
pub struct SignInFilter {
    /// The whole name of an account.
    pub account: Option<String>,
    pub outcome: Option<String>,
    /// From this instant on.
    pub from: Option<Instant>,
    /// Before this instant.
    pub before: Option<Instant>,
    /// Older than this row.
    pub after: Option<Id>,
}

/// The log of the actor's organ, newest first, at most `limit` rows: for auditors.
pub async fn sign_ins(
    db: &Db,
    actor: &Actor,
    filter: &SignInFilter,
    limit: i64,
) -> Result<Vec<LoggedSignIn>> {
    if !actor.may(Permission::Audit) {
        return Err(Error::Forbidden(Message::new(Permission::Audit.refusal())));
    }
    Ok(sql(
        "SELECT s.id, s.at, s.account_id, a.name AS account, s.outcome, s.address, s.agent
         FROM sign_in s JOIN account a ON a.id = s.account_id
         WHERE s.organ_id = $1 AND s.id < $2 AND s.at >= $3 AND s.at < $4
           AND ($5 OR a.name = $6) AND ($7 OR s.outcome = $8)
         ORDER BY s.id DESC LIMIT $9",
    )
    .bind(actor.organ)
    .bind(filter.after.unwrap_or(Id(i64::MAX)))
    .bind(filter.from.map_or(0, |i| i.0))
    .bind(filter.before.map_or(i64::MAX, |i| i.0))
    .bind(filter.account.is_none())
    .bind(filter.account.clone().unwrap_or_default())
    .bind(filter.outcome.is_none())
    .bind(filter.outcome.clone().unwrap_or_default())
    .bind(limit)
    .all(db)
    .await?)
}

/// When each account of an organ last signed in, in microseconds.
pub async fn last_sign_ins(on: impl On, organ: Id) -> Result<Vec<(Id, i64)>> {
    Ok(sql("SELECT account_id, MAX(at) FROM sign_in
         WHERE organ_id = $1 AND outcome = 'passed' GROUP BY account_id")
    .bind(organ)
    .all(on)
    .await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_time_passwords_are_good_ones() {
        let one = one_time_password().expect("made");
        assert_eq!(one.len(), 16);
        assert!(super::super::check_password("clerk", &one).is_ok(), "{one}");
        assert_ne!(one, one_time_password().expect("made"));
    }
}
