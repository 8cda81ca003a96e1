//! A county's office at work on one decision, on days counted back from the present of the data.

use anyhow::{Context, Result};
use ballot::Choice;
use chrono::{Days, NaiveDate};
use decisions::actions::{Proposal, propose};
use decisions::decision::Held;
use decisions::model::decision::{Body, BroughtBy, Stance};
use decisions::model::text::code_word;
use decisions::store::instruction;
use kernel::Kernel;
use kernel::access::{Actor, Role};
use kernel::clock::Instant;
use kernel::id::Id;
use kernel::matter::{Request, Standing, perform};
use meetings::model::body::BodyKind;
use meetings::store::body;
use procedure::Part;
use threshold::Electorate;

use super::county::{County, Somebody};
use super::course::acting;
use super::drafts::What;

/// The county's office at work on one matter, on days counted back from today.
pub(super) struct Desk<'a> {
    pub(super) kernel: &'a Kernel,
    pub(super) county: &'a County,
    pub(super) today: NaiveDate,
}

impl Desk<'_> {
    pub(super) fn day(&self, back: u64) -> NaiveDate {
        self.today - Days::new(back)
    }

    pub(super) fn ahead(&self, days: u64) -> NaiveDate {
        self.today + Days::new(days)
    }

    /// Turns the clock to a day.
    pub(super) fn turn(&self, back: u64, hour: u32) {
        self.kernel.clock.set(Instant::at(self.day(back), hour));
    }

    pub(super) fn first(&self, role: Role) -> Result<&Somebody> {
        let found = self.county.holding(role, None).next();
        found.with_context(|| format!("nobody is {}", role.code()))
    }

    pub(super) fn acts(&self, role: Role, back: u64) -> Result<Actor> {
        Ok(acting(self.county, self.first(role)?, self.day(back)))
    }

    /// The liaison of a bureau.
    pub(super) fn liaison(&self, bureau: &str, back: u64) -> Result<Actor> {
        let unit = self.county.unit(bureau)?;
        let found = self.county.holding(Role::UnitLiaison, Some(unit)).next();
        let found = found.with_context(|| format!("{bureau} has no liaison"))?;
        Ok(acting(self.county, found, self.day(back)))
    }

    pub(super) async fn by(&self, who: Actor, back: u64, id: Id, request: Request) -> Result<()> {
        self.turn(back, 10);
        let act = request.act.clone();
        perform(self.kernel, &who, id, request)
            .await
            .with_context(|| format!("{act} on a seeded decision"))?;
        Ok(())
    }

    pub(super) async fn clerk(&self, back: u64, id: Id, request: Request) -> Result<()> {
        let who = self.acts(Role::Office, back)?;
        self.by(who, back, id, request).await
    }

    pub(super) async fn committee(&self, back: u64, id: Id, request: Request) -> Result<()> {
        let who = self.acts(Role::Committee, back)?;
        self.by(who, back, id, request).await
    }

    pub(super) async fn entered(&self, back: u64, what: &What) -> Result<Id> {
        self.turn(back, 9);
        let clerk = self.acts(Role::Office, back)?;
        let unit = match what.unit {
            "" => None,
            code => Some(self.county.unit(code)?),
        };
        let person = match what.by {
            BroughtBy::Members => Some(self.first(Role::Deputy)?.person),
            _ => None,
        };
        let proposal = Proposal {
            title: what.title.to_owned(),
            form: what.form,
            body: Body::StandingCommittee,
            subject: what.subject,
            brought_by: what.by,
            bringer: what.bringer.to_owned(),
            unit,
            person,
            names: if person.is_some() { 6 } else { 1 },
            reason: what.reason.to_owned(),
            ground: what.ground.to_owned(),
            draft: String::new(),
            received_on: self.day(back),
            confidential: false,
        };
        Ok(propose(self.kernel, &clerk, proposal).await?)
    }

    /// Taken up, with its first text.
    pub(super) async fn drafted(&self, back: u64, what: &What) -> Result<Id> {
        let id = self.entered(back, what).await?;
        let admit = Request::new("admit").field("note", "主任会议研究同意，列入常委会年度议题");
        self.clerk(back - 3, id, admit).await?;
        self.version(back - 6, id, "comment", what.text, "").await?;
        Ok(id)
    }

    pub(super) async fn version(
        &self,
        back: u64,
        id: Id,
        stage: &str,
        text: &str,
        note: &str,
    ) -> Result<()> {
        let request = Request::new("save_version")
            .field("stage", stage)
            .field("content", text)
            .field("note", note);
        self.committee(back, id, request).await
    }

    pub(super) async fn consult(&self, back: u64, id: Id, units: &[&str], days: u64) -> Result<()> {
        let mut request = Request::new("consult")
            .field("until_on", self.day(back) + Days::new(days))
            .field("question", "请着重说明职责分工和资金来源是否可行");
        for unit in units {
            request = request.unit(self.county.unit(unit)?, Part::Separate);
        }
        self.committee(back, id, request).await
    }

    pub(super) async fn opines(
        &self,
        back: u64,
        id: Id,
        unit: &str,
        stance: &str,
        said: &str,
    ) -> Result<()> {
        let liaison = self.liaison(unit, back)?;
        let request = Request::new("give_opinion")
            .field("stance", stance)
            .field("opinion", said);
        self.by(liaison, back, id, request).await
    }

    /// Says what becomes of every opinion that waits for a word; an objection is not accepted.
    pub(super) async fn weighed(&self, back: u64, id: Id) -> Result<()> {
        let system = Actor::system(self.county.organ, self.day(back));
        let standing = Standing::read(self.kernel, &system, id).await?;
        let consultations = &Held::of(&standing)?.case.consultations;
        for opinion in consultations.iter().filter(|c| c.is_unweighed()) {
            let (taken, why) = match opinion.stance {
                Some(Stance::Object) => ("declined", "属于实施细则的内容，由县人民政府另行规定"),
                _ => ("accepted", ""),
            };
            let request = Request::new("weigh")
                .field("consultation", opinion.id.to_string())
                .field("taken", taken)
                .field("taken_reason", why);
            self.committee(back, id, request).await?;
        }
        Ok(())
    }

    /// Deliberated on and put to the vote; the ballot.
    pub(super) async fn put(&self, back: u64, id: Id) -> Result<Id> {
        self.committee(back + 4, id, Request::new("submit")).await?;
        for (speaker, said, heeded) in [
            (
                "张委员",
                "赞成这个决定，建议把年度报告制度写实",
                "已写入最后一条",
            ),
            ("王委员", "要明确由谁牵头，避免多头管理", "已明确牵头部门"),
        ] {
            let request = Request::new("record_opinion")
                .field("on_date", self.day(back))
                .field("speaker", speaker)
                .field("said", said)
                .field("heeded", heeded);
            self.clerk(back, id, request).await?;
        }
        let request = Request::new("put_to_vote").field("note", "主任会议决定交付表决");
        self.clerk(back, id, request).await?;
        let asked = ballot::of_matter(&self.kernel.db, id).await?;
        let waits = asked.iter().find(|b| b.state == ballot::State::Asked);
        Ok(waits.context("no ballot was asked for")?.id)
    }

    /// The seats of the standing committee, and its members of today: the demo's past was theirs as well.
    async fn members(&self) -> Result<(u32, Vec<Id>)> {
        let db = &self.kernel.db;
        let all = body::bodies(db, self.county.organ).await?;
        let committee = all.iter().find(|b| b.kind == BodyKind::StandingCommittee);
        let committee = committee
            .context("the county has no standing committee")?
            .id;
        let seats = body::seats_on(&body::seats(db, committee).await?, self.today);
        let members = body::members_on(db, committee, self.today).await?;
        let ids = members.into_iter().map(|m| m.person_id).collect();
        Ok((u32::try_from(seats)?, ids))
    }

    /// Of those present so many vote for it, the others against, two abstain.
    pub(super) async fn vote(
        &self,
        back: u64,
        ballot: Id,
        present: usize,
        yes: usize,
    ) -> Result<()> {
        self.turn(back, 16);
        let clerk = self.acts(Role::Office, back)?;
        let (seats, ids) = self.members().await?;
        let roll = kernel::person::names(&self.kernel.db, &ids).await?;
        ballot::open(self.kernel, &clerk, ballot, &roll).await?;
        for (n, person) in ids.iter().take(present).enumerate() {
            let choice = match n {
                n if n < yes => Choice::Yes,
                n if n + 2 >= present => Choice::Abstain,
                _ => Choice::No,
            };
            let member = self.county.people.iter().find(|s| s.person == *person);
            let member = member.context("a member of the county")?;
            // Most members have no account, and a vote keeps none: any stands for one here.
            let voter = Actor {
                account: Some(*person),
                ..acting(self.county, member, self.day(back))
            };
            ballot::vote(self.kernel, &voter, ballot, &[choice]).await?;
        }
        let electorate = Electorate {
            seats,
            members: ids.len() as u32,
            present: present as u32,
        };
        ballot::close(self.kernel, &clerk, ballot, electorate, "").await?;
        Ok(())
    }

    /// Numbered and published, replacing an older one where there is one.
    pub(super) async fn published(&self, back: u64, id: Id, replaces: Option<Id>) -> Result<()> {
        let organ = kernel::organ::organ(&self.kernel.db, self.county.organ).await?;
        let word = code_word(&organ.short_name);
        let request = Request::new("number")
            .field("code_word", word)
            .field("effective_on", self.day(back) + Days::new(15));
        self.clerk(back, id, request).await?;
        let mut request = Request::new("publish")
            .field("on_date", self.day(back - 2))
            .field("where", "县人大网站、常务委员会公报")
            .field("checked", true);
        if let Some(old) = replaces {
            request = request
                .field("replaces", old.to_string())
                .field("replaced_how", "replaced");
        }
        self.clerk(back - 2, id, request).await
    }

    pub(super) async fn demand(
        &self,
        back: u64,
        id: Id,
        unit: &str,
        what: &str,
        due: NaiveDate,
    ) -> Result<Id> {
        let request = Request::new("demand")
            .field("what", what)
            .field(
                "detail",
                "明确责任人、时间表和资金来源；完成后书面报告，并附现场照片",
            )
            .field("to_units", self.county.unit(unit)?.to_string())
            .field("due_on", due);
        self.clerk(back, id, request).await?;
        let all = instruction::of_source(&self.kernel.db, id).await?;
        let made = all.iter().find(|d| d.title == what);
        Ok(made.context("no demand was made")?.matter_id)
    }

    pub(super) async fn accepts(&self, back: u64, demand: Id, unit: &str) -> Result<()> {
        let request = Request::new("accept")
            .field("responsible", "分管副局长")
            .field("plan", "先摸底、再整治，逐月报告进度");
        self.by(self.liaison(unit, back)?, back, demand, request)
            .await
    }

    pub(super) async fn reports(
        &self,
        back: u64,
        demand: Id,
        unit: &str,
        act: &str,
        means: &str,
        said: &str,
    ) -> Result<()> {
        let request = Request::new(act)
            .field("on_date", self.day(back))
            .field("means", means)
            .field("said", said);
        self.by(self.liaison(unit, back)?, back, demand, request)
            .await
    }

    pub(super) async fn passes(
        &self,
        back: u64,
        demand: Id,
        way: &str,
        finding: &str,
    ) -> Result<()> {
        let request = Request::new("inspect")
            .field("on_date", self.day(back))
            .field("way", way)
            .field("finding", finding);
        self.clerk(back, demand, request).await?;
        self.clerk(back, demand, Request::new("pass")).await
    }
}
