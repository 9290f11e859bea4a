"""A client of HTTP/3 (aioquic): asks everything at once over one connection, prints the answers as JSON.

Its argument is JSON: port, name (SNI; null for none), ca, cert, key, and asked: a list of objects with
method, path, authority, headers, body (a length), said (a false content-length), slow (seconds to wait with
half of the body sent). `wait` keeps the connection open so long (seconds) before and after.
"""

import asyncio
import hashlib
import json
import ssl
import sys

from aioquic.asyncio.client import connect
from aioquic.asyncio.protocol import QuicConnectionProtocol
from aioquic.h3.connection import H3_ALPN, H3Connection
from aioquic.h3.events import DataReceived, HeadersReceived
from aioquic.quic.configuration import QuicConfiguration
from aioquic.quic.events import ConnectionTerminated, HandshakeCompleted, ProtocolNegotiated, StreamReset


class Http(H3Connection):
    """Takes an answer to HEAD, which gives a length and no body (RFC 9110 section 9.3.2)."""

    heads = frozenset()

    def _check_content_length(self, stream):
        if stream.stream_id not in self.heads:
            super()._check_content_length(stream)


class Client(QuicConnectionProtocol):
    def __init__(self, *arguments, **more):
        super().__init__(*arguments, **more)
        self.http = None
        self.answers = {}
        self.over = {}
        self.ended = None

    def quic_event_received(self, event):
        if isinstance(event, HandshakeCompleted):
            self.resumed = event.session_resumed
            self.early = event.early_data_accepted
        if isinstance(event, ProtocolNegotiated):
            self.http = Http(self._quic)
        if isinstance(event, ConnectionTerminated):
            self.ended = {"code": event.error_code, "reason": event.reason_phrase}
            print(f"ended with {event.error_code:#x}", file=sys.stderr, flush=True)
            for future in self.over.values():
                if not future.done():
                    future.set_result(None)
        if isinstance(event, StreamReset) and event.stream_id in self.over:
            self.answers[event.stream_id]["reset"] = event.error_code
            if not self.over[event.stream_id].done():
                self.over[event.stream_id].set_result(None)
        for happened in self.http.handle_event(event) if self.http else []:
            answer = self.answers.get(getattr(happened, "stream_id", None))
            if answer is None:
                continue
            if isinstance(happened, HeadersReceived):
                fields = [(name.decode(), value.decode()) for name, value in happened.headers]
                answer["headers"].update(fields)
            elif isinstance(happened, DataReceived):
                answer["data"] += happened.data
            if happened.stream_ended and not self.over[happened.stream_id].done():
                self.over[happened.stream_id].set_result(None)

    async def ask(self, asked):
        stream = self._quic.get_next_available_stream_id()
        self.answers[stream] = {"headers": {}, "data": bytearray(), "reset": None}
        self.over[stream] = asyncio.get_event_loop().create_future()
        if asked.get("method") == "HEAD":
            self.http.heads |= {stream}
        body = b"x" * asked.get("body", 0)
        fields = [
            (b":method", asked.get("method", "GET").encode()),
            (b":scheme", b"https"),
            (b":authority", asked.get("authority", "localhost").encode()),
            (b":path", asked.get("path", "/").encode()),
        ]
        if "said" in asked:
            fields.append((b"content-length", str(asked["said"]).encode()))
        fields += [(name.encode(), value.encode()) for name, value in asked.get("headers", [])]
        self.http.send_headers(stream, fields, end_stream=not body and not asked.get("slow"))
        if body or asked.get("slow"):
            half = len(body) // 2
            self.http.send_data(stream, body[:half], end_stream=False)
            self.transmit()
            await asyncio.sleep(asked.get("slow", 0))
            self.http.send_data(stream, body[half:], end_stream=True)
        self.transmit()
        await asyncio.wait_for(self.over[stream], 50)
        answer = self.answers[stream]
        data = answer.pop("data")
        answer["length"] = len(data)
        answer["sha256"] = hashlib.sha256(data).hexdigest()
        answer["text"] = data.decode("utf-8", "replace") if len(data) < 100_000 else None
        return answer


async def main(wanted):
    configuration = QuicConfiguration(is_client=True, alpn_protocols=wanted.get("alpn", H3_ALPN))
    configuration.server_name = wanted["name"]
    if wanted.get("ca"):
        configuration.load_verify_locations(wanted["ca"])
    else:
        configuration.verify_mode = ssl.CERT_NONE
    if wanted.get("cert"):
        configuration.load_cert_chain(wanted["cert"], wanted["key"])
    said = {"answers": [], "ended": None}
    try:
        async with connect(
            "127.0.0.1", wanted["port"], configuration=configuration, create_protocol=Client
        ) as client:
            said["resumed"], said["early"] = client.resumed, client.early
            print("open", file=sys.stderr, flush=True)
            asked = [client.ask(one) for one in wanted["asked"]]
            said["answers"] = await asyncio.gather(*asked)
            await asyncio.sleep(wanted.get("wait", 0))
            said["ended"] = client.ended
    except ConnectionError:
        pass
    print(json.dumps(said))


asyncio.run(main(json.loads(sys.argv[1])))
