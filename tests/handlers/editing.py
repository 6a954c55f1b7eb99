"""The editor's page as its server sees it: somebody who has signed in, with the proof that writes carry."""

import io
import json
from dataclasses import dataclass
from typing import Any

from PIL import Image

from domain.model import NewInput, TaskType
from tests.handlers.web import BASE, FROM_HERE, Browser, Web
from tests.office import Birds


@dataclass
class Said:
    status: int
    body: dict[str, Any]
    headers: Any


@dataclass
class Page:
    browser: Browser
    proof: str
    task: int
    role: str = "label"

    async def ask(self, method: str, path: str, body: Any = None, raw: bytes | None = None, **headers: str) -> Said:
        """`raw`: these bytes in the place of JSON."""
        sent = json.dumps(body).encode() if raw is None else raw
        given = {"Content-Type": "application/json", "X-Labelbot-CSRF": self.proof}
        own = {name.replace("_", "-"): value for name, value in headers.items()}
        mark = "&" if "?" in path else "?"
        url = f"{BASE}/api/edit/{self.task}/{path}{mark}as={self.role}"
        more = {} if method == "GET" else {"data": io.BytesIO(sent)}
        said = await self.browser.ask(method, url, FROM_HERE | given | own, **more)
        return Said(said.status, json.loads(said.text), said.headers)

    async def queue(self) -> dict[str, Any]:
        return (await self.ask("GET", "queue")).body

    async def item(self, assignment: int) -> dict[str, Any]:
        return (await self.ask("GET", f"items/{assignment}")).body


async def page(web: Web, task: int, user: str = "ANA", role: str = "label") -> Page:
    browser = await web.signed_in(user)
    return Page(browser, (await browser.get(f"{BASE}/")).proofs[-1], task, role)


def picture(width: int = 40, height: int = 30, orientation: int = 1, suffix: str = "JPEG") -> bytes:
    """Its upper left quarter is red."""
    made = Image.new("RGB", (width, height), "white")
    made.paste("red", (0, 0, width // 2, height // 2))
    exif = Image.Exif()
    exif[0x0112] = orientation
    written = io.BytesIO()
    made.save(written, suffix, exif=exif)
    return written.getvalue()


def birds(web: Web, *pictures: bytes, type_: TaskType = TaskType.DETECTION, **fields: Any) -> Birds:
    """A task of Ana's over these pictures, or over three that are small."""
    made = pictures or tuple(picture(40 + n) for n in range(3))
    new = []
    for number, content in enumerate(made):
        with Image.open(io.BytesIO(content)) as image:
            is_turned = image.getexif().get(0x0112, 1) > 4
            size = image.size[::-1] if is_turned else image.size
            kind = str(image.get_format_mimetype())
        new.append(NewInput(web.files.keep(content), f"{number}.jpg", *size, len(content), kind))
    dataset = web.office.datasets.open(web.office.workspace, "Photos")
    web.office.datasets.add_inputs(dataset, new)
    usual = {"name": "Box the birds", "reviewers": ("REA",)}
    return web.office.task(dataset=str(dataset.id), type=type_, **(usual | fields))
