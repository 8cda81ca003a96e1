//! The area's figures over a handful of facts whose every count is known.

use chrono::NaiveDate;
use kernel::db::sql;
use kernel::id::Id;
use kernel::matter::listing::{self, Reader};
use kernel::matter::{Matter, load};
use kernel::statistics::{self, Question, Value};
use kernel::{Kernel, Part};
use testkit::{County, TestDb, system_act};
use text::Lang;

fn day(m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, m, d).unwrap()
}

/// `(confidentiality, historic, unit, filed, replied, on time, solved, standing, reworks)`
type Case = (
    &'static str,
    bool,
    &'static str,
    bool,
    bool,
    Option<bool>,
    bool,
    &'static str,
    i64,
);

const CASES: [Case; 7] = [
    (
        "open",
        false,
        "water",
        true,
        true,
        Some(true),
        true,
        "satisfied",
        0,
    ),
    (
        "open",
        false,
        "water",
        true,
        true,
        Some(false),
        false,
        "dissatisfied",
        1,
    ),
    (
        "internal",
        false,
        "transport",
        true,
        true,
        Some(true),
        false,
        "unrated",
        0,
    ),
    (
        "open",
        true,
        "water",
        true,
        true,
        None,
        true,
        "basically",
        0,
    ),
    (
        "open",
        false,
        "transport",
        true,
        false,
        None,
        false,
        "unrated",
        0,
    ),
    (
        "open", false, "water", false, false, None, false, "unrated", 0,
    ),
    (
        "confidential",
        false,
        "water",
        true,
        true,
        Some(true),
        true,
        "satisfied",
        0,
    ),
];

async fn fill(db: &TestDb, county: &County) {
    let mut act = system_act(&db.db, county.organ, db.now()).await.unwrap();
    for (confidentiality, historic, unit, filed, replied, on_time, solved, standing, reworks) in
        CASES
    {
        let id = Id::new(act.at);
        let row = Matter {
            id,
            organ_id: county.organ,
            kind: "suggestion".into(),
            number: None,
            number_sort: String::new(),
            title: "关于整治城东排水沟的建议".into(),
            state: "handle".into(),
            procedure: "deputy-suggestion".into(),
            procedure_version: 1,
            confidentiality: confidentiality.into(),
            lead_unit: Some(county.unit(unit)),
            category: None,
            session: Some("8-4".into()),
            proposer: Some(county.person("deputy")),
            key_leader: None,
            received_on: day(1, 10),
            due_on: Some(day(4, 10)),
            amber_on: None,
            red_on: None,
            closed_on: None,
            clock: None,
            term: false,
            open: !replied,
            historic,
            rev: 0,
            events: 0,
            head: Vec::new(),
            created_by: None,
            created_at: 0,
            updated_at: 0,
        };
        load::insert(&mut act, &[row]).await.unwrap();
        sql("INSERT INTO proposal_fact (matter_id, organ_id, kind, confidentiality, historic, session, unit, proposer, \
             key_matter, received_on, filed_on, not_filed, assigned_on, due_on, replied_on, on_time, solved, standing, \
             half_solved, rated, asked, reworks, redone) \
             VALUES ($1, $2, 'suggestion', $3, $4, '8-4', $5, $6, FALSE, $7, $8, $9, $8, $10, $11, $12, $13, $14, FALSE, 0, 1, $15, 0)")
            .bind(id)
            .bind(county.organ)
            .bind(confidentiality)
            .bind(historic)
            .bind(county.unit(unit))
            .bind(county.person("deputy"))
            .bind(day(1, 10))
            .bind(filed.then(|| day(1, 20)))
            .bind(!filed)
            .bind(day(4, 10))
            .bind(replied.then(|| day(2, 20)))
            .bind(on_time)
            .bind(solved)
            .bind(standing)
            .bind(reworks)
            .run(&mut act)
            .await
            .unwrap();
        let reader = |principal, wide| {
            (
                id,
                Reader {
                    principal,
                    why: 1,
                    wide,
                },
            )
        };
        let mut readers = vec![
            reader(county.unit(unit), false),
            reader(county.person("deputy"), false),
        ];
        if confidentiality != "confidential" {
            readers.push(reader(county.organ, true));
        }
        listing::insert(&mut act, &readers).await.unwrap();
    }
    act.commit().await.unwrap();
}

fn kernel(db: &TestDb) -> Kernel {
    let part = Part {
        name: "proposals",
        figures: proposals::figures::figures(),
        ..Part::default()
    };
    Kernel::new(db.db.clone(), db.clock.clone(), &db.folder, vec![part]).unwrap()
}

testkit::on_both! { &[kernel::MIGRATIONS, proposals::MIGRATIONS];
    /// The whole organ but what is confidential; silence is nobody's satisfaction; past years have no punctuality.
    async fn every_figure_counts_what_it_says(db: TestDb) {
        let county = db.county().await;
        fill(&db, &county).await;
        let kernel = kernel(&db);
        let clerk = county.actor(&db, "clerk").await;
        let expected = [
            ("received", Value::Int(6)),
            ("replied", Value::Int(4)),
            ("replied_late", Value::Int(1)),
            ("filed", Value::Int(5)),
            ("not_filed", Value::Int(1)),
            ("assigned", Value::Int(5)),
            ("replied_on_time", Value::Int(2)),
            ("on_time_rate", Value::Ratio { num: 2, den: 3 }),
            ("solved", Value::Int(2)),
            ("solved_rate", Value::Ratio { num: 2, den: 4 }),
            ("satisfied", Value::Int(2)),
            ("dissatisfied", Value::Int(1)),
            ("satisfied_rate", Value::Ratio { num: 2, den: 3 }),
            ("coverage", Value::Ratio { num: 3, den: 4 }),
            ("reworked", Value::Int(1)),
        ];
        assert_eq!(kernel.figures().count(), expected.len());
        for (name, value) in expected {
            let name = format!("proposals.{name}");
            let figure = *kernel.figure(&name).unwrap();
            let told = statistics::evaluate(&kernel, &clerk, &name, &Question::default()).await.unwrap();
            assert_eq!(told.total.value, value, "{name}");
            for dimension in figure.dimensions {
                let by = Question { by: vec![dimension.name.into()], ..Question::default() };
                let split = statistics::evaluate(&kernel, &clerk, &name, &by).await.unwrap();
                assert_eq!(split.total.value, value, "{name} by {}", dimension.name);
            }
            for lang in [Lang::Zh, Lang::En] {
                for key in [figure.title, figure.definition] {
                    assert_ne!(text::t(lang, key), key, "{name} is named and defined");
                }
            }
        }
    }

    /// The proposer and the unit see their own, the confidential one among them.
    async fn a_unit_and_a_deputy_are_told_of_their_own(db: TestDb) {
        let county = db.county().await;
        fill(&db, &county).await;
        let kernel = kernel(&db);
        for (who, received) in [("unit", 5), ("unit2", 2), ("unit3", 0), ("deputy", 7), ("deputy2", 0)] {
            let actor = county.actor(&db, who).await;
            let told = statistics::evaluate(&kernel, &actor, "proposals.received", &Question::default()).await.unwrap();
            assert_eq!(told.total.value, Value::Int(received), "{who}");
        }
    }
}
