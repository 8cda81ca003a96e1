//! The real binary, run as a person or a service would run it.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// Runs a command to its end, with nothing of the caller's configuration in its environment.
pub fn run_program(binary: &str, args: &[&str], folder: &Path) -> Output {
    clean(binary, folder)
        .args(args)
        .output()
        .unwrap_or_else(|e| panic!("{binary}: {e}"))
}

fn clean(binary: &str, folder: &Path) -> Command {
    let mut command = Command::new(binary);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("HUIYING_") {
            command.env_remove(name);
        }
    }
    command.current_dir(folder).stdin(Stdio::null());
    command
}

/// A server of the real binary on a port of its own; killed (as by a power cut) when dropped.
#[derive(Debug)]
pub struct Program {
    child: Child,
    /// `http://127.0.0.1:PORT`
    pub site: String,
}

impl Program {
    /// Starts `binary ARGS --listen 127.0.0.1:PORT` in `folder` and waits until it takes connections.
    pub fn serve(binary: &str, args: &[&str], folder: &Path) -> Program {
        let address = free_address();
        let log = folder.join("program.log");
        let out = std::fs::File::create(&log).expect("the program's log");
        let mut child = clean(binary, folder)
            .args(args)
            .args(["--listen", &address])
            .stdout(out.try_clone().expect("the log twice"))
            .stderr(out)
            .spawn()
            .unwrap_or_else(|e| panic!("{binary}: {e}"));
        let until = Instant::now() + Duration::from_secs(120);
        while std::net::TcpStream::connect(&address).is_err() {
            if let Ok(Some(status)) = child.try_wait() {
                panic!("the program ended ({status}) and said: {}", tail(&log));
            }
            assert!(
                Instant::now() < until,
                "the program did not listen in time; it said: {}",
                tail(&log)
            );
            std::thread::sleep(Duration::from_millis(30));
        }
        Program {
            child,
            site: format!("http://{address}"),
        }
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Asks it to end, as a service manager does, and waits.
    pub fn end(mut self) -> std::process::ExitStatus {
        let _ = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status();
        self.child.wait().expect("the program ends")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A loopback address nobody listens on just now.
fn free_address() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its address").to_string()
}

fn tail(log: &Path) -> String {
    let Ok(file) = std::fs::File::open(log) else {
        return String::new();
    };
    let lines: Vec<String> = BufReader::new(file).lines().map_while(Result::ok).collect();
    lines[lines.len().saturating_sub(20)..].join("\n")
}
