//! What `tlsctl serve` says once it is ready: what is served as whom and how to trust it, for people on
//! standard error; the URLs, for people and programs, on standard output.

use std::path::PathBuf;
use std::sync::Arc;

use super::super::session::Session;
use super::front::Front;
use super::identity::Identities;
use super::listeners::Kind;
use super::settings::Settings;
use crate::cli::{Echo, Serve};
use crate::error::Result;
use crate::model::Event;
use crate::report::{escape, event_json};
use crate::serve::listener::Bound;
use crate::serve::site::CA_PATH;
use crate::tlsconf::identity::Identity;
use crate::tlsconf::terms::{Client, Terms};

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
    pub(super) fn new(
        settings: &Settings,
        identities: &[Identities],
        terms: &[Terms],
        groups: &[(Kind, Bound)],
    ) -> Self {
        let arguments = &settings.flags;
        let of = |wanted: fn(Kind) -> bool| groups.iter().filter(move |(kind, _)| wanted(*kind));
        let is_plain = |kind: Kind| kind.front().is_none_or(|front| settings.fronts[front].plain);
        let urls = |wanted| urls(of(wanted).map(|(kind, bound)| (bound, is_plain(*kind))));
        let is_site = |kind: Kind| kind.front().is_some();
        let bound: Vec<&Bound> = of(is_site).map(|(_, bound)| bound).collect();
        let http_urls = urls(|kind| kind == Kind::Redirect);
        let metrics_urls = urls(|kind| kind == Kind::Metrics);
        let urls = urls(is_site);
        let serving = serving(arguments);
        let mut lines = vec![("serving", serving.clone())];
        if let Some(hosts) = identities.iter().find_map(|identities| identities.hosts.as_ref()) {
            lines.push(("hosts", hosts.clone()));
        }
        // Of the catalogue only the certificate that its index is under.
        let own = if arguments.bad.is_empty() { usize::MAX } else { 1 };
        let served = served(identities);
        for identity in served.iter().take(own) {
            lines.push(("certificate", identity.origin().shown.clone()));
            if !identity.names().is_empty() {
                lines.push(("names", names(identity)));
            }
            lines.push(("SHA-256", identity.fingerprint()));
        }
        lines.extend(clients(settings, terms));
        let ca = identities.iter().find_map(|identities| identities.ca.clone());
        if let (Some(_), Some(url)) = (&ca, urls.first()) {
            let mut asking = terms.iter().filter_map(|terms| terms.client.as_ref());
            let is_mutual = asking.any(|client| client.required);
            lines.push(("trust it", trust(arguments, url, is_mutual)));
        }
        let names = served
            .iter()
            .flat_map(|identity| identity.names().iter().cloned());
        Self {
            addresses: bound.iter().map(|bound| bound.place.to_string()).collect(),
            warnings: warnings(arguments, &bound, &serving),
            names: names.collect(),
            fingerprint: served.first().map(|identity| identity.fingerprint()),
            ca,
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

/// The identities of all fronts, each once.
fn served(identities: &[Identities]) -> Vec<&Arc<Identity>> {
    let mut served: Vec<&Arc<Identity>> = Vec::new();
    for identity in identities.iter().flat_map(|identities| &identities.served) {
        if !served.iter().any(|other| Arc::ptr_eq(other, identity)) {
            served.push(identity);
        }
    }
    served
}

/// What is asked of clients: a line for each front that asks for certificates.
fn clients(settings: &Settings, terms: &[Terms]) -> Vec<(&'static str, String)> {
    let asks = settings.fronts.iter().zip(terms);
    let asks = asks.filter_map(|(front, terms)| Some((front, terms.client.as_ref()?)));
    let line = |(front, client): (&Front, &Client)| {
        let how = if client.required { "must" } else { "may" };
        let at = front
            .place
            .as_ref()
            .map_or(String::new(), |place| format!(" (`{place}`)"));
        let whose = certifiers(client);
        ("clients", format!("{how} show a certificate by {whose}{at}"))
    };
    asks.map(line).collect()
}

/// Who may certify clients.
pub(super) fn certifiers(client: &Client) -> String {
    let names: Vec<String> = client
        .anchors
        .iter()
        .map(|anchor| format!("`{}`", anchor.subject()))
        .collect();
    names.join(" or ")
}

/// The names that an identity is served under.
fn names(identity: &Identity) -> String {
    match identity.names() {
        [] => "none".to_owned(),
        names => names.join(", "),
    }
}

/// One URL for each address, the names first, each once; the flag says whether it is without TLS.
fn urls<'a>(bound: impl Iterator<Item = (&'a Bound, bool)>) -> Vec<String> {
    let mut urls: Vec<String> = Vec::new();
    for (bound, is_plain) in bound {
        let (scheme, usual) = if is_plain { ("http", 80) } else { ("https", 443) };
        let Some(address) = bound.place.ip() else {
            urls.push(bound.place.to_string());
            continue;
        };
        let port = match address.port() {
            port if port == usual => String::new(),
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

/// What is served, in a few words.
pub(super) fn serving(arguments: &Serve) -> String {
    if !arguments.bad.is_empty() {
        return "broken certificates".to_owned();
    }
    if arguments.redirect {
        return "redirections to HTTPS".to_owned();
    }
    if let Some(url) = &arguments.proxy {
        return url.clone();
    }
    match arguments.echo {
        Some(Echo::Http) => return "an echo".to_owned(),
        Some(Echo::Raw) => return "an echo of raw bytes".to_owned(),
        None => {}
    }
    let directory = arguments.directory.clone().unwrap_or_else(|| PathBuf::from("."));
    let directory = std::path::absolute(&directory).unwrap_or(directory);
    directory.display().to_string()
}

/// A line to paste that trusts the throw-away CA; to a client without a certificate that is not given out
/// where every client must show one.
fn trust(arguments: &Serve, url: &str, is_mutual: bool) -> String {
    match &arguments.identity.ca_out {
        Some(path) if is_mutual => {
            format!(
                "curl --cacert {} --cert CLIENT.pem --key CLIENT.key {url}",
                path.display()
            )
        }
        Some(path) => format!("curl --cacert {} {url}", path.display()),
        None if is_mutual => {
            "add --ca-out FILE: its CA is to be had from here only with a client certificate".to_owned()
        }
        None => format!(
            "curl --cacert <(curl -sk {}{CA_PATH}) {url}",
            url.trim_end_matches('/')
        ),
    }
}

fn warnings(arguments: &Serve, bound: &[&Bound], serving: &str) -> Vec<String> {
    let beyond: Vec<String> = bound
        .iter()
        .filter_map(|bound| bound.place.ip())
        .filter(|address| !address.ip().is_loopback())
        .map(|address| address.to_string())
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
