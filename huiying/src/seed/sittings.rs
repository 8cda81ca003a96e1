//! The sittings of a county: its bodies with their members, a standing-committee meeting that is over and filed with its
//! minutes, one that sits today, one to which the notice has gone out, and a chairpersons' meeting before it.

use anyhow::{Context, Result};
use chrono::{Days, NaiveDate};
use kernel::Kernel;
use kernel::access::{Actor, Role};
use kernel::clock::Instant;
use kernel::file;
use kernel::id::Id;
use kernel::matter::{Request, perform};
use meetings::actions::agenda::{self, NewItem};
use meetings::actions::body::{self, Joining, NewBody};
use meetings::actions::{Entry, enter, record, roll};
use meetings::kind::EventKind;
use meetings::model::body::{BodyKind, Duty};
use meetings::model::item::ItemKind;
use meetings::model::roll::Part;
use meetings::store::roll::{self as kept, Attendee};

use super::county::{County, Somebody};
use super::course::acting;

const PLACE: &str = "县人大常委会会议厅";
/// Seats of the standing committee, and how many are taken.
const SEATS: (i64, usize) = (25, 23);

/// Kind, title, who reports, minutes, days before the meeting its paper came (none yet: 0).
type Entered = (ItemKind, &'static str, &'static str, i64, u64);

const PAST: [Entered; 3] = [
    (
        ItemKind::SpecialReport,
        "关于全县农村饮水安全工作情况的专项报告",
        "县水利局局长",
        25,
        12,
    ),
    (
        ItemKind::Inspection,
        "关于检查《中华人民共和国安全生产法》实施情况的报告",
        "执法检查组组长",
        20,
        6,
    ),
    (
        ItemKind::Decision,
        "关于批准上一年度县级财政决算的决议（草案）",
        "县财政局局长",
        15,
        9,
    ),
];

const TODAY: [Entered; 4] = [
    (
        ItemKind::Budget,
        "关于今年以来国民经济和社会发展计划执行情况的报告",
        "县发展改革局局长",
        20,
        8,
    ),
    (
        ItemKind::SpecialReport,
        "关于城区停车秩序整治情况的专项报告",
        "县公安局副局长",
        20,
        9,
    ),
    (
        ItemKind::Decision,
        "关于加强中小河流治理的决定（草案）",
        "城建环资委主任委员",
        20,
        8,
    ),
    (
        ItemKind::Other,
        "审议代表建议办理情况",
        "代表工作委员会主任",
        15,
        7,
    ),
];

const AHEAD: [Entered; 4] = [
    (
        ItemKind::SpecialReport,
        "关于义务教育均衡发展情况的专项报告",
        "县教育局局长",
        25,
        11,
    ),
    (
        ItemKind::SpecialReport,
        "关于法院执行工作情况的专项报告",
        "县人民法院院长",
        25,
        0,
    ),
    (
        ItemKind::Inspection,
        "关于检查《中华人民共和国食品安全法》实施情况的报告",
        "执法检查组组长",
        20,
        0,
    ),
    (
        ItemKind::Other,
        "听取“一府一委两院”有关负责人述职安排的说明",
        "办公室主任",
        10,
        8,
    ),
];

const SAID: [(&str, &str); 3] = [
    (
        "水源保护抓得实，但偏远村组冬季供水仍不稳定，建议把管网改造列入明年民生实事。",
        "建议水质检测结果每季度向村民公布。",
    ),
    (
        "乡镇安全监管人手不足的问题年年提，这次要在审议意见里写明编制和时限。",
        "企业主体责任落实不平衡，建议对重点行业再查一遍。",
    ),
    (
        "决算草案数据清楚，结余资金的使用应当在下半年专门报告一次。",
        "同意。",
    ),
];

const OUTCOMES: [&str; 3] = [
    "会议听取并审议了报告，决定由农业与农村委员会汇总审议意见，交县人民政府研究处理，三个月内书面报告结果。",
    "会议听取并审议了执法检查报告，要求县人民政府针对问题制定整改清单。",
    "会议表决通过了关于批准上一年度县级财政决算的决议。",
];

struct Making<'a> {
    kernel: &'a Kernel,
    county: &'a County,
    clerk: &'a Somebody,
    committee: Id,
}

/// Makes the bodies and their sittings; the clock stands at today's morning again afterwards.
pub async fn sittings(kernel: &Kernel, county: &County, today: NaiveDate) -> Result<()> {
    let clerk = county.holding(Role::Office, None).next();
    let clerk = clerk.context("somebody in the office")?;
    let since = today - Days::new(400);
    kernel.clock.set(Instant::at(since, 9));
    let committee = bodies(kernel, county, &acting(county, clerk, since), since).await?;
    let making = Making {
        kernel,
        county,
        clerk,
        committee,
    };
    making.past(today - Days::new(34)).await?;
    making.ahead(today + Days::new(8), today).await?;
    making.sitting(today).await?;
    kernel.clock.set(Instant::at(today, 9));
    Ok(())
}

/// The congress, its standing committee, the chairpersons' meeting and the party group; the id of the second.
async fn bodies(kernel: &Kernel, county: &County, actor: &Actor, since: NaiveDate) -> Result<Id> {
    let new = |kind, name: &str, seats| NewBody {
        kind,
        name: name.to_owned(),
        seats,
        from_on: since,
    };
    let named = |name: &str| county.named.get(name).copied();
    let chief = county.holding(Role::Chief, None).map(|s| s.person);
    let leaders = county.holding(Role::Leader, None).map(|s| s.person);
    let chairs: Vec<(Id, Duty)> = chief
        .map(|p| (p, Duty::Chair))
        .chain(leaders.map(|p| (p, Duty::ViceChair)))
        .collect();
    let mut members = chairs.clone();
    let first = ["deputy", "deputy2", "deputy3"]
        .into_iter()
        .filter_map(named);
    let others = county.holding(Role::Deputy, None).map(|s| s.person);
    for person in first.chain(others) {
        if members.len() < SEATS.1 && members.iter().all(|(p, _)| *p != person) {
            members.push((person, Duty::Member));
        }
    }
    let committee = new(BodyKind::StandingCommittee, "县人大常委会", SEATS.0);
    let committee = body::add(kernel, actor, committee).await?;
    let small = chairs.len() as i64;
    let chairmen = new(BodyKind::Chairpersons, "县人大常委会主任会议", small);
    let chairmen = body::add(kernel, actor, chairmen).await?;
    let group = new(BodyKind::PartyGroup, "县人大常委会党组", small);
    let group = body::add(kernel, actor, group).await?;
    for (id, all) in [(committee, &members), (chairmen, &chairs), (group, &chairs)] {
        for (person, duty) in all {
            let joining = Joining {
                person: *person,
                duty: *duty,
                from_on: since,
                to_on: None,
            };
            body::join(kernel, actor, id, joining).await?;
        }
    }
    let congress = new(BodyKind::Congress, "县人民代表大会", 185);
    let congress = body::add(kernel, actor, congress).await?;
    body::take_deputies(kernel, actor, congress, since).await?;
    Ok(committee)
}

impl Making<'_> {
    /// The clerk on a day, at an hour.
    fn on(&self, day: NaiveDate, hour: u32) -> Actor {
        self.kernel.clock.set(Instant::at(day, hour));
        acting(self.county, self.clerk, day)
    }

    async fn act(&self, actor: &Actor, meeting: Id, act: &str) -> Result<()> {
        perform(self.kernel, actor, meeting, Request::new(act)).await?;
        Ok(())
    }

    /// Enters a meeting with its agenda and papers, two and a half weeks before; its id and its items.
    async fn entered(
        &self,
        title: &str,
        on: NaiveDate,
        items: &[Entered],
        until: NaiveDate,
    ) -> Result<(Id, Vec<Id>)> {
        let actor = self.on(on - Days::new(18), 9);
        let entry = Entry {
            kind: EventKind::Meeting,
            title: title.to_owned(),
            from_on: on,
            to_on: on,
            place: PLACE.to_owned(),
            note: String::new(),
            confidential: false,
            body: Some(self.committee),
            at_time: "上午9:00".to_owned(),
        };
        let meeting = enter(self.kernel, &actor, entry).await?;
        let mut ids = Vec::new();
        for (kind, title, rapporteur, minutes, _) in items {
            let new = NewItem {
                kind: Some(*kind),
                title: (*title).to_owned(),
                matter: None,
                rapporteur: (*rapporteur).to_owned(),
                minutes: *minutes,
            };
            ids.push(agenda::add(self.kernel, &actor, meeting, new).await?);
        }
        for ((_, title, _, _, before), id) in items.iter().zip(&ids) {
            let came = on - Days::new(*before);
            if *before == 0 || came > until {
                continue;
            }
            let actor = self.on(came, 15);
            let text = format!("{title}\n\n（会议文件）\n");
            let body =
                file::receive(self.kernel, &format!("{title}.txt"), text.into_bytes()).await?;
            agenda::add_papers(self.kernel, &actor, meeting, *id, &[body]).await?;
        }
        Ok((meeting, ids))
    }

    async fn members(&self, meeting: Id) -> Result<Vec<Attendee>> {
        let all = kept::of(&self.kernel.db, meeting).await?;
        Ok(all.into_iter().filter(|a| a.part == Part::Member).collect())
    }

    /// The notice goes out; all but the last few sign for it.
    async fn called(&self, meeting: Id, on: NaiveDate, silent: usize) -> Result<Vec<Attendee>> {
        let actor = self.on(on, 10);
        let head = self.county.holding(Role::CountyLeader, None).next();
        let people: Vec<Id> = head.map(|s| s.person).into_iter().collect();
        roll::invite(self.kernel, &actor, meeting, &people, None, "副县长").await?;
        self.act(&actor, meeting, "call").await?;
        let members = self.members(meeting).await?;
        let signed: Vec<Id> = members
            .iter()
            .take(members.len().saturating_sub(silent))
            .map(|a| a.id)
            .collect();
        let actor = self.on(on, 16);
        roll::confirm(self.kernel, &actor, meeting, &signed).await?;
        Ok(members)
    }

    /// Who comes sits down, all but the last of the roll; the chair is the first of it.
    async fn opened(
        &self,
        actor: &Actor,
        meeting: Id,
        members: &[Attendee],
        away: usize,
    ) -> Result<Vec<Id>> {
        let there = members.len().saturating_sub(away);
        let here: Vec<Id> = members.iter().take(there).map(|a| a.id).collect();
        roll::attend(self.kernel, actor, meeting, &here).await?;
        let chair = members.first().and_then(|a| a.person_id);
        roll::preside(self.kernel, actor, meeting, chair).await?;
        Ok(here)
    }

    /// One that is over: reports heard, members spoke, the minutes are filed.
    async fn past(&self, on: NaiveDate) -> Result<()> {
        let title = "县人大常委会第三十次会议";
        let (meeting, items) = self.entered(title, on, &PAST, on).await?;
        let members = self.called(meeting, on - Days::new(8), 0).await?;
        let actor = self.on(on, 9);
        let here = self.opened(&actor, meeting, &members, 4).await?;
        self.act(&actor, meeting, "convene").await?;
        for (n, item) in items.iter().enumerate() {
            agenda::take_up(self.kernel, &actor, meeting, *item).await?;
            let (one, other) = SAID[n];
            for (who, said) in [(here[1 + n], one), (here[6 + n], other)] {
                let now = self.kernel.now();
                self.kernel.clock.set(now.plus_seconds(240));
                record::note(self.kernel, &actor, meeting, *item, who, said).await?;
            }
            agenda::conclude(self.kernel, &actor, meeting, *item, OUTCOMES[n]).await?;
        }
        let actor = self.on(on, 12);
        self.act(&actor, meeting, "adjourn").await?;
        let actor = self.on(on + Days::new(4), 16);
        self.act(&actor, meeting, "held").await
    }

    /// One that sits today: a quorum is there, the first item is at hand, two wait to speak.
    async fn sitting(&self, today: NaiveDate) -> Result<()> {
        let title = "县人大常委会第三十一次会议";
        let (meeting, items) = self.entered(title, today, &TODAY, today).await?;
        let members = self.called(meeting, today - Days::new(8), 0).await?;
        let actor = self.on(today, 8);
        let here = self.opened(&actor, meeting, &members, 8).await?;
        self.act(&actor, meeting, "convene").await?;
        if let Some(item) = items.first() {
            agenda::take_up(self.kernel, &actor, meeting, *item).await?;
        }
        for who in here.iter().rev().take(2) {
            record::enlist(self.kernel, &actor, meeting, *who, None, record::MINUTES).await?;
        }
        super::ballots::ballots(self.kernel, &actor, meeting).await
    }

    /// One to come: the notice is out, some have not answered, one paper is missing.
    async fn ahead(&self, on: NaiveDate, today: NaiveDate) -> Result<()> {
        let title = "县人大常委会第三十二次会议";
        let (meeting, _) = self
            .entered(title, on, &AHEAD, today - Days::new(2))
            .await?;
        self.called(meeting, today - Days::new(1), 6).await?;
        Ok(())
    }
}
