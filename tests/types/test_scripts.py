"""TypeScript finds nothing wrong with the scripts of the editor, and would find something."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

import views.editor
from tests.types.install import NotAvailableError, installed

pytestmark = pytest.mark.slow
STATIC = Path(views.editor.__file__).parent / "static"
STRICT = ["--noEmit", "--checkJs", "--allowJs", "--strict", "--target", "es2023", "--module", "esnext"]
BROWSER = ["--moduleResolution", "bundler", "--lib", "es2023,dom,dom.iterable", "--types", "", "--pretty", "false"]


@pytest.fixture
def compiler() -> Path:
    try:
        return installed() / "node_modules" / ".bin" / "tsc"
    except NotAvailableError as missing:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(missing))


def complaints(compiler: Path, folder: Path) -> str:
    scripts = sorted(str(path) for path in folder.glob("*.js"))
    command = [str(compiler), *STRICT, *BROWSER, *scripts]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout  # noqa: S603 - installed()


def test_the_editor_is_typed(compiler: Path):
    assert complaints(compiler, STATIC) == ""


def test_a_mistake_would_be_found(compiler: Path, tmp_path: Path):
    spoiled = shutil.copytree(STATIC, tmp_path / "static")
    (spoiled / "view.js").write_text(
        (STATIC / "view.js").read_text("utf-8").replace("return [(x", "return [(k"), "utf-8"
    )
    assert "Cannot find name 'k'" in complaints(compiler, spoiled)
