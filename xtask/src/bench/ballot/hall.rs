//! The hall: thousands of members with accounts and sessions, a body they sit in, a meeting at which they are present.

use std::fmt::Write as _;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};

use super::super::complete::printed;
use super::super::session::{random, secret};
use super::wire;

/// A member with the secret of his session's cookie and what his forms carry.
#[derive(Debug, Clone)]
pub struct Member {
    pub cookie: String,
    pub csrf: String,
}

pub struct Hall {
    pub members: Vec<Member>,
    clerk: Member,
    meeting: String,
    database: String,
}

/// Rows a statement.
const ROWS: usize = 200;

enum Database {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Database {
    async fn open(database: &str) -> Result<Database> {
        Ok(match database.strip_prefix("sqlite:") {
            Some(path) => {
                Database::Sqlite(SqliteConnection::connect(&format!("sqlite://{path}")).await?)
            }
            None => Database::Postgres(PgConnection::connect(database).await?),
        })
    }

    async fn run(&mut self, text: String) -> Result<()> {
        let query = sqlx::raw_sql(AssertSqlSafe(text));
        match self {
            Database::Sqlite(on) => query.execute(on).await.map(|_| ())?,
            Database::Postgres(on) => query.execute(on).await.map(|_| ())?,
        }
        Ok(())
    }

    async fn number(&mut self, text: &'static str) -> Result<i64> {
        Ok(match self {
            Database::Sqlite(on) => sqlx::query_scalar(text).fetch_one(on).await?,
            Database::Postgres(on) => sqlx::query_scalar(text).fetch_one(on).await?,
        })
    }

    async fn text(&mut self, text: String) -> Result<Option<String>> {
        let text = AssertSqlSafe(text);
        Ok(match self {
            Database::Sqlite(on) => sqlx::query_scalar(text).fetch_one(on).await?,
            Database::Postgres(on) => sqlx::query_scalar(text).fetch_one(on).await?,
        })
    }

    /// Bytes as the engine writes them.
    fn bytes(&self, bytes: &[u8]) -> String {
        match self {
            Database::Sqlite(_) => format!("X'{}'", hex::encode(bytes)),
            Database::Postgres(_) => format!("'\\x{}'", hex::encode(bytes)),
        }
    }
}

impl Hall {
    /// Seats so many members in the seeded organ.
    pub async fn furnish(database: &str, site: &str, voters: usize) -> Result<Hall> {
        let mut on = Database::open(database).await?;
        let organ = on.number("SELECT MIN(id) FROM organ").await?;
        let office = on
            .number("SELECT MIN(person_id) FROM post WHERE role = 'office' AND to_on IS NULL")
            .await?;
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_micros() as i64;
        let ends = now + 12 * 3_600_000_000;
        let body = random()?;
        on.run(format!(
            "INSERT INTO meeting_body (id, organ_id, kind, level, name, created_at)
               VALUES ({body}, {organ}, 'congress', 'county', 'Bench', {now});
             INSERT INTO meeting_body_seats (body_id, from_on, seats) VALUES ({body}, '2020-01-01', {voters});"
        ))
        .await?;
        let mut members = Vec::with_capacity(voters + 1);
        let all: Vec<usize> = (0..=voters).collect();
        for some in all.chunks(ROWS) {
            let mut text = String::from("BEGIN;");
            for n in some {
                let member = Member {
                    cookie: secret(32)?,
                    csrf: secret(16)?,
                };
                let digest = on.bytes(&Sha256::digest(member.cookie.as_bytes()));
                let (person, account, session) = match n {
                    0 => (office, random()?, random()?),
                    _ => (random()?, random()?, random()?),
                };
                if *n > 0 {
                    let _ = write!(
                        text,
                        "INSERT INTO person (id, organ_id, name, initials, created_at) VALUES ({person}, {organ}, 'm{n}', 'm{n}', {now});
                         INSERT INTO meeting_member (id, body_id, person_id, duty, sort, from_on) VALUES ({}, {body}, {person}, 'member', {n}, '2020-01-01');",
                        random()?
                    );
                }
                let _ = write!(
                    text,
                    "INSERT INTO account (id, organ_id, person_id, name, password, created_at) VALUES ({account}, {organ}, {person}, 'bench-{account}', '-', {now});
                     INSERT INTO session (id, secret, account_id, csrf, passed, address, agent, created_at, seen_at, expires_at)
                       VALUES ({session}, {digest}, {account}, '{}', TRUE, '127.0.0.1', 'bench', {now}, {now}, {ends});",
                    member.csrf
                );
                members.push(member);
            }
            text.push_str("COMMIT;");
            on.run(text).await?;
        }
        let clerk = members.remove(0);
        let mut hall = Hall {
            members,
            clerk,
            meeting: String::new(),
            database: database.to_owned(),
        };
        let today = hall.today(site).await?;
        let body = printed(body);
        let fields = [
            ("kind", "meeting"),
            ("title", "Bench"),
            ("from_on", today.as_str()),
            ("body", body.as_str()),
        ];
        let to = hall.posts(site, "/meetings/new", &fields).await?;
        hall.meeting = to.rsplit('/').next().unwrap_or_default().to_owned();
        on.run(format!("UPDATE meeting_attendee SET present_at = {now}, present_by = 'clerk' WHERE part = 'member' AND present_at IS NULL"))
            .await?;
        Ok(hall)
    }

    /// The day as the program sees it, from the answer to a page.
    async fn today(&self, site: &str) -> Result<String> {
        let page = wire::get(site, "/meetings/new", &self.clerk.cookie).await?;
        if page.status != 200 {
            bail!("the clerk's page answers {}", page.status);
        }
        // Civil days in Asia/Shanghai.
        let seconds = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs() + 8 * 3600;
        Ok(day(seconds / 86_400))
    }

    async fn posts(&self, site: &str, path: &str, fields: &[(&str, &str)]) -> Result<String> {
        let mut fields = fields.to_vec();
        fields.push(("_csrf", &self.clerk.csrf));
        let answer = wire::post(site, path, Some(&self.clerk.cookie), &fields).await?;
        if answer.status != 303 {
            bail!("{path} answers {}: {}", answer.status, answer.body);
        }
        Ok(answer.location)
    }

    /// A step of the desk.
    pub async fn does(&self, site: &str, path: &str) -> Result<()> {
        self.posts(site, path, &[]).await.map(|_| ())
    }

    /// Prepares a ballot; its id.
    pub async fn asks(&self, site: &str, secret: bool) -> Result<String> {
        let how = if secret { "secret" } else { "open" };
        let path = format!("/meetings/{}/ballots", self.meeting);
        let to = self
            .posts(site, &path, &[("act", "trial"), ("how", how)])
            .await?;
        Ok(to.rsplit('/').next().context("an id")?.to_owned())
    }

    /// What the ballot's only line came to.
    pub async fn outcome(&self, ballot: &str) -> Result<Value> {
        let mut on = Database::open(&self.database).await?;
        let text = format!(
            "SELECT outcome FROM ballot WHERE id = {}",
            read(ballot).context("an id")?
        );
        let told = on.text(text).await?.context("an outcome")?;
        let told: Value = serde_json::from_str(&told)?;
        Ok(told["outcome"]["lines"][0].clone())
    }
}

/// An id as addresses have it, as a number.
fn read(id: &str) -> Option<i64> {
    const ALPHABET: &str = "0123456789abcdefghjkmnpqrstvwxyz";
    id.chars()
        .try_fold(0i64, |n, c| Some((n << 5) | ALPHABET.find(c)? as i64))
}

/// A day counted from 1970 as a date.
fn day(n: u64) -> String {
    let z = n as i64 + 719_468;
    let era = z / 146_097;
    let doe = z - era * 146_097;
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    let year = yoe + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{:02}", doy - (153 * mp + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_ids_are_read() {
        assert_eq!(day(0), "1970-01-01");
        assert_eq!(day(20_787), "2026-11-30");
        assert_eq!(read(&printed(123_456_789_012)), Some(123_456_789_012));
    }
}
