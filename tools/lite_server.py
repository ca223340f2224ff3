"""A plain server of files, as any page of the web has: enough for the course in a browser."""

import functools
import threading
import webbrowser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # one connection for many files
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".wasm": "application/wasm", ".mjs": "text/javascript"}

    def log_message(self, *_):
        pass


class LiteServer:
    """Serves a folder on a port of this machine, any that is free for 0, until it is closed."""

    def __init__(self, folder, port=0):
        self._server = ThreadingHTTPServer(("127.0.0.1", port), functools.partial(_Quiet, directory=str(folder)))
        self.url = f"http://localhost:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def open_and_wait(self):
        """Open the page in the reader's browser, and serve until Control-C."""
        print(f"The course is at {self.url}/ until you press Control-C here.", flush=True)
        webbrowser.open(f"{self.url}/")
        try:
            self._thread.join()
        except KeyboardInterrupt:
            print()

    def close(self):
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
