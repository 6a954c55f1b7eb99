import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from domain.intake import Refused
from domain.model import InputKind
from services.intake import archives
from services.intake.archives import cleaned, members
from services.intake.reading import Reading
from services.intake.taking import BadFile, LooseFile, take
from tests.assist.films import film
from tests.assist.pictures import picture


def pack(path: Path, files: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", how) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def bring_in(tmp_path: Path, archive: Path, column: str | None = None) -> tuple[list, dict[str, str]]:
    """What was taken, and name -> reason of what was refused."""
    inputs = tmp_path / "inputs"
    items = Reading(LooseFile(archive, archive.name), inputs / "incoming", column).items()
    found = [one if not hasattr(one, "opened") else take(inputs, one) for one in items]
    refused = {one.name: one.reason for one in found if isinstance(one, Refused)}
    return [one for one in found if not isinstance(one, Refused)], refused


def whole_refusal(path: Path) -> str:
    with pytest.raises(BadFile) as bad:
        members(path, path.name)
    return bad.value.reason


def test_pictures_videos_and_texts_come_out_of_a_zip(tmp_path):
    files = {
        "deep/a.png": picture(1),
        "b.mp4": film(tmp_path / "b.mp4").read_bytes(),
        "texts.csv": b"text\none\ntwo\n",
        "lines.txt": "drei\n".encode("latin-1"),
        "__MACOSX/a.png": b"no picture",
        ".DS_Store": b"nothing",
        "empty/": b"",
    }
    taken, refused = bring_in(tmp_path, pack(tmp_path / "all.zip", files))
    assert refused == {}
    assert [(one.name, one.kind) for one in taken] == [
        ("all.zip/deep/a.png", InputKind.IMAGE),
        ("all.zip/b.mp4", InputKind.VIDEO),
        ("all.zip/texts.csv line 2", InputKind.TEXT),
        ("all.zip/texts.csv line 3", InputKind.TEXT),
        ("all.zip/lines.txt line 1", InputKind.TEXT),
    ]
    assert not list((tmp_path / "inputs" / "incoming").iterdir())


def test_what_can_not_be_used_is_refused_by_its_name_and_the_rest_comes_out(tmp_path):
    inner = pack(tmp_path / "inner.zip", {"a.png": picture(2)}).read_bytes()
    files = {
        "good.png": picture(1),
        "cut.png": picture(1)[:60],
        "inner.zip": inner,
        "paper.pdf": b"%PDF",
        "script.sh": b"rm -rf",
        "two.csv": b"a,b\n1,2\n",
        "empty.csv": b"",
    }
    taken, refused = bring_in(tmp_path, pack(tmp_path / "a.zip", files))
    assert [one.name for one in taken] == ["a.zip/good.png"]
    assert refused.pop("a.zip/cut.png").startswith("is broken or cut off")
    assert refused == {
        "a.zip/inner.zip": "is a zip within a zip. Unpack it first.",
        "a.zip/paper.pdf": "is of a kind that isn't taken. Save it as CSV or as plain text.",
        "a.zip/script.sh": "is of a kind that isn't taken.",
        "a.zip/two.csv": "has several columns: a, b. Say which one holds the texts.",
        "a.zip/empty.csv": "is empty: its first line must name the columns.",
    }


def test_the_column_counts_for_the_tables_in_it_too(tmp_path):
    taken, refused = bring_in(tmp_path, pack(tmp_path / "a.zip", {"two.csv": b"a,b\n1,2\n"}), "b")
    assert ([one.text for one in taken], refused) == (["2"], {})


def test_a_zip_within_a_zip_is_refused_whatever_it_is_called(tmp_path):
    inner = pack(tmp_path / "inner.zip", {"a.png": picture(2)}).read_bytes()
    _, refused = bring_in(tmp_path, pack(tmp_path / "a.zip", {"inner.dat": inner, "inner.png": inner}))
    assert refused["a.zip/inner.dat"] == "is of a kind that isn't taken."
    assert refused["a.zip/inner.png"] == "holds something that is no JPEG, PNG, WebP or GIF."


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    flat = pack(tmp_path / "flat.zip", {"a.txt": b"0" * 20_000_000})
    assert whole_refusal(flat) == "unpacks to more than 200 times its size, as zip bombs do."
    beside = pack(tmp_path / "beside.zip", {"a.txt": b"0" * 20_000_000})
    with zipfile.ZipFile(beside, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("b.png", picture(1) + b"x" * 500_000)
    found, refused = members(beside, "z")
    assert [one.name for one in found] == ["z/b.png"]
    assert [one.name for one in refused] == ["z/a.txt"]


def test_a_picture_bomb_in_a_zip_is_refused_by_its_pixels(tmp_path):
    rows = zlib.compress(bytes(1 + 30_000 // 8) * 30_000, 9)

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    _, refused = bring_in(tmp_path, pack(tmp_path / "a.zip", {"bomb.png": png}))
    assert "pixels" in refused["a.zip/bomb.png"]


def test_files_that_lie_over_each_other_are_a_bomb_too(tmp_path):
    """One kernel of zeros that many entries point to."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"0" * 200_000)
        only = archive.infolist()[0]
        for number in range(5_000):
            again = zipfile.ZipInfo(f"{number}.txt")
            again.compress_type, again.CRC = only.compress_type, only.CRC
            again.file_size, again.compress_size, again.header_offset = only.file_size, only.compress_size, 0
            archive.filelist.append(again)
    (tmp_path / "a.zip").write_bytes(whole.getvalue())
    assert "as zip bombs do" in whole_refusal(tmp_path / "a.zip")


@pytest.mark.parametrize(
    ("limit", "value", "reason"),
    [
        ("MOST_ENTRIES", 2, "holds more than 2 files. Pack them into several zips."),
        ("MOST_UNPACKED", 10, "unpacks to more than 0 GB. Pack it into several zips."),
        ("_LARGEST_LIST", 100, "holds more than 20,000 files. Pack them into several zips."),
    ],
)
def test_too_many_files_too_much_in_all_and_too_long_a_list(tmp_path, monkeypatch, limit, value, reason):
    path = pack(tmp_path / "a.zip", {f"{number}.txt": b"hello" for number in range(3)})
    monkeypatch.setattr(archives, limit, value)
    assert whole_refusal(path) == reason


def test_what_is_too_large_by_itself(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MOST_BYTES", 4)
    _, refused = members(pack(tmp_path / "a.zip", {"a.txt": b"hello"}), "a.zip")
    assert [one.reason for one in refused] == ["is too large: more than 0 MB."]


def test_an_encrypted_file_is_refused(tmp_path):
    path = pack(tmp_path / "a.zip", {"a.txt": b"hello"})
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    _, (refused,) = members(path, "a.zip")
    assert (refused.name, refused.reason) == ("a.zip/a.txt", "is encrypted. Pack it without a password.")


def test_unusual_packing_and_links_are_refused(tmp_path):
    _, (refused,) = members(pack(tmp_path / "a.zip", {"a.txt": b"hello"}, zipfile.ZIP_LZMA), "a.zip")
    assert refused.reason == "is packed in an unusual way. Pack it as a plain zip."
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        link = zipfile.ZipInfo("a.png")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert members(tmp_path / "b.zip", "b.zip")[1][0].reason == "is a link."


def test_one_that_unpacks_to_more_than_it_says_is_refused(tmp_path):
    path = pack(tmp_path / "a.zip", {"a.png": picture(1) + b"x" * 5_000})
    content = bytearray(path.read_bytes())
    at = content.index(b"PK\x01\x02")
    content[at + 24 : at + 28] = (60).to_bytes(4, "little")
    path.write_bytes(content)
    taken, refused = bring_in(tmp_path, path)
    assert (taken, list(refused)) == ([], ["a.zip/a.png"])


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 and nothing more", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_zip_or_an_empty_one(tmp_path, content):
    (tmp_path / "a.zip").write_bytes(content)
    assert "no zip" in whole_refusal(tmp_path / "a.zip") or whole_refusal(tmp_path / "a.zip") == "is an empty zip."


def test_a_way_out_of_the_folder_leads_nowhere(tmp_path):
    files = {"../../evil.png": picture(1), "/etc/b.png": picture(2), "C:\\c\\d.png": picture(3)}
    taken, _ = bring_in(tmp_path, pack(tmp_path / "a.zip", files))
    assert [one.name for one in taken] == ["a.zip/evil.png", "a.zip/etc/b.png", "a.zip/c/d.png"]
    assert not list(tmp_path.parent.glob("evil*"))


@given(st.text(max_size=30))
def test_names_are_cleaned_whatever_they_are(name):
    parts = cleaned(name).split("/")
    assert parts
    assert not {"", "..", "."} & set(parts)
    assert all(part.isprintable() and not part.endswith(":") for part in parts)


def test_a_reading_goes_on_where_it_was(tmp_path):
    files = {"a.csv": b"text\n1\n2\n", "b.png": picture(1), "c.zip": b"PK", "d.csv": b"text\n3\n"}
    file = LooseFile(pack(tmp_path / "a.zip", files), "a.zip")

    def names() -> list[str]:
        return [one.name for one in Reading(file, tmp_path / "scratch").items()]

    assert names() == names()
    assert len(names()) == 5
    assert Reading(file, tmp_path / "scratch").count() == 4


def test_a_web_page_is_no_file(tmp_path):
    (tmp_path / "a.png").write_bytes(b"<!DOCTYPE html><title>Sign in</title>")
    _, refused = bring_in(tmp_path, tmp_path / "a.png")
    assert refused == {"a.png": "holds a web page, perhaps one that asks to sign in."}
