//! What people do on each step of the shipped procedures: how long they take, what they write, what they choose.

use anyhow::Result;
use chrono::{Datelike, NaiveDate};
use fastrand::Rng;
use kernel::Kernel;
use kernel::access::Role;
use kernel::clock::Instant;
use kernel::id::Id;
use kernel::matter::Confidentiality;
use kernel::matter::choice::offered;
use kernel::matter::task::Task;
use kernel::matter::{Request, Standing};
use procedure::Part;
use proposals::actions::{Submission, submit};
use proposals::model::matter::{Form, MatterKind};
use workday::Calendar;

use super::county::{County, Somebody};
use super::course::{Walk, acting};
use super::files;
use super::words::{self, REPLY_BEGINS, REPLY_ENDS};

/// A running step with all that is known where it is done.
pub struct Doing<'a> {
    pub kernel: &'a Kernel,
    pub county: &'a County,
    pub standing: &'a Standing,
    pub task: &'a Task,
    pub today: NaiveDate,
}

/// Acts with the minutes that lie between the step's beginning and each.
type Acts = Vec<(i64, Request)>;

/// Working days a step takes, from and to; now and then somebody forgets.
pub fn span(step: &str, rng: &mut Rng) -> (i64, i64) {
    let (from, to) = match step {
        "cosign" => (0, 2),
        "register" | "filing" | "instruct" | "presidium" | "assign" => (1, 3),
        "accept" => (1, 4),
        "handle" => (5, 26),
        "opinion" => (4, 14),
        "committee" | "agenda" => (10, 30),
        "verdict" => (3, 15),
        "deliver" => (50, 130),
        "sum_up" => (2, 10),
        _ => (1, 3),
    };
    match rng.u32(..100) {
        0..7 => (from + 25, to + 110),
        _ => (from, to),
    }
}

/// Some working days on, at an hour of office.
pub fn later(calendar: &Calendar, rng: &mut Rng, from: Instant, span: (i64, i64)) -> Instant {
    let days = rng.i64(span.0..=span.1);
    let minute = rng.i64(0..60);
    if days == 0 {
        return from.plus_seconds(600 + minute * 30);
    }
    let day = calendar.offset(from.day(), days).unwrap_or(from.day());
    Instant::at(day, rng.u32(9..17)).plus_seconds(minute * 60)
}

fn one<'a, T>(rng: &mut Rng, of: &'a [T]) -> &'a T {
    &of[rng.usize(..of.len())]
}

/// Brings a paper in, by a deputy as a suggestion or by a member as a proposal; now and then a bill.
pub async fn bring_in(kernel: &Kernel, county: &County, walk: &mut Walk) -> Result<Option<Id>> {
    let stand = walk.stand.clone();
    let rng = &mut walk.rng;
    let kind = match (&stand, rng.u32(..100)) {
        (Some(stand), _) => stand.kind,
        (_, 0..52) => MatterKind::Suggestion,
        (_, 52..97) => MatterKind::Proposal,
        _ => MatterKind::Bill,
    };
    let role = match kind {
        MatterKind::Proposal => Role::Member,
        _ => Role::Deputy,
    };
    let all: Vec<&Somebody> = county.holding(role, None).collect();
    // Some bring in much: the first of the list among them.
    let place = (rng.f64().powi(2) * all.len() as f64) as usize;
    let named = |account: &str| {
        let person = county.named.get(account)?;
        all.iter().copied().find(|s| s.person == *person)
    };
    let by_name = stand.as_ref().and_then(|s| named(s.by));
    let lead = by_name.unwrap_or(all[place.min(all.len() - 1)]);
    let asked = stand.as_ref().map(|s| s.asked.and_then(named));
    let today = kernel.clock.today();
    let form = match (kind, rng.u32(..10)) {
        (MatterKind::Bill, _) => Form::Committee,
        _ if asked.is_some() => match asked {
            Some(Some(_)) => Form::Joint,
            _ => Form::Single,
        },
        (_, 0..3) => Form::Joint,
        _ => Form::Single,
    };
    let mut cosigners = Vec::new();
    if let Some(asked) = asked {
        cosigners.extend(asked.map(|s| s.person));
    } else if form == Form::Joint {
        for _ in 0..rng.usize(2..6) {
            let other = one(rng, &all).person;
            if other != lead.person && !cosigners.contains(&other) {
                cosigners.push(other);
            }
        }
    }
    let body_name = (kind == MatterKind::Bill).then(|| "农业与农村委员会".to_owned());
    let actor = acting(county, lead, today);
    let mut papers = Vec::new();
    if walk.files {
        papers.push(files::findings(kernel, &walk.paper).await?);
    }
    let new = Submission {
        kind,
        form,
        title: titled(&walk.paper.title, kind),
        background: walk.paper.background.clone(),
        demand: walk.paper.demand.clone(),
        body_name,
        cosigners: cosigners.clone(),
        category: None,
        proposer: Some(lead.person),
        confidentiality: Confidentiality::Open,
        received_on: None,
        papers,
        from: None,
        send: true,
    };
    walk.cosigners = cosigners;
    Ok(Some(submit(kernel, &actor, new).await?))
}

/// A topic's title as this kind of paper bears it: 关于……的建议, 的提案, 的议案.
fn titled(title: &str, kind: MatterKind) -> String {
    let word = match kind {
        MatterKind::Proposal => "提案",
        MatterKind::Bill => "议案",
        _ => return title.to_owned(),
    };
    match title.strip_suffix("建议") {
        Some(about) => format!("{about}{word}"),
        None => title.to_owned(),
    }
}

/// What the holder of a step does on it.
pub async fn of(doing: &Doing<'_>, walk: &mut Walk) -> Result<Acts> {
    let step = doing.task.step.as_str();
    let category = walk.topic.category;
    let act = Request::new;
    Ok(match step {
        "cosign" => vec![(60, act("submit"))],
        "register" if doing.standing.matter.kind == "bill" => vec![(
            0,
            act("register")
                .field("category", category)
                .field("plan", "拟请主席团（主任会议）决定交有关专门委员会审议。"),
        )],
        "register" => vec![(0, act("register").field("category", category))],
        "filing" => filing(walk),
        "instruct" => vec![(
            0,
            act("instruct").field("instruction", "同意，请抓紧办理。"),
        )],
        "presidium" if doing.task.round > 1 => vec![(0, act("to_agenda"))],
        "presidium" => vec![(
            0,
            act("to_committee").field("instruction", "请提出审议意见。"),
        )],
        "committee" => vec![(
            0,
            act("report").field(
                "report",
                "经审议，认为议案提出的问题符合实际，建议列入工作计划，由有关部门研究办理。",
            ),
        )],
        "agenda" => vec![(
            0,
            act("answer_bill").field("report", "已列入常委会会议议程，决定由县人民政府组织实施。"),
        )],
        "assign" => vec![(0, assign(doing, walk)?)],
        "accept" => accept(doing, walk).await?,
        "deliver" => deliver(doing, walk).await?,
        "handle" => handle(doing, walk).await?,
        "opinion" => vec![(
            0,
            act("give_opinion").field(
                "opinion",
                "我单位将按照职责分工配合主办单位做好相关工作，所需资料已提供。",
            ),
        )],
        "unit_review" => vec![(0, review(walk, "pass"))],
        "unit_approve" => vec![(0, review(walk, "approve"))],
        "county_review" => vec![(0, act("agree"))],
        "issue" => vec![(0, act("issue_reply"))],
        "verdict" => vec![(0, verdict(walk))],
        "sum_up" => vec![(
            0,
            act("archive").field("lesson", "办理过程完整，材料齐全。"),
        )],
        "decide_extension" => vec![(0, act("grant_extension"))],
        "decide_return" => vec![(
            0,
            act("refuse_return").field("note", "该事项属于你单位职责，请继续办理。"),
        )],
        "decide_add" => vec![(
            0,
            act("refuse_add").field("note", "现有承办单位可以办理，请加强沟通。"),
        )],
        _ => Vec::new(),
    })
}

fn filing(walk: &mut Walk) -> Acts {
    let category = walk.topic.category;
    let request = match walk.chance() {
        0..4 => Request::new("not_file")
            .reason("personal")
            .field("note", "所提事项不宜以提案形式办理，已转有关部门参考。"),
        4..9 => Request::new("as_suggestion").field("note", "内容属于具体工作，按建议转办。"),
        _ => Request::new("file")
            .field("category", category)
            .field("plan", "内容具体，符合立案条件，拟予立案并交有关部门办理。"),
    };
    vec![(0, request)]
}

fn assign(doing: &Doing<'_>, walk: &mut Walk) -> Result<Request> {
    let request = Request::new("assign");
    if let Some(stand) = &walk.stand {
        let request = request.unit(doing.county.unit(stand.lead)?, Part::Lead);
        return Ok(match stand.co {
            Some(co) => request.unit(doing.county.unit(co)?, Part::Co),
            None => request,
        });
    }
    let lead = doing.county.unit(walk.topic.lead)?;
    let co = doing.county.unit(walk.topic.co)?;
    Ok(match walk.chance() {
        0..6 => request.unit(lead, Part::Separate).unit(co, Part::Separate),
        6..50 => request.unit(lead, Part::Lead).unit(co, Part::Co),
        _ => request.unit(lead, Part::Lead),
    })
}

async fn accept(doing: &Doing<'_>, walk: &mut Walk) -> Result<Acts> {
    if walk.chance() < 4 {
        let ask = *one(&mut walk.rng, &words::RETURNS);
        return Ok(vec![(0, Request::new("request_return").field("ask", ask))]);
    }
    let request = Request::new("accept");
    let sections = offered(
        doing.kernel,
        doing.standing,
        Some(doing.task.id),
        "sections",
    )
    .await?;
    // A section that does the work, rather than the bureau's office, where there is one.
    let request = match sections.get(1).or(sections.first()) {
        Some(section) => request.field("section", section.value.as_str()),
        None => request,
    };
    let mut acts = vec![(0, request)];
    if walk.chance() < 6 {
        let ask = *one(&mut walk.rng, &words::EXTENSIONS);
        acts.push((120, Request::new("request_extension").field("ask", ask)));
    }
    Ok(acts)
}

/// Reports the next stage that was promised.
async fn deliver(doing: &Doing<'_>, walk: &Walk) -> Result<Acts> {
    let stages = offered(doing.kernel, doing.standing, Some(doing.task.id), "stage").await?;
    let Some(stage) = stages.first() else {
        return Ok(Vec::new());
    };
    let mut request = Request::new("report_stage")
        .field("stage", stage.value.as_str())
        .field("on_date", doing.today)
        .field("evidence", "现场核查，已按承诺完成，附验收资料。");
    if walk.files {
        let name = "落实情况清单";
        request =
            request.paper(files::progress(doing.kernel, name, &walk.paper, doing.today).await?);
    }
    Ok(vec![(0, request)])
}

async fn handle(doing: &Doing<'_>, walk: &mut Walk) -> Result<Acts> {
    let way = *one(&mut walk.rng, &["phone", "visit", "meeting", "phone"]);
    let mut contact = Request::new("record_contact")
        .field("way", way)
        .field("on_date", doing.today)
        .field(
            "contact_note",
            "向提出人介绍办理进展，听取意见，提出人表示理解和支持。",
        );
    let letter = format!("{REPLY_BEGINS}\n{}\n{REPLY_ENDS}", walk.paper.reply);
    let classes = offered(doing.kernel, doing.standing, Some(doing.task.id), "class").await?;
    let promised = walk.stand.as_ref().and_then(|s| s.promise);
    let at = match walk.chance() {
        _ if walk.stand.is_some() => usize::from(promised.is_some()),
        0..58 => 0,
        58..80 => 1,
        80..92 => 2,
        _ => 3,
    };
    let class = classes.get(at).or(classes.first()).map(|c| c.value.clone());
    let mut draft = Request::new("save_draft")
        .field("gist", walk.paper.reply.as_str())
        .field("letter", letter);
    if let Some(class) = class {
        draft = draft.field("class", class);
    }
    if at == 1 {
        draft = draft.field("promises", promises(doing.today, promised));
    }
    if walk.files {
        let unit = match doing.task.branch_unit {
            Some(id) => {
                kernel::organ::unit(&doing.kernel.db, doing.county.organ, id)
                    .await?
                    .name
            }
            None => String::new(),
        };
        let (kernel, paper, today) = (doing.kernel, &walk.paper, doing.today);
        contact = contact.paper(files::talk(kernel, &unit, paper, today).await?);
        draft = draft.paper(files::progress(kernel, "办理进度安排", paper, today).await?);
    }
    Ok(vec![
        (0, contact),
        (60, draft),
        (90, Request::new("submit_draft")),
    ])
}

/// What is promised: begun in about three months, or on a day that is set, done in about eight.
fn promises(today: NaiveDate, begun: Option<NaiveDate>) -> String {
    let month = |n: u32| {
        today
            .checked_add_months(chrono::Months::new(n))
            .and_then(|day| day.with_day(28))
            .unwrap_or(today)
    };
    format!(
        "开工 {} 完成前期手续并开工\n投入使用 {} 建成并投入使用",
        begun.unwrap_or_else(|| month(3)),
        month(8)
    )
}

fn review(walk: &mut Walk, pass: &str) -> Request {
    if walk.chance() < 12 {
        return Request::new("send_back")
            .reason("vague")
            .field("note", *one(&mut walk.rng, &words::SENT_BACK));
    }
    Request::new(pass)
}

fn verdict(walk: &mut Walk) -> Request {
    let chance = if walk.stand.is_some() {
        0
    } else {
        walk.chance()
    };
    let rng = &mut walk.rng;
    let (result, why) = match chance {
        0..76 => ("satisfied", *one(rng, &words::CONTENT)),
        76..94 => ("basically", *one(rng, &words::FAIRLY)),
        _ => ("dissatisfied", *one(rng, &words::DISCONTENT)),
    };
    let attitude = if result == "dissatisfied" {
        "basically"
    } else {
        "satisfied"
    };
    Request::new("rate")
        .field("result", result)
        .field("attitude", attitude)
        .field("why", why)
}
