//! Standing texts with named gaps, `{{proposer}}`, filled from facts.
//!
//! A text is checked when it is written, against the names its writer may use: a name nobody knows is
//! refused with the line it stands on, so that no letter ever leaves with a gap in it. Facts are put in
//! as they are: a `{{` inside a fact is not read again.

use std::collections::BTreeMap;

/// A checked text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Gap(String),
}

/// Why a text is no template, or could not be filled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// A name that is not among those offered.
    #[error("line {line}: nothing is called {name:?}")]
    Unknown {
        /// What was written.
        name: String,
        /// The line, from 1.
        line: usize,
    },
    /// A gap that is opened and not closed on its line.
    #[error("line {line}: a gap is opened and not closed")]
    Open {
        /// The line, from 1.
        line: usize,
    },
    /// A fact that was not given when the text was filled.
    #[error("the fact {name:?} was not given")]
    Missing {
        /// Its name.
        name: String,
    },
}

impl Template {
    /// Reads a text whose gaps may have the `known` names. Blanks around a name don't count.
    pub fn parse(text: &str, known: &[&str]) -> Result<Template, TemplateError> {
        let mut parts = Vec::new();
        let mut rest = text;
        let mut line = 1;
        while let Some(at) = rest.find("{{") {
            let (before, gap) = rest.split_at(at);
            line += before.matches('\n').count();
            let gap = &gap[2..];
            let end = gap.find("}}").ok_or(TemplateError::Open { line })?;
            let name = &gap[..end];
            if name.contains(['\n', '{']) {
                return Err(TemplateError::Open { line });
            }
            let name = name.trim().to_owned();
            if !known.contains(&name.as_str()) {
                return Err(TemplateError::Unknown { name, line });
            }
            if !before.is_empty() {
                parts.push(Part::Text(before.to_owned()));
            }
            parts.push(Part::Gap(name));
            rest = &gap[end + 2..];
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.to_owned()));
        }
        Ok(Template { parts })
    }

    /// The names it asks for, each once, in the order of their first use.
    pub fn names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for part in &self.parts {
            if let Part::Gap(name) = part
                && !names.contains(&name.as_str())
            {
                names.push(name);
            }
        }
        names
    }

    /// The text with its facts.
    pub fn fill(&self, facts: &BTreeMap<&str, String>) -> Result<String, TemplateError> {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Text(words) => text.push_str(words),
                Part::Gap(name) => match facts.get(name.as_str()) {
                    Some(fact) => text.push_str(fact),
                    None => return Err(TemplateError::Missing { name: name.clone() }),
                },
            }
        }
        Ok(text)
    }
}
