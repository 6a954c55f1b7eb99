"""Our quick rendering says the same as Slack's own models, and stays quick."""

from statistics import median
from time import perf_counter

import pytest
from slack_sdk.models.views import View

from tests.views.cases import CARD, CASES
from views.slack import card

MILLISECOND = 0.001


@pytest.mark.parametrize("name", CASES)
def test_it_is_what_the_models_render(name: str):
    shown = CASES[name]()
    if isinstance(shown, View):
        assert shown.to_dict() == View.to_dict(shown)
    else:
        assert shown.payload()["blocks"] == [block.to_dict() for block in shown.blocks]


def test_a_card_costs_no_click():
    """0.2 ms where it was measured; a busy machine gets room."""
    times = []
    for _ in range(200):
        start = perf_counter()
        card.card(CARD).payload()
        times.append(perf_counter() - start)
    assert median(times) < 0.6 * MILLISECOND * 3
