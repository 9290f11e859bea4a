//! TLS that has to be asked for, at the servers that people run.

use std::net::SocketAddr;
use std::os::fd::OwnedFd;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::json;

use super::peer::{Daemon, Peer, Pki, place};
use super::{report, rules};
use crate::judge::python;
use crate::tlsctl::tlsctl;

fn program(name: &str, directories: &[&str]) -> PathBuf {
    let found = directories
        .iter()
        .map(|directory| Path::new(directory).join(name))
        .find(|path| path.exists());
    found.unwrap_or_else(|| PathBuf::from(name))
}

/// Asks for TLS at `address` and expects a handshake with the certificate of `localhost`.
#[track_caller]
fn answers(address: SocketAddr, protocol: &str) {
    let target = address.to_string();
    let scans = "handshake,certificate,starttls-injection";
    let arguments = [
        &target,
        "--starttls",
        protocol,
        "--sni",
        "localhost",
        "--insecure",
        "--scan",
        scans,
    ];
    let report = report(&arguments);
    assert_eq!(report["sections"]["handshake"]["completed"], true, "{report:#}");
    assert_eq!(report["sections"]["leaf"]["names"], json!(["DNS:localhost"]));
    assert_eq!(report["sections"]["starttls"]["protocol"], protocol);
    assert_ne!(report["sections"]["starttls"]["injection"], true);
    assert_eq!(rules(&report), Vec::<&str>::new());
    // The same port without asking is no TLS, and says so or says nothing.
    let output = tlsctl(["probe", &target, "--insecure", "--timeout", "1s"]).run();
    assert_eq!(output.code, 5, "{output:#?}");
}

/// A mail server that offers STARTTLS with the certificate of `localhost`.
pub(super) fn aiosmtpd(pki: &Pki) -> Peer {
    let (cert, key) = pair(pki);
    let script = "import asyncio, ssl, sys\n\
                  from aiosmtpd.smtp import SMTP\n\
                  context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)\n\
                  context.load_cert_chain(sys.argv[1], sys.argv[2])\n\
                  async def main():\n\
                  \x20   loop = asyncio.get_running_loop()\n\
                  \x20   make = lambda: SMTP(object(), tls_context=context)\n\
                  \x20   server = await loop.create_server(make, '127.0.0.1', 0)\n\
                  \x20   print(server.sockets[0].getsockname()[1], flush=True)\n\
                  \x20   print(flush=True)\n\
                  \x20   await server.serve_forever()\n\
                  asyncio.run(main())\n";
    Peer::announced(&python("python"), &["-c", script, &cert, &key]).0
}

fn pair(pki: &Pki) -> (String, String) {
    (
        pki.text("certs/localhost/fullchain.pem"),
        pki.text("certs/localhost/privkey.pem"),
    )
}

#[test]
fn aiosmtpd_is_reached_over_smtp() {
    let pki = Pki::new(&[&["localhost"]]);
    answers(aiosmtpd(&pki).address, "smtp");
}

#[test]
fn dovecot_is_reached_over_imap_pop3_sieve_and_lmtp() {
    let pki = Pki::new(&[&["localhost"]]);
    let (cert, key) = pair(&pki);
    let at = pki.directory.path().display();
    let places: Vec<SocketAddr> = (0..4).map(|_| place()).collect();
    let listener = |service: &str, name: &str, address: &SocketAddr, off: &str| {
        format!(
            "service {service} {{\n  inet_listener {name} {{\n    address = {}\n    port = {}\n  }}\n{off}}}\n",
            address.ip(),
            address.port()
        )
    };
    let off = |name: &str| format!("  inet_listener {name} {{\n    port = 0\n  }}\n");
    let configuration = format!(
        "base_dir = {at}/run\nstate_dir = {at}/state\nlog_path = {at}/log\n\
         protocols = imap pop3 lmtp sieve\nssl = yes\nssl_cert = <{cert}\nssl_key = <{key}\n\
         mail_location = maildir:{at}/mail\n\
         passdb {{\n  driver = static\n  args = nopassword=y\n}}\n\
         userdb {{\n  driver = static\n  args = uid=nobody gid=nogroup home=/tmp\n}}\n{}{}{}{}",
        listener("imap-login", "imap", &places[0], &off("imaps")),
        listener("pop3-login", "pop3", &places[1], &off("pop3s")),
        listener("managesieve-login", "sieve", &places[2], ""),
        listener("lmtp", "lmtp", &places[3], ""),
    );
    let file = pki.path("dovecot.conf");
    std::fs::write(&file, configuration).expect("writable");
    // Its login processes run as another user and look into these directories.
    open_up(pki.directory.path());
    let mut command = Command::new(program("dovecot", &["/usr/sbin"]));
    let _daemon = Daemon::start(places[0], command.args(["-F", "-c"]).arg(&file));
    for (address, protocol) in places.iter().zip(["imap", "pop3", "sieve", "lmtp"]) {
        answers(*address, protocol);
    }
}

#[test]
fn vsftpd_is_reached_over_ftp() {
    let pki = Pki::new(&[&["localhost"]]);
    let (cert, key) = pair(&pki);
    let file = pki.path("vsftpd.conf");
    let configuration = format!(
        "listen=NO\nlocal_enable=YES\nssl_enable=YES\nrsa_cert_file={cert}\nrsa_private_key_file={key}\n\
         ssl_ciphers=HIGH\nseccomp_sandbox=NO\nbackground=NO\n"
    );
    std::fs::write(&file, configuration).expect("writable");
    let peer = Peer::scripted(move |stream| {
        let both = stream.try_clone().expect("a socket can be cloned");
        let _ = Command::new(program("vsftpd", &["/usr/sbin"]))
            .arg(&file)
            .stdin(Stdio::from(OwnedFd::from(stream)))
            .stdout(Stdio::from(OwnedFd::from(both)))
            .stderr(Stdio::null())
            .status();
    });
    answers(peer.address, "ftp");
}

#[test]
fn openldap_is_reached_over_ldap() {
    let pki = Pki::new(&[&["localhost"]]);
    let (cert, key) = pair(&pki);
    let file = pki.path("slapd.conf");
    let configuration = format!(
        "pidfile {}\nTLSCertificateFile {cert}\nTLSCertificateKeyFile {key}\n",
        pki.text("slapd.pid")
    );
    std::fs::write(&file, configuration).expect("writable");
    let address = place();
    let url = format!("ldap://{address}/");
    let mut command = Command::new(program("slapd", &["/usr/sbin"]));
    let _daemon = Daemon::start(address, command.args(["-d", "0", "-h", &url, "-f"]).arg(&file));
    answers(address, "ldap");
}

#[test]
fn mariadb_is_reached_over_mysql() {
    let pki = Pki::new(&[&["localhost"]]);
    let (cert, key) = pair(&pki);
    let address = place();
    let data = pki.path("data");
    std::fs::create_dir(&data).expect("writable");
    let mut command = Command::new(program("mariadbd", &["/usr/sbin"]));
    command
        .args([
            "--no-defaults",
            "--user=root",
            "--skip-grant-tables",
            "--skip-innodb",
        ])
        .args(["--default-storage-engine=MyISAM", "--skip-networking=0"])
        .arg(format!("--datadir={}", data.display()))
        .arg(format!("--socket={}/sock", data.display()))
        .arg(format!("--pid-file={}/pid", data.display()))
        .arg(format!("--bind-address={}", address.ip()))
        .arg(format!("--port={}", address.port()))
        .arg(format!("--ssl-cert={cert}"))
        .arg(format!("--ssl-key={key}"));
    let _daemon = Daemon::start(address, &mut command);
    answers(address, "mysql");
}

#[test]
fn postgresql_is_reached_over_its_own_protocol() {
    let pki = Pki::new(&[&["localhost"]]);
    let at = pki.path("pg");
    std::fs::create_dir(&at).expect("writable");
    for name in ["fullchain", "privkey"] {
        std::fs::copy(pki.path(&format!("certs/localhost/{name}.pem")), at.join(name)).expect("readable");
    }
    open_up(pki.directory.path());
    // It refuses to run as root, and wants its key to be its own.
    let owned = Command::new("chown").args(["-R", "postgres"]).arg(&at).status();
    assert!(
        owned.is_ok_and(|status| status.success()),
        "postgres is a user where PostgreSQL is installed"
    );
    let bins: Vec<String> = glob("/usr/lib/postgresql");
    let bins: Vec<&str> = bins.iter().map(String::as_str).collect();
    let address = place();
    let as_postgres = |tool: &str| {
        let mut command = Command::new("runuser");
        command
            .args(["-u", "postgres", "--"])
            .arg(program(tool, &bins))
            .current_dir(&at);
        command
    };
    let made = as_postgres("initdb")
        .args(["--no-sync", "-A", "trust", "-D", "data"])
        .output();
    assert!(made.as_ref().is_ok_and(|made| made.status.success()), "{made:?}");
    let mut command = as_postgres("postgres");
    command
        .args(["-D", "data", "-k", ""])
        .args(["-h", &address.ip().to_string()]);
    command.args(["-p", &address.port().to_string(), "-c", "ssl=on"]);
    command
        .arg("-c")
        .arg(format!("ssl_cert_file={}/fullchain", at.display()));
    command
        .arg("-c")
        .arg(format!("ssl_key_file={}/privkey", at.display()));
    let _daemon = Daemon::start(address, &mut command);
    answers(address, "postgres");
}

#[test]
fn prosody_is_reached_over_xmpp_by_clients_and_by_servers() {
    let pki = Pki::new(&[&["localhost"]]);
    let (cert, key) = pair(&pki);
    let at = pki.directory.path().display();
    // Its ports have an address for each kind, and a kind has one address here.
    let (clients, servers) = (place(), place());
    let configuration = format!(
        "run_as_root = true\npidfile = \"{at}/pid\"\ndata_path = \"{at}\"\nlog = {{ error = \"{at}/log\" }}\n\
         modules_enabled = {{ \"tls\", \"saslauth\", \"dialback\" }}\nmodules_disabled = {{ \"s2s_auth_certs\" }}\n\
         http_ports = {{}}\nhttps_ports = {{}}\ns2s_require_encryption = true\nc2s_require_encryption = true\n\
         c2s_interfaces = {{ \"{}\" }}\nc2s_ports = {{ {} }}\ns2s_interfaces = {{ \"{}\" }}\ns2s_ports = {{ {} }}\n\
         c2s_direct_tls_ports = {{}}\ns2s_direct_tls_ports = {{}}\n\
         VirtualHost \"localhost\"\n  ssl = {{ certificate = \"{cert}\"; key = \"{key}\" }}\n",
        clients.ip(),
        clients.port(),
        servers.ip(),
        servers.port()
    );
    let file = pki.path("prosody.cfg.lua");
    std::fs::write(&file, configuration).expect("writable");
    let mut command = Command::new("prosody");
    let _daemon = Daemon::start(clients, command.args(["-F", "--config"]).arg(&file));
    answers(clients, "xmpp-client");
    answers(servers, "xmpp-server");
}

#[test]
fn inspircd_is_reached_over_irc() {
    let pki = Pki::new(&[&["localhost"]]);
    let (cert, key) = pair(&pki);
    let at = pki.directory.path().display();
    let address = place();
    let configuration = format!(
        "<server name=\"irc.test\" description=\"x\" network=\"x\" id=\"00A\">\n\
         <admin name=\"x\" nick=\"x\" email=\"x@irc.test\">\n<connect allow=\"*\" timeout=\"60\">\n\
         <bind address=\"{}\" port=\"{}\" type=\"clients\">\n<module name=\"ssl_gnutls\">\n\
         <sslprofile name=\"own\" provider=\"gnutls\" certfile=\"{cert}\" keyfile=\"{key}\">\n\
         <module name=\"starttls\">\n<starttls provider=\"own\">\n\
         <path configdir=\"{at}\" datadir=\"{at}\" logdir=\"{at}\" runtimedir=\"{at}\">\n",
        address.ip(),
        address.port()
    );
    let file = pki.path("inspircd.conf");
    std::fs::write(&file, configuration).expect("writable");
    let mut command = Command::new(program("inspircd", &["/usr/sbin"]));
    command.args(["--nofork", "--nopid", "--runasroot", "--config"]);
    // Debian's leaves a core where it ran when it is asked to end.
    command.current_dir(pki.directory.path());
    let _daemon = Daemon::start(address, command.arg(&file));
    answers(address, "irc");
}

/// The `bin` directories below `/usr/lib/postgresql/VERSION`.
fn glob(root: &str) -> Vec<String> {
    let versions = std::fs::read_dir(root).expect("PostgreSQL is installed: tests/run does that");
    versions
        .filter_map(Result::ok)
        .map(|version| version.path().join("bin").to_string_lossy().into_owned())
        .collect()
}

/// Lets other users into a directory, which a temporary one does not.
fn open_up(directory: &Path) {
    let mode = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(directory, mode).expect("the directory is ours");
}

#[test]
fn a_server_that_reads_on_in_the_clear_is_caught() {
    let pki = Pki::new(&[&["localhost"]]);
    let (cert, key) = pair(&pki);
    // A server at fault: it keeps what it has read, and carries it out inside TLS.
    let script = "import socket, ssl, sys\n\
                  context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)\n\
                  context.load_cert_chain(sys.argv[1], sys.argv[2])\n\
                  listener = socket.create_server(('127.0.0.1', 0))\n\
                  print(listener.getsockname()[1], flush=True)\n\
                  print(flush=True)\n\
                  while True:\n\
                  \x20   s, _ = listener.accept()\n\
                  \x20   try:\n\
                  \x20       s.sendall(b'220 x ESMTP\\r\\n'); s.recv(4096)\n\
                  \x20       s.sendall(b'250-x\\r\\n250 STARTTLS\\r\\n'); kept = s.recv(4096)[10:]\n\
                  \x20       s.sendall(b'220 go\\r\\n')\n\
                  \x20       t = context.wrap_socket(s, server_side=True)\n\
                  \x20       for _ in kept.splitlines(): t.sendall(b'250 ok\\r\\n')\n\
                  \x20       t.recv(4096); t.sendall(b'221 bye\\r\\n'); t.close()\n\
                  \x20   except OSError: s.close()\n";
    let (peer, _) = Peer::announced(&python("python"), &["-c", script, &cert, &key]);
    let target = peer.target();
    let arguments = [&target, "--starttls", "smtp", "--sni", "localhost", "--insecure"];
    let report = report(&[&arguments[..], &["--scan", "starttls-injection"]].concat());
    assert_eq!(rules(&report), ["starttls-injection"], "{report:#}");
}
