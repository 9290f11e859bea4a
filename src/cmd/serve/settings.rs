//! What is asked of `tlsctl serve`, from flags, environment and configuration file: flags win over the
//! environment, the environment over the file, and within one of them a file over base64 over PEM, decided
//! value by value. What loses is not even parsed, and a warning says so.

use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::super::session::Session;
use crate::cli::{AccessLog, ClientAuth, Echo, Password, Serve, ServeVersion};
use crate::config::{self, Table};
use crate::error::{Error, Result};
use crate::input;
use crate::tlsconf::password::PasswordSource;
use crate::tlsconf::source::{Material, Source, Spec, served_name};

/// Everything that is asked, in the terms of the flags, and what flags cannot say.
pub(super) struct Settings {
    /// The flags, completed.
    pub(super) flags: Serve,
    /// The identities.
    pub(super) specs: Vec<Spec>,
    /// Who certifies clients.
    pub(super) client_ca: Vec<Material>,
    /// Who certifies the upstream, in place of the system's.
    pub(super) upstream_ca: Option<Material>,
    /// What the upstream is shown.
    pub(super) upstream: Option<Spec>,
}

impl Settings {
    /// Brings all sources together.
    pub(super) fn of(arguments: &Serve, session: &Session) -> Result<Self> {
        let mut flags = arguments.clone();
        let file = flags
            .config
            .as_deref()
            .map(config::read)
            .transpose()?
            .unwrap_or_default();
        complete(&mut flags, &file)?;
        let tls = served(&mut flags, &file);
        complete_terms(&mut flags, &tls)?;
        for key in [
            "server_ca_pem",
            "server_ca_pem_b64",
            "server_ca_pem_file",
            "server_name",
            "insecure_skip_verify",
        ] {
            if tls.has(key) {
                session.warn(&format!(
                    "`tls.{key}` is for clients and does nothing on a server: it belongs into `upstream_tls`"
                ));
            }
        }
        let peer = file.table("upstream_tls");
        flags.upstream.upstream_insecure |= peer.flag("insecure_skip_verify") == Some(true);
        fill(
            &mut flags.upstream.upstream_server_name,
            peer.text("server_name").map(str::to_owned),
        );
        Ok(Self {
            specs: specs(&mut flags, &tls, session)?,
            client_ca: client_ca(&flags, &tls, session)?,
            upstream_ca: upstream_ca(&flags, &peer, session)?,
            upstream: upstream(&flags, &peer, session)?,
            flags,
        })
    }
}

fn fill<T>(value: &mut Option<T>, lower: Option<T>) {
    if value.is_none() {
        *value = lower;
    }
}

fn extend(value: &mut Vec<String>, lower: Vec<String>) {
    if value.is_empty() {
        *value = lower;
    }
}

/// What the flags leave open, from the top of the file.
fn complete(flags: &mut Serve, file: &Table) -> Result<()> {
    let bare =
        flags.directory.is_none() && flags.echo.is_none() && flags.proxy.is_none() && flags.bad.is_empty();
    if bare && !flags.redirect {
        flags.directory = file.text("directory").map(PathBuf::from);
        flags.echo = file.flag("echo").filter(|echo| *echo).map(|_| Echo::Http);
        flags.proxy = file.text("proxy").map(str::to_owned);
        flags.redirect = file.flag("redirect") == Some(true);
    }
    let number = |key: &str| -> Result<Option<u16>> {
        let read = |number: u64| {
            u16::try_from(number).map_err(|_| Error::usage(format!("`{key}` is {number}, more than 65535")))
        };
        file.number(key).map(read).transpose()
    };
    let listeners = &mut flags.listeners;
    extend(&mut listeners.listen, file.list("listen"));
    extend(&mut listeners.http, file.list("http"));
    extend(&mut listeners.allow_host, file.list("allow_host"));
    fill(&mut listeners.webroot, file.text("webroot").map(PathBuf::from));
    fill(&mut listeners.redirect_code, number("redirect_code")?);
    fill(&mut listeners.https_port, number("https_port")?);
    flags.hidden |= file.flag("hidden") == Some(true);
    flags.spa |= file.flag("spa") == Some(true);
    flags.no_compression |= file.flag("compression") == Some(false);
    let default = file.flag("upload").filter(|yes| *yes).map(|_| "1G".to_owned());
    fill(
        &mut flags.upload,
        default.or_else(|| file.text("upload").map(str::to_owned)),
    );
    extend(&mut flags.auth, file.list("auth"));
    extend(&mut flags.cors, file.list("cors"));
    extend(&mut flags.fault, file.list("fault"));
    flags.secure_cookies |= file.flag("secure_cookies") == Some(true);
    fill(&mut flags.hsts, hsts(file));
    fill(&mut flags.access_log, choice::<AccessLog>(file, "access_log")?);
    fill(&mut flags.metrics, file.text("metrics").map(str::to_owned));
    fill(&mut flags.terms.keylog, file.text("keylog").map(PathBuf::from));
    fill(
        &mut flags.terms.ticket_key,
        file.text("ticket_key").map(PathBuf::from),
    );
    extend(&mut flags.upstream.trust_proxy, file.list("trust_proxy"));
    flags.upstream.change_origin |= file.flag("change_origin") == Some(true);
    fill(
        &mut flags.upstream.upstream_timeout,
        file.number("upstream_timeout"),
    );
    Ok(())
}

fn hsts(file: &Table) -> Option<String> {
    let yes = file.flag("hsts").filter(|yes| *yes).map(|_| String::new());
    yes.or_else(|| file.text("hsts").map(str::to_owned))
}

/// The object about TLS, or an empty one where it is switched off: then nothing in it is read.
fn served(flags: &mut Serve, file: &Table) -> Table {
    let tls = file.table("tls");
    if tls.flag("enabled") == Some(false) {
        let identity = &flags.identity;
        let asked = !identity.tls.is_empty() || identity.cert.is_some() || identity.tls_strict_host;
        flags.listeners.plain |= !asked;
        return Table::default();
    }
    if flags.listeners.plain {
        Table::default()
    } else {
        tls
    }
}

fn complete_terms(flags: &mut Serve, tls: &Table) -> Result<()> {
    let terms = &mut flags.terms;
    fill(&mut terms.min_tls, choice::<ServeVersion>(tls, "min_version")?);
    fill(&mut terms.max_tls, choice::<ServeVersion>(tls, "max_version")?);
    fill(&mut terms.client_auth, choice::<ClientAuth>(tls, "client_auth")?);
    let list = |key: &str| Some(tls.list(key).join(",")).filter(|list| !list.is_empty());
    fill(&mut terms.ciphers, list("ciphers"));
    fill(&mut terms.groups, list("groups"));
    fill(&mut terms.alpn, list("alpn"));
    fill(&mut flags.identity.ocsp, tls.text("ocsp_file").map(PathBuf::from));
    flags.identity.tls_strict_host |= tls.flag("strict_host") == Some(true);
    Ok(())
}

fn choice<T: clap::ValueEnum>(table: &Table, key: &str) -> Result<Option<T>> {
    let Some(text) = table.text(key) else {
        return Ok(None);
    };
    T::from_str(text, true).map(Some).map_err(|_| {
        let all: Vec<String> = T::value_variants()
            .iter()
            .filter_map(|value| Some(value.to_possible_value()?.get_name().to_owned()))
            .collect();
        Error::usage(format!("`{key}` is `{text}`")).hint(format!("choose of: {}", all.join(", ")))
    })
}

/// The identities: those of the flags, else of the environment and the file.
fn specs(flags: &mut Serve, tls: &Table, session: &Session) -> Result<Vec<Spec>> {
    let password = password(&flags.identity.password, tls);
    let identity = &flags.identity;
    if has_pair(identity) && !identity.tls.is_empty() {
        return Err(both_given());
    }
    let cert = value(
        "cert",
        [
            identity.cert.as_deref().map(path_text),
            identity.cert_b64.clone(),
            identity.cert_pem.clone(),
        ],
        tls,
        session,
    )?;
    let key = value(
        "key",
        [identity.key.as_deref().map(path_text), None, None],
        tls,
        session,
    )?;
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
    if specs.is_empty() && tls.flag("enabled") == Some(true) && flags.identity.name.is_empty() {
        return Err(
            Error::usage("`tls.enabled` is true, but there is no certificate").hint(
                "set `cert_pem_file` and `key_pem_file`, or leave `enabled` out for an ad-hoc certificate",
            ),
        );
    }
    Ok(specs)
}

fn has_pair(identity: &crate::cli::ServeIdentity) -> bool {
    identity.cert.is_some()
        || identity.cert_b64.is_some()
        || identity.cert_pem.is_some()
        || identity.key.is_some()
}

fn both_given() -> Error {
    Error::usage("`--tls` and `--cert` are both given")
        .hint("--tls DIR stands for --cert DIR/fullchain.pem --key DIR/privkey.pem: give one or the other")
}

fn further(table: &Table, session: &Session) -> Result<Spec> {
    let password = password(&Password::default(), table);
    if let Some(path) = table.text("path") {
        return described(Source::Path(path.into()), password, table);
    }
    let cert = of_table("cert", table, session)?;
    let key = of_table("key", table, session)?;
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

fn password(flags: &Password, table: &Table) -> PasswordSource {
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

fn client_ca(flags: &Serve, tls: &Table, session: &Session) -> Result<Vec<Material>> {
    let terms = &flags.terms;
    let first = terms.client_ca.first().map(|path| path_text(path));
    let chosen = value(
        "client-ca",
        [first, terms.client_ca_b64.clone(), terms.client_ca_pem.clone()],
        tls,
        session,
    )?;
    let more = terms
        .client_ca
        .iter()
        .skip(1)
        .map(|path| Material::File(path.clone()));
    Ok(chosen.into_iter().chain(more).collect())
}

fn upstream_ca(flags: &Serve, peer: &Table, session: &Session) -> Result<Option<Material>> {
    let flag = flags.upstream.upstream_ca.as_deref().map(path_text);
    let lower = of_table("server_ca", peer, session)?;
    if let Some(path) = flag {
        return Ok(Some(Material::File(path.into())));
    }
    let environment = of_environment("UPSTREAM_CA", session)?;
    Ok(environment.or(lower))
}

fn upstream(flags: &Serve, peer: &Table, session: &Session) -> Result<Option<Spec>> {
    let (cert, key) = match &flags.upstream.upstream_cert {
        Some(cert) => (
            Some(Material::File(cert.clone())),
            flags.upstream.upstream_key.clone().map(Material::File),
        ),
        None => (of_table("cert", peer, session)?, of_table("key", peer, session)?),
    };
    let password = password(&Password::default(), peer);
    Ok(cert.map(|cert| Spec::of(Source::Pair { cert, key }, None, password)))
}

fn path_text(path: &std::path::Path) -> String {
    path.display().to_string()
}

/// One value out of flags, environment and file.
fn value(
    name: &str,
    flags: [Option<String>; 3],
    table: &Table,
    session: &Session,
) -> Result<Option<Material>> {
    let variable = name.replace('-', "_");
    let [file, base64, pem] = flags;
    let flags = [
        (format!("--{name}"), Form::File, file),
        (format!("--{name}-b64"), Form::Base64, base64),
        (format!("--{name}-pem"), Form::Pem, pem),
    ];
    let environment = of_variables(&variable.to_uppercase());
    let file = of_keys(&variable, table);
    choose(flags.into_iter().chain(environment).chain(file), session)
}

fn of_table(name: &str, table: &Table, session: &Session) -> Result<Option<Material>> {
    choose(of_keys(name, table).into_iter(), session)
}

fn of_environment(name: &str, session: &Session) -> Result<Option<Material>> {
    choose(of_variables(name).into_iter(), session)
}

#[derive(Clone, Copy)]
enum Form {
    Base64,
    File,
    Pem,
}

type Candidate = (String, Form, Option<String>);

fn of_variables(name: &str) -> [Candidate; 3] {
    [("FILE", Form::File), ("B64", Form::Base64), ("PEM", Form::Pem)].map(|(ending, form)| {
        let variable = format!("TLSCTL_{name}_{ending}");
        let value = input::environment(&variable);
        (variable, form, value)
    })
}

fn of_keys(name: &str, table: &Table) -> [Candidate; 3] {
    [
        ("_pem_file", Form::File),
        ("_pem_b64", Form::Base64),
        ("_pem", Form::Pem),
    ]
    .map(|(ending, form)| {
        let key = format!("{name}{ending}");
        let value = table.text(&key).map(str::to_owned);
        (key, form, value)
    })
}

/// The first that is there; of the others only their names are looked at.
fn choose(candidates: impl Iterator<Item = Candidate>, session: &Session) -> Result<Option<Material>> {
    let mut given = candidates.filter_map(|(name, form, value)| Some((name, form, value?)));
    let Some((name, form, value)) = given.next() else {
        return Ok(None);
    };
    for (other, ..) in given {
        session.warn(&format!("`{other}` is ignored: `{name}` comes first"));
    }
    match form {
        Form::File => Ok(Some(Material::File(value.into()))),
        Form::Pem => Ok(Some(Material::Bytes(value.into_bytes(), name))),
        Form::Base64 => {
            let digits: String = value.chars().filter(|c| !c.is_ascii_whitespace()).collect();
            let bytes = STANDARD.decode(digits).map_err(|e| {
                Error::input(format!("`{name}` is not base64"))
                    .because(e)
                    .hint("base64 -w0 FILE writes it")
            })?;
            Ok(Some(Material::Bytes(bytes, name)))
        }
    }
}
