//! Groups, signature schemes and application protocols of TLS 1.2 and before, all shrunk at once: one
//! answer names one of each, so that the cost is that of the longest list. Only ephemeral suites are
//! offered, for a server that preferred static RSA would name neither group nor scheme.

use std::borrow::Cow;

use super::answer::{Answer, Outcome, attempt};
use super::hello::{Offer, suites_with};
use super::known::vote;
use super::shrink::{Pick, Shrink};
use super::tls13::Preference;
use crate::probe::{Evidence, Inquiry, Next, Observation, Reply};
use crate::wire::alert::Description;
use crate::wire::client_hello::ClientHello;
use crate::wire::group::Group;
use crate::wire::scheme::Scheme;
use crate::wire::suite::{Authentication, KeyExchange};
use crate::wire::version::Version;

/// What was found out about groups, schemes and application protocols of one version.
#[derive(Clone, Debug)]
pub(crate) struct Parameters {
    /// The version.
    pub(crate) version: Option<Version>,
    /// The groups, in the order the server picked them.
    pub(crate) groups: Vec<Group>,
    /// Whether the server's own certificate hid the groups that it likes less than its curve.
    pub(crate) hides_groups: bool,
    /// Whose order of groups decides, where the survey showed it.
    by: Option<Preference>,
    /// The schemes, in the order the server picked them.
    pub(crate) schemes: Vec<Scheme>,
    /// The application protocols, in the order the server picked them.
    pub(crate) alpn: Vec<Vec<u8>>,
    /// Whether the server refuses a client with whom it shares no application protocol; the error is why that is not
    /// known.
    pub(crate) insists_on_alpn: Result<bool, String>,
    /// A group or scheme that the server chose though it was not offered.
    pub(crate) unasked: Option<String>,
    /// Why a list may be incomplete, where one may.
    pub(crate) incomplete: Option<String>,
}

impl Parameters {
    fn unknown(version: Version) -> Self {
        Self {
            version: Some(version),
            groups: Vec::new(),
            hides_groups: false,
            by: None,
            schemes: Vec::new(),
            alpn: Vec::new(),
            insists_on_alpn: Err("no hello without a protocol in common was answered".to_owned()),
            unasked: None,
            incomplete: None,
        }
    }

    /// Whose order of groups decides, where any answer told the two apart: this survey's own, or one of the survey
    /// of suites, which offers them in reverse.
    pub(crate) fn group_preference(&self, seen: &Evidence) -> Option<Preference> {
        if self.by.is_some() {
            return self.by;
        }
        let answers = seen
            .accepted()
            .filter(|answer| Some(answer.wanted) == self.version);
        let mut votes = answers.filter_map(|answer| {
            let picked = answer.flight.key_exchange.as_ref()?.group?;
            vote(&self.groups, &answer.hello.groups(), picked)
        });
        votes.next()
    }
}

/// The id of the inquiry about `version`.
pub(crate) fn id(version: Version) -> String {
    format!("groups/{}", version.id().unwrap_or("other"))
}

/// The inquiry about `version`.
pub(crate) fn inquiry(version: Version, sni: Option<String>) -> Box<dyn Inquiry> {
    let mut offer = Offer::whole(version, sni);
    offer.suites = suites_with(&[KeyExchange::Ecdhe, KeyExchange::EcdhePsk]);
    let elliptic = offer.groups.iter().copied().filter(|group| !group.is_ffdhe());
    Box::new(Survey {
        groups: Shrink::new(elliptic.collect()),
        schemes: Shrink::new(if version >= Version::TLS1_2 {
            offer.schemes.clone()
        } else {
            Vec::new()
        }),
        alpn: Shrink::new((0..PROTOCOLS.len()).collect()),
        first: None,
        kept: None,
        hidden: None,
        doubt: Doubt::None,
        sent: None,
        answers: Vec::new(),
        found: Parameters::unknown(version),
        offer,
    })
}

struct Survey {
    offer: Offer,
    groups: Shrink<Group>,
    schemes: Shrink<Scheme>,
    /// By their places in [`PROTOCOLS`].
    alpn: Shrink<usize>,
    /// What was found first, offered again behind all others: a server that follows the client leaves it, and one
    /// with an order of its own takes it again, and then it is offered no more.
    first: Option<Group>,
    /// The curve of the server's own key, without which it cannot use its certificate (RFC 8422 §5.1.1).
    kept: Option<Group>,
    /// What that curve hid, to be asked for again with the server's other certificate, if it has one.
    hidden: Option<Shrink<Group>>,
    doubt: Doubt,
    sent: Option<ClientHello>,
    answers: Vec<Answer>,
    found: Parameters,
}

/// Which list a refusal was blamed on; the next answer tells whether rightly.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Doubt {
    None,
    /// All groups are offered again; if that helps, they are exhausted, and else the schemes are.
    Groups,
    /// Elliptic curves were refused altogether; the schemes are asked for with Diffie-Hellman in fields.
    NoCurves,
    /// The application protocols found are offered again, after a refusal that did not say what it was for; if that
    /// helps, the server insists on one of them.
    Protocols,
}

impl Inquiry for Survey {
    fn id(&self) -> Cow<'static, str> {
        id(self.offer.version).into()
    }

    fn next(&mut self, reply: Option<Reply>) -> Next {
        if let (Some(reply), Some(hello)) = (reply, self.sent.take()) {
            let answer = Answer::new(hello, self.offer.version, &reply);
            self.hear(&answer);
            self.answers.push(answer);
        }
        if self.is_done() {
            return Next::Done(self.learned());
        }
        let hello = self.ask().hello();
        let next = Next::Hello(attempt(&hello));
        self.sent = Some(hello);
        next
    }
}

impl Survey {
    /// Whether all is known. What the curve of an ECDSA key hid is asked for once more, without ECDSA.
    fn is_done(&mut self) -> bool {
        if self.groups.is_open() || self.schemes.is_open() || self.alpn.is_open() {
            return false;
        }
        let Some(hidden) = self.hidden.take() else {
            return true;
        };
        self.groups = hidden;
        self.kept = None;
        self.offer
            .suites
            .retain(|suite| suite.authentication() != Authentication::Ecdsa);
        false
    }

    fn ask(&self) -> Offer {
        let mut groups = if self.doubt == Doubt::Groups {
            self.groups.every()
        } else {
            self.groups.offer()
        };
        for again in [self.first, self.kept].into_iter().flatten() {
            if !groups.contains(&again) {
                groups.push(again);
            }
        }
        let insists = self.doubt == Doubt::Protocols || self.found.insists_on_alpn == Ok(true);
        let alpn = if self.alpn.is_open() && !insists {
            self.alpn.rest()
        } else if insists {
            self.alpn.found()
        } else {
            &[]
        };
        Offer {
            groups,
            schemes: self.schemes.offer(),
            alpn: alpn.iter().map(|at| PROTOCOLS[*at].as_bytes().to_vec()).collect(),
            ..self.offer.clone()
        }
    }

    fn hear(&mut self, answer: &Answer) {
        match &answer.outcome {
            Outcome::Accepted if answer.is_given_up() => self.refuse(answer),
            Outcome::Accepted => self.accept(answer),
            Outcome::Inconclusive(why) => {
                self.found.incomplete = Some(why.clone());
                self.stop();
            }
            Outcome::Other(_) => self.stop(),
            Outcome::Refused(_) => self.refuse(answer),
        }
    }

    fn accept(&mut self, answer: &Answer) {
        self.put_last(answer);
        match std::mem::replace(&mut self.doubt, Doubt::None) {
            Doubt::Groups => self.groups.close(),
            Doubt::Protocols => self.insist(),
            Doubt::None | Doubt::NoCurves => {}
        }
        let before = self.progress();
        self.take_protocol(answer);
        if let Some(exchange) = &answer.flight.key_exchange {
            let is_ecdsa = answer
                .flight
                .server_hello
                .as_ref()
                .is_some_and(|hello| hello.suite.authentication() == Authentication::Ecdsa);
            let leaf = answer
                .flight
                .certificates
                .as_ref()
                .and_then(|chain| chain.first());
            self.kept = leaf.filter(|_| is_ecdsa).and_then(|leaf| own_curve(leaf));
            // Without ECDSA the server went on: its other certificate hides nothing.
            self.found.hides_groups &= is_ecdsa || self.hidden.is_some();
            exchange
                .group
                .into_iter()
                .for_each(|group| self.take_group(group, &answer.hello));
            exchange
                .scheme
                .into_iter()
                .for_each(|scheme| self.take_scheme(scheme));
            if exchange.scheme.is_none() {
                self.schemes.close();
            }
        } else {
            // Nothing but Diffie-Hellman was offered, so this server takes no hint.
            self.stop();
        }
        if self.progress() == before {
            self.stop();
        }
    }

    /// The suite just picked goes to the end of what is offered, so that a server that follows the client shows
    /// another one next: what is seen here, the survey of suites need not ask for.
    fn put_last(&mut self, answer: &Answer) {
        let picked = answer.flight.server_hello.as_ref().map(|hello| hello.suite);
        if let Some(at) = self.offer.suites.iter().position(|suite| Some(*suite) == picked) {
            let suite = self.offer.suites.remove(at);
            self.offer.suites.push(suite);
        }
    }

    fn take_group(&mut self, group: Group, hello: &ClientHello) {
        if hello.extensions.is_none() {
            // Nothing names curves in SSL 3.0, and the server chooses what it likes (RFC 8422 §4).
            let _ = self.groups.take(group);
            self.groups.close();
            self.found.incomplete =
                Some("a hello of SSL 3.0 names no curves, and the server chooses".to_owned());
            return;
        }
        let again = [self.first, self.kept].contains(&Some(group));
        match self.groups.take(group) {
            Pick::New => {
                // What was found first was there to be had, and before it was found it stood before this one.
                let passed = self.first.is_some_and(|first| hello.groups().contains(&first));
                if passed && self.found.by.is_none() {
                    self.found.by = Some(Preference::Client);
                }
                if self.found.by.is_none() {
                    self.first.get_or_insert(group);
                }
            }
            Pick::Known if !self.groups.is_open() => {}
            // It stood behind the rest, of which a server that follows the client has nothing, then.
            Pick::Known if again && self.found.by == Some(Preference::Client) => self.groups.close(),
            Pick::Known if Some(group) == self.kept => {
                self.found.hides_groups = true;
                self.hidden = Some(self.groups.clone());
                self.groups.close();
            }
            Pick::Known if Some(group) == self.first => {
                self.first = None;
                self.found.by = Some(Preference::Server);
            }
            Pick::Known | Pick::Unasked => self.blame(format!("group {group}")),
        }
    }

    fn take_scheme(&mut self, scheme: Scheme) {
        match self.schemes.take(scheme) {
            Pick::Known if !self.schemes.is_open() => {}
            Pick::New => {}
            Pick::Known | Pick::Unasked => {
                self.schemes.close();
                self.blame(format!("signature scheme {scheme}"));
            }
        }
    }

    fn blame(&mut self, what: String) {
        self.found.unasked.get_or_insert(what);
    }

    fn take_protocol(&mut self, answer: &Answer) {
        if !self.alpn.is_open() {
            return;
        }
        let picked = answer.flight.server_hello.as_ref().and_then(|hello| hello.alpn());
        let at = picked.and_then(|name| PROTOCOLS.iter().position(|known| known.as_bytes() == name));
        if at.is_none_or(|at| self.alpn.take(at) != Pick::New) {
            self.found.insists_on_alpn = Ok(false);
            self.alpn.close();
        }
    }

    fn insist(&mut self) {
        self.found.insists_on_alpn = Ok(true);
        self.alpn.close();
    }

    fn refuse(&mut self, answer: &Answer) {
        if self.alpn.is_open() && answer.is_refused_with(Description::NO_APPLICATION_PROTOCOL) {
            return self.insist();
        }
        if self.doubt == Doubt::Protocols {
            self.doubt = Doubt::None;
        } else if self.doubt == Doubt::None
            && answer.outcome == Outcome::Refused(None)
            && self.alpn.is_open()
            && !self.alpn.found().is_empty()
        {
            self.doubt = Doubt::Protocols;
            return;
        }
        let nothing_yet = self.groups.found().is_empty() && self.schemes.found().is_empty();
        match self.doubt {
            Doubt::None if nothing_yet => {
                self.doubt = Doubt::NoCurves;
                self.groups.close();
                self.offer.suites = suites_with(&[KeyExchange::Dhe, KeyExchange::DhePsk]);
            }
            // A group that the server takes was among those offered.
            Doubt::None if self.groups.is_open() && self.schemes.is_open() && self.first.is_some() => {
                self.schemes.close();
            }
            Doubt::None if self.groups.is_open() && self.schemes.is_open() => self.doubt = Doubt::Groups,
            Doubt::None if self.groups.is_open() => self.groups.close(),
            Doubt::None if self.schemes.is_open() => self.schemes.close(),
            Doubt::Groups => {
                self.doubt = Doubt::None;
                self.schemes.close();
            }
            Doubt::None | Doubt::NoCurves | Doubt::Protocols => self.stop(),
        }
    }

    fn stop(&mut self) {
        self.groups.close();
        self.schemes.close();
        self.alpn.close();
    }

    fn progress(&self) -> ([usize; 3], [bool; 2], Option<Group>) {
        (
            [
                self.groups.rest().len(),
                self.schemes.rest().len(),
                self.alpn.rest().len(),
            ],
            [self.groups.is_open(), self.schemes.is_open()],
            self.first,
        )
    }

    fn learned(&mut self) -> Vec<Observation> {
        let mut found = std::mem::replace(&mut self.found, Parameters::unknown(self.offer.version));
        found.groups = self.groups.found().to_vec();
        found.by = found.by.filter(|_| found.groups.len() > 1);
        found.schemes = self.schemes.found().to_vec();
        found.alpn = self.alpn.found().iter().map(|at| PROTOCOLS[*at].into()).collect();
        let answers = std::mem::take(&mut self.answers)
            .into_iter()
            .map(Observation::new);
        answers.chain([Observation::new(found)]).collect()
    }
}

/// The curve of a certificate's own key, by the object identifier in its key.
pub(crate) fn own_curve(leaf: &[u8]) -> Option<Group> {
    let curve = CURVES
        .iter()
        .find(|(oid, _)| leaf.windows(oid.len()).any(|window| window == *oid));
    curve.map(|(_, number)| Group(*number))
}

/// secp192r1, secp224r1, secp256k1, secp256r1, secp384r1, secp521r1 (RFC 5480 §2.1.1.1, SEC 2 §A.2) and
/// brainpoolP256r1, P384r1, P512r1 (RFC 5639 §4.1), DER.
const CURVES: &[(&[u8], u16)] = &[
    (&[0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x01], 19),
    (&[0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x21], 21),
    (&[0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x0a], 22),
    (&[0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07], 23),
    (&[0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x22], 24),
    (&[0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x23], 25),
    (
        &[0x06, 0x09, 0x2b, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01, 0x07],
        26,
    ),
    (
        &[0x06, 0x09, 0x2b, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01, 0x0b],
        27,
    ),
    (
        &[0x06, 0x09, 0x2b, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01, 0x0d],
        28,
    ),
];

/// What is looked for (IANA's registry, and the drafts of HTTP/2 and SPDY that were deployed).
pub(crate) const PROTOCOLS: &[&str] = &[
    "http/1.1",
    "h2",
    "http/1.0",
    "http/0.9",
    "h2c",
    "h3",
    "spdy/3.1",
    "spdy/3",
    "spdy/2",
    "spdy/1",
    "h2-14",
    "h2-16",
    "grpc-exp",
    "acme-tls/1",
    "dot",
    "doq",
    "mqtt",
    "imap",
    "pop3",
    "smtp",
    "ftp",
    "nntp",
    "irc",
    "managesieve",
    "xmpp-client",
    "xmpp-server",
    "stun.turn",
    "stun.nat-discovery",
    "webrtc",
    "c-webrtc",
    "coap",
    "postgresql",
    "radius/1.0",
    "radius/1.1",
    "sip/2",
    "tds/8.0",
    "ntske/1",
    "sunrpc",
    "smb",
    "dicom",
];
