//! A county with the people every test needs, and a second one whose clerk must see nothing of the first.
//!
//! Made through the kernel's own functions, so that what a test starts from could have been entered.
//! Account names and the password are those of the demo (`clerk`, `unit`, `deputy` …).

use std::collections::BTreeMap;

use kernel::access::{Act, Actor, Authorized, Role};
use kernel::account;
use kernel::clock::Instant;
use kernel::db::Db;
use kernel::error::Result;
use kernel::id::Id;
use kernel::organ::{self, NewOrgan, NewUnit};
use kernel::person::{self, NewPerson, NewPost};
use kernel::session::Sessions;
use tokio::sync::OnceCell;

use crate::TestDb;

/// The password of every account.
pub const PASSWORD: &str = "huiying-demo";

/// `(code, kind, parent, name)` of the units.
const UNITS: [(&str, &str, Option<&str>, &str); 12] = [
    ("office", "office", None, "办公室"),
    ("committee", "committee", None, "农业与农村委员会"),
    ("government", "office", None, "县政府办公室"),
    ("water", "bureau", None, "水利局"),
    ("transport", "bureau", None, "交通运输局"),
    ("education", "bureau", None, "教育局"),
    ("rivers", "section", Some("water"), "河道管理科"),
    ("roads", "section", Some("transport"), "公路科"),
    ("chengguan", "township", None, "城关镇"),
    ("east", "delegation", None, "城东代表团"),
    ("west", "delegation", None, "城西代表团"),
    ("sector", "delegation", None, "农业界"),
];

/// `(account, name, post, unit)`; posts carry their role from 2021 on.
const PEOPLE: [(&str, &str, Role, Option<&str>); 22] = [
    ("clerk", "李文静", Role::Office, Some("office")),
    ("clerk2", "周敏", Role::Office, Some("office")),
    ("officeleader", "赵国强", Role::OfficeLeader, Some("office")),
    ("committee", "孙立", Role::Committee, Some("committee")),
    ("leader", "钱卫东", Role::Leader, None),
    ("chief", "吴建平", Role::Chief, None),
    (
        "countyleader",
        "郑海",
        Role::CountyLeader,
        Some("government"),
    ),
    ("unit", "王芳", Role::UnitLiaison, Some("water")),
    ("section", "冯涛", Role::Section, Some("rivers")),
    (
        "unitdeputy",
        "陈志明",
        Role::UnitDeputyLeader,
        Some("water"),
    ),
    (
        "unitprincipal",
        "褚大江",
        Role::UnitPrincipal,
        Some("water"),
    ),
    ("unit2", "卫兰", Role::UnitLiaison, Some("transport")),
    ("section2", "蒋路", Role::Section, Some("roads")),
    (
        "unitdeputy2",
        "沈桥",
        Role::UnitDeputyLeader,
        Some("transport"),
    ),
    (
        "unitprincipal2",
        "韩大道",
        Role::UnitPrincipal,
        Some("transport"),
    ),
    ("unit3", "杨书", Role::UnitLiaison, Some("education")),
    ("deputy", "张桂英", Role::Deputy, Some("east")),
    ("deputy2", "刘德福", Role::Deputy, Some("east")),
    ("deputy3", "何秀兰", Role::Deputy, Some("west")),
    ("member", "吕品", Role::Member, Some("sector")),
    ("grouplead", "施笔", Role::GroupLead, Some("office")),
    (
        "correspondent",
        "张稿",
        Role::Correspondent,
        Some("chengguan"),
    ),
];

/// Accounts without a person: the three administrators (三员).
const ADMINISTRATORS: [(&str, Role); 3] = [
    ("sysadmin", Role::SysAdmin),
    ("secadmin", Role::SecAdmin),
    ("auditor", Role::Auditor),
];

/// The ids of a county made by [`TestDb::county`].
#[derive(Debug, Clone)]
pub struct County {
    pub organ: Id,
    units: BTreeMap<&'static str, Id>,
    people: BTreeMap<&'static str, Id>,
    accounts: BTreeMap<String, Id>,
}

impl County {
    /// A unit by its code: `water`, `transport`, `education`, `rivers` (a section of water), `roads`,
    /// `chengguan`, `office`, `committee`, `government`, `east`, `west`, `sector`.
    pub fn unit(&self, code: &str) -> Id {
        *self
            .units
            .get(code)
            .unwrap_or_else(|| panic!("the county has no unit {code}"))
    }

    /// A person by the name of the account.
    pub fn person(&self, account: &str) -> Id {
        *self
            .people
            .get(account)
            .unwrap_or_else(|| panic!("the county has no person {account}"))
    }

    pub fn account(&self, name: &str) -> Id {
        *self
            .accounts
            .get(name)
            .unwrap_or_else(|| panic!("the county has no account {name}"))
    }

    /// The names of all accounts, for tables of every role.
    pub fn account_names(&self) -> impl Iterator<Item = &str> {
        self.accounts.keys().map(String::as_str)
    }

    /// Who an account is on the test's day.
    pub async fn actor(&self, test: &TestDb, name: &str) -> Actor {
        account::actor_of(&test.db, self.account(name), test.clock.today())
            .await
            .expect("the account acts")
    }
}

/// An act of the system in `organ`: how a test, like an import, writes outside procedures.
pub async fn system_act(db: &Db, organ: Id, at: Instant) -> Result<Act> {
    let actor = Actor::system(organ, at.day());
    let word = Authorized::system(&actor)?;
    Act::begin(db, &actor, word, at).await
}

impl TestDb {
    /// A county's congress with units, people, and an account for each role.
    pub async fn county(&self) -> County {
        self.found("510000", "青川县人大常委会", "")
            .await
            .expect("the county is founded")
    }

    /// Another county in the same database; its accounts are named `other-clerk` and so on.
    pub async fn other_county(&self) -> County {
        self.found("520000", "东山县人大常委会", "other-")
            .await
            .expect("the other county is founded")
    }

    async fn found(&self, code: &str, name: &str, prefix: &str) -> Result<County> {
        static HASH: OnceCell<String> = OnceCell::const_new();
        let hash = HASH
            .get_or_try_init(|| account::hash_password(PASSWORD))
            .await?;
        let now = self.now();
        let since = Instant(now.0 - 4 * 365 * 86_400_000_000).day();
        let mut act = system_act(&self.db, Id::new(now), now).await?;
        let organ = organ::found(
            &mut act,
            NewOrgan {
                parent: None,
                level: "county",
                kind: "congress",
                name,
                short_name: name,
                code,
            },
        )
        .await?;
        let mut county = County {
            organ,
            units: BTreeMap::new(),
            people: BTreeMap::new(),
            accounts: BTreeMap::new(),
        };
        for (sort, (code, kind, parent, name)) in UNITS.into_iter().enumerate() {
            let parent = parent.map(|p| county.unit(p));
            let new = NewUnit {
                parent,
                kind,
                name,
                short_name: "",
                sort: sort as i64,
                from_on: since,
            };
            county
                .units
                .insert(code, organ::add_unit(&mut act, new).await?);
        }
        for (account, name, role, unit) in PEOPLE {
            let new = NewPerson {
                name: name.to_owned(),
                ..NewPerson::default()
            };
            let person = person::add(&mut act, new).await?;
            let post = NewPost {
                person,
                unit: unit.map(|u| county.unit(u)),
                role,
                title: "",
                term: Some(8),
                from_on: since,
                to_on: None,
            };
            person::appoint(&mut act, post).await?;
            county.people.insert(account, person);
            let id = account::create(
                &mut act,
                &format!("{prefix}{account}"),
                hash,
                Some(person),
                &[],
                false,
            )
            .await?;
            county.accounts.insert(account.to_owned(), id);
        }
        for (account, role) in ADMINISTRATORS {
            let id = account::create(
                &mut act,
                &format!("{prefix}{account}"),
                hash,
                None,
                &[role],
                false,
            )
            .await?;
            county.accounts.insert(account.to_owned(), id);
        }
        act.commit().await?;
        Ok(county)
    }

    /// The secret of a session cookie for an account, without signing in.
    pub async fn session(&self, county: &County, name: &str) -> String {
        Sessions::default()
            .begin(
                &self.db,
                county.account(name),
                true,
                "127.0.0.1",
                "test",
                self.now(),
            )
            .await
            .expect("a session begins")
    }
}
