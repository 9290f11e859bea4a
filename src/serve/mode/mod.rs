//! What a server answers with, one directory or file for each: a directory of files, an echo.
//!
//! To add one: a module with a type that answers requests, a variant of [`Mode`], an arm in `answer`.

pub(crate) mod bad;
pub(crate) mod echo;
pub(crate) mod files;
pub(crate) mod metrics;
pub(crate) mod proxy;
pub(crate) mod redirect;

use std::sync::Arc;

use hyper::{Request, Response};

use super::authority::Authority;
use super::body::Body;
use super::connection::Connection;
use super::inbound::Inbound;
use bad::Bad;
use echo::Echo;
use files::Files;
use metrics::Page;
use proxy::Proxy;
use redirect::Redirect;

/// What a server answers with.
pub(crate) enum Mode {
    /// The catalogue of broken certificates.
    Bad(Arc<Bad>),
    /// What the client sent and what the server knows.
    Echo(Echo),
    /// A directory.
    Files(Files),
    /// Counters.
    Metrics(Page),
    /// Another server.
    Proxy(Box<Proxy>),
    /// The same URL over HTTPS.
    Redirect(Redirect),
}

/// A request that has passed the checks that hold for every mode.
pub(crate) struct Asked<'a> {
    /// The request.
    pub(crate) request: Request<Inbound>,
    /// The host it asked for; `None` in HTTP/1.0.
    pub(crate) authority: Option<Authority>,
    /// What it came in by.
    pub(crate) connection: &'a Connection,
}

impl Mode {
    /// What is also answered without TLS on the TLS port: clients that check for revocation ask in the clear.
    pub(crate) fn in_the_clear(&self, path: &str) -> Option<Response<Body>> {
        match self {
            Self::Bad(bad) => bad.statement(path),
            Self::Echo(_) | Self::Files(_) | Self::Metrics(_) | Self::Proxy(_) | Self::Redirect(_) => None,
        }
    }

    /// Answers one request.
    pub(crate) async fn answer(&self, asked: Asked<'_>) -> Response<Body> {
        match self {
            Self::Bad(bad) => bad.answer(&asked),
            Self::Echo(echo) => echo.answer(asked).await,
            Self::Files(files) => files.answer(asked.request).await,
            Self::Metrics(page) => page.answer(&asked.request),
            Self::Proxy(proxy) => proxy.answer(asked).await,
            Self::Redirect(redirect) => redirect.answer(&asked.request, asked.authority.as_ref()),
        }
    }
}
