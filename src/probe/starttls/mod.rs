//! From a protocol in the clear to TLS: one conversation for each, as a script of turns that touches no
//! socket. What a server sends behind its consent is evidence (injection) and is handed on, never dropped.
//!
//! To add a protocol: a file with a `pub(super) static` [`Protocol`] and recorded conversations as tests,
//! and two lines here: `mod x;` and `&x::X` in [`ALL`].

mod ftp;
mod imap;
mod irc;
mod ldap;
mod lmtp;
mod mqtt;
mod mysql;
mod nntp;
mod pop3;
mod postgres;
mod rdp;
mod script;
mod sieve;
mod smtp;
mod xmpp;

pub(crate) use script::{Script, Step};

/// A protocol with a way to TLS.
pub(crate) struct Protocol {
    /// `kebab-case`, the value of `--starttls`.
    pub(crate) id: &'static str,
    /// One line for `--help`, without a full stop.
    pub(crate) summary: &'static str,
    /// The port where a target names none (IANA).
    pub(crate) port: u16,
    /// A command that is answered and ends the session; empty where there is none to make by hand.
    pub(crate) goodbye: &'static [u8],
    /// A command to send behind the request where nobody should read it; `None` where the protocol leaves
    /// no room for one.
    pub(crate) injection: Option<Injection>,
    /// The turns for a server called `name`, with `behind` appended to the request for TLS.
    pub(crate) turns: fn(name: &str, behind: &[u8]) -> Vec<script::Turn>,
}

/// A command that changes nothing, and how to tell that it was carried out.
pub(crate) struct Injection {
    pub(crate) command: &'static [u8],
    /// Whether its answer is part of what came before the session ended.
    pub(crate) is_answered: fn(&[u8]) -> bool,
}

impl Protocol {
    /// The conversation with a server called `name`.
    pub(crate) fn script(&self, name: &str, behind: &[u8]) -> Script {
        Script::new((self.turns)(name, behind))
    }
}

impl std::fmt::Debug for Protocol {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id)
    }
}

/// Every protocol.
pub(crate) static ALL: &[&Protocol] = &[
    &ftp::FTP,
    &imap::IMAP,
    &irc::IRC,
    &ldap::LDAP,
    &lmtp::LMTP,
    &mqtt::MQTT,
    &mysql::MYSQL,
    &nntp::NNTP,
    &pop3::POP3,
    &postgres::POSTGRES,
    &rdp::RDP,
    &sieve::SIEVE,
    &smtp::SMTP,
    &xmpp::CLIENT,
    &xmpp::SERVER,
];
