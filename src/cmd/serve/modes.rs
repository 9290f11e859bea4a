//! What each listener of `tlsctl serve` answers with.

use std::path::Path;
use std::sync::Arc;

use hyper::StatusCode;

use super::super::session::Session;
use super::front::Front;
use super::identity::Identities;
use super::listeners::Kind;
use super::log;
use super::own;
use super::proxy;
use super::settings::Settings;
use crate::cli::{Echo as EchoKind, Serve};
use crate::error::{Error, Result};
use crate::serve::cors::Cors;
use crate::serve::fault::Plan;
use crate::serve::header::{Protection, hsts};
use crate::serve::limit::Limits;
use crate::serve::listener::Bound;
use crate::serve::login::Logins;
use crate::serve::metric::Metrics;
use crate::serve::mode::Mode;
use crate::serve::mode::echo::Echo;
use crate::serve::mode::files::{Files, Options};
use crate::serve::mode::metrics::Page;
use crate::serve::mode::redirect::Redirect;
use crate::serve::record::Recorder;
use crate::serve::site::Site;
use crate::serve::trusted::Trusted;
use crate::serve::{Listener, Service};
use crate::tlsconf::server::Terminator;

/// What there is to answer with, checked before anything is bound.
pub(super) struct Sites {
    /// What is counted.
    pub(super) metrics: Arc<Metrics>,
    /// `None` where no HTTP is served but redirections.
    main: Option<Arc<Mode>>,
    webroot: Option<Files>,
    protection: Protection,
    recorder: Recorder,
    trusted: Trusted,
    pub(super) logins: Option<Arc<Logins>>,
    cors: Option<Cors>,
    fault: Option<Arc<Plan>>,
    http3: bool,
    code: StatusCode,
    https_port: Option<u16>,
    allow: Vec<String>,
}

impl Sites {
    /// Opens what is served.
    pub(super) fn new(
        settings: &Settings,
        session: &Session,
        limits: &Limits,
        identities: &[Identities],
        fault: Option<Plan>,
    ) -> Result<Self> {
        let arguments = &settings.flags;
        let metrics = Arc::new(Metrics::default());
        let trusted = Trusted::parse(&arguments.upstream.trust_proxy)?;
        let recorder = Recorder {
            metrics: Arc::clone(&metrics),
            log: log::access(arguments, session),
            trusted: trusted.clone(),
        };
        let flags = &arguments.listeners;
        let own = || Options {
            own: own::files(settings, identities),
            ..Options::default()
        };
        let webroot = flags
            .webroot
            .as_deref()
            .map(|path| Files::open(path, own()))
            .transpose()?;
        Ok(Self {
            main: if arguments.redirect || !arguments.bad.is_empty() || is_raw(arguments) {
                None
            } else {
                Some(Arc::new(main(settings, session, limits, identities)?))
            },
            webroot,
            protection: Protection {
                hsts: arguments.hsts.as_deref().map(hsts).transpose()?,
                cookies: arguments.secure_cookies,
            },
            recorder,
            trusted,
            logins: logins(arguments)?,
            cors: cors(arguments)?,
            fault: fault.map(Arc::new),
            http3: flags.http3,
            code: code(flags.redirect_code.unwrap_or(308))?,
            https_port: flags.https_port.map(reachable).transpose()?,
            allow: flags
                .allow_host
                .iter()
                .map(|name| crate::tlsconf::source::served_name(name))
                .collect::<Result<_>>()?,
            metrics,
        })
    }

    /// Serves something that could only be made once the addresses were bound.
    pub(super) fn serve(&mut self, mode: Mode) {
        self.main = Some(Arc::new(mode));
    }

    /// Puts what is served behind every socket.
    pub(super) fn listeners(
        &mut self,
        groups: Vec<(Kind, Bound)>,
        fronts: &[Front],
        identities: &[Identities],
        terminators: &[Option<Arc<Terminator>>],
    ) -> Vec<(Bound, Listener)> {
        let tls_port = groups
            .iter()
            .filter(|(kind, _)| kind.front().is_some_and(|front| terminators[front].is_some()))
            .find_map(|(_, bound)| bound.place.ip());
        let port = self.https_port.or(tls_port.map(|address| address.port()));
        let redirect = Mode::Redirect(Redirect {
            code: self.code,
            port: port.unwrap_or(443),
            allow: std::mem::take(&mut self.allow),
            webroot: self.webroot.take(),
        });
        let page = Page {
            metrics: Arc::clone(&self.metrics),
            terminators: terminators.iter().flatten().cloned().collect(),
        };
        let redirect = Arc::new(self.site(Arc::new(redirect)));
        let page = Arc::new(self.site(Arc::new(Mode::Metrics(page))));
        let sites: Vec<Service> = fronts
            .iter()
            .zip(identities)
            .map(|(front, identities)| self.service(front, identities))
            .collect();
        let listener = |kind: Kind| match kind {
            Kind::Site { front, introduced } => Listener {
                terminator: terminators[front].clone(),
                service: sites[front].clone(),
                introduced: introduced.then(|| self.trusted.clone()),
                fault: self.fault.clone(),
            },
            Kind::Redirect => bare(&redirect),
            Kind::Metrics => bare(&page),
        };
        groups
            .into_iter()
            .map(|(kind, bound)| (bound, listener(kind)))
            .collect()
    }

    /// What a front's clients are served.
    fn service(&self, front: &Front, identities: &Identities) -> Service {
        let Some(main) = &self.main else {
            return Service::Raw;
        };
        Service::Http(Arc::new(Site {
            strict: front.identity.tls_strict_host,
            ca: identities.ca.clone().map(Into::into),
            alternative: self.http3,
            logins: self.logins.clone(),
            cors: self.cors.clone(),
            ..self.site(Arc::clone(main))
        }))
    }

    fn site(&self, mode: Arc<Mode>) -> Site {
        Site {
            mode,
            strict: false,
            ca: None,
            alternative: false,
            logins: None,
            cors: None,
            protection: self.protection.clone(),
            recorder: self.recorder.clone(),
        }
    }
}

/// What is served beside the site: without TLS, to whoever asks.
fn bare(site: &Arc<Site>) -> Listener {
    Listener {
        terminator: None,
        service: Service::Http(Arc::clone(site)),
        introduced: None,
        fault: None,
    }
}

/// Whether no HTTP is spoken.
pub(super) fn is_raw(arguments: &Serve) -> bool {
    arguments.echo == Some(EchoKind::Raw)
}

fn main(settings: &Settings, session: &Session, limits: &Limits, identities: &[Identities]) -> Result<Mode> {
    let arguments = &settings.flags;
    if let Some(EchoKind::Http) = arguments.echo {
        return Ok(Mode::Echo(Echo::new(limits.body, limits.stall)));
    }
    if let Some(url) = &arguments.proxy {
        return proxy::of(url, settings, session).map(|proxy| Mode::Proxy(Box::new(proxy)));
    }
    let options = Options {
        hidden: arguments.hidden,
        compress: !arguments.no_compression,
        spa: arguments.spa,
        upload: arguments.upload.as_deref().map(bytes).transpose()?,
        own: own::files(settings, identities),
    };
    let directory = arguments.directory.as_deref().unwrap_or(Path::new("."));
    let files = Files::open(directory, options).map_err(|error| meant_as_port(directory, error));
    Ok(Mode::Files(files?))
}

/// What cannot be served, with a word on ports where it is a number: other programs take one there.
fn meant_as_port(directory: &Path, error: Error) -> Error {
    let text = directory.to_string_lossy();
    match text.trim_start_matches(':').parse::<u16>() {
        Ok(port) => error.hint(format!("to listen on a port: tlsctl serve --listen :{port}")),
        Err(_) => error,
    }
}

fn logins(arguments: &Serve) -> Result<Option<Arc<Logins>>> {
    let texts = arguments.auth.as_slice();
    (!texts.is_empty())
        .then(|| Logins::read(texts).map(Arc::new))
        .transpose()
}

fn cors(arguments: &Serve) -> Result<Option<Cors>> {
    let texts = arguments.cors.as_slice();
    (!texts.is_empty()).then(|| Cors::parse(texts)).transpose()
}

/// A size in bytes, or with K, M, G behind it.
fn bytes(text: &str) -> Result<u64> {
    let upper = text.to_ascii_uppercase();
    let bare = upper.trim_end_matches('B').trim_end_matches('I');
    let (digits, shift) = match bare.chars().last() {
        Some('K') => (&bare[..bare.len() - 1], 10),
        Some('M') => (&bare[..bare.len() - 1], 20),
        Some('G') => (&bare[..bare.len() - 1], 30),
        _ => (bare, 0),
    };
    let number = digits.trim().parse::<u64>().ok();
    number
        .and_then(|number| number.checked_mul(1 << shift))
        .ok_or_else(|| {
            Error::usage(format!("`{text}` is no size"))
                .hint("for example --upload=100M: K, M and G are 1024 times each other")
        })
}

/// A port that a client can go to.
fn reachable(port: u16) -> Result<u16> {
    let is_none = || {
        Error::usage("`--https-port 0` is no port that a client can go to")
            .hint("leave it out: the port of the TLS listener is taken, or 443 where there is none")
    };
    (port > 0).then_some(port).ok_or_else(is_none)
}

fn code(number: u16) -> Result<StatusCode> {
    match number {
        301 | 302 | 303 | 307 | 308 => {
            StatusCode::from_u16(number).map_err(|e| Error::bug("a status").because(e))
        }
        _ => Err(
            Error::usage(format!("`--redirect-code {number}` is no redirection"))
                .hint("308 keeps the method and is permanent; 301, 302, 303 and 307 are the others"),
        ),
    }
}
