import pytest

from store.unit_of_work import Store
from tests.office import Office


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)
