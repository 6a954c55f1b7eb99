import hashlib
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from domain.errors import NotFound
from store.files import Files

CONTENT = b"any bytes"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path / "inputs")


def test_content_is_found_by_its_hash(files, tmp_path):
    assert files.keep(CONTENT) == SHA256
    assert files.path(SHA256).read_bytes() == CONTENT
    assert files.path(SHA256).is_relative_to(tmp_path / "inputs" / SHA256[:2])


def test_the_same_content_is_kept_once(files, tmp_path):
    files.keep(CONTENT)
    before = files.path(SHA256).stat()
    files.keep(CONTENT)
    assert files.path(SHA256).stat().st_ino == before.st_ino
    assert sum(path.is_file() for path in tmp_path.rglob("*")) == 1


def test_a_thumbnail_lies_apart_and_can_be_made_again(files):
    files.keep(CONTENT)
    files.keep_thumbnail(SHA256, b"small")
    files.keep_thumbnail(SHA256, b"smaller")
    assert files.thumbnail_path(SHA256).read_bytes() == b"smaller"
    assert files.path(SHA256).read_bytes() == CONTENT


@pytest.mark.parametrize("name", ["", "../../etc/passwd", SHA256.upper(), SHA256 + "\n", SHA256[:-1], f"{SHA256}/x"])
def test_nothing_else_can_be_named(files, name):
    with pytest.raises(NotFound):
        files.path(name)
    with pytest.raises(NotFound):
        files.thumbnail_path(name)


def test_a_failed_write_leaves_nothing(files, tmp_path):
    with pytest.raises(TypeError):
        files.keep_thumbnail(SHA256, "text instead of bytes")
    assert not any(path.is_file() for path in tmp_path.rglob("*"))


def test_only_the_owner_may_read(files):
    files.keep(CONTENT)
    assert stat.S_IMODE(files.path(SHA256).stat().st_mode) == 0o600


def test_many_may_write_the_same_at_once(files, tmp_path):
    contents = [bytes([number % 3]) * 100_000 for number in range(60)]
    with ThreadPoolExecutor(8) as pool:
        hashes = set(pool.map(files.keep, contents))
    assert len(hashes) == 3
    assert {files.path(one).stat().st_size for one in hashes} == {100_000}
    assert sum(path.is_file() for path in tmp_path.rglob("*")) == 3


def test_drawings_lie_apart_and_go(files):
    digest = "0a" * 16
    files.keep_drawing(digest, b"drawn")
    assert files.drawing_path(digest).read_bytes() == b"drawn"
    for _ in range(2):
        files.drop_drawing(digest)
        assert not files.drawing_path(digest).exists()
    for odd in ("../" + digest, digest.upper(), "0a" * 15, SHA256):
        with pytest.raises(NotFound):
            files.drawing_path(odd)
