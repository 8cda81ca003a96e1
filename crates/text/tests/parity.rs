//! Both languages have the same keys with the same variables, no key stands twice, and every text
//! can be shown.

use fluent_syntax::ast;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use text::{Lang, ta};

/// Variables by key (`message` or `message.attribute`).
type Keys = BTreeMap<String, BTreeSet<String>>;

fn files(lang: Lang) -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("locales")
        .join(lang.code());
    let mut files: Vec<_> = std::fs::read_dir(dir)
        .expect("locale folder")
        .map(|entry| entry.expect("locale file").path())
        .filter(|path| path.extension().is_some_and(|e| e == "ftl"))
        .collect();
    files.sort();
    files
}

fn keys(lang: Lang) -> Keys {
    let mut keys = Keys::new();
    for path in files(lang) {
        let source = std::fs::read_to_string(&path).expect("readable");
        let resource = fluent_syntax::parser::parse(source)
            .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", path.display()));
        for entry in resource.body {
            let ast::Entry::Message(message) = entry else {
                continue;
            };
            let id = message.id.name.clone();
            let mut add = |key: String, pattern: &ast::Pattern<String>| {
                let mut variables = BTreeSet::new();
                collect(pattern, &mut variables);
                let twice = keys.insert(key.clone(), variables);
                assert!(twice.is_none(), "{}: {key} stands twice", path.display());
            };
            if let Some(value) = &message.value {
                add(id.clone(), value);
            }
            for attribute in &message.attributes {
                add(format!("{id}.{}", attribute.id.name), &attribute.value);
            }
        }
    }
    keys
}

fn collect(pattern: &ast::Pattern<String>, into: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let ast::PatternElement::Placeable { expression } = element {
            expression_variables(expression, into);
        }
    }
}

fn expression_variables(expression: &ast::Expression<String>, into: &mut BTreeSet<String>) {
    match expression {
        ast::Expression::Inline(inline) => inline_variables(inline, into),
        ast::Expression::Select { selector, variants } => {
            inline_variables(selector, into);
            variants
                .iter()
                .for_each(|variant| collect(&variant.value, into));
        }
    }
}

fn inline_variables(inline: &ast::InlineExpression<String>, into: &mut BTreeSet<String>) {
    match inline {
        ast::InlineExpression::VariableReference { id } => {
            into.insert(id.name.clone());
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

#[test]
fn both_languages_have_the_same_files() {
    let names = |lang| {
        files(lang)
            .iter()
            .filter_map(|p| p.file_name().map(|n| n.to_owned()))
            .collect::<Vec<_>>()
    };
    assert_eq!(names(Lang::Zh), names(Lang::En));
}

#[test]
fn both_languages_have_the_same_keys_and_variables() {
    let (zh, en) = (keys(Lang::Zh), keys(Lang::En));
    let missing = |a: &Keys, b: &Keys| {
        a.keys()
            .filter(|k| !b.contains_key(*k))
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(missing(&zh, &en), Vec::<String>::new(), "missing in en");
    assert_eq!(missing(&en, &zh), Vec::<String>::new(), "missing in zh");
    // English has plurals, so a language may use fewer of a text's variables only by intent: none may.
    let differing: Vec<_> = zh.iter().filter(|(k, v)| en.get(*k) != Some(v)).collect();
    assert!(differing.is_empty(), "variables differ: {differing:?}");
}

#[test]
fn every_text_can_be_shown() {
    for lang in Lang::ALL {
        for (key, variables) in keys(lang) {
            let args: Vec<_> = variables.iter().map(|v| (v.as_str(), 2.into())).collect();
            let shown = ta(lang, &key, &args);
            assert!(
                shown != key && !shown.trim().is_empty(),
                "{lang}: {key} shows as {shown:?}"
            );
        }
    }
}

#[test]
fn an_unknown_key_is_shown_as_itself() {
    assert_eq!(text::t(Lang::Zh, "no-such-key"), "no-such-key");
    assert_eq!(
        text::t(Lang::Zh, "no-such-key.at-all"),
        "no-such-key.at-all"
    );
    assert_eq!(
        text::t(Lang::Zh, "left-working"),
        "left-working",
        "a missing argument too"
    );
    assert_eq!(text::t(Lang::Zh, ""), "");
}
