//! A tunnel through an HTTP proxy: CONNECT (RFC 9110 §9.3.6), with a name and password where there are
//! some (RFC 7617). The proxy resolves the names. Its answer is bounded in size here, in time by the caller.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http_body_util::Empty;
use hyper::client::conn::http1;
use hyper::{Request, StatusCode, header};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use super::{Opened, Place, Proxy};
use crate::error::{Error, Result};

/// Asks the proxy at the other end of `stream` for a connection to `place`.
///
/// # Errors
///
/// Unreachable where the proxy refuses, or answers in anything but HTTP.
pub(super) async fn open(stream: TcpStream, proxy: &Proxy, place: &Place) -> Result<Opened> {
    let strange = |error: hyper::Error| proxy.strange("HTTP", &error);
    let request = request(proxy, place)
        .map_err(|e| Error::usage(format!("`{place}` cannot be asked for")).because(e))?;
    let (mut sender, connection) = http1::Builder::new()
        .max_buf_size(HEADER)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(strange)?;
    let connection = tokio::spawn(connection.without_shutdown());
    let answer = sender.send_request(request).await.map_err(strange)?;
    if !answer.status().is_success() {
        return Err(refused(proxy, place, answer.status()));
    }
    let parts = connection
        .await
        .map_err(|e| Error::bug("the tunnel was not kept open").because(e))?
        .map_err(strange)?;
    Ok(Opened {
        stream: parts.io.into_inner(),
        ahead: parts.read_buf.to_vec(),
    })
}

fn request(proxy: &Proxy, place: &Place) -> Result<Request<Empty<Bytes>>, hyper::http::Error> {
    let mut request = Request::connect(place.to_string()).header(header::HOST, place.to_string());
    if let Some((user, password)) = proxy.credentials() {
        let basic = STANDARD.encode(format!("{user}:{password}"));
        request = request.header(header::PROXY_AUTHORIZATION, format!("Basic {basic}"));
    }
    request.body(Empty::new())
}

fn refused(proxy: &Proxy, place: &Place, status: StatusCode) -> Error {
    let error = proxy.refuses(place, &format!("it answers {status}"));
    match status {
        // tinyproxy says 401 to a wrong password, where 407 is meant.
        StatusCode::PROXY_AUTHENTICATION_REQUIRED | StatusCode::UNAUTHORIZED
            if proxy.credentials().is_some() =>
        {
            error.hint("check the name and the password; it may also ask for another way than Basic")
        }
        StatusCode::PROXY_AUTHENTICATION_REQUIRED | StatusCode::UNAUTHORIZED => error.hint(
            "it wants a name and a password: TLSCTL_PROXY=http://USER:PASSWORD@HOST:PORT keeps them out of `ps`",
        ),
        StatusCode::FORBIDDEN | StatusCode::METHOD_NOT_ALLOWED => {
            error.hint("many proxies lead to a few ports only, often 443 alone: its rules must allow this one")
        }
        status if status.is_server_error() => {
            error.hint("it could not reach the server itself: check the target's name and port")
        }
        _ => error,
    }
}

/// The most that a proxy's answer may hold before the tunnel begins, in bytes.
const HEADER: usize = 16 << 10;
