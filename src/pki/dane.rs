//! TLSA records (RFC 6698, as RFC 7671 has it) against a chain as served. Pure: where the record came from,
//! and whether anybody vouches for it, is for the caller to say.

use aws_lc_rs::digest::{SHA256, SHA512, digest};
use jiff::Timestamp;

use super::cert::Cert;
use super::host::Host;
use super::verify::{Profile, Purpose, Question, Terms, verify};

/// A TLSA record as it stands in the zone; its numbers are those of the IANA registries (RFC 7218).
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Tlsa {
    /// 0 PKIX-TA, 1 PKIX-EE, 2 DANE-TA, 3 DANE-EE.
    pub(crate) usage: u8,
    /// 0 the whole certificate, 1 its public key.
    pub(crate) selector: u8,
    /// 0 as it is, 1 its SHA-256, 2 its SHA-512.
    pub(crate) matching: u8,
    /// What has to be the same.
    pub(crate) data: Vec<u8>,
}

/// What a server shows, and whom its visitor trusts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Served<'a> {
    pub(crate) leaf: &'a Cert,
    /// The others, in the order sent.
    pub(crate) others: &'a [Cert],
    /// Whom to trust for usages 0 and 1; `None` where that is not judged.
    pub(crate) anchors: Option<&'a [Cert]>,
    /// The name that usages 0 to 2 ask for.
    pub(crate) host: Option<&'a Host>,
    pub(crate) now: Timestamp,
}

/// What a record says about a chain.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Outcome {
    /// It matches, by this certificate.
    Match(String),
    /// It does not, and why.
    Mismatch(&'static str),
    /// That cannot be told, and why.
    Unknown(&'static str),
    /// It is of a kind that nobody knows, and is to be passed over (RFC 7671 §4.1).
    Unusable,
}

impl Tlsa {
    /// Whether and by what the record matches what is served.
    pub(crate) fn judge(&self, served: &Served) -> Outcome {
        if !matches!((self.usage, self.selector, self.matching), (0..=3, 0..=1, 0..=2)) {
            return Outcome::Unusable;
        }
        match (self.matching, self.data.len()) {
            (1, length) if length != 32 => {
                return Outcome::Mismatch("its data are not the 32 bytes of a SHA-256");
            }
            (2, length) if length != 64 => {
                return Outcome::Mismatch("its data are not the 64 bytes of a SHA-512");
            }
            _ => {}
        }
        match self.usage {
            3 if self.is_about(served.leaf) => Outcome::Match(served.leaf.label()),
            3 => Outcome::Mismatch("the leaf is another"),
            2 => self.anchored(served),
            _ => self.trusted(served),
        }
    }

    /// Whether the data are those of this certificate.
    pub(crate) fn is_about(&self, cert: &Cert) -> bool {
        let selected = if self.selector == 0 {
            cert.der()
        } else {
            cert.spki()
        };
        match self.matching {
            0 => selected == self.data,
            1 => digest(&SHA256, selected).as_ref() == self.data,
            2 => digest(&SHA512, selected).as_ref() == self.data,
            _ => false,
        }
    }

    /// DANE-TA: the record names the anchor, which has to be sent, unless the record holds it whole
    /// (RFC 7671 §5.2).
    fn anchored(&self, served: &Served) -> Outcome {
        let held = (self.selector == 0 && self.matching == 0).then(|| Cert::parse(&self.data).ok());
        let all = std::iter::once(served.leaf).chain(served.others);
        let mut anchors: Vec<Cert> = all.filter(|cert| self.is_about(cert)).cloned().collect();
        anchors.extend(held.flatten().filter(|held| !anchors.contains(held)));
        let Some(first) = anchors.first() else {
            return Outcome::Mismatch("no certificate that was sent is the one");
        };
        let label = first.label();
        match path(served, &anchors) {
            Some(_) => Outcome::Match(label),
            None => Outcome::Mismatch("the chain to the certificate does not hold for the name"),
        }
    }

    /// PKIX-TA and PKIX-EE: what any client asks, and the record besides.
    fn trusted(&self, served: &Served) -> Outcome {
        let mut sent = std::iter::once(served.leaf).chain(served.others);
        let Some(anchors) = served.anchors else {
            let is_there = if self.usage == 1 {
                self.is_about(served.leaf)
            } else {
                sent.any(|cert| self.is_about(cert))
            };
            return match (is_there, self.usage) {
                (false, 1) => Outcome::Mismatch("the leaf is another"),
                _ => Outcome::Unknown("trust is not judged"),
            };
        };
        let Some(path) = path(served, anchors) else {
            return Outcome::Mismatch("the certificate is not trusted, as the record's usage asks");
        };
        let (leaf, authorities) = path.split_at(1);
        let candidates = if self.usage == 1 { leaf } else { authorities };
        match candidates.iter().find(|cert| self.is_about(cert)) {
            Some(cert) => Outcome::Match(cert.label()),
            None if self.usage == 1 => Outcome::Mismatch("the leaf is another"),
            None => Outcome::Mismatch("no CA on the path is the one"),
        }
    }
}

/// The path from the leaf to one of `anchors`, where it is accepted.
fn path(served: &Served, anchors: &[Cert]) -> Option<Vec<Cert>> {
    let answer = verify(&Question {
        leaf: served.leaf,
        untrusted: served.others,
        anchors,
        host: served.host,
        purpose: Purpose::Server,
        now: served.now,
        crls: &[],
        ocsp: &[],
        profile: Profile::Dev,
        max_intermediates: None,
        policies: Terms::default(),
    });
    answer
        .is_accepted()
        .then(|| answer.path().map(<[Cert]>::to_vec))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pki::fixture::{Authority, now, server};

    fn record(usage: u8, selector: u8, matching: u8, cert: &Cert) -> Tlsa {
        let selected = if selector == 0 { cert.der() } else { cert.spki() };
        let data = match matching {
            0 => selected.to_vec(),
            1 => digest(&SHA256, selected).as_ref().to_vec(),
            _ => digest(&SHA512, selected).as_ref().to_vec(),
        };
        Tlsa {
            usage,
            selector,
            matching,
            data,
        }
    }

    #[test]
    fn data_of_the_wrong_length_are_told_from_those_of_another_certificate() {
        let leaf = server(&Authority::root("root"), "a.test");
        let served = Served {
            leaf: &leaf,
            others: &[],
            anchors: None,
            host: None,
            now: now(),
        };
        let judged = |matching, length| {
            let record = Tlsa {
                usage: 3,
                selector: 1,
                matching,
                data: vec![0; length],
            };
            record.judge(&served)
        };
        assert_eq!(judged(1, 32), Outcome::Mismatch("the leaf is another"));
        assert_eq!(
            judged(1, 20),
            Outcome::Mismatch("its data are not the 32 bytes of a SHA-256")
        );
        assert_eq!(
            judged(2, 32),
            Outcome::Mismatch("its data are not the 64 bytes of a SHA-512")
        );
    }

    #[test]
    fn each_usage_asks_for_its_own() {
        let root = Authority::root("root");
        let middle = root.intermediate("middle");
        let leaf = server(&middle, "a.test");
        let (anchors, others) = ([root.cert.clone()], [middle.cert.clone()]);
        let (right, wrong) = (Host::Dns("a.test".to_owned()), Host::Dns("b.test".to_owned()));
        let served = |host, anchors| Served {
            leaf: &leaf,
            others: &others,
            anchors,
            host: Some(host),
            now: now(),
        };
        let matches = |record: &Tlsa, served: &Served| matches!(record.judge(served), Outcome::Match(_));
        for (selector, matching) in [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)] {
            let of = |usage, cert| record(usage, selector, matching, cert);
            let trusted = served(&right, Some(&anchors));
            assert!(matches(&of(0, &root.cert), &trusted) && matches(&of(0, &middle.cert), &trusted));
            assert!(matches(&of(1, &leaf), &trusted) && !matches(&of(1, &middle.cert), &trusted));
            assert!(!matches(&of(0, &leaf), &trusted), "a leaf is no CA");
            // Usages 2 and 3 take nobody's word for it.
            let untrusted = served(&right, Some(&[]));
            assert!(!matches(&of(0, &middle.cert), &untrusted) && !matches(&of(1, &leaf), &untrusted));
            assert!(matches(&of(2, &middle.cert), &untrusted) && matches(&of(3, &leaf), &untrusted));
            // All but the last ask for the name (RFC 7671 §5.1).
            let elsewhere = served(&wrong, Some(&anchors));
            assert!(!matches(&of(2, &middle.cert), &elsewhere) && !matches(&of(1, &leaf), &elsewhere));
            assert!(matches(&of(3, &leaf), &elsewhere));
        }
        // An anchor that is not sent counts where the record holds it whole.
        let untrusted = served(&right, None);
        assert!(matches(&record(2, 0, 0, &root.cert), &untrusted));
        assert!(!matches(&record(2, 0, 1, &root.cert), &untrusted));
        assert_eq!(
            record(1, 1, 1, &leaf).judge(&untrusted),
            Outcome::Unknown("trust is not judged")
        );
    }

    #[test]
    fn what_nobody_knows_is_passed_over() {
        let root = Authority::root("root");
        let leaf = server(&root, "a.test");
        let served = Served {
            leaf: &leaf,
            others: &[],
            anchors: None,
            host: None,
            now: now(),
        };
        for (usage, selector, matching) in [(4, 0, 0), (3, 2, 0), (3, 1, 3), (255, 0, 1)] {
            let record = Tlsa {
                usage,
                selector,
                matching,
                data: leaf.der().to_vec(),
            };
            assert_eq!(record.judge(&served), Outcome::Unusable);
        }
    }
}
