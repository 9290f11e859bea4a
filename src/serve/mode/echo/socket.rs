//! The echo over WebSocket (RFC 6455): every message comes back as it was sent, until either side closes.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::{SinkExt as _, StreamExt as _};
use hyper::header::{
    CONNECTION, HeaderValue, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE,
};
use hyper::{Method, Request, Response, StatusCode, Version};
use hyper_util::rt::TokioIo;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::error::ProtocolError;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::frame::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};

use super::Asked;
use crate::serve::activity::Activity;
use crate::serve::answer;
use crate::serve::body::Body;
use crate::serve::inbound::Inbound;

/// Whether a request asks for a WebSocket.
pub(super) fn is_asked(request: &Request<Inbound>) -> bool {
    let upgrade = request.headers().get(UPGRADE);
    upgrade.is_some_and(|protocol| protocol.as_bytes().eq_ignore_ascii_case(b"websocket"))
        && request.method() == Method::GET
        && request.version() == Version::HTTP_11
}

/// Accepts it, and sends back what comes.
pub(super) fn open(asked: Asked<'_>) -> Response<Body> {
    let Asked {
        mut request,
        connection,
        ..
    } = asked;
    if request
        .headers()
        .get(SEC_WEBSOCKET_VERSION)
        .is_none_or(|version| version != "13")
    {
        let mut refusal = answer::status(StatusCode::UPGRADE_REQUIRED, "WebSocket is spoken in version 13.");
        refusal
            .headers_mut()
            .insert(SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
        return refusal;
    }
    let key = request.headers().get(SEC_WEBSOCKET_KEY).cloned();
    let Some(key) = key.filter(|key| is_key(key.as_bytes())) else {
        return answer::bad_request("A WebSocket needs a Sec-WebSocket-Key: 16 bytes in base64.");
    };
    let upgrade = hyper::upgrade::on(&mut request);
    let mut stop = connection.stop.clone();
    let activity = Arc::clone(&connection.activity);
    tokio::spawn(async move {
        if let Ok(stream) = upgrade.await {
            let config = WebSocketConfig::default().max_message_size(Some(LARGEST));
            let socket =
                WebSocketStream::from_raw_socket(TokioIo::new(stream), Role::Server, Some(config)).await;
            tokio::select! {
                () = echo(socket, &activity) => {}
                () = stop.asked() => {}
            }
        }
    });
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    let headers = response.headers_mut();
    headers.insert(CONNECTION, HeaderValue::from_static("upgrade"));
    headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
    if let Ok(accept) = HeaderValue::try_from(derive_accept_key(key.as_bytes())) {
        headers.insert(SEC_WEBSOCKET_ACCEPT, accept);
    }
    response
}

/// Whether a client's key is one (RFC 6455 §4.2.1).
fn is_key(key: &[u8]) -> bool {
    STANDARD.decode(key).is_ok_and(|nonce| nonce.len() == 16)
}

async fn echo<S>(mut socket: WebSocketStream<S>, activity: &Activity)
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
{
    while let Some(message) = socket.next().await {
        let code = match message {
            // Pings and closes are answered by the library.
            Ok(message) if !(message.is_text() || message.is_binary()) => continue,
            Ok(message) => match socket.send(message).await {
                Ok(()) => continue,
                Err(_) => return,
            },
            Err(error) => code(&error),
        };
        // Who broke the rules is told, and still sends (RFC 6455 §7.1.7).
        if let Some(code) = code {
            activity.refuse();
            let reason = "".into();
            let _ = socket.close(Some(CloseFrame { code, reason })).await;
        }
        return;
    }
}

/// Why a connection is failed, as its close frame says it (RFC 6455 §7.4.1); nothing where there is nobody left
/// to tell.
fn code(error: &Error) -> Option<CloseCode> {
    match error {
        Error::Capacity(_) => Some(CloseCode::Size),
        Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => None,
        Error::Protocol(_) => Some(CloseCode::Protocol),
        Error::Utf8(_) => Some(CloseCode::Invalid),
        _ => None,
    }
}

/// The largest message that is sent back, in bytes.
const LARGEST: usize = 16 << 20;
