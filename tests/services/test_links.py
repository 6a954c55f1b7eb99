"""Addresses of pictures that nobody can guess, and what is none of them."""

import pytest

from services.links import PictureLinks

LINKS = PictureLinks("https://labels.example.org", b"secret")


def test_a_token_names_the_input_that_it_was_made_for():
    assert LINKS.input_of(LINKS.token(17)) == 17
    assert PictureLinks("https://labels.example.org", b"other").input_of(LINKS.token(17)) is None


@pytest.mark.parametrize(
    "token",
    [
        "",
        "17",
        "1-é",
        "\u0661-x",
        "9" * 5000,
        "9" * 5000 + "-" + "0" * 32,
        "\u0661" + LINKS.token(1)[1:],
        LINKS.token(17) + "\n",
        LINKS.token(17).upper(),
        "0" + LINKS.token(17),
    ],
)
def test_what_we_did_not_make_names_nothing(token: str):
    assert LINKS.input_of(token) is None
