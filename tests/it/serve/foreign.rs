//! Foreign servers in Python, each on ports that the kernel picked; ended when dropped.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;

use crate::tlsctl::{HANG, line_with, wait};

/// A Python program that prints its port once it listens, and after that its log.
pub(super) struct Python {
    child: Child,
    pub(super) port: u16,
    lines: mpsc::Receiver<String>,
}

impl Python {
    #[track_caller]
    pub(super) fn start(program: &str, arguments: &[&str]) -> Self {
        let mut child = Command::new("python3")
            .args(["-u", "-c", program])
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("python3 is there");
        let out = BufReader::new(child.stdout.take().expect("piped"));
        let (sender, lines) = mpsc::channel();
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        let line = lines.recv_timeout(HANG).expect("it says its port");
        let port = line.trim().parse().unwrap_or_else(|e| panic!("{e}: {line:?}"));
        Self { child, port, lines }
    }

    /// The next line on standard output.
    #[track_caller]
    pub(super) fn line(&self) -> String {
        self.lines.recv_timeout(HANG).expect("another line")
    }

    /// Waits for a line on standard output that holds `needle`, and gives it.
    #[track_caller]
    pub(super) fn log(&self, needle: &str) -> String {
        line_with(&self.lines, needle)
    }

    /// Asks it to end, and gives its exit code.
    #[track_caller]
    pub(super) fn stop(mut self) -> i32 {
        let asked = Command::new("kill").arg(self.child.id().to_string()).status();
        assert!(asked.is_ok_and(|status| status.success()), "it is there");
        wait(&mut self.child)
    }
}

impl Drop for Python {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
