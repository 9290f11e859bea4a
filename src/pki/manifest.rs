//! A whole PKI in one file: which CAs and leaves there are to be, checked as a whole before anything is
//! made, and in the order in which they can be made. What is there already is compared by whoever
//! carries it out; this decides what is wanted.

use std::collections::{BTreeSet, HashMap, HashSet};

use jiff::Timestamp;
use serde::Deserialize;

use super::general_name::GeneralName;
use super::key::Kind;
use super::name::San;
use super::name_constraint;
use super::profile::{self, LEAF_DAYS, Purposes, Wish};
use super::renewal::Term;
use crate::error::{Error, Result};
use crate::model::{Moment, Span};

/// The file as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    #[serde(default)]
    defaults: Defaults,
    #[serde(default)]
    ca: Vec<CaTable>,
    #[serde(default)]
    cert: Vec<CertTable>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Defaults {
    key_type: Option<String>,
    layout: Option<Layout>,
    renew_before: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct CaTable {
    id: String,
    name: Option<String>,
    issuer: Option<String>,
    key_type: Option<String>,
    days: Option<Days>,
    renew_before: Option<String>,
    path_len: Option<u8>,
    #[serde(default)]
    permit: Vec<String>,
    #[serde(default)]
    exclude: Vec<String>,
    not_before: Option<Date>,
    not_after: Option<Date>,
    encrypt: Option<bool>,
    out: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct CertTable {
    names: Vec<String>,
    ca: Option<String>,
    #[serde(default)]
    usage: Vec<String>,
    #[serde(default)]
    eku: Vec<String>,
    #[serde(default)]
    key_usage: Vec<String>,
    key_type: Option<String>,
    layout: Option<Layout>,
    days: Option<Days>,
    renew_before: Option<String>,
    not_before: Option<Date>,
    not_after: Option<Date>,
    #[serde(default)]
    forms: Vec<Form>,
    #[serde(default)]
    legacy: bool,
    encrypt: Option<bool>,
    out: Option<String>,
}

/// A point in time: a text as flags take it, or one of TOML's own.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Date {
    Native(toml::value::Datetime),
    Text(String),
}

/// A number of days, with or without its unit.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Days {
    Number(u32),
    Text(String),
}

/// A further form of a key and its certificate, besides the four files.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Form {
    Combined,
    Der,
    EnvFile,
    Jks,
    K8sSecret,
    P12,
}

impl Form {
    const ALL: [Self; 6] = [
        Self::Combined,
        Self::Der,
        Self::EnvFile,
        Self::Jks,
        Self::K8sSecret,
        Self::P12,
    ];

    /// What its files are called.
    pub(crate) fn files(self) -> &'static [&'static str] {
        match self {
            Self::Combined => &["combined.pem"],
            Self::Der => &["cert.der", "privkey.der"],
            Self::EnvFile => &["env"],
            Self::Jks => &["keystore.jks"],
            Self::K8sSecret => &["secret.yaml"],
            Self::P12 => &["keystore.p12"],
        }
    }
}

/// How a leaf lies on the disk.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Layout {
    /// One file with the chain and the key, as HAProxy reads it: a fifth of the work where there are many.
    Combined,
    /// A directory with `privkey.pem`, `cert.pem`, `chain.pem` and `fullchain.pem`, as certbot has it.
    #[default]
    Files,
}

/// What there is to be.
#[derive(Debug)]
pub(crate) struct Manifest {
    /// Each after the one that signs it.
    pub(crate) cas: Vec<Ca>,
    pub(crate) leaves: Vec<Leaf>,
}

/// A CA that there is to be.
#[derive(Debug)]
pub(crate) struct Ca {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Its place among the CAs before it; `None` for a root.
    pub(crate) issuer: Option<usize>,
    pub(crate) kind: Kind,
    /// Whether the manifest says of this CA what its key is to be.
    pub(crate) is_kind_stated: bool,
    pub(crate) dates: Dates,
    pub(crate) path_len: Option<u8>,
    /// How many CAs there are below it, one below the other.
    pub(crate) levels_below: u8,
    pub(crate) permit: Vec<GeneralName>,
    pub(crate) exclude: Vec<GeneralName>,
    /// How long before its end it is replaced.
    pub(crate) renew_before: Option<Span>,
    /// Whether its key is encrypted; `None` where it may stay as it is.
    pub(crate) encrypt: Option<bool>,
    /// Relative to the manifest.
    pub(crate) out: String,
}

/// A leaf that there is to be.
#[derive(Debug)]
pub(crate) struct Leaf {
    pub(crate) names: Vec<San>,
    /// What it is called: its first name.
    pub(crate) label: String,
    /// The place of its CA; `None` for one that signs itself.
    pub(crate) issuer: Option<usize>,
    pub(crate) purposes: Purposes,
    pub(crate) kind: Kind,
    pub(crate) dates: Dates,
    pub(crate) layout: Layout,
    pub(crate) forms: Vec<Form>,
    /// Whether old programs have to open its PKCS#12.
    pub(crate) legacy: bool,
    /// How long before its end it is replaced.
    pub(crate) renew_before: Option<Span>,
    /// Whether its key is encrypted wherever it is PEM or DER; `None` where it may stay as it is.
    pub(crate) encrypt: Option<bool>,
    /// The directory or file, relative to the manifest.
    pub(crate) out: String,
}

/// From when to when something is to be valid, as it is written.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Dates {
    not_before: Option<Moment>,
    not_after: Option<Moment>,
    days: Option<i64>,
}

impl Dates {
    /// Dates as they are asked for: a beginning, and an end or a number of days.
    pub(crate) fn new(not_before: Option<Moment>, not_after: Option<Moment>, days: Option<i64>) -> Self {
        Self {
            not_before,
            not_after,
            days,
        }
    }

    /// What can be compared with the dates of a certificate that was made at some other time: the beginning and
    /// the end where they are written out, otherwise how long it is to live, where that is said.
    pub(crate) fn term(self, now: Timestamp) -> Term {
        let is_at = |moment| matches!(moment, Some(Moment::At(_)));
        let is_span = self.not_after.is_some() && !is_at(self.not_after) && !is_at(self.not_before);
        let (begin, end) = self.fixed();
        let validity = || self.wish(now).validity(LEAF_DAYS, now).ok();
        let life = (self.days.is_some() || is_span).then(validity).flatten();
        Term {
            begin,
            end,
            life: life.map(|life| life.not_after.as_second() - life.not_before.as_second()),
        }
    }

    /// The same at a point in time.
    pub(crate) fn wish(self, now: Timestamp) -> Wish {
        Wish {
            not_before: self.not_before.map(|moment| moment.resolve(now)),
            not_after: self.not_after.map(|moment| moment.resolve(now)),
            days: self.days,
        }
    }

    /// The beginning and the end, where they are points in time that are written out.
    fn fixed(self) -> (Option<Timestamp>, Option<Timestamp>) {
        let fixed = |moment| match moment {
            Some(Moment::At(at)) => Some(at),
            _ => None,
        };
        (fixed(self.not_before), fixed(self.not_after))
    }
}

impl Manifest {
    /// Reads a manifest and checks it as a whole.
    ///
    /// # Errors
    ///
    /// An input error that names the table and what is wrong with it.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let file: File = toml::from_str(text).map_err(|e| {
            Error::input("the manifest is not understood")
                .because(e.message())
                .because(place(text, e.span()))
        })?;
        let cas = order(&file)?;
        let leaves = file
            .cert
            .iter()
            .map(|table| leaf(table, &file.defaults, &cas))
            .collect::<Result<Vec<_>>>()?;
        let mut places = BTreeSet::new();
        for out in cas
            .iter()
            .map(|ca| &ca.out)
            .chain(leaves.iter().map(|leaf| &leaf.out))
        {
            if !places.insert(out) {
                return Err(Error::input(format!("two entries of the manifest go to `{out}`"))
                    .hint("give one of them another place with out = \"…\""));
            }
        }
        check_places(&cas, &leaves)?;
        Ok(Self { cas, leaves })
    }
}

/// The CAs, each after the one that signs it.
fn order(file: &File) -> Result<Vec<Ca>> {
    let mut tables = HashMap::new();
    for table in &file.ca {
        if tables.insert(table.id.as_str(), table).is_some() {
            return Err(Error::input(format!(
                "two CAs of the manifest are called `{}`",
                table.id
            )));
        }
    }
    let mut done: Vec<Ca> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for table in &file.ca {
        for table in unmade(table, &tables, &places)? {
            let issuer = table.issuer.as_deref().map(|id| places[id]);
            places.insert(&table.id, done.len());
            done.push(ca(table, &file.defaults, issuer)?);
        }
    }
    for at in (0..done.len()).rev() {
        if let Some(issuer) = done[at].issuer {
            done[issuer].levels_below = done[issuer]
                .levels_below
                .max(done[at].levels_below.saturating_add(1));
        }
    }
    Ok(done)
}

/// A CA and those above it that have no place yet, from the top down.
fn unmade<'t>(
    table: &'t CaTable,
    tables: &HashMap<&str, &'t CaTable>,
    places: &HashMap<&str, usize>,
) -> Result<Vec<&'t CaTable>> {
    let mut chain = Vec::new();
    let mut seen = HashSet::new();
    let mut next = (!places.contains_key(table.id.as_str())).then_some(table);
    while let Some(table) = next {
        seen.insert(table.id.as_str());
        chain.push(table);
        let Some(issuer) = table.issuer.as_deref().filter(|id| !places.contains_key(id)) else {
            break;
        };
        let why = match tables.get(issuer) {
            Some(_) if seen.contains(issuer) => "the CAs sign each other in a circle",
            Some(above) => {
                next = Some(above);
                continue;
            }
            None => "there is no CA with this id",
        };
        return Err(Error::input(format!("CA `{}` cannot be signed by `{issuer}`", table.id)).because(why));
    }
    chain.reverse();
    Ok(chain)
}

fn ca(table: &CaTable, defaults: &Defaults, issuer: Option<usize>) -> Result<Ca> {
    let context = |e: Error| as_input(e).context(format!("CA `{}` of the manifest is not sound", table.id));
    let parts = |texts: &[String]| {
        texts
            .iter()
            .map(|text| name_constraint::parse(text))
            .collect::<Result<Vec<_>>>()
    };
    let name = table.name.as_deref().unwrap_or(&table.id);
    let made = || {
        Ok(Ca {
            id: table.id.clone(),
            name: profile::checked_common_name(name)?.to_owned(),
            issuer,
            kind: kind(table.key_type.as_ref(), defaults)?,
            is_kind_stated: table.key_type.is_some(),
            dates: dates(
                table.days.as_ref(),
                table.not_before.as_ref(),
                table.not_after.as_ref(),
            )?,
            renew_before: renew_before(table.renew_before.as_ref(), defaults)?,
            path_len: table.path_len,
            levels_below: 0,
            permit: parts(&table.permit)?,
            exclude: parts(&table.exclude)?,
            encrypt: table.encrypt,
            out: out(table.out.as_ref().unwrap_or(&table.id))?,
        })
    };
    made().map_err(context)
}

fn leaf(table: &CertTable, defaults: &Defaults, cas: &[Ca]) -> Result<Leaf> {
    let first = table.names.first().map_or("", String::as_str);
    let made = || {
        let mut names = Vec::new();
        for text in &table.names {
            let name = San::parse(text)?;
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let Some(first) = names.first() else {
            return Err(Error::input("it has no names"));
        };
        let layout = table.layout.or(defaults.layout).unwrap_or_default();
        let default = match layout {
            Layout::Combined => format!("certs/{}.pem", first.directory()),
            Layout::Files => format!("certs/{}", first.directory()),
        };
        let issuer = table.ca.as_ref().map(|id| {
            cas.iter()
                .position(|ca| ca.id == *id)
                .ok_or_else(|| Error::input(format!("there is no CA `{id}`")))
        });
        Ok(Leaf {
            label: first.to_string(),
            issuer: issuer.transpose()?,
            purposes: Purposes::parse(&table.usage, &table.eku, &table.key_usage)?,
            kind: kind(table.key_type.as_ref(), defaults)?,
            dates: dates(
                table.days.as_ref(),
                table.not_before.as_ref(),
                table.not_after.as_ref(),
            )?,
            renew_before: renew_before(table.renew_before.as_ref(), defaults)?,
            layout,
            forms: forms(table, layout)?,
            legacy: table.legacy,
            encrypt: table.encrypt,
            out: out(table.out.as_ref().unwrap_or(&default))?,
            names,
        })
    };
    made().map_err(|e| as_input(e).context(format!("certificate `{first}` of the manifest is not sound")))
}

/// The further forms, each once; one file has no others beside it.
fn forms(table: &CertTable, layout: Layout) -> Result<Vec<Form>> {
    let mut forms = Vec::new();
    for form in &table.forms {
        if !forms.contains(form) {
            forms.push(*form);
        }
    }
    if layout == Layout::Combined && !forms.is_empty() {
        return Err(Error::input("it lies in one file, and has further forms")
            .hint("layout = \"files\" has room for them"));
    }
    if table.legacy && !forms.contains(&Form::P12) {
        return Err(Error::input("it is `legacy`, and no PKCS#12").hint("add forms = [\"p12\"]"));
    }
    if table.encrypt == Some(true) && forms.contains(&Form::K8sSecret) {
        return Err(Error::input(
            "its key is encrypted, and a Secret holds a plain one",
        ));
    }
    Ok(forms)
}

fn kind(own: Option<&String>, defaults: &Defaults) -> Result<Kind> {
    let Some(id) = own.or(defaults.key_type.as_ref()) else {
        return Ok(Kind::P256);
    };
    Kind::named(id).ok_or_else(|| {
        let all: Vec<_> = Kind::ALL.iter().map(|kind| kind.id()).collect();
        Error::input(format!("`{id}` is no key type")).hint(format!("choose one of: {}", all.join(", ")))
    })
}

fn renew_before(own: Option<&String>, defaults: &Defaults) -> Result<Option<Span>> {
    let text = own.or(defaults.renew_before.as_ref());
    text.map(|text| Span::parse(text)).transpose()
}

fn dates(days: Option<&Days>, not_before: Option<&Date>, not_after: Option<&Date>) -> Result<Dates> {
    if days.is_some() && not_after.is_some() {
        return Err(Error::input("it has both `days` and `not-after`"));
    }
    let moment = |date: &Date| match date {
        Date::Native(native) => Moment::parse(&native.to_string()),
        Date::Text(text) => Moment::parse(text),
    };
    Ok(Dates {
        not_before: not_before.map(moment).transpose()?,
        not_after: not_after.map(moment).transpose()?,
        days: days.map(count).transpose()?,
    })
}

fn count(days: &Days) -> Result<i64> {
    let count = match days {
        Days::Number(count) => Some(*count),
        Days::Text(text) => text.strip_suffix('d').unwrap_or(text).parse().ok(),
    };
    match count {
        Some(0) => Err(Error::input("it would be valid for 0 days")),
        Some(count) => Ok(i64::from(count)),
        None => Err(Error::input("its `days` are no number of days").hint("write days = 90")),
    }
}

/// Refuses a place that is a file of another entry, or lies below one that is a file.
fn check_places(cas: &[Ca], leaves: &[Leaf]) -> Result<()> {
    let combined = leaves.iter().filter(|leaf| leaf.layout == Layout::Combined);
    let files: BTreeSet<&str> = combined.map(|leaf| leaf.out.as_str()).collect();
    let all = cas
        .iter()
        .map(|ca| &ca.out)
        .chain(leaves.iter().map(|leaf| &leaf.out));
    let all: BTreeSet<&str> = all.map(String::as_str).collect();
    for place in &all {
        let mut above = *place;
        while let Some((directory, name)) = above.rsplit_once('/') {
            let is_its_file = above == *place && is_own_file(name) && all.contains(directory);
            if is_its_file || files.contains(directory) {
                return Err(
                    Error::input(format!("`{place}` belongs to the entry in `{directory}`"))
                        .hint("give one of them another place with out = \"…\""),
                );
            }
            above = directory;
        }
    }
    Ok(())
}

/// Whether a file of an entry may be called so.
fn is_own_file(name: &str) -> bool {
    PLAIN_FILES.contains(&name) || Form::ALL.iter().any(|form| form.files().contains(&name))
}

/// The files of CAs and leaves besides the further forms.
const PLAIN_FILES: &[&str] = &[
    "cert.pem",
    "chain.pem",
    "crl.pem",
    "fullchain.pem",
    "privkey.pem",
    "root.pem",
];

/// A place below the manifest, and nowhere else.
fn out(text: &str) -> Result<String> {
    let steps: Vec<_> = text.split('/').collect();
    let sound = steps
        .iter()
        .all(|step| !step.is_empty() && *step != "." && *step != "..");
    if steps.iter().any(|step| step.starts_with(".tlsctl-")) {
        return Err(Error::input(format!(
            "`{text}` has a name that is kept for what is not finished"
        ))
        .hint("names that begin with `.tlsctl-` are cleaned up"));
    }
    if sound && !text.contains('\0') {
        return Ok(text.to_owned());
    }
    Err(
        Error::input(format!("`{text}` is not a place below the manifest"))
            .hint("write a relative path without `.` and `..`: out = \"certs/api\""),
    )
}

/// What was parsed from a file is an input, whoever parsed it.
fn as_input(error: Error) -> Error {
    let mut input = Error::input(error.message());
    for cause in error.causes() {
        input = input.because(cause);
    }
    for hint in error.hints() {
        input = input.hint(hint.clone());
    }
    input
}

fn place(text: &str, span: Option<std::ops::Range<usize>>) -> String {
    let start = span.map_or(0, |span| span.start);
    let line = text
        .as_bytes()
        .iter()
        .take(start)
        .filter(|octet| **octet == b'\n')
        .count()
        + 1;
    format!("in line {line}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_of_cas_is_put_in_order_whichever_way_it_is_written() {
        let mut lines: Vec<String> = (1..3000)
            .map(|i| format!("[[ca]]\nid = 'c{i}'\nissuer = 'c{}'\n", i - 1))
            .collect();
        lines.push("[[ca]]\nid = 'c0'\n".to_owned());
        for _ in 0..2 {
            lines.reverse();
            let manifest = Manifest::parse(&lines.concat()).expect("a manifest");
            assert!(
                manifest
                    .cas
                    .iter()
                    .skip(1)
                    .enumerate()
                    .all(|(at, ca)| ca.issuer == Some(at))
            );
            assert_eq!(manifest.cas[2998].levels_below, 1);
        }
    }

    #[test]
    fn cas_come_after_those_that_sign_them() {
        let manifest = Manifest::parse(
            "[[ca]]\nid = 'sub'\nissuer = 'root'\n[[ca]]\nid = 'root'\n[[cert]]\nnames = ['a.test']\nca = 'sub'\n",
        );
        let manifest = manifest.expect("a manifest");
        let ids: Vec<_> = manifest.cas.iter().map(|ca| ca.id.as_str()).collect();
        assert_eq!(ids, ["root", "sub"]);
        assert_eq!(manifest.leaves[0].issuer, Some(1));
        assert_eq!(manifest.leaves[0].out, "certs/a.test");
    }

    #[test]
    fn what_does_not_fit_together_is_refused() {
        for text in [
            "[[ca]]\nid = 'a'\nissuer = 'b'\n[[ca]]\nid = 'b'\nissuer = 'a'\n",
            "[[ca]]\nid = 'a'\nissuer = 'nobody'\n",
            "[[ca]]\nid = 'a'\n[[ca]]\nid = 'a'\n",
            "[[ca]]\nid = 'a'\nout = '../x'\n",
            "[[ca]]\nid = 'a'\nout = '/x'\n",
            "[[ca]]\nid = '.tlsctl-1-x.tmp'\n",
            "[[ca]]\nid = 'a'\nkey-type = 'dsa'\n",
            "[[ca]]\nid = 'a'\npermit = ['10.0.0.1/8']\n",
            "[[cert]]\nnames = []\n",
            "[[cert]]\nnames = ['a b']\n",
            "[[cert]]\nnames = ['a.test']\nca = 'nobody'\n",
            "[[cert]]\nnames = ['a.test']\nusage = ['fun']\n",
            "[[cert]]\nnames = ['a.test']\n[[cert]]\nnames = ['a.test']\n",
            "[[cert]]\nnames = ['a.test']\ncolour = 'red'\n",
            "[[cert]]\nnames = ['a.test']\ndays = 0\n",
            "[[cert]]\nnames = ['a.test']\ndays = 1\nnot-after = '2030-01-01'\n",
            "[[cert]]\nnames = ['a.test']\nnot-before = 'soon'\n",
            "[[cert]]\nnames = ['a.test']\nforms = ['p13']\n",
            "[[cert]]\nnames = ['a.test']\nforms = ['p12']\nlayout = 'combined'\n",
            "[[cert]]\nnames = ['a.test']\nlegacy = true\n",
            "[[cert]]\nnames = ['a.test']\nencrypt = true\nforms = ['k8s-secret']\n",
            "[[cert]]\nnames = ['a.test']\neku = ['x']\n",
            "[[cert]]\nnames = ['a.test']\nkey-usage = ['x']\n",
            "[[cert\n",
        ] {
            assert!(Manifest::parse(text).is_err(), "{text}");
        }
    }
}
