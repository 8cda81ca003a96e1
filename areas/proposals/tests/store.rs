//! The area's tables on both engines: a case is read in a fixed number of statements, nobody's rating touches
//! another's, and figures follow what they count.

use chrono::NaiveDate;
use kernel::access::Act;
use kernel::db::counted;
use kernel::error::Result;
use kernel::id::Id;
use kernel::matter::{Matter, load};
use proposals::model::handling::{ContactWay, HandlingState, Part, RequestKind, Ruling};
use proposals::model::matter::{Form, MatterKind};
use proposals::model::party::{PartyRole, PartyState};
use proposals::model::reply::{Answer, Meaning, Promise};
use proposals::model::verdict::{CountingRule, Rating, Standing};
use proposals::store::handling::{NewContact, NewRequest};
use proposals::store::paper::NewPaper;
use proposals::store::verdict::NewVerdict;
use proposals::store::{
    Case, case, commitment, fact, handling, memory, paper, party, reply, verdict,
};
use testkit::{County, TestDb, system_act};

fn day(m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, m, d).unwrap()
}

fn matter(county: &County, id: Id, kind: MatterKind, title: &str) -> Matter {
    Matter {
        id,
        organ_id: county.organ,
        kind: kind.code().into(),
        number: None,
        number_sort: String::new(),
        title: title.into(),
        state: "handle".into(),
        procedure: kind.procedure().into(),
        procedure_version: 1,
        confidentiality: "internal".into(),
        lead_unit: Some(county.unit("water")),
        category: Some("水利".into()),
        session: None,
        proposer: Some(county.person("deputy")),
        key_leader: None,
        received_on: day(1, 10),
        due_on: Some(day(4, 10)),
        amber_on: Some(day(4, 1)),
        red_on: Some(day(4, 11)),
        closed_on: None,
        clock: None,
        term: false,
        open: true,
        historic: false,
        rev: 0,
        events: 0,
        head: Vec::new(),
        created_by: None,
        created_at: 0,
        updated_at: 0,
    }
}

/// A matter with its paper and its lead proposer.
async fn brought_in(act: &mut Act, county: &County, kind: MatterKind) -> Result<Matter> {
    let id = Id::new(act.at);
    let row = matter(county, id, kind, "关于整治城东排水沟的建议");
    load::insert(act, std::slice::from_ref(&row)).await?;
    let new = NewPaper {
        kind,
        form: Form::Joint,
        body_name: None,
        background: "城东排水沟多年没有清淤。".into(),
        demand: "汛期前完成清淤。".into(),
        source_id: None,
        counting: CountingRule::Lead,
    };
    paper::insert(act, id, &new).await?;
    let lead = county.person("deputy");
    party::add(act, id, lead, PartyRole::Lead, PartyState::Signed, None).await?;
    Ok(row)
}

async fn read(act: &mut Act, id: Id) -> Result<Case> {
    Ok(case::read(&mut *act, id).await?.expect("the case is there"))
}

fn rating(person: Id, result: Rating) -> NewVerdict {
    NewVerdict {
        person,
        attitude: Rating::Satisfied,
        result,
        half_solved: false,
        reason: None,
    }
}

fn answer(class: &str) -> Answer {
    Answer {
        papers: Vec::new(),
        class: class.into(),
        gist: "已于五月底完成河道清淤三公里".into(),
        promises: Vec::new(),
        letter: "您提出的建议收悉，现答复如下。".into(),
    }
}

testkit::on_both! { &[kernel::MIGRATIONS, proposals::MIGRATIONS];
    /// However many parties, units, contacts and drafts there are, the case costs the same.
    async fn a_case_is_read_in_a_fixed_number_of_statements(db: TestDb) -> Result<()> {
        let county = db.county().await;
        let mut act = system_act(&db.db, county.organ, db.now()).await?;
        let row = brought_in(&mut act, &county, MatterKind::Suggestion).await?;
        let (water, transport, rivers) = (county.unit("water"), county.unit("transport"), county.unit("rivers"));
        for who in ["deputy2", "deputy3"] {
            party::add(&mut act, row.id, county.person(who), PartyRole::CoSigner, PartyState::Invited, None).await?;
        }
        assert!(party::answer(&mut act, row.id, county.person("deputy2"), PartyState::Signed).await?);
        assert!(!party::answer(&mut act, row.id, county.person("deputy"), PartyState::Declined).await?);
        party::close(&mut act, row.id).await?;
        handling::assign(&mut act, row.id, 1, water, Part::Lead, day(1, 20)).await?;
        handling::assign(&mut act, row.id, 1, transport, Part::Co, day(1, 20)).await?;
        handling::accept(&mut act, row.id, 1, water, Some(rivers), Some(county.person("unitdeputy"))).await?;
        for n in 0..3 {
            let contact = NewContact {
                person: Some(county.person("deputy")),
                way: ContactWay::Phone,
                on_date: day(2, 1 + n),
                place: None,
                note: "介绍了清淤安排，代表表示认可".into(),
            };
            handling::contact(&mut act, row.id, 1, water, &contact).await?;
        }
        let request = NewRequest {
            kind: RequestKind::Return,
            suggested: None,
            until_on: None,
            reason: "不属本单位职责".into(),
        };
        handling::request(&mut act, row.id, 1, transport, &request).await?;
        let drafted = answer("A");
        assert_eq!(reply::save_draft(&mut act, row.id, 1, water, &drafted).await?, 1);
        assert_eq!(reply::save_draft(&mut act, row.id, 1, water, &drafted).await?, 1, "nothing was changed");
        let better = Answer { letter: "现答复如下：已完成。".into(), ..drafted };
        assert_eq!(reply::save_draft(&mut act, row.id, 1, water, &better).await?, 2);
        act.commit().await?;

        let (case, sent) = counted(case::read(&db.db, row.id)).await;
        let case = case?.expect("the case is there");
        assert_eq!(sent, case::STATEMENTS);
        let states: Vec<_> = case.parties.iter().map(|p| p.state).collect();
        assert_eq!(states, [PartyState::Signed, PartyState::Signed, PartyState::Declined]);
        assert_eq!(case.raters().count(), 2);
        assert_eq!((case.contacts_of(water), case.contacts_of(transport)), (3, 0));
        assert_eq!(case.opinions_owed().map(|h| h.unit_id).collect::<Vec<_>>(), [transport]);
        assert_eq!(case.handling_of(water).and_then(|h| h.section_id), Some(rivers));
        assert!(case.open_request(transport).is_some() && case.open_request(water).is_none());
        let draft = case.draft_of(water).expect("a draft");
        assert_eq!((draft.version, draft.answer()?), (2, better));
        let versions = reply::versions(&db.db, row.id, 1, water).await?;
        assert_eq!(versions.iter().map(|v| v.version).collect::<Vec<_>>(), [1, 2]);

        let mut act = system_act(&db.db, county.organ, db.now()).await?;
        assert!(handling::rule(&mut act, row.id, transport, Ruling::Granted, "同意退回").await?);
        assert!(!handling::rule(&mut act, row.id, transport, Ruling::Refused, "晚了").await?, "ruled once");
        handling::take_back(&mut act, row.id, 1, Some(transport), "同意退回").await?;
        let case = read(&mut act, row.id).await?;
        assert_eq!(case.handling_now().count(), 1);
        assert_eq!(case.opinions_owed().count(), 0);
        assert!(case.handlings.iter().any(|h| h.state == HandlingState::TakenBack));
        handling::assign(&mut act, row.id, 1, transport, Part::Co, day(3, 1)).await?;
        let case = read(&mut act, row.id).await?;
        assert_eq!(case.opinions_owed().count(), 1, "asked again, it owes again");
        Ok(())
    }

    /// One voter's word never resets another's, and a second round starts silent.
    async fn ratings_stand_beside_one_another(db: TestDb) -> Result<()> {
        let county = db.county().await;
        let mut act = system_act(&db.db, county.organ, db.now()).await?;
        let row = brought_in(&mut act, &county, MatterKind::Suggestion).await?;
        let (lead, other) = (county.person("deputy"), county.person("deputy2"));
        party::add(&mut act, row.id, other, PartyRole::CoSigner, PartyState::Signed, None).await?;
        assert_eq!(read(&mut act, row.id).await?.outcome().standing, Standing::Unrated);
        verdict::rate(&mut act, row.id, 1, &rating(other, Rating::Satisfied)).await?;
        let outcome = read(&mut act, row.id).await?.outcome();
        assert_eq!((outcome.standing, outcome.rated, outcome.asked), (Standing::Unrated, 1, 2));
        verdict::rate(&mut act, row.id, 1, &rating(lead, Rating::Dissatisfied)).await?;
        verdict::rate(&mut act, row.id, 1, &rating(other, Rating::Basically)).await?;
        let case = read(&mut act, row.id).await?;
        assert_eq!(case.outcome().standing, Standing::Dissatisfied);
        assert_eq!(case.verdict_of(other, 1).map(|v| v.result), Some(Rating::Basically));
        paper::next_round(&mut act, row.id).await?;
        let case = read(&mut act, row.id).await?;
        assert_eq!((case.paper.round, case.paper.redone), (2, 1));
        assert_eq!(case.outcome().standing, Standing::Unrated);
        assert_eq!(case.verdicts.len(), 2, "what was said stays");
        Ok(())
    }

    /// Whoever stands behind a merged matter is answered too, and nobody loses a stronger place.
    async fn merged_proposers_stand_behind_the_one_they_were_merged_into(db: TestDb) -> Result<()> {
        let county = db.county().await;
        let mut act = system_act(&db.db, county.organ, db.now()).await?;
        let into = brought_in(&mut act, &county, MatterKind::Proposal).await?;
        let merged = brought_in(&mut act, &county, MatterKind::Proposal).await?;
        for (who, state) in [("deputy2", PartyState::Signed), ("deputy3", PartyState::Declined)] {
            party::add(&mut act, merged.id, county.person(who), PartyRole::CoSigner, state, None).await?;
        }
        party::merge(&mut act, merged.id, into.id).await?;
        paper::merge(&mut act, merged.id, into.id).await?;
        let case = read(&mut act, into.id).await?;
        let roles: Vec<_> = case.parties.iter().map(|p| (p.person_id, p.role)).collect();
        assert_eq!(roles, [
            (county.person("deputy"), PartyRole::Lead),
            (county.person("deputy2"), PartyRole::Merged),
        ]);
        assert_eq!(read(&mut act, merged.id).await?.paper.merged_into, Some(into.id));
        Ok(())
    }

    /// A reply is counted as replied, in time by the day it left; as solved only once the proposer agrees and what
    /// was promised is there.
    async fn figures_follow_the_case(db: TestDb) -> Result<()> {
        let county = db.county().await;
        let mut act = system_act(&db.db, county.organ, db.now()).await?;
        let row = brought_in(&mut act, &county, MatterKind::Suggestion).await?;
        let water = county.unit("water");
        let before = fact::refresh(&mut act, &row).await?;
        assert_eq!((before.replied_on, before.on_time, before.standing), (None, None, Standing::Unrated));
        fact::filed(&mut act, row.id, day(1, 15)).await?;
        fact::watched_by(&mut act, row.id, Some(county.unit("committee"))).await?;
        handling::assign(&mut act, row.id, 1, water, Part::Lead, day(1, 20)).await?;
        let mut promised = answer("B");
        promised.promises = vec![Promise {
            stage: proposals::model::commitment::Stage::InUse,
            what: "清淤完成".into(),
            due_on: day(6, 1),
        }];
        reply::issue(&mut act, row.id, 1, water, "水函〔2025〕3号", Meaning::Solving, &promised).await?;
        let grown = matter(&county, Id::new(act.at), MatterKind::Commitment, "清淤完成");
        load::insert(&mut act, std::slice::from_ref(&grown)).await?;
        let new = NewPaper {
            kind: MatterKind::Commitment,
            form: Form::Single,
            body_name: None,
            background: String::new(),
            demand: "清淤完成".into(),
            source_id: Some(row.id),
            counting: CountingRule::Lead,
        };
        paper::insert(&mut act, grown.id, &new).await?;
        commitment::insert(&mut act, grown.id, row.id, water, 1, &promised.promises).await?;
        verdict::rate(&mut act, row.id, 1, &rating(county.person("deputy"), Rating::Satisfied)).await?;
        // Its limit is moved after the reply: the reply was in time by the limit it had.
        let late = Matter { due_on: Some(day(2, 1)), ..row.clone() };
        fact::refresh(&mut act, &row).await?;
        let replied = fact::refresh(&mut act, &late).await?;
        assert_eq!(replied.filed_on, Some(day(1, 15)));
        assert_eq!(replied.assigned_on, Some(day(1, 20)));
        assert_eq!(replied.committee, Some(county.unit("committee")));
        assert_eq!(replied.replied_on, Some(db.now().day()));
        assert_eq!((replied.on_time, replied.due_on), (Some(true), Some(day(4, 10))));
        assert_eq!((replied.standing, replied.solved), (Standing::Satisfied, false));
        assert!(commitment::deliver(&mut act, grown.id, 1, day(5, 20), "验收报告").await?);
        assert!(!commitment::deliver(&mut act, grown.id, 1, day(5, 21), "再次").await?);
        assert!(fact::refresh(&mut act, &late).await?.solved);
        let earlier = {
            act.commit().await?;
            memory::of(&db.db, &[row.id], db.now().day()).await?
        };
        assert_eq!((earlier[0].promised, earlier[0].kept, earlier[0].meaning), (1, 1, Some(Meaning::Solving)));
        let units = memory::units_of(&db.db, county.organ, "水利", day(1, 1), day(3, 5)).await?;
        assert_eq!(units.iter().map(|u| (u.unit, u.times)).collect::<Vec<_>>(), [(water, 1)]);
        Ok(())
    }

    /// A historic row is replied, but neither in time nor late.
    async fn historic_rows_have_no_punctuality(db: TestDb) -> Result<()> {
        let county = db.county().await;
        let mut act = system_act(&db.db, county.organ, db.now()).await?;
        let row = brought_in(&mut act, &county, MatterKind::Proposal).await?;
        let row = Matter { historic: true, ..row };
        let water = county.unit("water");
        handling::assign(&mut act, row.id, 1, water, Part::Separate, day(1, 20)).await?;
        reply::issue(&mut act, row.id, 1, water, "1", Meaning::Solved, &answer("A")).await?;
        let fact = fact::refresh(&mut act, &row).await?;
        assert!(fact.replied_on.is_some());
        assert_eq!(fact.on_time, None);
        assert_eq!(fact, fact::read(&mut act, row.id).await?.expect("saved"));
        Ok(())
    }
}
