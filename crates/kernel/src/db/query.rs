//! The small query builder: one SQL text with `$1 …`, bound values, and the same call on either engine.

use std::borrow::Cow;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use futures_util::TryStreamExt;
use futures_util::future::BoxFuture;
use sqlx::postgres::{PgConnection, PgPool, PgRow, Postgres};
use sqlx::sqlite::{Sqlite, SqliteConnection, SqlitePool, SqliteRow};
use sqlx::{AssertSqlSafe, FromRow};

use super::{DbError, Value};

/// Where a statement runs: a pool of readers, or the connection of an act.
pub enum Conn<'a> {
    Sqlite(&'a mut SqliteConnection),
    SqlitePool(&'a SqlitePool),
    Pg(&'a mut PgConnection),
    PgPool(&'a PgPool),
}

/// Something a statement can run on: `&Db` to read, `&mut Tx` in an act.
pub trait On: Send {
    fn conn(&mut self) -> Conn<'_>;
}

impl<T: On> On for &mut T {
    fn conn(&mut self) -> Conn<'_> {
        (**self).conn()
    }
}

/// A type read from a row by either engine: tuples, and structs that derive `sqlx::FromRow`.
pub trait Record:
    for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin
{
}
impl<T> Record for T where
    T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin
{
}

tokio::task_local! {
    static COUNTER: Arc<AtomicU64>;
}

/// Runs `work` and tells how many statements it sent; a test fixes that number for every page.
pub async fn counted<F: Future>(work: F) -> (F::Output, u64) {
    let counter = Arc::new(AtomicU64::new(0));
    let out = COUNTER.scope(counter.clone(), work).await;
    (out, counter.load(Ordering::Relaxed))
}

fn count() {
    let _ = COUNTER.try_with(|c| c.fetch_add(1, Ordering::Relaxed));
}

/// `$from, $from+1, …` for `n` values: the inside of an `IN (…)`.
pub fn placeholders(from: usize, n: usize) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(n * 5);
    for i in 0..n {
        if i > 0 {
            out.push_str(", ");
        }
        let _ = write!(out, "${}", from + i);
    }
    out
}

/// From so many values on, names of parameters cost.
const NAMED: usize = 40;

/// The text with `?` for `$1, $2 …`, where each of the `n` values is named once and in order.
fn unnamed(text: &str, n: usize) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut next = 1;
    while let Some(at) = rest.find('$') {
        let digits = &rest[at + 1..];
        let end = digits
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(digits.len());
        if digits[..end].parse::<usize>().ok()? != next {
            return None;
        }
        next += 1;
        out.push_str(&rest[..at]);
        out.push('?');
        rest = &digits[end..];
    }
    out.push_str(rest);
    (next == n + 1).then_some(out)
}

/// A statement and its values. The text is program text: values are always bound, never written in.
#[derive(Debug, Clone)]
pub struct Sql {
    text: Cow<'static, str>,
    values: Vec<Value>,
    anew: bool,
}

/// Starts a statement. Pass a literal, or a text put together from literals only.
pub fn sql(text: impl Into<Cow<'static, str>>) -> Sql {
    Sql {
        text: text.into(),
        values: Vec::new(),
        anew: false,
    }
}

macro_rules! bound {
    ($self:ident, $db:ty, $query:expr) => {{
        let mut q = $query.persistent(!$self.anew);
        for value in $self.values {
            q = match value {
                Value::Int(v) => q.bind(v),
                Value::Bool(v) => q.bind(v),
                Value::Text(v) => q.bind(v),
                Value::Bytes(v) => q.bind(v),
                Value::Date(v) => q.bind(v),
            };
        }
        q
    }};
}

macro_rules! on_either {
    ($self:ident, $on:ident, |$conn:ident, $db:ident, $text:ident| $body:expr) => {{
        count();
        let $text = $self.text_for(&$on);
        match $on {
            Conn::Sqlite($conn) => {
                type $db = Sqlite;
                $body
            }
            Conn::SqlitePool($conn) => {
                type $db = Sqlite;
                $body
            }
            Conn::Pg($conn) => {
                type $db = Postgres;
                $body
            }
            Conn::PgPool($conn) => {
                type $db = Postgres;
                $body
            }
        }
    }};
}

impl Sql {
    /// Binds the next value.
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// Binds several values in order.
    pub fn bind_all<V: Into<Value>>(mut self, values: impl IntoIterator<Item = V>) -> Self {
        self.values.extend(values.into_iter().map(Into::into));
        self
    }

    /// PostgreSQL plans it by the values bound, each time: where one value calls for another way than the next. SQLite's
    /// way is in the text.
    pub fn planned_anew(mut self) -> Self {
        self.anew = true;
        self
    }

    /// How many values are bound so far; the next one is `$n+1`.
    pub fn bound(&self) -> usize {
        self.values.len()
    }

    /// The text as the engine takes it. SQLite keeps the names of parameters in a list and walks it for every one of
    /// them: a statement that writes many rows would take longer to read than to run.
    fn text_for(&mut self, conn: &Conn<'_>) -> AssertSqlSafe<Cow<'static, str>> {
        let text = std::mem::take(&mut self.text);
        let sqlite = matches!(conn, Conn::Sqlite(_) | Conn::SqlitePool(_));
        self.anew &= !sqlite;
        AssertSqlSafe(if sqlite && self.values.len() > NAMED {
            unnamed(&text, self.values.len()).map_or(text, Cow::Owned)
        } else {
            text
        })
    }

    /// Runs it; the number of rows touched.
    pub async fn run(self, mut on: impl On) -> Result<u64, DbError> {
        self.touch(on.conn()).await
    }

    /// All rows.
    pub async fn all<T: Record>(self, mut on: impl On) -> Result<Vec<T>, DbError> {
        self.rows(on.conn(), false).await?.read()
    }

    /// Hands over row after row, without holding them all.
    pub async fn each<T: Record, E: From<DbError>>(
        mut self,
        mut on: impl On,
        mut take: impl FnMut(T) -> Result<(), E> + Send,
    ) -> Result<(), E> {
        let conn = on.conn();
        on_either!(self, conn, |conn, D, text| {
            let mut rows = bound!(self, D, sqlx::query_as::<D, T>(text)).fetch(conn);
            while let Some(row) = rows.try_next().await.map_err(DbError::from)? {
                take(row)?;
            }
        });
        Ok(())
    }

    /// The first row, if any.
    pub async fn optional<T: Record>(self, mut on: impl On) -> Result<Option<T>, DbError> {
        Ok(self.rows(on.conn(), true).await?.read()?.pop())
    }

    /// Exactly one row; none is an error (for aggregates and RETURNING).
    pub async fn one<T: Record>(self, on: impl On) -> Result<T, DbError> {
        Ok(self.optional(on).await?.ok_or(sqlx::Error::RowNotFound)?)
    }

    /// One whole number in one row; `CAST(… AS BIGINT)` it where it is a sum or a literal.
    pub async fn count(self, on: impl On) -> Result<i64, DbError> {
        let (n,): (i64,) = self.one(on).await?;
        Ok(n)
    }

    /// True where the statement finds a row.
    pub async fn exists(self, mut on: impl On) -> Result<bool, DbError> {
        Ok(self.rows(on.conn(), true).await?.any())
    }

    /// What is sent is compiled here, once, and not again for every type of row.
    fn rows(mut self, conn: Conn<'_>, first: bool) -> BoxFuture<'_, Result<Rows, DbError>> {
        Box::pin(async move {
            Ok(on_either!(self, conn, |conn, D, text| {
                let query = bound!(self, D, sqlx::query::<D>(text));
                Rows::from(match first {
                    true => Vec::from_iter(query.fetch_optional(conn).await?),
                    false => query.fetch_all(conn).await?,
                })
            }))
        })
    }

    fn touch(mut self, conn: Conn<'_>) -> BoxFuture<'_, Result<u64, DbError>> {
        Box::pin(async move {
            Ok(on_either!(self, conn, |conn, D, text| {
                bound!(self, D, sqlx::query::<D>(text))
                    .execute(conn)
                    .await?
                    .rows_affected()
            }))
        })
    }
}

/// Rows as either engine gives them.
enum Rows {
    Sqlite(Vec<SqliteRow>),
    Pg(Vec<PgRow>),
}

impl From<Vec<SqliteRow>> for Rows {
    fn from(rows: Vec<SqliteRow>) -> Rows {
        Rows::Sqlite(rows)
    }
}

impl From<Vec<PgRow>> for Rows {
    fn from(rows: Vec<PgRow>) -> Rows {
        Rows::Pg(rows)
    }
}

impl Rows {
    fn any(&self) -> bool {
        match self {
            Rows::Sqlite(rows) => !rows.is_empty(),
            Rows::Pg(rows) => !rows.is_empty(),
        }
    }

    fn read<T: Record>(self) -> Result<Vec<T>, DbError> {
        Ok(match self {
            Rows::Sqlite(rows) => rows.iter().map(T::from_row).collect::<Result<_, _>>()?,
            Rows::Pg(rows) => rows.iter().map(T::from_row).collect::<Result<_, _>>()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_values_in_their_order_lose_their_names() {
        let tuples = format!("INSERT INTO t VALUES ({})", placeholders(1, 3));
        let bare = unnamed(&tuples, 3);
        assert_eq!(bare.as_deref(), Some("INSERT INTO t VALUES (?, ?, ?)"));
        assert_eq!(unnamed("a = $2 AND b = $1", 2), None);
        assert_eq!(unnamed("a = $1 AND b = $1", 1), None);
        assert_eq!(unnamed("a = $1", 2), None);
        assert_eq!(unnamed("a = '$' AND b = $1", 1), None);
    }
}
