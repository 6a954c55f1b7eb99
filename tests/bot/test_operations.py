"""docs/operations.md says what is so."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from assist.workflows.description import Do
from assist.workflows.parsing import parse
from bot.cli import app
from bot.settings import Settings, variables

PAGE = (Path(__file__).parents[2] / "docs" / "operations.md").read_text()
ROWS = dict(re.findall(r"^\| `([A-Z_]+)` \| (.*?) \|", PAGE, flags=re.MULTILINE))


def test_each_setting_is_there_and_none_that_is_not():
    assert set(ROWS) == set(variables())


@pytest.mark.parametrize("field", ["api_url", "host", "port", "pictures", "assist", "log"])
def test_the_defaults_are_those_of_the_code(field):
    described = Settings.model_fields[field]
    assert ROWS[str(described.validation_alias)] == f"`{described.default}`"


def test_every_command_that_is_named_exists_and_every_one_is_named():
    named = set(re.findall(r"`labelbot ([a-z-]+)", PAGE))
    assert named - {"demo"} == set(get_command(app).commands) - {"demo"}  # `make demo` is its name there.


def test_every_option_that_is_named_exists():
    commands = list(get_command(app).commands.values())
    commands += [within for command in commands for within in getattr(command, "commands", {}).values()]
    options = {option for command in commands for one in command.params for option in one.opts}
    assert set(re.findall(r"`labelbot [^`]*?(--[a-z]+)", PAGE)) <= options


def test_a_workspace_is_set_up_in_at_most_six_steps():
    section = PAGE.split("## Set up a workspace", 1)[1].split("\n## ", 1)[0]
    assert 1 <= len(re.findall(r"^\d\. ", section, flags=re.MULTILINE)) <= 6


def test_the_workflow_that_is_shown_is_one():
    (shown,) = [block for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL) if "nodes:" in block]
    assert parse(shown).models == ("general-detector", "image-classifier")
    steps = re.findall(r"^\| (`[a-z`, ]+`) \|", PAGE.partition("### Workflows")[2].partition("###")[0], re.MULTILINE)
    assert {one for row in steps for one in re.findall(r"`(\w+)`", row)} - {"do"} == set(Do)
