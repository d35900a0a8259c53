#!/bin/bash
# A Debian 12 root with python3 and make and nothing else: does “make setup” work there?
#
#   sudo tests/drills/bare_machine.sh [FOLDER]
#
# Needs root and debootstrap (exit code 77 without them). Copies this checkout in, sets it up,
# serves the demonstration, starts the database as another user too, and looks at what is left.
# FOLDER is kept to save the next debootstrap; without it a temporary one is made and removed. What
# this machine needs to reach a package index (an index of its own; the file of its authority,
# named by BARE_AUTHORITY) is handed over for the run only.
set -euo pipefail
checkout=$(cd "$(dirname "$0")/../.." && pwd)

say() { printf '\n== %s (%ss)\n' "$1" "$SECONDS"; }
[ "$(id -u)" = 0 ] || { echo "skipped: only root can make another root"; exit 77; }
command -v debootstrap >/dev/null || { echo "skipped: debootstrap is not installed"; exit 77; }

kept=${1:-}
root=${kept:-$(mktemp -d /var/tmp/parvis-bare.XXXXXX)}
clear_up() {
  rm -rf "$root/var/lib/parvis" "$root/srv/parvis" "$root/root/.cache"
  [ -n "$kept" ] || rm -rf --one-file-system "$root"
}
trap clear_up EXIT

if [ ! -x "$root/usr/bin/make" ]; then
  say "debootstrap"
  debootstrap --variant=minbase --include=python3,make bookworm "$root" >"$root.log" 2>&1 ||
    { tail -5 "$root.log"; exit 1; }
  rm -f "$root.log"
fi

say "copying the checkout"
mkdir -p "$root/srv/parvis"
(cd "$checkout" && git ls-files -z --cached --others --exclude-standard | tar -c --null -T -) |
  tar -x -C "$root/srv/parvis"
cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
given=()
for name in PIP_INDEX_URL UV_INDEX_URL UV_DEFAULT_INDEX HTTPS_PROXY https_proxy NO_PROXY no_proxy; do
  [ -z "${!name:-}" ] || given+=("$name=${!name}")
done
if [ -n "${BARE_AUTHORITY:-}" ]; then
  cp -L "$BARE_AUTHORITY" "$root/srv/authority.pem"
  given+=("SSL_CERT_FILE=/srv/authority.pem")
else
  rm -f "$root/srv/authority.pem"
fi

cat >"$root/srv/inside.sh" <<'INSIDE'
set -eu
mount -t proc proc /proc
mkdir -p /dev/shm && mount -t tmpfs tmpfs /dev/shm
cd /srv/parvis
python3 --version
for missing in pip venv ensurepip; do
  python3 -c "import $missing" 2>/dev/null && echo "python3 brings $missing" || echo "no $missing"
done
command -v curl || echo "no curl"
ls /etc/ssl/certs 2>/dev/null | head -1 | grep -q . || echo "no certificate authorities"
make setup
.venv/bin/parvis --help >/dev/null && echo "parvis runs"
export PARVIS_IDLE_SECONDS=2
.venv/bin/parvis doctor
for start in first second; do
  before=$(date +%s)
  setsid make demo >/srv/demo.log 2>&1 &
  python3 - <<'ASK' || { cat /srv/demo.log; exit 1; }
import time, urllib.request
for _ in range(600):
    try:
        print(urllib.request.urlopen("http://localhost:8000/").status, "from the demonstration")
        break
    except OSError as error:
        last = error
        time.sleep(0.5)
else:
    raise SystemExit(f"the demonstration does not answer: {last}")
ASK
  echo "the $start start of the demonstration took $(($(date +%s) - before)) s"
  kill -TERM -$! # the whole group, as a terminal does with Ctrl-C
  wait $! || true
done
cat /srv/demo.log
echo "the same as an ordinary user"
rm -rf var/postgres && chown -R games /srv/parvis
setpriv --reuid games --regid games --clear-groups env HOME=/tmp .venv/bin/parvis doctor
sleep 6
for entry in /proc/[0-9]*; do
  if tr '\0' ' ' <"$entry/cmdline" 2>/dev/null | grep -E 'postgres|keeper|parvis serve'; then
    echo "left running: ${entry#/proc/}"; exit 1
  fi
done
echo "nothing is left running"
INSIDE

say "make setup, in there"
env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root "${given[@]}" \
  unshare --mount --pid --fork --kill-child chroot "$root" sh /srv/inside.sh
say "done"
