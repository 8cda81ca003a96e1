//! The checklist of a case: which papers must be in before it is vetted (rules of 广东、浙江、深圳、重庆).

use super::office::Action;

kernel::codes! {
    /// A paper of the case; its code is the place of its files.
    Paper, "appointments-paper-":
    /// 提请任免报告（议案）
    Letter = "letter",
    /// 任免审批表、简历
    Form = "form",
    /// 考察材料
    Vetting = "vetting",
    /// 免职理由
    Reasons = "reasons",
    /// 撤职案的事实材料
    Facts = "facts",
    /// 本人申辩意见
    Defence = "defence",
    /// 辞职申请
    Resignation = "resignation",
    /// 其他
    Other = "other",
}

/// What must be there for one action.
pub fn wanted(action: Action) -> &'static [Paper] {
    match action {
        Action::Appoint | Action::Acting => &[Paper::Letter, Paper::Form, Paper::Vetting],
        Action::Remove => &[Paper::Letter, Paper::Reasons],
        Action::Dismiss => &[Paper::Letter, Paper::Facts, Paper::Defence],
        Action::Resign => &[Paper::Letter, Paper::Resignation],
    }
}

/// What is missing of all that the lines of a case ask for, in the order of the list.
pub fn missing(actions: &[Action], there: &[Paper]) -> Vec<Paper> {
    let all = Paper::ALL.iter().copied();
    all.filter(|p| actions.iter().any(|a| wanted(*a).contains(p)) && !there.contains(p))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named() {
        let both = [Action::Appoint, Action::Remove];
        assert_eq!(
            missing(&both, &[Paper::Letter, Paper::Vetting]),
            [Paper::Form, Paper::Reasons]
        );
        assert_eq!(
            missing(&[Action::Resign], &[Paper::Letter, Paper::Resignation]),
            []
        );
        assert_eq!(
            missing(&[Action::Dismiss], &[]),
            [Paper::Letter, Paper::Facts, Paper::Defence]
        );
    }
}
