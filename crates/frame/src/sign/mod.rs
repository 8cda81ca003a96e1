//! Signing in and out, and one's own account.
//!
//! **Nouns.** A *sign-in* is name and password, then a code where the second factor is set up, then a new
//! password where one is owed. A *session* is one browser of one account. A *token* lets a script in. The
//! *gate* counts failures by address, beside the kernel's lock-out by account.
//!
//! **States of a session.** Owing a code → owing a new password → complete. Pages exist only for complete ones
//! ([`SignedIn`](crate::SignedIn)); the pages here take the others as well, each only at its own step.
//!
//! **Acts.** Sign in, give the code, sign out, end other sessions, change the password, switch the second
//! factor on or off, make and revoke tokens, choose the language and the columns of lists. Everybody does
//! these for oneself alone; what the administrators do to others' accounts is not here.
//!
//! After signing in the reader goes on to the page wanted first (`next`, an address of this program only). A
//! form sent after its session ended is answered with the sign-in form; what was typed is kept in the browser
//! and comes back with the form's page.

mod account;
mod device;
mod enter;
mod factor;
mod gate;
mod password;
mod preference;
mod square;
mod token;

use crate::Failure;
use crate::http::Visit;
use crate::http::local;
use crate::read::{Fields, push_pair};
use crate::routes::{Routes, get, post};
use crate::ui::{Tab, Tabs};
use kernel::access::Actor;
use kernel::error::Error;
use kernel::session::Session;

pub(crate) use enter::form as sign_in_form;
pub(crate) use gate::Gate;
pub(crate) use preference::remember as remember_language;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .route("/sign-in", get(enter::page).post(enter::sign_in))
        .route("/sign-in/code", get(enter::code_page).post(enter::code))
        .route("/sign-out", post(enter::sign_out))
        .route("/account", get(account::page))
        .route(
            "/account/password",
            get(password::page).post(password::change),
        )
        .route("/account/factor", get(factor::page).post(factor::on))
        .route("/account/factor/off", post(factor::off))
        .route("/account/sessions", get(device::page))
        .route("/account/sessions/end", post(device::end))
        .route("/account/sessions/end-others", post(device::end_others))
        .route("/account/tokens", get(token::page).post(token::make))
        .route("/account/tokens/revoke", post(token::revoke))
        .route("/account/language", post(preference::language))
        .route("/account/columns", post(preference::columns))
}

/// Where the reader wanted to go; the workbench where that is nowhere of ours.
fn next_of(fields: &Fields) -> String {
    let next = fields.get("next").and_then(local).unwrap_or("/");
    let loops = next.starts_with("/sign-in") || next.starts_with("/sign-out");
    if loops { "/" } else { next }.to_owned()
}

/// An address that carries on where the reader wanted to go.
pub(crate) fn going_on(path: &str, next: &str) -> String {
    if next == "/" {
        return path.to_owned();
    }
    let mut query = String::new();
    push_pair(&mut query, "next", next);
    format!("{path}?{query}")
}

/// Whose session this is, once its code was given; a new password may still be owed.
fn owner(visit: &Visit) -> Result<(&Session, &Actor), Failure> {
    match &visit.session {
        Some((session, actor)) if session.passed => Ok((session, actor)),
        _ => Err(Failure::Kernel(Error::Unauthenticated)),
    }
}

/// The pages of one's account beside each other.
fn tabs(visit: &Visit) -> Tabs {
    let tab = |href: &str, key: &str| Tab {
        href: href.to_owned(),
        words: visit.t(key),
        count: None,
        here: visit.path == href,
    };
    Tabs {
        label: visit.t("frame-account"),
        all: vec![
            tab("/account", "sign-tab-overview"),
            tab("/account/password", "sign-tab-password"),
            tab("/account/factor", "sign-tab-factor"),
            tab("/account/sessions", "frame-account-sessions"),
            tab("/account/tokens", "sign-tab-tokens"),
        ],
    }
}
