//! Who acts: an account with what it is today. Built once a request from the session; see
//! `account::actor_of`.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Authorized, Permission, Role};
use crate::embargo::alone;
use crate::error::{Error, Message, Result};
use crate::id::Id;

/// A post held today, one's own or that of an absent person one stands in for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldPost {
    pub role: Role,
    pub unit: Option<Id>,
    pub title: String,
    /// The absent person, where this is a substitution.
    pub instead_of: Option<Id>,
}

/// Somebody signed in, or the named system actor of a job.
#[derive(Debug, Clone)]
pub struct Actor {
    pub account: Option<Id>,
    pub person: Option<Id>,
    pub organ: Id,
    /// The name shown.
    pub name: String,
    pub posts: Vec<HeldPost>,
    /// Roles of the account itself (三员).
    pub administrative: Vec<Role>,
    pub today: NaiveDate,
    /// A job: may do what jobs do, and reads everything.
    pub system: bool,
    /// A bearer token that may only read.
    pub read_only: bool,
    /// Named on a matter under embargo: he has a principal that he alone is, whoever stands in for him.
    pub named: bool,
}

impl Actor {
    /// The actor of jobs and imports from the command line: named in the history as the system.
    pub fn system(organ: Id, today: NaiveDate) -> Actor {
        Actor {
            account: None,
            person: None,
            organ,
            name: "system".to_owned(),
            posts: Vec::new(),
            administrative: Vec::new(),
            today,
            system: true,
            read_only: false,
            named: false,
        }
    }

    pub fn roles(&self) -> BTreeSet<Role> {
        self.posts
            .iter()
            .map(|p| p.role)
            .chain(self.administrative.iter().copied())
            .collect()
    }

    pub fn has_role(&self, role: Role) -> bool {
        self.posts.iter().any(|p| p.role == role) || self.administrative.contains(&role)
    }

    pub fn may(&self, permission: Permission) -> bool {
        self.system
            || self
                .roles()
                .iter()
                .any(|r| r.permissions().contains(&permission))
    }

    /// The organ, where this actor reads all of it: the wide principal.
    pub fn wide(&self) -> Option<Id> {
        self.may(Permission::ReadAll).then_some(self.organ)
    }

    /// The narrow principals: the units acted for, oneself, and those one stands in for.
    pub fn narrow(&self) -> Vec<Id> {
        let mut out: Vec<Id> = self.person.into_iter().chain(self.alone()).collect();
        for post in &self.posts {
            out.extend(post.unit.filter(|_| post.role.is_of_unit()));
            out.extend(post.instead_of);
        }
        out.sort();
        out.dedup();
        out
    }

    /// The principal that stands for the person and for none of his substitutes.
    fn alone(&self) -> Option<Id> {
        self.person.filter(|_| self.named).map(alone)
    }

    /// All principals whose matters exist for this actor.
    pub fn principals(&self) -> Vec<Id> {
        self.wide().into_iter().chain(self.narrow()).collect()
    }

    /// Bodies and roles whose tasks are this actor's: `(holder, role)`.
    pub fn holdings(&self) -> Vec<(Id, String)> {
        let mut out = Vec::new();
        for post in &self.posts {
            match post.unit.filter(|_| post.role.is_of_unit()) {
                Some(unit) => out.push((unit, post.role.code().to_owned())),
                None => out.push((self.organ, post.role.code().to_owned())),
            }
            if let Some(absent) = post.instead_of {
                out.push((absent, PERSONAL.to_owned()));
            }
        }
        out.extend(
            self.person
                .into_iter()
                .chain(self.alone())
                .map(|id| (id, PERSONAL.to_owned())),
        );
        out.sort();
        out.dedup();
        out
    }

    /// The policy's word for a write outside procedures.
    pub fn authorize(&self, permission: Permission) -> Result<Authorized> {
        if self.read_only {
            return Err(Error::Forbidden(Message::new("forbidden-token-reads-only")));
        }
        if self.may(permission) {
            Ok(Authorized::permitted(permission, self.organ))
        } else {
            Err(Error::Forbidden(Message::new(permission.refusal())))
        }
    }
}

/// The role under which a task lies with one named person.
pub const PERSONAL: &str = "person";

impl Permission {
    /// The sentence that says who can, when somebody without it tries.
    pub fn refusal(self) -> &'static str {
        match self {
            Permission::ReadAll => "forbidden-read-all",
            Permission::Submit => "forbidden-submit",
            Permission::Register => "forbidden-register",
            Permission::Import => "forbidden-import",
            Permission::Snapshot => "forbidden-snapshot",
            Permission::Write => "forbidden-write",
            Permission::Newsroom => "forbidden-newsroom",
            Permission::Configure => "forbidden-configure",
            Permission::ManagePeople => "forbidden-people",
            Permission::ManageAccounts => "forbidden-accounts",
            Permission::ManageRoles => "forbidden-roles",
            Permission::Audit => "forbidden-audit",
        }
    }
}
