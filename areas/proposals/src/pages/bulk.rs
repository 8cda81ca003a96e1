//! One act on several matters at once: assignment in a meeting, a leader's instructions, urging. Each matter is an act
//! of its own, decided and recorded by itself; those that refuse are named with the reason, the others are done.

use axum::extract::State;
use axum::response::Response;
use frame::ui::{Bulk, Cell, Choice, Column, Doc, Field, Form, Note, Row, Table, Tone};
use frame::{App, Failure, Fields, Form as Sent, Len, Query, Reader, SignedIn};
use kernel::error::Error;
use kernel::id::Id;
use kernel::matter::{Request, Standing, perform};
use kernel::matter::{choice, listing};
use procedure::Part;

use super::list::ticked;
use crate::kind::Held;
use crate::model::matter::MatterKind;

/// The acts that may be done on several at once, in the order shown; the list of matters offers the first of them.
const ACTS: [&str; 6] = ["assign", "instruct", "agree", "urge", "approve", "pass"];
pub(super) const LISTED: &[&str] = ACTS.split_at(4).0;

/// Matters looked at for one page of those that wait.
const WAITING: usize = 60;

/// The matters ticked that exist for this reader.
async fn chosen(app: &App, visit: &SignedIn, ids: &[Id]) -> Result<Vec<Standing>, Failure> {
    let mut out = Vec::new();
    for id in ids {
        match Standing::read(app.kernel(), visit.actor(), *id).await {
            Ok(standing) => out.push(standing),
            Err(Error::NotFound) => {}
            Err(e) => return Err(e.into()),
        }
    }
    Ok(out)
}

fn act_of(fields: &Fields) -> Result<&'static str, Failure> {
    let asked = fields.get("act").unwrap_or_default();
    ACTS.into_iter()
        .find(|a| *a == asked)
        .ok_or_else(|| Error::NotFound.into())
}

/// The rows with the offer of the act on each.
fn table(visit: &SignedIn, act: &str, standings: &[Standing]) -> Table {
    let columns = vec![
        Column::new("title", visit.t("matter-title")),
        Column::new("number", visit.t("matter-number")),
        Column::new("can", visit.t("proposals-bulk-can")),
    ];
    let rows = standings
        .iter()
        .map(|s| {
            let offers = s.offers(visit.actor());
            let mut of: Vec<_> = offers.iter().filter(|o| o.act == act).collect();
            of.sort_by_key(|o| o.result.is_err());
            let can = match of.first().map(|o| &o.result) {
                Some(Ok(())) => visit.t("proposals-bulk-yes"),
                Some(Err(refusal)) => match visit.lang {
                    text::Lang::Zh => refusal.message.zh.clone(),
                    text::Lang::En => refusal.message.en.clone(),
                },
                None => visit.t("proposals-bulk-no"),
            };
            Row {
                id: s.matter.id.to_string(),
                cells: vec![
                    Cell::lead(
                        format!("/proposals/{}", s.matter.id),
                        s.matter.title.clone(),
                    ),
                    Cell::text(s.matter.number.clone().unwrap_or_default()),
                    Cell::text(can),
                ],
            }
        })
        .collect();
    Table::new(visit, "bulk", visit.t("proposals-bulk-chosen"), columns)
        .rows(rows)
        .cards()
}

async fn form(
    app: &App,
    visit: &SignedIn,
    act: &str,
    standings: &[Standing],
) -> Result<Form, Error> {
    let mut form = Form::new(visit, "/proposals/bulk")
        .hidden("act", act)
        .send(visit.t(&format!("proposals-bulk-{act}")))
        .cancel("/proposals");
    for s in standings {
        form = form.hidden("id", format!("{}:{}", s.matter.id, s.matter.rev));
    }
    if act == "assign"
        && let Some(first) = standings.first()
    {
        let units: Vec<Choice> = choice::offered(app.kernel(), first, None, "units")
            .await?
            .into_iter()
            .map(|o| {
                Choice::named(
                    o.value,
                    match visit.lang {
                        text::Lang::Zh => o.label.zh,
                        text::Lang::En => o.label.en,
                    },
                )
            })
            .collect();
        form = form
            .field(Field::pick(
                "unit-lead",
                visit.t("proposals-part-lead"),
                units.clone(),
            ))
            .field(Field::picks(
                "unit-co",
                visit.t("proposals-part-co"),
                units.clone(),
            ))
            .field(Field::picks(
                "unit-separate",
                visit.t("proposals-part-separate"),
                units,
            ));
    }
    let words = match act {
        "instruct" => "proposals-field-instruction",
        _ => "proposals-field-note",
    };
    form = form.field(Field::prose("note", visit.t(words), 2_000).rows(3));
    Ok(form)
}

fn page(visit: &SignedIn, act: &str) -> Doc {
    Doc::titled(visit.t(&format!("proposals-bulk-{act}")))
        .trail("/proposals", visit.t("proposals-nav"))
}

pub(super) async fn ask(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<Response, Failure> {
    start(&app, &visit, &query).await
}

/// The matters that wait for this reader at a step where he may do the act: his to tick, all of one sheet.
async fn waiting(app: &App, visit: &SignedIn, act: &str) -> Result<Vec<Standing>, Failure> {
    let bench = listing::workbench(&app.kernel().db, visit.actor(), WAITING).await?;
    let mine = bench.late.iter().chain(&bench.due).chain(&bench.mine);
    let mut ids: Vec<Id> = Vec::new();
    for due in mine.take(WAITING) {
        if MatterKind::parse(&due.kind).is_some() && !ids.contains(&due.matter) {
            ids.push(due.matter);
        }
    }
    let mut standings = chosen(app, visit, &ids).await?;
    standings.retain(|s| {
        let offers = s.offers(visit.actor());
        offers.iter().any(|o| o.act == act && o.result.is_ok())
    });
    Ok(standings)
}

/// A leader's five minutes: what waits for him, to be ticked and done together.
async fn choosing(app: &App, visit: &SignedIn, act: &str) -> Result<Response, Failure> {
    let standings = waiting(app, visit, act).await?;
    let doc = page(visit, act);
    if standings.is_empty() {
        let none = Note::new(Tone::Info, visit.t("proposals-bulk-none"));
        return Ok(doc.part(none).show(visit));
    }
    let today = visit.actor().today;
    let columns = vec![
        Column::new("lamp", visit.t("matter-due")),
        Column::new("title", visit.t("matter-title")),
        Column::new("unit", visit.t("proposals-bulk-unit")),
        Column::new("number", visit.t("matter-number")),
    ];
    let holdings = visit.actor().holdings();
    let rows = standings.iter().map(|s| {
        let task = s.tasks.iter().find(|t| t.is_held_by(&holdings));
        let due_on = task.and_then(|t| t.due_on);
        let lamp = task.and_then(|t| t.lamp(today));
        let lamp = frame::matter::lamp_of(visit.lang, today, &s.calendar, due_on, lamp);
        let unit = Held::of(s).ok().and_then(|h| h.case.handling_now().next());
        Row {
            id: s.matter.id.to_string(),
            cells: vec![
                match due_on {
                    Some(day) => Cell::Due { lamp, day },
                    None => Cell::Lamp(lamp),
                },
                Cell::lead(
                    format!("/proposals/{}", s.matter.id),
                    s.matter.title.clone(),
                ),
                Cell::text(unit.map(|h| h.unit.clone()).unwrap_or_default()),
                Cell::text(s.matter.number.clone().unwrap_or_default()),
            ],
        }
    });
    let words = visit.t(&format!("proposals-bulk-{act}"));
    let table = Table::new(visit, "waiting", visit.t("proposals-bulk-waiting"), columns)
        .rows(rows.collect())
        .bulk(Bulk {
            action: "/proposals/bulk".to_owned(),
            name: "id",
            acts: vec![(act.to_owned(), words)],
        })
        .cards();
    Ok(doc.part(table).show(visit))
}

async fn start(app: &App, visit: &SignedIn, fields: &Fields) -> Result<Response, Failure> {
    let act = act_of(fields)?;
    if !fields.has("id") {
        return choosing(app, visit, act).await;
    }
    let standings = chosen(app, visit, &ticked(fields)).await?;
    if standings.is_empty() {
        return Ok(page(visit, act)
            .part(Note::new(Tone::Info, visit.t("proposals-bulk-none")))
            .show(visit));
    }
    let form = form(app, visit, act, &standings).await?;
    Ok(page(visit, act)
        .part(table(visit, act, &standings))
        .part(form)
        .show(visit))
}

pub(super) async fn done(
    State(app): State<App>,
    visit: SignedIn,
    Sent(typed): Sent,
) -> Result<Response, Failure> {
    // From the list come bare ids: first the page that asks; from that page, ids with the revision seen.
    if typed.all("id").all(|id| !id.contains(':')) {
        return start(&app, &visit, &typed).await;
    }
    let act = act_of(&typed)?;
    let seen: Vec<(Id, i64)> = typed
        .all("id")
        .filter_map(|pair| {
            let (id, rev) = pair.split_once(':')?;
            Some((id.parse().ok()?, rev.parse().ok()?))
        })
        .take(200)
        .collect();
    let mut reader = Reader::new(&typed);
    let mut units: Vec<(Id, Part)> = Vec::new();
    for part in Part::ALL {
        for unit in reader.ids(&format!("unit-{}", part.code()), 100) {
            units.push((unit, part));
        }
    }
    let note = reader.prose("note", Len(2_000));
    reader.finish()?;
    let (mut good, mut bad) = (0i64, Vec::new());
    for (id, rev) in seen {
        let mut request = Request::new(act).rev(rev);
        request.units.clone_from(&units);
        if let Some(note) = &note {
            let field = if act == "instruct" {
                "instruction"
            } else {
                "note"
            };
            request = request.field(field, note.as_str());
        }
        let title = match Standing::read(app.kernel(), visit.actor(), id).await {
            Ok(s) => s.matter.title,
            Err(_) => continue,
        };
        match perform(app.kernel(), visit.actor(), id, request).await {
            Ok(_) => good += 1,
            Err(e) => {
                let why = Failure::from(e);
                bad.push(format!("{title}：{}", why.detail(visit.lang)));
            }
        }
    }
    app.live().wake();
    let said = text::ta(visit.lang, "proposals-bulk-done", &[("n", good.into())]);
    let tone = if bad.is_empty() {
        Tone::Good
    } else {
        Tone::Warn
    };
    Ok(page(&visit, act)
        .part(Note::new(tone, said).points(bad))
        .part(frame::ui::Links::new(vec![(
            "/proposals".to_owned(),
            visit.t("proposals-nav"),
        )]))
        .show(&visit))
}
