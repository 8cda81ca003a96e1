//! The adoption ledger by table: reading the cells, and holding rows against what is there.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use futures_util::future::BoxFuture;
use kernel::access::Act;
use kernel::error::{Message, Result};
use kernel::id::Id;
use kernel::import::{Ground, Lines, Outgoing, Register, Row, word_of};
use papers::sheet::Cell;
use papers::table::header::Column;

use super::{LEVELS, MEDIA, YES, columns, write};
use crate::model::adoption::{field_said, size_said};
use crate::store::adoption::{self, Adoption, Filter};
use crate::store::import::{self as store, Known};
use crate::store::outlet::{self, Outlet};

/// The adoption ledger.
pub struct Manuscripts;

const COLUMNS: [Column; 15] = columns! {
    "on_date" true: "刊发日期", "采用日期", "发表日期", "刊登日期", "播出日期", "日期", "Published";
    "title" true: "标题", "题目", "稿件标题", "稿件名称", "篇名", "Title";
    "genre" false: "体裁", "稿件类型", "文体", "Genre";
    "author" true: "作者", "撰稿人", "署名", "供稿人", "姓名", "Author";
    "group" false: "宣传小组", "小组", "组别", "供稿小组", "Group";
    "outlet" true: "媒体", "媒体名称", "刊物", "刊发媒体", "采用媒体", "采用单位", "Outlet";
    "level" false: "级别", "媒体级别", "层级", "Level";
    "medium" false: "类别", "媒体类别", "媒介", "Medium";
    "place" false: "版面", "位置", "版次", "版位", "Place";
    "characters" false: "字数", "Characters";
    "seconds" false: "时长（秒）", "时长", "Seconds";
    "photos" false: "图片数", "图片", "照片数", "Photos";
    "link" false: "链接", "网址", "Link";
    "reprint" false: "转载", "是否转载", "Reprint";
    "field" false: "工作领域", "工作类别", "内容类别", "Field";
};

const GENRES: [(&str, &str); 24] = [
    ("消息", "news"),
    ("新闻", "news"),
    ("简讯", "news"),
    ("通讯", "feature"),
    ("特写", "feature"),
    ("言论", "commentary"),
    ("评论", "commentary"),
    ("理论", "theory"),
    ("论文", "theory"),
    ("调研", "theory"),
    ("专题", "special"),
    ("系列", "series"),
    ("系列报道", "series"),
    ("图片", "photo"),
    ("照片", "photo"),
    ("音视频", "audio_video"),
    ("视频", "audio_video"),
    ("音频", "audio_video"),
    ("信息", "briefing"),
    ("简报", "briefing"),
    ("news", "news"),
    ("feature", "feature"),
    ("commentary", "commentary"),
    ("theory", "theory"),
];

const FIELDS: [(&str, &str); 14] = [
    ("会议", "meeting"),
    ("监督", "supervision"),
    ("决定", "decision"),
    ("重大事项", "decision"),
    ("任免", "appointment"),
    ("代表", "deputy"),
    ("代表工作", "deputy"),
    ("调研视察", "research"),
    ("理论", "theory"),
    ("典型", "example"),
    ("立法", "legislation"),
    ("信访", "petition"),
    ("党建", "party"),
    ("乡镇", "township"),
];

fn read(row: &mut Row, ground: &Ground<'_>) {
    let day = row.date("on_date", ground.dates());
    row.must("on_date");
    if day.is_some_and(|d| d > ground.actor.today) {
        row.refuse("on_date", Message::new("publicity-import-day-ahead"));
    }
    row.text("title", 120);
    row.must("title");
    if row.choice("genre", &GENRES).is_none() && row.typed("genre").is_empty() {
        row.set("genre", "news");
    }
    row.names("author");
    row.must("author");
    row.text("group", 60);
    row.text("outlet", 60);
    row.must("outlet");
    row.choice("level", &LEVELS);
    row.choice("medium", &MEDIA);
    if let Some(place) = row.text("place", 60)
        && let Some(size) = size_said(&place)
    {
        row.set("size", size.code());
    }
    for key in ["characters", "seconds", "photos"] {
        let n = row.integer(key);
        if n.is_some_and(|n| !(0..=10_000_000).contains(&n)) {
            row.refuse(key, Message::new("publicity-import-number"));
        }
    }
    row.text("link", 500);
    row.choice("reprint", &YES);
    if row.choice("field", &FIELDS).is_none()
        && let Some(field) = row.value("title").and_then(field_said)
        && row.typed("field").is_empty()
    {
        row.set("field_said", field.code());
    }
}

/// Refuses a row whose outlet nobody registered, unless it says what the outlet is; says so once where it will be made.
fn meet_outlet(row: &mut Row, outlets: &HashMap<&str, &Outlet>, made: &mut BTreeSet<String>) {
    let Some(name) = row.value("outlet").map(str::to_owned) else {
        return;
    };
    if let Some(outlet) = outlets.get(name.as_str()) {
        let register = [
            ("level", outlet.level.code()),
            ("medium", outlet.medium.code()),
        ];
        for (key, code) in register {
            match row.value(key) {
                None => row.set(key, code),
                Some(said) if said != code => {
                    row.warn(key, Message::new("publicity-import-otherwise"));
                }
                Some(_) => {}
            }
        }
    } else if row.value("level").is_none() || row.value("medium").is_none() {
        let message = Message::new("publicity-import-no-outlet").arg("name", name);
        row.refuse("outlet", message);
    } else if made.insert(name.clone()) {
        row.warn(
            "outlet",
            Message::new("publicity-import-makes").arg("name", name),
        );
    }
}

fn stands(known: &Known) -> BTreeMap<String, String> {
    let of = |key: &str, value: String| (key.to_owned(), value);
    let number = |n: i64| if n == 0 { String::new() } else { n.to_string() };
    BTreeMap::from([
        of("genre", known.genre.code().to_owned()),
        of("author", known.byline.clone()),
        of("group", known.group_name.clone().unwrap_or_default()),
        of("level", known.level.code().to_owned()),
        of("medium", known.medium.code().to_owned()),
        of("place", known.said_place.clone()),
        of("characters", number(known.characters)),
    ])
}

impl Register for Manuscripts {
    fn name(&self) -> &'static str {
        "manuscripts"
    }

    fn title(&self) -> &'static str {
        "publicity-import-manuscripts"
    }

    fn columns(&self) -> &'static [Column] {
        &COLUMNS
    }

    /// All of them: the nth of equal rows is counted over the whole file.
    fn lot(&self) -> usize {
        usize::MAX
    }

    fn check<'a>(
        &'a self,
        ground: &'a Ground<'a>,
        rows: &'a mut [Row],
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let db = &ground.kernel.db;
            let organ = ground.actor.organ;
            let outlets = outlet::outlets(db, organ).await?;
            let outlets: HashMap<&str, &Outlet> =
                outlets.iter().map(|o| (o.name.as_str(), o)).collect();
            let mut made = BTreeSet::new();
            let mut nth: HashMap<(NaiveDate, String, String), i64> = HashMap::new();
            let mut days: Option<(NaiveDate, NaiveDate)> = None;
            for row in rows.iter_mut() {
                read(row, ground);
                meet_outlet(row, &outlets, &mut made);
                let (Some(day), Some(title), Some(outlet)) =
                    (row.day("on_date"), row.value("title"), row.value("outlet"))
                else {
                    continue;
                };
                let key = (day, title.to_owned(), outlet.to_owned());
                let n = nth.entry(key).or_default();
                *n += 1;
                row.identity = Some(format!("{day} {title} {outlet} {n}"));
                let n = n.to_string();
                row.set(write::NTH, n);
                days = Some(days.map_or((day, day), |(a, b)| (a.min(day), b.max(day))));
            }
            let known = match days {
                Some((from, to)) => store::known(db, organ, from, to).await?,
                None => Vec::new(),
            };
            let known: HashMap<String, &Known> = known
                .iter()
                .map(|k| {
                    (
                        format!("{} {} {} {}", k.on_date, k.title, k.outlet, k.nth),
                        k,
                    )
                })
                .collect();
            for row in rows.iter_mut() {
                row.standing = row
                    .identity
                    .as_ref()
                    .and_then(|id| known.get(id))
                    .map(|k| stands(k));
            }
            Ok(())
        })
    }

    fn lines<'a>(&'a self, asked: &'a Outgoing<'a>) -> Lines<'a> {
        Box::pin(async move { lines(asked).await })
    }

    fn write<'a>(
        &'a self,
        ground: &'a Ground<'a>,
        act: &'a mut Act,
        rows: &'a [Row],
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { write::write(ground, act, rows).await })
    }
}

/// Entries read at once.
const LOT: usize = 500;

/// The ledger as its table reads it, the earliest first, so that equal rows keep their order; what was struck stays out.
async fn lines(asked: &Outgoing<'_>) -> Result<Vec<Vec<Cell>>> {
    let db = &asked.kernel.db;
    let filter = Filter {
        struck: Some(false),
        ..Filter::default()
    };
    let mut out = Vec::new();
    let mut before = None;
    loop {
        let some = adoption::page(db, asked.actor, &filter, before, LOT).await?;
        let ids: Vec<Id> = some.iter().map(|a| a.id).collect();
        let mut names: HashMap<Id, Vec<String>> = HashMap::new();
        for b in adoption::bylines(db, &ids).await? {
            names.entry(b.adoption_id).or_default().push(b.name);
        }
        before = some.last().map(|a| (a.on_date, a.id));
        let last = some.len() < LOT;
        out.extend(some.into_iter().map(|a| {
            let authors = names.remove(&a.id).unwrap_or_default();
            line(a, &authors)
        }));
        if last {
            break;
        }
    }
    out.reverse();
    Ok(out)
}

/// An appearance as a row, in the order of [`COLUMNS`].
fn line(a: Adoption, authors: &[String]) -> Vec<Cell> {
    let number = |n: i64| match n {
        0 => Cell::Empty,
        n => Cell::Integer(n),
    };
    vec![
        Cell::from(a.on_date),
        Cell::from(a.title),
        Cell::from(word_of(&GENRES, a.genre.code())),
        Cell::from(authors.join("、")),
        Cell::from(a.group_name),
        Cell::from(a.outlet),
        Cell::from(word_of(&LEVELS, a.level.code())),
        Cell::from(word_of(&MEDIA, a.medium.code())),
        Cell::from(a.said_place),
        number(a.characters),
        number(a.seconds),
        number(a.photos),
        Cell::from(a.link),
        Cell::from(match a.reprint {
            true => word_of(&YES, "yes"),
            false => String::new(),
        }),
        Cell::from(a.field.map(|f| word_of(&FIELDS, f.code()))),
    ]
}
