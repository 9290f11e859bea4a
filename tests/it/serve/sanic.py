"""Sanic as a peer of the tests.

serve SSL [DIR]  what it knows of a request at /, a WebSocket echo at /ws, with this `ssl` argument as JSON;
                 with DIR the application that redirects runs beside it in the same process
redirect DIR     the application of Sanic's guide that sends HTTP to HTTPS, and serves DIR as /.well-known
refused CASES    starts that fail, one after the other: command lines (lists) and `ssl` arguments (objects)

What serves prints its ports first, one a line.
"""
import json, os, socket, sys
from sanic import Sanic, exceptions, response

os.dup2(1, 2)

def listening():
    sock = socket.create_server(('127.0.0.1', 0))
    print(sock.getsockname()[1], flush=True)
    return sock

def application():
    app = Sanic('peer')
    app.config.PROXIES_COUNT = 1

    @app.route('/', methods=['GET', 'POST'])
    async def tell(request):
        info = request.conn_info
        return response.json(dict(
            ssl=info.ssl, cert=info.cert, server_name=info.server_name, peer=[info.client_ip, info.client_port],
            local=info.server, host=request.server_name, scheme=request.scheme, url=request.url,
            remote=request.remote_addr, body=request.body.decode(), headers=dict(request.headers)))

    @app.websocket('/ws')
    async def echo(request, ws):
        await ws.send(f'{request.scheme} {request.url}')
        async for message in ws:
            await ws.send(message)

    return app

def redirection(directory):
    app = Sanic('http_redir')
    app.static('/.well-known', directory, resource_type='dir')

    @app.exception(exceptions.NotFound, exceptions.MethodNotAllowed)
    def redirect_everything_else(request, exception):
        server, path = request.server_name, request.path
        if server and path.startswith('/'):
            return response.redirect(f'https://{server}{path}', status=308)
        return response.text('Bad Request. Please use HTTPS!', status=400)

    return app

def run(app, **more):
    app.run(sock=listening(), single_process=True, motd=False, access_log=False, **more)

def refused(case):
    from sanic.__main__ import main
    # One line in place of a drawing as wide as the terminal; the exit code stays Python's.
    sys.excepthook = lambda kind, error, trace: print(f'{kind.__name__}: {error}')
    if isinstance(case, list):
        peer = application()
        sys.modules['peer'] = type(sys)('peer')
        sys.modules['peer'].app = peer
        main(['peer:app', '--single-process', *case])
    else:
        application().prepare(ssl=case, single_process=True)
    print('it would serve')

match sys.argv[1:]:
    case ['serve', ssl]:
        run(application(), ssl=json.loads(ssl))
    case ['serve', ssl, directory]:
        app, redirect = application(), redirection(directory)
        main, beside = listening(), listening()

        @app.before_server_start
        async def start(app):
            redirect.ctx.server = await redirect.create_server(sock=beside, return_asyncio_server=True)
            app.add_task(runner())

        async def runner():
            redirect.signalize()
            redirect.finalize()
            redirect.state.is_started = True
            await redirect.ctx.server.serve_forever()

        @app.before_server_stop
        async def stop(app):
            await redirect.ctx.server.close()

        app.run(sock=main, ssl=json.loads(ssl), single_process=True, motd=False, access_log=False)
    case ['redirect', directory]:
        run(redirection(directory))
    case ['refused', cases]:
        said = []
        for case in json.loads(cases):
            reader, writer = os.pipe()
            if not (child := os.fork()):
                os.dup2(writer, 1), os.dup2(writer, 2), os.close(writer), os.close(reader)
                refused(case)
                sys.exit(0)
            os.close(writer)
            text = os.fdopen(reader, errors='replace').read()
            said.append([os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), text])
        print(json.dumps(said))
