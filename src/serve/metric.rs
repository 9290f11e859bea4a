//! What a server counts, and the page that Prometheus reads (text format 0.0.4).

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use crate::tlsconf::server::Terminator;

/// Counters since the start.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    pub(crate) connections: AtomicU64,
    pub(crate) closed: AtomicU64,
    pub(crate) handshakes: AtomicU64,
    pub(crate) resumed: AtomicU64,
    pub(crate) handshakes_failed: AtomicU64,
    pub(crate) strict_refusals: AtomicU64,
    pub(crate) plain_http: AtomicU64,
    pub(crate) reloads: AtomicU64,
    pub(crate) reloads_failed: AtomicU64,
    pub(crate) bytes: AtomicU64,
    /// By the first digit of the status.
    responses: [AtomicU64; 6],
}

/// Counts one more.
pub(crate) fn count(counter: &AtomicU64) {
    counter.fetch_add(1, Relaxed);
}

impl Metrics {
    /// Counts a response of so many bytes.
    pub(crate) fn respond(&self, status: u16, bytes: u64) {
        if let Some(counter) = self.responses.get(usize::from(status / 100)) {
            count(counter);
        }
        self.bytes.fetch_add(bytes, Relaxed);
    }

    /// The page, with the expiry of what is served.
    pub(crate) fn page<'a>(&self, terminators: impl Iterator<Item = &'a Terminator>) -> String {
        let mut page = String::new();
        let counters: [(&str, &str, &AtomicU64); 10] = [
            ("connections_total", "Connections accepted", &self.connections),
            (
                "connections_closed_total",
                "Connections that are over",
                &self.closed,
            ),
            (
                "handshakes_total",
                "TLS handshakes that succeeded",
                &self.handshakes,
            ),
            (
                "handshakes_resumed_total",
                "Of these, resumed sessions",
                &self.resumed,
            ),
            (
                "handshakes_failed_total",
                "TLS handshakes that failed or timed out",
                &self.handshakes_failed,
            ),
            (
                "strict_refusals_total",
                "Clients refused for the name they asked for",
                &self.strict_refusals,
            ),
            (
                "plain_http_total",
                "Requests without TLS on a TLS port",
                &self.plain_http,
            ),
            (
                "reloads_total",
                "Certificates exchanged while running",
                &self.reloads,
            ),
            (
                "reloads_failed_total",
                "Certificates that could not be reloaded",
                &self.reloads_failed,
            ),
            ("response_bytes_total", "Bytes of response bodies", &self.bytes),
        ];
        for (name, help, counter) in counters {
            let value = counter.load(Relaxed);
            let _ = writeln!(
                page,
                "# HELP tlsctl_{name} {help}.\n# TYPE tlsctl_{name} counter\ntlsctl_{name} {value}"
            );
        }
        self.classes(&mut page);
        expiries(&mut page, terminators);
        page
    }

    fn classes(&self, page: &mut String) {
        page.push_str("# HELP tlsctl_responses_total Responses by class of status.\n# TYPE tlsctl_responses_total counter\n");
        for (class, counter) in self.responses.iter().enumerate().skip(1) {
            let _ = writeln!(
                page,
                "tlsctl_responses_total{{class=\"{class}xx\"}} {}",
                counter.load(Relaxed)
            );
        }
    }
}

fn expiries<'a>(page: &mut String, terminators: impl Iterator<Item = &'a Terminator>) {
    page.push_str("# HELP tlsctl_certificate_not_after_seconds When a served certificate expires.\n# TYPE tlsctl_certificate_not_after_seconds gauge\n");
    for identity in terminators.flat_map(|terminator| terminator.current().identities().to_vec()) {
        let (name, fingerprint) = (
            identity.names().first().cloned().unwrap_or_default(),
            identity.fingerprint(),
        );
        let expiry = identity.leaf().not_after().as_second();
        let _ = writeln!(
            page,
            "tlsctl_certificate_not_after_seconds{{name={name:?},sha256=\"{fingerprint}\"}} {expiry}"
        );
    }
}
