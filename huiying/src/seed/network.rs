//! The network of a county: correspondents in most townships and bureaus, some units still without anybody, two training
//! sessions; the calendar with the media: a joint meeting held, interviews, most columns with their next item.

use anyhow::{Context, Result};
use chrono::{Days, NaiveDate};
use fastrand::Rng;
use kernel::Kernel;
use kernel::access::Role;
use kernel::clock::Instant;
use kernel::id::Id;
use kernel::organ;
use publicity::actions::media::{self as calendar, plan};
use publicity::actions::{network, outlet as register};
use publicity::model::media::{Engagement, State};
use publicity::model::network::{Asked, Came, Duty};
use publicity::store::media::Plan;
use publicity::store::{network as kept, outlet};

use super::county::County;
use super::course::acting;

/// Columns with a rhythm: outlet, column, days between two items.
const RHYTHMS: [(&str, &str, i64); 5] = [
    ("县融媒体中心", "人大在线", 7),
    ("县融媒体中心", "代表心声", 14),
    ("县电视台", "民生关注", 14),
    ("市日报", "代表风采", 30),
    ("省人大网", "基层人大", 30),
];

/// Makes the network and the calendar; the clock stands at today's morning again afterwards.
pub async fn network(kernel: &Kernel, county: &County, seed: u64, today: NaiveDate) -> Result<()> {
    let mut rng = Rng::with_seed(seed ^ 0x6e65_7477);
    let office = county.holding(Role::Office, None).next();
    let office = office.context("somebody in the office")?;
    let since = today - Days::new(200);
    kernel.clock.set(Instant::at(since, 9));
    let actor = acting(county, office, since);
    let units = organ::units(&kernel.db, county.organ).await?;
    let writers: Vec<Id> = county
        .holding(Role::Correspondent, None)
        .map(|s| s.person)
        .collect();
    let townships: Vec<Id> = units
        .iter()
        .filter(|u| u.kind == "township")
        .map(|u| u.id)
        .collect();
    // Two townships and a third of the bureaus have nobody yet.
    for (n, unit) in townships.iter().enumerate().skip(2) {
        let Some(person) = writers.get((n - 2) % writers.len().max(1)) else {
            break;
        };
        let asks = Asked { sent: 3, taken: 1 };
        network::name(
            kernel,
            &actor,
            *unit,
            *person,
            Duty::Correspondent,
            asks,
            since,
        )
        .await?;
    }
    let bureaus = units.iter().filter(|u| u.kind == "bureau");
    for (n, unit) in bureaus.enumerate() {
        let Some(person) = county.holding(Role::UnitLiaison, Some(unit.id)).next() else {
            continue;
        };
        if n % 3 != 2 {
            let asks = Asked { sent: 1, taken: 0 };
            let duty = Duty::Liaison;
            network::name(kernel, &actor, unit.id, person.person, duty, asks, since).await?;
        }
    }
    let people: Vec<Id> = {
        let mut ids: Vec<Id> = kept::all(&kernel.db, county.organ)
            .await?
            .into_iter()
            .map(|c| c.person_id)
            .collect();
        ids.sort();
        ids.dedup();
        ids
    };
    for (title, back) in [
        ("人大新闻写作：怎样写好一条消息", 120),
        ("信息报送的要求和常见问题", 40),
    ] {
        let day = today - Days::new(back);
        kernel.clock.set(Instant::at(day, 15));
        let actor = acting(county, office, day);
        let id = network::train(kernel, &actor, day, title, "县委党校二楼", "").await?;
        let came: Vec<(Id, Came)> = people
            .iter()
            .map(|id| {
                let came = match rng.u32(..10) {
                    0 => Came::Absent,
                    1 | 2 => Came::Excused,
                    _ => Came::Present,
                };
                (*id, came)
            })
            .collect();
        network::attended(kernel, &actor, id, &came).await?;
    }
    media(kernel, county, &writers, today).await?;
    let actor = acting(county, office, today);
    let ahead = today + Days::new(16);
    network::train(
        kernel,
        &actor,
        ahead,
        "短视频拍摄与剪辑",
        "县融媒体中心",
        "自带手机和三脚架",
    )
    .await?;
    Ok(())
}

async fn media(kernel: &Kernel, county: &County, writers: &[Id], today: NaiveDate) -> Result<()> {
    let office = county.holding(Role::Office, None).next();
    let office = office.context("somebody in the office")?;
    let begun = today - Days::new(25);
    kernel.clock.set(Instant::at(begun, 9));
    let then = acting(county, office, begun);
    let outlets = outlet::outlets(&kernel.db, county.organ).await?;
    let of = |name: &str| outlets.iter().find(|o| o.name == name).map(|o| o.id);
    for (name, column, days) in RHYTHMS {
        let id = of(name).with_context(|| format!("an outlet {name}"))?;
        register::put_column(kernel, &then, id, column, Some(days), None).await?;
    }
    let columns = outlet::columns(&kernel.db, county.organ).await?;
    let entry = |kind, title: &str, on_date, at: &str, place: &str, people: Vec<Id>| Plan {
        kind,
        title: title.to_owned(),
        on_date,
        at_time: at.to_owned(),
        place: place.to_owned(),
        outlet: None,
        column: None,
        note: String::new(),
        people,
    };
    let held = today - Days::new(18);
    let joint = Plan {
        note: "通报上季度采用情况，商定第四季度重点选题和专栏排期".to_owned(),
        ..entry(
            Engagement::Joint,
            "宣传部、县融媒体中心联席会议",
            held,
            "15:00",
            "常委会三楼会议室",
            vec![office.person],
        )
    };
    let joint = plan(kernel, &then, joint).await?;
    let first = writers.first().copied().unwrap_or(office.person);
    let second = writers.get(1).copied().unwrap_or(office.person);
    let done = today - Days::new(6);
    let interview = entry(
        Engagement::Interview,
        "随代表视察老旧小区改造",
        done,
        "09:00",
        "城关镇",
        vec![first],
    );
    let interview = plan(kernel, &then, interview).await?;
    for (n, (name, column, _)) in RHYTHMS.iter().enumerate().take(4) {
        let outlet = of(name);
        let found = columns
            .iter()
            .find(|c| Some(c.outlet_id) == outlet && c.name == *column);
        let Some(found) = found else { continue };
        let day = today + Days::new(2 + 5 * n as u64);
        let next = Plan {
            column: Some(found.id),
            outlet,
            ..entry(
                Engagement::Column,
                &format!("{column}：代表联络站里的一天"),
                day,
                "",
                "",
                vec![second],
            )
        };
        plan(kernel, &then, next).await?;
    }
    kernel.clock.set(Instant::at(held, 17));
    let outcome = "商定：每月第一周碰头一次；县融媒体中心为常委会会议安排专题报道；“代表心声”改为每两周一期。";
    let actor = acting(county, office, held);
    calendar::close(kernel, &actor, joint, State::Done, outcome).await?;
    kernel.clock.set(Instant::at(done, 17));
    let actor = acting(county, office, done);
    calendar::close(
        kernel,
        &actor,
        interview,
        State::Done,
        "写成消息一篇，已送审",
    )
    .await?;
    kernel.clock.set(Instant::at(today, 9));
    let actor = acting(county, office, today);
    let ahead = today + Days::new(5);
    let mut next = entry(
        Engagement::Interview,
        "采访“民生实事代表票决”进展",
        ahead,
        "09:30",
        "高新区管委会",
        vec![first, second],
    );
    next.outlet = of("县电视台");
    plan(kernel, &actor, next).await?;
    let ahead = today + Days::new(12);
    plan(
        kernel,
        &actor,
        entry(
            Engagement::Joint,
            "年终宣传工作联席会议",
            ahead,
            "15:00",
            "常委会三楼会议室",
            vec![office.person],
        ),
    )
    .await?;
    Ok(())
}
