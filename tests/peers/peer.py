"""What both providers have in common: an HTTP server on this machine, a list of faults to come, and complaints."""

from __future__ import annotations

import sys
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib import request as http
from urllib.error import HTTPError
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 10.0  # seconds that a test waits for what must come


@dataclass(frozen=True)
class Call:
    """One request that reached a peer."""

    method: str
    path: str
    params: dict[str, str]
    headers: dict[str, str]
    files: dict[str, tuple[str, str, bytes]] = field(default_factory=dict)  # name -> file name, kind, content
    at: float = field(default_factory=time.monotonic)


def form_of(body: bytes, kind: str) -> tuple[dict[str, str], dict[str, tuple[str, str, bytes]]]:
    """The parameters and the files of a form, in one part or in many."""
    if not kind.startswith("multipart/form-data"):
        return dict(parse_qsl(body.decode(), keep_blank_values=True)), {}
    whole = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    form, files = dict[str, str](), dict[str, tuple[str, str, bytes]]()
    parts: Any = whole.get_payload()
    for part in parts:
        name = str(part.get_param("name", header="content-disposition"))
        content = part.get_payload(decode=True)
        if (file := part.get_filename()) is not None:
            files[name] = (file, part.get_content_type(), content)
        else:
            form[name] = content.decode()
    return form, files


@dataclass(frozen=True)
class Reply:
    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """What goes wrong: an answer instead of the right one, or none at all.

    `carried_out` says whether the request was obeyed all the same; `late` is how many seconds the answer takes, and
    `promptly` whether it is obeyed before that.
    """

    reply: Reply | None = None
    carried_out: bool = False
    late: float = 0.0
    promptly: bool = False


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that hangs up is no news: some of them are killed. Anything else is a defect of the peer."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class Peer:
    """A server on this machine. `complaints` lists everything we sent that the provider's contract forbids."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.complaints: list[str] = []
        self.changed = threading.Condition()
        self.reach: dict[str, str] = {}  # public address -> where it really is
        self._faults: dict[str, list[Fault]] = defaultdict(list)
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        with self.changed:
            self.changed.notify_all()

    def fail(self, what: str, *faults: Fault) -> None:
        """The next requests of that kind go wrong like this, one each."""
        self._faults[what] += faults

    def drop(self, what: str, *, carried_out: bool) -> None:
        """Close the connection on the next request of that kind, before answering; carried out or not."""
        self.fail(what, Fault(None, carried_out))

    def wait_until(self, what: Callable[[], Any], patience: float = PATIENCE) -> Any:
        """What is asked for, as soon as it is there."""
        with self.changed:
            self.changed.wait_for(what, patience)
            found = what()
        assert found, f"did not come within {patience} s; complaints: {self.complaints}"
        return found

    def kind_of(self, call: Call) -> str:
        """The name under which requests like this one can be told to fail."""
        raise NotImplementedError

    def answer(self, call: Call) -> Reply:
        """The provider's answer."""
        raise NotImplementedError

    def post(self, url: str, body: bytes, headers: dict[str, str]) -> int:
        """Call somebody's webhook as the provider does, and answer the status."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        request = http.Request(url.replace(origin, self.reach.get(origin, origin), 1), body, headers, method="POST")
        opener = http.build_opener(http.ProxyHandler({}))
        try:
            with opener.open(request, timeout=PATIENCE) as answer:
                return int(answer.status)
        except HTTPError as error:
            error.close()
            return error.code

    def take(self, call: Call) -> Reply | None:
        with self.changed:
            self.calls.append(call)
            faults = self._faults[self.kind_of(call)]
            fault = faults.pop(0) if faults else None
        if fault is None:
            return self._answered(call)
        right = self._answered(call) if fault.carried_out and fault.promptly else None
        time.sleep(fault.late)
        if fault.carried_out and not fault.promptly:
            right = self._answered(call)
        with self.changed:
            self.changed.notify_all()
        return fault.reply or (right if fault.late else None)

    def _answered(self, call: Call) -> Reply:
        try:
            reply = self.answer(call)
        finally:
            with self.changed:
                self.changed.notify_all()
        return reply

    def _handler(peer) -> type[BaseHTTPRequestHandler]:  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1  # one packet for each answer: two would wait for each other
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                self._do()

            def do_POST(self) -> None:
                self._do()

            def _do(self) -> None:
                parts = urlsplit(self.path)
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                form, files = form_of(body, headers.get("content-type", ""))
                params = dict(parse_qsl(parts.query, keep_blank_values=True)) | form
                reply = peer.take(Call(self.command, parts.path, params, headers, files))
                if reply is None:
                    self.close_connection = True
                    return
                self.send_response(reply.status)
                for name, value in {"Content-Type": "application/json", **reply.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                self.wfile.write(reply.body)

            def log_message(self, *_: object) -> None:
                """Nothing: a test that fails says more."""

        return Handler
