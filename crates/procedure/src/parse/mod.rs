//! Reading a definition from TOML, with the vocabulary of its kind: an unknown name is refused with its line.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use toml::Spanned;

mod file;

use file::{File, RawAct, RawEffect, RawLimit, RawPapers, RawStep, RawTarget};

use crate::definition::{
    ActDef, Case, Closes, Definition, EffectCall, End, Need, Requirement, Shape, Statutory, Step,
    StepLimit, Target,
};
use crate::guard::{Guard, Value};
use crate::pack::line_of;
use crate::vocabulary::Vocabulary;

/// Why a definition can't be read: the line and what is wrong there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct ParseError {
    pub line: usize,
    pub message: String,
}

/// A file of more than this many bytes is no procedure.
pub const LONGEST: usize = 400_000;

impl Definition {
    /// Reads a definition.
    pub fn parse(text: &str, vocabulary: &Arc<Vocabulary>) -> Result<Definition, ParseError> {
        if text.len() > LONGEST {
            return Err(ParseError {
                line: 1,
                message: format!("the file is longer than {LONGEST} bytes"),
            });
        }
        let file: File = toml::from_str(text).map_err(|e| ParseError {
            line: e.span().map_or(1, |s| line_of(text, s.start)),
            message: e.message().to_owned(),
        })?;
        let steps = file.step.iter();
        let reader = Reader {
            text,
            vocabulary,
            steps: steps.map(|s| (s.id.get_ref().clone(), s.shape)).collect(),
            ends: file.end.iter().map(|e| e.id.get_ref().clone()).collect(),
        };
        reader.unique(&file)?;
        reader.step_named(&file.procedure.start)?;
        let statutory = match &file.statutory {
            Some(s) => Some(Statutory {
                limit: reader.limit(&s.limit)?,
                from: reader.step_named(&s.from)?,
                until: reader.step_named(&s.until)?,
            }),
            None => None,
        };
        let mut steps = Vec::with_capacity(file.step.len());
        for raw in &file.step {
            steps.push(reader.step(raw)?);
        }
        let mut acts = Vec::with_capacity(file.act.len());
        for raw in &file.act {
            acts.push(reader.act(raw, None)?);
        }
        Ok(Definition {
            name: file.procedure.name,
            version: file.procedure.version,
            kind: file.procedure.kind,
            title: file.procedure.title,
            rule: file.procedure.rule,
            statutory,
            start: file.procedure.start.into_inner(),
            steps,
            acts,
            ends: file
                .end
                .into_iter()
                .map(|e| End {
                    id: e.id.into_inner(),
                    title: e.title,
                    answered: e.answered,
                    filed: e.filed,
                })
                .collect(),
            vocabulary: vocabulary.clone(),
        })
    }
}

struct Reader<'a> {
    text: &'a str,
    vocabulary: &'a Vocabulary,
    steps: BTreeMap<String, Shape>,
    ends: BTreeSet<String>,
}

impl Reader<'_> {
    fn wrong<T>(&self, at: &Spanned<T>, message: String) -> ParseError {
        ParseError {
            line: line_of(self.text, at.span().start),
            message,
        }
    }

    /// Steps and ends share the matter's state, so no two bear one name; a step's acts differ among themselves.
    fn unique(&self, file: &File) -> Result<(), ParseError> {
        let mut seen = BTreeSet::new();
        let ids = file
            .step
            .iter()
            .map(|s| &s.id)
            .chain(file.end.iter().map(|e| &e.id));
        for id in ids {
            if !is_name(id.get_ref()) {
                return Err(self.wrong(
                    id,
                    format!("`{}` is no name: small letters, digits and _", id.get_ref()),
                ));
            }
            if !seen.insert(id.get_ref()) {
                return Err(self.wrong(id, format!("`{}` stands twice", id.get_ref())));
            }
        }
        for acts in file.step.iter().map(|s| &s.act).chain([&file.act]) {
            let mut seen = BTreeSet::new();
            for act in acts {
                if !is_name(act.id.get_ref()) {
                    return Err(self.wrong(
                        &act.id,
                        format!(
                            "`{}` is no name: small letters, digits and _",
                            act.id.get_ref()
                        ),
                    ));
                }
                if !seen.insert(act.id.get_ref()) {
                    return Err(self.wrong(
                        &act.id,
                        format!("the act `{}` stands twice", act.id.get_ref()),
                    ));
                }
            }
        }
        Ok(())
    }

    fn step_named(&self, name: &Spanned<String>) -> Result<String, ParseError> {
        if self.steps.contains_key(name.get_ref()) {
            Ok(name.get_ref().clone())
        } else {
            Err(self.wrong(name, format!("there is no step `{}`", name.get_ref())))
        }
    }

    fn role(&self, role: &Spanned<String>) -> Result<String, ParseError> {
        if self.vocabulary.has_role(role.get_ref()) {
            Ok(role.get_ref().clone())
        } else {
            Err(self.wrong(
                role,
                format!("the vocabulary has no role `{}`", role.get_ref()),
            ))
        }
    }

    fn limit(&self, limit: &Spanned<RawLimit>) -> Result<StepLimit, ParseError> {
        match limit.get_ref() {
            RawLimit::Named(name) if self.vocabulary.limits.contains_key(name) => {
                Ok(StepLimit::Named(name.clone()))
            }
            RawLimit::Named(name) => {
                Err(self.wrong(limit, format!("the vocabulary has no limit `{name}`")))
            }
            RawLimit::Fixed(fixed) => fixed
                .check()
                .map(StepLimit::Fixed)
                .map_err(|e| self.wrong(limit, e.to_string())),
        }
    }

    fn guard(&self, text: &Spanned<String>) -> Result<Guard, ParseError> {
        Guard::parse(text.get_ref(), self.vocabulary).map_err(|e| self.wrong(text, e.0))
    }

    fn step(&self, raw: &RawStep) -> Result<Step, ParseError> {
        let mut acts = Vec::with_capacity(raw.act.len());
        for act in &raw.act {
            acts.push(self.act(act, Some(raw.shape))?);
        }
        Ok(Step {
            id: raw.id.get_ref().clone(),
            title: raw.title.clone(),
            shape: raw.shape,
            owner: self.role(&raw.owner)?,
            limit: raw.limit.as_ref().map(|l| self.limit(l)).transpose()?,
            least: raw.least,
            stops_clock: raw.stops_clock,
            acts,
            exhaustive: raw.exhaustive,
        })
    }

    fn act(&self, raw: &RawAct, step: Option<Shape>) -> Result<ActDef, ParseError> {
        if raw.by.is_empty() {
            return Err(self.wrong(&raw.id, format!("nobody may do `{}`", raw.id.get_ref())));
        }
        if step.is_some() && (raw.on_matter || !raw.during.is_empty()) {
            return Err(self.wrong(
                &raw.id,
                "`on_matter` and `during` belong to shared acts".to_owned(),
            ));
        }
        if step.is_none() && !raw.on_matter && raw.during.is_empty() {
            return Err(self.wrong(
                &raw.id,
                "a shared act needs `during` or `on_matter`".to_owned(),
            ));
        }
        let mut by = Vec::with_capacity(raw.by.len());
        for role in &raw.by {
            by.push(self.role(role)?);
        }
        let mut needs = Vec::new();
        if !raw.units.is_empty() {
            needs.push(Need::Units {
                parts: raw.units.clone(),
            });
        }
        if let Some(list) = &raw.reasons {
            let codes = self.vocabulary.reasons.get(list.get_ref()).ok_or_else(|| {
                self.wrong(
                    list,
                    format!("the vocabulary has no reasons `{}`", list.get_ref()),
                )
            })?;
            needs.push(Need::Reason {
                list: codes.clone(),
            });
        }
        for (names, required) in [(&raw.needs, true), (&raw.optional, false)] {
            for name in names {
                let field = self.vocabulary.fields.get(name.get_ref()).ok_or_else(|| {
                    self.wrong(
                        name,
                        format!("the vocabulary has no field `{}`", name.get_ref()),
                    )
                })?;
                needs.push(Need::Field {
                    name: name.get_ref().clone(),
                    title: field.title.clone(),
                    ty: field.ty.clone(),
                    required,
                });
            }
        }
        if let Some(papers) = raw.papers {
            needs.push(Need::Paper {
                required: papers == RawPapers::Required,
            });
        }
        let mut require = Vec::with_capacity(raw.require.len());
        for r in &raw.require {
            require.push(Requirement {
                that: self.guard(&r.that)?,
                otherwise: r.otherwise.clone(),
            });
        }
        let mut cases = Vec::with_capacity(raw.case.len());
        for c in &raw.case {
            cases.push(Case {
                when: self.guard(&c.when)?,
                effects: self.effects(&c.effects)?,
                then: self.target(&c.then, raw, step)?,
            });
        }
        let mut during = Vec::with_capacity(raw.during.len());
        for step in &raw.during {
            during.push(self.step_named(step)?);
        }
        Ok(ActDef {
            id: raw.id.get_ref().clone(),
            title: raw.title.clone(),
            by,
            needs,
            effects: self.effects(&raw.effects)?,
            event: raw
                .event
                .clone()
                .unwrap_or_else(|| raw.id.get_ref().clone()),
            then: match &raw.then {
                Some(then) => self.target(then, raw, step)?,
                None => Target::Stay,
            },
            require,
            cases,
            on_matter: raw.on_matter,
            during,
        })
    }

    fn effects(&self, raw: &[Spanned<RawEffect>]) -> Result<Vec<EffectCall>, ParseError> {
        let mut out = Vec::with_capacity(raw.len());
        for effect in raw {
            let (name, args) = match effect.get_ref() {
                RawEffect::Bare(name) => (name.clone(), BTreeMap::new()),
                RawEffect::With(map) if map.len() == 1 => {
                    let (name, args) = map.iter().next().expect("one effect");
                    (name.clone(), args.clone())
                }
                RawEffect::With(_) => {
                    return Err(self.wrong(effect, "one effect a table".to_owned()));
                }
            };
            let known = self.vocabulary.effects.get(&name).ok_or_else(|| {
                self.wrong(effect, format!("the vocabulary has no effect `{name}`"))
            })?;
            let mut values = BTreeMap::new();
            for (arg, value) in &args {
                let ty = known.get(arg).ok_or_else(|| {
                    self.wrong(effect, format!("the effect `{name}` takes no `{arg}`"))
                })?;
                let value = value_of(value).filter(|v| v.ty() == *ty).ok_or_else(|| {
                    self.wrong(effect, format!("`{arg}` of `{name}` is of another type"))
                })?;
                values.insert(arg.clone(), value);
            }
            out.push(EffectCall { name, args: values });
        }
        Ok(out)
    }

    fn target(
        &self,
        at: &Spanned<RawTarget>,
        act: &RawAct,
        step: Option<Shape>,
    ) -> Result<Target, ParseError> {
        let raw = at.get_ref();
        let step_named = |name: &String| {
            if self.steps.contains_key(name) {
                Ok(name.clone())
            } else {
                Err(self.wrong(at, format!("there is no step `{name}`")))
            }
        };
        let given = [
            raw.to.is_some(),
            raw.fan.is_some(),
            raw.open.is_some(),
            raw.close,
            raw.instead.is_some(),
            raw.end.is_some(),
            raw.release.is_some(),
            raw.stay,
        ];
        if given.iter().filter(|g| **g).count() != 1 {
            return Err(self.wrong(
                at,
                "a target is exactly one of to, fan, open, close, instead, end, release, stay"
                    .to_owned(),
            ));
        }
        if raw.closes.is_some() && raw.fan.is_none() {
            return Err(self.wrong(at, "`closes` belongs to `fan`".to_owned()));
        }
        let beside = step == Some(Shape::Side);
        Ok(if let Some(name) = &raw.to {
            Target::To {
                step: step_named(name)?,
                back: raw.back,
            }
        } else if let Some(fan) = &raw.fan {
            let mut to = BTreeMap::new();
            for (part, name) in fan {
                let shape = self.steps.get(name);
                if shape != Some(&Shape::Branch) {
                    step_named(name)?;
                    return Err(self.wrong(at, format!("`{name}` is no branch step")));
                }
                to.insert(*part, name.clone());
            }
            if act.units.iter().any(|p| !to.contains_key(p)) || act.units.is_empty() {
                return Err(self.wrong(
                    at,
                    "a fan needs `units`, and a step for each part they may have".to_owned(),
                ));
            }
            Target::Fan {
                to,
                closes: raw.closes.unwrap_or(if act.on_matter {
                    Closes::None
                } else {
                    Closes::Own
                }),
                back: raw.back,
            }
        } else if let Some(name) = &raw.open {
            let name = step_named(name)?;
            if self.steps.get(&name) != Some(&Shape::Side) {
                return Err(self.wrong(at, format!("`{name}` is no side step")));
            }
            Target::Open(name)
        } else if raw.close {
            if !beside {
                return Err(self.wrong(at, "only a side step is closed".to_owned()));
            }
            Target::Close
        } else if let Some(name) = &raw.instead {
            if !beside {
                return Err(self.wrong(at, "`instead` belongs to a side step".to_owned()));
            }
            Target::Instead(step_named(name)?)
        } else if let Some(name) = &raw.end {
            if !self.ends.contains(name) {
                return Err(self.wrong(at, format!("there is no end `{name}`")));
            }
            Target::End(name.clone())
        } else if let Some(name) = &raw.release {
            Target::Release(step_named(name)?)
        } else {
            Target::Stay
        })
    }
}

fn value_of(value: &toml::Value) -> Option<Value> {
    Some(match value {
        toml::Value::Boolean(b) => Value::Flag(*b),
        toml::Value::Integer(n) => Value::Int(*n),
        toml::Value::String(s) => Value::Text(s.clone()),
        toml::Value::Datetime(d) => Value::Date(d.to_string().parse().ok()?),
        _ => return None,
    })
}

/// What steps, ends and acts may be called: they stand in tables, addresses and the API.
pub(crate) fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 40
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
