//! Manuscripts of the last weeks in every state, each written, discussed, reviewed and placed act by act by the people
//! whose it is.

use anyhow::{Context, Result};
use chrono::{Days, NaiveDate};
use fastrand::Rng;
use kernel::Kernel;
use kernel::access::Role;
use kernel::clock::Instant;
use kernel::id::Id;
use kernel::matter::{Request, Standing, perform};
use meetings::kind::EventKind;
use publicity::actions::ledger::{self, Entry};
use publicity::actions::manuscript::{self, Beginning};
use publicity::model::genre::Genre;
use publicity::store::group::Member;
use publicity::store::{group, outlet};

use super::county::{County, Somebody};
use super::course::acting;
use super::files;
use super::newsroom::piece;
use super::topics;

/// How far each of them has come, and how many days ago it was begun.
const COURSES: [(&str, u64); 22] = [
    ("draft", 1),
    ("draft", 4),
    ("draft", 12),
    ("group", 2),
    ("group", 6),
    ("group", 3),
    ("returned", 7),
    ("returned", 3),
    ("office", 4),
    ("office", 8),
    ("leader", 5),
    ("leader", 9),
    ("placing", 6),
    ("placing", 10),
    ("placing", 14),
    ("adopted", 9),
    ("adopted", 12),
    ("adopted", 16),
    ("filed", 20),
    ("filed", 24),
    ("declined", 15),
    ("withdrawn", 18),
];

const OPENINGS: [&str; 4] = [
    "“路宽了，灯亮了，出门办事方便多了。”近日，说起身边的变化，群众连连点赞。",
    "连日来，县人大常委会组织部分人大代表深入一线，察实情、听民声、提建议。",
    "会前调研走得深，会上审议才能议得透。今年以来，县人大常委会把监督的落脚点放在解决问题上。",
    "清晨的代表联络站里，几位代表正围坐在一起，整理刚刚收集上来的意见。",
];
const MIDDLES: [&str; 4] = [
    "代表们实地查看了三个乡镇的五个点位，随机走访农户二十余户，发放问卷一百二十份，收集意见建议三十七条。",
    "针对群众反映集中的问题，代表们建议，要压实部门责任，明确完成时限，建立台账，逐条销号。",
    "有关部门负责人当场作了回应，对能够马上解决的列出清单，对需要一段时间解决的说明打算和时限。",
    "常委会将审议意见交有关部门研究处理，三个月后听取整改情况报告，并进行满意度测评。",
];
const ENDINGS: [&str; 3] = [
    "下一步，县人大常委会将继续跟踪问效，让代表建议件件有着落、事事有回应。",
    "“事情办得怎么样，群众说了算。”代表们表示，将把监督一抓到底。",
    "小小联络站，连着千万家。民情在这里汇集，问题在这里解决。",
];

fn text(rng: &mut Rng, title: &str) -> String {
    let pick = |rng: &mut Rng, all: &[&'static str]| all[rng.usize(..all.len())];
    let first = rng.usize(..MIDDLES.len());
    let second = (first + 1 + rng.usize(..MIDDLES.len() - 1)) % MIDDLES.len();
    format!(
        "{}\n{title}，是今年的一项重点工作。{}\n{}\n{}",
        pick(rng, &OPENINGS),
        MIDDLES[first],
        MIDDLES[second],
        pick(rng, &ENDINGS)
    )
}

/// One manuscript on its way.
pub(super) struct Way<'a> {
    pub(super) kernel: &'a Kernel,
    pub(super) county: &'a County,
    pub(super) id: Id,
}

impl Way<'_> {
    fn first(&self, role: Role) -> Result<&Somebody> {
        let found = self.county.holding(role, None).next();
        found.with_context(|| format!("nobody is {}", role.code()))
    }

    pub(super) async fn does(
        &self,
        who: &Somebody,
        day: NaiveDate,
        request: Request,
    ) -> Result<()> {
        self.kernel.clock.set(Instant::at(day, 10));
        let actor = acting(self.county, who, day);
        let standing = Standing::read(self.kernel, &actor, self.id).await?;
        let act = request.act.clone();
        perform(
            self.kernel,
            &actor,
            self.id,
            request.rev(standing.matter.rev),
        )
        .await
        .with_context(|| format!("{act} in {}", standing.matter.state))?;
        Ok(())
    }
}

/// Work some of the pieces were planned for: what was held, what the topic and the piece are called.
const PLANNED: [(EventKind, &str, &str, &str); 6] = [
    (
        EventKind::Activity,
        "县人大常委会调研农村饮水安全",
        "饮水安全调研怎么写",
        "一口放心水，代表跑了十一个村",
    ),
    (
        EventKind::Meeting,
        "县人大常委会听取优化营商环境工作报告会议",
        "营商环境报告怎么报",
        "把企业的难处摆到会上来",
    ),
    (
        EventKind::Activity,
        "秸秆综合利用代表视察",
        "秸秆视察出一篇稿",
        "代表进田头，秸秆有去处",
    ),
    (
        EventKind::Meeting,
        "代表议案建议集中交办会",
        "交办会怎么报出新意",
        "一百二十件建议当面交到手上",
    ),
    (
        EventKind::Activity,
        "农村公路养护专题视察",
        "公路养护视察",
        "代表走完七条路，提出九条意见",
    ),
    (
        EventKind::Activity,
        "村卫生室建设跟踪检查",
        "卫生室跟踪检查",
        "回头看村卫生室：药齐了，人也在",
    ),
];

/// Writes them all; the clock stands at today's morning again when they are written.
pub async fn pieces(kernel: &Kernel, county: &County, seed: u64, today: NaiveDate) -> Result<()> {
    let mut rng = Rng::with_seed(seed ^ 0x7069_6563);
    let members = group::members(&kernel.db, county.organ).await?;
    for (n, (course, back)) in COURSES.into_iter().enumerate() {
        // The first groups write more; the leads review their own group's.
        let groups: Vec<Id> = members
            .iter()
            .filter(|m| m.lead)
            .map(|m| m.group_id)
            .collect();
        let group = groups[n % groups.len()];
        let of = |lead: bool| -> Vec<&Member> {
            members
                .iter()
                .filter(|m| m.group_id == group && m.lead == lead)
                .collect()
        };
        let (writers, leads) = (of(false), of(true));
        let writer = writers[n / groups.len() % writers.len()];
        // Every third was planned before the work it tells of.
        let planned = match (n % 3, PLANNED.get(n / 3)) {
            (0, Some((kind, event, topic, title))) => {
                let on = today - Days::new(back);
                let id = topics::held(kernel, county, *kind, event, "", on, today).await?;
                let genres = [Genre::News];
                let topic =
                    topics::planned(kernel, county, id, topic, &genres, group, on, today).await?;
                Some((topic, *title))
            }
            _ => None,
        };
        one(
            kernel, county, &mut rng, course, today, back, writer, leads[0], planned,
        )
        .await?;
    }
    let groups: Vec<Id> = members
        .iter()
        .filter(|m| m.lead)
        .map(|m| m.group_id)
        .collect();
    topics::topics(kernel, county, &groups, today).await?;
    kernel.clock.set(Instant::at(today, 9));
    Ok(())
}

async fn one(
    kernel: &Kernel,
    county: &County,
    rng: &mut Rng,
    course: &str,
    today: NaiveDate,
    back: u64,
    writer: &Member,
    lead: &Member,
    planned: Option<(Id, &str)>,
) -> Result<()> {
    let somebody = |id: Id| {
        let found = county.people.iter().find(|s| s.person == id);
        found.context("a member of a group holds a post")
    };
    let (writer, lead) = (somebody(writer.person_id)?, somebody(lead.person_id)?);
    let begun = today - Days::new(back);
    let on = |days: u64| (begun + Days::new(days)).min(today);
    let (mut title, mut genre) = piece(rng, back as usize);
    if let Some((_, planned)) = planned {
        (title, genre) = (planned.to_owned(), "消息");
    } else if matches!(back, 6 | 10) {
        (title, genre) = ("听，代表和村民聊清水河".to_owned(), "音视频");
    }
    kernel.clock.set(Instant::at(begun, 9));
    let new = Beginning {
        title: title.clone(),
        genre: match genre {
            "通讯" => Genre::Feature,
            "言论" => Genre::Commentary,
            "理论" => Genre::Theory,
            "图片" => Genre::Photo,
            "专题" => Genre::Special,
            "音视频" => Genre::AudioVideo,
            _ => Genre::News,
        },
        event_on: match planned {
            Some(_) => None,
            None => Some(begun - Days::new(rng.u64(0..3))),
        },
        group: None,
        topic: planned.map(|(topic, _)| topic),
    };
    let id = manuscript::begin(kernel, &acting(county, writer, begun), new).await?;
    let way = Way { kernel, county, id };
    let content = text(rng, &title);
    let write = |content: String| {
        Request::new("write")
            .field("title", title.as_str())
            .field("content", content)
    };
    way.does(writer, begun, write(content.clone())).await?;
    if genre == "图片" || back.is_multiple_of(3) {
        let mut photos =
            Request::new("add_photos").field("caption", "代表在现场察看\n听取村民的意见");
        for n in 0..2 {
            let tone = (back as u8).wrapping_mul(5) % 60 + n * 30;
            photos = photos.paper(files::photo(kernel, &format!("现场{}.bmp", n + 1), tone).await?);
        }
        way.does(writer, begun, photos).await?;
    }
    if genre == "音视频" {
        let caption = "代表和村民谈河道变化";
        let sound = files::sound(kernel, "现场采访.wav", 24).await?;
        let add = Request::new("add_recordings").field("caption", caption);
        way.does(writer, begun, add.paper(sound)).await?;
    }
    if course == "draft" {
        return Ok(());
    }
    if course == "withdrawn" {
        let request = Request::new("withdraw").field("note", "兄弟单位已就此发稿");
        return way.does(writer, on(1), request).await;
    }
    if rng.bool() {
        let remark = Request::new("remark").field("note", "导语可以再精练，先说结果再说过程");
        way.does(lead, on(0), remark).await?;
    }
    way.does(writer, on(1), Request::new("submit")).await?;
    if course == "group" {
        return Ok(());
    }
    if course == "returned" || rng.u32(..3) == 0 {
        let request = Request::new("return")
            .reason("structure")
            .field("note", "补充一处现场细节和群众的话，压缩会议程序");
        way.does(lead, on(1), request).await?;
        if course == "returned" {
            return Ok(());
        }
        let better = content.replace(
            "收集意见建议三十七条",
            "收集意见建议三十七条，当场答复十二条",
        );
        let better = format!("{better}\n“说了就有人管，心里踏实。”村民老李说。");
        way.does(writer, on(2), write(better)).await?;
        way.does(writer, on(2), Request::new("submit")).await?;
    }
    let judged = |act: &str, rng: &mut Rng| {
        let mut request = Request::new(act);
        for part in ["lively", "deep", "solid"] {
            request = request.field(part, rng.i64(14..25));
        }
        request
    };
    let request = judged("pass", rng);
    way.does(lead, on(2), request).await?;
    if course == "office" {
        return Ok(());
    }
    let request = judged("pass", rng);
    way.does(way.first(Role::OfficeLeader)?, on(3), request)
        .await?;
    if course == "leader" {
        return Ok(());
    }
    let leader = way.first(Role::Leader)?;
    if course == "declined" {
        let request = Request::new("decline")
            .reason("not_new")
            .field("note", "同类报道上月已发，角度没有变化");
        return way.does(leader, on(4), request).await;
    }
    let request = judged("release", rng);
    way.does(leader, on(4), request).await?;
    placed(&way, rng, course, on(5)).await
}

/// Sent to three outlets; taken by one or two of them, or waiting.
async fn placed(way: &Way<'_>, rng: &mut Rng, course: &str, day: NaiveDate) -> Result<()> {
    let clerk = way.first(Role::Office)?;
    let all = outlet::outlets(&way.kernel.db, way.county.organ).await?;
    let at = rng.usize(..all.len());
    let some: Vec<Id> = (0..3).map(|n| all[(at + n * 5) % all.len()].id).collect();
    let ids: Vec<String> = some.iter().map(Id::to_string).collect();
    let request = Request::new("send_out").field("outlets", ids.join(","));
    way.does(clerk, day, request).await?;
    if course == "placing" {
        return Ok(());
    }
    let actor = acting(way.county, clerk, day);
    let columns = outlet::columns(&way.kernel.db, way.county.organ).await?;
    for outlet in some.into_iter().take(rng.usize(1..3)) {
        let entry = Entry {
            manuscript: Some(way.id),
            outlet,
            column: columns.iter().find(|c| c.outlet_id == outlet).map(|c| c.id),
            on_date: day,
            title: None,
            position: None,
            size: None,
            said_place: String::new(),
            characters: None,
            seconds: None,
            photos: None,
            reprint: false,
            link: Some(format!("https://news.example.org/{}", way.id)),
            again: false,
            item: None,
        };
        ledger::enter(way.kernel, &actor, entry, None, &[]).await?;
    }
    if course == "filed" {
        way.does(clerk, day, Request::new("file")).await?;
    }
    Ok(())
}
