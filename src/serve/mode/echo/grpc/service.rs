//! The echo service, `tlsctl.echo.v1.Echo`: `Say` answers once, `Repeat` as often as it is asked to, and
//! `Converse` answers every message as it comes.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_util::{StreamExt as _, stream};
use hyper::{Request, Response};
use tonic::body::Body;
use tonic::codegen::tokio_stream::Stream;
use tonic::codegen::{BoxFuture, Service};
use tonic::metadata::{KeyAndValueRef, MetadataMap};
use tonic::server::{Grpc, NamedService};
use tonic::{Status, Streaming};
use tonic_prost::ProstCodec;

use super::message::{Connection, EchoReply, EchoRequest};
use crate::serve::inbound::Inbound;

pub(super) const PACKAGE: &str = "tlsctl.echo.v1";
pub(super) const SERVICE: &str = "Echo";

/// The service.
#[derive(Clone, Copy, Debug)]
pub(super) struct Echo {
    /// The largest message that is taken, in bytes.
    pub(super) largest: usize,
}

impl NamedService for Echo {
    const NAME: &'static str = "tlsctl.echo.v1.Echo";
}

impl Service<Request<Inbound>> for Echo {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<Response<Body>, Infallible>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Inbound>) -> Self::Future {
        let largest = self.largest;
        Box::pin(async move {
            let mut grpc =
                Grpc::new(ProstCodec::<EchoReply, EchoRequest>::default()).max_decoding_message_size(largest);
            let method = request.uri().path().rsplit('/').next().unwrap_or_default();
            Ok(match method {
                "Say" => grpc.unary(Say, request).await,
                "Repeat" => grpc.server_streaming(Repeat, request).await,
                "Converse" => grpc.streaming(Converse, request).await,
                _ => Status::unimplemented("the echo has no such method").into_http(),
            })
        })
    }
}

type Replies = Pin<Box<dyn Stream<Item = Result<EchoReply, Status>> + Send>>;
type Answer<T> = BoxFuture<tonic::Response<T>, Status>;

/// Answers once.
struct Say;

/// Answers as often as it is asked to.
struct Repeat;

/// Answers every message.
struct Converse;

impl Service<tonic::Request<EchoRequest>> for Say {
    type Response = tonic::Response<EchoReply>;
    type Error = Status;
    type Future = Answer<EchoReply>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Status>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: tonic::Request<EchoRequest>) -> Self::Future {
        let reply = Template::of(&request).reply(request.get_ref(), 0);
        Box::pin(async move { Ok(tonic::Response::new(reply)) })
    }
}

impl Service<tonic::Request<EchoRequest>> for Repeat {
    type Response = tonic::Response<Replies>;
    type Error = Status;
    type Future = Answer<Replies>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Status>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: tonic::Request<EchoRequest>) -> Self::Future {
        let template = Template::of(&request);
        let asked = request.into_inner();
        Box::pin(async move {
            if asked.count > MOST {
                let message = format!("count is {}, more than {MOST}", asked.count);
                return Err(Status::invalid_argument(message));
            }
            let replies = (0..asked.count).map(move |index| Ok(template.reply(&asked, index)));
            Ok(tonic::Response::new(Box::pin(stream::iter(replies)) as Replies))
        })
    }
}

impl Service<tonic::Request<Streaming<EchoRequest>>> for Converse {
    type Response = tonic::Response<Replies>;
    type Error = Status;
    type Future = Answer<Replies>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Status>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: tonic::Request<Streaming<EchoRequest>>) -> Self::Future {
        let template = Template::of(&request);
        let replies = stream::iter(0..)
            .zip(request.into_inner())
            .map(move |(index, asked)| asked.map(|asked| template.reply(&asked, index)));
        Box::pin(async move { Ok(tonic::Response::new(Box::pin(replies) as Replies)) })
    }
}

/// What all replies of a call have in common.
struct Template(EchoReply);

impl Template {
    fn of<T>(request: &tonic::Request<T>) -> Self {
        Self(EchoReply {
            metadata: texts(request.metadata()),
            connection: request.extensions().get::<Connection>().cloned(),
            ..Default::default()
        })
    }

    fn reply(&self, asked: &EchoRequest, index: u32) -> EchoReply {
        EchoReply {
            message: asked.message.clone(),
            index,
            ..self.0.clone()
        }
    }
}

/// The metadata that is text, by key; what came more than once with commas between.
fn texts(metadata: &MetadataMap) -> std::collections::HashMap<String, String> {
    let mut texts = std::collections::HashMap::<String, String>::new();
    for entry in metadata.iter() {
        if let KeyAndValueRef::Ascii(key, value) = entry {
            let text = value.to_str().unwrap_or_default();
            texts
                .entry(key.to_string())
                .and_modify(|all| {
                    all.push_str(", ");
                    all.push_str(text);
                })
                .or_insert_with(|| text.to_owned());
        }
    }
    texts
}

/// The most replies that one call gets.
const MOST: u32 = 10_000;
