//! Search against a plain scan of what each reader may see, on both engines.

use std::collections::BTreeSet;

use kernel::access::Actor;
use kernel::db::sql;
use kernel::error::Error;
use kernel::id::Id;
use kernel::matter::Matter;
use kernel::matter::listing::{self, Reader};
use kernel::search::{self, Audience, Document, Query, normal};
use testkit::{County, TestDb, system_act};

/// A matter of a test with everything the plain scan needs to know of it.
struct Case {
    matter: Matter,
    parts: Vec<Document>,
    principals: Vec<Id>,
    tasks: Vec<(Id, String)>,
}

impl Case {
    fn new(db: &TestDb, organ: Id, days_ago: i64, number: &str, confidentiality: &str) -> Case {
        let at = db.now();
        let received = at.plus_seconds(-days_ago * 86_400).day();
        Case {
            matter: Matter {
                id: Id::new(at),
                organ_id: organ,
                kind: "proposal".to_owned(),
                number: Some(number.to_owned()),
                number_sort: number.to_owned(),
                title: "标题".to_owned(),
                state: "handling".to_owned(),
                procedure: "proposal".to_owned(),
                procedure_version: 1,
                confidentiality: confidentiality.to_owned(),
                lead_unit: None,
                category: None,
                session: None,
                term: false,
                proposer: None,
                key_leader: None,
                received_on: received,
                due_on: None,
                amber_on: None,
                red_on: None,
                closed_on: None,
                clock: None,
                open: true,
                historic: false,
                rev: 1,
                events: 0,
                head: Vec::new(),
                created_by: None,
                created_at: at.0,
                updated_at: at.0,
            },
            parts: Vec::new(),
            principals: Vec::new(),
            tasks: Vec::new(),
        }
    }

    fn part(mut self, audience: Audience, title: &str, text: &str) -> Case {
        self.parts.push(Document::new(audience, title, text));
        self
    }

    fn read_by(mut self, principals: &[Id]) -> Case {
        self.principals.extend(principals);
        self
    }

    async fn write(&self, db: &TestDb) {
        let m = &self.matter;
        let mut act = system_act(&db.db, m.organ_id, db.now()).await.unwrap();
        sql("INSERT INTO matter (id, organ_id, kind, number, number_sort, title, state, procedure, procedure_version, \
             confidentiality, received_on, open, historic, rev, events, head, created_at, updated_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10, $11, FALSE, 1, 0, $12, $13, $13)")
            .bind(m.id)
            .bind(m.organ_id)
            .bind(&m.kind)
            .bind(m.number.clone())
            .bind(&m.number_sort)
            .bind(&m.title)
            .bind(&m.state)
            .bind(&m.procedure)
            .bind(&m.confidentiality)
            .bind(m.received_on)
            .bind(true)
            .bind(Vec::<u8>::new())
            .bind(m.created_at)
            .run(&mut act)
            .await
            .unwrap();
        for (holder, role) in &self.tasks {
            sql("INSERT INTO task (id, matter_id, organ_id, step, side, holder, role, state, round, clock, opened_at, provisional) \
                 VALUES ($1, $2, $3, 'handle', FALSE, $4, $5, 'open', 1, '{}', $6, FALSE)")
                .bind(Id::new(db.now()))
                .bind(m.id)
                .bind(m.organ_id)
                .bind(*holder)
                .bind(role)
                .bind(m.created_at)
                .run(&mut act)
                .await
                .unwrap();
        }
        let readers: Vec<Reader> = self
            .principals
            .iter()
            .map(|p| Reader {
                principal: *p,
                why: 0,
                wide: *p == m.organ_id,
            })
            .collect();
        listing::refresh(&mut act, m.id, &readers).await.unwrap();
        search::index(&mut act, m, &self.parts).await.unwrap();
        act.commit().await.unwrap();
    }

    /// What the plain scan says: the matter exists for the reader, and every word stands in a part that is his.
    fn is_found_by(&self, actor: &Actor, query: &Query) -> bool {
        let m = &self.matter;
        let hides = m.confidentiality().hides();
        let named = actor
            .narrow()
            .iter()
            .any(|p| self.principals.contains(p) && *p != m.organ_id)
            || actor.holdings().iter().any(|h| self.tasks.contains(h));
        let wide = actor.wide() == Some(m.organ_id);
        let at_large = wide && self.principals.contains(&m.organ_id) && !hides;
        if !named && !at_large {
            return false;
        }
        let own = |id: Id| {
            actor.narrow().contains(&id) && self.principals.contains(&id)
                || actor
                    .holdings()
                    .iter()
                    .any(|h| h.0 == id && self.tasks.contains(h))
        };
        let mine: Vec<&Document> = self
            .parts
            .iter()
            .filter(|p| match p.audience {
                Audience::Public | Audience::Parties => true,
                Audience::Office => wide,
                Audience::Named(id) => own(id),
            })
            .collect();
        let mut texts: Vec<String> = mine.iter().map(|p| normal(&p.text)).collect();
        texts.extend(mine.iter().map(|p| normal(&p.title)));
        texts.push(normal(m.number.as_deref().unwrap_or_default()));
        !mine.is_empty() && query.is_found_in(&texts)
    }
}

/// Every hit of all pages, in order; no page is empty while there is a next one unless nothing was found there.
async fn all(db: &TestDb, actor: &Actor, typed: &str, limit: usize) -> Vec<Id> {
    let mut out = Vec::new();
    let mut cursor = None;
    for _ in 0..500 {
        let page = search::find(&db.db, actor, typed, None, cursor.as_deref(), limit)
            .await
            .unwrap();
        assert!(page.hits.len() <= limit);
        out.extend(page.hits.iter().map(|h| h.matter));
        match page.next {
            Some(next) => cursor = Some(next),
            None => return out,
        }
    }
    panic!("the pages of {typed} do not end");
}

fn words(rng: &mut fastrand::Rng, from: &[char], n: usize) -> String {
    (0..n).map(|_| from[rng.usize(0..from.len())]).collect()
}

async fn random_cases(db: &TestDb, county: &County, n: usize) -> Vec<Case> {
    let mut rng = fastrand::Rng::with_seed(7);
    // Few characters, so that pairs recur and texts hold all pairs of a word without the word.
    let chars: Vec<char> = "建设道路水利会办，a1\n".chars().collect();
    let readers = [
        county.unit("water"),
        county.unit("transport"),
        county.person("deputy"),
        county.person("clerk"),
        county.person("deputy2"),
    ];
    let holders = [
        (county.unit("water"), "unit_liaison"),
        (county.unit("rivers"), "section"),
        (county.organ, "office"),
        (county.organ, "county_leader"),
        (county.person("clerk"), "person"),
    ];
    let mut out = Vec::new();
    for i in 0..n {
        let level = ["open", "internal", "confidential"][rng.usize(0..3)];
        let number = format!("{}", i + 1);
        let mut case = Case::new(db, county.organ, rng.i64(0..40), &number, level);
        if !case.matter.confidentiality().hides() {
            case.principals.push(county.organ);
        }
        for reader in readers {
            if rng.u8(0..4) == 0 {
                case.principals.push(reader);
            }
        }
        for (holder, role) in holders {
            if rng.u8(0..6) == 0 {
                case.tasks.push((holder, role.to_owned()));
            }
        }
        let title = words(&mut rng, &chars, 6);
        let mut audiences = vec![Audience::Parties];
        if rng.bool() {
            audiences.push(Audience::Public);
        }
        if rng.bool() {
            audiences.push(Audience::Office);
        }
        if rng.u8(0..3) == 0 {
            audiences.push(Audience::Named(readers[rng.usize(0..readers.len())]));
        }
        for audience in audiences {
            let long = rng.usize(2..30);
            let text = words(&mut rng, &chars, long);
            case.parts
                .push(Document::new(audience, title.clone(), text));
        }
        out.push(case);
    }
    for case in &out {
        case.write(db).await;
    }
    out
}

testkit::on_both! { &[kernel::MIGRATIONS];
    /// Every reader finds exactly what a plain scan of his own texts finds, newest first, whatever the page size.
    async fn what_is_typed_is_found_and_nothing_else(db: TestDb) {
        let county = db.county().await;
        let cases = random_cases(&db, &county, 150).await;
        let mut rng = fastrand::Rng::with_seed(11);
        let chars: Vec<char> = "建设道路水利会办a1，".chars().collect();
        let mut typed: Vec<String> = ["建", "建设", "1", "道路 建设", "不曾", "A1", "建 a"].map(str::to_owned).into();
        for _ in 0..20 {
            let n = rng.usize(2..5);
            let mut text = words(&mut rng, &chars, n);
            if rng.bool() {
                text.push(' ');
                text.push_str(&words(&mut rng, &chars, 2));
            }
            typed.push(text);
        }
        let mut hits = 0;
        for name in ["clerk", "unit", "section", "deputy", "countyleader", "leader", "unit3"] {
            let actor = county.actor(&db, name).await;
            for text in &typed {
                let Ok(query) = Query::parse(text) else { continue };
                let expected: BTreeSet<Id> = cases
                    .iter()
                    .filter(|c| c.is_found_by(&actor, &query))
                    .map(|c| c.matter.id)
                    .collect();
                let found = all(&db, &actor, text, 7).await;
                hits += found.len();
                let days: Vec<_> = found
                    .iter()
                    .map(|id| cases.iter().find(|c| c.matter.id == *id).unwrap().matter.received_on)
                    .collect();
                assert!(days.is_sorted_by(|a, b| a >= b), "{name} {text}");
                let once: BTreeSet<Id> = found.iter().copied().collect();
                assert_eq!(once.len(), found.len(), "{name} {text}: each matter once");
                assert_eq!(once, expected, "{name} {text}");
            }
        }
        assert!(hits > 500, "the texts are dense enough to mean something: {hits}");
    }

    /// Texts, readers and tasks that change are found as they are now, and the index keeps nothing of before.
    async fn the_index_follows_the_matter(db: TestDb) {
        let county = db.county().await;
        let (clerk, unit) = (county.actor(&db, "clerk").await, county.actor(&db, "unit").await);
        let mut case = Case::new(&db, county.organ, 3, "12", "open")
            .part(Audience::Parties, "关于修路的建议", "城东道路坑洼")
            .part(Audience::Office, "", "拟办意见：交由交通局")
            .read_by(&[county.organ]);
        case.write(&db).await;
        assert_eq!(all(&db, &clerk, "坑洼 拟办", 20).await, [case.matter.id]);
        assert!(all(&db, &unit, "坑洼", 20).await.is_empty());

        let mut act = system_act(&db.db, county.organ, db.now()).await.unwrap();
        let readers = [county.organ, county.unit("water")].map(|principal| Reader {
            principal,
            why: 0,
            wide: principal == county.organ,
        });
        listing::refresh(&mut act, case.matter.id, &readers).await.unwrap();
        case.parts[0].text = "城东桥梁坑洼".to_owned();
        search::index(&mut act, &case.matter, &case.parts).await.unwrap();
        act.commit().await.unwrap();
        assert_eq!(all(&db, &unit, "桥梁", 20).await, [case.matter.id]);
        assert!(all(&db, &unit, "拟办", 20).await.is_empty());
        assert!(all(&db, &clerk, "城东道路", 20).await.is_empty());

        // The same once more writes nothing.
        let mut act = system_act(&db.db, county.organ, db.now()).await.unwrap();
        let (done, statements) =
            kernel::db::counted(search::index(&mut act, &case.matter, &case.parts)).await;
        done.unwrap();
        act.commit().await.unwrap();
        assert_eq!(statements, 3);

        // A reader struck off without a word to the index is struck off.
        let mut act = system_act(&db.db, county.organ, db.now()).await.unwrap();
        listing::refresh(&mut act, case.matter.id, &readers[..1]).await.unwrap();
        act.commit().await.unwrap();
        assert!(all(&db, &unit, "桥梁", 20).await.is_empty());

        let mut act = system_act(&db.db, county.organ, db.now()).await.unwrap();
        search::remove(&mut act, case.matter.id).await.unwrap();
        act.commit().await.unwrap();
        assert!(all(&db, &clerk, "桥梁", 20).await.is_empty());
    }

    /// No snippet, title or kind shows what is not the reader's; the public board knows its own part only.
    async fn a_snippet_shows_only_ones_own_part(db: TestDb) {
        let county = db.county().await;
        let unit = county.actor(&db, "unit").await;
        let case = Case::new(&db, county.organ, 1, "8", "open")
            .part(Audience::Public, "关于河道治理的建议", "治理河道，还清于民")
            .part(Audience::Parties, "关于河道治理的建议", "联系电话一三九")
            .part(Audience::Office, "关于河道治理的建议（督办）", "河道治理列为机密要点")
            .part(Audience::Named(county.unit("water")), "", "草稿：河道年内完工")
            .read_by(&[county.organ, county.unit("water"), county.person("deputy")]);
        case.write(&db).await;
        let page = search::find(&db.db, &unit, "河道", Some("proposal"), None, 20).await.unwrap();
        assert_eq!(page.hits.len(), 1);
        let shown: String = page.hits[0].snippet.iter().map(|p| p.text.as_str()).collect();
        assert!(shown.contains("草稿") && !shown.contains("机密"), "{shown}");
        assert_eq!(page.hits[0].plain_title(), "关于河道治理的建议");
        assert!(page.hits[0].title.iter().any(|p| p.marked && p.text == "河道"));
        assert!(search::find(&db.db, &unit, "河道", Some("bill"), None, 20).await.unwrap().hits.is_empty());

        let deputy = county.actor(&db, "deputy").await;
        assert!(all(&db, &deputy, "草稿", 20).await.is_empty());
        assert_eq!(all(&db, &deputy, "联系电话", 20).await.len(), 1);
        let board = |typed: &'static str| search::find_public(&db.db, county.organ, typed, None, None, 20);
        assert_eq!(board("还清于民").await.unwrap().hits.len(), 1);
        assert!(board("联系电话").await.unwrap().hits.is_empty());
        let other = db.other_county().await;
        assert!(search::find_public(&db.db, other.organ, "河道", None, None, 20).await.unwrap().hits.is_empty());
        let stranger = other.actor(&db, "clerk").await;
        assert!(stranger.wide().is_some());
    }

    /// Whatever is typed is answered or refused in its field, and is never read as the engine's own language.
    async fn hostile_queries_are_only_text(db: TestDb) {
        let county = db.county().await;
        let clerk = county.actor(&db, "clerk").await;
        let case = Case::new(&db, county.organ, 1, "8", "open")
            .part(Audience::Parties, "O'Neil \"引号\" AND NEAR(建设)", "a\\b 100% _x*")
            .read_by(&[county.organ]);
        case.write(&db).await;
        for typed in ["O'Neil", "\"引号\"", "and near(", "a\\b", "100%", "_x*", "建设)", "'&'a", "x:*"] {
            let found = all(&db, &clerk, typed, 20).await;
            let query = Query::parse(typed).unwrap();
            assert_eq!(found.len(), usize::from(case.is_found_by(&clerk, &query)), "{typed}");
        }
        let organ_token = format!("\u{e000}o{}", county.organ.0);
        for (typed, key) in [
            ("", "search-nothing-typed"),
            (" \t　", "search-nothing-typed"),
            ("，。！*\"'", "search-nothing-typed"),
            ("\0", "search-nothing-typed"),
            (&"长".repeat(101), "search-too-long"),
            ("一 二 三 四 五 六 七 八 九 十 百", "search-too-many-words"),
        ] {
            match search::find(&db.db, &clerk, typed, None, None, 20).await {
                Err(Error::Invalid(fields)) => {
                    assert_eq!((fields[0].field.as_str(), fields[0].message.key.as_str()), ("q", key));
                }
                other => panic!("{typed:?}: {other:?}"),
            }
        }
        assert!(all(&db, &clerk, &organ_token, 20).await.is_empty());
        for cursor in ["", "x", "0000000000001.0", "zzzzzzzzzzzzz.1", "0.0", "0000000000001.-1"] {
            let refused = search::find(&db.db, &clerk, "建设", None, Some(cursor), 20).await;
            assert!(matches!(refused, Err(Error::Invalid(_))), "{cursor}");
        }
    }

    /// The same concern in other words comes first, with the words both share; nobody is told of a matter that is
    /// not his, and a text that shares nothing finds nothing.
    async fn similar_matters_come_with_their_reasons(db: TestDb) {
        let county = db.county().await;
        let clerk = county.actor(&db, "clerk").await;
        let mut rng = fastrand::Rng::with_seed(3);
        let filler = ["加强养老服务", "农村电商发展", "校园午餐安全", "垃圾分类处理", "公共停车设施"];
        for i in 0..40 {
            let topic = filler[rng.usize(0..filler.len())];
            let title = format!("关于{topic}的建议");
            let text = format!("{topic}存在不足，建议加大投入，完善制度，第{i}条");
            Case::new(&db, county.organ, 30 + i, &i.to_string(), "open")
                .part(Audience::Parties, &title, &text)
                .read_by(&[county.organ])
                .write(&db)
                .await;
        }
        let twin = Case::new(&db, county.organ, 200, "77", "open")
            .part(Audience::Parties, "关于治理清江河道淤积的建议", "清江河道多年淤积，汛期内涝，建议清淤疏浚")
            .read_by(&[county.organ, county.unit("water")]);
        twin.write(&db).await;
        let hidden = Case::new(&db, county.organ, 100, "78", "confidential")
            .part(Audience::Parties, "关于清江河道淤积的案件", "清江河道淤积，清淤疏浚")
            .read_by(&[county.person("leader")]);
        hidden.write(&db).await;
        let (title, text) = ("关于清江河道清淤疏浚的建议", "清江河道淤积严重，每逢汛期内涝，建议尽快疏浚");
        let found = search::similar(&db.db, &clerk, title, text, None, 5).await.unwrap();
        assert_eq!(found[0].matter, twin.matter.id);
        assert!(found[0].score >= 50, "{}", found[0].score);
        assert!(found[0].words.iter().any(|w| w.contains("河道")), "{:?}", found[0].words);
        assert!(found.iter().all(|s| s.matter != hidden.matter.id));
        assert!(found.len() == 1 || found[1].score < found[0].score);
        let except = search::similar(&db.db, &clerk, title, text, Some(twin.matter.id), 5).await.unwrap();
        assert!(except.iter().all(|s| s.matter != twin.matter.id));
        let strange = search::similar(&db.db, &clerk, "量子通信卫星", "轨道高度五百公里", None, 5).await.unwrap();
        assert!(strange.is_empty(), "{strange:?}");
        assert!(search::similar(&db.db, &clerk, "", "", None, 5).await.unwrap().is_empty());
        let deputy = county.actor(&db, "deputy3").await;
        assert!(search::similar(&db.db, &deputy, title, text, None, 5).await.unwrap().is_empty());
    }
}
