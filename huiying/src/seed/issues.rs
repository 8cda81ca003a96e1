//! What the office published in the last months: a bulletin a week, signed for by most, two items taken over higher up; one
//! being compiled, one waiting for its release; a journal whose last issue is out and whose next one is gathered.

use anyhow::{Context, Result};
use chrono::{Days, NaiveDate};
use fastrand::Rng;
use kernel::Kernel;
use kernel::access::{Actor, Role};
use kernel::clock::Instant;
use kernel::id::Id;
use kernel::matter::{Request, Standing};
use kernel::{organ, person};
use publicity::actions::issue::{self, Beginning};
use publicity::actions::ledger::{self, Entry, Outside};
use publicity::issue::Held;
use publicity::model::genre::Genre;
use publicity::model::issue::{Shape, Way};
use publicity::store::series::{SeriesEntry, addressees};
use publicity::store::{manuscript, outlet};

use super::county::{County, Somebody};
use super::course::acting;
use super::pieces::Way as Course;
use super::places::TOWNSHIPS;

const ITEMS: [(&str, &str); 8] = [
    (
        "推行“一线工作日”，代表每月下访一天",
        "自上月起，乡人大把每月15日定为代表“一线工作日”。当天，代表到选区走访，收集的问题当场登记、当天交办。首个工作日，23名代表走访群众116户，收集意见41条，其中29条已经答复。",
    ),
    (
        "把监督会开到田间地头",
        "针对高标准农田管护不到位的反映，主席团把听取报告的会场搬到机井旁。代表边看边问，农业服务中心负责人边答边记，当场明确了管护责任人和整改期限，并约定两个月后由原班代表回头看。",
    ),
    (
        "代表联络站实行“群众点单、代表接单、部门办单”",
        "联络站设置意见箱和二维码，群众提出的事项每周汇总一次，由代表认领后交有关部门办理。一季度共办结76件，群众回访满意率达到九成以上，其中农村客运班次调整、学校门口减速带等12件当周解决。",
    ),
    (
        "跟踪督办饮水安全建议，三个村通上自来水",
        "去年代表提出的解决山区三个村吃水难的建议，经乡人大三次现场督办，近日全部通水。沿线812户群众告别了挑水吃的历史，代表又就水费收取和管网维护提出了两条建议。",
    ),
    (
        "民生实事项目实行“代表票决、全程监督”",
        "年初票决确定的8件民生实事项目，逐件建立代表监督小组，每月通报进度，每季度进行满意度测评。目前已完工3件，其余按序时进度推进，两件滞后的已由主席团约谈责任单位。",
    ),
    (
        "需要关注：部分村卫生室缺药问题反映集中",
        "近期代表走访中，多个村群众反映村卫生室常用药不全、慢病药断供。代表建议，由卫健部门摸清底数，建立常用药目录和调剂机制，并对偏远村实行每周巡诊。此事涉及面广，建议列入重点督办。",
    ),
    (
        "“代表说法”进乡村，普法接地气",
        "选聘32名代表担任法治宣传员，结合赶集、院坝会，用身边案例讲解土地承包、婚姻家庭、防范诈骗等法律知识。今年以来已开展宣讲58场，听众三千余人次。",
    ),
    (
        "建议办理“回头看”，防止一答了之",
        "对近两年答复为“正在解决”的建议逐件回访，建立承诺台账。首批核查45件，已兑现31件，对未兑现的14件发出督办函，要求重新明确时限。",
    ),
];

const WEEKS: u64 = 9;

fn first(county: &County, role: Role) -> Result<&Somebody> {
    let found = county.holding(role, None).next();
    found.with_context(|| format!("nobody is {}", role.code()))
}

fn named(mut actor: Actor, name: &str) -> Actor {
    actor.name = name.to_owned();
    actor
}

/// Publishes them; the clock stands at today's morning again afterwards.
pub async fn issues(kernel: &Kernel, county: &County, seed: u64, today: NaiveDate) -> Result<()> {
    let mut rng = Rng::with_seed(seed ^ 0x6973_7375);
    let office = first(county, Role::Office)?;
    let own = organ::organ(&kernel.db, county.organ).await?;
    let begun = today - Days::new(7 * WEEKS);
    kernel.clock.set(Instant::at(begun, 8));
    let actor = acting(county, office, begun);
    // The congress as a whole publishes, its committee's offices edit.
    let congress = own.short_name.trim_end_matches("常委会");
    let entry = |shape, name: String, issuer: &str, columns: &str, pages| SeriesEntry {
        shape,
        name,
        issuer: format!("{congress}{issuer}"),
        secrecy: "内部资料　注意保存".to_owned(),
        columns: columns.to_owned(),
        pages,
        page_characters: 616,
        ended_on: None,
    };
    let bulletin = entry(
        Shape::Bulletin,
        format!("{congress}简讯"),
        "常委会办公室",
        "",
        0,
    );
    let before = issue::Before {
        this_year: 0,
        total: 86,
    };
    let bulletin = issue::add_series(kernel, &actor, &bulletin, before).await?;
    let columns = "要闻\n监督纵横\n代表风采\n乡镇之窗\n理论与实践";
    let journal = entry(
        Shape::Journal,
        format!("{congress}工作"),
        "常委会研究室",
        columns,
        12,
    );
    let before = issue::Before {
        this_year: 0,
        total: 41,
    };
    let journal = issue::add_series(kernel, &actor, &journal, before).await?;
    for (name, way) in [
        ("市人大常委会办公室", Way::Up),
        ("县委办公室", Way::Up),
        ("县政府办公室", Way::Across),
        ("县政协办公室", Way::Across),
    ] {
        issue::put_addressee(kernel, &actor, name, way, None, None).await?;
    }
    let units = organ::units(&kernel.db, county.organ).await?;
    for unit in units.iter().filter(|u| u.kind == "township").take(6) {
        issue::put_addressee(kernel, &actor, &unit.name, Way::Down, Some(unit.id), None).await?;
    }
    let water = county.unit("water")?;
    if let Some(unit) = units.iter().find(|u| u.id == water) {
        issue::put_addressee(kernel, &actor, &unit.name, Way::Down, Some(unit.id), None).await?;
    }
    for week in (0..WEEKS).rev() {
        let day = today - Days::new(7 * week + 1);
        let id = compiled(kernel, county, &mut rng, bulletin, day, week as usize).await?;
        let way = Course { kernel, county, id };
        match week {
            0 => continue,
            1 => way.does(office, day, Request::new("submit")).await?,
            _ => out(&way, office, Role::OfficeLeader, day, &mut rng, week > 4).await?,
        }
        if matches!(week, 3 | 6) {
            taken(kernel, county, office, id, day).await?;
        }
    }
    // The journal: the last one out five weeks ago, the next one gathered for the end of next month.
    let day = today - Days::new(38);
    let id = gathered(kernel, county, journal, day, day + Days::new(3)).await?;
    let way = Course { kernel, county, id };
    way.does(office, day, Request::new("close")).await?;
    out(
        &way,
        office,
        Role::Leader,
        day + Days::new(2),
        &mut rng,
        true,
    )
    .await?;
    gathered(
        kernel,
        county,
        journal,
        today - Days::new(4),
        today + Days::new(33),
    )
    .await?;
    kernel.clock.set(Instant::at(today, 9));
    Ok(())
}

/// A bulletin of one released manuscript and two short items.
async fn compiled(
    kernel: &Kernel,
    county: &County,
    rng: &mut Rng,
    series: Id,
    day: NaiveDate,
    n: usize,
) -> Result<Id> {
    kernel.clock.set(Instant::at(day, 9));
    let office = first(county, Role::Office)?;
    let actor = acting(county, office, day);
    let since = day - Days::new(60);
    let placed = manuscript::placed(&kernel.db, county.organ, since).await?;
    let written: Vec<Id> = placed
        .into_iter()
        .filter(|(.., on)| *on <= day)
        .map(|(id, ..)| id)
        .take(n % 2)
        .collect();
    let (title, content) = ITEMS[(2 * n) % ITEMS.len()];
    let new = Beginning {
        series,
        out_on: day,
        sources: written,
        typed: Some((title.to_owned(), content.to_owned())),
    };
    let id = issue::begin(kernel, &actor, new).await?;
    let standing = Standing::read(kernel, &actor, id).await?;
    let mut items: Vec<_> = Held::of(&standing)?
        .issue
        .items
        .iter()
        .map(|i| i.item())
        .collect();
    let (title, content) = ITEMS[(2 * n + 1) % ITEMS.len()];
    items.push(publicity::model::issue::Item {
        title: title.to_owned(),
        content: content.to_owned(),
        ..Default::default()
    });
    for item in items.iter_mut().filter(|i| i.sender.is_empty()) {
        item.sender = format!("{}人大", TOWNSHIPS[rng.usize(..TOWNSHIPS.len())]);
    }
    items.retain(|i| !i.content.is_empty());
    let content = publicity::model::issue::written(&items);
    let way = Course { kernel, county, id };
    let compose = Request::new("compose").field("content", content);
    way.does(office, day, compose).await?;
    Ok(id)
}

/// A journal of all items, by column.
async fn gathered(
    kernel: &Kernel,
    county: &County,
    series: Id,
    day: NaiveDate,
    out_on: NaiveDate,
) -> Result<Id> {
    kernel.clock.set(Instant::at(day, 9));
    let office = first(county, Role::Office)?;
    let new = Beginning {
        series,
        out_on,
        sources: Vec::new(),
        typed: None,
    };
    let id = issue::begin(kernel, &acting(county, office, day), new).await?;
    let columns = ["要闻", "监督纵横", "代表风采", "乡镇之窗"];
    let mut items: Vec<publicity::model::issue::Item> = ITEMS
        .iter()
        .enumerate()
        .map(|(n, (title, content))| publicity::model::issue::Item {
            title: (*title).to_owned(),
            content: [*content; 3].join("\n"),
            column: columns[n / 2].to_owned(),
            sender: format!("{}人大", TOWNSHIPS[n]),
            ..Default::default()
        })
        .collect();
    publicity::model::issue::placed(&mut items, 616);
    let content = publicity::model::issue::written(&items);
    let way = Course { kernel, county, id };
    let compose = Request::new("compose").field("content", content);
    way.does(office, day, compose).await?;
    Ok(id)
}

/// Released, sent to everybody, signed for by most, filed where it is long ago.
async fn out(
    way: &Course<'_>,
    office: &Somebody,
    by: Role,
    day: NaiveDate,
    rng: &mut Rng,
    filed: bool,
) -> Result<()> {
    let (kernel, county) = (way.kernel, way.county);
    way.does(office, day, Request::new("submit")).await?;
    way.does(first(county, by)?, day, Request::new("issue"))
        .await?;
    let all = addressees(&kernel.db, county.organ).await?;
    let ids: Vec<String> = all.iter().map(|a| a.id.to_string()).collect();
    let send = Request::new("send")
        .field("addressees", ids.join(","))
        .field("copies", 60i64);
    way.does(office, day, send).await?;
    let next = day + Days::new(1);
    kernel.clock.set(Instant::at(next, 10));
    for unit in all.iter().filter_map(|a| a.unit_id) {
        let Some(liaison) = county.holding(Role::UnitLiaison, Some(unit)).next() else {
            continue;
        };
        if !filed && rng.u32(..4) == 0 {
            continue;
        }
        let names = person::names(&kernel.db, &[liaison.person]).await?;
        let name = names.first().map_or("", |(_, n)| n.as_str());
        let actor = named(acting(county, liaison, next), name);
        let rev = Standing::read(kernel, &actor, way.id).await?.matter.rev;
        let receive = Request::new("receive").rev(rev);
        kernel::matter::perform(kernel, &actor, way.id, receive).await?;
    }
    let actor = acting(county, office, next);
    let standing = Standing::read(kernel, &actor, way.id).await?;
    let paper: Vec<String> = Held::of(&standing)?
        .issue
        .sent
        .iter()
        .filter(|s| s.unit_id.is_none())
        .map(|s| s.id.to_string())
        .collect();
    let received = Request::new("received")
        .field("receipts", paper.join(","))
        .field("receiver", "收发室");
    way.does(office, next, received).await?;
    if filed {
        way.does(office, day + Days::new(6), Request::new("file"))
            .await?;
    }
    Ok(())
}

/// Its last item is taken over by the city's journal.
async fn taken(
    kernel: &Kernel,
    county: &County,
    office: &Somebody,
    id: Id,
    day: NaiveDate,
) -> Result<()> {
    let on = day + Days::new(3);
    kernel.clock.set(Instant::at(on, 11));
    let actor = acting(county, office, on);
    let standing = Standing::read(kernel, &actor, id).await?;
    let item = Held::of(&standing)?.issue.items.last().cloned();
    let item = item.context("an issue has items")?;
    let outlets = outlet::outlets(&kernel.db, county.organ).await?;
    let to = outlets.iter().find(|o| o.name == "市人大工作");
    let entry = Entry {
        manuscript: None,
        outlet: to.context("the city's journal")?.id,
        column: None,
        on_date: on,
        title: Some(item.title.clone()),
        position: None,
        size: None,
        said_place: String::new(),
        characters: Some(item.characters),
        seconds: None,
        photos: None,
        reprint: false,
        link: None,
        again: false,
        item: Some(item.id),
    };
    let outside = Outside {
        authors: item.sender,
        genre: Genre::Briefing,
        group: None,
    };
    ledger::enter(kernel, &actor, entry, Some(outside), &[]).await?;
    Ok(())
}
