//! May this be done, and what follows? Pure functions of the definition, the situation and who asks.

use std::collections::BTreeSet;

use crate::definition::{ActDef, Closes, Definition, Need, Part, Shape, Target};
use crate::guard::Value;
use crate::pack::RulePack;
use crate::state::{Decision, Input, Offer, Opening, Refusal, RefusalKind, Situation, Token, Who};
use crate::vocabulary::FieldType;
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
                check_input(def, situation, act, token, input)?;
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

fn wrong(field: &str, zh: impl Into<String>, en: impl Into<String>) -> Refusal {
    Refusal {
        kind: RefusalKind::Input,
        message: Words::new(zh, en),
        field: Some(field.to_owned()),
    }
}

fn check_input(
    def: &Definition,
    situation: &Situation,
    act: &ActDef,
    token: Option<&Token>,
    input: &Input,
) -> Result<(), Refusal> {
    for need in &act.needs {
        match need {
            Need::Units { parts } => check_units(situation, act, token, parts, input)?,
            Need::Reason { list } => {
                let given = input.reason.as_deref().unwrap_or_default();
                if !list.iter().any(|(code, _)| code == given) {
                    return Err(wrong("reason", "请选择理由。", "Choose a reason."));
                }
            }
            Need::Paper if input.papers == 0 => {
                return Err(wrong("papers", "请附上文件。", "Attach a file."));
            }
            Need::Paper => {}
            Need::Field {
                name,
                title,
                ty,
                required,
            } => check_field(name, title, ty, *required, input.fields.get(name))?,
        }
    }
    let known = |name: &String| {
        act.needs
            .iter()
            .any(|n| matches!(n, Need::Field { name: known, .. } if known == name))
    };
    let _ = def;
    if let Some(unknown) = input.fields.keys().find(|name| !known(name)) {
        return Err(wrong(
            unknown,
            format!("“{}”没有“{unknown}”这一项。", act.title.zh),
            format!("“{}” has no field “{unknown}”.", act.title.en),
        ));
    }
    Ok(())
}

fn check_units(
    situation: &Situation,
    act: &ActDef,
    token: Option<&Token>,
    parts: &[Part],
    input: &Input,
) -> Result<(), Refusal> {
    let mut named = BTreeSet::new();
    for (unit, part) in &input.units {
        if !parts.contains(part) {
            let title = part.title();
            return Err(wrong(
                "units",
                format!("“{}”不能指定{}单位。", act.title.zh, title.zh),
                format!("“{}” takes no unit for {}.", act.title.en, title.en),
            ));
        }
        if !named.insert(*unit) {
            return Err(wrong(
                "units",
                "同一个单位只能选一次。",
                "A unit can be named only once.",
            ));
        }
    }
    let count = |part: Part| input.units.iter().filter(|(_, p)| *p == part).count();
    if input.units.is_empty() {
        return Err(wrong("units", "请选择承办单位。", "Choose the unit."));
    }
    let owing = parts.contains(&Part::Lead) || parts.contains(&Part::Separate);
    if owing && count(Part::Lead) + count(Part::Separate) == 0 && parts.contains(&Part::Lead) {
        return Err(wrong(
            "units",
            "请指定主办单位或分办单位；只有会办单位，无人答复代表、委员。",
            "Name a lead unit or units that handle separately: co-handling units alone answer nobody.",
        ));
    }
    if count(Part::Lead) > 1 {
        return Err(wrong(
            "units",
            "主办单位只能有一个；由几个单位分别答复的，请都选“分办”。",
            "There is one lead unit. Where several answer by themselves, choose separate handling for each.",
        ));
    }
    if count(Part::Lead) == 1 && count(Part::Separate) > 0 {
        return Err(wrong(
            "units",
            "主办与分办不能并用：或者一家主办、其他会办，或者都分办。",
            "Lead and separate handling exclude each other: one leads and others help, or all handle separately.",
        ));
    }
    // A unit that still owes something can't be named again, unless that is just what ends here.
    if let Target::Fan { closes, .. } = &act.then {
        let closing = closing(situation, token, *closes);
        let busy = situation.tokens.iter().any(|t| {
            t.beside.is_none()
                && !closing.contains(&t.id)
                && t.unit.is_some_and(|u| named.contains(&u))
        });
        if busy {
            return Err(wrong(
                "units",
                "所选单位已在承办本件，不必重复交办。",
                "A unit you chose is already handling this matter.",
            ));
        }
    }
    Ok(())
}

fn check_field(
    name: &str,
    title: &Words,
    ty: &FieldType,
    required: bool,
    value: Option<&Value>,
) -> Result<(), Refusal> {
    let empty = match value {
        None => true,
        Some(Value::Text(text)) => text.trim().is_empty(),
        Some(_) => false,
    };
    if empty {
        if required {
            return Err(wrong(
                name,
                format!("请填写{}。", title.zh),
                format!("Fill in “{}”.", title.en),
            ));
        }
        return Ok(());
    }
    let value = value.expect("not empty");
    if value.ty() != ty.ty() {
        return Err(wrong(
            name,
            format!("{}的内容不是这一项要的类型。", title.zh),
            format!("“{}” is not of the right type.", title.en),
        ));
    }
    match (ty, value) {
        (FieldType::Line(max) | FieldType::Prose(max), Value::Text(text))
            if text.chars().count() > *max =>
        {
            Err(wrong(
                name,
                format!(
                    "{}最多{max}个字，现有{}个字。",
                    title.zh,
                    text.chars().count()
                ),
                format!(
                    "“{}” takes at most {max} characters; there are {}.",
                    title.en,
                    text.chars().count()
                ),
            ))
        }
        (FieldType::Line(_), Value::Text(text)) if text.contains('\n') => Err(wrong(
            name,
            format!("{}只能写一行。", title.zh),
            format!("“{}” is a single line.", title.en),
        )),
        (FieldType::Int(from, to), Value::Int(n)) if n < from || n > to => Err(wrong(
            name,
            format!("{}应在{from}到{to}之间。", title.zh),
            format!("“{}” lies between {from} and {to}.", title.en),
        )),
        (FieldType::Choice(codes), Value::Text(text)) if !codes.iter().any(|(c, _)| c == text) => {
            Err(wrong(
                name,
                format!("请从列表中选择{}。", title.zh),
                format!("Choose “{}” from the list.", title.en),
            ))
        }
        _ => Ok(()),
    }
}

/// The running steps a fan-out ends.
fn closing(situation: &Situation, token: Option<&Token>, closes: Closes) -> Vec<u64> {
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
