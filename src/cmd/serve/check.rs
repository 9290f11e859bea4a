//! Flags of `tlsctl serve` that contradict each other.

use super::settings::Settings;
use crate::cli::Serve;
use crate::error::{Error, Result};

/// A condition that must not hold, what is wrong, and what to do.
type Contradiction = (bool, &'static str, &'static str);

/// Finds the first contradiction.
///
/// # Errors
///
/// A usage error that says what to do.
pub(super) fn contradictions(settings: &Settings) -> Result<()> {
    let arguments = &settings.flags;
    let wrong = identity(settings)
        .into_iter()
        .chain(modes(arguments))
        .find(|(wrong, ..)| *wrong);
    match wrong {
        Some((_, message, hint)) => Err(Error::usage(message).hint(hint)),
        None => Ok(()),
    }
}

fn identity(settings: &Settings) -> [Contradiction; 7] {
    let arguments = &settings.flags;
    let identity = &arguments.identity;
    let given = !settings.specs.is_empty();
    let password = identity.password.password_file.is_some() || identity.password.password_env.is_some();
    [
        (
            !identity.tls.is_empty() && (identity.cert.is_some() || identity.key.is_some()),
            "`--tls` and `--cert` are both given",
            "--tls DIR stands for --cert DIR/fullchain.pem --key DIR/privkey.pem: give one or the other",
        ),
        (
            identity.key.is_some() && settings.specs.is_empty(),
            "`--key` is given without `--cert`",
            "write --cert certdir/fullchain.pem --key certdir/privkey.pem, or --tls certdir",
        ),
        (
            identity.tls_strict_host && !given,
            "`--tls-strict-host` is given without a certificate",
            "say which names are served: add --tls DIR, or --cert FILE --key FILE",
        ),
        (
            arguments.listeners.plain && (given || identity.tls_strict_host || !identity.name.is_empty()),
            "`--plain` is given together with a certificate",
            "--plain serves without TLS: leave it out, or leave the certificate out",
        ),
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
        (
            arguments.terms.client_auth.is_some() && settings.client_ca.is_empty(),
            "`--client-auth` is given without `--client-ca`",
            "say who certifies clients: add --client-ca FILE",
        ),
    ]
}

fn modes(arguments: &Serve) -> [Contradiction; 10] {
    let listeners = &arguments.listeners;
    let redirects = arguments.redirect || !listeners.http.is_empty();
    let identity = &arguments.identity;
    let given = !identity.tls.is_empty() || identity.cert.is_some();
    [
        (
            !arguments.bad.is_empty()
                && (given
                    || listeners.plain
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
            !redirects
                && (listeners.webroot.is_some()
                    || listeners.https_port.is_some()
                    || !listeners.allow_host.is_empty()),
            "`--webroot`, `--https-port` and `--allow-host` are about redirecting, and nothing is redirected",
            "add --http ADDR, for example --http :80",
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
        (
            arguments.redirect && (!arguments.auth.is_empty() || !arguments.cors.is_empty()),
            "`--auth` and `--cors` are about what is served, and nothing is",
            "leave them out, or --redirect",
        ),
        (
            arguments.redirect && !arguments.fault.is_empty(),
            "`--redirect` is given together with `--fault`",
            "faults are for what is served: leave --redirect out",
        ),
        (
            arguments.terms.min_tls == Some(crate::cli::ServeVersion::Tls13)
                && arguments.terms.max_tls == Some(crate::cli::ServeVersion::Tls12),
            "`--min-tls` is newer than `--max-tls`",
            "leave one of them out",
        ),
    ]
}
