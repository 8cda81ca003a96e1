//! The stream of ballots: one a page, fed by the board of this process, without a look at the database of its own.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use ballot::State as Stands;
use ballot::board::{self, Item, News};
use frame::{App, Failure, Query, Routes, SignedIn, get};
use futures_util::Stream;
use kernel::access::Actor;
use kernel::id::Id;
use kernel::matter::listing;
use serde_json::json;
use text::Lang;
use tokio::sync::watch;

use super::result::Result as Shown;

pub(super) fn routes() -> Routes {
    Routes::new().route("/vote/live", get(live))
}

/// A stream is asked for again after this long, which checks the session again.
const LASTS: Duration = Duration::from_secs(300);
/// Progress is told at most this often; a change of state at once.
const AT_MOST_EVERY: Duration = Duration::from_millis(900);

struct Watch {
    app: App,
    news: watch::Receiver<Arc<News>>,
    actor: Arc<Actor>,
    lang: Lang,
    until: tokio::time::Instant,
    /// Whether a ballot exists for the reader: asked once.
    seen: BTreeMap<Id, bool>,
    told: BTreeMap<Id, (i64, ballot::Progress)>,
    spoke: Option<tokio::time::Instant>,
    waiting: Vec<Arc<Item>>,
    fresh: bool,
}

async fn live(
    State(app): State<App>,
    visit: SignedIn,
    Query(_): Query,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Failure> {
    let (news, untended) = board::watch(app.kernel());
    if untended {
        let app = app.clone();
        tokio::spawn(async move { board::tend(app.kernel()).await });
    }
    let watched = Watch {
        news,
        actor: visit.who().actor.clone(),
        lang: visit.lang,
        until: tokio::time::Instant::now() + LASTS,
        seen: BTreeMap::new(),
        told: BTreeMap::new(),
        spoke: None,
        waiting: Vec::new(),
        fresh: true,
        app,
    };
    let stream = futures_util::stream::unfold(watched, |mut watched| async move {
        let event = watched.next().await?;
        Some((Ok(event), watched))
    });
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(30))))
}

impl Watch {
    /// The next thing to say; `None` ends the stream, and the browser asks again.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(item) = self.waiting.pop() {
                return Some(self.tell(&item));
            }
            if !std::mem::take(&mut self.fresh) {
                tokio::time::timeout_at(self.until, self.news.changed())
                    .await
                    .ok()?
                    .ok()?;
            }
            self.gather().await;
        }
    }

    /// What is new since it was last told, as far as it exists for the reader.
    async fn gather(&mut self) {
        let news = self.news.borrow_and_update().clone();
        let states = news.values().any(|item| {
            let told = self.told.get(&item.ballot.id);
            told.is_none_or(|(version, _)| *version != item.ballot.version)
        });
        if !states && let Some(spoke) = self.spoke {
            // Only progress: thousands of pages are not told of every single vote.
            tokio::time::sleep_until(spoke + AT_MOST_EVERY).await;
        }
        let news = self.news.borrow_and_update().clone();
        for item in news.values() {
            let now = (item.ballot.version, item.progress);
            if self.told.get(&item.ballot.id) == Some(&now) || !self.sees(item).await {
                continue;
            }
            self.told.insert(item.ballot.id, now);
            self.waiting.push(item.clone());
        }
        if !self.waiting.is_empty() {
            self.spoke = Some(tokio::time::Instant::now());
        }
    }

    async fn sees(&mut self, item: &Item) -> bool {
        if item.has(&self.actor) {
            return true;
        }
        if item.ballot.organ_id != self.actor.organ {
            return false;
        }
        if let Some(seen) = self.seen.get(&item.ballot.id) {
            return *seen;
        }
        let db = &self.app.kernel().db;
        let seen = listing::visible(db, &self.actor, item.ballot.matter_id)
            .await
            .unwrap_or(false);
        self.seen.insert(item.ballot.id, seen);
        seen
    }

    fn tell(&self, item: &Item) -> Event {
        let at = usize::from(self.lang == Lang::En);
        let data = item.shown[at].get_or_init(|| told(self.lang, item).into());
        Event::default().event("ballot").data(&**data)
    }
}

/// What a page is told of a ballot: how far it is, and nothing of how it is voted before it is closed.
fn told(lang: Lang, item: &Item) -> String {
    let html = (item.ballot.state == Stands::Closed)
        .then(|| Shown::new(lang, &item.ballot).render().unwrap_or_default());
    let (ballot, progress) = (&item.ballot, item.progress);
    json!({
        "id": ballot.id, "state": ballot.state, "version": ballot.version, "round": ballot.round,
        "roll": progress.roll, "handed": progress.handed, "paper": progress.paper, "voted": progress.voted,
        "html": html,
    })
    .to_string()
}
