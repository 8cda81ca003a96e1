//! The two engines behind one SQL text.
//!
//! Owns: opening a database by URL, reading through pools, writing through [`Tx`], and the small
//! query builder [`sql`]. What must differ between SQLite and PostgreSQL stands in `sqlite.rs`,
//! `postgres.rs`, the search room and the two DDL folders, and nowhere else.
//!
//! * **SQLite**: readers are a pool of read-only connections on the WAL; writes go through one connection
//!   behind a fair queue, each act in a savepoint, and acts that queue up together share one durable
//!   commit (`synchronous=FULL`). An act is acknowledged only after that commit.
//! * **PostgreSQL**: one pool, one transaction an act, READ COMMITTED; updates are conditional on `rev`.
//!
//! Values are the types both engines have alike: BIGINT, TEXT, BOOLEAN, bytes and civil DATE. Instants
//! are BIGINT microseconds UTC. There are no JSON predicates in SQL: they differ silently.

pub(crate) mod catalog;
mod coded;
mod migrate;
mod postgres;
mod query;
mod sqlite;
mod value;

use std::path::PathBuf;
use std::sync::Arc;

pub use migrate::{Migration, Migrations, migrate};
pub use query::{Conn, On, Record, Sql, counted, placeholders, sql};
pub use value::Value;

/// Which engine serves: for the few places where the text of a statement must differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EngineKind {
    Sqlite,
    Postgres,
}

/// What can go wrong below the actions. Its text is for the log, never for a page.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
    #[error("database address not understood: {0}")]
    Address(String),
    #[error("commit failed: {0}")]
    Commit(String),
    #[error("migration {area} {version}: {message}")]
    Migration {
        area: String,
        version: i64,
        message: String,
    },
}

impl DbError {
    /// True where a unique constraint refused the write.
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, DbError::Sqlx(sqlx::Error::Database(e)) if e.is_unique_violation())
    }
}

/// Where the data is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// A file; its folder must exist.
    Sqlite(PathBuf),
    /// A `postgres://` URL.
    Postgres(String),
}

impl Address {
    /// Reads `sqlite:PATH` or `postgres://…`.
    pub fn parse(text: &str) -> Result<Self, DbError> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if path.is_empty() {
                return Err(DbError::Address(text.to_owned()));
            }
            Ok(Address::Sqlite(PathBuf::from(path)))
        } else if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            Ok(Address::Postgres(text.to_owned()))
        } else {
            Err(DbError::Address(text.to_owned()))
        }
    }
}

#[derive(Debug)]
enum Engine {
    Sqlite(sqlite::Sqlite),
    Postgres(postgres::Postgres),
}

/// A handle to the database; cheap to clone. Reading goes through `&Db`, writing through [`Db::begin`].
#[derive(Debug, Clone)]
pub struct Db {
    engine: Arc<Engine>,
}

impl Db {
    /// Opens the database; creates the SQLite file where it is missing. Runs no migration.
    pub async fn open(address: &Address) -> Result<Db, DbError> {
        let engine = match address {
            Address::Sqlite(path) => Engine::Sqlite(sqlite::Sqlite::open(path).await?),
            Address::Postgres(url) => Engine::Postgres(postgres::Postgres::open(url).await?),
        };
        Ok(Db {
            engine: Arc::new(engine),
        })
    }

    pub fn kind(&self) -> EngineKind {
        match &*self.engine {
            Engine::Sqlite(_) => EngineKind::Sqlite,
            Engine::Postgres(_) => EngineKind::Postgres,
        }
    }

    /// Begins an act: a savepoint in the current group commit on SQLite, a transaction on PostgreSQL.
    /// Dropping it without [`Tx::commit`] undoes it. Hold it for database work only: on SQLite the next
    /// writer waits.
    #[crate::compiled_once]
    pub async fn begin(&self) -> Result<Tx, DbError> {
        Ok(match &*self.engine {
            Engine::Sqlite(e) => Tx::Sqlite(e.begin().await?),
            Engine::Postgres(e) => Tx::Postgres(e.begin().await?),
        })
    }

    /// Begins a long read that sees the data as they are now, whatever is written meanwhile. It holds up
    /// nobody, but one connection.
    #[crate::compiled_once]
    pub async fn snapshot(&self) -> Result<Snapshot, DbError> {
        Ok(match &*self.engine {
            Engine::Sqlite(e) => Snapshot::Sqlite(e.readers().begin().await?),
            Engine::Postgres(e) => Snapshot::Postgres(
                e.pool()
                    .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                    .await?,
            ),
        })
    }

    /// Begins (`on`) or ends a load of very many rows into an empty database, which is begun anew after a failure:
    /// meanwhile SQLite waits for no disk. PostgreSQL needs nothing.
    pub async fn load(&self, on: bool) -> Result<(), DbError> {
        match &*self.engine {
            Engine::Sqlite(e) => e.load(on).await,
            Engine::Postgres(_) => Ok(()),
        }
    }

    /// Connections of the pool that reads: how many are open, and how many of those are idle.
    pub fn connections(&self) -> (u32, usize) {
        let count = |size: u32, idle: usize| (size, idle);
        match &*self.engine {
            Engine::Sqlite(e) => count(e.readers().size(), e.readers().num_idle()),
            Engine::Postgres(e) => count(e.pool().size(), e.pool().num_idle()),
        }
    }

    /// Closes the pools after the running statements have ended.
    #[crate::compiled_once]
    pub async fn close(&self) {
        match &*self.engine {
            Engine::Sqlite(e) => e.close().await,
            Engine::Postgres(e) => e.close().await,
        }
    }
}

/// One act's transaction. Actions see only this.
#[derive(Debug)]
pub enum Tx {
    Sqlite(sqlite::SqliteTx),
    Postgres(postgres::PostgresTx),
}

impl Tx {
    fn conn_mut(&mut self) -> Conn<'_> {
        match self {
            Tx::Sqlite(tx) => Conn::Sqlite(tx.conn()),
            Tx::Postgres(tx) => Conn::Pg(tx.conn()),
        }
    }

    pub fn kind(&self) -> EngineKind {
        match self {
            Tx::Sqlite(_) => EngineKind::Sqlite,
            Tx::Postgres(_) => EngineKind::Postgres,
        }
    }

    /// Makes the act durable; returns once it is.
    #[crate::compiled_once]
    pub async fn commit(self) -> Result<(), DbError> {
        match self {
            Tx::Sqlite(tx) => tx.commit().await,
            Tx::Postgres(tx) => tx.commit().await,
        }
    }

    /// Undoes the act at once (dropping it does the same in the background).
    #[crate::compiled_once]
    pub async fn rollback(self) -> Result<(), DbError> {
        match self {
            Tx::Sqlite(tx) => tx.rollback().await,
            Tx::Postgres(tx) => tx.rollback().await,
        }
    }
}

/// A read that sees one instant: see [`Db::snapshot`]. Ends when dropped.
#[derive(Debug)]
pub enum Snapshot {
    Sqlite(sqlx::Transaction<'static, sqlx::Sqlite>),
    Postgres(sqlx::Transaction<'static, sqlx::Postgres>),
}

impl On for &mut Snapshot {
    fn conn(&mut self) -> Conn<'_> {
        match self {
            Snapshot::Sqlite(tx) => Conn::Sqlite(tx),
            Snapshot::Postgres(tx) => Conn::Pg(tx),
        }
    }
}

impl On for &Db {
    fn conn(&mut self) -> Conn<'_> {
        match &*self.engine {
            Engine::Sqlite(e) => Conn::SqlitePool(e.readers()),
            Engine::Postgres(e) => Conn::PgPool(e.pool()),
        }
    }
}

impl On for &mut Tx {
    fn conn(&mut self) -> Conn<'_> {
        (**self).conn_mut()
    }
}

/// Where a read runs that is asked for both outside an act and within one.
#[derive(Debug)]
pub enum Source<'a> {
    Db(&'a Db),
    Tx(&'a mut Tx),
}

impl On for Source<'_> {
    fn conn(&mut self) -> Conn<'_> {
        match self {
            Source::Db(db) => match &*db.engine {
                Engine::Sqlite(e) => Conn::SqlitePool(e.readers()),
                Engine::Postgres(e) => Conn::PgPool(e.pool()),
            },
            Source::Tx(tx) => (**tx).conn_mut(),
        }
    }
}
