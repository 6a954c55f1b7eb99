"""What `make` does before anything of ours runs: on a machine that lacks something, or has its own authorities."""

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1]


def make(*words: str, **environment: str) -> str:
    """What it writes; variables of the `make` that runs these tests are left out."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS", "UV_"))}
    done = subprocess.run(  # noqa: S603 - our own Makefile.
        ["make", "--no-print-directory", *words],  # noqa: S607 - whichever make there is.
        cwd=HOUSE,
        env=inherited | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def program(path: Path, script: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def test_a_missing_browser_is_said_before_anything_takes_long(tmp_path):
    (tmp_path / ".ready").touch()
    steps = make("--dry-run", "test", f"VENV={tmp_path}", f"PYTHON={tmp_path}")
    assert 0 <= steps.index("find_chromium.sh") < steps.index("ruff")


def test_a_browser_that_is_not_there_is_named_with_what_to_type():
    ended = subprocess.run(  # noqa: S603 - our own script.
        [HOUSE / "tests" / "find_chromium.sh"],
        env=os.environ | {"LABELBOT_CHROMIUM": "/nowhere/chrome"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "/nowhere/chrome" in ended.stderr
    assert re.search(r"^ .*sudo apt-get install .*chromium", ended.stderr, re.MULTILINE)


@pytest.mark.parametrize(
    ("words", "environment", "trusts"),
    [
        (["CERTIFICATES=/etc/ssl/certs/ca-certificates.crt"], {}, "true"),
        (["CERTIFICATES="], {}, "false"),
        (["CERTIFICATES=/x"], {"UV_SYSTEM_CERTS": "false"}, "false"),
    ],
    ids=["a system's list", "no list", "somebody knows better"],
)
def test_setup_trusts_whom_the_system_trusts(tmp_path, words, environment, trusts):
    program(tmp_path / "path" / "uv", f'echo "$UV_SYSTEM_CERTS" >> {tmp_path}/trusted')
    program(tmp_path / "venv" / "bin" / "python", "exit 0")
    path = f"{tmp_path / 'path'}:{os.environ['PATH']}"
    make("setup", f"VENV={tmp_path / 'venv'}", f"PYTHON={tmp_path}", *words, PATH=path, **environment)
    assert set((tmp_path / "trusted").read_text().split()) == {trusts}


def test_what_the_project_leaves_out_is_not_locked():
    left_out = tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))["tool"]["uv"]["exclude-dependencies"]
    for lock in ("requirements.lock", "requirements-mutation.lock"):
        locked = re.findall(r"^([\w.-]+)==", (HOUSE / lock).read_text("utf-8"), re.MULTILINE)
        assert len(locked) > 5
        assert not set(locked) & set(left_out)
