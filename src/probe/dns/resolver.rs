//! The one who asks: the system's resolver or one that the user names, over UDP and, where an answer is too
//! long for that, TCP. Signatures are asked for and not checked: a validating resolver says that it did.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt as _;
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverOpts};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::net::{DnsError, DnsHandle as _, NetError};
use hickory_resolver::proto::op::{DnsRequestOptions, DnsResponse, Query as Asked};
use hickory_resolver::proto::rr::rdata::svcb::{SVCB, SvcParamKey, SvcParamValue};
use hickory_resolver::proto::rr::{Name, RData, RecordType};
use hickory_resolver::{NameServerPool, PoolContext, TlsConfig, system_conf};

use super::{Answer, Caa, Kind, Origin, Query, Record, Service};
use crate::error::{Error, Result};
use crate::pki::dane::Tlsa;

/// Asks DNS servers.
#[derive(Clone)]
pub(crate) struct Resolver {
    pool: NameServerPool<TokioRuntimeProvider>,
    servers: Vec<SocketAddr>,
    is_named: bool,
    /// Over every try of one question.
    within: Duration,
}

impl Resolver {
    /// The resolver at `address`, or those of the system (`/etc/resolv.conf`), which get `timeout` for each
    /// answer and two tries.
    ///
    /// # Errors
    ///
    /// An input error where the system names none.
    pub(crate) fn new(address: Option<SocketAddr>, timeout: Duration) -> Result<Self> {
        let servers = match address {
            Some(address) => vec![server(address)],
            None => {
                let (config, _) = system_conf::read_system_conf().map_err(|e| {
                    Error::input("the system's resolver is not known")
                        .because(e)
                        .hint("name one: --resolver ADDR")
                })?;
                config.name_servers().to_vec()
            }
        };
        let mut options = ResolverOpts::default();
        options.timeout = timeout;
        options.attempts = 1;
        let unusable = |e: NetError| Error::bug("the resolver cannot be made").because(e);
        let context = PoolContext::new(options, TlsConfig::new().map_err(unusable)?);
        Ok(Self {
            servers: servers
                .iter()
                .filter_map(|server| Some(SocketAddr::new(server.ip, server.connections.first()?.port)))
                .collect(),
            pool: NameServerPool::from_config(servers, Arc::new(context), TokioRuntimeProvider::default()),
            is_named: address.is_some(),
            within: timeout * 2,
        })
    }

    /// Whether the user named it, and so wants the addresses that it knows.
    pub(crate) fn is_named(&self) -> bool {
        self.is_named
    }

    /// The addresses of a name, those of IPv6 first. The error is why they are not known.
    pub(crate) async fn addresses(&self, name: &str) -> Result<Vec<IpAddr>, String> {
        let (six, four) = tokio::join!(
            self.lookup(name, RecordType::AAAA),
            self.lookup(name, RecordType::A)
        );
        let failed = six.as_ref().err().or(four.as_ref().err()).cloned();
        let responses = six.into_iter().chain(four).flatten();
        let addresses: Vec<IpAddr> = responses
            .flat_map(|response| {
                let found = response.answers.iter().filter_map(|record| record.data.ip_addr());
                found.collect::<Vec<_>>()
            })
            .collect();
        match failed {
            Some(why) if addresses.is_empty() => Err(why),
            None if addresses.is_empty() => Err(format!("{self} knows no address")),
            _ => Ok(addresses),
        }
    }

    /// What is known under the name. The error is why that could not be found out, which is never a no.
    pub(crate) async fn ask(&self, query: &Query) -> Result<Answer, String> {
        let response = self.lookup(&query.name, kind(query.kind)).await?;
        Ok(response.map_or(NOTHING, |response| answer(query.kind, &response)))
    }

    /// The response that holds records; `None` where there are none.
    async fn lookup(&self, name: &str, kind: RecordType) -> Result<Option<DnsResponse>, String> {
        let name = Name::from_ascii(format!("{name}.")).map_err(|e| e.to_string())?;
        let mut options = DnsRequestOptions::default();
        options.use_edns = true;
        options.edns_set_dnssec_ok = true;
        let mut responses = self.pool.lookup(Asked::query(name, kind), options);
        match tokio::time::timeout(self.within, responses.next()).await {
            Ok(Some(Ok(response))) => Ok(Some(response)),
            Ok(Some(Err(NetError::Dns(DnsError::NoRecordsFound(_))))) => Ok(None),
            Ok(Some(Err(error))) => Err(self.why(&error)),
            Ok(None) | Err(_) => Err(self.why(&NetError::Timeout)),
        }
    }

    fn why(&self, error: &NetError) -> String {
        match error {
            NetError::Timeout => format!("{self} did not answer in time"),
            NetError::Dns(DnsError::ResponseCode(code)) => {
                format!("{self} answered {}", format!("{code:?}").to_uppercase())
            }
            NetError::NoConnections | NetError::Io(_) => format!("{self} cannot be reached: {error}"),
            error => format!("{self} did not answer: {error}"),
        }
    }
}

impl fmt::Display for Resolver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let servers: Vec<String> = self.servers.iter().map(SocketAddr::to_string).collect();
        write!(f, "the resolver {}", servers.join(", "))
    }
}

impl fmt::Debug for Resolver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Resolver({:?})", self.servers)
    }
}

fn server(address: SocketAddr) -> NameServerConfig {
    let at = |mut connection: ConnectionConfig| {
        connection.port = address.port();
        connection
    };
    let mut server = NameServerConfig::udp_and_tcp(address.ip());
    server.connections = vec![at(ConnectionConfig::udp()), at(ConnectionConfig::tcp())];
    server
}

fn kind(kind: Kind) -> RecordType {
    match kind {
        Kind::Caa => RecordType::CAA,
        Kind::Https => RecordType::HTTPS,
        Kind::Tlsa => RecordType::TLSA,
    }
}

fn answer(asked: Kind, response: &DnsResponse) -> Answer {
    let is_signed = response
        .answers
        .iter()
        .any(|record| record.record_type() == RecordType::RRSIG);
    Answer {
        records: response
            .answers
            .iter()
            .filter(|found| found.record_type() == kind(asked))
            .filter_map(|found| record(&found.data))
            .collect(),
        origin: match (response.metadata.authentic_data, is_signed) {
            (true, _) => Origin::Validated,
            (false, true) => Origin::Signed,
            (false, false) => Origin::Unsigned,
        },
    }
}

fn record(data: &RData) -> Option<Record> {
    Some(match data {
        RData::CAA(caa) => Record::Caa(Caa {
            critical: caa.issuer_critical,
            tag: caa.tag.to_ascii_lowercase(),
            value: String::from_utf8_lossy(&caa.value).into_owned(),
        }),
        RData::HTTPS(https) => Record::Https(service(https)),
        RData::TLSA(tlsa) => Record::Tlsa(Tlsa {
            usage: tlsa.cert_usage.into(),
            selector: tlsa.selector.into(),
            matching: tlsa.matching.into(),
            data: tlsa.cert_data.clone(),
        }),
        _ => return None,
    })
}

fn service(https: &SVCB) -> Service {
    let mut service = Service {
        priority: https.svc_priority,
        target: https.target_name.to_ascii().trim_end_matches('.').to_owned(),
        ..Service::default()
    };
    for (key, value) in &https.svc_params {
        match value {
            SvcParamValue::Alpn(alpn) => service.alpn.clone_from(&alpn.0),
            SvcParamValue::NoDefaultAlpn => service.no_default_alpn = true,
            SvcParamValue::Port(port) => service.port = Some(*port),
            SvcParamValue::Ipv4Hint(hints) => service.hints.extend(hints.0.iter().map(|a| IpAddr::V4(a.0))),
            SvcParamValue::Ipv6Hint(hints) => service.hints.extend(hints.0.iter().map(|a| IpAddr::V6(a.0))),
            SvcParamValue::EchConfigList(list) => service.ech = Some(list.0.clone()),
            SvcParamValue::Mandatory(keys) => service.mandatory = keys.0.iter().map(number).collect(),
            SvcParamValue::Unknown(_) => service.unknown.push(number(key)),
        }
    }
    service
}

fn number(key: &SvcParamKey) -> u16 {
    (*key).into()
}

const NOTHING: Answer = Answer {
    records: Vec::new(),
    origin: Origin::Unsigned,
};
