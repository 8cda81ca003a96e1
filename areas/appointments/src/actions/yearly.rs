//! Yearly reports (年度述职) of office holders: when they are due, who owes one, and the reminders of the office.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use kernel::Kernel;
use kernel::access::Actor;
use kernel::clock::Instant;
use kernel::error::{Error, Result};
use kernel::id::Id;
use kernel::notice::{self, Letter, To};
use kernel::organ;
use workday::Limit;

use crate::kind::Appointments;
use crate::model::holding::{Yearly, reports_on, yearly};
use crate::store::register::{self, Holding};

/// Without a figure of the rule pack: by the end of February.
const MONTHS: Limit = Limit::Months(2);
/// The office is reminded so many days before.
const SOON: u64 = 21;

/// The yearly reports of an organ on one year.
pub struct Year {
    pub year: i32,
    pub due: NaiveDate,
    /// Why it is due then: the article, where the rule pack names one.
    pub rests_on: String,
    /// Everybody it is asked of, or who filed one; with the day he filed it.
    pub all: Vec<(Holding, Yearly, Option<NaiveDate>)>,
}

impl Year {
    pub fn owing(&self) -> usize {
        let owes = |y: &Yearly| matches!(y, Yearly::Due | Yearly::Late);
        self.all.iter().filter(|(_, y, _)| owes(y)).count()
    }

    pub fn filed(&self) -> usize {
        let filed = self.all.iter().filter(|(_, y, _)| *y == Yearly::Filed);
        filed.count()
    }

    /// How the report of one holding stands.
    pub fn of(&self, holding: Id) -> Yearly {
        let found = self.all.iter().find(|(h, ..)| h.id == holding);
        found.map_or(Yearly::NotAsked, |(_, y, _)| *y)
    }
}

/// The reports on a year, as of `today`.
pub async fn year(kernel: &Kernel, organ: Id, year: i32, today: NaiveDate) -> Result<Year> {
    let db = &kernel.db;
    let pinned = kernel
        .procedures
        .in_force(db, &[&Appointments], organ)
        .await?;
    let limit = pinned
        .first()
        .and_then(|p| p.pack.limit("appointment_report").cloned());
    let calendar = kernel.calendars.current(db, kernel.now()).await?;
    let ends = NaiveDate::from_ymd_opt(year, 12, 31)
        .ok_or_else(|| Error::internal("a year without an end"))?;
    let length = limit.as_ref().map_or(MONTHS, |l| l.limit);
    let due = workday::Clock::new(ends, length).due(&calendar);
    let due = due.ok().and_then(|d| d.date()).unwrap_or(ends);
    let filed: BTreeMap<Id, NaiveDate> = register::reports(db, organ, year).await?;
    let mut all = Vec::new();
    for holding in register::all(db, organ).await? {
        let asked = reports_on(year, holding.from_on, holding.to_on);
        let on = filed.get(&holding.id).copied();
        let stands = yearly(asked, on.is_some(), due, today);
        if stands != Yearly::NotAsked {
            all.push((holding, stands, on));
        }
    }
    all.sort_by(|a, b| (a.0.class.code(), &a.0.office).cmp(&(b.0.class.code(), &b.0.office)));
    let source = limit.and_then(|l| l.source);
    Ok(Year {
        year,
        due,
        rests_on: source
            .map(|s| format!("《{}》{}", s.act, s.article))
            .unwrap_or_default(),
        all,
    })
}

/// The year reported on as of a day: the one before.
pub fn last(today: NaiveDate) -> i32 {
    today.year() - 1
}

/// Reminds the office of reports that are missing: once some weeks before they are due, once when they are late.
pub async fn remind(kernel: &Kernel, at: Instant) -> Result<usize> {
    let today = at.day();
    let mut sent = 0;
    for of in organ::organs(&kernel.db).await? {
        let reports = year(kernel, of.id, last(today), today).await?;
        let owing = reports.owing();
        let begins = reports.due - chrono::Days::new(SOON);
        let stage = match today {
            day if day > reports.due => "late",
            day if day >= begins => "soon",
            _ => continue,
        };
        if owing == 0 {
            continue;
        }
        let system = Actor::system(of.id, today);
        let mut act = kernel.system_act(&system).await?;
        if register::reminded(&mut act, reports.year, stage).await? {
            let office = To::Role {
                holder: of.id,
                role: "office".to_owned(),
            };
            let letter = Letter::new(format!("notice-appointments-yearly-{stage}"), vec![office])
                .arg("year", i64::from(reports.year).to_string())
                .arg("day", reports.due)
                .arg("n", owing);
            sent += notice::send(&mut act, letter).await?;
        }
        act.commit().await?;
    }
    Ok(sent)
}
