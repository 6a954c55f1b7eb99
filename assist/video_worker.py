"""Looks into a video, in a process of its own: `python -I video_worker.py FILE` writes a line of JSON, then a JPEG.

It imports nothing of Labelbot's, has no secrets in its environment, and gives up its own rights first: decoders are
large, written in C, and fed with files from anywhere.
"""

import json
import resource
import sys
import time
from typing import Any

MOST_MEMORY = 2 * 1024**3
"""Bytes of address space. The decoder itself takes half a gigabyte of it without touching it."""
MOST_SECONDS = 20
_MOST_PIXELS = 8192 * 4320
_EDGE = 1024
_PATIENCE = 8.0
"""Seconds for counting frames, where the file does not say how long it is."""
_MOST_DARK = 60
"""So many frames at the most are passed over because they are dark: films fade in."""
_DARK = 24.0


def give_up_rights() -> None:
    """No more memory, time, files or core dumps than this needs. Not every system knows every limit."""
    limits = {
        resource.RLIMIT_AS: MOST_MEMORY,
        resource.RLIMIT_CPU: MOST_SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 64,
    }
    for which, most in limits.items():
        try:
            resource.setrlimit(which, (most, most))
        except (OSError, ValueError):
            continue


def look(path: str) -> tuple[dict[str, object], bytes]:
    """Width, height and seconds (None: unknown), and the poster."""
    import cv2  # noqa: PLC0415 - only once the limits hold.

    film = cv2.VideoCapture(path, cv2.CAP_FFMPEG)
    if not film.isOpened():
        raise ValueError("can't be opened: it is broken, cut off, or coded in a way that isn't known here.")
    width, height = (int(film.get(one)) for one in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT))
    if not 0 < width * height <= _MOST_PIXELS:
        raise ValueError(f"is too large: {width} x {height} pixels.")
    frame, seen = _first_to_show(film)
    if frame is None:
        raise ValueError("holds no frame that can be decoded. Save it with H.264, VP8 or VP9.")
    height, width = frame.shape[:2]
    scale = min(1.0, _EDGE / max(width, height))
    if scale < 1:
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        frame = cv2.resize(frame, size, interpolation=cv2.INTER_AREA)
    done, jpeg = cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, 88])
    if not done:
        raise ValueError("can't be shown.")
    return {"width": width, "height": height, "seconds": _seconds(film, seen)}, jpeg.tobytes()


def _first_to_show(film: Any) -> tuple[Any, int]:
    """The first frame that isn't dark, else the first; and how many were read."""
    first, seen = None, 0
    while seen < _MOST_DARK:
        is_there, frame = film.read()
        if not is_there:
            break
        seen += 1
        first = frame if first is None else first
        if frame.mean() > _DARK:
            return frame, seen
    return first, seen


def _seconds(film: Any, seen: int) -> float | None:
    import cv2  # noqa: PLC0415 - As above.

    rate, frames = film.get(cv2.CAP_PROP_FPS), film.get(cv2.CAP_PROP_FRAME_COUNT)
    if rate > 0 and frames > 0:
        return round(float(frames / rate), 3)
    until = time.monotonic() + _PATIENCE
    while film.grab():
        seen += 1
        if time.monotonic() > until:
            return None
    return round(float(seen / rate), 3) if rate > 0 else None


def main() -> None:
    give_up_rights()
    try:
        facts, poster = look(sys.argv[1])
    except ValueError as bad:
        facts, poster = {"reason": str(bad)}, b""
    except MemoryError:
        facts, poster = {"reason": "is too large for the memory that a video may take here."}, b""
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + poster)


if __name__ == "__main__":
    main()
