//! What the surveys add up to: which versions a server speaks, with which suites, and whose order decides. And
//! which surveys still have to run before that is known.

use super::answer::Answer;
use super::floor::{self, Old};
use super::order::{self, Order, Question};
use super::schemes13::{self, Alpn};
use super::ssl2::{self, Ssl2};
use super::suites::{self, SuiteList};
use super::tls13::{self, Lists, Preference, is_ours};
use super::{bucket, ffdhe, fields13, groups};
use crate::probe::preflight::DEFAULT;
use crate::probe::{Evidence, Inquiry};
use crate::wire::suite::{KeyExchange, Suite};
use crate::wire::version::Version;

/// The versions below TLS 1.2 that the floor is about.
pub(crate) const OLD: &[Version] = &[Version::TLS1_1, Version::TLS1_0, Version::SSL3];

/// The surveys that find versions and suites; more follow as old versions turn up.
pub(crate) fn lists(seen: &Evidence) -> Vec<Box<dyn Inquiry>> {
    let sni = || seen.task.sni.clone();
    let is_apart = fields13::is_apart(seen);
    let mut plan = vec![
        tls13::inquiry(sni(), !is_apart),
        suites::inquiry(Version::TLS1_2, sni()),
        floor::inquiry(sni()),
        ssl2::inquiry(),
    ];
    plan.extend(is_apart.then(|| fields13::inquiry(sni())));
    let accepted = seen.all::<Old>().filter(|old| old.accepted == Ok(true));
    plan.extend(accepted.map(|old| suites::inquiry(old.version, sni())));
    plan.extend(bucket::plan(seen));
    plan
}

/// The survey of groups, schemes and application protocols, in the best version before TLS 1.3.
pub(crate) fn parameters(seen: &Evidence) -> Vec<Box<dyn Inquiry>> {
    let sni = seen.task.sni.clone();
    match seen.version(Version::TLS1_2) {
        None | Some(Ok(true)) => vec![groups::inquiry(Version::TLS1_2, sni)],
        Some(_) => best_old(seen)
            .map(|version| groups::inquiry(version, sni))
            .into_iter()
            .collect(),
    }
}

/// The survey of TLS 1.3's signatures, once the version is known to be spoken. Its application protocols are
/// asked for only where no earlier version shows them in the clear.
pub(crate) fn signatures(seen: &Evidence) -> Vec<Box<dyn Inquiry>> {
    let older = seen.version(Version::TLS1_2);
    if seen.version(Version::TLS1_3) != Some(Ok(true)) || older.is_none() {
        return Vec::new();
    }
    let alpn = if older == Some(Ok(true)) {
        Alpn::Known
    } else {
        Alpn::Ask
    };
    vec![schemes13::inquiry(seen.task.sni.clone(), alpn)]
}

/// The survey of finite fields, where a server accepts them.
pub(crate) fn fields(seen: &Evidence) -> Vec<Box<dyn Inquiry>> {
    let is_ephemeral = |suite: Suite| suite.key_exchange() == KeyExchange::Dhe;
    let accepted = seen
        .accepted()
        .filter(|answer| suite(answer).is_some_and(is_ephemeral));
    let version = accepted.map(|answer| answer.wanted).max();
    // An older version may show it first; the best one is waited for.
    if version < Some(Version::TLS1_2) && seen.suites(Version::TLS1_2).is_none() {
        return Vec::new();
    }
    version
        .map(|version| ffdhe::inquiry(version, seen.task.sni.clone()))
        .into_iter()
        .collect()
}

/// What tells whose order of suites decides, where the surveys leave it open.
pub(crate) fn orders(seen: &Evidence) -> Vec<Box<dyn Inquiry>> {
    let sni = || seen.task.sni.clone();
    let mut plan = Vec::new();
    for list in seen
        .all::<SuiteList>()
        .filter(|list| list.picked.len() > 1 && !list.is_in_pieces)
    {
        match seen.preference(list.version) {
            None => {
                let waits = list.version == Version::TLS1_2 && !seen.is_answered(&groups::id(list.version));
                if !waits {
                    plan.push(order::inquiry(
                        list.version,
                        Question::Reversed,
                        &list.picked,
                        sni(),
                    ));
                }
            }
            Some(Preference::Server) if is_worth_chacha(list) => {
                plan.push(order::inquiry(
                    list.version,
                    Question::ChachaFirst,
                    &list.picked,
                    sni(),
                ));
            }
            Some(_) => {}
        }
    }
    plan
}

/// Whether a server that has ChaCha20, and prefers something else, might give way to a client's choice.
fn is_worth_chacha(list: &SuiteList) -> bool {
    let is_chacha = |suite: &Suite| suite.cipher().contains("CHACHA20");
    list.picked.iter().any(is_chacha) && !list.picked.first().is_some_and(is_chacha)
}

fn best_old(seen: &Evidence) -> Option<Version> {
    OLD.iter()
        .copied()
        .find(|version| seen.version(*version) == Some(Ok(true)))
}

impl Evidence {
    /// Whether the server speaks `version`; the error is why that is not known, and none means that
    /// nobody has asked yet.
    pub(crate) fn version(&self, version: Version) -> Option<Result<bool, String>> {
        let agreed = || {
            let session = self.handshake(DEFAULT)?.session()?;
            Some(Version(u16::from(session.established.as_ref()?.version)))
        };
        if agreed() == Some(version) || self.accepted().any(|answer| answer.wanted == version) {
            return Some(Ok(true));
        }
        match version {
            Version::SSL2 => {
                let Ssl2(heard) = self.first()?;
                Some(heard.as_ref().map(Option::is_some).map_err(Clone::clone))
            }
            Version::TLS1_3 => {
                let lists: &Lists = self.first()?;
                Some(lists.incomplete.clone().map_or(Ok(false), Err))
            }
            Version::TLS1_2 => {
                let list = self.suites(version)?;
                Some(list.incomplete.clone().map_or(Ok(false), Err))
            }
            _ => {
                let old = self.all::<Old>().find(|old| old.version == version)?;
                Some(old.accepted.clone())
            }
        }
    }

    /// The versions that the server is known to speak, newest first.
    pub(crate) fn versions(&self) -> impl Iterator<Item = Version> {
        Version::ALL
            .iter()
            .copied()
            .filter(|version| self.version(*version) == Some(Ok(true)))
    }

    /// What is known of the suites of one version up to TLS 1.2.
    pub(crate) fn suites(&self, version: Version) -> Option<&SuiteList> {
        self.all::<SuiteList>().find(|list| list.version == version)
    }

    /// Every suite that was accepted in some version, SSL 3.0 to TLS 1.3.
    pub(crate) fn every_suite(&self) -> Vec<Suite> {
        let mut suites: Vec<Suite> = self
            .all::<SuiteList>()
            .flat_map(|list| list.picked.clone())
            .collect();
        suites.extend(self.all::<Lists>().flat_map(|lists| lists.suites.clone()));
        suites.sort();
        suites.dedup();
        suites
    }

    /// Whether all there is to know of the suites of these versions is known: the error is why not.
    pub(crate) fn is_complete(&self, versions: &[Version]) -> Result<(), String> {
        for version in versions {
            match self.version(*version) {
                None => return Err("the suites were not asked for".to_owned()),
                Some(Err(why)) => return Err(why),
                Some(Ok(_)) => {}
            }
        }
        let mut lists = self
            .all::<SuiteList>()
            .filter(|list| versions.contains(&list.version));
        lists.find_map(|list| list.incomplete.clone()).map_or(Ok(()), Err)
    }

    /// Whose order of suites decides in one version up to TLS 1.2, where any answer told the two apart.
    pub(crate) fn preference(&self, version: Version) -> Option<Preference> {
        let list = self.suites(version).filter(|list| !list.is_in_pieces)?;
        if !is_ours(&list.offered, &list.picked) {
            return Some(Preference::Server);
        }
        list.vote(self)
    }
}

impl SuiteList {
    /// Whom the server followed where an answer tells the client's order from that of its picks.
    fn vote(&self, seen: &Evidence) -> Option<Preference> {
        let reversed = seen
            .all::<Order>()
            .filter(|order| order.version == self.version && order.question == Question::Reversed);
        let reversed = reversed.filter_map(|order| vote(&self.picked, &order.offered, order.picked?));
        let others = seen.accepted().filter(|answer| answer.wanted == self.version);
        let others = others.filter_map(|answer| vote(&self.picked, &answer.hello.suites, suite(answer)?));
        reversed.chain(others).next()
    }
}

/// Whom one pick followed, where the first of ours and the first of theirs differ.
pub(super) fn vote<T: Copy + PartialEq>(found: &[T], offered: &[T], picked: T) -> Option<Preference> {
    let ours = *offered.iter().find(|item| found.contains(item))?;
    let theirs = *found.iter().find(|item| offered.contains(item))?;
    match picked {
        _ if ours == theirs => None,
        _ if picked == ours => Some(Preference::Client),
        _ if picked == theirs => Some(Preference::Server),
        _ => None,
    }
}

fn suite(answer: &Answer) -> Option<Suite> {
    answer.flight.server_hello.as_ref().map(|hello| hello.suite)
}
