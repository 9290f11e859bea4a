//! The echo service as a file descriptor, which reflection gives to clients: what a `.proto` file would say.

use prost_types::field_descriptor_proto::{Label, Type};
use prost_types::{
    DescriptorProto, FieldDescriptorProto, FileDescriptorProto, FileDescriptorSet, MessageOptions,
    MethodDescriptorProto, ServiceDescriptorProto,
};

use super::service::{PACKAGE, SERVICE};

/// The one file.
pub(super) fn file() -> FileDescriptorSet {
    let file = FileDescriptorProto {
        name: Some("tlsctl/echo/v1/echo.proto".to_owned()),
        package: Some(PACKAGE.to_owned()),
        syntax: Some("proto3".to_owned()),
        message_type: messages(),
        service: vec![service()],
        ..Default::default()
    };
    FileDescriptorSet { file: vec![file] }
}

fn service() -> ServiceDescriptorProto {
    let method = |name: &str, client_streams: bool, server_streams: bool| MethodDescriptorProto {
        name: Some(name.to_owned()),
        input_type: Some(qualified("EchoRequest")),
        output_type: Some(qualified("EchoReply")),
        client_streaming: Some(client_streams),
        server_streaming: Some(server_streams),
        ..Default::default()
    };
    ServiceDescriptorProto {
        name: Some(SERVICE.to_owned()),
        method: vec![
            method("Say", false, false),
            method("Repeat", false, true),
            method("Converse", true, true),
        ],
        ..Default::default()
    }
}

fn messages() -> Vec<DescriptorProto> {
    let texts = |names: &[&str]| -> Vec<FieldDescriptorProto> {
        names.iter().map(|name| field(name, Type::String)).collect()
    };
    let mut reply = message(
        "EchoReply",
        vec![
            field("message", Type::String),
            field("index", Type::Uint32),
            repeated(of("metadata", "EchoReply.MetadataEntry")),
            of("connection", "Connection"),
        ],
    );
    // How a map stands in a descriptor.
    reply.nested_type.push(DescriptorProto {
        options: Some(MessageOptions {
            map_entry: Some(true),
            ..Default::default()
        }),
        ..message("MetadataEntry", texts(&["key", "value"]))
    });
    let mut certificate = texts(&["subject", "issuer", "fingerprint_sha256"]);
    certificate.push(repeated(field("names", Type::String)));
    let mut tls = texts(&["version", "suite", "group", "alpn"]);
    tls.extend([
        field("resumed", Type::Bool),
        field("server_name", Type::String),
        of("certificate", "Certificate"),
        of("client_certificate", "Certificate"),
    ]);
    let mut connection = texts(&["peer", "local"]);
    connection.push(of("tls", "Tls"));
    vec![
        message(
            "EchoRequest",
            vec![field("message", Type::String), field("count", Type::Uint32)],
        ),
        reply,
        message("Connection", connection),
        message("Tls", tls),
        message("Certificate", certificate),
    ]
}

/// A message whose fields are numbered from 1 on.
fn message(name: &str, fields: Vec<FieldDescriptorProto>) -> DescriptorProto {
    let numbered = (1..).zip(fields).map(|(number, field)| FieldDescriptorProto {
        number: Some(number),
        ..field
    });
    DescriptorProto {
        name: Some(name.to_owned()),
        field: numbered.collect(),
        ..Default::default()
    }
}

fn field(name: &str, kind: Type) -> FieldDescriptorProto {
    FieldDescriptorProto {
        name: Some(name.to_owned()),
        label: Some(Label::Optional.into()),
        r#type: Some(kind.into()),
        ..Default::default()
    }
}

/// A field that holds a message of this file.
fn of(name: &str, message: &str) -> FieldDescriptorProto {
    FieldDescriptorProto {
        type_name: Some(qualified(message)),
        ..field(name, Type::Message)
    }
}

fn repeated(field: FieldDescriptorProto) -> FieldDescriptorProto {
    FieldDescriptorProto {
        label: Some(Label::Repeated.into()),
        ..field
    }
}

fn qualified(name: &str) -> String {
    format!(".{PACKAGE}.{name}")
}
