//! What the office publishes itself: an issue's items as one text, its pages, its dates counted back from the day it is out.
//!
//! The text of an issue is written as people write a list in a hurry: a line that begins with `#` is a title, lines that
//! begin with `>` below it say column, page, sender and source, the rest is the item. A page and the API send the same.

use chrono::NaiveDate;
use workday::Calendar;

use super::characters;

super::codes! {
    /// What a series is.
    Shape, "publicity-shape-":
    /// 简讯、信息
    Bulletin = "bulletin",
    /// 机关刊物
    Journal = "journal",
}

super::codes! {
    /// Which way an issue goes to somebody: 报, 送, 发.
    Way, "publicity-way-":
    Up = "up",
    Across = "across",
    Down = "down",
}

/// The longest title and text of an item, in characters; the most items of an issue.
pub const MOST: (usize, usize, usize) = (100, 20_000, 60);

/// One item as written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Item {
    pub title: String,
    pub content: String,
    /// 栏目; may be empty.
    pub column: String,
    /// The page it begins on.
    pub page: Option<i64>,
    /// 供稿; may be empty.
    pub sender: String,
    /// The matter it was taken from, as an address writes it; may be empty.
    pub source: String,
}

/// What is wrong with a text, and on which line, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Words before the first title.
    Untitled(usize),
    /// A title of nothing, or a longer one than [`MOST`].
    Title(usize),
    /// A `>` line that says nothing known.
    Label(usize),
    TooLong(usize),
    TooMany,
}

const LABELS: [(&str, &[&str]); 4] = [
    ("栏目", &["栏目", "column"]),
    ("版", &["版", "页", "page"]),
    ("供稿", &["供稿", "from"]),
    ("来源", &["来源", "source"]),
];

/// Reads the items of an issue.
pub fn parse(text: &str) -> Result<Vec<Item>, Fault> {
    let mut out: Vec<(usize, Item)> = Vec::new();
    let mut labels = false;
    for (n, line) in text.lines().enumerate().map(|(n, line)| (n + 1, line)) {
        if let Some(title) = line.strip_prefix(['#', '＃']) {
            let title = title.trim();
            if title.is_empty() || title.chars().count() > MOST.0 {
                return Err(Fault::Title(n));
            }
            let item = Item {
                title: title.to_owned(),
                ..Item::default()
            };
            out.push((n, item));
            labels = true;
            continue;
        }
        let Some((_, item)) = out.last_mut() else {
            match line.trim() {
                "" => continue,
                _ => return Err(Fault::Untitled(n)),
            }
        };
        if let (true, Some(said)) = (labels, line.strip_prefix(['>', '＞'])) {
            label(item, said).ok_or(Fault::Label(n))?;
            continue;
        }
        labels = labels && line.trim().is_empty();
        let line = line.strip_prefix('\\').unwrap_or(line);
        item.content.push_str(line.trim_end());
        item.content.push('\n');
    }
    if out.len() > MOST.2 {
        return Err(Fault::TooMany);
    }
    out.into_iter()
        .map(|(n, mut item)| {
            item.content = item.content.trim_matches(['\n', '\r']).to_owned();
            match item.content.chars().count() > MOST.1 {
                true => Err(Fault::TooLong(n)),
                false => Ok(item),
            }
        })
        .collect()
}

fn label(item: &mut Item, said: &str) -> Option<()> {
    let (name, value) = said.trim().split_once(['：', ':'])?;
    let (name, value) = (name.trim().to_lowercase(), value.trim());
    let (key, _) = LABELS
        .iter()
        .find(|(_, all)| all.contains(&name.as_str()))?;
    match *key {
        "栏目" => item.column = value.to_owned(),
        "版" => item.page = Some(value.parse().ok().filter(|p| (1..=999).contains(p))?),
        "供稿" => item.sender = value.to_owned(),
        _ => item.source = value.to_owned(),
    }
    Some(())
}

/// The text that [`parse`] reads as these items.
pub fn written(items: &[Item]) -> String {
    let mut out = String::new();
    for item in items {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&format!("# {}\n", item.title));
        let page = item.page.map(|p| p.to_string()).unwrap_or_default();
        let said = [&item.column, &page, &item.sender, &item.source];
        for ((label, _), value) in LABELS.iter().zip(said) {
            if !value.is_empty() {
                out.push_str(&format!("> {label}：{value}\n"));
            }
        }
        for line in item.content.lines() {
            if line.starts_with(['#', '＃', '>', '＞', '\\']) {
                out.push('\\');
            }
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// A page of a journal as planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// From 1.
    pub number: i64,
    /// The items that begin here, by their place in the issue.
    pub begin: Vec<usize>,
    /// Characters that stand on it.
    pub holds: i64,
    /// Characters too many for it and for what follows before the next item begins.
    pub over: i64,
}

impl Page {
    pub fn is_empty(&self) -> bool {
        self.holds == 0 && self.begin.is_empty()
    }
}

/// What stands on each page where `pages` are planned and each takes `takes` characters: an item runs on to the next pages
/// until another begins there. Items without a page stand nowhere.
pub fn layout(items: &[(Option<i64>, i64)], pages: i64, takes: i64) -> Vec<Page> {
    let takes = takes.max(1);
    let last = items.iter().filter_map(|(p, _)| *p).max().unwrap_or(0);
    let mut carried = 0;
    let mut out = Vec::new();
    for number in 1..=pages.max(last) {
        let begin: Vec<usize> = (0..items.len())
            .filter(|i| items[*i].0 == Some(number))
            .collect();
        let load = carried + begin.iter().map(|i| items[*i].1).sum::<i64>();
        let runs_on = number < pages && !items.iter().any(|(p, _)| *p == Some(number + 1));
        let left = (load - takes).max(0);
        carried = if runs_on { left } else { 0 };
        out.push(Page {
            number,
            begin,
            holds: load.min(takes),
            over: left - carried,
        });
    }
    out
}

/// Gives pages to the items that have none: one after the other in their order, each on the first page after the one before
/// it ends. Items that have a page keep it.
pub fn placed(items: &mut [Item], takes: i64) {
    let takes = takes.max(1);
    let mut next = 1;
    for item in items {
        let page = *item.page.get_or_insert(next);
        let count = i64::from(characters::count(&item.content));
        next = next.max(page + (count + takes - 1).max(takes) / takes);
    }
}

/// Working days before the day an issue is out by which it has to be signed, edited and gathered: printing, signing and
/// editing take so long.
const BEFORE: [i64; 3] = [3, 6, 11];

/// The last days of the work on an issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dates {
    /// 组稿截止
    pub gather_by: NaiveDate,
    pub edit_by: NaiveDate,
    pub sign_by: NaiveDate,
}

/// Counted back from the day it is to be out.
pub fn dates(calendar: &Calendar, out_on: NaiveDate) -> Option<Dates> {
    let [sign_by, edit_by, gather_by] = BEFORE.map(|days| calendar.offset(out_on, -days));
    Some(Dates {
        gather_by: gather_by?,
        edit_by: edit_by?,
        sign_by: sign_by?,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_issue_is_read_as_it_is_typed() {
        let text = "\n# 代表视察河道\n> 栏目：要闻\n> 版: 2\n>供稿：白石乡人大\n\n水清了。\n> 不是说明\n\n＃第二条\n正文\n";
        let items = parse(text).expect("it is read");
        assert_eq!(items.len(), 2);
        assert_eq!((items[0].column.as_str(), items[0].page), ("要闻", Some(2)));
        assert_eq!(items[0].content, "水清了。\n> 不是说明");
        assert_eq!(items[1].title, "第二条");
        assert_eq!(parse("没有标题"), Err(Fault::Untitled(1)));
        assert_eq!(parse("# 一\n> 颜色：红"), Err(Fault::Label(2)));
        assert_eq!(parse("# 一\n> 版：末"), Err(Fault::Label(2)));
        assert_eq!(parse("#  "), Err(Fault::Title(1)));
    }

    #[test]
    fn pages_show_what_is_empty_and_what_is_too_much() {
        // Two pages of text from page 1, another from page 2: the first is cut off; page 4 stays empty.
        let pages = layout(&[(Some(1), 1800), (Some(2), 500), (None, 9)], 4, 1000);
        let told: Vec<(i64, i64)> = pages.iter().map(|p| (p.holds, p.over)).collect();
        assert_eq!(told, [(1000, 800), (500, 0), (0, 0), (0, 0)]);
        assert!(pages[3].is_empty() && !pages[0].is_empty());
        let run_on = layout(&[(Some(1), 1800)], 2, 1000);
        assert_eq!((run_on[1].holds, run_on[1].over), (800, 0));
        assert_eq!(
            layout(&[(Some(3), 10)], 1, 1000).len(),
            3,
            "a page beyond the plan is shown"
        );
    }

    #[test]
    fn items_without_a_page_follow_one_another() {
        let item = |n: usize| Item {
            title: "题".into(),
            content: "字".repeat(n),
            ..Item::default()
        };
        let mut items = vec![
            item(1500),
            item(200),
            Item {
                page: Some(9),
                ..item(10)
            },
            item(10),
        ];
        placed(&mut items, 1000);
        let pages: Vec<i64> = items.iter().filter_map(|i| i.page).collect();
        assert_eq!(pages, [1, 3, 9, 10]);
    }

    #[test]
    fn the_dates_are_counted_back_over_holidays() {
        let calendar = Calendar::shipped();
        let day = |d| NaiveDate::from_ymd_opt(2026, 10, d).expect("a date");
        let dates = dates(&calendar, day(15)).expect("dates");
        // 1 to 7 October are off, 10 October is worked.
        assert_eq!((dates.sign_by, dates.edit_by), (day(12), day(8)));
        assert!(dates.gather_by < day(1));
    }

    fn items() -> impl Strategy<Value = Vec<Item>> {
        let word = "[a-z#>\\\\：水清 ]{0,8}";
        let item = (
            "[a-z水]{1,9}",
            proptest::collection::vec(word, 0..4),
            "[a-z水]{0,4}",
            proptest::option::of(1i64..99),
        );
        proptest::collection::vec(item, 0..5).prop_map(|all| {
            let one = |(title, lines, column, page): (String, Vec<String>, String, _)| Item {
                title,
                content: lines
                    .iter()
                    .map(|l| l.trim_end())
                    .collect::<Vec<_>>()
                    .join("\n")
                    .trim_matches('\n')
                    .to_owned(),
                column,
                page,
                ..Item::default()
            };
            all.into_iter().map(one).collect()
        })
    }

    proptest! {
        /// Whatever is in an item, written and read again it is the same.
        #[test]
        fn what_is_written_is_read_back(items in items()) {
            prop_assert_eq!(parse(&written(&items)), Ok(items));
        }
    }
}
