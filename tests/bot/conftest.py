"""What tests of the bot share."""

import sys

import pytest

from bot import cli
from bot.settings import variables


@pytest.fixture
def labelbot(monkeypatch, capsys, tmp_path):
    """The command in this process: exit code, standard output, standard error."""
    for name in variables():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)

    def labelbot(*words, **env):
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["labelbot", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return ended.value.code or 0, out, err

    return labelbot
