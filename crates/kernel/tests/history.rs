//! The history holds, and shows where it does not.

use kernel::access::{Act, Actor};
use kernel::clock::Instant;
use kernel::db::sql;
use kernel::error::{Error, Result};
use kernel::history::{
    self, Audience, Break, ERASED, Event, Fault, Stream, append, append_all, append_many, erase,
    of_matter, of_settings, seal, since, verify,
};
use kernel::id::Id;
use kernel::matter::listing::{Reader, refresh};
use serde_json::json;
use testkit::{County, TestDb, system_act};

async fn matter(act: &mut Act, n: u32) -> Result<Id> {
    let id = Id::from_parts(act.at, n);
    sql("INSERT INTO matter (id, organ_id, kind, title, state, procedure, procedure_version, confidentiality,
           received_on, open, historic, rev, events, head, created_at, updated_at)
         VALUES ($1, $2, 'proposal', '修桥', 'register', 'p', $3, 'open', $4, TRUE, FALSE, $5, $5, $6, $7, $7)")
        .bind(id)
        .bind(act.organ())
        .bind(1i64)
        .bind(act.at.day())
        .bind(0i64)
        .bind(Vec::new())
        .bind(act.at.0)
        .run(&mut *act)
        .await?;
    Ok(id)
}

fn event(kind: &str, n: i64) -> Event {
    Event::new(kind, Audience::Parties, &json!({ "n": n })).expect("it serialises")
}

/// Three matters with four events each, and two settings; ids ascend.
async fn filled(test: &TestDb, county: &County) -> Result<Vec<Id>> {
    let mut act = system_act(&test.db, county.organ, test.now()).await?;
    let mut ids = Vec::new();
    for n in 0..3 {
        ids.push(matter(&mut act, n).await?);
    }
    for id in &ids {
        append(&mut act, Stream::Matter(*id), event("opened", 0)).await?;
        append_all(
            &mut act,
            Stream::Matter(*id),
            (1..4).map(|n| event("step", n)).collect(),
        )
        .await?;
    }
    append(&mut act, Stream::Settings, event("calendar", 1)).await?;
    append(&mut act, Stream::Settings, event("calendar", 2)).await?;
    act.commit().await?;
    Ok(ids)
}

async fn broken(test: &TestDb) -> Option<Break> {
    verify(&test.db, |_| {})
        .await
        .expect("the walk ends")
        .broken
}

fn at(stream: Id, seq: i64, fault: Fault) -> Option<Break> {
    Some(Break { stream, seq, fault })
}

testkit::on_both! { &[kernel::MIGRATIONS];
    async fn an_untouched_history_holds_and_says_what_is_not_sealed(db: TestDb) -> Result<()> {
        let county = db.county().await;
        let ids = filled(&db, &county).await?;
        let report = verify(&db.db, |_| {}).await?;
        assert_eq!((report.broken, report.streams, report.events), (None, 4, 14));
        assert_eq!((report.unsealed, report.seals), (4, 0));
        assert_eq!(seal(&db.db, db.now()).await?, 1);
        assert_eq!(seal(&db.db, db.now()).await?, 0);
        let mut act = system_act(&db.db, county.organ, db.now()).await?;
        append(&mut act, Stream::Matter(ids[1]), event("step", 9)).await?;
        act.commit().await?;
        let mut told = Vec::new();
        let report = verify(&db.db, |p| told.push(p)).await?;
        assert_eq!((report.broken, report.unsealed, report.seals), (None, 1, 1));
        assert_eq!(report.points.len(), 1);
        assert!(told.last().is_some_and(|p| p.done == 16 && p.of == 16));
        assert_eq!(seal(&db.db, db.now()).await?, 1);
        assert_eq!(verify(&db.db, |_| {}).await?.unsealed, 0);
        Ok(())
    }

    async fn changed_data_is_found(db: TestDb) -> Result<()> {
        let ids = filled(&db, &db.county().await).await?;
        db.raw("UPDATE event SET data = '{\"n\":7}' WHERE kind = 'step' AND seq = 3 AND stream = (SELECT MIN(id) FROM matter)").await;
        assert_eq!(broken(&db).await, at(ids[0], 3, Fault::Data));
        Ok(())
    }

    async fn a_changed_actor_time_or_kind_is_found(db: TestDb) -> Result<()> {
        let ids = filled(&db, &db.county().await).await?;
        db.raw("UPDATE event SET at = at + 1 WHERE seq = 2 AND stream = (SELECT MAX(id) FROM matter)").await;
        assert_eq!(broken(&db).await, at(ids[2], 2, Fault::Event));
        db.raw("UPDATE event SET person_id = (SELECT MIN(id) FROM person) WHERE seq = 4 AND stream = (SELECT MIN(id) FROM matter)").await;
        assert_eq!(broken(&db).await, at(ids[0], 4, Fault::Event));
        db.raw("UPDATE event SET kind = 'opened' WHERE seq = 2 AND stream = (SELECT MIN(id) FROM matter)").await;
        assert_eq!(broken(&db).await, at(ids[0], 2, Fault::Event));
        Ok(())
    }

    async fn a_changed_hash_is_found(db: TestDb) -> Result<()> {
        let ids = filled(&db, &db.county().await).await?;
        db.raw("UPDATE event SET hash = digest WHERE seq = 4 AND stream = (SELECT MIN(id) FROM matter)").await;
        assert_eq!(broken(&db).await, at(ids[0], 4, Fault::Event));
        Ok(())
    }

    async fn events_that_changed_places_are_found(db: TestDb) -> Result<()> {
        let ids = filled(&db, &db.county().await).await?;
        for statement in [
            "UPDATE event SET seq = 20 WHERE seq = 2 AND stream = (SELECT MIN(id) FROM matter)",
            "UPDATE event SET seq = 2 WHERE seq = 3 AND stream = (SELECT MIN(id) FROM matter)",
            "UPDATE event SET seq = 3 WHERE seq = 20 AND stream = (SELECT MIN(id) FROM matter)",
        ] {
            db.raw(statement).await;
        }
        assert_eq!(broken(&db).await, at(ids[0], 2, Fault::Event));
        Ok(())
    }

    async fn a_removed_event_is_found_in_the_middle_and_at_the_end(db: TestDb) -> Result<()> {
        let ids = filled(&db, &db.county().await).await?;
        db.raw("DELETE FROM event WHERE seq = 4 AND stream = (SELECT MAX(id) FROM matter)").await;
        assert_eq!(broken(&db).await, at(ids[2], 4, Fault::Head));
        db.raw("DELETE FROM event WHERE seq = 2 AND stream = (SELECT MIN(id) FROM matter)").await;
        assert_eq!(broken(&db).await, at(ids[0], 2, Fault::Order));
        Ok(())
    }

    async fn all_events_of_a_matter_removed_are_found(db: TestDb) -> Result<()> {
        let ids = filled(&db, &db.county().await).await?;
        db.raw("DELETE FROM event WHERE stream = (SELECT MAX(id) FROM matter)").await;
        assert_eq!(broken(&db).await, at(ids[2], 4, Fault::Head));
        Ok(())
    }

    /// The last event and the matter's own head: only the seal tells.
    async fn a_shortened_chain_with_a_mended_head_is_found(db: TestDb) -> Result<()> {
        let ids = filled(&db, &db.county().await).await?;
        seal(&db.db, db.now()).await?;
        db.raw("DELETE FROM event WHERE seq = 4 AND stream = (SELECT MAX(id) FROM matter)").await;
        db.raw("UPDATE matter SET events = 3, head = (SELECT hash FROM event WHERE seq = 3 AND stream = matter.id)
                WHERE id = (SELECT MAX(id) FROM matter)").await;
        assert_eq!(broken(&db).await, at(ids[2], 4, Fault::Sealed));
        Ok(())
    }

    async fn a_vanished_matter_is_found(db: TestDb) -> Result<()> {
        let ids = filled(&db, &db.county().await).await?;
        seal(&db.db, db.now()).await?;
        db.raw("DELETE FROM event WHERE stream = (SELECT MAX(id) FROM matter)").await;
        db.raw("DELETE FROM matter WHERE id = (SELECT MAX(id) FROM matter)").await;
        assert_eq!(broken(&db).await, at(ids[2], 4, Fault::Sealed));
        Ok(())
    }

    async fn a_matter_without_its_row_is_found(db: TestDb) -> Result<()> {
        let ids = filled(&db, &db.county().await).await?;
        db.raw("DELETE FROM matter WHERE id = (SELECT MAX(id) FROM matter)").await;
        assert_eq!(broken(&db).await, at(ids[2], 4, Fault::Matter));
        Ok(())
    }

    async fn a_changed_seal_and_its_heads_are_found(db: TestDb) -> Result<()> {
        let county = db.county().await;
        let ids = filled(&db, &county).await?;
        seal(&db.db, db.now()).await?;
        let mut act = system_act(&db.db, county.organ, db.now()).await?;
        append(&mut act, Stream::Matter(ids[1]), event("step", 9)).await?;
        act.commit().await?;
        seal(&db.db, db.now()).await?;
        db.raw("DELETE FROM seal_head WHERE seal_seq = 2").await;
        assert_eq!(broken(&db).await, at(county.organ, 2, Fault::Seal));
        db.raw("UPDATE seal SET at = at + 1 WHERE seq = 1").await;
        assert_eq!(broken(&db).await, at(county.organ, 1, Fault::Seal));
        Ok(())
    }

    async fn erased_data_is_gone_and_the_chain_holds(db: TestDb) -> Result<()> {
        let county = db.county().await;
        let ids = filled(&db, &county).await?;
        let admin = county.actor(&db, "sysadmin").await;
        let clerk = county.actor(&db, "clerk").await;
        let stream = Stream::Matter(ids[1]);
        let mut act = Act::begin(&db.db, &admin, kernel::access::Authorized::own(&admin)?, db.now()).await?;
        erase(&mut act, stream, &[2, 3], "本人要求删除").await?;
        act.commit().await?;
        let report = verify(&db.db, |_| {}).await?;
        assert_eq!((report.broken, report.erased), (None, 2));
        let auditor = Actor::system(county.organ, db.clock.today());
        let page = of_matter(&db.db, &auditor, ids[1], None, 10).await?;
        assert_eq!(page.rows[0].kind, ERASED);
        assert_eq!(page.rows[0].account.as_deref(), Some("sysadmin"));
        assert_eq!(page.rows[3].data, None);
        assert_eq!(page.rows[4].data(), json!({ "n": 0 }));
        let mut act = Act::begin(&db.db, &clerk, kernel::access::Authorized::own(&clerk)?, db.now()).await?;
        assert!(matches!(erase(&mut act, stream, &[4], "x").await, Err(Error::Forbidden(_))));
        act.rollback().await?;
        let mut act = system_act(&db.db, county.organ, db.now()).await?;
        assert!(matches!(erase(&mut act, stream, &[5], "x").await, Err(Error::Invalid(_))), "the record itself");
        act.rollback().await?;
        db.raw("UPDATE event SET data = NULL, salt = NULL WHERE seq = 1 AND stream = (SELECT MAX(id) FROM matter)").await;
        assert_eq!(broken(&db).await, at(ids[2], 1, Fault::Gone));
        Ok(())
    }

    async fn each_reader_gets_what_is_meant_for_him(db: TestDb) -> Result<()> {
        let county = db.county().await;
        let mut act = system_act(&db.db, county.organ, db.now()).await?;
        let id = matter(&mut act, 1).await?;
        let readers = [
            Reader { principal: county.organ, why: 0, wide: true },
            Reader { principal: county.unit("water"), why: 1, wide: false },
            Reader { principal: county.person("deputy"), why: 2, wide: false },
        ];
        refresh(&mut act, id, &readers).await?;
        let kinds = [
            ("all", Audience::Parties),
            ("office", Audience::Office),
            ("water", Audience::Named(vec![county.unit("transport"), county.unit("water")])),
            ("deputy", Audience::Named(vec![county.person("deputy")])),
        ];
        for (kind, audience) in kinds {
            append(&mut act, Stream::Matter(id), Event::new(kind, audience, &())?).await?;
        }
        let own = Event::new("own", Audience::Office, &())?.by(None, Some(county.person("unit")));
        append(&mut act, Stream::Matter(id), own.instead_of(Some(county.person("unitprincipal")))).await?;
        act.commit().await?;
        for (name, expected) in [
            ("clerk", vec!["own", "office", "all"]),
            ("unit", vec!["own", "water", "all"]),
            ("deputy", vec!["deputy", "all"]),
        ] {
            let actor = county.actor(&db, name).await;
            let page = of_matter(&db.db, &actor, id, None, 50).await?;
            let kinds: Vec<&str> = page.rows.iter().map(|e| e.kind.as_str()).collect();
            assert_eq!(kinds, expected, "{name}");
            let told = since(&db.db, &actor, id, 1).await?;
            assert_eq!(told.len(), expected.len() - 1, "{name}");
        }
        let unit = county.actor(&db, "unit").await;
        let first = of_matter(&db.db, &unit, id, None, 2).await?;
        assert_eq!(first.rows[0].person.as_deref(), Some("王芳"));
        assert_eq!(first.rows[0].instead_of.as_deref(), Some("褚大江"));
        let second = of_matter(&db.db, &unit, id, first.next, 2).await?;
        assert_eq!((second.rows.len(), second.next), (1, None));
        for outsider in ["unit2", "sysadmin"] {
            let actor = county.actor(&db, outsider).await;
            assert!(matches!(of_matter(&db.db, &actor, id, None, 9).await, Err(Error::NotFound)));
        }
        let other = db.other_county().await.actor(&db, "clerk").await;
        assert!(matches!(of_matter(&db.db, &other, id, None, 9).await, Err(Error::NotFound)));
        Ok(())
    }

    async fn settings_are_the_auditors_to_read(db: TestDb) -> Result<()> {
        let county = db.county().await;
        filled(&db, &county).await?;
        let page = of_settings(&db.db, &county.actor(&db, "auditor").await, None, 10).await?;
        assert_eq!(page.rows.len(), 2);
        assert_eq!(page.rows[0].data(), json!({ "n": 2 }));
        let refused = of_settings(&db.db, &county.actor(&db, "sysadmin").await, None, 10).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))));
        Ok(())
    }

    /// 1300 events on 300 matters take a fixed number of statements, and the same chains come out.
    async fn many_events_take_few_statements(db: TestDb) -> Result<()> {
        let county = db.county().await;
        let mut act = system_act(&db.db, county.organ, db.now()).await?;
        let mut ids = Vec::new();
        for n in 0..300 {
            ids.push(matter(&mut act, n).await?);
        }
        let past = Instant(db.now().0 - 1_000_000);
        let events = (0..1300)
            .map(|n: usize| (Stream::Matter(ids[n % 300]), event("step", n as i64).at(past)))
            .collect();
        let (done, statements) = kernel::db::counted(append_many(&mut act, events)).await;
        done?;
        assert_eq!(statements, 3 * 4);
        act.commit().await?;
        let report = verify(&db.db, |_| {}).await?;
        assert_eq!((report.broken, report.events, report.streams), (None, 1300, 300));
        Ok(())
    }

    async fn only_the_system_writes_in_anothers_name(db: TestDb) -> Result<()> {
        let county = db.county().await;
        let ids = filled(&db, &county).await?;
        let clerk = county.actor(&db, "clerk").await;
        let mut act = Act::begin(&db.db, &clerk, clerk.authorize(kernel::access::Permission::Register)?, db.now()).await?;
        let refused = append(&mut act, Stream::Matter(ids[0]), event("step", 1).at(Instant(1))).await;
        assert!(matches!(refused, Err(Error::Internal(_))));
        Ok(())
    }

    /// Acts of two servers on one matter, while another seals and verifies: one chain, no gap.
    async fn two_servers_write_one_chain(db: TestDb) -> Result<()> {
        let county = db.county().await;
        let ids = filled(&db, &county).await?;
        let mut work = tokio::task::JoinSet::new();
        for server in 0..2 {
            let on = db.reopen().await;
            let (organ, at, id) = (county.organ, db.now(), ids[0]);
            work.spawn(async move {
                for n in 0..25 {
                    let mut act = system_act(&on, organ, at).await?;
                    append(&mut act, Stream::Matter(id), event("step", server * 100 + n)).await?;
                    act.commit().await?;
                    if n % 5 == 0 {
                        seal(&on, at).await?;
                        assert_eq!(verify(&on, |_| {}).await?.broken, None);
                    }
                }
                on.close().await;
                Ok::<(), Error>(())
            });
        }
        while let Some(done) = work.join_next().await {
            done.expect("no panic")?;
        }
        seal(&db.db, db.now()).await?;
        let report = verify(&db.db, |_| {}).await?;
        assert_eq!((report.broken, report.events, report.unsealed), (None, 64, 0));
        Ok(())
    }

    async fn numbers_have_no_gaps(db: TestDb) -> Result<()> {
        use kernel::numbering::{advance_to, next};
        let county = db.county().await;
        let other = db.other_county().await;
        let begin = async |organ| system_act(&db.db, organ, db.now()).await;
        let mut act = begin(county.organ).await?;
        assert_eq!(next(&mut act, "proposal/2025").await?, 1);
        assert_eq!(next(&mut act, "proposal/2025").await?, 2);
        act.rollback().await?;
        let mut act = begin(county.organ).await?;
        assert_eq!(next(&mut act, "proposal/2025").await?, 1);
        assert_eq!(next(&mut act, "bill/2025").await?, 1);
        advance_to(&mut act, "proposal/2025", 41).await?;
        advance_to(&mut act, "proposal/2025", 7).await?;
        assert_eq!(next(&mut act, "proposal/2025").await?, 42);
        act.commit().await?;
        let mut act = begin(other.organ).await?;
        assert_eq!(next(&mut act, "proposal/2025").await?, 1);
        act.commit().await?;
        let _ = history::verify(&db.db, |_| {}).await?;
        Ok(())
    }
}
