"""Signing in to the web pages: one-time links that are asked for in Slack, and the sessions that they open."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from enum import StrEnum

from domain.clock import SECOND
from domain.errors import Invalid, LabelingError, NotAllowed, NotFound
from domain.model import Actor, Person
from services.links import NO_PAGES, PictureLinks
from store.sign_ins import Link
from store.unit_of_work import Store, UnitOfWork

LINK_LASTS = 10 * 60 * SECOND
SESSION_LASTS = 12 * 60 * 60 * SECOND
MOST_LINKS = 10
"""That one person may ask for within the time that a link lasts."""
_BYTES = 32
_PATH = re.compile(r"/(t/[0-9]+/i/[0-9]+|edit/[0-9]+(\?item=[0-9]+(&as=review)?)?)?")
"""Where a link may lead: the first page, that of an input, or the editor. Nobody is sent elsewhere."""


class LinkState(StrEnum):
    FRESH = "fresh"
    USED = "used"
    OLD = "old"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class OpenedLink:
    """What a link is worth now. `person` and `path` are None and "/" where it is unknown."""

    state: LinkState
    person: Person | None = None
    path: str = "/"
    session: str | None = None
    """The new session's token, where the link was just used."""


class SigningIn:
    def __init__(self, store: Store, links: PictureLinks) -> None:
        self._store = store
        self._links = links

    def link(self, actor: Actor, path: str = "/") -> str:
        """An address for this person only, which leads to `path` behind its button."""
        if self._links.pages_url is None:
            raise LabelingError(NO_PAGES)
        return f"{self._links.pages_url}/sign-in/{self.mint(actor, path)}"

    def mint(self, actor: Actor, path: str = "/") -> str:
        """A link's token: 32 random bytes, of which only the hash is kept. Raises NotAllowed for who asks too often."""
        if not _PATH.fullmatch(path):
            raise Invalid({"path": "A link can't lead there."})
        token = secrets.token_urlsafe(_BYTES)

        def write(unit: UnitOfWork) -> None:
            person = unit.people.find(actor)
            if person is None or person.is_deleted:
                raise NotFound("Labelbot does not know you yet. Open its Home tab once, then ask for a link again.")
            if unit.sign_ins.count_links(actor, unit.now - LINK_LASTS) >= MOST_LINKS:
                raise NotAllowed(
                    f"You asked for {MOST_LINKS} links within ten minutes. Use the newest one, or wait a little."
                )
            unit.sign_ins.add_link(_hash(token), actor, path, LINK_LASTS)

        self._store.write(write)
        return token

    def look(self, token: str) -> OpenedLink:
        """Without using it: whoever expands links in messages looks at all of them."""
        return self._store.read(lambda unit: _look(unit, token))

    def consume(self, token: str, ending: str | None = None) -> OpenedLink:
        """Sign in, once. `ending`: the session that this browser had until now."""
        session = secrets.token_urlsafe(_BYTES)

        def write(unit: UnitOfWork) -> OpenedLink:
            found = _look(unit, token)
            if found.state is not LinkState.FRESH or found.person is None or not unit.sign_ins.use(_hash(token)):
                return _look(unit, token)
            if ending is not None:
                unit.sign_ins.end_session(_hash(ending))
            unit.sign_ins.open_session(_hash(session), found.person.actor, SESSION_LASTS)
            return OpenedLink(LinkState.FRESH, found.person, found.path, session)

        return self._store.write(write)

    def who(self, session: str) -> Person | None:
        """Whose session it is; nobody's where it ended or the person is gone."""

        def read(unit: UnitOfWork) -> Person | None:
            owner = unit.sign_ins.session(_hash(session))
            person = None if owner is None else unit.people.find(owner)
            return None if person is None or person.is_deleted else person

        return self._store.read(read)

    def sign_out(self, session: str) -> None:
        self._store.write(lambda unit: unit.sign_ins.end_session(_hash(session)))

    def forget(self) -> None:
        """Links and sessions that ended a day ago or more."""
        day = 24 * 60 * 60 * SECOND
        self._store.write(lambda unit: unit.sign_ins.forget(unit.now - day))


def _look(unit: UnitOfWork, token: str) -> OpenedLink:
    link = unit.sign_ins.link(_hash(token))
    person = None if link is None else unit.people.find(link.owner)
    if link is None or person is None or person.is_deleted:
        return OpenedLink(LinkState.UNKNOWN)
    return OpenedLink(_state(link, unit.now), person, link.path)


def _state(link: Link, now: int) -> LinkState:
    if link.used_at is not None:
        return LinkState.USED
    return LinkState.OLD if link.expires_at <= now else LinkState.FRESH


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
