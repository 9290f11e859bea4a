//! The echo over WebSocket (RFC 6455): every message comes back as it was sent, until either side closes.

use futures_util::{SinkExt as _, StreamExt as _};
use hyper::header::{
    CONNECTION, HeaderValue, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE,
};
use hyper::{Method, Request, Response, StatusCode, Version};
use hyper_util::rt::TokioIo;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};

use super::Asked;
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
    let Some(key) = request.headers().get(SEC_WEBSOCKET_KEY).cloned() else {
        return answer::bad_request("A WebSocket needs a Sec-WebSocket-Key.");
    };
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
    let upgrade = hyper::upgrade::on(&mut request);
    let mut stop = connection.stop.clone();
    tokio::spawn(async move {
        if let Ok(stream) = upgrade.await {
            let config = WebSocketConfig::default().max_message_size(Some(LARGEST));
            let socket =
                WebSocketStream::from_raw_socket(TokioIo::new(stream), Role::Server, Some(config)).await;
            tokio::select! {
                () = echo(socket) => {}
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

async fn echo<S>(mut socket: WebSocketStream<S>)
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
{
    while let Some(Ok(message)) = socket.next().await {
        // Pings and closes are answered by the library.
        if (message.is_text() || message.is_binary()) && socket.send(message).await.is_err() {
            return;
        }
    }
}

/// The largest message that is sent back, in bytes.
const LARGEST: usize = 16 << 20;
