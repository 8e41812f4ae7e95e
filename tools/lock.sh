#!/bin/sh
# Resolve the Python and tool locks again: every version with its hashes for all platforms, and no address of any index.
# For maintainers; `uv` has to be on the PATH. web/package-lock.json is resolved by npm in web/.
set -eu
cd "$(dirname "$0")/.."

command -v uv >/dev/null || { echo "waxpost: error: uv is needed to lock; install it with pipx install uv" >&2; exit 1; }

compile() {
    uv pip compile --quiet --upgrade --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
        --python-version 3.11 --custom-compile-command "make lock" "$@"
}
compile --output-file requirements/run.txt requirements/run.in
# Constrained, so that the tests run with the versions that are shipped.
compile --constraint requirements/run.txt --output-file requirements/dev.txt requirements/dev.in
# What the benchmark compares with; each in a virtual environment of its own.
compile --output-file bench/peers/snappass.txt bench/peers/snappass.in
compile --output-file bench/peers/synapse.txt bench/peers/synapse.in

npm --prefix tools install --package-lock-only --no-audit --no-fund
