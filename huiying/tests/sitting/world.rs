//! A small county: a standing committee of eleven, so that six are needed and five are one short.

use std::sync::Arc;

use kernel::Kernel;
use kernel::access::Role;
use kernel::clock::Clock;
use kernel::person::{self, NewPerson, NewPost};
use kernel::{account, procedures};
use meetings::actions::body::{Joining, NewBody};
use meetings::actions::{self};
use meetings::model::body::{BodyKind, Duty};
use testkit::{PASSWORD, TestDb, system_act};

use crate::areas;

pub const BODY: &str = "青川县人大常委会";

/// Members beside those every county of a test has.
pub const MORE: [(&str, &str); 6] = [
    ("member1", "周正平"),
    ("member2", "吴晓敏"),
    ("member3", "郑家和"),
    ("member4", "王若兰"),
    ("member5", "冯毅"),
    ("member6", "陈静文"),
];

/// Those who come, in the order they vote; the first five by phone at the secret ballot, the others on paper.
pub const PRESENT: [(&str, &str); 8] = [
    ("deputy", "张桂英"),
    ("deputy3", "何秀兰"),
    ("member1", "周正平"),
    ("member2", "吴晓敏"),
    ("member3", "郑家和"),
    ("chief", "吴建平"),
    ("leader", "钱卫东"),
    ("member4", "王若兰"),
];

/// The migrations of every room.
pub fn rooms() -> Vec<kernel::db::Migrations> {
    let parts = frame::parts(&mut areas::all());
    let own = parts.into_iter().filter_map(|part| part.migrations);
    std::iter::once(kernel::MIGRATIONS).chain(own).collect()
}

/// The county with its procedures, the committee with its members, an account for each of them.
pub async fn furnish(db: &TestDb) {
    let county = db.county().await;
    let parts = frame::parts(&mut areas::all());
    let kernel = Kernel::new(db.reopen().await, Clock::System, &db.folder, parts);
    let kernel = Arc::new(kernel.expect("a kernel"));
    let since = chrono::NaiveDate::from_ymd_opt(2024, 1, 1).expect("a date");
    let mut act = system_act(&kernel.db, county.organ, kernel.now())
        .await
        .expect("an act");
    let kinds: Vec<_> = kernel.kinds().cloned().collect();
    procedures::install(&mut act, county.organ, &kinds)
        .await
        .expect("procedures");
    let hash = account::hash_password(PASSWORD).await.expect("a hash");
    let mut members = vec![
        (county.person("chief"), Duty::Chair),
        (county.person("leader"), Duty::ViceChair),
    ];
    for who in ["deputy", "deputy2", "deputy3"] {
        members.push((county.person(who), Duty::Member));
    }
    for (called, name) in MORE {
        let new = NewPerson {
            name: name.to_owned(),
            ..NewPerson::default()
        };
        let person = person::add(&mut act, new).await.expect("a person");
        let post = NewPost {
            person,
            unit: None,
            role: Role::Deputy,
            title: "",
            term: Some(18),
            from_on: since,
            to_on: None,
        };
        person::appoint(&mut act, post).await.expect("a post");
        let made = account::create(&mut act, called, &hash, Some(person), &[], false).await;
        made.expect("an account");
        members.push((person, Duty::Member));
    }
    act.commit().await.expect("committed");
    let clerk = account::actor_of(&kernel.db, county.account("clerk"), kernel.now().day());
    let clerk = clerk.await.expect("the clerk");
    let new = NewBody {
        kind: BodyKind::StandingCommittee,
        name: BODY.to_owned(),
        seats: 12,
        from_on: since,
    };
    let body = actions::body::add(&kernel, &clerk, new).await;
    let body = body.expect("a body");
    for (person, duty) in members {
        let joining = Joining {
            person,
            duty,
            from_on: since,
            to_on: None,
        };
        let joined = actions::body::join(&kernel, &clerk, body, joining).await;
        joined.expect("a member");
    }
    kernel.db.close().await;
}
