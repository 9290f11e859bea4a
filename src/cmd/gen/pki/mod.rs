//! `tlsctl gen pki`: carries out a manifest. What is there and right stays; what is missing, ends soon or
//! is not what the manifest says is made, and with a CA everything below it. All of it is looked at first,
//! and whatever cannot be made is refused before anything is written; then all is put in its place.

mod authority;
mod leaf;
mod thread;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use super::super::password;
use super::super::session::Session;
use super::{FORMATS, form};
use crate::cli::{Password, Pki};
use crate::error::{Error, Kind, Result};
use crate::exit::Exit;
use crate::input;
use crate::model::{Fact, Report, Section, Value, Verdict};
use crate::output::Existing;
use crate::output::batch::Batch;
use crate::output::directory::{self, Entry};
use crate::pki::authority::Authority;
use crate::pki::manifest::{Layout, Leaf, Manifest};
use crate::pki::renewal::Reason;

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
    let base = arguments.out.clone().unwrap_or(beside);
    // Before others have to wait: somebody may have to type it.
    let secret = match arguments.check {
        // Nothing is encrypted; what is there may have to be opened.
        true => password::given(&arguments.password)?,
        false => secret(&manifest, &arguments.password)?,
    };
    let directories = directories(&manifest, &base);
    let batch = match arguments.check {
        true => Batch::default(),
        false => held(&base, &directories)?,
    };
    let is_missing = |directory: &PathBuf| directory.symlink_metadata().is_err();
    let mut run = Run {
        new: directories.into_iter().filter(is_missing).collect(),
        base,
        password: Password {
            shared: true,
            ..arguments.password.clone()
        },
        secret,
        manifest: &manifest,
        session,
        cas: Vec::new(),
    };
    let total = manifest.cas.len() + manifest.leaves.len();
    let progress = session.progress(total as u64);
    let mut changes = Vec::new();
    for ca in &manifest.cas {
        changes.push(run.ca(ca)?);
        progress.step("");
    }
    let leaves = thread::each(&manifest.leaves, |leaf| run.leaf(leaf))?;
    if !arguments.check {
        run.carry_out(&batch, changes.iter_mut(), &leaves, || progress.step(""))?;
    }
    progress.finish();
    let rows = rows(&manifest, &changes, &leaves);
    tell(name, total, rows, arguments.check, session)
}

/// Says what was made, or would be.
fn tell(name: String, total: usize, rows: Vec<Value>, is_check: bool, session: &Session) -> Result<Exit> {
    let word = if is_check { "to_be_made" } else { "made" };
    let mut report = Report::new("gen", name);
    let drift = is_check && !rows.is_empty();
    report.sections = vec![
        Section::new("pki")
            .with("entries", total)
            .with(word, rows.len())
            .with("up_to_date", total - rows.len()),
        Section::new("entries").with("changes", Value::List(rows)),
    ];
    if is_check {
        report.verdict = Some(if drift { Verdict::Fail } else { Verdict::Pass });
    }
    session.reports(&[report], FORMATS)?;
    Ok(if drift { Exit::Wrong } else { Exit::Ok })
}

/// What no other run comes in between with, from the look at what is there to its replacement.
fn held(base: &Path, directories: &BTreeSet<PathBuf>) -> Result<Batch> {
    let batch = Batch::default();
    batch.hold(base)?;
    for directory in directories {
        batch.hold(directory)?;
    }
    Ok(batch)
}

/// The directories in which something is to be, those above first.
fn directories(manifest: &Manifest, base: &Path) -> BTreeSet<PathBuf> {
    let cas = manifest.cas.iter().map(|ca| &ca.out);
    let all = cas.chain(manifest.leaves.iter().map(|leaf| &leaf.out));
    let directories = all.filter_map(|out| base.join(out).parent().map(Path::to_owned));
    directories
        .filter(|directory| !directory.as_os_str().is_empty())
        .collect()
}

/// The password for what the manifest wants encrypted.
fn secret(manifest: &Manifest, from: &Password) -> Result<Option<String>> {
    let all = form::Asked {
        forms: manifest
            .leaves
            .iter()
            .flat_map(|leaf| leaf.forms.iter().copied())
            .collect(),
        legacy: false,
        encrypt: manifest.cas.iter().any(|ca| ca.encrypt == Some(true))
            || manifest.leaves.iter().any(|leaf| leaf.encrypt == Some(true)),
    };
    match all.password(from)? {
        // One that is given may be that of a key store that is there already.
        None => password::given(from),
        some => Ok(some),
    }
}

struct Run<'a> {
    base: PathBuf,
    /// Directories of the manifest that are not there, in which nothing has to be looked for.
    new: HashSet<PathBuf>,
    password: Password,
    /// For what is encrypted.
    secret: Option<String>,
    manifest: &'a Manifest,
    session: &'a Session,
    /// In the manifest's order, each as it is or as it is going to be.
    cas: Vec<Authority>,
}

/// What is to become of a CA: why, and the files for it.
struct Change {
    reasons: Vec<Reason>,
    files: Vec<Entry>,
    obsolete: Vec<String>,
}

impl Run<'_> {
    /// Builds everything that has to be made beside its place, and puts it there: at once, but where one
    /// place lies in another, which is replaced as a whole, the inner ones once the outer ones are done.
    fn carry_out<'c>(
        &self,
        batch: &Batch,
        cas: impl Iterator<Item = &'c mut Change>,
        leaves: &[Vec<Reason>],
        step: impl Fn() + Sync,
    ) -> Result<()> {
        let mut changed: Vec<(PathBuf, Item<'_>)> = Vec::new();
        for (ca, change) in self.manifest.cas.iter().zip(cas) {
            if !change.reasons.is_empty() {
                let files = std::mem::take(&mut change.files);
                let obsolete = std::mem::take(&mut change.obsolete);
                changed.push((self.base.join(&ca.out), Item::Ca(files, obsolete)));
            }
        }
        for (leaf, reasons) in self.manifest.leaves.iter().zip(leaves) {
            if !reasons.is_empty() {
                changed.push((self.base.join(&leaf.out), Item::Leaf(leaf)));
            }
        }
        for wave in waves(changed) {
            thread::each(&wave, |(place, item)| {
                match item {
                    Item::Ca(files, obsolete) => batch.stage(place, files.clone(), obsolete)?,
                    Item::Leaf(leaf) => self.stage(leaf, place, batch)?,
                }
                step();
                Ok(())
            })?;
            batch.commit()?;
        }
        Ok(())
    }

    /// Whether a place lies in a directory that is not there.
    fn is_new(&self, place: &Path) -> bool {
        place
            .parent()
            .is_some_and(|directory| self.new.contains(directory))
    }

    /// Makes a leaf and has it wait for its place.
    fn stage(&self, leaf: &Leaf, place: &Path, batch: &Batch) -> Result<()> {
        let set = self
            .make_leaf(leaf, place)
            .map_err(|e| e.context(format!("`{}` cannot be made", leaf.out)))?;
        match (leaf.layout, &set[..]) {
            (Layout::Combined, [file]) => batch.stage_key(place, &file.bytes),
            _ => batch.stage(place, set, &super::leaf::obsolete()),
        }
    }
}

/// Refuses what is in the way of a set before anything is written.
fn check_place<'n>(place: &Path, names: impl IntoIterator<Item = &'n str>) -> Result<()> {
    directory::check(place, names, Existing::Replace)
}

/// A refusal of dates with the words that a manifest has for them, not the command line's flags.
fn in_manifest(error: Error) -> Error {
    let kind = match error.kind() {
        Kind::Usage => Kind::Input,
        kind => kind,
    };
    let mut own = Error::new(kind, error.message());
    for cause in error.causes() {
        own = own.because(cause);
    }
    for hint in error.hints() {
        own = own.hint(hint.replace("--", ""));
    }
    own
}

/// Something that has to be made.
enum Item<'a> {
    Ca(Vec<Entry>, Vec<String>),
    Leaf(&'a Leaf),
}

/// What can be put in place at once: no place of a wave lies in another.
fn waves<T>(items: Vec<(PathBuf, T)>) -> Vec<Vec<(PathBuf, T)>> {
    let places: BTreeSet<PathBuf> = items.iter().map(|(place, _)| place.clone()).collect();
    let mut waves: BTreeMap<usize, Vec<(PathBuf, T)>> = BTreeMap::new();
    for (place, item) in items {
        let above = place.ancestors().skip(1).filter(|above| places.contains(*above));
        waves.entry(above.count()).or_default().push((place, item));
    }
    waves.into_values().collect()
}

/// A row for each entry that is not as it should be, in the manifest's order.
fn rows(manifest: &Manifest, cas: &[Change], leaves: &[Vec<Reason>]) -> Vec<Value> {
    let cas = manifest
        .cas
        .iter()
        .zip(cas)
        .map(|(ca, change)| (&ca.out, &change.reasons));
    let leaves = manifest
        .leaves
        .iter()
        .zip(leaves)
        .map(|(leaf, reasons)| (&leaf.out, reasons));
    let changed = cas.chain(leaves).filter(|(_, reasons)| !reasons.is_empty());
    let row = |(out, reasons): (&String, &Vec<Reason>)| {
        Value::map([
            Fact::new("entry", out.as_str()),
            Fact::new("reasons", Value::list(reasons.iter().map(|reason| reason.id))),
            Fact::new(
                "because",
                Value::list(reasons.iter().map(|reason| reason.words.clone())),
            ),
        ])
    };
    changed.map(row).collect()
}
