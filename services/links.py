"""How what is labeled is named to Slack: by its uploaded file, by an address that nobody can guess, and by its page."""

import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass

from domain.model import InputKind, PictureState, QueuedInput
from domain.read_models import ContentModel

_LENGTH = 32
"""Hexadecimal digits: 128 bits."""
_TOKEN = re.compile(rf"([0-9]{{1,18}})-[0-9a-f]{{{_LENGTH}}}")
"""What is none of ours need not be looked at, and could be no number of the database's."""
_DRAWING = re.compile(rf"([0-9a-f]{{32}})-[0-9a-f]{{{_LENGTH}}}")
NO_PAGES = (
    "Labelbot has no web address yet, so there is nothing to sign in to. "
    "Ask whoever runs it to set `LABELBOT_PUBLIC_URL`."
)


def _always(_sha256: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class PictureLinks:
    """`public_url`: pictures are served there; None: they are uploaded to Slack."""

    public_url: str | None = None
    secret: bytes = b""
    pages_url: str | None = None
    """Where the web pages are, for those who have signed in; None: there are none."""
    has_poster: Callable[[str], bool] = _always
    """Of a video, by its content."""

    @property
    def is_uploading(self) -> bool:
        return self.public_url is None

    def model(self, queued: QueuedInput) -> ContentModel:
        assignment = queued.assignment
        state, file, url = self.place(assignment.input, queued.sha256, queued.kind, queued.picture_state, queued.file)
        return ContentModel(
            state,
            queued.input_name,
            file=file,
            url=url,
            kind=queued.kind,
            text=queued.text,
            input=assignment.input,
            page=self.page(assignment.task, assignment.input),
        )

    def place(
        self, input_: int, sha256: str, kind: InputKind, state: PictureState, file: str | None
    ) -> tuple[PictureState, str | None, str | None]:
        """How far its picture is, and by which file or address Slack shows it."""
        url = None
        if self.public_url is not None:
            state, file, url = PictureState.READY, None, f"{self.public_url}/pictures/{self.token(input_)}.jpg"
        if kind is InputKind.VIDEO and not self.has_poster(sha256):
            state = PictureState.FAILED
        return state, file, url

    def drawing(self, digest: str) -> str | None:
        """The address of a picture with shapes on it; None: it is uploaded."""
        return None if self.public_url is None else f"{self.public_url}/pictures/{self.drawing_token(digest)}.jpg"

    def page(self, task: int, input_: int) -> str | None:
        """The deep link, which has no secret: whoever opens it must have signed in."""
        return None if self.pages_url is None else f"{self.pages_url}{page_path(task, input_)}"

    def editor(self, task: int, assignment: int, *, is_review: bool = False) -> str | None:
        """As `page`."""
        path = editor_path(task, assignment, is_review=is_review)
        return None if self.pages_url is None else f"{self.pages_url}{path}"

    def token(self, input_: int) -> str:
        """Names the input and proves that we named it."""
        return self._proven(str(input_))

    def drawing_token(self, digest: str) -> str:
        return self._proven(digest)

    def input_of(self, token: str) -> int | None:
        """The input that a token names, or None for a token that we did not make."""
        found = _TOKEN.fullmatch(token)
        if found is None:
            return None
        input_ = int(found[1])
        return input_ if hmac.compare_digest(self.token(input_), token) else None

    def drawing_of(self, token: str) -> str | None:
        """The digest of a drawing that a token names, or None for a token that we did not make."""
        found = _DRAWING.fullmatch(token)
        return found[1] if found and hmac.compare_digest(self._proven(found[1]), token) else None

    def _proven(self, name: str) -> str:
        return f"{name}-{hmac.new(self.secret, name.encode(), hashlib.sha256).hexdigest()[:_LENGTH]}"


def editor_path(task: int, assignment: int, *, is_review: bool = False) -> str:
    return f"/edit/{task}?item={assignment}{'&as=review' if is_review else ''}"


def page_path(task: int, input_: int) -> str:
    return f"/t/{task}/i/{input_}"
