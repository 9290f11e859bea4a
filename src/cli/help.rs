//! The text below each verb's options: its examples, then the exit codes from their one table; and the
//! word `help` in place of a verb.

use std::ffi::OsString;

use crate::exit::Exit;

/// The arguments (the program's name first), in which `help` where a verb could stand asks for help on what is
/// before and behind it: `tlsctl help gen`, `tlsctl gen help ca`.
pub(super) fn asked(command: &clap::Command, arguments: Vec<OsString>) -> Vec<OsString> {
    let mut at = command;
    let mut place = 1;
    while let Some(below) = arguments.get(place).and_then(|word| at.find_subcommand(word)) {
        at = below;
        place += 1;
    }
    let is_asked = at.has_subcommands() && arguments.get(place).is_some_and(|word| word == "help");
    if !is_asked {
        return arguments;
    }
    let mut words = arguments;
    words.remove(place);
    words.retain(|word| word != "help");
    words.push("--help".into());
    words
}

/// The text below a verb's options: `examples` (may be empty), then every exit code with its meaning.
pub(crate) fn below(examples: &str) -> String {
    let mut text = String::new();
    if !examples.is_empty() {
        text.push_str("EXAMPLES:\n");
        for line in examples.lines() {
            text.push_str(&format!("  {}\n", line.trim_start()));
        }
        text.push('\n');
    }
    text.push_str("EXIT CODES:\n");
    for (_, code, meaning) in Exit::ALL {
        text.push_str(&format!("  {code:>3}  {meaning}\n"));
    }
    text.truncate(text.trim_end().len());
    text
}

/// For `tlsctl`.
pub(crate) const TOP: &str = "\
  tlsctl serve                                  this directory over HTTPS
  tlsctl gen example.com '*.example.com'        a certificate and its key
  tlsctl inspect certs/example.com              what is in it
  tlsctl probe example.com                      what a server speaks
  tlsctl help gen                               what a verb takes";

/// For `tlsctl completions`.
pub(crate) const COMPLETIONS: &str = "\
  tlsctl completions bash > ~/.local/share/bash-completion/completions/tlsctl
  tlsctl completions zsh > ~/.zfunc/_tlsctl
  tlsctl completions fish > ~/.config/fish/completions/tlsctl.fish";

/// For `tlsctl gen`.
pub(crate) const GEN: &str = "\
  tlsctl gen                                       localhost, self-signed, in certs/localhost
  tlsctl gen ca && tlsctl gen example.com '*.example.com' 10.0.0.1 --ca ca
  tlsctl gen bob@example.com --usage client --ca ca
  tlsctl gen old.test --not-before -30d --not-after -1d      an expired one
  tlsctl gen api.test --stdout | kubectl create secret generic api --from-file=tls.pem=/dev/stdin";

/// For `tlsctl gen bad`.
pub(crate) const GEN_BAD: &str = "\
  tlsctl gen bad                                   all of them, in bad/
  tlsctl gen bad --list                            what there is
  tlsctl gen bad expired self-signed --for example.test --out certs
  tlsctl inspect bad/expired/fullchain.pem --verify --roots bad/expired/root.pem --host expired.tls.localhost";

/// For `tlsctl gen ca`.
pub(crate) const GEN_CA: &str = "\
  tlsctl gen ca                                    a root in ca/
  tlsctl gen ca 'Acme Root' --intermediates 1 --key-type p384 --out acme
  tlsctl gen ca 'Team CA' --ca ca --out team-ca    an intermediate below a CA that there is
  tlsctl gen ca --permit example.test --permit 10.0.0.0/8 --out office";

/// For `tlsctl gen cross`.
pub(crate) const GEN_CROSS: &str = "\
  tlsctl gen ca New --out new && tlsctl gen cross new/root.pem --ca old-ca
  tlsctl inspect certs/example.com --verify --roots old-ca/root.pem --untrusted cross/cert.pem";

/// For `tlsctl inspect`.
pub(crate) const INSPECT: &str = "\
  tlsctl inspect fullchain.pem                  every certificate in it, and the chain
  tlsctl inspect site.crt site.key              do they belong together?
  tlsctl inspect /etc/ssl --short               one line for each certificate
  tlsctl inspect /etc/ssl --expires-within 30d  exit code 1 if something ends soon
  tlsctl inspect site.crt --lint --fail-on warning
  tlsctl inspect --diff old.pem new.pem         names gained and lost, another key
  tlsctl inspect chain.pem --fix fixed.pem      leaf first, no root, nothing twice
  tlsctl inspect store.p12 --to pem -o all.pem  another form
  tlsctl inspect - --format json < bundle.pem   for scripts";

/// For `tlsctl gen crl`.
pub(crate) const GEN_CRL: &str = "\
  tlsctl gen crl --ca ca                                     an empty list, ca/crl.pem
  tlsctl gen crl --ca ca --revoke certs/old.test --reason superseded
  tlsctl gen crl --ca ca --revoke 5f:3a:… --next-update +1d";

/// For `tlsctl gen ocsp`.
pub(crate) const GEN_OCSP: &str = "\
  tlsctl gen ocsp certs/example.com --ca ca                  certs/example.com/ocsp.der
  tlsctl serve --tls certs/example.com --ocsp certs/example.com/ocsp.der
  tlsctl gen ocsp certs/example.com --ca ca --status revoked --reason key-compromise";

/// For `tlsctl gen pki`.
pub(crate) const GEN_PKI: &str = "\
  tlsctl gen pki pki.toml                 make what is missing, ends soon or has changed
  tlsctl gen pki pki.toml --check         for CI: exit 1 where that is anything

  # pki.toml
  [defaults]                              # all optional
  key-type = \"p256\"
  renew-before = \"30d\"
  layout = \"files\"                      # or \"combined\": one file, certs/www.acme.test.pem
  [[ca]]
  id = \"root\"                           # in root/
  name = \"Acme Root\"
  permit = [\"acme.test\"]
  [[ca]]
  id = \"web\"
  issuer = \"root\"
  days = 365
  [[cert]]
  names = [\"www.acme.test\", \"*.www.acme.test\"]
  ca = \"web\"                            # in certs/www.acme.test/; without ca self-signed
  usage = [\"server\", \"client\"]         # eku = [OID], key-usage = [BIT], too
  days = 90                             # or not-before, not-after; renew-before, too
  forms = [\"p12\", \"k8s-secret\"]       # jks, der, combined, env-file; encrypt = true, a CA's key too";

/// For `tlsctl gen csr`.
pub(crate) const GEN_CSR: &str = "\
  tlsctl gen csr api.example.com                   certs/api.example.com/{privkey,request}.pem
  tlsctl gen csr api.example.com --key-file old.key --out new";

/// For `tlsctl gen sign`.
pub(crate) const GEN_SIGN: &str = "\
  tlsctl gen sign certs/api.example.com/request.pem --ca ca
  tlsctl gen sign team.csr --ca ca --allow-ca --out team-ca
  tlsctl gen sign device.csr --ca ca --name device-7.test --usage client";

/// For `tlsctl schema`.
pub(crate) const SCHEMA: &str = "\
  tlsctl schema report > report.schema.json";

/// For `tlsctl serve`.
pub(crate) const SERVE: &str = "\
  tlsctl serve                                  this directory, with an ad-hoc certificate
  tlsctl serve www --listen :443 --tls /etc/letsencrypt/live/example.com
  tlsctl serve www --tls certs --tls-strict-host    every certificate in certs, and no other name
  tlsctl serve --cert site.crt --key site.key --password-file pw
  tlsctl serve --echo --listen localhost:0      what clients send, on a free port
  tlsctl serve --bad all                        every broken certificate, at expired.tls.localhost and so on
  tlsctl serve --echo --fault close=server-hello    a server that breaks off; --fault list shows all
  curl --cacert <(curl -sk https://localhost:8443/.well-known/tlsctl/ca.pem) https://localhost:8443/";

/// For `tlsctl trust` and what is below it.
pub(crate) const TRUST: &str = "\
  tlsctl trust install                     make a local CA, and trust it
  tlsctl trust install --dry-run           show the commands, change nothing
  tlsctl trust install ca/root.pem --store nss
  tlsctl trust status ca/root.pem
  tlsctl trust uninstall";

/// For `tlsctl probe`.
pub(crate) const PROBE: &str = "\
  tlsctl probe example.com                              everything, with the system's roots
  tlsctl probe localhost:8443 --roots ca/root.pem       a server of your own, with your own CA
  tlsctl probe 192.0.2.1:443 --sni example.com          one machine, asked for a name
  tlsctl probe example.com --fast --format json         one handshake, for a script
  tlsctl probe --targets hosts.txt --fail-on warning    many servers, stricter
  tlsctl probe example.com --scan vulnerabilities       known attacks, on what you are allowed to scan";
