//! Guards: a small closed language over typed facts, as `signed >= threshold and not withdrawn`.
//!
//! `or`, `and`, `not`, comparisons `== != < <= > >=` between facts and literals (whole numbers, `true`, `false`,
//! `"text"`, dates as `2026-03-05`), parentheses. Types are checked when a definition is loaded. A fact nobody
//! gave counts as false, zero or the empty text.

use std::cmp::Ordering;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::vocabulary::{Type, Vocabulary};

/// A value of a fact, a field or an argument.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    Flag(bool),
    Int(i64),
    Date(NaiveDate),
    Text(String),
}

impl Value {
    pub fn ty(&self) -> Type {
        match self {
            Value::Flag(_) => Type::Flag,
            Value::Int(_) => Type::Int,
            Value::Date(_) => Type::Date,
            Value::Text(_) => Type::Text,
        }
    }

    fn none(ty: Type) -> Value {
        match ty {
            Type::Flag => Value::Flag(false),
            Type::Int => Value::Int(0),
            Type::Date => Value::Date(NaiveDate::MIN),
            Type::Text => Value::Text(String::new()),
        }
    }
}

impl From<bool> for Value {
    fn from(v: bool) -> Self {
        Value::Flag(v)
    }
}
impl From<i64> for Value {
    fn from(v: i64) -> Self {
        Value::Int(v)
    }
}
impl From<usize> for Value {
    fn from(v: usize) -> Self {
        Value::Int(v as i64)
    }
}
impl From<NaiveDate> for Value {
    fn from(v: NaiveDate) -> Self {
        Value::Date(v)
    }
}
impl From<&str> for Value {
    fn from(v: &str) -> Self {
        Value::Text(v.to_owned())
    }
}
impl From<String> for Value {
    fn from(v: String) -> Self {
        Value::Text(v)
    }
}

/// A condition, with the text it was written as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guard {
    text: String,
    tree: Tree,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Tree {
    Or(Box<Tree>, Box<Tree>),
    And(Box<Tree>, Box<Tree>),
    Not(Box<Tree>),
    Compare(Op, Term, Term),
    Flag(Term),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Op {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Term {
    Fact(String, Type),
    Literal(Value),
}

impl Term {
    fn ty(&self) -> Type {
        match self {
            Term::Fact(_, ty) => *ty,
            Term::Literal(v) => v.ty(),
        }
    }

    fn value(&self, facts: &dyn Fn(&str) -> Option<Value>) -> Value {
        match self {
            Term::Literal(v) => v.clone(),
            Term::Fact(name, ty) => facts(name)
                .filter(|v| v.ty() == *ty)
                .unwrap_or_else(|| Value::none(*ty)),
        }
    }
}

/// Why a guard can't be read, in words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct GuardError(pub String);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Lexeme {
    Word(String),
    Number(i64),
    Date(NaiveDate),
    Text(String),
    Op(Op),
    Open,
    Close,
}

/// Parentheses and `not` nest no deeper than this.
const DEEPEST: usize = 32;

impl Guard {
    /// Reads a guard, with the facts of a vocabulary.
    pub fn parse(text: &str, vocabulary: &Vocabulary) -> Result<Guard, GuardError> {
        let lexemes = lexemes(text)?;
        let mut reader = Reader {
            lexemes: &lexemes,
            at: 0,
            depth: 0,
            vocabulary,
        };
        let tree = reader.or()?;
        if reader.at < lexemes.len() {
            return Err(GuardError(format!("`{text}` goes on after its end")));
        }
        Ok(Guard {
            text: text.to_owned(),
            tree,
        })
    }

    /// The guard as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it holds.
    pub fn holds(&self, facts: &dyn Fn(&str) -> Option<Value>) -> bool {
        holds(&self.tree, facts)
    }

    /// Whether it holds as far as `facts` tell; none where that hangs on a fact they don't give.
    pub fn judged(&self, facts: &dyn Fn(&str) -> Option<Value>) -> Option<bool> {
        judged(&self.tree, facts)
    }

    /// True where it names `fact`.
    pub fn mentions(&self, fact: &str) -> bool {
        fn in_tree(tree: &Tree, fact: &str) -> bool {
            let in_term = |t: &Term| matches!(t, Term::Fact(name, _) if name == fact);
            match tree {
                Tree::Or(a, b) | Tree::And(a, b) => in_tree(a, fact) || in_tree(b, fact),
                Tree::Not(a) => in_tree(a, fact),
                Tree::Compare(_, a, b) => in_term(a) || in_term(b),
                Tree::Flag(t) => in_term(t),
            }
        }
        in_tree(&self.tree, fact)
    }
}

fn judged(tree: &Tree, facts: &dyn Fn(&str) -> Option<Value>) -> Option<bool> {
    let known = |term: &Term| match term {
        Term::Literal(_) => true,
        Term::Fact(name, _) => facts(name).is_some(),
    };
    match tree {
        Tree::Or(a, b) => match (judged(a, facts), judged(b, facts)) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        },
        Tree::And(a, b) => match (judged(a, facts), judged(b, facts)) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        },
        Tree::Not(a) => judged(a, facts).map(|held| !held),
        Tree::Flag(term) => known(term).then(|| holds(tree, facts)),
        Tree::Compare(_, a, b) => (known(a) && known(b)).then(|| holds(tree, facts)),
    }
}

fn holds(tree: &Tree, facts: &dyn Fn(&str) -> Option<Value>) -> bool {
    match tree {
        Tree::Or(a, b) => holds(a, facts) || holds(b, facts),
        Tree::And(a, b) => holds(a, facts) && holds(b, facts),
        Tree::Not(a) => !holds(a, facts),
        Tree::Flag(term) => term.value(facts) == Value::Flag(true),
        Tree::Compare(op, a, b) => {
            let order = match (a.value(facts), b.value(facts)) {
                (Value::Int(a), Value::Int(b)) => a.cmp(&b),
                (Value::Date(a), Value::Date(b)) => a.cmp(&b),
                (Value::Text(a), Value::Text(b)) => a.cmp(&b),
                (Value::Flag(a), Value::Flag(b)) => a.cmp(&b),
                _ => return false,
            };
            match op {
                Op::Eq => order == Ordering::Equal,
                Op::Ne => order != Ordering::Equal,
                Op::Lt => order == Ordering::Less,
                Op::Le => order != Ordering::Greater,
                Op::Gt => order == Ordering::Greater,
                Op::Ge => order != Ordering::Less,
            }
        }
    }
}

fn lexemes(text: &str) -> Result<Vec<Lexeme>, GuardError> {
    let mut out = Vec::new();
    let mut rest = text.trim_start();
    while let Some(c) = rest.chars().next() {
        let (lexeme, len) = match c {
            '(' => (Lexeme::Open, 1),
            ')' => (Lexeme::Close, 1),
            '"' => {
                let end = rest[1..]
                    .find('"')
                    .ok_or_else(|| GuardError("a text without its closing quote".to_owned()))?;
                (Lexeme::Text(rest[1..1 + end].to_owned()), end + 2)
            }
            '=' | '!' | '<' | '>' => {
                let two = rest.get(..2).unwrap_or_default();
                match two {
                    "==" => (Lexeme::Op(Op::Eq), 2),
                    "!=" => (Lexeme::Op(Op::Ne), 2),
                    "<=" => (Lexeme::Op(Op::Le), 2),
                    ">=" => (Lexeme::Op(Op::Ge), 2),
                    _ if c == '<' => (Lexeme::Op(Op::Lt), 1),
                    _ if c == '>' => (Lexeme::Op(Op::Gt), 1),
                    _ => return Err(GuardError(format!("`{c}` is no comparison"))),
                }
            }
            c if c.is_ascii_digit() => {
                let len = rest
                    .find(|c: char| !c.is_ascii_digit() && c != '-')
                    .unwrap_or(rest.len());
                let word = &rest[..len];
                let lexeme = if word.contains('-') {
                    Lexeme::Date(
                        word.parse()
                            .map_err(|_| GuardError(format!("`{word}` is no date")))?,
                    )
                } else {
                    Lexeme::Number(
                        word.parse()
                            .map_err(|_| GuardError(format!("`{word}` is too large")))?,
                    )
                };
                (lexeme, len)
            }
            c if c.is_ascii_alphabetic() => {
                let len = rest
                    .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                    .unwrap_or(rest.len());
                (Lexeme::Word(rest[..len].to_owned()), len)
            }
            c => return Err(GuardError(format!("`{c}` means nothing here"))),
        };
        out.push(lexeme);
        rest = rest[len..].trim_start();
    }
    Ok(out)
}

struct Reader<'a> {
    lexemes: &'a [Lexeme],
    at: usize,
    depth: usize,
    vocabulary: &'a Vocabulary,
}

impl Reader<'_> {
    fn word(&mut self, word: &str) -> bool {
        let found = matches!(self.lexemes.get(self.at), Some(Lexeme::Word(w)) if w == word);
        self.at += usize::from(found);
        found
    }

    fn or(&mut self) -> Result<Tree, GuardError> {
        let mut left = self.and()?;
        while self.word("or") {
            left = Tree::Or(Box::new(left), Box::new(self.and()?));
        }
        Ok(left)
    }

    fn and(&mut self) -> Result<Tree, GuardError> {
        let mut left = self.not()?;
        while self.word("and") {
            left = Tree::And(Box::new(left), Box::new(self.not()?));
        }
        Ok(left)
    }

    fn not(&mut self) -> Result<Tree, GuardError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(GuardError("it nests too deep".to_owned()));
        }
        let tree = if self.word("not") {
            Tree::Not(Box::new(self.not()?))
        } else if self.lexemes.get(self.at) == Some(&Lexeme::Open) {
            self.at += 1;
            let inner = self.or()?;
            if self.lexemes.get(self.at) != Some(&Lexeme::Close) {
                return Err(GuardError("a parenthesis is not closed".to_owned()));
            }
            self.at += 1;
            inner
        } else {
            self.compare()?
        };
        self.depth -= 1;
        Ok(tree)
    }

    fn compare(&mut self) -> Result<Tree, GuardError> {
        let left = self.term()?;
        let Some(Lexeme::Op(op)) = self.lexemes.get(self.at) else {
            return match left.ty() {
                Type::Flag => Ok(Tree::Flag(left)),
                _ => Err(GuardError("a comparison is missing".to_owned())),
            };
        };
        let op = *op;
        self.at += 1;
        let right = self.term()?;
        if left.ty() != right.ty() {
            return Err(GuardError(
                "the two sides are of different types".to_owned(),
            ));
        }
        if left.ty() == Type::Flag && !matches!(op, Op::Eq | Op::Ne) {
            return Err(GuardError("flags are only equal or not".to_owned()));
        }
        Ok(Tree::Compare(op, left, right))
    }

    fn term(&mut self) -> Result<Term, GuardError> {
        let lexeme = self
            .lexemes
            .get(self.at)
            .ok_or_else(|| GuardError("it breaks off".to_owned()))?;
        self.at += 1;
        Ok(match lexeme {
            Lexeme::Number(n) => Term::Literal(Value::Int(*n)),
            Lexeme::Date(d) => Term::Literal(Value::Date(*d)),
            Lexeme::Text(t) => Term::Literal(Value::Text(t.clone())),
            Lexeme::Word(w) if w == "true" || w == "false" => {
                Term::Literal(Value::Flag(w == "true"))
            }
            Lexeme::Word(w) => Term::Fact(
                w.clone(),
                self.vocabulary
                    .fact_type(w)
                    .ok_or_else(|| GuardError(format!("the vocabulary has no fact `{w}`")))?,
            ),
            _ => return Err(GuardError("a fact or a value is missing".to_owned())),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard(text: &str) -> Result<Guard, GuardError> {
        let v = Vocabulary::default()
            .fact("signed", Type::Int)
            .fact("threshold", Type::Int)
            .fact("withdrawn", Type::Flag)
            .fact("form", Type::Text)
            .fact("since", Type::Date);
        Guard::parse(text, &v)
    }

    fn given(name: &str) -> Option<Value> {
        match name {
            "signed" => Some(3i64.into()),
            "threshold" => Some(2i64.into()),
            "form" => Some("joint".into()),
            "since" => Some(NaiveDate::from_ymd_opt(2026, 3, 5)?.into()),
            _ => None,
        }
    }

    #[test]
    fn reads_and_decides() {
        for (text, holds) in [
            ("signed >= threshold and not withdrawn", true),
            ("withdrawn or signed < 2", false),
            ("not (withdrawn or signed < 2)", true),
            ("form == \"joint\"", true),
            ("form != \"joint\" or since > 2026-03-04", true),
            ("not not withdrawn", false),
            ("withdrawn == false", true),
            ("signed == 3 or withdrawn and withdrawn", true),
        ] {
            assert_eq!(guard(text).unwrap().holds(&given), holds, "{text}");
        }
    }

    #[test]
    fn refuses_what_it_cannot_mean() {
        for text in [
            "",
            "signed",
            "signed >",
            "signed >= form",
            "unknown",
            "(withdrawn",
            "withdrawn)",
            "signed = 3",
            "withdrawn > false",
            "signed >= 3 withdrawn",
            "form == \"x",
            "since == 2026-13-40",
            "签名",
        ] {
            assert!(guard(text).is_err(), "{text}");
        }
        assert!(guard(&"not ".repeat(40)).is_err());
        assert!(guard(&format!("{}withdrawn{}", "(".repeat(50), ")".repeat(50))).is_err());
    }
}
