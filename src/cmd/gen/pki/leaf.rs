//! The leaves of a manifest: compared with what is there, checked against the CAs as they are going to be,
//! and made.

use std::path::Path;

use super::super::ensure::{self, Files};
use super::super::form::{Asked, Context};
use super::super::leaf::{FILES, warn_of_wide_names};
use super::super::made::Made;
use super::super::occupant;
use super::Run;
use crate::error::{Error, Result};
use crate::output;
use crate::output::directory::Entry;
use crate::pki::issue::{self, Subject};
use crate::pki::key::Key;
use crate::pki::manifest::{Layout, Leaf};
use crate::pki::profile::{self, LEAF_DAYS};
use crate::pki::renewal::{Reason, Wanted};
use crate::pki::tbs::Validity;

impl Run<'_> {
    /// Why a leaf has to be made; refused where it cannot be.
    pub(super) fn leaf(&self, leaf: &Leaf) -> Result<Vec<Reason>> {
        let place = self.base.join(&leaf.out);
        let is_new = self.is_new(&place);
        let reasons = match is_new {
            true => vec![Reason::new("missing", "there is none")],
            false => self.leaf_reasons(leaf, &place)?,
        };
        if reasons.is_empty() {
            return Ok(reasons);
        }
        let possible = || {
            let validity = self.leaf_validity(leaf)?;
            if let Some(at) = leaf.issuer {
                self.parent(at)?.key()?;
            }
            match leaf.layout {
                _ if is_new => {}
                Layout::Combined => {
                    output::check_key(&place)?;
                    occupant::refuse_stranger(&place)?;
                }
                Layout::Files => {
                    occupant::refuse_ca(&place)?;
                    occupant::refuse_request(&place)?;
                    let asked = asked(leaf).with_those_in(&place, &self.password)?;
                    super::check_place(&place, FILES.iter().copied().chain(asked.names()))?;
                }
            }
            self.warn_of_restlessness(leaf.renew_before, validity, &leaf.out);
            warn_of_wide_names(&leaf.names, self.session);
            Ok(reasons)
        };
        possible().map_err(|e: Error| e.context(format!("`{}` cannot be made", leaf.out)))
    }

    fn leaf_reasons(&self, leaf: &Leaf, place: &Path) -> Result<Vec<Reason>> {
        let wanted = Wanted {
            names: &leaf.names,
            purposes: &leaf.purposes,
            kind: leaf.kind,
            authority: leaf.issuer.and_then(|at| self.cas.get(at)),
            renew_before: leaf.renew_before,
            renewed: self.leaf_validity(leaf).ok().map(|validity| validity.not_after),
            term: leaf.dates.term(self.session.now),
            stamps: 0,
            subject: None,
        };
        let anchor = self.anchor(leaf, place);
        let files = Files {
            asked: &asked(leaf),
            context: &self.context(leaf, &anchor),
            password: &self.password,
            is_to_be_plain: leaf.encrypt == Some(false),
        };
        match leaf.layout {
            Layout::Combined if !place.exists() => Ok(vec![Reason::new("missing", "there is none")]),
            Layout::Combined => ensure::reasons_of(place, &files, &wanted, self.session),
            Layout::Files => ensure::reasons_in(place, &files, &wanted, self.session),
        }
    }

    /// From when to when it is valid, once it is sure that its CA may sign it.
    fn leaf_validity(&self, leaf: &Leaf) -> Result<Validity> {
        let wish = leaf.dates.wish(self.session.now);
        let validity = match leaf.issuer {
            None => wish.validity(LEAF_DAYS, self.session.now),
            Some(at) => {
                let ca = self.parent(at)?;
                ca.check_leaf(&leaf.names, &leaf.purposes)?;
                wish.within(LEAF_DAYS, self.session.now, ca.not_before(), ca.not_after())
            }
        };
        validity.map_err(super::in_manifest)
    }

    /// A new leaf as the files that it is to be in `place`.
    pub(super) fn make_leaf(&self, leaf: &Leaf, place: &Path) -> Result<Vec<Entry>> {
        let made = self.signed(leaf)?;
        let anchor = self.anchor(leaf, place);
        let context = self.context(leaf, &anchor);
        let sealed = context.password.filter(|_| leaf.encrypt == Some(true));
        if leaf.layout == Layout::Combined {
            return Ok(vec![Entry::private("", made.combined(sealed)?)]);
        }
        let asked = match self.is_new(place) {
            true => asked(leaf),
            false => asked(leaf).with_those_in(place, &self.password)?,
        };
        let mut files = made.files("", sealed)?;
        files.extend(asked.files(&made, &context)?);
        Ok(files)
    }

    fn signed(&self, leaf: &Leaf) -> Result<Made> {
        let key = Key::generate(leaf.kind)?;
        let ca = leaf.issuer.map(|at| self.parent(at)).transpose()?;
        let name = match ca {
            Some(ca) => ca.subject(&leaf.names),
            None => profile::self_signed_subject(&leaf.names),
        };
        let subject = Subject {
            name: &name,
            spki: key.spki(),
            extensions: profile::leaf(&leaf.names, &leaf.purposes, key.spki(), !profile::is_empty(&name)),
            validity: self.leaf_validity(leaf)?,
        };
        match ca {
            None => Made::new(&issue::self_signed(subject, &key)?, Vec::new(), None, key),
            Some(ca) => Made::new(
                &issue::issue(subject, ca.issuer()?)?,
                ca.sent(),
                ca.root().cloned(),
                key,
            ),
        }
    }

    /// The certificate that clients have to trust, as a file.
    fn anchor(&self, leaf: &Leaf, place: &Path) -> std::path::PathBuf {
        match leaf.issuer.and_then(|at| self.manifest.cas.get(at)) {
            Some(ca) => self.base.join(&ca.out).join("root.pem"),
            None => place.join("cert.pem"),
        }
    }

    fn context<'c>(&'c self, leaf: &'c Leaf, anchor: &'c Path) -> Context<'c> {
        Context {
            name: &leaf.label,
            anchor,
            password: self.secret.as_deref(),
            now: self.session.now,
        }
    }
}

/// The further forms.
fn asked(leaf: &Leaf) -> Asked {
    Asked {
        forms: leaf.forms.clone(),
        legacy: leaf.legacy,
        encrypt: leaf.encrypt == Some(true),
    }
}
