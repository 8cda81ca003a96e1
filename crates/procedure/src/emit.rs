//! Writing a definition as TOML, in the form the shipped files have; what is written reads back the same. Comments
//! of the file it was read from are not part of a definition and are not written.

use std::fmt::Write;

use crate::definition::{ActDef, Closes, Definition, EffectCall, Need, Shape, StepLimit, Target};
use crate::guard::Value;
use crate::vocabulary::Vocabulary;
use crate::words::Words;

impl Definition {
    /// The definition as a file.
    pub fn to_toml(&self) -> String {
        let mut out = String::new();
        out.push_str("[procedure]\n");
        entry(&mut out, "name", &text(&self.name));
        entry(&mut out, "version", &self.version.to_string());
        entry(&mut out, "kind", &text(&self.kind));
        entry(&mut out, "title", &words(&self.title));
        entry(&mut out, "rule", &text(&self.rule));
        entry(&mut out, "start", &text(&self.start));
        if let Some(statutory) = &self.statutory {
            out.push_str("\n[statutory]\n");
            entry(&mut out, "limit", &limit(&statutory.limit));
            entry(&mut out, "from", &text(&statutory.from));
            entry(&mut out, "until", &text(&statutory.until));
        }
        for step in &self.steps {
            out.push_str("\n[[step]]\n");
            entry(&mut out, "id", &text(&step.id));
            entry(&mut out, "title", &words(&step.title));
            match step.shape {
                Shape::Main => {}
                Shape::Branch => entry(&mut out, "shape", "\"branch\""),
                Shape::Side => entry(&mut out, "shape", "\"side\""),
            }
            entry(&mut out, "owner", &text(&step.owner));
            if let Some(of) = &step.limit {
                entry(&mut out, "limit", &limit(of));
            }
            entry(&mut out, "least", &step.least.to_string());
            flag(&mut out, "stops_clock", step.stops_clock);
            flag(&mut out, "exhaustive", step.exhaustive);
            for def in &step.acts {
                act(&mut out, "step.act", def, &self.vocabulary);
            }
        }
        for def in &self.acts {
            act(&mut out, "act", def, &self.vocabulary);
        }
        for end in &self.ends {
            out.push_str("\n[[end]]\n");
            entry(&mut out, "id", &text(&end.id));
            entry(&mut out, "title", &words(&end.title));
            flag(&mut out, "answered", end.answered);
            flag(&mut out, "filed", end.filed);
        }
        out
    }
}

fn entry(out: &mut String, key: &str, value: &str) {
    // Writing to a String can't fail.
    let _ = writeln!(out, "{key} = {value}");
}

fn flag(out: &mut String, key: &str, on: bool) {
    if on {
        entry(out, key, "true");
    }
}

fn text(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn words(words: &Words) -> String {
    format!("{{ zh = {}, en = {} }}", text(&words.zh), text(&words.en))
}

fn list<'a>(items: impl IntoIterator<Item = &'a str>) -> String {
    let items: Vec<String> = items.into_iter().map(text).collect();
    format!("[{}]", items.join(", "))
}

fn limit(limit: &StepLimit) -> String {
    match limit {
        StepLimit::Named(name) => text(name),
        StepLimit::Fixed(limit) => match toml::Value::try_from(limit) {
            Ok(value) => inline(&value),
            // A limit is a table of one number or date; it always has a TOML form.
            Err(_) => text(""),
        },
    }
}

fn inline(value: &toml::Value) -> String {
    match value {
        toml::Value::Table(table) => {
            let entries: Vec<String> = table
                .iter()
                .map(|(key, value)| format!("{key} = {}", inline(value)))
                .collect();
            format!("{{ {} }}", entries.join(", "))
        }
        other => other.to_string(),
    }
}

fn value(value: &Value) -> String {
    match value {
        Value::Flag(on) => on.to_string(),
        Value::Int(n) => n.to_string(),
        Value::Date(day) => day.to_string(),
        Value::Text(of) => text(of),
    }
}

fn act(out: &mut String, table: &str, act: &ActDef, vocabulary: &Vocabulary) {
    let _ = writeln!(out, "\n[[{table}]]");
    entry(out, "id", &text(&act.id));
    entry(out, "title", &words(&act.title));
    entry(out, "by", &list(act.by.iter().map(String::as_str)));
    let fields = |wanted: bool| -> Vec<&str> {
        let named = act.needs.iter().filter_map(|need| match need {
            Need::Field { name, required, .. } if *required == wanted => Some(name.as_str()),
            _ => None,
        });
        named.collect()
    };
    for (key, names) in [("needs", fields(true)), ("optional", fields(false))] {
        if !names.is_empty() {
            entry(out, key, &list(names));
        }
    }
    for need in &act.needs {
        match need {
            Need::Units { parts } => {
                entry(out, "units", &list(parts.iter().map(|part| part.code())))
            }
            Need::Reason { list } => {
                let named = vocabulary.reasons.iter().find(|(_, codes)| *codes == list);
                if let Some((name, _)) = named {
                    entry(out, "reasons", &text(name));
                }
            }
            Need::Paper { required: true } => entry(out, "papers", "\"required\""),
            Need::Paper { required: false } => entry(out, "papers", "\"optional\""),
            Need::Field { .. } => {}
        }
    }
    if !act.effects.is_empty() {
        entry(out, "effects", &effects(&act.effects));
    }
    if act.event != act.id {
        entry(out, "event", &text(&act.event));
    }
    if act.then != Target::Stay {
        entry(out, "then", &target(&act.then));
    }
    flag(out, "on_matter", act.on_matter);
    if !act.during.is_empty() {
        entry(out, "during", &list(act.during.iter().map(String::as_str)));
    }
    for require in &act.require {
        let _ = writeln!(out, "\n[[{table}.require]]");
        entry(out, "that", &text(require.that.text()));
        entry(out, "else", &words(&require.otherwise));
    }
    for case in &act.cases {
        let _ = writeln!(out, "\n[[{table}.case]]");
        entry(out, "when", &text(case.when.text()));
        if !case.effects.is_empty() {
            entry(out, "effects", &effects(&case.effects));
        }
        entry(out, "then", &target(&case.then));
    }
}

fn effects(calls: &[EffectCall]) -> String {
    let calls: Vec<String> = calls
        .iter()
        .map(|call| {
            if call.args.is_empty() {
                return text(&call.name);
            }
            let args = call
                .args
                .iter()
                .map(|(name, of)| format!("{name} = {}", value(of)));
            format!(
                "{{ {} = {{ {} }} }}",
                call.name,
                args.collect::<Vec<_>>().join(", ")
            )
        })
        .collect();
    format!("[{}]", calls.join(", "))
}

fn target(target: &Target) -> String {
    let with_back = |head: String, back: bool| {
        if back {
            format!("{{ {head}, back = true }}")
        } else {
            format!("{{ {head} }}")
        }
    };
    match target {
        Target::Stay => "{ stay = true }".to_owned(),
        Target::Close => "{ close = true }".to_owned(),
        Target::To { step, back } => with_back(format!("to = {}", text(step)), *back),
        Target::Open(step) => format!("{{ open = {} }}", text(step)),
        Target::Instead(step) => format!("{{ instead = {} }}", text(step)),
        Target::End(end) => format!("{{ end = {} }}", text(end)),
        Target::Release(step) => format!("{{ release = {} }}", text(step)),
        Target::Fan { to, closes, back } => {
            let to: Vec<String> = to
                .iter()
                .map(|(part, step)| format!("{} = {}", part.code(), text(step)))
                .collect();
            let closes = match closes {
                Closes::Own => "own",
                Closes::Beside => "beside",
                Closes::All => "all",
                Closes::Aside => "aside",
                Closes::None => "none",
            };
            with_back(
                format!("fan = {{ {} }}, closes = \"{closes}\"", to.join(", ")),
                *back,
            )
        }
    }
}
