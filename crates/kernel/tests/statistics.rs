//! Figures against a plain count, each number against its list, snapshots against what changed since.

mod register;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use kernel::access::{Actor, Permission};
use kernel::db::sql;
use kernel::error::Error;
use kernel::id::Id;
use kernel::statistics::{
    self, Answer, Compare, Dimension, Figure, Keys, Measure, Question, Row, Source, Value, snapshot,
};
use kernel::{Kernel, Part};
use testkit::{County, TestDb};

const SOURCE: Source = Source(
    "SELECT m.id AS row_id, m.id AS matter_id, m.organ_id, m.confidentiality, m.received_on, m.closed_on, \
     m.lead_unit AS unit, m.category, m.session, m.proposer, m.closed_on IS NOT NULL AS closed, \
     m.closed_on <= m.due_on AS on_time FROM matter m WHERE NOT m.historic",
);
const DIMENSIONS: &[Dimension] = &[
    Dimension::UNIT,
    Dimension::PROPOSER,
    Dimension::SESSION,
    Dimension::MONTH,
    Dimension::DAY,
    Dimension {
        name: "category",
        keys: Keys::Words("test-category-"),
        title: "statistics-none",
    },
];

fn figure(name: &'static str, date: &'static str, measure: Measure) -> Figure {
    Figure {
        name,
        title: "statistics-none",
        definition: "statistics-none",
        source: SOURCE,
        date,
        measure,
        dimensions: DIMENSIONS,
        page: "/matters/",
    }
}

fn figures() -> Vec<Figure> {
    vec![
        figure("test.received", "received_on", Measure::All),
        figure("test.closed", "closed_on", Measure::Count("closed")),
        figure(
            "test.on_time",
            "closed_on",
            Measure::Share {
                part: "on_time",
                of: Some("closed"),
            },
        ),
    ]
}

fn kernel(db: &TestDb) -> Kernel {
    let part = Part {
        name: "test",
        figures: figures(),
        ..Part::default()
    };
    Kernel::new(db.db.clone(), db.clock.clone(), &db.folder, vec![part]).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn year(by: &[&str]) -> Question {
    Question {
        from: Some(day("2024-01-01")),
        to: Some(day("2024-12-31")),
        by: by.iter().map(|s| (*s).to_owned()).collect(),
        ..Question::default()
    }
}

/// Reads the address of a list back into the question it asks.
fn asked(list: &str) -> (String, Question) {
    let (path, query) = list.split_once('?').unwrap();
    let name = path.split('/').nth(2).unwrap().to_owned();
    let mut question = Question::default();
    for pair in query.split('&') {
        let (k, v) = pair.split_once('=').unwrap();
        match k {
            "from" => question.from = Some(day(v)),
            "to" => question.to = Some(day(v)),
            _ => {
                question.only.insert(k.to_owned(), v.to_owned());
            }
        }
    }
    (name, question)
}

/// All rows of the list behind a number, page by page.
async fn behind(kernel: &Kernel, actor: &Actor, list: &str) -> (i64, i64) {
    let (name, question) = asked(list);
    let (mut seen, mut part) = (BTreeSet::new(), 0);
    let mut cursor: Option<String> = None;
    loop {
        let page = statistics::list_rows(kernel, actor, &name, &question, cursor.as_deref(), 7)
            .await
            .unwrap();
        for row in page.rows {
            part += i64::from(row.part);
            assert!(seen.insert(row.row_id), "a row came twice");
        }
        match page.next {
            Some(next) => cursor = Some(next),
            None => return (seen.len() as i64, part),
        }
    }
}

async fn opens_its_list(kernel: &Kernel, actor: &Actor, row: &Row) {
    let check = |value: Value, list: String| async move {
        let (rows, part) = behind(kernel, actor, &list).await;
        assert_eq!(rows, value.rows(), "{list}");
        if let Value::Ratio { num, .. } = value {
            assert_eq!(part, num, "{list}");
        }
    };
    check(row.value, row.list.clone()).await;
    if let (Some(value), Some(list)) = (row.compared, row.compared_list.clone()) {
        check(value, list).await;
    }
}

#[derive(sqlx_macros::FromRow)]
struct Plain {
    id: Id,
    confidentiality: String,
    received_on: NaiveDate,
    closed_on: Option<NaiveDate>,
    due_on: Option<NaiveDate>,
    lead_unit: Option<Id>,
    category: Option<String>,
    session: Option<String>,
    proposer: Option<Id>,
    historic: bool,
}

/// The same counts without any SQL of the statistics room.
async fn plainly(
    db: &TestDb,
    actor: &Actor,
    name: &str,
    question: &Question,
) -> BTreeMap<Vec<String>, (i64, i64)> {
    let all: Vec<Plain> = sql(
        "SELECT id, confidentiality, received_on, closed_on, due_on, lead_unit, category, session, proposer, historic FROM matter",
    )
    .all(&db.db)
    .await
    .unwrap();
    let readers: Vec<(Id, Id)> = sql("SELECT matter_id, principal FROM listing")
        .all(&db.db)
        .await
        .unwrap();
    let mine: BTreeSet<Id> = readers
        .into_iter()
        .filter(|(_, p)| actor.principals().contains(p))
        .map(|(m, _)| m)
        .collect();
    let mut out: BTreeMap<Vec<String>, (i64, i64)> = BTreeMap::new();
    for m in all.iter().filter(|m| mine.contains(&m.id) && !m.historic) {
        let date = if name == "test.received" {
            Some(m.received_on)
        } else {
            m.closed_on
        };
        let Some(date) = date else { continue };
        if question.from.is_some_and(|d| date < d) || question.to.is_some_and(|d| date > d) {
            continue;
        }
        let id = |id: Option<Id>| id.map(|i| i.to_string()).unwrap_or_default();
        let keys = question.by.iter().map(|d| match d.as_str() {
            "unit" => id(m.lead_unit),
            "proposer" => id(m.proposer),
            "session" => m.session.clone().unwrap_or_default(),
            "category" => m.category.clone().unwrap_or_default(),
            "month" => date.format("%Y-%m").to_string(),
            _ => date.to_string(),
        });
        let slot = out.entry(keys.collect()).or_default();
        slot.1 += 1;
        slot.0 += i64::from(m.closed_on.zip(m.due_on).is_some_and(|(c, d)| c <= d));
        assert!(!m.confidentiality.is_empty());
    }
    out
}

fn told(answer: &Answer) -> BTreeMap<Vec<String>, Value> {
    let row = |r: &Row| {
        answer
            .question
            .by
            .iter()
            .map(|d| r.keys[d].code.clone())
            .collect()
    };
    answer.rows.iter().map(|r| (row(r), r.value)).collect()
}

async fn ready(db: &TestDb) -> (Kernel, County) {
    let county = db.county().await;
    register::fill(db, &county, 400, 11).await;
    let other = db.other_county().await;
    register::fill(db, &other, 60, 12).await;
    (kernel(db), county)
}

testkit::on_both! { &[kernel::MIGRATIONS];
    /// Every figure, by every dimension and in pairs, as three readers, equals a count by hand.
    async fn figures_are_counts_by_hand(db: TestDb) {
        let (kernel, county) = ready(&db).await;
        for who in ["clerk", "unit", "deputy", "leader"] {
            let actor = county.actor(&db, who).await;
            for by in [&[][..], &["unit"], &["proposer"], &["session"], &["category"], &["month"], &["day"],
                &["unit", "month"], &["month", "category"], &["unit", "session", "category"]] {
                for question in [year(by), Question { from: None, to: None, ..year(by) }] {
                    for figure in figures() {
                        let answer = statistics::evaluate(&kernel, &actor, figure.name, &question).await.unwrap();
                        let plain = plainly(&db, &actor, figure.name, &question).await;
                        let plain: BTreeMap<_, _> = plain.into_iter().map(|(k, (num, den))| (k, match figure.measure {
                            Measure::Share { .. } => Value::Ratio { num, den },
                            _ => Value::Int(den),
                        })).collect();
                        assert!(!plain.is_empty());
                        assert_eq!(told(&answer), plain, "{who} {} {by:?}", figure.name);
                        assert_eq!(answer.total.value.rows(), plain.values().map(|v| v.rows()).sum::<i64>());
                    }
                }
            }
        }
    }

    /// Each number, also the one compared with, has exactly as many rows behind it as it says.
    async fn every_number_opens_its_list(db: TestDb) {
        let (kernel, county) = ready(&db).await;
        for who in ["clerk", "unit", "deputy"] {
            let actor = county.actor(&db, who).await;
            for (by, compare) in [(&["unit"][..], Compare::PreviousYear), (&["month"], Compare::PreviousPeriod),
                (&["category", "session"], Compare::PreviousYear), (&[], Compare::PreviousPeriod)] {
                let question = Question { compare: Some(compare), ..year(by) };
                for figure in figures() {
                    let answer = statistics::evaluate(&kernel, &actor, figure.name, &question).await.unwrap();
                    assert!(answer.rows.len() > usize::from(who == "clerk" && !by.is_empty()));
                    for row in answer.rows.iter().chain([&answer.total]) {
                        opens_its_list(&kernel, &actor, row).await;
                    }
                }
            }
        }
    }

    /// A period compared stands month beside month, and holds what that period alone would answer.
    async fn an_earlier_period_answers_alike(db: TestDb) {
        let (kernel, county) = ready(&db).await;
        let clerk = county.actor(&db, "clerk").await;
        let both = Question { compare: Some(Compare::PreviousYear), ..year(&["month"]) };
        let alone = Question { from: Some(day("2023-01-01")), to: Some(day("2023-12-31")), ..year(&["month"]) };
        let both = statistics::evaluate(&kernel, &clerk, "test.received", &both).await.unwrap();
        let alone = told(&statistics::evaluate(&kernel, &clerk, "test.received", &alone).await.unwrap());
        for row in &both.rows {
            let month = row.keys["month"].code.replace("2024", "2023");
            let there = alone.get(&vec![month]).copied().unwrap_or(Value::Int(0));
            assert_eq!(row.compared, Some(there));
        }
        assert_eq!(both.total.compared.unwrap().rows(), alone.values().map(|v| v.rows()).sum::<i64>());
    }

    /// What is asked wrongly is said, field by field; what does not exist is not found.
    async fn wrong_questions_are_answered_with_sentences(db: TestDb) {
        let county = db.county().await;
        let kernel = kernel(&db);
        let clerk = county.actor(&db, "clerk").await;
        let fields = |e: Error| match e {
            Error::Invalid(all) => all.into_iter().map(|f| f.field).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        let mut wrong = year(&["colour"]);
        wrong.to = Some(day("2023-01-01"));
        wrong.only.insert("shape".into(), "round".into());
        let told = fields(statistics::evaluate(&kernel, &clerk, "test.received", &wrong).await.unwrap_err());
        assert_eq!(told, ["by", "shape", "to"]);
        let mut other = year(&[]);
        other.only.insert("unit".into(), "not an id".into());
        assert_eq!(fields(statistics::evaluate(&kernel, &clerk, "test.received", &other).await.unwrap_err()), ["unit"]);
        let open = Question { compare: Some(Compare::PreviousYear), ..Question::default() };
        assert_eq!(fields(statistics::evaluate(&kernel, &clerk, "test.received", &open).await.unwrap_err()), ["compare"]);
        let gone = statistics::evaluate(&kernel, &clerk, "test.nothing", &year(&[])).await;
        assert!(matches!(gone, Err(Error::NotFound)));
        let cursor = statistics::list_rows(&kernel, &clerk, "test.received", &year(&[]), Some("x"), 10).await;
        assert_eq!(fields(cursor.unwrap_err()), ["cursor"]);
    }

    /// A snapshot keeps its numbers while the register goes on, shows the difference, holds nothing
    /// confidential, and is for those who read the whole organ.
    async fn a_snapshot_stays_and_shows_what_changed(db: TestDb) {
        let (kernel, county) = ready(&db).await;
        let clerk = county.actor(&db, "clerk").await;
        let unit = county.actor(&db, "unit").await;
        assert!(kernel.act(&unit, Permission::Snapshot).await.is_err());
        let mut act = kernel.act(&clerk, Permission::Snapshot).await.unwrap();
        let id = snapshot::freeze(&kernel, &mut act, "test.received", &year(&["unit"]), "年度通报").await.unwrap();
        let unnamed = snapshot::freeze(&kernel, &mut act, "test.received", &year(&["unit"]), " ").await;
        assert!(matches!(unnamed, Err(Error::Invalid(_))));
        act.commit().await.unwrap();

        let told = sql("SELECT COUNT(*) FROM event WHERE kind = 'snapshot_frozen' AND stream = $1")
            .bind(county.organ).count(&db.db).await.unwrap();
        assert_eq!(told, 1, "the history says that it was frozen");

        let frozen = snapshot::read(&db.db, &clerk, id).await.unwrap();
        let hidden = sql("SELECT COUNT(*) FROM matter WHERE organ_id = $1 AND NOT historic AND received_on >= '2024-01-01' \
             AND received_on <= '2024-12-31' AND confidentiality IN ('confidential', 'embargo')")
            .bind(county.organ).count(&db.db).await.unwrap();
        let all = sql("SELECT COUNT(*) FROM matter WHERE organ_id = $1 AND NOT historic AND received_on >= '2024-01-01' \
             AND received_on <= '2024-12-31'").bind(county.organ).count(&db.db).await.unwrap();
        assert!(hidden > 0);
        assert_eq!(frozen.answer.total.value, Value::Int(all - hidden));
        let (_, same) = snapshot::against_today(&kernel, &clerk, &frozen).await.unwrap();
        assert!(same.is_empty());

        db.raw("UPDATE matter SET lead_unit = NULL WHERE id = (SELECT MIN(id) FROM matter WHERE lead_unit IS NOT NULL \
            AND NOT historic AND confidentiality = 'open' AND received_on >= '2024-01-01' AND received_on <= '2024-12-31' \
            AND organ_id = (SELECT id FROM organ WHERE code = '510000'))").await;
        let (today, changed) = snapshot::against_today(&kernel, &clerk, &frozen).await.unwrap();
        assert_eq!(changed.len(), 2, "one unit lost a matter to none");
        assert_eq!(today.total.value, frozen.answer.total.value);
        assert_eq!(snapshot::read(&db.db, &clerk, id).await.unwrap(), frozen);

        assert_eq!(snapshot::all(&db.db, &clerk, Some("test.received")).await.unwrap().len(), 1);
        assert!(snapshot::all(&db.db, &clerk, Some("test.closed")).await.unwrap().is_empty());
        assert!(matches!(snapshot::read(&db.db, &unit, id).await, Err(Error::Forbidden(_))));
        let stranger = kernel::account::actor_of(&db.db, county.account("clerk"), db.clock.today()).await.unwrap();
        let stranger = Actor { organ: Id(7), ..stranger };
        assert!(matches!(snapshot::read(&db.db, &stranger, id).await, Err(Error::NotFound)));
    }
}
