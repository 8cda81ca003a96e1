//! Notices by mail: urgent ones at once, the others in one digest a day. One act an account.

use text::Lang;

use super::Notice;
use super::read::owed;
use crate::access::{Act, Actor, Authorized};
use crate::account;
use crate::db::{placeholders, sql};
use crate::error::{Message, Result};
use crate::id::Id;
use crate::kernel::Kernel;
use crate::mail::{self, Server};

/// Notices named in one mail; the rest are counted.
const NAMED: usize = 30;
/// Notices taken up at once.
const MOST: i64 = 500;

/// Writes a mail for each notice that is owed at once; the number of mails.
pub async fn mail_urgent(kernel: &Kernel) -> Result<usize> {
    every_account(kernel, "now").await
}

/// Writes the day's digests; the number of mails.
pub async fn mail_digests(kernel: &Kernel) -> Result<usize> {
    every_account(kernel, "digest").await
}

/// To whom an account's mail goes, and in which language.
#[derive(Debug, sqlx_macros::FromRow)]
struct Address {
    id: Id,
    organ_id: Id,
    email: Option<String>,
    lang: Option<String>,
}

async fn every_account(kernel: &Kernel, mail: &'static str) -> Result<usize> {
    let mut mails = 0;
    let mut after = Id(i64::MIN);
    loop {
        let some: Vec<Address> = sql(format!(
            "SELECT a.id, a.organ_id, p.email, a.lang FROM account a LEFT JOIN person p ON p.id = a.person_id
             WHERE a.id IN (SELECT DISTINCT n.account_id FROM notice n WHERE n.mail = '{mail}' AND n.account_id > $1
                            ORDER BY n.account_id LIMIT $2) ORDER BY a.id"
        ))
        .bind(after)
        .bind(100i64)
        .all(&kernel.db)
        .await?;
        let Some(last) = some.last() else {
            return Ok(mails);
        };
        after = last.id;
        for address in some {
            mails += one_account(kernel, &address, mail).await?;
        }
    }
}

async fn one_account(kernel: &Kernel, address: &Address, mail: &'static str) -> Result<usize> {
    let today = kernel.clock.today();
    // Who he is is read before the act: it takes several statements.
    let reader = account::actor_of(&kernel.db, address.id, today).await;
    let system = Actor::system(address.organ_id, today);
    let mut act = Act::begin(
        &kernel.db,
        &system,
        Authorized::system(&system)?,
        kernel.now(),
    )
    .await?;
    let mut mails = 0;
    let to = address.email.as_deref().filter(|e| !e.is_empty());
    let (notices, ids) = match &reader {
        Ok(reader) => owed(&mut act, reader, address.id, mail, MOST).await?,
        // The account was closed since.
        Err(_) => (Vec::new(), Vec::new()),
    };
    if let (Some(server), Some(to)) = (&kernel.mail, to) {
        let lang = address
            .lang
            .as_deref()
            .and_then(Lang::parse)
            .unwrap_or(Lang::Zh);
        let batches: Vec<&[Notice]> = match mail {
            "now" => notices.chunks(1).collect(),
            _ => notices.chunks(MOST as usize).collect(),
        };
        for some in batches {
            let (subject, body) = words(lang, server, some);
            mail::queue(&mut act, to, &subject, &body).await?;
            mails += 1;
        }
    }
    done(&mut act, address.id, mail, &ids, reader.is_err()).await?;
    act.commit().await?;
    Ok(mails)
}

/// Nothing is owed for these any more; for none of the account's where it is closed.
async fn done(act: &mut Act, account: Id, mail: &str, ids: &[Id], all: bool) -> Result<()> {
    if all {
        sql(format!(
            "UPDATE notice SET mail = 'none' WHERE account_id = $1 AND mail = '{mail}'"
        ))
        .bind(account)
        .run(&mut *act)
        .await?;
    } else if !ids.is_empty() {
        sql(format!(
            "UPDATE notice SET mail = 'none' WHERE account_id = $1 AND id IN ({})",
            placeholders(2, ids.len())
        ))
        .bind(account)
        .bind_all(ids.iter().copied())
        .run(&mut *act)
        .await?;
    }
    Ok(())
}

/// Subject and body of a mail about some notices.
fn words(lang: Lang, server: &Server, notices: &[Notice]) -> (String, String) {
    let said: Vec<String> = notices.iter().map(|n| line(lang, n)).collect();
    let subject = match said.as_slice() {
        [one] => one.clone(),
        many => Message::new("notice-digest-subject")
            .arg("n", many.len())
            .say(lang),
    };
    let mut body = String::new();
    for (notice, line) in notices.iter().zip(&said).take(NAMED) {
        body.push_str(&text::date::instant(lang, notice.at.0));
        body.push_str("  ");
        body.push_str(line);
        body.push_str("\r\n");
    }
    if said.len() > NAMED {
        body.push_str(
            &Message::new("notice-digest-more")
                .arg("n", said.len() - NAMED)
                .say(lang),
        );
        body.push_str("\r\n");
    }
    body.push_str("\r\n");
    body.push_str(&text::t(lang, "notice-mail-foot"));
    if let Some(pages) = &server.pages {
        body.push_str("\r\n");
        body.push_str(pages);
    }
    body.push_str("\r\n");
    (subject, body)
}

fn line(lang: Lang, notice: &Notice) -> String {
    match &notice.about {
        // Mail travels in the open.
        Some(about) if about.confidentiality.hides() => text::t(lang, "notice-mail-confidential"),
        _ => notice.say(lang),
    }
}
