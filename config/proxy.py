"""The proxy before Baro: its configuration from the one template, and an nginx to try it with.

``python -m config.proxy`` finds an nginx for the tests, taking Debian's where we may. ``python -m config.proxy fill``
prints the template filled in from the environment, for an nginx without a container; ``docker-compose.yml`` fills it in
by the nginx image's own means.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from config import debian, env

TEMPLATE = env.ROOT / "deploy" / "nginx" / "baro.conf.template"
PAGES = env.ROOT / "templates"
UNPACKED = env.ROOT / "var" / "nginx"
_WORD = re.compile(r"\$\{(BARO_[A-Z_]+)\}")


def words() -> set[str]:
    """The names that the template wants filled in."""
    return set(_WORD.findall(TEMPLATE.read_text()))


def filled(values: Mapping[str, str]) -> str:
    """The template with these values; nginx's own variables stay as they are. Raises KeyError when one is missing."""
    return _WORD.sub(lambda found: values[found.group(1)], TEMPLATE.read_text())


def upstreams(*addresses: str) -> str:
    """The web servers, one after the other; one that fails is left alone for two seconds."""
    return " ".join(f"server {address} max_fails=1 fail_timeout=2s;" for address in addresses)


def find() -> str | None:
    """The path of an nginx: the system's, else the one unpacked; ``None`` if there is none."""
    places = [shutil.which("nginx"), *(str(folder / "usr/sbin/nginx") for folder in (Path("/"), UNPACKED))]
    return next((place for place in places if place and os.access(place, os.X_OK)), None)


def main(asked: list[str]) -> int:
    """Have an nginx, or say loudly that its tests won't run; with ``CI=true`` that is a failure."""
    if asked == ["fill"]:
        missing = sorted(words() - os.environ.keys())
        if missing:
            raise SystemExit(f"Name these in the environment: {', '.join(missing)}.")
        sys.stdout.write(filled(os.environ))
        return 0
    if find() is None:
        debian.unpack("nginx", UNPACKED)
    if find() is not None:
        return 0
    print("!!! NO NGINX: the tests of the proxy are left out. Install it. !!!")
    return 1 if os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
