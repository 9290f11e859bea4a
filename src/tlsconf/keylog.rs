//! Session secrets in the format that Wireshark reads (SSLKEYLOGFILE), for debugging: whoever has them can
//! read the traffic.

use std::fmt;
use std::io::Write;
use std::sync::{Mutex, PoisonError};

/// Writes secrets, a line each.
pub(crate) struct KeyLog(Mutex<Box<dyn Write + Send>>);

impl KeyLog {
    /// Writes them to `sink`.
    pub(crate) fn new(sink: impl Write + Send + 'static) -> Self {
        Self(Mutex::new(Box::new(sink)))
    }
}

impl rustls::KeyLog for KeyLog {
    fn log(&self, label: &str, client_random: &[u8], secret: &[u8]) {
        let hex = crate::pki::format::der::hex;
        let line = format!("{label} {} {}\n", hex(client_random), hex(secret));
        let mut sink = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A full disk must not end the connection that is being debugged.
        let _ = sink.write_all(line.as_bytes()).and_then(|()| sink.flush());
    }
}

impl fmt::Debug for KeyLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyLog")
    }
}
