#!/usr/bin/env bash
# Debian's Chromium for the browser tests: found, installed where we are root, or asked for with the one command to type.
set -euo pipefail
browser="${LABELBOT_CHROMIUM:-/usr/bin/chromium}"
[ -x "$browser" ] && exit 0
install="sudo apt-get install --no-install-recommends chromium fonts-noto-color-emoji"
if [ -n "${LABELBOT_CHROMIUM:-}" ]; then
  echo "LABELBOT_CHROMIUM names $browser, and there is no program of that name. Name another one, or use Debian's:" >&2
  echo "  unset LABELBOT_CHROMIUM; $install" >&2
  exit 1
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing Debian's Chromium for the browser tests ..."
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-color-emoji >/dev/null
  exit 0
fi
echo "The browser tests need Chromium. Install it with this command, then run make test again:" >&2
echo "  $install" >&2
exit 1
