"""The folders that hold what npm brings, outside of the repository: here the compiler and Slack's types."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
PINNED = ("package.json", "package-lock.json")


class NotAvailableError(Exception):
    """Says what is missing, for the line that a skipped test shows."""


def installed(pinned: Path = HERE) -> Path:
    """One folder for each lock: made once, by whoever is first. `pinned`: where package.json and its lock are."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise NotAvailableError("Node.js and npm are needed for what these tests are judged by.")
    digest = hashlib.sha256(b"".join((pinned / name).read_bytes() for name in PINNED)).hexdigest()[:16]
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "labelbot"
    folder = cache / f"{pinned.name}-{digest}"
    if not folder.exists():
        cache.mkdir(parents=True, exist_ok=True)
        _install(npm, pinned, folder)
    return folder


def _install(npm: str, pinned: Path, folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f"{pinned.name}-") as made:
        for name in PINNED:
            shutil.copy(pinned / name, made)
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=0"]
        done = subprocess.run(command, cwd=made, capture_output=True, text=True, check=False)  # noqa: S603 - our own lock
        if done.returncode:
            last = (done.stderr.strip() or done.stdout.strip() or "it says nothing").splitlines()[-1]
            raise NotAvailableError(f"npm could not install what {pinned.name} needs: {last}")
        try:
            Path(made).rename(folder)
        except OSError:
            if not folder.exists():  # Another process was quicker, and its folder is as good.
                raise
