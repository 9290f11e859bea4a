//! A timestamp that its log has not signed is nobody's word. Only of logs that are known here can it be told.

use super::{Lint, Rule, Severity, Subject, Timestamp, log, sct};
use crate::pki::anatomy::{Anatomy, id};
use crate::pki::der;
use crate::pki::format::der::{Fault, single, tag};
use crate::pki::sct::signed;

pub(super) struct SctSignature;

static RULE: Rule = Rule {
    id: "sct-signature",
    severity: Severity::Error,
    citation: "RFC 6962 §3.2, §5.2",
    summary: "a timestamp must be signed by the log that it names",
};

impl Lint for SctSignature {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "have the CA log it again: browsers count no such timestamp"
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.issuer.is_some() && subject.has(id::SCT_LIST)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let stamps = sct::list(subject.cert);
        let known: Vec<_> = stamps
            .iter()
            .filter_map(|stamp| Some((stamp, log::with_id(&stamp.log)?)))
            .collect();
        let (Some(issuer), false) = (subject.issuer, known.is_empty()) else {
            return Vec::new();
        };
        let Ok(tbs) = without_timestamps(subject.cert) else {
            return Vec::new();
        };
        let is_right = |stamp: &sct::Sct<'_>, log: &log::Log| {
            stamp.signature().is_some_and(|(extensions, signature)| {
                let at = stamp.millisecond.to_be_bytes();
                log.signed(&signed(&tbs, issuer.key.spki.full, at, extensions), signature)
            })
        };
        known
            .iter()
            .filter(|(stamp, log)| !is_right(stamp, log))
            .map(|(_, log)| format!("{} has not signed the timestamp that names it", log.name))
            .collect()
    }
}

/// The TBSCertificate as the log got it: without the list of timestamps (RFC 6962 §3.2).
fn without_timestamps(cert: &Anatomy<'_>) -> Result<Vec<u8>, Fault> {
    let outer = single(cert.der, tag::SEQUENCE, "certificate")?;
    let tbs = outer.reader().expect(tag::SEQUENCE, "what is signed")?;
    let fields = tbs.children()?.into_iter().map(|field| {
        if field.tag != tag::constructed(3) {
            return Ok(field.full.to_vec());
        }
        let list = single(field.content, tag::SEQUENCE, "extensions")?.children()?;
        let kept = list.iter().zip(&cert.extensions);
        let kept = kept.filter(|(_, extension)| extension.id != id::SCT_LIST);
        let kept = der::sequence(kept.map(|(element, _)| element.full));
        Ok(der::element(tag::constructed(3), &kept))
    });
    Ok(der::sequence(fields.collect::<Result<Vec<_>, Fault>>()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pki::key::{Key, Kind};
    use crate::pki::tbs::Tbs;
    use crate::pki::{oid, profile, sct as stamps};

    #[test]
    fn what_a_log_signed_is_the_certificate_without_its_timestamps() {
        let key = Key::generate(Kind::P256).expect("randomness");
        let name = profile::common_name("example");
        let mut tbs = Tbs {
            version: Some(2),
            serial: vec![1],
            signature: key.signature().expect("an algorithm").identifier(),
            issuer: name.clone(),
            not_before: der::utc_time("2026-01-01T00:00:00Z".parse().expect("a time")),
            not_after: der::utc_time("2027-01-01T00:00:00Z".parse().expect("a time")),
            subject: name,
            spki: key.spki().to_vec(),
            extensions: profile::ca(None),
        };
        let logged = tbs.der();
        tbs.extensions.insert(1, stamps::extension(&[vec![0; 50]]));
        let cert = tbs.sign(&key).expect("a signature");
        let cert = Anatomy::parse(&cert).expect("an outline");
        assert!(cert.extension(id::SCT_LIST).is_some() && oid::SCT_LIST.len() == 10);
        assert_eq!(without_timestamps(&cert).expect("it is read"), logged);
    }
}
