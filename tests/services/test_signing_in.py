import pytest
from sqlalchemy import select

from domain.errors import Invalid, LabelingError, NotAllowed, NotFound
from services.links import PictureLinks
from services.signing_in import LINK_LASTS, MOST_LINKS, SESSION_LASTS, LinkState, SigningIn
from store import tables
from store.unit_of_work import Store
from tests.fake_clock import FakeClock
from tests.office import PAGES, Office

PAGE = "/t/3/i/9"
TEN_MINUTES, TWELVE_HOURS = 600, 12 * 3600


@pytest.fixture(autouse=True)
def ana(office: Office) -> str:
    return office.person("ANA").user


def minted(office: Office, user: str = "ANA", path: str = PAGE) -> str:
    return office.signing_in.mint(office.actor(user), path)


def signed_in(office: Office, user: str = "ANA") -> str:
    session = office.signing_in.consume(minted(office, user)).session
    assert session is not None
    return session


def test_a_link_leads_where_it_was_asked_for(office: Office, ana: str):
    link = office.signing_in.link(office.actor(ana), PAGE)
    assert link.startswith(f"{PAGES}/sign-in/")
    token = link.rpartition("/")[2]
    assert len(token) >= 43  # 32 random bytes.
    opened = office.signing_in.look(token)
    assert (opened.state, opened.path, opened.session) == (LinkState.FRESH, PAGE, None)
    assert opened.person.user == ana


def test_looking_at_it_uses_nothing_up(office: Office):
    token = minted(office)
    for _ in range(3):
        assert office.signing_in.look(token).state is LinkState.FRESH
    assert office.signing_in.consume(token).session


def test_it_works_once(office: Office, ana: str):
    token = minted(office)
    first, second = office.signing_in.consume(token), office.signing_in.consume(token)
    assert office.signing_in.who(first.session).user == ana
    assert (second.state, second.session) == (LinkState.USED, None)
    assert second.person.user == ana


def test_it_works_for_ten_minutes(office: Office, clock: FakeClock):
    early, late = minted(office), minted(office)
    clock.move(TEN_MINUTES - 1)
    assert office.signing_in.consume(early).session
    clock.move(2)
    opened = office.signing_in.consume(late)
    assert (opened.state, opened.session) == (LinkState.OLD, None)


def test_what_was_never_a_link_is_unknown(office: Office):
    token = minted(office)
    for wrong in ("", "x", token[:-1], token + "A", token.swapcase()):
        assert office.signing_in.consume(wrong).state is LinkState.UNKNOWN


def test_the_database_holds_nothing_to_sign_in_with(office: Office, store: Store):
    token = minted(office)
    session = office.signing_in.consume(token).session
    for table in (tables.sign_in_link, tables.web_session):
        rows = store.read(lambda unit, table=table: unit.connection.execute(select(table)).all())
        assert rows
        for row in rows:
            assert not {token, session} & {str(value) for value in row}
            assert office.signing_in.who(row.token) is None
            assert office.signing_in.look(row.token).state is LinkState.UNKNOWN


def test_a_session_lasts_twelve_hours(office: Office, ana: str, clock: FakeClock):
    session = signed_in(office)
    clock.move(TWELVE_HOURS - 1)
    assert office.signing_in.who(session).user == ana
    clock.move(2)
    assert office.signing_in.who(session) is None


def test_signing_out_ends_this_session_only(office: Office, ana: str):
    here, there = signed_in(office), signed_in(office)
    office.signing_in.sign_out(here)
    assert office.signing_in.who(here) is None
    assert office.signing_in.who(there).user == ana


def test_signing_in_as_somebody_else_ends_what_was(office: Office):
    office.person("BEN")
    before = signed_in(office)
    after = office.signing_in.consume(minted(office, "BEN"), ending=before)
    assert office.signing_in.who(before) is None
    assert office.signing_in.who(after.session).user == "BEN"


def test_a_used_link_ends_nothing(office: Office, ana: str):
    token, session = minted(office), signed_in(office)
    office.signing_in.consume(token)
    office.signing_in.consume(token, ending=session)
    assert office.signing_in.who(session).user == ana


def test_deactivation_ends_sessions_and_links_for_good(office: Office, ana: str):
    session, token = signed_in(office), minted(office)
    others = office.person("BEN") and signed_in(office, "BEN")
    office.person(ana, is_deleted=True)
    assert office.signing_in.who(session) is None
    assert office.signing_in.consume(token).session is None
    with pytest.raises(NotFound):
        minted(office)
    office.person(ana)  # Back again.
    assert office.signing_in.who(session) is None
    assert office.signing_in.consume(token).state is LinkState.OLD
    assert office.signing_in.who(others).user == "BEN"


def test_links_are_rationed_per_person(office: Office, clock: FakeClock):
    office.person("BEN")
    for _ in range(MOST_LINKS):
        minted(office)
    with pytest.raises(NotAllowed, match="ten minutes"):
        minted(office)
    assert minted(office, "BEN")
    clock.move(TEN_MINUTES)
    assert minted(office)


@pytest.mark.parametrize(
    "path",
    ["", "//evil.example", "https://evil.example", "/\\evil", "/t/1/i/2/media", "/t/1/i/2\n", "/t/x/i/2", "/sign-out"],
)
def test_a_link_leads_nowhere_else(office: Office, path: str):
    with pytest.raises(Invalid):
        minted(office, path=path)


def test_strangers_get_none(office: Office):
    with pytest.raises(NotFound):
        minted(office, "NOBODY")


def test_without_an_address_it_says_what_is_missing(office: Office, ana: str, store: Store):
    with pytest.raises(LabelingError, match="LABELBOT_PUBLIC_URL"):
        SigningIn(store, PictureLinks()).link(office.actor(ana))


def test_what_has_ended_is_forgotten_after_a_day(office: Office, store: Store, clock: FakeClock):
    ended, lasting = signed_in(office), signed_in(office)
    office.signing_in.sign_out(ended)
    office.signing_in.forget()
    assert rows(store) == (2, 2)
    clock.move(SESSION_LASTS / 1_000_000)
    later = signed_in(office)
    clock.move(24 * 3600 - LINK_LASTS / 1_000_000)
    office.signing_in.forget()
    assert office.signing_in.who(lasting) is None
    assert office.signing_in.who(later) is None
    assert rows(store) == (1, 2)
    clock.move(24 * 3600)
    office.signing_in.forget()
    assert rows(store) == (0, 0)


def rows(store: Store) -> tuple[int, int]:
    """Links, sessions."""

    def count(table) -> int:
        return len(store.read(lambda unit: unit.connection.execute(select(table.c.token)).all()))

    return count(tables.sign_in_link), count(tables.web_session)
