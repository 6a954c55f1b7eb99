"""How an input's picture is named to Slack: by its uploaded file, or by an address that nobody can guess."""

import hashlib
import hmac
import re
from dataclasses import dataclass

from domain.model import PictureState, QueuedInput
from domain.read_models import PictureModel

_LENGTH = 32
"""Hexadecimal digits: 128 bits."""
_TOKEN = re.compile(rf"([0-9]{{1,18}})-[0-9a-f]{{{_LENGTH}}}")
"""What is none of ours need not be looked at, and could be no number of the database's."""


@dataclass(frozen=True, slots=True)
class PictureLinks:
    """`public_url`: pictures are served there; None: they are uploaded to Slack."""

    public_url: str | None = None
    secret: bytes = b""

    @property
    def is_uploading(self) -> bool:
        return self.public_url is None

    def model(self, queued: QueuedInput) -> PictureModel:
        if self.public_url is None:
            return PictureModel(queued.picture_state, queued.input_name, file=queued.file)
        url = f"{self.public_url}/pictures/{self.token(queued.assignment.input)}.jpg"
        return PictureModel(PictureState.READY, queued.input_name, url=url)

    def token(self, input_: int) -> str:
        """Names the input and proves that we named it."""
        proof = hmac.new(self.secret, str(input_).encode(), hashlib.sha256).hexdigest()[:_LENGTH]
        return f"{input_}-{proof}"

    def input_of(self, token: str) -> int | None:
        """The input that a token names, or None for a token that we did not make."""
        found = _TOKEN.fullmatch(token)
        if found is None:
            return None
        input_ = int(found[1])
        return input_ if hmac.compare_digest(self.token(input_), token) else None
