//! Where `tlsctl serve` listens, and for what.

use super::settings::Settings;
use crate::error::{Error, Result};
use crate::serve::address::Listen;
use crate::serve::listener::{self, Bound, Wanted};
use crate::serve::passed::Passed;

/// An address of the site, as written.
#[derive(Clone, Debug)]
pub(super) struct Address {
    /// The address.
    pub(super) text: String,
    /// The place of the front that stands there.
    pub(super) front: usize,
    /// Whether proxies say there for whom they speak.
    pub(super) introduced: bool,
}

/// What an address is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    /// The site, behind a front.
    Site {
        /// The place of the front.
        front: usize,
        /// Whether proxies say for whom they speak.
        introduced: bool,
    },
    /// Redirection to HTTPS.
    Redirect,
    /// Counters.
    Metrics,
}

impl Kind {
    /// The front of a site.
    pub(super) fn front(self) -> Option<usize> {
        match self {
            Self::Site { front, .. } => Some(front),
            Self::Redirect | Self::Metrics => None,
        }
    }

    /// What it is for, in messages.
    fn purpose(self, settings: &Settings) -> String {
        match self {
            Self::Site { front, introduced } => {
                let place = settings.fronts[front].place.as_deref();
                let site = place.map_or("the site".to_owned(), |place| format!("`{place}`"));
                let by = if introduced {
                    " behind proxies that introduce clients"
                } else {
                    ""
                };
                format!("{site}{by}")
            }
            Self::Redirect => "redirections".to_owned(),
            Self::Metrics => "counters".to_owned(),
        }
    }
}

/// The addresses, each with what it is for.
pub(super) struct Listens(Vec<(Kind, Listen)>);

impl Listens {
    /// Those of the settings, or the default: sockets that were passed on, or loopback.
    pub(super) fn of(settings: &Settings, passed: &Passed) -> Result<Self> {
        let flags = &settings.flags;
        let default = |usual| if passed.is_empty() { usual } else { PASSED };
        let mut all = Vec::new();
        if flags.redirect {
            for text in &flags.listeners.listen {
                all.push((Kind::Redirect, Listen::parse(text)?));
            }
        } else {
            for address in &settings.addresses {
                let kind = Kind::Site {
                    front: address.front,
                    introduced: address.introduced,
                };
                all.push((kind, Listen::parse(&address.text)?));
            }
            if all.is_empty() {
                let kind = Kind::Site {
                    front: 0,
                    introduced: flags.listeners.proxy_protocol,
                };
                all.push((kind, Listen::parse(default(DEFAULT))?));
            }
        }
        for text in &flags.listeners.http {
            all.push((Kind::Redirect, Listen::parse(text)?));
        }
        if all.is_empty() {
            all.push((Kind::Redirect, Listen::parse(default(DEFAULT_REDIRECT))?));
        }
        for text in flags.metrics.as_slice() {
            all.push((Kind::Metrics, Listen::parse(text)?));
        }
        let listens = Self(all);
        listens.refuse_meeting(settings)?;
        Ok(listens)
    }

    /// Refuses two addresses that stand for one socket but not for one thing: only one of them would be served.
    fn refuse_meeting(&self, settings: &Settings) -> Result<()> {
        let all = self.0.iter().enumerate();
        let pairs = all.flat_map(|(i, one)| self.0[..i].iter().map(move |other| (other, one)));
        for ((kind, listen), (other_kind, other)) in pairs {
            if kind != other_kind && listen.meets(other) {
                let purposes = [kind, other_kind].map(|kind| kind.purpose(settings));
                let (one, other) = (listen.to_string(), other.to_string());
                let what = if one == other {
                    format!("`{one}` is wanted")
                } else {
                    format!("`{one}` and `{other}` are one address, wanted")
                };
                return Err(
                    Error::usage(format!("{what} for {} and for {}", purposes[0], purposes[1]))
                        .hint("choose another address for one of them"),
                );
            }
        }
        Ok(())
    }

    /// All of them.
    pub(super) fn all(&self) -> &[(Kind, Listen)] {
        &self.0
    }

    /// The names by which a front's site is listened at.
    pub(super) fn names(&self, front: usize) -> impl Iterator<Item = &str> {
        let of_front = self.0.iter().filter(move |(kind, _)| kind.front() == Some(front));
        of_front.filter_map(|(_, listen)| listen.name())
    }

    /// A number for what an address is for: that of the first which is for the same.
    fn purpose(&self, place: usize) -> usize {
        let kind = self.0[place].0;
        self.0
            .iter()
            .position(|(other, _)| *other == kind)
            .unwrap_or(place)
    }

    /// The flag that asks for an address.
    fn flag(&self, place: usize, settings: &Settings) -> &'static str {
        let listeners = &settings.flags.listeners;
        match self.0[place].0 {
            Kind::Metrics => "--metrics",
            // What only redirects does so at `--listen`, and after those at `--http`.
            Kind::Redirect if place >= listeners.listen.len() && !listeners.http.is_empty() => "--http",
            Kind::Redirect | Kind::Site { .. } => "--listen",
        }
    }

    /// Binds them together, or none; says of each bound socket what it is for.
    ///
    /// # Errors
    ///
    /// An output error that names the address.
    pub(super) fn bind(&self, settings: &Settings, passed: &mut Passed) -> Result<Vec<(Kind, Bound)>> {
        let http3 = settings.flags.listeners.http3;
        let is_tls = |kind: Kind| kind.front().is_some_and(|front| !settings.fronts[front].plain);
        // What is named is taken by name before the rest is taken together.
        let mut order: Vec<usize> = (0..self.0.len()).collect();
        order.sort_by_key(|i| matches!(self.0[*i].1, Listen::Passed(None)));
        let wanted: Vec<Wanted> = order
            .iter()
            .map(|i| Wanted {
                listen: self.0[*i].1.clone(),
                flag: self.flag(*i, settings),
                quic: http3 && is_tls(self.0[*i].0),
                purpose: self.purpose(*i),
            })
            .collect();
        let groups = listener::bind(&wanted, passed)?;
        let mut groups: Vec<(usize, Vec<Bound>)> = order.into_iter().zip(groups).collect();
        groups.sort_by_key(|(i, _)| *i);
        let kind = |i: usize| self.0[i].0;
        Ok(groups
            .into_iter()
            .flat_map(|(i, group)| group.into_iter().map(move |bound| (kind(i), bound)))
            .collect())
    }
}

/// Loopback only: nobody else is served unless asked for.
const DEFAULT: &str = "localhost:8443";
const DEFAULT_REDIRECT: &str = "localhost:8080";

/// Every socket that was passed on.
const PASSED: &str = "systemd";
