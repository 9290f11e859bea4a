//! An entry of the catalogue as data: what is wrong, for which host, what a client should say to it,
//! under which rule, and which other programs say something else, and why.

use super::{Forge, Made};
use crate::error::Result;
use crate::pki::verify::Purpose;

/// One broken certificate, or a control.
pub(crate) struct Case {
    /// `kebab-case`; the first label of its host; never changes.
    pub(crate) id: &'static str,
    /// What is wrong, in one clause; of a control, what is right.
    pub(crate) wrong: &'static str,
    /// What a client should do, in one clause.
    pub(crate) client: &'static str,
    /// Whose certificate it is: a server's, or a client's.
    pub(crate) purpose: Purpose,
    /// Whether who serves it lets in only clients that show a certificate, sound as its own is.
    pub(crate) demands_certificate: bool,
    /// Labels before the id in the name that the client asks for.
    pub(crate) under: &'static str,
    /// Whether a verifier of paths and names should accept it.
    pub(crate) expect: Expect,
    /// The rule that is broken; none for a control.
    pub(crate) rule: Option<&'static str>,
    /// Rules that cannot but be broken along with it.
    pub(crate) also: &'static [&'static str],
    /// The document and section that say so.
    pub(crate) citation: &'static str,
    /// The profile of the lints under which it is an error.
    pub(crate) profile: &'static str,
    /// Why `serve` cannot present it, where it cannot.
    pub(crate) unserved: Option<&'static str>,
    /// Who judges otherwise, and why.
    pub(crate) differs: &'static [(Judge, &'static str)],
    /// Makes it.
    pub(crate) make: fn(&Forge<'_>) -> Result<Made>,
}

/// The verdict that a client should come to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Expect {
    /// It can connect.
    Accept,
    /// It must not.
    Reject,
}

/// A program whose verdict is compared with the expected one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Judge {
    /// Google's browser.
    Chromium,
    /// `certtool --verify`.
    GnuTls,
    /// `gnutls-cli` on the served case: in a handshake the same library has other limits, and reads staples.
    GnuTlsLive,
    /// `tlsctl inspect --verify --lint` on the files.
    Inspect,
    /// `openssl verify`.
    OpenSsl,
    /// `tlsctl probe --lint` on the served case.
    Probe,
    /// The verifier of rustls.
    Webpki,
}

/// Cases that belong together.
pub(crate) struct Group {
    /// `kebab-case`.
    pub(crate) id: &'static str,
    /// What people call it.
    pub(crate) title: &'static str,
    /// What the cases have in common, in one sentence.
    pub(crate) summary: &'static str,
    /// The control first.
    pub(crate) cases: &'static [&'static Case],
}

impl Case {
    /// What most cases that must be refused have in common.
    pub(super) const REJECT: Self = Self {
        id: "",
        wrong: "",
        client: "refuse to connect",
        purpose: Purpose::Server,
        demands_certificate: false,
        under: "",
        expect: Expect::Reject,
        rule: None,
        also: &[],
        citation: "",
        profile: "dev",
        unserved: None,
        differs: &[],
        make: |forge| forge.present(forge.leaf()?),
    };

    /// What most cases that only a linter objects to have in common.
    pub(super) const ACCEPT: Self = Self {
        client: "connect; a linter objects",
        expect: Expect::Accept,
        ..Self::REJECT
    };

    /// What controls have in common.
    pub(super) const CONTROL: Self = Self {
        client: "connect",
        ..Self::ACCEPT
    };

    /// The host that it is for when the catalogue is for `name`.
    pub(crate) fn host(&self, name: &str) -> String {
        format!("{}{}.{name}", self.under, self.id)
    }

    /// The group that it belongs to.
    pub(crate) fn group(&self) -> Option<&'static Group> {
        let mut groups = super::GROUPS.iter();
        groups
            .find(|group| group.cases.iter().any(|case| case.id == self.id))
            .copied()
    }

    /// Whether it is a good certificate beside the broken ones.
    pub(crate) fn is_control(&self) -> bool {
        self.rule.is_none()
    }
}

impl std::fmt::Debug for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Case({})", self.id)
    }
}

impl Expect {
    /// The word for it in JSON.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Reject => "reject",
        }
    }
}

impl Judge {
    /// Its name in JSON.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::GnuTls => "gnutls",
            Self::GnuTlsLive => "gnutls-cli",
            Self::Inspect => "inspect",
            Self::OpenSsl => "openssl",
            Self::Probe => "probe",
            Self::Webpki => "webpki",
        }
    }
}
