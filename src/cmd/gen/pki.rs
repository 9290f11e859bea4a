//! `tlsctl gen pki`: carries out a manifest. What is there and right stays; what is missing, ends soon or
//! is not what the manifest says is made, and with a CA everything below it.

use std::collections::BTreeSet;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::super::session::Session;
use super::made::{Made, bundle};
use super::{FORMATS, authority, ensure};
use crate::cli::{Password, Pki};
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::input;
use crate::model::{Fact, Report, Section, Value, Verdict};
use crate::output::Existing;
use crate::output::directory::{Batch, Entry};
use crate::pki::authority::Authority;
use crate::pki::cert::Cert;
use crate::pki::issue::{self, Subject};
use crate::pki::key::Key;
use crate::pki::manifest::{Ca, Layout, Leaf, Manifest};
use crate::pki::profile::{self, INTERMEDIATE_DAYS, LEAF_DAYS, ROOT_DAYS, Wish};
use crate::pki::renewal::{self, Reason, Wanted};
use crate::pki::{name_constraint, oid};

/// The largest manifest that is read, in bytes: some hundred thousand certificates.
const LIMIT: u64 = 64 << 20;

/// Carries out the manifest, or says what would be done.
pub(super) fn run(arguments: &Pki, session: &Session) -> Result<Exit> {
    session.format(FORMATS)?;
    let name = arguments.manifest.display().to_string();
    let text = input::read_text(&arguments.manifest, LIMIT)?;
    let manifest =
        Manifest::parse(&text).map_err(|e| e.context(format!("`{name}` cannot be carried out")))?;
    let beside = arguments
        .manifest
        .parent()
        .map(Path::to_owned)
        .unwrap_or_default();
    let mut run = Run {
        base: arguments.out.clone().unwrap_or(beside),
        check: arguments.check,
        password: arguments.password.clone(),
        session,
        batch: Batch::default(),
        cas: Vec::new(),
        rows: Vec::new(),
        made: 0,
    };
    let progress = session.progress((manifest.cas.len() + manifest.leaves.len()) as u64);
    for ca in &manifest.cas {
        run.ca(ca, &manifest)?;
        progress.step("");
    }
    let done = run.leaves(&manifest, || progress.step(""))?;
    for (leaf, reasons) in manifest.leaves.iter().zip(done) {
        run.note(&leaf.out, &reasons);
    }
    progress.finish();
    run.batch.finish();
    let mut report = Report::new("gen", name);
    let total = manifest.cas.len() + manifest.leaves.len();
    let word = if arguments.check { "to_be_made" } else { "made" };
    report.sections = vec![
        Section::new("pki")
            .with("entries", total)
            .with(word, run.made)
            .with("up_to_date", total - run.made),
        Section::new("entries").with("changes", Value::List(run.rows)),
    ];
    let drift = arguments.check && run.made > 0;
    if arguments.check {
        report.verdict = Some(if drift { Verdict::Fail } else { Verdict::Pass });
    }
    session.reports(&[report], FORMATS)?;
    Ok(if drift { Exit::Wrong } else { Exit::Ok })
}

struct Run<'a> {
    base: PathBuf,
    check: bool,
    password: Password,
    session: &'a Session,
    batch: Batch,
    /// In the manifest's order; `None` for one that is only to be made.
    cas: Vec<Option<Authority>>,
    rows: Vec<Value>,
    made: usize,
}

impl Run<'_> {
    fn ca(&mut self, ca: &Ca, manifest: &Manifest) -> Result<()> {
        let place = self.base.join(&ca.out);
        let there = match place.join("privkey.pem").exists() {
            true => Some(authority::load_from(&place, None, &self.password)),
            false => None,
        };
        // A CA that cannot be read may be one whose password is missing: it is not replaced.
        let there = there
            .transpose()
            .map_err(|e| e.context(format!("CA `{}` cannot be used", ca.id)))?;
        let reasons = self.ca_reasons(ca, there.as_ref(), manifest);
        let authority = match (there, reasons.is_empty(), self.check) {
            (Some(there), true, _) => Some(there),
            (_, _, true) => None,
            _ => Some(self.make_ca(ca, &place)?),
        };
        self.note(&ca.out, &reasons);
        self.cas.push(authority);
        Ok(())
    }

    /// Why a CA is not what the manifest says.
    fn ca_reasons(&self, ca: &Ca, there: Option<&Authority>, manifest: &Manifest) -> Vec<Reason> {
        let Some(there) = there else {
            return vec![Reason::new("missing", "there is none")];
        };
        let cert = there.cert();
        let parent = ca.issuer.map(|at| self.cas[at].as_ref());
        let constraints = name_constraint::extension(&ca.permit, &ca.exclude).map(|e| e.value);
        let known = cert
            .extensions()
            .find(oid::NAME_CONSTRAINTS)
            .map(|e| e.value.to_vec());
        let name = cert.subject().common_name();
        let found = [
            renewal::expiry(cert, manifest.renew_before, self.session.now),
            (name.as_deref() != Some(ca.name.as_str()))
                .then(|| Reason::new("names-changed", "it has another name")),
            (there.key().kind() != Some(ca.kind))
                .then(|| Reason::new("key-type-changed", "its key is of another type")),
            (constraints != known)
                .then(|| Reason::new("constraints-changed", "its name constraints are others")),
            match parent {
                Some(None) => Some(Reason::new("issuer-changed", "the CA above it has to be made")),
                Some(Some(parent)) => renewal::issuer(cert, Some(parent)),
                None => renewal::issuer(cert, None),
            },
        ];
        found.into_iter().flatten().collect()
    }

    fn make_ca(&mut self, ca: &Ca, place: &Path) -> Result<Authority> {
        let key = Key::generate(ca.kind)?;
        let name = profile::common_name(&ca.name);
        let wish = Wish {
            days: ca.days,
            ..Wish::default()
        };
        let constraints = name_constraint::extension(&ca.permit, &ca.exclude);
        let now = self.session.now;
        let made = match ca.issuer {
            None => {
                let subject = Subject {
                    name: &name,
                    spki: key.spki(),
                    extensions: profile::constrained_ca(ca.path_len, constraints),
                    validity: wish.validity(ROOT_DAYS, now)?,
                };
                Made::new(&issue::self_signed(subject, &key)?, Vec::new(), None, key)?
            }
            Some(at) => {
                let parent = self.parent(at)?;
                let room = parent
                    .room_below()
                    .map_err(|e| e.context(format!("CA `{}` cannot be made", ca.id)))?;
                let below = ca
                    .path_len
                    .or(room)
                    .or(Some(0))
                    .map(|len| room.map_or(len, |room| room.min(len)));
                let subject = Subject {
                    name: &name,
                    spki: key.spki(),
                    extensions: profile::constrained_ca(below, constraints),
                    validity: wish.within(INTERMEDIATE_DAYS, now, parent.not_before(), parent.not_after())?,
                };
                let der = issue::issue(subject, parent.issuer())?;
                Made::new(&der, parent.sent(), parent.root().cloned(), key)?
            }
        };
        let mut files = made.files("", None)?;
        let root = made.root.as_ref().unwrap_or(&made.cert);
        files.push(Entry::public("root.pem", bundle([root])));
        self.batch.write(place, &files, Existing::Replace)?;
        let chain: Vec<Cert> = std::iter::once(made.cert).chain(made.chain).collect();
        Authority::new(chain, made.root, made.key)
    }

    /// Carries out all leaves, on as many threads as there are processors, and gives for each why it was
    /// made; `step` is called for each. After a failure no further one is begun.
    fn leaves(&self, manifest: &Manifest, step: impl Fn() + Sync) -> Result<Vec<Vec<Reason>>> {
        let next = AtomicUsize::new(0);
        let work = || {
            let mut done = Vec::new();
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(leaf) = manifest.leaves.get(at) else {
                    return Ok(done);
                };
                let reasons = self.leaf(leaf, manifest).inspect_err(|_| {
                    next.store(manifest.leaves.len(), Ordering::Relaxed);
                })?;
                done.push((at, reasons));
                step();
            }
        };
        let threads = match is_nested(&manifest.leaves) {
            true => 1,
            false => std::thread::available_parallelism().map_or(1, NonZero::get),
        };
        let done: Vec<Result<Vec<_>>> = std::thread::scope(|scope| {
            let others: Vec<_> = (1..threads.min(manifest.leaves.len()))
                .map(|_| scope.spawn(work))
                .collect();
            let own = work();
            let others = others.into_iter().map(|thread| {
                thread
                    .join()
                    .unwrap_or_else(|_| Err(Error::bug("a thread that makes certificates is gone")))
            });
            std::iter::once(own).chain(others).collect()
        });
        let mut all = Vec::with_capacity(manifest.leaves.len());
        for part in done {
            all.extend(part?);
        }
        all.sort_unstable_by_key(|(at, _)| *at);
        Ok(all.into_iter().map(|(_, reasons)| reasons).collect())
    }

    fn leaf(&self, leaf: &Leaf, manifest: &Manifest) -> Result<Vec<Reason>> {
        let place = self.base.join(&leaf.out);
        let reasons = match leaf.issuer.map(|at| self.cas[at].as_ref()) {
            Some(None) => vec![Reason::new("issuer-changed", "its CA has to be made")],
            issuer => {
                let wanted = Wanted {
                    names: &leaf.names,
                    purposes: &leaf.purposes,
                    kind: leaf.kind,
                    authority: issuer.flatten(),
                    renew_before: manifest.renew_before,
                };
                match leaf.layout {
                    Layout::Combined if !place.exists() => vec![Reason::new("missing", "there is none")],
                    Layout::Combined => {
                        ensure::reasons_of((&place, &place), &self.password, &wanted, self.session)?
                    }
                    Layout::Files => ensure::reasons_in(&place, &[], &self.password, &wanted, self.session)?,
                }
            }
        };
        if !reasons.is_empty() && !self.check {
            let made = self
                .make_leaf(leaf)
                .map_err(|e| e.context(format!("`{}` cannot be made", leaf.out)))?;
            match leaf.layout {
                Layout::Combined => self.batch.write_key(&place, made.combined(None)?.as_bytes())?,
                Layout::Files => self
                    .batch
                    .write(&place, &made.files("", None)?, Existing::Replace)?,
            }
        }
        Ok(reasons)
    }

    fn make_leaf(&self, leaf: &Leaf) -> Result<Made> {
        let key = Key::generate(leaf.kind)?;
        let wish = Wish {
            days: leaf.days,
            ..Wish::default()
        };
        let now = self.session.now;
        let Some(at) = leaf.issuer else {
            let name = profile::self_signed_subject(&leaf.names);
            let extensions = profile::leaf(&leaf.names, &leaf.purposes, key.spki(), true);
            let validity = wish.validity(LEAF_DAYS, now)?;
            let subject = Subject {
                name: &name,
                spki: key.spki(),
                extensions,
                validity,
            };
            return Made::new(&issue::self_signed(subject, &key)?, Vec::new(), None, key);
        };
        let ca = self.parent(at)?;
        ca.check_leaf(&leaf.names, &leaf.purposes)?;
        let name = ca.subject(&leaf.names);
        let extensions = profile::leaf(&leaf.names, &leaf.purposes, key.spki(), !profile::is_empty(&name));
        let validity = wish.within(LEAF_DAYS, now, ca.not_before(), ca.not_after())?;
        let subject = Subject {
            name: &name,
            spki: key.spki(),
            extensions,
            validity,
        };
        Made::new(
            &issue::issue(subject, ca.issuer())?,
            ca.sent(),
            ca.root().cloned(),
            key,
        )
    }

    fn parent(&self, at: usize) -> Result<&Authority> {
        self.cas
            .get(at)
            .and_then(Option::as_ref)
            .ok_or_else(|| Error::bug("a CA was used before it was made"))
    }

    fn note(&mut self, out: &str, reasons: &[Reason]) {
        if reasons.is_empty() {
            return;
        }
        self.made += 1;
        self.rows.push(Value::map([
            Fact::new("entry", out),
            Fact::new("reasons", Value::list(reasons.iter().map(|reason| reason.id))),
            Fact::new(
                "because",
                Value::list(reasons.iter().map(|reason| reason.words.clone())),
            ),
        ]));
    }
}

/// Whether a leaf lies in the directory of another, which is replaced as a whole: one after the other then.
fn is_nested(leaves: &[Leaf]) -> bool {
    let places: BTreeSet<&Path> = leaves.iter().map(|leaf| Path::new(&leaf.out)).collect();
    let lies_in_another = |place: &&Path| place.ancestors().skip(1).any(|above| places.contains(above));
    places.iter().any(lies_in_another)
}
