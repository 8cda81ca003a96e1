//! Promises as typed in a form, one a line: stage, date, what. `开工 2026-09-30 完成招标并开工`.

use chrono::NaiveDate;
use kernel::error::{Error, Message, Result};
use text::{Lang, t};

use crate::model::commitment::Stage;
use crate::model::reply::Promise;

/// Reads the lines; a line that can't be read is refused with its number.
pub(crate) fn read(typed: &str) -> Result<Vec<Promise>> {
    let mut out = Vec::new();
    for (n, line) in (1i64..).zip(typed.lines()) {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        let mut parts = line.splitn(3, |c: char| c.is_whitespace() || c == '，' || c == ',');
        let stage = parts.next().and_then(stage);
        let day = parts.next().and_then(day);
        let what = parts.next().map(str::trim).filter(|w| !w.is_empty());
        let (Some(stage), Some(due_on), Some(what)) = (stage, day, what) else {
            return Err(Error::field(
                "promises",
                Message::new("proposals-promise-line").arg("n", n),
            ));
        };
        out.push(Promise {
            stage,
            what: what.to_owned(),
            due_on,
        });
    }
    Ok(out)
}

/// As [`read`] reads them.
pub(crate) fn written(promises: &[Promise]) -> String {
    let lines: Vec<String> = promises
        .iter()
        .map(|p| format!("{} {} {}", t(Lang::Zh, &p.stage.key()), p.due_on, p.what))
        .collect();
    lines.join("\n")
}

fn stage(word: &str) -> Option<Stage> {
    Stage::parse(word).or_else(|| {
        Stage::ALL
            .iter()
            .copied()
            .find(|s| Lang::ALL.iter().any(|l| t(*l, &s.key()) == word))
    })
}

fn day(word: &str) -> Option<NaiveDate> {
    let plain = word
        .replace(['年', '月', '/', '.'], "-")
        .trim_end_matches('日')
        .to_owned();
    NaiveDate::parse_from_str(&plain, "%Y-%m-%d").ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_as_offices_write_them_and_written_back() {
        let typed =
            "规划 2026-06-30 完成选址\n\n开工 2026年9月5日 进场施工\n投入使用 2027/3/31 通水";
        let promises = read(typed).expect("it is read");
        assert_eq!(promises.len(), 3);
        assert_eq!(promises[1].stage, Stage::Started);
        assert_eq!(
            promises[2].due_on,
            NaiveDate::from_ymd_opt(2027, 3, 31).unwrap()
        );
        assert_eq!(read(&written(&promises)).expect("again"), promises);
        for bad in [
            "开工",
            "开工 明年 完成",
            "完成 2026-01-01 通水",
            "开工 2026-13-01 通水",
            "开工 2026-01-01",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
