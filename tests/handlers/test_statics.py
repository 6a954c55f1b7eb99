"""Files under an address that changes with them; scripts that come together, without what only people read."""

import gzip
import re
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

import views.editor
from handlers.web.site import Site
from handlers.web.statics import Statics, served
from views.editor.page import EditorFrame, editor_page

EDITOR = Path(views.editor.__file__).parent / "static"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "main.js": '// Says hello.\nimport { hi } from "./words.js";\n\nhi();\nimport("./late.js");\n',
        "words.js": "// Words.\n/** @type {string} */\nexport const hi = () => {\n  return `a  =  ${1 + +2}`;\n};\n",
        "late.js": 'import { hi } from "./words.js";\nimport { more } from "./more.js";\nhi(more, "b = c");\n',
        "more.js": "export const more = /** @type {any} */ (1);\n",
        "page.css": '@import "./rest.css";\n\nb {\n  color: red;\n}\n',
        "rest.css": "a:hover > b {\n  margin: 0 1px;\n}\n",
        "x.svg": "<svg/>",
        "notes.txt": "not for browsers",
    }
    for name, content in files.items():
        (tmp_path / name).write_text(content, "utf-8")
    return tmp_path


def test_what_main_imports_comes_with_it(folder: Path):
    files = served(folder)
    assert files["main.js"].decode() == (
        'export const hi=()=>{\nreturn `a  =  ${1 + +2}`;\n};\nhi();\nimport("./late.js");\n'
    )
    assert "words.js" not in files


def test_other_modules_find_it_in_main(folder: Path):
    assert served(folder)["late.js"].decode() == (
        'import{hi}from "./main.js";\nimport{more}from "./more.js";\nhi(more,"b = c");\n'
    )
    assert served(folder)["more.js"] == b"export const more=(1);\n"


def test_stylesheets_hold_what_they_import(folder: Path):
    assert served(folder)["page.css"] == b"a:hover > b{margin:0 1px;}b{color:red;}"
    assert "notes.txt" not in served(folder)


async def test_they_are_kept_for_good_and_packed_once(folder: Path):
    site = Site.at("http://127.0.0.1/labels")
    first = Statics(folder, site)
    app = web.Application()
    first.add_routes(app)
    async with TestServer(app) as server, aiohttp.ClientSession(auto_decompress=False) as browser:
        for address in (first.address, first.address.removeprefix("/labels")):
            async with browser.get(
                server.make_url(f"{address}/main.js"), headers={"Accept-Encoding": "gzip"}
            ) as answer:
                assert answer.headers["Content-Encoding"] == "gzip"
                assert "immutable" in answer.headers["Cache-Control"]
                assert answer.content_type == "text/javascript"
                assert gzip.decompress(await answer.read()) == served(folder)["main.js"]
        for missing in ("words.js", "notes.txt", "../main.js"):
            async with browser.get(server.make_url(f"{first.address}/{missing}")) as answer:
                assert answer.status == 404
    (folder / "words.js").write_text("export const hi = 1;\n", "utf-8")
    assert Statics(folder, site).address != first.address


def test_the_first_load_of_the_editor():
    frame = EditorFrame("/labels", "/labels/static/0123456789abcdef", "/i.svg", "x" * 120, "T1-ANA", 5, "A task")
    files = served(EDITOR)
    page = editor_page(frame).encode()
    assert sum(len(gzip.compress(one)) for one in (page, files["editor.css"], files["main.js"])) <= 20_000


def test_no_two_modules_that_come_together_name_the_same():
    together = [path for path in EDITOR.glob("*.js") if path.name == "main.js" or path.name not in served(EDITOR)]
    top = re.compile(r"^(?:export )?(?:async )?(?:const|let|function|class) (\w+|\{.*?\})", re.MULTILINE)
    found = [said for path in together for said in top.findall(path.read_text("utf-8"))]
    names = [name for said in found for name in re.findall(r"\w+", said)]
    assert len(together) > 10
    assert len(names) == len(set(names))
