//! What one listener shows its clients and asks of them. There is the front that flags, environment and the
//! top of the file describe together, and one for each `[[listener]]` that has a `tls` of its own, which
//! takes nothing from them.

use std::path::{Path, PathBuf};

use super::super::material;
use super::super::session::Session;
use super::settings::{choice, fill};
use crate::cli::{ClientAuth, Password, Serve, ServeIdentity, ServeTerms, ServeVersion};
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
}

impl Front {
    /// That of the flags, the environment, and `tls` at the top of the file.
    pub(super) fn of_flags(flags: &Serve, file: &Table, session: &Session) -> Result<Self> {
        let front = Self {
            place: None,
            plain: flags.listeners.plain,
            identity: flags.identity.clone(),
            terms: flags.terms.clone(),
            specs: Vec::new(),
            client_ca: Vec::new(),
        };
        front.read(file.table("tls"), session)
    }

    /// That of a `tls` which stands in the file at `place`.
    pub(super) fn of_file(place: String, tls: Table, session: &Session) -> Result<Self> {
        let front = Self {
            plain: false,
            identity: ServeIdentity::default(),
            terms: ServeTerms::default(),
            specs: Vec::new(),
            client_ca: Vec::new(),
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

    fn read(mut self, tls: Table, session: &Session) -> Result<Self> {
        let tls = switched(&mut self, tls);
        complete(&mut self, &tls)?;
        for key in FOR_CLIENTS.iter().filter(|key| tls.has(key)) {
            session.warn(&format!(
                "`{}.{key}` is for clients and does nothing on a server: it belongs into `upstream_tls`",
                self.place.as_deref().unwrap_or("tls")
            ));
        }
        self.specs = specs(&self, &tls, session)?;
        self.client_ca = client_ca(&self, &tls, session)?;
        Ok(self)
    }

    /// One value: flags and environment have a say only where no object alone describes the front.
    fn value(
        &self,
        name: &str,
        flags: [Option<String>; 3],
        tls: &Table,
        session: &Session,
    ) -> Result<Option<Material>> {
        let key = name.replace('-', "_");
        match self.place {
            None => material::value(name, &key, flags, tls, session),
            Some(_) => material::of_table(&key, tls, session),
        }
    }
}

/// The object, or an empty one where it is switched off: then nothing in it is read.
fn switched(front: &mut Front, tls: Table) -> Table {
    if tls.flag("enabled") == Some(false) {
        let identity = &front.identity;
        let asked = !identity.tls.is_empty() || identity.cert.is_some() || identity.tls_strict_host;
        front.plain |= !asked;
        return Table::default();
    }
    if front.plain { Table::default() } else { tls }
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
    let password = password(&front.identity.password, tls);
    let identity = &front.identity;
    if let Some(pair) = of_pair(identity).filter(|_| !identity.tls.is_empty()) {
        return Err(both_given(pair));
    }
    let cert = [
        identity.cert.as_deref().map(path_text),
        identity.cert_b64.clone(),
        identity.cert_pem.clone(),
    ];
    let cert = front.value("cert", cert, tls, session)?;
    let key = [identity.key.as_deref().map(path_text), None, None];
    let key = front.value("key", key, tls, session)?;
    if !identity.tls.is_empty() {
        if cert.is_some() || tls.has("paths") || tls.has("certificates") {
            session.warn(
                "`--tls` is served: the certificates of the environment and the configuration are ignored",
            );
        }
        return identity
            .tls
            .iter()
            .map(|text| Spec::parse(text, password.clone()))
            .collect();
    }
    let mut specs = Vec::new();
    match (cert, key) {
        (Some(cert), key) => specs.push(described(Source::Pair { cert, key }, password.clone(), tls)?),
        (None, Some(key)) => {
            return Err(
                Error::usage(format!("there is a key, `{}`, but no certificate", key.name()))
                    .hint("give the certificate too: --cert, TLSCTL_CERT_FILE, or `cert_pem_file`"),
            );
        }
        (None, None) => {}
    }
    specs.extend(
        tls.list("paths")
            .into_iter()
            .map(|path| Spec::of(Source::Path(path.into()), None, password.clone())),
    );
    for one in tls.tables("certificates") {
        specs.push(further(&one, session)?);
    }
    if specs.is_empty() && tls.flag("enabled") == Some(true) && identity.name.is_empty() {
        return Err(
            Error::usage("`tls.enabled` is true, but there is no certificate").hint(
                "set `cert_pem_file` and `key_pem_file`, or leave `enabled` out for an ad-hoc certificate",
            ),
        );
    }
    Ok(specs)
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
    let password = password(&Password::default(), table);
    if let Some(path) = table.text("path") {
        return described(Source::Path(path.into()), password, table);
    }
    let cert = material::of_table("cert", table, session)?;
    let key = material::of_table("key", table, session)?;
    let cert = cert.ok_or_else(|| {
        Error::usage("an entry of `tls.certificates` has no certificate")
            .hint("set `path`, or `cert_pem_file` and `key_pem_file`")
    })?;
    described(Source::Pair { cert, key }, password, table)
}

fn described(source: Source, password: PasswordSource, table: &Table) -> Result<Spec> {
    let names = table.list("names");
    let names = names
        .iter()
        .map(|name| served_name(name))
        .collect::<Result<Vec<_>>>()?;
    let mut spec = Spec::of(source, Some(names).filter(|names| !names.is_empty()), password);
    spec.meta = table.any("meta").cloned();
    Ok(spec)
}

/// Where the password of the key in an object comes from.
pub(super) fn password(flags: &Password, table: &Table) -> PasswordSource {
    if flags.password_file.is_some() || flags.password_env.is_some() {
        return PasswordSource {
            file: flags.password_file.clone(),
            variable: flags.password_env.clone(),
        };
    }
    PasswordSource {
        file: table.text("password_file").map(PathBuf::from),
        variable: table.text("password_env").map(str::to_owned),
    }
}

fn client_ca(front: &Front, tls: &Table, session: &Session) -> Result<Vec<Material>> {
    let terms = &front.terms;
    let first = terms.client_ca.first().map(|path| path_text(path));
    let flags = [first, terms.client_ca_b64.clone(), terms.client_ca_pem.clone()];
    let chosen = front.value("client-ca", flags, tls, session)?;
    let more = terms
        .client_ca
        .iter()
        .skip(1)
        .map(|path| Material::File(path.clone()));
    Ok(chosen.into_iter().chain(more).collect())
}

/// A path as the value of a flag.
pub(super) fn path_text(path: &Path) -> String {
    path.display().to_string()
}

/// What only clients have a use for.
const FOR_CLIENTS: [&str; 5] = [
    "server_ca_pem",
    "server_ca_pem_b64",
    "server_ca_pem_file",
    "server_name",
    "insecure_skip_verify",
];
