//! A throw-away PostgreSQL server in a folder of its own, reached by a Unix socket only.
//!
//! * [`Scratch`] is owned: it is started, and stopped when dropped (`cargo xtask test`, `cargo xtask bench`).
//! * [`shared`] serves a plain `cargo test`: the first process to ask starts a server, all others use it, and a
//!   sitter stops it half a minute after the last process has gone. `HUIYING_TEST_POSTGRES` names another
//!   server instead.
//!
//! PostgreSQL refuses to run as root; then it runs as the user `postgres`. Never holds data worth keeping:
//! nothing is synchronised to disk. Knows neither schema nor client library.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// Names a server to use instead of starting one, as `postgres://…` with rights to create databases.
pub const VARIABLE: &str = "HUIYING_TEST_POSTGRES";

/// Why no server could be had, as a sentence that says what to do.
#[derive(Debug)]
pub struct Unavailable(String);

impl std::fmt::Display for Unavailable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
impl std::error::Error for Unavailable {}

impl From<io::Error> for Unavailable {
    fn from(e: io::Error) -> Self {
        Unavailable(format!("PostgreSQL could not be started: {e}"))
    }
}

/// A running server that this process started and stops.
#[derive(Debug)]
pub struct Scratch {
    folder: PathBuf,
}

impl Scratch {
    /// Starts a server in a new folder whose name begins with `name`; extra settings as `("work_mem", "64MB")`.
    pub fn start(name: &str, settings: &[(&str, &str)]) -> Result<Scratch, Unavailable> {
        let folder = std::env::temp_dir().join(format!("{name}-{}", std::process::id()));
        launch(&folder, settings)?;
        Ok(Scratch { folder })
    }

    /// The address of its database `postgres`.
    pub fn url(&self) -> String {
        url(&self.folder)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = stop(&self.folder);
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The address of the server that all test processes share. It runs at least as long as this process.
pub fn shared() -> Result<&'static str, Unavailable> {
    static URL: OnceLock<Result<(String, Option<File>), String>> = OnceLock::new();
    match URL.get_or_init(|| join().map_err(|e| e.0)) {
        Ok((url, _)) => Ok(url),
        Err(e) => Err(Unavailable(e.clone())),
    }
}

/// Finds or starts the shared server; the file returned holds a shared lock that tells the sitter to wait.
fn join() -> Result<(String, Option<File>), Unavailable> {
    if let Ok(url) = std::env::var(VARIABLE) {
        return Ok((url, None));
    }
    let user = fs::metadata("/proc/self").map_or(0, |m| m.uid());
    let folder = std::env::temp_dir().join(format!("huiying-test-postgres-{user}"));
    let lock = |kind: &str| {
        File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(folder.with_extension(kind))
    };
    let in_use = lock("use")?;
    in_use.lock_shared()?;
    let start = lock("start")?;
    start.lock()?;
    if !answers(&folder) {
        let _ = stop(&folder);
        launch(&folder, &[])?;
        sit(&folder)?;
    }
    Ok((url(&folder), Some(in_use)))
}

/// Leaves a small shell behind that stops the server once nobody holds the lock.
fn sit(folder: &Path) -> Result<(), Unavailable> {
    let script = r#"while sleep 30; do
        flock --exclusive --nonblock "$1" sh -c "$3 stop --pgdata $2/data --mode immediate --silent; rm -rf $2" && exit
    done"#;
    let control = as_server_user(&bin()?.join("pg_ctl"))
        .iter()
        .map(|a| a.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ");
    Command::new("sh")
        .args(["-c", script, "sitter"])
        .arg(folder.with_extension("use"))
        .arg(folder)
        .arg(control)
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()?;
    Ok(())
}

fn url(folder: &Path) -> String {
    format!(
        "postgres://postgres@localhost/postgres?host={}",
        folder.display()
    )
}

fn answers(folder: &Path) -> bool {
    folder.join("data/postmaster.pid").exists()
        && bin().is_ok_and(|bin| {
            Command::new(bin.join("pg_isready"))
                .arg("--quiet")
                .arg("--host")
                .arg(folder)
                .status()
                .is_ok_and(|s| s.success())
        })
}

/// Makes a cluster and starts it; returns when it takes connections.
fn launch(folder: &Path, settings: &[(&str, &str)]) -> Result<(), Unavailable> {
    let bin = bin()?;
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder)?;
    if is_root() {
        run(Command::new("chown").arg(SERVER_USER).arg(folder))?;
    }
    let data = folder.join("data");
    run(command(&bin.join("initdb"))
        .arg("--pgdata")
        .arg(&data)
        .args(["--username", "postgres", "--auth", "trust"])
        .args(["--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"]))?;
    let mut options = format!(
        "-c listen_addresses='' -c unix_socket_directories='{}' -c fsync=off -c full_page_writes=off \
         -c synchronous_commit=off -c max_connections=300 -c shared_buffers=128MB",
        folder.display()
    );
    for (name, value) in settings {
        options.push_str(&format!(" -c {name}={value}"));
    }
    run(command(&bin.join("pg_ctl"))
        .args(["start", "--wait", "--silent", "--timeout", "120"])
        .arg("--pgdata")
        .arg(&data)
        .arg("--log")
        .arg(folder.join("log"))
        .arg("--options")
        .arg(options))
}

fn stop(folder: &Path) -> Result<(), Unavailable> {
    run(command(&bin()?.join("pg_ctl"))
        .args(["stop", "--mode", "immediate", "--silent"])
        .arg("--pgdata")
        .arg(folder.join("data")))
}

/// The server's programs: Debian keeps them outside PATH, one folder a version; the newest is taken.
fn bin() -> Result<PathBuf, Unavailable> {
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|e| Some((e.file_name().to_str()?.parse().ok()?, e.path().join("bin"))))
        .filter(|(_, bin): &(u32, PathBuf)| bin.join("initdb").exists())
        .collect();
    versions.sort();
    let on_path = std::env::var_os("PATH")
        .into_iter()
        .flat_map(|p| std::env::split_paths(&p).collect::<Vec<_>>())
        .find(|dir| dir.join("initdb").exists());
    versions
        .pop()
        .map(|(_, bin)| bin)
        .or(on_path)
        .ok_or_else(|| {
            Unavailable(format!(
                "PostgreSQL's programs were not found: run `cargo xtask test`, install the package \
                 postgresql, or name a server in {VARIABLE}"
            ))
        })
}

const SERVER_USER: &str = "postgres";

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|m| m.uid() == 0)
}

/// The words that run a program as a user PostgreSQL accepts.
fn as_server_user(program: &Path) -> Vec<std::ffi::OsString> {
    let mut words = Vec::new();
    if is_root() {
        words.extend(
            [
                "setpriv",
                "--reuid",
                SERVER_USER,
                "--regid",
                SERVER_USER,
                "--clear-groups",
            ]
            .map(Into::into),
        );
    }
    words.push(program.into());
    words
}

fn command(program: &Path) -> Command {
    let words = as_server_user(program);
    let mut command = Command::new(&words[0]);
    command.args(&words[1..]).current_dir("/");
    command
}

/// Runs to the end; on failure the program's own words are the message. Output goes to a file, never to a
/// pipe: the server would inherit and hold it.
fn run(command: &mut Command) -> Result<(), Unavailable> {
    let words = std::env::temp_dir().join(format!("huiying-postgres-{}.out", std::process::id()));
    let out = File::create(&words)?;
    let status = command
        .stdin(Stdio::null())
        .stdout(out.try_clone()?)
        .stderr(out)
        .status();
    let said = fs::read_to_string(&words).unwrap_or_default();
    let _ = fs::remove_file(&words);
    match status {
        Ok(s) if s.success() => Ok(()),
        Ok(_) => Err(Unavailable(format!(
            "PostgreSQL: {} failed: {}",
            command.get_program().display(),
            said.trim()
        ))),
        Err(e) => Err(Unavailable(format!(
            "{} could not be run: {e}",
            command.get_program().display()
        ))),
    }
}
