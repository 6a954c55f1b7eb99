"""What a file is, by its name and by how it begins."""

from enum import Enum
from pathlib import PurePath

from assist.images import SUFFIXES as PICTURES, looks_like_picture
from assist.videos import SUFFIXES as VIDEOS, looks_like_video

HEAD = 512
"""So many bytes tell."""
TEXTS = {".csv", ".tsv", ".jsonl", ".ndjson", ".txt"}
_OTHERS = {
    "Save it as JPEG or PNG.": {".avif", ".bmp", ".heic", ".heif", ".jp2", ".jxl", ".svg", ".tif", ".tiff"},
    "Save it as MP4 or WebM.": {".avi", ".flv", ".m4v", ".mkv", ".mov", ".mpeg", ".mpg", ".ogv", ".wmv"},
    "Save it as CSV or as plain text.": {".doc", ".docx", ".html", ".json", ".ods", ".odt", ".pdf", ".xls", ".xlsx"},
    "Pack it as a zip.": {".7z", ".bz2", ".gz", ".rar", ".tar", ".tgz", ".xz", ".zst"},
}
_MIMETYPES = {
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "application/jsonl": ".jsonl",
    "application/x-ndjson": ".jsonl",
    "application/x-jsonlines": ".jsonl",
    "text/plain": ".txt",
}


class Kind(Enum):
    PICTURE = "picture"
    VIDEO = "video"
    TEXTS = "texts"
    ZIP = "zip"
    OTHER = "other"


def kind_of(name: str, head: bytes) -> Kind:
    """By the name where it says, so that what is mislabeled is named as that; else by the first bytes."""
    suffix = PurePath(name).suffix.lower()
    if suffix in PICTURES or (suffix not in VIDEOS and looks_like_picture(head)):
        return Kind.PICTURE
    if suffix in VIDEOS or (looks_like_video(head) and not advice(name)):
        return Kind.VIDEO
    if suffix == ".zip" or is_zip(head):
        return Kind.ZIP
    return Kind.TEXTS if suffix in TEXTS else Kind.OTHER


def advice(name: str) -> str | None:
    """What to do with a file of a kind that isn't taken; None for what nobody would expect to be taken."""
    suffix = PurePath(name).suffix.lower()
    return next((said for said, suffixes in _OTHERS.items() if suffix in suffixes), None)


def is_zip(head: bytes) -> bool:
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def is_web_page(head: bytes) -> bool:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head", b"<script"))


def fitting_name(name: str, head: bytes, mimetype: str) -> str:
    """For what comes over the net, where names often lie or have no suffix: with the suffix of what is in it."""
    given = PurePath(name)
    held = _held(head)
    if held is None:
        is_known = given.suffix.lower() in TEXTS
        return name if is_known else name + _MIMETYPES.get(mimetype.partition(";")[0].strip().lower(), "")
    known = PICTURES | VIDEOS | {".zip": "zip"}
    if known.get(given.suffix.lower()) == held:
        return name
    right = next(suffix for suffix, kind in known.items() if kind == held)
    return (given.stem if given.suffix.lower() in known else name) + right


def _held(head: bytes) -> str | None:
    if looks_like_picture(head):
        return {b"\xff": "JPEG", b"\x89": "PNG", b"G": "GIF"}.get(head[:1], "WebP")
    if looks_like_video(head):
        return "MP4" if head[4:8] == b"ftyp" else "WebM"
    return "zip" if is_zip(head) else None
