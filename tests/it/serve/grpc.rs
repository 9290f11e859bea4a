//! The echo over gRPC, as Google's client for Python sees it: it knows nothing of the echo but what
//! reflection tells it.

use super::peer::{curl, peer};
use super::pki::Pki;
use crate::tlsctl::Server;

/// A channel to `sys.argv[1]` with the CA in `argv[2]` (and a client certificate where there are more), the
/// messages by reflection, and a stub of the echo.
const CLIENT: &str = "
import grpc, json, sys
from google.protobuf import json_format, message_factory
from google.protobuf.descriptor_pool import DescriptorPool
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2 as wire
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase
read = lambda path: open(path, 'rb').read()
own = dict(certificate_chain=read(sys.argv[3] + '/fullchain.pem'), private_key=read(sys.argv[3] + '/privkey.pem')) if len(sys.argv) > 3 else {}
channel = grpc.secure_channel(sys.argv[1], grpc.ssl_channel_credentials(read(sys.argv[2]), **own),
    [('grpc.ssl_target_name_override', 'example.com')])
LATE = dict(timeout=50)
database = ProtoReflectionDescriptorDatabase(channel)
pool = DescriptorPool(database)
service = pool.FindServiceByName('tlsctl.echo.v1.Echo')
Request, Reply = (message_factory.GetMessageClass(pool.FindMessageTypeByName('tlsctl.echo.v1.' + name)) for name in ('EchoRequest', 'EchoReply'))
def stub(kind, name):
    return getattr(channel, kind)('/tlsctl.echo.v1.Echo/' + name, Request.SerializeToString, Reply.FromString)
def fails(call):
    try: call()
    except grpc.RpcError as error: return error.code().name, error.details()
";

/// Runs `program` with the client's beginning against a server, and gives what it prints.
#[track_caller]
fn ask(pki: &Pki, server: &Server, program: &str, identity: &[&str]) -> String {
    let text = format!("{CLIENT}{program}");
    let address = format!("127.0.0.1:{}", server.port());
    let ca = pki.at("ca/cert.pem");
    let said = peer("python3", &[&["-c", &text, &address, &ca], identity].concat(), "");
    assert_eq!(said.code, 0, "{said:#?}");
    said.stdout
}

#[track_caller]
fn says(said: &str, parts: &[&str]) {
    for part in parts {
        assert!(said.contains(part), "{part} in {said}");
    }
}

#[test]
fn every_kind_of_call_is_echoed_with_what_is_known() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--tls", "certs/a"]);
    let program = "
reply, call = stub('unary_unary', 'Say').with_call(Request(message='grüß', count=7), metadata=[('x-two', '1'), ('x-two', '2')], **LATE)
print(json.dumps(json_format.MessageToDict(reply), ensure_ascii=False), call.code().name)
print([(reply.message, reply.index) for reply in stub('unary_stream', 'Repeat')(Request(message='r', count=3), **LATE)])
print([(reply.message, reply.index) for reply in stub('stream_stream', 'Converse')(iter([Request(message=m) for m in 'abc']), **LATE)])
print(fails(lambda: list(stub('unary_stream', 'Repeat')(Request(count=10001), **LATE))))
print(fails(lambda: stub('unary_unary', 'Shout')(Request(), **LATE)))
print(fails(lambda: channel.unary_unary('/test.Other/Say')(b'', **LATE)))
print(fails(lambda: stub('unary_unary', 'Say')(Request(message='x' * (1 << 21)), **LATE)))
print('head:', fails(lambda: stub('unary_unary', 'Say')(Request(), metadata=[('x-large', 'x' * (1 << 20))], **LATE)))
print('still there:', stub('unary_unary', 'Say')(Request(message='m'), **LATE).message)
";
    let said = ask(&pki, &server, program, &[]);
    says(
        &said,
        &[
            "\"message\": \"grüß\"",
            "\"x-two\": \"1, 2\"",
            "\"peer\": \"127.0.0.1:",
            "\"version\": \"TLS 1.3\"",
            "\"suite\": \"TLS_",
            "\"alpn\": \"h2\"",
            "\"serverName\": \"example.com\"",
            "\"subject\": \"CN=example.com\"",
            "\"names\": [\"example.com\", \"www.example.com\"]",
            "OK\n[('r', 0), ('r', 1), ('r', 2)]\n[('a', 0), ('b', 1), ('c', 2)]\n",
            "('INVALID_ARGUMENT', 'count is 10001, more than 10000')",
            "('UNIMPLEMENTED', 'the echo has no such method')",
            "('UNIMPLEMENTED', 'there is no such service')",
            "('OUT_OF_RANGE', ",
            "head: ('",
            "still there: m",
        ],
    );
    assert!(!said.contains("clientCertificate"), "{said}");
}

#[test]
fn health_and_reflection_say_what_there_is() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--tls", "certs/a"]);
    let program = "
health = health_pb2_grpc.HealthStub(channel)
check = lambda service: health_pb2.HealthCheckResponse.ServingStatus.Name(health.Check(health_pb2.HealthCheckRequest(service=service), **LATE).status)
print(check(''), check('tlsctl.echo.v1.Echo'), fails(lambda: check('none'))[0])
watch = health.Watch(health_pb2.HealthCheckRequest(service=''), **LATE)
print(next(watch).status); watch.cancel()
watch = health.Watch(health_pb2.HealthCheckRequest(service='none'), timeout=1)
print(next(watch).status, fails(lambda: next(watch))[0])
print(sorted(database.get_services()))
for version in ('v1', 'v1alpha'):
    ask = channel.stream_stream('/grpc.reflection.%s.ServerReflection/ServerReflectionInfo' % version,
        wire.ServerReflectionRequest.SerializeToString, wire.ServerReflectionResponse.FromString)
    answers = ask(iter([wire.ServerReflectionRequest(list_services='')]), **LATE)
    print(version, sorted(s.name for a in answers for s in a.list_services_response.service if 'tlsctl' in s.name or 'health' in s.name))
print([(m.name, m.client_streaming, m.server_streaming) for m in service.methods])
";
    let said = ask(&pki, &server, program, &[]);
    says(
        &said,
        &[
            "SERVING SERVING NOT_FOUND\n1\n3 DEADLINE_EXCEEDED\n",
            "'grpc.health.v1.Health', 'grpc.reflection.v1.ServerReflection', \
             'grpc.reflection.v1alpha.ServerReflection', 'tlsctl.echo.v1.Echo'",
            "v1 ['grpc.health.v1.Health', 'tlsctl.echo.v1.Echo']",
            "v1alpha ['grpc.health.v1.Health', 'tlsctl.echo.v1.Echo']",
            "[('Say', False, False), ('Repeat', False, True), ('Converse', True, True)]",
        ],
    );
}

#[test]
fn calls_come_without_tls_too() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--plain"]);
    let program = "
import grpc, sys
from grpc_health.v1 import health_pb2, health_pb2_grpc
stub = health_pb2_grpc.HealthStub(grpc.insecure_channel(sys.argv[1]))
print(stub.Check(health_pb2.HealthCheckRequest(), timeout=50).status)
";
    let address = format!("127.0.0.1:{}", server.port());
    let said = peer("python3", &["-c", program, &address], "");
    assert_eq!((said.code, said.stdout.trim()), (0, "1"), "{said:#?}");
}

#[test]
fn a_client_certificate_is_told_and_its_lack_refused() {
    let pki = Pki::new();
    let names = ["bob@example.com", "client.test", "spiffe://td/svc"];
    pki.issue("client", &names, &["--usage", "client"]);
    let server = pki.serve(&["--echo", "--tls", "certs/a", "--client-ca", "ca/cert.pem"]);
    let program = "
tls = stub('unary_unary', 'Say')(Request(message='m'), **LATE).connection.tls
print(sorted(tls.client_certificate.names))
print(tls.client_certificate.subject, len(tls.client_certificate.fingerprint_sha256), tls.client_certificate.issuer)
";
    let said = ask(&pki, &server, program, &[&pki.at("certs/client")]);
    says(
        &said,
        &[
            "bob@example.com 64 CN=",
            "['bob@example.com', 'client.test', 'spiffe://td/svc']",
        ],
    );
    let bare = "
import grpc, sys
channel = grpc.secure_channel(sys.argv[1], grpc.ssl_channel_credentials(open(sys.argv[2], 'rb').read()), [('grpc.ssl_target_name_override', 'example.com')])
try: channel.unary_unary('/tlsctl.echo.v1.Echo/Say')(b'', timeout=50)
except grpc.RpcError as error: print(error.code().name)";
    let address = format!("127.0.0.1:{}", server.port());
    let said = peer("python3", &["-c", bare, &address, &pki.at("ca/cert.pem")], "");
    assert_eq!(said.stdout, "UNAVAILABLE\n", "{said:#?}");
}

#[test]
fn calls_pass_through_the_proxy_with_their_trailers() {
    let pki = Pki::new();
    let upstream = pki.serve(&["--echo", "--tls", "certs/a"]);
    let proxy = pki.serve(&[
        "--proxy",
        upstream.url(),
        "--upstream-insecure",
        "--tls",
        "certs/a",
    ]);
    let program = "
call = stub('unary_stream', 'Repeat')(Request(message='r', count=2), **LATE)
print([reply.index for reply in call], call.code().name)
replies = stub('stream_stream', 'Converse')
import queue
said = queue.Queue()
answers = replies(iter(said.get, None), **LATE)
for message in ('one', 'two'):
    said.put(Request(message=message))
    reply = next(answers)
    print(reply.message, 'x-forwarded-for' in reply.metadata)
said.put(None)
print(list(answers), answers.code().name)
print(fails(lambda: list(stub('unary_stream', 'Repeat')(Request(count=10001), **LATE))))
";
    let said = ask(&pki, &proxy, program, &[]);
    says(
        &said,
        &[
            "[0, 1] OK\none True\ntwo True\n[] OK\n",
            "('INVALID_ARGUMENT', 'count is 10001, more than 10000')",
        ],
    );
}

#[test]
fn a_call_learns_that_the_upstream_is_down() {
    let pki = Pki::new();
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("bound");
    let port = free.local_addr().expect("bound").port();
    drop(free);
    let url = format!("h2c://127.0.0.1:{port}");
    let proxy = pki.serve(&["--proxy", &url, "--tls", "certs/a"]);
    let program = "
import grpc, sys
credentials = grpc.ssl_channel_credentials(open(sys.argv[2], 'rb').read())
channel = grpc.secure_channel(sys.argv[1], credentials, [('grpc.ssl_target_name_override', 'example.com')])
try: channel.unary_unary('/a.B/C')(b'', timeout=50)
except grpc.RpcError as error: print(error.code().name, error.details())";
    let address = format!("127.0.0.1:{}", proxy.port());
    let said = peer("python3", &["-c", program, &address, &pki.at("ca/cert.pem")], "");
    let expected = format!("UNAVAILABLE 127.0.0.1:{port} was not reached: ");
    assert!(said.stdout.starts_with(&expected), "{said:#?}");
}

#[test]
fn whoever_watches_does_not_keep_the_server_from_stopping() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--tls", "certs/a"]);
    let program = format!(
        "
import os, signal
watch = health_pb2_grpc.HealthStub(channel).Watch(health_pb2.HealthCheckRequest(service=''), **LATE)
print(next(watch).status, flush=True)
os.kill({}, signal.SIGTERM)
print(fails(lambda: next(watch)))
",
        server.id()
    );
    let said = ask(&pki, &server, &program, &[]);
    says(&said, &["1\n('UNAVAILABLE', 'the server stops')"]);
    assert_eq!(server.wait(), 0);
}

#[test]
fn a_call_over_http_1_is_told_why_it_cannot_be() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--tls", "certs/a"]);
    let url = format!("{}/tlsctl.echo.v1.Echo/Say", server.url());
    let kind = |kind: &str| format!("Content-Type: {kind}");
    let said = curl(&[
        "-i",
        "--http1.1",
        "-H",
        &kind("application/grpc+proto"),
        "-d",
        "x",
        &url,
    ]);
    assert!(
        said.starts_with("HTTP/1.1 400") && said.contains("gRPC is spoken over HTTP/2"),
        "{said}"
    );
    let said = curl(&["-H", &kind("application/grpc-web"), "-d", "x", &url]);
    assert!(
        said.contains("\"method\": \"POST\""),
        "an echo like any other: {said}"
    );
}
