//! The papers of a secret ballot: made beforehand, known to the box by their digests, put in by nobody in particular.

use kernel::Kernel;
use kernel::access::Act;
use kernel::db::{On, placeholders, sql};
use kernel::error::{Error, Message, Result};
use kernel::id::Id;
use sha2::{Digest, Sha256};

use crate::guard::{self, Hold};
use crate::record::{self, Ballot, State};
use crate::tally::{self, Choice, Fault};

/// Bytes of a token: nobody guesses one.
const BYTES: usize = 16;
/// Rows a statement.
const ROWS: usize = 300;

/// A one-time paper as its holder has it. Nothing prints one but the answer that hands it out.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; BYTES]);

impl Token {
    fn new() -> Token {
        let mut bytes = [0u8; BYTES];
        getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
        Token(bytes)
    }

    /// As the holder's device keeps it.
    pub fn print(&self) -> String {
        hex::encode(self.0)
    }

    fn parse(text: &str) -> Option<Token> {
        let bytes = hex::decode(text).ok()?;
        Some(Token(bytes.try_into().ok()?))
    }

    pub(crate) fn digest(&self) -> Vec<u8> {
        Sha256::digest(self.0).to_vec()
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        self.0.fill(0);
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a paper")
    }
}

/// Papers beyond one for each member: for who gave his up for a sheet, brought that back, and asks for a paper again. They are
/// laid with all the others: one laid later would be known by when it came.
pub const SPARE: usize = 8;

/// Makes papers for `n` members and some to spare, and lays their digests into the box, sorted, so that no order of theirs tells
/// anything.
pub(crate) async fn lay(mut on: impl On, ballot: Id, n: usize) -> Result<Vec<Token>> {
    let tokens: Vec<Token> = (0..n + SPARE).map(|_| Token::new()).collect();
    let mut digests: Vec<Vec<u8>> = tokens.iter().map(Token::digest).collect();
    digests.sort();
    for some in digests.chunks(ROWS) {
        let rows: Vec<String> = (0..some.len())
            .map(|i| format!("(${}, ${})", 1 + i * 2, 2 + i * 2))
            .collect();
        let mut insert = sql(format!(
            "INSERT INTO ballot_paper (ballot_id, digest) VALUES {}",
            rows.join(", ")
        ));
        for digest in some {
            insert = insert.bind(ballot).bind(digest.clone());
        }
        insert.run(&mut on).await?;
    }
    Ok(tokens)
}

/// Destroys papers nobody took.
pub(crate) async fn destroy(act: &mut Act, ballot: Id, digests: &[Vec<u8>]) -> Result<()> {
    for some in digests.chunks(ROWS) {
        sql(format!(
            "DELETE FROM ballot_paper WHERE ballot_id = $1 AND choices IS NULL AND digest IN ({})",
            placeholders(2, some.len())
        ))
        .bind(ballot)
        .bind_all(some.iter().cloned())
        .run(&mut *act)
        .await?;
    }
    Ok(())
}

/// What is wrong with a paper, in words.
pub(crate) fn fault(fault: Fault) -> Error {
    Error::Refused(match fault {
        Fault::Lines => Message::new("ballot-paper-incomplete"),
        Fault::TooMany(most) => Message::new("ballot-paper-too-many").arg("most", i64::from(most)),
        Fault::NoWriteIns => Message::new("ballot-no-write-ins"),
        Fault::Unreadable => Message::new("ballot-write-in-name").arg("most", tally::NAME as i64),
        Fault::Candidate(name) => Message::new("ballot-write-in-candidate").arg("name", name),
        Fault::Twice(name) => Message::new("ballot-write-in-twice").arg("name", name),
        Fault::NotAgainst => Message::new("ballot-write-in-not-against"),
    })
}

/// Puts a paper without a written name into the box: [`elect`].
pub async fn cast(kernel: &Kernel, ballot: Id, token: &str, choices: &[Choice]) -> Result<()> {
    elect(kernel, ballot, token, choices, &[]).await
}

/// Puts a paper into the box, with the names written in on it; durable when it returns. The same paper again is acknowledged
/// again, with other choices or names it is refused. Nobody is asked who puts it in, and nothing is written but the paper's
/// own row: the names stand on it, sorted, as long as the choices do, and are wiped with them.
pub async fn elect(
    kernel: &Kernel,
    ballot: Id,
    token: &str,
    choices: &[Choice],
    names: &[String],
) -> Result<()> {
    let unknown = || Error::refused("ballot-paper-unknown");
    let token = Token::parse(token).ok_or_else(unknown)?;
    let names = tally::named(names).map_err(fault)?;
    let lines = record::paper_length(&kernel.db, ballot).await?;
    let titles = match names.is_empty() {
        true => Vec::new(),
        false => record::lines(&kernel.db, ballot).await?,
    };
    let mut tx = kernel.db.begin().await?;
    let engine = tx.kind();
    let held: Ballot = match guard::hold(&mut tx, engine, ballot, Hold::Shared).await {
        Ok(held) if held.secret => held,
        Ok(_) | Err(Error::NotFound) => return Err(unknown()),
        Err(e) => return Err(e),
    };
    let written = tally::written(choices, &names);
    if held.state == State::Open {
        tally::check(choices, lines, held.at_most()).map_err(fault)?;
        if !names.is_empty() {
            let most = held.at_most().filter(|_| held.write_ins);
            let titles = titles.iter().map(|l| l.title.as_str());
            tally::check_names(choices, &names, titles, most).map_err(fault)?;
        }
        let put = sql("UPDATE ballot_paper SET choices = $1 WHERE ballot_id = $2 AND digest = $3 AND choices IS NULL")
            .bind(&written)
            .bind(ballot)
            .bind(token.digest())
            .run(&mut tx)
            .await?;
        if put == 1 {
            return Ok(tx.commit().await?);
        }
    }
    let there: Option<(Option<String>,)> =
        sql("SELECT choices FROM ballot_paper WHERE ballot_id = $1 AND digest = $2")
            .bind(ballot)
            .bind(token.digest())
            .optional(&mut tx)
            .await?;
    tx.rollback().await?;
    let there = there.ok_or_else(unknown);
    match (held.state, there) {
        (State::Dealing, _) => Err(Error::refused("ballot-being-dealt")),
        (State::Asked, _) => Err(unknown()),
        (State::Void, _) => Err(Error::refused("ballot-is-void")),
        // Counted: what it said is not known any more, only that it was in the box.
        (State::Closed, Ok((Some(_),))) => Ok(()),
        (State::Closed, _) => Err(Error::refused("ballot-is-closed")),
        (State::Open, Ok((Some(before),))) if before == written => Ok(()),
        (State::Open, Ok(_)) => Err(Error::refused("ballot-voted-otherwise")),
        (State::Open, Err(e)) => Err(e),
    }
}
