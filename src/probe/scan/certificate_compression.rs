//! Certificates sent compressed (RFC 8879), which keeps the first flight of TLS 1.3 below what a server may
//! send at once. A server that takes an algorithm sends what this client does not decompress, which ends the
//! handshake: one with all algorithms, and one with each only where that ended so.

use std::borrow::Cow;

use rustls::ProtocolVersion;

use super::simple::Simple;
use crate::model::{Finding, Section, Value};
use crate::probe::survey::known;
use crate::probe::{Evidence, Inquiry, Next, Observation, Reply, Terms};
use crate::tlsconf::client::Offer;
use crate::wire::compression::CertificateCompression;
use crate::wire::version::Version;

/// The scan.
pub(super) static CERTIFICATE_COMPRESSION: Simple = Simple {
    id: "certificate-compression",
    summary: "compression of certificates in TLS 1.3",
    section: "features",
    facts: &[(
        "features.certificate_compression",
        "the algorithms by which certificates are compressed",
    )],
    rules: &[],
    plan,
    conclude,
};

/// The algorithms that a server takes; the error is why that is not known.
struct Taken(Result<Vec<CertificateCompression>, String>);

fn plan(seen: &Evidence) -> Vec<Box<dyn Inquiry>> {
    let mut plan = known::lists(seen);
    if seen.version(Version::TLS1_3) == Some(Ok(true)) {
        plan.push(Box::new(Ask {
            sni: seen.task.sni.clone(),
            rest: Vec::new(),
            asked: Vec::new(),
            taken: Vec::new(),
        }));
    }
    plan
}

fn conclude(seen: &Evidence, section: &mut Section, _: &mut Vec<Finding>) {
    let Some(Taken(taken)) = seen.first() else {
        return;
    };
    let value = match taken {
        Ok(taken) => Value::list(taken.iter().map(CertificateCompression::to_string)),
        Err(why) => Value::Inconclusive(why.clone()),
    };
    section.push("certificate_compression", value);
}

struct Ask {
    sni: Option<String>,
    /// Still to be offered alone.
    rest: Vec<CertificateCompression>,
    /// What was offered last.
    asked: Vec<CertificateCompression>,
    taken: Vec<CertificateCompression>,
}

impl Inquiry for Ask {
    fn id(&self) -> Cow<'static, str> {
        "features/certificate-compression".into()
    }

    fn next(&mut self, reply: Option<Reply>) -> Next {
        if let Some(reply) = reply {
            match takes(&reply) {
                Ok(true) if self.asked.len() > 1 => self.rest = std::mem::take(&mut self.asked),
                Ok(true) => self.taken.append(&mut self.asked),
                Ok(false) => {}
                Err(why) => return Next::Done(vec![Observation::new(Taken(Err(why)))]),
            }
            match self.rest.pop() {
                Some(one) => self.asked = vec![one],
                None => {
                    let taken = std::mem::take(&mut self.taken);
                    return Next::Done(vec![Observation::new(Taken(Ok(taken)))]);
                }
            }
        } else {
            self.asked = CertificateCompression::all().collect();
        }
        let offer = Offer {
            version: Some(ProtocolVersion::TLSv1_3),
            compressions: self.asked.iter().map(|algorithm| algorithm.0.into()).collect(),
            ..Offer::default()
        };
        Next::Handshake(Box::new(Terms::new(self.sni.clone(), offer)))
    }
}

/// Whether the server compressed its certificate, as the client's library complains.
fn takes(reply: &Reply) -> Result<bool, String> {
    let session = reply.session.as_deref();
    if session.is_some_and(|session| session.established.is_some()) {
        return Ok(false);
    }
    let failure = session.and_then(|session| session.failure.clone());
    match failure {
        Some(failure) if failure.contains("CertCompression") => Ok(true),
        Some(failure) => Err(failure),
        None => Err(reply
            .ending
            .inconclusive()
            .unwrap_or_else(|| "the handshake was refused".to_owned())),
    }
}
