//! The issuers that a server left out, fetched from where the certificates say they are (AIA caIssuers, RFC
//! 5280 §4.2.2.1): over plain HTTP, a few steps up and no further. Asked for only when the user says so,
//! since it tells a third party who is being looked at.

use std::borrow::Cow;

use crate::pki::cert::Cert;
use crate::probe::{Evidence, Inquiry, Next, Observation, Reply};
use crate::tlsconf::anchors;

/// What one fetch brought.
pub(crate) struct Fetched {
    pub(crate) url: String,
    /// The certificates there, or why there are none.
    pub(crate) certs: Result<Vec<Cert>, String>,
}

/// The inquiry that climbs from `top`, the last certificate of what was sent, until it meets an anchor.
pub(crate) fn inquiry(top: &Cert, anchors: &[Cert]) -> Box<dyn Inquiry> {
    Box::new(Climb {
        top: top.clone(),
        anchors: anchors.to_vec(),
        url: None,
        learned: Vec::new(),
    })
}

impl Evidence {
    /// Every certificate that was fetched.
    pub(crate) fn fetched(&self) -> impl Iterator<Item = &Cert> {
        self.all::<Fetched>()
            .filter_map(|fetched| fetched.certs.as_ref().ok())
            .flatten()
    }
}

struct Climb {
    top: Cert,
    anchors: Vec<Cert>,
    /// Where the last question went.
    url: Option<String>,
    learned: Vec<Observation>,
}

impl Climb {
    /// Where the issuer of `top` is said to be, unless nothing is missing.
    fn missing(&self) -> Option<String> {
        let is_issuer = |anchor: &Cert| anchor.subject().same(self.top.issuer());
        if self.top.is_self_issued() || self.anchors.iter().any(is_issuer) || self.learned.len() >= MOST {
            return None;
        }
        self.top
            .issuer_urls()
            .find(|url| url.starts_with("http://"))
            .map(str::to_owned)
    }
}

impl Inquiry for Climb {
    fn id(&self) -> Cow<'static, str> {
        "issuer".into()
    }

    fn next(&mut self, reply: Option<Reply>) -> Next {
        if let (Some(reply), Some(url)) = (reply, self.url.take()) {
            let certs = match reply.ending.inconclusive() {
                Some(why) => Err(why),
                None => anchors::of_bytes(&reply.received, &url).map_err(|error| error.to_string()),
            };
            let above = certs.as_ref().ok().and_then(|certs| {
                certs
                    .iter()
                    .find(|cert| cert.subject().same(self.top.issuer()))
                    .cloned()
            });
            self.learned.push(Observation::new(Fetched { url, certs }));
            let Some(above) = above else {
                return Next::Done(std::mem::take(&mut self.learned));
            };
            self.top = above;
        }
        match self.missing() {
            Some(url) => {
                self.url = Some(url.clone());
                Next::Fetch(url)
            }
            None => Next::Done(std::mem::take(&mut self.learned)),
        }
    }
}

/// The most certificates that are fetched: no chain of the public web is longer.
const MOST: usize = 4;
