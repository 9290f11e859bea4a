"""A web server over TCP and over QUIC (aioquic) at one port number, with one certificate.

    quic.py CERTIFICATE KEY ALT_SVC

Says the port and an empty line on standard output once it listens. Over TCP it answers 200 with the given Alt-Svc,
in which PORT stands for the port; over HTTP/3 it answers 204.
"""

import asyncio
import os
import ssl
import sys

from aioquic.asyncio import QuicConnectionProtocol, serve
from aioquic.h3.connection import H3Connection
from aioquic.h3.events import HeadersReceived
from aioquic.quic.configuration import QuicConfiguration
from aioquic.quic.events import ProtocolNegotiated

CERTIFICATE, KEY, ALT_SVC = sys.argv[1:]


class Web(QuicConnectionProtocol):
    http = None

    def quic_event_received(self, event):
        if isinstance(event, ProtocolNegotiated) and event.alpn_protocol == "h3":
            self.http = H3Connection(self._quic)
        if self.http is None:
            return
        for received in self.http.handle_event(event):
            if isinstance(received, HeadersReceived):
                headers = [(b":status", b"204"), (b"server", b"aioquic")]
                self.http.send_headers(received.stream_id, headers, end_stream=True)
                self.transmit()


async def answer(reader, writer):
    try:
        await reader.readuntil(b"\r\n\r\n")
        port = writer.get_extra_info("sockname")[1]
        field = f"Alt-Svc: {ALT_SVC.replace('PORT', str(port))}\r\n" if ALT_SVC else ""
        writer.write(f"HTTP/1.1 200 OK\r\n{field}Content-Length: 0\r\nConnection: close\r\n\r\n".encode())
        await writer.drain()
    except (OSError, asyncio.IncompleteReadError):
        pass
    writer.close()


async def listen():
    """The two at one port: another one where UDP's is taken."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE, KEY)
    configuration = QuicConfiguration(is_client=False, alpn_protocols=["h3", "hq-interop"], max_datagram_frame_size=65536)
    configuration.load_cert_chain(CERTIFICATE, KEY)
    while True:
        server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
        port = server.sockets[0].getsockname()[1]
        try:
            await serve("127.0.0.1", port, configuration=configuration, create_protocol=Web)
            return server, port
        except OSError:
            server.close()


async def main():
    server, port = await listen()
    os.write(1, f"{port}\n\n".encode())
    await server.serve_forever()


asyncio.run(main())
