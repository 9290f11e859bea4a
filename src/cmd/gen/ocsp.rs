//! `tlsctl gen ocsp`: a CA's answer about one certificate, for a server to staple.

use std::path::{Path, PathBuf};

use super::super::session::Session;
use super::made::shell;
use super::{FORMATS, check_replaceable, issued_by, reason, required, told, updates};
use crate::cli::Ocsp;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::input::{self, LIMIT};
use crate::model::{Report, Section};
use crate::output::{self, Access, Existing};
use crate::pki::authority::Authority;
use crate::pki::cert::Cert;
use crate::pki::crl::Former;
use crate::pki::format::der::hex;
use crate::pki::format::{self, pieces};
use crate::pki::issue::{self, Subject};
use crate::pki::key::{Key, Kind};
use crate::pki::ocsp::{About, Response, Status};
use crate::pki::profile::{self, Purposes, Usage};
use crate::pki::tbs::Validity;

/// Writes an answer.
pub(super) fn run(arguments: &Ocsp, session: &Session) -> Result<Exit> {
    session.format(FORMATS)?;
    check_reason(arguments)?;
    let (this, next) = updates(arguments.this_update.as_deref(), &arguments.next_update, session)?;
    let ca = required(&arguments.issuer, "ocsp CERT")?;
    let cert = issued_by(&ca, &arguments.cert)?;
    let status = status(arguments, &ca, &cert, session)?;
    let mut response = Response {
        about: About {
            issuer: ca.cert().subject().raw().to_vec(),
            spki: ca.cert().spki().to_vec(),
            serial: cert.serial().to_vec(),
        },
        status,
        produced: this,
        this_update: this,
        next_update: next,
        certificates: Vec::new(),
    };
    let der = if arguments.delegated {
        let (responder, key) = responder(
            &ca,
            Validity {
                not_before: this,
                not_after: next,
            },
        )?;
        response.certificates = vec![responder];
        response.sign(&key)?
    } else {
        response.sign(ca.key()?)?
    };
    let file = place(arguments);
    check_replaceable(&file, format::Kind::OcspResponse)?;
    output::write(&file, &der, Access::Public, Existing::Replace)?;
    let directory = directory(&arguments.cert);
    let mut report = Report::new("gen", file.display().to_string());
    report.sections = vec![
        Section::new("ocsp_response")
            .with("subject", cert.label())
            .with("serial", hex(cert.serial()))
            .with("status", word(status))
            .with(
                "responder",
                if arguments.delegated {
                    "delegated"
                } else {
                    "issuer"
                },
            )
            .with("this_update", this)
            .with("next_update", next),
        Section::new("files").with("ocsp", file.display().to_string()),
        Section::new("next").with(
            "serve",
            format!("tlsctl serve --tls {} --ocsp {}", shell(directory), shell(&file)),
        ),
    ];
    told(report, session)?;
    Ok(Exit::Ok)
}

/// Refuses a reason for what is not revoked.
fn check_reason(arguments: &Ocsp) -> Result<()> {
    if reason(&arguments.reason) == 0 || arguments.status.as_deref() == Some("revoked") {
        return Ok(());
    }
    Err(
        Error::usage("`--reason` is why a certificate is revoked, and that is not what is asked for")
            .hint("add --status revoked; without it, status and reason are those of the CA's list"),
    )
}

/// Where the certificate is, and its key with it.
fn directory(cert: &Path) -> &Path {
    let directory = match cert.is_dir() {
        true => Some(cert),
        false => cert.parent(),
    };
    let directory = directory.filter(|path| !path.as_os_str().is_empty());
    directory.unwrap_or(Path::new("."))
}

fn place(arguments: &Ocsp) -> PathBuf {
    let beside = || match arguments.cert.is_dir() {
        true => arguments.cert.join("ocsp.der"),
        false => arguments.cert.with_file_name("ocsp.der"),
    };
    arguments.out.clone().unwrap_or_else(beside)
}

/// What was asked for, or what the CA's own list says.
fn status(arguments: &Ocsp, ca: &Authority, cert: &Cert, session: &Session) -> Result<Status> {
    let revoked = Status::Revoked(session.now, reason(&arguments.reason));
    match arguments.status.as_deref() {
        Some("good") => return Ok(Status::Good),
        Some("revoked") => return Ok(revoked),
        Some(_) => return Ok(Status::Unknown),
        None => {}
    }
    let list = arguments
        .issuer
        .ca
        .as_ref()
        .map(|ca| ca.join("crl.pem"))
        .filter(|list| list.is_file());
    let Some(list) = list else { return Ok(Status::Good) };
    let (found, _) = pieces(&input::read(&list, LIMIT)?);
    let piece = found
        .iter()
        .find(|piece| piece.kind == format::Kind::Crl)
        .ok_or_else(|| {
            Error::input(format!("`{}` holds no revocation list", list.display()))
                .hint("say it with --status")
        })?;
    let known = Former::read(&piece.der, &ca.issuer()?)?;
    Ok(known
        .revocation(cert)
        .map_or(Status::Good, |(since, reason)| Status::Revoked(since, reason)))
}

/// A responder for the time of one answer (RFC 6960 §4.2.2.2), whose key is then gone.
fn responder(ca: &Authority, validity: Validity) -> Result<(Vec<u8>, Key)> {
    let key = Key::generate(Kind::P256)?;
    let name = profile::common_name("OCSP responder");
    let purposes = Purposes::only(Usage::OcspSigning);
    let extensions = profile::leaf(&[], &purposes, key.spki(), true);
    let subject = Subject {
        name: &name,
        spki: key.spki(),
        extensions,
        validity,
    };
    Ok((issue::issue(subject, ca.issuer()?)?, key))
}

fn word(status: Status) -> &'static str {
    match status {
        Status::Good => "good",
        Status::Revoked(..) => "revoked",
        Status::Unknown => "unknown",
    }
}
