"""Signing in and out: one-time links from Slack, the session's cookie, and the proof that a form is ours."""

import asyncio
import hashlib
import hmac
import math
import secrets
from dataclasses import dataclass

import structlog
from aiohttp import web
from itsdangerous import BadData, URLSafeTimedSerializer

from domain.clock import SECOND
from domain.model import Person
from handlers.web.rates import Rates
from handlers.web.site import Site, page
from handlers.web.statics import Statics
from services.signing_in import SESSION_LASTS, LinkState, OpenedLink, SigningIn
from views.web import page as views
from views.web.page import Frame

log = structlog.get_logger()
_AT_ONCE, _A_SECOND = 1200, 60
"""Pages and pictures: a fast scroll through a long queue is some hundred small ones."""
_FORM = "application/x-www-form-urlencoded"
_FORM_LASTS = SESSION_LASTS // SECOND
_OVER = {
    LinkState.USED: (410, "This link was used already", "Each link works once."),
    LinkState.OLD: (410, "This link is too old", "A link works within ten minutes after it was made."),
    LinkState.UNKNOWN: (404, "This link is not known here", "It may have been cut off on its way."),
}
_STRANGE = "That did not come from this page"
_NOT_OURS = (
    "Nothing was done. Your browser may have kept the page for too long, or it takes no cookies from it. "
    "Open the link again, and press the button there."
)
_AGAIN = "You are signed in with it in this browser."


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever looks at a page: the session's token as the cookie has it, and whose it is."""

    session: str
    person: Person


class Auth:
    def __init__(
        self, signing_in: SigningIn, site: Site, statics: Statics, key: bytes, rates: Rates | None = None
    ) -> None:
        """`rates`: of pages and pictures, for each person."""
        self._rates = rates or Rates(_AT_ONCE, _A_SECOND)
        self._signing_in = signing_in
        self.site = site
        self._statics = statics
        self._seal = URLSafeTimedSerializer(key, salt="form")
        prefix = "__Secure-" if site.is_secure else ""
        self._session_cookie, self._form_cookie = f"{prefix}labelbot", f"{prefix}labelbot-form"

    def add_routes(self, app: web.Application) -> None:
        self.site.add(app, "GET", "/", self.first_page)
        self.site.add(app, "GET", "/sign-in/{token}", self.show_link)
        self.site.add(app, "POST", "/sign-in/{token}", self.use_link)
        self.site.add(app, "POST", "/sign-out", self.sign_out)

    async def visitor(self, request: web.Request) -> Visitor | None:
        """None: nobody has signed in here, or the session has ended."""
        session = request.cookies.get(self._session_cookie)
        person = await asyncio.to_thread(self._signing_in.who, session) if session else None
        return Visitor(session, person) if session and person else None

    async def looker(self, request: web.Request) -> Visitor | None:
        """As `visitor`, of whoever looks at pages and pictures: that may be many, but not without end."""
        visitor = await self.visitor(request)
        if visitor is not None and (wait := self._rates.wait(f"{visitor.person.workspace}.{visitor.person.user}")):
            headers = {"Retry-After": str(math.ceil(wait))}
            raise web.HTTPTooManyRequests(text="That was too much at once. Try again in a moment.", headers=headers)
        return visitor

    def frame(self, visitor: Visitor | None) -> Frame:
        base, static = self.site.base, self._statics.address
        if visitor is None:
            return Frame(base, static)
        return Frame(base, static, self._proof(visitor.session), visitor.person.name)

    def needs_sign_in(self) -> web.Response:
        response = page(views.needs_sign_in(self.frame(None)), 401)
        response.headers["WWW-Authenticate"] = 'Link realm="Labelbot"'
        return response

    async def first_page(self, request: web.Request) -> web.Response:
        visitor = await self.visitor(request)
        return self.needs_sign_in() if visitor is None else page(views.signed_in(self.frame(visitor)))

    async def show_link(self, request: web.Request) -> web.Response:
        """Nothing is used up: everything that expands links in messages GETs them."""
        opened = await asyncio.to_thread(self._signing_in.look, request.match_info["token"])
        visitor = await self.visitor(request)
        if opened.state is not LinkState.FRESH or opened.person is None:
            return self._over(opened, visitor)
        nonce = request.cookies.get(self._form_cookie) or secrets.token_urlsafe(16)
        is_other = visitor is not None and visitor.person.actor != opened.person.actor
        instead_of = visitor.person.name if visitor is not None and is_other else None
        action = f"{self.site.base}/sign-in/{request.match_info['token']}"
        frame = self.frame(visitor)
        response = page(views.continue_page(frame, action, self._proof(nonce), opened.person.name, instead_of))
        self._set(response, self._form_cookie, nonce)
        return response

    async def use_link(self, request: web.Request) -> web.Response:
        visitor = await self.visitor(request)
        if not await self.is_ours(request, request.cookies.get(self._form_cookie)):
            return self._refusal(visitor)
        ending = visitor.session if visitor else None
        opened = await asyncio.to_thread(self._signing_in.consume, request.match_info["token"], ending)
        if opened.session is None or opened.person is None:
            is_again = opened.state is LinkState.USED and visitor is not None and visitor.person == opened.person
            # The second click of a double click: the first has signed in.
            return self._to(opened.path) if is_again else self._over(opened, visitor)
        log.info("signed_in", user=opened.person.user)
        response = self._to(opened.path)
        self._set(response, self._session_cookie, opened.session, lasts=SESSION_LASTS // SECOND)
        return response

    async def sign_out(self, request: web.Request) -> web.Response:
        visitor = await self.visitor(request)
        if visitor is not None:
            if not await self.is_ours(request, visitor.session):
                return self._refusal(visitor)
            await asyncio.to_thread(self._signing_in.sign_out, visitor.session)
            log.info("signed_out", user=visitor.person.user)
        response = page(views.signed_out(self.frame(None)))
        # Pictures may be kept there for some minutes.
        response.headers["Clear-Site-Data"] = '"cache"'
        response.del_cookie(self._session_cookie, path=f"{self.site.base}/", secure=self.site.is_secure, httponly=True)
        return response

    async def is_ours(self, request: web.Request, secret: str | None) -> bool:
        """Whether a write comes from a page of ours. `secret`: the cookie that the page's proof was made for."""
        if secret is None or request.content_type != _FORM or not self.is_from_here(request):
            return False
        try:
            form = await request.post()
        except (ValueError, LookupError):
            # Not even a form.
            return False
        return self.proves(str(form.get(views.CSRF)), secret)

    def proves(self, proof: str, secret: str) -> bool:
        """Whether this proof was made for that cookie, not long ago."""
        try:
            proven = self._seal.loads(proof, max_age=_FORM_LASTS)
        except (BadData, ValueError):
            return False
        return hmac.compare_digest(str(proven), _digest(secret))

    def is_from_here(self, request: web.Request) -> bool:
        """As far as the browser says. With our Referrer-Policy it calls the origin of our own forms "null"."""
        where = request.headers.get("Sec-Fetch-Site")
        if where is not None:
            return where in {"same-origin", "none"}
        return request.headers.get("Origin") in {None, "null", self.site.origin}

    def _proof(self, secret: str) -> str:
        return str(self._seal.dumps(_digest(secret)))

    def _over(self, opened: OpenedLink, visitor: Visitor | None) -> web.Response:
        status, title, why = _OVER.get(opened.state, _OVER[LinkState.UNKNOWN])
        is_theirs = visitor is not None and opened.person is not None and visitor.person.actor == opened.person.actor
        path = opened.path if is_theirs else None
        return page(views.link_is_over(self.frame(visitor), title, _AGAIN if is_theirs else why, path), status)

    def _refusal(self, visitor: Visitor | None) -> web.Response:
        return page(views.trouble(self.frame(visitor), _STRANGE, _NOT_OURS), 403)

    def _to(self, path: str) -> web.Response:
        """To a page without a secret in its address."""
        return web.Response(status=303, headers={"Location": self.site.base + path})

    def _set(self, response: web.Response, cookie: str, value: str, lasts: int | None = None) -> None:
        response.set_cookie(
            cookie,
            value,
            max_age=lasts,
            path=f"{self.site.base}/",
            secure=self.site.is_secure,
            httponly=True,
            samesite="Lax",
        )


def _digest(secret: str) -> str:
    """Of a cookie, so that the cookie itself is in no page."""
    return hashlib.sha256(secret.encode()).hexdigest()
