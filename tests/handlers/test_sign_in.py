"""The door to the web pages, and those who try it without being let in."""

import asyncio
import re
from pathlib import Path

import pytest

from domain.model import InputKind
from store.unit_of_work import Store
from tests.fake_clock import FakeClock
from tests.handlers.web import BASE, FROM_HERE, Web, serving

pytestmark = pytest.mark.slow

TEN_MINUTES, TWELVE_HOURS = 600, 12 * 3600


async def test_a_link_signs_in_and_leads_to_an_address_without_a_secret(web: Web):
    browser, link = await web.browser(), web.link(path=web.page_of())
    page = await browser.get(link)
    assert page.status == 200
    assert "Continue as Ana" in page.text
    went = await browser.post(link, page.proofs[0])
    assert (went.status, went.headers["Location"]) == (303, BASE + web.page_of())
    assert "clip.mp4" in (await browser.get(went.headers["Location"])).text


async def test_looking_at_a_link_uses_nothing_up(web: Web):
    """Slack's servers, mail filters and curious people GET and HEAD whatever stands in a message."""
    link = web.link()
    expander = await web.browser()
    for _ in range(3):
        assert (await expander.get(link)).status == 200
        assert (await expander.ask("HEAD", link)).status == 200
    assert (await expander.get(f"{BASE}/")).status == 401
    browser = await web.browser()
    assert (await browser.post(link, (await browser.get(link)).proofs[0])).status == 303


async def test_a_link_works_once(web: Web):
    link = web.link()
    first, thief = await web.browser(), await web.browser()
    seen_before = await thief.get(link)
    assert (await first.post(link, (await first.get(link)).proofs[0])).status == 303
    refused = await thief.post(link, seen_before.proofs[0])
    assert refused.status == 410
    assert "used already" in refused.text
    assert "/label signin" in refused.text
    assert (await thief.get(f"{BASE}/")).status == 401
    assert (await thief.get(link)).status == 410


async def test_of_two_at_once_one_is_let_in(web: Web):
    link = web.link()
    browsers = [await web.browser() for _ in range(4)]
    proofs = [(await browser.get(link)).proofs[0] for browser in browsers]
    went = await asyncio.gather(*(one.post(link, proof) for one, proof in zip(browsers, proofs, strict=True)))
    assert sorted(answer.status for answer in went) == [303, 410, 410, 410]


async def test_a_double_click_lets_in(web: Web):
    """The second click comes while the first one's cookie is there already."""
    link, browser = web.link(path=web.page_of()), await web.browser()
    (proof,) = (await browser.get(link)).proofs
    for _ in range(2):
        went = await browser.post(link, proof)
        assert (went.status, went.headers["Location"]) == (303, BASE + web.page_of())
    used = await browser.get(link)
    assert "You are signed in: go on" in used.text
    assert f'href="{BASE}{web.page_of()}"' in used.text


async def test_an_old_link_says_how_to_get_a_new_one(web: Web, clock: FakeClock):
    link, browser = web.link(), await web.browser()
    page = await browser.get(link)
    clock.move(TEN_MINUTES)
    for answer in (await browser.post(link, page.proofs[0]), await browser.get(link)):
        assert answer.status == 410
        assert "too old" in answer.text
        assert "/label signin" in answer.text


@pytest.mark.parametrize("token", ["x", "A" * 43, "%00", "..%2f..%2fetc%2fpasswd", "%F0%9F%98%80", "a" * 4000])
async def test_an_unknown_link_says_so(web: Web, token: str):
    browser = await web.browser()
    answer = await browser.get(f"{BASE}/sign-in/{token}")
    assert answer.status in {404, 400}
    if answer.status == 404 and "..%2f" not in token:
        assert "not known" in answer.text


async def test_signed_in_as_somebody_else_it_asks_first(web: Web):
    ben_at, link = await web.signed_in("REA"), web.link("ANA")
    page = await ben_at.get(link)
    assert "You are signed in here as Rea. This link is for Ana." in page.text
    assert '<span class="who">Rea</span>' in (await ben_at.get(f"{BASE}/")).text
    assert (await ben_at.post(link, page.proofs[-1])).status == 303
    assert '<span class="who">Ana</span>' in (await ben_at.get(f"{BASE}/")).text


async def test_a_form_without_its_proof_does_nothing(web: Web):
    link, browser, other = web.link(), await web.browser(), await web.browser()
    mine, theirs = (await browser.get(link)).proofs[0], (await other.get(link)).proofs[0]
    for proof in (None, "", "x", theirs, mine[:-2], mine.swapcase()):
        refused = await browser.post(link, proof)
        assert refused.status == 403
        assert "Nothing was done" in refused.text
    assert (await browser.post(link, mine)).status == 303


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\n"),
        ("application/json", b'{"csrf": "x"}'),
        ("application/x-www-form-urlencoded; charset=klingon", b"csrf=x"),
        ("application/x-www-form-urlencoded; charset=utf-8", b"csrf=\xff\xfe"),
        ("application/x-www-form-urlencoded", b"&=&%&" * 100),
        ("text/plain", b"csrf=x"),
    ],
)
async def test_what_is_no_form_does_nothing(web: Web, kind: str, body: bytes):
    link, browser = web.link(), await web.browser()
    await browser.get(link)
    answer = await browser.ask("POST", link, FROM_HERE | {"Content-Type": kind}, data=body)
    assert answer.status == 403
    assert "Nothing was done" in answer.text
    assert (await browser.ask("POST", link, FROM_HERE, data={f"{n}": "" for n in range(2000)})).status == 413


async def test_nobody_is_signed_in_from_another_site(web: Web):
    """Else an attacker could have people work in the attacker's own name."""
    link, browser = web.link(), await web.browser()
    (proof,) = (await browser.get(link)).proofs
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1.evil.example"},
    ):
        assert (await browser.post(link, proof, headers)).status == 403
    assert (await browser.post(link, proof, {"Origin": "null"})).status == 303


async def test_without_cookies_it_says_so(web: Web):
    link, browser = web.link(), await web.browser()
    (proof,) = (await browser.get(link)).proofs
    browser.session.cookie_jar.clear()
    refused = await browser.post(link, proof)
    assert refused.status == 403
    assert "takes no cookies" in refused.text


async def test_a_session_ends_by_signing_out(web: Web):
    browser, elsewhere = await web.signed_in(), await web.signed_in()
    kept = {cookie.key: cookie.value for cookie in browser.session.cookie_jar}
    (proof,) = (await browser.get(f"{BASE}/")).proofs
    out = await browser.post(f"{BASE}/sign-out", proof)
    assert (out.status, "signed out" in out.text) == (200, True)
    assert "labelbot" not in {cookie.key for cookie in browser.session.cookie_jar}
    thief = await web.browser()
    thief.session.cookie_jar.update_cookies(kept)
    assert (await thief.get(f"{BASE}/")).status == 401
    assert (await elsewhere.get(f"{BASE}/")).status == 200


async def test_signing_out_needs_the_proof_too(web: Web):
    browser = await web.signed_in()
    (proof,) = (await browser.get(f"{BASE}/")).proofs
    for given, headers in ((None, FROM_HERE), ("x", FROM_HERE), (proof, {"Sec-Fetch-Site": "cross-site"})):
        assert (await browser.post(f"{BASE}/sign-out", given, headers)).status == 403
    assert (await browser.ask("GET", f"{BASE}/sign-out")).status == 405
    assert (await browser.get(f"{BASE}/")).status == 200
    assert (await (await web.browser()).post(f"{BASE}/sign-out")).status == 200


async def test_a_session_ends_after_twelve_hours_and_with_the_person(web: Web, clock: FakeClock):
    ana, rea = await web.signed_in("ANA"), await web.signed_in("REA")
    web.office.person("ANA", is_deleted=True)
    assert (await ana.get(web.media_of())).status == 401
    assert (await rea.get(web.media_of())).status == 200
    clock.move(TWELVE_HOURS)
    assert (await rea.get(web.media_of())).status == 401


async def test_every_page_is_strict(web: Web):
    ana, nobody = await web.signed_in(), await web.browser()
    pages = [
        await ana.get(BASE + web.page_of()),
        await ana.get(f"{BASE}/t/1/i/999"),
        await nobody.get(BASE + web.page_of()),
        await nobody.get(web.link()),
        await nobody.get(f"{BASE}/sign-in/x"),
        await nobody.post(web.link()),
        await nobody.post(f"{BASE}/sign-out"),
    ]
    for page in pages:
        headers = page.headers
        policy = dict(part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";"))
        assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
        assert {policy[f"{kind}-src"] for kind in ("script", "style", "img", "media", "connect")} == {"'self'"}
        assert policy["form-action"] == "'self'"
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Type"] == "text/html; charset=utf-8"
        assert "<script" not in page.text


async def test_cookies_are_for_us_alone(web: Web):
    link, browser = web.link(), await web.browser()
    page = await browser.get(link)
    went = await browser.post(link, page.proofs[0])
    for answer, name in ((page, "labelbot-form"), (went, "labelbot")):
        cookie = answer.headers["Set-Cookie"]
        assert cookie.startswith(f"{name}=")
        parts = {part.strip() for part in cookie.split(";")[1:]}
        assert {"HttpOnly", "SameSite=Lax", f"Path={BASE}/"} <= parts
        assert "Secure" not in parts  # This address is no https.
    assert "Max-Age=43200" in went.headers["Set-Cookie"]


async def test_under_https_cookies_are_secure(store: Store, tmp_path: Path):
    async with serving(store, tmp_path / "more", "https://labels.example.org") as web:
        browser = await web.browser()
        answer = await browser.get(web.link().removeprefix(BASE))
        cookie = answer.headers["Set-Cookie"]
        assert cookie.startswith("__Secure-labelbot-form=")
        assert {"Secure", "Path=/"} <= {part.strip() for part in cookie.split(";")}


async def test_it_is_there_with_and_without_the_base(web: Web):
    """Whether a proxy takes the base off or not, addresses in pages have it."""
    ana = await web.signed_in()
    for prefix in ("", BASE):
        page = await ana.get(f"{prefix}{web.page_of()}")
        assert page.status in ({200} if prefix else {401})  # The cookie is the base's; a proxy's browser sends it.
        assert all(found.startswith(f"{BASE}/") for found in re.findall(r'(?:href|src|action)="([^"]+)"', page.text))


async def test_statics_are_kept_for_good_under_an_address_of_their_content(web: Web):
    browser = await web.browser()
    (style,) = re.findall(r'href="([^"]+\.css)"', (await browser.get(f"{BASE}/")).text)
    answer = await browser.get(style)
    assert answer.headers["Content-Type"].startswith("text/css")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert ":root" in answer.text
    plain = await browser.get(style, Accept_Encoding="identity")
    assert plain.body == answer.body
    assert "Content-Encoding" not in plain.headers
    for wrong in ("page.py", "..%2fpage.py", "%2e%2e/page.py", "..%5cpage.py", "%00"):
        assert (await browser.get(f"{style.rpartition('/')[0]}/{wrong}")).status == 404
    assert (await browser.get(f"{BASE}/static/0000/page.css")).status == 404


async def test_the_deep_link_says_how_to_get_in(web: Web):
    answer = await (await web.browser()).get(BASE + web.page_of(InputKind.VIDEO))
    assert answer.status == 401
    assert "press “Sign in”" in answer.text
    assert "/label signin" in answer.text
    assert "clip.mp4" not in answer.text
