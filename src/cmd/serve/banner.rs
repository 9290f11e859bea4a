//! What `tlsctl serve` says once it is ready: what is served as whom and how to trust it, for people on
//! standard error; the URLs, for people and programs, on standard output.

use std::path::PathBuf;

use super::super::session::Session;
use super::identity::Identities;
use super::listeners::Kind;
use crate::cli::Serve;
use crate::error::Result;
use crate::model::Event;
use crate::report::{escape, event_json};
use crate::serve::listener::Bound;
use crate::serve::site::CA_PATH;

/// What there is to say.
pub(super) struct Banner {
    urls: Vec<String>,
    http_urls: Vec<String>,
    metrics_urls: Vec<String>,
    addresses: Vec<String>,
    lines: Vec<(&'static str, String)>,
    warnings: Vec<String>,
    names: Vec<String>,
    fingerprint: Option<String>,
    ca: Option<String>,
    faults: Vec<String>,
}

impl Banner {
    /// Collects it before the sockets are given away.
    pub(super) fn new(arguments: &Serve, identities: &Identities, groups: &[(Kind, Bound)]) -> Self {
        let of = |wanted: Kind| -> Vec<&Bound> {
            groups
                .iter()
                .filter(|(kind, _)| *kind == wanted)
                .map(|(_, bound)| bound)
                .collect()
        };
        let bound = of(Kind::Tls);
        let urls = urls(
            &bound,
            if arguments.listeners.plain {
                "http"
            } else {
                "https"
            },
        );
        let http_urls = self::urls(&of(Kind::Redirect), "http");
        let metrics_urls = self::urls(&of(Kind::Metrics), "http");
        let serving = serving(arguments);
        let mut lines = vec![("serving", serving.clone())];
        if let Some(hosts) = &identities.hosts {
            lines.push(("hosts", hosts.clone()));
        }
        // Of the catalogue only the certificate that its index is under.
        let own = if arguments.bad.is_empty() { usize::MAX } else { 1 };
        for identity in identities.served.iter().take(own) {
            lines.push(("certificate", identity.origin().shown.clone()));
            lines.push(("names", identity.names().join(", ")));
            lines.push(("SHA-256", identity.fingerprint()));
        }
        if let (Some(_), Some(url)) = (&identities.ca, urls.first()) {
            lines.push(("trust it", trust(arguments, url)));
        }
        let names = identities
            .served
            .iter()
            .flat_map(|identity| identity.names().iter().cloned());
        Self {
            addresses: bound.iter().map(|bound| bound.address.to_string()).collect(),
            warnings: warnings(arguments, &bound, &serving),
            names: names.collect(),
            fingerprint: identities.served.first().map(|identity| identity.fingerprint()),
            ca: identities.ca.clone(),
            faults: arguments.fault.clone(),
            lines,
            urls,
            http_urls,
            metrics_urls,
        }
    }

    /// Says it.
    pub(super) fn show(&self, session: &Session) -> Result<()> {
        for warning in &self.warnings {
            session.warn(warning);
        }
        if !session.is_human() {
            return session.data(format!("{}\n", event_json(&self.event())).as_bytes());
        }
        let style = session.log_style();
        for (label, text) in &self.lines {
            session.note(&format!(
                "{}{}",
                style.dim(&format!("{label:<LABEL$}")),
                escape(text)
            ));
        }
        let style = session.style();
        let mut ready = String::new();
        let kinds = [
            ("ready", &self.urls),
            ("redirect", &self.http_urls),
            ("metrics", &self.metrics_urls),
        ];
        for (word, urls) in kinds {
            for url in urls {
                let pad = " ".repeat(LABEL - word.len());
                ready.push_str(&format!("{}{pad}{}\n", style.good(word), style.accent(url)));
            }
        }
        session.data(ready.as_bytes())
    }

    fn event(&self) -> Event {
        let url = self
            .urls
            .iter()
            .chain(&self.http_urls)
            .next()
            .cloned()
            .unwrap_or_default();
        Event::notice("ready", format!("serving at {url}"))
            .with("url", url)
            .with("urls", self.urls.clone())
            .with("http_urls", self.http_urls.clone())
            .with("metrics_urls", self.metrics_urls.clone())
            .with("addresses", self.addresses.clone())
            .with("names", self.names.clone())
            .with("fingerprint_sha256", self.fingerprint.clone())
            .with("ca_pem", self.ca.clone())
            .with("faults", self.faults.clone())
            .with("pid", std::process::id())
    }
}

/// Columns for the labels on the left.
const LABEL: usize = 13;

/// One URL for each address, the names first, each once.
fn urls(bound: &[&Bound], scheme: &str) -> Vec<String> {
    let default = if scheme == "https" { 443 } else { 80 };
    let mut urls: Vec<String> = Vec::new();
    for bound in bound {
        let port = match bound.address.port() {
            port if port == default => String::new(),
            port => format!(":{port}"),
        };
        for host in bound.hosts() {
            let url = format!("{scheme}://{host}{port}/");
            if !urls.contains(&url) {
                urls.push(url);
            }
        }
    }
    urls
}

fn serving(arguments: &Serve) -> String {
    if !arguments.bad.is_empty() {
        return "broken certificates".to_owned();
    }
    if arguments.redirect {
        return "redirections to HTTPS".to_owned();
    }
    if let Some(url) = &arguments.proxy {
        return url.clone();
    }
    if arguments.echo.is_some() {
        return "an echo".to_owned();
    }
    let directory = arguments.directory.clone().unwrap_or_else(|| PathBuf::from("."));
    let directory = std::path::absolute(&directory).unwrap_or(directory);
    directory.display().to_string()
}

/// A line to paste that trusts the throw-away CA.
fn trust(arguments: &Serve, url: &str) -> String {
    match &arguments.identity.ca_out {
        Some(path) => format!("curl --cacert {} {url}", path.display()),
        None => format!(
            "curl --cacert <(curl -sk {}{CA_PATH}) {url}",
            url.trim_end_matches('/')
        ),
    }
}

fn warnings(arguments: &Serve, bound: &[&Bound], serving: &str) -> Vec<String> {
    let beyond: Vec<String> = bound
        .iter()
        .filter(|bound| !bound.address.ip().is_loopback())
        .map(|bound| bound.address.to_string())
        .collect();
    let mut warnings = Vec::new();
    if !arguments.fault.is_empty() {
        let names = arguments.fault.join(", ");
        warnings.push(format!(
            "this server is faulty on purpose: {names}. `tlsctl serve --fault list` says what clients should do"
        ));
    }
    if !arguments.auth.is_empty() && arguments.listeners.plain {
        warnings.push("passwords travel in the clear: --plain serves without TLS".to_owned());
    }
    if arguments.upload.is_some() && arguments.cors.iter().any(|origin| origin == "*") {
        warnings.push(
            "every page that a browser here opens can write files: --cors without an origin lets all of them"
                .to_owned(),
        );
    }
    if arguments.upload.is_some() && arguments.auth.is_empty() && !beyond.is_empty() {
        warnings.push(format!(
            "whoever reaches {} can write files into {serving}: --auth says who may",
            beyond.join(" and ")
        ));
    }
    if !beyond.is_empty() {
        let plain = if arguments.listeners.plain {
            ", without TLS"
        } else {
            ""
        };
        warnings.push(format!(
            "other machines can reach {}: {serving} is theirs to see{plain}",
            beyond.join(" and ")
        ));
    }
    warnings
}
