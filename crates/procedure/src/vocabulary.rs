//! What the procedures of one kind of matter may name. An area builds it; a name outside it is refused when a
//! definition is loaded, with its line.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::words::Words;

/// The type of a fact, of a field and of an effect's argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    Flag,
    Int,
    Date,
    Text,
}

/// How a field of an act is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldType {
    /// One line, at most so many characters.
    Line(usize),
    /// Several lines, at most so many characters.
    Prose(usize),
    /// A whole number between the two, inclusive.
    Int(i64, i64),
    Date,
    Flag,
    /// One of these codes.
    Choice(Vec<(String, Words)>),
    /// One of what the area offers under this name (sections of the unit, people, matters); the value is an id.
    Pick(String),
    /// Several of what the area offers under this name; the value is ids joined by commas.
    PickMany(String),
}

impl FieldType {
    /// The type of its value.
    pub fn ty(&self) -> Type {
        match self {
            FieldType::Int(..) => Type::Int,
            FieldType::Date => Type::Date,
            FieldType::Flag => Type::Flag,
            _ => Type::Text,
        }
    }
}

/// A field an act may ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    pub title: Words,
    pub ty: FieldType,
}

/// The names of one kind of matter, each with its meaning.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    /// Who acts: code and title.
    pub roles: BTreeMap<String, Words>,
    /// Facts of the matter and of its running steps.
    pub facts: BTreeMap<String, Type>,
    /// Effects, each with its arguments.
    pub effects: BTreeMap<String, BTreeMap<String, Type>>,
    /// The effects with which whoever brought the matter has been answered: a reply, but also the notice that a
    /// matter is not filed, merged or withdrawn. The checker proves that no way to an end goes without one.
    pub answers: BTreeSet<String>,
    /// The effects with which the papers are filed.
    pub files: BTreeSet<String>,
    /// Names of limits that a rule pack gives.
    pub limits: BTreeMap<String, Words>,
    /// Lists of coded reasons, in the order shown.
    pub reasons: BTreeMap<String, Vec<(String, Words)>>,
    /// Fields, by name.
    pub fields: BTreeMap<String, Field>,
}

/// Facts every procedure has, whatever the area: of the step an act is done on and of the steps beside it.
pub const BUILT_IN: [(&str, Type); 9] = [
    ("round", Type::Int),
    ("is_lead", Type::Flag),
    ("is_co", Type::Flag),
    ("is_separate", Type::Flag),
    ("co_pending", Type::Int),
    ("others_pending", Type::Int),
    ("side_pending", Type::Int),
    ("overdue", Type::Flag),
    ("side_done", Type::Flag),
];

impl Vocabulary {
    pub fn role(mut self, code: &str, zh: &str, en: &str) -> Self {
        self.roles.insert(code.to_owned(), Words::new(zh, en));
        self
    }

    pub fn fact(mut self, name: &str, ty: Type) -> Self {
        self.facts.insert(name.to_owned(), ty);
        self
    }

    pub fn effect(mut self, name: &str, args: &[(&str, Type)]) -> Self {
        let args = args.iter().map(|(n, t)| ((*n).to_owned(), *t)).collect();
        self.effects.insert(name.to_owned(), args);
        self
    }

    /// Marks effects, named before or after, as answers.
    pub fn answers(mut self, effects: &[&str]) -> Self {
        self.answers.extend(effects.iter().map(|e| (*e).to_owned()));
        self
    }

    /// Marks effects, named before or after, as filing the papers.
    pub fn files(mut self, effects: &[&str]) -> Self {
        self.files.extend(effects.iter().map(|e| (*e).to_owned()));
        self
    }

    pub fn limit(mut self, name: &str, zh: &str, en: &str) -> Self {
        self.limits.insert(name.to_owned(), Words::new(zh, en));
        self
    }

    pub fn reasons(mut self, list: &str, codes: &[(&str, &str, &str)]) -> Self {
        let codes = codes
            .iter()
            .map(|(code, zh, en)| ((*code).to_owned(), Words::new(*zh, *en)))
            .collect();
        self.reasons.insert(list.to_owned(), codes);
        self
    }

    pub fn field(mut self, name: &str, zh: &str, en: &str, ty: FieldType) -> Self {
        let title = Words::new(zh, en);
        self.fields.insert(name.to_owned(), Field { title, ty });
        self
    }

    /// The type of a fact a guard may name: the area's, a built-in one, or one of the rule pack (`pack_…`).
    pub fn fact_type(&self, name: &str) -> Option<Type> {
        self.facts
            .get(name)
            .copied()
            .or_else(|| BUILT_IN.iter().find(|(n, _)| *n == name).map(|(_, t)| *t))
            .or_else(|| crate::pack::rule_type(name))
    }

    /// The title of a role; its code where the vocabulary has none.
    pub fn role_title(&self, code: &str) -> Words {
        if code == "system" {
            return Words::new("系统", "the system");
        }
        self.roles
            .get(code)
            .cloned()
            .unwrap_or_else(|| Words::new(code, code))
    }

    /// True for a role a procedure may name; `system` always is one.
    pub fn has_role(&self, code: &str) -> bool {
        code == "system" || self.roles.contains_key(code)
    }
}
