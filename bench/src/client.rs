//! A small HTTP/1.1 client that keeps its connection: enough for loads on this machine, and the same for every side.

use std::io;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// One connection to a server on this machine.
pub struct Client {
    host: String,
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// What was answered.
pub struct Answered {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

impl Answered {
    /// The body as JSON, or null.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

fn bad(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.to_owned())
}

impl Client {
    /// Connects to `host:port` on the loopback interface.
    pub async fn connect(host: &str) -> io::Result<Client> {
        let stream = TcpStream::connect(host).await?;
        stream.set_nodelay(true)?;
        Ok(Client { host: host.to_owned(), stream, buffer: Vec::with_capacity(64 * 1024) })
    }

    /// Sends a request and reads the whole answer. Chunked answers are not taken: the server sends lengths.
    pub async fn ask(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> io::Result<Answered> {
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\nContent-Length: {}\r\n", self.host, body.len());
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        let mut request = head.into_bytes();
        request.extend_from_slice(body);
        self.stream.write_all(&request).await?;
        self.answer().await
    }

    async fn answer(&mut self) -> io::Result<Answered> {
        self.buffer.clear();
        let end = loop {
            if let Some(at) = self.buffer.windows(4).position(|w| w == b"\r\n\r\n") {
                break at + 4;
            }
            self.more().await?;
        };
        let head = String::from_utf8_lossy(&self.buffer[..end]).to_ascii_lowercase();
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).ok_or_else(|| bad("no status"))?;
        let length: Option<usize> =
            head.lines().find_map(|l| l.strip_prefix("content-length:")).and_then(|v| v.trim().parse().ok());
        let Some(length) = length else {
            if head.contains("transfer-encoding: chunked") {
                return self.chunked(status, end).await;
            }
            return Ok(Answered { status, body: Vec::new() });
        };
        while self.buffer.len() < end + length {
            self.more().await?;
        }
        Ok(Answered { status, body: self.buffer[end..end + length].to_vec() })
    }

    async fn chunked(&mut self, status: u16, start: usize) -> io::Result<Answered> {
        let (mut at, mut body) = (start, Vec::new());
        loop {
            let line = loop {
                if let Some(n) = self.buffer[at..].windows(2).position(|w| w == b"\r\n") {
                    break at + n;
                }
                self.more().await?;
            };
            let size =
                usize::from_str_radix(String::from_utf8_lossy(&self.buffer[at..line]).trim(), 16).map_err(|_| bad("chunk"))?;
            while self.buffer.len() < line + 2 + size + 2 {
                self.more().await?;
            }
            body.extend_from_slice(&self.buffer[line + 2..line + 2 + size]);
            at = line + 2 + size + 2;
            if size == 0 {
                return Ok(Answered { status, body });
            }
        }
    }

    async fn more(&mut self) -> io::Result<()> {
        let n = self.stream.read_buf(&mut self.buffer).await?;
        if n == 0 { Err(bad("the server closed the connection")) } else { Ok(()) }
    }
}
