"""The web pages on a port of this machine, and browsers that look at them: each with cookies of its own."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
from aiohttp.test_utils import TestServer

import views.editor
import views.web
from bot.picture_copies import PictureCopies
from bot.slow_work import SlowWork
from domain.model import InputKind, NewInput
from handlers.web.app import create_app
from handlers.web.auth import Auth
from handlers.web.editor import EditorDoor
from handlers.web.editor_page import EditorPage
from handlers.web.editor_pictures import Copies, EditorPictures
from handlers.web.media import Media, Originals
from handlers.web.rates import Rates
from handlers.web.site import Site
from handlers.web.statics import Statics
from services.editor.labeling import EditorLabeling
from services.editor.reviewing import EditorReviewing
from services.links import PictureLinks
from store.files import Files
from store.unit_of_work import Store
from tests.office import Birds, Office

BASE = "/labels"
CLIP = bytes(range(256)) * 40
"""10,240 bytes: what they are does not matter to a server."""
FROM_HERE = {"Sec-Fetch-Site": "same-origin"}


@dataclass
class Answer:
    status: int
    text: str
    body: bytes
    headers: "aiohttp.typedefs.LooseHeaders"

    @property
    def proofs(self) -> list[str]:
        """What the forms of a page carry, in their order."""
        return re.findall(r'name="csrf" value="([^"]+)"', self.text)


@dataclass
class Browser:
    session: aiohttp.ClientSession
    url: str

    async def ask(self, method: str, path: str, headers: dict[str, str] | None = None, **more: object) -> Answer:
        """Follows nothing by itself."""
        url = self.url + path
        async with self.session.request(method, url, headers=headers, allow_redirects=False, **more) as answer:
            body = await answer.read()
            return Answer(answer.status, body.decode(errors="replace"), body, answer.headers)

    async def get(self, path: str, **headers: str) -> Answer:
        return await self.ask("GET", path, {name.replace("_", "-"): value for name, value in headers.items()})

    async def post(self, path: str, proof: str | None = None, headers: dict[str, str] | None = None) -> Answer:
        return await self.ask("POST", path, headers or FROM_HERE, data={} if proof is None else {"csrf": proof})


@dataclass
class Web:
    """`task` has a video, a picture and a text. Ana labels all three; Rea reviews; Otto works elsewhere."""

    office: Office
    files: Files
    url: str
    task: Birds = field(init=False)
    inputs: dict[InputKind, int] = field(init=False)
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def browser(self) -> Browser:
        """Somebody's, who has never been here."""
        jar = aiohttp.CookieJar(unsafe=True)  # It keeps those of a bare number, too.
        return Browser(await self._stack.enter_async_context(aiohttp.ClientSession(cookie_jar=jar)), self.url)

    def link(self, user: str = "ANA", path: str = "/") -> str:
        """Its path, as the link of somebody who pressed Sign in."""
        return f"{BASE}/sign-in/{self.office.signing_in.mint(self.office.actor(user), path)}"

    async def signed_in(self, user: str = "ANA") -> Browser:
        browser = await self.browser()
        link = self.link(user)
        page = await browser.get(link)
        assert (await browser.post(link, page.proofs[-1])).status == 303
        return browser

    def page_of(self, kind: InputKind = InputKind.VIDEO) -> str:
        return f"/t/{self.task.id}/i/{self.inputs[kind]}"

    def media_of(self, kind: InputKind = InputKind.VIDEO) -> str:
        return f"{BASE}{self.page_of(kind)}/media"


@asynccontextmanager
async def serving(
    store: Store,
    folder: Path,
    public_url: str = f"http://127.0.0.1{BASE}",
    rates: Rates | None = None,
    looks: Rates | None = None,
) -> AsyncIterator[Web]:
    office, files, site = Office(store), Files(folder), Site.at(public_url)
    app = create_app(_is_ready, None)
    statics = Statics(Path(views.web.__file__).parent / "static", site)
    auth = Auth(office.signing_in, site, statics, b"key", looks)
    links = PictureLinks(pages_url=public_url, has_poster=lambda sha256: files.poster(sha256) is not None)
    slow = SlowWork("pictures", 1)
    copies = PictureCopies(files, slow, slow)
    labeling = EditorLabeling(store, links)
    editor = Statics(Path(views.editor.__file__).parent / "static", site)
    for door in (
        statics,
        auth,
        Media(auth, office.viewing, Originals(files.path, files.poster)),
        EditorPictures(
            auth, office.viewing, Copies(files.path, files.poster, copies.preview, copies.strip, copies.upright)
        ),
        EditorPage(auth, editor, labeling),
        EditorDoor(auth, labeling, EditorReviewing(store, links), office.instructing, rates or Rates()),
    ):
        door.add_routes(app)
    async with TestServer(app) as server:
        made = Web(office, files, str(server.make_url("")).rstrip("/"))
        _fill(made)
        made._stack.callback(slow.close)
        async with made._stack:
            yield made


async def _is_ready() -> str | None:
    return None


def _fill(made: Web) -> None:
    office = made.office
    for name in ("ANA", "REA", "OTTO"):
        office.person(name)
    dataset = office.datasets.open(office.workspace, "Clips")
    clip, photo = made.files.keep(CLIP), made.files.keep(b"a picture")
    office.datasets.add_inputs(
        dataset,
        [
            NewInput(clip, "clip.mp4", 320, 240, len(CLIP), "video/mp4", InputKind.VIDEO, seconds=2.5),
            NewInput(photo, "photo.png", 40, 30, 9, "image/png"),
        ],
    )
    office.add_texts("A <b>text</b> & more.", dataset="Clips")
    made.task = office.task(3, dataset=str(dataset.id), reviewers=("REA",))
    kinds = (InputKind.VIDEO, InputKind.IMAGE, InputKind.TEXT)
    made.inputs = dict(zip(kinds, (one.input for one in office.assignments(made.task.id)), strict=True))
