//! Two years of a county's publicity: outlets, groups with their members, and the ledger of what appeared, brought in as
//! an office would: by its tables.

use std::fmt::Write as _;

use anyhow::{Context, Result};
use chrono::{Days, NaiveDate};
use fastrand::Rng;
use kernel::Kernel;
use kernel::access::{Actor, Role};
use kernel::id::Id;
use kernel::import::{self, Options};
use kernel::person;
use publicity::actions::{group, incentive, quota};
use publicity::model::incentive::Rules;

use super::county::County;
use super::course::acting;
use super::places::{TOWNSHIPS, VILLAGES};

/// Appearances in the two years before today.
const APPEARANCES: usize = 320;
const GROUPS: [&str; 3] = ["综合组", "监督组", "代表联络组"];

/// Name, level, medium, major, reporter, columns; how often it takes a piece.
const OUTLETS: [(&str, &str, &str, &str, &str, &str, u32); 14] = [
    ("中国人大网", "全国级", "网络", "是", "", "", 2),
    ("中国人大杂志", "全国级", "报刊", "是", "", "", 1),
    ("省人大网", "省级", "网络", "是", "周晓", "基层人大", 14),
    ("省人大工作", "省级", "报刊", "是", "郭敏", "县乡之窗", 5),
    ("省日报", "省级", "报刊", "是", "秦川", "", 2),
    ("市人大信息网", "市级", "网络", "", "", "", 18),
    ("市日报", "市级", "报刊", "是", "方宁", "代表风采", 7),
    ("市人大工作", "市级", "内刊", "", "", "工作交流", 8),
    ("市电视台", "市级", "电视", "", "贺一鸣", "人大视窗", 3),
    (
        "县融媒体中心",
        "县级",
        "新媒体",
        "",
        "林小雨",
        "人大在线、代表心声",
        20,
    ),
    ("县电视台", "县级", "电视", "", "罗川", "民生关注", 9),
    ("县广播站", "县级", "广播", "", "", "", 4),
    ("人大之窗", "本单位", "宣传橱窗", "", "", "", 3),
    ("县人大公众号", "本单位", "新媒体", "", "", "", 12),
];

const LAWS: [&str; 8] = [
    "安全生产法",
    "环境保护法",
    "老年人权益保障法",
    "食品安全法",
    "义务教育法",
    "乡村振兴促进法",
    "水土保持法",
    "道路交通安全法",
];
const WORKS: [&str; 10] = [
    "农村饮水安全",
    "城区停车秩序整治",
    "中小河流治理",
    "老旧小区改造",
    "村卫生室建设",
    "校车安全管理",
    "农村公路养护",
    "优化营商环境",
    "秸秆综合利用",
    "农村生活垃圾处理",
];

fn pick<'a>(rng: &mut Rng, all: &[&'a str]) -> &'a str {
    all[rng.usize(..all.len())]
}

/// A title with its genre, as such offices write them.
pub(super) fn piece(rng: &mut Rng, n: usize) -> (String, &'static str) {
    let (work, law) = (pick(rng, &WORKS), pick(rng, &LAWS));
    let (township, village) = (pick(rng, &TOWNSHIPS), pick(rng, &VILLAGES));
    match rng.u32(..13) {
        0 => (format!("县人大常委会听取{work}专项工作报告"), "消息"),
        1 => (format!("县人大常委会开展《{law}》执法检查"), "消息"),
        2 => (format!("{township}组织人大代表视察{work}"), "消息"),
        3 => (
            format!("县人大常委会第{}次会议任免一批国家机关工作人员", n % 40 + 3),
            "消息",
        ),
        4 => (format!("代表建议落地，{village}的{work}有了新变化"), "通讯"),
        5 => (
            format!("一位基层代表的履职故事——记{township}{village}代表小组"),
            "通讯",
        ),
        6 => (format!("让审议意见落到实处——从{work}说起"), "言论"),
        7 => (format!("县人大常委会跟踪监督{work}整改情况"), "消息"),
        8 => (format!("{township}人大主席团打造代表联络站"), "消息"),
        9 => (format!("关于提高{work}监督实效的理论思考"), "理论"),
        10 => (format!("代表在{village}走访选民"), "图片"),
        11 => (
            format!("{township}召开人大主席团会议，专题研究{work}"),
            "消息",
        ),
        _ => (format!("监督的温度：{work}跟踪报道"), "专题"),
    }
}

/// The people who write: the first ones much more than the others, as everywhere.
struct Writers {
    /// Name and group.
    all: Vec<(String, &'static str)>,
}

impl Writers {
    fn draw(&self, rng: &mut Rng) -> &(String, &'static str) {
        // The lesser of two draws, so that the front of the list is drawn more often.
        let n = self.all.len();
        let at = rng.usize(..n).min(rng.usize(..n)).min(rng.usize(..n));
        &self.all[at]
    }
}

/// Makes the newsroom of a county.
pub async fn newsroom(kernel: &Kernel, county: &County, seed: u64, today: NaiveDate) -> Result<()> {
    let actor = Actor::system(county.organ, today);
    let mut rng = Rng::with_seed(seed ^ 0x6e65_7773);
    let mut outlets = "媒体名称,级别,类别,重点媒体,联系记者,专栏\n".to_owned();
    for (name, level, medium, major, reporter, columns, _) in OUTLETS {
        writeln!(
            outlets,
            "{name},{level},{medium},{major},{reporter},{columns}"
        )?;
    }
    bring(kernel, &actor, "outlets", "媒体名录.csv", outlets).await?;
    let writers = groups(kernel, &actor, county, today).await?;
    let ledger = ledger(&mut rng, &writers, today)?;
    bring(kernel, &actor, "manuscripts", "稿件采用台账.csv", ledger).await?;
    super::pieces::pieces(kernel, county, seed, today).await?;
    super::issues::issues(kernel, county, seed, today).await?;
    super::network::network(kernel, county, seed, today).await?;
    let since = today - Days::new(730);
    incentive::put_rules(
        kernel,
        &actor,
        &Rules::usual(),
        since,
        "主任会议通过的宣传工作奖惩办法",
    )
    .await?;
    let (from, to) = (today - Days::new(330), today - Days::new(150));
    let title = format!("{}—{}", from.format("%Y年%-m月"), to.format("%Y年%-m月"));
    let clerk = county.holding(Role::Office, None).next();
    let clerk = acting(county, clerk.context("nobody is of the office")?, today);
    incentive::freeze(kernel, &clerk, from, to, &title).await?;
    Ok(())
}

async fn bring(
    kernel: &Kernel,
    actor: &Actor,
    kind: &str,
    file: &str,
    table: String,
) -> Result<()> {
    let options = Options::default();
    let report = import::run(
        kernel,
        actor,
        kind,
        file,
        table.into_bytes(),
        options,
        &mut |_| {},
    )
    .await?;
    let first = report.rows.iter().find(|r| r.is_refused());
    match first {
        Some(row) => anyhow::bail!("{kind}: row {}: {:?}", row.number, row.findings),
        None => Ok(()),
    }
}

/// Three groups of staff and correspondents, since two years; the demo's lead leads the first.
async fn groups(
    kernel: &Kernel,
    actor: &Actor,
    county: &County,
    today: NaiveDate,
) -> Result<Writers> {
    let since = today - Days::new(730);
    let of = |role: Role, most: usize| -> Vec<Id> {
        county
            .holding(role, None)
            .map(|s| s.person)
            .take(most)
            .collect()
    };
    let mut leads = of(Role::GroupLead, 2);
    leads.extend(of(Role::Committee, 3));
    let mut members = of(Role::Correspondent, 8);
    members.extend(of(Role::Office, 3));
    members.retain(|m| !leads.contains(m));
    let mut writers: Vec<(Id, &'static str)> = Vec::new();
    let mut ids = Vec::new();
    for (n, name) in GROUPS.into_iter().enumerate() {
        let id = group::add(kernel, actor, name).await?;
        let lead = *leads.get(n).context("somebody who leads a group")?;
        group::join(kernel, actor, id, lead, true, since).await?;
        writers.push((lead, name));
        quota::put(kernel, actor, id, since, 3, 1, "adopted").await?;
        ids.push(id);
    }
    // In turn, so that no group has all who write much.
    for (n, member) in members.iter().enumerate() {
        let at = n % GROUPS.len();
        group::join(kernel, actor, ids[at], *member, false, since).await?;
        writers.push((*member, GROUPS[at]));
    }
    if let Some(away) = members.last() {
        let back = today + Days::new(6);
        quota::go_away(kernel, actor, *away, today - Days::new(5), back, "外出学习").await?;
    }
    let ids: Vec<Id> = writers.iter().map(|(id, _)| *id).collect();
    let names = person::names(&kernel.db, &ids).await?;
    let named = |id: Id| names.iter().find(|(i, _)| *i == id).map(|(_, n)| n.clone());
    let all = writers
        .into_iter()
        .filter_map(|(id, group)| Some((named(id)?, group)))
        .collect();
    Ok(Writers { all })
}

/// The ledger: more this year than last, some pieces in several outlets, some by two authors.
fn ledger(rng: &mut Rng, writers: &Writers, today: NaiveDate) -> Result<String> {
    let mut out =
        "刊发日期,标题,体裁,作者,宣传小组,媒体,级别,类别,版面,字数,时长（秒）,图片数,转载,链接\n"
            .to_owned();
    let weight: u32 = OUTLETS.iter().map(|o| o.6).sum();
    let mut written = 0;
    while written < APPEARANCES {
        let back = match rng.u32(..10) {
            0..6 => rng.u64(1..365),
            _ => rng.u64(365..730),
        };
        let day = today - Days::new(back);
        let (title, genre) = piece(rng, written);
        let (author, group) = writers.draw(rng).clone();
        let second = (rng.u32(..6) == 0).then(|| writers.draw(rng).0.clone());
        let authors = match second.filter(|s| *s != author) {
            Some(second) => format!("{author}、{second}"),
            None => author,
        };
        let characters = rng.u32(240..2_600);
        let times = if rng.u32(..4) == 0 {
            rng.usize(2..4)
        } else {
            1
        };
        let mut used = Vec::new();
        for time in 0..times {
            let mut at = rng.u32(..weight);
            let outlet = OUTLETS.iter().find(|o| {
                let here = at < o.6;
                at = at.saturating_sub(o.6);
                here
            });
            let Some((name, level, medium, ..)) = outlet.filter(|o| !used.contains(&o.0)) else {
                continue;
            };
            used.push(*name);
            let place = match (*medium, rng.u32(..10)) {
                ("报刊", 0) => "头版头条",
                ("报刊", 1) => "整版",
                ("报刊", 2..4) => "大块文章",
                ("报刊", _) => "豆腐块",
                _ => "",
            };
            let on_air = matches!(*medium, "电视" | "广播");
            let seconds = if on_air {
                rng.u32(45..240).to_string()
            } else {
                String::new()
            };
            let photos = if rng.u32(..3) == 0 {
                rng.u32(1..4).to_string()
            } else {
                String::new()
            };
            let reprint = if time > 0 && rng.u32(..8) == 0 {
                "转载"
            } else {
                ""
            };
            let link = match *medium {
                "网络" | "新媒体" => format!("https://news.example.org/{written}"),
                _ => String::new(),
            };
            let day = (day + Days::new(rng.u64(..6) * time as u64)).min(today);
            writeln!(
                out,
                "{day},{title},{genre},{authors},{group},{name},{level},{medium},{place},{characters},{seconds},{photos},{reprint},{link}"
            )?;
            written += 1;
        }
    }
    Ok(out)
}
