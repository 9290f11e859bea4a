//! RDP (MS-RDPBCGR §2.2.1.1): an X.224 connection request that asks for TLS.

use super::Protocol;
use super::script::{Heard, Turn};

pub(super) static RDP: Protocol = Protocol {
    id: "rdp",
    summary: "Windows remote desktop (MS-RDPBCGR)",
    port: 3389,
    goodbye: b"",
    injection: None,
    turns: |_, _| vec![Turn::new(REQUEST, consent)],
};

/// TPKT of 19 bytes, an X.224 connection request, and RDP_NEG_REQ for TLS or CredSSP (which is inside TLS).
const REQUEST: &[u8] = &[3, 0, 0, 19, 14, 0xe0, 0, 0, 0, 0, 0, 1, 0, 8, 0, 3, 0, 0, 0];

fn consent(received: &[u8]) -> Heard {
    let unexpected = || Heard::Unexpected("an answer that is no RDP".to_owned());
    let [version, _, high, low, ..] = received else {
        return Heard::More;
    };
    let length = usize::from(u16::from_be_bytes([*high, *low]));
    if *version != 3 || !(11..=1024).contains(&length) {
        return unexpected();
    }
    let Some(packet) = received.get(..length) else {
        return Heard::More;
    };
    match packet.get(11..) {
        _ if packet[5] & 0xf0 != 0xd0 => unexpected(),
        Some([2, _, _, _, chosen, ..]) if *chosen != 0 => Heard::Done(length),
        Some([3, _, _, _, code, ..]) => Heard::Refused(format!("it answers with failure code {code}")),
        _ => Heard::Refused("it chooses RDP's own encryption".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::script::{Step, play};
    use super::*;

    #[test]
    fn windows_agrees_and_an_old_one_does_not() {
        let agreed = [
            3, 0, 0, 19, 14, 0xd0, 0, 0, 0x12, 0x34, 0, 2, 0x1f, 8, 0, 2, 0, 0, 0,
        ];
        let (sent, end) = play(&RDP, &[&agreed]);
        assert_eq!(sent, [REQUEST]);
        assert_eq!(end, Step::Upgrade(Vec::new()));
        let failed = [3, 0, 0, 19, 14, 0xd0, 0, 0, 0x12, 0x34, 0, 3, 0, 8, 0, 2, 0, 0, 0];
        assert!(matches!(play(&RDP, &[&failed]).1, Step::Refused(_)));
        let old = [3, 0, 0, 11, 6, 0xd0, 0, 0, 0x12, 0x34, 0];
        assert!(matches!(play(&RDP, &[&old]).1, Step::Refused(_)));
        assert!(matches!(play(&RDP, &[b"HTTP"]).1, Step::Unexpected(_)));
    }
}
