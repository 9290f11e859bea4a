//! `--verify`: does the leaf of each input lead to a trusted root, for this name, purpose and time? Chooses
//! the leaf, says why, and puts the answer into the report.

use std::path::PathBuf;

use jiff::Timestamp;

use super::super::roots;
use super::super::session::Session;
use super::aia;
use super::diagnosis::certs;
use super::gather::{Input, Reading, gather};
use super::index::place;
use crate::cli::Inspect;
use crate::error::{Error, Result};
use crate::model::{Finding, Report, Section, Verdict};
use crate::pki::anatomy::Anatomy;
use crate::pki::cert::Cert;
use crate::pki::format::{Kind, Piece};
use crate::pki::host::Host;
use crate::pki::primitive::Oid;
use crate::pki::verify::ocsp::Response;
use crate::pki::verify::stack;
use crate::pki::verify::{Crl, Profile, Purpose, Question, Terms, verify};
use crate::pki::{chain, oid, rule};
use crate::tlsconf::anchors;

/// What certificates are judged against.
pub(super) struct Court {
    anchors: Vec<Cert>,
    /// The certificates of all inputs and of `--untrusted`, in no order.
    pool: Vec<Cert>,
    /// Whether one of the inputs holds a leaf, so that those with CAs alone are there to help.
    has_leaf: bool,
    /// Why issuers could not be fetched.
    unfetched: Vec<Error>,
    crls: Vec<Crl>,
    ocsp: Vec<Vec<u8>>,
    /// The public keys whose private keys are among the inputs.
    keys: Vec<Vec<u8>>,
    host: Option<Host>,
    purpose: Purpose,
    profile: Profile,
    max_intermediates: Option<usize>,
    /// The certificate policies that are accepted; none stands for any.
    accepted: Vec<Oid>,
    explicit_policy: bool,
    inhibit_any: bool,
    inhibit_mapping: bool,
    stack: bool,
    now: Timestamp,
}

/// Whether a verdict is asked for: by `--verify`, or by what only a verdict needs.
pub(super) fn is_asked(arguments: &Inspect) -> bool {
    arguments.verify
        || arguments.stack
        || arguments.host.is_some()
        || !arguments.roots.is_empty()
        || !arguments.untrusted.is_empty()
        || !arguments.crl.is_empty()
        || !arguments.ocsp.is_empty()
        || !arguments.policy_oid.is_empty()
        || arguments.aia.is_some()
        || arguments.purpose.is_some()
        || arguments.max_depth.is_some()
        || arguments.explicit_policy
        || arguments.inhibit_any
        || arguments.inhibit_mapping
        // Both have rules by profile: where lints alone are asked for, it is theirs.
        || (arguments.profile.is_some() && arguments.lint.is_none())
}

impl Court {
    /// Loads anchors, pool and lists.
    ///
    /// # Errors
    ///
    /// A usage error for a host that is none; an input error for a file that cannot be read, or holds
    /// nothing of its kind.
    pub(super) fn new(
        arguments: &Inspect,
        inputs: &[Input],
        session: &Session,
        now: Timestamp,
    ) -> Result<Self> {
        let host = arguments.host.as_deref().map(Host::parse_subject).transpose()?;
        let anchors = anchors::load(&roots::named(&arguments.roots, session)?)?;
        let mut pool: Vec<Cert> = inputs.iter().flat_map(certs).collect();
        let has_leaf = pool.iter().any(|cert| !cert.is_ca());
        pool.extend(untrusted(&arguments.untrusted)?);
        let unfetched = match &arguments.aia {
            Some(reach) => {
                let (issuers, failed) = aia::missing(&pool, reach != "public")?;
                pool.extend(issuers);
                failed
            }
            None => Vec::new(),
        };
        let mut crls = read(&arguments.crl, Kind::Crl, Crl::parse)?;
        let mut ocsp = read(&arguments.ocsp, Kind::OcspResponse, response)?;
        // What is damaged is said where the input is described.
        for piece in inputs.iter().flat_map(|input| &input.pieces) {
            match piece.kind {
                Kind::Crl => crls.extend(Crl::parse(&piece.der)),
                Kind::OcspResponse => ocsp.extend(response(&piece.der)),
                _ => {}
            }
        }
        Ok(Self {
            anchors,
            pool,
            has_leaf,
            unfetched,
            crls,
            ocsp,
            keys: keys(inputs),
            host,
            purpose: purpose(arguments.purpose.as_deref().unwrap_or_default()),
            profile: profile(arguments.profile.as_deref().unwrap_or_default()),
            max_intermediates: arguments.max_depth,
            accepted: arguments
                .policy_oid
                .iter()
                .map(|text| policy(text))
                .collect::<Result<_>>()?,
            explicit_policy: arguments.explicit_policy,
            inhibit_any: arguments.inhibit_any,
            inhibit_mapping: arguments.inhibit_mapping,
            stack: arguments.stack,
            now,
        })
    }

    /// Why issuers that `--aia` asks for could not be fetched.
    pub(super) fn unfetched(&self) -> &[Error] {
        &self.unfetched
    }

    /// Adds the answer on an input to its report. An input without certificates gets none; nor does one
    /// with nothing but CAs where another input holds a leaf: it is there to help, and the report says so.
    pub(super) fn judge(&self, input: &Input, report: &mut Report) {
        let unreadable = unreadable(input);
        if !unreadable.is_empty() {
            report.verdict = Some(Verdict::Fail);
            report.findings.extend(unreadable);
        }
        let certs = certs(input);
        let idle = if !input.has_certificate() {
            Some("it holds no certificate")
        } else if self.has_leaf && certs.iter().all(Cert::is_ca) {
            Some("it is there to help the other inputs")
        } else {
            None
        };
        if let Some(why) = idle {
            // What could not be read is said already.
            if report.problems.is_empty() {
                let section = Section::new("verification").with("not_judged", why);
                report.sections.push(section);
            }
            return;
        }
        let host = self.host.as_ref().or(input.host.as_ref());
        let Some((leaf, why)) = self.leaf(input, &certs, host) else {
            return;
        };
        let question = Question {
            leaf,
            untrusted: &self.pool,
            anchors: &self.anchors,
            host,
            purpose: self.purpose,
            now: self.now,
            crls: &self.crls,
            ocsp: &self.ocsp,
            profile: self.profile,
            max_intermediates: self.max_intermediates,
            policies: Terms {
                accepted: &self.accepted,
                explicit: self.explicit_policy,
                inhibit_any: self.inhibit_any,
                inhibit_mapping: self.inhibit_mapping,
            },
        };
        let answer = verify(&question);
        let mut section = answer.section();
        section.push("leaf_chosen_for", why);
        section.push("at", self.now);
        report.sections.push(section);
        if self.stack {
            report.sections.push(stack::section(&question, &answer));
        }
        report.findings.extend(answer.findings().iter().cloned());
        report.verdict = Some(if answer.is_accepted() {
            Verdict::Pass
        } else {
            Verdict::Fail
        });
    }

    /// The leaf among an input's certificates, and why that one.
    fn leaf<'a>(
        &self,
        input: &Input,
        certs: &'a [Cert],
        host: Option<&Host>,
    ) -> Option<(&'a Cert, &'static str)> {
        let by_key = certs
            .iter()
            .find(|cert| self.keys.iter().any(|key| key == cert.spki()));
        if let Some(cert) = by_key {
            return Some((cert, "its private key is here"));
        }
        if let Some(host) = host
            && let Some(cert) = certs.iter().find(|cert| host.matches(cert))
        {
            return Some((cert, "it is for the host"));
        }
        // A PKCS#7 bundle is a set, written in the order of its members' bytes (X.690 §11.6).
        if input.certificates().all(|piece| piece.is_of_set)
            && let [only] = chain::leaves(certs).as_slice()
        {
            return Some((&certs[*only], "it signed no other in the set"));
        }
        Some((certs.first()?, "it comes first"))
    }
}

/// Certificates that can be shown but not verified: they are not DER as RFC 5280 wants it.
fn unreadable(input: &Input) -> Vec<Finding> {
    let of_kind = input
        .pieces
        .iter()
        .filter(|piece| piece.kind == Kind::Certificate);
    let finding = |piece: &Piece| {
        let why = Cert::parse(&piece.der).err()?;
        Anatomy::parse(&piece.der).ok()?;
        let why = why.causes().first().cloned().unwrap_or_default();
        let message = format!("it is not DER as certificates are: {why}");
        Some(Finding::new(&rule::MALFORMED, message).on(place(input, piece)))
    };
    of_kind.filter_map(finding).collect()
}

/// The certificates of `--untrusted`.
///
/// # Errors
///
/// An input error for a file that cannot be read, or holds none.
pub(super) fn untrusted(files: &[PathBuf]) -> Result<Vec<Cert>> {
    read(files, Kind::Certificate, Cert::parse)
}

/// The public keys of the private keys among the inputs.
pub(super) fn keys(inputs: &[Input]) -> Vec<Vec<u8>> {
    let mut keys = Vec::new();
    for input in inputs {
        for piece in &input.pieces {
            if matches!(piece.kind, Kind::EncryptedKey | Kind::PrivateKey)
                && let Ok(key) = input.key(piece)
            {
                keys.push(key.spki().to_vec());
            }
        }
    }
    keys
}

/// Everything of one kind in some files; each must hold something of it, and all of it readable.
fn read<T>(files: &[PathBuf], kind: Kind, parse: fn(&[u8]) -> Result<T>) -> Result<Vec<T>> {
    let mut found = Vec::new();
    if files.is_empty() {
        return Ok(found);
    }
    for input in gather(files, Reading::default())? {
        if let Some(problem) = input.problems.into_iter().next() {
            return Err(problem);
        }
        let before = found.len();
        for piece in input.pieces.iter().filter(|piece| piece.kind == kind) {
            let parsed = parse(&piece.der).map_err(|e| e.context(format!("`{}` is damaged", input.name)))?;
            found.push(parsed);
        }
        if found.len() == before {
            return Err(Error::input(format!("`{}` holds no {}", input.name, kind.name())));
        }
    }
    Ok(found)
}

/// The bytes of an OCSP response, once they are seen to be one.
fn response(der: &[u8]) -> Result<Vec<u8>> {
    Response::parse(der).map(|_| der.to_vec())
}

/// The policy that an object identifier names.
fn policy(text: &str) -> Result<Oid> {
    let octets = oid::parse(text).ok_or_else(|| {
        Error::usage(format!("`{text}` is not an object identifier"))
            .hint("policies are like 2.16.840.1.101.3.2.1.48.1, or 2.5.29.32.0 for any")
    })?;
    Ok(Oid::new(&octets))
}

fn purpose(text: &str) -> Purpose {
    match text {
        "any" => Purpose::Any,
        "client" => Purpose::Client,
        _ => Purpose::Server,
    }
}

/// The profile that a word of the command line names.
pub(super) fn profile(text: &str) -> Profile {
    match text {
        "private" => Profile::Private,
        "public" => Profile::Public,
        _ => Profile::Dev,
    }
}
