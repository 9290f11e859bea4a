//! What `trust install` remembers in the user's data directory: which root was put where, under its
//! SHA-256 fingerprint and with the certificate itself, so that it can be taken out again when the file
//! that it came from is gone. A root that no store is known to trust has no record.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{Place, Root, quoted};
use crate::error::{Error, Result};
use crate::input;
use crate::output::turn::{self, Turn};
use crate::output::{self, Access, Existing};
use crate::pki::format::pem;

/// The directory of records.
#[derive(Clone, Debug)]
pub(crate) struct Records {
    directory: PathBuf,
}

/// Where one root stands.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    /// The root, in the file that is kept with the record.
    pub(crate) root: Root,
    /// The file that it was first read from.
    pub(crate) from: PathBuf,
    /// The stores by their ids, with the places that trust the root.
    pub(crate) places: Vec<(String, Place)>,
}

impl Record {
    /// Notes whether a place trusts the root; says whether that is news.
    pub(crate) fn note(&mut self, store: &str, place: &Place, is_trusted: bool) -> bool {
        let is_it = |(id, known): &(String, Place)| id == store && known.path == place.path;
        let is_news = self.places.iter().any(is_it) != is_trusted;
        if is_news && is_trusted {
            self.places.push((store.to_owned(), place.clone()));
        } else if is_news {
            self.places.retain(|known| !is_it(known));
        }
        is_news
    }
}

impl Records {
    /// The records in this directory, which need not be there.
    pub(crate) fn new(directory: PathBuf) -> Self {
        Self { directory }
    }

    /// Waits until no other run changes the records; `waiting` is called where there is one.
    ///
    /// # Errors
    ///
    /// An output error where there is no place for records.
    pub(crate) fn turn(&self, waiting: impl FnOnce()) -> Result<Turn> {
        turn::take(&self.directory, waiting)
    }

    /// Whether some store is known to trust the root with this fingerprint.
    pub(crate) fn has(&self, sha256: &str) -> bool {
        self.list(sha256).exists()
    }

    /// Every record, by fingerprint.
    ///
    /// # Errors
    ///
    /// An input error where one cannot be read or is damaged.
    pub(crate) fn all(&self) -> Result<Vec<Record>> {
        if !self.directory.exists() {
            return Ok(Vec::new());
        }
        let files = input::list(&self.directory)?;
        let lists = files
            .iter()
            .filter(|file| file.extension().is_some_and(|end| end == "json"));
        let forget = |list: &Path| format!("to forget what it says: rm {}", quoted(&list.to_string_lossy()));
        lists
            .map(|list| read(list).map_err(|e| e.hint(forget(list))))
            .collect()
    }

    /// Where the certificate with this fingerprint is kept.
    pub(crate) fn certificate(&self, sha256: &str) -> PathBuf {
        self.directory.join(format!("{sha256}.pem"))
    }

    /// Keeps the certificate itself, before it is put anywhere.
    ///
    /// # Errors
    ///
    /// An output error.
    pub(crate) fn keep(&self, root: &Root) -> Result<()> {
        let file = self.certificate(&root.sha256);
        output::write(&file, root.pem.as_bytes(), Access::Public, Existing::Replace)
    }

    /// Takes away what is remembered of a root that no store trusts, and its certificate.
    ///
    /// # Errors
    ///
    /// An output error.
    pub(crate) fn forget(&self, record: &Record) -> Result<()> {
        output::remove(&self.list(&record.root.sha256))?;
        output::remove(&self.certificate(&record.root.sha256))
    }

    /// Writes a record, whose certificate is kept.
    ///
    /// # Errors
    ///
    /// An output error.
    pub(crate) fn save(&self, record: &Record) -> Result<()> {
        let places = record.places.iter().map(
            |(store, place)| json!({ "store": store, "place": place.label, "path": place.path.to_string_lossy() }),
        );
        let value = json!({
            "about": "`tlsctl trust install` wrote this; `tlsctl trust uninstall` needs it",
            "from": record.from.to_string_lossy(),
            "places": places.collect::<Vec<_>>(),
        });
        let text = format!("{value:#}\n");
        output::write(
            &self.list(&record.root.sha256),
            text.as_bytes(),
            Access::Public,
            Existing::Replace,
        )
    }

    fn list(&self, sha256: &str) -> PathBuf {
        self.directory.join(format!("{sha256}.json"))
    }
}

fn read(list: &Path) -> Result<Record> {
    let damaged = |why: &str| Error::input(format!("`{}` is damaged", list.display())).because(why);
    let file = list.with_extension("pem");
    let kept = input::read(&file, input::LIMIT)?;
    let root = match &pem::blocks(&kept).0[..] {
        [block] => Root::new(&block.der, &file),
        _ => return Err(damaged("there is not one certificate beside it")),
    };
    if list.file_stem().and_then(|stem| stem.to_str()) != Some(&root.sha256) {
        return Err(damaged("the certificate beside it is another one"));
    }
    let text = input::read_text(list, input::LIMIT)?;
    let value: Value = serde_json::from_str(&text).map_err(|e| damaged(&e.to_string()))?;
    let word = |value: &Value, key: &str| value[key].as_str().map(str::to_owned);
    let place = |value: &Value| {
        let place = Place::new(word(value, "place")?, word(value, "path")?);
        Some((word(value, "store")?, place))
    };
    let places = value["places"].as_array().map(Vec::as_slice).unwrap_or_default();
    Ok(Record {
        root,
        from: word(&value, "from").unwrap_or_default().into(),
        places: places.iter().filter_map(place).collect(),
    })
}
