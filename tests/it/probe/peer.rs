//! Peers to probe: nginx and `openssl s_server` as real ones, and scripted ones that play what no TLS
//! library would. Each listens on a port that the kernel picked and ends when dropped.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::{Duration, Instant};

use crate::tlsctl::{HANG, tlsctl};

/// A running peer.
pub(crate) struct Peer {
    pub(crate) address: SocketAddr,
    child: Option<Child>,
}

impl Peer {
    /// Whatever `script` does with each connection.
    pub(super) fn scripted(script: impl Fn(TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("bound");
        let script = std::sync::Arc::new(script);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let script = script.clone();
                std::thread::spawn(move || script(stream));
            }
        });
        Self { address, child: None }
    }

    /// A peer that says these bytes as soon as it is connected, and then only reads.
    pub(super) fn saying(bytes: &'static [u8]) -> Self {
        Self::scripted(move |mut stream| {
            let _ = stream.write_all(bytes);
            swallow(stream);
        })
    }

    /// nginx with these `server` blocks, in which `LISTEN` stands for the address.
    pub(crate) fn nginx(directory: &Path, servers: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("bound");
        let at = directory.display();
        let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .iter()
            .map(|name| format!("{name}_temp_path {at}/{name};\n"))
            .collect();
        let servers = servers.replace("LISTEN", &address.to_string());
        let configuration = format!(
            "daemon off; worker_processes 1; pid {at}/pid; error_log {at}/error.log;\n\
             events {{}}\nhttp {{ access_log off;\n{temporary}{servers} }}\n"
        );
        let file = directory.join("nginx.conf");
        std::fs::write(&file, configuration).expect("the directory is writable");
        // nginx takes a listening socket from the one who starts it, as it does when it replaces itself:
        // so the kernel picks the port, and connections wait in the socket until nginx is there.
        let child = Command::new("nginx")
            .arg("-p")
            .arg(directory)
            .arg("-c")
            .arg(&file)
            .env("NGINX", "0;")
            .env("PATH", path_with_sbin())
            .stdin(Stdio::from(OwnedFd::from(listener)))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("nginx is installed: tests/run does that");
        Self {
            address,
            child: Some(child),
        }
    }

    /// `openssl s_server` with these further arguments.
    pub(super) fn openssl(arguments: &[&str]) -> Self {
        let mut child = Command::new("openssl")
            .args(["s_server", "-accept", "127.0.0.1:0", "-www"])
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("openssl is installed: tests/run does that");
        let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let address = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix("ACCEPT ")?.parse().ok())
            .expect("openssl says where it listens");
        std::thread::spawn(move || lines.for_each(drop));
        Self {
            address,
            child: Some(child),
        }
    }

    /// A program whose first line on standard output is the port it listens on; the lines after it are
    /// given too, up to an empty one.
    #[track_caller]
    pub(super) fn announced(program: &str, arguments: &[&str]) -> (Self, Vec<String>) {
        let mut child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|e| panic!("{program} is not there ({e}): tests/run installs it"));
        let mut lines = BufReader::new(child.stdout.take().expect("piped"))
            .lines()
            .map_while(Result::ok);
        let port = lines.next().and_then(|line| line.parse().ok());
        let port: u16 = port.unwrap_or_else(|| panic!("{program} does not say where it listens"));
        let told = lines.by_ref().take_while(|line| !line.is_empty()).collect();
        std::thread::spawn(move || lines.for_each(drop));
        let address = ([127, 0, 0, 1], port).into();
        (
            Self {
                address,
                child: Some(child),
            },
            told,
        )
    }

    /// Where it listens.
    pub(super) fn target(&self) -> String {
        self.address.to_string()
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            // nginx takes its workers with it only when it is asked to go.
            let _ = Command::new("kill").arg(child.id().to_string()).status();
            let _ = child.wait();
        }
    }
}

/// A server that takes no port 0, at an address of its own; ended when dropped.
pub(super) struct Daemon {
    child: Child,
}

impl Daemon {
    /// Starts `command` and waits until something listens at `address`.
    pub(super) fn start(address: SocketAddr, command: &mut Command) -> Self {
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|e| panic!("{command:?}: {e}: tests/run installs it"));
        let daemon = Self { child };
        let deadline = Instant::now() + HANG;
        while TcpStream::connect(address).is_err() {
            assert!(Instant::now() < deadline, "{command:?} does not listen");
            std::thread::sleep(Duration::from_millis(10));
        }
        daemon
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}

/// An address that no other test uses: these servers cannot take a socket or name the port they got.
pub(super) fn place() -> SocketAddr {
    static COUNT: AtomicU8 = AtomicU8::new(1);
    let [high, low] = std::process::id().to_be_bytes()[2..] else {
        panic!("an id has four bytes")
    };
    let last = COUNT.fetch_add(1, Ordering::Relaxed);
    let listener = TcpListener::bind(SocketAddr::from(([127, high | 0x40, low, last], 0)))
        .expect("loopback is a whole network");
    listener.local_addr().expect("bound")
}

/// Carries bytes both ways until both sides have closed.
pub(super) fn relay(client: &TcpStream, server: &TcpStream) {
    let copy = |from: &TcpStream, to: &TcpStream| {
        let (mut from, mut to) = (from.try_clone().expect("open"), to.try_clone().expect("open"));
        std::thread::spawn(move || {
            let _ = std::io::copy(&mut from, &mut to);
            let _ = to.shutdown(std::net::Shutdown::Write);
        })
    };
    let back = copy(server, client);
    let _ = copy(client, server).join();
    let _ = back.join();
}

/// Reads until the other side closes.
pub(super) fn swallow(mut stream: TcpStream) {
    let mut bytes = [0; 4096];
    while stream.read(&mut bytes).is_ok_and(|count| count > 0) {}
}

/// Reads the client's first bytes.
pub(super) fn hear(stream: &mut TcpStream) -> Vec<u8> {
    let mut bytes = vec![0; 16 << 10];
    let count = stream.read(&mut bytes).unwrap_or(0);
    bytes.truncate(count);
    bytes
}

/// A CA and certificates below it, made by the program itself.
pub(super) struct Pki {
    pub(super) directory: tempfile::TempDir,
}

impl Pki {
    /// A CA with one certificate for each of `leaves` (each a list of names).
    pub(super) fn new(leaves: &[&[&str]]) -> Self {
        Self::with_intermediates(0, leaves)
    }

    /// The same with so many CAs between the root and the leaves.
    pub(super) fn with_intermediates(count: u8, leaves: &[&[&str]]) -> Self {
        let directory = tempfile::tempdir().expect("a directory can be made");
        let count = count.to_string();
        let made = tlsctl(["gen", "ca", "--out", "ca", "-q", "--intermediates", &count])
            .within(directory.path())
            .run();
        assert_eq!(made.code, 0, "{made:#?}");
        for names in leaves {
            let output = tlsctl(["gen", "--ca", "ca", "-q"].iter().chain(names.iter()))
                .within(directory.path())
                .run();
            assert_eq!(output.code, 0, "{output:#?}");
        }
        Self { directory }
    }

    pub(super) fn path(&self, file: &str) -> PathBuf {
        self.directory.path().join(file)
    }

    /// The file as an argument.
    pub(super) fn text(&self, file: &str) -> String {
        self.path(file).to_string_lossy().into_owned()
    }

    /// nginx's two lines for the certificate called so.
    pub(super) fn nginx(&self, name: &str) -> String {
        format!(
            "ssl_certificate {};\nssl_certificate_key {};\n",
            self.text(&format!("certs/{name}/fullchain.pem")),
            self.text(&format!("certs/{name}/privkey.pem")),
        )
    }
}

fn path_with_sbin() -> String {
    format!("{}:/usr/sbin:/sbin", std::env::var("PATH").unwrap_or_default())
}
