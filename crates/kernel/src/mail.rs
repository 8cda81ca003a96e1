//! Outgoing mail: written into a table in the act that causes it, and taken to the server by a job.
//!
//! A server that fails, hangs or refuses loses nothing and holds nobody up: a mail stays until the server took
//! it, is tried again after growing pauses, and is given up after [`DAYS`] days or a refusal for good, with the
//! reason kept. States: `waiting`, `sent`, `refused`, `given_up`.
//!
//! The server's address comes from the configuration of the program, never from a page.

mod stuck;

use std::collections::BTreeMap;
use std::time::Duration;

pub use stuck::{Stuck, send_again, stuck};

use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::transport::smtp::Error as SmtpError;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message as Letter, Tokio1Executor};

use crate::access::Act;
use crate::clock::Instant;
use crate::db::{Db, EngineKind, On, sql};
use crate::error::Result;
use crate::id::Id;
use crate::kernel::Kernel;

/// Days after which a mail that no server took is given up.
pub const DAYS: i64 = 3;
/// Mails of one round.
const ROUND: i64 = 20;
/// Seconds a claimed mail belongs to one server; longer than a whole round may take.
const LEASE: i64 = 900;

/// Where mail goes out.
#[derive(Debug, Clone)]
pub struct Server {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    /// The address of this installation's pages, for the mails; without a slash at its end.
    pub pages: Option<String>,
    patience: Duration,
}

impl Server {
    /// `url` is `smtp://[user:password@]host[:port]` (add `?tls=required` or `?tls=opportunistic`) or
    /// `smtps://…`; `from` is an address, with or without a name. The error says what is wrong, without the
    /// password.
    pub fn parse(url: &str, from: &str, pages: Option<&str>) -> Result<Server, String> {
        let patience = Duration::from_secs(30);
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|_| "the mail server's address is not smtp://… or smtps://…".to_owned())?
            .timeout(Some(patience))
            .build();
        let from = from
            .parse()
            .map_err(|e| format!("the sender's mail address {from}: {e}"))?;
        Ok(Server {
            transport,
            from,
            pages: pages.map(|p| p.trim_end_matches('/').to_owned()),
            patience,
        })
    }

    /// How long one mail may take; 30 seconds unless told.
    pub fn patience(mut self, patience: Duration) -> Server {
        self.patience = patience;
        self
    }
}

/// Puts a mail into the table, in the act that causes it.
pub async fn queue(act: &mut Act, to: &str, subject: &str, body: &str) -> Result<()> {
    sql(
        "INSERT INTO mail (id, organ_id, recipient, subject, body, state, tries, next_at, created_at)
         VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $7, $7)",
    )
    .bind(Id::new(act.at))
    .bind(act.organ())
    .bind(to)
    .bind(subject)
    .bind(body)
    .bind(0i64)
    .bind(act.at.0)
    .run(&mut *act)
    .await?;
    Ok(())
}

/// How many mails wait, and how many were refused or given up: for the administrator's page.
pub async fn counts(on: impl On, organ: Id) -> Result<(i64, i64)> {
    Ok(sql(
        "SELECT CAST(COALESCE(SUM(CASE WHEN state = 'waiting' THEN 1 ELSE 0 END), 0) AS BIGINT),
                CAST(COALESCE(SUM(CASE WHEN state IN ('refused', 'given_up') THEN 1 ELSE 0 END), 0) AS BIGINT)
         FROM mail WHERE organ_id = $1",
    )
    .bind(organ)
    .one(on)
    .await?)
}

#[derive(Debug, sqlx_macros::FromRow)]
struct Row {
    id: Id,
    organ_id: Id,
    recipient: String,
    subject: String,
    body: String,
    tries: i64,
    created_at: i64,
}

/// What one attempt came to.
enum Outcome {
    Sent,
    /// This mail will not be taken: a wrong address, a mailbox that is not there.
    Refused(String),
    /// This mail was not taken now.
    Later(String),
    /// The server does not answer: the rest of the round would fare alike.
    Down(String),
}

/// Takes waiting mail to the server; the number that it took. Without a server nothing happens.
pub async fn deliver(kernel: &Kernel) -> Result<usize> {
    let Some(server) = &kernel.mail else {
        return Ok(0);
    };
    let mut sent = 0;
    let mut lost: BTreeMap<Id, i64> = BTreeMap::new();
    loop {
        let rows = claim(&kernel.db, kernel.now()).await?;
        let round = rows.len();
        let mut down = false;
        for row in rows {
            if down {
                release(&kernel.db, &row).await?;
                continue;
            }
            let outcome = attempt(server, &row).await;
            sent += usize::from(matches!(outcome, Outcome::Sent));
            down = matches!(outcome, Outcome::Down(_));
            if end(&kernel.db, &row, outcome, kernel.now()).await? {
                *lost.entry(row.organ_id).or_default() += 1;
            }
        }
        if down || (round as i64) < ROUND {
            let lost: Vec<(Id, i64)> = lost.into_iter().collect();
            stuck::tell(kernel, &lost).await?;
            return Ok(sent);
        }
    }
}

async fn claim(db: &Db, now: Instant) -> Result<Vec<Row>> {
    const DUE: &str = "state = 'waiting' AND next_at <= $1 AND (lease IS NULL OR lease <= $1)";
    let due = sql(format!("SELECT id FROM mail WHERE {DUE} LIMIT 1"))
        .bind(now.0)
        .exists(db)
        .await?;
    if !due {
        return Ok(Vec::new());
    }
    let mut tx = db.begin().await?;
    let skip = match tx.kind() {
        EngineKind::Sqlite => "",
        EngineKind::Postgres => " FOR UPDATE SKIP LOCKED",
    };
    let rows = sql(format!(
        "UPDATE mail SET lease = $2, tries = tries + 1 WHERE id IN
           (SELECT id FROM mail WHERE {DUE} ORDER BY next_at, id LIMIT $3{skip})
         RETURNING id, organ_id, recipient, subject, body, tries, created_at"
    ))
    .bind(now.0)
    .bind(now.plus_seconds(LEASE).0)
    .bind(ROUND)
    .all(&mut tx)
    .await?;
    tx.commit().await?;
    Ok(rows)
}

async fn attempt(server: &Server, row: &Row) -> Outcome {
    let to: Mailbox = match row.recipient.parse() {
        Ok(to) => to,
        Err(e) => return Outcome::Refused(format!("{}: {e}", row.recipient)),
    };
    let letter = Letter::builder()
        .from(server.from.clone())
        .to(to)
        .subject(row.subject.clone())
        // The same mail sent twice, because the answer was lost, is one to the mailbox.
        .message_id(Some(format!("<{}@huiying>", row.id)))
        .header(ContentType::TEXT_PLAIN)
        .body(row.body.clone());
    let letter = match letter {
        Ok(letter) => letter,
        Err(e) => return Outcome::Refused(e.to_string()),
    };
    match tokio::time::timeout(server.patience, server.transport.send(letter)).await {
        Ok(Ok(_)) => Outcome::Sent,
        Ok(Err(e)) => failed(&e),
        Err(_) => Outcome::Down("no answer in time".to_owned()),
    }
}

fn failed(e: &SmtpError) -> Outcome {
    let said = e.to_string();
    if e.is_permanent() {
        Outcome::Refused(said)
    } else if e.is_transient() {
        Outcome::Later(said)
    } else {
        Outcome::Down(said)
    }
}

/// Gives a mail back that was not tried.
async fn release(db: &Db, row: &Row) -> Result<()> {
    let mut tx = db.begin().await?;
    sql("UPDATE mail SET lease = NULL, tries = tries - 1 WHERE id = $1 AND tries = $2 AND state = 'waiting'")
        .bind(row.id)
        .bind(row.tries)
        .run(&mut tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Writes down what an attempt came to; whether the mail will not be tried again by itself.
async fn end(db: &Db, row: &Row, outcome: Outcome, now: Instant) -> Result<bool> {
    let old = now.0 - row.created_at > DAYS * 86_400_000_000;
    let (state, trouble) = match outcome {
        Outcome::Sent => ("sent", None),
        Outcome::Refused(why) => ("refused", Some(why)),
        Outcome::Later(why) | Outcome::Down(why) if old => ("given_up", Some(why)),
        Outcome::Later(why) | Outcome::Down(why) => ("waiting", Some(why)),
    };
    if let Some(why) = &trouble {
        tracing::warn!(mail = %row.id, tries = row.tries, state, why, "a mail was not taken");
    }
    metrics::counter!("huiying_mail_total", "outcome" => state).increment(1);
    let mut tx = db.begin().await?;
    sql(
        "UPDATE mail SET state = $1, trouble = $2, next_at = $3, ended_at = $4, lease = NULL
         WHERE id = $5 AND tries = $6 AND state = 'waiting'",
    )
    .bind(state)
    .bind(trouble)
    .bind(now.plus_seconds(crate::job::pause(row.tries)).0)
    .bind((state != "waiting").then_some(now.0))
    .bind(row.id)
    .bind(row.tries)
    .run(&mut tx)
    .await?;
    tx.commit().await?;
    Ok(matches!(state, "refused" | "given_up"))
}
