//! `tlsctl gen [NAME]...`: a leaf, self-signed or signed by a CA.

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::super::local_ca;
use super::super::session::Session;
use super::ensure::{self, Files};
use super::form::{self, Asked, Context};
use super::made::{Made, shell};
use super::objection;
use super::who::{check_subject, own_place, wanted_names};
use super::{
    FORMATS, authority, dates, existing, kind, new_key, occupant, purposes, seed, seeded_secret, told, wish,
};
use crate::cli::{Leaf, Password};
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::model::{Section, Span};
use crate::output::Existing;
use crate::output::directory::{self, Entry};
use crate::pki::authority::Authority;
use crate::pki::dn::Name;
use crate::pki::format::pem;
use crate::pki::issue::{self, Subject};
use crate::pki::key::Kind;
use crate::pki::lint;
use crate::pki::name::San;
use crate::pki::profile::{self, LEAF_DAYS, Purposes, Usage};
use crate::pki::renewal::{Reason, Wanted};
use crate::pki::sct::Log;
use crate::pki::seed::Seed;
use crate::pki::subject;
use crate::pki::tbs::Validity;

/// What the flags ask for, once they are understood.
struct Plan {
    names: Vec<San>,
    /// The subject, where one is asked for.
    subject: Option<Name>,
    /// What it is called.
    label: String,
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
            renewed: Some(self.validity.not_after),
            term: dates(&arguments.dates)?.term(self.now),
            stamps: self.logs.len(),
            subject: self.subject.as_ref(),
        })
    }
}

/// Makes a leaf and writes it.
pub(super) fn run(arguments: &Leaf, session: &Session) -> Result<Exit> {
    check_streams(arguments, session)?;
    let given = [&arguments.name[..], &arguments.literal].concat();
    let subject = arguments.subject.as_deref().map(subject::parse).transpose()?;
    let names = wanted_names(&given, subject.as_ref(), &arguments.purposes)?;
    let own = || own_place(&names, subject.as_ref());
    let place = arguments.out.clone().unwrap_or_else(own);
    let mut asked = Asked::by(&arguments.forms);
    // From the look at what is there to its replacement, no other run comes in between.
    let held = match arguments.ensure.ensure && !arguments.ensure.check {
        true => Some(directory::hold(&place)?),
        false => None,
    };
    let existing = existing(arguments.existing.force || arguments.ensure.ensure);
    // A password may be meant for what is written, or for a key store that is there.
    let is_for_more = asked.needs_password() || form::has_store(&place);
    let plan = plan(arguments, (names, subject), &asked, is_for_more, session)?;
    let anchor = anchor(signer(arguments).as_deref(), &place);
    let from = &arguments.issuer.password;
    let mut secret = None;
    let mut reasons = Vec::new();
    if existing == Existing::Replace && !arguments.stdout {
        occupant::refuse_ca(&place)?;
    }
    if arguments.ensure.ensure {
        secret = asked.password(from)?;
        let context = context(&plan, &anchor, secret.as_deref());
        reasons = drift(&plan, &place, &asked, &context, arguments, session)?;
        if reasons.is_empty() || arguments.ensure.check {
            return ensure::report(&place, &reasons, session);
        }
    }
    if !arguments.stdout {
        if existing == Existing::Replace {
            asked = asked.with_those_in(&place, from)?;
        }
        directory::check(&place, FILES.iter().copied().chain(asked.names()), existing)?;
    }
    if secret.is_none() {
        secret = asked.password(from)?;
    }
    let context = context(&plan, &anchor, secret.as_deref());
    let made = make(&plan)?;
    tell_of_objections(arguments, &plan, &made, session);
    if arguments.stdout {
        return write_out(&asked, &made, &context, session);
    }
    let files = files(&plan, &asked, &made, &context)?;
    let obsolete = obsolete();
    match held {
        Some(held) => held.write(&files, &obsolete, existing)?,
        None => directory::write(&place, &files, &obsolete, existing)?,
    }
    let mut report = made.report(&place, &files);
    if arguments.ensure.ensure {
        report.sections.push(ensure::section(&reasons, true));
    }
    let next = next(&plan, &place, signer(arguments).as_deref());
    report.sections.push(next);
    told(report, session)?;
    Ok(Exit::Ok)
}

/// Says what clients will not like about it.
fn tell_of_objections(arguments: &Leaf, plan: &Plan, made: &Made, session: &Session) {
    warn_of_wide_names(&plan.names, session);
    // What comes from a seed is for tests, and has no client to please.
    if plan.seed.is_none() && !is_plain(arguments, &plan.names) {
        objection::tell(&made.cert, plan.now, session);
    }
}

/// Whether nothing is asked for but names as every client reads them: to that the lints object nothing, and to ask
/// them takes a tenth of a short run.
fn is_plain(arguments: &Leaf, names: &[San]) -> bool {
    let (purposes, dates) = (&arguments.purposes, &arguments.dates);
    let wishes = [&purposes.usage, &purposes.eku, &purposes.key_usage];
    let is_dated = [&dates.not_before, &dates.not_after, &dates.days]
        .iter()
        .any(|date| date.is_some());
    let is_read = |name: &San| match name {
        San::Dns(name) => name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"*-.".contains(&b)),
        San::Ip(_) => true,
        San::Email(_) | San::Uri(_) => false,
    };
    let is_wished = arguments.subject.is_some() || wishes.iter().any(|wish| !wish.is_empty());
    !is_wished && !is_dated && names.iter().all(is_read)
}

/// Why what is there is not what is asked for.
fn drift(
    plan: &Plan,
    place: &Path,
    asked: &Asked,
    context: &Context<'_>,
    arguments: &Leaf,
    session: &Session,
) -> Result<Vec<Reason>> {
    let wanted = plan.wanted(arguments)?;
    let files = Files {
        asked,
        context,
        password: &arguments.issuer.password,
        is_to_be_plain: false,
    };
    let reasons = ensure::reasons_in(place, &files, &wanted, session)?;
    if !reasons.is_empty() && !arguments.ensure.check {
        if !arguments.existing.force {
            occupant::refuse_request(place)?;
        }
        ensure::warn_of_restlessness(wanted.renew_before, plan.validity, "the certificate", session);
    }
    Ok(reasons)
}

/// Refuses a report beside the pair on standard output.
fn check_streams(arguments: &Leaf, session: &Session) -> Result<()> {
    if arguments.stdout && !session.is_human() {
        return Err(
            Error::usage("`--stdout` writes the pair, so `--format` has nothing to say")
                .hint("leave one of them out: without --stdout the report goes to standard output"),
        );
    }
    session.format(FORMATS).map(|_| ())
}

fn context<'a>(plan: &'a Plan, anchor: &'a Path, password: Option<&'a str>) -> Context<'a> {
    Context {
        name: &plan.label,
        anchor,
        password,
        now: plan.now,
    }
}

/// The four files and the further ones.
fn files(plan: &Plan, asked: &Asked, made: &Made, context: &Context<'_>) -> Result<Vec<Entry>> {
    let mut files = made.files("", context.password.filter(|_| asked.encrypt))?;
    files.extend(asked.files(made, context)?);
    if !plan.logs.is_empty() {
        let keys: String = plan
            .logs
            .iter()
            .map(|log| pem::encode("PUBLIC KEY", log.spki()))
            .collect();
        files.push(Entry::public(LOGS, keys));
    }
    Ok(files)
}

/// Key and chain on standard output, or the one further form that is asked for.
fn write_out(asked: &Asked, made: &Made, context: &Context<'_>, session: &Session) -> Result<Exit> {
    let sealed = context.password.filter(|_| asked.encrypt);
    match &asked.files(made, context)?[..] {
        [] => session.data((made.fullchain() + &made.privkey(sealed)?).as_bytes())?,
        [one] => session.data(&one.bytes)?,
        _ => {
            return Err(
                Error::usage("`--stdout` writes one form, and several are asked for")
                    .hint("leave all but one out, or write files: --out DIR"),
            );
        }
    }
    Ok(Exit::Ok)
}

/// Says so where a wildcard is for everyone below a public suffix: no public CA signs that, and browsers
/// take it for none.
pub(super) fn warn_of_wide_names(names: &[San], session: &Session) {
    for name in names {
        if let San::Dns(text) = name
            && text.strip_prefix("*.").is_some_and(lint::is_public_suffix)
        {
            session.warn(&format!(
                "`{name}` is for all of a public suffix: many clients do not accept it"
            ));
        }
    }
}

/// What is about the old certificate alone, and goes away with it.
pub(super) fn obsolete() -> Vec<String> {
    [LOGS, "ocsp.der"].map(str::to_owned).to_vec()
}

/// The public keys of the logs.
const LOGS: &str = "ct-logs.pem";

/// The CA that signs: the one named, or the installed local CA.
fn signer(arguments: &Leaf) -> Option<PathBuf> {
    let own = || local_ca::installed().filter(|_| !arguments.self_signed);
    arguments.issuer.ca.clone().or_else(own)
}

/// The four files of a leaf.
pub(super) const FILES: &[&str] = &["privkey.pem", "cert.pem", "chain.pem", "fullchain.pem"];

fn plan(
    arguments: &Leaf,
    (names, subject): (Vec<San>, Option<Name>),
    asked: &Asked,
    is_for_more: bool,
    session: &Session,
) -> Result<Plan> {
    let purposes = purposes(&arguments.purposes)?;
    let seed = seed(&arguments.key, Some(&arguments.dates))?;
    if seed.is_some() && asked.needs_password() {
        return Err(seeded_secret("--p12, --jks and --encrypt"));
    }
    let authority = match signer(arguments) {
        Some(ca) => Some(authority::load_from(
            &ca,
            arguments.issuer.ca_key.as_deref(),
            &Password {
                shared: is_for_more,
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
    let of_subject = subject.iter().flat_map(subject::mail_addresses);
    let signed: Vec<San> = names.iter().cloned().chain(of_subject).collect();
    let validity = validity(arguments, authority.as_ref(), &signed, &purposes, session)?;
    if let (Some(ca), Some(subject)) = (&authority, &subject) {
        check_subject(ca, subject, &names, session)?;
    }
    Ok(Plan {
        label: names
            .first()
            .map(ToString::to_string)
            .or_else(|| subject.as_ref().map(Name::short))
            .unwrap_or_default(),
        names,
        subject: match &seed {
            Some(_) => subject.as_ref().map(subject::for_tests),
            None => subject,
        },
        purposes,
        kind: kind(&arguments.key)?,
        validity,
        seed,
        logs: (0..arguments.sct).map(|_| Log::new()).collect::<Result<_>>()?,
        now: session.now,
        authority,
    })
}

/// From when to when it is valid, once it is sure that its CA may sign it.
fn validity(
    arguments: &Leaf,
    authority: Option<&Authority>,
    names: &[San],
    purposes: &Purposes,
    session: &Session,
) -> Result<Validity> {
    let wish = wish(&arguments.dates, session)?;
    match authority {
        Some(ca) => {
            ca.check_alive(session.now)?;
            ca.check_leaf(names, purposes)
                .map_err(|e| match &arguments.issuer.ca {
                    Some(_) => e,
                    None => e.hint(
                        "--self-signed makes it without the local CA, --ca DIR with another (gen ca --permit NAME)",
                    ),
                })?;
            wish.within(LEAF_DAYS, session.now, ca.not_before(), ca.not_after())
        }
        None if arguments.sct > 0 => Err(Error::usage(
            "`--sct` needs a CA: a self-signed certificate is in no log",
        )
        .hint("add --ca DIR")),
        None => wish.validity(LEAF_DAYS, session.now),
    }
}

fn make(plan: &Plan) -> Result<Made> {
    let mut label: Vec<String> = plan.names.iter().map(ToString::to_string).collect();
    if label.is_empty() {
        label.extend(plan.subject.as_ref().map(Name::short));
    }
    let key = new_key(
        plan.seed.as_ref(),
        plan.kind,
        &format!("leaf\n{}", label.join("\n")),
    )?;
    let name = match (&plan.subject, &plan.authority) {
        (Some(subject), _) => subject.raw().to_vec(),
        (None, Some(ca)) => ca.subject(&plan.names),
        (None, None) => profile::self_signed_subject(&plan.names),
    };
    // A subject that is asked for has its mark already.
    let name = if plan.seed.is_some() && plan.subject.is_none() {
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
            let der = issue::stamped(subject, ca.issuer()?, &plan.logs, plan.now)?;
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
        section.push("trust", format!("curl --cacert {roots} {}", to_here(&host)));
    }
    section
}

/// What tells curl to get `host` from a server on this machine, whether the name leads here or not.
fn to_here(host: &str) -> String {
    let port = 8443;
    let address = host.parse::<IpAddr>().ok();
    let written = match address {
        Some(IpAddr::V6(_)) => format!("[{host}]"),
        _ => host.to_owned(),
    };
    // RFC 6761 §6.3, which curl heeds: localhost and all below it are this machine.
    let is_here = match address {
        Some(address) => address.is_loopback(),
        None => host == "localhost" || host.ends_with(".localhost"),
    };
    let url = format!("https://{written}:{port}/");
    if is_here {
        url
    } else {
        format!("--connect-to {written}:{port}:localhost:{port} {url}")
    }
}
