//! Pages of lists against a plain scan: every filter alone and in pairs, every sort, whichever index the plan
//! chooses, covers every matter of the reader once and in order.

mod register;

use std::collections::{BTreeMap, BTreeSet};

use chrono::Days;
use kernel::access::Actor;
use kernel::db::sql;
use kernel::id::Id;
use kernel::matter::Confidentiality;
use kernel::matter::listing::{self, Filter, Key, Lot, Row, Sort, Start, page};
use kernel::{Kernel, Part};
use testkit::{County, TestDb, system_act};
use workday::Lamp;

fn kernel(db: &TestDb) -> Kernel {
    Kernel::new(
        db.db.clone(),
        db.clock.clone(),
        &db.folder,
        Vec::<Part>::new(),
    )
    .unwrap()
}

/// What a plain scan knows of a matter for one reader.
#[derive(Clone)]
struct Plain {
    row: Row,
    why: i64,
}

/// Every matter of a reader, by the rows of `listing` and `matter`, without conditions, plans or order.
async fn scan(db: &TestDb, actor: &Actor) -> Vec<Plain> {
    let rows: Vec<Row> = sql(
        "SELECT m.id, m.kind, m.number, m.number_sort, m.title, m.state, m.procedure, m.procedure_version, \
         m.confidentiality, m.lead_unit AS unit, u.short_name AS unit_name, m.category, m.session, m.proposer, \
         p.name AS proposer_name, m.key_leader, m.received_on, m.due_on, m.amber_on, m.red_on, m.closed_on, m.open, \
         m.historic, m.rev, m.updated_at, CAST(0 AS BIGINT) AS branch FROM matter m \
         LEFT JOIN unit u ON u.id = m.lead_unit LEFT JOIN person p ON p.id = m.proposer",
    )
    .all(&db.db)
    .await
    .unwrap();
    let readers: Vec<(Id, Id, i64)> = sql("SELECT matter_id, principal, why FROM listing")
        .all(&db.db)
        .await
        .unwrap();
    let mine = actor.principals();
    let own = actor.narrow();
    let mut why: BTreeMap<Id, i64> = BTreeMap::new();
    for (matter, principal, bits) in readers.into_iter().filter(|(_, p, _)| mine.contains(p)) {
        let bits = if own.contains(&principal) { bits } else { 0 };
        *why.entry(matter).or_default() |= bits;
    }
    rows.into_iter()
        .filter_map(|row| why.get(&row.id).map(|why| Plain { why: *why, row }))
        .collect()
}

/// The conditions in plain words.
fn holds(filter: &Filter, plain: &Plain, actor: &Actor) -> bool {
    let (row, today) = (&plain.row, actor.today);
    let same =
        |asked: &Option<String>, has: Option<&str>| asked.as_deref().is_none_or(|a| has == Some(a));
    let due = row.due_on.filter(|_| !row.historic);
    let amber = row.amber_on.filter(|_| !row.historic);
    same(&filter.kind, Some(&row.kind))
        && same(&filter.state, Some(&row.state))
        && same(&filter.category, row.category.as_deref())
        && same(&filter.session, row.session.as_deref())
        && filter.unit.is_none_or(|u| row.unit == Some(u))
        && filter.proposer.is_none_or(|p| row.proposer == Some(p))
        && filter
            .confidentiality
            .is_none_or(|c| row.confidentiality == c.code())
        && filter.open.is_none_or(|o| row.open == o)
        && filter.received_from.is_none_or(|d| row.received_on >= d)
        && filter.received_to.is_none_or(|d| row.received_on <= d)
        && filter
            .due_before
            .is_none_or(|d| row.open && due.is_some_and(|due| due < d))
        && filter.why.is_none_or(|bits| plain.why & bits != 0)
        && filter.lamp.is_none_or(|lamp| {
            row.open
                && match lamp {
                    Lamp::Red => due.is_some_and(|d| d < today),
                    Lamp::Amber => {
                        due.is_some_and(|d| d >= today) && amber.is_some_and(|a| a <= today)
                    }
                    Lamp::Green => amber.is_some_and(|a| a > today),
                }
        })
}

/// The place of a row in an order.
fn place(row: &Row, key: Key) -> (String, Id) {
    let never = "9999-12-31".to_owned();
    let value = match key {
        Key::Received => row.received_on.to_string(),
        Key::Due => row
            .due_on
            .filter(|_| !row.historic)
            .map_or(never, |d| d.to_string()),
        Key::Number => row.number_sort.clone(),
        Key::Updated => format!("{:020}", row.updated_at),
    };
    (value, row.id)
}

/// One filter of every sort, set on a filter.
type Set = Box<dyn Fn(&mut Filter)>;

fn filters(county: &County, actor: &Actor) -> Vec<Set> {
    let today = actor.today;
    let (water, deputy) = (county.unit("water"), county.person("deputy"));
    vec![
        Box::new(|_| {}),
        Box::new(|f| f.kind = Some("suggestion".into())),
        Box::new(|f| f.state = Some("handling".into())),
        Box::new(|f| f.state = Some("archived".into())),
        Box::new(move |f| f.unit = Some(water)),
        Box::new(|f| f.category = Some("transport".into())),
        Box::new(|f| f.session = Some("8-1".into())),
        Box::new(|f| f.session = Some("8-3".into())),
        Box::new(move |f| f.proposer = Some(deputy)),
        Box::new(|f| f.confidentiality = Some(Confidentiality::Internal)),
        Box::new(|f| f.confidentiality = Some(Confidentiality::Confidential)),
        Box::new(|f| f.lamp = Some(Lamp::Red)),
        Box::new(|f| f.lamp = Some(Lamp::Amber)),
        Box::new(|f| f.lamp = Some(Lamp::Green)),
        Box::new(move |f| f.due_before = Some(today + Days::new(30))),
        Box::new(move |f| f.received_from = Some(today - Days::new(200))),
        Box::new(move |f| f.received_to = Some(today - Days::new(400))),
        Box::new(|f| f.open = Some(true)),
        Box::new(|f| f.open = Some(false)),
        Box::new(|f| f.why = Some(register::PROPOSED)),
    ]
}

async fn walk(
    kernel: &Kernel,
    actor: &Actor,
    filter: &Filter,
    sort: Sort,
    limit: usize,
) -> Vec<Id> {
    let mut out = Vec::new();
    let mut start = Start::First;
    loop {
        let found = page(kernel, actor, filter, sort, &start, limit)
            .await
            .unwrap();
        assert!(found.rows.len() <= limit);
        out.extend(found.rows.iter().map(|r| r.id));
        match found.next {
            Some(next) => start = Start::At(next),
            None => return out,
        }
    }
}

testkit::on_both! { &[kernel::MIGRATIONS];
    /// The pages of a lot of the workbench hold every task of it once, the soonest first, undated ones last.
    async fn the_pages_of_a_lot_cover_it_once(db: TestDb) {
        let county = db.county().await;
        register::fill(&db, &county, 60, 5).await;
        let actor = county.actor(&db, "clerk").await;
        let matters: Vec<(Id,)> = sql("SELECT id FROM matter ORDER BY id").all(&db.db).await.unwrap();
        let mut act = system_act(&db.db, county.organ, db.now()).await.unwrap();
        for (i, (matter,)) in matters.iter().enumerate() {
            let day = |n: i64| Some(actor.today + chrono::Duration::days(n));
            // Late by days, close to the date, far from it, or without one.
            let (due, amber) = match i % 4 {
                0 => (day(-(i as i64) - 1), day(-90)),
                1 => (day(i as i64 % 7), day(-1)),
                2 => (day(40 + i as i64), day(10)),
                _ => (None, None),
            };
            sql("INSERT INTO task (id, matter_id, organ_id, step, side, holder, role, state, round, clock, opened_at, due_on, \
                 amber_on, provisional) VALUES ($1, $2, $3, 'assign', FALSE, $3, 'office', 'open', 1, '{}', $4, $5, $6, FALSE)")
                .bind(Id(1_000 + i as i64))
                .bind(*matter)
                .bind(county.organ)
                .bind(db.now().0)
                .bind(due)
                .bind(amber)
                .run(&mut act)
                .await
                .unwrap();
        }
        act.commit().await.unwrap();
        let bench = listing::workbench(&db.db, &actor, 4).await.unwrap();
        assert_eq!(bench.counts, [15, 15, 30]);
        for (lot, first) in Lot::ALL.into_iter().zip([&bench.late, &bench.due, &bench.mine]) {
            let (mut all, mut page) = (Vec::new(), 1);
            loop {
                let (rows, more) = listing::lot(&db.db, &actor, lot, page, 4).await.unwrap();
                all.extend(rows);
                if !more {
                    break;
                }
                page += 1;
            }
            assert_eq!(all.len() as i64, bench.counts[lot as usize], "{lot:?}");
            assert_eq!(&all[..4], &first[..], "{lot:?}");
            let order: Vec<_> = all.iter().map(|d| (d.due_on.is_none(), d.due_on, d.task)).collect();
            assert!(order.is_sorted(), "{lot:?}");
            assert_eq!(all.iter().map(|d| d.task).collect::<BTreeSet<_>>().len(), all.len());
        }
        let (beyond, more) = listing::lot(&db.db, &actor, Lot::Mine, 9_999, 4).await.unwrap();
        assert!(beyond.is_empty() && !more);
    }

    /// Filters alone and in pairs under every sort: the first page and the count are those of a plain scan.
    async fn every_page_is_the_plain_scans(db: TestDb) {
        let county = db.county().await;
        register::fill(&db, &county, 300, 21).await;
        let kernel = kernel(&db);
        for who in ["clerk", "unit", "deputy", "unit3"] {
            let actor = county.actor(&db, who).await;
            let all = scan(&db, &actor).await;
            let sets = filters(&county, &actor);
            for (i, one) in sets.iter().enumerate() {
                for other in &sets[i..] {
                    let mut filter = Filter::default();
                    one(&mut filter);
                    other(&mut filter);
                    let mut rows: Vec<&Row> = all.iter().filter(|p| holds(&filter, p, &actor)).map(|p| &p.row).collect();
                    let n = listing::count(&kernel, &actor, &filter).await.unwrap();
                    assert_eq!(n, rows.len() as i64, "{who} {filter:?}");
                    for key in Key::ALL {
                        for descending in [false, true] {
                            rows.sort_by_key(|r| place(r, key));
                            if descending {
                                rows.reverse();
                            }
                            let sort = Sort { key, descending };
                            let found = page(&kernel, &actor, &filter, sort, &Start::First, 20).await.unwrap();
                            let found: Vec<Id> = found.rows.iter().map(|r| r.id).collect();
                            let plain: Vec<Id> = rows.iter().take(20).map(|r| r.id).collect();
                            assert_eq!(found, plain, "{who} {filter:?} {}", sort.code());
                        }
                    }
                }
            }
        }
    }

    /// Read on page by page, forwards, every matter comes once and in order; a numbered page is the same rows.
    async fn paging_covers_everything_once(db: TestDb) {
        let county = db.county().await;
        register::fill(&db, &county, 300, 22).await;
        let kernel = kernel(&db);
        for who in ["clerk", "unit", "deputy"] {
            let actor = county.actor(&db, who).await;
            let all = scan(&db, &actor).await;
            for set in filters(&county, &actor) {
                let mut filter = Filter::default();
                set(&mut filter);
                for key in Key::ALL {
                    for descending in [false, true] {
                        let sort = Sort { key, descending };
                        let mut rows: Vec<&Row> = all.iter().filter(|p| holds(&filter, p, &actor)).map(|p| &p.row).collect();
                        rows.sort_by_key(|r| place(r, key));
                        if descending {
                            rows.reverse();
                        }
                        let plain: Vec<Id> = rows.iter().map(|r| r.id).collect();
                        let walked = walk(&kernel, &actor, &filter, sort, 23).await;
                        assert_eq!(walked.iter().collect::<BTreeSet<_>>().len(), walked.len());
                        assert_eq!(walked, plain, "{who} {filter:?} {}", sort.code());
                        let third = page(&kernel, &actor, &filter, sort, &Start::Page(3), 23).await.unwrap();
                        let third: Vec<Id> = third.rows.iter().map(|r| r.id).collect();
                        assert_eq!(third, plain.iter().skip(46).take(23).copied().collect::<Vec<_>>());
                    }
                }
            }
        }
    }

    /// Beyond what a probe counts, walks with a budget run dry and the rarest filter is read: the same rows.
    async fn dense_filters_are_walked_to_the_same_rows(db: TestDb) {
        let county = db.county().await;
        register::fill(&db, &county, 3_500, 23).await;
        // Everybody else's matters of one day, so that walks in their order find nothing for long.
        let mut act = system_act(&db.db, county.organ, db.now()).await.unwrap();
        sql("UPDATE listing SET session = '8-3' WHERE wide AND number_sort >= '003000'").run(&mut act).await.unwrap();
        sql("UPDATE matter SET session = '8-3' WHERE number_sort >= '003000' AND confidentiality IN ('open', 'internal')")
            .run(&mut act)
            .await
            .unwrap();
        act.commit().await.unwrap();
        let kernel = kernel(&db);
        let clerk = county.actor(&db, "clerk").await;
        let all = scan(&db, &clerk).await;
        for (kind, state, session) in [(Some("suggestion"), None, Some("8-3")), (None, Some("archived"), None), (Some("proposal"), Some("archived"), None)] {
            let filter = Filter {
                kind: kind.map(Into::into),
                state: state.map(Into::into),
                session: session.map(Into::into),
                ..Filter::default()
            };
            for key in Key::ALL {
                for descending in [false, true] {
                    let sort = Sort { key, descending };
                    let mut rows: Vec<&Row> = all.iter().filter(|p| holds(&filter, p, &clerk)).map(|p| &p.row).collect();
                    rows.sort_by_key(|r| place(r, key));
                    if descending {
                        rows.reverse();
                    }
                    let plain: Vec<Id> = rows.iter().map(|r| r.id).collect();
                    assert!(plain.len() > 200);
                    assert_eq!(walk(&kernel, &clerk, &filter, sort, 199).await, plain, "{filter:?} {}", sort.code());
                }
            }
        }
    }
}
