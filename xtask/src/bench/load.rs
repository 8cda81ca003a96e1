//! The load: one request after the other on kept connections, each timed from its first byte out to its last
//! byte in. Plain HTTP/1.1 over loopback, so that what is measured is the server.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// Where it sends the reader, below the site's root.
    pub location: Option<String>,
    pub body: Vec<u8>,
}

/// One kept connection of one signed-in reader.
pub struct Line {
    address: String,
    cookie: String,
    stream: BufReader<TcpStream>,
}

impl Line {
    pub fn open(address: &str, cookie: &str) -> Result<Line> {
        Ok(Line {
            address: address.to_owned(),
            cookie: cookie.to_owned(),
            stream: connect(address)?,
        })
    }

    /// Gets a page. A connection that the server closed between two requests is opened again.
    pub fn get(&mut self, path: &str) -> Result<Answer> {
        match self.ask(path) {
            Ok(answer) => Ok(answer),
            Err(_) => {
                self.stream = connect(&self.address)?;
                self.ask(path).with_context(|| format!("getting {path}"))
            }
        }
    }

    /// Sends a form, once: what was sent may have been done.
    pub fn post(&mut self, path: &str, form: &str) -> Result<Answer> {
        let (address, cookie, length) = (&self.address, &self.cookie, form.len());
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {address}\r\nCookie: huiying={cookie}\r\nContent-Type: \
             application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{form}"
        );
        self.send(&request)
            .with_context(|| format!("sending to {path}"))
    }

    fn ask(&mut self, path: &str) -> Result<Answer> {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nCookie: huiying={}\r\nAccept-Language: zh\r\n\r\n",
            self.address, self.cookie
        );
        self.send(&request)
    }

    fn send(&mut self, request: &str) -> Result<Answer> {
        self.stream.get_mut().write_all(request.as_bytes())?;
        let mut line = String::new();
        self.head(&mut line)?;
        let status: u16 = line
            .split(' ')
            .nth(1)
            .and_then(|code| code.parse().ok())
            .with_context(|| format!("no status in {line:?}"))?;
        let (mut length, mut chunked, mut location) = (None, false, None);
        loop {
            self.head(&mut line)?;
            let header = line.trim_end().to_ascii_lowercase();
            if header.starts_with("location:") {
                location = Some(line["location:".len()..].trim().to_owned());
            }
            if header.is_empty() {
                break;
            }
            if let Some(n) = header.strip_prefix("content-length:") {
                length = n.trim().parse::<usize>().ok();
            }
            chunked |= header.starts_with("transfer-encoding:") && header.ends_with("chunked");
        }
        let mut body = Vec::new();
        if chunked {
            loop {
                self.head(&mut line)?;
                let size = usize::from_str_radix(line.trim(), 16).context("a chunk's size")?;
                let from = body.len();
                body.resize(from + size, 0);
                self.stream.read_exact(&mut body[from..])?;
                self.head(&mut line)?;
                if size == 0 {
                    break;
                }
            }
        } else {
            body.resize(length.unwrap_or(0), 0);
            self.stream.read_exact(&mut body)?;
        }
        Ok(Answer {
            status,
            location,
            body,
        })
    }

    fn head(&mut self, line: &mut String) -> Result<()> {
        line.clear();
        if self.stream.read_line(line)? == 0 {
            bail!("the server closed the connection");
        }
        Ok(())
    }
}

fn connect(address: &str) -> Result<BufReader<TcpStream>> {
    let stream = TcpStream::connect(address).with_context(|| format!("connecting to {address}"))?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    Ok(BufReader::with_capacity(64 * 1024, stream))
}

/// What a load showed; times in milliseconds.
#[derive(Debug, Clone)]
pub struct Shown {
    pub requests: usize,
    pub p50: f64,
    pub p99: f64,
    pub max: f64,
    /// Requests a second over all connections.
    pub rate: f64,
    /// Answers other than 200.
    pub failed: usize,
    /// The slowest address.
    pub slowest: String,
}

/// Sends `requests` requests over `connections` connections, going round `paths` in their order.
pub fn load(
    address: &str,
    cookie: &str,
    paths: &[String],
    connections: usize,
    requests: usize,
) -> Result<Shown> {
    if paths.is_empty() {
        bail!("nothing to load");
    }
    let next = AtomicUsize::new(0);
    let began = Instant::now();
    let work = || -> Result<Vec<(f64, usize, bool)>> {
        let mut line = Line::open(address, cookie)?;
        let mut times = Vec::new();
        loop {
            let n = next.fetch_add(1, Ordering::Relaxed);
            if n >= requests {
                return Ok(times);
            }
            let which = n % paths.len();
            let at = Instant::now();
            let answer = line.get(&paths[which])?;
            times.push((millis(at.elapsed()), which, answer.status == 200));
        }
    };
    let parts: Vec<Result<Vec<(f64, usize, bool)>>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..connections).map(|_| scope.spawn(work)).collect();
        threads
            .into_iter()
            .map(|t| {
                t.join()
                    .unwrap_or_else(|_| bail!("a connection's thread ended badly"))
            })
            .collect()
    });
    let whole = began.elapsed().as_secs_f64();
    let mut all = Vec::with_capacity(requests);
    for part in parts {
        all.extend(part?);
    }
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let slowest = all.last().map(|s| paths[s.1].clone()).unwrap_or_default();
    let times: Vec<f64> = all.iter().map(|s| s.0).collect();
    Ok(Shown {
        requests: times.len(),
        p50: quantile(&times, 0.5),
        p99: quantile(&times, 0.99),
        max: quantile(&times, 1.0),
        rate: times.len() as f64 / whole,
        failed: all.iter().filter(|s| !s.2).count(),
        slowest,
    })
}

pub fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The value below which the share `q` of sorted `times` lies.
pub fn quantile(times: &[f64], q: f64) -> f64 {
    let at = (times.len().saturating_sub(1) as f64 * q).ceil() as usize;
    times.get(at).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    /// A server that answers in both framings, one of them in pieces, and closes after the third request.
    #[test]
    fn both_framings_are_read_to_their_end() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        std::thread::spawn(move || {
            for stream in listener.incoming().take(2) {
                let mut stream = BufReader::new(stream.unwrap());
                for answer in [
                    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
                    "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
                ] {
                    let mut line = String::new();
                    while stream.read_line(&mut line).unwrap() > 2 {
                        line.clear();
                    }
                    stream.get_mut().write_all(answer.as_bytes()).unwrap();
                }
            }
        });
        let mut line = Line::open(&address, "x").unwrap();
        for (status, body) in [(200, "hello"), (404, "abcde"), (200, "hello")] {
            let answer = line.get("/").unwrap();
            assert_eq!(
                (answer.status, answer.body),
                (status, body.as_bytes().to_vec())
            );
        }
    }

    #[test]
    fn the_slowest_hundredth_counts() {
        let times: Vec<f64> = (1..=100).map(f64::from).collect();
        assert_eq!(quantile(&times, 0.5), 51.0);
        assert_eq!(quantile(&times, 0.99), 100.0);
        assert_eq!(quantile(&[], 0.5), 0.0);
    }
}
