//! The CAs of a manifest: what is there is read and compared, what has to be made is made in memory. A CA
//! whose certificate and key are right, and only what lies beside them is not, keeps both.

use std::path::Path;

use super::super::ca::FILES;
use super::super::made::{Made, bundle};
use super::super::{authority, ensure};
use super::{Change, Run, password};
use crate::error::{Error, Result};
use crate::input;
use crate::model::Span;
use crate::output;
use crate::output::directory::Entry;
use crate::pki::authority::Authority;
use crate::pki::cert::Cert;
use crate::pki::issue::{self, Subject};
use crate::pki::key::Key;
use crate::pki::manifest::Ca;
use crate::pki::profile::{self, INTERMEDIATE_DAYS, ROOT_DAYS};
use crate::pki::renewal::{self, Reason};
use crate::pki::tbs::Validity;
use crate::pki::{name_constraint, oid, verify};

impl Run<'_> {
    /// Looks at a CA, and makes it in memory where it is not as it should be; those above it come first.
    pub(super) fn ca(&mut self, ca: &Ca) -> Result<Change> {
        let place = self.base.join(&ca.out);
        // A CA that cannot be read may be one whose password is missing: it is not replaced.
        let there = self
            .there(&place)
            .map_err(|e| e.context(format!("CA `{}` cannot be used", ca.id)))?;
        let impossible = |e: Error| e.context(format!("CA `{}` cannot be made", ca.id));
        let below = self.path_length(ca).map_err(impossible)?;
        let reasons = self.ca_reasons(ca, there.as_ref(), below);
        let (authority, change) = match there {
            Some(there) if reasons.is_empty() => self.mend(ca, &there, &place)?,
            // Nor is one whose key is only kept elsewhere.
            Some(there) if !there.has_key() => return Err(impossible(keyless(&place, &reasons))),
            _ => self.make_ca(ca, below, reasons).map_err(impossible)?,
        };
        if !change.reasons.is_empty() {
            super::check_place(&place, FILES.iter().copied())?;
        }
        self.cas.push(authority);
        Ok(change)
    }

    /// The CA in `place`, if there is any file of one: its own certificate, since all above it is known from
    /// the CA that it is below, and its key where that is there.
    fn there(&self, place: &Path) -> Result<Option<Authority>> {
        if !FILES.iter().any(|name| place.join(name).exists()) {
            return Ok(None);
        }
        let file = place.join("privkey.pem");
        let key = match file.exists() {
            true => Some(password::key(
                &input::read(&file, input::LIMIT)?,
                &file.display().to_string(),
                &self.password,
            )?),
            false => None,
        };
        Authority::with(vec![certificate(place)?], None, key).map(Some)
    }

    /// How many CAs there may be below it: as many as it says, and the one above it allows.
    fn path_length(&self, ca: &Ca) -> Result<Option<u8>> {
        let Some(at) = ca.issuer else {
            return Ok(ca.path_len);
        };
        let room = self.parent(at)?.room_below().map_err(|e| {
            let refusal = Error::refused(e.message());
            let refusal = e.causes().iter().fold(refusal, Error::because);
            refusal.hint("give the CA above it a greater path-len, or none")
        })?;
        let wanted = ca.path_len.or(room).or(Some(ca.levels_below));
        Ok(wanted.map(|len| room.map_or(len, |room| room.min(len))))
    }

    /// Why a CA is not what the manifest says.
    fn ca_reasons(&self, ca: &Ca, there: Option<&Authority>, below: Option<u8>) -> Vec<Reason> {
        let Some(there) = there else {
            return vec![Reason::new("missing", "there is none")];
        };
        let cert = there.cert();
        let constraints = name_constraint::extension(&ca.permit, &ca.exclude).map(|e| e.value);
        let known = cert
            .extensions()
            .find(oid::NAME_CONSTRAINTS)
            .map(|e| e.value.to_vec());
        let length = cert
            .extensions()
            .basic_constraints
            .and_then(|basic| basic.path_len);
        let name = cert.subject().common_name();
        let above = ca.issuer.and_then(|at| self.cas.get(at));
        let renewed = self.validity_of(ca).ok().map(|validity| validity.not_after);
        let found = [
            renewal::expiry(cert, ca.renew_before, renewed, self.session.now),
            (name.as_deref() != Some(ca.name.as_str()))
                .then(|| Reason::new("names-changed", "it has another name")),
            Self::key_type(ca, cert),
            (constraints != known)
                .then(|| Reason::new("constraints-changed", "its name constraints are others")),
            (length != below.map(u32::from))
                .then(|| Reason::new("path-length-changed", "its path length is another")),
            renewal::dates(cert, ca.dates.term(self.session.now), above, self.session.now),
            renewal::issuer(cert, above),
        ];
        found.into_iter().flatten().collect()
    }

    /// Whether its key is of another type than the manifest says; where that says nothing, any is right that
    /// verifiers take.
    fn key_type(ca: &Ca, cert: &Cert) -> Option<Reason> {
        if !ca.is_kind_stated {
            let weak = verify::check_key(cert).err()?;
            return Some(Reason::new("key-weak", weak.message));
        }
        let is_other = cert.public_key().kind().to_string() != ca.kind.to_string();
        is_other.then(|| Reason::new("key-type-changed", "its key is of another type"))
    }

    /// A CA that is right, and new files of it where those that are there are not.
    fn mend(&self, ca: &Ca, there: &Authority, place: &Path) -> Result<(Authority, Change)> {
        let parent = ca.issuer.and_then(|at| self.cas.get(at));
        let cert = there.cert().clone();
        let chain = parent.map(Authority::sent).unwrap_or_default();
        let root = match parent {
            Some(parent) => parent.root().cloned(),
            None => Some(cert.clone()),
        };
        let public = public(&cert, &chain, root.as_ref())?;
        let mut reasons = Vec::new();
        for (name, wanted) in FILES.iter().skip(1).zip(&public) {
            let file = place.join(name);
            let same = authority::certificates(&file).is_ok_and(|found| found == wanted.1);
            if !same {
                reasons.push(Reason::new(
                    "files-changed",
                    format!("`{}` is not there, or not this CA's", file.display()),
                ));
                break;
            }
        }
        let mut files: Vec<Entry> = public
            .into_iter()
            .map(|(name, part)| Entry::public(name, bundle(&part)))
            .collect();
        let own_key = || there.key().and_then(|key| Key::from_der(key.pkcs8()));
        if there.has_key() {
            let key = self.mend_key(ca, &cert, own_key()?, place, &mut reasons)?;
            files.push(Entry::private("privkey.pem", key));
        }
        let whole = std::iter::once(cert).chain(chain).collect();
        Ok((
            Authority::with(whole, root, there.has_key().then(own_key).transpose()?)?,
            Change {
                reasons,
                files,
                obsolete: Vec::new(),
            },
        ))
    }

    /// The file of a key as it is, or encrypted or plain where it is to be so.
    fn mend_key(
        &self,
        ca: &Ca,
        cert: &Cert,
        key: Key,
        place: &Path,
        reasons: &mut Vec<Reason>,
    ) -> Result<Vec<u8>> {
        let file = place.join("privkey.pem");
        if output::is_exposed(&file) {
            reasons.push(Reason::new(
                "key-exposed",
                format!("others than its owner can read `{}`", file.display()),
            ));
        }
        let bytes = input::read(&file, input::LIMIT)?;
        let secret = match (ca.encrypt, password::is_locked(&bytes)) {
            (Some(true), false) => {
                reasons.push(Reason::new("key-not-encrypted", "its key is not encrypted"));
                self.secret.as_deref()
            }
            (Some(false), true) => {
                reasons.push(Reason::new("key-encrypted", "its key is encrypted"));
                None
            }
            _ => return Ok(bytes),
        };
        let made = Made::new(cert.der(), Vec::new(), None, key)?;
        Ok(made.privkey(secret)?.into_bytes())
    }

    fn make_ca(&self, ca: &Ca, below: Option<u8>, reasons: Vec<Reason>) -> Result<(Authority, Change)> {
        let key = Key::generate(ca.kind)?;
        let name = profile::common_name(&ca.name);
        let subject = Subject {
            name: &name,
            spki: key.spki(),
            extensions: profile::constrained_ca(below, name_constraint::extension(&ca.permit, &ca.exclude)),
            validity: self.ca_validity(ca)?,
        };
        let made = match ca.issuer {
            None => Made::new(&issue::self_signed(subject, &key)?, Vec::new(), None, key)?,
            Some(at) => {
                let parent = self.parent(at)?;
                let der = issue::issue(subject, parent.issuer()?)?;
                Made::new(&der, parent.sent(), parent.root().cloned(), key)?
            }
        };
        let mut files = made.files("", self.secret.as_deref().filter(|_| ca.encrypt == Some(true)))?;
        let root = made.root.as_ref().unwrap_or(&made.cert);
        files.push(Entry::public("root.pem", bundle([root])));
        let chain: Vec<Cert> = std::iter::once(made.cert).chain(made.chain).collect();
        Ok((
            Authority::new(chain, made.root, made.key)?,
            Change {
                reasons,
                files,
                // The list of what the old CA had revoked.
                obsolete: vec!["crl.pem".to_owned()],
            },
        ))
    }

    fn ca_validity(&self, ca: &Ca) -> Result<Validity> {
        let validity = self.validity_of(ca)?;
        self.warn_of_restlessness(ca.renew_before, validity, &ca.out);
        Ok(validity)
    }

    fn validity_of(&self, ca: &Ca) -> Result<Validity> {
        let wish = ca.dates.wish(self.session.now);
        let now = self.session.now;
        let validity = match ca.issuer {
            None => wish.validity(ROOT_DAYS, now),
            Some(at) => {
                let parent = self.parent(at)?;
                wish.within(INTERMEDIATE_DAYS, now, parent.not_before(), parent.not_after())
            }
        };
        validity.map_err(super::in_manifest)
    }

    pub(super) fn parent(&self, at: usize) -> Result<&Authority> {
        self.cas
            .get(at)
            .ok_or_else(|| Error::bug("a CA was used before it was made"))
    }

    pub(super) fn warn_of_restlessness(&self, before: Option<Span>, validity: Validity, what: &str) {
        ensure::warn_of_restlessness(before, validity, &format!("`{what}`"), self.session);
    }
}

/// A CA's own certificate, from the first of the files with it that is not damaged.
fn certificate(place: &Path) -> Result<Cert> {
    let first = |name: &str| {
        let file = place.join(name);
        let cert = authority::certificates(&file)?.into_iter().next();
        cert.ok_or_else(|| Error::input(format!("there is no certificate in `{}`", file.display())))
    };
    first("cert.pem")
        .or_else(|error| first("fullchain.pem").map_err(|_| error))
        .map_err(|e| {
            e.hint(format!(
                "bring it back from a copy; once `{}` is moved away, a new CA is made",
                place.display()
            ))
        })
}

/// Why a CA that has to be made anew is not: its key may be in a safe.
fn keyless(place: &Path, reasons: &[Reason]) -> Error {
    let words = reasons.iter().map(|reason| reason.words.as_str());
    let words: Vec<_> = words.collect();
    Error::input(format!("its key is not in `{}`", place.display()))
        .because(format!("it would be replaced: {}", words.join(", ")))
        .hint("put its key back; once the directory is moved away, a new CA is made")
}

/// The public files and what they hold.
fn public(cert: &Cert, chain: &[Cert], root: Option<&Cert>) -> Result<[(&'static str, Vec<Cert>); 4]> {
    let root = root.ok_or_else(|| Error::bug("a CA of a manifest has no root"))?;
    Ok([
        ("cert.pem", vec![cert.clone()]),
        ("chain.pem", chain.to_vec()),
        (
            "fullchain.pem",
            std::iter::once(cert).chain(chain).cloned().collect(),
        ),
        ("root.pem", vec![root.clone()]),
    ])
}
