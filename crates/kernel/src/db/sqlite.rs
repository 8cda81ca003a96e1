//! SQLite: a pool of readers, and one writer behind a fair queue that groups acts into one commit.
//!
//! The first act of a group queues a *flusher* behind every act that already waits; when the flusher
//! reaches the writer it commits the whole group and wakes its acts. So a lone act commits at once,
//! and under load one `fsync` serves everyone who was queueing.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{Connection, Executor};
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

use super::DbError;

/// Pages kept by each reading connection, in KiB: eight readers stay under 100 MB.
const READER_CACHE_KIB: i64 = 12_000;
const WRITER_CACHE_KIB: i64 = 64_000;
const READERS: u32 = 8;
/// Statements a connection keeps prepared. A long one takes 100 KB, and a list has thousands of texts by its filters:
/// what is asked all the time stays, the rest is prepared again in a tenth of a millisecond.
const READER_STATEMENTS: usize = 100;
const WRITER_STATEMENTS: usize = 400;

#[derive(Debug)]
pub struct Sqlite {
    readers: SqlitePool,
    writer: Arc<Mutex<Writer>>,
}

#[derive(Debug)]
struct Writer {
    /// `None` after [`Sqlite::close`].
    conn: Option<SqliteConnection>,
    /// A transaction is open on `conn`.
    open: bool,
    /// Acts released into the open transaction and waiting for its commit.
    grouped: Vec<oneshot::Sender<Result<(), String>>>,
}

impl Sqlite {
    pub(super) async fn open(path: &Path) -> Result<Self, DbError> {
        let base = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(30))
            .pragma("temp_store", "memory");
        let conn = SqliteConnection::connect_with(
            &base
                .clone()
                .statement_cache_capacity(WRITER_STATEMENTS)
                .pragma("cache_size", (-WRITER_CACHE_KIB).to_string()),
        )
        .await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .min_connections(1)
            .acquire_timeout(Duration::from_secs(30))
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false)
            .connect_with(
                base.read_only(true)
                    .statement_cache_capacity(READER_STATEMENTS)
                    .pragma("cache_size", (-READER_CACHE_KIB).to_string()),
            )
            .await?;
        Ok(Sqlite {
            readers,
            writer: Arc::new(Mutex::new(Writer {
                conn: Some(conn),
                open: false,
                grouped: Vec::new(),
            })),
        })
    }

    pub(super) fn readers(&self) -> &SqlitePool {
        &self.readers
    }

    pub(super) async fn begin(&self) -> Result<SqliteTx, DbError> {
        let mut writer = self.writer.clone().lock_owned().await;
        let queue = self.writer.clone();
        whole(async move {
            writer.savepoint().await?;
            Ok(SqliteTx {
                writer: Some(writer),
                queue,
            })
        })
        .await
    }

    /// For a large load into an empty database, begun anew where the power fails: waits for no disk, keeps much in
    /// memory. Off again, everything is on the disk before it returns.
    pub(super) async fn load(&self, on: bool) -> Result<(), DbError> {
        let mut writer = self.writer.lock().await;
        writer.flush().await;
        if on {
            writer.exec("PRAGMA synchronous = OFF").await?;
            writer.exec("PRAGMA cache_size = -600000").await?;
            writer.exec("PRAGMA wal_autocheckpoint = 200000").await
        } else {
            writer.exec("PRAGMA synchronous = FULL").await?;
            writer.exec("PRAGMA wal_autocheckpoint = 1000").await?;
            writer.exec("PRAGMA wal_checkpoint(TRUNCATE)").await
        }
    }

    pub(super) async fn close(&self) {
        let mut writer = self.writer.lock().await;
        writer.flush().await;
        if let Some(conn) = writer.conn.take() {
            let _ = conn.close().await;
        }
        self.readers.close().await;
    }
}

/// Does it to its end, even where whoever waits goes away: a reader who closes his page must not leave the writer with a
/// transaction nobody knows of. What it made is then dropped, and an act that is dropped is undone.
async fn whole<T: Send + 'static>(
    work: impl Future<Output = Result<T, DbError>> + Send + 'static,
) -> Result<T, DbError> {
    tokio::spawn(work)
        .await
        .unwrap_or_else(|e| Err(DbError::Commit(e.to_string())))
}

impl Writer {
    fn conn(&mut self) -> Result<&mut SqliteConnection, DbError> {
        self.conn
            .as_mut()
            .ok_or(DbError::Sqlx(sqlx::Error::PoolClosed))
    }

    async fn exec(&mut self, text: &'static str) -> Result<(), DbError> {
        self.conn()?.execute(text).await?;
        Ok(())
    }

    async fn savepoint(&mut self) -> Result<(), DbError> {
        if !self.open {
            self.exec("BEGIN IMMEDIATE").await?;
            self.open = true;
        }
        if let Err(e) = self.exec("SAVEPOINT act").await {
            // The engine ended the transaction by itself (disk full, I/O error): the group is lost.
            self.fail(&e.to_string()).await;
            return Err(e);
        }
        Ok(())
    }

    /// Commits the open transaction and wakes its acts.
    async fn flush(&mut self) {
        if !self.open {
            return;
        }
        match self.exec("COMMIT").await {
            Ok(()) => {
                self.open = false;
                for act in self.grouped.drain(..) {
                    let _ = act.send(Ok(()));
                }
            }
            Err(e) => self.fail(&e.to_string()).await,
        }
    }

    async fn fail(&mut self, why: &str) {
        let _ = self.exec("ROLLBACK").await;
        self.open = false;
        for act in self.grouped.drain(..) {
            let _ = act.send(Err(why.to_owned()));
        }
    }

    async fn undo(&mut self) -> Result<(), DbError> {
        if self.grouped.is_empty() {
            self.open = false;
            self.exec("ROLLBACK").await
        } else {
            self.exec("ROLLBACK TO act").await?;
            self.exec("RELEASE act").await
        }
    }
}

/// One act in the group: a savepoint, and the writer's seat while it lasts.
#[derive(Debug)]
pub struct SqliteTx {
    writer: Option<OwnedMutexGuard<Writer>>,
    queue: Arc<Mutex<Writer>>,
}

impl SqliteTx {
    pub(crate) fn conn(&mut self) -> &mut SqliteConnection {
        self.writer
            .as_mut()
            .and_then(|w| w.conn.as_mut())
            .expect("an act holds the writer until it ends")
    }

    pub(super) async fn commit(mut self) -> Result<(), DbError> {
        let Some(mut writer) = self.writer.take() else {
            return Err(DbError::Commit("act already ended".to_owned()));
        };
        let queue = self.queue.clone();
        // In a task of its own: a request that is dropped here must not leave the group hanging.
        let done = tokio::spawn(async move {
            if let Err(e) = writer.exec("RELEASE act").await {
                let why = e.to_string();
                writer.fail(&why).await;
                return Err(why);
            }
            let (tell, told) = oneshot::channel();
            let first = writer.grouped.is_empty();
            writer.grouped.push(tell);
            if first {
                tokio::spawn(async move { queue.lock().await.flush().await });
                // Let the flusher take its place in the queue before the seat is free.
                tokio::task::yield_now().await;
            }
            drop(writer);
            told.await
                .unwrap_or_else(|_| Err("the writer stopped".to_owned()))
        });
        match done.await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(why)) => Err(DbError::Commit(why)),
            Err(e) => Err(DbError::Commit(e.to_string())),
        }
    }

    pub(super) async fn rollback(mut self) -> Result<(), DbError> {
        match self.writer.take() {
            Some(mut writer) => whole(async move { writer.undo().await }).await,
            None => Ok(()),
        }
    }
}

impl Drop for SqliteTx {
    fn drop(&mut self) {
        let Some(mut writer) = self.writer.take() else {
            return;
        };
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                if let Err(e) = writer.undo().await {
                    tracing::error!(error = %e, "undoing an act failed");
                    let why = e.to_string();
                    writer.fail(&why).await;
                }
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use std::task::Poll;

    use super::*;

    /// A browser that goes away at any moment of an act's beginning.
    #[tokio::test(flavor = "multi_thread")]
    async fn an_act_given_up_while_it_begins_leaves_the_writer_free() {
        let folder = tempfile::tempdir().expect("a folder");
        let db = Sqlite::open(&folder.path().join("acts.db")).await;
        let db = db.expect("a database");
        for polls in 0..400 {
            {
                let mut begun = std::pin::pin!(db.begin());
                for _ in 0..polls % 8 {
                    let look =
                        std::future::poll_fn(|cx| Poll::Ready(begun.as_mut().poll(cx).is_ready()));
                    if look.await {
                        break;
                    }
                    tokio::task::yield_now().await;
                }
            }
            let next = db.begin().await.expect("the writer is free");
            next.commit().await.expect("committed");
        }
    }
}
