//! XMPP (RFC 6120 §5): a stream, its features, STARTTLS. Clients and servers differ in the stream's
//! namespace.

use super::Protocol;
use super::script::{Heard, Turn, quote};

pub(super) static CLIENT: Protocol = Protocol {
    id: "xmpp-client",
    summary: "chat, client to server (RFC 6120)",
    port: 5222,
    goodbye: b"",
    injection: None,
    turns: |name, _| turns("jabber:client", name),
};

pub(super) static SERVER: Protocol = Protocol {
    id: "xmpp-server",
    summary: "chat, server to server (RFC 6120)",
    port: 5269,
    goodbye: b"",
    injection: None,
    turns: |name, _| turns("jabber:server", name),
};

fn turns(namespace: &str, name: &str) -> Vec<Turn> {
    let stream = format!(
        "<?xml version='1.0'?><stream:stream to='{name}' xmlns='{namespace}' \
         xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>"
    );
    vec![
        Turn::new(stream, features),
        Turn::new("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", consent),
    ]
}

fn features(received: &[u8]) -> Heard {
    if find(received, b"<stream:error").is_some() {
        return Heard::Refused(quote(&received[find(received, b"<stream:error").unwrap_or(0)..]));
    }
    let Some(end) = find(received, b"</stream:features>") else {
        return if received.is_empty() || received.starts_with(&b"<"[..1]) {
            Heard::More
        } else {
            Heard::strange(received)
        };
    };
    if find(&received[..end], b"urn:ietf:params:xml:ns:xmpp-tls").is_some() {
        Heard::Done(end + b"</stream:features>".len())
    } else {
        Heard::Refused("STARTTLS is not among its features".to_owned())
    }
}

fn consent(received: &[u8]) -> Heard {
    if let Some(start) = find(received, b"<proceed") {
        let end = received[start..].iter().position(|&b| b == b'>');
        let Some(end) = end.map(|end| start + end + 1) else {
            return Heard::More;
        };
        // An element with an end tag of its own is no injection.
        let close = b"</proceed>";
        return match &received[end..] {
            rest if rest.starts_with(close) => Heard::Done(end + close.len()),
            rest if !rest.is_empty() && close.starts_with(rest) => Heard::More,
            _ => Heard::Done(end),
        };
    }
    match find(received, b"<failure") {
        Some(_) => Heard::Refused("it answers with a failure".to_owned()),
        None => Heard::More,
    }
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|part| part == what)
}

#[cfg(test)]
mod tests {
    use super::super::script::{Step, play};
    use super::*;

    const FEATURES: &[u8] = b"<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' id='x' from='mail.example' version='1.0'><stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls></stream:features>";

    #[test]
    fn prosody_agrees() {
        let (sent, end) = play(
            &CLIENT,
            &[FEATURES, b"<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"],
        );
        let hello = String::from_utf8_lossy(&sent[0]).into_owned();
        assert!(
            hello.contains("to='mail.example' xmlns='jabber:client'"),
            "{hello}"
        );
        assert_eq!(end, Step::Upgrade(Vec::new()));
        let (sent, _) = play(&SERVER, &[]);
        assert!(String::from_utf8_lossy(&sent[0]).contains("jabber:server"));
    }

    #[test]
    fn refusals_are_told() {
        let bare = b"<stream:stream id='x'><stream:features><mechanisms/></stream:features>";
        assert!(matches!(play(&CLIENT, &[bare]).1, Step::Refused(_)));
        let unknown = b"<stream:stream id='x'><stream:error><host-unknown/></stream:error>";
        assert!(matches!(play(&CLIENT, &[unknown]).1, Step::Refused(_)));
        assert!(matches!(
            play(&CLIENT, &[FEATURES, b"<failure/>"]).1,
            Step::Refused(_)
        ));
        assert!(matches!(play(&CLIENT, &[b"220 mail\r\n"]).1, Step::Unexpected(_)));
    }
}
