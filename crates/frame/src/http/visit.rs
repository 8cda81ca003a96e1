//! What a page knows about its request.

use std::ops::Deref;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use kernel::access::Actor;
use kernel::clock::Instant;
use kernel::error::{Error, Message};
use kernel::id::Id;
use kernel::session::Session;
use text::Lang;

use crate::error::Failure;
use crate::read::push_pair;

/// One item of the navigation, open to this reader.
#[derive(Debug, Clone, Copy)]
pub struct NavLink {
    /// The key of its words.
    pub key: &'static str,
    pub href: &'static str,
}

/// Somebody signed in completely: password, second factor where set up, no password change owed.
#[derive(Debug, Clone)]
pub struct Who {
    pub actor: Arc<Actor>,
    pub account: Id,
    /// The name shown.
    pub name: String,
    /// The first post, in words.
    pub post: String,
    pub csrf: String,
    /// Unread notices; counted up to 100.
    pub unread: i64,
    pub nav: Vec<NavLink>,
    /// The account's preferences, as JSON.
    pub preferences: String,
    /// The session; `None` for a bearer token.
    pub session: Option<Id>,
}

impl Who {
    /// The name as the bar shows it: a long one is cut.
    pub fn short_name(&self) -> String {
        if self.name.chars().count() <= 12 {
            return self.name.clone();
        }
        self.name.chars().take(11).chain(['…']).collect()
    }
}

/// The request's side of a page: language, reader, address, time.
#[derive(Debug, Clone)]
pub struct Visit {
    pub lang: Lang,
    pub who: Option<Who>,
    pub path: String,
    pub now: Instant,
    /// The sentence a redirect brought along.
    pub flash: Option<String>,
    /// Named in the log and, as the incident number, on the page of an internal error.
    pub request_id: String,
    /// The reader's address and program, for the list of sessions.
    pub address: String,
    pub agent: String,
    /// The page of ours the request was made from, where the browser says so.
    pub(crate) from: Option<String>,
    /// Whether the answer is JSON.
    pub(crate) api: bool,
    pub(crate) query: String,
    pub(crate) organ: Arc<str>,
    /// The session as it is, also one that still owes a code or a new password.
    pub(crate) session: Option<(Session, Arc<Actor>)>,
    /// The language stands in the address and is to be remembered.
    pub(crate) lang_asked: bool,
}

impl Visit {
    /// The organ's name at the top of the page.
    pub fn organ_name(&self) -> &str {
        &self.organ
    }

    /// The token of the session's forms; empty for guests, whose forms rest on the site check alone.
    pub fn token(&self) -> &str {
        self.session.as_ref().map_or("", |(s, _)| &s.csrf)
    }

    /// Compares a form's token with the session's, in constant time.
    pub fn check_token(&self, sent: Option<&str>) -> Result<(), Failure> {
        let ours = self.token().as_bytes();
        let sent = sent.unwrap_or_default().as_bytes();
        let same =
            ours.len() == sent.len() && ours.iter().zip(sent).fold(0, |d, (a, b)| d | (a ^ b)) == 0;
        if same || !self.has_session() {
            return Ok(());
        }
        Err(Failure::Bad {
            status: StatusCode::FORBIDDEN,
            message: Message::new("frame-failure-token-detail"),
        })
    }

    pub(crate) fn has_session(&self) -> bool {
        self.session.is_some()
    }

    /// A bearer token brought the reader: nothing a foreign page could have made the browser send.
    pub(crate) fn by_token(&self) -> bool {
        self.who.is_some() && self.session.is_none()
    }

    /// Names the account in the keys of drafts kept in the browser.
    pub fn account_key(&self) -> String {
        self.session
            .as_ref()
            .map_or_else(|| "guest".to_owned(), |(s, _)| s.account.to_string())
    }

    /// This page's own address.
    pub fn here(&self) -> String {
        if self.query.is_empty() {
            self.path.clone()
        } else {
            format!("{}?{}", self.path, self.query)
        }
    }

    /// This page in the other language.
    pub fn lang_href(&self) -> String {
        let mut query = self.query.clone();
        push_pair(&mut query, "lang", self.lang.other().code());
        format!("{}?{query}", self.path)
    }

    /// The columns the reader chose for a list; empty for the usual ones.
    pub fn columns(&self, list: &str) -> Vec<String> {
        let Some(who) = &self.who else {
            return Vec::new();
        };
        let kept: serde_json::Value = serde_json::from_str(&who.preferences).unwrap_or_default();
        let keys = kept["columns"][list].as_array();
        keys.map(|all| {
            all.iter()
                .filter_map(|k| k.as_str().map(str::to_owned))
                .collect()
        })
        .unwrap_or_default()
    }

    /// The text of a key in the reader's language.
    pub fn t(&self, key: &str) -> String {
        text::t(self.lang, key)
    }
}

fn of(parts: &Parts) -> Result<Arc<Visit>, Failure> {
    let found = parts.extensions.get::<Arc<Visit>>().cloned();
    found.ok_or_else(|| Failure::Kernel(Error::internal("no visit around a handler")))
}

/// Anybody: signed in or not.
#[derive(Debug, Clone)]
pub struct Guest(pub(crate) Arc<Visit>);

impl Deref for Guest {
    type Target = Visit;
    fn deref(&self) -> &Visit {
        &self.0
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Guest {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Guest, Failure> {
        of(parts).map(Guest)
    }
}

/// Somebody signed in; anybody else is led to the sign-in page, or gets 401 from the API.
#[derive(Debug, Clone)]
pub struct SignedIn {
    visit: Arc<Visit>,
}

impl SignedIn {
    /// Who acts.
    pub fn actor(&self) -> &Actor {
        &self.who().actor
    }

    pub fn who(&self) -> &Who {
        // The extractor makes no SignedIn without somebody.
        self.visit.who.as_ref().expect("somebody is signed in")
    }

    pub fn account(&self) -> Id {
        self.who().account
    }
}

impl Deref for SignedIn {
    type Target = Visit;
    fn deref(&self) -> &Visit {
        &self.visit
    }
}

impl<S: Send + Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<SignedIn, Failure> {
        let visit = of(parts)?;
        if visit.who.is_none() {
            return Err(Failure::Kernel(Error::Unauthenticated));
        }
        Ok(SignedIn { visit })
    }
}
