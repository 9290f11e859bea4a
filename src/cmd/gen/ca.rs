//! `tlsctl gen ca`: a root and the intermediates below it, or intermediates below a CA that there is.
//! The issuing CA is in the directory itself; the keys above it are in directories of their own below,
//! so that they can be put away.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::super::password;
use super::super::session::Session;
use super::made::{Made, bundle, shell};
use super::{FORMATS, authority, existing, kind, new_key, occupant, seed, seeded_secret, told, wish};
use crate::cli::{Ca, Password};
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::model::Section;
use crate::output::Existing;
use crate::output::directory::{self, Entry};
use crate::pki::authority::Authority;
use crate::pki::cert::Cert;
use crate::pki::format::der::hex;
use crate::pki::issue::{self, Subject};
use crate::pki::key::{Key, Kind};
use crate::pki::name::San;
use crate::pki::name_constraint;
use crate::pki::profile::{self, INTERMEDIATE_DAYS, ROOT_DAYS, Wish};
use crate::pki::seed::Seed;
use crate::pki::tbs::Extension;

/// What the flags ask for, once they are understood.
struct Plan {
    name: Option<String>,
    intermediates: u8,
    path_len: Option<u8>,
    constraints: Option<Extension>,
    kind: Kind,
    seed: Option<Seed>,
    wish: Wish,
    now: Timestamp,
    parent: Option<Authority>,
}

/// Makes a CA and writes it.
pub(super) fn run(arguments: &Ca, session: &Session) -> Result<Exit> {
    session.format(FORMATS)?;
    let plan = plan(arguments, session)?;
    let place = arguments.out.clone().unwrap_or_else(|| PathBuf::from("ca"));
    let existing = existing(arguments.existing.force);
    directory::check(&place, FILES.iter().copied(), existing)?;
    occupant::refuse_leaf(&place)?;
    let password = arguments
        .encrypt
        .then(|| password::chosen(&arguments.issuer.password))
        .transpose()?;
    let line = make(&plan)?;
    let files = files(&line, password.as_deref())?;
    directory::write(&place, &files, &obsolete(), existing)?;
    let issuing = line
        .last()
        .ok_or_else(|| Error::bug("a CA was asked for, and none made"))?;
    let mut report = issuing.report(&place, &files);
    if let [above @ .., _] = &line[..]
        && !above.is_empty()
    {
        report.sections.push(keys_above(above, &place));
    }
    report.sections.push(next(&place, issuing));
    told(report, session)?;
    Ok(Exit::Ok)
}

/// Makes a root that may sign only what is `permitted`, and writes it without a word.
pub(in crate::cmd) fn local(
    place: &Path,
    name: String,
    permitted: &[String],
    session: &Session,
) -> Result<()> {
    let parts: Vec<_> = permitted
        .iter()
        .map(|text| name_constraint::parse(text))
        .collect::<Result<_>>()?;
    let plan = Plan {
        name: Some(name),
        intermediates: 0,
        path_len: Some(0),
        constraints: name_constraint::extension(&parts, &[]),
        kind: Kind::P256,
        seed: None,
        wish: Wish::default(),
        now: session.now,
        parent: None,
    };
    directory::write(place, &files(&make(&plan)?, None)?, &[], Existing::Keep)
}

/// The files of a CA.
pub(super) const FILES: &[&str] = &[
    "privkey.pem",
    "cert.pem",
    "chain.pem",
    "fullchain.pem",
    "root.pem",
];

/// What a new CA does away with: the directories that hold the CAs above the old one, and the list of what
/// the old one had revoked.
fn obsolete() -> Vec<String> {
    let above = (1..=MOST_INTERMEDIATES).map(|n| format!("intermediate-{n}"));
    above.chain([ROOT, "crl.pem"].map(str::to_owned)).collect()
}

const ROOT: &str = "root";
const MOST_INTERMEDIATES: u8 = 20;

fn plan(arguments: &Ca, session: &Session) -> Result<Plan> {
    let name = arguments
        .name
        .as_deref()
        .map(profile::checked_common_name)
        .transpose()?;
    let wish = wish(&arguments.dates, session)?;
    let password = Password {
        shared: arguments.encrypt,
        ..arguments.issuer.password.clone()
    };
    let parent = match &arguments.issuer.ca {
        Some(ca) => Some(authority::load_from(
            ca,
            arguments.issuer.ca_key.as_deref(),
            &password,
        )?),
        None => None,
    };
    let seed = seed(&arguments.key, Some(&arguments.dates))?;
    if seed.is_some() && arguments.encrypt {
        return Err(seeded_secret("--encrypt"));
    }
    let parent = if seed.is_some() {
        parent.map(Authority::deterministic)
    } else {
        parent
    };
    let mut intermediates = arguments.intermediates;
    if let Some(parent) = &parent {
        parent.check_alive(session.now)?;
        // Below a CA that there is, what is made is an intermediate itself.
        intermediates = intermediates.max(1);
        let room = parent.room_below()?;
        let wanted = (intermediates - 1).saturating_add(arguments.path_len.unwrap_or(0));
        if room.is_some_and(|room| room < wanted) {
            return Err(
                Error::refused(format!("the CA has no room for {intermediates} CAs below it"))
                    .because("its path length, or that of one above it, is too short"),
            );
        }
    }
    let parts = |texts: &[String]| {
        texts
            .iter()
            .map(|text| name_constraint::parse(text))
            .collect::<Result<Vec<_>>>()
    };
    Ok(Plan {
        name: name.map(str::to_owned),
        path_len: arguments.path_len,
        constraints: name_constraint::extension(&parts(&arguments.permit)?, &parts(&arguments.exclude)?),
        intermediates,
        kind: kind(&arguments.key)?,
        seed,
        wish,
        now: session.now,
        parent,
    })
}

impl Plan {
    /// The Name of a CA.
    fn subject(&self, common_name: &str) -> Vec<u8> {
        let name = profile::common_name(common_name);
        if self.seed.is_some() {
            profile::for_tests(&name)
        } else {
            name
        }
    }
}

/// The new CAs, from the top down; the last is the one that issues.
fn make(plan: &Plan) -> Result<Vec<Made>> {
    let mut line = Vec::new();
    if plan.parent.is_none() {
        line.push(root(plan)?);
    }
    let mut above = plan.parent.as_ref().map(Above::of).transpose()?;
    for number in 1..=plan.intermediates {
        let issuer = match (line.last(), &above) {
            (Some(made), _) => Above::made(made),
            (None, Some(_)) => above.take().ok_or_else(|| Error::bug("a CA has no issuer"))?,
            (None, None) => return Err(Error::bug("a CA has no issuer")),
        };
        let made = intermediate(plan, number, &issuer)?;
        line.push(made);
    }
    Ok(line)
}

fn root(plan: &Plan) -> Result<Made> {
    let key = new_key(
        plan.seed.as_ref(),
        plan.kind,
        &format!("root\n{}", plan.name.as_deref().unwrap_or_default()),
    )?;
    let text = plan.name.clone().unwrap_or_else(|| own_name(&key));
    let name = plan.subject(&text);
    let subject = Subject {
        name: &name,
        spki: key.spki(),
        // No path length on a root unless asked: whoever trusts it decides about what is below.
        extensions: profile::constrained_ca(
            plan.path_len.map(|len| len.saturating_add(plan.intermediates)),
            plan.constraints.clone(),
        ),
        validity: plan.wish.validity(ROOT_DAYS, plan.now)?,
    };
    Made::new(&issue::self_signed(subject, &key)?, Vec::new(), None, key)
}

/// What an intermediate has to know of the CA above it.
struct Above<'a> {
    issuer: issue::Issuer<'a>,
    chain: Vec<Cert>,
    root: Option<Cert>,
    since: Timestamp,
    until: Timestamp,
}

impl<'a> Above<'a> {
    fn of(authority: &'a Authority) -> Result<Self> {
        Ok(Self {
            issuer: authority.issuer()?,
            chain: authority.sent(),
            root: authority.root().cloned(),
            since: authority.not_before(),
            until: authority.not_after(),
        })
    }

    fn made(made: &'a Made) -> Self {
        let is_root = made.cert.is_self_issued();
        let own = (!is_root).then(|| made.cert.clone());
        Self {
            issuer: issue::Issuer {
                name: made.cert.subject().raw(),
                key_id: made
                    .cert
                    .extensions()
                    .subject_key_id
                    .as_deref()
                    .unwrap_or_default(),
                key: &made.key,
            },
            chain: own.into_iter().chain(made.chain.iter().cloned()).collect(),
            root: if is_root {
                Some(made.cert.clone())
            } else {
                made.root.clone()
            },
            since: made.cert.not_before(),
            until: made.cert.not_after(),
        }
    }
}

fn intermediate(plan: &Plan, number: u8, above: &Above<'_>) -> Result<Made> {
    let label = format!(
        "intermediate {number}\n{}",
        plan.name.as_deref().unwrap_or_default()
    );
    let key = new_key(plan.seed.as_ref(), plan.kind, &label)?;
    let text = match &plan.name {
        Some(name) if plan.parent.is_some() && plan.intermediates == 1 => name.clone(),
        Some(name) => format!("{name} intermediate {number}"),
        None => format!("{} intermediate {number}", own_name(&key)),
    };
    let name = plan.subject(profile::checked_common_name(&text)?);
    let subject = Subject {
        name: &name,
        spki: key.spki(),
        // Exactly as many CAs below it as were asked for. Constraints are on every CA of the line, since
        // some clients read no constraints on roots.
        extensions: profile::constrained_ca(
            Some((plan.intermediates - number).saturating_add(plan.path_len.unwrap_or(0))),
            plan.constraints.clone(),
        ),
        validity: plan
            .wish
            .within(INTERMEDIATE_DAYS, plan.now, above.since, above.until)?,
    };
    Made::new(
        &issue::issue(subject, above.issuer)?,
        above.chain.clone(),
        above.root.clone(),
        key,
    )
}

/// A name that no other CA has, so that two in one trust store are not taken for each other.
fn own_name(key: &Key) -> String {
    format!("tlsctl CA {}", hex(&profile::key_id(key.spki())[..4]))
}

fn files(line: &[Made], password: Option<&str>) -> Result<Vec<Entry>> {
    let mut files = Vec::new();
    for (i, made) in line.iter().enumerate() {
        let prefix = if i + 1 == line.len() {
            String::new()
        } else {
            format!("{}/", directory_of(made, line, i))
        };
        files.extend(made.files(&prefix, password)?);
        let root = made.root.as_ref().unwrap_or(&made.cert);
        files.push(Entry::public(format!("{prefix}root.pem"), bundle([root])));
    }
    Ok(files)
}

/// The directory of a CA above the issuing one.
fn directory_of(made: &Made, line: &[Made], index: usize) -> String {
    if made.cert.is_self_issued() {
        return ROOT.to_owned();
    }
    let first = usize::from(!line[0].cert.is_self_issued());
    format!("intermediate-{}", index + first)
}

fn keys_above(above: &[Made], place: &Path) -> Section {
    let mut section = Section::new("above");
    for (i, made) in above.iter().enumerate() {
        let name = directory_of(made, above, i);
        section.push(name.replace('-', "_"), shell(&place.join(&name)));
    }
    section
}

fn next(place: &Path, issuing: &Made) -> Section {
    let directory = shell(place);
    let mut section = Section::new("next");
    if let Some(name) = example(issuing) {
        section.push("sign", format!("tlsctl gen {name} --ca {directory}"));
    }
    section.with(
        "trust",
        format!("tlsctl trust install {}", shell(&place.join("root.pem"))),
    )
}

/// A name that the CA may sign.
fn example(issuing: &Made) -> Option<String> {
    let line = [&issuing.cert]
        .into_iter()
        .chain(&issuing.chain)
        .chain(&issuing.root);
    let constraints: Vec<_> = line
        .filter_map(|cert| cert.extensions().name_constraints.as_ref())
        .collect();
    let within = constraints.iter().flat_map(|c| name_constraint::examples(c));
    let mut candidates = ["localhost".to_owned()].into_iter().chain(within);
    candidates.find(|text| {
        San::parse(text).is_ok_and(|name| {
            constraints
                .iter()
                .all(|constraints| name_constraint::objection(constraints, &name).is_none())
        })
    })
}
