//! Many matters: some thousand go their way act by act in the first county; all others are copies of them, in other
//! places, of other people, under numbers of their own.

use std::collections::HashMap;

use anyhow::{Context, Result};
use kernel::Kernel;
use kernel::access::{Actor, Role};
use kernel::id::Id;
use kernel::matter::copy::{Indexes, Model, Place as Whose};
use kernel::{history, search};

use super::county::County;
use super::places::{Place, TOWNSHIPS, VILLAGES};

/// Matters that are walked, at most; the others are copied.
pub const WALKED: usize = 1_200;
/// From so many copies on, indexes are made at the end.
const LARGE: usize = 20_000;

/// How `matters` are shared out: the first organ has a fifth of them, the others the same of the rest.
pub fn shares(matters: usize, organs: usize) -> Vec<usize> {
    if organs < 2 {
        return vec![matters; organs];
    }
    let first = (matters / 5).max(matters.div_ceil(organs));
    let (rest, others) = (matters - first, organs - 1);
    let mut out = vec![first];
    out.extend((0..others).map(|n| rest / others + usize::from(n < rest % others)));
    out
}

/// Fills counties with copies of the first one's matters until each has its share. `copied` is told of how many more.
pub async fn copy(
    kernel: &Kernel,
    counties: &[County],
    shares: &[usize],
    mut copied: impl FnMut(usize),
) -> Result<()> {
    let first = counties.first().context("no county was founded")?;
    seal(kernel, first.organ).await?;
    let model = Model::read(&kernel.db, first.organ).await?;
    let wanted: usize = shares
        .iter()
        .sum::<usize>()
        .saturating_sub(shares[0].min(WALKED));
    if model.is_empty() || wanted == 0 {
        return Ok(());
    }
    let mut aside = Indexes::default();
    let large = wanted >= LARGE;
    if large {
        kernel.db.load(true).await?;
        let mut act = system(kernel, first.organ).await?;
        aside = Indexes::let_go(&mut act).await?;
        act.commit().await?;
    }
    let places = places(counties, shares, model.len());
    let laps: Vec<i64> = (0..counties.len())
        .map(|n| {
            let nths = places.iter().filter(|(county, _)| *county == n);
            nths.map(|(_, whose)| whose.nth).max().unwrap_or(0)
        })
        .collect();
    let places: Vec<Whose> = places.into_iter().map(|(_, whose)| whose).collect();
    let (give, mut take) = tokio::sync::mpsc::channel(1);
    let working = tokio::task::spawn_blocking(move || -> kernel::error::Result<Model> {
        let copies = model.copies(places)?;
        for family in 0..model.families() {
            if give.blocking_send(copies.lot(family)).is_err() {
                break;
            }
        }
        drop(copies);
        Ok(model)
    });
    while let Some(lot) = take.recv().await {
        let mut act = system(kernel, first.organ).await?;
        let done = lot?.write(&mut act).await?;
        act.commit().await?;
        copied(done);
    }
    let model = working.await??;
    for (county, nth) in counties.iter().zip(laps) {
        let mut act = system(kernel, county.organ).await?;
        model.number_on(&mut act, nth).await?;
        act.commit().await?;
    }
    if large {
        loop {
            let mut act = system(kernel, first.organ).await?;
            let more = aside.bring_back(&mut act).await?;
            act.commit().await?;
            if !more {
                break;
            }
        }
        let mut act = system(kernel, first.organ).await?;
        search::settle(&mut act).await?;
        Indexes::settle(&mut act).await?;
        act.commit().await?;
    }
    for county in counties {
        seal(kernel, county.organ).await?;
    }
    if large {
        kernel.db.load(false).await?;
    }
    Ok(())
}

/// Every copy of the model to be made: for which county, and whose it becomes.
fn places(counties: &[County], shares: &[usize], model: usize) -> Vec<(usize, Whose)> {
    let mut out = Vec::new();
    for (n, county) in counties.iter().enumerate() {
        // The first has the model itself, which counts as its share of walked papers.
        let own = usize::from(n == 0);
        let mut left = shares[n].saturating_sub(own * WALKED.min(shares[0]));
        let mut nth = own;
        while left > 0 {
            let of_all = out.len() + 1;
            let whose = Whose {
                ids: stand_ins(&counties[0], county, nth),
                words: names(n, of_all),
                nth: nth as i64,
                of_all: of_all as i64,
                most: left.min(model),
            };
            left -= whose.most;
            out.push((n, whose));
            nth += 1;
        }
    }
    out
}

async fn system(kernel: &Kernel, organ: Id) -> Result<kernel::access::Act> {
    let actor = Actor::system(organ, kernel.clock.today());
    Ok(kernel.system_act(&actor).await?)
}

/// As the server does every minute.
async fn seal(kernel: &Kernel, organ: Id) -> Result<()> {
    loop {
        let mut act = system(kernel, organ).await?;
        let more = history::seal_organ(&mut act).await?;
        act.commit().await?;
        if !more {
            return Ok(());
        }
    }
}

/// Who of `county` stands for whom of the first: the same posts, and among the deputies of a delegation and the
/// members of a sector each time the next one.
fn stand_ins(first: &County, county: &County, nth: usize) -> HashMap<Id, Id> {
    let mut out = HashMap::from([(first.organ, county.organ)]);
    for (code, unit) in &first.units {
        if let Some(other) = county.units.get(code) {
            out.insert(*unit, *other);
        }
    }
    let mut benches: HashMap<(Role, Option<Id>), Vec<usize>> = HashMap::new();
    for (i, somebody) in first.people.iter().enumerate() {
        benches
            .entry((somebody.role, somebody.unit))
            .or_default()
            .push(i);
    }
    for ((role, _), bench) in benches {
        let on = match role {
            Role::Deputy | Role::Member => nth,
            _ => 0,
        };
        for (k, i) in bench.iter().enumerate() {
            let other = bench[(k + on) % bench.len()];
            if let Some(other) = county.people.get(other) {
                out.insert(first.people[*i].person, other.person);
            }
        }
    }
    out
}

/// The names of the `n`-th county in its texts, and of other townships and villages each time.
fn names(n: usize, nth: usize) -> Vec<(String, String)> {
    let turned = |names: &[&str], by: usize| -> Vec<(String, String)> {
        (0..names.len())
            .map(|i| {
                (
                    names[i].to_owned(),
                    names[(i + by) % names.len()].to_owned(),
                )
            })
            .collect()
    };
    let mut out = turned(&TOWNSHIPS, nth);
    out.extend(turned(&VILLAGES, nth / TOWNSHIPS.len() + nth));
    out.push((Place::of(0).name, Place::of(n).name));
    out
}

#[cfg(test)]
mod tests {

    use kernel::clock::Clock;
    use kernel::matter::listing::{self, Filter, Sort, Start};
    use testkit::TestDb;

    use super::*;

    #[test]
    fn the_largest_has_a_fifth_and_nothing_is_lost() {
        assert_eq!(shares(1_000_000, 50)[0], 200_000);
        for (matters, organs) in [(1_000_000, 50), (7, 3), (200, 1), (0, 2), (10, 300)] {
            let all = shares(matters, organs);
            assert_eq!((all.len(), all.iter().sum::<usize>()), (organs, matters));
            assert!(all.iter().all(|n| *n <= all[0]));
        }
    }

    fn schema() -> Vec<kernel::db::Migrations> {
        let mut all = vec![kernel::MIGRATIONS];
        all.extend(crate::areas::all().iter().filter_map(|a| a.part.migrations));
        all
    }

    testkit::on_both! { &schema();
        /// Copies are matters like any other: listed, found, chained, numbered on, of people of their own county.
        async fn copies_are_matters_like_any_other(test: TestDb) {
            let clock: Clock = test.clock.clone();
            let today = clock.today();
            let parts = frame::parts(&mut crate::areas::all());
            let kernel = Kernel::new(test.db.clone(), clock, &test.folder, parts).expect("a kernel");
            let mut counties = Vec::new();
            for n in 0..2 {
                let made = County::found(&kernel, n, n as u64, today, "-").await;
                counties.push(made.expect("a county"));
            }
            crate::seed::fill(&kernel, &counties[0], 12, 5, today, false, || ()).await.expect("filled");
            kernel.clock.set(kernel::clock::Instant::at(today, 9));
            let model = Model::read(&kernel.db, counties[0].organ).await.expect("read");
            let walked = model.len();
            let mut told = 0;
            // The first has 12 walked ones as its share; the second gets two rounds and a half.
            copy(&kernel, &counties, &[12, walked * 5 / 2], |n| told += n).await.expect("copied");
            assert!(told > walked * 2 && told <= walked * 5 / 2, "{told} of {walked}");

            let report = history::verify(&kernel.db, |_| ()).await.expect("verified");
            assert!(report.broken.is_none(), "{:?}", report.broken);
            assert_eq!(report.unsealed, 0);
            let county = &counties[1];
            let clerk = county.holding(Role::Office, None).next().expect("a clerk");
            let clerk = crate::seed::course::acting(county, clerk, today);
            let page = listing::page(&kernel, &clerk, &Filter::default(), Sort::default(), &Start::First, 200)
                .await
                .expect("a list");
            // A draft is its proposer's alone.
            assert!(page.rows.len() > walked, "{} of {told}", page.rows.len());
            let mut numbers: Vec<_> = page.rows.iter().filter_map(|r| r.number.clone().map(|n| (r.kind.clone(), n))).collect();
            let all = numbers.len();
            numbers.sort();
            numbers.dedup();
            assert_eq!(numbers.len(), all, "a number was given twice");
            let row = page.rows.iter().find(|r| r.unit.is_some()).expect("an assigned one");
            assert!(county.units.values().any(|u| Some(*u) == row.unit), "a unit of another county");
            let found = search::find(&kernel.db, &clerk, row.number.as_deref().unwrap_or(&row.title), None, None, 20).await;
            let found = found.expect("searched");
            assert!(found.hits.iter().any(|h| h.matter == row.id), "not found by its number");
        }
    }
}
