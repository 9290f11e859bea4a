//! The program under test, as a builder that is consumed by its run: silent unless told otherwise,
//! whole streams compared, with an environment of its own.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// How long anything may take before the test says that it hangs. Machines are shared: not a speed test.
pub(crate) const HANG: Duration = Duration::from_secs(60);

/// A directory of the test's own, to run in, that goes away with it.
pub(crate) fn scratch() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary directory")
}

/// Waits for a line that holds `needle`, and gives it.
#[track_caller]
pub(crate) fn line_with(lines: &mpsc::Receiver<String>, needle: &str) -> String {
    let deadline = Instant::now() + HANG;
    let mut seen = Vec::new();
    while let Ok(line) = lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
        if line.contains(needle) {
            return line;
        }
        seen.push(line);
    }
    panic!("no line with {needle:?} in {seen:#?}")
}

/// A run in which strace has system calls go wrong: each fault is a call and what becomes of it, in strace's words.
pub(crate) fn faulty(faults: &[(&str, &str)], arguments: &[&str], directory: &Path) -> Command {
    let calls: Vec<&str> = faults.iter().map(|(call, _)| *call).collect();
    let injected = faults
        .iter()
        .flat_map(|(call, fault)| ["-e".to_owned(), format!("inject={call}:{fault}")]);
    let mut command = Command::new("strace");
    command
        .args([
            "-f",
            "-qq",
            "-o",
            "/dev/null",
            "-e",
            &format!("trace={}", calls.join(",")),
        ])
        .args(injected)
        .arg(env!("CARGO_BIN_EXE_tlsctl"))
        .args(arguments)
        .current_dir(directory);
    command
}

/// A run of `tlsctl` to be.
pub(crate) struct Tlsctl {
    arguments: Vec<OsString>,
    directory: Option<PathBuf>,
    environment: BTreeMap<String, OsString>,
    input: Vec<u8>,
}

/// What a run gave back.
#[derive(Debug)]
pub(crate) struct Output {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Starts a run with these arguments.
pub(crate) fn tlsctl<I, S>(arguments: I) -> Tlsctl
where
    I: IntoIterator<Item = S>,
    S: Into<OsString>,
{
    Tlsctl {
        arguments: arguments.into_iter().map(Into::into).collect(),
        directory: None,
        environment: BTreeMap::new(),
        input: Vec::new(),
    }
}

impl Tlsctl {
    /// Runs in this directory.
    pub(crate) fn within(mut self, directory: &Path) -> Self {
        self.directory = Some(directory.to_owned());
        self
    }

    /// Sets a variable; nothing else of the caller's environment but `PATH` is passed on.
    pub(crate) fn env(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.environment.insert(name.to_owned(), value.into());
        self
    }

    /// Feeds standard input; without it there is none.
    pub(crate) fn stdin(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.input = bytes.into();
        self
    }

    /// Runs to the end, which must come before [`HANG`].
    #[track_caller]
    pub(crate) fn run(self) -> Output {
        let input = self.input.clone();
        let mut child = self.spawn(if input.is_empty() {
            Stdio::null()
        } else {
            Stdio::piped()
        });
        if let Some(mut stdin) = child.stdin.take() {
            std::thread::spawn(move || stdin.write_all(&input));
        }
        let stdout = drain(child.stdout.take().expect("piped"));
        let stderr = drain(child.stderr.take().expect("piped"));
        let code = wait(&mut child);
        Output {
            code,
            stdout: stdout.join().expect("a reader does not panic"),
            stderr: stderr.join().expect("a reader does not panic"),
        }
    }

    /// Runs to an exit code of 0 with nothing on standard error, and gives standard output.
    #[track_caller]
    pub(crate) fn ok(self) -> String {
        let output = self.run();
        assert_eq!(output.code, 0, "{output:#?}");
        assert_eq!(output.stderr, "", "standard error is not silent");
        output.stdout
    }

    /// Runs to this exit code with nothing on standard output, and gives standard error.
    #[track_caller]
    pub(crate) fn fails(self, code: i32) -> String {
        let output = self.run();
        assert_eq!(output.code, code, "{output:#?}");
        assert_eq!(output.stdout, "", "standard output is not silent");
        assert!(!output.stderr.contains("panicked"), "{}", output.stderr);
        output.stderr
    }

    /// Starts it and waits for the first line on standard output: a server that is ready.
    #[track_caller]
    pub(crate) fn serve(self) -> Server {
        let mut child = self.spawn(Stdio::null());
        let stdout = BufReader::new(child.stdout.take().expect("piped"));
        let (lines, receiver) = mpsc::channel();
        std::thread::spawn(move || {
            for line in stdout.lines().map_while(Result::ok) {
                let _ = lines.send(line);
            }
        });
        let (log, stderr) = mpsc::channel();
        let source = BufReader::new(child.stderr.take().expect("piped"));
        std::thread::spawn(move || {
            for line in source.lines().map_while(Result::ok) {
                let _ = log.send(line);
            }
        });
        let ready = receiver.recv_timeout(HANG).unwrap_or_else(|_| {
            let said: Vec<String> = stderr.try_iter().collect();
            panic!("no ready line; standard error: {said:#?}")
        });
        Server {
            child,
            ready,
            stdout: receiver,
            stderr,
        }
    }

    #[track_caller]
    fn spawn(self, stdin: Stdio) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tlsctl"));
        command.args(&self.arguments).env_clear().envs(&self.environment);
        if let (Some(path), false) = (std::env::var_os("PATH"), self.environment.contains_key("PATH")) {
            command.env("PATH", path);
        }
        if let Some(directory) = &self.directory {
            command.current_dir(directory);
        }
        command.stdin(stdin).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().expect("the program under test starts")
    }
}

/// A running `tlsctl serve`, ended when dropped.
pub(crate) struct Server {
    child: Child,
    /// The line that said it was ready.
    pub(crate) ready: String,
    stdout: mpsc::Receiver<String>,
    stderr: mpsc::Receiver<String>,
}

impl Server {
    /// The URL in the ready line.
    #[track_caller]
    pub(crate) fn url(&self) -> &str {
        let start = self
            .ready
            .find("http")
            .unwrap_or_else(|| panic!("no URL in {:?}", self.ready));
        let rest = &self.ready[start..];
        rest[..rest
            .find(|c: char| c.is_whitespace() || c == '"')
            .unwrap_or(rest.len())]
            .trim_end_matches('/')
    }

    /// The port in the ready line's URL.
    #[track_caller]
    pub(crate) fn port(&self) -> u16 {
        self.url()
            .rsplit(':')
            .next()
            .and_then(|port| port.parse().ok())
            .expect("a port in the URL")
    }

    /// Waits for a line on standard error that holds `needle`, and gives it.
    #[track_caller]
    pub(crate) fn log(&self, needle: &str) -> String {
        line_with(&self.stderr, needle)
    }

    /// The next line on standard output.
    #[track_caller]
    pub(crate) fn line(&self) -> String {
        self.stdout
            .recv_timeout(HANG)
            .expect("another line on standard output")
    }

    /// The process id.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal by name (`TERM`, `HUP`).
    #[track_caller]
    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("kill")
            .args([&format!("-{name}"), &self.id().to_string()])
            .status();
        assert!(
            sent.is_ok_and(|status| status.success()),
            "the process is there to be signalled"
        );
    }

    /// Waits for the end and gives what was left on standard error.
    pub(crate) fn rest(&self) -> Vec<String> {
        self.stderr.iter().collect()
    }

    /// Waits for the end and gives the exit code.
    #[track_caller]
    pub(crate) fn wait(mut self) -> i32 {
        wait(&mut self.child)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn drain(mut source: impl std::io::Read + Send + 'static) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = source.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// Waits for the end of a child, which must come before [`HANG`], and gives the exit code.
#[track_caller]
pub(crate) fn wait(child: &mut Child) -> i32 {
    let deadline = Instant::now() + HANG;
    loop {
        if let Some(status) = child.try_wait().expect("a child can be waited for") {
            return status.code().unwrap_or(-1);
        }
        if Instant::now() > deadline {
            let _ = child.kill();
            panic!("it hangs");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}
