"""A setting that JupyterLab's server lacks: send every message at once.

By default the system holds a short message back while an earlier one has not been acknowledged, for up to 40
milliseconds ("Nagle's algorithm"), so that fewer packets are sent. A live figure would answer that much later.
The server loads this module as an extension: see `jupyter/jupyter_server_config.json`.
"""


def _jupyter_server_extension_points():
    return [{"module": __name__}]


def _load_jupyter_server_extension(server):
    """Let the connections to kernels, of whatever class they are, send without delay."""
    settings = server.web_app.settings

    class PromptConnection(settings["kernel_websocket_connection_class"]):
        def connect(self):
            self.websocket_handler.set_nodelay(True)
            return super().connect()

    settings["kernel_websocket_connection_class"] = PromptConnection
