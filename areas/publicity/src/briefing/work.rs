//! What the newsroom did beside its appearances: topics planned and told, what it published itself and who signed for it,
//! its network and training, its quotas. Every number leads to its rows.

use chrono::Days;
use kernel::error::Result;
use kernel::id::Id;
use kernel::organ;
use kernel::statistics::Value;
use text::Arg;

use super::Writer;
use crate::actions::quota::Weeks;
use crate::figures::{RECEIVED, TOPICS};
use crate::model::quota::{Standing, week_of};
use crate::store::network;

impl Writer<'_> {
    /// The paragraph; empty where there is nothing to tell.
    pub(super) async fn work(&mut self) -> Result<String> {
        let mut out = self.topics().await?;
        out.push_str(&self.issues().await?);
        out.push_str(&self.network().await?);
        out.push_str(&self.quotas().await?);
        Ok(out)
    }

    async fn topics(&mut self) -> Result<String> {
        let answer = self.ask(TOPICS, &["state"], false).await?;
        let n = answer.total.value.rows();
        if n == 0 {
            return Ok(String::new());
        }
        let mut items = Vec::new();
        for state in ["covered", "covering", "planned", "dropped"] {
            let is =
                |r: &&kernel::statistics::Row| r.keys.get("state").is_some_and(|k| k.code == state);
            let Some(row) = answer.rows.iter().find(is) else {
                continue;
            };
            let name = self.t(&format!("publicity-topic-state-{state}"));
            let list = row.list.clone();
            let count = row.value.rows();
            let number = self.count(&format!("topics.{state}"), count, &list, name.clone());
            let name = match self.lang {
                text::Lang::Zh => name,
                text::Lang::En => name.to_lowercase(),
            };
            let args = vec![("name", name.into()), ("n", number)];
            items.push(self.say("briefing-topic-item", args));
        }
        let what = self.t("publicity-figure-topics");
        let all = self.count("topics", n, &answer.total.list, what);
        let items = self.listed(&items);
        let args = vec![("n", all), ("c", n.into()), ("items", items.into())];
        Ok(self.say("briefing-topics", args))
    }

    /// Issues by series, their items, what superiors took over, who signed.
    async fn issues(&mut self) -> Result<String> {
        let by_series = self.ask("publicity.issues", &["series"], false).await?;
        if by_series.total.value.rows() == 0 {
            return Ok(String::new());
        }
        let mut series = Vec::new();
        for row in &by_series.rows {
            let Some(key) = row.keys.get("series") else {
                continue;
            };
            let name = key.label.clone();
            let n = row.value.rows();
            let code = format!("issues.{}", key.code);
            let number = self.count(&code, n, &row.list, name.clone());
            let args = vec![("name", name.into()), ("n", number), ("c", n.into())];
            series.push(self.say("briefing-issue-item", args));
        }
        let items = self.listed(&series);
        let mut out = self.say("briefing-issues", vec![("items", items.into())]);
        for (figure, key, title) in [
            (
                "publicity.items",
                "briefing-issue-items",
                "publicity-figure-items",
            ),
            (
                "publicity.taken",
                "briefing-issue-taken",
                "publicity-figure-taken",
            ),
        ] {
            let answer = self.ask(figure, &[], false).await?;
            let n = answer.total.value.rows();
            if n > 0 {
                let what = self.t(title);
                let number = self.count(figure, n, &answer.total.list, what);
                out.push_str(&self.say(key, vec![("n", number), ("c", n.into())]));
            }
        }
        let signed = self.ask(RECEIVED, &[], false).await?;
        if let Value::Ratio {
            num,
            den: den @ 1..,
        } = signed.total.value
        {
            let what = self.t("publicity-figure-receipts");
            let list = signed.total.list.clone();
            let all = self.count("receipts.sent", den, &list, what.clone());
            let got = self.count("receipts.signed", num, &list, what.clone());
            let rate = self.rate("receipts.rate", num, den, list, what);
            let args = vec![
                ("sent", all),
                ("c", den.into()),
                ("got", got),
                ("rate", rate),
            ];
            out.push_str(&self.say("briefing-receipts", args));
        }
        out.push_str(&self.t("briefing-stop-after"));
        Ok(out)
    }

    /// Who stands for the units today, the units without anybody, training of the period.
    async fn network(&mut self) -> Result<String> {
        let (db, actor) = (&self.kernel.db, self.actor);
        let today = actor.today;
        let all: Vec<network::Correspondent> = network::all(db, actor.organ)
            .await?
            .into_iter()
            .filter(|c| c.is_on(today))
            .collect();
        let mut people: Vec<Id> = all.iter().map(|c| c.person_id).collect();
        people.sort();
        people.dedup();
        let mut out = String::new();
        if !people.is_empty() {
            let units = organ::units(db, actor.organ).await?;
            let gaps = units
                .iter()
                .filter(|u| u.handles() && u.exists_on(today))
                .filter(|u| !all.iter().any(|c| c.unit_id == u.id))
                .count() as i64;
            let n = people.len() as i64;
            let what = self.t("network-people");
            let number = self.count("network", n, "/publicity/network", what);
            let mut args = vec![("n", number), ("c", n.into())];
            let key = match gaps {
                0 => "briefing-network-whole",
                _ => {
                    let what = self.t("network-gaps");
                    let gap = self.count("network.gaps", gaps, "/publicity/network#gaps", what);
                    args.extend([("gaps", gap), ("g", gaps.into())]);
                    "briefing-network"
                }
            };
            out.push_str(&self.say(key, args));
        }
        let (from, to) = (self.period.from, self.period.to);
        let held = network::trainings(db, actor.organ, Some(from), Some(to.min(today))).await?;
        if !held.is_empty() {
            let list = format!("/publicity/trainings?from={from}&to={to}");
            let what = self.t("network-trainings");
            let (n, came) = (
                held.len() as i64,
                held.iter().map(|t| t.present).sum::<i64>(),
            );
            let sessions = self.count("trainings", n, &list, what.clone());
            let present = self.count("trainings.came", came, &list, what);
            let args = vec![
                ("n", sessions),
                ("c", n.into()),
                ("came", present),
                ("k", came.into()),
            ];
            out.push_str(&self.say("briefing-trainings", args));
        }
        Ok(out)
    }

    /// What all groups owed and did in the weeks of the period that are over.
    async fn quotas(&mut self) -> Result<String> {
        let first = week_of(self.period.from);
        let over = week_of(self.actor.today) - Days::new(7);
        let last = week_of(self.period.to).min(over);
        if last < first {
            return Ok(String::new());
        }
        let weeks = Weeks::read(self.kernel, self.actor.organ, first, last).await?;
        let (mut owed, mut done, mut short) = (0i64, 0i64, 0i64);
        for monday in first.iter_days().step_by(7).take_while(|m| *m <= last) {
            for b in weeks.board(monday) {
                owed += i64::from(b.group.owed);
                done += i64::from(b.group.done);
                short += i64::from(matches!(b.group.standing, Standing::Short(_)));
            }
        }
        if owed == 0 {
            return Ok(String::new());
        }
        let list = format!("/publicity/board/weeks?from={first}&to={last}");
        let what = self.t("publicity-quotas");
        let args = vec![
            ("owed", self.count("quota.owed", owed, &list, what.clone())),
            ("done", self.count("quota.done", done, &list, what.clone())),
            (
                "rate",
                self.rate("quota.rate", done, owed, list.clone(), what.clone()),
            ),
            ("short", self.count("quota.short", short, &list, what)),
            ("s", Arg::from(short)),
        ];
        Ok(self.say("briefing-quotas", args))
    }

    /// A share in percent.
    fn rate(
        &mut self,
        key: &str,
        part: i64,
        whole: i64,
        list: String,
        what: String,
    ) -> Arg<'static> {
        let count = |n: i64| u64::try_from(n).unwrap_or(0);
        let share = text::number::percent(count(part), count(whole));
        let shown = share
            .trim_end_matches('%')
            .trim_end_matches(".0")
            .to_owned();
        self.place(key.to_owned(), shown, list, what)
    }
}
