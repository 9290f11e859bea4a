//! The directory that `gen --out` replaces: what others have in it keeps its owner, mode, attributes and content,
//! what others do meanwhile is not lost, and runs that were killed leave nothing for long.

use std::ffi::OsString;
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown, symlink};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, UNIX_EPOCH};

use rustix::fs::{CWD, FileType, Mode, XattrFlags, getxattr, mknodat, setxattr};

use crate::tlsctl::{HANG, faulty, scratch, tlsctl};

/// Replaces what is in `d`.
const FORCED: &[&str] = &["gen", "a.test", "--out", "d", "--force"];

/// The user and group of the service that somebody else's files belong to here.
const SERVICE: u32 = 54_321;

/// Access control lists as the kernel stores them: a version, then tag, permissions and id of each entry.
fn access_control_list(user: u32) -> Vec<u8> {
    let mut list = 2_u32.to_le_bytes().to_vec();
    let anyone = u32::MAX;
    for (tag, permissions, id) in [
        (1_u16, 7_u16, anyone),
        (2, 7, user),
        (4, 5, anyone),
        (16, 7, anyone),
        (32, 5, anyone),
    ] {
        list.extend(tag.to_le_bytes());
        list.extend(permissions.to_le_bytes());
        list.extend(id.to_le_bytes());
    }
    list
}

fn attribute(of: &Path, name: &str) -> Vec<u8> {
    let mut value = vec![0; 4096];
    let length =
        getxattr(of, name, &mut value[..]).unwrap_or_else(|e| panic!("{name} of {}: {e}", of.display()));
    value.truncate(length);
    value
}

fn owner(of: &Path) -> (u32, u32) {
    let there = fs::symlink_metadata(of).expect("it is there");
    (there.uid(), there.gid())
}

/// Whether files can be given to other users here, which only root can.
fn may_give_away() -> bool {
    rustix::process::geteuid().is_root()
}

#[track_caller]
fn make(home: &Path, arguments: &[&str]) {
    tlsctl([&["gen", "a.test", "--out", "d", "-q"], arguments].concat())
        .within(home)
        .ok();
}

fn names(directory: &Path) -> Vec<OsString> {
    let entries = fs::read_dir(directory).expect("a directory");
    let mut names: Vec<_> = entries
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    names.sort();
    names
}

#[test]
fn directories_of_others_keep_owner_mode_attributes_and_time() {
    let home = scratch();
    let directory = home.path().join("d");
    let logs = directory.join("logs");
    fs::create_dir_all(logs.join("deep")).expect("directories");
    fs::write(logs.join("deep/note"), "mine").expect("a file");
    for path in [&directory, &logs] {
        setxattr(path, "user.whose", b"mine", XattrFlags::empty()).expect("an attribute");
        for name in ["system.posix_acl_access", "system.posix_acl_default"] {
            setxattr(path, name, &access_control_list(SERVICE), XattrFlags::empty()).expect("a list");
        }
    }
    fs::set_permissions(&logs, Permissions::from_mode(0o2775)).expect("a mode");
    fs::set_permissions(logs.join("deep"), Permissions::from_mode(0o711)).expect("a mode");
    if may_give_away() {
        for path in [&directory, &logs, &logs.join("deep")] {
            chown(path, Some(SERVICE), Some(SERVICE)).expect("root may");
        }
    }
    let long_ago = UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for path in [logs.join("deep"), logs.clone()] {
        let opened = fs::File::open(path).expect("a directory");
        opened.set_modified(long_ago).expect("a time");
    }
    let look = || {
        let mut seen = Vec::new();
        for path in [&directory, &logs, &logs.join("deep")] {
            let there = fs::metadata(path).expect("it is there");
            seen.push((there.uid(), there.gid(), there.mode()));
        }
        seen
    };
    let before = look();
    for arguments in [&[][..], &["--force"]] {
        make(home.path(), arguments);
        assert_eq!(look(), before, "{arguments:?}");
        for path in [&directory, &logs] {
            assert_eq!(attribute(path, "user.whose"), b"mine", "{}", path.display());
            for name in ["system.posix_acl_access", "system.posix_acl_default"] {
                assert_eq!(attribute(path, name), access_control_list(SERVICE), "{name}");
            }
        }
        for path in [logs.join("deep"), logs.clone()] {
            let there = fs::metadata(&path).expect("it is there");
            assert_eq!(there.modified().expect("a time"), long_ago, "{}", path.display());
        }
        let key = fs::metadata(directory.join("privkey.pem")).expect("a key");
        assert_eq!(key.mode() & 0o777, 0o600);
    }
}

#[test]
fn a_file_belongs_to_whom_the_one_belonged_that_it_replaces() {
    if !may_give_away() {
        // Nobody else can replace the file of another user by one that is the other user's.
        return;
    }
    let home = scratch();
    make(home.path(), &[]);
    let key = home.path().join("d/privkey.pem");
    for path in [&key, &home.path().join("d/cert.pem")] {
        chown(path, Some(SERVICE), Some(SERVICE)).expect("root may");
    }
    let before = fs::read(&key).expect("a key");
    make(home.path(), &["--force"]);
    assert_ne!(fs::read(&key).expect("a key"), before);
    assert_eq!(fs::metadata(&key).expect("a key").mode() & 0o777, 0o600);
    assert_eq!(owner(&key), (SERVICE, SERVICE));
    assert_eq!(owner(&home.path().join("d/cert.pem")), (SERVICE, SERVICE));
    assert_ne!(owner(&home.path().join("d/fullchain.pem")), (SERVICE, SERVICE));
    // Where anybody may write, a key is not for whoever has put a file there first.
    fs::set_permissions(home.path().join("d"), Permissions::from_mode(0o1777)).expect("a mode");
    make(home.path(), &["--force"]);
    assert_eq!(owner(&key).0, 0);
}

#[test]
fn killed_on_a_file_system_that_cannot_exchange_it_leaves_a_set_that_comes_back() {
    let home = scratch();
    let directory = home.path().join("d");
    make(home.path(), &[]);
    fs::write(directory.join("note"), "mine").expect("a file");
    let run = |fault: &str| {
        faulty(
            &[("renameat2", "error=EINVAL"), ("rename", fault)],
            FORCED,
            home.path(),
        )
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("strace is there: tests/run installs it")
        .success()
    };
    let before = fs::read(directory.join("privkey.pem")).expect("a key");
    for number in 1..=3 {
        assert!(!run(&format!("signal=SIGKILL:when={number}")), "{number}");
        make(home.path(), &["--ensure"]);
        let is_old = fs::read(directory.join("privkey.pem")).expect("a key") == before;
        // Killed as it enters the call, which is carried out no more.
        assert_eq!(is_old, number < 3, "{number}");
        assert_eq!(
            fs::read_to_string(directory.join("note")).expect("it survives"),
            "mine"
        );
        assert_eq!(names(home.path()), ["d"], "{number}");
    }
    let before = fs::read(directory.join("privkey.pem")).expect("a key");
    assert!(
        !run("error=EIO:when=2"),
        "the second rename fails, and what was moved away moves back"
    );
    assert_eq!(fs::read(directory.join("privkey.pem")).expect("a key"), before);
    assert!(run("delay_enter=0"));
    assert_ne!(fs::read(directory.join("privkey.pem")).expect("a key"), before);
    assert_eq!(names(home.path()), ["d"]);
}

#[test]
fn what_others_write_while_the_directory_is_replaced_is_kept() {
    let home = scratch();
    let directory = home.path().join("d");
    make(home.path(), &[]);
    fs::create_dir_all(directory.join("ca/sub")).expect("directories");
    fs::write(directory.join("note"), "old").expect("a file");
    fs::write(directory.join("ca/sub/note"), "old").expect("a file");
    let before = fs::read(directory.join("privkey.pem")).expect("a key");
    let mut run = faulty(&[("renameat2", "delay_enter=2000000")], FORCED, home.path())
        .stdout(Stdio::null())
        .spawn()
        .expect("strace is there: tests/run installs it");
    // The new directory is complete once it has the key's owner and all that is carried over.
    let deadline = Instant::now() + HANG;
    let built = || {
        names(home.path())
            .iter()
            .any(|name| name != "d" && home.path().join(name).join("ca/sub/note").exists())
    };
    while !built() {
        assert!(Instant::now() < deadline, "nothing is built");
        std::thread::sleep(Duration::from_millis(5));
    }
    std::thread::sleep(Duration::from_millis(300));
    fs::write(directory.join("ca/sub/new.txt"), "new").expect("a file");
    fs::create_dir(directory.join("ca/sub/later")).expect("a directory");
    for place in ["note", "ca/sub/note"] {
        fs::write(home.path().join("newer"), "newer").expect("a file");
        fs::rename(home.path().join("newer"), directory.join(place)).expect("it moves");
    }
    assert_eq!(
        fs::read(directory.join("privkey.pem")).expect("a key"),
        before,
        "the exchange has not come yet"
    );
    assert!(run.wait().expect("it ends").success());
    assert_ne!(fs::read(directory.join("privkey.pem")).expect("a key"), before);
    let text =
        |name: &str| fs::read_to_string(directory.join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
    assert_eq!(text("ca/sub/new.txt"), "new");
    assert_eq!(text("note"), "newer");
    assert_eq!(text("ca/sub/note"), "newer");
    assert!(directory.join("ca/sub/later").is_dir());
    assert_eq!(names(home.path()), ["d"]);
}

#[test]
fn a_pipe_in_the_directory_comes_along_or_is_named_and_is_never_opened() {
    let home = scratch();
    let pipe = home.path().join("d/pipe");
    let make_pipe = || mknodat(CWD, &pipe, FileType::Fifo, Mode::from_raw_mode(0o600), 0).expect("a pipe");
    make(home.path(), &[]);
    make_pipe();
    make(home.path(), &["--force"]);
    assert!(pipe.exists(), "its owner can give it a second name");
    // As where the system protects hard links, and on file systems that have none.
    for (arguments, code) in [(&["--force"][..], 6), (&[], 0)] {
        let output = Command::new("timeout")
            .args([
                "60",
                "strace",
                "-f",
                "-qq",
                "-o",
                "/dev/null",
                "-e",
                "trace=linkat",
            ])
            .args(["-e", "inject=linkat:error=EPERM"])
            .args([env!("CARGO_BIN_EXE_tlsctl"), "gen", "a.test", "--out", "d", "-q"])
            .args(arguments)
            .current_dir(home.path())
            .output()
            .expect("strace is there: tests/run installs it");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{said}");
        if code == 6 {
            assert!(
                said.contains("d/pipe` is neither a file nor a directory"),
                "{said}"
            );
            assert!(said.contains("hint: write to a directory below it"), "{said}");
        }
        assert!(pipe.exists());
        assert_eq!(names(home.path()), ["d"]);
        // With nothing of the set there, it is filled where it is.
        for name in ["privkey.pem", "cert.pem", "chain.pem", "fullchain.pem"] {
            assert!(home.path().join("d").join(name).exists(), "{name}");
            fs::remove_file(home.path().join("d").join(name)).expect("it goes");
        }
    }
}

#[test]
fn the_longest_name_there_is_has_a_directory_that_can_be_made_and_replaced() {
    let home = scratch();
    let label = "a".repeat(63);
    let name = [&label, &label, &label, &"b".repeat(61)]
        .map(String::as_str)
        .join(".");
    assert_eq!(name.len(), 253);
    for arguments in [&[][..], &["--force"]] {
        tlsctl([&["gen", name.as_str(), "-q"], arguments].concat())
            .within(home.path())
            .ok();
    }
    assert_eq!(names(&home.path().join("certs")), [OsString::from(&name)]);
    // A single file too: 255 octets are the most that a name can have.
    let file = "f".repeat(255);
    tlsctl(["inspect", "certs", "--format", "json", "-o", file.as_str()])
        .within(home.path())
        .run();
    assert!(home.path().join(&file).is_file());
}

#[test]
fn what_killed_runs_left_goes_and_what_only_looks_like_it_stays() {
    let home = scratch();
    let at = |name: &str| home.path().join(name);
    make(home.path(), &["--ensure"]);
    let lookalikes = [
        ".tlsctl-1-x.tmp",
        ".tlsctl-bak-ca.old",
        ".tlsctl-1-2.tmp~",
        ".tlsctl--1.tmp",
    ];
    let leave = || {
        for name in lookalikes {
            fs::create_dir_all(at(name)).expect("a directory");
        }
        symlink("d", at(".tlsctl-4-4.tmp")).expect("a link");
        fs::create_dir_all(at(".tlsctl-1-2.tmp/deep")).expect("directories");
        fs::write(at(".tlsctl-1-2.tmp/privkey.pem"), "an old key").expect("a file");
        fs::set_permissions(at(".tlsctl-1-2.tmp/deep"), Permissions::from_mode(0o000)).expect("a mode");
        fs::set_permissions(at(".tlsctl-1-2.tmp"), Permissions::from_mode(0o000)).expect("a mode");
        fs::write(at(".tlsctl-1-3.one"), "half a file").expect("a file");
    };
    leave();
    // On its way out when it was killed, on a file system that cannot exchange.
    fs::create_dir_all(at(".tlsctl-1-4.old/b.test")).expect("directories");
    fs::write(at(".tlsctl-1-4.old/b.test/privkey.pem"), "the key").expect("a file");
    make(home.path(), &["--ensure"]);
    let mut expected: Vec<OsString> = lookalikes.iter().map(OsString::from).collect();
    expected.extend([".tlsctl-4-4.tmp", "b.test", "d"].map(OsString::from));
    expected.sort();
    assert_eq!(names(home.path()), expected);
    assert!(at("b.test/privkey.pem").is_file());
}

#[test]
fn a_single_file_that_was_not_finished_goes_with_the_next_one() {
    let home = scratch();
    make(home.path(), &[]);
    let unfinished = home.path().join(".tlsctl-1-3.one");
    let busy = home.path().join(".tlsctl-1-4.one");
    fs::write(&unfinished, "half a file").expect("a file");
    let held = fs::File::create(&busy).expect("a file");
    rustix::fs::flock(&held, rustix::fs::FlockOperation::LockExclusive).expect("a lock");
    tlsctl(["inspect", "d", "--format", "json", "-o", "report.json"])
        .within(home.path())
        .run();
    assert!(home.path().join("report.json").is_file());
    assert!(!unfinished.exists());
    assert!(busy.exists(), "it is being written");
}

#[test]
fn the_umask_takes_nothing_from_the_owner() {
    let home = scratch();
    for umask in ["0500", "0555", "0700", "0777"] {
        let directory = format!("d{umask}");
        let run = || {
            Command::new("sh")
                .args([
                    "-c",
                    "umask $1; exec $2 gen a.test --out $3 -q --force",
                    "sh",
                    umask,
                ])
                .args([env!("CARGO_BIN_EXE_tlsctl"), directory.as_str()])
                .current_dir(home.path())
                .stdout(Stdio::null())
                .status()
                .expect("a shell")
                .success()
        };
        assert!(run() && run(), "{umask}");
        let mode = |path: &str| fs::metadata(home.path().join(path)).expect("it is there").mode() & 0o777;
        let others = 0o777 & !u32::from_str_radix(umask, 8).expect("a number");
        assert_eq!(mode(&directory), 0o700 | 0o755 & others, "{umask}");
        assert_eq!(mode(&format!("{directory}/privkey.pem")), 0o600, "{umask}");
        assert_eq!(
            mode(&format!("{directory}/cert.pem")),
            0o600 | 0o644 & others,
            "{umask}"
        );
    }
    assert_eq!(names(home.path()), ["d0500", "d0555", "d0700", "d0777"]);
}

#[test]
fn a_file_that_may_not_grow_so_large_is_an_error_and_not_the_end() {
    let home = scratch();
    let output = Command::new("sh")
        .args(["-c", "ulimit -f 0; exec $1 gen a.test --out d -q", "sh"])
        .arg(env!("CARGO_BIN_EXE_tlsctl"))
        .current_dir(home.path())
        .output()
        .expect("a shell");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(6), "{said}");
    assert!(
        said.contains("file too large") && said.contains("ulimit -f"),
        "{said}"
    );
    assert!(names(home.path()).is_empty());
}

#[test]
fn what_is_in_the_way_above_a_place_is_named() {
    let home = scratch();
    symlink("nowhere", home.path().join("dangling")).expect("a link");
    symlink("loop", home.path().join("loop")).expect("a link");
    fs::write(home.path().join("file"), "").expect("a file");
    for (place, reason) in [
        (
            "dangling/x",
            "`dangling` is a symbolic link to `nowhere`, which is not there",
        ),
        (
            "loop/x/y",
            "`loop` is a symbolic link to `loop`, which leads back to it",
        ),
        ("file/x", "`file` is a file, not a directory"),
    ] {
        let said = tlsctl(["gen", "a.test", "--out", place])
            .within(home.path())
            .fails(6);
        assert!(said.contains(reason) && said.contains("hint: "), "{said}");
    }
}

#[test]
fn why_a_set_cannot_be_replaced_in_one_step_is_said_as_it_is() {
    let home = scratch();
    make(home.path(), &[]);
    let before = fs::read(home.path().join("d/privkey.pem")).expect("a key");
    for (call, error, reason) in [
        ("renameat2", "EXDEV", "lower layer of an overlay"),
        ("renameat2", "EBUSY", "busy"),
        ("mkdir", "EROFS", "read-only file system"),
        ("mkdir", "ENAMETOOLONG", "name a place with a shorter name"),
        ("mkdir", "EMFILE", "ulimit -n"),
        ("mkdir", "EEXIST", "move what is there away"),
    ] {
        let output = faulty(&[(call, &format!("error={error}"))], FORCED, home.path())
            .output()
            .expect("strace is there: tests/run installs it");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(6), "{error}: {said}");
        assert!(
            said.contains(reason) && said.contains("hint: "),
            "{error}: {said}"
        );
        assert!(!said.contains("working directory"), "{error}: {said}");
        assert_eq!(
            fs::read(home.path().join("d/privkey.pem")).expect("a key"),
            before
        );
        assert_eq!(names(home.path()), ["d"], "{error}");
    }
}
