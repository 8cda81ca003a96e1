//! Categories of matters (类别): the usual ones, by which registers, lists and figures are kept. An office that
//! imports its own register keeps its own words: a code that is none of these is shown as it stands.

use text::{Lang, t};

/// The usual categories, in the order of choice lists.
pub const ALL: [&str; 12] = [
    "agriculture",
    "industry",
    "urban",
    "transport",
    "environment",
    "education",
    "health",
    "culture",
    "livelihood",
    "law",
    "finance",
    "other",
];

/// The category in words.
pub fn label(lang: Lang, code: &str) -> String {
    if ALL.contains(&code) {
        t(lang, &format!("proposals-category-{code}"))
    } else {
        code.to_owned()
    }
}

/// The code of a category as a register writes it: the usual word in either language becomes its code, any other
/// word stays as it is.
pub fn read(typed: &str) -> Option<String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let known = ALL
        .iter()
        .find(|code| Lang::ALL.iter().any(|lang| label(*lang, code) == typed));
    Some(known.map_or_else(
        || typed.chars().take(40).collect(),
        |code| (*code).to_owned(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_words_become_codes_and_others_stay() {
        assert_eq!(read(" 农业农村 ").as_deref(), Some("agriculture"));
        assert_eq!(read("Health").as_deref(), Some("health"));
        assert_eq!(read("社会治理").as_deref(), Some("社会治理"));
        assert_eq!(read("  "), None);
        assert_eq!(label(Lang::Zh, "社会治理"), "社会治理");
    }
}
