//! The kit itself: every test has a database of its own, on the engine it names.

use kernel::db::{EngineKind, sql};
use testkit::{Engine, TestDb};

testkit::on_both! { &[kernel::MIGRATIONS];
    /// Named like the next one and writing the same row: neither sees the other's.
    async fn a_fresh_database(db: TestDb) -> Result<(), kernel::db::DbError> {
        write_and_count(db).await
    }

    async fn another_fresh_database(db: TestDb) -> Result<(), kernel::db::DbError> {
        write_and_count(db).await
    }
}

async fn write_and_count(test: TestDb) -> Result<(), kernel::db::DbError> {
    let expected = match test.engine {
        Engine::Sqlite => EngineKind::Sqlite,
        Engine::Postgres => EngineKind::Postgres,
    };
    assert_eq!(test.db.kind(), expected);
    let mut tx = test.db.begin().await?;
    sql("INSERT INTO migration (area, version, name, applied_at) VALUES ('test', CAST(1 AS BIGINT), 'x', $1)")
        .bind(test.now().0)
        .run(&mut tx)
        .await?;
    tx.commit().await?;
    let rows: Vec<(String,)> = sql("SELECT name FROM migration WHERE area = 'test'")
        .all(&test.reopen().await)
        .await?;
    assert_eq!(rows, [("x".to_owned(),)]);
    Ok(())
}

testkit::on_both! { &[kernel::MIGRATIONS];
    async fn the_county_has_an_actor_for_every_role(db: TestDb) {
        let county = db.county().await;
        let mut roles = std::collections::BTreeSet::new();
        for name in county.account_names() {
            roles.extend(county.actor(&db, name).await.roles());
        }
        assert_eq!(roles.len(), kernel::access::Role::ALL.len());
        assert_eq!(db.session(&county, "clerk").await.len(), 64);
        assert_ne!(db.other_county().await.organ, county.organ);
    }
}
