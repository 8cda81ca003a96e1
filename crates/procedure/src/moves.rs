//! What an act does to the running steps: which end, which open. Owns fan-out, join, release and what goes along;
//! whether the act is allowed was asked before.

use crate::definition::{Closes, Definition, Part, Shape, Target};
use crate::state::{Decision, Opening, Situation, Token};

/// What `target` does to the running steps; the checker walks a procedure with the same function.
pub(crate) fn moved(
    def: &Definition,
    situation: &Situation,
    token: Option<&Token>,
    units: &[(u64, Part)],
    target: &Target,
    out: &mut Decision,
) {
    move_on(def, situation, token, units, target, out);
    // A step that ends takes what was opened beside it along, and what was opened beside that.
    loop {
        let orphans: Vec<u64> = situation
            .tokens
            .iter()
            .filter(|t| !out.closes.contains(&t.id))
            .filter(|t| t.beside.is_some_and(|b| out.closes.contains(&b)))
            .map(|t| t.id)
            .collect();
        if orphans.is_empty() {
            break;
        }
        out.closes.extend(orphans);
    }
    out.closes.sort_unstable();
    out.closes.dedup();
}

fn move_on(
    def: &Definition,
    situation: &Situation,
    token: Option<&Token>,
    units: &[(u64, Part)],
    target: &Target,
    out: &mut Decision,
) {
    let is_main = |step: &str| def.step(step).is_some_and(|s| s.shape == Shape::Main);
    match target {
        Target::Stay => {}
        Target::Close => out.closes.extend(token.map(|t| t.id)),
        Target::End(end) => {
            out.closes = situation.tokens.iter().map(|t| t.id).collect();
            out.ends = Some(end.clone());
            out.state = Some(end.clone());
        }
        Target::Open(step) => out.opens.push(Opening {
            step: step.clone(),
            unit: token.and_then(|t| t.unit),
            part: token.and_then(|t| t.part),
            beside: token.map(|t| t.id),
        }),
        Target::Instead(step) => {
            let origin = origin(situation, token);
            out.closes.extend(token.map(|t| t.id));
            out.closes.extend(origin.map(|t| t.id));
            let of = origin.or(token);
            if is_main(step) && of.is_some_and(|t| t.unit.is_some()) {
                join(situation, of.and_then(|t| t.part), step, out);
                return;
            }
            let of = of.filter(|_| !is_main(step));
            out.opens.push(Opening {
                step: step.clone(),
                unit: of.and_then(|t| t.unit),
                part: of.and_then(|t| t.part),
                beside: None,
            });
            if of.is_none_or(|t| t.part != Some(Part::Co)) {
                out.state = Some(step.clone());
            }
        }
        Target::Fan { to, closes, back } => {
            out.sent_back = *back;
            out.closes.extend(closing(situation, token, *closes));
            for (unit, part) in units {
                if let Some(step) = to.get(part) {
                    out.opens.push(Opening {
                        step: step.clone(),
                        unit: Some(*unit),
                        part: Some(*part),
                        beside: None,
                    });
                    if *part != Part::Co {
                        out.state = Some(step.clone());
                    }
                }
            }
        }
        Target::Release(step) | Target::To { step, .. }
            if token.is_some_and(|t| t.unit.is_some())
                && (matches!(target, Target::Release(_)) || is_main(step)) =>
        {
            let own = token.expect("a branch");
            out.closes.push(own.id);
            // From a side step it is the unit's own step that ends with it.
            out.closes.extend(own.beside);
            out.sent_back = matches!(target, Target::To { back: true, .. });
            join(situation, own.part, step, out);
        }
        Target::To { step, back } if token.is_some_and(|t| t.beside.is_some()) => {
            // From one side step to the next: it still runs beside the same step.
            out.closes.extend(token.map(|t| t.id));
            out.sent_back = *back;
            out.opens.push(Opening {
                step: step.clone(),
                unit: token.and_then(|t| t.unit),
                part: token.and_then(|t| t.part),
                beside: token.and_then(|t| t.beside),
            });
        }
        Target::Release(step) | Target::To { step, .. } => {
            out.sent_back = matches!(target, Target::To { back: true, .. });
            let on_branch = def.step(step).is_some_and(|s| s.shape == Shape::Branch);
            match token {
                Some(t) => out.closes.push(t.id),
                // An act on the whole that goes to a main step takes everything along.
                None => out.closes = situation.tokens.iter().map(|t| t.id).collect(),
            }
            out.opens.push(Opening {
                step: step.clone(),
                unit: token.and_then(|t| t.unit).filter(|_| on_branch),
                part: token.and_then(|t| t.part).filter(|_| on_branch),
                beside: None,
            });
            let helps = token.is_some_and(|t| t.part == Some(Part::Co));
            if !helps {
                out.state = Some(step.clone());
            }
        }
    }
}

/// The running step a side step was opened beside.
fn origin<'a>(situation: &'a Situation, token: Option<&Token>) -> Option<&'a Token> {
    let beside = token?.beside?;
    situation.tokens.iter().find(|t| t.id == beside)
}

/// The join: the last unit that owes an answer opens the main step, and releases the helpers. `part` is that of
/// the unit whose steps `out` closes.
fn join(situation: &Situation, part: Option<Part>, step: &str, out: &mut Decision) {
    let rest: Vec<&Token> = situation
        .tokens
        .iter()
        .filter(|t| t.beside.is_none() && !out.closes.contains(&t.id))
        .collect();
    let owing = rest
        .iter()
        .any(|t| matches!(t.part, Some(Part::Lead | Part::Separate)));
    let answers = part != Some(Part::Co);
    // A helper alone moves nothing while somebody is at work, be it a unit or the office.
    if (answers && !owing) || (!answers && rest.is_empty()) {
        out.closes.extend(rest.iter().map(|t| t.id));
        out.opens.push(Opening {
            step: step.to_owned(),
            ..Opening::default()
        });
        out.state = Some(step.to_owned());
    }
}

/// The running steps a fan-out ends.
pub(crate) fn closing(situation: &Situation, token: Option<&Token>, closes: Closes) -> Vec<u64> {
    let own = token.map(|t| t.id);
    match closes {
        Closes::Own | Closes::Aside => own.into_iter().collect(),
        Closes::Beside => own
            .into_iter()
            .chain(token.and_then(|t| t.beside))
            .collect(),
        Closes::All => situation.tokens.iter().map(|t| t.id).collect(),
        Closes::None => Vec::new(),
    }
}
