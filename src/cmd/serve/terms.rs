//! What `tlsctl serve` negotiates, from what a front asks for.

use std::path::PathBuf;
use std::sync::Arc;

use super::super::session::Session;
use super::front::Front;
use super::identity::Identities;
use super::settings::Settings;
use crate::cli::{ClientAuth, Serve, ServeVersion};
use crate::error::{Error, Result};
use crate::input;
use crate::output;
use crate::tlsconf::ad_hoc;
use crate::tlsconf::keylog::KeyLog;
use crate::tlsconf::reload::{client_anchors, ticket_secrets};
use crate::tlsconf::terms::{self, Client, Terms, Version};

/// The terms of a front; `offered` is what it offers by ALPN where nobody says.
pub(super) fn of(front: &Front, offered: &str, keylog: Option<Arc<KeyLog>>) -> Result<Terms> {
    let flags = &front.terms;
    let client = match front.client_ca.as_slice() {
        [] => None,
        materials => Some(Client {
            anchors: client_anchors(materials)?,
            required: flags.client_auth != Some(ClientAuth::Request),
        }),
    };
    Ok(Terms {
        alpn: alpn(flags.alpn.as_deref().unwrap_or(offered))?,
        strict: front.identity.tls_strict_host,
        min: flags.min_tls.map_or(Version::Tls12, version),
        max: flags.max_tls.map_or(Version::Tls13, version),
        suites: flags
            .ciphers
            .as_deref()
            .map(terms::suites)
            .transpose()
            .map_err(|error| unclear(error, front, "--ciphers", "ciphers"))?
            .unwrap_or_default(),
        groups: flags
            .groups
            .as_deref()
            .map(terms::groups)
            .transpose()
            .map_err(|error| unclear(error, front, "--groups", "groups"))?
            .unwrap_or_default(),
        client,
        keylog,
        resumption: true,
        tickets: flags.ticket_key.as_deref().map(ticket_secrets).transpose()?,
    })
}

/// What is wrong with a setting, which it names.
fn unclear(error: Error, front: &Front, flag: &str, key: &str) -> Error {
    error.context(format!("`{}` is not understood", front.calls(flag, key)))
}

fn version(version: ServeVersion) -> Version {
    match version {
        ServeVersion::Tls12 => Version::Tls12,
        ServeVersion::Tls13 => Version::Tls13,
    }
}

fn alpn(list: &str) -> Result<Vec<Vec<u8>>> {
    let protocols: Vec<Vec<u8>> = list
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(|name| name.as_bytes().to_vec())
        .collect();
    if protocols.iter().any(|name| name.len() > 255) {
        return Err(Error::usage("a protocol of `--alpn` is longer than 255 bytes")
            .hint("for example --alpn h2,http/1.1"));
    }
    Ok(protocols)
}

/// The file that session secrets go to.
pub(super) fn keylog_file(arguments: &Serve) -> Option<PathBuf> {
    let variable = || input::raw_environment("SSLKEYLOGFILE").map(Into::into);
    arguments.terms.keylog.clone().or_else(variable)
}

/// Where session secrets go, with a warning that nobody overlooks. What is only checked opens no file.
pub(super) fn keylog(arguments: &Serve, session: &Session) -> Result<Option<Arc<KeyLog>>> {
    let Some(path) = keylog_file(arguments) else {
        return Ok(None);
    };
    let file = if arguments.check_config {
        output::check_append(&path)?;
        None
    } else {
        Some(output::append(&path)?)
    };
    session.warn(&format!(
        "session secrets are written to {}: whoever reads it can read every connection",
        path.display()
    ));
    Ok(file.map(|file| Arc::new(KeyLog::new(file))))
}

/// Whether handshakes can succeed on these terms, with what is served.
///
/// # Errors
///
/// A usage error where none can.
pub(super) fn check(
    settings: &Settings,
    identities: &[Identities],
    terms: &[Terms],
    session: &Session,
) -> Result<()> {
    if settings.flags.redirect {
        return Ok(());
    }
    let fronts = settings.fronts.iter().zip(identities).zip(terms);
    for ((front, identities), terms) in fronts.filter(|((front, _), _)| !front.plain) {
        terms.check().map_err(|error| front.blamed(error))?;
        judge_certifiers(terms, session);
        let served = &identities.served;
        let unsuited: Vec<&str> = served
            .iter()
            .filter(|identity| !identity.suits(terms))
            .map(|identity| identity.origin().shown.as_str())
            .collect();
        let is_made = served.is_empty() && settings.flags.bad.is_empty();
        if (is_made && !ad_hoc::suits(terms)) || (!served.is_empty() && unsuited.len() == served.len()) {
            let key = unsuited
                .first()
                .map_or("the ad-hoc certificate".to_owned(), |name| format!("`{name}`"));
            return Err(front.blamed(
                Error::usage(format!("no suite that is spoken is for the key of {key}")).hint(format!(
                    "add others to {}: those for ECDSA and Ed25519 keys begin with ECDHE-ECDSA, those for RSA with ECDHE-RSA",
                    front.calls("--ciphers", "ciphers")
                )),
            ));
        }
        for name in unsuited {
            session.warn(&format!(
                "`{name}` is never served: no suite that is spoken is for its key"
            ));
        }
    }
    Ok(())
}

/// Warns of who is to certify clients, and cannot.
fn judge_certifiers(terms: &Terms, session: &Session) {
    let anchors = terms.client.iter().flat_map(|client| &client.anchors);
    for anchor in anchors.filter(|anchor| !anchor.is_ca()) {
        session.warn(&format!(
            "`{}` is to certify clients, but is no CA: give the certificate of whoever signed it",
            anchor.subject()
        ));
    }
}
