//! `tlsctl gen [NAME]...`: a leaf, self-signed or signed by a CA.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::super::session::Session;
use super::super::{local_ca, password};
use super::ensure;
use super::form::{self, Context};
use super::made::{Made, shell};
use super::{FORMATS, authority, default_place, existing, kind, names, new_key, purposes, seed, wish};
use crate::cli::{Leaf, Password};
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::model::{Section, Span};
use crate::output::Existing;
use crate::output::directory::{self, Entry};
use crate::pki::authority::Authority;
use crate::pki::format::pem;
use crate::pki::issue::{self, Subject};
use crate::pki::key::Kind;
use crate::pki::name::San;
use crate::pki::profile::{self, LEAF_DAYS, Purposes, Usage};
use crate::pki::renewal::Wanted;
use crate::pki::sct::Log;
use crate::pki::seed::Seed;
use crate::pki::tbs::Validity;

/// What the flags ask for, once they are understood.
struct Plan {
    names: Vec<San>,
    purposes: Purposes,
    kind: Kind,
    validity: Validity,
    seed: Option<Seed>,
    logs: Vec<Log>,
    now: Timestamp,
    authority: Option<Authority>,
}

impl Plan {
    /// What a leaf that there is has to be, to be kept.
    fn wanted<'a>(&'a self, arguments: &Leaf) -> Result<Wanted<'a>> {
        Ok(Wanted {
            names: &self.names,
            purposes: &self.purposes,
            kind: self.kind,
            authority: self.authority.as_ref(),
            renew_before: arguments
                .ensure
                .renew_before
                .as_deref()
                .map(Span::parse)
                .transpose()?,
        })
    }
}

/// Makes a leaf and writes it.
pub(super) fn run(arguments: &Leaf, session: &Session) -> Result<Exit> {
    if arguments.stdout && !session.is_human() {
        return Err(
            Error::usage("`--stdout` writes PEM, so `--format` has nothing to say")
                .hint("leave one of them out: without --stdout the report goes to standard output"),
        );
    }
    session.format(FORMATS)?;
    let plan = plan(arguments, session)?;
    let place = arguments
        .place
        .out
        .clone()
        .unwrap_or_else(|| default_place(&plan.names[0]));
    let mut existing = existing(arguments.place.force);
    let mut reasons = Vec::new();
    if arguments.ensure.ensure {
        reasons = ensure::reasons(&place, arguments, &plan.wanted(arguments)?, session)?;
        if reasons.is_empty() || arguments.ensure.check {
            return ensure::report(&place, &reasons, session);
        }
        existing = Existing::Replace;
    }
    if !arguments.stdout {
        let names = FILES.iter().copied().chain(form::names(&arguments.forms));
        directory::check(&place, names, existing)?;
    }
    let password =
        form::need_password(&arguments.forms).then(|| password::chosen(&arguments.issuer.password));
    let password = password.transpose()?;
    let made = make(&plan)?;
    if arguments.stdout {
        session.data((made.fullchain() + &made.privkey(None)?).as_bytes())?;
        return Ok(Exit::Ok);
    }
    let mut files = made.files("", password.as_deref().filter(|_| arguments.forms.encrypt))?;
    let context = Context {
        name: &plan.names[0].to_string(),
        anchor: &anchor(signer(arguments).as_deref(), &place),
        password: password.as_deref(),
        now: session.now,
    };
    files.extend(form::files(&arguments.forms, &made, &context)?);
    if !plan.logs.is_empty() {
        let keys: String = plan
            .logs
            .iter()
            .map(|log| pem::encode("PUBLIC KEY", log.spki()))
            .collect();
        files.push(Entry::public("ct-logs.pem", keys));
    }
    directory::write(&place, &files, &[], existing)?;
    let mut report = made.report(&place, &files);
    if arguments.ensure.ensure {
        report.sections.push(ensure::section(&reasons, true));
    }
    report
        .sections
        .push(next(&plan, &place, signer(arguments).as_deref()));
    session.reports(&[report], FORMATS)?;
    Ok(Exit::Ok)
}

/// The CA that signs: the one named, or the installed local CA.
fn signer(arguments: &Leaf) -> Option<PathBuf> {
    let own = || local_ca::installed().filter(|_| !arguments.self_signed);
    arguments.issuer.ca.clone().or_else(own)
}

/// The four files of a leaf.
const FILES: &[&str] = &["privkey.pem", "cert.pem", "chain.pem", "fullchain.pem"];

fn plan(arguments: &Leaf, session: &Session) -> Result<Plan> {
    let names = names(&arguments.name)?;
    let purposes = purposes(&arguments.purposes)?;
    let wish = wish(&arguments.dates, session)?;
    let seed = seed(&arguments.key, Some(&arguments.dates))?;
    let authority = match signer(arguments) {
        Some(ca) => Some(authority::load_from(
            &ca,
            arguments.issuer.ca_key.as_deref(),
            &Password {
                shared: form::need_password(&arguments.forms),
                ..arguments.issuer.password.clone()
            },
        )?),
        None => None,
    };
    let authority = if seed.is_some() {
        authority.map(Authority::deterministic)
    } else {
        authority
    };
    let validity = match &authority {
        Some(ca) => {
            ca.check_alive(session.now)?;
            ca.check_leaf(&names, &purposes)?;
            wish.within(LEAF_DAYS, session.now, ca.not_before(), ca.not_after())?
        }
        None if arguments.sct > 0 => {
            return Err(
                Error::usage("`--sct` needs a CA: a self-signed certificate is in no log")
                    .hint("add --ca DIR"),
            );
        }
        None => wish.validity(LEAF_DAYS, session.now)?,
    };
    Ok(Plan {
        names,
        purposes,
        kind: kind(&arguments.key)?,
        validity,
        seed,
        logs: (0..arguments.sct).map(|_| Log::new()).collect::<Result<_>>()?,
        now: session.now,
        authority,
    })
}

fn make(plan: &Plan) -> Result<Made> {
    let label: Vec<String> = plan.names.iter().map(ToString::to_string).collect();
    let key = new_key(
        plan.seed.as_ref(),
        plan.kind,
        &format!("leaf\n{}", label.join("\n")),
    )?;
    let name = match &plan.authority {
        Some(ca) => ca.subject(&plan.names),
        None => profile::self_signed_subject(&plan.names),
    };
    let name = if plan.seed.is_some() {
        profile::for_tests(&name)
    } else {
        name
    };
    let subject = Subject {
        name: &name,
        spki: key.spki(),
        extensions: profile::leaf(&plan.names, &plan.purposes, key.spki(), !profile::is_empty(&name)),
        validity: plan.validity,
    };
    match &plan.authority {
        Some(ca) => {
            let der = issue::stamped(subject, ca.issuer(), &plan.logs, plan.now)?;
            Made::new(&der, ca.sent(), ca.root().cloned(), key)
        }
        None => Made::new(&issue::self_signed(subject, &key)?, Vec::new(), None, key),
    }
}

/// The certificate that clients have to trust, as a file.
fn anchor(ca: Option<&Path>, place: &Path) -> PathBuf {
    match ca {
        Some(ca) => Some(ca.join("root.pem"))
            .filter(|root| root.exists())
            .unwrap_or_else(|| ca.to_owned()),
        None => place.join("cert.pem"),
    }
}

/// What one would do next with it.
fn next(plan: &Plan, place: &Path, ca: Option<&Path>) -> Section {
    let directory = shell(place);
    let roots = shell(&anchor(ca, place));
    let host = plan
        .names
        .iter()
        .find(|name| name.is_host())
        .map(|name| match name {
            San::Dns(text) => text
                .strip_prefix("*.")
                .map_or_else(|| text.clone(), |base| format!("www.{base}")),
            other => other.to_string(),
        });
    let mut section = Section::new("next");
    if plan.purposes.usages.contains(&Usage::Server) {
        section.push("serve", format!("tlsctl serve --tls {directory}"));
    }
    let verify = format!("tlsctl inspect {directory} --verify --roots {roots}");
    match &host {
        Some(host) if plan.purposes.usages.contains(&Usage::Server) => {
            section.push("check", format!("{verify} --host {host}"));
        }
        _ => section.push("check", format!("{verify} --purpose client")),
    }
    if let (Some(host), None) = (host, &plan.authority) {
        section.push("trust", format!("curl --cacert {roots} https://{host}:8443/"));
    }
    section
}
