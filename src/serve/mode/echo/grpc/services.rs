//! Every service there is, each called by the path that begins with its name.

use std::convert::Infallible;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body as HttpBody, Frame};
use hyper::{HeaderMap, Request, Response};
use tokio::sync::OnceCell;
use tonic::Status;
use tonic::codegen::{BoxFuture, Service};
use tonic::server::NamedService;
use tonic_health::pb::health_server::HealthServer;

use super::health::Healthy;
use super::message;
use super::service::Echo;
use super::{descriptor, unimplemented};
use crate::serve::answer;
use crate::serve::body::Body;
use crate::serve::inbound::Inbound;
use crate::serve::mode::Asked;

/// The services, made with the first call.
pub(in crate::serve::mode::echo) struct Services {
    /// The largest message that is taken, in bytes.
    largest: usize,
    all: OnceCell<Vec<Served>>,
}

/// One of them: the beginning of its paths, and what answers.
struct Served {
    prefix: String,
    call: Box<dyn Fn(Request<Inbound>) -> Answered + Send + Sync>,
}

type Answered = BoxFuture<Response<tonic::body::Body>, Infallible>;

impl Services {
    /// Services that take messages of so many bytes.
    pub(in crate::serve::mode::echo) fn new(largest: u64) -> Self {
        Self {
            largest: usize::try_from(largest).unwrap_or(usize::MAX),
            all: OnceCell::new(),
        }
    }

    /// Answers one call.
    pub(in crate::serve::mode::echo) async fn answer(&self, asked: Asked<'_>) -> Response<Body> {
        let Asked {
            mut request,
            connection,
            ..
        } = asked;
        let Ok(all) = self.all.get_or_try_init(|| async { all(self.largest) }).await else {
            return answer::internal();
        };
        let path = request.uri().path();
        let Some(served) = all.iter().find(|served| path.starts_with(&served.prefix)) else {
            return unimplemented("there is no such service");
        };
        // A watch or a conversation may be silent for as long as it likes.
        connection.activity.be_patient();
        let known = message::Connection::from(connection);
        request.extensions_mut().insert(known);
        let Ok(response) = (served.call)(request).await;
        let mut stop = connection.stop.clone();
        response.map(|calls| {
            Body::stream(Until {
                calls: Box::pin(calls),
                stopped: Box::pin(async move { stop.asked().await }),
                is_over: false,
            })
        })
    }
}

fn all(largest: usize) -> Result<Vec<Served>, tonic_reflection::server::Error> {
    let echo = Echo { largest };
    let reflection = || {
        tonic_reflection::server::Builder::configure()
            .register_file_descriptor_set(descriptor::file())
            .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
            // Each version tells of both.
            .include_reflection_service(false)
            .register_encoded_file_descriptor_set(tonic_reflection::pb::v1::FILE_DESCRIPTOR_SET)
            .register_encoded_file_descriptor_set(tonic_reflection::pb::v1alpha::FILE_DESCRIPTOR_SET)
    };
    Ok(vec![
        served(echo),
        served(HealthServer::new(Healthy(&[Echo::NAME]))),
        served(reflection().build_v1()?),
        served(reflection().build_v1alpha()?),
    ])
}

fn served<S>(service: S) -> Served
where
    S: NamedService + Clone + Send + Sync + 'static,
    S: Service<Request<Inbound>, Response = Response<tonic::body::Body>, Error = Infallible>,
    S::Future: Send + 'static,
{
    Served {
        prefix: format!("/{}/", S::NAME),
        call: Box::new(move |request| Box::pin(service.clone().call(request))),
    }
}

/// A call that ends with the server, so that nobody who watches keeps it from stopping.
struct Until {
    calls: Pin<Box<tonic::body::Body>>,
    stopped: Pin<Box<dyn Future<Output = ()> + Send>>,
    is_over: bool,
}

impl HttpBody for Until {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if self.is_over {
            return Poll::Ready(None);
        }
        if let Poll::Ready(frame) = self.calls.as_mut().poll_frame(context) {
            return Poll::Ready(frame.map(|frame| frame.map_err(io::Error::other)));
        }
        if self.stopped.as_mut().poll(context).is_pending() {
            return Poll::Pending;
        }
        self.is_over = true;
        let mut trailers = HeaderMap::new();
        let status = Status::unavailable("the server stops");
        let added = status.add_header(&mut trailers);
        Poll::Ready(Some(
            added
                .map(|()| Frame::trailers(trailers))
                .map_err(io::Error::other),
        ))
    }

    fn is_end_stream(&self) -> bool {
        self.is_over || self.calls.is_end_stream()
    }
}
