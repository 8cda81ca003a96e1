//! One matter: at the top what it is, by when and whose turn; then its rail, its papers, who handles it, the reply,
//! the verdict, what was promised, its dates and its history.

use axum::extract::State;
use axum::response::Response;
use frame::matter::Shown;
use frame::ui::{Cell, Column, Doc, Facts, Links, Note, Row, Table, Tone};
use frame::{App, Failure, Path, Query, SignedIn};
use kernel::clock::Instant;
use kernel::id::Id;
use kernel::matter::Standing;
use text::{Arg, Lang, t, ta};

use crate::kind::Held;
use crate::model::category;
use crate::model::party::{PartyRole, PartyState};
use crate::store::case::Case;

pub(super) async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Query(query): Query,
) -> Result<Response, Failure> {
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    let shown = Shown::new(&app, &visit, &standing).await?;
    let held = Held::of(&standing)?;
    let case = &held.case;
    let (history, more) = shown.history(&app).await?;
    let mut doc = Doc::new(standing.matter.title.as_str())
        .trail("/proposals", visit.t("proposals-nav"))
        .live(format!("matter:{id}"))
        .part(shown.head());
    if !standing.matter.historic {
        doc = doc.part(shown.rail());
    }
    if let Some(note) = verdict_note(&visit, &standing, case) {
        doc = doc.part(note);
    }
    // What is read, the newest word first.
    let mut main = Doc::default();
    for reply in &case.replies {
        main = main.panel(
            &ta(
                visit.lang,
                "proposals-reply-of",
                &[("unit", Arg::Str(&reply.unit))],
            ),
            reply_facts(&visit, id, reply),
        );
    }
    if let Some(facts) = past_reply(&visit, case) {
        main = main.panel(&visit.t("proposals-past-reply"), facts);
    }
    if let Some(facts) = super::drafts::drafts(&visit, &standing, case) {
        main = main.panel(&visit.t("proposals-drafts"), facts);
    }
    main = main.panel(&visit.t("proposals-paper"), paper(&visit, &standing, case));
    if let Some(papers) = shown.papers(&app).await? {
        main = main.panel(&visit.t("file-all"), papers);
    }
    if !case.handlings.is_empty() {
        main = main.panel(&visit.t("proposals-handling"), handling(&visit, case));
    }
    if !case.contacts.is_empty() {
        let all = query.get("contacts") == Some("all");
        main = main.panel_at(
            "contacts",
            &visit.t("proposals-contacts"),
            super::contacts::contacts(&visit, case, id, all),
        );
    }
    if !case.requests.is_empty() {
        main = main.panel(&visit.t("proposals-requests"), requests(&visit, case));
    }
    if !case.verdicts.is_empty() {
        main = main.panel(&visit.t("proposals-verdicts"), verdicts(&visit, case));
    }
    if !case.stages.is_empty() {
        main = main.panel(&visit.t("proposals-promises"), promises(&visit, case));
    }
    if let Some(schedule) = shown.schedule() {
        main = main.part(schedule);
    }
    // What is looked up.
    let mut side = Doc::default().panel_at("dates", &visit.t("proposals-dates"), shown.dates()?);
    if let Some(links) = shown.linked(&app).await? {
        side = side.panel(&visit.t("matter-links"), links);
    }
    if !standing.matter.open && visit.actor().wide() == Some(standing.matter.organ_id) {
        let href = format!("/proposals/{id}/volume.zip");
        let link = Links::new(vec![(href, visit.t("proposals-volume-take"))]);
        side = side.panel(&visit.t("proposals-volume"), link);
    }
    side = side.panel(&visit.t("matter-history"), history);
    if let Some(more) = more {
        side = side.part(more);
    }
    doc = doc.columns(main, side);
    Ok(doc.show(&visit))
}

fn day(lang: Lang, at: chrono::NaiveDate) -> String {
    text::date::date(lang, at)
}

/// The paper: who, in what form, what is asked; what the office made of it for those who read for the organ.
fn paper(visit: &SignedIn, standing: &Standing, case: &Case) -> Facts {
    let p = &case.paper;
    let names = |role: PartyRole, state: PartyState| -> String {
        let all: Vec<&str> = case
            .parties
            .iter()
            .filter(|x| x.role == role && x.state == state)
            .map(|x| x.name.as_str())
            .collect();
        all.join("、")
    };
    let line = |key: &str| visit.t(key);
    let mut facts = Facts::new(visit)
        .line(
            line("proposals-proposer"),
            names(PartyRole::Lead, PartyState::Signed),
        )
        .line(
            line("proposals-party-cosigner"),
            names(PartyRole::CoSigner, PartyState::Signed),
        )
        .line(
            line("proposals-invited"),
            names(PartyRole::CoSigner, PartyState::Invited),
        )
        .line(
            line("proposals-party-merged"),
            names(PartyRole::Merged, PartyState::Signed),
        )
        .line(line("proposals-form"), t(visit.lang, &p.form.key()))
        .line(
            line("proposals-body"),
            p.body_name.clone().unwrap_or_default(),
        )
        .line(
            line("proposals-category"),
            standing
                .matter
                .category
                .as_deref()
                .map(|c| category::label(visit.lang, c))
                .unwrap_or_default(),
        )
        .line(
            line("proposals-session"),
            standing
                .matter
                .session
                .as_deref()
                .map(|s| super::list::session_words(visit.lang, s))
                .unwrap_or_default(),
        )
        .line(line("proposals-field-background"), p.background.clone())
        .line(line("proposals-field-demand"), p.demand.clone());
    if let Some(ground) = p.not_filed {
        facts = facts.line(line("proposals-not-filed"), t(visit.lang, &ground.key()));
    }
    facts = facts.line(
        line("proposals-filing-note"),
        p.filing_note.clone().unwrap_or_default(),
    );
    if visit.actor().wide().is_some() {
        facts = facts
            .line(
                line("proposals-field-plan"),
                p.plan.clone().unwrap_or_default(),
            )
            .line(
                line("proposals-field-instruction"),
                p.instruction.clone().unwrap_or_default(),
            )
            .line(
                line("proposals-field-lesson"),
                p.lesson.clone().unwrap_or_default(),
            );
    }
    facts
}

fn handling(visit: &SignedIn, case: &Case) -> Table {
    let columns = vec![
        Column::new("unit", visit.t("proposals-unit")),
        Column::new("part", visit.t("proposals-part")),
        Column::new("state", visit.t("matter-state")),
        Column::new("section", visit.t("proposals-field-section")),
        Column::new("responsible", visit.t("proposals-field-responsible")),
        Column::new("assigned", visit.t("proposals-assigned")),
        Column::new("replied", visit.t("proposals-replied")),
        Column::new("opinion", visit.t("proposals-field-opinion")),
    ];
    let rows = case
        .handlings
        .iter()
        .map(|h| Row {
            id: h.unit_id.to_string(),
            cells: vec![
                Cell::text(if case.paper.round > 1 {
                    ta(
                        visit.lang,
                        "proposals-unit-round",
                        &[("unit", Arg::Str(&h.unit)), ("n", h.round.into())],
                    )
                } else {
                    h.unit.clone()
                }),
                Cell::text(t(visit.lang, &h.part.key())),
                Cell::text(t(visit.lang, &h.state.key())),
                Cell::text(h.section.clone().unwrap_or_default()),
                Cell::text(h.responsible_name.clone().unwrap_or_default()),
                Cell::day(Some(h.assigned_on)),
                Cell::day(h.replied_on),
                Cell::text(h.opinion.clone().unwrap_or_default()),
            ],
        })
        .collect();
    Table::new(visit, "handling", visit.t("proposals-handling"), columns)
        .rows(rows)
        .cards()
}

fn requests(visit: &SignedIn, case: &Case) -> Table {
    let columns = vec![
        Column::new("kind", visit.t("proposals-request")),
        Column::new("unit", visit.t("proposals-unit")),
        Column::new("suggested", visit.t("proposals-field-suggested")),
        Column::new("reason", visit.t("matter-reason")),
        Column::new("asked", visit.t("proposals-asked")),
        Column::new("ruling", visit.t("proposals-ruling")),
    ];
    let rows = case
        .requests
        .iter()
        .map(|r| Row {
            id: r.id.to_string(),
            cells: vec![
                Cell::text(t(visit.lang, &r.kind.key())),
                Cell::text(r.unit.as_str()),
                Cell::text(r.suggested_unit.clone().unwrap_or_default()),
                Cell::text(r.reason.as_str()),
                Cell::day(Some(Instant(r.asked_at).day())),
                Cell::text(match r.ruling {
                    Some(ruling) => {
                        let note = r.ruling_note.clone().unwrap_or_default();
                        format!("{} {note}", t(visit.lang, &ruling.key()))
                    }
                    None => visit.t("proposals-ruling-open"),
                }),
            ],
        })
        .collect();
    Table::new(visit, "requests", visit.t("proposals-requests"), columns)
        .rows(rows)
        .cards()
}

fn verdicts(visit: &SignedIn, case: &Case) -> Table {
    let columns = vec![
        Column::new("who", visit.t("proposals-rater")),
        Column::new("result", visit.t("proposals-field-result")),
        Column::new("attitude", visit.t("proposals-field-attitude")),
        Column::new("why", visit.t("proposals-field-why")),
        Column::new("round", visit.t("proposals-round")),
    ];
    let rows = case
        .verdicts
        .iter()
        .map(|v| {
            let party = case.party(v.person_id);
            let result = t(visit.lang, &v.result.key());
            Row {
                id: v.person_id.to_string(),
                cells: vec![
                    Cell::text(party.map(|p| p.name.clone()).unwrap_or_default()),
                    Cell::text(if v.half_solved {
                        format!("{result} · {}", visit.t("proposals-field-half_solved"))
                    } else {
                        result
                    }),
                    Cell::text(t(visit.lang, &v.attitude.key())),
                    Cell::text(v.reason.clone().unwrap_or_default()),
                    Cell::Count(v.round),
                ],
            }
        })
        .collect();
    Table::new(visit, "verdicts", visit.t("proposals-verdicts"), columns)
        .rows(rows)
        .cards()
}

fn promises(visit: &SignedIn, case: &Case) -> Table {
    let today = visit.actor().today;
    let columns = vec![
        Column::new("stage", visit.t("proposals-field-stage")),
        Column::new("what", visit.t("proposals-promise-what")),
        Column::new("due", visit.t("matter-due")),
        Column::new("delivered", visit.t("proposals-delivered")),
    ];
    let rows = case
        .stages
        .iter()
        .map(|s| Row {
            id: format!("{}-{}", s.matter_id, s.sort),
            cells: vec![
                Cell::text(t(visit.lang, &s.stage.key())),
                Cell::Lead {
                    href: format!("/proposals/{}", s.matter_id),
                    words: s.what.clone(),
                    under: s.note.clone().unwrap_or_default(),
                },
                Cell::day(Some(s.due_on)),
                match s.delivered_on {
                    Some(on) if s.state().is_late(today) => {
                        let date = day(visit.lang, on);
                        let args = [("date", Arg::Str(&date))];
                        Cell::Tag(ta(visit.lang, "proposals-promise-delivered-late", &args))
                    }
                    Some(on) => Cell::day(Some(on)),
                    None if s.state().is_late(today) => {
                        Cell::Tag(visit.t("proposals-promise-late"))
                    }
                    None => Cell::text(visit.t("proposals-promise-owed")),
                },
            ],
        })
        .collect();
    Table::new(visit, "promises", visit.t("proposals-promises"), columns)
        .rows(rows)
        .cards()
}

fn reply_facts(visit: &SignedIn, matter: Id, reply: &crate::store::case::Reply) -> Facts {
    Facts::new(visit)
        .line(
            visit.t("proposals-field-reply_number"),
            reply.number.clone(),
        )
        .line(
            visit.t("proposals-field-class"),
            format!("{} {}", reply.class, t(visit.lang, &reply.meaning.key())),
        )
        .line(
            visit.t("proposals-replied"),
            day(visit.lang, reply.issued_on),
        )
        .line(visit.t("proposals-field-letter"), reply.letter.clone())
        .html(
            visit.t("proposals-letter"),
            Links::new(vec![
                (
                    format!(
                        "/proposals/{matter}/letter/{}/{}",
                        reply.unit_id, reply.round
                    ),
                    visit.t("proposals-letter-print"),
                ),
                (
                    format!(
                        "/proposals/{matter}/letter/{}/{}.docx",
                        reply.unit_id, reply.round
                    ),
                    visit.t("proposals-letter-docx"),
                ),
            ]),
        )
}

/// The reply of a matter that came in with a register of the past: its class and day, and how it was rated.
fn past_reply(visit: &SignedIn, case: &Case) -> Option<Facts> {
    let p = &case.paper;
    if !case.replies.is_empty() || p.class.is_none() && p.replied_on.is_none() {
        return None;
    }
    let meaning = p.meaning.map(|m| t(visit.lang, &m.key()));
    let class = [p.class.clone(), meaning].into_iter().flatten();
    let rated = p
        .standing
        .filter(|s| *s != crate::model::verdict::Standing::Unrated);
    let mut facts = Facts::new(visit)
        .line(
            visit.t("proposals-field-class"),
            class.collect::<Vec<String>>().join(" "),
        )
        .line(
            visit.t("proposals-replied"),
            p.replied_on
                .map_or_else(String::new, |on| day(visit.lang, on)),
        );
    if let Some(rated) = rated {
        let words = t(visit.lang, &rated.key());
        facts = facts.line(visit.t("proposals-past-verdict"), words);
    }
    Some(facts)
}

/// How the verdict stands: which rating counts, how many spoke.
fn verdict_note(visit: &SignedIn, standing: &Standing, case: &Case) -> Option<Note> {
    if case.replies.is_empty() || standing.matter.historic {
        return None;
    }
    let outcome = case.outcome();
    let coverage = ta(
        visit.lang,
        "proposals-coverage",
        &[
            ("rated", i64::from(outcome.rated).into()),
            ("asked", i64::from(outcome.asked).into()),
        ],
    );
    let tone = match outcome.standing {
        crate::model::verdict::Standing::Satisfied | crate::model::verdict::Standing::Basically => {
            Tone::Good
        }
        crate::model::verdict::Standing::Dissatisfied => Tone::Bad,
        crate::model::verdict::Standing::Unrated => Tone::Info,
    };
    Some(Note::new(tone, coverage).title(t(visit.lang, &outcome.standing.key())))
}
