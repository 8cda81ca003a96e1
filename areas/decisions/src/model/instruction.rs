//! When a demand is met, by what, and when it is late.

use chrono::NaiveDate;

kernel::codes! {
    /// What was done for a demand.
    Means, "instructions-means-":
    /// 实际举措: something that can be seen on the spot.
    Deed = "deed",
    /// 开会部署: another meeting.
    Meeting = "meeting",
    /// 发文部署: another paper.
    Paper = "paper",
}

kernel::codes! {
    /// How an inspection was made.
    Way, "instructions-way-":
    OnSite = "on_site",
    Unannounced = "unannounced",
    Papers = "papers",
    Hearing = "hearing",
    People = "people",
}

kernel::codes! {
    /// What came of a demand.
    Came, "instructions-result-":
    Met = "met",
    NotMet = "not_met",
    Cancelled = "cancelled",
}

/// By what a demand was met, as its reports tell: one deed is enough; otherwise another meeting or another paper is all
/// there was (以会议落实会议，以文件落实文件). None without a report.
pub fn met_by(reports: impl IntoIterator<Item = Means>) -> Option<Means> {
    reports.into_iter().min()
}

impl Means {
    /// Nothing but words was done.
    pub fn is_hollow(self) -> bool {
        self != Means::Deed
    }
}

/// Whether a demand due on `due_on` is late: reported done after its day, or not at all while the day is past.
pub fn is_late(due_on: NaiveDate, reported_on: Option<NaiveDate>, today: NaiveDate) -> bool {
    reported_on.unwrap_or(today) > due_on
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_deed_outweighs_meetings_and_papers() {
        use Means::*;
        assert_eq!(met_by([Paper, Deed, Meeting]), Some(Deed));
        assert_eq!(met_by([Paper, Meeting]), Some(Meeting));
        assert_eq!(met_by([Paper]), Some(Paper));
        assert_eq!(met_by([]), None);
        assert!(!Deed.is_hollow() && Meeting.is_hollow() && Paper.is_hollow());
    }

    #[test]
    fn the_last_day_is_in_time() {
        let day = |text: &str| text.parse().expect("a date");
        let due: NaiveDate = day("2026-06-30");
        assert!(!is_late(due, Some(due), day("2026-09-01")));
        assert!(is_late(due, Some(day("2026-07-01")), day("2026-07-01")));
        assert!(!is_late(due, None, due));
        assert!(is_late(due, None, day("2026-07-01")));
    }
}
