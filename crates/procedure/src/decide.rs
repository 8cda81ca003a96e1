//! May this be done, and what follows? Pure functions of the definition, the situation and who asks.

use std::collections::BTreeSet;

use crate::definition::{ActDef, Definition, Part, Target};
use crate::guard::Value;
use crate::input::check_input;
use crate::moves::moved;
use crate::pack::RulePack;
use crate::state::{Decision, Input, Offer, Refusal, RefusalKind, Situation, Token, Who};
use crate::words::Words;

/// Decides one act. `on` names the running step; it may be left out where one fits.
pub fn decide(
    def: &Definition,
    pack: &RulePack,
    situation: &Situation,
    who: &Who,
    act: &str,
    on: Option<u64>,
    input: &Input,
) -> Result<Decision, Refusal> {
    let places: Vec<(&ActDef, Option<&Token>)> = places(def, situation)
        .into_iter()
        .filter(|(a, t)| a.id == act && (on.is_none() || t.is_none() || t.map(|t| t.id) == on))
        .collect();
    let asked =
        |place: &(&ActDef, Option<&Token>)| allowed(def, pack, situation, who, place.0, place.1);
    // Where several fit, the first that is allowed; else the first refusal that is not about whose it is.
    let mut refusals = Vec::new();
    for place in &places {
        match asked(place) {
            Ok(()) => {
                let (act, token) = *place;
                check_input(situation, act, token, input)?;
                return Ok(follow(def, pack, situation, act, token, input));
            }
            Err(refusal) => refusals.push(refusal),
        }
    }
    refusals.sort_by_key(|r| r.kind == RefusalKind::NotYours);
    Err(refusals
        .into_iter()
        .next()
        .unwrap_or_else(|| not_here(def, situation, act)))
}

/// Every act on the matter as it stands, allowed or refused with the reason: first those of the running steps, then
/// those on the matter as a whole, then those of steps that are not running.
pub fn available(
    def: &Definition,
    pack: &RulePack,
    situation: &Situation,
    who: &Who,
) -> Vec<Offer> {
    let places = places(def, situation);
    let mut out: Vec<Offer> = places
        .iter()
        .map(|(act, token)| {
            let result = allowed(def, pack, situation, who, act, *token);
            offer(act, token.map(|t| t.id), result)
        })
        .collect();
    let here: BTreeSet<&str> = places.iter().map(|(a, _)| a.id.as_str()).collect();
    let mut named = here;
    for act in def.steps.iter().flat_map(|s| &s.acts).chain(&def.acts) {
        if named.insert(&act.id) {
            out.push(offer(act, None, Err(not_here(def, situation, &act.id))));
        }
    }
    out
}

fn offer(act: &ActDef, token: Option<u64>, result: Result<(), Refusal>) -> Offer {
    let targets = || std::iter::once(&act.then).chain(act.cases.iter().map(|c| &c.then));
    Offer {
        act: act.id.clone(),
        title: act.title.clone(),
        token,
        needs: act.needs.clone(),
        result,
        grave: targets().any(|t| {
            matches!(
                t,
                Target::End(_) | Target::To { back: true, .. } | Target::Fan { back: true, .. }
            )
        }),
        forward: !matches!(act.then, Target::Stay | Target::Open(_)) && !act.on_matter,
    }
}

/// Where acts stand now: on running steps, and on the matter.
fn places<'a>(
    def: &'a Definition,
    situation: &'a Situation,
) -> Vec<(&'a ActDef, Option<&'a Token>)> {
    let mut out = Vec::new();
    for token in &situation.tokens {
        if let Some(step) = def.step(&token.step) {
            out.extend(step.acts.iter().map(|a| (a, Some(token))));
            out.extend(
                def.acts
                    .iter()
                    .filter(|a| !a.on_matter && a.during.contains(&token.step))
                    .map(|a| (a, Some(token))),
            );
        }
    }
    if !situation.tokens.is_empty() {
        let running = |a: &ActDef| {
            a.during.is_empty() || situation.tokens.iter().any(|t| a.during.contains(&t.step))
        };
        out.extend(
            def.acts
                .iter()
                .filter(|a| a.on_matter && running(a))
                .map(|a| (a, None)),
        );
    }
    out
}

fn allowed(
    def: &Definition,
    pack: &RulePack,
    situation: &Situation,
    who: &Who,
    act: &ActDef,
    token: Option<&Token>,
) -> Result<(), Refusal> {
    let on_token = token.and_then(|t| who.on_token.get(&t.id));
    let has = |role: &String| {
        who.on_matter.contains(role) || on_token.is_some_and(|roles| roles.contains(role))
    };
    if !act.by.iter().any(has) {
        let zh: Vec<String> = act
            .by
            .iter()
            .map(|r| def.vocabulary.role_title(r).zh)
            .collect();
        let en: Vec<String> = act
            .by
            .iter()
            .map(|r| def.vocabulary.role_title(r).en)
            .collect();
        return Err(Refusal {
            kind: RefusalKind::NotYours,
            message: Words::new(
                format!("“{}”由{}办理。", act.title.zh, zh.join("或")),
                format!("“{}” is for {} to do.", act.title.en, en.join(" or ")),
            ),
            field: None,
        });
    }
    let facts = |name: &str| fact(pack, situation, token, name);
    for requirement in &act.require {
        if !requirement.that.holds(&facts) {
            return Err(Refusal {
                kind: RefusalKind::NotYet,
                message: requirement.otherwise.clone(),
                field: None,
            });
        }
    }
    // The same request twice at once would be decided twice.
    let own = token.map(|t| t.id);
    let targets = std::iter::once(&act.then).chain(act.cases.iter().map(|c| &c.then));
    for target in targets {
        let Target::Open(step) = target else { continue };
        let running = |t: &Token| t.step == *step && t.beside == own;
        if situation.tokens.iter().any(running) {
            let title = def.state_title(step);
            return Err(Refusal {
                kind: RefusalKind::NotYet,
                message: Words::new(
                    format!("“{}”正在进行，办完后才能再提。", title.zh),
                    format!(
                        "“{}” is under way; it can be asked for again once that is done.",
                        title.en
                    ),
                ),
                field: None,
            });
        }
    }
    Ok(())
}

/// A fact as the guards of an act on `token` see it.
fn fact(
    pack: &RulePack,
    situation: &Situation,
    token: Option<&Token>,
    name: &str,
) -> Option<Value> {
    if name == "round" {
        return Some(i64::from(token.map_or(1, |t| t.round)).into());
    }
    standing(situation, token, name)
        .or_else(|| pack.fact(name))
        .or_else(|| {
            let of_token = situation.facts.of_token.get(&token?.id)?;
            of_token.get(name).cloned()
        })
        .or_else(|| situation.facts.of_matter.get(name).cloned())
}

/// The facts that follow from which steps run, and from nothing else: the checker judges guards by them.
pub(crate) fn standing(situation: &Situation, token: Option<&Token>, name: &str) -> Option<Value> {
    let others = || {
        situation
            .tokens
            .iter()
            .filter(move |t| token.is_none_or(|own| own.id != t.id) && t.beside.is_none())
    };
    let part = token.and_then(|t| t.part);
    Some(match name {
        "is_lead" => (part == Some(Part::Lead)).into(),
        "is_co" => (part == Some(Part::Co)).into(),
        "is_separate" => (part == Some(Part::Separate)).into(),
        "co_pending" => others().filter(|t| t.part == Some(Part::Co)).count().into(),
        "others_pending" => {
            let owing = |t: &&Token| matches!(t.part, Some(Part::Lead | Part::Separate));
            others().filter(owing).count().into()
        }
        "side_pending" => {
            let beside = |t: &&Token| t.beside.is_some() && t.beside == token.map(|own| own.id);
            situation.tokens.iter().filter(beside).count().into()
        }
        _ => return None,
    })
}

fn not_here(def: &Definition, situation: &Situation, act: &str) -> Refusal {
    let steps: Vec<&crate::definition::Step> = def
        .steps
        .iter()
        .filter(|s| {
            s.acts.iter().any(|a| a.id == act)
                || def
                    .acts
                    .iter()
                    .any(|a| a.id == act && a.during.contains(&s.id))
        })
        .collect();
    let title = def
        .act(act)
        .map_or_else(|| Words::new(act, act), |a| a.title.clone());
    let now: Vec<Words> = situation
        .tokens
        .iter()
        .filter(|t| t.beside.is_none())
        .map(|t| def.state_title(&t.step))
        .fold(Vec::new(), |mut out, w| {
            if !out.contains(&w) {
                out.push(w);
            }
            out
        });
    let join = |words: Vec<&str>, and: &str| words.join(and);
    let message = if now.is_empty() {
        Words::new(
            format!("本件已办结，不能再“{}”。", title.zh),
            format!(
                "The matter is closed; “{}” is no longer possible.",
                title.en
            ),
        )
    } else if steps.is_empty() {
        Words::new(
            format!("本件的办理流程中没有“{}”。", title.zh),
            format!("The procedure of this matter has no “{}”.", title.en),
        )
    } else {
        Words::new(
            format!(
                "“{}”要在“{}”环节办理，本件现在“{}”环节。",
                title.zh,
                join(steps.iter().map(|s| s.title.zh.as_str()).collect(), "”或“"),
                join(now.iter().map(|w| w.zh.as_str()).collect(), "”和“"),
            ),
            format!(
                "“{}” belongs to the step “{}”; the matter is in “{}” now.",
                title.en,
                join(
                    steps.iter().map(|s| s.title.en.as_str()).collect(),
                    "” or “"
                ),
                join(now.iter().map(|w| w.en.as_str()).collect(), "” and “"),
            ),
        )
    };
    Refusal {
        kind: RefusalKind::NotHere,
        message,
        field: None,
    }
}

fn follow(
    def: &Definition,
    pack: &RulePack,
    situation: &Situation,
    act: &ActDef,
    token: Option<&Token>,
    input: &Input,
) -> Decision {
    let facts = |name: &str| fact(pack, situation, token, name);
    let case = act.cases.iter().find(|c| c.when.holds(&facts));
    let mut effects = act.effects.clone();
    effects.extend(case.iter().flat_map(|c| c.effects.clone()));
    let target = case.map_or(&act.then, |c| &c.then);
    let mut out = Decision {
        act: act.id.clone(),
        token: token.map(|t| t.id),
        effects,
        event: act.event.clone(),
        ..Decision::default()
    };
    moved(def, situation, token, &input.units, target, &mut out);
    let stopped = |step: &str| def.step(step).is_some_and(|s| s.stops_clock);
    let before = situation.tokens.iter().any(|t| stopped(&t.step));
    let stays = |t: &&Token| !out.closes.contains(&t.id) && stopped(&t.step);
    let after =
        out.opens.iter().any(|o| stopped(&o.step)) || situation.tokens.iter().any(|t| stays(&t));
    out.stops = !before && after;
    out.restarts = before && !after;
    out
}
