//! What one listener shows its clients and asks of them. There is the front that flags, environment and the
//! top of the file describe together, and one for each `[[listener]]` that has a `tls` of its own, which
//! takes nothing from them.

use std::path::PathBuf;

use super::super::material::{self, Flags, Found, Level};
use super::super::session::Session;
use super::settings::{choice, fill};
use crate::cli::{ClientAuth, Serve, ServeIdentity, ServeTerms, ServeVersion};
use crate::config::Table;
use crate::error::{Error, Result};
use crate::tlsconf::password::PasswordSource;
use crate::tlsconf::source::{Material, Source, Spec, served_name};

/// What a listener shows and asks.
pub(super) struct Front {
    /// The object in the file that alone describes it; `None` for the one that flags describe as well.
    pub(super) place: Option<String>,
    /// Without TLS.
    pub(super) plain: bool,
    /// What is presented, in the terms of the flags.
    pub(super) identity: ServeIdentity,
    /// What is negotiated, in the terms of the flags.
    pub(super) terms: ServeTerms,
    /// The identities.
    pub(super) specs: Vec<Spec>,
    /// Who certifies clients.
    pub(super) client_ca: Vec<Material>,
    /// What of it was said by flags.
    given: Given,
}

/// What was said by flags, before file and environment had their say.
#[derive(Default)]
struct Given {
    identity: ServeIdentity,
    terms: ServeTerms,
}

impl Front {
    /// That of the flags, the environment, and `tls` at the top of the file. `given` is what the flags said
    /// before the top of the file completed them.
    pub(super) fn of_flags(flags: &Serve, given: &Serve, file: &Table, session: &Session) -> Result<Self> {
        let front = Self {
            place: None,
            plain: flags.listeners.plain,
            identity: flags.identity.clone(),
            terms: flags.terms.clone(),
            specs: Vec::new(),
            client_ca: Vec::new(),
            given: Given {
                identity: given.identity.clone(),
                terms: given.terms.clone(),
            },
        };
        front.read(file.table("tls"), session)
    }

    /// That of a `tls` which alone describes it.
    pub(super) fn of_file(tls: Table, session: &Session) -> Result<Self> {
        let place = tls.place().to_owned();
        let front = Self {
            plain: false,
            identity: ServeIdentity::default(),
            terms: ServeTerms::default(),
            specs: Vec::new(),
            client_ca: Vec::new(),
            given: Given::default(),
            place: Some(place.clone()),
        };
        let unread = |error: Error| error.context(format!("`{place}` cannot be served"));
        front.read(tls, session).map_err(unread)
    }

    /// An error of this front: says which one, where there is more than that of the flags.
    pub(super) fn blamed(&self, error: Error) -> Error {
        match &self.place {
            Some(place) => error.context(format!("`{place}` cannot be served")),
            None => error,
        }
    }

    /// A setting as the user wrote it: the flag, or where it stands in the file.
    pub(super) fn calls(&self, flag: &str, key: &str) -> String {
        let by_flag = self.given.flags().any(|(name, given)| name == flag && given);
        if by_flag {
            flag.to_owned()
        } else {
            format!("{}.{key}", self.place.as_deref().unwrap_or("tls"))
        }
    }

    /// The first flag that asks for something that only TLS has.
    pub(super) fn asks_for_tls(&self) -> Option<&'static str> {
        self.given.flags().find(|(_, given)| *given).map(|(name, _)| name)
    }

    fn read(mut self, tls: Table, session: &Session) -> Result<Self> {
        let tls = self.switched(tls);
        if self.plain {
            self.leave_environment(session);
            return Ok(self);
        }
        complete(&mut self, &tls)?;
        for key in tls.paths(&FOR_CLIENTS) {
            session.warn(&format!(
                "`{key}` is for clients and does nothing on a server: it belongs into `upstream_tls`"
            ));
        }
        self.specs = specs(&self, &tls, session)?;
        self.client_ca = client_ca(&self, &tls, session)?;
        Ok(self)
    }

    /// The object, or an empty one where it is switched off, or TLS altogether: then nothing in it is read. A
    /// flag that asks for TLS wins over a file that switches it off.
    fn switched(&mut self, tls: Table) -> Table {
        let is_off = tls.flag("enabled") == Some(false);
        self.plain |= is_off && self.asks_for_tls().is_none();
        if is_off || self.plain { tls.emptied() } else { tls }
    }

    /// Says what of the environment is not read without TLS: it may be meant for another command.
    fn leave_environment(&self, session: &Session) {
        if self.place.is_some() {
            return;
        }
        for variable in material::variables(&OF_SERVERS) {
            session.warn(&format!("`{variable}` is ignored: what is served is without TLS"));
        }
    }

    /// One value: flags and environment have a say only where no object alone describes the front.
    fn value(&self, name: &str, flags: Flags, tls: &Table, session: &Session) -> Result<Option<Found>> {
        let key = name.replace('-', "_");
        match self.place {
            None => material::value(name, &key, flags, tls, session),
            Some(_) => material::of_table(&key, tls, session),
        }
    }
}

impl Given {
    /// The flags about TLS, each with whether it was given; but `--keylog`, which is about all fronts.
    fn flags(&self) -> impl Iterator<Item = (&'static str, bool)> {
        let Self { identity, terms } = self;
        [
            ("--tls", !identity.tls.is_empty()),
            ("--cert", identity.cert.is_some()),
            ("--cert-b64", identity.cert_b64.is_some()),
            ("--cert-pem", identity.cert_pem.is_some()),
            ("--key", identity.key.is_some()),
            ("--password-file", identity.password.password_file.is_some()),
            ("--password-env", identity.password.password_env.is_some()),
            ("--name", !identity.name.is_empty()),
            ("--ca-out", identity.ca_out.is_some()),
            ("--throw-away", identity.throw_away),
            ("--tls-strict-host", identity.tls_strict_host),
            ("--ocsp", identity.ocsp.is_some()),
            ("--client-ca", !terms.client_ca.is_empty()),
            ("--client-ca-b64", terms.client_ca_b64.is_some()),
            ("--client-ca-pem", terms.client_ca_pem.is_some()),
            ("--client-auth", terms.client_auth.is_some()),
            ("--min-tls", terms.min_tls.is_some()),
            ("--max-tls", terms.max_tls.is_some()),
            ("--ciphers", terms.ciphers.is_some()),
            ("--groups", terms.groups.is_some()),
            ("--alpn", terms.alpn.is_some()),
            ("--ticket-key", terms.ticket_key.is_some()),
        ]
        .into_iter()
    }
}

/// What the flags leave open.
fn complete(front: &mut Front, tls: &Table) -> Result<()> {
    let terms = &mut front.terms;
    fill(&mut terms.min_tls, choice::<ServeVersion>(tls, "min_version")?);
    fill(&mut terms.max_tls, choice::<ServeVersion>(tls, "max_version")?);
    fill(&mut terms.client_auth, choice::<ClientAuth>(tls, "client_auth")?);
    let list = |key: &str| Some(tls.list(key).join(",")).filter(|list| !list.is_empty());
    fill(&mut terms.ciphers, list("ciphers"));
    fill(&mut terms.groups, list("groups"));
    fill(&mut terms.alpn, list("alpn"));
    fill(&mut terms.ticket_key, tls.text("ticket_key").map(PathBuf::from));
    fill(&mut front.identity.ocsp, tls.text("ocsp_file").map(PathBuf::from));
    front.identity.tls_strict_host |= tls.flag("strict_host") == Some(true);
    Ok(())
}

/// The identities: those of the flags, else of the environment and the file.
fn specs(front: &Front, tls: &Table, session: &Session) -> Result<Vec<Spec>> {
    let identity = &front.identity;
    let flags = &identity.password;
    let by_flag = PasswordSource::new(flags.password_file.clone(), flags.password_env.clone())?;
    if !identity.tls.is_empty() {
        return of_paths(identity, &by_flag, tls, session);
    }
    let of_file = if by_flag.is_given() {
        by_flag.clone()
    } else {
        password(tls)?
    };
    let mut idle: Vec<&str> = Vec::new();
    let mut specs = Vec::new();
    match pair(front, tls, &by_flag, &of_file, session)? {
        Some((spec, Level::File)) => specs.push(spec),
        other => {
            specs.extend(other.map(|(spec, _)| spec));
            idle.extend(["names", "meta"]);
        }
    }
    for path in tls.list("paths") {
        specs.push(Spec::of(Source::at(path.into())?, None, of_file.clone()));
    }
    if by_flag.is_given() || !specs.iter().any(|spec| spec.password == of_file) {
        idle.extend(["password_file", "password_env"]);
    }
    for key in tls.paths(&idle) {
        session.warn(&format!(
            "`{key}` is ignored: what it would be about is not served"
        ));
    }
    for one in tls.tables("certificates") {
        specs.push(further(&one, session)?);
    }
    if specs.is_empty() && tls.flag("enabled") == Some(true) && identity.name.is_empty() {
        let enabled = tls.path("enabled");
        return Err(
            Error::usage(format!("`{enabled}` is true, but there is no certificate")).hint(
                "set `cert_pem_file` and `key_pem_file`, or leave `enabled` out for an ad-hoc certificate",
            ),
        );
    }
    Ok(specs)
}

/// The certificate that is given by itself, with its key, and who gave it. What the file says about its own
/// certificate and key is not about others that take their place.
fn pair(
    front: &Front,
    tls: &Table,
    by_flag: &PasswordSource,
    of_file: &PasswordSource,
    session: &Session,
) -> Result<Option<(Spec, Level)>> {
    let identity = &front.identity;
    let cert = Flags {
        file: identity.cert.clone(),
        base64: identity.cert_b64.clone(),
        pem: identity.cert_pem.clone(),
    };
    let cert = front.value("cert", cert, tls, session)?;
    let key = Flags::of_file(identity.key.clone());
    let key = front.value("key", key, tls, session)?;
    let Some(cert) = cert else {
        return match key {
            None => Ok(None),
            Some(key) => {
                let name = key.material.name();
                Err(
                    Error::usage(format!("there is a key, `{name}`, but no certificate"))
                        .hint("give the certificate too: --cert, TLSCTL_CERT_FILE, or `cert_pem_file`"),
                )
            }
        };
    };
    let level = cert.level;
    let password = match key.as_ref().map_or(level, |key| key.level) {
        Level::File => of_file.clone(),
        Level::Flag | Level::Environment => by_flag.clone(),
    };
    let source = Source::Pair {
        cert: cert.material,
        key: key.map(|key| key.material),
    };
    let spec = match level {
        Level::File => described(source, password, tls)?,
        Level::Flag | Level::Environment => Spec::of(source, None, password),
    };
    Ok(Some((spec, level)))
}

/// Those of `--tls`, which stand for all certificates that are described elsewhere.
fn of_paths(
    identity: &ServeIdentity,
    password: &PasswordSource,
    tls: &Table,
    session: &Session,
) -> Result<Vec<Spec>> {
    if let Some(pair) = of_pair(identity) {
        return Err(both_given(pair));
    }
    let mut ignored = material::variables(&["cert", "key"]);
    ignored.extend(material::keys("cert", tls));
    ignored.extend(material::keys("key", tls));
    ignored.extend(tls.paths(&OF_CERTIFICATES));
    if !ignored.is_empty() {
        session.warn(&format!(
            "`--tls` is served: what the environment and the configuration say of certificates is ignored (`{}`)",
            ignored.join("`, `")
        ));
    }
    let specs = identity.tls.iter();
    specs.map(|text| Spec::parse(text, password.clone())).collect()
}

/// The flag that gives one half of a pair.
fn of_pair(identity: &ServeIdentity) -> Option<&'static str> {
    let halves = [
        (identity.cert.is_some(), "--cert"),
        (identity.cert_b64.is_some(), "--cert-b64"),
        (identity.cert_pem.is_some(), "--cert-pem"),
        (identity.key.is_some(), "--key"),
    ];
    halves.iter().find(|(given, _)| *given).map(|(_, flag)| *flag)
}

fn both_given(pair: &str) -> Error {
    Error::usage(format!("`--tls` and `{pair}` are both given"))
        .hint("--tls DIR stands for --cert DIR/fullchain.pem --key DIR/privkey.pem: give one or the other")
}

fn further(table: &Table, session: &Session) -> Result<Spec> {
    let password = password(table)?;
    if let Some(path) = table.text("path") {
        for key in ["cert", "key"]
            .iter()
            .flat_map(|name| material::keys(name, table))
        {
            session.warn(&format!(
                "`{key}` is ignored: `{}` comes first",
                table.path("path")
            ));
        }
        return described(Source::at(path.into())?, password, table);
    }
    let cert = material::of_table("cert", table, session)?;
    let key = material::of_table("key", table, session)?;
    let cert = cert.ok_or_else(|| {
        Error::usage(format!("`{}` has no certificate", table.place()))
            .hint("set `path`, or `cert_pem_file` and `key_pem_file`")
    })?;
    let pair = Source::Pair {
        cert: cert.material,
        key: key.map(|key| key.material),
    };
    described(pair, password, table)
}

fn described(source: Source, password: PasswordSource, table: &Table) -> Result<Spec> {
    let names = table.list("names");
    let names = names
        .iter()
        .map(|name| served_name(name))
        .collect::<Result<Vec<_>>>()
        .map_err(|e| e.context(format!("`{}` is not understood", table.path("names"))))?;
    let mut spec = Spec::of(source, Some(names).filter(|names| !names.is_empty()), password);
    spec.meta = table.any("meta").cloned();
    Ok(spec)
}

/// Where the password of the key in an object comes from.
pub(super) fn password(table: &Table) -> Result<PasswordSource> {
    let text = |key: &str| table.text(key).map(str::to_owned);
    PasswordSource::new(text("password_file").map(PathBuf::from), text("password_env"))
}

fn client_ca(front: &Front, tls: &Table, session: &Session) -> Result<Vec<Material>> {
    let terms = &front.terms;
    let flags = Flags {
        file: terms.client_ca.first().cloned(),
        base64: terms.client_ca_b64.clone(),
        pem: terms.client_ca_pem.clone(),
    };
    let chosen = front.value("client-ca", flags, tls, session)?;
    let more = terms.client_ca.iter().skip(1);
    let chosen = chosen.map(|found| Ok(found.material)).into_iter();
    chosen
        .chain(more.map(|path| Material::at(path.clone())))
        .collect()
}

/// What a front takes from the environment.
pub(super) const OF_SERVERS: [&str; 3] = ["cert", "key", "client-ca"];

/// What else an object says of certificates.
const OF_CERTIFICATES: [&str; 6] = [
    "paths",
    "certificates",
    "names",
    "meta",
    "password_file",
    "password_env",
];

/// What only clients have a use for.
const FOR_CLIENTS: [&str; 5] = [
    "server_ca_pem",
    "server_ca_pem_b64",
    "server_ca_pem_file",
    "server_name",
    "insecure_skip_verify",
];
