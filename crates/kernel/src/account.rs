//! Accounts: sign-in names, passwords (argon2id), lock-out after failures, the second factor (TOTP, RFC 6238)
//! and the bearer tokens of scripts. What an account may do follows from its person's posts.
//! Lock-out, timeout and uniqueness are what GB/T 22239-2019 8.1.4.1 asks for; it names no figures, so the
//! usual ones stand here: five failures, a quarter of an hour, eight characters of three kinds.

mod acting;
pub mod administration;

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use sha2::{Digest, Sha256};
use tokio::sync::{OnceCell, Semaphore};

pub use acting::actor_of;

use self::administration::Attempt;
use crate::access::{Act, Role};
use crate::clock::Instant;
use crate::db::{Db, On, sql};
use crate::error::{Error, Message, Result};
use crate::id::Id;

pub use crate::token::{ApiToken, create_token, revoke_token, tokens};

/// Failures after which an account is locked.
pub const MOST_FAILURES: i64 = 5;
/// Seconds an account stays locked.
pub const LOCKED_SECONDS: i64 = 15 * 60;

/// Hashing takes about 40 ms and 19 MB: never more at once than the machine has cores to spare.
static HASHING: Semaphore = Semaphore::const_new(2);
static NOBODY: OnceCell<String> = OnceCell::const_new();

#[derive(Debug, Clone, sqlx_macros::FromRow)]
pub struct Account {
    pub id: Id,
    pub organ_id: Id,
    pub person_id: Option<Id>,
    pub name: String,
    pub password: String,
    pub totp_secret: Option<String>,
    pub totp_step: i64,
    pub disabled: bool,
    pub must_change: bool,
    pub failures: i64,
    pub locked_until: i64,
    pub lang: Option<String>,
    pub preferences: String,
}

const ACCOUNT: &str = "SELECT id, organ_id, person_id, name, password, totp_secret, totp_step, disabled, must_change, failures, locked_until, lang, preferences FROM account";

pub async fn account(on: impl On, id: Id) -> Result<Account> {
    sql(format!("{ACCOUNT} WHERE id = $1"))
        .bind(id)
        .optional(on)
        .await?
        .ok_or(Error::NotFound)
}

pub async fn account_named(on: impl On, name: &str) -> Result<Option<Account>> {
    Ok(sql(format!("{ACCOUNT} WHERE name = $1"))
        .bind(name)
        .optional(on)
        .await?)
}

pub async fn accounts(on: impl On, organ: Id) -> Result<Vec<Account>> {
    Ok(sql(format!("{ACCOUNT} WHERE organ_id = $1 ORDER BY name"))
        .bind(organ)
        .all(on)
        .await?)
}

/// Refuses passwords that are too short, too long or of too few kinds of characters.
pub fn check_password(name: &str, password: &str) -> Result<()> {
    let n = password.chars().count();
    let kinds = [
        password.chars().any(|c| c.is_ascii_lowercase()),
        password.chars().any(|c| c.is_ascii_uppercase()),
        password.chars().any(|c| c.is_ascii_digit()),
        password.chars().any(|c| !c.is_ascii_alphanumeric()),
    ];
    let strong = n >= 12 || kinds.iter().filter(|k| **k).count() >= 3;
    if n < 8
        || password.len() > 512
        || !strong
        || password.to_lowercase().contains(&name.to_lowercase())
    {
        return Err(Error::field("password", Message::new("invalid-password")));
    }
    Ok(())
}

/// The argon2id hash of a password, off the async threads.
pub async fn hash_password(password: &str) -> Result<String> {
    let password = password.to_owned();
    let _seat = HASHING.acquire().await.map_err(Error::internal)?;
    tokio::task::spawn_blocking(move || {
        Argon2::default()
            .hash_password(password.as_bytes())
            .map(|h| h.to_string())
            .map_err(Error::internal)
    })
    .await
    .map_err(Error::internal)?
}

async fn matches(hash: &str, password: &str) -> Result<bool> {
    let (hash, password) = (hash.to_owned(), password.to_owned());
    let _seat = HASHING.acquire().await.map_err(Error::internal)?;
    tokio::task::spawn_blocking(move || match PasswordHash::new(&hash) {
        Ok(parsed) => Argon2::default()
            .verify_password(password.as_bytes(), &parsed)
            .is_ok(),
        Err(_) => false,
    })
    .await
    .map_err(Error::internal)
}

/// Makes an account in the act's organ. The password must already be hashed ([`hash_password`]), so that
/// no act waits for it.
pub async fn create(
    act: &mut Act,
    name: &str,
    password_hash: &str,
    person: Option<Id>,
    roles: &[Role],
    must_change: bool,
) -> Result<Id> {
    let plain = name
        .chars()
        .all(|c| c.is_alphanumeric() || "._-@".contains(c));
    if name.is_empty() || name.chars().count() > 40 || !plain {
        return Err(Error::field("name", Message::new("invalid-account-name")));
    }
    if account_named(&mut *act, name).await?.is_some() {
        return Err(Error::field("name", Message::new("invalid-account-taken")));
    }
    let organ = act.organ();
    if let Some(person) = person {
        crate::person::person(&mut *act, organ, person).await?;
    }
    let id = Id::new(act.at);
    sql(
        "INSERT INTO account (id, organ_id, person_id, name, password, must_change, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(id)
    .bind(organ)
    .bind(person)
    .bind(name)
    .bind(password_hash)
    .bind(must_change)
    .bind(act.at.0)
    .run(&mut *act)
    .await?;
    set_roles(act, id, roles).await?;
    Ok(id)
}

/// Replaces the administrative roles of an account; they may not meet in one hand (GB/T 22239 8.1.4.2).
pub async fn set_roles(act: &mut Act, account: Id, roles: &[Role]) -> Result<()> {
    if roles.iter().any(|r| !r.is_administrative()) || roles.len() > 1 {
        return Err(Error::field("roles", Message::new("invalid-three-admins")));
    }
    sql("DELETE FROM account_role WHERE account_id = $1")
        .bind(account)
        .run(&mut *act)
        .await?;
    for role in roles {
        sql("INSERT INTO account_role (account_id, role) VALUES ($1, $2)")
            .bind(account)
            .bind(role.code())
            .run(&mut *act)
            .await?;
    }
    crate::organ::changed(act).await
}

pub async fn roles_of(on: impl On, account: Id) -> Result<Vec<Role>> {
    let rows: Vec<(String,)> =
        sql("SELECT role FROM account_role WHERE account_id = $1 ORDER BY role")
            .bind(account)
            .all(on)
            .await?;
    Ok(rows.iter().filter_map(|(r,)| Role::parse(r)).collect())
}

/// Sets a password (already hashed), ends the lock-out and every session of the account but `keep`.
pub async fn set_password(
    act: &mut Act,
    account: Id,
    password_hash: &str,
    must_change: bool,
    keep: Option<Id>,
) -> Result<()> {
    sql("UPDATE account SET password = $1, must_change = $2, failures = 0, locked_until = 0 WHERE id = $3")
        .bind(password_hash)
        .bind(must_change)
        .bind(account)
        .run(&mut *act)
        .await?;
    sql("DELETE FROM session WHERE account_id = $1 AND id <> $2")
        .bind(account)
        .bind(keep.unwrap_or(Id(0)))
        .run(&mut *act)
        .await?;
    if must_change {
        crate::token::revoke_tokens(act, account).await?;
    }
    Ok(())
}

/// Disables or enables an account; disabling ends its sessions and tokens.
pub async fn set_disabled(act: &mut Act, account: Id, disabled: bool) -> Result<()> {
    let organ = act.organ();
    let n = sql("UPDATE account SET disabled = $1, failures = 0, locked_until = 0 WHERE id = $2 AND organ_id = $3")
        .bind(disabled)
        .bind(account)
        .bind(organ)
        .run(&mut *act)
        .await?;
    if n == 0 {
        return Err(Error::NotFound);
    }
    if disabled {
        for table in ["session", "api_token"] {
            sql(format!("DELETE FROM {table} WHERE account_id = $1"))
                .bind(account)
                .run(&mut *act)
                .await?;
        }
    }
    Ok(())
}

/// Remembers what the account likes (language, chosen columns), as JSON.
pub async fn set_preferences(
    act: &mut Act,
    account: Id,
    lang: Option<&str>,
    json: &str,
) -> Result<()> {
    sql("UPDATE account SET lang = $1, preferences = $2 WHERE id = $3")
        .bind(lang)
        .bind(json)
        .bind(account)
        .run(act)
        .await?;
    Ok(())
}

/// What became of a sign-in.
#[derive(Debug)]
pub enum SignIn {
    Passed(Box<Account>),
    /// The password was right; the code of the second factor is still owed.
    NeedsCode(Box<Account>),
    /// Name or password is wrong; the two read alike.
    Wrong,
    /// Locked after failures, until then.
    Locked(Instant),
}

/// Checks a name and password. Failures are counted durably; a name that does not exist costs as much time.
pub async fn sign_in(db: &Db, name: &str, password: &str, now: Instant) -> Result<SignIn> {
    if password.len() > 512 || name.len() > 200 {
        return Ok(SignIn::Wrong);
    }
    let found = account_named(db, name).await?;
    let Some(account) = found.filter(|a| !a.disabled) else {
        // A hash nobody knows the password of, so that unknown names take as long as known ones.
        let nobody = NOBODY
            .get_or_try_init(|| async { hash_password(&random_hex::<16>()).await })
            .await?;
        matches(nobody, password).await?;
        return Ok(SignIn::Wrong);
    };
    if account.locked_until > now.0 {
        return Ok(SignIn::Locked(Instant(account.locked_until)));
    }
    if matches(&account.password, password).await? {
        if account.totp_secret.is_some() {
            return Ok(SignIn::NeedsCode(Box::new(account)));
        }
        clear_failures(db, &account).await?;
        return Ok(SignIn::Passed(Box::new(account)));
    }
    failed(db, &account, now).await
}

/// Asks somebody signed in for the password once more, before something grave. Failures count as those of a
/// sign-in do.
pub async fn confirm(db: &Db, account: Id, password: &str, now: Instant) -> Result<SignIn> {
    let name = self::account(db, account).await?.name;
    sign_in(db, &name, password, now).await
}

async fn clear_failures(db: &Db, account: &Account) -> Result<()> {
    if account.failures > 0 {
        let mut tx = db.begin().await?;
        sql("UPDATE account SET failures = 0, locked_until = 0 WHERE id = $1")
            .bind(account.id)
            .run(&mut tx)
            .await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn failed(db: &Db, account: &Account, now: Instant) -> Result<SignIn> {
    let until = now.plus_seconds(LOCKED_SECONDS);
    let mut tx = db.begin().await?;
    let (failures,): (i64,) = sql("UPDATE account SET
           locked_until = CASE WHEN failures + 1 >= $1 THEN $2 ELSE locked_until END,
           failures = CASE WHEN failures + 1 >= $1 THEN 0 ELSE failures + 1 END
         WHERE id = $3 RETURNING failures")
    .bind(MOST_FAILURES)
    .bind(until.0)
    .bind(account.id)
    .one(&mut tx)
    .await?;
    let attempt = if failures == 0 {
        Attempt::Locked
    } else {
        Attempt::Wrong
    };
    administration::log(&mut tx, account.id, attempt, "", "", now).await?;
    tx.commit().await?;
    Ok(if failures == 0 {
        SignIn::Locked(until)
    } else {
        SignIn::Wrong
    })
}

/// Checks a code of the second factor. A code works once: the step it belongs to is remembered.
pub async fn check_code(db: &Db, account: Id, code: &str, now: Instant) -> Result<SignIn> {
    let account = self::account(db, account).await?;
    if account.disabled {
        return Ok(SignIn::Wrong);
    }
    if account.locked_until > now.0 {
        return Ok(SignIn::Locked(Instant(account.locked_until)));
    }
    let Some(secret) = &account.totp_secret else {
        return Ok(SignIn::Wrong);
    };
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let step = totp(secret, &account.name)?.check(&code, now.0 as u64 / 1_000_000);
    match step.map(|s| s as i64).filter(|s| *s > account.totp_step) {
        Some(step) => {
            let mut tx = db.begin().await?;
            let n = sql("UPDATE account SET totp_step = $1, failures = 0, locked_until = 0 WHERE id = $2 AND totp_step < $1")
                .bind(step)
                .bind(account.id)
                .run(&mut tx)
                .await?;
            if n == 1 {
                administration::log(&mut tx, account.id, Attempt::Passed, "", "", now).await?;
            }
            tx.commit().await?;
            Ok(if n == 1 {
                SignIn::Passed(Box::new(account))
            } else {
                SignIn::Wrong
            })
        }
        None => failed(db, &account, now).await,
    }
}

fn totp(secret: &str, name: &str) -> Result<totp_rs::Totp> {
    let secret = totp_rs::Secret::try_from_base32(secret)
        .map_err(|_| Error::internal("stored second factor is unreadable"))?;
    totp_rs::Builder::new()
        .with_secret(secret)
        .with_account_name(name.replace(':', "."))
        .with_issuer(Some("Huiying"))
        .build()
        .map_err(Error::internal)
}

/// A new secret for the second factor, with the address an authenticator app reads.
pub fn new_code_secret(name: &str) -> Result<(String, String)> {
    let secret = totp_rs::Secret::generate().to_base32();
    let url = totp(&secret, name)?.to_url().map_err(Error::internal)?;
    Ok((secret, url))
}

/// The address an authenticator app reads for a secret that is about to be set up.
pub fn code_address(secret: &str, name: &str) -> Result<String> {
    totp(secret, name)?.to_url().map_err(Error::internal)
}

/// True where the code fits the secret now: asked before the second factor is switched on.
pub fn code_fits(secret: &str, code: &str, now: Instant) -> bool {
    totp(secret, "check").is_ok_and(|t| t.check(code.trim(), now.0 as u64 / 1_000_000).is_some())
}

/// Switches the second factor on (a base-32 secret) or off.
pub async fn set_code_secret(act: &mut Act, account: Id, secret: Option<&str>) -> Result<()> {
    sql("UPDATE account SET totp_secret = $1, totp_step = 0 WHERE id = $2")
        .bind(secret)
        .bind(account)
        .run(act)
        .await?;
    Ok(())
}

/// Random bytes from the operating system, printed in hex.
pub(crate) fn random_hex<const N: usize>() -> String {
    let mut bytes = [0u8; N];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    hex::encode(bytes)
}

pub(crate) fn secret_digest(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_passwords_are_refused() {
        for weak in ["", "short1!", "password", "12345678", "clerkClerk1!"] {
            assert!(check_password("clerk", weak).is_err(), "{weak}");
        }
        for good in [
            "Wenxin-2024",
            "一串很长的汉字口令也是可以的",
            "huiying-demo",
        ] {
            assert!(check_password("clerk", good).is_ok(), "{good}");
        }
    }

    #[test]
    fn a_code_fits_its_own_time() {
        let (secret, url) = new_code_secret("clerk").expect("made");
        assert!(url.starts_with("otpauth://totp/"));
        let now = Instant(1_700_000_000_000_000);
        let code = totp(&secret, "x")
            .expect("built")
            .generate(now.0 as u64 / 1_000_000)
            .to_string();
        assert!(code_fits(&secret, &code, now));
        assert!(!code_fits(&secret, &code, now.plus_seconds(600)));
    }
}
