//! Where `tlsctl serve` listens, and for what.

use crate::cli::Serve;
use crate::error::Result;
use crate::serve::address::Listen;
use crate::serve::listener::Bound;

/// What an address is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    /// The site, with TLS (or without, where that was asked for).
    Tls,
    /// Redirection to HTTPS.
    Redirect,
    /// Counters.
    Metrics,
}

/// The addresses, each with what it is for.
pub(super) struct Listens(Vec<(Kind, Listen)>);

impl Listens {
    /// Those of the flags, or the default.
    pub(super) fn of(arguments: &Serve) -> Result<Self> {
        let flags = &arguments.listeners;
        let parse = |kind: Kind, texts: &[String]| -> Result<Vec<(Kind, Listen)>> {
            texts
                .iter()
                .map(|text| Ok((kind, Listen::parse(text)?)))
                .collect()
        };
        let mut all = parse(
            if arguments.redirect {
                Kind::Redirect
            } else {
                Kind::Tls
            },
            &flags.listen,
        )?;
        all.extend(parse(Kind::Redirect, &flags.http)?);
        if arguments.redirect && all.is_empty() {
            all.push((Kind::Redirect, Listen::parse(DEFAULT_REDIRECT)?));
        }
        if !arguments.redirect && flags.listen.is_empty() {
            all.insert(0, (Kind::Tls, Listen::parse(DEFAULT)?));
        }
        all.extend(parse(Kind::Metrics, arguments.metrics.as_slice())?);
        Ok(Self(all))
    }

    /// All of them, to be bound together.
    pub(super) fn all(&self) -> Vec<Listen> {
        self.0.iter().map(|(_, listen)| listen.clone()).collect()
    }

    /// The names by which the site is listened at.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .filter(|(kind, _)| *kind == Kind::Tls)
            .filter_map(|(_, listen)| listen.name())
    }

    /// Says of each bound socket what it is for.
    pub(super) fn sort(&self, groups: Vec<Vec<Bound>>) -> Vec<(Kind, Bound)> {
        let kinds = self.0.iter().map(|(kind, _)| *kind);
        kinds
            .zip(groups)
            .flat_map(|(kind, group)| group.into_iter().map(move |bound| (kind, bound)))
            .collect()
    }
}

/// Loopback only: nobody else is served unless asked for.
const DEFAULT: &str = "localhost:8443";
const DEFAULT_REDIRECT: &str = "localhost:8080";
