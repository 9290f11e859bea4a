//! One question to a server about one name, and the answer in all its forms. Names are asked in whole handshakes,
//! which show the certificate also in TLS 1.3; names that no client sends (a trailing dot, an address) go into a
//! hello made by hand. So do all of them, the right one too, where this client's library finishes no handshake
//! with the server: then the hello offers what the surveys saw accepted.

use std::borrow::Cow;

use super::answer::attempt;
use super::hello::Offer as Hello;
use super::known;
use super::share;
use super::tls13::Lists;
use crate::pki::cert::Cert;
use crate::probe::preflight::DEFAULT;
use crate::probe::{Ending, Evidence, Inquiry, Next, Observation, Reply, Terms};
use crate::tlsconf::client::Offer;
use crate::wire::alert::Description;
use crate::wire::flight::Flight;
use crate::wire::group::Group;
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

    /// That of the target itself: its name, or none where it has none.
    pub(crate) fn of_target(seen: &Evidence) -> Self {
        if seen.task.sni.is_some() {
            Self::Right
        } else {
            Self::None
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
        if let Some(hello) = flight.server_hello {
            // Some servers look at the name only once they have the key share that they want.
            return if hello.is_retry() {
                Self::Inconclusive(
                    "the server asks for another key share before it judges the name".to_owned(),
                )
            } else {
                Self::Accepted
            };
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
    /// Which connection of the target; 0 where there was none.
    pub(crate) connection: u32,
}

impl Asked {
    /// What asks for `name`: the surveys first, where the hello has to be made of what they find.
    pub(crate) fn plan(seen: &Evidence, manner: Manner, name: Option<String>) -> Vec<Box<dyn Inquiry>> {
        let raw = |mut hello: Hello| {
            hello.sni.clone_from(&name);
            Next::Hello(attempt(&hello.hello()))
        };
        let rest = match way(seen) {
            // The first handshake has answered it.
            Way::Handshake if manner == Manner::of_target(seen) => return Vec::new(),
            Way::Handshake if manner.is_unusual() => unusual(seen).into_iter().map(raw).collect(),
            Way::Handshake => {
                let offer = Offer {
                    groups: seen.classic_groups(),
                    ..Offer::default()
                };
                vec![Next::Handshake(Box::new(Terms::new(name.clone(), offer)))]
            }
            Way::Raw(hello) if hello.version == Version::SSL3 && name.is_some() => Vec::new(),
            Way::Raw(hello) => vec![raw(*hello)],
            Way::Unknown => return known::lists(seen),
        };
        vec![Box::new(Ask { manner, name, rest })]
    }
}

/// How names are asked about.
enum Way {
    /// In whole handshakes.
    Handshake,
    /// In this hello, with the name put in.
    Raw(Box<Hello>),
    /// That depends on what the surveys find.
    Unknown,
}

fn way(seen: &Evidence) -> Way {
    let first = seen.handshake(DEFAULT).and_then(|handshake| handshake.session());
    if first.is_some_and(|session| session.established.is_some() || !session.chain.is_empty()) {
        return Way::Handshake;
    }
    // The best of the versions in which the certificate is in the clear.
    for version in std::iter::once(&Version::TLS1_2).chain(known::OLD) {
        match (seen.version(*version), seen.suites(*version)) {
            (Some(Ok(true)), Some(list)) => return Way::Raw(Box::new(accepted(*version, &list.picked))),
            (None, _) | (Some(Ok(true)), None) => return Way::Unknown,
            _ => {}
        }
    }
    match (seen.version(Version::TLS1_3), seen.first::<Lists>()) {
        (Some(Ok(true)), Some(lists)) => Way::Raw(Box::new(modern(&lists.groups))),
        (None, _) | (Some(Ok(true)), None) => Way::Unknown,
        _ => Way::Handshake,
    }
}

/// A hello of what the server accepts, of the suites only those under which it shows a certificate.
fn accepted(version: Version, picked: &[Suite]) -> Hello {
    let mut hello = Hello::whole(version, None);
    let shows = picked.iter().copied().filter(|suite| shows_certificate(*suite));
    let shows: Vec<Suite> = shows.collect();
    // Where none does, the server has no certificate at all.
    if !picked.is_empty() {
        hello.suites = if shows.is_empty() { picked.to_vec() } else { shows };
    }
    hello
}

/// A hello of TLS 1.3 with a share for one of these groups, so that the server goes on as far as it would.
fn modern(groups: &[Group]) -> Hello {
    let mut hello = Hello::whole(Version::TLS1_3, None);
    let share = groups.iter().find_map(|group| Some((*group, share::of(*group)?)));
    hello.shares.extend(share);
    hello
}

/// For a name that no library sends: TLS 1.2 shows the certificate, TLS 1.3 is for servers without it.
fn unusual(seen: &Evidence) -> Vec<Hello> {
    let first = seen.handshake(DEFAULT).and_then(|handshake| handshake.session());
    let established = first.and_then(|session| session.established.as_ref());
    let group = established.and_then(|established| established.group);
    let group = group.map_or(Group::X25519, |group| Group(u16::from(group)));
    let mut classic = Hello::whole(Version::TLS1_2, None);
    classic.suites.retain(|suite| shows_certificate(*suite));
    vec![modern(&[group]), classic]
}

fn shows_certificate(suite: Suite) -> bool {
    matches!(
        suite.authentication(),
        Authentication::Any | Authentication::Dss | Authentication::Ecdsa | Authentication::Rsa
    )
}

struct Ask {
    manner: Manner,
    name: Option<String>,
    /// What is still to be tried, the next one last.
    rest: Vec<Next>,
}

impl Inquiry for Ask {
    fn id(&self) -> Cow<'static, str> {
        format!("name/{}", self.manner.id()).into()
    }

    fn next(&mut self, reply: Option<Reply>) -> Next {
        let answer = reply.as_ref().map(Answer::of);
        let is_other_version = answer == Some(Answer::Alert(Description::PROTOCOL_VERSION));
        if (answer.is_none() || is_other_version)
            && let Some(next) = self.rest.pop()
        {
            return next;
        }
        let unsent = || Answer::Inconclusive("SSL 3.0 carries no server name".to_owned());
        let answer = answer.unwrap_or_else(unsent);
        let connection = reply.map_or(0, |reply| reply.connection);
        Next::Done(vec![Observation::new(Asked {
            manner: self.manner,
            name: self.name.clone(),
            answer,
            connection,
        })])
    }
}

impl Evidence {
    /// The answer to this manner of name, once it was asked for.
    pub(crate) fn named(&self, manner: Manner) -> Option<&Asked> {
        self.all::<Asked>().find(|asked| asked.manner == manner)
    }

    /// The answer to the name of the target itself: that of the first handshake, unless what it was asked for shares
    /// nothing with this client's library.
    pub(crate) fn named_rightly(&self) -> Option<Answer> {
        if let Some(asked) = self.named(Manner::of_target(self)) {
            return Some(asked.answer.clone());
        }
        let answer = Answer::of(&self.handshake(DEFAULT)?.reply);
        let is_hollow = answer.is_refusal() || !answer.is_clear();
        let unasked = self.turned_away().filter(|_| is_hollow);
        Some(unasked.map_or(answer, Answer::Inconclusive))
    }
}
