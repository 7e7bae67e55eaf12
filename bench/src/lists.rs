//! Pages that anybody may read: the lists of requests, the search in them, and the bare handlers they are compared with.

use crate::client::Client;
use crate::load::{Done, Work};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Connections of a closed load on pages.
pub const CONNECTIONS: usize = 16;

/// Reads one of some addresses after the other.
#[derive(Clone)]
pub struct Read {
    paths: Arc<Vec<String>>,
    /// The token of somebody who is signed in. A stranger may be told what another one was told a moment ago.
    bearer: Option<Arc<str>>,
    next: Arc<AtomicUsize>,
}

/// What is searched for: words of one script and of another, alone and with each filter.
const SEARCHES: [&[(&str, &str)]; 6] = [
    &[("q", "书桌"), ("state", "asking")],
    &[("q", "字典"), ("purpose", "education"), ("state", "all")],
    &[("q", "棉被"), ("place", "61"), ("state", "asking")],
    &[("q", "desk"), ("state", "all")],
    &[("q", "孩子"), ("place", "5308"), ("state", "asking")],
    &[("q", "老人"), ("purpose", "goods"), ("place", "44"), ("state", "all")],
];

/// A value in an address.
fn encoded(text: &str) -> String {
    let safe = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|b| if safe(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

impl Read {
    /// Reads one address over and over.
    pub fn one(path: &str) -> Read {
        Read { paths: Arc::new(vec![path.to_owned()]), bearer: None, next: Arc::default() }
    }

    /// The same by somebody who is signed in, and whom the program answers afresh every time.
    #[must_use]
    pub fn afresh(self, token: &str) -> Read {
        Read { bearer: Some(Arc::from(format!("Bearer {token}"))), ..self }
    }

    /// The list of requests as JSON.
    pub fn json() -> Read {
        Read::one("/api/v1/aid/requests?limit=20")
    }

    /// The same as a page.
    pub fn html() -> Read {
        Read::one("/requests")
    }

    /// Searches by words and filters, those that find something in this world; how many requests each finds on its page.
    pub async fn searches(host: &str) -> io::Result<(Read, Vec<usize>)> {
        let mut client = Client::connect(host).await?;
        let (mut paths, mut found) = (Vec::new(), Vec::new());
        for search in SEARCHES {
            let query: Vec<String> = search.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
            let path = format!("/api/v1/aid/requests?limit=20&{}", query.join("&"));
            let many = client.ask("GET", &path, &[], b"").await?.json()["items"].as_array().map_or(0, Vec::len);
            if many > 0 {
                paths.push(path);
                found.push(many);
            }
        }
        if paths.is_empty() {
            return Err(io::Error::other("no search finds anything"));
        }
        Ok((Read { paths: Arc::new(paths), bearer: None, next: Arc::default() }, found))
    }
}

impl Work for Read {
    async fn once(&self, client: &mut Client) -> io::Result<Done> {
        let path = &self.paths[self.next.fetch_add(1, Ordering::Relaxed) % self.paths.len()];
        let bearer = self.bearer.as_deref().map(|bearer| ("Authorization", bearer));
        let headers: Vec<(&str, &str)> = [("Accept-Language", "en")].into_iter().chain(bearer).collect();
        match client.ask("GET", path, &headers, b"").await?.status {
            200 => Ok(Done::Taken),
            other => Err(io::Error::other(format!("{path} was answered by {other}"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::encoded;

    #[test]
    fn any_text_goes_into_an_address() {
        assert_eq!(encoded("desk-2"), "desk-2");
        assert_eq!(encoded("书 &"), "%E4%B9%A6%20%26");
    }
}
