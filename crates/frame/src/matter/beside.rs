//! What stands beside an act's form to decide by: matters like the one at hand, as its kind finds them.

use askama::filters::HtmlSafeOutput;
use kernel::error::Error;
use kernel::matter::kind::{Beside, BesideRow};

use super::Shown;
use super::act::words;
use crate::ui::{Cell, Column, Doc, Note, Row, Table, Tone};
use crate::{App, Visit};

/// Makes the link of an act that takes a row's matter: where it leads, and its words.
type ActLink<'a> = dyn Fn(&BesideRow) -> Option<(String, String)> + 'a;

/// Matters as a table, each leading to its page; `act` makes the link of an act that takes the row's matter.
pub fn table(visit: &Visit, beside: Beside, act: Option<&ActLink<'_>>) -> Table {
    const KEYS: [&str; 8] = ["matter", "b", "c", "d", "e", "f", "g", "h"];
    let mut columns: Vec<Column> = KEYS
        .into_iter()
        .zip(&beside.columns)
        .map(|(key, title)| Column::new(key, words(visit.lang, title)))
        .collect();
    let acts: Vec<Option<(String, String)>> = beside
        .rows
        .iter()
        .map(|row| act.and_then(|link| link(row)))
        .collect();
    let some = acts.iter().any(Option::is_some);
    if some {
        columns.push(Column::new("act", visit.t("matter-beside-act")));
    }
    let rows = beside
        .rows
        .into_iter()
        .zip(acts)
        .map(|(row, act)| {
            let mut cells = vec![Cell::Lead {
                href: format!("/matters/{}", row.matter),
                words: row.title,
                under: words(visit.lang, &row.under),
            }];
            cells.extend(row.cells.iter().map(|c| Cell::text(words(visit.lang, c))));
            if some {
                cells.push(match act {
                    Some((href, title)) => Cell::link(href, title),
                    None => Cell::Nothing,
                });
            }
            Row {
                id: row.matter.to_string(),
                cells,
            }
        })
        .collect();
    let caption = words(visit.lang, &beside.title);
    Table::new(visit, "beside", caption, columns)
        .rows(rows)
        .cards()
}

impl Shown<'_> {
    /// Adds what stands beside the form of `act`, where its kind has something to show and the reader may do the act.
    pub async fn beside(&self, app: &App, doc: Doc, act: &str) -> Result<Doc, Error> {
        let standing = self.standing;
        let actor = self.visit.actor();
        let Some(work) = standing.kind.beside(app.kernel(), actor, standing, act) else {
            return Ok(doc);
        };
        let Some(beside) = work.await? else {
            return Ok(doc);
        };
        let title = words(self.visit.lang, &beside.title);
        let note = Note::new(Tone::Info, words(self.visit.lang, &beside.note));
        let id = standing.matter.id;
        let link = |row: &BesideRow| {
            let (act, field, value) = row.act.as_ref()?;
            let offer = self
                .offers()
                .iter()
                .find(|o| o.act == *act && o.result.is_ok())?;
            let href = format!("/matters/{id}/acts/{act}?{field}={value}");
            Some((href, words(self.visit.lang, &offer.title)))
        };
        let table = table(self.visit, beside, Some(&link));
        Ok(doc.panel(&title, HtmlSafeOutput(format!("{note}{table}"))))
    }
}
