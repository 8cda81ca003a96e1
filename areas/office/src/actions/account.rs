//! Accounts and the three administrators.

use kernel::Kernel;
use kernel::access::{Act, Actor, Permission, Role};
use kernel::account::administration::{account_in, accounts_of, one_time_password, unlock};
use kernel::account::{self, Account};
use kernel::error::{Error, Message, Result};
use kernel::id::Id;
use serde_json::json;

use super::record;

/// The roles an account may carry; no two of them meet in one hand.
pub const ADMINISTRATORS: [Role; 3] = [Role::SysAdmin, Role::SecAdmin, Role::Auditor];

/// Makes an account, for a person or for an administrator to be, and returns its one-time password, which
/// is shown once and must be changed at the first sign-in.
pub async fn create(
    kernel: &Kernel,
    actor: &Actor,
    name: &str,
    person: Option<Id>,
) -> Result<(Id, String)> {
    actor.authorize(Permission::ManageAccounts)?;
    let password = one_time_password()?;
    let hash = account::hash_password(&password).await?;
    let mut act = kernel.act(actor, Permission::ManageAccounts).await?;
    if let Some(person) = person {
        let others = accounts_of(&mut act, actor.organ, person).await?;
        if let Some(other) = others.iter().find(|a| !a.disabled) {
            let message = Message::new("invalid-person-has-account").arg("name", &*other.name);
            return Err(Error::field("person", message));
        }
    }
    let id = account::create(&mut act, name, &hash, person, &[], true).await?;
    let data = json!({"account": id, "name": name, "person": person});
    record(&mut act, "account.created", data).await?;
    act.commit().await?;
    Ok((id, password))
}

/// What is done to an account that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Care {
    Disable,
    Enable,
    Unlock,
    /// Takes the second factor off, after a lost telephone; it is set up again at will.
    Factor,
}

impl Care {
    pub const ALL: [Care; 4] = [Care::Disable, Care::Enable, Care::Unlock, Care::Factor];

    pub fn code(self) -> &'static str {
        match self {
            Care::Disable => "disable",
            Care::Enable => "enable",
            Care::Unlock => "unlock",
            Care::Factor => "factor",
        }
    }

    pub fn parse(code: &str) -> Option<Care> {
        Care::ALL.into_iter().find(|c| c.code() == code)
    }

    fn event(self) -> &'static str {
        match self {
            Care::Disable => "account.disabled",
            Care::Enable => "account.enabled",
            Care::Unlock => "account.unlocked",
            Care::Factor => "account.factor_reset",
        }
    }
}

/// Disables, enables, unlocks an account, or takes its second factor off.
pub async fn care(kernel: &Kernel, actor: &Actor, id: Id, care: Care) -> Result<()> {
    let mut act = kernel.act(actor, Permission::ManageAccounts).await?;
    let old = account_in(&mut act, actor.organ, id).await?;
    match care {
        Care::Disable if actor.account == Some(id) => {
            return Err(Error::Refused(Message::new("refused-own-account")));
        }
        Care::Disable => account::set_disabled(&mut act, id, true).await?,
        Care::Enable => account::set_disabled(&mut act, id, false).await?,
        Care::Unlock => unlock(&mut act, id).await?,
        Care::Factor => {
            guarded(&mut act, &old).await?;
            account::set_code_secret(&mut act, id, None).await?;
        }
    }
    record(
        &mut act,
        care.event(),
        json!({"account": id, "name": old.name}),
    )
    .await?;
    act.commit().await
}

/// Gives an account a new one-time password and ends its sessions.
pub async fn reset_password(kernel: &Kernel, actor: &Actor, id: Id) -> Result<(Account, String)> {
    actor.authorize(Permission::ManageAccounts)?;
    let password = one_time_password()?;
    let hash = account::hash_password(&password).await?;
    let mut act = kernel.act(actor, Permission::ManageAccounts).await?;
    let old = account_in(&mut act, actor.organ, id).await?;
    guarded(&mut act, &old).await?;
    account::set_password(&mut act, id, &hash, true, None).await?;
    let data = json!({"account": id, "name": old.name});
    record(&mut act, "account.password_reset", data).await?;
    act.commit().await?;
    Ok((old, password))
}

/// Whoever could take over the security administrator's or the auditor's account would hold two of the
/// three powers (GB/T 22239-2019, 8.1.4.2): these are reset on the server's command line.
async fn guarded(act: &mut Act, account: &Account) -> Result<()> {
    let roles = account::roles_of(&mut *act, account.id).await?;
    if roles
        .iter()
        .any(|r| matches!(r, Role::SecAdmin | Role::Auditor))
    {
        return Err(Error::Refused(Message::new("refused-other-administrator")));
    }
    Ok(())
}

/// Gives an account an administrator's role, or none.
pub async fn set_role(kernel: &Kernel, actor: &Actor, id: Id, role: Option<Role>) -> Result<()> {
    let mut act = kernel.act(actor, Permission::ManageRoles).await?;
    if actor.account == Some(id) {
        return Err(Error::Refused(Message::new("refused-own-rights")));
    }
    let old = account_in(&mut act, actor.organ, id).await?;
    let before = account::roles_of(&mut act, id).await?;
    // An administrator administers; whoever also handled matters would watch over himself.
    if role.is_some() && old.person_id.is_some() && !before.iter().any(|r| Some(*r) == role) {
        let posts = kernel::person::posts_of(&mut act, old.person_id.unwrap_or(Id(0))).await?;
        let today = actor.today;
        if posts.iter().any(|p| p.to_on.is_none_or(|to| to >= today)) {
            return Err(Error::Refused(Message::new(
                "refused-administrator-with-post",
            )));
        }
    }
    let roles: Vec<Role> = role.into_iter().collect();
    account::set_roles(&mut act, id, &roles).await?;
    let codes = |all: &[Role]| all.iter().map(|r| r.code()).collect::<Vec<_>>().join(" ");
    let data = json!({
        "account": id, "name": old.name, "before": codes(&before), "after": codes(&roles),
    });
    record(&mut act, "account.role_set", data).await?;
    act.commit().await
}
