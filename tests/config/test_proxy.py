"""The proxy of docker-compose.yml, from the same template, before two web servers in production mode."""

from __future__ import annotations

import json
import re
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from django.conf import settings

from config import proxy
from config.embedded.postgres import APPLICATION
from config.env import ROOT
from config.launcher import assets
from core import clock
from tests.config.proxied import TOKEN, Site, answer_of, running_site
from tests.database import Clones

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("processes")]

PAGE = "/accounts/login/"
OTHER_MACHINE = "127.0.0.9"  # an address of this machine that is not the proxy's
LONG_AGO = "t=1000000000.000"


@pytest.fixture(scope="module")
def site(clones: Clones, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One installation for the whole module; starting it is the costly part. The last tests take it down."""
    if assets.stale():
        subprocess.run([sys.executable, "-m", "config.launcher.assets"], cwd=ROOT, check=True)
    with (
        clones.clone() as name,
        running_site(tmp_path_factory.mktemp("site"), clones.access.url(APPLICATION, name)) as up,
    ):
        yield up


def test_the_template_limits_bodies_as_baro_does() -> None:
    (limit,) = re.findall(r"client_max_body_size (\d+)m;", proxy.TEMPLATE.read_text())
    assert int(limit) * 1024 * 1024 == settings.BARO_MAX_BODY_BYTES


def test_a_word_that_nobody_fills_in_is_refused() -> None:
    with pytest.raises(KeyError, match="BARO_PROXY"):
        proxy.filled({})


def test_the_template_is_printed_filled_in(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="BARO_PROXY_CACHE, BARO_PROXY_CERTIFICATE"):
        proxy.main(["fill"])
    for word in proxy.words():
        monkeypatch.setenv(word, f"of-{word}")
    assert proxy.main(["fill"]) == 0
    assert "server_name of-BARO_PROXY_HOST;" in capsys.readouterr().out


def test_a_page_comes_over_tls_with_its_headers(site: Site) -> None:
    answer = site.ask(PAGE)
    assert answer.status == 200
    assert answer.headers["strict-transport-security"].startswith("max-age=31536000; includeSubDomains")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["server"] == "nginx"
    for cookie in re.findall(r"\w+=[^;]+;[^,]*(?:,[^;,]*;[^,]*)*", answer.headers.get("set-cookie", "")):
        assert "Secure" in cookie


def test_old_tls_and_other_names_get_no_answer(site: Site) -> None:
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    with socket.create_connection(("127.0.0.1", site.https)) as plain, pytest.raises(ssl.SSLError):
        old.wrap_socket(plain, server_hostname="another.example.org")


def test_without_tls_one_is_led_to_it(site: Site) -> None:
    answer = site.ask_plainly(f"{PAGE}?next=/", site.http)
    assert (answer.status, answer.headers["location"]) == (301, f"https://localhost{PAGE}?next=/")


def test_the_proxy_says_when_a_request_arrived_and_nobody_else(site: Site) -> None:
    before = clock.system_now()
    line = site.logged(site.ask(PAGE, X_Request_Start=LONG_AGO))
    arrived = datetime.fromisoformat(line["arrived_at"])
    assert abs((arrived - before).total_seconds()) < 5


def test_a_long_upload_counts_from_its_beginning(site: Site) -> None:
    connection = site.connect()
    connection.putrequest("POST", PAGE)
    connection.putheader("Content-Length", "4")
    connection.endheaders()
    sent = clock.system_now()
    time.sleep(0.8)
    connection.send(b"a=bc")
    line = site.logged(answer_of(connection.getresponse()))
    connection.close()
    assert (datetime.fromisoformat(line["arrived_at"]) - sent).total_seconds() < 0.5
    assert line["status"] == 403  # it carried no token


def test_nobody_passes_for_another_address(site: Site) -> None:
    answer = site.ask(
        PAGE, source=OTHER_MACHINE, X_Forwarded_For="8.8.8.8", Forwarded="for=8.8.8.8", X_Real_IP="8.8.8.8"
    )
    assert site.logged(answer)["address"] == OTHER_MACHINE


def test_a_request_has_one_name_in_both_logs(site: Site) -> None:
    answer = site.ask(PAGE, X_Request_Id="f" * 32)
    assert answer.headers["x-request-id"] != "f" * 32
    assert (site.passed(answer)["status"], site.logged(answer)["status"]) == (200, 200)


def test_the_keys_of_reset_addresses_stand_in_no_log(site: Site) -> None:
    answer = site.ask("/accounts/password/reset/key/1-geheim/?next=geheim")
    assert site.passed(answer)["path"] == "/accounts/password/reset/key/"
    site.logged(answer)
    written = (site.folder / "access.log").read_text() + "".join((web.var / "log").read_text() for web in site.webs)
    assert "geheim" not in written


@pytest.mark.parametrize(
    ("path", "kind"), [("/proposals/", "text/html"), ("/api/v1/proposals/", "application/problem+json")]
)
def test_a_body_past_all_measure_is_refused_in_baros_words(site: Site, path: str, kind: str) -> None:
    connection = site.connect()
    connection.putrequest("POST", path)
    connection.putheader("Content-Length", str(settings.BARO_MAX_BODY_BYTES + 1))
    connection.endheaders()
    answer = answer_of(connection.getresponse())
    connection.close()
    assert (answer.status, answer.headers["content-type"].split(";")[0]) == (413, kind)
    assert re.search(r"60(\.0)?.MB", answer.text)
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_client_can_not_call_its_own_request_refused(site: Site) -> None:
    assert site.ask(PAGE, X_Body_Refused="unknown").status == 200


def test_static_files_are_kept_for_ever_and_compressed(site: Site) -> None:
    (address,) = re.findall(r'href="(/static/css/baro\.[0-9a-f]+\.css)"', site.ask(PAGE).text)
    for _ in range(2):
        answer = site.ask(address, Accept_Encoding="br")
        assert answer.status == 200
        assert answer.headers["cache-control"] == "max-age=315360000, public, immutable"
        assert answer.headers["content-encoding"] == "br"
    assert site.ask("/static/css/none.css").status == 404


def test_figures_are_read_from_inside_with_the_token(site: Site) -> None:
    bearer = f"Bearer {TOKEN}"
    assert site.ask("/metrics/", Authorization=bearer).status == 404
    inside = site.ask_plainly("/metrics/", site.webs[0].port, Authorization=bearer)
    assert inside.status == 200
    assert 'baro_requests_total{method="GET",route="account_login",status="200"}' in inside.text


def test_a_web_server_is_killed_and_nobody_notices(site: Site) -> None:
    until = time.monotonic() + 1.5

    def keep_asking(_: int) -> list[int]:
        found = []
        while time.monotonic() < until:
            found.append(site.ask(PAGE).status)
        return found

    with ThreadPoolExecutor(4) as people:
        asked = [people.submit(keep_asking, number) for number in range(4)]
        time.sleep(0.5)
        site.webs[0].kill()
        statuses = [status for one in asked for status in one.result()]
    assert len(statuses) > 10
    assert set(statuses) == {200}


def test_without_any_web_server_the_proxy_says_so_itself(site: Site) -> None:
    (address,) = re.findall(r'href="(/static/css/baro\.[0-9a-f]+\.css)"', site.ask(PAGE).text)
    assert site.ask(address).status == 200
    site.webs[1].kill()
    page = site.ask(PAGE)
    assert (page.status, page.headers["retry-after"]) == (503, "5")
    assert "지금은 응답할 수 없습니다" in page.text
    problem = site.ask("/api/v1/proposals/")
    assert (problem.status, json.loads(problem.body)["type"]) == (503, "urn:baro:http.unavailable")
    assert site.ask(address).status == 200  # kept by the proxy
