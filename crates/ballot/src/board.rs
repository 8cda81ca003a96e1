//! What live pages are told of ballots: which run, how many have voted, what they came to. One look at the database for
//! all pages of a process, at once after a change made here and twice a second for those made by other processes.

use std::collections::{BTreeMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use kernel::Kernel;
use kernel::access::Actor;
use kernel::db::sql;
use kernel::error::Result;
use kernel::id::Id;
use tokio::sync::{Notify, watch};

use crate::record::{Ballot, COLUMNS};
use crate::voting::{self, Progress};

/// How often other processes' changes are looked for.
const LOOKS_EVERY: Duration = Duration::from_millis(400);
/// Seconds a closed ballot stays on the board.
const STAYS: i64 = 600;

/// One ballot on the board.
#[derive(Debug)]
pub struct Item {
    pub ballot: Ballot,
    pub progress: Progress,
    /// Persons on its roll.
    roll: Arc<HashSet<Id>>,
    /// What pages made of it, by language, so that thousands of them share it.
    pub shown: [OnceLock<Arc<str>>; 2],
}

impl Item {
    /// Whether `actor` stands on its roll.
    pub fn has(&self, actor: &Actor) -> bool {
        actor.person.is_some_and(|p| self.roll.contains(&p))
    }
}

/// The ballots that run or have just ended.
pub type News = BTreeMap<Id, Arc<Item>>;

/// The board of this process.
pub(crate) struct Board {
    news: watch::Sender<Arc<News>>,
    wake: Notify,
    tended: AtomicBool,
}

impl Default for Board {
    fn default() -> Board {
        Board {
            news: watch::Sender::new(Arc::default()),
            wake: Notify::new(),
            tended: AtomicBool::new(false),
        }
    }
}

/// A ballot was changed in this process.
pub(crate) fn wake(kernel: &Kernel) {
    kernel.memory.of::<Board>().wake.notify_one();
}

/// Follows the board. Where the second value is true nobody tends it yet: the caller has [`tend`] run in the background.
pub fn watch(kernel: &Kernel) -> (watch::Receiver<Arc<News>>, bool) {
    let board = kernel.memory.of::<Board>();
    let watched = board.news.subscribe();
    (watched, !board.tended.swap(true, Ordering::AcqRel))
}

/// Keeps the board while anybody follows it.
pub async fn tend(kernel: &Kernel) {
    let board = kernel.memory.of::<Board>();
    loop {
        let before = board.news.borrow().clone();
        match look(kernel, &before).await {
            Ok(Some(news)) => {
                board.news.send_replace(Arc::new(news));
            }
            Ok(None) => {}
            Err(e) => tracing::warn!(error = %e, "the board of ballots was not renewed"),
        }
        if let Err(e) = crate::booth::tidy(kernel).await {
            tracing::warn!(error = %e, "papers of an ended dealing were not destroyed");
        }
        if board.news.receiver_count() == 0 {
            board.tended.store(false, Ordering::Release);
            // Somebody may have come just now, and found it tended.
            if board.news.receiver_count() == 0 || board.tended.swap(true, Ordering::AcqRel) {
                return;
            }
        }
        let _ = tokio::time::timeout(LOOKS_EVERY, board.wake.notified()).await;
    }
}

/// The board anew, where anything is different from `before`.
async fn look(kernel: &Kernel, before: &News) -> Result<Option<News>> {
    let since = kernel.now().plus_seconds(-STAYS).0;
    let rows: Vec<Ballot> = sql(format!(
        "SELECT {COLUMNS} FROM ballot b WHERE b.state IN ('dealing', 'open') OR b.closed_at > $1"
    ))
    .bind(since)
    .all(&kernel.db)
    .await?;
    let mut changed = rows.len() != before.len();
    let mut news = News::new();
    for ballot in rows {
        let id = ballot.id;
        let known = before.get(&id);
        let same = known.filter(|k| k.ballot.version == ballot.version);
        let progress = match same {
            Some(k) if !ballot.state.runs() => k.progress,
            _ => voting::progress(&kernel.db, &ballot).await?,
        };
        if let Some(k) = same.filter(|k| k.progress == progress) {
            news.insert(id, k.clone());
            continue;
        }
        changed = true;
        let roll = match same.filter(|k| k.progress.roll == progress.roll) {
            Some(k) => k.roll.clone(),
            None => Arc::new(persons(kernel, id).await?),
        };
        let item = Item {
            ballot,
            progress,
            roll,
            shown: Default::default(),
        };
        news.insert(id, Arc::new(item));
    }
    Ok(changed.then_some(news))
}

async fn persons(kernel: &Kernel, ballot: Id) -> Result<HashSet<Id>> {
    let rows: Vec<(Id,)> = sql("SELECT person_id FROM ballot_roll WHERE ballot_id = $1")
        .bind(ballot)
        .all(&kernel.db)
        .await?;
    Ok(rows.into_iter().map(|(p,)| p).collect())
}
