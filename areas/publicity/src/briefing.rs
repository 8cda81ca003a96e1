//! The figures paragraph of a speech (情况简报文字), written from the ledger and the rest of the
//! newsroom's books: sentences as offices write them, in either
//! language, every number with the address of its rows.
//!
//! What is asked is the reader's own: two who read different things are told different numbers. Words stand in the text
//! crate; here is only which sentence follows which, and which are left out where there is nothing to say.

mod work;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kernel::Kernel;
use kernel::access::Actor;
use kernel::error::Result;
use kernel::statistics::{self, Answer, Compare, Question, Row, Value, label};
use text::{Arg, Lang};

use crate::figures::{ADOPTED, AUTHORED, SUBMITTED};
use crate::model::adoption::Field;
use crate::model::briefing::{Briefing, CLOSE, Number, OPEN};
use crate::model::imbalance::imbalance;
use crate::model::outlet::{Level, Medium};

/// Outlets named at most.
const NAMED: usize = 8;
/// Who wrote more than so many is busy, who wrote fewer than so many is not: the speech's own bounds.
const BUSY: i64 = 30;
const FEW: i64 = 5;

/// What a briefing is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// The text with its numbers as of now, and those numbers by themselves.
pub async fn compose(
    kernel: &Kernel,
    actor: &Actor,
    lang: Lang,
    organ: &str,
    period: &Period,
) -> Result<(Briefing, Vec<Number>)> {
    let mut w = Writer {
        kernel,
        actor,
        lang,
        period: period.clone(),
        numbers: Vec::new(),
    };
    let paragraphs = w.paragraphs(organ).await?;
    let text = Briefing::compose(&paragraphs.join("\n"), &w.numbers);
    Ok((text, w.numbers))
}

struct Writer<'a> {
    kernel: &'a Kernel,
    actor: &'a Actor,
    lang: Lang,
    period: Period,
    numbers: Vec<Number>,
}

/// The arguments of a sentence.
type Args = Vec<(&'static str, Arg<'static>)>;

impl Writer<'_> {
    fn t(&self, key: &str) -> String {
        text::t(self.lang, key)
    }

    fn say(&self, key: &str, args: Args) -> String {
        text::ta(self.lang, key, &args)
    }

    fn question(&self, by: &[&str], compare: bool) -> Question {
        Question {
            from: Some(self.period.from),
            to: Some(self.period.to),
            by: by.iter().map(|d| (*d).to_owned()).collect(),
            compare: compare.then_some(Compare::PreviousYear),
            only: BTreeMap::new(),
        }
    }

    async fn ask(&self, figure: &str, by: &[&str], compare: bool) -> Result<Answer> {
        let question = self.question(by, compare);
        statistics::evaluate(self.kernel, self.actor, figure, &question).await
    }

    /// The page of a figure split so, for numbers that are counted from its rows.
    fn split(&self, figure: &str, by: &[&str], compare: bool) -> String {
        format!(
            "/statistics/{figure}?{}",
            self.question(by, compare).query()
        )
    }

    /// A number's place in a sentence.
    fn place(&mut self, key: String, shown: String, list: String, label: String) -> Arg<'static> {
        self.numbers.push(Number {
            key,
            shown,
            list,
            label,
        });
        let index = self.numbers.len() - 1;
        Arg::String(format!("{OPEN}{index}{CLOSE}"))
    }

    fn count(&mut self, key: &str, n: i64, list: &str, label: String) -> Arg<'static> {
        self.place(
            key.to_owned(),
            text::number::count(n),
            list.to_owned(),
            label,
        )
    }

    fn day(&mut self, key: &str, day: NaiveDate) -> Arg<'static> {
        let shown = match self.lang {
            // In a running text nobody writes the day of the week.
            Lang::Zh => day.format("%Y年%-m月%-d日").to_string(),
            Lang::En => day.format("%-d %B %Y").to_string(),
        };
        self.place(key.to_owned(), shown, String::new(), String::new())
    }

    /// The word of a row in its one dimension.
    fn word(&self, row: &Row, dimension: &str) -> String {
        let figure = self.kernel.figure(ADOPTED).ok();
        let known = figure.and_then(|f| f.dimension(dimension));
        match (row.keys.get(dimension), known) {
            (Some(key), Some(d)) => label(self.lang, d, &key.code, &key.label),
            (Some(key), None) => key.label.clone(),
            (None, _) => String::new(),
        }
    }

    fn listed(&self, all: &[String]) -> String {
        all.join(match self.lang {
            Lang::Zh => "、",
            Lang::En => ", ",
        })
    }

    /// `全国级5篇、省级60篇`: the rows that have a word and count something.
    fn items(&mut self, rows: &[Row], dimension: &str, most: usize) -> String {
        let mut out = Vec::new();
        for row in rows.iter().take(most) {
            let Some(key) = row.keys.get(dimension).filter(|k| !k.code.is_empty()) else {
                continue;
            };
            let n = row.value.rows();
            if n == 0 {
                continue;
            }
            let name = self.word(row, dimension);
            let code = format!("{dimension}.{}", key.code);
            let number = self.count(&code, n, &row.list, name.clone());
            // English writes kinds of things small; names, and TV, stay as they are.
            let stays =
                matches!(dimension, "outlet" | "group") || name.chars().all(char::is_uppercase);
            let name = match self.lang {
                Lang::En if !stays => name.to_lowercase(),
                _ => name,
            };
            let key = match (dimension, key.code.as_str()) {
                ("level", "own") => "briefing-item-own",
                ("level", _) => "briefing-item-level",
                ("medium", _) => "briefing-item-on-air",
                ("outlet" | "group" | "genre", _) => "briefing-item",
                _ => "briefing-item-kind",
            };
            out.push(self.say(key, vec![("name", name.into()), ("n", number)]));
        }
        self.listed(&out)
    }

    async fn paragraphs(&mut self, organ: &str) -> Result<Vec<String>> {
        let by_level = self.ask(ADOPTED, &["level"], true).await?;
        let mut out = vec![self.total(organ, &by_level).await?];
        if by_level.total.value.rows() > 0 {
            out[0].push_str(&self.levels(&by_level).await?);
            out.push(self.places().await?);
            out.push(self.people().await?);
            out.push(self.amounts().await?);
        }
        out.push(self.work().await?);
        out.retain(|p| !p.is_empty());
        Ok(out)
    }

    /// How much in all, beside the same days a year earlier and the whole of last year.
    async fn total(&mut self, organ: &str, by_level: &Answer) -> Result<String> {
        let total = &by_level.total;
        let n = total.value.rows();
        let then = total.compared.map_or(0, Value::rows);
        let from = self.day("from", self.period.from);
        let to = self.day("to", self.period.to);
        let what = self.t("publicity-figure-adoptions");
        let mut args = vec![
            ("from", from),
            ("to", to),
            ("organ", Arg::String(organ.to_owned())),
        ];
        if n == 0 {
            return Ok(self.say("briefing-nothing", args));
        }
        let number = self.count("total", n, &total.list, what.clone());
        args.extend([("n", number), ("c", n.into())]);
        let mut out = self.say("briefing-total", args);
        let both = self.split(ADOPTED, &["level"], true);
        let before = format!("{what} · {}", self.t("publicity-total-then"));
        out.push_str(&match (then, n - then) {
            (0, _) => self.say("briefing-none-then", Vec::new()),
            (_, 0) => {
                let list = total.compared_list.clone().unwrap_or_default();
                let then = self.count("then", then, &list, before);
                self.say("briefing-same", vec![("then", then)])
            }
            (_, more) => {
                let list = total.compared_list.clone().unwrap_or_default();
                let percent = (more.abs() * 1000 + then / 2) / then;
                let percent = match (percent / 10, percent % 10) {
                    (whole, 0) => whole.to_string(),
                    (whole, tenth) => format!("{whole}.{tenth}"),
                };
                let then = self.count("then", then, &list, before.clone());
                let diff = self.count("diff", more.abs(), &both, before.clone());
                let percent = self.place("percent".to_owned(), percent, both, before);
                let key = if more > 0 {
                    "briefing-more"
                } else {
                    "briefing-less"
                };
                self.say(
                    key,
                    vec![("then", then), ("diff", diff), ("percent", percent)],
                )
            }
        });
        out.push_str(&self.whole_year().await?);
        Ok(out)
    }

    /// The whole of last year, where the period is not a whole year itself.
    async fn whole_year(&mut self) -> Result<String> {
        use chrono::Datelike;
        let year = self.period.from.year() - 1;
        let day = |m, d| NaiveDate::from_ymd_opt(year, m, d).unwrap_or_default();
        let whole = Period {
            from: day(1, 1),
            to: day(12, 31),
        };
        let same = |a: NaiveDate, b: NaiveDate| a.month() == b.month() && a.day() == b.day();
        if same(self.period.from, whole.from) && same(self.period.to, whole.to) {
            return Ok(self.t("briefing-stop"));
        }
        let question = Question {
            from: Some(whole.from),
            to: Some(whole.to),
            ..Question::default()
        };
        let answer = statistics::evaluate(self.kernel, self.actor, ADOPTED, &question).await?;
        let args = vec![("year", Arg::String(year.to_string()))];
        let what = self.say("publicity-total-year", args);
        let n = answer.total.value.rows();
        let whole = self.count("whole", n, &answer.total.list, what);
        Ok(self.say("briefing-whole-year", vec![("n", whole)]))
    }

    /// By level from the highest down, and where nothing was placed in high print.
    async fn levels(&mut self, by_level: &Answer) -> Result<String> {
        let mut rows = by_level.rows.clone();
        rows.sort_by_key(|r| {
            let code = r.keys.get("level").map(|k| k.code.as_str()).unwrap_or("");
            Level::parse(code)
        });
        let items = self.items(&rows, "level", Level::ALL.len());
        let mut out = self.say("briefing-levels", vec![("items", items.into())]);
        let mut missing = Vec::new();
        for level in [Level::National, Level::Province] {
            let mut question = self.question(&[], false);
            question
                .only
                .insert("level".to_owned(), level.code().to_owned());
            question
                .only
                .insert("medium".to_owned(), Medium::Print.code().to_owned());
            let found = statistics::evaluate(self.kernel, self.actor, ADOPTED, &question).await?;
            if found.total.value.rows() == 0 {
                missing.push(match self.lang {
                    Lang::Zh => self.t(&level.key()),
                    Lang::En => self.t(&level.key()).to_lowercase(),
                });
            }
        }
        if !missing.is_empty() {
            let missing = match self.lang {
                Lang::Zh => self.listed(&missing),
                Lang::En => missing.join(" or "),
            };
            out.push_str(&self.say("briefing-no-print", vec![("levels", missing.into())]));
        }
        Ok(out)
    }

    /// Outlets, the best day, genres, and which way the pieces face.
    async fn places(&mut self) -> Result<String> {
        let by_outlet = self.ask(ADOPTED, &["outlet"], false).await?;
        let items = self.items(&by_outlet.rows, "outlet", NAMED);
        let mut out = self.say("briefing-outlets", vec![("items", items.into())]);
        let question = self.question(&["day", "outlet"], false);
        let best = statistics::greatest(self.kernel, self.actor, ADOPTED, &question).await?;
        // Two in a day are no day to speak of.
        if let Some(best) = best.filter(|b| b.value.rows() > 2) {
            let outlet = self.word(&best, "outlet");
            let on = best.keys.get("day").and_then(|k| k.code.parse().ok());
            if let Some(on) = on {
                let day = self.day("best.day", on);
                let what = self.word(&best, "outlet");
                let n = self.count("best", best.value.rows(), &best.list, what);
                let args = vec![("day", day), ("outlet", outlet.into()), ("n", n)];
                out.push_str(&self.say("briefing-best", args));
            }
        }
        let by_genre = self.ask(ADOPTED, &["genre"], false).await?;
        let items = self.items(&by_genre.rows, "genre", usize::MAX);
        out.push_str(&self.say("briefing-genres", vec![("items", items.into())]));
        let mut sides = Vec::new();
        for dimension in ["direction", "setting"] {
            let answer = self.ask(ADOPTED, &[dimension], false).await?;
            let items = self.items(&answer.rows, dimension, usize::MAX);
            if !items.is_empty() {
                sides.push(items);
            }
        }
        if !sides.is_empty() {
            let sides = sides.join(match self.lang {
                Lang::Zh => "；",
                Lang::En => "; ",
            });
            out.push_str(&self.say("briefing-sides", vec![("items", sides.into())]));
        }
        Ok(out)
    }

    /// Groups, townships, and how unevenly the work lies.
    async fn people(&mut self) -> Result<String> {
        let mut out = String::new();
        let by_group = self.ask(ADOPTED, &["group"], false).await?;
        let items = self.items(&by_group.rows, "group", usize::MAX);
        if !items.is_empty() {
            out.push_str(&self.say("briefing-groups", vec![("items", items.into())]));
        }
        let townships = self.ask(ADOPTED, &["township"], false).await?;
        let written: Vec<&Row> = townships
            .rows
            .iter()
            .filter(|r| r.keys.get("township").is_some_and(|k| !k.code.is_empty()))
            .collect();
        if !written.is_empty() {
            let page = self.split(ADOPTED, &["township"], false);
            let sum: i64 = written.iter().map(|r| r.value.rows()).sum();
            let what = self.t("publicity-dimension-township");
            let places = self.count("townships", written.len() as i64, &page, what.clone());
            let n = self.count("townships.pieces", sum, &page, what);
            let args = vec![
                ("places", places),
                ("c", (written.len() as i64).into()),
                ("n", n),
                ("k", sum.into()),
            ];
            out.push_str(&self.say("briefing-townships", args));
        }
        let by_person = self.ask(AUTHORED, &["person"], false).await?;
        let counts: Vec<i64> = by_person.rows.iter().map(|r| r.value.rows()).collect();
        let page = self.split(AUTHORED, &["person"], false);
        let what = self.t("publicity-figure-bylines");
        let of = |keep: fn(i64) -> bool| counts.iter().filter(|n| keep(**n)).count() as i64;
        let (busy, few) = (of(|n| n > BUSY), of(|n| n < FEW));
        let whole: Vec<u64> = counts
            .iter()
            .map(|n| u64::try_from(*n).unwrap_or(0))
            .collect();
        let half_by = imbalance(&whole).half_by as i64;
        let all = self.count("people", counts.len() as i64, &page, what.clone());
        let mut args = vec![("n", all), ("c", (counts.len() as i64).into())];
        args.push(("busy", self.count("people.busy", busy, &page, what.clone())));
        args.push(("few", self.count("people.few", few, &page, what.clone())));
        args.push(("half", self.count("people.half", half_by, &page, what)));
        args.push(("h", half_by.into()));
        // The bounds are named, not counted.
        for (name, key, n) in [("most", "bound.most", BUSY), ("least", "bound.least", FEW)] {
            let bound = self.place(key.to_owned(), n.to_string(), String::new(), String::new());
            args.push((name, bound));
        }
        out.push_str(&self.say("briefing-people", args));
        Ok(out)
    }

    /// On air and in pictures, how much of what was sent was taken, and which fields nobody wrote of.
    async fn amounts(&mut self) -> Result<String> {
        let mut out = String::new();
        let by_medium = self.ask(ADOPTED, &["medium"], false).await?;
        let on_air: Vec<Row> = by_medium
            .rows
            .iter()
            .filter(|r| {
                let code = r.keys.get("medium").map(|k| k.code.as_str()).unwrap_or("");
                Medium::parse(code).is_some_and(Medium::is_broadcast)
            })
            .cloned()
            .collect();
        if !on_air.is_empty() {
            let items = self.items(&on_air, "medium", on_air.len());
            let seconds = self.ask("publicity.seconds", &[], false).await?;
            let minutes = (seconds.total.value.rows() + 30) / 60;
            let what = self.t("publicity-figure-seconds");
            let m = self.count("minutes", minutes, &seconds.total.list, what);
            let args = vec![("items", items.into()), ("m", m), ("c", minutes.into())];
            out.push_str(&self.say("briefing-on-air", args));
        }
        let photos = self.ask("publicity.photos", &[], false).await?;
        let n = photos.total.value.rows();
        if n > 0 {
            let what = self.t("publicity-figure-photos");
            let photos = self.count("photos", n, &photos.total.list, what);
            let args = vec![("n", photos), ("c", n.into())];
            out.push_str(&self.say("briefing-photos", args));
        }
        let sent = self.ask(SUBMITTED, &[], false).await?;
        if let Value::Ratio {
            num,
            den: den @ 1..,
        } = sent.total.value
        {
            let what = self.t("publicity-figure-submissions");
            let list = sent.total.list.clone();
            let share = text::number::percent(
                u64::try_from(num).unwrap_or(0),
                u64::try_from(den).unwrap_or(1),
            );
            let all = self.count("sent", den, &list, what.clone());
            let taken = self.count("taken", num, &list, what.clone());
            let rate = self.place(
                "rate".to_owned(),
                share
                    .trim_end_matches('%')
                    .trim_end_matches(".0")
                    .to_owned(),
                list,
                what,
            );
            let args = vec![
                ("sent", all),
                ("c", den.into()),
                ("taken", taken),
                ("rate", rate),
            ];
            out.push_str(&self.say("briefing-rate", args));
        }
        let by_field = self.ask(ADOPTED, &["field"], false).await?;
        let told = |f: &Field| {
            let is = |r: &Row| r.keys.get("field").is_some_and(|k| k.code == f.code());
            by_field.rows.iter().any(is)
        };
        let missing: Vec<String> = Field::ALL
            .iter()
            .filter(|f| !told(f))
            .map(|f| match self.lang {
                Lang::Zh => self.t(&f.key()),
                Lang::En => self.t(&f.key()).to_lowercase(),
            })
            .collect();
        if !missing.is_empty() {
            let fields = self.listed(&missing);
            out.push_str(&self.say("briefing-fields", vec![("fields", fields.into())]));
        }
        Ok(out)
    }
}
