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

impl From<procedure::Part> for Part {
    fn from(part: procedure::Part) -> Part {
        match part {
            procedure::Part::Lead => Part::Lead,
            procedure::Part::Co => Part::Co,
            procedure::Part::Separate => Part::Separate,
        }
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
