"""The editor's page, for whoever has signed in and works in the task. Its address has no secret."""

import asyncio

from aiohttp import web

from domain.errors import NotFound
from handlers.web.auth import Auth
from handlers.web.site import page
from handlers.web.statics import Statics
from services.editor.labeling import EditorLabeling
from views.editor.page import EditorFrame, editor_page
from views.web import page as views

_LONGEST_NUMBER = 18


class EditorPage:
    def __init__(self, auth: Auth, statics: Statics, labeling: EditorLabeling) -> None:
        self._auth = auth
        self._statics = statics
        self._labeling = labeling

    def add_routes(self, app: web.Application) -> None:
        self._statics.add_routes(app)
        self._auth.site.add(app, "GET", r"/edit/{task:[0-9]{1,18}}", self.page)

    async def page(self, request: web.Request) -> web.Response:
        visitor = await self._auth.looker(request)
        if visitor is None:
            return self._auth.needs_sign_in()
        task, frame, person = int(request.match_info["task"]), self._auth.frame(visitor), visitor.person
        try:
            name = await asyncio.to_thread(self._labeling.name, person.actor, task)
        except NotFound as error:
            return page(views.trouble(frame, "Nothing here", error.message), 404)
        asked = request.query.get("item", "")
        html = editor_page(
            EditorFrame(
                frame.base,
                self._statics.address,
                f"{frame.static}/icon.svg",
                frame.csrf,
                f"{person.workspace}-{person.user}",
                task,
                name,
                is_review=request.query.get("as") == "review",
                item=int(asked) if _is_number(asked) else None,
            )
        )
        response = page(html)
        response.enable_compression()
        return response


def _is_number(asked: str) -> bool:
    return asked.isascii() and asked.isdecimal() and len(asked) <= _LONGEST_NUMBER
