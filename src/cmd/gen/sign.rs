//! `tlsctl gen sign`: a certificate for a request. The request's word is taken for its key, and for its
//! names as far as the CA may sign them; what it says about its own powers is not taken up.

use std::path::{Path, PathBuf};

use super::super::password;
use super::super::session::Session;
use super::made::{bundle, section, shell};
use super::objection;
use super::who::{check_subject, own_place};
use super::{FORMATS, existing, form, leaf, names, purposes, required, told, wish as dates};
use crate::cli::Sign;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::input::{self, LIMIT};
use crate::model::{Report, Section};
use crate::output::directory::{self, Entry};
use crate::pki::authority::Authority;
use crate::pki::cert::Cert;
use crate::pki::csr::Request;
use crate::pki::describe;
use crate::pki::dn::Name;
use crate::pki::extensions::Extension;
use crate::pki::format::{Kind, pieces};
use crate::pki::issue::{self, Subject};
use crate::pki::name::San;
use crate::pki::primitive::Oid;
use crate::pki::profile::{self, INTERMEDIATE_DAYS, LEAF_DAYS, Purposes, Usage};
use crate::pki::public_key::KeyKind;
use crate::pki::{oid, subject};
use crate::trust::quoted;

/// Signs a request and writes the certificate.
pub(super) fn run(arguments: &Sign, session: &Session) -> Result<Exit> {
    session.format(FORMATS)?;
    let request = read(&arguments.csr)?;
    let ca = required(&arguments.issuer, "sign CSR")?;
    check(&request, arguments, &ca, session)?;
    let wish = Wish::of(&request, arguments, &ca, session)?;
    let place = place(&wish, arguments)?;
    let existing = existing(arguments.existing.force);
    let root = ca.root().filter(|_| arguments.allow_ca);
    let mut set = vec!["cert.pem", "chain.pem", "fullchain.pem"];
    set.extend(root.map(|_| "root.pem"));
    directory::check(&place, set, existing)?;
    own_key(&place, &request, arguments)?;
    form::refuse_old(&place)?;
    warn_of_losses(&request, arguments, &wish, session);
    let cert = if arguments.allow_ca {
        sign_ca(&request, &wish.subject, arguments, &ca, session)?
    } else {
        sign_leaf(&request, &wish, arguments, &ca, session)?
    };
    objection::tell(&cert, session.now, session);
    let above = ca.sent();
    let mut files = vec![
        Entry::public("cert.pem", bundle([&cert])),
        Entry::public("chain.pem", bundle(&above)),
        Entry::public("fullchain.pem", bundle(std::iter::once(&cert).chain(&above))),
    ];
    files.extend(root.map(|root| Entry::public("root.pem", bundle([root]))));
    directory::write(&place, &files, &leaf::obsolete(), existing)?;
    let mut written = Section::new("files").with("directory", place.display().to_string());
    for file in &files {
        written.push(file.name.trim_end_matches(".pem").to_owned(), file.name.clone());
    }
    let mut report = Report::new("gen", place.display().to_string());
    let next = Section::new("next").with("look", format!("tlsctl inspect {}", shell(&place)));
    report.sections = vec![section(&cert, None), written, next];
    told(report, session)?;
    Ok(Exit::Ok)
}

/// The request in a file.
fn read(file: &Path) -> Result<Request> {
    let name = file.display();
    let (found, faults) = pieces(&input::read(file, LIMIT)?);
    if let Some(piece) = found.iter().find(|piece| piece.kind == Kind::Request) {
        return Request::parse(&piece.der).map_err(|e| e.context(format!("`{name}` is damaged")));
    }
    match faults.into_iter().next() {
        Some(fault) if found.is_empty() => {
            Err(fault.context(format!("`{name}` holds no certificate request")))
        }
        _ => Err(Error::input(format!("`{name}` holds no certificate request"))
            .because(found.first().map_or_else(
                || "it is empty".to_owned(),
                |piece| format!("it holds a {}", piece.kind.name()),
            ))
            .hint("`tlsctl gen csr NAME` makes one")),
    }
}

/// Whether the request can be signed at all.
fn check(request: &Request, arguments: &Sign, ca: &Authority, session: &Session) -> Result<()> {
    request.check_signature()?;
    ca.check_alive(session.now)?;
    if let KeyKind::Rsa { bits, .. } = request.key.kind()
        && *bits < 2048
    {
        return Err(Error::refused(format!(
            "the request's key has {bits} bits, which is too weak to certify"
        ))
        .hint("make a new one: tlsctl gen csr"));
    }
    match (request.wants_ca(), arguments.allow_ca) {
        (true, false) => Err(Error::refused("the request asks to become a CA")
            .because("whoever has its key could then sign for any name that this CA may")
            .hint("--allow-ca signs it all the same; --usage has no say in it")),
        (false, true) => Err(Error::refused("the request does not ask to become a CA")
            .hint("leave --allow-ca out, or make a CA: tlsctl gen ca --ca DIR")),
        _ => Ok(()),
    }
}

/// A key that is already where the certificate goes has to be the request's.
fn own_key(place: &Path, request: &Request, arguments: &Sign) -> Result<()> {
    let file = place.join("privkey.pem");
    if !file.exists() {
        return Ok(());
    }
    let key = password::key(
        &input::read(&file, LIMIT)?,
        &file.display().to_string(),
        &arguments.issuer.password,
    )?;
    if key.spki() == request.key.spki() {
        return Ok(());
    }
    Err(
        Error::output(format!("`{}` is not the key of this request", file.display()))
            .because("key and certificate in one directory have to belong together")
            .hint("write to another place with --out"),
    )
}

/// What is to be signed for the key of a request.
struct Wish {
    names: Vec<San>,
    subject: Name,
    purposes: Purposes,
}

impl Wish {
    fn of(request: &Request, arguments: &Sign, ca: &Authority, session: &Session) -> Result<Self> {
        let purposes = asked_purposes(request, arguments, session)?;
        let names = match &arguments.name[..] {
            [] => request.names(purposes.usages.contains(&Usage::Server))?,
            given => names(given)?,
        };
        Ok(Self {
            subject: subject_of(request, &names, arguments, ca, session)?,
            names,
            purposes,
        })
    }

    /// Whether it can do without a name that clients look for.
    fn is_for_servers(&self) -> bool {
        self.purposes.usages.contains(&Usage::Server)
    }
}

/// The subject that the flags give, or else the request's common name where that is one of the names to be signed,
/// or the only one. Further attributes are a power to many who read them (groups, for Kubernetes), and have to be
/// said here.
fn subject_of(
    request: &Request,
    names: &[San],
    arguments: &Sign,
    ca: &Authority,
    session: &Session,
) -> Result<Name> {
    if let Some(text) = &arguments.subject {
        let asked = subject::parse(text)?;
        if !arguments.allow_ca {
            check_subject(ca, &asked, names, session)?;
        }
        return Ok(asked);
    }
    let own = &request.subject;
    if arguments.allow_ca {
        return Ok(own.clone());
    }
    let is_signed = |text: &str| {
        let mut names = names.iter().map(ToString::to_string);
        names.any(|name| name.eq_ignore_ascii_case(text))
    };
    let common = own.common_name();
    let taken = common
        .as_deref()
        .filter(|text| names.is_empty() || is_signed(text));
    let has_more = own
        .attributes()
        .any(|attribute| !attribute.oid.is(oid::COMMON_NAME));
    let is_other = common.is_some() && taken.is_none() && arguments.name.is_empty();
    if has_more || is_other {
        session.warn(&format!(
            "the subject that the request asks for is not signed as it is unless told: --subject {}",
            quoted(&own.to_string())
        ));
    }
    let subject = match taken {
        Some(text) => subject::common_name(text)?,
        None => return Ok(subject::read(&ca.subject(names))),
    };
    // The alternative names say the same.
    if !names.is_empty() && (!ca.admits_subject(&subject) || ca.mistaken_host(&subject, names).is_some()) {
        return Ok(subject::read(&ca.subject(names)));
    }
    check_subject(ca, &subject, names, session).map(|()| subject)
}

/// Where the certificate goes.
fn place(wish: &Wish, arguments: &Sign) -> Result<PathBuf> {
    let of_subject = (!wish.is_for_servers() && !wish.subject.is_empty()).then_some(&wish.subject);
    let own = || match (&wish.names[..], of_subject) {
        ([], None) => None,
        (names, subject) => Some(own_place(names, subject)),
    };
    arguments.out.clone().or_else(own).ok_or_else(|| {
        Error::usage("where the certificate goes is missing")
            .hint("the request has no name to call a directory by: give --out DIR")
    })
}

/// Says which extensions that the request asks for the certificate will not have.
fn warn_of_losses(request: &Request, arguments: &Sign, wish: &Wish, session: &Session) {
    let of_all: &[&[u8]] = &[
        oid::BASIC_CONSTRAINTS,
        oid::KEY_USAGE,
        oid::SUBJECT_KEY_ID,
        oid::AUTHORITY_KEY_ID,
    ];
    let of_leaves: &[&[u8]] = match arguments.allow_ca {
        true => &[],
        false => &[oid::EXTENDED_KEY_USAGE, oid::SUBJECT_ALT_NAME],
    };
    let no_check = wish.purposes.usages.contains(&Usage::OcspSigning);
    let is_lost = |extension: &&Extension| {
        let is_known = of_all
            .iter()
            .chain(of_leaves)
            .any(|known| extension.oid.is(known));
        !(is_known || no_check && extension.oid.is(oid::OCSP_NO_CHECK))
    };
    let lost: Vec<String> = request.extensions.all.iter().filter(is_lost).map(title).collect();
    if !lost.is_empty() {
        session.warn(&format!(
            "the request asks for what is not signed here, and the certificate will not have: {}",
            lost.join(", ")
        ));
    }
}

/// What people call an extension.
fn title(extension: &Extension) -> String {
    let id = extension.oid.to_string();
    match describe::extension_title(&id) {
        _ if extension.oid.is(oid::TLS_FEATURE) => "TLS feature (must-staple)".to_owned(),
        name if name == id => format!("the extension {id}"),
        name => name.to_owned(),
    }
}

fn sign_leaf(
    request: &Request,
    wish: &Wish,
    arguments: &Sign,
    ca: &Authority,
    session: &Session,
) -> Result<Cert> {
    if wish.names.is_empty() && (wish.is_for_servers() || wish.subject.is_empty()) {
        return Err(Error::refused("the request asks for no name").hint("say which: --name NAME"));
    }
    let mut asked = wish.names.clone();
    asked.extend(subject::mail_addresses(&wish.subject));
    if arguments.allow_any_name {
        asked.clear();
    }
    ca.check_leaf(&asked, &wish.purposes)
        .map_err(|e| e.hint("--allow-any-name signs it all the same; clients will refuse it"))?;
    let validity =
        dates(&arguments.dates, session)?.within(LEAF_DAYS, session.now, ca.not_before(), ca.not_after())?;
    let name = wish.subject.raw();
    let spki = request.key.spki();
    let extensions = profile::leaf(&wish.names, &wish.purposes, spki, !wish.subject.is_empty());
    Cert::parse(&issue::issue(
        Subject {
            name,
            spki,
            extensions,
            validity,
        },
        ca.issuer()?,
    )?)
}

/// The purposes that the flags give, or else those of the request that are no power over others: to sign code
/// or answers is one, and has to be said here.
fn asked_purposes(request: &Request, arguments: &Sign, session: &Session) -> Result<Purposes> {
    let flags = &arguments.purposes;
    let wanted = request.extensions.extended_key_usage.as_deref();
    let wanted = wanted.unwrap_or_default();
    if wanted.is_empty() || !flags.usage.is_empty() || !flags.eku.is_empty() {
        return purposes(flags);
    }
    let harmless = [Usage::Client, Usage::Email, Usage::Server];
    let taken = |purpose: &&Oid| harmless.iter().find(|usage| purpose.is(usage.purpose()));
    let ids: Vec<String> = wanted
        .iter()
        .filter_map(|purpose| taken(&purpose))
        .map(|usage| usage.id().to_owned())
        .collect();
    let left_out: Vec<String> = wanted
        .iter()
        .filter(|purpose| taken(purpose).is_none())
        .map(|purpose| {
            let known = Usage::ALL.iter().find(|usage| purpose.is(usage.purpose()));
            known.map_or_else(|| purpose.to_string(), |usage| usage.id().to_owned())
        })
        .collect();
    if !left_out.is_empty() {
        session.warn(&format!(
            "the request asks for the usage {}, which is not signed unless --usage or --eku says so",
            left_out.join(", ")
        ));
    }
    Purposes::parse(&ids, &[], &flags.key_usage)
}

fn sign_ca(
    request: &Request,
    subject: &Name,
    arguments: &Sign,
    ca: &Authority,
    session: &Session,
) -> Result<Cert> {
    if subject.is_empty() {
        return Err(Error::refused("the request asks to become a CA without a name")
            .because("RFC 5280 §4.1.2.6 wants a CA to have a subject"));
    }
    let asked = request
        .extensions
        .basic_constraints
        .and_then(|basic| basic.path_len);
    let room = ca.room_below()?;
    let asked = asked.map_or(0, |asked| u8::try_from(asked).unwrap_or(u8::MAX));
    if room.is_some_and(|room| room < asked) {
        return Err(Error::refused(format!(
            "the CA has no room for {asked} CAs below the one in the request"
        )));
    }
    let validity = dates(&arguments.dates, session)?.within(
        INTERMEDIATE_DAYS,
        session.now,
        ca.not_before(),
        ca.not_after(),
    )?;
    let subject = Subject {
        name: subject.raw(),
        spki: request.key.spki(),
        extensions: profile::ca(Some(asked)),
        validity,
    };
    Cert::parse(&issue::issue(subject, ca.issuer()?)?)
}
