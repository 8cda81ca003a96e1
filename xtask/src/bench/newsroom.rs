//! `cargo xtask bench --newsroom`: the newsroom's pages over a ledger of 1,000,000 appearances in five years, a fifth of
//! them the office's that is measured.
//!
//! An office's seeded ledger is copied within the database until it is as long, manuscripts with their readers and authors
//! included, each copy on other days: what is measured are pages and settlements, not how a ledger is entered.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use scratch_postgres::Scratch;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};

use super::load::{Line, load, millis, quantile};
use super::session::{self, Reader};
use super::site::{Binary, Server};
use super::{Options, TODAY, told};

/// Connections of the figures' page.
const READERS: usize = 4;
/// A half-year, in which that office has some 20,000 of them.
const SETTLED: (&str, &str) = ("2024-12-15", "2025-06-14");
/// Tables copied, with the columns that name a row of the copy.
const COPIED: [(&str, &[&str]); 5] = [
    ("matter", &["id"]),
    ("publicity_manuscript", &["matter_id"]),
    ("listing", &["matter_id"]),
    ("publicity_adoption", &["id", "matter_id"]),
    ("publicity_byline", &["id", "adoption_id"]),
];

enum Base {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Base {
    async fn open(database: &str) -> Result<Base> {
        Ok(match database.strip_prefix("sqlite:") {
            Some(path) => {
                let mut on = SqliteConnection::connect(&format!("sqlite://{path}")).await?;
                sqlx::query("PRAGMA synchronous = OFF")
                    .execute(&mut on)
                    .await?;
                Base::Sqlite(on)
            }
            None => Base::Postgres(PgConnection::connect(database).await?),
        })
    }

    async fn run(&mut self, sql: &str) -> Result<u64> {
        let query = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        Ok(match self {
            Base::Sqlite(on) => query.execute(on).await?.rows_affected(),
            Base::Postgres(on) => query.execute(on).await?.rows_affected(),
        })
    }

    async fn numbers(&mut self, sql: &str) -> Result<Vec<i64>> {
        let sql = AssertSqlSafe(sql.to_owned());
        Ok(match self {
            Base::Sqlite(on) => sqlx::query_scalar(sql).fetch_all(on).await?,
            Base::Postgres(on) => sqlx::query_scalar(sql).fetch_all(on).await?,
        })
    }

    async fn columns(&mut self, table: &str) -> Result<Vec<String>> {
        Ok(match self {
            Base::Sqlite(on) => {
                let sql = format!("SELECT name FROM pragma_table_info('{table}') ORDER BY cid");
                sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(on).await?
            }
            Base::Postgres(on) => {
                let sql = format!(
                    "SELECT column_name::text FROM information_schema.columns WHERE table_name = '{table}' \
                     ORDER BY ordinal_position"
                );
                sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(on).await?
            }
        })
    }

    /// A day `days` earlier, as the engine writes it.
    fn earlier(&self, column: &str, days: &str) -> String {
        match self {
            Base::Sqlite(_) => format!("date({column}, '-' || ({days}) || ' days')"),
            Base::Postgres(_) => format!("{column} - CAST({days} AS INTEGER)"),
        }
    }

    /// Copies the ledger of `organ` `times` times.
    async fn copy(&mut self, organ: i64, times: i64) -> Result<()> {
        let series = match self {
            Base::Sqlite(_) => format!(
                "(WITH RECURSIVE c(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM c WHERE k < {times}) SELECT k FROM c) AS c"
            ),
            Base::Postgres(_) => format!("generate_series(CAST(1 AS BIGINT), {times}) AS c(k)"),
        };
        let pieces = format!("SELECT matter_id FROM publicity_adoption WHERE organ_id = {organ}");
        let mut statements = Vec::new();
        for (table, ids) in COPIED {
            let columns = self.columns(table).await?;
            let values: Vec<String> = columns
                .iter()
                .map(|c| {
                    if ids.contains(&c.as_str()) {
                        // The milliseconds of an identity, so that the copies of one lie apart.
                        return format!("t.{c} - c.k * 4194304 * 977");
                    }
                    match (table, c.as_str()) {
                        (_, "on_date" | "received_on" | "submitted_on" | "closed_on") => {
                            self.earlier(&format!("t.{c}"), "c.k * 37 % 1095")
                        }
                        ("matter" | "listing", "number") | (_, "proof") => "NULL".to_owned(),
                        _ => format!("t.{c}"),
                    }
                })
                .collect();
            let of = match table {
                "matter" => format!("t.id IN ({pieces})"),
                "publicity_byline" => format!(
                    "t.adoption_id IN (SELECT id FROM publicity_adoption WHERE organ_id = {organ})"
                ),
                _ => format!("t.matter_id IN ({pieces})"),
            };
            statements.push(format!(
                "INSERT INTO {table} ({}) SELECT {} FROM {table} t CROSS JOIN {series} WHERE {of}",
                columns.join(", "),
                values.join(", "),
            ));
        }
        // The last first: what a statement copies by is what was there before.
        self.run("BEGIN").await?;
        let temporary = format!("CREATE TEMPORARY TABLE copied_pieces AS {pieces}");
        self.run(&temporary).await?;
        let adoptions = format!(
            "CREATE TEMPORARY TABLE copied_adoptions AS SELECT id FROM publicity_adoption WHERE organ_id = {organ}"
        );
        self.run(&adoptions).await?;
        for statement in statements {
            let statement = statement
                .replace(
                    &format!("({pieces})"),
                    "(SELECT matter_id FROM copied_pieces)",
                )
                .replace(
                    &format!("(SELECT id FROM publicity_adoption WHERE organ_id = {organ})"),
                    "(SELECT id FROM copied_adoptions)",
                );
            self.run(&statement)
                .await
                .with_context(|| statement.clone())?;
        }
        self.run("DROP TABLE copied_pieces").await?;
        self.run("DROP TABLE copied_adoptions").await?;
        self.run("COMMIT").await?;
        Ok(())
    }

    /// Makes the ledgers as long as asked: a fifth is the first office's, the others share the rest.
    async fn fill(&mut self, adoptions: i64) -> Result<()> {
        let organs = self
            .numbers("SELECT DISTINCT organ_id FROM publicity_adoption ORDER BY organ_id")
            .await?;
        for (n, organ) in organs.iter().enumerate() {
            let share = match n {
                0 => adoptions / 5,
                _ => adoptions * 4 / 5 / (organs.len() as i64 - 1).max(1),
            };
            let here = self
                .numbers(&format!(
                    "SELECT CAST(COUNT(*) AS BIGINT) FROM publicity_adoption WHERE organ_id = {organ}"
                ))
                .await?[0];
            self.copy(*organ, share / here.max(1)).await?;
        }
        if matches!(self, Base::Postgres(_)) {
            self.run("ANALYZE").await?;
        }
        Ok(())
    }
}

fn wait<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(work)
}

/// Measures one engine.
pub fn run(binary: &Binary, folder: &Path, engine: &str, options: &Options) -> Result<Value> {
    let postgres = match engine {
        "postgres" => Some(Scratch::start("huiying-newsroom", &[])?),
        _ => None,
    };
    let adoptions = options.adoptions;
    println!("\n== {engine}, {adoptions} appearances");
    let data = folder.join(format!("newsroom-{engine}-{adoptions}"));
    let seeded = data.join("seeded");
    let database = match &postgres {
        Some(server) => session::postgres_database(&server.url(), "bench_newsroom")?,
        None => format!("sqlite:{}", data.join("huiying.db").display()),
    };
    if postgres.is_some() || !seeded.exists() {
        if data.exists() {
            std::fs::remove_dir_all(&data)?;
        }
        std::fs::create_dir_all(&data)?;
        let seed = "seed --matters 600 --organs 3 --seed 1 --today";
        let mut seed: Vec<&str> = seed.split(' ').collect();
        seed.push(TODAY);
        binary.run(&data, &database, &seed)?;
        let began = Instant::now();
        wait(async {
            let mut base = Base::open(&database).await?;
            base.fill(adoptions as i64).await
        })?;
        println!("ledger copied in {:.0} s", began.elapsed().as_secs_f64());
        std::fs::write(&seeded, "")?;
    }
    // Whatever an earlier run froze, nothing is settled yet; the first office is measured.
    let office = wait(async {
        let mut base = Base::open(&database).await?;
        for table in ["publicity_adjustment", "publicity_settled"] {
            base.run(&format!("DELETE FROM {table}")).await?;
        }
        base.run("DELETE FROM publicity_settling").await?;
        base.run("DELETE FROM job WHERE name = 'publicity.settle'")
            .await?;
        base.run("DELETE FROM publicity_settlement").await?;
        let sql = "SELECT MIN(organ_id) FROM publicity_adoption";
        Ok(base.numbers(sql).await?[0])
    })?;
    let readers = session::mint_of(&database, office)?;
    let clerk = readers.first().context("a clerk")?;
    let server = binary.serve(&data, &database)?;
    let figures = vec![format!("/publicity?from=2026-01-01&to={TODAY}")];
    let cold = {
        let began = Instant::now();
        let answer = Line::open(&server.address, &clerk.cookie)?.get(&figures[0])?;
        if answer.status != 200 {
            bail!("the figures' page answers {}", answer.status);
        }
        millis(began.elapsed())
    };
    println!("figures, first time after the start: {cold:.0} ms");
    let mut rows = Vec::new();
    let narrow = Options {
        connections: READERS,
        ..options.clone()
    };
    let pages: [(&'static str, Vec<String>); 3] = [
        ("figures", figures),
        ("wall", vec!["/publicity/board/wall".to_owned()]),
        ("ledger", vec!["/publicity/ledger".to_owned()]),
    ];
    for (name, paths) in pages {
        load(&server.address, &clerk.cookie, &paths, READERS, 8)?;
        rows.push(told(&server, clerk, name, &paths, 400, &narrow)?);
    }
    let settled = settle(&server, clerk, &database)?;
    let typed = autosave(&server, clerk)?;
    let (now, peak) = server.memory()?;
    println!("resident {now:.0} MB, at most {peak:.0} MB");
    Ok(json!({
        "engine": engine, "adoptions": adoptions, "figures_cold_ms": cold, "scenarios": rows,
        "settlement": settled, "autosave": typed, "resident_mb": now, "resident_peak_mb": peak,
    }))
}

/// Asks for a settlement on the page and looks at its progress until it is frozen.
fn settle(server: &Server, clerk: &Reader, database: &str) -> Result<Value> {
    let n = wait(async {
        let mut base = Base::open(database).await?;
        let sql = format!(
            "SELECT CAST(COUNT(*) AS BIGINT) FROM publicity_adoption WHERE organ_id = {} AND on_date >= '{}' AND on_date <= '{}'",
            clerk.organ, SETTLED.0, SETTLED.1
        );
        Ok(base.numbers(&sql).await?[0])
    })?;
    let mut line = Line::open(&server.address, &clerk.cookie)?;
    let form = format!(
        "_csrf={}&from={}&to={}&title=bench",
        clerk.csrf, SETTLED.0, SETTLED.1
    );
    let began = Instant::now();
    let asked = line.post("/publicity/settlements/new", &form)?;
    let place = asked
        .location
        .clone()
        .context("where the settlement runs")?;
    let mut looks = 0;
    let ended = loop {
        let at = line.get(&place)?;
        if let Some(there) = at.location {
            break there;
        }
        looks += 1;
        if began.elapsed() > Duration::from_secs(120) {
            bail!("the settlement did not end in two minutes");
        }
        std::thread::sleep(Duration::from_millis(50));
    };
    let seconds = began.elapsed().as_secs_f64();
    println!(
        "settlement of {n} appearances: {seconds:.2} s, its progress looked at {looks} times, to {ended}"
    );
    Ok(json!({"appearances": n, "seconds": seconds}))
}

/// One writer's text kept again and again, as a page does while somebody types.
fn autosave(server: &Server, clerk: &Reader) -> Result<Value> {
    let mut line = Line::open(&server.address, &clerk.cookie)?;
    let form = format!("_csrf={}&title=bench&genre=news", clerk.csrf);
    let begun = line.post("/publicity/manuscripts/new", &form)?;
    let place = begun.location.context("the manuscript begun")?;
    let place = place.replace("/write", "/typing");
    let text = "%E5%8E%BF%E4%BA%BA%E5%A4%A7".repeat(300);
    let mut times = Vec::new();
    for n in 0..500 {
        let form = format!(
            "_csrf={}&version=1&title=bench&content={text}{n}",
            clerk.csrf
        );
        let began = Instant::now();
        let kept = line.post(&place, &form)?;
        if kept.status != 200 {
            bail!("typing was answered with {}", kept.status);
        }
        times.push(millis(began.elapsed()));
    }
    times.sort_by(f64::total_cmp);
    let (p50, p99) = (quantile(&times, 0.5), quantile(&times, 0.99));
    println!("autosave of 1,200 characters: p50 {p50:.2} ms, p99 {p99:.2} ms");
    Ok(json!({"p50_ms": p50, "p99_ms": p99}))
}
