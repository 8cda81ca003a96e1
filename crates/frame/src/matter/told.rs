//! A matter's history in sentences: each act by its own title, with units, part and reason.

use axum::response::Response;
use kernel::error::Error;
use kernel::history::{self, Entry};
use kernel::id::Id;
use procedure::{Need, Part};
use serde_json::Value as Json;
use text::{Arg, Lang};

use super::act::words;
use super::papers;
use super::shown::Shown;
use crate::read::Fields;
use crate::ui::{Doc, History, HistoryEntry, Links};
use crate::{App, Failure};

/// How many events a matter's own page shows.
const RECENT: usize = 8;

impl Shown<'_> {
    /// The newest events, and a way to the whole history where there is more.
    pub async fn history(&self, app: &App) -> Result<(History, Option<Links>), Error> {
        let id = self.standing.matter.id;
        let page =
            history::of_matter(&app.kernel().db, self.visit.actor(), id, None, RECENT).await?;
        let more = page.next.is_some().then(|| {
            Links::new(vec![(
                format!("/matters/{id}/history"),
                self.visit.t("matter-history-all"),
            )])
        });
        Ok((self.entries(page.rows), more))
    }

    fn entries(&self, entries: Vec<Entry>) -> History {
        let entries = entries
            .into_iter()
            .map(|e| {
                let data = e.data();
                HistoryEntry {
                    at: e.at,
                    who: self.who(&e),
                    words: self.sentence(&e.kind, &data),
                    said: self.said(&data),
                    changes: self.changes(&data),
                    grave: data["sent_back"] == true || data["grave"] == true,
                }
            })
            .collect();
        History::new(self.visit, entries)
    }

    /// What was said with an event, and the files it brought or took away.
    fn said(&self, data: &Json) -> String {
        let words = data["said"].as_str().map(str::to_owned);
        let files = papers::told(self.lang(), data);
        let lines: Vec<String> = words.into_iter().chain(files).collect();
        lines.join("\n")
    }

    fn who(&self, e: &Entry) -> String {
        let name = e
            .person
            .clone()
            .or_else(|| e.account.clone())
            .unwrap_or_else(|| self.visit.t("matter-system"));
        match &e.instead_of {
            Some(absent) => text::ta(
                self.lang(),
                "matter-instead-of",
                &[("name", Arg::Str(&name)), ("absent", Arg::Str(absent))],
            ),
            None => name,
        }
    }

    /// An event as JSON (a conflict's) in words.
    pub(crate) fn sentence_of(&self, event: &Json) -> String {
        let kind = event["kind"].as_str().unwrap_or_default();
        let words = self.sentence(kind, &event["data"]);
        match event["by"].as_str() {
            Some(by) => format!("{by}：{words}"),
            None => words,
        }
    }

    /// What happened: the act's own title, with units, part and reason; other events by their kind.
    fn sentence(&self, kind: &str, data: &Json) -> String {
        let lang = self.lang();
        let def = &self.standing.pinned.definition;
        let act = data["act"].as_str().and_then(|a| def.act(a));
        let mut out = match act {
            Some(act) => words(lang, &act.title),
            None => {
                let key = format!("event-{}", kind.replace('_', "-"));
                own_or(lang, &format!("{key}-{}", self.standing.matter.kind), &key)
            }
        };
        let (open, close, colon) = match lang {
            Lang::Zh => ("（", "）", "："),
            Lang::En => (" (", ")", ": "),
        };
        if let Some(unit) = data["unit"].as_str().and_then(|u| u.parse().ok()) {
            out = format!("{out}{open}{}{close}", self.unit(unit));
        }
        if let Some(units) = data["units"].as_array() {
            let named: Vec<String> = units
                .iter()
                .filter_map(|u| {
                    let unit: Id = u["unit"].as_str()?.parse().ok()?;
                    let part = Part::parse(u["part"].as_str()?)?;
                    Some(format!(
                        "{} {}",
                        words(lang, &part.title()),
                        self.unit(unit)
                    ))
                })
                .collect();
            out = format!("{out}{colon}{}", named.join("、"));
        }
        let reason = data["reason"].as_str().and_then(|code| {
            act?.needs.iter().find_map(|n| match n {
                Need::Reason { list } => list.iter().find(|(c, _)| c == code),
                _ => None,
            })
        });
        if let Some((_, reason)) = reason {
            out = format!("{out}{colon}{}", words(lang, reason));
        }
        out
    }

    /// What an event says changed: `changes: [[field, before, after], …]`.
    fn changes(&self, data: &Json) -> Vec<(String, String, String)> {
        let fields = &self.standing.pinned.definition.vocabulary.fields;
        data["changes"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|c| {
                let name = c[0].as_str()?;
                let label = fields
                    .get(name)
                    .map_or_else(|| name.to_owned(), |f| words(self.lang(), &f.title));
                let text = |v: &Json| v.as_str().unwrap_or_default().to_owned();
                Some((label, text(&c[1]), text(&c[2])))
            })
            .collect()
    }

    /// The whole history, paged.
    pub(crate) async fn history_page(
        &self,
        app: &App,
        query: &Fields,
    ) -> Result<Response, Failure> {
        let matter = &self.standing.matter;
        let before = query.get("before").and_then(|b| b.parse().ok());
        let page =
            history::of_matter(&app.kernel().db, self.visit.actor(), matter.id, before, 50).await?;
        let mut links = vec![(
            self.standing.kind.address(matter.id),
            self.visit.t("matter-back"),
        )];
        if let Some(next) = page.next {
            links.push((
                format!("/matters/{}/history?before={next}", matter.id),
                self.visit.t("matter-history-older"),
            ));
        }
        Ok(Doc::titled(format!(
            "{} · {}",
            self.visit.t("matter-history"),
            matter.title
        ))
        .trail(self.standing.kind.address(matter.id), matter.title.clone())
        .part(self.entries(page.rows))
        .part(Links::new(links))
        .show(self.visit))
    }
}

/// A kind's own words, or those of all: a suggestion is received, a manuscript begun.
pub(super) fn own_or(lang: Lang, own: &str, key: &str) -> String {
    match text::t(lang, own) {
        words if words == own => text::t(lang, key),
        words => words,
    }
}
