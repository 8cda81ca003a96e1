//! One appearance of a manuscript, and what a piece is about.

super::codes! {
    /// How much room it was given (整版、大块、豆腐块).
    Size, "publicity-size-":
    FullPage = "full_page",
    LargeBlock = "large_block",
    SmallBlock = "small_block",
}

super::codes! {
    /// Where it stood: the head of the front page, elsewhere on it, inside.
    Position, "publicity-position-":
    Headline = "headline",
    FrontPage = "front_page",
    Inside = "inside",
}

super::codes! {
    /// The congress's fields of work, of which none shall stay without coverage.
    Field, "publicity-field-":
    Meeting = "meeting",
    Supervision = "supervision",
    Decision = "decision",
    Appointment = "appointment",
    Deputy = "deputy",
    Research = "research",
    Theory = "theory",
    Example = "example",
    Legislation = "legislation",
    Petition = "petition",
    Party = "party",
    Township = "township",
}

super::codes! {
    /// 会议期间 or 闭会期间.
    Setting, "publicity-setting-":
    InSession = "in_session",
    Between = "between",
}

super::codes! {
    /// 程序性 or 实质性.
    Nature, "publicity-nature-":
    Procedural = "procedural",
    Substantive = "substantive",
}

super::codes! {
    /// 履职情况 or 实际效果.
    Aspect, "publicity-aspect-":
    Duty = "duty",
    Effect = "effect",
}

super::codes! {
    /// 县级 or 乡镇.
    Place, "publicity-place-":
    County = "county",
    Township = "township",
}

/// The size a ledger names by its own words, which differ from office to office.
pub fn size_said(typed: &str) -> Option<Size> {
    let typed = typed.trim();
    let says = |words: &[&str]| words.iter().any(|w| typed.contains(w));
    if says(&["整版", "专版", "full page"]) {
        Some(Size::FullPage)
    } else if says(&["大块", "半版", "大半版", "large block"]) {
        Some(Size::LargeBlock)
    } else if says(&["豆腐块", "火柴盒", "小块", "small block"]) {
        Some(Size::SmallBlock)
    } else {
        None
    }
}

/// The place a ledger names.
pub fn position_said(typed: &str) -> Option<Position> {
    let says = |words: &[&str]| words.iter().any(|w| typed.contains(w));
    if says(&["头条", "headline"]) {
        Some(Position::Headline)
    } else if says(&["头版", "一版", "front page"]) {
        Some(Position::FrontPage)
    } else {
        None
    }
}

/// The field of work a title speaks of, where it does so in the trade's own words; a suggestion, marked as such.
pub fn field_said(title: &str) -> Option<Field> {
    // The narrower word first: a survey of deputies is about deputies.
    const WORDS: [(&[&str], Field); 10] = [
        (&["理论", "研讨"], Field::Theory),
        (&["典型", "先进", "事迹"], Field::Example),
        (&["任免", "任命", "述职", "宪法宣誓"], Field::Appointment),
        (
            &["监督", "执法检查", "评议", "审议意见"],
            Field::Supervision,
        ),
        (&["重大事项", "决议", "决定"], Field::Decision),
        (&["代表"], Field::Deputy),
        (&["立法", "备案审查"], Field::Legislation),
        (&["信访"], Field::Petition),
        (&["调研", "视察"], Field::Research),
        (&["会议", "主任会", "常委会"], Field::Meeting),
    ];
    WORDS
        .iter()
        .find(|(words, _)| words.iter().any(|w| title.contains(w)))
        .map(|(_, field)| *field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_ledgers_write_them() {
        assert_eq!(size_said("豆腐块"), Some(Size::SmallBlock));
        assert_eq!(size_said("三版整版"), Some(Size::FullPage));
        assert_eq!(size_said("二版"), None);
        assert_eq!(position_said("头版头条"), Some(Position::Headline));
        assert_eq!(position_said("头版"), Some(Position::FrontPage));
    }

    #[test]
    fn a_title_says_its_field() {
        assert_eq!(
            field_said("第5号稿：任免工作情况"),
            Some(Field::Appointment)
        );
        assert_eq!(field_said("县人大代表视察河道"), Some(Field::Deputy));
        assert_eq!(field_said("春天的故事"), None);
    }
}
