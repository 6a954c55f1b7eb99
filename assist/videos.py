"""Videos: what is in them, and a frame to show, asked of a process that may take little time and memory."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path, PurePath

MOST_BYTES = 1024 * 1024 * 1024
SUFFIXES = {".mp4": "MP4", ".webm": "WebM"}
MIMETYPES = {"MP4": "video/mp4", "WebM": "video/webm"}
_WORKER = Path(__file__).with_name("video_worker.py")
_PATIENCE = 40.0
"""Seconds by the clock; the worker itself may use half of it."""
_MOST_BOXES = 10_000
_EBML = b"\x1a\x45\xdf\xa3"
_ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "OPENCV_LOG_LEVEL": "OFF",
    # Of FFmpeg's many readers two stay open, and neither may open a second file: a playlist could name any.
    "OPENCV_FFMPEG_CAPTURE_OPTIONS": "format_whitelist;mov,matroska|protocol_whitelist;file|threads;1",
    "OPENCV_FFMPEG_LOGLEVEL": "-8",
}


class BadVideo(Exception):
    """`.reason` completes the sentence "film.mp4 …"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Video:
    """As it is shown: upright, in pixels. `poster` is a JPEG of at most 1024 pixels a side."""

    width: int
    height: int
    seconds: float | None
    mimetype: str
    poster: bytes


def looks_like_video(head: bytes) -> bool:
    """Whether a file that begins so is MP4 or WebM. Give the first 64 bytes or more."""
    return _held(head) is not None


def inspect(path: Path, name: str, patience: float = _PATIENCE) -> Video:
    """Decodes as much as it takes to show it. Raises BadVideo."""
    with path.open("rb") as file:
        held = _held(file.read(64))
    if held is None:
        raise BadVideo("holds something that is no MP4 or WebM.")
    suffix = PurePath(name).suffix
    if SUFFIXES.get(suffix.lower()) != held:
        raise BadVideo(f"is mislabeled: it is named {suffix or 'without a suffix'}, but holds {held}.")
    if held == "MP4" and _is_cut_off(path):
        raise BadVideo("is cut off: its end is missing.")
    facts, poster = _ask(path, patience)
    seconds = facts["seconds"]
    return Video(int(facts["width"]), int(facts["height"]), seconds, MIMETYPES[held], poster)


def _ask(path: Path, patience: float) -> tuple[dict[str, float], bytes]:
    """Of the worker, which gets no environment of ours: there are secrets in it."""
    command = [sys.executable, "-I", str(_WORKER), str(path)]
    environment = _ENVIRONMENT | {"PATH": os.defpath}
    try:
        done = subprocess.run(command, capture_output=True, env=environment, timeout=patience, check=False)  # noqa: S603 - our own interpreter.
    except subprocess.TimeoutExpired:
        raise BadVideo("takes too long to decode.") from None
    line, _, poster = done.stdout.partition(b"\n")
    if done.returncode or not line:
        raise BadVideo("can't be decoded: the process that tried was killed (too much time or memory?).")
    facts = json.loads(line)
    if "reason" in facts:
        raise BadVideo(str(facts["reason"]))
    return facts, poster


def _held(head: bytes) -> str | None:
    if head[4:8] == b"ftyp" and head[8:12] not in {b"heic", b"heix", b"mif1", b"avif", b"qt  "}:
        return "MP4"
    return "WebM" if head.startswith(_EBML) and b"webm" in head else None


def _is_cut_off(path: Path) -> bool:
    """An MP4 is a row of boxes, each with its length in front."""
    end, at = path.stat().st_size, 0
    with path.open("rb") as file:
        for _ in range(_MOST_BOXES):
            if at >= end:
                break
            file.seek(at)
            head = file.read(16)
            size = int.from_bytes(head[:4], "big")
            if size == 1:
                size = int.from_bytes(head[8:], "big")
            if size == 0:
                return False
            at += max(size, 8)
    return at > end
