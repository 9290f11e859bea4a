//! Flags of `tlsctl serve` that contradict each other.

use super::front::Front;
use super::settings::Settings;
use crate::cli::{Echo, Serve, ServeVersion};
use crate::error::{Error, Result};

/// A condition that must not hold, what is wrong, and what to do.
type Contradiction = (bool, &'static str, &'static str);

/// Finds the first contradiction.
///
/// # Errors
///
/// A usage error that says what to do.
pub(super) fn contradictions(settings: &Settings) -> Result<()> {
    for front in &settings.fronts {
        of_front(front).map_err(|error| front.blamed(error))?;
    }
    let arguments = &settings.flags;
    let first = modes(arguments).into_iter().chain(answers(arguments));
    refuse(first.chain(listeners(settings)).chain(http3(settings)))
}

fn refuse(contradictions: impl IntoIterator<Item = Contradiction>) -> Result<()> {
    match contradictions.into_iter().find(|(wrong, ..)| *wrong) {
        Some((_, message, hint)) => Err(Error::usage(message).hint(hint)),
        None => Ok(()),
    }
}

/// The same of one front, in the words that the user wrote.
fn of_front(front: &Front) -> Result<()> {
    if let Some(flag) = front.asks_for_tls().filter(|_| front.plain) {
        return Err(Error::usage(format!("`--plain` is given together with `{flag}`"))
            .hint("--plain serves without TLS: leave one of them out"));
    }
    let terms = &front.terms;
    let strict = front.calls("--tls-strict-host", "strict_host");
    let auth = front.calls("--client-auth", "client_auth");
    let min = front.calls("--min-tls", "min_version");
    let max = front.calls("--max-tls", "max_version");
    if front.identity.tls_strict_host && front.specs.is_empty() {
        return Err(Error::usage(format!("`{strict}` is given without a certificate"))
            .hint("say which names are served: add --tls DIR, or --cert FILE --key FILE"));
    }
    if terms.client_auth.is_some() && front.client_ca.is_empty() {
        return Err(
            Error::usage(format!("`{auth}` is given, but not who certifies clients"))
                .hint("add --client-ca FILE, or `client_ca_pem_file`"),
        );
    }
    if terms.min_tls == Some(ServeVersion::Tls13) && terms.max_tls == Some(ServeVersion::Tls12) {
        return Err(Error::usage(format!("`{min}` is newer than `{max}`")).hint("leave one of them out"));
    }
    refuse(identity(front))
}

fn identity(front: &Front) -> [Contradiction; 2] {
    let identity = &front.identity;
    let given = !front.specs.is_empty();
    let password = identity.password.password_file.is_some() || identity.password.password_env.is_some();
    [
        (
            given && (!identity.name.is_empty() || identity.ca_out.is_some()),
            "`--name` and `--ca-out` are about the ad-hoc certificate, but a certificate is given",
            "to serve a certificate under other names write --tls PATH=NAME,...",
        ),
        (
            !given && password,
            "a password is given without a key",
            "add --tls DIR, or --cert FILE --key FILE",
        ),
    ]
}

fn modes(arguments: &Serve) -> [Contradiction; 6] {
    let identity = &arguments.identity;
    let given = !identity.tls.is_empty() || identity.cert.is_some();
    [
        (
            !arguments.bad.is_empty()
                && (given
                    || arguments.listeners.plain
                    || arguments.proxy.is_some()
                    || arguments.echo.is_some()
                    || arguments.directory.is_some()),
            "`--bad` is given together with something else to serve",
            "--bad brings its own certificates and pages: leave the rest out",
        ),
        (
            !arguments.bad.is_empty() && identity.name.len() > 1,
            "`--bad` is given with more than one `--name`",
            "all hosts of the catalogue stand below one name",
        ),
        (
            [
                arguments.echo.is_some(),
                arguments.directory.is_some(),
                arguments.proxy.is_some(),
            ]
            .iter()
            .filter(|given| **given)
            .count()
                > 1,
            "more than one of a directory, `--echo` and `--proxy` is given",
            "serve one of them",
        ),
        (
            arguments.redirect
                && (arguments.proxy.is_some() || arguments.echo.is_some() || arguments.directory.is_some()),
            "`--redirect` serves nothing else",
            "to redirect beside a server write --http ADDR in place of --redirect",
        ),
        (
            arguments.redirect && (!arguments.identity.tls.is_empty() || arguments.identity.cert.is_some()),
            "`--redirect` needs no certificate",
            "to redirect beside a server write --http ADDR in place of --redirect",
        ),
        (
            (arguments.spa || arguments.upload.is_some())
                && (arguments.echo.is_some()
                    || arguments.proxy.is_some()
                    || arguments.redirect
                    || !arguments.bad.is_empty()),
            "`--spa` and `--upload` are about a directory, and none is served",
            "leave them out, or serve a directory",
        ),
    ]
}

/// What is about answers, where there are none or none of that kind.
fn answers(arguments: &Serve) -> [Contradiction; 4] {
    let is_raw = arguments.echo == Some(Echo::Raw);
    let guarded = !arguments.auth.is_empty() || !arguments.cors.is_empty();
    [
        (
            arguments.redirect && guarded,
            "`--auth` and `--cors` are about what is served, and nothing is",
            "leave them out, or --redirect",
        ),
        (
            is_raw && guarded,
            "`--echo=raw` is given together with `--auth` or `--cors`, which are about HTTP",
            "for an echo over HTTP write --echo",
        ),
        (
            arguments.redirect && !arguments.fault.is_empty(),
            "`--redirect` is given together with `--fault`",
            "faults are for what is served: leave --redirect out",
        ),
        (
            is_raw && (arguments.hsts.is_some() || arguments.secure_cookies),
            "`--echo=raw` is given together with `--hsts` or `--secure-cookies`, which are about HTTP",
            "for an echo over HTTP write --echo",
        ),
    ]
}

fn listeners(settings: &Settings) -> [Contradiction; 2] {
    let arguments = &settings.flags;
    [
        (
            settings.fronts.iter().any(|front| front.place.is_some())
                && (arguments.redirect || !arguments.bad.is_empty()),
            "a `[[listener]]` with a `tls` of its own is given together with `--redirect` or `--bad`",
            "leave the configuration out",
        ),
        (
            is_introduced(settings) && arguments.upstream.trust_proxy.is_empty(),
            "`--proxy-protocol` is given without `--trust-proxy`",
            "say which proxies are to be believed, for example --trust-proxy 10.0.0.0/8",
        ),
    ]
}

fn http3(settings: &Settings) -> [Contradiction; 5] {
    let arguments = &settings.flags;
    let listeners = &arguments.listeners;
    [
        (
            listeners.http3 && !cfg!(feature = "quic"),
            "`--http3` is given, but this tlsctl was built without HTTP/3",
            "build it with the feature quic: cargo install tlsctl --features quic",
        ),
        (
            listeners.http3 && settings.fronts.iter().all(|front| front.plain),
            "`--http3` is given, and nothing is served with TLS",
            "HTTP/3 is never without TLS: leave --plain out",
        ),
        (
            listeners.http3 && settings.fronts.iter().any(is_old),
            "`--http3` is given, and TLS 1.2 is the newest to be spoken",
            "HTTP/3 is over TLS 1.3 only: leave --max-tls out",
        ),
        (
            listeners.http3
                && (arguments.redirect || arguments.echo == Some(Echo::Raw) || !arguments.bad.is_empty()),
            "`--http3` is given together with `--redirect`, `--echo=raw` or `--bad`",
            "HTTP/3 serves a directory, an echo over HTTP, or an upstream",
        ),
        (
            listeners.http3 && (is_introduced(settings) || !arguments.fault.is_empty()),
            "`--http3` is given together with `--proxy-protocol` or `--fault`, which are for TCP",
            "leave one of them out",
        ),
    ]
}

/// Whether proxies are asked to say who is behind them.
fn is_introduced(settings: &Settings) -> bool {
    let by_file = settings.addresses.iter().any(|address| address.introduced);
    by_file || settings.flags.listeners.proxy_protocol
}

/// Whether no TLS 1.3 is spoken.
fn is_old(front: &Front) -> bool {
    !front.plain && front.terms.max_tls == Some(ServeVersion::Tls12)
}
