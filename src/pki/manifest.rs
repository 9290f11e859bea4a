//! A whole PKI in one file: which CAs and leaves there are to be, checked as a whole before anything is
//! made, and in the order in which they can be made. What is there already is compared by whoever
//! carries it out; this decides what is wanted.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::general_name::GeneralName;
use super::key::Kind;
use super::name::San;
use super::name_constraint;
use super::profile::{self, Purposes, Usage};
use crate::error::{Error, Result};
use crate::model::Span;

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
    days: Option<u32>,
    path_len: Option<u8>,
    #[serde(default)]
    permit: Vec<String>,
    #[serde(default)]
    exclude: Vec<String>,
    out: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct CertTable {
    names: Vec<String>,
    ca: Option<String>,
    #[serde(default)]
    usage: Vec<String>,
    key_type: Option<String>,
    layout: Option<Layout>,
    days: Option<u32>,
    out: Option<String>,
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
    pub(crate) renew_before: Option<Span>,
}

/// A CA that there is to be.
#[derive(Debug)]
pub(crate) struct Ca {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Its place among the CAs before it; `None` for a root.
    pub(crate) issuer: Option<usize>,
    pub(crate) kind: Kind,
    pub(crate) days: Option<i64>,
    pub(crate) path_len: Option<u8>,
    pub(crate) permit: Vec<GeneralName>,
    pub(crate) exclude: Vec<GeneralName>,
    /// Relative to the manifest.
    pub(crate) out: String,
}

/// A leaf that there is to be.
#[derive(Debug)]
pub(crate) struct Leaf {
    pub(crate) names: Vec<San>,
    /// The place of its CA; `None` for one that signs itself.
    pub(crate) issuer: Option<usize>,
    pub(crate) purposes: Purposes,
    pub(crate) kind: Kind,
    pub(crate) days: Option<i64>,
    pub(crate) layout: Layout,
    /// The directory or file, relative to the manifest.
    pub(crate) out: String,
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
        let renew_before = file
            .defaults
            .renew_before
            .as_deref()
            .map(Span::parse)
            .transpose()
            .map_err(as_input)?;
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
        Ok(Self {
            cas,
            leaves,
            renew_before,
        })
    }
}

/// The CAs, each after the one that signs it.
fn order(file: &File) -> Result<Vec<Ca>> {
    let mut done: Vec<Ca> = Vec::new();
    let mut left: Vec<&CaTable> = file.ca.iter().collect();
    while !left.is_empty() {
        let before = left.len();
        let mut waiting = Vec::new();
        for table in left {
            if done.iter().any(|ca| ca.id == table.id) {
                return Err(Error::input(format!(
                    "two CAs of the manifest are called `{}`",
                    table.id
                )));
            }
            let issuer = table
                .issuer
                .as_ref()
                .map(|id| done.iter().position(|ca| ca.id == *id));
            match issuer {
                Some(None) => waiting.push(table),
                Some(Some(at)) => done.push(ca(table, &file.defaults, Some(at))?),
                None => done.push(ca(table, &file.defaults, None)?),
            }
        }
        left = waiting;
        if left.len() == before {
            let table = left[0];
            let issuer = table.issuer.as_deref().unwrap_or_default();
            let known = file.ca.iter().any(|ca| ca.id == issuer);
            let why = if known {
                "the CAs sign each other in a circle"
            } else {
                "there is no CA with this id"
            };
            return Err(
                Error::input(format!("CA `{}` cannot be signed by `{issuer}`", table.id)).because(why),
            );
        }
    }
    Ok(done)
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
            days: days(table.days)?,
            path_len: table.path_len,
            permit: parts(&table.permit)?,
            exclude: parts(&table.exclude)?,
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
            issuer: issuer.transpose()?,
            purposes: Purposes {
                usages: usages(&table.usage)?,
                ..Purposes::default()
            },
            kind: kind(table.key_type.as_ref(), defaults)?,
            days: days(table.days)?,
            layout,
            out: out(table.out.as_ref().unwrap_or(&default))?,
            names,
        })
    };
    made().map_err(|e| as_input(e).context(format!("certificate `{first}` of the manifest is not sound")))
}

fn usages(ids: &[String]) -> Result<Vec<Usage>> {
    if ids.is_empty() {
        return Ok(vec![Usage::Server]);
    }
    let find = |id: &String| {
        let known = Usage::ALL.iter().find(|usage| usage.id() == id);
        known
            .copied()
            .ok_or_else(|| Error::input(format!("`{id}` is no usage")))
    };
    ids.iter().map(find).collect()
}

fn kind(own: Option<&String>, defaults: &Defaults) -> Result<Kind> {
    let Some(id) = own.or(defaults.key_type.as_ref()) else {
        return Ok(Kind::P256);
    };
    let known = Kind::ALL.iter().find(|kind| kind.id() == id);
    known.copied().ok_or_else(|| {
        let all: Vec<_> = Kind::ALL.iter().map(|kind| kind.id()).collect();
        Error::input(format!("`{id}` is no key type")).hint(format!("choose one of: {}", all.join(", ")))
    })
}

fn days(days: Option<u32>) -> Result<Option<i64>> {
    match days {
        Some(0) => Err(Error::input("it would be valid for 0 days")),
        days => Ok(days.map(i64::from)),
    }
}

/// A place below the manifest, and nowhere else.
fn out(text: &str) -> Result<String> {
    let steps: Vec<_> = text.split('/').collect();
    let sound = steps
        .iter()
        .all(|step| !step.is_empty() && *step != "." && *step != "..");
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
            "[[ca]]\nid = 'a'\nkey-type = 'dsa'\n",
            "[[ca]]\nid = 'a'\npermit = ['10.0.0.1/8']\n",
            "[[cert]]\nnames = []\n",
            "[[cert]]\nnames = ['a b']\n",
            "[[cert]]\nnames = ['a.test']\nca = 'nobody'\n",
            "[[cert]]\nnames = ['a.test']\nusage = ['fun']\n",
            "[[cert]]\nnames = ['a.test']\n[[cert]]\nnames = ['a.test']\n",
            "[[cert]]\nnames = ['a.test']\ncolour = 'red'\n",
            "[[cert]]\nnames = ['a.test']\ndays = 0\n",
            "[[cert\n",
        ] {
            assert!(Manifest::parse(text).is_err(), "{text}");
        }
    }
}
