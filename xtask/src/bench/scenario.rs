//! What is asked: the workbench, the list by every filter alone and in pairs under every sort, on and a hundred
//! pages in, matters, searches. Filters and sorts are read off the list's own page, so that a new one is measured
//! without anybody remembering to.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};
use scraper::{Html, Selector};

use super::load::Line;

/// The list that is measured.
pub const LIST: &str = "/proposals";
/// How many pages a deep list is walked.
const DEEP: usize = 100;
/// Words people type, one to three of them.
const WORDS: [&str; 9] = [
    "道路",
    "学校",
    "污水处理",
    "农村 道路",
    "社区 养老",
    "教育 资源",
    "农村 饮水 安全",
    "城区 停车 管理",
    "加强 基层 医疗",
];

/// Addresses measured together under one name.
pub struct Scenario {
    pub name: &'static str,
    pub paths: Vec<String>,
}

/// All scenarios of one reader, found by reading pages as him.
pub fn of(address: &str, cookie: &str) -> Result<Vec<Scenario>> {
    let mut line = Line::open(address, cookie)?;
    let page = get(&mut line, LIST)?;
    let filters = filters(&page);
    let sorts = sorts(&page);
    if filters.is_empty() || sorts.is_empty() {
        bail!("{LIST} shows no filters or no sorts");
    }
    let mut lists = Vec::new();
    for sort in &sorts {
        lists.push(format!("{LIST}?sort={sort}"));
        for (i, one) in filters.iter().enumerate() {
            lists.push(format!("{LIST}?{one}&sort={sort}"));
            for other in &filters[i + 1..] {
                if name(one) != name(other) {
                    lists.push(format!("{LIST}?{one}&{other}&sort={sort}"));
                }
            }
        }
    }
    let mut deep = Vec::new();
    let walks = sorts.iter().map(|s| format!("{LIST}?sort={s}"));
    for first in walks.chain(filters.iter().map(|f| format!("{LIST}?{f}"))) {
        deep.extend(far(&mut line, &first)?);
    }
    let matters = matters(&mut line)?;
    let search = WORDS.iter().map(|w| format!("/search?q={}", encoded(w)));
    Ok(vec![
        Scenario {
            name: "workbench",
            paths: vec!["/".to_owned()],
        },
        Scenario {
            name: "list",
            paths: lists,
        },
        Scenario {
            name: "list, page 100",
            paths: deep,
        },
        Scenario {
            name: "matter",
            paths: matters,
        },
        Scenario {
            name: "search",
            paths: search.collect(),
        },
    ])
}

fn get(line: &mut Line, path: &str) -> Result<Html> {
    let answer = line.get(path)?;
    if answer.status != 200 {
        bail!("{path} answers {}", answer.status);
    }
    Ok(Html::parse_document(&String::from_utf8_lossy(&answer.body)))
}

/// The first filter the list offers, for the throughput of one address.
pub fn one_filter(page: &[u8]) -> String {
    let page = Html::parse_document(&String::from_utf8_lossy(page));
    filters(&page).into_iter().next().unwrap_or_default()
}

fn all(selector: &str) -> Selector {
    Selector::parse(selector).expect("a selector of our own")
}

fn name(filter: &str) -> &str {
    filter.split('=').next().unwrap_or_default()
}

/// `name=value` of every filter: for a choice the first, the middle and the last offered, for a day two.
fn filters(page: &Html) -> Vec<String> {
    let mut out = Vec::new();
    for select in page.select(&all("form[method=get] select, form:not([method]) select")) {
        let Some(name) = select.attr("name") else {
            continue;
        };
        let values: Vec<&str> = select
            .select(&all("option"))
            .filter_map(|o| o.attr("value"))
            .filter(|v| !v.is_empty())
            .collect();
        let picked: BTreeSet<usize> = match values.len() {
            0 => continue,
            n => [0, n / 2, n - 1].into(),
        };
        out.extend(
            picked
                .into_iter()
                .map(|i| format!("{name}={}", encoded(values[i]))),
        );
    }
    for input in page.select(&all("form input[type=date]")) {
        if let Some(name) = input.attr("name") {
            out.extend(["2022-06-30", "2026-09-01"].map(|day| format!("{name}={day}")));
        }
    }
    out
}

/// The orders its heads lead to, both ways.
fn sorts(page: &Html) -> Vec<String> {
    let mut out = BTreeSet::new();
    for link in page.select(&all("th a[href]")) {
        let href = link.attr("href").unwrap_or_default();
        if let Some((_, rest)) = href.split_once("sort=") {
            let key = rest
                .split('&')
                .next()
                .unwrap_or_default()
                .trim_start_matches('-');
            out.insert(key.to_owned());
            out.insert(format!("-{key}"));
        }
    }
    out.into_iter().collect()
}

/// The address a hundred pages on, or the last there is, where it is not the first.
fn far(line: &mut Line, first: &str) -> Result<Option<String>> {
    let mut here = first.to_owned();
    for _ in 1..DEEP {
        let page = get(line, &here)?;
        let onward = page
            .select(&all("a[rel=next]"))
            .find_map(|a| a.attr("href"))
            .map(str::to_owned);
        match onward {
            Some(next) if next != here => here = next,
            _ => break,
        }
    }
    Ok((here != first).then_some(here))
}

/// Matters from the newest, the oldest and the soonest due.
fn matters(line: &mut Line) -> Result<Vec<String>> {
    let mut out = BTreeSet::new();
    for sort in ["-received", "received", "due", "-due"] {
        let page = get(line, &format!("{LIST}?sort={sort}"))?;
        for link in page.select(&all("tbody a[href]")) {
            let href = link.attr("href").unwrap_or_default();
            let id = href.strip_prefix("/proposals/").unwrap_or_default();
            if id.len() == 13 && id.bytes().all(|b| b.is_ascii_alphanumeric()) {
                out.insert(href.to_owned());
            }
        }
    }
    if out.is_empty() {
        return Err(anyhow::anyhow!("{LIST} leads to no matter"))
            .context("finding matters to open");
    }
    Ok(out.into_iter().collect())
}

pub fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => (b as char).to_string(),
            b' ' => "+".to_owned(),
            b => format!("%{b:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_and_sorts_are_read_off_the_page() {
        let page = Html::parse_document(
            "<form method=get><select name=state><option value=''>any<option value=a>a<option value=b>b</select>
             <input type=date name=due_before></form>
             <table><thead><tr><th><a href='/proposals?state=a&amp;sort=due'>due</a></th></tr></thead></table>",
        );
        assert_eq!(
            filters(&page),
            [
                "state=a",
                "state=b",
                "due_before=2022-06-30",
                "due_before=2026-09-01"
            ]
        );
        assert_eq!(sorts(&page), ["-due", "due"]);
        assert_eq!(encoded("农村 a"), "%E5%86%9C%E6%9D%91+a");
    }
}
