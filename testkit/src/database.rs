//! One fresh database per test: a copy of a template that was migrated once for its set of migrations.
//!
//! Owns the making, naming and dropping of test databases. On SQLite a template is a file, on PostgreSQL a
//! template database; both are named by a digest of the migrations' text, so that another schema never
//! meets an old template.

use std::fmt::Debug;
use std::fs::{self, File};
use std::future::Future;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use chrono::NaiveDate;
use kernel::clock::{Clock, Instant};
use kernel::db::{Address, Db, Migrations, migrate};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode};
use sqlx::{AssertSqlSafe, Connection, Executor};

/// Which engine a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// A database of one test. `db` may be cloned; `clock` stands at Wednesday 2025-03-05, 09:00 in Asia/Shanghai,
/// until the test turns it.
#[derive(Debug)]
pub struct TestDb {
    pub db: Db,
    pub clock: Clock,
    pub engine: Engine,
    /// Where it is: for a second server or the program itself on the same data.
    pub address: Address,
    /// A folder of this test's own, removed after it.
    pub folder: PathBuf,
}

impl TestDb {
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// The database's address as the command line takes it.
    pub fn url(&self) -> String {
        match &self.address {
            Address::Sqlite(path) => format!("sqlite:{}", path.display()),
            Address::Postgres(url) => url.clone(),
        }
    }

    /// Opens it a second time, as another server would.
    pub async fn reopen(&self) -> Db {
        Db::open(&self.address)
            .await
            .expect("the test database opens again")
    }

    /// Sends a statement past the kernel, as an intruder with the database's password would.
    pub async fn raw(&self, statement: &'static str) {
        let done = match &self.address {
            Address::Sqlite(path) => match SqliteConnection::connect_with(&sqlite(path)).await {
                Ok(mut conn) => conn.execute(statement).await.map(|_| ()),
                Err(e) => Err(e),
            },
            Address::Postgres(url) => match PgConnection::connect(url).await {
                Ok(mut conn) => conn.execute(statement).await.map(|_| ()),
                Err(e) => Err(e),
            },
        };
        done.expect("the statement runs");
    }
}

/// What a test body may return.
pub trait Outcome {
    fn check(self);
}
impl Outcome for () {
    fn check(self) {}
}
impl<E: Debug> Outcome for Result<(), E> {
    fn check(self) {
        if let Err(e) = self {
            panic!("the test ended with an error: {e:?}");
        }
    }
}

/// Runs one test body on a fresh database of `engine` and cleans up after it.
pub fn run<F, Fut, O>(engine: Engine, rooms: &[Migrations], body: F)
where
    F: FnOnce(TestDb) -> Fut,
    Fut: Future<Output = O>,
    O: Outcome,
{
    let folder = tempfile::Builder::new()
        .prefix("huiying-test-")
        .tempdir()
        .expect("a temporary folder");
    // Two workers, so that work that was spawned runs while the body blocks on something.
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(async {
            let address = match engine {
                Engine::Sqlite => fresh_sqlite(folder.path(), rooms).await,
                Engine::Postgres => fresh_postgres(rooms).await,
            };
            let db = Db::open(&address).await.expect("the test database opens");
            let test = TestDb {
                db: db.clone(),
                clock: Clock::fixed(start()),
                engine,
                address: address.clone(),
                folder: folder.path().to_owned(),
            };
            body(test).await.check();
            db.close().await;
            if let Address::Postgres(url) = &address {
                let name = url.split(['/', '?']).nth(3).unwrap_or_default();
                admin(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
            }
        });
}

fn start() -> Instant {
    Instant::at(NaiveDate::from_ymd_opt(2025, 3, 5).expect("a date"), 9)
}

fn digest(rooms: &[Migrations]) -> String {
    let mut hash = DefaultHasher::new();
    for room in rooms {
        room.area.hash(&mut hash);
        for step in room.steps {
            (step.version, step.sqlite, step.postgres).hash(&mut hash);
        }
    }
    format!("{:016x}", hash.finish())
}

async fn migrated(address: &Address, rooms: &[Migrations]) {
    let db = Db::open(address).await.expect("the template opens");
    migrate(&db, rooms, start())
        .await
        .expect("the migrations run");
    db.close().await;
}

fn sqlite(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(std::time::Duration::from_secs(30))
}

async fn fresh_sqlite(folder: &Path, rooms: &[Migrations]) -> Address {
    let template = std::env::temp_dir().join(format!("huiying-template-{}.db", digest(rooms)));
    if !template.exists() {
        // Made aside and moved into place: another process sees the whole template or none.
        let made = folder.join("template.db");
        migrated(&Address::Sqlite(made.clone()), rooms).await;
        SqliteConnection::connect_with(&sqlite(&made).journal_mode(SqliteJournalMode::Delete))
            .await
            .expect("the template leaves its log")
            .close()
            .await
            .expect("the template closes");
        let aside = template.with_extension(std::process::id().to_string());
        fs::copy(&made, &aside)
            .and_then(|_| fs::rename(&aside, &template))
            .expect("the template is kept");
    }
    let path = folder.join("huiying.db");
    fs::copy(&template, &path).expect("the template is copied");
    Address::Sqlite(path)
}

async fn fresh_postgres(rooms: &[Migrations]) -> Address {
    let server = scratch_postgres::shared().unwrap_or_else(|e| panic!("{e}"));
    let at = |name: &str| server.replacen("/postgres?", &format!("/{name}?"), 1);
    let template = format!("template_{}", digest(rooms));
    {
        // One process makes the template, the others wait for it.
        let lock = File::create(std::env::temp_dir().join(format!("huiying-{template}.lock")))
            .expect("a lock file");
        tokio::task::block_in_place(|| lock.lock()).expect("the lock is had");
        if !database_exists(&template).await {
            let raw = format!("{template}_raw");
            admin(&format!("DROP DATABASE IF EXISTS {raw} WITH (FORCE)")).await;
            admin(&format!("CREATE DATABASE {raw}")).await;
            migrated(&Address::Postgres(at(&raw)), rooms).await;
            admin(&format!("ALTER DATABASE {raw} RENAME TO {template}")).await;
        }
    }
    let mut name = [0u8; 8];
    getrandom::fill(&mut name).expect("random bytes");
    let name = format!("test_{}", hex::encode(name));
    admin(&format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
    Address::Postgres(at(&name))
}

async fn server() -> PgConnection {
    let url = scratch_postgres::shared().unwrap_or_else(|e| panic!("{e}"));
    let options = PgConnectOptions::from_str(url).expect("the server's address is read");
    PgConnection::connect_with(&options)
        .await
        .expect("the test server answers")
}

async fn database_exists(name: &str) -> bool {
    let found: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM pg_database WHERE datname = $1")
        .bind(name)
        .fetch_one(&mut server().await)
        .await
        .expect("the server lists its databases");
    found > 0
}

async fn admin(statement: &str) {
    server()
        .await
        .execute(AssertSqlSafe(statement.to_owned()))
        .await
        .unwrap_or_else(|e| panic!("{statement}: {e}"));
}
