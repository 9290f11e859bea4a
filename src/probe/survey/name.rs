//! One question to a server about one name, and the answer in all its forms. Names that no client sends (a
//! trailing dot, an address) go into a hello made by hand; the rest into whole handshakes, which show the
//! certificate also in TLS 1.3.

use std::borrow::Cow;

use crate::pki::cert::Cert;
use crate::probe::{Attempt, Ending, Evidence, Inquiry, Next, Observation, Reply, Terms};
use crate::tlsconf::client::Offer;
use crate::wire::alert::Description;
use crate::wire::client_hello::ClientHello;
use crate::wire::extension::Extension;
use crate::wire::flight::{self, Flight};
use crate::wire::group::Group;
use crate::wire::record;
use crate::wire::scheme::Scheme;
use crate::wire::suite::{Authentication, Suite};
use crate::wire::version::Version;

/// How a name relates to the right one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Manner {
    Address,
    None,
    OtherCase,
    Right,
    TooDeep,
    TrailingDot,
    Wrong,
}

impl Manner {
    /// The id in facts.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::None => "none",
            Self::OtherCase => "other_case",
            Self::Right => "right",
            Self::TooDeep => "too_deep",
            Self::TrailingDot => "trailing_dot",
            Self::Wrong => "wrong",
        }
    }

    /// Whether no TLS library would send it.
    fn is_unusual(self) -> bool {
        matches!(self, Self::Address | Self::TrailingDot)
    }
}

/// What a server does about a name.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Answer {
    /// It goes on with the handshake; the certificate is encrypted.
    Accepted,
    /// A fatal alert.
    Alert(Description),
    /// It shows these certificates.
    Certificate {
        /// Leaf first.
        chain: Vec<Vec<u8>>,
        /// Whether a warning said before that the name is not known.
        warned: bool,
    },
    /// It closes the connection without a word.
    Closed,
    /// Nothing can be told from it.
    Inconclusive(String),
}

impl Answer {
    /// Reads it out of whatever came.
    pub(crate) fn of(reply: &Reply) -> Self {
        let flight = Flight::read(&reply.received);
        let session = reply.session.as_deref();
        let warned = flight
            .alerts
            .iter()
            .any(|alert| !alert.is_fatal() && Self::is_unrecognized(alert.description));
        let shown = session
            .map(|session| session.chain.clone())
            .filter(|chain| !chain.is_empty());
        if let Some(chain) = shown
            .or(flight.certificates.clone())
            .filter(|chain| !chain.is_empty())
        {
            return Self::Certificate { chain, warned };
        }
        if let Some(alert) = session.and_then(|session| session.alert) {
            return Self::Alert(Description(u8::from(alert)));
        }
        if let Some(alert) = flight.refusal() {
            return Self::Alert(alert.description);
        }
        if flight.server_hello.is_some() {
            return Self::Accepted;
        }
        match reply.ending.inconclusive() {
            Some(why) => Self::Inconclusive(why),
            None if reply.ending == Ending::Closed => Self::Closed,
            None => Self::Inconclusive("an answer that says nothing".to_owned()),
        }
    }

    /// The id in facts.
    pub(crate) fn id(&self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Alert(_) => "alert",
            Self::Certificate { .. } => "certificate",
            Self::Closed => "closed",
            Self::Inconclusive(_) => "inconclusive",
        }
    }

    /// Whether it turns the client away.
    pub(crate) fn is_refusal(&self) -> bool {
        matches!(self, Self::Alert(_) | Self::Closed)
    }

    /// Whether it can be compared with another: neither inconclusive nor hidden by encryption.
    pub(crate) fn is_clear(&self) -> bool {
        !matches!(self, Self::Accepted | Self::Inconclusive(_))
    }

    /// Whether an alert says that the name is not known.
    pub(crate) fn is_unrecognized(alert: Description) -> bool {
        alert == Description::UNRECOGNIZED_NAME
    }

    /// What people know the certificate by.
    pub(crate) fn label(&self) -> Option<String> {
        Cert::parse(self.leaf()?).ok().map(|leaf| leaf.label())
    }

    /// The fingerprint of the certificate.
    pub(crate) fn sha256(&self) -> Option<String> {
        self.leaf().map(crate::pki::describe::sha256)
    }

    /// The answer in words.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Accepted => "the handshake goes on".to_owned(),
            Self::Alert(alert) => format!("the alert {alert}"),
            Self::Certificate { .. } => match self.label() {
                Some(label) => format!("the certificate of `{label}`"),
                None => "a certificate that cannot be read".to_owned(),
            },
            Self::Closed => "the connection is closed".to_owned(),
            Self::Inconclusive(why) => why.clone(),
        }
    }

    fn leaf(&self) -> Option<&[u8]> {
        match self {
            Self::Certificate { chain, .. } => chain.first().map(Vec::as_slice),
            _ => None,
        }
    }
}

/// A question and its answer.
pub(crate) struct Asked {
    pub(crate) manner: Manner,
    /// What was sent; `None` where nothing was.
    pub(crate) name: Option<String>,
    pub(crate) answer: Answer,
}

impl Asked {
    /// The inquiry that asks for `name`.
    pub(crate) fn inquiry(seen: &Evidence, manner: Manner, name: Option<String>) -> Box<dyn Inquiry> {
        let offer = Offer {
            groups: seen.classic_groups(),
            ..Offer::default()
        };
        Box::new(Ask {
            terms: Terms::new(name.clone(), offer),
            manner,
            name,
            versions: vec![Version::TLS1_3, Version::TLS1_2],
        })
    }
}

struct Ask {
    manner: Manner,
    name: Option<String>,
    terms: Terms,
    /// The versions that an unusual name is still to be asked with, last first: TLS 1.2 shows the
    /// certificate.
    versions: Vec<Version>,
}

impl Ask {
    fn ask(&mut self) -> Option<Next> {
        if !self.manner.is_unusual() {
            return None;
        }
        let version = self.versions.pop()?;
        let message = hello(version, self.name.as_deref().unwrap_or_default()).to_message();
        let bytes = record::handshake(Version::TLS1_0, &message, record::FULL);
        Some(Next::Hello(Attempt::new(bytes, flight::is_complete)))
    }
}

impl Inquiry for Ask {
    fn id(&self) -> Cow<'static, str> {
        format!("name/{}", self.manner.id()).into()
    }

    fn next(&mut self, reply: Option<Reply>) -> Next {
        let Some(reply) = reply else {
            let whole = Next::Handshake(Box::new(self.terms.clone()));
            return self.ask().unwrap_or(whole);
        };
        let answer = Answer::of(&reply);
        if answer == Answer::Alert(Description::PROTOCOL_VERSION)
            && let Some(next) = self.ask()
        {
            return next;
        }
        Next::Done(vec![Observation::new(Asked {
            manner: self.manner,
            name: self.name.clone(),
            answer,
        })])
    }
}

/// A hello of one version for a name as it stands. Of the suites only those under which a server shows a
/// certificate; in TLS 1.3 no key share, so that the answer costs the server nothing.
fn hello(version: Version, name: &str) -> ClientHello {
    let shows = [Authentication::Any, Authentication::Ecdsa, Authentication::Rsa];
    let suites =
        Suite::all().filter(|suite| suite.is_for(version) && shows.contains(&suite.authentication()));
    let is_13 = version == Version::TLS1_3;
    let groups: Vec<Group> = Group::all().filter(|group| group.is_for_tls13()).collect();
    let schemes: Vec<Scheme> = Scheme::all()
        .filter(|scheme| !is_13 || scheme.is_for_tls13())
        .collect();
    let mut random = [0; 32];
    // A generator that fails leaves zeros, which serve here.
    let _ = aws_lc_rs::rand::fill(&mut random);
    let hello = ClientHello::new(Version::TLS1_2, random, suites.collect())
        .with(Extension::server_name(name))
        .with(Extension::groups(&groups))
        .with(Extension::schemes(&schemes));
    let hello = if is_13 {
        hello
            .with(Extension::versions(&[version]))
            .with(Extension::key_shares(&[]))
    } else {
        hello.with(Extension::point_formats())
    };
    hello.clear_of_the_gap()
}
