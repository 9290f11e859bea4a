//! `tlsctl gen cross`: a second certificate for a CA's name and key, under another CA, so that what the
//! first CA signs leads to either root (RFC 5280 §3.2).

use std::path::{Path, PathBuf};

use super::super::session::Session;
use super::made::{bundle, section, shell};
use super::{FORMATS, authority, existing, required, told, wish};
use crate::cli::Cross;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::model::{Report, Section};
use crate::output::directory::{self, Entry};
use crate::pki::authority::Authority;
use crate::pki::cert::Cert;
use crate::pki::issue::{self, Subject};
use crate::pki::oid;
use crate::pki::profile::{self, INTERMEDIATE_DAYS};
use crate::pki::tbs::Extension;

/// Makes a cross-signed certificate and writes it.
pub(super) fn run(arguments: &Cross, session: &Session) -> Result<Exit> {
    session.format(FORMATS)?;
    let subject = subject(&arguments.cert)?;
    let ca = required(&arguments.issuer, "cross CERT")?;
    let place = arguments.out.clone().unwrap_or_else(|| PathBuf::from("cross"));
    let existing = existing(arguments.existing.force);
    directory::check(&place, FILES.iter().copied(), existing)?;
    let cert = sign(&subject, &ca, arguments, session)?;
    let above = ca.sent();
    let files = [
        Entry::public("cert.pem", bundle([&cert])),
        Entry::public("chain.pem", bundle(&above)),
        Entry::public("fullchain.pem", bundle(std::iter::once(&cert).chain(&above))),
    ];
    directory::write(&place, &files, &[], existing)?;
    let mut report = Report::new("gen", place.display().to_string());
    report.sections.push(section(&cert, None));
    report.sections.push(
        Section::new("files")
            .with("directory", place.display().to_string())
            .with("cert", "cert.pem")
            .with("chain", "chain.pem")
            .with("fullchain", "fullchain.pem"),
    );
    let send = format!("cat LEAF/fullchain.pem {}", shell(&place.join("fullchain.pem")));
    report
        .sections
        .push(Section::new("next").with("send", format!("{send} > fullchain.pem")));
    told(report, session)?;
    Ok(Exit::Ok)
}

const FILES: &[&str] = &["cert.pem", "chain.pem", "fullchain.pem"];

/// The certificate to be signed again, in a file or in a CA's directory; it must be a CA's.
fn subject(path: &Path) -> Result<Cert> {
    let file = authority::certificate_file(path)?;
    let name = file.display();
    let cert = authority::certificates(&file)?.into_iter().next();
    let cert = cert.ok_or_else(|| Error::input(format!("there is no certificate in `{name}`")))?;
    if cert.is_ca() {
        Ok(cert)
    } else {
        Err(Error::refused(format!("`{name}` is not the certificate of a CA"))
            .hint("a leaf is signed from its request: tlsctl gen csr, then tlsctl gen sign"))
    }
}

fn sign(subject: &Cert, ca: &Authority, arguments: &Cross, session: &Session) -> Result<Cert> {
    ca.check_alive(session.now)?;
    if ca.cert().spki() == subject.spki() {
        return Err(Error::refused("a CA does not cross-sign itself").hint("name another CA with --ca"));
    }
    let own = subject
        .extensions()
        .basic_constraints
        .and_then(|basic| basic.path_len);
    let below = match (
        own.map(|own| u8::try_from(own).unwrap_or(u8::MAX)),
        ca.room_below()?,
    ) {
        (Some(own), Some(room)) => Some(own.min(room)),
        (own, room) => own.or(room),
    };
    let until = ca.not_after().min(subject.not_after());
    let validity =
        wish(&arguments.dates, session)?.within(INTERMEDIATE_DAYS, session.now, ca.not_before(), until)?;
    let constraints = subject.extensions().find(oid::NAME_CONSTRAINTS);
    let constraints =
        constraints.map(|own| Extension::new(own.oid.octets(), own.value.to_vec()).critical_if(own.critical));
    let signed = Subject {
        name: subject.subject().raw(),
        spki: subject.spki(),
        extensions: profile::constrained_ca(below, constraints),
        validity,
    };
    // The identifier that certificates below point to, whoever computed it, and however.
    let own_id = subject.extensions().subject_key_id.as_deref();
    Cert::parse(&issue::issue_with_id(signed, own_id, ca.issuer()?)?)
}
