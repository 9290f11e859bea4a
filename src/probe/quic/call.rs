//! Asks over QUIC: one datagram for the list of versions, or a whole handshake through the library, and one
//! request over HTTP/3. Every wait is bounded.

use std::future::poll_fn;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use quinn::crypto::rustls::QuicClientConfig;
use quinn::{ClientConfig, Connection, ConnectionError, Endpoint, TransportConfig};
use tokio::net::UdpSocket;
use tokio::time::timeout;

use super::{Answer, Cost, Question, Session};
use crate::error::os_reason;
use crate::probe::survey::hello::random;
use crate::probe::survey::http::Head;
use crate::tlsconf::client::{self, Offer};
use crate::wire::alert::Description;
use crate::wire::quic::{self, Ids};
use crate::wire::scheme::Scheme;

/// Asks the server at `address`, and waits for its answer no longer than `within`.
pub(in crate::probe) async fn call(
    address: SocketAddr,
    question: &Question,
    within: Duration,
) -> (Answer, Cost) {
    let asked = match question {
        Question::Versions => versions(address, within).await,
        Question::Session { sni, offer, page } => {
            return session(address, sni.as_deref(), offer, page.as_deref(), within).await;
        }
    };
    asked.unwrap_or_else(|error| {
        let answer = match error.kind() {
            io::ErrorKind::ConnectionRefused => Answer::Closed,
            _ => Answer::Silent(os_reason(&error)),
        };
        (answer, Cost::default())
    })
}

/// The list of versions. A datagram may be lost: it is sent again after a third of the time, and once more.
async fn versions(address: SocketAddr, within: Duration) -> io::Result<(Answer, Cost)> {
    let socket = UdpSocket::bind(anywhere(address)).await?;
    // A socket that is connected is told where nobody listens.
    socket.connect(address).await?;
    let noise = random();
    let mut ids = Ids {
        server: [0; 8],
        client: [0; 8],
    };
    ids.server.copy_from_slice(&noise[..8]);
    ids.client.copy_from_slice(&noise[8..16]);
    let question = quic::question(ids);
    let mut cost = Cost::default();
    let mut datagram = vec![0; 2048];
    for _ in 0..TRIES {
        socket.send(&question).await?;
        cost.sent += question.len() as u64;
        let Ok(received) = timeout(within / TRIES, socket.recv(&mut datagram)).await else {
            continue;
        };
        let length = received?;
        cost.received += length as u64;
        let answer = match quic::answer(&datagram[..length], ids) {
            Ok(Some(versions)) => Answer::Versions(versions),
            Ok(None) => Answer::Silent("it answers something that is no list of versions".to_owned()),
            Err(malformed) => Answer::Silent(malformed.to_string()),
        };
        return Ok((answer, cost));
    }
    Ok((Answer::Silent("no answer in time".to_owned()), cost))
}

async fn session(
    address: SocketAddr,
    sni: Option<&str>,
    offer: &Offer,
    page: Option<&str>,
    within: Duration,
) -> (Answer, Cost) {
    let failed = |why: String| (Answer::Silent(why), Cost::default());
    let (config, memory) = match configuration(offer, sni.is_some(), within) {
        Ok(made) => made,
        Err(why) => return failed(why),
    };
    let endpoint = match Endpoint::client(anywhere(address)) {
        Ok(endpoint) => endpoint,
        Err(error) => return failed(os_reason(&error)),
    };
    // Without a name to send, the address stands for it, which is never sent (RFC 6066 §3).
    let name = sni.map_or_else(|| address.ip().to_string(), str::to_owned);
    let connecting = match endpoint.connect_with(config, address, &name) {
        Ok(connecting) => connecting,
        Err(error) => return failed(error.to_string()),
    };
    let connection = match timeout(within, connecting).await {
        Ok(Ok(connection)) => connection,
        Ok(Err(error)) => return (refusal(&error), Cost::default()),
        Err(_) => return failed("no answer in time".to_owned()),
    };
    let alpn = alpn(&connection);
    let head = match page.filter(|_| alpn.as_deref() == Some(b"h3")) {
        Some(url) => Some(
            timeout(within, get(&connection, url))
                .await
                .unwrap_or_else(|_| Err("no answer in time".to_owned())),
        ),
        None => None,
    };
    let stats = connection.stats();
    let cost = Cost {
        sent: stats.udp_tx.bytes,
        received: stats.udp_rx.bytes,
    };
    let shown = memory.take();
    let session = Session {
        alpn,
        chain: shown.chain,
        staple: shown.staple,
        scheme: shown.signature.map(|(scheme, _)| Scheme(u16::from(scheme))),
        page: head,
        datagram_bytes: connection.max_datagram_size(),
        asks_for_certificate: shown.client_ca.is_some(),
    };
    connection.close(NO_ERROR.into(), b"");
    // The peer is told so; it need not agree.
    let _ = timeout(FAREWELL, endpoint.wait_idle()).await;
    (Answer::Session(Box::new(session)), cost)
}

fn configuration(
    offer: &Offer,
    sends_name: bool,
    within: Duration,
) -> Result<(ClientConfig, client::Memory), String> {
    let (config, memory) = client::config(offer).map_err(|error| error.to_string())?;
    let mut config = Arc::unwrap_or_clone(config);
    config.enable_sni = sends_name;
    let crypto = QuicClientConfig::try_from(config).map_err(|error| error.to_string())?;
    let mut transport = TransportConfig::default();
    transport.max_idle_timeout(within.try_into().ok());
    let mut config = ClientConfig::new(Arc::new(crypto));
    config.transport_config(Arc::new(transport));
    Ok((config, memory))
}

/// What an attempt that led to no session says of the server.
fn refusal(error: &ConnectionError) -> Answer {
    let why = error.to_string();
    let code = match error {
        ConnectionError::ConnectionClosed(close) => Some(u64::from(close.error_code)),
        ConnectionError::TransportError(error) => Some(u64::from(error.code)),
        ConnectionError::ApplicationClosed(_) | ConnectionError::VersionMismatch | ConnectionError::Reset => {
            None
        }
        _ => return Answer::Silent(why),
    };
    // The last byte of a code from 0x0100 on is a TLS alert (RFC 9001 §4.8).
    let alert = code
        .filter(|code| code >> 8 == 1)
        .and_then(|code| u8::try_from(code & 0xff).ok());
    Answer::Refused {
        alert: alert.map(Description),
        why,
    }
}

fn alpn(connection: &Connection) -> Option<Vec<u8>> {
    let data = connection.handshake_data()?;
    let data = data.downcast::<quinn::crypto::rustls::HandshakeData>().ok()?;
    data.protocol
}

/// The head of the page at `url`, over HTTP/3 (RFC 9114).
async fn get(connection: &Connection, url: &str) -> Result<Head, String> {
    let say = |error: &dyn std::error::Error| error.to_string();
    let request = hyper::http::Request::get(url)
        .header("user-agent", concat!("tlsctl/", env!("CARGO_PKG_VERSION")))
        .body(())
        .map_err(|error| say(&error))?;
    let over = h3_quinn::Connection::new(connection.clone());
    let (mut driver, mut sender) = h3::client::new(over).await.map_err(|error| say(&error))?;
    let asked = async {
        let mut stream = sender.send_request(request).await.map_err(|error| say(&error))?;
        stream.finish().await.map_err(|error| say(&error))?;
        stream.recv_response().await.map_err(|error| say(&error))
    };
    let response = tokio::select! {
        response = asked => response?,
        closed = poll_fn(|context| driver.poll_close(context)) => return Err(say(&closed)),
    };
    let text = |value: &hyper::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    Ok(Head {
        status: response.status().as_u16(),
        fields: response
            .headers()
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), text(value)))
            .collect(),
    })
}

/// Any address of the family, and any port.
fn anywhere(peer: SocketAddr) -> SocketAddr {
    let ip: IpAddr = match peer {
        SocketAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        SocketAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    };
    SocketAddr::new(ip, 0)
}

const TRIES: u32 = 3;
/// H3_NO_ERROR (RFC 9114 §8.1).
const NO_ERROR: u32 = 0x100;
/// How long to wait for a last datagram to go out.
const FAREWELL: Duration = Duration::from_millis(50);
