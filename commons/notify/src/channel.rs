//! The channels that carry messages out of the house.

use crate::address::{Address, Channel};
use qianmo_kernel::{Error, Id, Res};
use serde::{Deserialize, Serialize};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

/// How long an outside sender may take before the attempt counts as failed.
const PATIENCE: Duration = Duration::from_secs(15);

/// A message on its way out, opened.
pub struct Outgoing {
    /// Its id: the same for every attempt, so that a sender can tell a repeat.
    pub message: Id,
    /// Where to.
    pub address: Address,
    /// The words.
    pub text: String,
}

/// What a channel answers: done, or an error after which it is tried again.
pub type Carried = Pin<Box<dyn Future<Output = Res<()>> + Send>>;

/// Carries messages to one kind of address.
pub trait Carrier: Send + Sync {
    /// Hands one message over. It may be called again with the same message after an error or a crash.
    fn carry(&self, outgoing: Outgoing) -> Carried;
}

/// How messages of one channel are sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, tag = "by")]
pub enum Settings {
    /// Nothing is configured: messages wait in the list of failed jobs until something is.
    #[default]
    Nothing,
    /// POST to a web service of the operator's.
    Http {
        /// Where to; gets `{"message", "channel", "to", "text"}` as JSON.
        url: String,
        /// Sent as `Authorization: Bearer …`, when given.
        #[serde(default)]
        token: Option<String>,
    },
    /// A local program that reads a mail from its standard input as sendmail does.
    Sendmail {
        /// The program, such as `/usr/sbin/sendmail`.
        program: String,
        /// The sender's address.
        from: String,
    },
}

/// The carriers in use: one service of the program.
pub struct Channels {
    sms: Arc<dyn Carrier>,
    email: Arc<dyn Carrier>,
}

impl Channels {
    /// The channels as configured. In a demonstration nothing leaves the machine, whatever is configured.
    pub fn new(demo: bool, sms: &Settings, email: &Settings) -> Res<Channels> {
        if demo {
            return Ok(Channels { sms: Arc::new(DemoCarrier), email: Arc::new(DemoCarrier) });
        }
        Ok(Channels { sms: carrier(Channel::Sms, sms)?, email: carrier(Channel::Email, email)? })
    }

    /// With carriers of the caller's own: for tests and for channels built outside this crate.
    pub fn with(sms: Arc<dyn Carrier>, email: Arc<dyn Carrier>) -> Channels {
        Channels { sms, email }
    }

    /// The carrier for a kind of address.
    pub fn carrier(&self, channel: Channel) -> &Arc<dyn Carrier> {
        match channel {
            Channel::Sms => &self.sms,
            Channel::Email => &self.email,
        }
    }
}

fn carrier(channel: Channel, settings: &Settings) -> Res<Arc<dyn Carrier>> {
    Ok(match settings {
        Settings::Nothing => Arc::new(NotConfigured(channel)),
        Settings::Http { url, token } => Arc::new(HttpCarrier::new(url, token.clone())),
        Settings::Sendmail { program, from } if channel == Channel::Email => {
            let from = Address::from_kept(Channel::Email, from)
                .map_err(|_| Error::new("the sender's address for e-mail is not well-formed"))?;
            Arc::new(Sendmail { program: program.clone(), from })
        }
        Settings::Sendmail { .. } => return Err(Error::new("sendmail carries e-mail, not short messages").into()),
    })
}

/// Says that nothing is configured; the message stays in the job table.
struct NotConfigured(Channel);

impl Carrier for NotConfigured {
    fn carry(&self, _: Outgoing) -> Carried {
        let error = Error::new(format!("no channel is configured for {}", self.0.name()));
        Box::pin(async move { Err(error.into()) })
    }
}

/// Writes the message into the log and nowhere else. Only ever made for a demonstration's data folder.
struct DemoCarrier;

impl Carrier for DemoCarrier {
    fn carry(&self, outgoing: Outgoing) -> Carried {
        tracing::info!(target: "qianmo::demo", to = outgoing.address.shown(), text = outgoing.text, "DEMONSTRATION: message not sent");
        Box::pin(async { Ok(()) })
    }
}

/// Posts the message to a web service.
struct HttpCarrier {
    agent: ureq::Agent,
    url: String,
    token: Option<String>,
}

/// The body of the POST.
#[derive(Serialize)]
struct Posted<'a> {
    message: Id,
    channel: &'a str,
    to: &'a str,
    text: &'a str,
}

impl HttpCarrier {
    fn new(url: &str, token: Option<String>) -> HttpCarrier {
        let agent = ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).build().new_agent();
        HttpCarrier { agent, url: url.to_owned(), token }
    }
}

impl Carrier for HttpCarrier {
    fn carry(&self, outgoing: Outgoing) -> Carried {
        let (agent, url, token) = (self.agent.clone(), self.url.clone(), self.token.clone());
        blocking(move || {
            let body = serde_json::to_string(&Posted {
                message: outgoing.message,
                channel: outgoing.address.channel().name(),
                to: outgoing.address.shown(),
                text: &outgoing.text,
            })
            .map_err(|e| Error::because("a message could not be written as JSON", e))?;
            let mut post =
                agent.post(&url).header("content-type", "application/json").header("idempotency-key", outgoing.message.to_string());
            if let Some(token) = token {
                post = post.header("authorization", format!("Bearer {token}"));
            }
            // The error names the status or the transport's trouble, never the body.
            post.send(body).map_err(|e| Error::because("the message service did not take a message", e))?;
            Ok(())
        })
    }
}

/// Gives the mail to a local program.
struct Sendmail {
    program: String,
    from: Address,
}

impl Carrier for Sendmail {
    fn carry(&self, outgoing: Outgoing) -> Carried {
        let (program, from) = (self.program.clone(), self.from.clone());
        blocking(move || pipe(&program, &from, &outgoing))
    }
}

fn pipe(program: &str, from: &Address, outgoing: &Outgoing) -> Res<()> {
    use std::io::Write as _;
    use std::process::{Command, Stdio};
    let failed = |what: &'static str| move |e: std::io::Error| Error::because(what, e);
    // The addresses stand behind `--`, so that none can be taken for an option.
    let mut child = Command::new(program)
        .args(["-i", "-f", from.shown(), "--", outgoing.address.shown()])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(failed("the mail program could not be started"))?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(mail(from, outgoing).as_bytes()).map_err(failed("the mail program did not read the mail"))?;
    }
    for _ in 0..PATIENCE.as_millis() / 50 {
        if let Some(status) = child.try_wait().map_err(failed("the mail program was lost"))? {
            return if status.success() { Ok(()) } else { Err(Error::new(format!("the mail program answered {status}")).into()) };
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let _ = child.kill();
    let _ = child.wait();
    Err(Error::new("the mail program took too long").into())
}

/// The mail as RFC 5322 with RFC 6532's UTF-8 header fields for addresses beyond ASCII; the body is base 64.
fn mail(from: &Address, outgoing: &Outgoing) -> String {
    use base64::Engine as _;
    let encode = |text: &str| base64::engine::general_purpose::STANDARD.encode(text);
    let subject = outgoing.text.lines().next().unwrap_or_default();
    // An encoded word may be 75 characters long (RFC 2047); 36 bytes of UTF-8 stay under that.
    let words: Vec<String> = pieces(subject, 36).iter().map(|piece| format!("=?UTF-8?B?{}?=", encode(piece))).collect();
    let mut body = encode(&outgoing.text);
    let mut at = 76;
    while at < body.len() {
        body.insert_str(at, "\r\n");
        at += 78;
    }
    format!(
        "From: {}\r\nTo: {}\r\nSubject: {}\r\nMessage-ID: <{}@qianmo>\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{body}\r\n",
        from.shown(),
        outgoing.address.shown(),
        words.join("\r\n "),
        outgoing.message,
    )
}

/// Cuts a text into pieces of at most `bytes` bytes without cutting through a character.
fn pieces(text: &str, bytes: usize) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let mut end = rest.len().min(bytes);
        while !rest.is_char_boundary(end) {
            end -= 1;
        }
        let (piece, after) = rest.split_at(end);
        out.push(piece);
        rest = after;
    }
    out
}

/// Runs what waits for an outside program or network on a thread where waiting is allowed.
fn blocking(work: impl FnOnce() -> Res<()> + Send + 'static) -> Carried {
    Box::pin(async move {
        match tokio::task::spawn_blocking(work).await {
            Ok(done) => done,
            Err(e) => Err(Error::because("handing a message over broke off", e).into()),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read as _, Write as _};

    fn outgoing(to: &str, text: &str) -> Outgoing {
        Outgoing { message: Id::from_i64(5), address: Address::read(to, "86").unwrap(), text: text.into() }
    }

    #[test]
    fn a_mail_keeps_its_script_and_its_lines_short() {
        let from = Address::read("no-reply@阡陌.example", "").unwrap();
        let mail = mail(&from, &outgoing("林@例子.中国", &format!("您的验证码\n\n{}", "好".repeat(200))));
        assert!(mail.contains("To: 林@例子.中国\r\n"));
        assert!(mail.contains("Subject: =?UTF-8?B?"));
        assert!(mail.split("\r\n").all(|line| line.len() <= 78), "{mail}");
        assert!(!mail.contains("\n\n"));
    }

    #[test]
    fn a_long_subject_is_cut_between_characters() {
        let text = "阡陌".repeat(20);
        let pieces = pieces(&text, 36);
        assert!(pieces.iter().all(|p| p.len() <= 36));
        assert_eq!(pieces.concat(), text);
    }

    #[tokio::test]
    async fn a_message_is_posted_and_a_refusal_is_an_error() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/send", listener.local_addr().unwrap());
        let server = std::thread::spawn(move || {
            let mut seen = Vec::new();
            for status in ["204 No Content", "503 Busy"] {
                let (mut stream, _) = listener.accept().unwrap();
                let mut text = String::new();
                let mut chunk = [0u8; 4096];
                while !text.contains("\"text\"") {
                    let n = stream.read(&mut chunk).unwrap();
                    text.push_str(&String::from_utf8_lossy(&chunk[..n]));
                }
                write!(stream, "HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").unwrap();
                seen.push(text);
            }
            seen
        });
        let carrier = carrier(Channel::Sms, &Settings::Http { url, token: Some("secret".into()) }).unwrap();
        assert!(carrier.carry(outgoing("13800001234", "code 123456")).await.is_ok());
        let refused = carrier.carry(outgoing("13800001234", "code 123456")).await.unwrap_err();
        assert!(!refused.to_string().contains("123456"), "{refused}");
        let seen = server.join().unwrap();
        assert!(seen[0].contains("+8613800001234") && seen[0].to_lowercase().contains("authorization: bearer secret"));
        assert!(seen[0].contains(&Id::from_i64(5).to_string()));
    }

    #[tokio::test]
    async fn mail_goes_through_the_configured_program() {
        let dir = tempfile::tempdir().unwrap();
        let (program, out) = (dir.path().join("mail"), dir.path().join("out"));
        std::fs::write(&program, format!("#!/bin/sh\necho \"$@\" > {0}\ncat >> {0}\n", out.display())).unwrap();
        let mut mode = std::fs::metadata(&program).unwrap().permissions();
        std::os::unix::fs::PermissionsExt::set_mode(&mut mode, 0o755);
        std::fs::set_permissions(&program, mode).unwrap();
        let settings = Settings::Sendmail { program: program.display().to_string(), from: "a@b.example".into() };
        let mail = carrier(Channel::Email, &settings).unwrap();
        mail.carry(outgoing("李@例子.中国", "你好")).await.unwrap();
        let written = std::fs::read_to_string(&out).unwrap();
        assert!(written.starts_with("-i -f a@b.example -- 李@例子.中国\n"));
        assert!(carrier(Channel::Sms, &settings).is_err());
    }

    #[tokio::test]
    async fn nothing_configured_is_an_error_and_a_demonstration_sends_nothing_out() {
        let plain = Channels::new(false, &Settings::Nothing, &Settings::Nothing).unwrap();
        assert!(plain.carrier(Channel::Sms).carry(outgoing("13800001234", "x")).await.is_err());
        let wrong = Settings::Http { url: "http://127.0.0.1:1/".into(), token: None };
        let demo = Channels::new(true, &wrong, &wrong).unwrap();
        assert!(demo.carrier(Channel::Sms).carry(outgoing("13800001234", "x")).await.is_ok());
    }
}
