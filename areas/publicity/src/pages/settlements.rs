//! Settlements: a period previewed and frozen, shown, and taken as a sheet for finance.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use frame::ui::{
    Cell, Column, Doc, Field, Figure, Figures, Form as Sheet, Head, Note, Row, Table, Tone,
};
use frame::{
    App, Export, Failure, Fields, Form, Go, Len, Path, Query, Reader, Routes, SignedIn, get,
    parse_date,
};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::id::Id;

use super::ta;
use crate::actions::incentive::{self as actions, Draft};
use crate::actions::settling;
use crate::model::incentive::Settled;
use crate::model::incentive::table::amount;
use crate::store::incentive::{self as store, Made, Settlement};

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/publicity/settlements/new", get(new).post(freeze))
        .route("/publicity/settlements/{id}", get(show))
        .route("/publicity/settlements/{id}/sheet.xlsx", get(sheet))
}

/// Settlements of an organ, for the page of incentives.
pub(super) fn list(visit: &SignedIn, all: &[Settlement]) -> Table {
    let columns = vec![
        Column::new("title", visit.t("publicity-settle-title")),
        Column::new("from", visit.t("publicity-from-on")),
        Column::new("to", visit.t("publicity-to-on")),
        Column::new("rules", visit.t("publicity-rules")),
        Column::new("by", visit.t("publicity-settled-by")),
        Column::new("at", visit.t("publicity-settled-at")),
    ];
    let rows = all
        .iter()
        .map(|s| Row {
            id: s.id.to_string(),
            cells: vec![
                Cell::lead(format!("/publicity/settlements/{}", s.id), s.title.as_str()),
                Cell::Day(s.from_on),
                Cell::Day(s.to_on),
                Cell::text(ta(visit, "publicity-version-n", &[("n", s.version.into())])),
                Cell::text(s.by_name.clone().unwrap_or_default()),
                Cell::text(text::date::instant(visit.lang, s.made_at)),
            ],
        })
        .collect();
    Table::new(
        visit,
        "settlements",
        visit.t("publicity-settlements"),
        columns,
    )
    .rows(rows)
    .cards()
}

/// One person's line: what was earned, taken off and made good.
struct Paid<'a> {
    name: &'a str,
    settled: Option<&'a Settled>,
    good: i64,
}

impl Paid<'_> {
    fn fen(&self) -> i64 {
        self.settled.map_or(0, Settled::fen) + self.good
    }
}

/// Everybody who gets or owes something, the most first; who neither wrote nor owes is left out.
fn paid<'a>(settled: &'a [Settled], good: &'a [(&'a str, i64)]) -> Vec<Paid<'a>> {
    let mut out: Vec<Paid<'a>> = settled
        .iter()
        .filter(|s| !s.shares.is_empty() || s.penalty != 0)
        .map(|s| Paid {
            name: &s.name,
            settled: Some(s),
            good: 0,
        })
        .collect();
    for (name, fen) in good {
        match out.iter_mut().find(|p| p.name == *name) {
            Some(p) => p.good += fen,
            None => out.push(Paid {
                name,
                settled: None,
                good: *fen,
            }),
        }
    }
    out.sort_by(|a, b| b.fen().cmp(&a.fen()).then(a.name.cmp(b.name)));
    out
}

fn columns(visit: &SignedIn) -> Vec<Column> {
    vec![
        Column::new("name", visit.t("publicity-dimension-person")),
        Column::new("pieces", visit.t("publicity-pieces")).number(),
        Column::new("points", visit.t("publicity-points")).number(),
        Column::new("earned", visit.t("publicity-earned")).number(),
        Column::new("capped", visit.t("publicity-capped")).number(),
        Column::new("penalty", visit.t("publicity-penalty")).number(),
        Column::new("good", visit.t("publicity-adjusted")).number(),
        Column::new("paid", visit.t("publicity-paid")).number(),
    ]
}

fn rows(all: &[Paid<'_>], href: impl Fn(&str) -> Option<String>) -> Vec<Row> {
    all.iter()
        .map(|p| {
            let of = |f: fn(&Settled) -> i64| p.settled.map_or(0, f);
            let name = match href(p.name) {
                Some(href) => Cell::lead(href, p.name),
                None => Cell::text(p.name),
            };
            Row {
                id: String::new(),
                cells: vec![
                    name,
                    Cell::Count(of(|s| i64::from(s.pieces))),
                    Cell::text(amount(of(|s| s.earned.points))),
                    Cell::text(amount(of(|s| s.earned.fen))),
                    Cell::text(amount(-of(|s| s.capped))),
                    Cell::text(amount(-of(|s| s.penalty))),
                    Cell::text(amount(p.good)),
                    Cell::text(amount(p.fen())),
                ],
            }
        })
        .collect()
}

fn totals(visit: &SignedIn, all: &[Paid<'_>]) -> Figures {
    let figure = |value: String, key: &str| Figure {
        value,
        label: visit.t(key),
        href: String::new(),
        lamp: None,
    };
    Figures {
        all: vec![
            figure(
                amount(all.iter().map(Paid::fen).sum()),
                "publicity-paid-all",
            ),
            figure(
                amount(all.iter().map(|p| p.good).sum()),
                "publicity-adjusted",
            ),
            figure(text::number::count(all.len() as i64), "publicity-people"),
        ],
    }
}

fn period_form(visit: &SignedIn, from: Option<NaiveDate>) -> Sheet {
    let yesterday = visit.actor().today.pred_opt();
    Sheet::new(visit, "/publicity/settlements/new")
        .get()
        .compact()
        .side(vec![
            Field::date("from", visit.t("publicity-from-on"))
                .must()
                .value_opt(from),
            Field::date("to", visit.t("publicity-to-on"))
                .must()
                .value_opt(yesterday),
        ])
        .send(visit.t("publicity-settle-preview"))
}

fn freeze_form(visit: &SignedIn, from: NaiveDate, to: NaiveDate) -> Sheet {
    Sheet::new(visit, "/publicity/settlements/new")
        .hidden("from", from)
        .hidden("to", to)
        .field(
            Field::line("title", visit.t("publicity-settle-title"), 60)
                .must()
                .hint(visit.t("publicity-settle-hint"))
                .value(format!(
                    "{}—{}",
                    text::date::date_plain(visit.lang, from),
                    text::date::date_plain(visit.lang, to)
                )),
        )
        .send(visit.t("publicity-settle-freeze"))
}

fn page(visit: &SignedIn) -> Doc {
    Doc::new(visit.t("publicity-settle"))
        .trail("/publicity", visit.t("publicity-nav"))
        .trail("/publicity/incentives", visit.t("publicity-incentives"))
        .part(Head::new(visit.t("publicity-settle")).lede(visit.t("publicity-settle-lede")))
}

/// What a draft makes good, sentence by sentence.
fn made_good(visit: &SignedIn, draft: &Draft) -> Option<Note> {
    let points: Vec<String> = draft
        .adjustments
        .iter()
        .flat_map(|(of, all)| all.iter().map(move |a| (of, a)))
        .map(|(of, a)| {
            let args = [
                ("name", a.name.as_str().into()),
                ("of", of.title.as_str().into()),
                ("yuan", amount(a.reward.fen).into()),
            ];
            ta(visit, "publicity-adjusts", &args)
        })
        .collect();
    (!points.is_empty()).then(|| {
        Note::new(Tone::Warn, visit.t("publicity-adjusts-words"))
            .title(visit.t("publicity-adjusted"))
            .points(points)
    })
}

async fn new(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let before = store::settlements(&app.kernel().db, visit.actor().organ).await?;
    let mut form = period_form(&visit, actions::next_day(&before));
    if !query.has("from") {
        return Ok(page(&visit).part(form).show(&visit));
    }
    let done = async {
        let mut r = Reader::new(&query);
        let period = (r.must_date("from"), r.must_date("to"));
        r.finish()?;
        let (Some(from), Some(to)) = period else {
            return Err(Error::field("from", Message::new("invalid-period")));
        };
        let draft = actions::draft(app.kernel(), visit.actor(), from, to).await?;
        Ok((from, to, draft))
    };
    match done.await {
        Ok((from, to, draft)) => {
            let good: Vec<(&str, i64)> = draft
                .adjustments
                .iter()
                .flat_map(|(_, all)| all)
                .map(|a| (a.name.as_str(), a.reward.fen))
                .collect();
            let all = paid(&draft.settled, &good);
            form.fill(&query);
            let title = visit.t("publicity-settle-preview");
            let table = Table::new(&visit, "draft", title, columns(&visit));
            let mut doc = page(&visit)
                .part(form)
                .part(totals(&visit, &all))
                .part(table.rows(rows(&all, |_| None)).cards());
            if let Some(note) = made_good(&visit, &draft) {
                doc = doc.part(note);
            }
            Ok(doc.part(freeze_form(&visit, from, to)).show(&visit))
        }
        Err(e) => Ok(page(&visit).again(form.again(&query, e)?).show(&visit)),
    }
}

/// What came of a period sent to be frozen: frozen at once, or asked for where its ledger is long.
enum Settles {
    Frozen(Id),
    Asked(Id),
}

async fn freeze(
    State(app): State<App>,
    visit: SignedIn,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let done = async {
        let mut r = Reader::new(&typed);
        let period = (r.must_date("from"), r.must_date("to"));
        let title = r.must_line("title", Len(60));
        r.finish()?;
        let (Some(from), Some(to)) = period else {
            return Err(Error::field("from", Message::new("invalid-period")));
        };
        let (kernel, actor) = (app.kernel(), visit.actor());
        if settling::is_long(kernel, actor, from, to).await? {
            let asked = settling::ask(kernel, actor, from, to, &title).await?;
            return Ok(Settles::Asked(asked));
        }
        let id = actions::freeze(kernel, actor, from, to, &title).await?;
        Ok(Settles::Frozen(id))
    };
    match done.await {
        Ok(Settles::Asked(id)) => {
            Ok(Go::to(format!("/publicity/settlements/running/{id}")).into_response())
        }
        Ok(Settles::Frozen(id)) => Ok(Go::to(format!("/publicity/settlements/{id}"))
            .saying(Message::new("publicity-settle-done"))
            .into_response()),
        Err(e) => {
            let form = again(&visit, &typed).again(&typed, e)?;
            Ok(page(&visit).again(form).show(&visit))
        }
    }
}

/// The form that freezes, as it was sent.
fn again(visit: &SignedIn, typed: &Fields) -> Sheet {
    let day = |name: &str| typed.get(name).and_then(parse_date).unwrap_or_default();
    freeze_form(visit, day("from"), day("to"))
}

/// A settlement with what everybody got and what it made good.
pub(super) async fn opened(
    app: &App,
    visit: &SignedIn,
    id: Id,
) -> Result<(Settlement, Vec<Settled>, Vec<Made>), Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let db = &app.kernel().db;
    let it = store::settlement(db, visit.actor().organ, id).await?;
    let settled = store::settled(db, id).await?;
    Ok((it, settled, store::made_by(db, id).await?))
}

fn good(made: &[Made]) -> Vec<(&str, i64)> {
    made.iter().map(|m| (m.name.as_str(), m.fen)).collect()
}

async fn show(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let (it, settled, made) = opened(&app, &visit, id).await?;
    let later = store::made_of(&app.kernel().db, id).await?;
    let good = good(&made);
    let all = paid(&settled, &good);
    let day = |d: NaiveDate| text::date::date(visit.lang, d);
    let version = ta(&visit, "publicity-version-n", &[("n", it.version.into())]);
    let head = Head::new(&it.title)
        .lede(visit.t("publicity-settlement-lede"))
        .answer(visit.t("publicity-from-on"), &day(it.from_on))
        .answer(visit.t("publicity-to-on"), &day(it.to_on))
        .answer(visit.t("publicity-rules"), &version)
        .answer(
            visit.t("publicity-settled-by"),
            it.by_name.as_deref().unwrap_or("—"),
        )
        .button(
            format!("/publicity/settlements/{id}/sheet.xlsx"),
            visit.t("publicity-sheet"),
        );
    let href = |name: &str| {
        let name = encoded(name);
        Some(format!("/publicity/settlements/{id}/people/{name}"))
    };
    let table = Table::new(
        &visit,
        "settled",
        visit.t("publicity-settlement"),
        columns(&visit),
    );
    let mut doc = Doc::new(&it.title)
        .trail("/publicity", visit.t("publicity-nav"))
        .trail("/publicity/incentives", visit.t("publicity-incentives"))
        .part(head)
        .part(totals(&visit, &all))
        .part(table.rows(rows(&all, href)).cards());
    if !later.is_empty() {
        let points = later
            .iter()
            .map(|m| {
                let args = [
                    ("name", m.name.as_str().into()),
                    ("of", m.other.as_str().into()),
                    ("yuan", amount(m.fen).into()),
                ];
                ta(&visit, "publicity-adjusted-later", &args)
            })
            .collect();
        let words = visit.t("publicity-adjusted-later-words");
        doc = doc.part(Note::new(Tone::Info, words).points(points));
    }
    Ok(doc.show(&visit))
}

/// A name in an address.
fn encoded(name: &str) -> String {
    name.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

async fn sheet(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let (it, settled, made) = opened(&app, &visit, id).await?;
    let good = good(&made);
    let all = paid(&settled, &good);
    let title = format!("{} {}", visit.t("publicity-settlement"), it.title);
    Export::Xlsx.answer(&visit, &title, &columns(&visit), rows(&all, |_| None))
}
