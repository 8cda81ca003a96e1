//! How many matters are brought in, and when: most of them in the year before the present of the data, the others
//! in the four years before, around the sessions in January and through the year.

use anyhow::Result;
use chrono::{Datelike, NaiveDate, TimeDelta};
use fastrand::Rng;
use kernel::Kernel;
use kernel::clock::Instant;

use super::county::County;
use super::course::{Course, Walk};
use super::places::{TOWNSHIPS, VILLAGES};
use super::words::TOPICS;

/// Matters of a county whose people attach files.
const FILES: usize = 20;

/// Brings `n` matters into a county and lets them go their way until `today`, and with `desks` those that shall wait for
/// the people of the demo. `kernel` must have a clock that can be turned; `brought` is told of each matter.
pub async fn fill(
    kernel: &Kernel,
    county: &County,
    n: usize,
    seed: u64,
    today: NaiveDate,
    desks: bool,
    brought: impl FnMut(),
) -> Result<()> {
    let calendar = kernel.calendars.current(&kernel.db, kernel.now()).await?;
    let mut rng = Rng::with_seed(seed ^ 0x6d61_7474_6572);
    let mut course = Course::new(kernel, county, &calendar, Instant::at(today, 9));
    for at in 0..n {
        // Every topic comes up once before any comes up again, at another place.
        let mut topic = &TOPICS[at % TOPICS.len()];
        while at >= TOPICS.len() && !topic.is_local() {
            topic = &TOPICS[rng.usize(..TOPICS.len())];
        }
        let place = format!(
            "{}{}",
            TOWNSHIPS[rng.usize(..TOWNSHIPS.len())],
            VILLAGES[rng.usize(..VILLAGES.len())]
        );
        let mut walk = Walk::new(topic, topic.at(&place), Rng::with_seed(rng.u64(..)));
        walk.files = at < FILES * 5 && at % 5 == 0;
        let day = brought_in_on(&mut rng, today);
        let hour = rng.u32(9..17);
        let at = Instant::at(day, hour).plus_seconds(rng.i64(0..3600));
        course.add(walk, at);
    }
    if desks {
        super::desks::add(&mut course, &calendar, &mut rng, today);
    }
    course.run(brought).await
}

/// A day in the last five years.
fn brought_in_on(rng: &mut Rng, today: NaiveDate) -> NaiveDate {
    let before = |days: i64| {
        today
            .checked_sub_signed(TimeDelta::days(days))
            .unwrap_or(today)
    };
    match rng.u32(..100) {
        // The last months: what runs now.
        0..35 => before(rng.i64(1..120)),
        35..60 => before(rng.i64(120..365)),
        // Earlier years: half at the session, half through the year.
        60..80 => {
            let year = today.year() - rng.i32(1..5);
            NaiveDate::from_ymd_opt(year, 1, rng.u32(8..13)).unwrap_or(today)
        }
        _ => before(rng.i64(365..4 * 365)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_are_brought_in_within_five_years_and_never_tomorrow() {
        let today = NaiveDate::from_ymd_opt(2026, 3, 2).expect("a date");
        let mut rng = Rng::with_seed(3);
        let days: Vec<NaiveDate> = (0..500).map(|_| brought_in_on(&mut rng, today)).collect();
        assert!(days.iter().all(|day| *day < today));
        assert!(days.iter().all(|day| day.year() >= 2022));
        let last_year = days.iter().filter(|day| (today - **day).num_days() <= 365);
        assert!((250..400).contains(&last_year.count()));
    }
}
