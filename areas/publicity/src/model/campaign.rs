//! What a campaign is about.

super::codes! {
    Theme, "publicity-theme-":
    /// 普法宣传
    Law = "law",
    /// Anniversaries: of the constitution, of the deputies' law (纪念日).
    Anniversary = "anniversary",
    /// 其他专题
    Special = "special",
}
