//! Accounts: the list, one account, making one, and what an administrator does to it.

use std::collections::HashMap;

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use frame::ui::list::{Filter, Listing};
use frame::ui::{
    Act, Acts, Cell, Choice, Column, Confirm, Doc, Empty, Facts, Field, Form as Sheet, Head, Links,
    Note, Row, Table, Tone,
};
use frame::{
    App, Failure, Fields, Form, Go, Len, Path, Query, Reader, Routes, SignedIn, Visit, get,
};
use kernel::access::{Permission, Role};
use kernel::account::administration::{account_in, last_sign_ins, roles_in};
use kernel::account::{self, Account};
use kernel::clock::Instant;
use kernel::db::Db;
use kernel::error::{Error, Message};
use kernel::id::Id;
use kernel::person::register::everybody;
use papers::sheet::{Cell as Out, Kind};

use super::{Export, PAGE, View, page_of, role_words, ta, tabs};
use crate::actions::account::{self as actions, ADMINISTRATORS, Care};
use crate::model::account::{Listed, State as Standing};

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/office/accounts", get(list).post(create))
        .route("/office/accounts.xlsx", get(export))
        .route("/office/accounts/new", get(new))
        .route("/office/accounts/{id}", get(view))
        .route("/office/accounts/{id}/password", get(asking).post(reset))
        .route("/office/accounts/{id}/{care}", get(confirm).post(care))
}

/// All accounts of an organ, by name.
pub(crate) async fn listed(db: &Db, organ: Id, now: Instant) -> Result<Vec<Listed>, Error> {
    let people: HashMap<Id, String> = everybody(db, organ)
        .await?
        .into_iter()
        .map(|p| (p.id, p.name))
        .collect();
    let roles: HashMap<Id, Role> = roles_in(db, organ).await?.into_iter().collect();
    let seen: HashMap<Id, i64> = last_sign_ins(db, organ).await?.into_iter().collect();
    let accounts = account::accounts(db, organ).await?;
    Ok(accounts
        .into_iter()
        .map(|account| Listed {
            person: account.person_id.and_then(|p| people.get(&p).cloned()),
            role: roles.get(&account.id).copied(),
            state: Standing::of(&account, now),
            seen: seen.get(&account.id).copied(),
            account,
        })
        .collect())
}

fn state_words(visit: &Visit, state: Standing) -> String {
    visit.t(&format!("office-account-{}", state.code()))
}

fn asked(visit: &Visit, query: &Fields) -> Result<Listing, Error> {
    let states = Standing::ALL
        .into_iter()
        .map(|s| Choice::new(s.code(), state_words(visit, s)))
        .collect();
    let roles = ADMINISTRATORS
        .into_iter()
        .map(|r| Choice::new(r.code(), role_words(visit, r.code())))
        .collect();
    let filters = vec![
        Filter::words("q", visit.t("office-account-find")),
        Filter::choice("state", visit.t("office-account-state"), states),
        Filter::choice("role", visit.t("office-account-role"), roles),
    ];
    let columns = vec![
        Column::new("name", visit.t("office-account-name")).sorts(),
        Column::new("person", visit.t("office-account-person")),
        Column::new("role", visit.t("office-account-role")),
        Column::new("state", visit.t("office-account-state")),
        Column::new("factor", visit.t("office-account-factor")),
        Column::new("seen", visit.t("office-account-seen")).sorts(),
    ];
    Listing::read(
        "accounts",
        "/office/accounts",
        filters,
        columns,
        "name",
        visit.columns("accounts"),
        query,
    )
}

async fn wanted(db: &Db, visit: &SignedIn, listing: &Listing) -> Result<Vec<Listed>, Error> {
    let asked = &listing.asked;
    let mut rows = listed(db, visit.actor().organ, visit.now).await?;
    if let Some(words) = asked.value("q") {
        let low = words.to_lowercase();
        let initials = |name: &str| text::initials(name).iter().any(|i| i.starts_with(&low));
        rows.retain(|r| {
            r.account.name.to_lowercase().contains(&low)
                || r.person
                    .as_deref()
                    .is_some_and(|p| p.contains(words) || initials(p))
        });
    }
    if let Some(state) = asked.value("state") {
        rows.retain(|r| r.state.code() == state);
    }
    if let Some(role) = asked.value("role") {
        rows.retain(|r| r.role.is_some_and(|x| x.code() == role));
    }
    if asked.sort == "seen" {
        rows.sort_by_key(|r| r.seen);
    }
    if asked.down {
        rows.reverse();
    }
    Ok(rows)
}

fn role_of(visit: &Visit, row: &Listed) -> String {
    row.role
        .map(|r| role_words(visit, r.code()))
        .unwrap_or_default()
}

fn factor_words(visit: &Visit, account: &Account) -> String {
    visit.t(if account.totp_secret.is_some() {
        "office-account-factor-on"
    } else {
        "office-account-factor-off"
    })
}

async fn list(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<Response, Failure> {
    let actor = visit.actor();
    View::Accounts.open(actor)?;
    let listing = asked(&visit, &query)?;
    let rows = wanted(&app.kernel().db, &visit, &listing).await?;
    let (rows, next) = page_of(rows, listing.asked.cursor.as_deref(), PAGE);
    let seen = |at: Option<i64>| match at {
        Some(at) => text::date::instant(visit.lang, at),
        None => visit.t("office-account-never"),
    };
    let table_rows = rows
        .iter()
        .map(|r| Row {
            id: r.account.id.to_string(),
            cells: vec![
                Cell::lead(
                    format!("/office/accounts/{}", r.account.id),
                    &r.account.name,
                ),
                Cell::text(r.person.clone().unwrap_or_default()),
                Cell::text(role_of(&visit, r)),
                Cell::Tag(state_words(&visit, r.state)),
                Cell::text(factor_words(&visit, &r.account)),
                Cell::text(seen(r.seen)),
            ],
        })
        .collect();
    let table = Table::of(&visit, &listing, visit.t("office-accounts"))
        .rows(table_rows)
        .pages(None, next.map(|c| listing.page_href(&c)))
        .export(listing.same_at("/office/accounts.xlsx"));
    let mut head = Head::new(visit.t("office-accounts")).lede(visit.t("office-accounts-lede"));
    if actor.may(Permission::ManageAccounts) {
        head = head.main("/office/accounts/new", visit.t("office-account-create"));
    }
    let doc = Doc::new(visit.t("office-accounts"))
        .trail("/office", visit.t("office-nav"))
        .part(head)
        .part(tabs(&visit, actor, View::Accounts))
        .part(listing.filters(&visit));
    Ok(if rows.is_empty() {
        doc.part(Empty::new(
            visit.t("office-accounts-none"),
            visit.t("office-list-none"),
        ))
    } else {
        doc.part(table)
    }
    .show(&visit))
}

async fn export(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<Response, Failure> {
    View::Accounts.open(visit.actor())?;
    let listing = asked(&visit, &query)?;
    let rows = wanted(&app.kernel().db, &visit, &listing).await?;
    let kinds = [
        Kind::Text,
        Kind::Text,
        Kind::Text,
        Kind::Text,
        Kind::Text,
        Kind::Moment,
    ];
    let columns: Vec<_> = listing.columns.iter().zip(kinds).collect();
    let mut out = Export::new(visit.t("office-accounts"), &columns);
    for r in &rows {
        out.rows.push(vec![
            r.account.name.as_str().into(),
            r.person.clone().into(),
            role_of(&visit, r).into(),
            state_words(&visit, r.state).into(),
            factor_words(&visit, &r.account).into(),
            r.seen
                .and_then(text::date::local)
                .map_or(Out::Empty, Out::Moment),
        ]);
    }
    out.send("accounts")
}

async fn view(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let actor = visit.actor();
    View::Accounts.open(actor)?;
    let all = listed(&app.kernel().db, actor.organ, visit.now).await?;
    let row = all
        .into_iter()
        .find(|r| r.account.id == id)
        .ok_or(Error::NotFound)?;
    let base = format!("/office/accounts/{id}");
    let refusal = |p: Permission| match actor.authorize(p) {
        Err(Error::Forbidden(m)) => visit.t(&m.key),
        _ => String::new(),
    };
    let accounts = refusal(Permission::ManageAccounts);
    let act = |path: &str, key: &str, refusal: &str, grave: bool| Act {
        words: visit.t(key),
        href: format!("{base}/{path}"),
        refusal: refusal.to_owned(),
        next: false,
        grave,
    };
    let mut acts = vec![act("password", "office-account-password", &accounts, false)];
    if row.state == Standing::Locked {
        acts.push(act("unlock", "office-account-unlock", &accounts, false));
    }
    if row.account.totp_secret.is_some() {
        acts.push(act(
            "factor",
            "office-account-factor-reset",
            &accounts,
            true,
        ));
    }
    if row.state == Standing::Disabled {
        acts.push(act("enable", "office-account-enable", &accounts, false));
    } else {
        acts.push(act("disable", "office-account-disable", &accounts, true));
    }
    let mut role_act = act(
        "",
        "office-role-set",
        &refusal(Permission::ManageRoles),
        false,
    );
    role_act.href = format!("/office/roles/{id}");
    acts.push(role_act);
    let mut facts = Facts::new(&visit);
    if let (Some(person), Some(name)) = (row.account.person_id, &row.person) {
        facts = facts.link(
            visit.t("office-account-person"),
            name,
            format!("/office/people/{person}"),
        );
    }
    let seen = row.seen.map(|at| text::date::instant(visit.lang, at));
    facts = facts
        .line(visit.t("office-account-role"), role_of(&visit, &row))
        .line(
            visit.t("office-account-state"),
            state_words(&visit, row.state),
        )
        .line(
            visit.t("office-account-factor"),
            factor_words(&visit, &row.account),
        )
        .line(
            visit.t("office-account-seen"),
            seen.unwrap_or_else(|| visit.t("office-account-never")),
        );
    if row.state == Standing::Locked {
        let until = text::date::instant(visit.lang, row.account.locked_until);
        facts = facts.line(visit.t("office-account-until"), until);
    }
    Ok(Doc::new(&row.account.name)
        .trail("/office/accounts", visit.t("office-accounts"))
        .part(Head::new(&row.account.name).acts(Acts::new(&visit, acts)))
        .panel(&visit.t("office-account-facts"), facts)
        .show(&visit))
}

async fn new_form(app: &App, visit: &SignedIn) -> Result<Sheet, Error> {
    let people = everybody(&app.kernel().db, visit.actor().organ).await?;
    let people: Vec<Choice> = people
        .iter()
        .map(|p| Choice::named(p.id, &p.name))
        .collect();
    Ok(Sheet::new(visit, "/office/accounts")
        .field(
            Field::line("name", visit.t("office-account-name"), 40)
                .must()
                .medium()
                .focus()
                .hint(visit.t("office-account-name-hint")),
        )
        .field(
            Field::pick("person", visit.t("office-account-person"), people)
                .hint(visit.t("office-account-person-hint")),
        )
        .send(visit.t("office-account-create"))
        .cancel("/office/accounts"))
}

fn new_page(visit: &SignedIn) -> Doc {
    Doc::titled(visit.t("office-account-create"))
        .trail("/office/accounts", visit.t("office-accounts"))
}

async fn new(State(app): State<App>, visit: SignedIn) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::ManageAccounts)?;
    let form = new_form(&app, &visit).await?;
    Ok(new_page(&visit).part(form).show(&visit))
}

async fn create(
    State(app): State<App>,
    visit: SignedIn,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::ManageAccounts)?;
    let done = async {
        let mut r = Reader::new(&typed);
        let name = r.must_line("name", Len(40));
        let person = r.id("person");
        r.finish()?;
        let (id, password) = actions::create(app.kernel(), visit.actor(), &name, person).await?;
        Ok((id, name, password))
    };
    match done.await {
        Ok((id, name, password)) => Ok(secret_page(&visit, id, &name, &password)),
        Err(e) => {
            let form = new_form(&app, &visit).await?.again(&typed, e)?;
            Ok(new_page(&visit).again(form).show(&visit))
        }
    }
}

/// The one-time password, shown on the answer itself and nowhere else: no address leads back to it, and no
/// browser keeps it.
fn secret_page(visit: &SignedIn, id: Id, name: &str, password: &str) -> Response {
    let facts = Facts::new(visit)
        .line(visit.t("office-account-name"), name)
        .line(visit.t("office-account-one-time"), password);
    let mut response = Doc::titled(visit.t("office-account-one-time"))
        .trail("/office/accounts", visit.t("office-accounts"))
        .part(Note::new(
            Tone::Warn,
            visit.t("office-account-one-time-about"),
        ))
        .panel("", facts)
        .part(Links::new(vec![(
            format!("/office/accounts/{id}"),
            visit.t("office-account-noted"),
        )]))
        .show(visit);
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn asking(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let actor = visit.actor();
    actor.authorize(Permission::ManageAccounts)?;
    let account = account_in(&app.kernel().db, actor.organ, id).await?;
    Ok(confirm_page(
        &visit,
        &account,
        "password",
        "office-account-password",
        "office-account-password-about",
    ))
}

fn confirm_page(
    visit: &SignedIn,
    account: &Account,
    path: &str,
    key: &str,
    about: &str,
) -> Response {
    let base = format!("/office/accounts/{}", account.id);
    let form = Sheet::new(visit, format!("{base}/{path}"))
        .send(visit.t(key))
        .cancel(&base);
    let form = if matches!(path, "disable" | "factor") {
        form.grave()
    } else {
        form
    };
    Doc::new(visit.t(key))
        .trail("/office/accounts", visit.t("office-accounts"))
        .trail(base, &account.name)
        .part(Head::new(visit.t(key)).eyebrow(&account.name))
        .part(Confirm {
            title: account.name.clone(),
            words: ta(visit, about, &[("name", account.name.as_str().into())]),
            form,
        })
        .show(visit)
}

async fn reset(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(_): Form,
) -> Result<Response, Failure> {
    let (account, password) = actions::reset_password(app.kernel(), visit.actor(), id).await?;
    Ok(secret_page(&visit, id, &account.name, &password))
}

fn care_keys(care: Care) -> (&'static str, &'static str, &'static str) {
    match care {
        Care::Disable => (
            "office-account-disable",
            "office-account-disable-about",
            "office-account-was-disabled",
        ),
        Care::Enable => (
            "office-account-enable",
            "office-account-enable-about",
            "office-account-was-enabled",
        ),
        Care::Unlock => (
            "office-account-unlock",
            "office-account-unlock-about",
            "office-account-was-unlocked",
        ),
        Care::Factor => (
            "office-account-factor-reset",
            "office-account-factor-about",
            "office-account-factor-was-reset",
        ),
    }
}

async fn confirm(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, care)): Path<(Id, String)>,
) -> Result<Response, Failure> {
    let care = Care::parse(&care).ok_or(Error::NotFound)?;
    let actor = visit.actor();
    actor.authorize(Permission::ManageAccounts)?;
    let account = account_in(&app.kernel().db, actor.organ, id).await?;
    let (key, about, _) = care_keys(care);
    Ok(confirm_page(&visit, &account, care.code(), key, about))
}

async fn care(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, care)): Path<(Id, String)>,
    Form(_): Form,
) -> Result<Response, Failure> {
    let care = Care::parse(&care).ok_or(Error::NotFound)?;
    actions::care(app.kernel(), visit.actor(), id, care).await?;
    Ok(Go::to(format!("/office/accounts/{id}"))
        .saying(Message::new(care_keys(care).2))
        .into_response())
}
