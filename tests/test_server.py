"""The server's extension: messages to the page leave at once."""

from types import SimpleNamespace

from course_utils.server import _load_jupyter_server_extension


def test_every_connection_to_a_kernel_sends_without_delay():
    calls = []

    class Connection:
        websocket_handler = SimpleNamespace(set_nodelay=lambda on: calls.append(("nodelay", on)))

        def connect(self):
            calls.append("connect")
            return "connected"

    settings = {"kernel_websocket_connection_class": Connection}
    _load_jupyter_server_extension(SimpleNamespace(web_app=SimpleNamespace(settings=settings)))
    connection = settings["kernel_websocket_connection_class"]()
    assert isinstance(connection, Connection)
    assert connection.connect() == "connected"
    assert calls == [("nodelay", True), "connect"]
