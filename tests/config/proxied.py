"""A production installation for tests: an nginx with the repository's template before two web servers."""

from __future__ import annotations

import json
import os
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from config import alive, proxy
from config.embedded.processes import LOOPBACK, dies_with_parent, free_port
from config.env import ROOT

SOON = 180.0  # seconds a machine under load may take
HOST = "localhost"
TOKEN = "a-token-of-the-tests"


def eventually(true: Callable[[], bool], why: str) -> None:
    until = time.monotonic() + SOON
    while not true():
        assert time.monotonic() < until, why
        time.sleep(0.05)


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Web:
    """One web server of the installation."""

    port: int
    var: Path
    process: subprocess.Popen[bytes]

    def lines(self) -> Iterator[dict[str, Any]]:
        for text in (self.var / "log").read_text().splitlines():
            yield json.loads(text)

    def kill(self) -> None:
        """End it with all its processes, as a machine does that loses its power."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@dataclass
class Site:
    """The installation: the proxy's ports and the web servers behind them."""

    folder: Path
    http: int = field(default_factory=free_port)
    https: int = field(default_factory=free_port)
    health: int = field(default_factory=free_port)
    webs: list[Web] = field(default_factory=list)

    def connect(self, source: str = LOOPBACK) -> HTTPSConnection:
        trust = ssl.create_default_context(cafile=str(self.folder / "certificate.pem"))
        return HTTPSConnection(HOST, self.https, timeout=60, context=trust, source_address=(source, 0))

    def ask(
        self, path: str, method: str = "GET", *, source: str = LOOPBACK, body: Any = None, **headers: str
    ) -> Answer:
        """One request over TLS; an underscore in a header's name stands for a hyphen."""
        connection = self.connect(source)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, body=body, headers=named)
            return answer_of(connection.getresponse())
        finally:
            connection.close()

    def ask_plainly(self, path: str, port: int, **headers: str) -> Answer:
        """One request without TLS."""
        connection = HTTPConnection(HOST, port, timeout=60)
        try:
            connection.request("GET", path, headers=headers)
            return answer_of(connection.getresponse())
        finally:
            connection.close()

    def logged(self, answer: Answer) -> dict[str, Any]:
        """What Baro's log says of the request that was answered so."""
        return self._line(answer, lambda: [line for web in self.webs for line in web.lines() if "route" in line])

    def passed(self, answer: Answer) -> dict[str, Any]:
        """What the proxy's log says of it."""
        log = self.folder / "access.log"
        return self._line(answer, lambda: [json.loads(text) for text in log.read_text().splitlines()])

    def _line(self, answer: Answer, lines: Callable[[], list[dict[str, Any]]]) -> dict[str, Any]:
        """The line of this request; a log is written a moment after its answer."""
        name = answer.headers["x-request-id"]
        found: list[dict[str, Any]] = []

        def written() -> bool:
            found.extend(line for line in lines() if line.get("request_id") == name)
            return bool(found)

        eventually(written, f"no line of {name}")
        return found[0]


def answer_of(response: HTTPResponse) -> Answer:
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Answer(response.status, headers, response.read())


@contextmanager
def running_site(folder: Path, database_url: str) -> Iterator[Site]:
    """Two web servers on this database and a proxy before them; nothing is left of them afterwards."""
    site = Site(folder)
    nginx = None
    try:
        site.webs = [_web(folder / f"web-{number}", database_url) for number in (1, 2)]
        nginx = _nginx(site)
        eventually(lambda: all(alive.page_answers(web.port) for web in site.webs), f"see the logs in {folder}")
        eventually(lambda: _gives_204(site.health), f"see the log in {folder}")
        yield site
    finally:
        for one in [web.process for web in site.webs] + ([nginx] if nginx else []):
            if one.poll() is None:
                os.killpg(one.pid, signal.SIGKILL)
            one.wait()


def _gives_204(port: int) -> bool:
    try:
        return Site(Path()).ask_plainly("/", port).status == 204
    except OSError:
        return False


def _web(var: Path, database_url: str) -> Web:
    var.mkdir()
    port = free_port()
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("BARO_", "DATABASE", "CELERY", "DJANGO"))}
    production = {
        "BARO_MODE": "production",
        "BARO_VAR": str(var),
        "BARO_SECRET_KEY": "the same key for all web servers of one installation",
        "BARO_HOSTS": HOST,
        "BARO_TRUSTED_PROXIES": LOOPBACK,
        "BARO_METRICS_TOKEN": TOKEN,
        "BARO_PORT": str(port),
        "BARO_WEB_WORKERS": "1",
        "DATABASE_URL": database_url,
        "CELERY_BROKER_URL": "memory://",
    }
    with (var / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "config.process", "web"],
            cwd=ROOT,
            env=inherited | production,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=dies_with_parent(signal.SIGTERM),
        )
    return Web(port, var, process)


def _nginx(site: Site) -> subprocess.Popen[bytes]:
    folder = site.folder
    _certificate(folder)
    for name in ("cache", "body", "other"):
        (folder / name).mkdir()
    values = {
        "BARO_PROXY_HOST": HOST,
        "BARO_PROXY_HTTP": f"{LOOPBACK}:{site.http}",
        "BARO_PROXY_HTTPS": f"{LOOPBACK}:{site.https}",
        "BARO_PROXY_HEALTH": str(site.health),
        "BARO_PROXY_UPSTREAMS": proxy.upstreams(*(f"{LOOPBACK}:{web.port}" for web in site.webs)),
        "BARO_PROXY_CERTIFICATE": str(folder / "certificate.pem"),
        "BARO_PROXY_KEY": str(folder / "key.pem"),
        "BARO_PROXY_CACHE": str(folder / "cache"),
        "BARO_PROXY_PAGES": str(proxy.PAGES),
        "BARO_PROXY_LOG": str(folder / "access.log"),
    }
    temporary = [f"{kind}_temp_path {folder}/other/{kind};" for kind in ("proxy", "fastcgi", "uwsgi", "scgi")]
    main = [
        "daemon off; worker_processes 1; pid nginx.pid; error_log nginx.log;",
        "user root;" if os.geteuid() == 0 else "",
        "events { worker_connections 256; }",
        "http { default_type application/octet-stream; types { text/html html; }",
        f"client_body_temp_path {folder}/body;",
        *temporary,
        "include baro.conf; }",
    ]
    (folder / "baro.conf").write_text(proxy.filled(values))
    (folder / "nginx.conf").write_text("\n".join(main))
    program = proxy.find()
    assert program is not None
    with (folder / "nginx.log").open("wb") as log:
        return subprocess.Popen(
            [program, "-p", str(folder), "-c", "nginx.conf"],
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=dies_with_parent(signal.SIGTERM),
        )


def _certificate(folder: Path) -> None:
    """A certificate for this machine, signed by itself, for an hour."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(private)
