//! Accounts as administrators see them.

use kernel::access::Role;
use kernel::account::Account;
use kernel::clock::Instant;

/// How an account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// May sign in.
    Active,
    /// Has its one-time password still.
    Fresh,
    /// Locked after failures, for a while.
    Locked,
    /// Switched off.
    Disabled,
}

impl State {
    pub const ALL: [State; 4] = [State::Active, State::Fresh, State::Locked, State::Disabled];

    pub fn of(account: &Account, now: Instant) -> State {
        if account.disabled {
            State::Disabled
        } else if account.locked_until > now.0 {
            State::Locked
        } else if account.must_change {
            State::Fresh
        } else {
            State::Active
        }
    }

    pub fn code(self) -> &'static str {
        match self {
            State::Active => "active",
            State::Fresh => "fresh",
            State::Locked => "locked",
            State::Disabled => "disabled",
        }
    }
}

/// An account with what stands around it.
#[derive(Debug, Clone)]
pub struct Listed {
    pub account: Account,
    /// The name of its person, where it has one.
    pub person: Option<String>,
    pub role: Option<Role>,
    pub state: State,
    /// When it last signed in, in microseconds.
    pub seen: Option<i64>,
}
