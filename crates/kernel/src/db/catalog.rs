//! What tables there are and how their columns are called: for the backup and for copies, which carry every table of
//! either engine, also those of areas they do not know.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{Column, FromRow, Row, TypeInfo};

use super::{DbError, EngineKind, On, Value, placeholders, sql};
use crate::access::Act;

/// The types both engines have alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Type {
    Int,
    Bool,
    Text,
    Bytes,
    Date,
}

impl Type {
    /// Of a declared type of either engine; `None` for what only one of them has.
    fn of(declared: &str) -> Option<Type> {
        Some(match declared.to_ascii_lowercase().as_str() {
            "bigint" | "integer" | "int8" | "int4" => Type::Int,
            "boolean" | "bool" => Type::Bool,
            "text" => Type::Text,
            "blob" | "bytea" => Type::Bytes,
            "date" => Type::Date,
            _ => return None,
        })
    }

    /// Absent, of this type.
    pub fn null(self) -> Value {
        match self {
            Type::Int => Value::Int(None),
            Type::Bool => Value::Bool(None),
            Type::Text => Value::Text(None),
            Type::Bytes => Value::Bytes(None),
            Type::Date => Value::Date(None),
        }
    }
}

/// A table: its columns in order.
pub type Columns = Vec<(String, Type)>;

/// All tables with the columns both engines have alike; without the full-text index, which is made anew.
pub async fn tables(kind: EngineKind, on: impl On) -> Result<BTreeMap<String, Columns>, DbError> {
    let text = match kind {
        EngineKind::Sqlite => {
            "SELECT m.name, c.name, c.type FROM sqlite_master m JOIN pragma_table_info(m.name) c
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'search_index%'
             ORDER BY m.name, c.cid"
        }
        EngineKind::Postgres => {
            "SELECT CAST(c.table_name AS TEXT), CAST(c.column_name AS TEXT), CAST(c.data_type AS TEXT)
             FROM information_schema.columns c JOIN information_schema.tables t
               ON t.table_schema = c.table_schema AND t.table_name = c.table_name
             WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
             ORDER BY c.table_name, c.ordinal_position"
        }
    };
    let rows: Vec<(String, String, String)> = sql(text).all(on).await?;
    let mut out: BTreeMap<String, Columns> = BTreeMap::new();
    for (table, column, declared) in rows {
        if let Some(known) = Type::of(&declared) {
            out.entry(table).or_default().push((column, known));
        }
    }
    Ok(out)
}

/// Values a statement binds at most, on either engine.
const BOUND: usize = 30_000;
/// Rows a statement at most: a longer text costs more to read than it saves.
const ROWS: usize = 250;

/// Writes rows of one table, each with a value for every column.
pub(crate) async fn insert(
    act: &mut Act,
    table: &str,
    columns: &Columns,
    mut rows: Vec<Vec<Value>>,
) -> Result<(), DbError> {
    let width = columns.len();
    let names: Vec<&str> = columns.iter().map(|(c, _)| c.as_str()).collect();
    let most = ROWS.min(BOUND / width.max(1)).max(1);
    while !rows.is_empty() {
        let rest = rows.split_off(most.min(rows.len()));
        let tuples: Vec<String> = (0..rows.len())
            .map(|i| format!("({})", placeholders(1 + i * width, width)))
            .collect();
        sql(format!(
            "INSERT INTO {table} ({}) VALUES {}",
            names.join(", "),
            tuples.join(", ")
        ))
        .bind_all(rows.into_iter().flatten())
        .run(&mut *act)
        .await?;
        rows = rest;
    }
    Ok(())
}

/// All tables so that each comes after those its foreign keys lead to.
pub(crate) async fn in_order(kind: EngineKind, mut on: impl On) -> Result<Vec<String>, DbError> {
    let text = match kind {
        EngineKind::Sqlite => {
            "SELECT m.name, k.\"table\" FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) k
             WHERE m.type = 'table'"
        }
        EngineKind::Postgres => {
            "SELECT CAST(c.conrelid::regclass AS TEXT), CAST(c.confrelid::regclass AS TEXT)
             FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
             WHERE c.contype = 'f' AND n.nspname = current_schema()"
        }
    };
    let keys: Vec<(String, String)> = sql(text).all(&mut on).await?;
    let mut left: Vec<String> = tables(kind, on).await?.into_keys().collect();
    let mut out: Vec<String> = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let waits = |table: &String| {
            keys.iter()
                .any(|(from, to)| from == table && to != table && left.contains(to))
        };
        let (rest, ready): (Vec<String>, Vec<String>) = left.iter().cloned().partition(waits);
        if ready.is_empty() {
            // Keys in a circle: no order serves them.
            out.extend(rest);
            break;
        }
        out.extend(ready);
        left = rest;
    }
    Ok(out)
}

/// Lets foreign keys go until the end of the act, so that tables may be filled in any order; the statements that
/// put them back, and with it hold every row against them.
pub(crate) async fn let_keys_go(act: &mut Act) -> Result<Vec<String>, DbError> {
    if act.tx.kind() == EngineKind::Sqlite {
        sql("PRAGMA defer_foreign_keys = ON").run(&mut *act).await?;
        return Ok(Vec::new());
    }
    let keys: Vec<(String, String, String)> = sql(
        "SELECT CAST(c.conrelid::regclass AS TEXT), quote_ident(c.conname), pg_get_constraintdef(c.oid)
         FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
         WHERE c.contype = 'f' AND n.nspname = current_schema()",
    )
    .all(&mut *act)
    .await?;
    let mut back = Vec::with_capacity(keys.len());
    for (table, key, definition) in keys {
        sql(format!("ALTER TABLE {table} DROP CONSTRAINT {key}"))
            .run(&mut *act)
            .await?;
        back.push(format!(
            "ALTER TABLE {table} ADD CONSTRAINT {key} {definition}"
        ));
    }
    Ok(back)
}

/// A row of any table.
#[derive(Debug, Clone, PartialEq)]
pub struct Cells(pub Vec<Value>);

macro_rules! cells {
    ($row:ty) => {
        impl<'r> FromRow<'r, $row> for Cells {
            fn from_row(row: &'r $row) -> Result<Cells, sqlx::Error> {
                let mut out = Vec::with_capacity(row.len());
                for (i, column) in row.columns().iter().enumerate() {
                    let named = column.type_info().name();
                    out.push(match Type::of(named) {
                        Some(Type::Int) => Value::Int(row.try_get(i)?),
                        Some(Type::Bool) => Value::Bool(row.try_get(i)?),
                        Some(Type::Text) => Value::Text(row.try_get(i)?),
                        Some(Type::Bytes) => Value::Bytes(row.try_get(i)?),
                        Some(Type::Date) => Value::Date(row.try_get(i)?),
                        None => {
                            return Err(sqlx::Error::ColumnDecode {
                                index: column.name().to_owned(),
                                source: format!("the type {named} is not carried").into(),
                            });
                        }
                    });
                }
                Ok(Cells(out))
            }
        }
    };
}
cells!(SqliteRow);
cells!(PgRow);
