#!/usr/bin/env bash
# Debian's Firefox for one walk through the editor: found, or installed where we are root. Without it that walk is skipped, and says so.
set -euo pipefail
[ -x "${LABELBOT_FIREFOX:-/usr/bin/firefox-esr}" ] && exit 0
if [ "$(id -u)" = 0 ] && [ -z "${LABELBOT_FIREFOX:-}" ] && command -v apt-get >/dev/null; then
  echo "Installing Debian's Firefox for the editor's tests ..."
  apt-get update -qq || exit 0
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends firefox-esr >/dev/null || exit 0
fi
