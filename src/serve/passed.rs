//! Sockets that systemd opened and passed on (sd_listen_fds(3): LISTEN_PID, LISTEN_FDS, LISTEN_FDNAMES), so
//! that a server needs no privileges for its ports and none of its clients notices a restart.

use listenfd::ListenFd;

use super::socket::Listening;
use crate::error::{Error, Result, os_reason};
use crate::input;

/// Sockets that nobody has taken yet, each with its FileDescriptorName.
#[derive(Debug, Default)]
pub(crate) struct Passed(Vec<(String, Listening)>);

impl Passed {
    /// Those that this process was given.
    ///
    /// # Errors
    ///
    /// An input error where one is of a kind that cannot be served.
    pub(crate) fn take_over() -> Result<Self> {
        let names = input::environment("LISTEN_FDNAMES")?.unwrap_or_default();
        let mut names = names.split(':').map(str::to_owned);
        let mut given = ListenFd::from_env();
        let mut sockets = Vec::new();
        for i in 0..given.len() {
            let socket = match given.take_tcp_listener(i) {
                Ok(Some(socket)) => Some(Listening::Tcp(socket)),
                // Perhaps of the other kind; that says what is wrong where it is of neither.
                _ => given
                    .take_unix_listener(i)
                    .map_err(|e| {
                        Error::input(format!(
                            "socket {i} of those that systemd passed cannot be served"
                        ))
                        .because(os_reason(&e))
                        .hint("a .socket unit with ListenStream= gives what can")
                    })?
                    .map(Listening::Unix),
            };
            let name = names.next().unwrap_or_default();
            sockets.extend(socket.map(|socket| (name, socket)));
        }
        Ok(Self(sockets))
    }

    /// Whether none is left.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes those of a name, or all that are left.
    ///
    /// # Errors
    ///
    /// An output error where there are none, with the names that there are.
    pub(super) fn take(&mut self, wanted: Option<&str>) -> Result<Vec<Listening>> {
        let names: Vec<String> = self.0.iter().map(|(name, _)| format!("`{name}`")).collect();
        let (taken, left) = std::mem::take(&mut self.0)
            .into_iter()
            .partition(|(name, _)| wanted.is_none_or(|wanted| wanted == name));
        self.0 = left;
        let taken: Vec<(String, Listening)> = taken;
        if !taken.is_empty() {
            return Ok(taken.into_iter().map(|(_, socket)| socket).collect());
        }
        let error = match wanted {
            None => Error::output("systemd passed no socket to listen on"),
            Some(name) => Error::output(format!("systemd passed no socket named `{name}`")),
        };
        Err(if names.is_empty() {
            error.hint(
                "start it by a .socket unit, or try it with systemd-socket-activate -l 8443 tlsctl serve",
            )
        } else {
            error.hint(format!("it passed: {}", names.join(", ")))
        })
    }
}
