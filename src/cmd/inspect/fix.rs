//! `--fix FILE`: the chain that a server should send, of whatever lies about: the leaf first, then each
//! signer, no root and nothing twice. Where it cannot be known which leaf is meant, nothing is written.

use std::path::Path;

use super::convert::existing;
use super::diagnosis::certs;
use super::gather::Input;
use super::index::place;
use super::{aia, facts, verdict};
use crate::cli::Inspect;
use crate::cmd::session::Session;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::output::{self, Access};
use crate::pki::cert::Cert;
use crate::pki::chain;
use crate::pki::format::pem;
use crate::pki::host::Host;
use crate::report;

/// Writes the chain of the leaf that is meant: the one whose key is among the inputs, or that is for
/// `--host`, else the only one that signed nothing. `--untrusted` and `--aia` bring further issuers.
///
/// # Errors
///
/// An input error where there is no certificate, one cannot be read, or several leaves could be meant; an
/// output error.
pub(super) fn fix(file: &Path, arguments: &Inspect, inputs: &[Input], session: &Session) -> Result<Exit> {
    for input in inputs {
        if let Some(problem) = input.problems.first() {
            return Err(problem.clone());
        }
        for piece in input.certificates() {
            facts::readable(input, piece)?;
            let damaged = |e: Error| e.context(format!("`{}` cannot be put in a chain", place(input, piece)));
            Cert::parse(&piece.der).map_err(damaged)?;
        }
    }
    let mut pool: Vec<Cert> = inputs.iter().flat_map(certs).collect();
    let leaf = leaf(&pool, arguments, inputs)?;
    pool.extend(verdict::untrusted(&arguments.untrusted)?);
    if let Some(reach) = &arguments.aia {
        let (issuers, unfetched) = aia::missing(&pool, reach != "public")?;
        pool.extend(issuers);
        for problem in unfetched {
            session.warn(&format!("{problem}; {}", problem.hints().join(", ")));
        }
    }
    let fixed = chain::repair(&pool, leaf);
    let text: String = fixed
        .iter()
        .map(|cert| pem::encode("CERTIFICATE", cert.der()))
        .collect();
    if file == Path::new("-") {
        report::data(text.as_bytes())?;
    } else {
        output::write(file, text.as_bytes(), Access::Public, existing(arguments.force))?;
        session.note(&format!(
            "wrote {}: {} of {} certificates, the leaf first",
            file.display(),
            fixed.len(),
            pool.len()
        ));
    }
    let left = chain::diagnose(&fixed).findings;
    // It may be a root that every client has, so this is no more than a word of warning.
    if fixed.len() == 1 && left.is_empty() && !chain::has_signer(&pool, leaf) {
        session.warn(&format!(
            "{}: append it, unless it is a root that clients trust",
            chain::missing_issuer(&fixed[0]).message
        ));
    }
    for finding in &left {
        session.warn(&match &finding.advice {
            Some(advice) => format!("{}: {advice}", finding.message),
            None => finding.message.clone(),
        });
    }
    Ok(if left.is_empty() { Exit::Ok } else { Exit::Wrong })
}

/// The place of the leaf that is meant.
fn leaf(pool: &[Cert], arguments: &Inspect, inputs: &[Input]) -> Result<usize> {
    if pool.is_empty() {
        return Err(Error::input("there is no certificate to make a chain of"));
    }
    let keys = verdict::keys(inputs);
    if let Some(place) = pool
        .iter()
        .position(|cert| keys.iter().any(|key| key == cert.spki()))
    {
        return Ok(place);
    }
    let host = arguments.host.as_deref().map(Host::parse_subject).transpose()?;
    if let Some(host) = &host {
        let found = pool.iter().position(|cert| host.matches(cert));
        return found.ok_or_else(|| Error::input(format!("none of the certificates is for `{host}`")));
    }
    let leaves = chain::leaves(pool);
    // The first certificate is the leaf, as for every server, unless it is plainly none.
    match leaves.as_slice() {
        [first, ..] if *first == 0 => Ok(0),
        [only] => Ok(*only),
        _ => {
            let names: Vec<String> = leaves
                .iter()
                .map(|place| format!("`{}`", pool[*place].label()))
                .collect();
            Err(Error::input(format!(
                "it is not clear which chain is meant: {} could each be the leaf",
                names.join(" and ")
            ))
            .hint("name its key among the inputs, or its name with --host NAME, or put it first"))
        }
    }
}
