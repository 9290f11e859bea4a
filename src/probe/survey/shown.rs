//! What a server showed of its certificate to whoever asked for it by its right name: in the first handshake, or
//! where this client's library could not make one, in the clear part of the answer to a raw hello.

use crate::probe::Evidence;
use crate::probe::preflight::DEFAULT;
use crate::wire::version::Version;

/// What was shown; nothing of it where no certificate was seen.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Shown<'a> {
    /// The certificates as sent, leaf first.
    pub(crate) chain: &'a [Vec<u8>],
    /// The OCSP response stapled to it; empty where there was none.
    pub(crate) staple: &'a [u8],
}

impl Evidence {
    /// What the server showed first.
    pub(crate) fn shown(&self) -> Shown<'_> {
        let first = self.handshake(DEFAULT).and_then(|handshake| {
            let session = handshake.session()?;
            Some(Shown {
                chain: &session.chain,
                staple: &session.staple,
            })
        });
        first
            .filter(|shown| !shown.chain.is_empty())
            .or_else(|| self.shown_raw())
            .unwrap_or_default()
    }

    /// What came in answer to the widest choice in the best version, so that it is the same in every run.
    fn shown_raw(&self) -> Option<Shown<'_>> {
        let shown = self.accepted().filter_map(|answer| {
            let chain = answer.flight.certificates.as_deref()?;
            let place: (Version, usize) = (answer.wanted, answer.hello.suites.len());
            (!chain.is_empty()).then_some((place, answer, chain))
        });
        let (_, answer, chain) =
            shown.max_by_key(|(place, answer, _)| (*place, u32::MAX - answer.connection))?;
        Some(Shown {
            chain,
            staple: answer.flight.staple.as_deref().unwrap_or_default(),
        })
    }

    /// Every leaf that was shown to who asked for the right name: a server may have one for each kind of key.
    pub(crate) fn leaves(&self) -> impl Iterator<Item = &[u8]> {
        let raw = self
            .accepted()
            .filter_map(|answer| answer.flight.certificates.as_deref());
        let all = std::iter::once(self.shown().chain).chain(raw);
        all.filter_map(<[Vec<u8>]>::first).map(Vec::as_slice)
    }
}
