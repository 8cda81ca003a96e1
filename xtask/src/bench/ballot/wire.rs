//! HTTP as a browser speaks it, one connection a request, and a stream that is read line by line.

use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::net::TcpStream;

/// An answer.
pub struct Answer {
    pub status: u16,
    pub location: String,
    pub body: String,
}

const PATIENCE: Duration = Duration::from_secs(30);
/// Connections both ends hold open, and some to spare.
const FILES: usize = 16_000;

/// Lets this process, and the servers it starts, hold as many connections as there are pages.
pub fn allow_many_connections() -> Result<()> {
    let limits = std::fs::read_to_string("/proc/self/limits")?;
    let line = limits
        .lines()
        .find(|l| l.starts_with("Max open files"))
        .context("the limit of open files")?;
    let soft = line
        .split_whitespace()
        .nth(3)
        .and_then(|n| n.parse::<usize>().ok())
        .unwrap_or(usize::MAX);
    if soft >= FILES {
        return Ok(());
    }
    let raised = Command::new("prlimit")
        .args(["--pid", &std::process::id().to_string()])
        .arg(format!("--nofile={FILES}:"))
        .status()?;
    if !raised.success() {
        bail!("{FILES} open files are needed: raise the limit with `ulimit -n {FILES}`");
    }
    Ok(())
}

async fn sent(address: &str, request: String) -> Result<TcpStream> {
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    stream.write_all(request.as_bytes()).await?;
    Ok(stream)
}

fn head(method: &str, path: &str, address: &str, cookie: Option<&str>) -> String {
    let cookie = cookie.map_or_else(String::new, |c| format!("Cookie: huiying={c}\r\n"));
    format!("{method} {path} HTTP/1.0\r\nHost: {address}\r\nAccept-Language: zh\r\n{cookie}")
}

/// Sends a form; without a cookie nobody in particular sends it.
pub async fn post(
    address: &str,
    path: &str,
    cookie: Option<&str>,
    fields: &[(&str, &str)],
) -> Result<Answer> {
    let body: Vec<String> = fields
        .iter()
        .map(|(k, v)| format!("{k}={}", super::super::scenario::encoded(v)))
        .collect();
    let body = body.join("&");
    let request = format!(
        "{}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        head("POST", path, address, cookie),
        body.len()
    );
    read(address, request).await
}

/// Gets a page.
pub async fn get(address: &str, path: &str, cookie: &str) -> Result<Answer> {
    let request = format!("{}\r\n", head("GET", path, address, Some(cookie)));
    read(address, request).await
}

async fn read(address: &str, request: String) -> Result<Answer> {
    let mut bytes = Vec::new();
    let all = async {
        let mut stream = sent(address, request).await?;
        stream.read_to_end(&mut bytes).await?;
        anyhow::Ok(())
    };
    tokio::time::timeout(PATIENCE, all).await??;
    let text = String::from_utf8_lossy(&bytes);
    let (head, body) = text.split_once("\r\n\r\n").context("no whole answer")?;
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|s| s.parse().ok())
        .context("no status")?;
    let location = head
        .lines()
        .find_map(|l| {
            let (name, value) = l.split_once(':')?;
            name.eq_ignore_ascii_case("location")
                .then(|| value.trim().to_owned())
        })
        .unwrap_or_default();
    Ok(Answer {
        status,
        location,
        body: body.to_owned(),
    })
}

/// The lines of an open stream.
pub async fn stream(
    address: &str,
    path: &str,
    cookie: &str,
) -> Result<Lines<BufReader<TcpStream>>> {
    let request = format!(
        "{}Accept: text/event-stream\r\n\r\n",
        head("GET", path, address, Some(cookie))
    );
    let stream = tokio::time::timeout(PATIENCE, sent(address, request)).await??;
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next_line().await?.context("the stream ended")?;
    if !first.contains(" 200 ") {
        bail!("the stream answers {first}");
    }
    Ok(lines)
}
