//! HTTP/3: QUIC on the port of UDP that has the number of the TLS listener's, the same identities, sites and
//! limits as over TCP (RFC 9000, 9001, 9114). What a client may send early (0-RTT) is not taken: it could be
//! replayed. In strict mode rustls itself refuses, inside of the handshake: with alert 49 (access_denied), where
//! over TCP 112 is sent.

mod exchange;

use std::net::UdpSocket;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use h3::server::RequestResolver;
use quinn::crypto::rustls::{HandshakeData, QuicServerConfig};
use quinn::{Endpoint, EndpointConfig, Incoming, ServerConfig, TokioRuntime, TransportConfig, VarInt};
use rustls::pki_types::CertificateDer;
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::accept::{Guests, Shared, failed, refusal};
use super::activity::Activity;
use super::connection::{Connection, Secured};
use super::drain::Stop;
use super::limit::Limits;
use super::metric::count;
use super::site::Site;
use super::socket::End;
use super::{Listener, Service};
use crate::error::{Error, Result, os_reason};
use crate::tlsconf::quic::Choice;
use crate::tlsconf::server::Terminator;
use crate::wire::version::Version;

/// A socket of UDP with what it serves.
pub(super) struct Quic {
    endpoint: Endpoint,
    terminator: Arc<Terminator>,
    site: Arc<Site>,
    transport: Arc<TransportConfig>,
    local: End,
}

impl Quic {
    /// Puts what a listener serves behind a socket of UDP as well.
    ///
    /// # Errors
    ///
    /// An output error where the system does not let it be used.
    pub(super) fn new(listener: &Listener, socket: UdpSocket, limits: &Limits) -> Result<Option<Self>> {
        let (Some(terminator), Service::Http(site)) = (&listener.terminator, &listener.service) else {
            return Ok(None);
        };
        let unusable = |e: std::io::Error| {
            Error::output("QUIC cannot be spoken on the socket that was bound").because(os_reason(&e))
        };
        let local = End::at(socket.local_addr().map_err(unusable)?);
        let transport = Arc::new(transport(limits));
        // Without a configuration of its own an endpoint hears nobody; each connection gets another.
        let (first, _) = configured(terminator, &transport)?;
        let runtime = Arc::new(TokioRuntime);
        let endpoint = Endpoint::new(EndpointConfig::default(), Some(first), socket, runtime);
        Ok(Some(Self {
            endpoint: endpoint.map_err(unusable)?,
            terminator: Arc::clone(terminator),
            site: Arc::clone(site),
            transport,
            local,
        }))
    }

    /// Accepts connections until the server drains, and answers packets until the last of them is over.
    pub(super) async fn accept(self, shared: Arc<Shared>, mut stop: Stop) {
        let mut connections = JoinSet::new();
        loop {
            let incoming = tokio::select! {
                () = stop.asked() => break,
                incoming = self.endpoint.accept() => incoming,
                Some(_) = connections.join_next() => continue,
            };
            let Some(incoming) = incoming else { break };
            if let Some(attended) = self.welcome(incoming, &shared, &stop) {
                connections.spawn(attended);
            }
        }
        self.endpoint.set_server_config(None);
        while connections.join_next().await.is_some() {}
        // The last packets, which say that it is over.
        let _ = timeout(LINGER, self.endpoint.wait_idle()).await;
    }

    /// Takes a connection in, or turns it away.
    fn welcome(
        &self,
        incoming: Incoming,
        shared: &Arc<Shared>,
        stop: &Stop,
    ) -> Option<impl Future<Output = ()> + Send + 'static> {
        let peer = End::at(incoming.remote_address());
        // In a crowd a client first has to show that it is where it says.
        let crowd = shared.room.available_permits() < shared.limits.connections / 2;
        if crowd && incoming.may_retry() {
            let _ = incoming.retry();
            return None;
        }
        let place = Guests::enter(shared, peer);
        let permit = Arc::clone(&shared.room).try_acquire_owned();
        let (Some(place), Ok(permit)) = (place, permit) else {
            incoming.refuse();
            shared.crowded(peer);
            return None;
        };
        let configured = configured(&self.terminator, &self.transport);
        let Ok((config, choice)) = configured else {
            incoming.refuse();
            return None;
        };
        let (site, shared, stop) = (Arc::clone(&self.site), Arc::clone(shared), stop.clone());
        let ends = (peer, self.local);
        Some(async move {
            count(&shared.metrics.connections);
            if let Some(connection) = shake_hands(incoming, config, &choice, ends, &shared, &stop).await {
                converse(connection.0, Arc::new(connection.1), site, shared.limits, stop).await;
            }
            count(&shared.metrics.closed);
            drop((place, permit));
        })
    }
}

/// What the next connection is offered, and where it will be noted which identity that was.
fn configured(
    terminator: &Terminator,
    transport: &Arc<TransportConfig>,
) -> Result<(ServerConfig, Arc<Choice>)> {
    let offered = Choice::of(terminator.current());
    let (config, choice) = offered.ok_or_else(|| Error::usage("no certificate can be shown over QUIC"))?;
    let suite = rustls::crypto::aws_lc_rs::cipher_suite::TLS13_AES_128_GCM_SHA256;
    // The first packets are sealed with this suite, whatever is agreed on later (RFC 9001 §5.2).
    let initial = suite.tls13().and_then(|suite| suite.quic_suite());
    let initial = initial.ok_or_else(|| Error::bug("the library has no suite for QUIC"))?;
    let config = QuicServerConfig::with_initial(config.into(), initial)
        .map_err(|e| Error::bug("QUIC cannot be configured").because(e))?;
    let mut config = ServerConfig::with_crypto(Arc::new(config));
    config.transport_config(Arc::clone(transport));
    Ok((config, choice))
}

fn transport(limits: &Limits) -> TransportConfig {
    let mut transport = TransportConfig::default();
    let idle = VarInt::try_from(limits.idle.as_millis()).unwrap_or(VarInt::MAX);
    transport
        .max_idle_timeout(Some(idle.into()))
        // Who still hears us is not idle by silence alone: the activity decides.
        .keep_alive_interval(Some(limits.idle / 3))
        .max_concurrent_bidi_streams(STREAMS.into())
        .max_concurrent_uni_streams(CONTROL_STREAMS.into())
        .stream_receive_window((1_u32 << 20).into())
        .receive_window((4_u32 << 20).into())
        .send_window(4 << 20)
        .datagram_receive_buffer_size(None);
    transport
}

/// Finishes a handshake in time, and says what came of it.
async fn shake_hands(
    incoming: Incoming,
    config: ServerConfig,
    choice: &Choice,
    (peer, local): (End, End),
    shared: &Shared,
    stop: &Stop,
) -> Option<(quinn::Connection, Connection)> {
    let mut asked = stop.clone();
    let shaken = async {
        let connecting = incoming.accept_with(config.into());
        connecting
            .map_err(|e| e.to_string())?
            .await
            .map_err(|e| e.to_string())
    };
    let shaken = tokio::select! {
        shaken = timeout(shared.limits.handshake, shaken) => shaken,
        () = asked.asked() => return None,
    };
    let connection = match shaken {
        Ok(Ok(connection)) => connection,
        _ if choice.is_refused() => {
            count(&shared.metrics.strict_refusals);
            (shared.watcher)(refusal(choice.server_name(), peer));
            return None;
        }
        Ok(Err(why)) => {
            count(&shared.metrics.handshakes_failed);
            (shared.watcher)(failed(peer, &why));
            return None;
        }
        Err(_) => {
            count(&shared.metrics.handshakes_failed);
            (shared.watcher)(failed(peer, "it did not finish in time"));
            return None;
        }
    };
    count(&shared.metrics.handshakes);
    let known = Connection {
        peer,
        local,
        tls: Some(agreed(&connection, choice)?),
        prior_knowledge: false,
        activity: Arc::new(Activity::new()),
        stop: stop.clone(),
    };
    Some((connection, known))
}

/// What quinn says of a handshake, which is less than rustls knows: no suite and no group.
fn agreed(connection: &quinn::Connection, choice: &Choice) -> Option<Secured> {
    let data = connection
        .handshake_data()
        .and_then(|data| data.downcast::<HandshakeData>().ok());
    let chain = connection
        .peer_identity()
        .and_then(|chain| chain.downcast::<Vec<CertificateDer<'static>>>().ok());
    Some(Secured {
        version: Version::TLS1_3.0,
        suite: None,
        group: None,
        alpn: data.and_then(|data| data.protocol.clone()),
        server_name: choice.server_name().map(str::to_owned),
        identity: choice.identity()?,
        client_chain: chain
            .iter()
            .flat_map(|chain| chain.iter())
            .map(|certificate| certificate.to_vec())
            .collect(),
        client_hello: Vec::new(),
        resumed: None,
    })
}

/// Answers requests until either side ends the connection, a limit is reached, or the server drains.
async fn converse(
    quic: quinn::Connection,
    connection: Arc<Connection>,
    site: Arc<Site>,
    limits: Limits,
    mut stop: Stop,
) {
    let activity = Arc::clone(&connection.activity);
    let mut builder = h3::server::builder();
    let opened = builder
        .max_field_section_size(HEAD)
        .build(h3_quinn::Connection::new(quic.clone()));
    let Ok(Ok(mut http)) = timeout(limits.head, opened).await else {
        return;
    };
    let mut exchanges = JoinSet::new();
    let outstayed = activity.outstayed(&limits);
    tokio::pin!(outstayed);
    loop {
        tokio::select! {
            accepted = http.accept() => match accepted {
                Ok(Some(request)) => {
                    let answered = answer(request, Arc::clone(&connection), Arc::clone(&site), limits.head);
                    exchanges.spawn(answered);
                }
                Ok(None) | Err(_) => return,
            },
            () = &mut outstayed => break,
            () = stop.asked(), if !stop.is_seen() => {
                stop.see();
                // GOAWAY: nothing more is taken (RFC 9114 §5.2).
                let _ = http.shutdown(0).await;
                if exchanges.is_empty() {
                    break;
                }
            }
            Some(_) = exchanges.join_next() => if stop.is_seen() && exchanges.is_empty() {
                break;
            },
        }
    }
    // What was sent may still be on its way, and closing would drop it: the client closes when it has it all.
    let _ = timeout(LINGER, quic.closed()).await;
    quic.close(NO_ERROR.into(), b"");
}

async fn answer(
    request: RequestResolver<h3_quinn::Connection, Bytes>,
    connection: Arc<Connection>,
    site: Arc<Site>,
    patience: Duration,
) {
    if let Ok(Ok((request, stream))) = timeout(patience, request.resolve_request()).await {
        let (sender, receiver) = stream.split();
        exchange::answer(request, sender, receiver, &connection, &site).await;
    }
}

/// Requests at a time on one connection, as over HTTP/2.
const STREAMS: u32 = 250;

/// A control stream, and the two of QPACK (RFC 9114 §6.2); the rest is for streams that are ignored.
const CONTROL_STREAMS: u32 = 16;

/// The largest head of a request, in bytes.
const HEAD: u64 = 64 << 10;

/// How long a client may take to hear the end of what it was sent.
const LINGER: Duration = Duration::from_secs(1);

/// H3_NO_ERROR (RFC 9114 §8.1).
const NO_ERROR: u32 = 0x100;
