//! The roster of deputies from the office's spreadsheet, on both engines.

use std::collections::BTreeSet;
use std::sync::Arc;

use deputies::import::Deputies;
use kernel::access::{Actor, Role};
use kernel::import::{self, Options, Report, State};
use kernel::{Kernel, Part, organ, person};
use testkit::{County, TestDb};
use text::Lang;

async fn start(db: &TestDb) -> (Kernel, County, Actor) {
    let county = db.county().await;
    let clerk = county.actor(db, "clerk").await;
    let part = Part {
        name: "deputies",
        imports: vec![Arc::new(Deputies)],
        ..Part::default()
    };
    let kernel = Kernel::new(db.db.clone(), db.clock.clone(), &db.folder, vec![part]).unwrap();
    (kernel, county, clerk)
}

async fn run(kernel: &Kernel, actor: &Actor, bytes: &[u8], skip: bool) -> Report {
    let options = Options {
        skip_bad_rows: skip,
        ..Options::default()
    };
    import::run(
        kernel,
        actor,
        "deputies",
        "名册.xlsx",
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

testkit::on_both! { &[kernel::MIGRATIONS];
    /// An office's roster whole: every person, every delegation, no note; a second time nothing.
    async fn a_roster_comes_in_whole(db: TestDb) {
        let Some(bytes) = sample("deputies.xlsx") else {
            println!("skipped: the sample roster is not here");
            return;
        };
        let (kernel, county, clerk) = start(&db).await;
        let people = person::people(&db.db, county.organ, 10_000).await.unwrap().len();
        let delegations = |units: Vec<organ::Unit>| units.into_iter().filter(|u| u.kind == "delegation").count();
        let before = delegations(organ::units(&db.db, county.organ).await.unwrap());
        let report = run(&kernel, &clerk, &bytes, false).await;
        let why: Vec<_> = report.rows.iter().map(|r| (r.number, r.reasons(Lang::Zh))).collect();
        assert_eq!((report.counts.total, report.counts.written), (186, 186), "{why:?}");
        assert_eq!(report.header.notes.len(), 1);
        assert_eq!(report.header.unknown, ["序号"]);
        let known = person::people(&db.db, county.organ, 10_000).await.unwrap();
        assert_eq!(known.len(), people + 186);
        assert_eq!(delegations(organ::units(&db.db, county.organ).await.unwrap()), before + 12);
        let held = person::holders_on(&db.db, county.organ, Role::Deputy, None, db.clock.today()).await.unwrap();
        assert!(held.len() >= 186);
        let one = known.iter().find(|p| p.name == "魏达珍").unwrap();
        assert_eq!(one.born_on.unwrap().to_string(), "1990-11-28");
        let by_number = known.iter().find(|p| p.name == "褚邦").unwrap();
        assert_eq!(by_number.born_on.unwrap().to_string(), "1983-09-30");
        assert_eq!(by_number.phone.as_deref(), Some("13936237135"));
        let again = run(&kernel, &clerk, &bytes, false).await;
        assert_eq!((again.counts.same, again.counts.written), (186, 0));
        assert_eq!(person::people(&db.db, county.organ, 10_000).await.unwrap().len(), people + 186);
    }

    /// The same person by number or by name and delegation; doubles refused; another term adds a mandate only.
    async fn who_is_known_is_known(db: TestDb) {
        let (kernel, county, clerk) = start(&db).await;
        let first = "代表证号,姓名,代表团,性别,出生年月,联系电话,届别\n\
            0007,甲 一,城东代表团,男,1970.5,13900000001,第十七届\n\
            ,乙二,新设代表团,女,２０３０年１月,13900000002,第十七届\n\
            ,丙三,新设代表团,中,1971年3月5日,abc,第十七届\n\
            ,丁四,新设代表团,女,一九八〇年三月五日,13900000004,十七\n\
            ,丁四,新设代表团,女,1980-03-05,13900000004,17届\n";
        let report = run(&kernel, &clerk, first.as_bytes(), true).await;
        assert_eq!((report.counts.written, report.counts.refused), (2, 3));
        let reasons: Vec<String> = report.rows.iter().filter(|r| r.state == State::Refused).flat_map(|r| r.reasons(Lang::Zh)).collect();
        assert!(reasons.iter().any(|r| r.contains("出生日期在今天之后")), "{reasons:?}");
        assert!(reasons.iter().any(|r| r.contains("“中”不在可选之列")), "{reasons:?}");
        assert!(reasons.iter().any(|r| r == "与第 5 行重复"), "{reasons:?}");

        let second = "代表证号,姓名,代表团,联系电话,届别\n\
            0007,甲一,城西代表团,13900000001,17\n\
            ,丁四,新设代表团,13900000009,17\n\
            ,丁四,城西代表团,,17\n\
            0007,甲一,城西代表团,13911111111,18\n";
        let report = run(&kernel, &clerk, second.as_bytes(), true).await;
        let states: Vec<State> = report.rows.iter().map(|r| r.state).collect();
        assert_eq!(states, [State::Differs, State::Differs, State::Fresh, State::Refused]);
        assert!(report.rows[0].reasons(Lang::Zh)[0].starts_with("代表团：已登记为“城东代表团”"));
        assert!(report.rows[2].is_warned(), "the same name in another delegation");

        let third = "代表证号,姓名,代表团,联系电话,届别\n0007,甲一,城西代表团,13911111111,18\n";
        let report = run(&kernel, &clerk, third.as_bytes(), false).await;
        assert_eq!((report.counts.written, report.rows[0].is_warned()), (1, true));
        let people = person::people(&db.db, county.organ, 10_000).await.unwrap();
        let known: Vec<_> = people.iter().filter(|p| p.name == "甲一").collect();
        assert_eq!(known.len(), 1);
        assert_eq!(known[0].phone.as_deref(), Some("13900000001"), "nothing else is touched");
        let posts = person::posts_of(&db.db, known[0].id).await.unwrap();
        let terms: BTreeSet<Option<i64>> = posts.iter().map(|p| p.term).collect();
        assert_eq!(terms, [Some(17), Some(18)].into());
        let again = run(&kernel, &clerk, third.as_bytes(), false).await;
        assert_eq!(again.counts.written, 0);
    }

    /// What goes out comes in again and changes nothing; whoever holds no mandate any more is not in it.
    async fn the_roster_goes_out_and_comes_in_again(db: TestDb) {
        let (kernel, county, clerk) = start(&db).await;
        let some = "代表证号,姓名,代表团,性别,出生年月,民族,政治面貌,联系电话,届别,备注\n\
            0007,甲一,城东代表团,男,1970-05-01,汉族,中共党员,13900000001,第十七届,=1+1\n\
            ,乙二,新设代表团,女,1980-03-05,回族,,,十七届,\"两行\n备注\"\n";
        assert_eq!(run(&kernel, &clerk, some.as_bytes(), false).await.counts.written, 2);
        for format in [import::Format::Xlsx, import::Format::Csv] {
            let (bytes, rows) = import::export(&kernel, &clerk, "deputies", false, format).await.unwrap();
            let deputies = person::holders_on(&db.db, county.organ, Role::Deputy, None, db.clock.today()).await.unwrap();
            assert_eq!(rows, deputies.len());
            let report = run(&kernel, &clerk, &bytes, false).await;
            let why: Vec<_> = report.rows.iter().map(|r| (r.state, r.reasons(Lang::Zh))).collect();
            assert_eq!((report.counts.total, report.counts.same), (rows, rows), "{why:?}");
        }
    }
}
