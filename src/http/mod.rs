//! One capped HTTP client for what certificates point at: issuers (AIA), CRLs, OCSP responders. Plain
//! `http` only, since these are signed data (RFC 5280 §8); no redirects, one deadline over everything,
//! a limit on the body, and no address that is not public unless the user says so, since the URL comes
//! from a stranger.

mod address;

use std::net::IpAddr;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::{Request, Uri, header};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::error::{Error, Result, os_reason};

/// What a fetch may cost and where it may go.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fetch {
    /// Over everything: resolving, connecting, the whole body.
    pub(crate) deadline: Duration,
    /// The largest body, in bytes.
    pub(crate) limit: usize,
    /// Whether addresses that are not public may be asked.
    pub(crate) private: bool,
}

impl Default for Fetch {
    fn default() -> Self {
        Self {
            deadline: Duration::from_secs(5),
            limit: 1 << 20,
            private: false,
        }
    }
}

impl Fetch {
    /// The body at `url`.
    ///
    /// # Errors
    ///
    /// Unreachable where nobody answers in time; input where the URL is not `http`, points where it may
    /// not, or is answered with anything but 200 and a body within the limit.
    pub(crate) async fn get(&self, url: &str) -> Result<Bytes> {
        self.get_over(url, async |host, port| self.connect(url, host, port).await)
            .await
    }

    /// The same over the connection that `open` makes to the host and port of the URL.
    ///
    /// # Errors
    ///
    /// As [`Fetch::get`], and those of `open`, which has to see to [`Fetch::permits`].
    pub(crate) async fn get_over(
        &self,
        url: &str,
        open: impl AsyncFnOnce(&str, u16) -> Result<TcpStream>,
    ) -> Result<Bytes> {
        let request = Request::get(url).body(Full::default());
        let request = request.map_err(|e| Error::input(format!("`{url}` is not a URL")).because(e))?;
        tokio::time::timeout(self.deadline, self.exchange(url, request, open))
            .await
            .unwrap_or_else(|_| {
                Err(Error::unreachable(format!(
                    "`{url}` did not answer within {} s",
                    self.deadline.as_secs()
                )))
            })
    }

    /// Whether an address may be asked for what is at `url`.
    ///
    /// # Errors
    ///
    /// An input error where it is not public, and only public ones may be.
    pub(crate) fn permits(&self, url: &str, address: IpAddr) -> Result<()> {
        if self.private || address::is_public(address) {
            return Ok(());
        }
        let message = format!("`{url}` points at {address}, which is not a public address");
        Err(Error::input(message).hint("give --aia=private if it is meant to"))
    }

    async fn exchange(
        &self,
        url: &str,
        mut request: Request<Full<Bytes>>,
        open: impl AsyncFnOnce(&str, u16) -> Result<TcpStream>,
    ) -> Result<Bytes> {
        let (host, port) = destination(url, request.uri())?;
        let stream = open(host.trim_start_matches('[').trim_end_matches(']'), port).await?;
        let authority = if port == 80 {
            host
        } else {
            format!("{host}:{port}")
        };
        let authority = authority
            .parse()
            .map_err(|_| Error::input(format!("`{url}` has no valid host")))?;
        request.headers_mut().insert(header::HOST, authority);
        let path = request
            .uri()
            .path_and_query()
            .map_or("/", |path| path.as_str())
            .to_owned();
        *request.uri_mut() = path
            .parse()
            .map_err(|e| Error::input(format!("`{url}` is not a URL")).because(e))?;
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
            .await
            .map_err(|e| broken(url, &e))?;
        let driver = tokio::spawn(connection);
        let response = sender.send_request(request).await.map_err(|e| broken(url, &e))?;
        let status = response.status();
        if status != hyper::StatusCode::OK {
            return Err(Error::input(format!("`{url}` answered {status}, not 200")));
        }
        let body = Limited::new(response.into_body(), self.limit).collect().await;
        driver.abort();
        body.map(http_body_util::Collected::to_bytes)
            .map_err(|e| Error::input(format!("the answer of `{url}` cannot be read")).because(e))
    }

    async fn connect(&self, url: &str, host: &str, port: u16) -> Result<TcpStream> {
        let found = tokio::net::lookup_host((host, port))
            .await
            .map_err(|e| Error::unreachable(format!("`{host}` does not resolve")).because(os_reason(&e)))?;
        let unreachable = |why: &str| Error::unreachable(format!("`{url}` cannot be reached")).because(why);
        let mut last = unreachable("it has no address");
        for address in found {
            if let Err(refusal) = self.permits(url, address.ip()) {
                last = refusal;
                continue;
            }
            match TcpStream::connect(address).await {
                Ok(stream) => return Ok(stream),
                Err(e) => last = unreachable(&os_reason(&e)),
            }
        }
        Err(last)
    }
}

/// The host and port of an `http` URL.
fn destination(url: &str, uri: &Uri) -> Result<(String, u16)> {
    match (uri.scheme_str(), uri.host()) {
        (Some("http"), Some(host)) if !host.is_empty() => Ok((host.to_owned(), uri.port_u16().unwrap_or(80))),
        (Some("http"), _) => Err(Error::input(format!("`{url}` has no host"))),
        _ => Err(Error::input(format!("`{url}` is not an http URL"))),
    }
}

fn broken(url: &str, error: &hyper::Error) -> Error {
    Error::unreachable(format!("`{url}` did not answer in HTTP")).because(error)
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;

    /// Asks a server that answers with `reply`.
    fn fetch(reply: &'static str, fetch: Fetch) -> Result<Bytes> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
            let port = listener.local_addr().expect("an address").port();
            tokio::spawn(async move {
                let (mut stream, _) = listener.accept().await.expect("a client");
                let _ = stream.read(&mut [0; 4096]).await;
                let _ = stream.write_all(reply.as_bytes()).await;
            });
            fetch.get(&format!("http://127.0.0.1:{port}/ca.crt?x=1")).await
        })
    }

    const LOCAL: Fetch = Fetch {
        deadline: Duration::from_secs(10),
        limit: 8,
        private: true,
    };

    #[test]
    fn a_body_within_the_limit_arrives_whole() {
        let body = fetch("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello", LOCAL);
        assert_eq!(body.as_deref(), Ok(&b"hello"[..]));
    }

    #[test]
    fn what_is_too_large_or_elsewhere_or_no_http_is_refused() {
        for reply in [
            "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n123456789",
            "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1/\r\ncontent-length: 0\r\n\r\n",
            "SSH-2.0-x\r\n",
            "",
        ] {
            assert!(fetch(reply, LOCAL).is_err(), "{reply:?}");
        }
    }

    #[test]
    fn a_private_address_is_asked_only_where_it_may_be() {
        let error = fetch("", Fetch::default()).expect_err("127.0.0.1 is not public");
        assert!(error.message().contains("not a public address"), "{error}");
    }

    #[test]
    fn only_http_is_fetched() {
        for url in [
            "https://example.com/",
            "ldap://example.com/",
            "file:///etc/passwd",
            "http:///x",
        ] {
            let uri: Result<Uri, _> = url.parse();
            assert!(
                uri.is_err() || uri.is_ok_and(|uri| destination(url, &uri).is_err()),
                "{url}"
            );
        }
    }
}
