"""State machines that do what people do, in any order."""

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from tests.databases import for_its_database
from tests.office import Office


def run_in(office: Office, machine: type[RuleBasedStateMachine], examples: int, steps: int = 40) -> None:
    """`machine` finds its `office` as an attribute."""
    run_state_machine_as_test(
        type(machine.__name__, (machine,), {"office": office}),
        settings=settings(
            max_examples=for_its_database(office.store, examples),
            stateful_step_count=steps,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
