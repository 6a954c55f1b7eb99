"""The web pages of this installation, where it has an address for them."""

from pathlib import Path

from aiohttp import web

import views.editor
import views.web
from bot.picture_copies import PictureCopies
from bot.picture_links import secret_of
from bot.settings import Settings
from handlers.slack import Services
from handlers.web.auth import Auth
from handlers.web.editor import EditorDoor
from handlers.web.editor_page import EditorPage
from handlers.web.editor_pictures import Copies, EditorPictures
from handlers.web.media import Media, Originals
from handlers.web.site import Site
from handlers.web.statics import Statics
from store.files import Files

_STATIC = Path(views.web.__file__).parent / "static"
_EDITOR = Path(views.editor.__file__).parent / "static"


def add_web_pages(
    app: web.Application, settings: Settings, services: Services, files: Files, copies: PictureCopies
) -> None:
    """Without LABELBOT_PUBLIC_URL there are none: nobody could be sent there."""
    if settings.public_url is None:
        return
    site = Site.at(settings.public_url)
    statics = Statics(_STATIC, site)
    auth = Auth(services.signing_in, site, statics, secret_of(settings.folder, "web.key"))
    pictures = Copies(files.path, files.poster, copies.preview, copies.strip, copies.upright)
    for door in (
        statics,
        auth,
        Media(auth, services.viewing, Originals(files.path, files.poster)),
        EditorPictures(auth, services.viewing, pictures),
        EditorPage(auth, Statics(_EDITOR, site), services.editor_labeling),
        EditorDoor(auth, services.editor_labeling, services.editor_reviewing, services.instructing),
    ):
        door.add_routes(app)
