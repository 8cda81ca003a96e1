//! On the workbench: the papers somebody is asked to sign (H1), each a tap away from the signature.

use frame::matter::lamp_of;
use frame::ui::{Cell, Column, Row, Table};
use frame::{App, Failure, SignedIn};
use futures_util::future::BoxFuture;
use text::t;

use crate::store::party;

pub(crate) fn asked<'a>(
    app: &'a App,
    visit: &'a SignedIn,
) -> BoxFuture<'a, Result<Option<Table>, Failure>> {
    Box::pin(async move {
        let kernel = app.kernel();
        let invitations = party::invitations(&kernel.db, visit.actor()).await?;
        if invitations.is_empty() {
            return Ok(None);
        }
        let calendar = kernel.calendars.current(&kernel.db, visit.now).await?;
        let today = visit.actor().today;
        let columns = vec![
            Column::new("lamp", visit.t("matter-due")),
            Column::new("title", visit.t("matter-title")),
            Column::new("lead", visit.t("proposals-to-sign-by")),
            Column::new("sign", visit.t("proposals-to-sign-what")),
        ];
        let rows = invitations.into_iter().map(|i| {
            let lamp = match (i.amber_on, i.red_on) {
                (Some(amber), Some(red)) => Some(workday::lamp::lamp(today, amber, red)),
                _ => None,
            };
            let lamp = lamp_of(visit.lang, today, &calendar, i.due_on, lamp);
            Row {
                id: i.matter.to_string(),
                cells: vec![
                    match i.due_on {
                        Some(day) => Cell::Due { lamp, day },
                        None => Cell::Lamp(lamp),
                    },
                    Cell::Lead {
                        href: format!("/proposals/{}", i.matter),
                        words: i.title,
                        under: t(visit.lang, &format!("kind-{}", i.kind)),
                    },
                    Cell::text(i.lead.unwrap_or_default()),
                    Cell::link(
                        format!("/matters/{}/acts/sign", i.matter),
                        visit.t("proposals-to-sign-answer"),
                    ),
                ],
            }
        });
        let table = Table::new(visit, "asked", visit.t("proposals-to-sign"), columns);
        Ok(Some(table.rows(rows.collect()).cards()))
    })
}
