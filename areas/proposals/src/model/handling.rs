//! How units handle a matter: parts, contacts with the proposer, requests to the office.

use super::coded;

coded! { "proposals-part-",
    /// A unit's part in a matter (青岛 2021 16).
    Part {
        /// 主办
        Lead = "lead",
        /// 协办(会办)
        Co = "co",
        /// 分别办理
        Separate = "separate",
    }
}

impl Part {
    /// Writes a reply of its own.
    pub fn replies(self) -> bool {
        self != Part::Co
    }
}

/// Why a set of units can't be assigned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// No unit would write a reply.
    NobodyReplies,
    /// Two units lead.
    TwoLeads,
    /// Lead and separate handling mixed: who answers would not be clear.
    Mixed,
    /// Co-handling units beside separate handling have nobody to give their opinion to.
    CoWithoutLead,
    /// A unit stands twice.
    Twice,
}

impl Unfit {
    pub fn key(self) -> &'static str {
        match self {
            Unfit::NobodyReplies => "proposals-unfit-nobody-replies",
            Unfit::TwoLeads => "proposals-unfit-two-leads",
            Unfit::Mixed => "proposals-unfit-mixed",
            Unfit::CoWithoutLead => "proposals-unfit-co-without-lead",
            Unfit::Twice => "proposals-unfit-twice",
        }
    }
}

/// Checks who is asked to handle a matter together: one lead with any number of co-handlers, or several that
/// handle it separately.
pub fn fit<U: PartialEq>(parts: &[(U, Part)]) -> Result<(), Unfit> {
    for (i, (unit, _)) in parts.iter().enumerate() {
        if parts[..i].iter().any(|(other, _)| other == unit) {
            return Err(Unfit::Twice);
        }
    }
    let count = |part| parts.iter().filter(|(_, p)| *p == part).count();
    match (count(Part::Lead), count(Part::Separate), count(Part::Co)) {
        (0, 0, 0) => Err(Unfit::NobodyReplies),
        (0, 0, _) => Err(Unfit::CoWithoutLead),
        (2.., _, _) => Err(Unfit::TwoLeads),
        (1, 1.., _) => Err(Unfit::Mixed),
        (0, _, 1..) => Err(Unfit::CoWithoutLead),
        _ => Ok(()),
    }
}

coded! { "proposals-handling-",
    /// Where a unit stands with its part.
    HandlingState {
        Assigned = "assigned",
        Accepted = "accepted",
        /// Its draft is under review.
        Reviewing = "reviewing",
        Replied = "replied",
        /// A co-handling unit gave its opinion.
        OpinionGiven = "opinion_given",
        /// The office took it back from this unit.
        TakenBack = "taken_back",
    }
}

impl HandlingState {
    /// The unit has still something to do.
    pub fn is_pending(self) -> bool {
        matches!(
            self,
            HandlingState::Assigned | HandlingState::Accepted | HandlingState::Reviewing
        )
    }
}

coded! { "proposals-contact-",
    /// How the proposer was reached.
    ContactWay {
        /// 电话
        Phone = "phone",
        /// 走访
        Visit = "visit",
        /// 座谈、面商
        Meeting = "meeting",
        /// 来信来函
        Letter = "letter",
    }
}

coded! { "proposals-request-",
    /// What a unit asks of the office; each has a limit of its own.
    RequestKind {
        /// 申请退回
        Return = "return",
        /// 建议改办
        Change = "change",
        /// 建议增办
        Add = "add",
        /// 申请延期
        Extension = "extension",
    }
}

impl RequestKind {
    /// Must name another unit.
    pub fn names_unit(self) -> bool {
        matches!(self, RequestKind::Change | RequestKind::Add)
    }
}

coded! { "proposals-ruling-",
    /// What the office said to a request.
    Ruling {
        Granted = "granted",
        Refused = "refused",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_leads_or_all_handle_separately() {
        use Part::*;
        assert_eq!(fit(&[(1, Lead)]), Ok(()));
        assert_eq!(fit(&[(1, Lead), (2, Co), (3, Co)]), Ok(()));
        assert_eq!(fit(&[(1, Separate), (2, Separate)]), Ok(()));
        assert_eq!(fit::<i32>(&[]), Err(Unfit::NobodyReplies));
        assert_eq!(fit(&[(1, Co)]), Err(Unfit::CoWithoutLead));
        assert_eq!(fit(&[(1, Lead), (2, Lead)]), Err(Unfit::TwoLeads));
        assert_eq!(fit(&[(1, Lead), (2, Separate)]), Err(Unfit::Mixed));
        assert_eq!(fit(&[(1, Separate), (2, Co)]), Err(Unfit::CoWithoutLead));
        assert_eq!(fit(&[(1, Lead), (1, Co)]), Err(Unfit::Twice));
    }

    proptest! {
        /// Whatever is fit has somebody who answers, and every co-handler has one lead to write to.
        #[test]
        fn whoever_is_fit_answers(parts in proptest::collection::vec((0u8..6, 0usize..3), 0..6)) {
            let parts: Vec<(u8, Part)> = parts.into_iter().map(|(u, p)| (u, Part::ALL[p])).collect();
            if fit(&parts).is_ok() {
                prop_assert!(parts.iter().any(|(_, p)| p.replies()));
                let leads = parts.iter().filter(|(_, p)| *p == Part::Lead).count();
                if parts.iter().any(|(_, p)| *p == Part::Co) {
                    prop_assert_eq!(leads, 1);
                }
            }
        }
    }
}
