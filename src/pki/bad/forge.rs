//! Where cases are made: one root and one intermediate that all of them share, and drafts of good
//! certificates below them, which each case spoils in its own way. Pure: time is an argument.

use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use num_bigint::BigUint;

use super::draft::{Draft, Entity};
use super::made;
use super::part;
use super::response::Response;
use super::revocation_list::RevocationList;
use super::secret::Secret;
use super::weak::Rsa;
use super::{Case, Made};
use crate::error::{Error, Result};
use crate::model::Span;
use crate::pki::der::{self, tag};
use crate::pki::extension;
use crate::pki::format::der::hex;
use crate::pki::key::{Key, Kind};
use crate::pki::name::San;
use crate::pki::oid;
use crate::pki::profile::{self, Purposes, Usage};
use crate::pki::tbs::{Extension, Tbs};

/// How long a good leaf lives: what is allowed at every stage of the shortening that ends at 47 days
/// (CA/Browser Forum ballot SC-081), so that no control breaks a rule by the calendar.
const LEAF_DAYS: i64 = 45;
/// An intermediate outlives every leaf, and a root every intermediate.
const INTERMEDIATE_DAYS: i64 = 730;
const ROOT_DAYS: i64 = 3650;
/// How long ago good certificates began, for clocks that are behind.
const BACKDATE_SECONDS: i64 = 3600;
/// Lists and responses hold nearly as long as leaves, since a server makes them once.
const STATEMENT_DAYS: i64 = 40;
/// Where the root's revocation list and its responder are, below the catalogue's URL. No case is called so.
const ROOT_LIST: &str = "/root/crl";
const ROOT_ANSWER: &str = "/root/ocsp";

/// What all cases of one run share.
#[derive(Clone, Debug)]
pub(crate) struct Catalogue {
    name: String,
    now: Timestamp,
    base: Option<String>,
    root: Entity,
    intermediate: Entity,
    rsa: OnceLock<Arc<Secret>>,
}

/// The place where one case is made.
#[derive(Debug)]
pub(crate) struct Forge<'a> {
    catalogue: &'a Catalogue,
    case: &'static Case,
}

impl Catalogue {
    /// A catalogue for hosts below `name`, judged at `now`. Where a server answers for it, `base` is the
    /// URL below which revocation lists and OCSP responses are found.
    ///
    /// # Errors
    ///
    /// A bug where the system gives no randomness.
    pub(crate) fn new(name: &str, now: Timestamp, base: Option<String>) -> Result<Self> {
        let mut root = self_signed("root", now)?;
        if let Some(base) = &base {
            // Clients that ask for the list of every certificate in a chain ask for that of its root too.
            root.set(part::crl_at(&format!("{base}{ROOT_LIST}")));
        }
        let root = root.signed_by_itself()?;
        let mut intermediate = authority("intermediate", &root, now)?;
        if let Some(base) = &base {
            intermediate.set(part::crl_at(&format!("{base}{ROOT_LIST}")));
            intermediate.set(part::access(oid::ACCESS_OCSP, &format!("{base}{ROOT_ANSWER}")));
        }
        let intermediate = intermediate.sign(&root.key)?;
        Ok(Self {
            name: name.to_owned(),
            now,
            base,
            root,
            intermediate,
            rsa: OnceLock::new(),
        })
    }

    /// The same, with the same root and intermediate, judged at another moment.
    pub(crate) fn at(&self, now: Timestamp) -> Self {
        Self { now, ..self.clone() }
    }

    /// The name below which the hosts are.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The moment at which the verdicts hold.
    pub(crate) fn now(&self) -> Timestamp {
        self.now
    }

    /// The root that nearly all cases hang below.
    pub(crate) fn root(&self) -> &[u8] {
        &self.root.der
    }

    /// Where a server answers for a case, if one does: a URL with these last steps.
    pub(crate) fn url(&self, case: &Case, last: &str) -> Option<String> {
        let base = self.base.as_ref()?;
        Some(format!("{base}/{}/{last}", case.id))
    }

    /// A good certificate for the place where the cases are listed.
    ///
    /// # Errors
    ///
    /// A bug where the system gives no randomness.
    pub(crate) fn index(&self, names: &[San]) -> Result<Made> {
        let key = Arc::new(Secret::sound(Kind::P256)?);
        let leaf = leaf(names, key, &self.intermediate, self.now)?.sign(&self.intermediate.key)?;
        let chain = vec![leaf.der.clone(), self.intermediate.der.clone()];
        Ok(Made::new(chain, leaf.key, self.root.der.clone()))
    }

    /// What the root says of itself and of the intermediate that all cases share, which is good, by path.
    ///
    /// # Errors
    ///
    /// A bug where a key does not sign.
    pub(crate) fn statements(&self) -> Result<Vec<(&'static str, Vec<u8>)>> {
        let (from, to) = statement_times(self.now);
        let list = RevocationList::new(&self.root, from, to).sign(&self.root.key)?;
        let answer = Response::new(&self.intermediate, &self.root, from, to).sign(&self.root.key)?;
        Ok(vec![(ROOT_LIST, list), (ROOT_ANSWER, answer)])
    }

    /// Makes one case.
    ///
    /// # Errors
    ///
    /// A bug where the system gives no randomness.
    pub(crate) fn make(&self, case: &'static Case) -> Result<Made> {
        let made = (case.make)(&Forge {
            catalogue: self,
            case,
        });
        made.map_err(|e| e.context(format!("the case `{}` could not be made", case.id)))
    }
}

impl<'a> Forge<'a> {
    /// The host that the case is judged for.
    pub(crate) fn host(&self) -> String {
        self.case.host(&self.catalogue.name)
    }

    /// A name below the case's own, `prefix` first.
    pub(crate) fn below(&self, prefix: &str) -> String {
        format!("{prefix}{}.{}", self.case.id, self.catalogue.name)
    }

    /// The name below which all hosts are.
    pub(crate) fn name(&self) -> &'a str {
        &self.catalogue.name
    }

    /// The moment at which the case is judged.
    pub(crate) fn now(&self) -> Timestamp {
        self.catalogue.now
    }

    /// So many days from now.
    pub(crate) fn days(&self, days: i64) -> Timestamp {
        Span::days(days).after(self.now())
    }

    /// So many seconds from now.
    pub(crate) fn seconds(&self, seconds: i64) -> Timestamp {
        Timestamp::from_second(self.now().as_second().saturating_add(seconds)).unwrap_or(self.now())
    }

    /// Where a server answers for this case, if one does: a URL with this last step.
    pub(crate) fn url(&self, last: &str) -> Option<String> {
        self.catalogue.url(self.case, last)
    }

    /// The catalogue's root.
    pub(crate) fn root(&self) -> &'a Entity {
        &self.catalogue.root
    }

    /// The catalogue's intermediate.
    pub(crate) fn intermediate(&self) -> &'a Entity {
        &self.catalogue.intermediate
    }

    /// The RSA key of 2048 bits that all cases with such a key share, since it takes long to make.
    ///
    /// # Errors
    ///
    /// A bug where the system gives no randomness.
    pub(crate) fn rsa(&self) -> Result<Arc<Secret>> {
        if let Some(key) = self.catalogue.rsa.get() {
            return Ok(Arc::clone(key));
        }
        let key = Key::generate(Kind::Rsa2048)?;
        let numbers = Rsa::from_pkcs8(key.pkcs8())
            .map_err(|e| Error::bug("an RSA key without numbers").because(e.what))?;
        let key = self.catalogue.rsa.get_or_init(|| Arc::new(Secret::Weak(numbers)));
        Ok(Arc::clone(key))
    }

    /// The two primes of [`Forge::rsa`].
    ///
    /// # Errors
    ///
    /// As [`Forge::rsa`].
    pub(crate) fn rsa_primes(&self) -> Result<Vec<BigUint>> {
        match &*self.rsa()? {
            Secret::Weak(key) => Ok(key.primes().to_vec()),
            _ => Err(self.impossible()),
        }
    }

    /// What to say where numbers do not make a key after all.
    pub(crate) fn impossible(&self) -> Error {
        Error::bug("these numbers make no RSA key")
    }

    /// An intermediate below the root whose key is RSA, and signs with any hash.
    ///
    /// # Errors
    ///
    /// As [`Forge::rsa`].
    pub(crate) fn rsa_authority(&self) -> Result<Entity> {
        let mut authority = self.authority("RSA intermediate", self.root())?;
        authority.rekey(self.rsa()?);
        authority.sign(&self.root().key)
    }

    /// So many intermediates below the root, each signed by the one before it.
    ///
    /// # Errors
    ///
    /// A bug where the system gives no randomness.
    pub(crate) fn ladder(&self, steps: usize) -> Result<Vec<Entity>> {
        let mut ladder = vec![self.intermediate().clone()];
        while ladder.len() < steps {
            let above = &ladder[ladder.len() - 1];
            let step = self.authority(&format!("step {}", ladder.len() + 1), above)?;
            ladder.push(step.sign(&above.key)?);
        }
        Ok(ladder)
    }

    /// A leaf below `issuer` that says where its revocation list is, where a server answers for it.
    ///
    /// # Errors
    ///
    /// A bug where a key does not sign.
    pub(crate) fn revocable(&self, issuer: &Entity) -> Result<Entity> {
        let mut leaf = self.leaf_below(issuer)?;
        self.listed(&mut leaf, made::LIST);
        leaf.sign(&issuer.key)
    }

    /// A leaf below the intermediate that says that the root's revocation list is about it.
    ///
    /// # Errors
    ///
    /// A bug where the system gives no randomness.
    pub(crate) fn revocable_by_root(&self) -> Result<Draft> {
        let mut leaf = self.leaf()?;
        let url = self.url(made::LIST);
        leaf.set(part::crl_by(&self.root().name, url.as_deref()));
        Ok(leaf)
    }

    /// A leaf that says where it can be asked about, where a server answers for it. Of a case that is to
    /// be refused for what the responder says, nobody says anything else.
    ///
    /// # Errors
    ///
    /// A bug where the system gives no randomness.
    pub(crate) fn answerable(&self) -> Result<Draft> {
        let mut leaf = self.leaf()?;
        self.answered(&mut leaf, made::ANSWER);
        Ok(leaf)
    }

    /// A leaf that says both where its revocation list is and where it can be asked about.
    ///
    /// # Errors
    ///
    /// A bug where the system gives no randomness.
    pub(crate) fn vouched(&self) -> Result<Draft> {
        let mut leaf = self.answerable()?;
        self.listed(&mut leaf, made::LIST);
        Ok(leaf)
    }

    /// The same case with whatever is missing of a list and a response that say that `leaf` is good, since
    /// some clients ask for the one and some for the other.
    ///
    /// # Errors
    ///
    /// A bug where a key does not sign.
    pub(crate) fn vouching(&self, leaf: &Entity, made: Made) -> Result<Made> {
        let key = &self.intermediate().key;
        let list = self.revocation_list(self.intermediate()).sign(key)?;
        let answer = self.response(leaf).sign(key)?;
        Ok(made.stating(made::LIST, list).stating(made::ANSWER, answer))
    }

    /// Says in `draft` where its revocation list is, where a server answers for it.
    pub(crate) fn listed(&self, draft: &mut Draft, last: &str) {
        if let Some(url) = self.url(last) {
            draft.set(part::crl_at(&url));
        }
    }

    /// Says in `draft` where the deltas to its revocation list are, and gives that back: some clients look for
    /// it in the certificate (§4.2.1.15), some in the list (§5.2.6).
    pub(crate) fn refreshed(&self, draft: &mut Draft) -> Option<String> {
        let url = self.url(made::DELTAS)?;
        draft.set(part::deltas_at(&part::general(part::URI, &url)));
        Some(url)
    }

    /// Says in `draft` where it can be asked about, where a server answers for it.
    pub(crate) fn answered(&self, draft: &mut Draft, last: &str) {
        if let Some(url) = self.url(last) {
            draft.set(part::access(oid::ACCESS_OCSP, &url));
        }
    }

    /// A good, empty revocation list of `issuer`.
    pub(super) fn revocation_list(&self, issuer: &Entity) -> RevocationList {
        let (from, to) = statement_times(self.now());
        RevocationList::new(issuer, from, to)
    }

    /// A good OCSP response of the catalogue's intermediate about `leaf`.
    pub(super) fn response(&self, leaf: &Entity) -> Response {
        self.response_of(self.intermediate(), leaf)
    }

    /// A good OCSP response of `issuer` about what it issued.
    pub(super) fn response_of(&self, issuer: &Entity, about: &Entity) -> Response {
        let (from, to) = statement_times(self.now());
        Response::new(about, issuer, from, to)
    }

    /// Somebody whom the intermediate has certified for `purpose`, to sign OCSP responses.
    ///
    /// # Errors
    ///
    /// A bug where a key does not sign.
    pub(crate) fn responder(&self, purpose: &[u8]) -> Result<Entity> {
        self.responder_with(purpose, |_| {})
    }

    /// The same, spoilt.
    ///
    /// # Errors
    ///
    /// A bug where a key does not sign.
    pub(crate) fn responder_with(&self, purpose: &[u8], spoil: impl FnOnce(&mut Draft)) -> Result<Entity> {
        let mut responder = self.leaf()?;
        responder.tbs.subject = profile::common_name("tlsctl bad responder");
        responder.remove(oid::SUBJECT_ALT_NAME);
        responder.set(extension::extended_key_usage(&[purpose]));
        responder.set(Extension::new(oid::OCSP_NO_CHECK, der::element(tag::NULL, &[])));
        spoil(&mut responder);
        responder.sign(&self.intermediate().key)
    }

    /// A fresh P-256 key.
    ///
    /// # Errors
    ///
    /// A bug where the system gives no randomness.
    pub(crate) fn key(&self) -> Result<Arc<Secret>> {
        Secret::sound(Kind::P256).map(Arc::new)
    }

    /// A good leaf for the case's host, to be signed by the catalogue's intermediate.
    ///
    /// # Errors
    ///
    /// A bug where the system gives no randomness.
    pub(crate) fn leaf(&self) -> Result<Draft> {
        self.leaf_below(self.intermediate())
    }

    /// A good leaf for the case's host, to be signed by `issuer`.
    ///
    /// # Errors
    ///
    /// A bug where the system gives no randomness.
    pub(crate) fn leaf_below(&self, issuer: &Entity) -> Result<Draft> {
        self.leaf_with(self.key()?, issuer)
    }

    /// A good leaf for the case's host and this key, to be signed by `issuer`.
    ///
    /// # Errors
    ///
    /// A bug where the system gives no randomness.
    pub(crate) fn leaf_with(&self, key: Arc<Secret>, issuer: &Entity) -> Result<Draft> {
        self.leaf_named(&[self.host()], key, issuer)
    }

    /// A good leaf for other names, which need not be good ones.
    ///
    /// # Errors
    ///
    /// A bug where the system gives no randomness.
    pub(crate) fn leaf_for<T: Into<String> + Clone>(&self, names: &[T]) -> Result<Draft> {
        let names: Vec<String> = names.iter().cloned().map(Into::into).collect();
        self.leaf_named(&names, self.key()?, self.intermediate())
    }

    fn leaf_named(&self, names: &[String], key: Arc<Secret>, issuer: &Entity) -> Result<Draft> {
        let names: Vec<San> = names.iter().cloned().map(San::Dns).collect();
        leaf(&names, key, issuer, self.now())
    }
    /// A good intermediate without a path length, to be signed by `issuer`.
    ///
    /// # Errors
    ///
    /// A bug where the system gives no randomness.
    pub(crate) fn authority(&self, label: &str, issuer: &Entity) -> Result<Draft> {
        authority(label, issuer, self.now())
    }

    /// A good root, to be signed by itself.
    ///
    /// # Errors
    ///
    /// A bug where the system gives no randomness.
    pub(crate) fn anchor(&self, label: &str) -> Result<Draft> {
        self_signed(label, self.now())
    }

    /// Signs a leaf with the catalogue's intermediate, which is sent along.
    ///
    /// # Errors
    ///
    /// A bug where the key does not sign.
    pub(crate) fn present(&self, leaf: Draft) -> Result<Made> {
        let leaf = leaf.sign(&self.intermediate().key)?;
        Ok(self.chain(&leaf, &[self.intermediate()]))
    }

    /// A good leaf for a client, to be signed by the catalogue's intermediate.
    ///
    /// # Errors
    ///
    /// A bug where the system gives no randomness.
    pub(crate) fn client_leaf(&self) -> Result<Draft> {
        let mut leaf = self.leaf()?;
        leaf.set(extension::extended_key_usage(&[oid::CLIENT_AUTH]));
        Ok(leaf)
    }

    /// Signs a client's leaf with the catalogue's intermediate.
    ///
    /// # Errors
    ///
    /// A bug where the key does not sign.
    pub(crate) fn present_client(&self, leaf: Draft) -> Result<Made> {
        Ok(self.showing(self.present(leaf)?))
    }

    /// What a client shows, with all of it in one file for the client to load.
    pub(crate) fn showing(&self, client: Made) -> Made {
        let beside = client.clone();
        client.with_client(&beside)
    }

    /// A sound leaf of a CA of its own, whose key is on the list of a client.
    ///
    /// # Errors
    ///
    /// A bug where a key does not sign.
    pub(crate) fn intercepting(&self, label: &str) -> Result<Made> {
        let ca = self.authority(label, self.root())?;
        let spki = ca.tbs.spki.clone();
        Ok(self.present_below(ca, |_| {})?.listing(&[spki]))
    }

    /// Signs this intermediate with the catalogue's root, makes a leaf below it, spoils and signs that.
    ///
    /// # Errors
    ///
    /// A bug where a key does not sign.
    pub(crate) fn present_below(&self, authority: Draft, spoil: impl FnOnce(&mut Draft)) -> Result<Made> {
        let authority = authority.sign(&self.root().key)?;
        let mut leaf = self.leaf_below(&authority)?;
        spoil(&mut leaf);
        let leaf = leaf.sign(&authority.key)?;
        Ok(self.chain(&leaf, &[&authority]))
    }

    /// A leaf and what is sent along, below the catalogue's root.
    pub(crate) fn chain(&self, leaf: &Entity, others: &[&Entity]) -> Made {
        let mut chain = vec![leaf.der.clone()];
        chain.extend(others.iter().map(|entity| entity.der.clone()));
        Made::new(chain, Arc::clone(&leaf.key), self.root().der.clone())
    }
}

impl Draft {
    /// Signs it with its own key, as roots are.
    ///
    /// # Errors
    ///
    /// A refusal where nothing here signs with such a key.
    pub(crate) fn signed_by_itself(self) -> Result<Entity> {
        let key = Arc::clone(&self.key);
        self.sign(&key)
    }
}

/// From when to when a good list or response holds.
fn statement_times(now: Timestamp) -> (Timestamp, Timestamp) {
    let from = Timestamp::from_second(now.as_second() - BACKDATE_SECONDS).unwrap_or(now);
    (from, Span::days(STATEMENT_DAYS).after(now))
}

fn leaf(names: &[San], key: Arc<Secret>, issuer: &Entity, now: Timestamp) -> Result<Draft> {
    let subject = profile::subject(names);
    // An empty SEQUENCE is two octets.
    let has_subject = subject.len() > 2;
    let extensions = profile::leaf(names, &Purposes::only(Usage::Server), &key.spki(), has_subject);
    let mut draft = draft(key, subject, extensions, Some(issuer))?;
    let from = Timestamp::from_second(now.as_second() - BACKDATE_SECONDS).unwrap_or(now);
    draft.valid(from, Span::days(LEAF_DAYS).after(now));
    Ok(draft)
}

/// A name that no two runs share, so that two of them in one trust store are not taken for each other.
fn authority_name(label: &str, key: &Secret) -> Vec<u8> {
    let id = profile::key_id(&key.spki());
    profile::common_name(&format!("tlsctl bad {label} {}", hex(&id[..4])))
}

fn authority(label: &str, issuer: &Entity, now: Timestamp) -> Result<Draft> {
    let key = Arc::new(Secret::sound(Kind::P256)?);
    let name = authority_name(label, &key);
    let mut draft = draft(key, name, profile::ca(None), Some(issuer))?;
    draft.valid(
        Span::days(-1).after(now),
        Span::days(INTERMEDIATE_DAYS).after(now),
    );
    Ok(draft)
}

fn self_signed(label: &str, now: Timestamp) -> Result<Draft> {
    let key = Arc::new(Secret::sound(Kind::P256)?);
    let name = authority_name(label, &key);
    let mut draft = draft(key, name, profile::ca(None), None)?;
    draft.valid(Span::days(-2).after(now), Span::days(ROOT_DAYS).after(now));
    Ok(draft)
}

/// A certificate for `key`, issued by `issuer` or by itself.
fn draft(
    key: Arc<Secret>,
    subject: Vec<u8>,
    mut extensions: Vec<Extension>,
    issuer: Option<&Entity>,
) -> Result<Draft> {
    let spki = key.spki();
    let own_id = profile::key_id(&spki);
    let (name, key_id, signer) = match issuer {
        Some(issuer) => (&issuer.name, &issuer.key_id, &issuer.key),
        None => (&subject, &own_id, &key),
    };
    extensions.push(extension::subject_key_id(&own_id));
    extensions.push(extension::authority_key_id(key_id));
    let unset = der::element(tag::SEQUENCE, &[]);
    let tbs = Tbs {
        version: Some(2),
        serial: profile::serial()?,
        signature: signer.algorithm()?,
        issuer: name.clone(),
        not_before: unset.clone(),
        not_after: unset,
        subject,
        spki,
        extensions,
    };
    Ok(Draft { tbs, key })
}
