//! What the county's standing committee decided, decides and follows up: one of each state, with demands in time, due,
//! late, and met by another meeting only; one that failed for want of one vote.

use anyhow::{Context, Result};
use ballot::Choice;
use chrono::{Days, NaiveDate};
use decisions::actions::{Proposal, propose};
use decisions::decision::Held;
use decisions::model::decision::{Body, BroughtBy, Form, Subject};
use decisions::store::instruction;
use kernel::Kernel;
use kernel::access::{Actor, Role};
use kernel::clock::Instant;
use kernel::id::Id;
use kernel::matter::{Request, Standing, perform};
use procedure::Part;
use threshold::Electorate;

use super::county::{County, Somebody};
use super::course::acting;

/// Seats of the standing committee, all of them filled.
const MEMBERS: usize = 29;

/// The county's office at work on one matter, on days counted back from today.
struct Desk<'a> {
    kernel: &'a Kernel,
    county: &'a County,
    today: NaiveDate,
}

impl Desk<'_> {
    fn day(&self, back: u64) -> NaiveDate {
        self.today - Days::new(back)
    }

    fn ahead(&self, days: u64) -> NaiveDate {
        self.today + Days::new(days)
    }

    /// Turns the clock to a day.
    fn turn(&self, back: u64, hour: u32) {
        self.kernel.clock.set(Instant::at(self.day(back), hour));
    }

    fn first(&self, role: Role) -> Result<&Somebody> {
        let found = self.county.holding(role, None).next();
        found.with_context(|| format!("nobody is {}", role.code()))
    }

    fn acts(&self, role: Role, back: u64) -> Result<Actor> {
        Ok(acting(self.county, self.first(role)?, self.day(back)))
    }

    /// The liaison of a bureau.
    fn liaison(&self, bureau: &str, back: u64) -> Result<Actor> {
        let unit = self.county.unit(bureau)?;
        let found = self.county.holding(Role::UnitLiaison, Some(unit)).next();
        let found = found.with_context(|| format!("{bureau} has no liaison"))?;
        Ok(acting(self.county, found, self.day(back)))
    }

    async fn by(&self, who: Actor, back: u64, id: Id, request: Request) -> Result<()> {
        self.turn(back, 10);
        let act = request.act.clone();
        perform(self.kernel, &who, id, request)
            .await
            .with_context(|| format!("{act} on a seeded decision"))?;
        Ok(())
    }

    async fn clerk(&self, back: u64, id: Id, request: Request) -> Result<()> {
        let who = self.acts(Role::Office, back)?;
        self.by(who, back, id, request).await
    }

    async fn committee(&self, back: u64, id: Id, request: Request) -> Result<()> {
        let who = self.acts(Role::Committee, back)?;
        self.by(who, back, id, request).await
    }

    async fn entered(&self, back: u64, what: &What) -> Result<Id> {
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
    async fn drafted(&self, back: u64, what: &What) -> Result<Id> {
        let id = self.entered(back, what).await?;
        let admit = Request::new("admit").field("note", "主任会议研究同意，列入常委会年度议题");
        self.clerk(back - 3, id, admit).await?;
        self.version(back - 6, id, "comment", what.text, "").await?;
        Ok(id)
    }

    async fn version(&self, back: u64, id: Id, stage: &str, text: &str, note: &str) -> Result<()> {
        let request = Request::new("save_version")
            .field("stage", stage)
            .field("content", text)
            .field("note", note);
        self.committee(back, id, request).await
    }

    async fn consult(&self, back: u64, id: Id, units: &[&str], days: u64) -> Result<()> {
        let mut request = Request::new("consult")
            .field("until_on", self.day(back) + Days::new(days))
            .field("question", "请着重说明职责分工和资金来源是否可行");
        for unit in units {
            request = request.unit(self.county.unit(unit)?, Part::Separate);
        }
        self.committee(back, id, request).await
    }

    async fn opines(&self, back: u64, id: Id, unit: &str, stance: &str, said: &str) -> Result<()> {
        let liaison = self.liaison(unit, back)?;
        let request = Request::new("give_opinion")
            .field("stance", stance)
            .field("opinion", said);
        self.by(liaison, back, id, request).await
    }

    /// Says what becomes of every opinion that waits for a word; the last one is not accepted.
    async fn weighed(&self, back: u64, id: Id) -> Result<()> {
        let system = Actor::system(self.county.organ, self.day(back));
        let standing = Standing::read(self.kernel, &system, id).await?;
        let waiting: Vec<Id> = Held::of(&standing)?
            .case
            .consultations
            .iter()
            .filter(|c| c.is_unweighed())
            .map(|c| c.id)
            .collect();
        for (n, opinion) in waiting.iter().enumerate() {
            let (taken, why) = match n + 1 == waiting.len() && waiting.len() > 1 {
                true => ("declined", "属于实施细则的内容，由县人民政府另行规定"),
                false => ("accepted", ""),
            };
            let request = Request::new("weigh")
                .field("consultation", opinion.to_string())
                .field("taken", taken)
                .field("taken_reason", why);
            self.committee(back, id, request).await?;
        }
        Ok(())
    }

    /// Deliberated on and put to the vote; the ballot.
    async fn put(&self, back: u64, id: Id) -> Result<Id> {
        self.committee(back + 4, id, Request::new("submit")).await?;
        for (speaker, said, heeded) in [
            ("张委员", "赞成这个决定，建议把年度报告制度写实", "已写入最后一条"),
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

    /// Of those present so many vote for it, the others against, two abstain.
    async fn vote(&self, back: u64, ballot: Id, present: usize, yes: usize) -> Result<()> {
        self.turn(back, 16);
        let clerk = self.acts(Role::Office, back)?;
        let leaders = self.county.people.iter();
        let leaders = leaders.filter(|s| matches!(s.role, Role::Leader | Role::Chief));
        let members: Vec<&Somebody> = leaders
            .chain(self.county.holding(Role::Deputy, None))
            .take(MEMBERS)
            .collect();
        let mut roll = Vec::with_capacity(members.len());
        let ids: Vec<Id> = members.iter().map(|m| m.person).collect();
        for (id, name) in kernel::person::names(&self.kernel.db, &ids).await? {
            roll.push((id, name));
        }
        ballot::open(self.kernel, &clerk, ballot, &roll).await?;
        for (n, member) in members.iter().take(present).enumerate() {
            let choice = match n {
                n if n < yes => Choice::Yes,
                n if n + 2 >= present => Choice::Abstain,
                _ => Choice::No,
            };
            let voter = acting(self.county, member, self.day(back));
            ballot::vote(self.kernel, &voter, ballot, &[choice]).await?;
        }
        let electorate = Electorate {
            seats: MEMBERS as u32,
            members: MEMBERS as u32,
            present: present as u32,
        };
        ballot::close(self.kernel, &clerk, ballot, electorate, "").await?;
        Ok(())
    }

    /// Numbered and published, replacing an older one where there is one.
    async fn published(&self, back: u64, id: Id, replaces: Option<Id>) -> Result<()> {
        let request = Request::new("number")
            .field("code_word", "云岭人大常")
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

    async fn demand(&self, back: u64, id: Id, unit: &str, what: &str, due: NaiveDate) -> Result<Id> {
        let request = Request::new("demand")
            .field("what", what)
            .field("detail", "明确责任人、时间表和资金来源；完成后书面报告，并附现场照片")
            .field("to_units", self.county.unit(unit)?.to_string())
            .field("due_on", due);
        self.clerk(back, id, request).await?;
        let all = instruction::of_source(&self.kernel.db, id).await?;
        let made = all.iter().find(|d| d.title == what);
        Ok(made.context("no demand was made")?.matter_id)
    }

    async fn accepts(&self, back: u64, demand: Id, unit: &str) -> Result<()> {
        let request = Request::new("accept")
            .field("responsible", "分管副局长")
            .field("plan", "先摸底、再整治，逐月报告进度");
        self.by(self.liaison(unit, back)?, back, demand, request).await
    }

    async fn reports(
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
        self.by(self.liaison(unit, back)?, back, demand, request).await
    }

    async fn passes(&self, back: u64, demand: Id, way: &str, finding: &str) -> Result<()> {
        let request = Request::new("inspect")
            .field("on_date", self.day(back))
            .field("way", way)
            .field("finding", finding);
        self.clerk(back, demand, request).await?;
        self.clerk(back, demand, Request::new("pass")).await
    }
}

/// What is brought in.
struct What {
    title: &'static str,
    form: Form,
    subject: Subject,
    by: BroughtBy,
    bringer: &'static str,
    /// The code of the unit that brings it in.
    unit: &'static str,
    reason: &'static str,
    ground: &'static str,
    text: &'static str,
}

const WATER: What = What {
    title: "关于加强饮用水水源保护的决定",
    form: Form::Decision,
    subject: Subject::Environment,
    by: BroughtBy::Committee,
    bringer: "县人大城乡建设与环境资源保护委员会",
    unit: "",
    reason: "去年以来两处水源地水质波动，代表连续三年提出建议，执法检查发现保护区界标不全、面源污染反复。",
    ground: "水污染防治法第六十三条；水法第三十三条",
    text: "为保障全县人民饮用水安全，根据有关法律法规，结合本县实际，作如下决定：\n\
        一、统一认识。饮用水水源保护事关全县群众身体健康，各级各部门应当把它摆在突出位置。\n\
        二、划定保护范围。县人民政府应当在六个月内完成水源保护区勘界，设立界标和隔离设施。\n\
        三、清理污染源。保护区内的排污口、畜禽养殖场应当限期清理，逾期未完成的，依法处理。\n\
        四、本决定自公布之日起施行。",
};

const FINAL_WATER: &str = "为保障全县人民饮用水安全，根据有关法律法规，结合本县实际，作如下决定：\n\
    一、统一认识。饮用水水源保护事关全县群众身体健康，各级各部门应当把它摆在突出位置，由县水利局牵头。\n\
    二、划定保护范围。县人民政府应当在四个月内完成水源保护区勘界，设立界标和隔离设施，所需经费列入年度预算。\n\
    三、清理污染源。保护区内的排污口、畜禽养殖场应当限期清理，逾期未完成的，依法处理。\n\
    四、公开水质。县生态环境局应当每月公布水质监测结果，接受群众监督。\n\
    五、县人民政府每年向县人民代表大会常务委员会报告本决定的执行情况。\n\
    六、本决定自公布之日起施行。";

const fn what(
    title: &'static str,
    form: Form,
    subject: Subject,
    by: BroughtBy,
    bringer: &'static str,
    unit: &'static str,
    reason: &'static str,
    ground: &'static str,
    text: &'static str,
) -> What {
    What {
        title,
        form,
        subject,
        by,
        bringer,
        unit,
        reason,
        ground,
        text,
    }
}

const OLD_WATER: What = what(
    "关于加强清水河饮用水源管理的决定",
    Form::Decision,
    Subject::Environment,
    BroughtBy::Chairpersons,
    "县人大常委会主任会议",
    "",
    "清水河取水口周边管理混乱。",
    "水法第三十三条",
    "一、清水河取水口上游一千米、下游一百米范围内，禁止一切可能污染水源的活动。\n\
     二、县人民政府应当加强巡查，及时查处违法行为。\n\
     三、本决定自公布之日起施行。",
);

const BUDGET: What = what(
    "关于批准上年度县本级决算的决议",
    Form::Resolution,
    Subject::Budget,
    BroughtBy::Government,
    "县人民政府",
    "government",
    "县人民政府提请审查和批准上年度县本级决算。",
    "监督法第十九条；预算法第七十七条",
    "县人民代表大会常务委员会听取了县人民政府关于上年度县本级决算的报告和审计工作报告，经过审查，决定批准上年度县本级决算。\n\
     会议要求，县人民政府应当认真整改审计查出的问题，进一步严格预算约束，提高财政资金使用效益。",
);

const READING: What = what(
    "关于设立“云岭读书月”的决定",
    Form::Decision,
    Subject::Culture,
    BroughtBy::Members,
    "常委会组成人员陈明等6人",
    "",
    "县内公共阅读设施使用率低，组成人员联名建议设立读书月，推动全民阅读。",
    "公共文化服务保障法第二十七条",
    "一、每年四月为“云岭读书月”。\n\
     二、县人民政府应当在读书月期间组织公共图书馆、学校、农家书屋开展阅读活动，所需经费列入预算。\n\
     三、本决定自公布之日起施行。",
);

const DOGS: What = what(
    "关于规范城区养犬管理的决定",
    Form::Decision,
    Subject::Livelihood,
    BroughtBy::Government,
    "县人民政府",
    "government",
    "城区犬只伤人投诉逐年上升，现有管理办法缺少约束力。",
    "动物防疫法第三十条",
    "一、城区养犬实行登记和免疫制度，具体办法由县人民政府制定。\n\
     二、携犬出户应当束犬链，主动避让老年人、残疾人、孕妇和儿童。\n\
     三、公安、城管、农业农村部门按照职责分工负责养犬管理工作。\n\
     四、本决定自公布之日起施行。",
);

const FLOOD: What = what(
    "关于加强城区排水防涝工作的决定",
    Form::Decision,
    Subject::Construction,
    BroughtBy::Committee,
    "县人大城乡建设与环境资源保护委员会",
    "",
    "汛期城区七处积水，群众出行受阻，管网建设缺少统一规划。",
    "城镇排水与污水处理条例第十三条",
    "一、县人民政府应当编制城区排水防涝专项规划，报县人民代表大会常务委员会备案。\n\
     二、新建、改建道路应当同步建设雨污分流管网。\n\
     三、县住房和城乡建设局会同水利、城管部门建立积水点清单，逐一销号。\n\
     四、本决定自公布之日起施行。",
);

const BUSES: What = what(
    "关于加强校车安全管理的决定",
    Form::Decision,
    Subject::Livelihood,
    BroughtBy::Chairpersons,
    "县人大常委会主任会议",
    "",
    "代表视察发现部分乡村线路校车超员、道路安全设施不全。",
    "校车安全管理条例第五条",
    "一、县人民政府统一负责全县校车安全管理工作，建立部门协调机制。\n\
     二、教育、公安、交通运输部门应当每学期开学前对校车线路逐条勘查。\n\
     三、本决定自公布之日起施行。",
);

const VISION: What = what(
    "关于批准县国土空间总体规划调整方案的决议",
    Form::Resolution,
    Subject::Construction,
    BroughtBy::Government,
    "县人民政府",
    "government",
    "因高铁站选址变动，县人民政府提请批准国土空间总体规划局部调整。",
    "土地管理法第二十五条",
    "县人民代表大会常务委员会审议了县人民政府提请的国土空间总体规划调整方案，决定批准该方案。\n\
     会议要求，县人民政府应当严守耕地和永久基本农田红线，依法公开调整后的规划。",
);

const HERITAGE: What = what(
    "关于保护县城历史街区的决定",
    Form::Decision,
    Subject::Culture,
    BroughtBy::Members,
    "常委会组成人员陈明等6人",
    "",
    "老城三条街巷有清代民居四十余处，近年拆改频繁，组成人员联名建议立规保护。",
    "文物保护法第二十五条",
    "",
);

const ROADS: What = what(
    "关于指定某路段为景观道路的决定",
    Form::Decision,
    Subject::Other,
    BroughtBy::Members,
    "常委会组成人员陈明等6人",
    "",
    "建议把环湖路命名为景观道路。",
    "",
    "",
);

/// Everything of the county's decisions, as of `today`.
pub async fn decisions(kernel: &Kernel, county: &County, today: NaiveDate) -> Result<()> {
    let desk = Desk {
        kernel,
        county,
        today,
    };
    let old = older(&desk).await?;
    carried_out(&desk, old).await?;
    settled(&desk).await?;
    failed(&desk).await?;
    under_way(&desk).await?;
    kernel.clock.set(Instant::at(today, 9));
    Ok(())
}

/// Years ago: in force until the new one.
async fn older(desk: &Desk<'_>) -> Result<Id> {
    let id = desk.drafted(800, &OLD_WATER).await?;
    let ballot = desk.put(770, id).await?;
    desk.vote(770, ballot, 27, 25).await?;
    desk.published(765, id, None).await?;
    let none = Request::new("none_demanded").field("note", "日常管理，不另提要求");
    desk.clerk(760, id, none).await?;
    let lesson = Request::new("archive").field("lesson", "范围划得窄，后来的污染源多在范围之外");
    desk.clerk(750, id, lesson).await?;
    Ok(id)
}

/// The one everybody is at work on: demands in every state.
async fn carried_out(desk: &Desk<'_>, old: Id) -> Result<()> {
    let id = desk.drafted(220, &WATER).await?;
    desk.consult(212, id, &["water", "ecology", "farming", "treasury"], 14)
        .await?;
    desk.opines(208, id, "water", "amend", "建议明确由水利局牵头，并规定勘界完成时间").await?;
    desk.opines(206, id, "ecology", "amend", "建议增加每月公布水质监测结果的内容").await?;
    desk.opines(204, id, "farming", "agree", "").await?;
    desk.opines(202, id, "treasury", "object", "建议不写具体奖补标准").await?;
    desk.weighed(195, id).await?;
    desk.version(192, id, "deliberation", FINAL_WATER, "采纳水利局、生态环境局意见，增加公开水质和年度报告两条")
        .await?;
    let ballot = desk.put(180, id).await?;
    desk.vote(180, ballot, 26, 23).await?;
    desk.published(176, id, Some(old)).await?;
    let given = 170;
    let late = desk
        .demand(given, id, "water", "完成水源保护区勘界并设立界标", desk.day(9))
        .await?;
    let soon = desk
        .demand(given, id, "water", "修订水源地应急预案并组织演练", desk.ahead(4))
        .await?;
    let met = desk
        .demand(given, id, "ecology", "每月公布水质监测结果", desk.day(60))
        .await?;
    let hollow = desk
        .demand(given, id, "farming", "清理保护区内畜禽养殖场", desk.day(40))
        .await?;
    let waits = desk
        .demand(given, id, "housing", "完成沿河排污口截污纳管", desk.ahead(20))
        .await?;
    desk.demand(3, id, "water", "报告本年度决定执行情况", desk.ahead(45))
        .await?;
    for (demand, unit) in [
        (late, "water"),
        (soon, "water"),
        (met, "ecology"),
        (hollow, "farming"),
        (waits, "housing"),
    ] {
        desk.accepts(166, demand, unit).await?;
    }
    let said = "两处水源地已勘界，第三处因征地未谈妥，界标尚缺十一块";
    desk.reports(35, late, "water", "report_progress", "deed", said).await?;
    let said = "县政府网站开设专栏，已连续四个月公布监测结果";
    desk.reports(70, met, "ecology", "report_done", "deed", said).await?;
    desk.passes(64, met, "papers", "逐月核对公布内容与监测报告，数据一致").await?;
    let said = "召开全县畜禽养殖污染整治推进会，与十四个乡镇签订责任书";
    desk.reports(45, hollow, "farming", "report_done", "meeting", said).await?;
    desk.passes(38, hollow, "hearing", "听取汇报，查阅会议记录；现场未去").await?;
    let said = "六个排污口全部接入管网，其中两个为临时泵排";
    desk.reports(5, waits, "housing", "report_done", "deed", said).await?;
    Ok(())
}

/// Published, nothing to follow up, filed.
async fn settled(desk: &Desk<'_>) -> Result<()> {
    let id = desk.drafted(150, &BUDGET).await?;
    let ballot = desk.put(132, id).await?;
    desk.vote(132, ballot, 27, 26).await?;
    desk.published(129, id, None).await?;
    let none = Request::new("none_demanded").field("note", "审计整改另行跟踪监督");
    desk.clerk(125, id, none).await?;
    let lesson = Request::new("archive").field("lesson", "决算草案提前二十天送达，审查较充分");
    desk.clerk(118, id, lesson).await?;
    let refused = desk.entered(88, &ROADS).await?;
    let request = Request::new("refuse")
        .reason("outside_powers")
        .field("note", "道路命名属于县人民政府职权，转县民政局研究");
    desk.clerk(82, refused, request).await
}

/// 16 present, 14 of them for it: of 29 members, 15 are needed.
async fn failed(desk: &Desk<'_>) -> Result<()> {
    let id = desk.drafted(110, &READING).await?;
    let ballot = desk.put(72, id).await?;
    desk.vote(72, ballot, 18, 14).await
}

/// One at each step on the way.
async fn under_way(desk: &Desk<'_>) -> Result<()> {
    // Asked: one has answered, the water bureau still owes, one is late.
    let dogs = desk.drafted(30, &DOGS).await?;
    desk.consult(18, dogs, &["police", "urban", "farming", "water"], 20).await?;
    desk.opines(11, dogs, "police", "amend", "建议明确城管部门负责街面巡查，公安机关负责登记").await?;
    desk.opines(6, dogs, "urban", "object", "街面巡查人手不足，建议由公安机关统一负责").await?;
    // All have answered; what becomes of it is to be said.
    let flood = desk.drafted(60, &FLOOD).await?;
    desk.consult(50, flood, &["housing", "water", "land"], 15).await?;
    desk.opines(44, flood, "housing", "amend", "专项规划建议由住建局牵头编制，水利局配合").await?;
    desk.opines(42, flood, "water", "amend", "建议写明内河水位调度由水利局负责").await?;
    desk.opines(38, flood, "land", "agree", "").await?;
    // Deferred once, before the members again.
    let buses = desk.drafted(95, &BUSES).await?;
    desk.committee(80, buses, Request::new("submit")).await?;
    let defer = Request::new("defer").field("note", "部门职责划分意见分歧较大，修改后再次审议");
    desk.clerk(72, buses, defer).await?;
    let text = format!("{}\n四、县教育局每年向常务委员会报告校车安全情况。", BUSES.text);
    desk.version(20, buses, "deliberation", &text, "增加年度报告").await?;
    desk.committee(12, buses, Request::new("submit")).await?;
    // Put to the vote at the coming meeting.
    let vision = desk.drafted(40, &VISION).await?;
    desk.put(2, vision).await?;
    // Just come in.
    desk.entered(5, &HERITAGE).await?;
    Ok(())
}
