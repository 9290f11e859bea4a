//! Name constraints along a path (RFC 5280 §4.2.1.10, §6.1.3 (b), (c), §6.1.4 (g)): each CA's are a fence
//! of their own, and a name must lie within all of them. What a fence says about a kind of name that it
//! cannot judge, or says in a form that the RFC does not know, keeps every such name out.

use super::budget::Budget;
use super::{Check, about};
use crate::model::Finding;
use crate::pki::cert::Cert;
use crate::pki::dn::Name;
use crate::pki::extensions::{NameConstraints, Subtree};
use crate::pki::general_name::GeneralName;
use crate::pki::host::is_host_name;
use crate::pki::oid;
use crate::pki::rule;

/// The constraints met so far, each with the CA that made it.
#[derive(Debug, Default)]
pub(crate) struct Fences<'a>(Vec<Fence<'a>>);

/// What one CA says about the names below it.
#[derive(Debug)]
struct Fence<'a> {
    ca: &'a Cert,
    constraints: &'a NameConstraints,
    /// Those of them that no name can be held against.
    unusable: Vec<&'a Subtree>,
}

/// Why a name does not pass.
enum Refusal {
    Excluded(String),
    Malformed(String),
    NotPermitted,
    Spent,
}

impl<'a> Fences<'a> {
    /// Adds what a CA or an anchor says about what is below it.
    pub(crate) fn add(&mut self, ca: &'a Cert) -> Check {
        let Some(constraints) = &ca.extensions().name_constraints else {
            return Ok(());
        };
        let all = || {
            constraints
                .permitted
                .iter()
                .chain(&constraints.excluded)
                .flatten()
        };
        if let Some(what) = all().find_map(misshapen) {
            return Err(malformed(ca, &what));
        }
        self.0.push(Fence {
            ca,
            constraints,
            unusable: all().filter(|subtree| !is_usable(&subtree.base)).collect(),
        });
        Ok(())
    }

    /// Whether every name of `cert` lies within all of them.
    pub(crate) fn admit(&self, cert: &Cert, budget: &Budget) -> Check {
        if self.0.is_empty() {
            return Ok(());
        }
        let subject = (!cert.subject().is_empty()).then(|| GeneralName::Directory(cert.subject().clone()));
        let emails = subject_emails(cert);
        for fence in &self.0 {
            for name in cert.sans().iter().chain(&subject).chain(&emails) {
                fence.bears_on(name)?;
                judge(name, fence.constraints, budget).map_err(|why| refusal(cert, name, fence.ca, &why))?;
            }
        }
        Ok(())
    }
}

impl Fence<'_> {
    /// Whether what is said about names of this kind can be applied at all. Who names nothing of the kind
    /// need not care (RFC 5280 §4.2.1.10).
    fn bears_on(&self, name: &GeneralName) -> Check {
        match self
            .unusable
            .iter()
            .find(|subtree| same_kind(name, &subtree.base))
        {
            Some(subtree) => Err(malformed(self.ca, &text(&subtree.base))),
            None => Ok(()),
        }
    }
}

/// Addresses in the subject count where there are none among the alternative names (§4.2.1.10).
fn subject_emails(cert: &Cert) -> Vec<GeneralName> {
    if cert
        .sans()
        .iter()
        .any(|name| matches!(name, GeneralName::Email(_)))
    {
        return Vec::new();
    }
    let values = cert.subject().values(oid::EMAIL_ADDRESS);
    values
        .map(|value| GeneralName::Email(value.into_owned()))
        .collect()
}

fn judge(name: &GeneralName, constraints: &NameConstraints, budget: &Budget) -> Result<(), Refusal> {
    let mut all = constraints
        .permitted
        .iter()
        .chain(&constraints.excluded)
        .flatten();
    if all.any(|subtree| same_kind(name, &subtree.base)) {
        proper(name)?;
    }
    for subtree in constraints.excluded.iter().flatten() {
        if !budget.comparison() {
            return Err(Refusal::Spent);
        }
        if same_kind(name, &subtree.base) && touches(name, &subtree.base) {
            return Err(Refusal::Excluded(subtree.base.to_string()));
        }
    }
    let mut limited = false;
    for subtree in constraints.permitted.iter().flatten() {
        if !budget.comparison() {
            return Err(Refusal::Spent);
        }
        if same_kind(name, &subtree.base) {
            limited = true;
            if lies_within(name, &subtree.base) {
                return Ok(());
            }
        }
    }
    if limited {
        Err(Refusal::NotPermitted)
    } else {
        Ok(())
    }
}

/// A name can be judged only if it is one of its kind, and of a kind that can be judged.
fn proper(name: &GeneralName) -> Result<(), Refusal> {
    let good = match name {
        GeneralName::Dns(name) => is_host_name(bare(name)),
        GeneralName::Email(address) => mailbox(address).is_some(),
        GeneralName::Uri(uri) => authority(uri).is_some(),
        GeneralName::Ip(_) | GeneralName::Directory(_) => true,
        _ => return Err(Refusal::Malformed("there is no way to judge it".to_owned())),
    };
    if good {
        Ok(())
    } else {
        Err(Refusal::Malformed(format!("`{name}` is none")))
    }
}

fn same_kind(name: &GeneralName, base: &GeneralName) -> bool {
    match (name, base) {
        (GeneralName::Other(kind, _), GeneralName::Other(other, _)) => kind == other,
        _ => std::mem::discriminant(name) == std::mem::discriminant(base),
    }
}

/// Whether some name that `name` stands for lies in the subtree: a wildcard stands for many (RFC 9525 §6.3).
fn touches(name: &GeneralName, base: &GeneralName) -> bool {
    if let (GeneralName::Dns(pattern), GeneralName::Dns(base)) = (name, base)
        && let Some(parent) = pattern.strip_prefix("*.")
    {
        let base = base.strip_prefix('.').unwrap_or(base);
        let one_below = base
            .split_once('.')
            .is_some_and(|(_, rest)| rest.eq_ignore_ascii_case(parent));
        return one_below || dns_within(parent, base);
    }
    lies_within(name, base)
}

fn lies_within(name: &GeneralName, base: &GeneralName) -> bool {
    match (name, base) {
        (GeneralName::Dns(name), GeneralName::Dns(base)) => dns(name, base),
        (GeneralName::Email(name), GeneralName::Email(base)) => email(name, base),
        (GeneralName::Uri(name), GeneralName::Uri(base)) => {
            authority(name).is_some_and(|host| host_or_below(host, base))
        }
        (GeneralName::Ip(address), GeneralName::Ip(network)) => ip_within(address, network),
        (GeneralName::Directory(name), GeneralName::Directory(base)) => Name::within(name, base),
        _ => false,
    }
}

/// Without a wildcard's first label and a trailing dot.
fn bare(name: &str) -> &str {
    let name = name.strip_suffix('.').unwrap_or(name);
    name.strip_prefix("*.").unwrap_or(name)
}

/// `*.example.com` lies within `example.com`, and also within `.example.com`: all that it stands for does.
fn dns(name: &str, base: &str) -> bool {
    match base.strip_prefix('.') {
        Some(parent) if !name.starts_with("*.") => dns_below(bare(name), parent),
        Some(parent) => dns_within(bare(name), parent),
        None => dns_within(bare(name), base),
    }
}

/// The name itself or anything below it; the empty base holds every name.
fn dns_within(name: &str, base: &str) -> bool {
    base.is_empty() || name.eq_ignore_ascii_case(base) || dns_below(name, base)
}

fn dns_below(name: &str, parent: &str) -> bool {
    name.len() > parent.len()
        && name.is_char_boundary(name.len() - parent.len())
        && name[name.len() - parent.len()..].eq_ignore_ascii_case(parent)
        && name[..name.len() - parent.len()].ends_with('.')
}

fn mailbox(address: &str) -> Option<(&str, &str)> {
    let parts = address.rsplit_once('@');
    parts.filter(|(local, host)| !local.is_empty() && !host.is_empty())
}

/// A mailbox, a host, or `.domain` for the hosts below it.
fn email(name: &str, base: &str) -> bool {
    let Some((local, host)) = mailbox(name) else {
        return false;
    };
    match base.rsplit_once('@') {
        Some((base_local, base_host)) => local == base_local && host.eq_ignore_ascii_case(base_host),
        None => host_or_below(host, base),
    }
}

/// The host in a URI; one that names none, or an address, cannot be judged (RFC 5280 §4.2.1.10).
fn authority(uri: &str) -> Option<&str> {
    let (_, rest) = uri.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    is_host_name(host).then_some(host)
}

/// A host, or `.domain` for the hosts below it.
fn host_or_below(host: &str, base: &str) -> bool {
    match base.strip_prefix('.') {
        Some(parent) => dns_below(host, parent),
        None => base.is_empty() || host.eq_ignore_ascii_case(base),
    }
}

fn ip_within(address: &[u8], network: &[u8]) -> bool {
    let (base, mask) = network.split_at(network.len() / 2);
    address.len() == base.len()
        && address
            .iter()
            .zip(base)
            .zip(mask)
            .all(|((octet, base), mask)| octet & mask == base & mask)
}

/// What keeps a constraint from being read at all: fields and masks that RFC 5280 does not have.
fn misshapen(subtree: &Subtree) -> Option<String> {
    if subtree.minimum != 0 || subtree.maximum.is_some() {
        return Some("a minimum or maximum, which RFC 5280 does not have".to_owned());
    }
    match &subtree.base {
        GeneralName::Ip(octets)
            if !(matches!(octets.len(), 8 | 32) && is_prefix(&octets[octets.len() / 2..])) =>
        {
            Some(text(&subtree.base))
        }
        _ => None,
    }
}

/// Whether names can be held against it: that it is a host or domain where it must be.
fn is_usable(base: &GeneralName) -> bool {
    let domain = |base: &str| is_empty_or_host(base.strip_prefix('.').unwrap_or(base));
    match base {
        GeneralName::Email(base) => match base.rsplit_once('@') {
            Some((local, host)) => !local.is_empty() && is_host_name(host),
            None => domain(base),
        },
        GeneralName::Dns(base) | GeneralName::Uri(base) => domain(base),
        _ => true,
    }
}

fn malformed(ca: &Cert, what: &str) -> Box<Finding> {
    let message = format!("`{}` has a malformed name constraint: {what}", ca.label());
    about(ca, &rule::MALFORMED, message)
}

fn text(base: &GeneralName) -> String {
    format!("`{base}` as {}", base.kind())
}

fn is_empty_or_host(name: &str) -> bool {
    name.is_empty() || is_host_name(name)
}

/// A mask that is ones and then zeros (RFC 4632).
fn is_prefix(mask: &[u8]) -> bool {
    let ones: u32 = mask.iter().map(|octet| octet.count_ones()).sum();
    let leading = mask.iter().take_while(|octet| **octet == 0xff).count();
    let next = mask.get(leading).map_or(0, |octet| octet.leading_ones());
    usize::try_from(ones).is_ok_and(|ones| ones == leading * 8 + next as usize)
}

fn refusal(cert: &Cert, name: &GeneralName, ca: &Cert, why: &Refusal) -> Box<Finding> {
    let (who, by, kind) = (cert.label(), ca.label(), name.kind());
    let message = match why {
        Refusal::Excluded(base) => {
            format!("`{by}` may not vouch for {kind} `{name}` of `{who}`: `{base}` is excluded")
        }
        Refusal::NotPermitted => {
            format!("`{by}` may not vouch for {kind} `{name}` of `{who}`: it is outside of what is permitted")
        }
        Refusal::Malformed(what) => format!("`{by}` constrains names of kind {kind}, and in `{who}` {what}"),
        Refusal::Spent => format!("`{who}` has too many names for the constraints of `{by}`"),
    };
    let rule = match why {
        Refusal::Spent => &rule::GAVE_UP,
        _ => &rule::NAME_CONSTRAINTS,
    };
    Box::new(
        Finding::new(rule, message)
            .on(who)
            .evidence("name", name.to_string())
            .evidence("constrained_by", by),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn within(name: &GeneralName, base: &GeneralName) -> Option<bool> {
        proper(name).is_ok().then(|| lies_within(name, base))
    }

    #[test]
    fn dns_names_lie_within_their_own_subtree() {
        let dns = |name: &str, base: &str| {
            within(
                &GeneralName::Dns(name.to_owned()),
                &GeneralName::Dns(base.to_owned()),
            )
        };
        assert_eq!(dns("example.com", "example.com"), Some(true));
        assert_eq!(dns("a.EXAMPLE.com", "example.com"), Some(true));
        assert_eq!(dns("badexample.com", "example.com"), Some(false));
        assert_eq!(dns("example.com", ".example.com"), Some(false));
        assert_eq!(dns("a.example.com", ".example.com"), Some(true));
        assert_eq!(dns("*.example.com", "example.com"), Some(true));
        assert_eq!(dns("*.example.com", "a.example.com"), Some(false));
        assert_eq!(dns("anything", ""), Some(true));
        assert_eq!(dns(".example.com", "example.com"), None);
    }

    #[test]
    fn a_wildcard_touches_every_subtree_that_it_could_reach() {
        let touch = |name: &str, base: &str| {
            Some(touches(
                &GeneralName::Dns(name.to_owned()),
                &GeneralName::Dns(base.to_owned()),
            ))
        };
        assert_eq!(touch("*.example.com", "bar.example.com"), Some(true));
        assert_eq!(touch("*.example.com", "example.com"), Some(true));
        assert_eq!(touch("*.example.com", "com"), Some(true));
        assert_eq!(touch("*.example.com", "a.bar.example.com"), Some(false));
        assert_eq!(touch("*.example.com", "example.org"), Some(false));
    }

    #[test]
    fn mail_and_web_addresses_lie_within_hosts_and_domains() {
        let mail = |name: &str, base: &str| {
            within(
                &GeneralName::Email(name.to_owned()),
                &GeneralName::Email(base.to_owned()),
            )
        };
        assert_eq!(mail("a@example.com", "example.com"), Some(true));
        assert_eq!(mail("a@mx.example.com", "example.com"), Some(false));
        assert_eq!(mail("a@mx.example.com", ".example.com"), Some(true));
        assert_eq!(mail("a@example.com", "A@example.com"), Some(false));
        assert_eq!(mail("*@example.com", "*@example.com"), Some(true));
        assert_eq!(mail("a@example.com", "*@example.com"), Some(false));
        assert_eq!(mail("example.com", "example.com"), None);
        let web = |name: &str, base: &str| {
            within(
                &GeneralName::Uri(name.to_owned()),
                &GeneralName::Uri(base.to_owned()),
            )
        };
        assert_eq!(web("https://u@example.com:8443/x?y", "example.com"), Some(true));
        assert_eq!(web("https://a.example.com#x", ".example.com"), Some(true));
        assert_eq!(web("https://192.0.2.1/", "example.com"), None);
        assert_eq!(web("urn:a:b", "example.com"), None);
    }

    #[test]
    fn masks_are_prefixes() {
        assert!(is_prefix(&[255, 255, 128, 0]));
        assert!(is_prefix(&[0; 4]));
        assert!(is_prefix(&[255; 16]));
        assert!(!is_prefix(&[255, 0, 255, 0]));
        assert!(!is_prefix(&[0b1010_0000, 0, 0, 0]));
        assert!(ip_within(&[192, 0, 2, 9], &[192, 0, 2, 0, 255, 255, 255, 0]));
        assert!(!ip_within(&[192, 0, 3, 9], &[192, 0, 2, 0, 255, 255, 255, 0]));
        assert!(!ip_within(&[0; 16], &[0; 8]));
    }
}
