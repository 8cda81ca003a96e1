//! The register of contacts with the proposer on a matter's page.

use askama::filters::HtmlSafeOutput;
use frame::SignedIn;
use frame::ui::{Cell, Column, Links, Row, Table};
use kernel::id::Id;
use text::{t, ta};

use crate::store::case::Case;

/// Contacts shown at first: the newest; the rest on demand.
const CONTACTS: usize = 8;

/// The newest contacts, and the way to all of them where they are more.
pub(super) fn contacts(visit: &SignedIn, case: &Case, id: Id, all: bool) -> HtmlSafeOutput<String> {
    let columns = vec![
        Column::new("on", visit.t("proposals-field-on_date")),
        Column::new("way", visit.t("proposals-field-way")),
        Column::new("unit", visit.t("proposals-unit")),
        Column::new("person", visit.t("proposals-field-person")),
        Column::new("note", visit.t("proposals-field-contact_note")),
    ];
    let rows = case
        .contacts
        .iter()
        .rev()
        .take(if all { usize::MAX } else { CONTACTS })
        .map(|c| Row {
            id: c.id.to_string(),
            cells: vec![
                Cell::day(Some(c.on_date)),
                Cell::text(t(visit.lang, &c.way.key())),
                Cell::text(c.unit.as_str()),
                Cell::text(c.person.clone().unwrap_or_default()),
                Cell::text(c.note.as_str()),
            ],
        })
        .collect();
    let table = Table::new(
        visit,
        "contact-rows",
        visit.t("proposals-contacts"),
        columns,
    )
    .rows(rows)
    .cards();
    if all || case.contacts.len() <= CONTACTS {
        return HtmlSafeOutput(table.to_string());
    }
    let words = ta(
        visit.lang,
        "proposals-contacts-all",
        &[("n", (case.contacts.len() as i64).into())],
    );
    let rest = Links::new(vec![(
        format!("/proposals/{id}?contacts=all#contacts"),
        words,
    )]);
    HtmlSafeOutput(format!("{table}{rest}"))
}
