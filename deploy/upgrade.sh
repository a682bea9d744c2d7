#!/bin/sh
# Bring a running installation to the version that lies here, without a pause: deploy/upgrade.sh
#
# First the database, in a form that the old version also understands; then new web servers beside the old ones, which
# go when the new ones are ready; then the work in the background. Stops at the first step that fails, with everything
# that serves still serving.
set -eu
cd "$(dirname "$0")/.."

docker compose build migrate
docker compose run --rm migrate

old=$(docker compose ps --quiet web)
count=$(echo "$old" | wc -l)
docker compose up --detach --no-deps --no-recreate --scale web=$((count * 2)) --wait web
sleep 10 # the proxy looks for web servers every five seconds
# shellcheck disable=SC2086  # one word for each container
docker stop --time 40 $old
# shellcheck disable=SC2086
docker rm $old

docker compose up --detach --no-deps --wait worker beat probe
docker compose up --detach --no-deps --wait proxy
docker compose ps
