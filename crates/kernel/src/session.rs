//! Sign-in sessions: rows that survive a restart. The cookie holds a random secret, the row its digest.
//!
//! One query a request: the session with its account and the organ's authority number. The [`Actor`] is kept
//! in memory under that number and the day, so a changed post or substitute takes effect at once, on every
//! server, without reading the posts for each request.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;

use crate::access::{Act, Actor};
use crate::account::administration::{Attempt, log};
use crate::account::{self, random_hex, secret_digest};
use crate::clock::Instant;
use crate::db::{Db, On, sql};
use crate::error::Result;
use crate::id::Id;

/// Seconds after which a session ends, used or not.
pub const LASTS: i64 = 12 * 3600;
/// Seconds without a request after which it ends.
pub const IDLE: i64 = 2 * 3600;
/// `seen_at` is written at most this often, in seconds, so that reading pages writes nothing.
const SEEN_EVERY: i64 = 300;

/// Nothing is quiet at the instant bound first: a use may be noted.
const LOUD: &str = "NOT EXISTS (SELECT 1 FROM quiet q WHERE q.until > $1)";
/// The longest a ballot keeps quiet, in seconds: shorter than a session may idle, so that one left open signs nobody out.
const QUIET: i64 = 100 * 60;

/// While a secret ballot runs nobody's use of the program is noted: who was seen just before a paper was put in would
/// tell whose it is. Sessions last longer than a ballot, and their use is noted again after it.
pub async fn quiet(act: &mut Act, reason: Id, on: bool) -> Result<()> {
    let until = act.at.plus_seconds(QUIET).0;
    let query = match on {
        true => sql("INSERT INTO quiet (reason, until) VALUES ($1, $2) ON CONFLICT (reason) DO UPDATE SET until = excluded.until")
            .bind(reason)
            .bind(until),
        false => sql("DELETE FROM quiet WHERE reason = $1").bind(reason),
    };
    query.run(act).await?;
    Ok(())
}

/// Notes the use of a session or a token, where that may be noted. Asked before it writes: while a ballot keeps quiet
/// every request of the hall comes by here, and none should wait for the writer.
async fn used(db: &Db, update: &str, id: Id, now: Instant) -> Result<()> {
    let quiet = sql("SELECT reason FROM quiet WHERE until > $1").bind(now.0);
    if quiet.exists(db).await? {
        return Ok(());
    }
    let mut tx = db.begin().await?;
    sql(format!("{update} = $1 WHERE id = $2 AND {LOUD}"))
        .bind(now.0)
        .bind(id)
        .run(&mut tx)
        .await?;
    Ok(tx.commit().await?)
}

/// A session as its request sees it.
#[derive(Debug, Clone)]
pub struct Session {
    pub id: Id,
    pub account: Id,
    pub account_name: String,
    /// Goes into every form.
    pub csrf: String,
    /// The second factor is not owed any more.
    pub passed: bool,
    pub must_change: bool,
    pub lang: Option<String>,
    pub preferences: String,
}

/// A session as its owner sees it in the list.
#[derive(Debug, Clone, sqlx_macros::FromRow)]
pub struct SessionRow {
    pub id: Id,
    pub address: String,
    pub agent: String,
    pub created_at: i64,
    pub seen_at: i64,
}

#[derive(sqlx_macros::FromRow)]
struct Found {
    id: Id,
    account_id: Id,
    account_name: String,
    csrf: String,
    passed: bool,
    must_change: bool,
    seen_at: i64,
    lang: Option<String>,
    preferences: String,
    authority: i64,
}

type Kept = HashMap<Id, (i64, NaiveDate, Arc<Actor>)>;

/// Sessions of one server process, with the actors it has built.
#[derive(Debug, Default)]
pub struct Sessions {
    actors: Mutex<Kept>,
}

impl Sessions {
    /// Begins a session and returns the cookie's secret.
    pub async fn begin(
        &self,
        db: &Db,
        account: Id,
        passed: bool,
        address: &str,
        agent: &str,
        now: Instant,
    ) -> Result<String> {
        let secret = random_hex::<32>();
        let mut tx = db.begin().await?;
        sql("INSERT INTO session (id, secret, account_id, csrf, passed, address, agent, created_at, seen_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9)")
        .bind(Id::new(now))
        .bind(secret_digest(&secret))
        .bind(account)
        .bind(random_hex::<16>())
        .bind(passed)
        .bind(clip(address, 60))
        .bind(clip(agent, 200))
        .bind(now.0)
        .bind(now.plus_seconds(LASTS).0)
        .run(&mut tx)
        .await?;
        let attempt = if passed {
            Attempt::Passed
        } else {
            Attempt::Owing
        };
        log(
            &mut tx,
            account,
            attempt,
            &clip(address, 60),
            &clip(agent, 200),
            now,
        )
        .await?;
        tx.commit().await?;
        Ok(secret)
    }

    /// The session behind a cookie, and who acts in it; `None` where it has ended.
    pub async fn find(
        &self,
        db: &Db,
        secret: &str,
        now: Instant,
    ) -> Result<Option<(Session, Arc<Actor>)>> {
        if secret.len() != 64 {
            return Ok(None);
        }
        let found: Option<Found> = sql(
            "SELECT s.id, s.account_id, a.name AS account_name, s.csrf, s.passed,
               a.must_change, s.seen_at, a.lang, a.preferences, o.authority
             FROM session s JOIN account a ON a.id = s.account_id JOIN organ o ON o.id = a.organ_id
             WHERE s.secret = $1 AND s.expires_at > $2 AND s.seen_at > $3 AND NOT a.disabled",
        )
        .bind(secret_digest(secret))
        .bind(now.0)
        .bind(now.plus_seconds(-IDLE).0)
        .optional(db)
        .await?;
        let Some(found) = found else {
            return Ok(None);
        };
        if found.seen_at < now.plus_seconds(-SEEN_EVERY).0 {
            used(db, "UPDATE session SET seen_at", found.id, now).await?;
        }
        let actor = self
            .actor(db, found.account_id, found.authority, now.day())
            .await?;
        Ok(Some((
            Session {
                id: found.id,
                account: found.account_id,
                account_name: found.account_name,
                csrf: found.csrf,
                passed: found.passed,
                must_change: found.must_change,
                lang: found.lang,
                preferences: found.preferences,
            },
            actor,
        )))
    }

    async fn actor(
        &self,
        db: &Db,
        account: Id,
        authority: i64,
        today: NaiveDate,
    ) -> Result<Arc<Actor>> {
        {
            let kept = self.actors.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((a, d, actor)) = kept.get(&account)
                && *a == authority
                && *d == today
            {
                return Ok(actor.clone());
            }
        }
        let actor = Arc::new(account::actor_of(db, account, today).await?);
        let mut kept = self.actors.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() > 10_000 {
            kept.clear();
        }
        kept.insert(account, (authority, today, actor.clone()));
        Ok(actor)
    }

    /// The actor behind a bearer token; `None` where it is unknown, revoked or over.
    pub async fn bearer(&self, db: &Db, secret: &str, now: Instant) -> Result<Option<Arc<Actor>>> {
        if secret.len() > 100 {
            return Ok(None);
        }
        let found: Option<(Id, Id, bool, Option<i64>, i64)> = sql(
            "SELECT t.id, t.account_id, t.may_write, t.used_at, o.authority FROM api_token t
                 JOIN account a ON a.id = t.account_id JOIN organ o ON o.id = a.organ_id
                 WHERE t.secret = $1 AND t.expires_at > $2 AND NOT a.disabled",
        )
        .bind(secret_digest(secret))
        .bind(now.0)
        .optional(db)
        .await?;
        let Some((id, account, may_write, used_at, authority)) = found else {
            return Ok(None);
        };
        if used_at.is_none_or(|u| u < now.plus_seconds(-SEEN_EVERY).0) {
            used(db, "UPDATE api_token SET used_at", id, now).await?;
        }
        let actor = self.actor(db, account, authority, now.day()).await?;
        if may_write {
            return Ok(Some(actor));
        }
        Ok(Some(Arc::new(Actor {
            read_only: true,
            ..(*actor).clone()
        })))
    }
}

/// The second factor was given: a new secret, so that the old cookie is worth nothing.
pub async fn pass(db: &Db, session: Id) -> Result<String> {
    let secret = random_hex::<32>();
    let mut tx = db.begin().await?;
    sql("UPDATE session SET passed = $1, secret = $2 WHERE id = $3")
        .bind(true)
        .bind(secret_digest(&secret))
        .bind(session)
        .run(&mut tx)
        .await?;
    tx.commit().await?;
    Ok(secret)
}

/// Ends one's own session.
pub async fn end(db: &Db, session: Id) -> Result<()> {
    let mut tx = db.begin().await?;
    sql("DELETE FROM session WHERE id = $1")
        .bind(session)
        .run(&mut tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// One's sessions, the newest first.
pub async fn list(on: impl On, account: Id, now: Instant) -> Result<Vec<SessionRow>> {
    Ok(
        sql("SELECT id, address, agent, created_at, seen_at FROM session
         WHERE account_id = $1 AND expires_at > $2 AND seen_at > $3 ORDER BY seen_at DESC")
        .bind(account)
        .bind(now.0)
        .bind(now.plus_seconds(-IDLE).0)
        .all(on)
        .await?,
    )
}

/// Revokes a session of an account.
pub async fn revoke(act: &mut Act, account: Id, session: Id) -> Result<()> {
    sql("DELETE FROM session WHERE id = $1 AND account_id = $2")
        .bind(session)
        .bind(account)
        .run(act)
        .await?;
    Ok(())
}

/// Removes what has ended: a daily job.
pub async fn sweep(db: &Db, now: Instant) -> Result<()> {
    let mut tx = db.begin().await?;
    sql("DELETE FROM session WHERE expires_at <= $1 OR seen_at <= $2")
        .bind(now.0)
        .bind(now.plus_seconds(-IDLE).0)
        .run(&mut tx)
        .await?;
    sql("DELETE FROM api_token WHERE expires_at <= $1")
        .bind(now.0)
        .run(&mut tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

fn clip(text: &str, most: usize) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .take(most)
        .collect()
}
