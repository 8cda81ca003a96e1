//! Whether what was handed in with an act will do: fields, reasons, papers, and the units named. Owns these
//! refusals; each says what to fill in and names the field.

use std::collections::BTreeSet;

use crate::definition::{ActDef, Need, Part, Target};
use crate::guard::Value;
use crate::moves::closing;
use crate::state::{Input, Refusal, RefusalKind, Situation, Token};
use crate::vocabulary::FieldType;
use crate::words::Words;

fn wrong(field: &str, zh: impl Into<String>, en: impl Into<String>) -> Refusal {
    Refusal {
        kind: RefusalKind::Input,
        message: Words::new(zh, en),
        field: Some(field.to_owned()),
    }
}

/// Whether what was given meets the needs of the act.
pub(crate) fn check_input(
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
            Need::Paper { required: true } if input.papers == 0 => {
                return Err(wrong("papers", "请附上文件。", "Attach a file."));
            }
            Need::Paper { .. } => {}
            Need::Field {
                name,
                title,
                ty,
                required,
            } => check_field(name, title, ty, *required, input.fields.get(name))?,
        }
    }
    let takes_papers = act.needs.iter().any(|n| matches!(n, Need::Paper { .. }));
    if input.papers > 0 && !takes_papers {
        return Err(wrong(
            "papers",
            format!("“{}”不收附件。", act.title.zh),
            format!("“{}” takes no files.", act.title.en),
        ));
    }
    let known = |name: &String| {
        act.needs
            .iter()
            .any(|n| matches!(n, Need::Field { name: known, .. } if known == name))
    };
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
    // Those that stay at work while more are named.
    let stays = |part: Part| match &act.then {
        Target::Fan { closes, .. } => {
            let closing = closing(situation, token, *closes);
            let mut tokens = situation.tokens.iter();
            tokens.any(|t| t.beside.is_none() && t.part == Some(part) && !closing.contains(&t.id))
        }
        _ => false,
    };
    if count(Part::Lead) + usize::from(stays(Part::Lead)) > 1 {
        return Err(wrong(
            "units",
            "主办单位只能有一个；由几个单位分别答复的，请都选“分办”。",
            "There is one lead unit. Where several answer by themselves, choose separate handling for each.",
        ));
    }
    let leads = count(Part::Lead) == 1 || stays(Part::Lead);
    if leads && (count(Part::Separate) > 0 || stays(Part::Separate)) {
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
