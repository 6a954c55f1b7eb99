"""What Slack shows of a file, whatever kind it is of: a picture's small copy, a video's poster."""

from pathlib import Path

from assist import videos
from assist.images import thumbnail


def still(path: Path) -> bytes:
    """A JPEG. `path` is an input's content, whose name says nothing."""
    with path.open("rb") as file:
        head = file.read(64)
    if not videos.looks_like_video(head):
        return thumbnail(path)
    try:
        return videos.inspect(path, "film.mp4" if head[4:8] == b"ftyp" else "film.webm").poster
    except videos.BadVideo as bad:
        raise ValueError(bad.reason) from None
