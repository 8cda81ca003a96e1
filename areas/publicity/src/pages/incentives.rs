//! The incentive rules: the table in force and its versions, and a bench on which an item is tried.

use axum::extract::State;
use axum::response::Response;
use frame::ui::{
    Cell, Choice, Column, Doc, Empty, Facts, Field, Form as Sheet, Head, Note, Row, Table, Tone,
};
use frame::{App, Failure, Fields, Query, Reader, Routes, SignedIn, get};
use kernel::error::Error;

use super::rules::stacking_code;
use super::{View, enter, keeps, listed, ta, tabs};
use crate::actions::incentive as actions;
use crate::model::adoption::Size;
use crate::model::genre::Genre;
use crate::model::incentive::table::amount;
use crate::model::incentive::{Item, Rules, Stacking, worth};
use crate::model::outlet::Level;
use crate::store::incentive::{self as store, Version};

pub(super) fn routes() -> Routes {
    Routes::new().route("/publicity/incentives", get(page))
}

fn lines(visit: &SignedIn, rules: &Rules) -> Table {
    let columns = vec![
        Column::new("n", visit.t("publicity-rule-line")).number(),
        Column::new("level", visit.t("publicity-dimension-level")),
        Column::new("genre", visit.t("publicity-dimension-genre")),
        Column::new("size", visit.t("publicity-dimension-size")),
        Column::new("from", visit.t("publicity-rule-from")).number(),
        Column::new("points", visit.t("publicity-points")).number(),
        Column::new("yuan", visit.t("publicity-rule-yuan")).number(),
        Column::new("fee", visit.t("publicity-rule-fee")).number(),
    ];
    let said = |keys: Vec<String>| {
        let words: Vec<String> = keys.iter().map(|k| visit.t(k)).collect();
        Cell::text(match words.is_empty() {
            true => visit.t("publicity-any"),
            false => listed(visit, &words),
        })
    };
    let rows = rules
        .lines
        .iter()
        .enumerate()
        .map(|(i, l)| Row {
            id: String::new(),
            cells: vec![
                Cell::Count(i as i64 + 1),
                said(l.levels.iter().map(|v| v.key()).collect()),
                said(l.genres.iter().map(|v| v.key()).collect()),
                said(l.sizes.iter().map(|v| v.key()).collect()),
                Cell::Count(i64::from(l.from_characters)),
                Cell::text(amount(l.points)),
                Cell::text(amount(l.fen)),
                Cell::text(amount(l.fee_per_thousand)),
            ],
        })
        .collect();
    Table::new(visit, "rules", visit.t("publicity-rules"), columns)
        .rows(rows)
        .cards()
}

fn terms(visit: &SignedIn, version: &Version, rules: &Rules) -> Facts {
    let stacking = match rules.stacking {
        Stacking::HighestAnd(n) => ta(visit, "publicity-stacking-and", &[("n", n.into())]),
        other => visit.t(&format!("publicity-stacking-{}", stacking_code(other))),
    };
    let reprints = match rules.reprints_count {
        true => "publicity-reprints-count",
        false => "publicity-reprints-not",
    };
    let floor = match rules.floor_pieces {
        0 => String::new(),
        n => {
            let args = [("n", n.into()), ("yuan", amount(rules.penalty_fen).into())];
            ta(visit, "publicity-floor-words", &args)
        }
    };
    let number = ta(
        visit,
        "publicity-version-n",
        &[("n", version.version.into())],
    );
    let from = text::date::date(visit.lang, version.from_on);
    Facts::new(visit)
        .line(visit.t("publicity-version"), number)
        .line(visit.t("publicity-from-on"), from)
        .line(visit.t("publicity-rule-why"), version.why.clone())
        .line(
            visit.t("publicity-rule-level"),
            visit.t(&rules.from_level.key()),
        )
        .line(visit.t("publicity-stacking"), stacking)
        .line(visit.t("publicity-reprint"), visit.t(reprints))
        .line(
            visit.t("publicity-cap"),
            rules.cap_fen.map(amount).unwrap_or_default(),
        )
        .line(visit.t("publicity-floor"), floor)
}

fn bench_form(visit: &SignedIn) -> Sheet {
    let t = |key: &str| visit.t(key);
    let levels = Level::ALL
        .iter()
        .map(|v| Choice::new(v.code(), t(&v.key())))
        .collect();
    let genres = Genre::ALL
        .iter()
        .map(|v| Choice::new(v.code(), t(&v.key())))
        .collect();
    let mut sizes = vec![Choice::new("", t("publicity-unsaid"))];
    sizes.extend(Size::ALL.iter().map(|v| Choice::new(v.code(), t(&v.key()))));
    Sheet::new(visit, "/publicity/incentives")
        .get()
        .compact()
        .side(vec![
            Field::select("level", t("publicity-dimension-level"), levels),
            Field::select("genre", t("publicity-dimension-genre"), genres),
            Field::select("size", t("publicity-dimension-size"), sizes),
            Field::number("characters", t("publicity-characters"), 0, 100_000).value(600),
        ])
        .send(t("publicity-bench-try"))
}

/// What an item would be worth, and which line says so.
fn tried(visit: &SignedIn, rules: &Rules, query: &Fields) -> Result<Option<Note>, Error> {
    if !query.has("level") {
        return Ok(None);
    }
    let mut r = Reader::new(query);
    let codes: Vec<&str> = Level::ALL.iter().map(|v| v.code()).collect();
    let level = r.must_choice("level", &codes).and_then(Level::parse);
    let codes: Vec<&str> = Genre::ALL.iter().map(|v| v.code()).collect();
    let genre = r.must_choice("genre", &codes).and_then(Genre::parse);
    let codes: Vec<&str> = Size::ALL.iter().map(|v| v.code()).collect();
    let size = r.choice("size", &codes).and_then(Size::parse);
    let characters = r.number("characters", 0..=100_000).unwrap_or(0);
    r.finish()?;
    let (Some(level), Some(genre)) = (level, genre) else {
        return Ok(None);
    };
    let worth = worth(
        rules,
        &Item {
            manuscript: 0,
            id: 0,
            level,
            major: false,
            genre,
            size,
            characters: u32::try_from(characters).unwrap_or(0),
            reprint: false,
            authors: Vec::new(),
        },
    );
    Ok(Some(match worth.line {
        Some(line) => {
            let args = [
                ("line", line.into()),
                ("points", amount(worth.table.points).into()),
                ("yuan", amount(worth.table.fen).into()),
            ];
            Note::new(Tone::Good, ta(visit, "publicity-bench-worth", &args))
        }
        None => Note::new(Tone::Info, visit.t("publicity-bench-nothing")),
    }))
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<Response, Failure> {
    enter(&visit)?;
    let (db, actor) = (&app.kernel().db, visit.actor());
    let versions = store::versions(db, actor.organ).await?;
    let settlements = store::settlements(db, actor.organ).await?;
    let mut head =
        Head::new(visit.t("publicity-incentives")).lede(visit.t("publicity-incentives-lede"));
    if keeps(&visit) {
        if !versions.is_empty() {
            head = head.main("/publicity/settlements/new", visit.t("publicity-settle"));
        }
        head = head.button(
            "/publicity/incentives/rules",
            visit.t("publicity-rules-new"),
        );
    }
    let mut doc = Doc::new(visit.t("publicity-incentives"))
        .trail("/publicity", visit.t("publicity-nav"))
        .part(head)
        .part(tabs(&visit, View::Incentives));
    if keeps(&visit) && !settlements.is_empty() {
        doc = doc.part(super::settlements::list(&visit, &settlements));
    }
    let Some(version) = actions::in_force(&versions, actor.today).or(versions.first()) else {
        let empty = Empty::new(
            visit.t("publicity-rules-none"),
            visit.t("publicity-rules-none-about"),
        );
        return Ok(doc.part(empty).show(&visit));
    };
    let rules = version.rules()?;
    doc = doc
        .panel(&visit.t("publicity-rules"), terms(&visit, version, &rules))
        .part(lines(&visit, &rules));
    match tried(&visit, &rules, &query) {
        Ok(note) => {
            doc = doc.panel(&visit.t("publicity-bench"), bench_form(&visit));
            if let Some(note) = note {
                doc = doc.part(note);
            }
        }
        Err(e) => doc = doc.again(bench_form(&visit).again(&query, e)?),
    }
    let older: Vec<String> = versions
        .iter()
        .map(|v| {
            let from = text::date::date_plain(visit.lang, v.from_on);
            let args = [
                ("n", v.version.into()),
                ("from", from.into()),
                ("why", v.why.clone().into()),
            ];
            ta(&visit, "publicity-rules-version", &args)
        })
        .collect();
    let note = Note::new(Tone::Info, visit.t("publicity-rules-versions")).points(older);
    Ok(doc.part(note).show(&visit))
}
