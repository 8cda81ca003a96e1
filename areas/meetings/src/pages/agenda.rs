//! The agenda: items in their order, with what is known of each; putting one on it.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use frame::ui::{Cell, Choice, Column, Doc, Field, Form as Sheet, Press, Row, Table};
use frame::{App, Failure, Fields, Form, Go, Len, Path, Reader, Routes, SignedIn, get, post};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::id::Id;
use kernel::matter::listing::{self, Key, Sort, Start};
use kernel::matter::{Matter, Standing, load};

use super::{Presses, ta};
use crate::actions::agenda::{self as actions, MOST, Move, NewItem};
use crate::kind::{EventKind, Held};
use crate::model::item::{ItemKind, ItemState};
use crate::store::item::{self, Item, Paper};

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/meetings/{id}/items/new", get(new).post(add))
        .route("/meetings/{id}/items/sort", post(sort))
        .route("/meetings/{id}/items/{item}/move", post(shift))
}

/// Matters offered for an item, at most.
const OFFERED: usize = 300;

/// The agenda as one reader sees it.
pub(super) struct Agenda<'a> {
    held: &'a Held,
    papers: Vec<Paper>,
    /// The matters of items that exist for the reader.
    matters: Vec<Matter>,
    /// The rule pack its days are counted by.
    pack: &'a str,
}

impl<'a> Agenda<'a> {
    pub(super) async fn read(
        app: &App,
        visit: &SignedIn,
        standing: &'a Standing,
    ) -> Result<Agenda<'a>, Error> {
        let held = Held::of(standing)?;
        let db = &app.kernel().db;
        let papers = item::papers(db, held.event.matter_id).await?;
        let mut seen = Vec::new();
        for id in held.items.iter().filter_map(|i| i.matter_id) {
            if listing::visible(db, visit.actor(), id).await? {
                seen.push(id);
            }
        }
        let matters = load::matters(db, &seen).await?;
        Ok(Agenda {
            held,
            papers,
            matters,
            pack: &standing.pinned.pack.name,
        })
    }

    /// The matter of an item, where it exists for the reader.
    pub(super) fn matter(&self, item: &Item) -> Option<&Matter> {
        self.matters.iter().find(|m| Some(m.id) == item.matter_id)
    }

    /// What the reader may read of an item's title. Of a matter that is hidden the agenda bears a neutral title, also
    /// for those named on it: they read it in the matter, where each reading is written down.
    pub(super) fn title(&self, visit: &SignedIn, item: &Item) -> String {
        let open = self.matter(item).filter(|m| !m.confidentiality().hides());
        match (item.title.as_str(), open) {
            ("", Some(matter)) => matter.title.clone(),
            ("", None) => visit.t(&item.kind.neutral_key()),
            (title, _) => title.to_owned(),
        }
    }

    pub(super) fn papers<'s>(&'s self, item: &'s Item) -> impl Iterator<Item = &'s Paper> {
        self.papers.iter().filter(|p| p.item_id == item.id)
    }

    fn papers_said(&self, visit: &SignedIn, item: &Item) -> String {
        let n = self.papers(item).count();
        let late = self.papers(item).filter(|p| p.is_late()).count();
        match (n, late) {
            (0, _) => self.missing(visit, item),
            (n, 0) => ta(visit, "meetings-papers-n", &[("n", n.into())]),
            (n, late) => ta(
                visit,
                "meetings-papers-late",
                &[("n", n.into()), ("late", late.into())],
            ),
        }
    }

    /// No paper came though its day is over; of a matter that is hidden the papers are with the matter.
    fn missing(&self, visit: &SignedIn, item: &Item) -> String {
        let ahead = self
            .held
            .sitting
            .as_ref()
            .is_some_and(|s| s.closed_at.is_none());
        let due = self.held.paper_due(self.pack, item.kind);
        let due = due.filter(|due| ahead && *due < visit.actor().today);
        match due.filter(|_| item.state == ItemState::Open && !item.title.is_empty()) {
            Some(due) => {
                let day = text::date::date_short(visit.lang, due);
                ta(visit, "meetings-papers-missing", &[("day", day.into())])
            }
            None => String::new(),
        }
    }

    pub(super) fn table(&self, visit: &SignedIn) -> Table {
        let id = self.held.event.matter_id;
        let columns = vec![
            Column::new("n", visit.t("meetings-sort")).number(),
            Column::new("title", visit.t("meetings-item")),
            Column::new("rapporteur", visit.t("meetings-rapporteur")),
            Column::new("minutes", visit.t("meetings-minutes")).number(),
            Column::new("papers", visit.t("meetings-papers")),
            Column::new("state", visit.t("meetings-item-state")),
        ];
        let now = self.held.sitting.as_ref().and_then(|s| s.item_id);
        let rows = self
            .held
            .items
            .iter()
            .enumerate()
            .map(|(n, i)| Row {
                id: i.id.to_string(),
                cells: vec![
                    Cell::Count(n as i64 + 1),
                    Cell::Lead {
                        href: format!("/meetings/{id}/items/{}", i.id),
                        words: self.title(visit, i),
                        under: visit.t(&i.kind.key()),
                    },
                    Cell::text(i.rapporteur.as_str()),
                    match i.minutes {
                        0 => Cell::Nothing,
                        n => Cell::Count(n),
                    },
                    match self.matter(i).filter(|_| i.title.is_empty()) {
                        // Its papers, and its name, stand with the matter: whoever is named on it is led there.
                        Some(matter) => Cell::link(
                            format!("/matters/{}", matter.id),
                            visit.t("meetings-item-open"),
                        ),
                        None => Cell::text(self.papers_said(visit, i)),
                    },
                    match (i.state, now == Some(i.id)) {
                        (ItemState::Open, true) => Cell::Tag(visit.t("meetings-item-now")),
                        (ItemState::Open, false) => Cell::Nothing,
                        (state, _) => Cell::text(visit.t(&state.key())),
                    },
                ],
            })
            .collect();
        Table::new(visit, "agenda", visit.t("meetings-agenda"), columns)
            .rows(rows)
            .cards()
    }
}

/// Below the agenda: an item more, all in order by kind.
pub(super) fn links(visit: &SignedIn, id: Id, held: &Held) -> Presses {
    let sort = Press::new(
        visit,
        format!("/meetings/{id}/items/sort"),
        visit.t("meetings-agenda-sort"),
    );
    Presses {
        all: (held.items.len() > 1).then_some(sort).into_iter().collect(),
        links: vec![(
            format!("/meetings/{id}/items/new"),
            visit.t("meetings-item-new"),
        )],
    }
}

pub(super) fn kinds(visit: &SignedIn) -> Vec<Choice> {
    ItemKind::ALL
        .iter()
        .map(|k| Choice::new(k.code(), visit.t(&k.key())))
        .collect()
}

async fn form(app: &App, visit: &SignedIn, id: Id, held: &Held) -> Result<Sheet, Error> {
    let kernel = app.kernel();
    let own = |kind: &str| EventKind::parse(kind).is_some();
    // What the newsroom makes is no business of a sitting.
    const NEVER: [&str; 6] = [
        "manuscript",
        "topic",
        "campaign",
        "bulletin",
        "journal",
        "commitment",
    ];
    let names: Vec<&'static str> = kernel
        .kinds()
        .map(|k| k.name())
        .filter(|k| !own(k) && !NEVER.contains(k))
        .collect();
    let mut offered = Vec::new();
    if !names.is_empty() {
        let filter = listing::Filter {
            kinds: names,
            open: Some(true),
            ..listing::Filter::default()
        };
        let sort = Sort {
            key: Key::Received,
            descending: true,
        };
        let found =
            listing::page(kernel, visit.actor(), &filter, sort, &Start::First, OFFERED).await?;
        for m in found.rows {
            if held.items.iter().any(|i| i.matter_id == Some(m.id)) {
                continue;
            }
            let kind = visit.t(&format!("kind-{}", m.kind));
            let hint = match &m.number {
                Some(number) => format!("{kind} {number}"),
                None => kind,
            };
            offered.push(Choice::named(m.id, m.title).hint(hint));
        }
    }
    let mut form = Sheet::new(visit, format!("/meetings/{id}/items/new"))
        .keep(visit, &format!("item-{id}"))
        .field(
            Field::line("title", visit.t("meetings-item-title"), MOST.0)
                .hint(visit.t("meetings-item-title-hint")),
        )
        .field(Field::select("kind", visit.t("meetings-item-kind"), {
            let mut all = vec![Choice::new("", visit.t("meetings-item-kind-matter"))];
            all.extend(kinds(visit));
            all
        }));
    if !offered.is_empty() {
        form = form.field(
            Field::pick("matter", visit.t("meetings-item-matter"), offered)
                .hint(visit.t("meetings-item-matter-hint")),
        );
    }
    Ok(form
        .side(vec![
            Field::line("rapporteur", visit.t("meetings-rapporteur"), 60),
            Field::number("minutes", visit.t("meetings-minutes"), 0, MOST.2),
        ])
        .send(visit.t("meetings-item-add"))
        .cancel(format!("/meetings/{id}")))
}

fn doc(visit: &SignedIn, standing: &Standing) -> Doc {
    let id = standing.matter.id;
    Doc::titled(visit.t("meetings-item-new"))
        .trail("/meetings", visit.t("meetings-nav"))
        .trail(format!("/meetings/{id}"), standing.matter.title.as_str())
}

async fn standing(app: &App, visit: &SignedIn, id: Id) -> Result<Standing, Error> {
    visit.actor().authorize(Permission::Register)?;
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    Held::of(&standing)?.sitting()?;
    Ok(standing)
}

async fn new(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let standing = standing(&app, &visit, id).await?;
    let form = form(&app, &visit, id, Held::of(&standing)?).await?;
    Ok(doc(&visit, &standing).part(form).show(&visit))
}

fn read(typed: &Fields) -> Result<NewItem, Error> {
    let mut r = Reader::new(typed);
    let codes: Vec<&str> = ItemKind::ALL.iter().map(|k| k.code()).collect();
    let kind = r.choice("kind", &codes).and_then(ItemKind::parse);
    let title = r.line("title", Len(MOST.0)).unwrap_or_default();
    let matter = r.id("matter");
    let rapporteur = r.line("rapporteur", Len(60)).unwrap_or_default();
    let minutes = r.number("minutes", 0..=MOST.2).unwrap_or_default();
    r.finish()?;
    Ok(NewItem {
        kind,
        title,
        matter,
        rapporteur,
        minutes,
    })
}

async fn add(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let standing = standing(&app, &visit, id).await?;
    let done = async {
        let new = read(&typed)?;
        actions::add(app.kernel(), visit.actor(), id, new).await
    };
    match done.await {
        Ok(_) => Ok(back(&app, id)),
        Err(e) => {
            let form = form(&app, &visit, id, Held::of(&standing)?).await?;
            Ok(doc(&visit, &standing)
                .again(form.again(&typed, e)?)
                .show(&visit))
        }
    }
}

fn back(app: &App, id: Id) -> Response {
    app.live().wake();
    Go::to(format!("/meetings/{id}"))
        .saying(Message::new("meetings-saved"))
        .into_response()
}

async fn sort(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(_): Form,
) -> Result<Response, Failure> {
    standing(&app, &visit, id).await?;
    actions::reorder(app.kernel(), visit.actor(), id, Move::Sort).await?;
    Ok(back(&app, id))
}

async fn shift(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, item)): Path<(Id, Id)>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    standing(&app, &visit, id).await?;
    let mut r = Reader::new(&typed);
    let way = r.must_choice("way", &["up", "down"]);
    r.finish()?;
    let how = match way {
        Some("up") => Move::Up(item),
        _ => Move::Down(item),
    };
    actions::reorder(app.kernel(), visit.actor(), id, how).await?;
    app.live().wake();
    Ok(Go::to(format!("/meetings/{id}/items/{item}")).into_response())
}
