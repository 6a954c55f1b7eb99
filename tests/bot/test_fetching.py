"""What people give addresses of is fetched from the internet at large, and from nowhere else."""

import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.fetching import Fetcher, Limits, Unfetchable
from tests.assist.pictures import picture

Handler = Callable[[web.Request], web.StreamResponse]
HERE = "127.0.0.1"
PUBLIC = "93.184.216.34"


class FakeNames(AbstractResolver):
    """Answers in turn; the last answer stays. Counts what it was asked."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:  # noqa: ARG002 - as aiohttp calls it.
        self.asked.append(host)
        found = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return [
            ResolveResult(hostname=host, host=one, port=port, family=socket.AF_INET, proto=0, flags=0) for one in found
        ]

    async def close(self) -> None:
        pass


class Server:
    def __init__(self) -> None:
        self.url = ""
        self.host = ""
        self.requests: list[web.Request] = []
        self.answers: dict[str, Callable[[], web.StreamResponse]] = {}

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(request)
        made = self.answers.get(request.path)
        return web.Response(status=404) if made is None else made()


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with serving() as ready:
        yield ready


@asynccontextmanager
async def serving() -> AsyncIterator[Server]:
    server = Server()
    app = web.Application()
    app.router.add_get("/{path:.*}", server.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, HERE, 0).start()
        server.host = f"{HERE}:{runner.addresses[0][1]}"
        server.url = f"http://{server.host}"
        yield server
    finally:
        await runner.cleanup()


@pytest.fixture
def fetch(server: Server, tmp_path: Path):
    """From the server, as if it were one that whoever runs Labelbot trusts. Returns (name, content)."""

    async def fetch(path: str, **limits: object) -> tuple[str, bytes]:
        fetcher = Fetcher([server.host], Limits(pause=0, **limits))
        file = await fetcher.fetch(server.url + path, tmp_path / "file")
        return file.name, file.path.read_bytes()

    return fetch


async def refusal(fetcher: Fetcher, address: str, tmp_path: Path) -> str:
    with pytest.raises(Unfetchable) as bad:
        await fetcher.fetch(address, tmp_path / "file")
    return bad.value.reason


async def test_a_picture_comes_with_its_name(server, fetch):
    server.answers["/a/photo%201.png"] = server.answers["/a/photo 1.png"] = lambda: web.Response(body=picture(1))
    assert await fetch("/a/photo%201.png?size=large") == ("photo 1.png", picture(1))


@pytest.mark.parametrize(
    ("path", "body", "mimetype", "name"),
    [
        ("/photo", picture(1), "image/png", "photo.png"),
        ("/photo.jpg", picture(1), "image/jpeg", "photo.png"),
        ("/", picture(1), "image/png", "127.0.0.1.png"),
        ("/list", b"text\none\n", "text/csv; charset=utf-8", "list.csv"),
        ("/list.csv", b"text\none\n", "text/plain", "list.csv"),
        ("/photo.php", picture(1, "JPEG"), "application/octet-stream", "photo.php.jpg"),
    ],
)
async def test_names_on_the_web_lie_and_are_set_right(server, fetch, path, body, mimetype, name):
    server.answers[path] = lambda: web.Response(body=body, headers={"Content-Type": mimetype})
    assert await fetch(path) == (name, body)


async def test_no_token_cookie_or_secret_of_ours_goes_out(server, fetch):
    def first() -> web.Response:
        answer = web.Response(status=302, headers={"Location": "/b.png"})
        answer.set_cookie("seen", "yes")
        return answer

    server.answers |= {"/a.png": first, "/b.png": lambda: web.Response(body=picture(1))}
    assert (await fetch("/a.png"))[0] == "b.png"
    sent = [set(map(str.lower, request.headers)) for request in server.requests]
    assert sent == [{"host", "user-agent", "accept-encoding", "accept", "connection"}] * 2


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/a.png",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://169.254.169.254/latest/meta-data/",
    ],
)
async def test_private_addresses_are_not_asked(address, tmp_path):
    assert await refusal(Fetcher(), address, tmp_path) == "isn't taken: it is a private address."


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "100.64.0.1", "169.254.169.254", "224.0.0.1", "192.168.0.1"]
)
@pytest.mark.parametrize("first", [[], [PUBLIC]])
async def test_a_name_for_a_private_address_is_not_asked_even_if_it_stands_for_a_public_one_too(
    address, first, tmp_path
):
    names = FakeNames([*first, address])
    assert "private address" in await refusal(Fetcher(resolver=names), "http://inside.example/a.png", tmp_path)
    assert names.asked == ["inside.example"]


@pytest.mark.parametrize("written", ["http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/"])
async def test_an_address_in_another_dress_is_seen_through(written, tmp_path):
    reason = await refusal(Fetcher(limits=Limits(pause=0)), written, tmp_path)
    assert "private address" in reason or "not a canonical" in reason


async def test_a_name_that_changes_its_mind_gains_nothing(tmp_path):
    """Public while it is checked, private a moment later: the connection goes to the very address that was checked.

    Tests may connect to this machine only, so whoever tries another address is stopped, and named.
    """
    names = FakeNames([PUBLIC], [HERE])
    fetcher = Fetcher(resolver=names)
    with pytest.raises(UserWarning, match=f'host "{PUBLIC}"'):
        await fetcher.fetch("http://changing.example/a.png", tmp_path / "file")
    assert names.asked == ["changing.example"]
    assert "private address" in await refusal(fetcher, "http://changing.example/a.png", tmp_path)


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://127.0.0.1/secret", "isn't taken: it is a private address."),
        ("http://169.254.169.254/latest/", "isn't taken: it is a private address."),
        ("//[::1]/", "isn't taken: it is a private address."),
        ("http://ana:word@example.org/", "isn't taken: it has a name or a password in it."),
        ("http://example.org:22/", "isn't taken: only the ports 80 and 443 are."),
        ("file:///etc/passwd", "isn't taken: only http:// and https:// are."),
        ("gopher://example.org/", "isn't taken: only http:// and https:// are."),
    ],
)
async def test_each_hop_is_checked_as_the_first(server, fetch, location, reason):
    server.answers["/a.png"] = lambda: web.Response(status=302, headers={"Location": location})
    with pytest.raises(Unfetchable) as bad:
        await fetch("/a.png")
    assert bad.value.reason == reason
    assert len(server.requests) == 1


async def test_a_hop_to_a_name_for_a_private_address_is_refused(server, tmp_path):
    server.answers["/a.png"] = lambda: web.Response(status=307, headers={"Location": "http://inside.example/"})
    fetcher = Fetcher([server.host], resolver=FakeNames(["10.0.0.1"]))
    assert "private address" in await refusal(fetcher, f"{server.url}/a.png", tmp_path)


async def test_hops_end(server, fetch):
    server.answers["/a.png"] = lambda: web.Response(status=302, headers={"Location": "/a.png"})
    with pytest.raises(Unfetchable, match="redirects more than 5 times"):
        await fetch("/a.png")
    assert len(server.requests) == 6


async def test_a_sign_in_page_is_no_picture(server, fetch):
    server.answers["/a.png"] = lambda: web.Response(text="<html>Sign in</html>", content_type="text/html")
    server.answers["/b.png"] = lambda: web.Response(body=b"\n <!doctype HTML><p>Sign in", content_type="image/png")
    for path in ("/a.png", "/b.png"):
        with pytest.raises(Unfetchable, match="gives a web page, perhaps one that asks to sign in"):
            await fetch(path)


async def test_what_is_too_large_is_given_up_whether_it_says_so_or_not(server, fetch):
    server.answers["/said.png"] = lambda: web.Response(body=b"x" * 5_000)

    def unsaid() -> web.Response:
        answer = web.Response(body=b"x" * 5_000)
        answer.enable_chunked_encoding()
        return answer

    server.answers["/unsaid.png"] = unsaid
    for path in ("/said.png", "/unsaid.png"):
        with pytest.raises(Unfetchable, match="is too large"):
            await fetch(path, most_bytes=4_999)
    assert len((await fetch("/unsaid.png", most_bytes=5_000))[1]) == 5_000


async def test_what_comes_packed_is_refused(server, fetch):
    server.answers["/a.png"] = lambda: web.Response(body=b"\x1f\x8b", headers={"Content-Encoding": "gzip"})
    with pytest.raises(Unfetchable, match="comes packed"):
        await fetch("/a.png")


async def test_a_server_in_trouble_is_asked_again_and_one_that_refuses_is_not(server, fetch):
    codes = [503, 500]
    server.answers["/a.png"] = lambda: web.Response(status=codes.pop()) if codes else web.Response(body=picture(1))
    assert (await fetch("/a.png"))[0] == "a.png"
    assert len(server.requests) == 3
    with pytest.raises(Unfetchable, match=r"the server answered 404"):
        await fetch("/none.png")
    assert len(server.requests) == 4
    server.answers["/b.png"] = lambda: web.Response(status=502)
    with pytest.raises(Unfetchable, match=r"can't be fetched \(the server answered 502\)"):
        await fetch("/b.png")


async def test_one_that_never_ends_is_given_up(server, fetch):
    server.answers["/a.png"] = lambda: web.Response(body=b"")
    with pytest.raises(Unfetchable, match="is empty"):
        await fetch("/a.png")
    with pytest.raises(Unfetchable, match="took too long"):
        await fetch("/a.png", times=aiohttp.ClientTimeout(total=0.000_001))


async def test_only_what_is_trusted_may_be_private_or_on_another_port(server, tmp_path):
    server.answers["/a.png"] = lambda: web.Response(body=picture(1))
    assert "only the ports" in await refusal(Fetcher([HERE + ":1"]), f"{server.url}/a.png", tmp_path)
    assert server.requests == []
    assert (await Fetcher([HERE]).fetch(f"{server.url}/a.png", tmp_path / "file")).name == "a.png"
