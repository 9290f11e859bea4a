//! Something that is not TLS.

use crate::serve::fault::Fault;
use crate::serve::fault::plan::Objection;

/// Its entry in the table.
pub(super) static FAULT: Fault = Fault {
    id: "garbage",
    value: "[=http|ssh|zeros]",
    what: "answers the ClientHello with something that is not TLS, and closes",
    client: "say that the peer speaks no TLS, and what it seems to speak",
    citation: "RFC 8446 §5: what is no record is unexpected_message",
    plan: |plan, value| {
        let bytes: &[u8] = match value {
            None => b"\xde\xad\xbe\xefThis is not TLS.\r\n",
            Some("http") => b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            Some("ssh") => b"SSH-2.0-OpenSSH_9.6\r\n",
            Some("zeros") => &[0; 64],
            Some(_) => return Err(Objection::Value),
        };
        plan.reply(bytes.to_vec())
    },
};
