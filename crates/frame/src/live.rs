//! Live pages: the bell counts by itself, a page says when what it shows was changed, and a page on a wall is drawn anew
//! after every write. Works without.
//!
//! One stream a visible page, at `/live`. It looks again when something was written in this process, and every
//! quarter minute for what other processes wrote; never more often than every two seconds.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::Stream;
use tokio::sync::watch;

use crate::routes::{Routes, get};
use crate::{App, Failure, Query, SignedIn};

/// Counts writes, so that streams know when to look.
#[derive(Debug)]
pub struct Live {
    writes: watch::Sender<u64>,
}

impl Default for Live {
    fn default() -> Live {
        Live {
            writes: watch::Sender::new(0),
        }
    }
}

impl Live {
    /// Something was written.
    pub fn wake(&self) {
        self.writes.send_modify(|n| *n = n.wrapping_add(1));
    }

    /// Streams that are open now.
    pub fn open(&self) -> usize {
        self.writes.receiver_count()
    }
}

/// A stream is asked for again after this long, which checks the session again.
const LASTS: Duration = Duration::from_secs(300);
const LOOKS_EVERY: Duration = Duration::from_secs(15);
const AT_MOST_EVERY: Duration = Duration::from_secs(2);
/// What a page on a wall asks about.
pub(crate) const WALL: &str = "wall";
/// Streams at once in one process.
const MOST_OPEN: usize = 5_000;

pub(crate) fn routes() -> Routes {
    Routes::new().route("/live", get(live))
}

async fn live(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Failure> {
    if app.live().open() >= MOST_OPEN {
        return Err(Failure::bad("frame-live-full"));
    }
    let about = query
        .get("about")
        .and_then(|a| a.strip_prefix("matter:"))
        .and_then(|id| id.parse().ok());
    let watched = Watch {
        woken: app.live().writes.subscribe(),
        until: tokio::time::Instant::now() + LASTS,
        actor: visit.who().actor.clone(),
        about,
        wall: query.get("about") == Some(WALL),
        unread: visit.who().unread,
        rev: None,
        app,
    };
    let stream = futures_util::stream::unfold(watched, |mut watched| async move {
        let event = watched.next().await?;
        Some((Ok(event), watched))
    });
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(30))))
}

struct Watch {
    app: App,
    woken: watch::Receiver<u64>,
    until: tokio::time::Instant,
    actor: std::sync::Arc<kernel::access::Actor>,
    about: Option<kernel::id::Id>,
    /// Told of every write, and every quarter minute for those of other processes.
    wall: bool,
    unread: i64,
    rev: Option<i64>,
}

impl Watch {
    /// The next thing to say; `None` ends the stream, and the browser asks again.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(matter) = self.about {
                let rev = kernel::pulse::rev_seen(&self.app.kernel().db, &self.actor, matter)
                    .await
                    .ok()?;
                let before = std::mem::replace(&mut self.rev, rev);
                if before.is_some() && before != rev {
                    return Some(Event::default().event("changed").data("1"));
                }
            }
            let unread = self.app.unread(&self.actor).await.ok()?;
            if std::mem::replace(&mut self.unread, unread) != unread {
                return Some(Event::default().event("unread").data(unread.to_string()));
            }
            tokio::time::sleep(AT_MOST_EVERY).await;
            let woken = tokio::time::timeout(LOOKS_EVERY, self.woken.changed());
            if tokio::time::timeout_at(self.until, woken).await.is_err() {
                return None;
            }
            if self.wall {
                return Some(Event::default().event("written").data("1"));
            }
        }
    }
}
