//! MQTT: TLS from the first byte at a port of its own; there is nothing to say before it.

use super::Protocol;

pub(super) static MQTT: Protocol = Protocol {
    id: "mqtt",
    summary: "message queues: TLS from the first byte, at port 8883",
    port: 8883,
    goodbye: b"",
    injection: None,
    turns: |_, _| Vec::new(),
};

#[cfg(test)]
mod tests {
    use super::super::script::{Step, play};
    use super::*;

    #[test]
    fn tls_begins_at_once() {
        assert_eq!(play(&MQTT, &[]), (Vec::new(), Step::Upgrade(Vec::new())));
    }
}
