//! Lints on revocation lists (RFC 5280 §5), in the same form as those on certificates. To add one: a file
//! with its `mod` and its place in [`ALL`], and a bad list in the tests below.

mod authority_key_id;
mod next_update;
mod number;
mod outdated;
mod reason;
mod serial_duplicate;

use jiff::Timestamp;

use super::{Profile, Rule, Severity};
use crate::model::{Finding, Value};
use crate::pki::anatomy::{self, Extension, timestamp};
use crate::pki::format::der::{Fault, Reader, Tlv, single, tag};

/// A rule about one revocation list.
pub(crate) trait CrlLint: Sync {
    /// What can be wrong.
    fn rule(&self) -> &'static Rule;

    /// What to do about it.
    fn advice(&self) -> &'static str;

    /// How bad it is in this profile; `None` where the profile does not ask.
    fn severity(&self, _: Profile) -> Option<Severity> {
        Some(self.rule().severity)
    }

    /// zlint's ids for the same fault.
    fn zlint(&self) -> &'static [&'static str] {
        &[]
    }

    /// What is so, one line for each time that the rule is broken.
    fn check(&self, list: &List<'_>, now: Timestamp) -> Vec<String>;
}

/// A revocation list taken apart as far as lints ask.
#[derive(Debug)]
pub(crate) struct List<'a> {
    /// When the next one comes.
    next_update: Option<Tlv<'a>>,
    /// The entries in order.
    entries: Vec<Entry<'a>>,
    /// The list's own extensions.
    extensions: Vec<Extension<'a>>,
}

/// One revoked certificate.
#[derive(Debug)]
struct Entry<'a> {
    serial: &'a [u8],
    extensions: Vec<Extension<'a>>,
}

impl<'a> List<'a> {
    /// Takes a list apart.
    ///
    /// # Errors
    ///
    /// Where the outline of a revocation list is not kept.
    pub(crate) fn read(der: &'a [u8]) -> Result<Self, Fault> {
        let mut outer = single(der, tag::SEQUENCE, "a revocation list")?.reader();
        let mut fields = outer.expect(tag::SEQUENCE, "the signed part")?.reader();
        fields.optional(tag::INTEGER)?;
        fields.expect(tag::SEQUENCE, "the signature algorithm")?;
        fields.expect(tag::SEQUENCE, "the issuer")?;
        time(&mut fields)?;
        let next_update = time(&mut fields)?;
        let entries = match fields.optional(tag::SEQUENCE)? {
            Some(list) => list
                .children()?
                .iter()
                .map(Entry::read)
                .collect::<Result<_, _>>()?,
            None => Vec::new(),
        };
        let extensions = match fields.optional(tag::constructed(0))? {
            Some(explicit) => anatomy::extensions(&explicit)?,
            None => Vec::new(),
        };
        Ok(Self {
            next_update,
            entries,
            extensions,
        })
    }

    fn extension(&self, id: &str) -> Option<&Extension<'a>> {
        self.extensions.iter().find(|extension| extension.id == id)
    }

    fn next(&self) -> Option<Timestamp> {
        self.next_update.as_ref().and_then(timestamp)
    }
}

impl<'a> Entry<'a> {
    fn read(item: &Tlv<'a>) -> Result<Self, Fault> {
        let mut fields = item.reader();
        let serial = fields.expect(tag::INTEGER, "a serial number")?.content;
        time(&mut fields)?;
        let extensions = match fields.optional(tag::SEQUENCE)? {
            Some(list) => list
                .children()?
                .iter()
                .map(anatomy::extension)
                .collect::<Result<_, _>>()?,
            None => Vec::new(),
        };
        Ok(Self { serial, extensions })
    }
}

/// Everything that is wrong with a list.
pub(crate) fn lint(list: &List<'_>, profile: Profile, now: Timestamp) -> Vec<Finding> {
    let mut findings = Vec::new();
    for lint in ALL {
        let Some(severity) = lint.severity(profile) else {
            continue;
        };
        for message in lint.check(list, now) {
            let finding = Finding::new(lint.rule(), message)
                .severity(severity)
                .advice(lint.advice());
            findings.push(match lint.zlint() {
                [] => finding,
                ids => finding.evidence("zlint", Value::list(ids.iter().copied())),
            });
        }
    }
    findings
}

fn time<'a>(fields: &mut Reader<'a>) -> Result<Option<Tlv<'a>>, Fault> {
    match fields.optional(tag::UTC_TIME)? {
        Some(time) => Ok(Some(time)),
        None => fields.optional(tag::GENERALIZED_TIME),
    }
}

/// Every lint on revocation lists.
pub(crate) static ALL: &[&dyn CrlLint] = &[
    &authority_key_id::AuthorityKeyId,
    &next_update::NextUpdate,
    &number::Number,
    &outdated::Outdated,
    &reason::Reason,
    &serial_duplicate::SerialDuplicate,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pki::der;

    fn list(next: bool, entries: &[Vec<u8>], extensions: &[Vec<u8>]) -> Vec<u8> {
        let algorithm = der::sequence([der::oid(&[0x2a, 3])]);
        let mut parts = vec![
            der::integer(&[1]),
            algorithm.clone(),
            der::sequence::<Vec<u8>>([]),
            at("2026-11-01"),
        ];
        if next {
            parts.push(at("2026-12-01"));
        }
        parts.push(der::sequence(entries));
        parts.push(der::element(tag::constructed(0), &der::sequence(extensions)));
        der::sequence([der::sequence(parts), algorithm, der::bits(&[0])])
    }

    fn at(day: &str) -> Vec<u8> {
        der::time(format!("{day}T00:00:00Z").parse().expect("a date"))
    }

    fn extension(id: &[u8], value: &[u8]) -> Vec<u8> {
        der::sequence([der::oid(id), der::octets(value)])
    }

    fn entry(serial: u8, reason: Option<u8>) -> Vec<u8> {
        let mut parts = vec![der::integer(&[serial]), at("2026-10-01")];
        parts.extend(reason.map(|code| der::sequence([extension(&[0x55, 0x1d, 21], &[0x0a, 1, code])])));
        der::sequence(parts)
    }

    fn found(der: &[u8], now: &str) -> Vec<&'static str> {
        let list = List::read(der).expect("a list");
        let now = format!("{now}T00:00:00Z").parse().expect("a date");
        let findings = lint(&list, Profile::Public, now);
        findings.iter().map(|finding| finding.rule.id).collect()
    }

    #[test]
    fn each_fault_of_a_list_is_named_and_a_good_one_has_none() {
        let good = [
            extension(&[0x55, 0x1d, 20], &[2, 1, 1]),
            extension(&[0x55, 0x1d, 35], &[0x30, 0x04, 0x80, 2, 1, 1]),
        ];
        let entries = [entry(1, Some(1)), entry(2, None)];
        let whole = list(true, &entries, &good);
        assert_eq!(found(&whole, "2026-11-21"), Vec::<&str>::new());
        assert_eq!(found(&whole, "2026-12-21"), ["crl-invalid"]);
        assert_eq!(
            found(&list(false, &entries, &good), "2026-11-21"),
            ["crl-next-update-missing"]
        );
        assert_eq!(
            found(&list(true, &entries, &good[1..]), "2026-11-21"),
            ["crl-number"]
        );
        assert_eq!(
            found(&list(true, &entries, &good[..1]), "2026-11-21"),
            ["crl-aki-missing"]
        );
        let twice = [entry(1, None), entry(1, None)];
        assert_eq!(
            found(&list(true, &twice, &good), "2026-11-21"),
            ["crl-serial-duplicate"]
        );
        for reason in [0, 7, 11] {
            let odd = [entry(1, Some(reason))];
            assert_eq!(
                found(&list(true, &odd, &good), "2026-11-21"),
                ["crl-reason"],
                "{reason}"
            );
        }
    }
}
