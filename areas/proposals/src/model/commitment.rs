//! Commitments (承诺事项): what a reply promised, stage by stage, until it is delivered and rated again. They cross
//! years and terms; none is closed because its matter was.

use chrono::NaiveDate;

use super::coded;

coded! { "proposals-stage-",
    /// The stages of a promise, in the order of time.
    Stage {
        /// 规划
        Planned = "planned",
        /// 开工
        Started = "started",
        /// 投入使用
        InUse = "in_use",
    }
}

/// One stage as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageState {
    pub stage: Stage,
    pub due_on: NaiveDate,
    pub delivered_on: Option<NaiveDate>,
}

impl StageState {
    /// Promised for a day before `today` and not delivered, or delivered after its day.
    pub fn is_late(&self, today: NaiveDate) -> bool {
        self.delivered_on.unwrap_or(today) > self.due_on
    }
}

/// Whether everything promised is there.
pub fn is_delivered(stages: &[StageState]) -> bool {
    !stages.is_empty() && stages.iter().all(|s| s.delivered_on.is_some())
}

/// The next stage that is owed: the first by date that is not delivered.
pub fn next_due(stages: &[StageState]) -> Option<&StageState> {
    stages
        .iter()
        .filter(|s| s.delivered_on.is_none())
        .min_by_key(|s| (s.due_on, s.stage))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(m: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, m, 1).unwrap()
    }

    #[test]
    fn the_next_stage_is_the_first_by_date_that_is_owed() {
        let mut stages = vec![
            StageState {
                stage: Stage::InUse,
                due_on: day(9),
                delivered_on: None,
            },
            StageState {
                stage: Stage::Started,
                due_on: day(3),
                delivered_on: None,
            },
        ];
        assert_eq!(next_due(&stages).map(|s| s.stage), Some(Stage::Started));
        assert!(stages[1].is_late(day(4)) && !stages[1].is_late(day(3)));
        stages[1].delivered_on = Some(day(5));
        assert!(stages[1].is_late(day(6)), "late stays late");
        assert_eq!(next_due(&stages).map(|s| s.stage), Some(Stage::InUse));
        assert!(!is_delivered(&stages));
        stages[0].delivered_on = Some(day(8));
        assert!(is_delivered(&stages));
        assert!(!is_delivered(&[]));
    }
}
