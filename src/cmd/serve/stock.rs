//! What `tlsctl serve --bad` shows at the moment: every case with its identity, made once the addresses are
//! known, since certificates say where their revocation lists are. A case whose dates are about to make
//! another of it is made again, below the same root, so that it stays what it is called however long the
//! server runs.

use std::net::SocketAddr;
use std::sync::Arc;

use jiff::Timestamp;

use super::bad::{self, Wanted};
use super::identity::Identities;
use crate::error::{Error, Result};
use crate::model::Event;
use crate::pki::bad::{Case, Catalogue, Made};
use crate::pki::format::pem;
use crate::pki::name::San;
use crate::serve::follow::Renewal;
use crate::serve::mode::bad::{Bad, Content};
use crate::tlsconf::broken;
use crate::tlsconf::identity::Identity;
use crate::tlsconf::server::Terminator;
use crate::tlsconf::terms::Terms;

/// Everything that is shown, and when it is stale.
pub(super) struct Stock {
    catalogue: Catalogue,
    port: u16,
    /// Whom the index is for.
    names: Vec<San>,
    index: Arc<Article>,
    cases: Vec<(&'static Case, Arc<Article>)>,
    mode: Arc<Bad>,
}

/// One case, or the index.
struct Article {
    made: Made,
    /// `None` where it cannot be served.
    identity: Option<Arc<Identity>>,
    /// When it is to be made again.
    due: Timestamp,
}

impl Stock {
    /// Makes everything for a server that listens on `addresses`.
    ///
    /// # Errors
    ///
    /// A bug where a case cannot be made.
    pub(super) fn new(wanted: Wanted, addresses: &[SocketAddr], now: Timestamp) -> Result<Self> {
        let first = addresses
            .first()
            .ok_or_else(|| Error::bug("a server without an address"))?;
        let catalogue = Catalogue::new(&wanted.name, now, wanted.base(addresses))?;
        let mut names = vec![San::Dns(wanted.name), San::Dns("localhost".to_owned())];
        names.extend(bad::ips(addresses).into_iter().map(San::Ip));
        let index = Arc::new(Article::index(&catalogue, &names)?);
        let make = |case: &'static Case| Ok((case, Arc::new(Article::of(&catalogue, case)?)));
        let cases = wanted.cases.into_iter().map(make).collect::<Result<Vec<_>>>()?;
        let port = first.port();
        Ok(Self {
            mode: Arc::new(Bad::new(content(&catalogue, &cases, port)?)),
            catalogue,
            port,
            names,
            index,
            cases,
        })
    }

    /// The pages, lists and responses.
    pub(super) fn mode(&self) -> Arc<Bad> {
        Arc::clone(&self.mode)
    }

    /// Who is shown, with the root to trust.
    ///
    /// # Errors
    ///
    /// A bug where the index cannot be served.
    pub(super) fn identities(&self) -> Result<Identities> {
        let served = self.served()?;
        let hosts = format!("{} below {}", served.len() - 1, self.catalogue.name());
        let root = pem::encode("CERTIFICATE", self.catalogue.root());
        Ok(Identities::broken(served, hosts, root))
    }

    /// Keeps it what it is called, behind the one terminator that there is.
    pub(super) fn renewal(
        mut self,
        terms: &[Terms],
        terminators: &[Option<Arc<Terminator>>],
    ) -> Option<Renewal> {
        let terms = terms.first()?.clone();
        let terminator = terminators.first()?.clone()?;
        let mut pause = None;
        Some(Box::new(move |now| {
            if pause.is_some_and(|until| now < until) {
                return None;
            }
            let renewed = self.renew(now).and_then(|is_new| match is_new {
                true => terminator.exchange(self.served()?, &terms),
                false => Ok(()),
            });
            let error = renewed.err()?;
            pause = Timestamp::from_second(now.as_second() + MINUTE_SECONDS).ok();
            let message = format!("cases were not made again and become stale: {error}");
            Some(Event::warning("renewal-failed", message))
        }))
    }

    /// Makes again what is due; whether anything was.
    fn renew(&mut self, now: Timestamp) -> Result<bool> {
        let all = self.cases.iter().map(|(_, article)| article);
        if std::iter::once(&self.index)
            .chain(all)
            .all(|article| now < article.due)
        {
            return Ok(false);
        }
        let catalogue = self.catalogue.at(now);
        let index = match now < self.index.due {
            true => Arc::clone(&self.index),
            false => Arc::new(Article::index(&catalogue, &self.names)?),
        };
        let again = |(case, article): &(&'static Case, Arc<Article>)| match now < article.due {
            true => Ok((*case, Arc::clone(article))),
            false => Ok((*case, Arc::new(Article::of(&catalogue, case)?))),
        };
        let cases: Vec<_> = self.cases.iter().map(again).collect::<Result<_>>()?;
        self.mode.exchange(content(&catalogue, &cases, self.port)?);
        (self.catalogue, self.index, self.cases) = (catalogue, index, cases);
        Ok(true)
    }

    /// The index first, then every case that can be served.
    fn served(&self) -> Result<Vec<Arc<Identity>>> {
        let index = self.index.identity.clone();
        let index = index.ok_or_else(|| Error::bug("the index of the catalogue cannot be served"))?;
        let cases = self.cases.iter().filter_map(|(_, case)| case.identity.clone());
        Ok(std::iter::once(index).chain(cases).collect())
    }
}

impl Article {
    fn of(catalogue: &Catalogue, case: &'static Case) -> Result<Self> {
        let made = catalogue.make(case)?;
        let identity = match case.unserved {
            Some(_) => None,
            None => Some(broken::identity(&made, &case.host(catalogue.name()), case.id)),
        };
        if identity.as_ref().is_some_and(Option::is_none) {
            let id = case.id;
            return Err(Error::bug(format!(
                "the case `{id}` cannot be served, and does not say so"
            )));
        }
        Ok(Self::new(catalogue, made, identity.flatten()))
    }

    /// What is shown to who asks for no case: a good certificate for the catalogue's own name.
    fn index(catalogue: &Catalogue, names: &[San]) -> Result<Self> {
        let made = catalogue.index(names)?;
        let identity = broken::identity(&made, catalogue.name(), "catalogue");
        Ok(Self::new(catalogue, made, identity))
    }

    fn new(catalogue: &Catalogue, made: Made, identity: Option<Identity>) -> Self {
        Self {
            due: due(catalogue, &made),
            made,
            identity: identity.map(Arc::new),
        }
    }
}

/// When to make it again: in an early part of the time until its dates make another of it, so that what
/// begins in an hour begins in nearly an hour. With a root of its own, which clients have to be told of
/// anew, late in that time. What ended a second ago soon ended long ago: that is made again every minute.
fn due(catalogue: &Catalogue, made: &Made) -> Timestamp {
    let now = catalogue.now();
    let Some(turn) = made.turns_after(now) else {
        return Timestamp::MAX;
    };
    let left = turn.as_second() - now.as_second();
    let stays = match made.roots == [catalogue.root()] {
        true => left / 12,
        false => left / 3 * 2,
    };
    let just = Timestamp::from_second(now.as_second() - MINUTE_SECONDS).unwrap_or(now);
    let has_just_turned = made.turned_before(now).is_some_and(|turn| turn > just);
    let stays = if has_just_turned {
        stays.min(MINUTE_SECONDS)
    } else {
        stays
    };
    Timestamp::from_second(now.as_second() + stays).unwrap_or(turn)
}

fn content(catalogue: &Catalogue, cases: &[(&'static Case, Arc<Article>)], port: u16) -> Result<Content> {
    let cases: Vec<_> = cases
        .iter()
        .map(|(case, article)| (*case, &article.made))
        .collect();
    Ok(Content::new(catalogue, catalogue.statements()?, &cases, port))
}

/// How long what has just turned is shown, and how long after a failure it is tried again.
const MINUTE_SECONDS: i64 = 60;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pki::bad as catalogue;
    use crate::pki::cert::Cert;

    #[test]
    fn what_begins_in_an_hour_or_ended_a_second_ago_does_so_however_long_the_server_runs() {
        let start: Timestamp = "2026-06-01T00:00:00Z".parse().expect("a valid time");
        let words = [
            "not-yet-valid-by-an-hour",
            "expired-by-a-second",
            "good-time",
            "expired-root",
        ]
        .map(str::to_owned);
        let wanted = Wanted {
            name: "tls.localhost".to_owned(),
            is_named: false,
            cases: catalogue::chosen(&words).expect("cases"),
        };
        let address = "127.0.0.1:8443".parse().expect("an address");
        let mut stock = Stock::new(wanted, &[address], start).expect("it is made");
        let leaf = |stock: &Stock, id: &str| {
            let mut cases = stock.cases.iter();
            let (_, article) = cases.find(|(case, _)| case.id == id).expect("a case");
            Cert::parse(&article.made.chain[0]).expect("a certificate")
        };
        let root = stock.catalogue.root().to_vec();
        let (good, odd) = (leaf(&stock, "good-time"), leaf(&stock, "expired-root"));
        assert!(!stock.renew(start).expect("nothing to do"));
        // A look every minute of two hours, then one each day of two months.
        let minutes = (1..=120).map(|minute| minute * 60);
        let days = (1..=60).map(|day| day * 86_400);
        for second in minutes.chain(days) {
            let now = Timestamp::from_second(start.as_second() + second).expect("in range");
            stock.renew(now).expect("renewed");
            let begins = leaf(&stock, "not-yet-valid-by-an-hour").not_before();
            let left = begins.as_second() - now.as_second();
            assert!((54 * 60..=3600).contains(&left), "{left} seconds at {now}");
            let ended = leaf(&stock, "expired-by-a-second").not_after();
            let past = now.as_second() - ended.as_second();
            assert!((1..=61).contains(&past), "{past} seconds at {now}");
            for id in ["good-time", "expired-root"] {
                let shown = leaf(&stock, id);
                assert!(
                    shown.not_before() < now && now < shown.not_after(),
                    "{id} at {now}"
                );
            }
            assert!(stock.index.due > now && stock.catalogue.root() == root);
            if second == 7200 {
                // What is good for long is left alone.
                assert_eq!(leaf(&stock, "good-time").der(), good.der());
            }
            if second == 20 * 86_400 {
                assert_ne!(leaf(&stock, "good-time").der(), good.der());
                assert_eq!(leaf(&stock, "expired-root").der(), odd.der());
            }
        }
    }
}
