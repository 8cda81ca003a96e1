//! The text of a decision through its stages.

kernel::codes! {
    /// 征求意见稿, 草案, 审议稿, 表决稿.
    Stage, "decisions-stage-":
    Comment = "comment",
    Draft = "draft",
    Deliberation = "deliberation",
    Vote = "vote",
}

/// The longest text of a decision, in characters.
pub const MOST: usize = 20_000;

/// The paragraphs of a text as they are set: blank lines and blanks at the ends are the typist's.
pub fn paragraphs(content: &str) -> Vec<String> {
    content
        .lines()
        .map(|line| line.trim_matches(|c: char| c.is_whitespace() || c == '\u{3000}'))
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The code word of a document number (发文机关代字) an organ starts with, until it types its own: its short name
/// without the words every such organ bears.
pub fn code_word(short_name: &str) -> String {
    let bare = short_name
        .trim_end_matches("委会")
        .trim_end_matches("人民代表大会常务委员会");
    match bare.ends_with('常') {
        true => bare.to_owned(),
        false => format!("{bare}人大常"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_typist_left_blank_is_no_paragraph() {
        let typed = "　　一、提高认识。\n\n  二、落实责任。  \n";
        assert_eq!(paragraphs(typed), ["一、提高认识。", "二、落实责任。"]);
        assert!(paragraphs(" \n\n").is_empty());
    }

    #[test]
    fn a_code_word_comes_from_the_short_name() {
        assert_eq!(code_word("云岭县人大常委会"), "云岭县人大常");
        assert_eq!(code_word("青川县"), "青川县人大常");
    }
}
