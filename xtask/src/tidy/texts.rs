//! Texts: every key that the program names exists, every key is named somewhere, and the two languages have the
//! same keys with the same variables.
//!
//! A key counts as named where it stands in quotes outside the locales, or where a quoted pattern such as
//! `"state-{code}"` or `"state-"` could make it.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast;

use super::{File, Finding};

const LANGUAGES: [&str; 2] = ["zh", "en"];

/// A text's place and its variables.
struct Text<'a> {
    file: &'a File,
    line: usize,
    variables: BTreeSet<String>,
}

pub fn check(files: &[File]) -> Vec<Finding> {
    let mut found = Vec::new();
    let [zh, en] = LANGUAGES.map(|lang| texts(files, lang, &mut found));
    for (one, other, name) in [(&zh, &en, "en"), (&en, &zh, "zh")] {
        for (key, text) in one {
            match other.get(key) {
                None => found.push(
                    text.file
                        .finding(text.line, format!("{key} is missing in {name}")),
                ),
                Some(there) if name == "en" && there.variables != text.variables => {
                    found.push(
                        text.file
                            .finding(text.line, format!("{key} has other variables in {name}")),
                    );
                }
                Some(_) => {}
            }
        }
    }
    let named = Named::read(files);
    for (key, text) in &zh {
        if !named.covers(key) {
            found.push(
                text.file
                    .finding(text.line, format!("{key} is named nowhere")),
            );
        }
    }
    for (key, (file, line)) in &named.asked {
        if !zh.contains_key(*key) {
            found.push(file.finding(*line, format!("there is no text {key}")));
        }
    }
    found
}

fn texts<'a>(
    files: &'a [File],
    lang: &str,
    found: &mut Vec<Finding>,
) -> BTreeMap<String, Text<'a>> {
    let folder = format!("crates/text/locales/{lang}/");
    let mut all = BTreeMap::new();
    for file in files
        .iter()
        .filter(|f| f.path.starts_with(&folder) && f.is("ftl"))
    {
        let resource = match fluent_syntax::parser::parse(file.text.as_str()) {
            Ok(resource) => resource,
            Err((resource, errors)) => {
                for e in errors {
                    let line = file.text[..e.pos.start.min(file.text.len())]
                        .lines()
                        .count()
                        .max(1);
                    found.push(file.finding(line, format!("not understood: {e}")));
                }
                resource
            }
        };
        for entry in resource.body {
            let ast::Entry::Message(message) = entry else {
                continue;
            };
            let key = message.id.name;
            let line = file
                .text
                .lines()
                .position(|l| l.split([' ', '=']).next() == Some(key))
                .map_or(1, |n| n + 1);
            let mut variables = BTreeSet::new();
            let patterns = message
                .value
                .iter()
                .chain(message.attributes.iter().map(|a| &a.value));
            patterns.for_each(|p| collect(p, &mut variables));
            if all
                .insert(
                    key.to_owned(),
                    Text {
                        file,
                        line,
                        variables,
                    },
                )
                .is_some()
            {
                found.push(file.finding(line, format!("{key} stands twice")));
            }
        }
    }
    all
}

fn collect(pattern: &ast::Pattern<&str>, into: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let ast::PatternElement::Placeable { expression } = element {
            expression_variables(expression, into);
        }
    }
}

fn expression_variables(expression: &ast::Expression<&str>, into: &mut BTreeSet<String>) {
    match expression {
        ast::Expression::Inline(inline) => inline_variables(inline, into),
        ast::Expression::Select { selector, variants } => {
            inline_variables(selector, into);
            variants.iter().for_each(|v| collect(&v.value, into));
        }
    }
}

fn inline_variables(inline: &ast::InlineExpression<&str>, into: &mut BTreeSet<String>) {
    match inline {
        ast::InlineExpression::VariableReference { id } => {
            into.insert(id.name.to_owned());
        }
        ast::InlineExpression::Placeable { expression } => expression_variables(expression, into),
        ast::InlineExpression::FunctionReference { arguments, .. } => {
            arguments
                .positional
                .iter()
                .for_each(|a| inline_variables(a, into));
        }
        _ => {}
    }
}

/// What the program and its data say about keys.
struct Named<'a> {
    quoted: BTreeSet<&'a str>,
    /// Beginning and end of keys put together when running.
    patterns: BTreeSet<(&'a str, &'a str)>,
    /// Keys asked for by name, with the first place.
    asked: BTreeMap<&'a str, (&'a File, usize)>,
}

/// Calls whose first string is a key.
const ASKING: [&str; 7] = [
    ".t(\"",
    ".tn(\"",
    ".tname(\"",
    "Message::new(\"",
    "Failure::bad(\"",
    "t(lang, \"",
    "ta(lang, \"",
];

impl<'a> Named<'a> {
    fn read(files: &'a [File]) -> Named<'a> {
        let mut named = Named {
            quoted: BTreeSet::new(),
            patterns: BTreeSet::new(),
            asked: BTreeMap::new(),
        };
        let speaks = |f: &&File| {
            ["rs", "html", "toml", "js"].iter().any(|e| f.is(e))
                && !f.path.starts_with("xtask/")
                && !f.path.starts_with("crates/text/")
                && !f.path.contains("/tests/")
        };
        for file in files.iter().filter(speaks) {
            for (line, code) in file.code() {
                for part in code.split(['"', '\'', '`']) {
                    named.part(part);
                }
                for call in ASKING {
                    for (at, _) in code.match_indices(call) {
                        let key = code[at + call.len()..]
                            .split('"')
                            .next()
                            .unwrap_or_default();
                        let literal = !key.is_empty()
                            && !key.contains(['{', '\\', ' '])
                            && !key.ends_with('-');
                        if literal && !key.contains('.') {
                            named.asked.entry(key).or_insert((file, line));
                        }
                    }
                }
            }
        }
        // The text crate writes dates, numbers and session numbers itself; one text may stand in another.
        for file in files
            .iter()
            .filter(|f| f.path.starts_with("crates/text/") && !f.path.contains("/tests/"))
        {
            for (_, code) in file.code() {
                let marks: &[char] = if file.is("ftl") {
                    &['{', '}', ' ']
                } else {
                    &['"']
                };
                code.split(marks)
                    .filter(|_| file.is("rs") || code.contains('{'))
                    .for_each(|part| named.part(part));
            }
        }
        named
    }

    fn part(&mut self, part: &'a str) {
        let word = |c: char| {
            c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.' || c == '_'
        };
        if let (Some(open), Some(close)) = (part.find('{'), part.rfind('}')) {
            let (begin, end) = (&part[..open], part.get(close + 1..).unwrap_or_default());
            let sound = begin.chars().all(word) && end.chars().all(word);
            if sound && (begin.ends_with('-') || end.starts_with('-') && end.len() > 3) {
                self.patterns.insert((begin, end));
            }
        } else if part.chars().all(word) && part.contains(|c: char| c.is_ascii_lowercase()) {
            if part.ends_with('-') {
                self.patterns.insert((part, ""));
            }
            self.quoted.insert(part.split('.').next().unwrap_or(part));
        }
    }

    fn covers(&self, key: &str) -> bool {
        self.quoted.contains(key)
            || self.patterns.iter().any(|(begin, end)| {
                key.len() > begin.len() + end.len() && key.starts_with(begin) && key.ends_with(end)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(zh: &str, en: &str, code: &str) -> Vec<String> {
        let files = [
            File::new("crates/text/locales/zh/frame.ftl", zh),
            File::new("crates/text/locales/en/frame.ftl", en),
            File::new("crates/frame/src/lib.rs", code),
        ];
        check(&files).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn sound_texts_pass() {
        let code =
            "x.t(\"hello\"); format!(\"state-{code}\"); Message::new(\"bye\").arg(\"n\", 1);";
        let zh = "hello = 你好\nbye = { $n }再见\nstate-open = 开\n";
        let en = "hello = Hello\nbye = { $n } bye\nstate-open = open\n";
        assert_eq!(tree(zh, en, code), Vec::<String>::new());
    }

    #[test]
    fn a_missing_text_is_found() {
        assert_eq!(
            tree("", "", "\n\nx.t(\"hello\")"),
            ["crates/frame/src/lib.rs:3: there is no text hello"]
        );
        assert_eq!(
            tree("a-b = 甲\n", "", "\"a-b\""),
            ["crates/text/locales/zh/frame.ftl:1: a-b is missing in en"]
        );
    }

    #[test]
    fn an_unused_text_is_found() {
        assert_eq!(
            tree("a-b = 甲\na-c = 丙\n", "a-b = A\na-c = C\n", "\"a-b\""),
            ["crates/text/locales/zh/frame.ftl:2: a-c is named nowhere"]
        );
    }

    #[test]
    fn differing_variables_are_found() {
        let found = tree("a = { $n }甲\n", "a = { $m } A\n", "\"a\"");
        assert_eq!(
            found,
            ["crates/text/locales/zh/frame.ftl:1: a has other variables in en"]
        );
    }
}
