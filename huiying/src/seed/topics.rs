//! What the county holds and how it is reported: meetings and activities before and behind, topics planned for some of
//! them, two campaigns; some work nobody has thought of reporting yet, as everywhere.

use anyhow::{Context, Result};
use chrono::{Datelike, Days, NaiveDate};
use kernel::Kernel;
use kernel::access::Role;
use kernel::clock::Instant;
use kernel::id::Id;
use kernel::matter::{Request, perform};
use meetings::actions::{Entry, enter};
use meetings::kind::EventKind;
use publicity::actions::campaign::{self, Planning as Campaign};
use publicity::actions::ledger;
use publicity::actions::topic::{self, Planning};
use publicity::model::campaign::Theme;
use publicity::model::genre::Genre;
use publicity::model::rhythm::Rhythm;
use publicity::store::outlet;

use super::county::{County, Somebody};
use super::course::acting;

/// Work that was or will be held so many days from today, and what stands about its coverage.
const EVENTS: [(EventKind, &str, &str, i64, Plan); 14] = {
    use EventKind::{Activity, Meeting};
    [
        (
            Meeting,
            "县人大常委会主任会议",
            "县人大机关会议室",
            -24,
            Plan::Dropped,
        ),
        (
            Activity,
            "县人大代表视察校车安全管理",
            "城关镇、河口镇",
            -19,
            Plan::None,
        ),
        (
            Meeting,
            "全县乡镇人大工作推进会",
            "县人大机关会议室",
            -16,
            Plan::None,
        ),
        (
            Activity,
            "道路交通安全法执法检查",
            "县交警大队、三个乡镇",
            -12,
            Plan::Owed,
        ),
        (
            Meeting,
            "县人大常委会党组理论学习中心组学习",
            "县人大机关会议室",
            -9,
            Plan::None,
        ),
        (
            Activity,
            "代表联络站接待选民日",
            "各乡镇代表联络站",
            -6,
            Plan::Owed,
        ),
        (
            Activity,
            "老旧小区改造专题调研",
            "城关镇四个社区",
            -2,
            Plan::None,
        ),
        (
            Meeting,
            "县人大常委会会议",
            "县人大常委会会议厅",
            6,
            Plan::Ahead,
        ),
        (
            Activity,
            "食品安全法执法检查",
            "县市场监管局、五个农贸市场",
            9,
            Plan::Ahead,
        ),
        (
            Meeting,
            "代表建议办理工作座谈会",
            "县人大机关会议室",
            13,
            Plan::None,
        ),
        (Activity, "新任代表履职培训", "县委党校", 17, Plan::None),
        (Activity, "中小河流治理视察", "清水河沿线", 20, Plan::Ahead),
        (
            Meeting,
            "全县宣传信息工作会议",
            "县人大机关会议室",
            26,
            Plan::None,
        ),
        (Activity, "部门预算公开专题调研", "县财政局", 40, Plan::None),
    ]
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plan {
    /// Nobody planned anything.
    None,
    /// It was decided not to report it.
    Dropped,
    /// A topic stands, its pieces are late or due.
    Owed,
    /// A topic stands before the day.
    Ahead,
}

fn first(county: &County, role: Role) -> Result<&Somebody> {
    let found = county.holding(role, None).next();
    found.with_context(|| format!("nobody is {}", role.code()))
}

fn day(today: NaiveDate, away: i64) -> NaiveDate {
    today + chrono::TimeDelta::days(away)
}

/// Enters an event some days before it, and that it was held where that day is past.
pub(super) async fn held(
    kernel: &Kernel,
    county: &County,
    kind: EventKind,
    title: &str,
    place: &str,
    on: NaiveDate,
    today: NaiveDate,
) -> Result<Id> {
    let clerk = first(county, Role::Office)?;
    let entered = (on - Days::new(12)).min(today);
    kernel.clock.set(Instant::at(entered, 9));
    let entry = Entry {
        kind,
        title: title.to_owned(),
        from_on: on,
        to_on: on,
        place: place.to_owned(),
        note: String::new(),
        confidential: false,
        body: None,
        at_time: String::new(),
    };
    let id = enter(kernel, &acting(county, clerk, entered), entry).await?;
    if on < today {
        kernel.clock.set(Instant::at(on, 17));
        let request = Request::new("held");
        perform(kernel, &acting(county, clerk, on), id, request).await?;
    }
    Ok(id)
}

/// Plans a topic of a matter some days before it, for a group.
pub(super) async fn planned(
    kernel: &Kernel,
    county: &County,
    subject: Id,
    title: &str,
    genres: &[Genre],
    group: Id,
    on: NaiveDate,
    today: NaiveDate,
) -> Result<Id> {
    let clerk = first(county, Role::Office)?;
    let made = (on - Days::new(5)).min(today);
    kernel.clock.set(Instant::at(made, 10));
    let planning = Planning {
        title: title.to_owned(),
        subject: Some(subject),
        genres: genres.to_vec(),
        group: Some(group),
        person: None,
        event_on: Some(on),
        due_on: (on + Days::new(1)).max(made),
        brief: "写出代表说了什么、部门怎么答的；至少采访一位群众，拍两张现场照片".to_owned(),
        every: None,
    };
    Ok(topic::plan(kernel, &acting(county, clerk, made), planning).await?)
}

/// Everything of the newsroom's calendar; `groups` share the topics in turn.
pub async fn topics(
    kernel: &Kernel,
    county: &County,
    groups: &[Id],
    today: NaiveDate,
) -> Result<()> {
    let clerk = first(county, Role::Office)?;
    let mut turn = groups.iter().copied().cycle();
    for (kind, title, place, away, plan) in EVENTS {
        let on = day(today, away);
        let id = held(kernel, county, kind, title, place, on, today).await?;
        let group = turn.next().context("a group")?;
        let genres: &[Genre] = match kind {
            EventKind::Meeting => &[Genre::News, Genre::Commentary],
            EventKind::Activity => &[Genre::News, Genre::Photo],
        };
        match plan {
            Plan::None => {}
            Plan::Owed | Plan::Ahead => {
                planned(kernel, county, id, title, genres, group, on, today).await?;
            }
            Plan::Dropped => {
                let topic = planned(kernel, county, id, title, genres, group, on, today).await?;
                kernel.clock.set(Instant::at(on, 18));
                let request = Request::new("drop").field("note", "议题属内部工作安排，不对外报道");
                perform(kernel, &acting(county, clerk, on), topic, request).await?;
            }
        }
    }
    // One campaign that runs, with an event behind and one ahead; one that was summed up.
    let run = [
        (
            "代表法颁布纪念宣传",
            Theme::Anniversary,
            -30,
            40,
            "讲好代表履职故事：办一次主题接待日、一次座谈会，在市级以上媒体刊发稿件十篇以上",
            [("代表法宣传进村活动", -8), ("我与代表法主题座谈会", 15)],
        ),
        (
            "宪法宣传周",
            Theme::Law,
            -110,
            -80,
            "宪法进机关、进学校、进乡村；各乡镇人大主席团至少办一场",
            [("宪法宣传日街头咨询", -100), ("宪法知识竞赛", -90)],
        ),
    ];
    for (title, theme, from, to, goal, events) in run {
        let made = day(today, from - 5);
        kernel.clock.set(Instant::at(made, 9));
        let planning = Campaign {
            title: title.to_owned(),
            theme,
            from_on: day(today, from),
            to_on: day(today, to),
            goal: goal.to_owned(),
        };
        let actor = acting(county, clerk, made);
        let campaign = campaign::plan(kernel, &actor, planning).await?;
        let mut joined = Vec::new();
        for (name, away) in events {
            let on = day(today, away);
            let kind = EventKind::Activity;
            let id = held(kernel, county, kind, name, "县城中心广场", on, today).await?;
            let group = turn.next().context("a group")?;
            let topic = planned(kernel, county, id, name, &[Genre::News], group, on, today).await?;
            if on < today {
                appeared(kernel, county, topic, name, on).await?;
            }
            joined.push(id);
        }
        kernel.clock.set(Instant::at(today, 9));
        let actor = acting(county, clerk, today);
        campaign::take_in(kernel, &actor, campaign, &joined, &["activity"]).await?;
        if to < 0 {
            let request = Request::new("conclude").field(
                "note",
                "各乡镇均开展了活动，印发资料四千余份；明年要把报道提前策划",
            );
            perform(kernel, &actor, campaign, request).await?;
        }
    }
    kernel.clock.set(Instant::at(today, 9));
    let group = turn.next().context("a group")?;
    recurring(kernel, county, group, today).await?;
    topic::conclude(kernel, kernel.now()).await?;
    Ok(())
}

/// A weekly column, of which last week's topic is done and this week's was planned by itself; a yearly day.
async fn recurring(kernel: &Kernel, county: &County, group: Id, today: NaiveDate) -> Result<()> {
    let clerk = first(county, Role::Office)?;
    let made = day(today, -10);
    let constitution = NaiveDate::from_ymd_opt(today.year(), 12, 4).context("a date")?;
    let ahead = match constitution > today {
        true => constitution,
        false => Rhythm::Year.after(constitution, 1).context("a date")?,
    };
    for (title, every, event_on, due_on, brief) in [
        (
            "“代表在一线”专栏本周一期",
            Rhythm::Week,
            None,
            day(today, -2),
            "每周一位基层代表，八百字以内，配一张工作照",
        ),
        (
            "国家宪法日主题宣传",
            Rhythm::Year,
            Some(ahead),
            ahead - Days::new(1),
            "宪法宣誓、进校园活动各写一篇",
        ),
    ] {
        kernel.clock.set(Instant::at(made, 9));
        let actor = acting(county, clerk, made);
        let planning = Planning {
            title: title.to_owned(),
            subject: None,
            genres: vec![Genre::Feature],
            group: Some(group),
            person: None,
            event_on,
            due_on,
            brief: brief.to_owned(),
            every: Some(every),
        };
        let topic = topic::plan(kernel, &actor, planning).await?;
        if due_on < today {
            appeared(kernel, county, topic, "挑水村的代表", day(today, -4)).await?;
            kernel.clock.set(Instant::at(day(today, -2), 17));
            let actor = acting(county, clerk, day(today, -2));
            perform(kernel, &actor, topic, Request::new("conclude")).await?;
        }
    }
    kernel.clock.set(Instant::at(today, 9));
    Ok(())
}

/// An outlet's own report of an event, entered in the ledger and put to its topic.
async fn appeared(
    kernel: &Kernel,
    county: &County,
    topic: Id,
    name: &str,
    on: NaiveDate,
) -> Result<()> {
    let clerk = first(county, Role::Office)?;
    let day = on + Days::new(1);
    kernel.clock.set(Instant::at(day, 16));
    let actor = acting(county, clerk, day);
    let outlets = outlet::outlets(&kernel.db, county.organ).await?;
    let to = outlets.iter().find(|o| o.name == "市日报");
    let entry = ledger::Entry {
        manuscript: None,
        outlet: to.context("the city's paper")?.id,
        column: None,
        item: None,
        on_date: day,
        title: Some(format!("{name}走近群众")),
        position: None,
        size: None,
        said_place: "二版".to_owned(),
        characters: Some(620),
        seconds: None,
        photos: Some(1),
        reprint: false,
        link: None,
        again: false,
    };
    let outside = ledger::Outside {
        authors: "方宁".to_owned(),
        genre: Genre::News,
        group: None,
    };
    let piece = ledger::enter(kernel, &actor, entry, Some(outside), &[]).await?;
    Ok(topic::take_in(kernel, &actor, topic, piece).await?)
}
