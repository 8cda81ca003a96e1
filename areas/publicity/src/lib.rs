//! Publicity (宣传): the office as a small newsroom, from the topic planned before the work to the settled reward.
//!
//! **Nouns.** An *outlet* (媒体、刊物) has a level, a medium, faces outward or inward, may be major; *columns* (专栏) it
//! runs for us, one or two contact *reporters*. A *group* (宣传小组) writes; its *members* come and go by dates.
//! A *manuscript* (稿件) is a matter: genre, text in *versions*, *authors* with shares in whole parts, *remarks* of the
//! group beside the text, *reviews* with a four-part score (快活深实). A *submission* (投稿) sends it to one outlet; an
//! *adoption* (采用) is one appearance, with date, place, size and proof: the *ledger* (采用台账) is all of them. A
//! *topic* (选题) is planned before the *meeting*, *activity* or other matter it reports. A *quota* (任务量) is owed by
//! week. A *series* (刊物) of bulletins or a journal has *issues* (刊期), numbered without gaps, made of *items*, sent to
//! *addressees* who sign for them; what a superior takes over of one is an adoption. *Correspondents* and *liaisons*
//! (通讯员、信息联络员) stand for units, each asked for so many pieces a quarter, and are trained. The calendar with the
//! media holds *engagements*: joint meetings, interviews, the next items of columns. *Incentive rules* are versions of
//! data; a *settlement* (奖励兑现) applies one to a period's ledger and is frozen.
//!
//! **States and acts.** A manuscript follows `procedures/manuscript-3.toml`: `draft` → `group_review` → `office_review` →
//! `leader_review` → `placing` (here it is sent to outlets, declined by them, corrected) → `filed`; every review may
//! return it with reasons, the leader may decline it for good, its author withdraw it. The ledger is kept beside the
//! procedure ([`actions::ledger`]), so that pieces long filed, or never written here, appear as well: an adoption once
//! entered is never changed, it is *struck* (撤销) with a reason and stays. What it keeps of outlet, group and authors is
//! what held on its day. A settled period is never changed: a later correction is an *adjustment* in the next settlement.
//!
//! An issue follows `procedures/bulletin.toml` or `journal.toml`: compiled (the journal gathered and edited by days counted
//! back from the day it is out), released with its number, distributed, filed.
//!
//! A topic follows `procedures/topic-2.toml`: `planned` → `covering` → `covered` or `dropped`. It is tied by a link to the
//! matter it reports, of whatever area; that matter is *covered* once a manuscript of one of its topics was sent or
//! appeared. One that *recurs* (周期选题) plans the next when its first piece is released, or when it ends. A *campaign*
//! (专项宣传) follows `procedures/campaign.toml`; events join it by a link.
//!
//! **Permissions.** `Write` begins manuscripts and plans topics; `Newsroom` (the office) keeps outlets, groups, quotas,
//! rules, the ledger and settlements, and plans campaigns; `Import` fills outlets and the ledger from tables. Everything on one
//! manuscript, topic or issue is the procedure's.
//!
//! **Who sees what.** Figures' pages, ledger, outlets, groups, board and rules: whoever may open the newsroom ([`opens`]);
//! settlements: the office alone. A manuscript: its authors and its group from the first line on, the staff of the organ
//! once it was sent in for review; what somebody is typing is his alone until he keeps it as a version. Figures and the
//! ledger hold the manuscripts that exist for their reader; the board counts the whole organ's.
//!
//! **Rooms.** [`model`] pure rules, tested without a database: [`characters`](model::characters) as Word counts them,
//! [`genre`](model::genre) limits, [`share`](model::share)s, [`score`](model::score),
//! [`incentive`](model::incentive) with settlement and adjustment, [`quota`](model::quota) and [`board`](model::board),
//! [`imbalance`](model::imbalance), [`coverage`](model::coverage) of work, [`briefing`](model::briefing): a text whose
//! numbers know their rows; the module [`briefing`] writes one. [`topic`] and [`campaign`] what the core asks of
//! those kinds. [`store`] SQL. [`actions`] use cases outside a running manuscript; `effects` and
//! `offers` those inside one, `photo` its pictures, `recording` its sound and film; [`kind`] what the core asks; [`issue`]
//! the same of issues. [`import`] the tables `outlets` and `manuscripts`. [`figures`] the statistics. `pages` HTML, `api`
//! JSON.
//!
//! **Not here yet.** Recordings above 40 MB: a file is held whole in memory on its way in. A page on which a correspondent
//! finds what he alone is paid.

pub mod actions;
mod api;
pub mod briefing;
pub mod campaign;
mod effects;
pub mod figures;
pub mod import;
pub mod issue;
pub mod kind;
pub mod model;
mod offers;
mod pages;
mod photo;
mod recording;
pub mod store;
pub mod topic;
pub mod vocabulary;

use std::sync::Arc;

use frame::{About, Area, Nav};
use kernel::access::{Actor, Permission};
use kernel::job::{Job, When};

use crate::model::issue::Shape;

/// The area's own schema.
pub const MIGRATIONS: kernel::db::Migrations = kernel::migrations!("publicity",
    1 => "0001_newsroom",
    2 => "0002_quota",
    3 => "0003_incentive",
    4 => "0004_topic",
    5 => "0005_campaign",
    6 => "0006_briefing",
    7 => "0007_issue",
    8 => "0008_network",
    9 => "0009_photo",
    10 => "0010_settling",
    11 => "0011_change",
    12 => "0012_recording",
    13 => "0013_recurring",
    20 => "0020_submitted",
);

/// Whoever writes, keeps the newsroom, or reads the organ's work.
pub fn opens(actor: &Actor) -> bool {
    [Permission::Write, Permission::Newsroom, Permission::ReadAll]
        .into_iter()
        .any(|p| actor.may(p))
}

/// Reminds of the week's quota, early on each day; most days nobody.
const REMINDER: Job = Job {
    name: "publicity.quota",
    when: When::Daily(8),
    run: |kernel, work| {
        Box::pin(async move {
            actions::quota::remind(kernel, work.at).await?;
            Ok(())
        })
    },
};

/// Settles a period with a long ledger.
const SETTLE: Job = Job {
    name: actions::settling::JOB,
    when: When::Asked,
    run: |kernel, work| Box::pin(actions::settling::run(kernel, work)),
};

/// Ends the topics of which every genre planned has appeared.
const COVERED: Job = Job {
    name: "publicity.topics",
    when: When::Daily(6),
    run: |kernel, work| {
        Box::pin(async move {
            actions::topic::conclude(kernel, work.at).await?;
            Ok(())
        })
    },
};

/// Planning the coverage of a matter, offered on its page.
const COVERAGE: About = About {
    key: "publicity-topic-plan",
    href: "/publicity/topics/new?matter=",
    offered: |actor, matter| {
        actor.may(Permission::Write) && !matter.historic && !is_own(&matter.kind)
    },
};

/// What the newsroom makes itself: nothing that is reported in its turn. A campaign is.
fn is_own(kind: &str) -> bool {
    matches!(kind, kind::MANUSCRIPT | topic::TOPIC) || Shape::parse(kind).is_some()
}

/// What this area adds to the program.
pub fn area() -> Area {
    Area {
        name: "publicity",
        begin: Vec::new(),
        about: vec![COVERAGE],
        nav: vec![Nav {
            key: "publicity-nav",
            href: "/publicity",
            order: 20,
            visible: opens,
        }],
        asked: None,
        routes: pages::routes(),
        api: api::routes(),
        openapi: api::described(),
        part: kernel::Part {
            name: "publicity",
            migrations: Some(MIGRATIONS),
            kinds: vec![
                Arc::new(kind::Manuscript),
                Arc::new(topic::TopicKind),
                Arc::new(campaign::CampaignKind),
                Arc::new(issue::Issues(Shape::Bulletin)),
                Arc::new(issue::Issues(Shape::Journal)),
            ],
            imports: vec![Arc::new(import::Outlets), Arc::new(import::Manuscripts)],
            figures: [figures::figures(), issue::figures()].concat(),
            kept: Some(figures::KEPT),
            jobs: vec![REMINDER, COVERED, SETTLE],
            ..kernel::Part::default()
        },
    }
}
