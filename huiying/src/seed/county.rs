//! One invented county: its congress's standing committee with units, people, posts, sessions and, for the
//! demo's sign-ins, accounts. Names, numbers and order follow from the seed alone.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use chrono::{Datelike, NaiveDate};
use kernel::Kernel;
use kernel::access::{Act, Actor, Role};
use kernel::account;
use kernel::id::Id;
use kernel::organ::{self, NewOrgan, NewUnit};
use kernel::person::{self, NewPerson, NewPost};
use kernel::term_session;

use super::accounts::{ADMINISTRATORS, Named, PEOPLE};
use super::people::People;
use super::places::{BUREAUS, INNER, Place, SECTORS, TOWNSHIPS};

/// The term (届) the deputies and members serve.
const TERM: i64 = 8;
/// How many deputies and members there are.
const DEPUTIES: usize = 182;
const MEMBERS: usize = 150;

/// Somebody and the posts held, ready to act.
#[derive(Debug, Clone)]
pub struct Somebody {
    pub person: Id,
    pub role: Role,
    pub unit: Option<Id>,
}

/// A seeded county, by what its people are.
#[derive(Debug)]
pub struct County {
    pub organ: Id,
    /// By the code of [`INNER`], [`BUREAUS`], `bureau/n`, or the name of a township, delegation or sector.
    pub units: BTreeMap<String, Id>,
    pub people: Vec<Somebody>,
    /// People by the names of their accounts, without the county's prefix.
    pub named: BTreeMap<String, Id>,
}

impl County {
    /// Everybody who holds that role, in a unit or anywhere.
    pub fn holding(&self, role: Role, unit: Option<Id>) -> impl Iterator<Item = &Somebody> {
        self.people
            .iter()
            .filter(move |s| s.role == role && (unit.is_none() || s.unit == unit))
    }

    pub fn unit(&self, code: &str) -> Result<Id> {
        let found = self.units.get(code).copied();
        found.with_context(|| format!("the county has no unit {code}"))
    }

    /// Founds the `n`-th county with everybody in it, drawn by `seed`. Accounts of the first are named plainly, those of the
    /// others begin with the division code.
    pub async fn found(
        kernel: &Kernel,
        n: usize,
        seed: u64,
        today: NaiveDate,
        password_hash: &str,
    ) -> Result<County> {
        let place = Place::of(n);
        let prefix = match n {
            0 => String::new(),
            _ => format!("{}-", place.code),
        };
        let rng = fastrand::Rng::with_seed(seed);
        let actor = Actor::system(Id::new(kernel.now()), today);
        let mut act = kernel.system_act(&actor).await?;
        let organ = organ::found(
            &mut act,
            NewOrgan {
                parent: None,
                level: "county",
                kind: "congress",
                name: &place.organ(),
                short_name: &place.organ_short(),
                code: &place.code,
            },
        )
        .await?;
        crate::house::install(kernel, &mut act).await?;
        let mut making = Making {
            act,
            people: People::new(rng, today),
            since: term_begins(today),
            sort: 0,
            prefix,
            password_hash,
            named: PEOPLE.to_vec(),
            county: County {
                organ,
                units: BTreeMap::new(),
                people: Vec::new(),
                named: BTreeMap::new(),
            },
        };
        making.units().await?;
        making.officials().await?;
        making.representatives().await?;
        making.administrators().await?;
        making.sessions().await?;
        let Making { act, county, .. } = making;
        act.commit().await?;
        Ok(county)
    }
}

/// The first day of the term: its sessions are held each January, and the fifth is the last before `today`.
fn term_begins(today: NaiveDate) -> NaiveDate {
    let held = NaiveDate::from_ymd_opt(today.year(), 1, 13).is_some_and(|closed| closed <= today);
    let year = if held { today.year() } else { today.year() - 1 };
    NaiveDate::from_ymd_opt(year - 4, 1, 4).unwrap_or(today)
}

/// A county in the making, within one act.
struct Making<'a> {
    act: Act,
    people: People,
    since: NaiveDate,
    sort: i64,
    prefix: String,
    password_hash: &'a str,
    /// The named people who are still to be made.
    named: Vec<Named>,
    county: County,
}

impl Making<'_> {
    async fn unit(&mut self, code: &str, kind: &str, name: &str, parent: Option<Id>) -> Result<Id> {
        self.sort += 1;
        let new = NewUnit {
            parent,
            kind,
            name,
            short_name: "",
            sort: self.sort,
            from_on: self.since,
        };
        let id = organ::add_unit(&mut self.act, new).await?;
        self.county.units.insert(code.to_owned(), id);
        Ok(id)
    }

    async fn units(&mut self) -> Result<()> {
        for (code, kind, name) in INNER {
            self.unit(code, kind, name, None).await?;
        }
        for bureau in &BUREAUS {
            let id = self.unit(bureau.code, "bureau", bureau.name, None).await?;
            for (n, section) in bureau.sections.iter().enumerate() {
                let code = format!("{}/{n}", bureau.code);
                self.unit(&code, "section", section, Some(id)).await?;
            }
        }
        for township in TOWNSHIPS {
            self.unit(township, "township", township, None).await?;
        }
        for township in TOWNSHIPS {
            let name = delegation(township);
            self.unit(&name, "delegation", &name, None).await?;
        }
        for sector in SECTORS {
            self.unit(sector, "delegation", sector, None).await?;
        }
        Ok(())
    }

    /// Gives a post to the named person who holds it, or to somebody drawn.
    async fn post(&mut self, role: Role, unit: &str, title: &str) -> Result<()> {
        let named = self
            .named
            .iter()
            .position(|(_, _, _, r, u, _)| *r == role && *u == unit)
            .map(|at| self.named.remove(at));
        let (new, title) = match named {
            Some((_, name, woman, _, _, title)) => (self.people.known(name, woman), title),
            None => (self.people.draw(), title),
        };
        let account = named.map(|(account, ..)| account);
        let unit = match unit {
            "" => None,
            code => Some(self.county.unit(code)?),
        };
        self.person(new, role, unit, title, None, account).await
    }

    async fn person(
        &mut self,
        new: NewPerson,
        role: Role,
        unit: Option<Id>,
        title: &str,
        term: Option<i64>,
        account: Option<&str>,
    ) -> Result<()> {
        let person = person::add(&mut self.act, new).await?;
        let post = NewPost {
            person,
            unit,
            role,
            title,
            term,
            from_on: self.since,
            to_on: None,
        };
        person::appoint(&mut self.act, post).await?;
        self.county.people.push(Somebody { person, role, unit });
        if let Some(account) = account {
            self.county.named.insert(account.to_owned(), person);
            let name = format!("{}{account}", self.prefix);
            account::create(
                &mut self.act,
                &name,
                self.password_hash,
                Some(person),
                &[],
                false,
            )
            .await?;
        }
        Ok(())
    }

    async fn officials(&mut self) -> Result<()> {
        self.post(Role::Chief, "", "常委会主任").await?;
        for _ in 0..4 {
            self.post(Role::Leader, "", "常委会副主任").await?;
        }
        for _ in 0..6 {
            self.post(Role::CountyLeader, "government", "副县长")
                .await?;
        }
        self.post(Role::OfficeLeader, "office", "办公室主任")
            .await?;
        for _ in 0..4 {
            self.post(Role::Office, "office", "办公室科员").await?;
        }
        self.post(Role::GroupLead, "office", "宣传小组组长").await?;
        for (code, kind, name) in INNER {
            if kind == "committee" {
                for title in ["主任委员", "副主任委员"] {
                    self.post(Role::Committee, code, &format!("{name}{title}"))
                        .await?;
                }
            }
        }
        for bureau in &BUREAUS {
            self.post(Role::UnitPrincipal, bureau.code, "局长").await?;
            self.post(Role::UnitDeputyLeader, bureau.code, "副局长")
                .await?;
            self.post(Role::UnitLiaison, bureau.code, "建议办理联络员")
                .await?;
            for n in 0..bureau.sections.len() {
                let title = if n == 0 { "主任" } else { "科长" };
                self.post(Role::Section, &format!("{}/{n}", bureau.code), title)
                    .await?;
            }
        }
        for township in TOWNSHIPS {
            self.post(Role::UnitPrincipal, township, "镇长（乡长）")
                .await?;
            self.post(Role::UnitLiaison, township, "党政办公室联络员")
                .await?;
            self.post(Role::Correspondent, township, "通讯员").await?;
        }
        Ok(())
    }

    async fn representatives(&mut self) -> Result<()> {
        let delegations = TOWNSHIPS.map(|township| (township, delegation(township)));
        for n in 0..DEPUTIES {
            let (township, delegation) = &delegations[n % delegations.len()];
            self.representative(Role::Deputy, 'D', n, township, delegation)
                .await?;
        }
        for n in 0..MEMBERS {
            let sector = SECTORS[n % SECTORS.len()];
            self.representative(Role::Member, 'M', n, sector, sector)
                .await?;
        }
        Ok(())
    }

    async fn representative(
        &mut self,
        role: Role,
        letter: char,
        n: usize,
        named_in: &str,
        unit: &str,
    ) -> Result<()> {
        let named = self
            .named
            .iter()
            .position(|(_, _, _, r, u, _)| *r == role && *u == named_in)
            .map(|at| self.named.remove(at));
        let known = named.map(|(_, name, woman, ..)| (name, woman));
        let new = self.people.representative(letter, n + 1, known);
        let unit = self.county.unit(unit)?;
        let account = named.map(|(account, ..)| account);
        self.person(new, role, Some(unit), "", Some(TERM), account)
            .await
    }

    /// Five sessions, a year apart, each of four days in January.
    async fn sessions(&mut self) -> Result<()> {
        for ordinal in 1..=5 {
            let year = self.since.year() + ordinal - 1;
            let day = |day| NaiveDate::from_ymd_opt(year, 1, day).context("a day in January");
            term_session::add(&mut self.act, TERM, ordinal.into(), day(9)?, day(12)?).await?;
        }
        Ok(())
    }

    async fn administrators(&mut self) -> Result<()> {
        for (account, role) in ADMINISTRATORS {
            let name = format!("{}{account}", self.prefix);
            account::create(
                &mut self.act,
                &name,
                self.password_hash,
                None,
                &[role],
                false,
            )
            .await?;
        }
        Ok(())
    }
}

/// The deputies' delegation of a township: 城关代表团.
fn delegation(township: &str) -> String {
    let name = township.trim_end_matches(['镇', '乡']);
    format!("{name}代表团")
}
