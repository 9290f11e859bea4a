//! The catalogue of broken certificates: an index of all cases, a page for each that says what accepting
//! it means, the list for programs, and the revocation lists and OCSP responses, which clients ask for in
//! the clear. Everything is made before it is asked for; nothing here is computed for a client.

mod page;

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use bytes::Bytes;
use hyper::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue,
    X_CONTENT_TYPE_OPTIONS,
};
use hyper::{Method, Response, StatusCode};

use super::Asked;
use crate::pki::bad::{Case, Catalogue, Made, document};
use crate::pki::format::pem;
use crate::serve::answer;
use crate::serve::body::Body;

/// The catalogue as it is served at the moment.
pub(crate) struct Bad {
    current: RwLock<Arc<Content>>,
}

/// The catalogue, ready to be served.
pub(crate) struct Content {
    /// By path.
    documents: HashMap<String, Document>,
    /// By host.
    cases: HashMap<String, Document>,
}

struct Document {
    media_type: &'static str,
    bytes: Bytes,
}

impl Bad {
    /// Serves this.
    pub(crate) fn new(content: Content) -> Self {
        Self {
            current: RwLock::new(Arc::new(content)),
        }
    }

    /// Serves this from now on.
    pub(crate) fn exchange(&self, content: Content) {
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(content);
    }

    fn current(&self) -> Arc<Content> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Answers one request.
    pub(crate) fn answer(&self, asked: &Asked<'_>) -> Response<Body> {
        self.current().answer(asked)
    }

    /// What is answered without TLS: all but pages, which belong to their hosts.
    pub(crate) fn statement(&self, path: &str) -> Option<Response<Body>> {
        self.current().statement(path)
    }
}

impl Content {
    /// A catalogue of these cases, whose hosts are reached at `port`, with the root's own statements.
    pub(crate) fn new(
        catalogue: &Catalogue,
        statements: Vec<(&'static str, Vec<u8>)>,
        cases: &[(&'static Case, &Made)],
        port: u16,
    ) -> Self {
        let mut documents = HashMap::new();
        let mut add = |path: &str, media_type, bytes: Vec<u8>| {
            let bytes = bytes.into();
            documents.insert(path.to_owned(), Document { media_type, bytes });
        };
        let listed: Vec<&'static Case> = cases.iter().map(|(case, _)| *case).collect();
        let described = cases
            .iter()
            .map(|(case, made)| document::served(case, catalogue, made, port));
        let list = document::cases(&described.collect::<Vec<_>>(), catalogue);
        add("/cases.json", JSON, format!("{list:#}\n").into_bytes());
        add("/roots.pem", PEM, roots(catalogue, cases).into_bytes());
        add(
            "/",
            HTML,
            page::index(catalogue.name(), port, &listed).into_bytes(),
        );
        for (path, statement) in statements {
            add(path, statement_type(path), statement);
        }
        for (case, made) in cases {
            for (last, statement) in &made.statements {
                let path = format!("/{}/{last}", case.id);
                add(&path, statement_type(last), statement.clone());
            }
            if !made.crls.is_empty() {
                let lists: String = made
                    .crls
                    .iter()
                    .map(|list| pem::encode("X509 CRL", list))
                    .collect();
                add(&format!("/{}/crl.pem", case.id), PEM, lists.into_bytes());
            }
            for file in &made.beside {
                let media_type = if file.name.ends_with(".pem") { PEM } else { TEXT };
                add(
                    &format!("/{}/{}", case.id, file.name),
                    media_type,
                    file.bytes.clone(),
                );
            }
        }
        let pages = cases.iter().map(|(case, _)| {
            let bytes = page::case(catalogue.name(), port, case).into();
            let page = Document {
                media_type: HTML,
                bytes,
            };
            (case.host(catalogue.name()), page)
        });
        Self {
            cases: pages.collect(),
            documents,
        }
    }

    fn answer(&self, asked: &Asked<'_>) -> Response<Body> {
        if !matches!(*asked.request.method(), Method::GET | Method::HEAD | Method::POST) {
            return answer::status(
                StatusCode::METHOD_NOT_ALLOWED,
                "There is only something to read here.",
            );
        }
        let tls = asked.connection.tls.as_ref();
        let case = tls
            .and_then(|tls| tls.server_name.as_ref())
            .and_then(|name| self.cases.get(name));
        let path = asked.request.uri().path();
        match (case, path) {
            (Some(page), "/") => page.response(),
            _ => self
                .document(path)
                .map_or_else(answer::not_found, Document::response),
        }
    }

    fn statement(&self, path: &str) -> Option<Response<Body>> {
        let document = self.document(path).filter(|document| document.media_type != HTML);
        document.map(Document::response)
    }

    /// The document at this path. The request that a GET has behind `/ocsp/` (RFC 6960 A.1) makes no
    /// difference: there is one response for each case.
    fn document(&self, path: &str) -> Option<&Document> {
        let path = path.find("/ocsp/").map_or(path, |at| &path[..at + "/ocsp".len()]);
        self.documents.get(path)
    }
}

impl Document {
    fn response(&self) -> Response<Body> {
        let mut response = Response::new(Body::full(self.bytes.clone()));
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.media_type));
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        if self.media_type == HTML {
            headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(page::POLICY));
        }
        response
    }
}

/// The media type of what lies at such a path: a list (RFC 2585 §4.2) or a response (RFC 6960 §C.2).
fn statement_type(path: &str) -> &'static str {
    match path.ends_with("ocsp") {
        true => "application/ocsp-response",
        false => "application/pkix-crl",
    }
}

/// Every anchor that the expected verdicts take for granted.
fn roots(catalogue: &Catalogue, cases: &[(&'static Case, &Made)]) -> String {
    let own = cases.iter().flat_map(|(_, made)| &made.roots);
    let own = own.filter(|root| *root != catalogue.root());
    std::iter::once(&catalogue.root().to_vec())
        .chain(own)
        .map(|root| pem::encode("CERTIFICATE", root))
        .collect()
}

const HTML: &str = "text/html; charset=utf-8";
const JSON: &str = "application/json";
const PEM: &str = "application/x-pem-file";
const TEXT: &str = "text/plain; charset=utf-8";
