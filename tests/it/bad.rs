//! `gen bad` and `serve --bad` from outside: what is written and answered, and what is refused. What the
//! certificates are worth is the matrix test's affair.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use serde_json::Value;

use crate::judge::{judge, objects, text};
use crate::tlsctl::{HANG, tlsctl};

fn json(bytes: impl AsRef<[u8]>) -> Value {
    serde_json::from_slice(bytes.as_ref()).expect("JSON")
}

fn schema(name: &str) -> jsonschema::Validator {
    let schema = json(tlsctl(["schema", name]).ok());
    jsonschema::validator_for(&schema).expect("the schema is a schema")
}

#[test]
fn a_case_is_a_directory_with_its_files_and_what_to_make_of_them() {
    let scratch = tempfile::tempdir().expect("a scratch directory");
    tlsctl(["gen", "bad", "expired", "revoked", "--for", "example.test"])
        .within(scratch.path())
        .ok();
    let place = scratch.path().join("bad");
    let case = json(fs::read(place.join("expired/case.json")).expect("it is described"));
    assert_eq!(case["host"], "expired.example.test");
    assert_eq!(case["rule"], "expired");
    assert_eq!(case["expect"], "reject");
    assert_eq!(case["served"], true);
    for (_, name) in case["files"].as_object().expect("it has files") {
        let name = name.as_str().expect("a name");
        assert!(place.join("expired").join(name).exists(), "{name}");
    }
    let key = fs::metadata(place.join("expired/privkey.pem")).expect("a key");
    assert_eq!(key.permissions().mode() & 0o777, 0o600);
    assert!(place.join("revoked/crl.pem").exists());
    let list = json(fs::read(place.join("cases.json")).expect("there is a list"));
    assert_eq!(list["count"], 2);
    assert_eq!(schema("case").validate(&case).err().map(|e| e.to_string()), None);
    assert_eq!(schema("cases").validate(&list).err().map(|e| e.to_string()), None);
}

#[test]
fn every_case_in_the_list_keeps_to_the_published_shape() {
    let list = json(tlsctl(["gen", "bad", "--list", "--format", "json"]).ok());
    assert_eq!(schema("cases").validate(&list).err().map(|e| e.to_string()), None);
    let shape = schema("case");
    let cases = list["cases"].as_array().expect("cases");
    assert!(cases.len() >= 100, "{} cases", cases.len());
    for case in cases {
        assert_eq!(shape.validate(case).err().map(|e| e.to_string()), None, "{case}");
    }
}

#[test]
fn every_group_and_case_is_listed_by_the_word_that_it_is_asked_for_by() {
    let list = json(tlsctl(["gen", "bad", "--list", "--format", "json"]).ok());
    let shown = tlsctl(["gen", "bad", "--list"]).ok();
    let rows: Vec<&str> = shown.lines().collect();
    for case in list["cases"].as_array().expect("cases") {
        let (id, group) = (case["id"].as_str(), case["group"].as_str());
        let (id, group) = (id.expect("an id"), group.expect("a group"));
        let said = case["wrong"]
            .as_str()
            .or(case["right"].as_str())
            .expect("a clause");
        let start = said.split(' ').next().expect("a word");
        let row = |line: &&str| line.split_whitespace().next() == Some(id) && line.contains(start);
        assert!(rows.iter().any(row), "{id}: {said}");
        assert!(rows.contains(&group), "{group}");
    }
    let clients = tlsctl(["gen", "bad", "--list", "clients"]).ok();
    assert!(
        clients.contains("client-expired") && !clients.contains("cannot"),
        "{clients}"
    );
}

#[test]
fn what_is_there_is_kept_unless_forced() {
    let scratch = tempfile::tempdir().expect("a scratch directory");
    let make = |more: &[&str]| {
        let arguments = [&["gen", "bad", "expired", "-q"], more].concat();
        tlsctl(arguments).within(scratch.path())
    };
    make(&[]).ok();
    let file = scratch.path().join("bad/expired/cert.pem");
    let before = fs::read(&file).expect("made");
    let said = make(&[]).fails(6);
    assert!(said.contains("exists") && said.contains("--force"), "{said}");
    assert_eq!(fs::read(&file).expect("kept"), before);
    make(&["--force"]).ok();
    assert_ne!(fs::read(&file).expect("made again"), before);
}

#[test]
fn what_describes_the_directory_describes_the_cases_that_were_there_before() {
    let scratch = tempfile::tempdir().expect("a scratch directory");
    let make =
        |arguments: &[&str]| tlsctl([&["gen", "bad", "-q"], arguments].concat()).within(scratch.path());
    make(&["expired-root", "good-time"]).ok();
    make(&["expired", "good-time", "--force"]).ok();
    let place = scratch.path().join("bad");
    let list = json(fs::read(place.join("cases.json")).expect("there is a list"));
    let ids: Vec<_> = list["cases"]
        .as_array()
        .expect("cases")
        .iter()
        .map(|case| &case["id"])
        .collect();
    assert_eq!(ids, ["good-time", "expired", "expired-root"]);
    assert_eq!(
        (&list["count"], &list["cases"][2]["directory"]),
        (&3.into(), &"expired-root".into())
    );
    assert_eq!(schema("cases").validate(&list).err().map(|e| e.to_string()), None);
    assert_eq!(
        schema("case")
            .validate(&list["cases"][2])
            .err()
            .map(|e| e.to_string()),
        None
    );
    let roots = fs::read_to_string(place.join("roots.pem")).expect("roots");
    for id in ["good-time", "expired", "expired-root"] {
        let own = fs::read_to_string(place.join(id).join("root.pem")).expect("a root");
        assert!(roots.contains(&own), "{id}");
    }
    assert_eq!(roots.matches("BEGIN CERTIFICATE").count(), 2, "{roots}");
    let said = make(&["expired", "--for", "other.test", "--force"]).fails(6);
    assert!(said.contains("another name") && said.contains("--out"), "{said}");
    let kept = json(fs::read(place.join("cases.json")).expect("there is a list"));
    assert_eq!(kept, list);
}

#[test]
fn words_that_are_no_case_and_names_that_are_none_are_refused_before_anything_is_written() {
    let scratch = tempfile::tempdir().expect("a scratch directory");
    let fails = |arguments: &[&str]| tlsctl(arguments.to_vec()).within(scratch.path()).fails(2);
    let said = fails(&["gen", "bad", "expird"]);
    assert!(said.contains("the nearest is `expired`"), "{said}");
    assert!(fails(&["gen", "bad", "--for", "127.0.0.1"]).contains("`--for`"));
    assert!(fails(&["gen", "bad", "--for", "*.test"]).contains("`--for`"));
    assert!(fails(&["serve", "--bad", "nothing"]).contains("there is no case `nothing`"));
    assert!(fails(&["serve", "--bad", "all", "--plain"]).contains("`--bad`"));
    let left: Vec<_> = fs::read_dir(scratch.path()).expect("the directory").collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn the_catalogue_is_served_under_its_hosts_and_its_statements_in_the_clear() {
    let scratch = tempfile::tempdir().expect("a scratch directory");
    let server = tlsctl([
        "serve",
        "--bad",
        "time",
        "--bad",
        "revoked",
        "--bad",
        "pem-label",
        "--listen",
        "127.0.0.1:0",
        "-q",
    ])
    .serve();
    let port = server.port();
    let clear = |path: &str| format!("http://127.0.0.1:{port}{path}");
    let roots = text(scratch.path().join("roots.pem"));
    judge("curl", &["-sSf", "-o", &roots, &clear("/roots.pem")]);
    let at = |host: &str| {
        let url = format!("https://{host}:{port}/");
        let resolve = format!("{host}:{port}:127.0.0.1");
        let patience = HANG.as_secs().to_string();
        [
            "-sSf",
            "--cacert",
            &roots,
            "-m",
            &patience,
            "--resolve",
            &resolve,
            &url,
        ]
        .map(str::to_owned)
    };
    let page = judge("curl", &at("good-time.tls.localhost"));
    assert!(page.contains("You should see this page."), "{page}");
    let refusal = objects("curl", &at("expired.tls.localhost"));
    assert!(refusal.contains("expired"), "{refusal}");
    let index = judge("curl", &at("tls.localhost"));
    for id in ["good-time", "expired-1963", "revoked", "pem-label"] {
        assert!(index.contains(&format!("data-case=\"{id}\"")), "{id}");
    }
    assert!(index.contains("<b>1</b> that cannot be served"), "{index}");
    let list = json(judge("curl", &["-sSf", &clear("/cases.json")]));
    assert_eq!(list["unserved"], 1);
    let revoked = list["cases"]
        .as_array()
        .expect("cases")
        .iter()
        .find(|case| case["id"] == "revoked");
    let lists = revoked.expect("it is listed")["files"]["crl"]
        .as_str()
        .expect("a URL");
    assert!(
        judge("curl", &["-sSf", lists]).contains("BEGIN X509 CRL"),
        "{lists}"
    );
    assert_eq!(schema("cases").validate(&list).err().map(|e| e.to_string()), None);
    let file = text(scratch.path().join("list.crl"));
    judge("curl", &["-sSf", "-o", &file, &clear("/revoked/crl")]);
    let shown = judge(
        "openssl",
        &["crl", "-inform", "DER", "-in", &file, "-noout", "-text"],
    );
    assert!(shown.contains("Key Compromise"), "{shown}");
    let mut nothing = at("tls.localhost");
    nothing[7].push_str("nothing/crl");
    let refusal = objects("curl", &nothing);
    assert!(refusal.contains("404"), "{refusal}");
}

#[test]
fn a_host_that_demands_a_client_certificate_takes_a_good_one_and_no_broken_one() {
    let scratch = tempfile::tempdir().expect("a scratch directory");
    let server = tlsctl(["serve", "--bad", "clients", "--listen", "127.0.0.1:0", "-q"]).serve();
    let port = server.port();
    let fetch = |path: &str, name: &str| {
        let file = text(scratch.path().join(name));
        judge(
            "curl",
            &["-sSf", "-o", &file, &format!("http://127.0.0.1:{port}{path}")],
        );
        file
    };
    let roots = fetch("/roots.pem", "roots.pem");
    let ask = |host: &str, client: Option<&str>| {
        let host = format!("{host}.tls.localhost");
        let (url, patience) = (format!("https://{host}:{port}/"), HANG.as_secs().to_string());
        let resolve = format!("{host}:{port}:127.0.0.1");
        let mut arguments = [
            "-sSf",
            // In TLS 1.3 the refusal comes after the handshake, and is lost where the request is sent first.
            "--tls-max",
            "1.2",
            "--cacert",
            &roots,
            "-m",
            &patience,
            "--resolve",
            &resolve,
            &url,
        ]
        .map(str::to_owned)
        .to_vec();
        arguments.extend(
            client
                .iter()
                .flat_map(|file| ["--cert".to_owned(), (*file).to_owned()]),
        );
        arguments
    };
    let list = json(judge(
        "curl",
        &["-sSf", &format!("http://127.0.0.1:{port}/cases.json")],
    ));
    for case in list["cases"].as_array().expect("cases") {
        let id = case["id"].as_str().expect("an id");
        let url = format!("http://127.0.0.1:{port}/{id}/client.pem");
        let client = case["files"].get("client");
        assert!(client.is_none_or(|client| *client == url), "{case}");
        assert_eq!(client.is_some(), id != "good-client-of-nobody", "{case}");
    }
    let own = fetch("/good-client-demanded/client.pem", "own.pem");
    let good = fetch("/good-client/client.pem", "good.pem");
    for client in [&own, &good] {
        let page = judge("curl", &ask("good-client-demanded", Some(client)));
        assert!(page.contains("You should see this page."), "{page}");
        objects("curl", &ask("good-client-of-nobody", Some(client)));
    }
    objects("curl", &ask("good-client-demanded", None));
    for id in [
        "client-expired",
        "client-not-yet-valid",
        "client-untrusted",
        "client-weak",
        "client-for-mail",
        "client-for-servers",
    ] {
        let client = fetch(&format!("/{id}/client.pem"), id);
        let said = objects("curl", &ask("good-client-demanded", Some(&client)));
        // What is weak, the library of this client does not even show.
        let is_shown = id == "client-weak" || !said.contains("could not load");
        assert!(is_shown, "{id}: {said}");
    }
}

#[test]
fn what_lies_beside_a_case_is_what_the_case_says() {
    let scratch = tempfile::tempdir().expect("a scratch directory");
    tlsctl([
        "gen",
        "bad",
        "captive-portal",
        "good-encrypted-key",
        "good-sec1-key",
        "good-other-nonce",
        "good-pinned",
        "-q",
    ])
    .within(scratch.path())
    .ok();
    let file = |name: &str| text(scratch.path().join("bad").join(name));
    let pin = |case: &str| fs::read_to_string(file(&format!("{case}/spki.txt"))).expect("a list");
    let own = |case: &str| {
        let certificate = file(&format!("{case}/cert.pem"));
        let key = judge("openssl", &["x509", "-in", &certificate, "-noout", "-pubkey"]);
        let file = text(scratch.path().join("key.pem"));
        fs::write(&file, key).expect("written");
        let der = text(scratch.path().join("key.der"));
        judge(
            "openssl",
            &["pkey", "-pubin", "-in", &file, "-outform", "DER", "-out", &der],
        );
        let hash = text(scratch.path().join("hash"));
        judge("openssl", &["dgst", "-sha256", "-binary", "-out", &hash, &der]);
        let hash = judge("openssl", &["base64", "-A", "-in", &hash]);
        format!("sha256//{}\n", hash.trim())
    };
    assert_eq!(pin("captive-portal"), own("captive-portal"));
    assert_ne!(pin("good-pinned"), own("good-pinned"));
    let password = format!("file:{}", file("good-encrypted-key/password.txt"));
    let key = file("good-encrypted-key/privkey.pem");
    judge("openssl", &["pkey", "-in", &key, "-passin", &password, "-noout"]);
    objects(
        "openssl",
        &["pkey", "-in", &key, "-passin", "pass:wrong", "-noout"],
    );
    let key = file("good-sec1-key/privkey.pem");
    judge("openssl", &["ec", "-in", &key, "-noout", "-check"]);
    judge("certtool", &["--key-info", "--infile", &key]);
    let question = [
        "ocsp",
        "-respin",
        &file("good-other-nonce/ocsp.der"),
        "-issuer",
        &file("good-other-nonce/chain.pem"),
        "-cert",
        &file("good-other-nonce/cert.pem"),
        "-CAfile",
        &file("good-other-nonce/root.pem"),
    ]
    .map(str::to_owned);
    let said = objects("openssl", &question);
    assert!(said.contains("Nonce Verify error"), "{said}");
}
