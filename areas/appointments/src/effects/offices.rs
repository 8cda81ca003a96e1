//! The offices of a case changed after it was opened, before the ballot is asked for: one added, changed or taken off.

use kernel::access::Act;
use kernel::error::{Error, Message, Result};
use kernel::matter::act::Doing;
use serde_json::json;

use crate::kind::{Held, title};
use crate::model::office::{Action, Class, common};
use crate::store::case::{self, Line};

/// Offices of one case, at most.
const MOST: usize = 8;

fn fault<T>(field: &str, key: &str) -> Result<T> {
    Err(Error::field(field, Message::new(key)))
}

pub(super) async fn change(held: &mut Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let lines = changed(held, doing)?;
    let pairs: Vec<(Action, Class)> = lines.iter().map(|l| (l.action, l.class)).collect();
    let may = common(&pairs);
    if may.is_empty() {
        return fault("class", "appointments-no-common-nominator");
    }
    let nominator = held.case.nominator.as_str();
    if !nominator.is_empty() && may.iter().all(|n| n.code() != nominator) {
        return fault("class", "appointments-other-nominator");
    }
    let (before, after) = (
        title(&held.lines, &held.case.name),
        title(&lines, &held.case.name),
    );
    case::put_lines(act, held.case.matter_id, &lines).await?;
    if let Some(first) = lines.first() {
        held.case.action = first.action;
    }
    held.lines = lines;
    doing.keep("changes", json!([["office", before, after]]));
    doing.matter.title = after;
    Ok(())
}

/// The lines as they are to stand.
fn changed(held: &Held, doing: &Doing) -> Result<Vec<Line>> {
    let r = &doing.request;
    let mut lines = held.lines.clone();
    let at = r.text("of_line").parse::<i64>().ok();
    let at = at.and_then(|n| lines.iter().position(|l| l.n == n));
    let action = Action::parse(r.text("action"));
    let class = Class::parse(r.text("class"));
    let office = r.some_text("office");
    match (r.text("change"), at) {
        ("drop" | "change", None) => return fault("of_line", "appointments-which-office"),
        ("drop", Some(_)) if lines.len() == 1 => {
            return fault("change", "appointments-last-office");
        }
        ("drop", Some(at)) => {
            lines.remove(at);
        }
        ("change", Some(at)) => {
            let line = &mut lines[at];
            if action.is_none() && class.is_none() && office.is_none() {
                return fault("office", "appointments-nothing-changed");
            }
            line.action = action.unwrap_or(line.action);
            line.class = class.unwrap_or(line.class);
            if let Some(office) = office {
                line.office = office;
            }
        }
        _ if lines.len() >= MOST => return fault("change", "appointments-many-offices"),
        _ => {
            let (Some(action), Some(class), Some(office)) = (action, class, office) else {
                return fault("office", "appointments-office-whole");
            };
            let n = lines.iter().map(|l| l.n).max().unwrap_or_default() + 1;
            lines.push(Line::new(n, action, class, &office));
        }
    }
    let twice = |l: &Line| {
        let same = lines
            .iter()
            .filter(|o| o.action == l.action && o.office == l.office);
        same.count() > 1
    };
    match lines.iter().any(twice) {
        true => fault("office", "appointments-office-twice"),
        false => Ok(lines),
    }
}
