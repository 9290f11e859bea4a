//! HTTP on an open connection, until either side ends it, a limit is reached, or the server drains.

use std::pin::Pin;
use std::sync::Arc;

use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};

use super::connection::Connection;
use super::drain::Stop;
use super::head::Headed;
use super::inbound::Inbound;
use super::leftover::{self, Rest};
use super::limit::Limits;
use super::retort::Retort;
use super::site::Site;

/// Speaks HTTP until the connection is over.
pub(crate) async fn converse<S>(
    stream: S,
    connection: Arc<Connection>,
    site: Arc<Site>,
    limits: Limits,
    stop: Stop,
) where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let known = Arc::clone(&connection);
    let hsts = site.protection.hsts.clone().filter(|_| connection.is_secure());
    let recorder = site.recorder.clone();
    let is_http2 = connection.is_http2();
    let service = service_fn(move |request: Request<Incoming>| {
        let (site, connection) = (Arc::clone(&site), Arc::clone(&known));
        async move {
            if !(is_http2 && leftover::is_near(request.body())) {
                return site.exchange(request.map(Inbound::from), &connection).await;
            }
            let rest = Rest::default();
            let request = request.map(|body| Inbound::from(rest.of(body)));
            let answer = site.exchange(request, &connection).await;
            rest.read().await;
            answer
        }
    });
    if is_http2 {
        let http = http2().serve_connection(TokioIo::new(stream), service);
        drive(http, |http| http.graceful_shutdown(), &connection, &limits, stop).await;
    } else {
        connection.activity.expect_heads();
        let stream = Retort::new(stream, Arc::clone(&connection.activity), hsts);
        let stream = Headed::new(stream, Arc::clone(&connection.activity));
        let http = http1().serve_connection(TokioIo::new(stream), service);
        let http = http.with_upgrades();
        drive(http, |http| http.graceful_shutdown(), &connection, &limits, stop).await;
        if let Some(status) = connection.activity.retorted() {
            recorder.retort(status, &connection);
        }
    }
}

/// Polls a connection to its end, and ends it where it outstays a limit. An error is the peer's affair: it
/// went away, or did not speak HTTP and was told so.
async fn drive<C: Future<Output = hyper::Result<()>>>(
    http: C,
    shut: impl Fn(Pin<&mut C>),
    connection: &Connection,
    limits: &Limits,
    mut stop: Stop,
) {
    tokio::pin!(http);
    let outstayed = connection.activity.outstayed(limits);
    tokio::pin!(outstayed);
    loop {
        tokio::select! {
            ended = http.as_mut() => {
                if ended.is_err() {
                    connection.activity.refuse();
                }
                return;
            }
            () = &mut outstayed => return,
            () = stop.asked(), if !stop.is_seen() => {
                stop.see();
                shut(http.as_mut());
            }
        }
    }
}

fn http1() -> http1::Builder {
    let mut builder = http1::Builder::new();
    // Not `pipeline_flush`: hyper then keeps its answer to a malformed head to itself.
    builder.max_buf_size(HEAD);
    builder
}

fn http2() -> http2::Builder<TokioExecutor> {
    let mut builder = http2::Builder::new(TokioExecutor::new());
    builder
        .timer(TokioTimer::new())
        .initial_stream_window_size(1 << 20)
        .initial_connection_window_size(4 << 20)
        .max_frame_size(64 << 10)
        .max_concurrent_streams(250)
        .max_header_list_size(64 << 10)
        .max_send_buf_size(512 << 10);
    builder
}

/// The largest head of an HTTP/1 request, in bytes; more is 431.
const HEAD: usize = 64 << 10;
