import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from assist import video_worker, videos
from assist.videos import BadVideo, inspect, looks_like_video
from tests.assist.films import box, film

pytestmark = pytest.mark.slow


def reason(path: Path, name: str | None = None, **more: float) -> str:
    with pytest.raises(BadVideo) as bad:
        inspect(path, name or path.name, **more)
    return bad.value.reason


def color(poster: bytes) -> tuple[int, ...]:
    with Image.open(io.BytesIO(poster)) as image:
        return image.getpixel((5, 5))


@pytest.mark.parametrize(("name", "mimetype"), [("a.mp4", "video/mp4"), ("a.webm", "video/webm")])
def test_a_video_says_its_size_its_length_and_shows_a_frame(tmp_path, name, mimetype):
    seen = inspect(film(tmp_path / name), name)
    assert (seen.width, seen.height, seen.seconds, seen.mimetype) == (64, 48, 1.2, mimetype)
    with Image.open(io.BytesIO(seen.poster)) as poster:
        assert (poster.format, poster.size) == ("JPEG", (64, 48))


def test_a_film_that_fades_in_shows_what_comes_then(tmp_path):
    red, _, blue = color(inspect(film(tmp_path / "a.mp4", frames=20, dark=10), "a.mp4").poster)
    assert red > 150
    assert blue < 100
    assert max(color(inspect(film(tmp_path / "b.mp4", dark=12), "b.mp4").poster)) < 30


def test_the_poster_is_at_most_1024_a_side(tmp_path):
    seen = inspect(film(tmp_path / "a.mp4", frames=2, size=(2048, 512)), "a.mp4")
    assert (seen.width, seen.height) == (2048, 512)
    with Image.open(io.BytesIO(seen.poster)) as poster:
        assert poster.size == (1024, 256)


def test_what_is_mislabeled_or_no_video_is_said(tmp_path):
    path = film(tmp_path / "a.mp4")
    assert reason(path, "a.webm") == "is mislabeled: it is named .webm, but holds MP4."
    assert reason(path, "a") == "is mislabeled: it is named without a suffix, but holds MP4."
    (tmp_path / "b.mp4").write_bytes(b"no film at all")
    assert reason(tmp_path / "b.mp4") == "holds something that is no MP4 or WebM."


def test_what_is_cut_off_is_said(tmp_path):
    path = film(tmp_path / "a.mp4")
    path.write_bytes(path.read_bytes()[:-40])
    assert reason(path) == "is cut off: its end is missing."
    path = film(tmp_path / "b.webm")
    path.write_bytes(path.read_bytes()[:200])
    assert "broken, cut off" in reason(path) or "no frame" in reason(path)


def test_a_playlist_reads_no_other_file_whatever_it_is_called(tmp_path):
    secret = film(tmp_path / "secret.webm")
    playlist = f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{secret}\n".encode()
    (tmp_path / "a.mp4").write_bytes(box(b"ftyp", b"isom" + playlist))
    assert "can't be opened" in reason(tmp_path / "a.mp4")
    others = {"list.mp4": playlist, "list.m3u8": playlist, "c.txt": b"ffconcat version 1.0\nfile secret.webm\n"}
    for name, content in others.items():
        (tmp_path / name).write_bytes(content)
        facts, _ = ask(tmp_path / name)
        assert "can't be opened" in facts["reason"]


def test_a_video_with_too_many_pixels_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(video_worker, "_MOST_PIXELS", 64 * 48)
    path = film(tmp_path / "a.mp4")
    assert video_worker.look(str(path))[0]["width"] == 64
    monkeypatch.setattr(video_worker, "_MOST_PIXELS", 64 * 48 - 1)
    with pytest.raises(ValueError, match="is too large: 64 x 48 pixels"):
        video_worker.look(str(path))


def test_a_video_that_does_not_say_its_length_is_counted(tmp_path):
    """As browsers record them: MP4 always says it, WebM only when its writer went back."""
    path = film(tmp_path / "a.webm", frames=12)
    content = path.read_bytes()
    at = content.index(b"\x44\x89\x88")
    void = b"\xec\x89" + b"\0" * 9
    path.write_bytes(content[:at] + void + content[at + len(void) :])
    assert inspect(path, "a.webm").seconds == 1.2


def test_one_that_takes_too_long_is_given_up(tmp_path):
    assert reason(film(tmp_path / "a.mp4"), patience=0.001) == "takes too long to decode."


def test_one_that_kills_its_process_is_said(tmp_path, monkeypatch):
    (tmp_path / "worker.py").write_text("import os; os.kill(os.getpid(), 9)")
    monkeypatch.setattr(videos, "_WORKER", tmp_path / "worker.py")
    assert "was killed" in reason(film(tmp_path / "a.mp4"))


def test_the_worker_has_no_rights_and_knows_no_secrets(tmp_path, monkeypatch):
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
    (tmp_path / "worker.py").write_text(
        f"import sys; sys.path.insert(0, {str(Path(video_worker.__file__).parent)!r})\n"
        "import json, os, resource, video_worker\n"
        "video_worker.give_up_rights()\n"
        "try:\n    bytearray(3 * 1024**3); had = True\nexcept MemoryError:\n    had = False\n"
        "new = open(sys.argv[1] + '.new', 'w')\n"
        "try:\n    print('x', file=new, flush=True); wrote = True\nexcept OSError:\n    wrote = False\n"
        "seen = [os.environ.get('SLACK_BOT_TOKEN'), had, wrote, resource.getrlimit(resource.RLIMIT_CPU)[0]]\n"
        "sys.stdout.write(json.dumps({'reason': json.dumps(seen)}) + chr(10))\n"
    )
    monkeypatch.setattr(videos, "_WORKER", tmp_path / "worker.py")
    assert json.loads(reason(film(tmp_path / "a.mp4"))) == [None, False, False, 20]


def test_an_mp4_is_told_by_its_first_box():
    assert looks_like_video(box(b"ftyp", b"isom"))
    assert not looks_like_video(box(b"ftyp", b"heic"))
    assert not looks_like_video(box(b"ftyp", b"qt  "))
    assert not looks_like_video(b"\x1a\x45\xdf\xa3matroska")


def ask(path: Path) -> tuple[dict[str, str], bytes]:
    """The worker itself, past the check of the first bytes."""
    command = [sys.executable, "-I", video_worker.__file__, str(path)]
    done = subprocess.run(command, capture_output=True, env=videos._ENVIRONMENT, check=True)  # noqa: S603 - our own.
    line, _, poster = done.stdout.partition(b"\n")
    return json.loads(line), poster
