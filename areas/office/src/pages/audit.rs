//! What the auditor reads: the settings history, and who signed in.

use std::collections::HashMap;

use axum::extract::State;
use axum::response::Response;
use frame::ui::list::{Filter, Listing};
use frame::ui::{Cell, Choice, Column, Doc, Empty, Head, History, HistoryEntry, Links, Row, Table};
use frame::{App, Failure, Fields, Query, Reader, Routes, SignedIn, Visit, get};
use kernel::account::administration::{Attempt, LoggedSignIn, SignInFilter, sign_ins};
use kernel::clock::Instant;
use kernel::db::Db;
use kernel::error::Error;
use kernel::history::{Entry, of_settings};
use kernel::id::Id;
use kernel::procedures;
use papers::sheet::{Cell as Out, Kind};
use procedure::RulePack;
use serde_json::Value as Json;

use super::procedures::said;
use super::{Export, PAGE, View, kind_words, role_words, tabs};

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/office/audit", get(settings))
        .route("/office/audit.xlsx", get(export_settings))
        .route("/office/audit/sign-ins", get(log))
        .route("/office/audit/sign-ins.xlsx", get(export_log))
}

/// Rows an export takes at most; older ones by another period.
const MOST: i64 = 20_000;

/// The kinds of event this area writes, with their words.
const KINDS: [(&str, &str); 27] = [
    ("imported", "import-event"),
    ("unit.added", "office-event-unit-added"),
    ("unit.edited", "office-event-unit-edited"),
    ("unit.renamed", "office-event-unit-renamed"),
    ("unit.ended", "office-event-unit-ended"),
    ("person.added", "office-event-person-added"),
    ("person.edited", "office-event-person-edited"),
    ("post.given", "office-event-post-given"),
    ("post.ended", "office-event-post-ended"),
    ("substitute.named", "office-event-substitute-named"),
    ("substitute.ended", "office-event-substitute-ended"),
    ("account.created", "office-event-account-created"),
    ("account.disabled", "office-event-account-disabled"),
    ("account.enabled", "office-event-account-enabled"),
    ("account.unlocked", "office-event-account-unlocked"),
    ("account.password_reset", "office-event-account-password"),
    ("account.factor_reset", "office-event-account-factor"),
    ("account.role_set", "office-event-account-role"),
    ("calendar.put", "office-event-calendar-put"),
    ("calendar.reset", "office-event-calendar-reset"),
    ("session.added", "office-event-session-added"),
    ("procedure_in_force", "office-event-procedure-in-force"),
    ("procedure_copied", "office-event-procedure-copied"),
    ("procedure_edited", "office-event-procedure-edited"),
    ("procedure_discarded", "office-event-procedure-discarded"),
    ("outbox.again", "office-event-outbox-again"),
    ("rule_pack_picked", "office-event-pack-picked"),
];

/// What procedures and rule packs are called: their codes mean nothing to whoever reads the log.
struct Names(HashMap<String, String>);

impl Names {
    /// Those of the organ's versions, the newest title of each, and of the packs that ship.
    async fn read(app: &App, visit: &SignedIn) -> Result<Names, Error> {
        let kernel = app.kernel();
        let mut names = HashMap::new();
        for row in procedures::versions(&kernel.db, visit.actor().organ).await? {
            if names.contains_key(&row.id) {
                continue;
            }
            let kind = kernel.kind(&row.kind)?;
            // A draft that can't be read keeps its code.
            if let Ok(pinned) = procedures::parse(&**kind, &row) {
                let title = said(visit, &pinned.definition.title).to_owned();
                names.insert(row.id, title);
            }
        }
        for (name, text) in RulePack::shipped() {
            if let Ok(pack) = RulePack::parse(text) {
                names.insert(name.to_owned(), said(visit, &pack.title).to_owned());
            }
        }
        Ok(Names(names))
    }

    fn of<'n>(&'n self, field: &str, text: &'n str) -> &'n str {
        match field {
            "procedure" | "pack" => self.0.get(text).map_or(text, String::as_str),
            _ => text,
        }
    }
}

fn event_words(visit: &Visit, names: &Names, entry: &Entry) -> String {
    let data = entry.data();
    let kind = entry.kind.as_str();
    let known = KINDS.iter().find(|(k, _)| *k == kind).map(|(_, key)| *key);
    let words = match (known, kind) {
        (Some(key), _) => visit.t(key),
        (None, "session.edited") => visit.t("office-event-session-edited"),
        // Another area's: by the key made of its name, where there is one.
        (None, kind) => {
            let key = format!("event-{}", kind.replace(['.', '_'], "-"));
            let words = visit.t(&key);
            if words == key { kind.to_owned() } else { words }
        }
    };
    let name = ["name", "before", "procedure", "pack", "file"]
        .iter()
        .find_map(|field| data[*field].as_str().map(|text| names.of(field, text)));
    match name {
        Some(name) if !name.is_empty() => text::ta(
            visit.lang,
            "office-event-of",
            &[("what", words.into()), ("name", name.into())],
        ),
        _ => words,
    }
}

/// What the event's data says, field by field: name, before, after. Identities say nothing to a reader.
fn changes(visit: &Visit, data: &Json) -> Vec<(String, String, String)> {
    let mut out = Vec::new();
    let (before, after) = (&data["before"], &data["after"]);
    if let (Json::Object(old), Json::Object(new)) = (before, after) {
        for (field, value) in new {
            let was = old.get(field).unwrap_or(&Json::Null);
            if was != value {
                out.push((
                    label(visit, field),
                    shown(visit, field, was),
                    shown(visit, field, value),
                ));
            }
        }
    } else if !before.is_null() || !after.is_null() {
        let (was, is) = (shown(visit, "", before), shown(visit, "", after));
        out.push((label(visit, "value"), was, is));
    }
    let Json::Object(all) = data else { return out };
    for (field, value) in all {
        let shows = matches!(
            field.as_str(),
            "kind"
                | "role"
                | "title"
                | "term"
                | "from"
                | "to"
                | "reason"
                | "by_name"
                | "number"
                | "version"
                | "why"
        );
        let words = shown(visit, field, value);
        if shows && !words.is_empty() {
            out.push((label(visit, field), String::new(), words));
        }
    }
    if let Some(fields) = data["fields"].as_array() {
        let names: Vec<String> = fields
            .iter()
            .filter_map(|f| f.as_str())
            .map(|f| label(visit, f))
            .collect();
        if !names.is_empty() {
            out.push((label(visit, "fields"), String::new(), names.join("、")));
        }
    }
    out
}

/// The fields of this area's events, with their words.
const FIELDS: [(&str, &str); 26] = [
    ("kind", "office-unit-kind"),
    ("parent", "office-unit-parent"),
    ("short_name", "office-unit-short"),
    ("sort", "office-unit-order"),
    ("name", "office-person-name"),
    ("number", "office-person-number"),
    ("gender", "office-person-gender"),
    ("born_on", "office-person-born"),
    ("ethnicity", "office-person-ethnicity"),
    ("party", "office-person-party"),
    ("occupation", "office-person-occupation"),
    ("phone", "office-person-phone"),
    ("email", "office-person-email"),
    ("note", "office-person-note"),
    ("role", "office-post-role"),
    ("title", "office-post-title"),
    ("term", "office-post-term"),
    ("from", "office-from"),
    ("to", "office-to"),
    ("reason", "office-substitute-reason"),
    ("by_name", "office-substitute-by"),
    ("fields", "office-event-fields"),
    ("value", "office-event-value"),
    ("unit", "office-post-unit"),
    ("version", "office-procedure-version"),
    ("why", "office-rules-why"),
];

fn label(visit: &Visit, field: &str) -> String {
    match FIELDS.iter().find(|(f, _)| *f == field) {
        Some((_, key)) => visit.t(key),
        None => field.to_owned(),
    }
}

fn shown(visit: &Visit, field: &str, value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::String(text) if field == "role" => role_words(visit, text),
        Json::String(text) if field == "kind" => kind_words(visit, text),
        Json::String(text) => match text.parse() {
            Ok(day) => text::date::date_plain(visit.lang, day),
            Err(_) => match kernel::access::Role::parse(text) {
                Some(role) if role.is_administrative() => role_words(visit, role.code()),
                _ => text.clone(),
            },
        },
        other => other.to_string(),
    }
}

fn who(visit: &Visit, entry: &Entry) -> String {
    let name = entry.person.as_ref().or(entry.account.as_ref());
    let name = name.cloned().unwrap_or_else(|| visit.t("office-system"));
    match &entry.instead_of {
        Some(absent) => text::ta(
            visit.lang,
            "office-event-instead",
            &[("name", name.into()), ("absent", absent.as_str().into())],
        ),
        None => name,
    }
}

async fn settings(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<Response, Failure> {
    let actor = visit.actor();
    View::Settings.open(actor)?;
    let mut r = Reader::new(&query);
    let before = r.number("before", 1..=i64::MAX);
    r.finish_strict()?;
    let page = of_settings(&app.kernel().db, actor, before, PAGE).await?;
    let names = Names::read(&app, &visit).await?;
    let entries: Vec<HistoryEntry> = page
        .rows
        .iter()
        .map(|e| HistoryEntry {
            at: e.at,
            who: who(&visit, e),
            words: event_words(&visit, &names, e),
            said: String::new(),
            changes: changes(&visit, &e.data()),
            grave: false,
        })
        .collect();
    let doc = Doc::new(visit.t("office-audit"))
        .trail("/office", visit.t("office-nav"))
        .part(
            Head::new(visit.t("office-audit"))
                .lede(visit.t("office-audit-lede"))
                .button("/office/audit.xlsx", visit.t("office-export")),
        )
        .part(tabs(&visit, actor, View::Settings));
    if entries.is_empty() {
        let empty = Empty::new(visit.t("office-audit-none"), visit.t("office-list-none"));
        return Ok(doc.part(empty).show(&visit));
    }
    let mut doc = doc.part(History::new(&visit, entries));
    if let Some(next) = page.next {
        doc = doc.part(Links::new(vec![(
            format!("/office/audit?before={next}"),
            visit.t("office-older"),
        )]));
    }
    Ok(doc.show(&visit))
}

async fn export_settings(State(app): State<App>, visit: SignedIn) -> Result<Response, Failure> {
    View::Settings.open(visit.actor())?;
    let columns = [
        Column::new("at", visit.t("office-at")),
        Column::new("who", visit.t("office-who")),
        Column::new("what", visit.t("office-what")),
        Column::new("changes", visit.t("office-event-value")),
        Column::new("data", visit.t("office-event-data")),
    ];
    let kinds = [Kind::Moment, Kind::Text, Kind::Text, Kind::Text, Kind::Text];
    let columns: Vec<_> = columns.iter().zip(kinds).collect();
    let mut out = Export::new(visit.t("office-audit"), &columns);
    let names = Names::read(&app, &visit).await?;
    let mut before = None;
    loop {
        let page = of_settings(&app.kernel().db, visit.actor(), before, 200).await?;
        for e in &page.rows {
            let changes: Vec<String> = changes(&visit, &e.data())
                .into_iter()
                .map(|(field, was, is)| format!("{field}: {was} → {is}"))
                .collect();
            out.rows.push(vec![
                text::date::local(e.at).map_or(Out::Empty, Out::Moment),
                who(&visit, e).into(),
                event_words(&visit, &names, e).into(),
                changes.join("\n").into(),
                e.data.clone().into(),
            ]);
        }
        before = page.next;
        if before.is_none() || out.rows.len() as i64 >= MOST {
            break;
        }
    }
    out.send("settings-history")
}

fn outcome_words(visit: &Visit, code: &str) -> String {
    match Attempt::ALL.into_iter().find(|a| a.code() == code) {
        Some(attempt) => visit.t(&format!("office-sign-in-{}", attempt.code())),
        None => code.to_owned(),
    }
}

fn asked(visit: &Visit, query: &Fields) -> Result<Listing, Error> {
    let outcomes = Attempt::ALL
        .into_iter()
        .map(|a| Choice::new(a.code(), outcome_words(visit, a.code())))
        .collect();
    let filters = vec![
        Filter::words("account", visit.t("office-account-name")),
        Filter::choice("outcome", visit.t("office-sign-in-outcome"), outcomes),
        Filter::day("from", visit.t("office-from")),
        Filter::day("to", visit.t("office-to")),
    ];
    let columns = vec![
        Column::new("at", visit.t("office-at")),
        Column::new("account", visit.t("office-account-name")),
        Column::new("outcome", visit.t("office-sign-in-outcome")),
        Column::new("address", visit.t("office-sign-in-address")),
        Column::new("agent", visit.t("office-sign-in-agent")).later(),
    ];
    Listing::read(
        "sign-ins",
        "/office/audit/sign-ins",
        filters,
        columns,
        "at",
        visit.columns("sign-ins"),
        query,
    )
}

async fn logged(
    db: &Db,
    visit: &SignedIn,
    listing: &Listing,
    limit: i64,
) -> Result<Vec<LoggedSignIn>, Error> {
    let asked = &listing.asked;
    let next_day = |day: chrono::NaiveDate| day.succ_opt().unwrap_or(day);
    let filter = SignInFilter {
        account: asked.value("account").map(str::to_owned),
        outcome: asked.value("outcome").map(str::to_owned),
        from: asked.day("from").map(|d| Instant::at(d, 0)),
        before: asked.day("to").map(|d| Instant::at(next_day(d), 0)),
        after: asked.cursor.as_deref().and_then(|c| c.parse::<Id>().ok()),
    };
    sign_ins(db, visit.actor(), &filter, limit).await
}

async fn log(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<Response, Failure> {
    let actor = visit.actor();
    View::SignIns.open(actor)?;
    let listing = asked(&visit, &query)?;
    let mut rows = logged(&app.kernel().db, &visit, &listing, PAGE as i64 + 1).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|r| r.id.to_string());
    let table_rows = rows
        .iter()
        .map(|r| Row {
            id: r.id.to_string(),
            cells: vec![
                Cell::text(text::date::instant(visit.lang, r.at)),
                Cell::text(&r.account),
                Cell::Tag(outcome_words(&visit, &r.outcome)),
                Cell::text(&r.address),
                Cell::text(&r.agent),
            ],
        })
        .collect();
    let doc = Doc::new(visit.t("office-sign-ins"))
        .trail("/office", visit.t("office-nav"))
        .part(Head::new(visit.t("office-sign-ins")).lede(visit.t("office-sign-ins-lede")))
        .part(tabs(&visit, actor, View::SignIns))
        .part(listing.filters(&visit));
    Ok(if rows.is_empty() {
        doc.part(Empty::new(
            visit.t("office-sign-ins-none"),
            visit.t("office-list-none"),
        ))
    } else {
        doc.part(
            Table::of(&visit, &listing, visit.t("office-sign-ins"))
                .rows(table_rows)
                .pages(None, next.map(|c| listing.page_href(&c)))
                .export(listing.same_at("/office/audit/sign-ins.xlsx")),
        )
    }
    .show(&visit))
}

async fn export_log(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<Response, Failure> {
    View::SignIns.open(visit.actor())?;
    let listing = asked(&visit, &query)?;
    let rows = logged(&app.kernel().db, &visit, &listing, MOST).await?;
    let kinds = [Kind::Moment, Kind::Text, Kind::Text, Kind::Text, Kind::Text];
    let columns: Vec<_> = listing.columns.iter().zip(kinds).collect();
    let mut out = Export::new(visit.t("office-sign-ins"), &columns);
    for r in rows {
        let outcome = outcome_words(&visit, &r.outcome);
        out.rows.push(vec![
            text::date::local(r.at).map_or(Out::Empty, Out::Moment),
            r.account.into(),
            outcome.into(),
            r.address.into(),
            r.agent.into(),
        ]);
    }
    out.send("sign-ins")
}
