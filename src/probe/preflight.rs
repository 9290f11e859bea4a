//! The first question to a target: is there TLS at all? One handshake as a present-day client makes it;
//! where a server takes no hello of that size, a smaller one. Every scan reads its answer; where there is
//! none, this says what is there instead.

use std::borrow::Cow;
use std::time::Duration;

use rustls::AlertDescription;

use super::banner::Banner;
use super::survey::handshake::Handshake;
use super::survey::{opinion, ssl2};
use super::task::Task;
use super::transport::{Place, Route};
use super::{Ending, Evidence, Inquiry, Next, Observation, Reply, Terms};
use crate::error::{Error, Kind};
use crate::tlsconf::client::{CLASSIC_GROUPS, Offer};

/// The inquiry's id, under which the handshake is found.
pub(crate) const DEFAULT: &str = "handshake/default";

/// The handshake that a present-day client would make, with the name asked for.
pub(super) fn greeting(task: &Task) -> Box<dyn Inquiry> {
    let offer = Offer {
        alpn: match task.starttls {
            None => vec![b"h2".to_vec(), b"http/1.1".to_vec()],
            Some(_) => Vec::new(),
        },
        identity: task.identity.clone(),
        ..Offer::default()
    };
    let mut terms = Terms::new(task.sni.clone(), offer);
    terms.is_asked_once = true;
    Box::new(Greeting {
        terms,
        is_small: false,
    })
}

/// What is wrong with a target that gives a scan nothing to ask.
///
/// # Errors
///
/// The peer is unreachable, or speaks no TLS.
pub(super) fn judge(seen: &Evidence, route: &Route) -> Result<(), Error> {
    let handshake = seen
        .handshake(DEFAULT)
        .ok_or_else(|| Error::bug("the first question went unasked"))?;
    let reply = &handshake.reply;
    if let Ending::Unconnected(why) = &reply.ending {
        return Err(unreachable(route, why));
    }
    if let Ending::NoWay(error) = &reply.ending {
        return Err(error.clone());
    }
    if let Ending::NoUpgrade(why) = &reply.ending {
        return Err(no_upgrade(route, why));
    }
    if speaks_tls(reply) {
        return Ok(());
    }
    Err(no_tls(reply, route))
}

/// What to ask a target that turned the first handshake away, since that may be for want of anything in common
/// with this client's library; nothing where the reason is another.
pub(super) fn second_opinion(seen: &Evidence) -> Option<Box<dyn Inquiry>> {
    let first = seen.handshake(DEFAULT).filter(|first| first.is_turned_away())?;
    let session = first.session()?;
    // Whoever showed a certificate had chosen a version, a suite and a group.
    let is_of_more = first.is_unserved() || !session.chain.is_empty();
    (!is_of_more).then(|| opinion::inquiry(seen.task.sni.clone(), first.is_unheard()))
}

/// Whether a target that did not begin TLS may speak SSL 2.0 alone: servers of that time hang up on a hello
/// that they cannot read. One that is silent is not asked again: most of those speak nothing.
pub(super) fn may_be_ssl2(seen: &Evidence) -> bool {
    seen.handshake(DEFAULT).is_some_and(Handshake::is_unheard)
}

/// What is wrong with a target that began TLS and neither completed a handshake nor refused one, unless it is known
/// why this client's library cannot complete it.
pub(super) fn unfinished(seen: &Evidence, place: &Place) -> Option<Error> {
    if ssl2::is_spoken(seen) || seen.out_of_reach().is_some() {
        return None;
    }
    let why = seen.handshake(DEFAULT)?.inconclusive()?;
    let error = Error::new(Kind::NoTls, format!("no handshake with `{place}` came to an end"));
    Some(
        error
            .because(why)
            .hint("a server that is overloaded may answer later; --timeout 20s waits longer"),
    )
}

/// The server knows no certificate for the name that it was asked for; none where it said nothing of the kind.
pub(super) fn unserved(seen: &Evidence, place: &Place) -> Option<Error> {
    if !seen.is_unserved() {
        return None;
    }
    let name = seen.task.sni.as_deref().unwrap_or("none at all");
    let error = Error::new(Kind::NoTls, format!("`{place}` has no certificate for this name"));
    Some(
        error
            .because(format!(
                "it answered the server name `{name}` with the alert unrecognized_name"
            ))
            .hint(OTHER_NAME),
    )
}

/// What to do about a name that the server does not know.
pub(crate) const OTHER_NAME: &str = "--sni NAME sends another name, --sni none sends none";

/// A target that outlasted the time for everything before it said anything.
pub(super) fn stalled(route: &Route, total: Duration) -> Error {
    Error::new(
        Kind::NoTls,
        format!("`{}` said nothing within {} s", route.place, total.as_secs()),
    )
}

struct Greeting {
    terms: Terms,
    is_small: bool,
}

impl Inquiry for Greeting {
    fn id(&self) -> Cow<'static, str> {
        DEFAULT.into()
    }

    fn next(&mut self, reply: Option<Reply>) -> Next {
        let Some(reply) = reply else {
            return Next::Handshake(Box::new(self.terms.clone()));
        };
        let is_deaf =
            reply.connection > 0 && !speaks_tls(&reply) && Banner::recognise(&reply.received).is_none();
        if is_deaf && !self.is_small {
            // A hello with a post-quantum share fills two segments, and some servers read only the first.
            self.is_small = true;
            self.terms.offer.groups = Some(CLASSIC_GROUPS.to_vec());
            return Next::Handshake(Box::new(self.terms.clone()));
        }
        let alert = reply.session.as_ref().and_then(|session| session.alert);
        if alert == Some(AlertDescription::NoApplicationProtocol) && !self.terms.offer.alpn.is_empty() {
            // It speaks something else than the web, which is no reason to ask it nothing.
            self.terms.offer.alpn.clear();
            return Next::Handshake(Box::new(self.terms.clone()));
        }
        Next::Done(vec![Observation::new(Handshake {
            id: DEFAULT.into(),
            is_small: self.is_small,
            reply,
        })])
    }
}

/// Whether what came looks like TLS: an alert or handshake record of any version, or an SSLv2 ServerHello.
fn speaks_tls(reply: &Reply) -> bool {
    matches!(reply.received[..], [0x15 | 0x16, 3, ..] | [0x80..=0xff, _, 4, ..])
}

fn unreachable(route: &Route, why: &str) -> Error {
    let error = Error::unreachable(format!("`{}` cannot be reached", route.place)).because(why);
    if why.contains("in time") {
        return error.hint("a firewall may drop what is sent there; --timeout 20s waits longer");
    }
    error.hint("check that the server runs, listens on this address, and that the port is right")
}

fn no_upgrade(route: &Route, why: &str) -> Error {
    let protocol = route.starttls.as_ref().map_or("", |(protocol, _)| protocol.id);
    let message = format!("`{}` does not begin TLS over {protocol}", route.place);
    Error::new(Kind::NoTls, message)
        .because(why)
        .hint("leave --starttls out where TLS begins with the first byte, or name another protocol")
}

fn no_tls(reply: &Reply, route: &Route) -> Error {
    let peer = &route.place;
    let error = |message: String| Error::new(Kind::NoTls, message);
    let banner = Banner::recognise(&reply.received);
    if let Some(banner) = banner {
        let plain = error(format!("`{peer}` speaks {}, not TLS", banner.protocol));
        return match banner.starttls {
            Some(protocol) => plain.hint(format!("--starttls {protocol} asks it to change to TLS")),
            None if banner.protocol == "plain HTTP" => {
                plain.hint("HTTPS is usually at another port: 443, 8443")
            }
            None => plain.hint("check the port"),
        };
    }
    let told = match reply.ending {
        _ if !reply.received.is_empty() => error(format!("`{peer}` answers something that is not TLS"))
            .because(format!("it begins with {}", beginning(&reply.received))),
        Ending::TimedOut => error(format!("`{peer}` takes the connection and says nothing")),
        Ending::Reset => error(format!("`{peer}` resets the connection at the first TLS message")),
        _ => error(format!(
            "`{peer}` closes the connection at the first TLS message, without an alert"
        )),
    };
    if let Some((protocol, _)) = &route.starttls {
        return told.hint(format!(
            "leave --starttls {} out where TLS begins with the first byte",
            protocol.id
        ));
    }
    match Banner::usual(peer.port()) {
        Some(Banner {
            protocol,
            starttls: Some(starttls),
        }) => told.hint(format!(
            "port {} is usually {protocol}: try --starttls {starttls}",
            peer.port()
        )),
        _ => told.hint("check the port; a server that is overloaded may answer later"),
    }
}

/// The first bytes, as text where they are text.
fn beginning(bytes: &[u8]) -> String {
    let head = &bytes[..bytes.len().min(24)];
    if head
        .iter()
        .all(|b| b.is_ascii_graphic() || b.is_ascii_whitespace())
    {
        return format!("`{}`", String::from_utf8_lossy(head).trim_end());
    }
    head.iter()
        .map(|b| format!("{b:02x}"))
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probe::starttls;

    fn told(received: &[u8], ending: Ending, port: u16) -> String {
        told_over(None, received, ending, port)
    }

    fn told_over(
        starttls: Option<&'static starttls::Protocol>,
        received: &[u8],
        ending: Ending,
        port: u16,
    ) -> String {
        let reply = Reply {
            connection: 1,
            received: received.to_vec(),
            early: Vec::new(),
            ending,
            session: None,
            looked_up: None,
            called: None,
        };
        let route = Route {
            place: Place::Address(([192, 0, 2, 1], port).into()),
            proxy: None,
            starttls: starttls.map(|protocol| (protocol, "a.test".to_owned())),
        };
        let error = no_tls(&reply, &route);
        assert_eq!(error.exit().code(), 5);
        format!("{error} / {}", error.hints().join(" "))
    }

    #[test]
    fn what_is_there_instead_of_tls_is_named_with_the_way_out() {
        let said = told(b"220 mx ESMTP\r\n", Ending::TimedOut, 465);
        assert!(
            said.contains("SMTP") && said.contains("--starttls smtp"),
            "{said}"
        );
        let said = told(b"HTTP/1.1 400 Bad Request", Ending::Closed, 80);
        assert!(said.contains("plain HTTP") && said.contains("443"), "{said}");
        let said = told(b"", Ending::Closed, 5432);
        assert!(
            said.contains("closes") && said.contains("--starttls postgres"),
            "{said}"
        );
        let said = told(b"\x01\x02", Ending::TimedOut, 443);
        assert!(said.contains("01 02"), "{said}");
    }

    #[test]
    fn a_server_that_waits_for_tls_is_told_from_one_that_has_to_be_asked() {
        let smtp = starttls::ALL
            .iter()
            .copied()
            .find(|protocol| protocol.id == "smtp");
        let said = told_over(smtp, b"", Ending::TimedOut, 465);
        assert!(said.contains("leave --starttls smtp out"), "{said}");
        let said = told(b"", Ending::TimedOut, 5432);
        assert!(said.contains("try --starttls postgres"), "{said}");
    }

    #[test]
    fn records_and_old_hellos_count_as_tls() {
        for bytes in [
            &[0x15, 3, 1, 0, 2, 2, 40][..],
            &[0x16, 3, 3, 0, 80, 2],
            &[0x80, 0x40, 4, 0, 1],
        ] {
            let reply = Reply {
                connection: 1,
                received: bytes.to_vec(),
                early: Vec::new(),
                ending: Ending::Closed,
                session: None,
                looked_up: None,
                called: None,
            };
            assert!(speaks_tls(&reply), "{bytes:?}");
        }
    }
}
