//! Jobs run once, are tried again, and belong to one server at a time.

use std::sync::Arc;
use std::time::Duration;

use kernel::clock::Instant;
use kernel::db::sql;
use kernel::error::{Error, Result};
use kernel::history::{self, Audience, Event, Stream};
use kernel::job::{self, Job, Row, TRIES, When, Work, run_forever, run_once};
use kernel::{Kernel, Part, numbering};
use testkit::{County, TestDb, system_act};

/// Counts its runs in a series of the asking organ, or of the only one.
async fn count(kernel: &Kernel, work: &Work, series: &str) -> Result<()> {
    let organ = match work.organ {
        Some(organ) => organ,
        None => kernel::organ::organs(&kernel.db).await?[0].id,
    };
    let mut act = system_act(&kernel.db, organ, work.at).await?;
    numbering::next(&mut act, series).await?;
    act.commit().await
}

async fn runs(test: &TestDb, series: &'static str) -> Result<i64> {
    let rows: Vec<(i64,)> = sql("SELECT next FROM number_series WHERE series = $1")
        .bind(series)
        .all(&test.db)
        .await?;
    Ok(rows.first().map_or(0, |(next,)| next - 1))
}

const JOBS: [Job; 5] = [
    Job {
        name: "t.asked",
        when: When::Asked,
        run: |kernel, work| {
            Box::pin(async move {
                assert_eq!(work.args::<(i64, String)>()?, (7, "桥".to_owned()));
                count(kernel, work, "asked").await
            })
        },
    },
    Job {
        name: "t.fails",
        when: When::Asked,
        run: |kernel, work| {
            Box::pin(async move {
                count(kernel, work, "fails").await?;
                Err(Error::internal("no luck"))
            })
        },
    },
    Job {
        name: "t.panics",
        when: When::Asked,
        run: |_, _| Box::pin(async { panic!("on purpose") }),
    },
    Job {
        name: "t.daily",
        when: When::Daily(10),
        run: |kernel, work| Box::pin(count(kernel, work, "daily")),
    },
    Job {
        name: "t.every",
        when: When::Every(90),
        run: |kernel, work| Box::pin(count(kernel, work, "every")),
    },
];

fn kernel(test: &TestDb) -> Kernel {
    let part = Part {
        name: "t",
        jobs: JOBS.to_vec(),
        ..Part::default()
    };
    Kernel::new(
        test.db.clone(),
        test.clock.clone(),
        &test.folder,
        vec![part],
    )
    .expect("the kernel is made")
}

async fn ask(test: &TestDb, county: &County, name: &'static str) -> Result<()> {
    let mut act = system_act(&test.db, county.organ, test.now()).await?;
    job::ask(&mut act, name, "k", &(7, "桥"), None).await?;
    act.commit().await
}

async fn row(test: &TestDb, name: &str) -> Result<Row> {
    let rows = job::recent(&test.db, 100).await?;
    Ok(rows
        .into_iter()
        .find(|r| r.name == name)
        .expect("the row is there"))
}

fn later(test: &TestDb, seconds: i64) {
    test.clock.set(test.now().plus_seconds(seconds));
}

testkit::on_both! { &[kernel::MIGRATIONS];
    async fn what_was_asked_twice_runs_once(db: TestDb) -> Result<()> {
        let county = db.county().await;
        let kernel = kernel(&db);
        ask(&db, &county, "t.asked").await?;
        ask(&db, &county, "t.asked").await?;
        run_once(&kernel).await?;
        assert_eq!(row(&db, "t.asked").await?.state, "done");
        ask(&db, &county, "t.asked").await?;
        run_once(&kernel).await?;
        assert_eq!(runs(&db, "asked").await?, 1);
        Ok(())
    }

    async fn an_undone_act_asks_for_nothing(db: TestDb) -> Result<()> {
        let county = db.county().await;
        let mut act = system_act(&db.db, county.organ, db.now()).await?;
        job::ask(&mut act, "t.asked", "k", &(7, "桥"), None).await?;
        act.rollback().await?;
        run_once(&kernel(&db)).await?;
        assert_eq!(runs(&db, "asked").await?, 0);
        Ok(())
    }

    async fn what_may_run_later_waits(db: TestDb) -> Result<()> {
        let county = db.county().await;
        let kernel = kernel(&db);
        let mut act = system_act(&db.db, county.organ, db.now()).await?;
        job::ask(&mut act, "t.asked", "k", &(7, "桥"), Some(db.now().plus_seconds(50))).await?;
        act.commit().await?;
        later(&db, 49);
        run_once(&kernel).await?;
        assert_eq!(runs(&db, "asked").await?, 0);
        later(&db, 1);
        run_once(&kernel).await?;
        assert_eq!(runs(&db, "asked").await?, 1);
        Ok(())
    }

    async fn a_failing_job_is_tried_with_pauses_and_given_up(db: TestDb) -> Result<()> {
        let county = db.county().await;
        let kernel = kernel(&db);
        ask(&db, &county, "t.fails").await?;
        run_once(&kernel).await?;
        later(&db, 29);
        run_once(&kernel).await?;
        assert_eq!(runs(&db, "fails").await?, 1, "it pauses half a minute");
        later(&db, 1);
        run_once(&kernel).await?;
        assert_eq!(runs(&db, "fails").await?, 2);
        let waiting = row(&db, "t.fails").await?;
        assert_eq!((waiting.state.as_str(), waiting.tries), ("waiting", 2));
        assert!(waiting.trouble.is_some_and(|t| t.contains("no luck")));
        for _ in 0..20 {
            later(&db, 3600);
            run_once(&kernel).await?;
        }
        assert_eq!(runs(&db, "fails").await?, TRIES);
        let failed = row(&db, "t.fails").await?;
        assert_eq!(failed.state, "failed");
        let clerk = county.actor(&db, "clerk").await;
        let mut act = kernel.own_act(&clerk).await?;
        assert!(matches!(job::retry(&mut act, failed.id).await, Err(Error::Forbidden(_))));
        act.rollback().await?;
        let mut act = system_act(&db.db, county.organ, db.now()).await?;
        job::retry(&mut act, failed.id).await?;
        act.commit().await?;
        run_once(&kernel).await?;
        assert_eq!(runs(&db, "fails").await?, TRIES + 1);
        Ok(())
    }

    async fn a_panic_is_noted_and_stops_nobody(db: TestDb) -> Result<()> {
        let county = db.county().await;
        ask(&db, &county, "t.panics").await?;
        ask(&db, &county, "t.asked").await?;
        run_once(&kernel(&db)).await?;
        assert_eq!(row(&db, "t.panics").await?.trouble.as_deref(), Some("the job panicked"));
        assert_eq!(runs(&db, "asked").await?, 1);
        Ok(())
    }

    /// Two servers, two days: each day once, from ten o'clock on.
    async fn a_daily_job_runs_once_a_day_on_all_servers_together(db: TestDb) -> Result<()> {
        db.county().await;
        let (one, other) = (kernel(&db), kernel(&db));
        run_once(&one).await?;
        assert_eq!(runs(&db, "daily").await?, 0, "it is nine o'clock");
        later(&db, 3600);
        for _ in 0..3 {
            let (a, b) = tokio::join!(run_once(&one), run_once(&other));
            a?;
            b?;
        }
        assert_eq!(runs(&db, "daily").await?, 1);
        later(&db, 86_400);
        let (a, b) = tokio::join!(run_once(&one), run_once(&other));
        a?;
        b?;
        assert_eq!(runs(&db, "daily").await?, 2);
        Ok(())
    }

    async fn a_periodic_job_runs_after_its_pause(db: TestDb) -> Result<()> {
        db.county().await;
        let kernel = kernel(&db);
        for (wait, expected) in [(0, 1), (89, 1), (1, 2), (500, 3)] {
            later(&db, wait);
            run_once(&kernel).await?;
            assert_eq!(runs(&db, "every").await?, expected);
        }
        Ok(())
    }

    /// A server that vanished in the middle: nobody takes its row before the lease ends, somebody does after.
    async fn a_lease_keeps_others_off_until_it_ends(db: TestDb) -> Result<()> {
        let county = db.county().await;
        let kernel = kernel(&db);
        ask(&db, &county, "t.asked").await?;
        let mut act = system_act(&db.db, county.organ, db.now()).await?;
        sql("UPDATE job SET lease = $1, tries = $2 WHERE name = 't.asked'")
            .bind(db.now().plus_seconds(300).0)
            .bind(1i64)
            .run(&mut act)
            .await?;
        act.commit().await?;
        later(&db, 299);
        run_once(&kernel).await?;
        assert_eq!(runs(&db, "asked").await?, 0);
        later(&db, 1);
        run_once(&kernel).await?;
        assert_eq!(runs(&db, "asked").await?, 1);
        assert_eq!(row(&db, "t.asked").await?.tries, 2);
        Ok(())
    }

    async fn two_servers_share_the_rows(db: TestDb) -> Result<()> {
        let county = db.county().await;
        let mut act = system_act(&db.db, county.organ, db.now()).await?;
        for n in 0..40 {
            job::ask(&mut act, "t.asked", &n.to_string(), &(7, "桥"), None).await?;
        }
        act.commit().await?;
        let (one, other) = (Arc::new(kernel(&db)), Arc::new(kernel(&db)));
        let one = tokio::spawn(async move { run_once(&one).await });
        let other = tokio::spawn(async move { run_once(&other).await });
        let both = one.await.expect("no panic")? + other.await.expect("no panic")?;
        assert!(both >= 40);
        assert_eq!(runs(&db, "asked").await?, 40);
        Ok(())
    }

    async fn a_server_works_until_it_is_told_to_stop_and_seals_the_history(db: TestDb) -> Result<()> {
        let county = db.county().await;
        let mut act = system_act(&db.db, county.organ, db.now()).await?;
        history::append(&mut act, Stream::Settings, Event::new("x", Audience::Parties, &1)?).await?;
        act.commit().await?;
        ask(&db, &county, "t.asked").await?;
        let kernel = Arc::new(kernel(&db));
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let server = tokio::spawn(run_forever(kernel, async move {
            let _ = stopped.await;
        }));
        for _ in 0..200 {
            let sealed = history::verify(&db.db, |_| {}).await?.unsealed == 0;
            if sealed && runs(&db, "asked").await? == 1 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let _ = stop.send(());
        tokio::time::timeout(Duration::from_secs(20), server)
            .await
            .expect("it stops in time")
            .expect("no panic");
        assert_eq!(runs(&db, "asked").await?, 1);
        let report = history::verify(&db.db, |_| {}).await?;
        assert_eq!((report.unsealed, report.seals), (0, 1));
        Ok(())
    }

    async fn ended_rows_are_swept_after_a_season(db: TestDb) -> Result<()> {
        let county = db.county().await;
        let kernel = kernel(&db);
        ask(&db, &county, "t.asked").await?;
        run_once(&kernel).await?;
        later(&db, 91 * 86_400);
        run_once(&kernel).await?;
        let rows = job::recent(&db.db, 100).await?;
        assert!(rows.iter().all(|r| r.name != "t.asked"));
        assert!(rows.iter().any(|r| r.created_at >= Instant(db.now().0 - 1).0));
        Ok(())
    }
}

#[test]
fn two_parts_cannot_claim_one_job() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let folder = tempfile::tempdir().expect("a folder");
        let address = kernel::db::Address::Sqlite(folder.path().join("x.db"));
        let db = kernel::db::Db::open(&address).await.expect("it opens");
        let part = || Part {
            jobs: vec![JOBS[0]],
            ..Part::default()
        };
        let two = Kernel::new(
            db,
            kernel::clock::Clock::System,
            folder.path(),
            vec![part(), part()],
        );
        assert!(two.is_err());
    });
}
