//! `huiying admin`: accounts from the command line, for whoever may read the data folder.
//!
//! Passwords are never arguments (they would stand in the shell's history and the process list): one is made
//! and shown once, to be changed at the first sign-in, or read from the standard input.

use std::io::BufRead;

use anyhow::{Context, Result, bail};
use clap::{Subcommand, ValueEnum};
use kernel::access::{Act, Role};
use kernel::account::{self, Account};
use kernel::history::{self, Audience, Event, Stream};
use kernel::id::Id;
use kernel::organ::{self, NewOrgan};
use kernel::person::{self, NewPerson, NewPost};
use serde_json::{Value as Json, json};

use crate::config::Config;
use crate::house::{For, House};
use crate::{End, Usage, say};

/// Make and tend accounts and organs.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: huiying admin create root")]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Create(Create),
    Token(Token),
    Password(Password),
    Disable(Disable),
    Enable(Enable),
    List(List),
    Organ(NewOrganArgs),
}

/// Make an account and print its first password.
///
/// The first account of a fresh database founds the organ as well. An administrator (sys_admin, sec_admin,
/// auditor) is an account without a person; any other role is a post of a person, made where it is missing.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  huiying admin create root --organ 511702 --organ-name 临江县人大常委会\n  \
    huiying admin create li --role office --person 李文静 --unit 办公室"
)]
struct Create {
    /// The name to sign in with
    name: String,
    /// sys_admin, sec_admin, auditor, or a post: office, office_leader, committee, leader, unit_liaison …
    #[arg(long, default_value = "sys_admin", value_parser = role)]
    role: Role,
    /// The person's name, for a post [default: the account's name]
    #[arg(long)]
    person: Option<String>,
    /// The unit's name, for a post in a unit
    #[arg(long)]
    unit: Option<String>,
    /// The organ's code, where there are several; on a fresh database the code of the organ to found
    #[arg(long, value_name = "CODE")]
    organ: Option<String>,
    /// The name of the organ to found, on a fresh database
    #[arg(long)]
    organ_name: Option<String>,
    /// Read the password from the first line of the standard input instead of making one
    #[arg(long)]
    password_stdin: bool,
}

/// Print a new bearer token of an account, for scripts; it cannot be shown again.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: TOKEN=$(huiying admin token root --title backup --read-only --days 90)"
)]
struct Token {
    /// The account
    name: String,
    /// What the token is for, as its owner will see it
    #[arg(long, default_value = "command line")]
    title: String,
    /// The token may read only
    #[arg(long)]
    read_only: bool,
    /// Days it holds
    #[arg(long, default_value_t = 365, value_parser = clap::value_parser!(u16).range(1..=3650))]
    days: u16,
}

/// Give an account a new password; ends its lock-out and its sessions.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: huiying admin password li")]
struct Password {
    /// The account
    name: String,
    /// Read the password from the first line of the standard input instead of making one
    #[arg(long)]
    password_stdin: bool,
}

/// Disable an account; ends its sessions and its tokens.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: huiying admin disable li")]
struct Disable {
    /// The account
    name: String,
}

/// Enable a disabled or locked account.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: huiying admin enable li")]
struct Enable {
    /// The account
    name: String,
}

/// List the accounts with their organs and roles.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: huiying admin list")]
struct List {}

/// Found another organ in the same database.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: huiying admin organ 511799 政协临江县委员会 --kind cppcc --parent 511700"
)]
struct NewOrganArgs {
    /// Its code, unique in the database; usually the administrative division code
    code: String,
    /// Its full name
    name: String,
    /// A congress's standing committee, or a CPPCC committee
    #[arg(long, value_enum, default_value_t = OrganKind::Congress)]
    kind: OrganKind,
    #[arg(long, value_enum, default_value_t = Level::County)]
    level: Level,
    /// The code of the organ above it
    #[arg(long, value_name = "CODE")]
    parent: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum OrganKind {
    Congress,
    Cppcc,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Level {
    National,
    Province,
    City,
    County,
    Township,
}

fn role(code: &str) -> Result<Role, String> {
    Role::parse(code).ok_or_else(|| {
        let codes: Vec<&str> = Role::ALL.into_iter().map(Role::code).collect();
        format!("one of {}", codes.join(", "))
    })
}

pub async fn run(args: Args, config: Config) -> Result<End> {
    let house = House::open(&config, For::Command).await?;
    let done = match args.command {
        Command::Create(args) => create(&house, args).await,
        Command::Token(args) => token(&house, args).await,
        Command::Password(args) => password(&house, args).await,
        Command::Disable(args) => disable(&house, &args.name, true).await,
        Command::Enable(args) => disable(&house, &args.name, false).await,
        Command::List(_) => list(&house).await,
        Command::Organ(args) => found(&house, args).await,
    };
    house.close().await;
    done.map(|()| End::Done)
}

/// The code and name of the organ that the first account founds where none are given.
const FIRST_ORGAN: (&str, &str) = ("000000", "人大常委会");

async fn create(house: &House, args: Create) -> Result<()> {
    let unit_needed = args.role.is_of_unit();
    if unit_needed && args.unit.is_none() {
        return Err(Usage(format!("the role {} needs --unit", args.role.code())).into());
    }
    let (password, shown) = new_password(&args.name, args.password_stdin)?;
    let hash = account::hash_password(&password).await?;
    let fresh = kernel::organ::organs(&house.kernel.db).await?.is_empty();
    let mut act = if fresh {
        let (code, name) = FIRST_ORGAN;
        let code = args.organ.as_deref().unwrap_or(code);
        let name = args.organ_name.as_deref().unwrap_or(name);
        let act = found_organ(house, code, name, "congress", "county", None).await?;
        say::line(format!("The organ {name} ({code}) was founded."));
        act
    } else {
        let organ = house.organ(args.organ.as_deref()).await?;
        house.kernel.system_act(&house.system(organ.id)).await?
    };
    let administers = args.role.is_administrative();
    let person = match administers {
        true => None,
        false => Some(appointed(&mut act, &args).await?),
    };
    let roles = [args.role];
    let roles = if administers { roles.as_slice() } else { &[] };
    let id = account::create(&mut act, &args.name, &hash, person, roles, shown).await?;
    let data = json!({"account": id, "name": args.name, "person": person});
    record(&mut act, "account.created", data).await?;
    if administers {
        let data = json!({"account": id, "name": args.name, "role": args.role.code()});
        record(&mut act, "account.role_set", data).await?;
    }
    act.commit().await?;
    say::line(format!(
        "The account {} ({}) was made.",
        args.name,
        args.role.code()
    ));
    if shown {
        say::line(format!(
            "Its password, to be changed at the first sign-in: {password}"
        ));
    }
    Ok(())
}

/// The person named, made where nobody bears the name, in the post asked for.
async fn appointed(act: &mut Act, args: &Create) -> Result<Id> {
    let name = args.person.as_deref().unwrap_or(&args.name);
    let unit = match &args.unit {
        Some(unit) => Some(unit_named(act, unit).await?),
        None => None,
    };
    let person = person_named(act, name).await?;
    let post = NewPost {
        person,
        unit,
        role: args.role,
        title: "",
        term: None,
        from_on: act.at.day(),
        to_on: None,
    };
    let id = person::appoint(act, post).await?;
    let data = json!({
        "post": id, "person": person, "name": name, "role": args.role.code(), "unit": unit,
        "title": "", "from": act.at.day(),
    });
    record(act, "post.given", data).await?;
    Ok(person)
}

/// The one unit of that name or short name.
async fn unit_named(act: &mut Act, name: &str) -> Result<Id> {
    let organ = act.organ();
    let mut units = organ::units(&mut *act, organ).await?;
    units.retain(|unit| unit.to_on.is_none() && (unit.name == name || unit.short_name == name));
    match units.as_slice() {
        [unit] => Ok(unit.id),
        [] => bail!("there is no unit named {name}"),
        several => bail!("{} units are named {name}", several.len()),
    }
}

/// The one person of that name, made where nobody bears it.
async fn person_named(act: &mut Act, name: &str) -> Result<Id> {
    let organ = act.organ();
    let mut people = person::people(&mut *act, organ, 1_000_000).await?;
    people.retain(|person| person.name == name);
    match people.as_slice() {
        [person] => Ok(person.id),
        [] => {
            let new = NewPerson {
                name: name.to_owned(),
                ..NewPerson::default()
            };
            let id = person::add(act, new).await?;
            let data = json!({"person": id, "name": name});
            record(act, "person.added", data).await?;
            Ok(id)
        }
        several => bail!(
            "{} people are named {name}; make the account on the pages, where they can be told apart",
            several.len()
        ),
    }
}

/// A password and whether it must be shown: read from the standard input, or made.
fn new_password(account: &str, from_stdin: bool) -> Result<(String, bool)> {
    if !from_stdin {
        return Ok((account::administration::one_time_password()?, true));
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    let password = line.trim_end_matches(['\r', '\n']).to_owned();
    account::check_password(account, &password)?;
    Ok((password, false))
}

/// Writes down what was set, in the act that set it, as the pages of the office do.
async fn record(act: &mut Act, kind: &str, data: Json) -> Result<()> {
    let event = Event::new(kind, Audience::Office, &data)?;
    history::append(act, Stream::Settings, event).await?;
    Ok(())
}

async fn named(house: &House, name: &str) -> Result<Account> {
    account::account_named(&house.kernel.db, name)
        .await?
        .with_context(|| format!("there is no account named {name}"))
}

async fn token(house: &House, args: Token) -> Result<()> {
    let account = named(house, &args.name).await?;
    if account.disabled {
        bail!("the account {} is disabled", args.name);
    }
    let actor = house.system(account.organ_id);
    let mut act = house.kernel.system_act(&actor).await?;
    let secret = account::create_token(
        &mut act,
        account.id,
        &args.title,
        !args.read_only,
        args.days.into(),
    )
    .await?;
    act.commit().await?;
    // Alone on the standard output, so that a script can take it.
    say::line(secret);
    Ok(())
}

async fn password(house: &House, args: Password) -> Result<()> {
    let account = named(house, &args.name).await?;
    let (password, shown) = new_password(&args.name, args.password_stdin)?;
    let hash = account::hash_password(&password).await?;
    let actor = house.system(account.organ_id);
    let mut act = house.kernel.system_act(&actor).await?;
    account::set_password(&mut act, account.id, &hash, shown, None).await?;
    let data = json!({"account": account.id, "name": account.name});
    record(&mut act, "account.password_reset", data).await?;
    act.commit().await?;
    if shown {
        say::line(format!(
            "The password of {}, to be changed at the next sign-in: {password}",
            args.name
        ));
    } else {
        say::line(format!("The password of {} was set.", args.name));
    }
    Ok(())
}

async fn disable(house: &House, name: &str, disabled: bool) -> Result<()> {
    let account = named(house, name).await?;
    let actor = house.system(account.organ_id);
    let mut act = house.kernel.system_act(&actor).await?;
    account::set_disabled(&mut act, account.id, disabled).await?;
    let kind = match disabled {
        true => "account.disabled",
        false => "account.enabled",
    };
    let data = json!({"account": account.id, "name": account.name});
    record(&mut act, kind, data).await?;
    act.commit().await?;
    let state = if disabled { "disabled" } else { "enabled" };
    say::line(format!("The account {name} is {state}."));
    Ok(())
}

async fn list(house: &House) -> Result<()> {
    let db = &house.kernel.db;
    let today = house.kernel.clock.today();
    for organ in organ::organs(db).await? {
        say::line(format!("{} {}", organ.code, organ.name));
        for account in account::accounts(db, organ.id).await? {
            let actor = account::actor_of(db, account.id, today).await?;
            let roles: Vec<&str> = actor.roles().into_iter().map(Role::code).collect();
            let state = if account.disabled { " (disabled)" } else { "" };
            say::line(format!("  {}  {}{state}", account.name, roles.join(", ")));
        }
    }
    Ok(())
}

async fn found(house: &House, args: NewOrganArgs) -> Result<()> {
    let kind = match args.kind {
        OrganKind::Congress => "congress",
        OrganKind::Cppcc => "cppcc",
    };
    let level = match args.level {
        Level::National => "national",
        Level::Province => "province",
        Level::City => "city",
        Level::County => "county",
        Level::Township => "township",
    };
    let parent = match &args.parent {
        Some(code) => Some(house.organ(Some(code)).await?.id),
        None => None,
    };
    let act = found_organ(house, &args.code, &args.name, kind, level, parent).await?;
    act.commit().await?;
    say::line(format!(
        "The organ {} ({}) was founded.",
        args.name, args.code
    ));
    Ok(())
}

/// The act that founds an organ, still open.
async fn found_organ(
    house: &House,
    code: &str,
    name: &str,
    kind: &str,
    level: &str,
    parent: Option<Id>,
) -> Result<Act> {
    if organ::organ_by_code(&house.kernel.db, code)
        .await?
        .is_some()
    {
        bail!("there is an organ with the code {code} already");
    }
    // An organ's first act founds it: its id is the act's organ.
    let actor = house.system(Id::new(house.kernel.now()));
    let mut act = house.kernel.system_act(&actor).await?;
    let new = NewOrgan {
        parent,
        level,
        kind,
        name,
        short_name: name,
        code,
    };
    organ::found(&mut act, new).await?;
    house.install(&mut act).await?;
    Ok(act)
}
