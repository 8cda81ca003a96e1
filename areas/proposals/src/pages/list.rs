//! The register as a list.

use axum::extract::{OriginalUri, State};
use axum::response::Response;
use frame::ui::list::{Filter, Listing};
use frame::ui::{Bulk, Cell, Choice, Column, Doc, Empty, Head, Row, Table};
use frame::{App, Export, Failure, Query, SignedIn, matter::lamp_of};
use kernel::access::Permission;
use kernel::id::Id;
use kernel::matter::listing::{self, Key, Sort, Start};
use kernel::matter::{Confidentiality, Kind, kind::why};
use text::{Arg, Lang};
use workday::{Calendar, Lamp};

use crate::model::category;
use crate::model::matter::MatterKind;
use crate::store::register;

/// Rows of a page.
const ROWS: usize = 50;
/// Rows an export holds at most; more are asked for by narrower filters.
const EXPORTED: usize = 20_000;

/// Why a matter is the reader's own, as the filter offers it.
const OWN: [(&str, i64); 6] = [
    ("proposed", why::PROPOSED),
    ("signed", why::SIGNED),
    ("merged", why::MERGED),
    ("leads", why::LEADS),
    ("helps", why::HELPS),
    ("key", why::KEY),
];

/// What may be asked of the list, with the words of the choices.
struct Asked {
    listing: Listing,
    states: Vec<(String, String)>,
    calendar: std::sync::Arc<Calendar>,
}

impl Asked {
    async fn read(app: &App, visit: &SignedIn, query: &frame::Fields) -> Result<Asked, Failure> {
        let kernel = app.kernel();
        let organ = visit.actor().organ;
        let calendar = kernel.calendars.current(&kernel.db, kernel.now()).await?;
        let states = states(app, visit).await?;
        let units: Vec<Choice> = kernel
            .directory
            .of(&kernel.db, organ)
            .await?
            .iter()
            .filter(|u| u.handles())
            .map(|u| Choice::new(u.id, u.short_name.as_str()))
            .collect();
        let sessions: Vec<Choice> = register::sessions(&kernel.db, organ)
            .await?
            .into_iter()
            .map(|code| Choice::new(&code, session_words(visit.lang, &code)))
            .collect();
        let mut categories: Vec<Choice> = category::ALL
            .iter()
            .map(|c| Choice::new(c, category::label(visit.lang, c)))
            .collect();
        if let Some(own) = query.get("category").filter(|c| !c.is_empty())
            && !category::ALL.contains(&own)
        {
            categories.push(Choice::new(own, own));
        }
        let coded = |name: &str, codes: &[&str]| -> Vec<Choice> {
            codes
                .iter()
                .map(|c| Choice::new(c, text::t(visit.lang, &format!("{name}{c}"))))
                .collect()
        };
        let kinds: Vec<&str> = MatterKind::ALL.iter().map(|k| k.code()).collect();
        let secrecies: Vec<&str> = Confidentiality::ALL.iter().map(|c| c.code()).collect();
        let owns: Vec<&str> = OWN.iter().map(|(c, _)| *c).collect();
        let t = |key: &str| visit.t(key);
        let filters = vec![
            Filter::choice("kind", t("proposals-kind"), coded("kind-", &kinds)),
            Filter::choice(
                "state",
                t("matter-state"),
                states
                    .iter()
                    .map(|(c, w)| Choice::new(c, w.as_str()))
                    .collect(),
            ),
            Filter::choice(
                "lamp",
                t("proposals-lamp"),
                coded("frame-lamp-", &["green", "amber", "red"]),
            ),
            Filter::choice("unit", t("proposals-unit"), units),
            Filter::choice("category", t("proposals-category"), categories),
            Filter::choice("session", t("proposals-session"), sessions),
            Filter::choice("own", t("proposals-own"), coded("proposals-own-", &owns)),
            Filter::choice(
                "open",
                t("proposals-open"),
                coded("proposals-open-", &["yes", "no"]),
            ),
            Filter::choice(
                "confidentiality",
                t("proposals-confidentiality"),
                coded("confidentiality-", &secrecies),
            ),
            Filter::day("received_from", t("proposals-received-from")),
            Filter::day("received_to", t("proposals-received-to")),
            Filter::day("due_before", t("proposals-due-before")),
        ];
        let columns = vec![
            Column::new("due", t("matter-due")).sorts(),
            Column::new("title", t("matter-title")),
            Column::new("number", t("matter-number")).sorts(),
            Column::new("state", t("matter-state")),
            Column::new("unit", t("proposals-unit")),
            Column::new("proposer", t("proposals-proposer")),
            Column::new("category", t("proposals-category")),
            Column::new("session", t("proposals-session")).later(),
            Column::new("received", t("matter-received")).sorts(),
            Column::new("updated", t("proposals-updated"))
                .sorts()
                .later(),
            Column::new("closed", t("matter-closed")).later(),
        ];
        let listing = Listing::read(
            "proposals",
            "/proposals",
            filters,
            columns,
            "-received",
            visit.columns("proposals"),
            query,
        )?;
        Ok(Asked {
            listing,
            states,
            calendar,
        })
    }

    fn filter(&self) -> listing::Filter {
        let asked = &self.listing.asked;
        let text = |name: &str| asked.value(name).map(str::to_owned);
        listing::Filter {
            kind: text("kind"),
            kinds: MatterKind::ALL.iter().map(|k| k.code()).collect(),
            state: text("state"),
            unit: asked.id("unit"),
            category: text("category"),
            session: text("session"),
            proposer: None,
            confidentiality: asked
                .value("confidentiality")
                .and_then(Confidentiality::parse),
            lamp: asked.value("lamp").and_then(|l| match l {
                "green" => Some(Lamp::Green),
                "amber" => Some(Lamp::Amber),
                "red" => Some(Lamp::Red),
                _ => None,
            }),
            due_before: asked.day("due_before"),
            received_from: asked.day("received_from"),
            received_to: asked.day("received_to"),
            open: asked.value("open").map(|v| v == "yes"),
            why: asked
                .value("own")
                .and_then(|own| OWN.iter().find(|(c, _)| *c == own))
                .map(|(_, bits)| *bits),
        }
    }

    fn sort(&self) -> Sort {
        let key = match self.listing.asked.sort.as_str() {
            "due" => Key::Due,
            "number" => Key::Number,
            "updated" => Key::Updated,
            _ => Key::Received,
        };
        Sort {
            key,
            descending: self.listing.asked.down,
        }
    }

    fn row(&self, visit: &SignedIn, m: &listing::Row) -> Row {
        let today = visit.actor().today;
        let state = if m.historic {
            visit.t("matter-historic")
        } else {
            self.states
                .iter()
                .find(|(c, _)| *c == m.state)
                .map_or_else(|| m.state.clone(), |(_, w)| w.clone())
        };
        let due = m.due_on.filter(|_| m.open && !m.historic);
        Row {
            id: m.id.to_string(),
            cells: vec![
                due.map_or(Cell::Nothing, |day| Cell::Due {
                    lamp: lamp_of(visit.lang, today, &self.calendar, due, m.lamp(today)),
                    day,
                }),
                Cell::Lead {
                    href: format!("/proposals/{}", m.id),
                    words: m.title.clone(),
                    under: text::t(visit.lang, &format!("kind-{}", m.kind)),
                },
                Cell::text(m.number.clone().unwrap_or_default()),
                Cell::text(state),
                Cell::text(m.unit_name.clone().unwrap_or_default()),
                Cell::text(m.proposer_name.clone().unwrap_or_default()),
                Cell::text(
                    m.category
                        .as_deref()
                        .map(|c| category::label(visit.lang, c))
                        .unwrap_or_default(),
                ),
                Cell::text(
                    m.session
                        .as_deref()
                        .map(|c| session_words(visit.lang, c))
                        .unwrap_or_default(),
                ),
                Cell::day(Some(m.received_on)),
                Cell::day(Some(kernel::clock::Instant(m.updated_at).day())),
                Cell::day(m.closed_on),
            ],
        }
    }
}

/// The steps and ends of the procedures in force, and of those still running, in words.
async fn states(app: &App, visit: &SignedIn) -> Result<Vec<(String, String)>, Failure> {
    let kernel = app.kernel();
    let kinds = MatterKind::ALL
        .iter()
        .map(|k| kernel.kind(k.code()))
        .collect::<Result<Vec<_>, _>>()?;
    let kinds: Vec<&dyn Kind> = kinds.into_iter().map(|k| &**k).collect();
    // An organ without a procedure of a kind has no matters of it either.
    let in_force = kernel
        .procedures
        .in_force(&kernel.db, &kinds, visit.actor().organ)
        .await?;
    let mut out: Vec<(String, String)> = Vec::new();
    for pinned in in_force {
        let def = &pinned.definition;
        let steps = def
            .steps
            .iter()
            .filter(|s| s.shape != procedure::Shape::Side)
            .map(|s| (&s.id, &s.title))
            .chain(def.ends.iter().map(|e| (&e.id, &e.title)));
        for (id, title) in steps {
            if !out.iter().any(|(known, _)| known == id) {
                let words = match visit.lang {
                    Lang::Zh => title.zh.clone(),
                    Lang::En => title.en.clone(),
                };
                out.push((id.clone(), words));
            }
        }
    }
    Ok(out)
}

/// 第八届四次会议, or a year.
pub(crate) fn session_words(lang: Lang, code: &str) -> String {
    match code.split_once('-') {
        Some((term, ordinal)) => text::ta(
            lang,
            "proposals-session-words",
            &[
                ("term", Arg::String(numeral(lang, term))),
                ("ordinal", Arg::String(numeral(lang, ordinal))),
            ],
        ),
        None => text::ta(lang, "proposals-year-words", &[("year", Arg::Str(code))]),
    }
}

fn numeral(lang: Lang, digits: &str) -> String {
    let words = digits.parse().ok().and_then(text::numeral::print);
    match lang {
        Lang::Zh => words.unwrap_or_else(|| digits.to_owned()),
        Lang::En => digits.to_owned(),
    }
}

pub(super) async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<Response, Failure> {
    let asked = Asked::read(&app, &visit, &query).await?;
    let kernel = app.kernel();
    let start = asked.listing.start()?;
    let filter = asked.filter();
    let page = listing::page(kernel, visit.actor(), &filter, asked.sort(), &start, ROWS).await?;
    let count = listing::total(kernel, visit.actor(), &filter, &start, &page).await?;
    let counted = if count >= listing::COUNTED {
        "999+".to_owned()
    } else {
        text::number::count(count)
    };
    let mut head = Head::new(visit.t("proposals-nav")).answer(visit.t("proposals-count"), &counted);
    if !super::new::kinds_of(visit.actor()).is_empty() {
        let words = match visit.actor().may(Permission::Register) {
            true => "proposals-register-paper",
            false => "proposals-new",
        };
        head = head.main("/proposals/new", visit.t(words));
    }
    let mut doc = Doc::new(visit.t("proposals-nav"))
        .part(head)
        .part(asked.listing.filters(&visit));
    if page.rows.is_empty() {
        let words = if asked.listing.filtered() {
            "proposals-none-filtered"
        } else {
            "proposals-none-words"
        };
        return Ok(doc
            .part(Empty::new(visit.t("proposals-none"), visit.t(words)))
            .show(&visit));
    }
    let (newer, older) = asked.listing.neighbours(&page);
    let rows = page.rows.iter().map(|m| asked.row(&visit, m)).collect();
    let mut table = Table::of(&visit, &asked.listing, visit.t("proposals-nav"))
        .rows(rows)
        .pages(newer, older)
        .export(asked.listing.same_at("/proposals.xlsx"));
    if visit.actor().may(Permission::Register) || visit.actor().may(Permission::ReadAll) {
        table = table.bulk(Bulk {
            action: "/proposals/bulk".to_owned(),
            name: "id",
            acts: super::bulk::LISTED
                .iter()
                .map(|act| ((*act).to_owned(), visit.t(&format!("proposals-bulk-{act}"))))
                .collect(),
        });
    }
    doc = doc.part(table);
    Ok(doc.show(&visit))
}

pub(super) async fn export(
    State(app): State<App>,
    visit: SignedIn,
    OriginalUri(uri): OriginalUri,
    Query(query): Query,
) -> Result<Response, Failure> {
    let kind = Export::of_path(uri.path()).unwrap_or(Export::Xlsx);
    let asked = Asked::read(&app, &visit, &query).await?;
    let (filter, sort) = (asked.filter(), asked.sort());
    let mut rows = Vec::new();
    let mut start = Start::First;
    loop {
        let page = listing::page(
            app.kernel(),
            visit.actor(),
            &filter,
            sort,
            &start,
            listing::MOST,
        )
        .await?;
        rows.extend(page.rows.iter().map(|m| asked.row(&visit, m)));
        match page.next {
            Some(next) if rows.len() < EXPORTED => start = Start::At(next),
            _ => break,
        }
    }
    kind.answer(
        &visit,
        &visit.t("proposals-nav"),
        &asked.listing.columns,
        rows,
    )
}

/// The ids ticked in the list, as sent.
pub(super) fn ticked(fields: &frame::Fields) -> Vec<Id> {
    let mut ids: Vec<Id> = fields.all("id").filter_map(|id| id.parse().ok()).collect();
    ids.dedup();
    ids.truncate(listing::MOST);
    ids
}
