//! Imports from the file to the register, on both engines.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::future::BoxFuture;
use kernel::access::{Act, Actor};
use kernel::error::{Error, Message, Result};
use kernel::import::{self, Ground, JobState, Level, Options, Register, Row, State};
use kernel::{Kernel, Part, organ};
use papers::table::header::Column;
use testkit::{County, TestDb};
use text::Lang;

fn kernel_of(db: &TestDb, part: Part) -> Kernel {
    Kernel::new(db.db.clone(), db.clock.clone(), &db.folder, vec![part]).unwrap()
}

async fn start(db: &TestDb) -> (Kernel, County, Actor) {
    let county = db.county().await;
    let clerk = county.actor(db, "clerk").await;
    (kernel_of(db, Part::default()), county, clerk)
}

async fn open(kernel: &Kernel, actor: &Actor, kind: &str, text: &str) -> Result<import::Job> {
    import::open(
        kernel,
        actor,
        kind,
        "名册.csv",
        text.as_bytes().to_vec(),
        Options::default(),
    )
    .await
}

async fn every(kernel: &Kernel, actor: &Actor, job: &import::Job) -> Vec<Row> {
    import::rows(kernel, actor, job, None, false, 0, 1_000)
        .await
        .unwrap()
        .rows
}

fn states(rows: &[Row]) -> Vec<State> {
    rows.iter().map(|r| r.state).collect()
}

fn key_of<T: std::fmt::Debug>(result: Result<T>) -> String {
    match result {
        Err(Error::Invalid(fields)) => {
            format!("{} {}", fields[0].field, fields[0].message.key)
        }
        Err(Error::Refused(m) | Error::TooLarge(m) | Error::Forbidden(m)) => m.key,
        Err(Error::NotFound) => "not found".to_owned(),
        other => panic!("{other:?}"),
    }
}

/// A sample file, where a folder of them stands beside the checkout.
fn sample(name: &str) -> Option<Vec<u8>> {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .find_map(|folder| std::fs::read(folder.join("shared/data").join(name)).ok())
}

const UNITS: &str = "某县承办单位名单,,,\n序号,单位名称,类别,上级单位\n\
    １,审计局,委办局,\n2,综合审计科,科室,审计局\n99,水利局,委办局,\n4,白马镇,,\n5,审计局,委办局,\n\
    6,外地科,科室,外地局\n7,长名局,星球,\n,,,\n注：本名单截至2025年3月,,,\n";

testkit::on_both! { &[kernel::MIGRATIONS];
    /// Preview, mending, confirming, once more: nothing is written too early, twice or over what stands.
    async fn a_list_of_units_comes_in(db: TestDb) {
        let (kernel, county, clerk) = start(&db).await;
        let before = organ::units(&db.db, county.organ).await.unwrap();
        let job = open(&kernel, &clerk, "units", UNITS).await.unwrap();
        use State::*;
        let rows = every(&kernel, &clerk, &job).await;
        // 水利局 is the county's own already and stands with another place in the order.
        assert_eq!(states(&rows), [Fresh, Fresh, Differs, Fresh, Refused, Refused, Refused]);
        assert_eq!(job.counts.refused, 3);
        assert_eq!(job.header.notes.len(), 1);
        assert_eq!(rows[0].value("sort"), Some("1"));
        assert_eq!(rows[3].value("kind"), Some("township"));
        assert_eq!(rows[4].reasons(Lang::Zh), ["与第 3 行重复"]);
        assert!(rows[5].reasons(Lang::Zh)[0].starts_with("上级单位：没有“外地局”"), "{:?}", rows[5].findings);
        assert!(rows[6].reasons(Lang::En)[0].contains("星球"));
        let only = import::rows(&kernel, &clerk, &job, Some(Refused), false, 0, 2).await.unwrap();
        assert_eq!((only.rows.len(), only.next), (2, Some(only.rows[1].number)));
        assert_eq!(organ::units(&db.db, county.organ).await.unwrap(), before);

        // Refused rows keep everything out.
        let refused = import::commit(&kernel, &clerk, job.id, false, &mut |_| {}).await;
        assert_eq!(key_of(refused), "import-has-refused");
        assert_eq!(organ::units(&db.db, county.organ).await.unwrap(), before);

        // Mended one after another.
        let number = |i: usize| rows[i].number;
        import::fix(&kernel, &clerk, job.id, number(4), &[("name", "统计局"), ("sort", "5")]).await.unwrap();
        import::fix(&kernel, &clerk, job.id, number(5), &[("parent", "统计局")]).await.unwrap();
        let job = import::fix(&kernel, &clerk, job.id, number(6), &[("kind", " 局 ")]).await.unwrap();
        assert_eq!((job.counts.refused, job.counts.fresh), (0, 6));
        let mut seen = Vec::new();
        let job = import::commit(&kernel, &clerk, job.id, false, &mut |p| seen.push((p.done, p.total))).await.unwrap();
        assert_eq!((job.state, job.counts.written, job.counts.differs), (JobState::Done, 6, 1));
        assert_eq!(seen, [(0, 6), (6, 6)]);
        let after = organ::units(&db.db, county.organ).await.unwrap();
        let unit = |name: &str| after.iter().find(|u| u.name == name).unwrap();
        assert_eq!(after.len(), before.len() + 6);
        assert_eq!(unit("综合审计科").parent_id, Some(unit("审计局").id));
        assert_eq!(unit("外地科").parent_id, Some(unit("统计局").id));
        let water = before.iter().find(|u| u.name == "水利局").unwrap();
        assert_eq!(unit("水利局"), water, "nothing is overwritten");
        let again = import::commit(&kernel, &clerk, job.id, true, &mut |_| {}).await;
        assert_eq!(key_of(again), "import-not-open");

        // The settings history knows who brought what.
        let auditor = county.actor(&db, "auditor").await;
        let said = kernel::history::of_settings(&db.db, &auditor, None, 50).await.unwrap();
        assert!(said.rows.iter().any(|e| e.kind == "imported"));
    }

    /// The same file twice changes nothing; a changed file lists its differences.
    async fn the_same_file_twice_changes_nothing(db: TestDb) {
        let (kernel, county, clerk) = start(&db).await;
        let file = "单位名称,类别,序号\n审计局,委办局,31\n统计局,委办局,32\n";
        for (text, written, same, differs) in [
            (file.to_owned(), 2, 0, 0),
            (file.to_owned(), 0, 2, 0),
            (file.replace("32", "40").replace("统计局,委办局", "统计局,乡镇"), 0, 1, 1),
        ] {
            let report = import::run(&kernel, &clerk, "units", "a.csv", text.into_bytes(), Options::default(), &mut |_| {})
                .await
                .unwrap();
            let c = report.counts;
            assert_eq!((c.written, c.same, c.differs, c.refused), (written, same, differs, 0));
            if differs > 0 {
                let levels: Vec<Level> = report.rows[0].findings.iter().map(|f| f.level).collect();
                assert_eq!(levels, [Level::Differs, Level::Differs]);
                assert!(report.rows[0].reasons(Lang::Zh).iter().any(|r| r.contains("已登记为“32”，表中为“40”")), "{:?}", report.rows[0].reasons(Lang::Zh));
            }
        }
        let units = organ::units(&db.db, county.organ).await.unwrap();
        assert_eq!(units.iter().filter(|u| u.name == "统计局" && u.sort == 32 && u.kind == "bureau").count(), 1);
    }

    /// A dry run stores nothing; skipping takes the good rows; the refused ones go out with their reasons and come
    /// in again once they are mended.
    async fn the_command_line_runs_an_import(db: TestDb) {
        let (kernel, county, _) = start(&db).await;
        let system = Actor::system(county.organ, db.clock.today());
        let bytes = UNITS.as_bytes().to_vec();
        let run = async |options: Options| {
            import::run(&kernel, &system, "units", "名单.csv", bytes.clone(), options, &mut |_| {}).await.unwrap()
        };
        let dry = run(Options { dry_run: true, skip_bad_rows: true, ..Options::default() }).await;
        assert_eq!((dry.job, dry.counts.fresh, dry.counts.refused), (None, 3, 3));
        let kept = run(Options::default()).await;
        assert!(kept.kept_out && kept.job.is_none());
        assert!(import::jobs(&kernel, &system, None, 10).await.unwrap().is_empty());
        let done = run(Options { skip_bad_rows: true, ..Options::default() }).await;
        assert_eq!((done.counts.written, done.counts.refused), (3, 3));
        let jobs = import::jobs(&kernel, &system, None, 10).await.unwrap();
        assert_eq!((jobs.len(), Some(jobs[0].id)), (1, done.job));

        let columns = import::column_names(&kernel, &jobs[0]).unwrap();
        for format in [import::Format::Xlsx, import::Format::Csv] {
            let file = import::refused(&done.rows, &columns, Lang::Zh, format).unwrap();
            let again = import::run(&kernel, &system, "units", "r", file, Options { dry_run: true, ..Options::default() }, &mut |_| {})
                .await
                .unwrap();
            // 审计局 is there by now; the two others are refused as before.
            assert_eq!((again.counts.total, again.counts.refused), (3, 2));
            assert_eq!(again.header.unknown, ["原因", "原行号"]);
        }
    }

    /// What is no table of the kind is refused with a sentence, and nothing is stored.
    async fn other_files_are_refused_with_a_sentence(db: TestDb) {
        let (kernel, county, clerk) = start(&db).await;
        let mut big = b"\xe5\x8d\x95\xe4\xbd\x8d\xe5\x90\x8d\xe7\xa7\xb0\n".to_vec();
        big.resize(33 << 20, b'x');
        for (bytes, expected) in [
            (Vec::new(), "file table-empty"),
            (b"%PDF-1.7 \n".to_vec(), "file table-is-pdf"),
            (b"\x89PNG\r\n".to_vec(), "file table-is-picture"),
            (big, "table-too-large"),
            ("甲,乙\n一,二\n".as_bytes().to_vec(), "file import-no-header"),
            ("简称,类别\n甲,局\n".as_bytes().to_vec(), "file import-column-missing"),
        ] {
            let done = import::open(&kernel, &clerk, "units", "f", bytes, Options::default()).await;
            assert_eq!(key_of(done), expected);
        }
        assert_eq!(key_of(open(&kernel, &clerk, "stars", "a,b\n").await), "not found");
        assert!(import::jobs(&kernel, &clerk, None, 10).await.unwrap().is_empty());

        // Who may not import may not look either; another organ's import does not exist.
        let job = open(&kernel, &clerk, "units", UNITS).await.unwrap();
        let unit = county.actor(&db, "unit").await;
        assert_eq!(key_of(open(&kernel, &unit, "units", UNITS).await), "forbidden-import");
        assert_eq!(key_of(import::job(&kernel, &unit, job.id).await), "forbidden-import");
        assert_eq!(key_of(import::jobs(&kernel, &unit, None, 10).await), "forbidden-import");
        let other = db.other_county().await.actor(&db, "clerk").await;
        let stranger = Actor { organ: kernel::id::Id(1), ..other };
        assert_eq!(key_of(import::job(&kernel, &stranger, job.id).await), "not found");
        assert_eq!(key_of(import::commit(&kernel, &stranger, job.id, true, &mut |_| {}).await), "not found");
        import::cancel(&kernel, &clerk, job.id).await.unwrap();
        assert_eq!(key_of(import::job(&kernel, &clerk, job.id).await), "not found");
    }

    /// A new year of days off comes into the calendar; a known year is compared and left alone.
    async fn days_off_come_in_by_year(db: TestDb) {
        let (kernel, _, clerk) = start(&db).await;
        let text = "date,kind,occasion,notice\n2031-01-01,off,元旦,国办发明电〔2030〕9号\n2031-01-04,上班,元旦,国办发明电〔2030〕9号\n\
            2031年1月6日,班,元旦,国办发明电〔2030〕9号\n2024-10-01,off,国庆节,通知\n2024-10-09,休,国庆节,通知\n2031-02-30,休,春节,x\n";
        let job = open(&kernel, &clerk, "workdays", text).await.unwrap();
        let rows = every(&kernel, &clerk, &job).await;
        use State::*;
        assert_eq!(states(&rows), [Fresh, Fresh, Same, Same, Differs, Refused]);
        assert!(rows[2].is_warned(), "a Monday is worked anyway");
        let job = import::commit(&kernel, &clerk, job.id, true, &mut |_| {}).await.unwrap();
        assert_eq!(job.counts.written, 2);
        let calendar = kernel.calendars.current(&db.db, kernel.now()).await.unwrap();
        let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
        assert!(calendar.knows(2031));
        assert!(!calendar.is_working(day("2031-01-01")) && calendar.is_working(day("2031-01-04")));
        assert!(calendar.is_working(day("2024-10-09")));
        let again = open(&kernel, &clerk, "workdays", text).await.unwrap();
        assert_eq!(again.counts.fresh, 0);

        // A year that can't be is refused at its row, in the reader's words.
        let text = "date,kind,occasion,notice\n2032-01-01,off,,国办发明电〔2031〕9号\n2032-01-02,off,元旦,国办发明电〔2031〕9号\n";
        let job = open(&kernel, &clerk, "workdays", text).await.unwrap();
        let rows = every(&kernel, &clerk, &job).await;
        assert_eq!(rows[0].reasons(Lang::Zh), ["没有写明节日"]);
        assert_eq!(states(&rows), [Refused, Fresh]);
    }

    /// The published years of days off agree with those shipped, or say where they don't.
    async fn the_published_days_are_known(db: TestDb) {
        let Some(bytes) = sample("workdays.csv") else {
            println!("skipped: the sample table of days off is not here");
            return;
        };
        let (kernel, _, clerk) = start(&db).await;
        let report = import::run(&kernel, &clerk, "workdays", "workdays.csv", bytes, Options::default(), &mut |_| {})
            .await
            .unwrap();
        assert_eq!((report.counts.total, report.counts.refused), (678, 0));
        assert_eq!(report.counts.same, 678, "{:?}", report.rows.iter().map(|r| r.reasons(Lang::Zh)).collect::<Vec<_>>());
    }

    /// An import that stops in the middle keeps what was written, says so, and goes on.
    async fn an_interrupted_import_goes_on(db: TestDb) {
        let county = db.county().await;
        let clerk = county.actor(&db, "clerk").await;
        let notes = Arc::new(Notes { fails: AtomicBool::new(true) });
        let kernel = kernel_of(&db, Part { name: "test", imports: vec![notes.clone()], ..Part::default() });
        let text = "名称,内容\na,1\nb,2\nc,3\nd,4\ne,5\n";
        let job = open(&kernel, &clerk, "notes", text).await.unwrap();
        assert_eq!(job.counts.fresh, 5);
        let stopped = import::commit(&kernel, &clerk, job.id, false, &mut |_| {}).await;
        assert_eq!(key_of(stopped), "test-fails");
        let job = import::job(&kernel, &clerk, job.id).await.unwrap();
        assert_eq!((job.state, job.counts.written, job.counts.fresh), (JobState::Stopped, 2, 3));
        assert_eq!(job.trouble.as_ref().unwrap().key, "test-fails");
        let written = import::fix(&kernel, &clerk, job.id, 2, &[("text", "9")]).await;
        assert_eq!(key_of(written), "import-row-written");
        notes.fails.store(false, Ordering::SeqCst);
        let mut seen = Vec::new();
        let job = import::commit(&kernel, &clerk, job.id, false, &mut |p| seen.push((p.done, p.total))).await.unwrap();
        assert_eq!((job.state, job.counts.written, job.trouble), (JobState::Done, 5, None));
        assert_eq!(seen, [(0, 3), (2, 3), (3, 3)]);
        let held = Notes::held(&db, &county).await;
        assert_eq!(held.len(), 5);
    }
}

/// A register of a test: named notes among the organ's settings, two rows a lot.
struct Notes {
    fails: AtomicBool,
}

const COLUMNS: [Column; 2] = [
    Column {
        key: "name",
        names: &["名称"],
        required: true,
    },
    Column {
        key: "text",
        names: &["内容"],
        required: true,
    },
];

impl Notes {
    async fn held(db: &TestDb, county: &County) -> BTreeMap<String, String> {
        let rows: Vec<(String, String)> =
            kernel::db::sql("SELECT name, value FROM setting WHERE organ_id = $1")
                .bind(county.organ)
                .all(&db.db)
                .await
                .unwrap();
        rows.into_iter().collect()
    }
}

impl Register for Notes {
    fn name(&self) -> &'static str {
        "notes"
    }

    fn title(&self) -> &'static str {
        "notes"
    }

    fn columns(&self) -> &'static [Column] {
        &COLUMNS
    }

    fn lot(&self) -> usize {
        2
    }

    fn check<'a>(
        &'a self,
        ground: &'a Ground<'a>,
        rows: &'a mut [Row],
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let held: Vec<(String, String)> =
                kernel::db::sql("SELECT name, value FROM setting WHERE organ_id = $1")
                    .bind(ground.actor.organ)
                    .all(&ground.kernel.db)
                    .await?;
            for row in rows {
                row.identity = row.name("name");
                row.text("text", 10);
                row.standing = held
                    .iter()
                    .find(|(name, _)| Some(name) == row.identity.as_ref())
                    .map(|(_, text)| BTreeMap::from([("text".to_owned(), text.clone())]));
            }
            Ok(())
        })
    }

    fn write<'a>(
        &'a self,
        _ground: &'a Ground<'a>,
        act: &'a mut Act,
        rows: &'a [Row],
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            for row in rows {
                if row.value("name") == Some("d") && self.fails.load(Ordering::SeqCst) {
                    return Err(Error::Refused(Message::new("test-fails")));
                }
                let organ = act.organ();
                kernel::db::sql("INSERT INTO setting (organ_id, name, value) VALUES ($1, $2, $3)")
                    .bind(organ)
                    .bind(row.value("name"))
                    .bind(row.value("text"))
                    .run(&mut *act)
                    .await?;
            }
            Ok(())
        })
    }
}
