//! Indexes out of the way while very many rows are written.

use crate::access::Act;
use crate::db::{EngineKind, catalog, sql};
use crate::error::Result;

/// Indexes and foreign keys that were let go, with the statements that bring them back.
#[derive(Debug, Default)]
pub struct Indexes {
    back: Vec<String>,
}

impl Indexes {
    /// Lets go the indexes that keep nothing unique, and on PostgreSQL the foreign keys, so that rows are written in any
    /// order and indexes made at one go.
    pub async fn let_go(act: &mut Act) -> Result<Indexes> {
        let mut out = Indexes::default();
        match act.tx.kind() {
            EngineKind::Sqlite => {
                let found: Vec<(String, String)> = sql(
                    "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL
                       AND sql NOT LIKE 'CREATE UNIQUE%' ORDER BY name",
                )
                .all(&mut *act)
                .await?;
                for (name, text) in found {
                    sql(format!("DROP INDEX {name}")).run(&mut *act).await?;
                    out.back.push(text);
                }
            }
            EngineKind::Postgres => {
                out.back = catalog::let_keys_go(act).await?;
                let found: Vec<(String, String)> = sql(
                    "SELECT quote_ident(c.relname), pg_get_indexdef(i.indexrelid)
                     FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
                     JOIN pg_namespace n ON n.oid = c.relnamespace
                     WHERE n.nspname = current_schema() AND NOT i.indisunique AND NOT i.indisprimary
                     ORDER BY c.relname",
                )
                .all(&mut *act)
                .await?;
                let mut indexes = Vec::new();
                for (name, text) in found {
                    sql(format!("DROP INDEX {name}")).run(&mut *act).await?;
                    indexes.push(text);
                }
                // Keys are checked against indexes.
                indexes.append(&mut out.back);
                out.back = indexes;
            }
        }
        Ok(out)
    }

    /// Makes the next one again; false when all stand.
    pub async fn bring_back(&mut self, act: &mut Act) -> Result<bool> {
        if self.back.is_empty() {
            return Ok(false);
        }
        sql(self.back.remove(0)).run(&mut *act).await?;
        Ok(true)
    }

    /// Tells the planner of PostgreSQL what the tables hold now.
    pub async fn settle(act: &mut Act) -> Result<()> {
        if act.tx.kind() == EngineKind::Postgres {
            sql("ANALYZE").run(&mut *act).await?;
        }
        Ok(())
    }
}
