//! The register from the office's spreadsheet, on both engines.

use std::sync::Arc;

use kernel::Kernel;
use kernel::access::Actor;
use kernel::db::sql;
use kernel::import::{self, Options, Report};
use kernel::matter::listing;
use kernel::matter::{Confidentiality, Request, Standing, load, perform};
use proposals::actions::{Submission, submit};
use proposals::import::Proposals;
use proposals::kind;
use proposals::model::matter::{Form, MatterKind};
use testkit::{County, TestDb, system_act};
use text::Lang;

async fn start(db: &TestDb) -> (Kernel, County, Actor) {
    let county = db.county().await;
    let clerk = county.actor(db, "clerk").await;
    let part = kernel::Part {
        name: "proposals",
        kinds: kind::kinds(),
        imports: vec![Arc::new(Proposals)],
        ..kernel::Part::default()
    };
    let kernel = Kernel::new(db.db.clone(), db.clock.clone(), &db.folder, vec![part]).unwrap();
    let mut act = system_act(&db.db, county.organ, db.now()).await.unwrap();
    kernel::procedures::install(&mut act, county.organ, &kind::kinds())
        .await
        .unwrap();
    act.commit().await.unwrap();
    (kernel, county, clerk)
}

async fn run(kernel: &Kernel, actor: &Actor, name: &str, bytes: &[u8], options: Options) -> Report {
    import::run(
        kernel,
        actor,
        "proposals",
        name,
        bytes.to_vec(),
        options,
        &mut |_| {},
    )
    .await
    .unwrap()
}

/// A sample file, where a folder of them stands beside the checkout.
fn sample(name: &str) -> Option<Vec<u8>> {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .find_map(|folder| std::fs::read(folder.join("shared/data").join(name)).ok())
}

const ROWS: &str = "\
2025年代表建议登记表
建议编号,标题,领衔代表,类别,提交日期,承办单位,内容,答复日期,满意度
1,关于整治城东排水沟的建议,张桂英,水利,2025年1月8日,县水利局,排水沟多年没有清淤。,,
0002,关于修复西门桥的建议,张桂英、刘德福,交通,2025-01-09,交通运输局,桥面破损。,,
3,关于增设校车的建议,无名氏等3人,教育,2025/1/10,教育部门,学生上学难。,,
";

testkit::on_both! { &[kernel::MIGRATIONS, proposals::MIGRATIONS];
    /// A real register whole: every row, every date, every long text; a second time nothing.
    async fn a_real_register_comes_in_whole(db: TestDb) {
        let Some(bytes) = sample("proposals-2019.xlsx") else {
            println!("skipped: the sample register is not here");
            return;
        };
        let (kernel, county, clerk) = start(&db).await;
        let options = Options::default();
        let report = run(&kernel, &clerk, "提案.xlsx", &bytes, options).await;
        let refused: Vec<_> = report.rows.iter().filter(|r| r.is_refused()).map(|r| r.reasons(Lang::Zh)).collect();
        assert_eq!((report.counts.total, report.counts.written), (218, 218), "{refused:?}");
        let id = load::numbered(&db.db, county.organ, "proposal", "2019", "2019年第1号").await.unwrap().unwrap();
        let one = Standing::read(&kernel, &clerk, id).await.unwrap();
        assert_eq!(one.matter.title, "关于完善城市环卫公厕指引系统的建议");
        assert_eq!(one.matter.received_on.to_string(), "2019-01-12");
        assert_eq!((one.matter.open, one.matter.historic), (false, true));
        assert_eq!((one.matter.lamp(clerk.today), one.matter.due_on), (None, None));
        let longest: i64 = sql("SELECT CAST(MAX(LENGTH(background)) AS BIGINT) FROM proposal").count(&db.db).await.unwrap();
        assert!(longest > 2_000, "long texts come whole: {longest}");
        let late: i64 = sql("SELECT CAST(COUNT(*) AS BIGINT) FROM proposal_fact WHERE on_time IS NOT NULL OR NOT historic")
            .count(&db.db).await.unwrap();
        assert_eq!(late, 0, "rows of the past are neither in time nor late");
        let tasks: i64 = sql("SELECT CAST(COUNT(*) AS BIGINT) FROM task").count(&db.db).await.unwrap();
        assert_eq!(tasks, 0);
        let again = run(&kernel, &clerk, "提案.xlsx", &bytes, options).await;
        let differing: Vec<_> = again.rows.iter().filter(|r| !r.findings.is_empty()).take(3).map(|r| r.reasons(Lang::Zh)).collect();
        assert_eq!((again.counts.same, again.counts.written), (218, 0), "{differing:?}");
    }

    /// Rows of this year wait to be assigned, under their numbers; the next number follows the last of them.
    async fn rows_of_this_year_run(db: TestDb) {
        let (kernel, county, clerk) = start(&db).await;
        let report = run(&kernel, &clerk, "建议.csv", ROWS.as_bytes(), Options::default()).await;
        assert_eq!(report.counts.written, 3, "{:?}", report.rows.iter().map(|r| r.reasons(Lang::Zh)).collect::<Vec<_>>());
        assert_eq!(report.rows.iter().filter(|r| r.is_warned()).count(), 1, "a unit nobody knows is told");
        let numbered = async |n: u32| {
            let label = format!("2025年第{n}号");
            load::numbered(&db.db, county.organ, "suggestion", "2025", &label).await.unwrap().unwrap()
        };
        let first = numbered(1).await;
        let standing = Standing::read(&kernel, &clerk, first).await.unwrap();
        assert_eq!((standing.matter.state.as_str(), standing.matter.historic), ("assign", false));
        assert_eq!(standing.matter.proposer, Some(county.person("deputy")));
        assert_eq!(standing.matter.lead_unit, Some(county.unit("water")), "县水利局 is the county's 水利局");
        assert!(standing.matter.due_on.is_some());
        let deputy2 = county.actor(&db, "deputy2").await;
        assert!(listing::visible(&db.db, &deputy2, numbered(2).await).await.unwrap(), "who co-signed reads it");
        assert!(!listing::visible(&db.db, &deputy2, first).await.unwrap());
        // It goes on as any other matter does.
        let request = Request::new("assign").rev(standing.matter.rev).unit(county.unit("water"), procedure::Part::Lead);
        assert_eq!(perform(&kernel, &clerk, first, request).await.unwrap().state, "accept");
        let unknown = Standing::read(&kernel, &clerk, numbered(3).await).await.unwrap();
        assert_eq!((unknown.matter.proposer, unknown.matter.lead_unit), (None, None), "nobody is invented");
        let again = run(&kernel, &clerk, "建议.csv", ROWS.as_bytes(), Options::default()).await;
        assert_eq!((again.counts.same, again.counts.written), (3, 0),
            "{:?}", again.rows.iter().map(|r| r.reasons(Lang::Zh)).collect::<Vec<_>>());
        let changed = ROWS.replace("桥面破损。", "桥面破损严重。");
        let changed = run(&kernel, &clerk, "建议.csv", changed.as_bytes(), Options::default()).await;
        assert_eq!((changed.counts.differs, changed.counts.written), (1, 0));
        let mut act = system_act(&db.db, county.organ, db.now()).await.unwrap();
        assert_eq!(kernel::numbering::next(&mut act, "suggestion/2025").await.unwrap(), 4);
    }

    /// A row that can't be read is told, and nothing comes in; left out, the others do.
    async fn nothing_comes_in_while_a_row_is_refused(db: TestDb) {
        let (kernel, county, clerk) = start(&db).await;
        let bad = ROWS.replace("2025-01-09", "明天").replace("3,关于", "三号,关于");
        let report = run(&kernel, &clerk, "建议.csv", bad.as_bytes(), Options::default()).await;
        assert_eq!((report.counts.refused, report.counts.written), (2, 0));
        let count = async || sql("SELECT CAST(COUNT(*) AS BIGINT) FROM matter WHERE organ_id = $1")
            .bind(county.organ).count(&db.db).await.unwrap();
        assert_eq!(count().await, 0);
        let skip = Options { skip_bad_rows: true, ..Options::default() };
        let report = run(&kernel, &clerk, "建议.csv", bad.as_bytes(), skip).await;
        assert_eq!((report.counts.written, count().await), (1, 1));
    }

    /// The whole register goes out and comes in again without a change: imported rows, papers brought in here with
    /// their co-signers, answered ones. Confidential ones only where they are asked for, and they never come in.
    async fn the_register_goes_out_and_comes_in_again(db: TestDb) {
        let (kernel, county, clerk) = start(&db).await;
        let past = "2024年代表建议登记表\n建议编号,标题,领衔代表,类别,提交日期,承办单位,内容,答复类别,答复日期,满意度\n\
            1,关于整治城东排水沟的建议,张桂英,水利,2024年1月8日,县水利局,\"排水沟多年\n没有清淤。\",A,2024-04-02,满意\n";
        for (name, text) in [("建议.csv", ROWS), ("去年.csv", past)] {
            let report = run(&kernel, &clerk, name, text.as_bytes(), Options::default()).await;
            assert_eq!(report.counts.refused, 0, "{:?}", report.rows.iter().map(|r| r.reasons(Lang::Zh)).collect::<Vec<_>>());
        }
        let mut paper = Submission {
            kind: MatterKind::Suggestion,
            form: Form::Joint,
            title: "关于修复滨河路路灯的建议".to_owned(),
            background: "滨河路自南桥至北桥共四十二盏路灯，去冬以来有十七盏不亮，夜间行人不便。".to_owned(),
            demand: "建议一个月内逐盏检修，\n并建立报修电话。".to_owned(),
            body_name: None,
            category: Some("urban".to_owned()),
            cosigners: vec![county.person("deputy2"), county.person("deputy3")],
            proposer: Some(county.person("deputy")),
            confidentiality: Confidentiality::Open,
            received_on: None,
            papers: Vec::new(),
            from: None,
            send: true,
        };
        for secret in [Confidentiality::Open, Confidentiality::Confidential] {
            paper.confidentiality = secret;
            let id = submit(&kernel, &clerk, paper.clone()).await.unwrap();
            let standing = Standing::read(&kernel, &clerk, id).await.unwrap();
            let register = Request::new("register").rev(standing.matter.rev).field("category", "urban");
            perform(&kernel, &clerk, id, register).await.unwrap();
        }
        let system = Actor::system(county.organ, db.clock.today());
        for (confidential, rows) in [(false, 5), (true, 6)] {
            for format in [import::Format::Xlsx, import::Format::Csv] {
                let (bytes, n) = import::export(&kernel, &system, "proposals", confidential, format).await.unwrap();
                assert_eq!(n, rows);
                let report = run(&kernel, &clerk, "again", &bytes, Options::default()).await;
                let why: Vec<_> = report.rows.iter().filter(|r| !r.findings.is_empty()).map(|r| r.reasons(Lang::Zh)).collect();
                // A number of the confidential series is never read from a table: not even whether it is there is told.
                let kept = usize::from(confidential);
                let counts = (report.counts.total, report.counts.same, report.counts.refused);
                assert_eq!(counts, (rows, rows - kept, kept), "{why:?}");
                let told = String::from_utf8_lossy(&bytes).contains("密字");
                assert_eq!(told, confidential && matches!(format, import::Format::Csv));
            }
        }
        let stranger = "编号,标题,提交日期\n2025年密字第9号,关于某事的建议,2025-01-02\n";
        let report = run(&kernel, &clerk, "密.csv", stranger.as_bytes(), Options::default()).await;
        assert!(report.rows[0].reasons(Lang::Zh)[0].contains("密字号"), "{:?}", report.rows[0].reasons(Lang::Zh));
    }

    /// Several units in one cell, as registers have them: the first answers, the others help, and nothing is lost; and
    /// everything around the rows an office writes for itself.
    async fn a_register_as_messy_as_offices_keep_it(db: TestDb) {
        let (kernel, county, clerk) = start(&db).await;
        let table = "某县政协第八届三次会议提案登记表,,,,,,\n填表单位：提案委　制表日期：2019年5月,,,,,,\n\
            提案信息,,,,办理情况,,\n编  号,案    由,提案人,\"提交\n日期\",承办单位,办理类别,答复日期\n\
            １,关于加强河道治理的提案,王 芳,2019.3.5,水利局、交通运输局（会办）,A,2019.6.3\n\
            第2号,关于老旧小区改造的提案,李强、赵敏,2019年3月6日,交通运输局 会办：水利局、星际局,Ｂ,２０１９－０６－１２\n\
            ,,,,,,\n0003,关于增设校车的提案,九三学社,三月七日,教 育 局,,\n小计,3件,,,,,\n\
            4,关于农村垃圾分类的提案,吴建平,43532,教育局,,\n合计,4件,,,,,\n注：本表截至2019年5月。,,,,,,\n";
        let (bytes, _, lost) = encoding_rs::GB18030.encode(table);
        assert!(!lost);
        let report = run(&kernel, &clerk, "提案.csv", &bytes, Options::default()).await;
        let why: Vec<_> = report.rows.iter().map(|r| (r.number, r.reasons(Lang::Zh))).collect();
        assert_eq!((report.counts.total, report.counts.written), (4, 4), "{why:?}");
        assert!(why[0].1[0].contains("主办“水利局”、会办“交通运输局”"), "{why:?}");
        assert!(why[1].1.iter().any(|r| r.contains("没有名为“星际局”的单位，会办单位中暂不列入")), "{why:?}");
        let numbered = async |n: u32| {
            let label = format!("第八届三次会议第{n}号");
            load::numbered(&db.db, county.organ, "proposal", "8-3", &label).await.unwrap().unwrap_or_else(|| panic!("{label}"))
        };
        for (n, day, lead, helps) in [
            (1, "2019-03-05", "water", vec!["transport"]), (2, "2019-03-06", "transport", vec!["water"]),
            (3, "2019-03-07", "education", vec![]), (4, "2019-03-08", "education", vec![]),
        ] {
            let standing = Standing::read(&kernel, &clerk, numbered(n).await).await.unwrap();
            assert_eq!(standing.matter.received_on.to_string(), day, "{n}");
            assert_eq!(standing.matter.lead_unit, Some(county.unit(lead)), "{n}");
            let case = &proposals::kind::Held::of(&standing).unwrap().case;
            let helping: Vec<_> = case.handling_now().filter(|h| !h.part.replies()).map(|h| h.unit_id).collect();
            assert_eq!(helping, helps.into_iter().map(|u| county.unit(u)).collect::<Vec<_>>(), "{n}");
        }
        let again = run(&kernel, &clerk, "提案.csv", &bytes, Options::default()).await;
        assert_eq!(again.counts.same, 4, "{:?}", again.rows.iter().map(|r| r.reasons(Lang::Zh)).collect::<Vec<_>>());
        let system = Actor::system(county.organ, db.clock.today());
        let (out, rows) = import::export(&kernel, &system, "proposals", false, import::Format::Xlsx).await.unwrap();
        let report = run(&kernel, &clerk, "again", &out, Options::default()).await;
        let why: Vec<_> = report.rows.iter().map(|r| r.reasons(Lang::Zh)).collect();
        assert_eq!((rows, report.counts.same), (4, 4), "{why:?}");
    }
}
