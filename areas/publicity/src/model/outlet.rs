//! Where pieces appear.

super::codes! {
    /// How high an outlet stands. Ordered from the highest down, as boards and rules list them.
    Level, "publicity-level-":
    National = "national",
    Province = "province",
    City = "city",
    County = "county",
    Township = "township",
    /// The organ's own.
    Own = "own",
}

impl Level {
    /// Stands as high as `other`, or higher.
    pub fn reaches(self, other: Level) -> bool {
        self <= other
    }
}

super::codes! {
    /// How a piece reaches people.
    Medium, "publicity-medium-":
    Web = "web",
    Print = "print",
    Tv = "tv",
    Radio = "radio",
    NewMedia = "new_media",
    /// Journals and bulletins that circulate inside (内刊、内部信息).
    Internal = "internal",
    /// 宣传橱窗
    Window = "window",
}

impl Medium {
    /// Pieces are told by seconds, not by characters.
    pub fn is_broadcast(self) -> bool {
        matches!(self, Medium::Tv | Medium::Radio)
    }

    /// Whether such an outlet faces outward (对外), where nobody says otherwise.
    pub fn faces_outward(self) -> bool {
        !matches!(self, Medium::Internal | Medium::Window)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_reaches_itself_and_those_below() {
        assert!(Level::Province.reaches(Level::City) && Level::City.reaches(Level::City));
        assert!(!Level::County.reaches(Level::City));
    }
}
