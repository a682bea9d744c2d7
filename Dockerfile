# syntax=docker/dockerfile:1
# One image for web, worker, beat, migrate and commands: `docker build --tag baro .`, for amd64 and arm64 alike.

# The front end's files are the same for every machine: made once, on the builder's own.
FROM --platform=$BUILDPLATFORM node:22.21.0-bookworm-slim AS front
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN mkdir -p var/assets && npm run build

# What Baro runs on, each package by its hash; nothing of tests, nothing of the embedded servers.
FROM python:3.11.14-slim-bookworm AS packages
COPY requirements-server.lock /
RUN python -m venv /opt/baro \
    && /opt/baro/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --no-deps \
        --requirement /requirements-server.lock

FROM python:3.11.14-slim-bookworm
# pg_dump and pg_restore of the server's own version, from PostgreSQL's archive, which postgresql-common names.
# Debian keeps one version of a package: a pinned one would be gone at its next security update.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates postgresql-common \
    && /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y \
    && apt-get install --yes --no-install-recommends postgresql-client-18 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --no-log-init --uid 10001 --user-group --no-create-home --home-dir /app --shell /usr/sbin/nologin baro
ENV PATH=/opt/baro/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
COPY --from=packages /opt/baro /opt/baro
WORKDIR /app
COPY . .
COPY --from=front /app/var/assets var/assets
# Catalogues and static files are part of the image. Baro itself can write nowhere but below /var/lib/baro and /tmp.
RUN BARO_VAR=/tmp/build python -m config.launcher.assets \
    && rm -rf /tmp/build \
    && python -m compileall -q . \
    && install --directory --owner=10001 --group=10001 /var/lib/baro /var/lib/baro/files /var/lib/baro/run /var/lib/baro/probe /backups
ENV BARO_MODE=production BARO_VAR=/var/lib/baro BARO_BIND=0.0.0.0
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=6s --start-period=60s --retries=3 CMD ["python", "-m", "config.alive", "web"]
ENTRYPOINT ["python", "-m", "config.process"]
CMD ["web"]
