//! Whom a certificate or a request is for: the names and the subject that the flags give, where that goes, and
//! whether a CA may say so.

use std::path::{Path, PathBuf};

use super::super::session::Session;
use super::{default_place, names};
use crate::cli::Purposes;
use crate::error::{Error, Result};
use crate::pki::authority::Authority;
use crate::pki::dn::Name;
use crate::pki::name::{self, San};
use crate::pki::profile::Usage;

/// The names asked for. What is not for servers may have a subject alone.
pub(super) fn wanted_names(
    given: &[String],
    subject: Option<&Name>,
    purposes: &Purposes,
) -> Result<Vec<San>> {
    let usages = &purposes.usage;
    let is_for_servers =
        usages.iter().any(|id| id == Usage::Server.id()) || (usages.is_empty() && purposes.eku.is_empty());
    match (subject, given) {
        (Some(_), []) if !is_for_servers => Ok(Vec::new()),
        (_, given) => names(given).map_err(|e| match is_for_servers {
            true => e,
            false => e.hint("what is no such name is a subject: --subject \"Acme Signing\""),
        }),
    }
}

/// Where it goes unless something else is said: a directory called after its first name, or its subject.
pub(super) fn own_place(names: &[San], subject: Option<&Name>) -> PathBuf {
    let own = || subject.map_or_else(|| "leaf".to_owned(), Name::short);
    let of_subject = || Path::new("certs").join(name::directory_of(&own()));
    names.first().map_or_else(of_subject, default_place)
}

/// Checks that a CA's constraints leave room for a subject, and says so where some clients will not find it there.
pub(super) fn check_subject(ca: &Authority, subject: &Name, names: &[San], session: &Session) -> Result<()> {
    if !ca.admits_subject(subject) {
        return Err(
            Error::refused(format!("the CA may not sign for the subject `{subject}`"))
                .because("it has name constraints on directory names, and they leave this one out")
                .hint("with alternative names alone, without --subject, it signs"),
        );
    }
    if let Some(text) = ca.mistaken_host(subject, names) {
        session.warn(&format!(
            "the CA has name constraints, and the common name `{text}` could be a host that they forbid: some \
             clients (Java, OpenSSL, GnuTLS) will not accept the certificate; a space in it makes it none"
        ));
    }
    Ok(())
}
