//! The pages below `/office`: thin handlers that read, call one action, and show.

mod accounts;
mod audit;
mod calendars;
mod home;
mod imports;
mod outbox;
mod people;
mod person;
mod post;
mod procedure;
mod procedures;
mod roles;
mod rules;
pub(crate) mod search;
mod sessions;
pub mod statistics;
mod step;
mod substitute;
mod unit;
mod units;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use frame::ui::{Choice, Column, Tab, Tabs};
use frame::{Failure, Routes, Visit};
use kernel::access::{Actor, Permission, Role};
use kernel::error::{Error, Message};
use kernel::id::Id;
use kernel::organ::Unit;
use papers::sheet::{self, Kind};
use text::Arg;

pub(crate) use accounts::listed as accounts_listed;
pub(crate) use people::found as people_found;
pub(crate) use units::on_day as units_on_day;

/// Rows of a page.
const PAGE: usize = 50;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .merge(home::routes())
        .merge(units::routes())
        .merge(unit::routes())
        .merge(people::routes())
        .merge(person::routes())
        .merge(post::routes())
        .merge(substitute::routes())
        .merge(accounts::routes())
        .merge(roles::routes())
        .merge(sessions::routes())
        .merge(calendars::routes())
        .merge(procedures::routes())
        .merge(procedure::routes())
        .merge(step::routes())
        .merge(rules::routes())
        .merge(outbox::routes())
        .merge(audit::routes())
        .merge(statistics::routes())
        .merge(imports::routes())
        .merge(search::routes())
}

/// One view of the office, and who may open it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum View {
    Units,
    People,
    Accounts,
    Roles,
    Sessions,
    Calendars,
    Rules,
    Procedures,
    Imports,
    Outbox,
    Settings,
    SignIns,
}

impl View {
    pub(crate) const ALL: [View; 12] = [
        View::Units,
        View::People,
        View::Sessions,
        View::Calendars,
        View::Rules,
        View::Procedures,
        View::Imports,
        View::Outbox,
        View::Accounts,
        View::Roles,
        View::Settings,
        View::SignIns,
    ];

    pub(crate) fn href(self) -> &'static str {
        match self {
            View::Units => "/office/units",
            View::People => "/office/people",
            View::Accounts => "/office/accounts",
            View::Roles => "/office/roles",
            View::Sessions => "/office/sessions",
            View::Calendars => "/office/calendars",
            View::Rules => "/office/rules",
            View::Procedures => "/office/procedures",
            View::Imports => "/office/imports",
            View::Outbox => "/office/outbox",
            View::Settings => "/office/audit",
            View::SignIns => "/office/audit/sign-ins",
        }
    }

    pub(crate) fn key(self) -> &'static str {
        match self {
            View::Units => "office-units",
            View::People => "office-people",
            View::Accounts => "office-accounts",
            View::Roles => "office-roles",
            View::Sessions => "office-sessions",
            View::Calendars => "office-calendars",
            View::Rules => "office-rules",
            View::Procedures => "office-procedures",
            View::Imports => "import-title",
            View::Outbox => "office-outbox",
            View::Settings => "office-audit",
            View::SignIns => "office-sign-ins",
        }
    }

    pub(crate) fn hint(self) -> &'static str {
        match self {
            View::Units => "office-units-lede",
            View::People => "office-people-lede",
            View::Accounts => "office-accounts-lede",
            View::Roles => "office-roles-lede",
            View::Sessions => "office-sessions-lede",
            View::Calendars => "office-calendars-lede",
            View::Rules => "office-rules-lede",
            View::Procedures => "office-procedures-lede",
            View::Imports => "import-lede",
            View::Outbox => "office-outbox-lede",
            View::Settings => "office-audit-lede",
            View::SignIns => "office-sign-ins-lede",
        }
    }

    /// Any of these opens it; the first is named to whoever has none.
    fn needs(self) -> &'static [Permission] {
        use Permission::*;
        match self {
            View::Units | View::People => &[ManagePeople, ManageRoles, Register, Configure],
            View::Sessions | View::Calendars | View::Rules | View::Procedures => {
                &[Configure, Register, ManagePeople]
            }
            View::Imports => &[Import],
            View::Outbox => &[Configure],
            View::Accounts => &[ManageAccounts, ManageRoles],
            View::Roles => &[ManageRoles, ManageAccounts, Audit],
            View::Settings | View::SignIns => &[Audit],
        }
    }

    pub(crate) fn is_open_to(self, actor: &Actor) -> bool {
        self.needs().iter().any(|p| actor.may(*p))
    }

    /// Refuses whoever may not open it, and says who can.
    pub(crate) fn open(self, actor: &Actor) -> Result<(), Error> {
        if self.is_open_to(actor) {
            return Ok(());
        }
        Err(Error::Forbidden(Message::new(self.needs()[0].refusal())))
    }
}

/// Whether any view of the office is open: the navigation then has it.
pub(crate) fn opens(actor: &Actor) -> bool {
    View::ALL.into_iter().any(|v| v.is_open_to(actor))
}

/// The views open to this reader, beside each other.
fn tabs(visit: &Visit, actor: &Actor, here: View) -> Tabs {
    let open = View::ALL.into_iter().filter(|v| v.is_open_to(actor));
    Tabs {
        label: visit.t("office-nav"),
        all: open
            .map(|v| Tab {
                href: v.href().to_owned(),
                words: visit.t(v.key()),
                count: None,
                here: v == here,
            })
            .collect(),
    }
}

/// A text with arguments, in the reader's language.
fn ta(visit: &Visit, key: &str, args: &[(&str, Arg<'_>)]) -> String {
    text::ta(visit.lang, key, args)
}

fn role_words(visit: &Visit, code: &str) -> String {
    match Role::parse(code) {
        Some(role) => visit.t(&format!("role-{}", role.code())),
        None => code.to_owned(),
    }
}

fn kind_words(visit: &Visit, code: &str) -> String {
    if kernel::organ::UNIT_KINDS.contains(&code) {
        visit.t(&format!("office-unit-{code}"))
    } else {
        code.to_owned()
    }
}

fn unit_choices(units: &[Unit]) -> Vec<Choice> {
    units.iter().map(|u| Choice::named(u.id, &u.name)).collect()
}

fn day_words(visit: &Visit, day: NaiveDate) -> String {
    text::date::date_plain(visit.lang, day)
}

/// `2024年3月5日起`, `2024年3月5日至2025年3月4日`.
fn period(visit: &Visit, from: NaiveDate, to: Option<NaiveDate>) -> String {
    let from = day_words(visit, from);
    match to {
        None => ta(visit, "office-since", &[("from", from.into())]),
        Some(to) => {
            let to = day_words(visit, to);
            ta(
                visit,
                "office-from-to",
                &[("from", from.into()), ("to", to.into())],
            )
        }
    }
}

/// The page of a list that a cursor names: its rows, and the cursor of the next one. The registers of an
/// office are short and are read whole; a cursor is the number of rows before the page.
pub(crate) fn page_of<T>(
    mut rows: Vec<T>,
    cursor: Option<&str>,
    most: usize,
) -> (Vec<T>, Option<String>) {
    let skip = cursor.and_then(|c| c.parse::<usize>().ok()).unwrap_or(0);
    let mut rows = rows.split_off(skip.min(rows.len()));
    let next = (rows.len() > most).then(|| (skip + most).to_string());
    rows.truncate(most);
    (rows, next)
}

/// A list as a workbook with the columns the reader sees.
struct Export {
    title: String,
    columns: Vec<sheet::Column>,
    rows: Vec<Vec<sheet::Cell>>,
}

impl Export {
    fn new(title: String, columns: &[(&Column, Kind)]) -> Export {
        let columns = columns
            .iter()
            .map(|(c, kind)| sheet::Column::new(c.title.clone(), *kind))
            .collect();
        Export {
            title,
            columns,
            rows: Vec::new(),
        }
    }

    /// The workbook as an answer that browsers save under `name`.
    fn send(self, name: &str) -> Result<Response, Failure> {
        let bytes = sheet::xlsx(&self.title, &self.columns, self.rows.into_iter())
            .map_err(Error::internal)?;
        let disposition = format!("attachment; filename=\"{name}.xlsx\"");
        Ok((
            [
                (
                    header::CONTENT_TYPE,
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned(),
                ),
                (header::CONTENT_DISPOSITION, disposition),
                (header::CACHE_CONTROL, "no-store".to_owned()),
            ],
            bytes,
        )
            .into_response())
    }
}

/// Names of units and people, looked up once for a page.
fn name_of(units: &[Unit], id: Option<Id>) -> String {
    id.and_then(|id| units.iter().find(|u| u.id == id))
        .map(|u| u.name.clone())
        .unwrap_or_default()
}
