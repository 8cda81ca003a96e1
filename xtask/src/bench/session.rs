//! Signed-in readers without signing in: accounts and sessions written into the database, for the clerk, the
//! unit and the deputy with the most matters of the largest organ.

use std::collections::BTreeSet;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use sqlx::{Connection, PgConnection, SqliteConnection};

use super::complete;

/// A reader with the secret of his session's cookie.
#[derive(Debug, Clone)]
pub struct Reader {
    pub name: &'static str,
    pub cookie: String,
    /// What his forms carry.
    pub csrf: String,
    pub organ: i64,
    /// What stands on the texts he may read.
    pub tokens: BTreeSet<String>,
}

enum Database {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

const WHO: [(&str, &str); 3] = [
    (
        "clerk",
        "SELECT p.person_id FROM post p WHERE p.organ_id = $1 AND p.role = 'office' AND p.to_on IS NULL ORDER BY p.id LIMIT 1",
    ),
    (
        "unit",
        "SELECT p.person_id FROM post p WHERE p.organ_id = $1 AND p.role = 'unit_liaison' AND p.to_on IS NULL \
         ORDER BY (SELECT COUNT(*) FROM matter m WHERE m.lead_unit = p.unit_id) DESC, p.id LIMIT 1",
    ),
    (
        "deputy",
        "SELECT p.person_id FROM post p WHERE p.organ_id = $1 AND p.role IN ('deputy', 'member') AND p.to_on IS NULL \
         ORDER BY (SELECT COUNT(*) FROM matter m WHERE m.proposer = p.person_id) DESC, p.id LIMIT 1",
    ),
];

/// Makes the sessions. The server need not run, and may.
pub fn mint(database: &str) -> Result<Vec<Reader>> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(async {
            let mut on = Database::open(database).await?;
            let organ = on
                .number(
                    "SELECT organ_id FROM matter GROUP BY organ_id ORDER BY COUNT(*) DESC LIMIT 1",
                    None,
                )
                .await?
                .context("the seeded database has no matters")?;
            on.readers(organ).await
        })
}

/// The same for an organ named.
pub fn mint_of(database: &str, organ: i64) -> Result<Vec<Reader>> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(async { Database::open(database).await?.readers(organ).await })
}

/// Seven random bytes from the operating system's own source of them, as a positive number.
pub(super) fn random() -> Result<i64> {
    Ok(i64::from_str_radix(&secret(7)?, 16)?)
}

pub(super) fn secret(bytes: usize) -> Result<String> {
    use std::io::Read;
    let mut out = vec![0u8; bytes];
    std::fs::File::open("/dev/urandom")?.read_exact(&mut out)?;
    Ok(hex::encode(out))
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

    async fn readers(&mut self, organ: i64) -> Result<Vec<Reader>> {
        let mut out = Vec::new();
        for (name, who) in WHO {
            let person = self
                .number(who, Some(organ))
                .await?
                .with_context(|| format!("the organ has no {name}"))?;
            let posts = self.posts(person).await?;
            let mut reader = self.session(name, organ, person).await?;
            reader.tokens = complete::tokens(organ, person, &posts, name == "clerk");
            out.push(reader);
        }
        Ok(out)
    }

    async fn number(&mut self, sql: &'static str, arg: Option<i64>) -> Result<Option<i64>> {
        Ok(match self {
            Database::Sqlite(on) => {
                let q = sqlx::query_scalar::<_, i64>(sql);
                let q = match arg {
                    Some(n) => q.bind(n),
                    None => q,
                };
                q.fetch_optional(on).await?
            }
            Database::Postgres(on) => {
                let q = sqlx::query_scalar::<_, i64>(sql);
                let q = match arg {
                    Some(n) => q.bind(n),
                    None => q,
                };
                q.fetch_optional(on).await?
            }
        })
    }

    async fn posts(&mut self, person: i64) -> Result<Vec<(Option<i64>, String)>> {
        const POSTS: &str = "SELECT unit_id, role FROM post WHERE person_id = $1 AND to_on IS NULL";
        Ok(match self {
            Database::Sqlite(on) => sqlx::query_as(POSTS).bind(person).fetch_all(on).await?,
            Database::Postgres(on) => sqlx::query_as(POSTS).bind(person).fetch_all(on).await?,
        })
    }

    async fn session(&mut self, name: &'static str, organ: i64, person: i64) -> Result<Reader> {
        const ACCOUNT: &str = "INSERT INTO account (id, organ_id, person_id, name, password, created_at) VALUES ($1, $2, $3, $4, '-', $5)";
        const SESSION: &str = "INSERT INTO session (id, secret, account_id, csrf, passed, address, agent, created_at, seen_at, expires_at) \
             VALUES ($1, $2, $3, $4, TRUE, '127.0.0.1', 'bench', $5, $5, $6)";
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_micros() as i64;
        let (account, id) = (random()?, random()?);
        let login = format!("bench-{name}-{id}");
        let cookie = secret(32)?;
        let digest = Sha256::digest(cookie.as_bytes()).to_vec();
        let (csrf, ends) = (secret(16)?, now + 12 * 3600 * 1_000_000);
        match self {
            Database::Sqlite(on) => {
                sqlx::query(ACCOUNT)
                    .bind(account)
                    .bind(organ)
                    .bind(person)
                    .bind(login)
                    .bind(now)
                    .execute(&mut *on)
                    .await?;
                sqlx::query(SESSION)
                    .bind(id)
                    .bind(digest)
                    .bind(account)
                    .bind(&csrf)
                    .bind(now)
                    .bind(ends)
                    .execute(on)
                    .await?;
            }
            Database::Postgres(on) => {
                sqlx::query(ACCOUNT)
                    .bind(account)
                    .bind(organ)
                    .bind(person)
                    .bind(login)
                    .bind(now)
                    .execute(&mut *on)
                    .await?;
                sqlx::query(SESSION)
                    .bind(id)
                    .bind(digest)
                    .bind(account)
                    .bind(&csrf)
                    .bind(now)
                    .bind(ends)
                    .execute(on)
                    .await?;
            }
        }
        Ok(Reader {
            name,
            cookie,
            csrf,
            organ,
            tokens: BTreeSet::new(),
        })
    }
}

/// Makes an empty database on a PostgreSQL server; its address.
pub fn postgres_database(server: &str, name: &str) -> Result<String> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(async {
            let mut on = PgConnection::connect(server).await?;
            let make = sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"));
            sqlx::query(make).execute(&mut on).await?;
            Ok(server.replacen("/postgres?", &format!("/{name}?"), 1))
        })
}
