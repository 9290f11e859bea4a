//! Who may ask at all: Basic authentication (RFC 7617) before anything is answered. Passwords are compared
//! in constant time and are never kept, shown or passed on; those hashed by bcrypt are checked beside the
//! threads that serve, two at a time, and once right are remembered by a digest.

use std::collections::HashSet;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hyper::header::{AUTHORIZATION, HeaderMap, HeaderValue, WWW_AUTHENTICATE};
use hyper::{Response, StatusCode};
use tokio::sync::Semaphore;

use super::answer;
use super::body::Body;
use crate::error::{Error, Result};
use crate::input::{self, Stamp};
use crate::model::Event;

/// Everyone who may ask, as their files say it at the moment.
pub(crate) struct Logins {
    /// The `USER:FILE`s.
    texts: Vec<String>,
    known: RwLock<Arc<Known>>,
    /// How the files were when they were read, and at the last look.
    seen: Mutex<(Vec<Stamp>, Vec<Stamp>)>,
    turns: Semaphore,
}

/// Everyone whom the files name.
struct Known {
    /// Digests of `USER:PASSWORD`.
    plain: Vec<[u8; 32]>,
    /// Users with the bcrypt hash of their password.
    hashed: Vec<(String, String)>,
    /// Digests of what was right before.
    right: Mutex<HashSet<[u8; 32]>>,
}

impl fmt::Debug for Logins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Logins({})", self.texts.len())
    }
}

impl Logins {
    /// Reads `USER:FILE`s. The file's first line is the password or its bcrypt hash; a file as `htpasswd`
    /// writes it, with the user's line in it, will do too.
    ///
    /// # Errors
    ///
    /// A usage error where the text is not of that form, an input error where the file is not.
    pub(crate) fn read(texts: &[String]) -> Result<Self> {
        let stamps = stamps(texts);
        Ok(Self {
            known: RwLock::new(Arc::new(Known::read(texts)?)),
            texts: texts.to_owned(),
            seen: Mutex::new((stamps.clone(), stamps)),
            turns: Semaphore::new(TURNS),
        })
    }

    /// Whether none of the files is a pipe, which gives its bytes only once.
    pub(crate) fn can_be_read_again(&self) -> bool {
        let mut files = self.texts.iter().filter_map(|text| text.split_once(':'));
        files.all(|(_, file)| !input::is_stream(Path::new(file)))
    }

    /// Whether a file has changed since they were read, and not since the last look.
    pub(crate) fn is_settled(&self) -> bool {
        let now = stamps(&self.texts);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let settled = now != seen.0 && now == seen.1;
        seen.1 = now;
        settled
    }

    /// Reads the files again; where one is not sound, those who were known stay.
    pub(crate) fn reload(&self) -> Event {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).0 = stamps(&self.texts);
        match Known::read(&self.texts) {
            Ok(known) => {
                *self.known.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(known);
                Event::notice("reloaded", "the passwords of --auth were read again")
            }
            Err(error) => {
                let message =
                    format!("the passwords of --auth were not read again, the old ones stay: {error}");
                Event::warning("reload-failed", message)
            }
        }
    }

    fn known(&self) -> Arc<Known> {
        Arc::clone(&self.known.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Who of them a request comes from. Takes the credentials out of it: nobody behind is to see them.
    pub(crate) async fn admits(&self, headers: &mut HeaderMap) -> Option<String> {
        let given = credentials(&headers.remove(AUTHORIZATION)?)?;
        let user = given.split(|byte| *byte == b':').next().unwrap_or_default();
        let user = String::from_utf8_lossy(user).into_owned();
        self.are_right(&given).await.then_some(user)
    }

    async fn are_right(&self, given: &[u8]) -> bool {
        let known = self.known();
        let presented = sum(given);
        let is = |known: &[u8; 32]| verify_slices_are_equal(known, &presented).is_ok();
        if known.plain.iter().fold(false, |found, known| found | is(known)) {
            return true;
        }
        if known.hashed.is_empty() {
            return false;
        }
        if known
            .right
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .contains(&presented)
        {
            return true;
        }
        let right = self.is_right(&known, given).await;
        if right {
            known
                .right
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(presented);
        }
        right
    }

    /// Checks a hashed password. For who is unknown as much time goes by.
    async fn is_right(&self, known: &Known, given: &[u8]) -> bool {
        let Ok(_turn) = self.turns.acquire().await else {
            return false;
        };
        let split = given.iter().position(|byte| *byte == b':').unwrap_or(given.len());
        let (user, password) = given.split_at(split);
        let named = known.hashed.iter().find(|(name, _)| name.as_bytes() == user);
        let Some((_, hash)) = named.or(known.hashed.first()) else {
            return false;
        };
        let (hash, password) = (hash.clone(), password.get(1..).unwrap_or_default().to_vec());
        let checked = tokio::task::spawn_blocking(move || bcrypt::verify(password, &hash)).await;
        named.is_some() && matches!(checked, Ok(Ok(true)))
    }
}

impl Known {
    fn read(texts: &[String]) -> Result<Self> {
        let mut known = Self {
            plain: Vec::new(),
            hashed: Vec::new(),
            right: Mutex::default(),
        };
        for text in texts {
            let (user, file) = text
                .split_once(':')
                .filter(|(user, file)| !user.is_empty() && !file.is_empty())
                .ok_or_else(|| {
                    Error::usage("`--auth` is not understood")
                        .hint("write --auth USER:FILE, where the first line of FILE is the password")
                })?;
            let secret = secret(user, Path::new(file))?;
            if secret.starts_with("$2") {
                known.hashed.push((user.to_owned(), secret));
            } else {
                known.plain.push(sum(format!("{user}:{secret}").as_bytes()));
            }
        }
        Ok(known)
    }
}

/// 401, with what is asked for.
pub(crate) fn refusal() -> Response<Body> {
    let mut refusal = answer::status(StatusCode::UNAUTHORIZED, "Say who you are.");
    let challenge = HeaderValue::from_static("Basic realm=\"tlsctl\", charset=\"UTF-8\"");
    refusal.headers_mut().insert(WWW_AUTHENTICATE, challenge);
    refusal
}

/// The states of the files.
fn stamps(texts: &[String]) -> Vec<Stamp> {
    let files = texts.iter().filter_map(|text| text.split_once(':'));
    files.map(|(_, file)| input::stamp(Path::new(file))).collect()
}

/// The password or hash that a file holds for a user.
fn secret(user: &str, file: &Path) -> Result<String> {
    let text = input::receive_text(file, LARGEST).map_err(|error| {
        error
            .context(format!("the password of `{user}` cannot be read"))
            .hint("--auth USER:FILE takes a file with the password, never the password itself, which `ps` would show")
    })?;
    let own = text
        .lines()
        .find_map(|line| line.strip_prefix(user)?.strip_prefix(':'));
    let secret = own.or_else(|| text.lines().next()).unwrap_or_default();
    let name = file.display();
    let others = text.lines().filter_map(|line| line.split_once(':'));
    let mut others = others.filter(|(_, hash)| is_hash(hash)).map(|(other, _)| other);
    if let Some(other) = others.next().filter(|_| own.is_none()) {
        return Err(Error::input(format!("`{name}` has no line for `{user}`"))
            .because(format!("it has one for `{other}`"))
            .hint(format!("`htpasswd -nB {user} >> {name}` adds one")));
    }
    if secret.is_empty() {
        return Err(Error::input(format!("the first line of `{name}` is empty"))
            .hint("write the password of the user into it, or its hash by `htpasswd -nB USER`"));
    }
    if is_hash(secret) && !is_bcrypt(secret) {
        let wrong = if secret.starts_with("$2") {
            format!("the bcrypt hash of the password in `{name}` is not whole")
        } else {
            format!("the hash of the password in `{name}` is of a kind that is not known")
        };
        return Err(Error::input(wrong).hint("bcrypt is: `htpasswd -nB USER` writes it"));
    }
    Ok(secret.to_owned())
}

/// Whether this is written as hashes are, by crypt(3) (`$KIND$…`) or LDAP (`{KIND}…`). Passwords may begin so
/// too, but not with the name of a kind.
fn is_hash(text: &str) -> bool {
    let dollars = text.strip_prefix('$').and_then(|text| text.split_once('$'));
    let braces = text.strip_prefix('{').and_then(|text| text.split_once('}'));
    let crypt = dollars.is_some_and(|(kind, _)| {
        CRYPT.contains(&kind) || ["argon2", "pbkdf2"].iter().any(|start| kind.starts_with(start))
    });
    crypt || braces.is_some_and(|(kind, _)| LDAP.contains(&kind))
}

/// `$2y$10$` and 53 digits, a cost that can be paid, and a salt that is one.
fn is_bcrypt(text: &str) -> bool {
    let parts: Vec<&str> = text.split('$').collect();
    let ["", "2" | "2a" | "2b" | "2x" | "2y", cost, digits] = parts.as_slice() else {
        return false;
    };
    let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'/');
    let costs = cost.len() == 2 && cost.parse().is_ok_and(|cost: u32| (4..=31).contains(&cost));
    costs && digits.len() == 53 && digits.bytes().all(is_digit)
}

/// `USER:PASSWORD` out of the field's value.
fn credentials(value: &HeaderValue) -> Option<Vec<u8>> {
    let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("basic").then_some(())?;
    STANDARD.decode(token.trim()).ok()
}

fn sum(bytes: &[u8]) -> [u8; 32] {
    let mut sum = [0; 32];
    sum.copy_from_slice(digest(&SHA256, bytes).as_ref());
    sum
}

/// Kinds of hashes (crypt(5)).
const CRYPT: &[&str] = &[
    "1", "2", "2a", "2b", "2x", "2y", "3", "5", "6", "7", "apr1", "gy", "md5", "scrypt", "sha1", "y",
];

/// The same as LDAP has them (RFC 2307 §5.3, and what servers added).
const LDAP: &[&str] = &[
    "BCRYPT", "CRYPT", "MD5", "PBKDF2", "SHA", "SHA256", "SHA512", "SMD5", "SSHA", "SSHA256", "SSHA512",
];

/// How many hashes are checked at one time: each is made to be slow.
const TURNS: usize = 2;

/// The largest file of passwords, in bytes.
const LARGEST: u64 = 1 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_no_hash_because_of_its_first_letters() {
        for hash in [
            "$1$a$b",
            "$argon2id$v=19$x",
            "{SSHA}x",
            "$y$j9T$x",
            "$2y$10$short",
        ] {
            assert!(is_hash(hash) && !is_bcrypt(hash), "{hash}");
        }
        for password in ["$ecret$", "{braces}", "$", "$$", "{}", "plain"] {
            assert!(!is_hash(password), "{password}");
        }
        let digits = "a".repeat(53);
        assert!(is_bcrypt(&format!("$2b$10${digits}")) && is_hash(&format!("$2b$10${digits}")));
        assert!(!is_bcrypt(&format!("$2b$03${digits}")) && !is_bcrypt(&format!("$2b$10${digits}a")));
    }
}
