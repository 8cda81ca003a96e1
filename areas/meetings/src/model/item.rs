//! Items of an agenda: their kinds, and the order such items are taken in.

kernel::codes! {
    /// What an item is about, in the order sittings take them: reports are heard, drafts are deliberated, people are
    /// appointed, and what is left comes last.
    ItemKind, "meetings-item-":
    /// 议案
    Bill = "bill",
    /// 计划、预算、决算
    Budget = "budget",
    /// 专项工作报告
    SpecialReport = "special_report",
    /// 执法检查报告
    Inspection = "inspection",
    /// Any other report.
    Report = "report",
    /// 询问、专题询问、质询
    Inquiry = "inquiry",
    /// 决议、决定草案
    Decision = "decision",
    /// 人事任免
    Appointment = "appointment",
    Other = "other",
}

impl ItemKind {
    /// What kind of item a matter of another area makes.
    pub fn of_matter(kind: &str) -> ItemKind {
        match kind {
            "bill" => ItemKind::Bill,
            "decision" => ItemKind::Decision,
            "appointment" | "removal" | "election" => ItemKind::Appointment,
            "report" => ItemKind::Report,
            _ => ItemKind::Other,
        }
    }

    /// The key of the title everybody sees of an item whose matter is not for everybody (人事任免事项).
    pub fn neutral_key(self) -> String {
        format!("meetings-neutral-{}", self.code())
    }
}

kernel::codes! {
    /// How an item stands.
    ItemState, "meetings-item-state-":
    Open = "open",
    Done = "done",
    /// 撤下 before the sitting came to it.
    Withdrawn = "withdrawn",
}

/// Where a new item goes: behind the last one that comes before it or with it by kind. `order` holds the kinds of the
/// agenda so far.
pub fn place_of(kind: ItemKind, order: &[ItemKind]) -> usize {
    order.iter().rposition(|k| *k <= kind).map_or(0, |n| n + 1)
}

/// The places of an agenda put in order by kind; what stood first of a kind stays first.
pub fn sorted(order: &[ItemKind]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..order.len()).collect();
    places.sort_by_key(|n| order[*n]);
    places
}

kernel::codes! {
    /// How a speech stands.
    SpeechState, "meetings-speech-":
    Asked = "asked",
    Speaking = "speaking",
    Done = "done",
    Dropped = "dropped",
}

#[cfg(test)]
mod tests {
    use super::*;
    use ItemKind::{Appointment, Bill, Decision, Other, Report};

    #[test]
    fn a_new_item_stands_behind_those_that_come_before_it() {
        assert_eq!(place_of(Bill, &[]), 0);
        assert_eq!(place_of(Bill, &[Report, Appointment]), 0);
        assert_eq!(place_of(Report, &[Bill, Report, Appointment]), 2);
        assert_eq!(place_of(Other, &[Bill, Appointment]), 2);
        // An order somebody chose by hand is kept: it goes behind the last that may stand before it.
        assert_eq!(place_of(Decision, &[Appointment, Bill]), 2);
    }

    #[test]
    fn sorting_keeps_what_stood_first_of_a_kind() {
        assert_eq!(sorted(&[Other, Bill, Appointment, Bill]), [1, 3, 2, 0]);
    }
}
