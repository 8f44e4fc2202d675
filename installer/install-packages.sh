#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# install-packages.sh SECTION…: installs what is missing of the named sections of debian-packages.txt.
# As root, or with sudo. Quick and silent when nothing is missing.
set -eu
list=$(dirname "$0")/debian-packages.txt

wanted() { # the lines of one section
    awk -v section="[$1]" '/^\[/ { inside = ($0 == section); next } inside && NF && !/^#/' "$list"
}

missing=
for section in "$@"; do
    missing="$missing $(wanted "$section" | while read -r package program; do
        if [ -n "$program" ] && command -v "$program" >/dev/null 2>&1; then continue; fi
        state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) || state=
        [ "$state" = installed ] || printf '%s ' "$package"
    done)"
done
missing=$(echo $missing)
[ -n "$missing" ] || exit 0

fail() {
    echo "codex-plus: $1" >&2
    exit 1
}

command -v apt-get >/dev/null 2>&1 ||
    fail "this system has no apt-get; install what corresponds to these Debian packages and run again: $missing"
as_root=
if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null 2>&1 ||
        fail "packages are missing and there is no sudo; run as root: apt-get install --no-install-recommends $missing"
    as_root=sudo
fi
echo "Installing: $missing"
$as_root apt-get update -q || fail "apt-get update failed (see above; check the network and /etc/apt/sources.list)"
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing ||
    fail "apt-get could not install the packages (see above); needed are: $missing"
