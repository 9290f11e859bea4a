//! The signature schemes of TLS 1.3, and its application protocols where no earlier version showed them. Both
//! are encrypted there, so that whole handshakes are needed: one for each scheme, and one more.

use std::borrow::Cow;

use rustls::{AlertDescription, ProtocolVersion, SignatureScheme};

use super::groups::PROTOCOLS;
use super::shrink::{Pick, Shrink};
use crate::probe::{Inquiry, Next, Observation, Reply, Terms};
use crate::tlsconf::client::Offer;
use crate::wire::alert::Description;
use crate::wire::scheme::Scheme;

/// The inquiry's id.
pub(crate) const ID: &str = "schemes/tls1_3";

/// What was found out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Signatures {
    /// The schemes, in the order the server picked them.
    pub(crate) schemes: Vec<Scheme>,
    /// The application protocols, in the order the server picked them.
    pub(crate) alpn: Vec<Vec<u8>>,
    /// The chains shown on the way, one for each certificate: a server with several keys changes them as the
    /// schemes for one are used up.
    pub(crate) chains: Vec<Vec<Vec<u8>>>,
    /// Why the list may be incomplete, where it may.
    pub(crate) incomplete: Option<String>,
}

/// The inquiry; application protocols are asked for too where `with_alpn`.
pub(crate) fn inquiry(sni: Option<String>, with_alpn: Alpn) -> Box<dyn Inquiry> {
    let schemes = Scheme::all().filter(|scheme| scheme.is_for_tls13());
    let protocols = if with_alpn == Alpn::Ask {
        PROTOCOLS.len()
    } else {
        0
    };
    Box::new(Survey {
        sni,
        schemes: Shrink::new(schemes.collect()),
        alpn: Shrink::new((0..protocols).collect()),
        chains: Vec::new(),
        incomplete: None,
    })
}

/// Whether application protocols are asked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Alpn {
    Ask,
    Known,
}

struct Survey {
    sni: Option<String>,
    schemes: Shrink<Scheme>,
    /// By their places in [`PROTOCOLS`].
    alpn: Shrink<usize>,
    chains: Vec<Vec<Vec<u8>>>,
    incomplete: Option<String>,
}

impl Inquiry for Survey {
    fn id(&self) -> Cow<'static, str> {
        ID.into()
    }

    fn next(&mut self, reply: Option<Reply>) -> Next {
        if let Some(reply) = reply {
            self.hear(&reply);
        }
        if !(self.schemes.is_open() || self.alpn.is_open()) {
            let protocols = self.alpn.found().iter().map(|at| PROTOCOLS[*at].into());
            return Next::Done(vec![Observation::new(Signatures {
                schemes: self.schemes.found().to_vec(),
                alpn: protocols.collect(),
                chains: std::mem::take(&mut self.chains),
                incomplete: self.incomplete.take(),
            })]);
        }
        let offer = Offer {
            version: Some(ProtocolVersion::TLSv1_3),
            schemes: Some(
                self.schemes
                    .offer()
                    .iter()
                    .map(|scheme| SignatureScheme::from(scheme.0))
                    .collect(),
            ),
            alpn: if self.alpn.is_open() {
                self.alpn.rest().iter().map(|at| PROTOCOLS[*at].into()).collect()
            } else {
                Vec::new()
            },
            ..Offer::default()
        };
        Next::Handshake(Box::new(Terms::new(self.sni.clone(), offer)))
    }
}

impl Survey {
    fn hear(&mut self, reply: &Reply) {
        let session = reply.session.as_deref();
        if let Some(session) = session {
            self.keep(&session.chain);
        }
        let signed = session.and_then(|session| session.signature);
        if let (Some(session), Some((scheme, _))) = (session, signed) {
            if self.alpn.is_open() {
                let picked = session
                    .established
                    .as_ref()
                    .and_then(|established| established.alpn.clone());
                let at = picked.and_then(|name| PROTOCOLS.iter().position(|known| known.as_bytes() == name));
                if at.is_none_or(|at| self.alpn.take(at) != Pick::New) {
                    self.alpn.close();
                }
            }
            if self.schemes.is_open() && self.schemes.take(Scheme(u16::from(scheme))) != Pick::New {
                self.incomplete = Some("the server signs with what was not offered".to_owned());
                self.schemes.close();
            }
            return;
        }
        match session.and_then(|session| session.alert) {
            Some(AlertDescription::NoApplicationProtocol) if self.alpn.is_open() => self.alpn.close(),
            Some(alert) if alert != AlertDescription::InternalError => {
                // Who refuses the first has not said what it signs with: every server signs with something.
                let unheard = self.schemes.found().is_empty();
                let alert = Description(u8::from(alert));
                self.stop(unheard.then(|| format!("no handshake of TLS 1.3 is finished: the alert {alert}")));
            }
            _ => {
                let failure = session.and_then(|session| session.failure.clone());
                let why = reply.ending.inconclusive().or(failure);
                let unheard = || "no handshake of TLS 1.3 is finished".to_owned();
                let is_unheard = self.schemes.found().is_empty();
                self.stop(why.or_else(|| is_unheard.then(unheard)));
            }
        }
    }

    fn keep(&mut self, chain: &[Vec<u8>]) {
        let is_known = self.chains.iter().any(|known| known.first() == chain.first());
        if !chain.is_empty() && !is_known {
            self.chains.push(chain.to_vec());
        }
    }

    fn stop(&mut self, why: Option<String>) {
        self.incomplete = why;
        self.schemes.close();
        self.alpn.close();
    }
}
