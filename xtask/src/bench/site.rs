//! The program under test: built for release, seeded, served, watched from outside.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::load::{Line, millis};

/// The release binary.
#[derive(Debug, Clone)]
pub struct Binary(pub PathBuf);

impl Binary {
    /// Builds it. With `clean` into a folder of its own from nothing, timed.
    pub fn build(root: &Path, clean: Option<&Path>) -> Result<(Binary, Option<f64>)> {
        let mut cargo = Command::new("cargo");
        cargo
            .current_dir(root)
            .args(["build", "--release", "-p", "huiying"]);
        let target = match clean {
            Some(folder) => {
                if folder.exists() {
                    std::fs::remove_dir_all(folder)?;
                }
                cargo.env("CARGO_TARGET_DIR", folder);
                folder.to_owned()
            }
            None => std::env::var_os("CARGO_TARGET_DIR")
                .map_or_else(|| root.join("target"), PathBuf::from),
        };
        let began = Instant::now();
        if !cargo.status()?.success() {
            bail!("the release build failed");
        }
        let seconds = clean.map(|_| began.elapsed().as_secs_f64());
        Ok((Binary(target.join("release/huiying")), seconds))
    }

    fn command(&self, data: &Path, database: &str) -> Command {
        let mut command = Command::new(&self.0);
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("HUIYING_") {
                command.env_remove(name);
            }
        }
        command.current_dir(data).stdin(Stdio::null());
        command
            .arg("--data")
            .arg(data)
            .arg("--database")
            .arg(database);
        command
    }

    /// Runs a command to its end; the seconds it took.
    pub fn run(&self, data: &Path, database: &str, args: &[&str]) -> Result<f64> {
        let began = Instant::now();
        let done = self
            .command(data, database)
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?
            .wait_with_output()?;
        if !done.status.success() {
            let said = String::from_utf8_lossy(&done.stderr);
            bail!("huiying {} ended badly: {}", args.join(" "), said.trim());
        }
        Ok(began.elapsed().as_secs_f64())
    }

    /// Serves on a port of its own; returns once `/healthz` answers.
    pub fn serve(&self, data: &Path, database: &str) -> Result<Server> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let log = std::fs::File::create(data.join("bench.log"))?;
        let began = Instant::now();
        let child = self
            .command(data, database)
            .args(["serve", "--listen", &address])
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()?;
        let mut server = Server {
            child,
            address,
            start_ms: 0.0,
        };
        loop {
            let healthy = Line::open(&server.address, "").and_then(|mut l| l.get("/healthz"));
            if healthy.is_ok_and(|a| a.status == 200) {
                server.start_ms = millis(began.elapsed());
                return Ok(server);
            }
            if let Some(status) = server.child.try_wait()? {
                bail!(
                    "the program ended ({status}); see {}",
                    data.join("bench.log").display()
                );
            }
            if began.elapsed() > Duration::from_secs(120) {
                bail!("the program did not answer in two minutes");
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

/// A running server; ended when dropped.
pub struct Server {
    child: Child,
    pub address: String,
    /// From its start to the first answer.
    pub start_ms: f64,
}

impl Server {
    /// Resident memory now and at its greatest, in MB.
    pub fn memory(&self) -> Result<(f64, f64)> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))
            .context("the server's memory")?;
        let field = |name: &str| {
            let line = status.lines().find(|l| l.starts_with(name))?;
            line.split_whitespace().nth(1)?.parse::<f64>().ok()
        };
        Ok((
            field("VmRSS:").context("VmRSS")? / 1024.0,
            field("VmHWM:").context("VmHWM")? / 1024.0,
        ))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
