//! PostgreSQL: one pool, one transaction an act.

use std::str::FromStr;
use std::time::Duration;

use sqlx::Transaction;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions, Postgres as Pg};

use super::DbError;

#[derive(Debug)]
pub struct Postgres {
    pool: PgPool,
}

impl Postgres {
    pub(super) async fn open(url: &str) -> Result<Self, DbError> {
        let options = PgConnectOptions::from_str(url)
            .map_err(|_| DbError::Address("postgres://…".to_owned()))?
            .options([("timezone", "UTC")])
            .statement_cache_capacity(512);
        let pool = PgPoolOptions::new()
            .max_connections(16)
            .acquire_timeout(Duration::from_secs(15))
            .connect_with(options)
            .await?;
        Ok(Postgres { pool })
    }

    pub(super) fn pool(&self) -> &PgPool {
        &self.pool
    }

    pub(super) async fn begin(&self) -> Result<PostgresTx, DbError> {
        Ok(PostgresTx {
            tx: self.pool.begin().await?,
        })
    }

    pub(super) async fn close(&self) {
        self.pool.close().await;
    }
}

#[derive(Debug)]
pub struct PostgresTx {
    tx: Transaction<'static, Pg>,
}

impl PostgresTx {
    pub(crate) fn conn(&mut self) -> &mut PgConnection {
        &mut self.tx
    }

    pub(super) async fn commit(self) -> Result<(), DbError> {
        Ok(self.tx.commit().await?)
    }

    pub(super) async fn rollback(self) -> Result<(), DbError> {
        Ok(self.tx.rollback().await?)
    }
}
