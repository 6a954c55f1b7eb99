import socket
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from bot.cli import app
from domain.clock import SystemClock
from domain.model import Person
from services.collaborating import Collaborating
from store.unit_of_work import opened
from tests.assist.pictures import picture

COMMANDS = ["run", "demo", "import", "import-labels", "export", "doctor", "migrate", "manifest", "models"]


@pytest.fixture
def pictures(tmp_path):
    folder = tmp_path / "pictures"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.png").write_bytes(picture(number))
    return folder


def put_people(*workspaces):
    with opened(f"sqlite:///{Path.cwd()}/data/labelbot.db", SystemClock()) as store:
        Collaborating(store).remember([Person(workspace, "U1", "Ana") for workspace in workspaces])


def test_there_are_the_nine_commands():
    assert list(get_command(app).commands) == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_written_for_people(labelbot, command):
    shown = labelbot(command, "--help")[1]
    assert not [word for word in ("<bool>", "<int", "{", "<=") if word in shown]


@pytest.mark.parametrize("command", COMMANDS)
def test_each_help_has_an_example_and_says_what_each_option_is(labelbot, command):
    code, out, _ = labelbot(command, "--help")
    assert code == 0
    assert f"Example: labelbot {command}" in out
    for option in get_command(app).commands[command].params:
        assert option.help or option.param_type_name == "argument"


def test_help_comes_without_what_is_slow_to_import():
    script = (
        "import sys; sys.argv = ['labelbot', '--help']; from bot.cli import app; app(standalone_mode=False);"
        "slow = {'sqlalchemy', 'slack_bolt', 'slack_sdk', 'aiohttp', 'PIL', 'alembic', 'pydantic'};"
        "print('SLOW', slow & set(sys.modules))"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)  # noqa: S603 - our own interpreter.
    assert "SLOW set()" in ended.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["dance"], "dance"),
        (["import", "nowhere", "--dataset", "x"], "nowhere"),
        (["import", ".", "--dataset", "x", "--workspace", "acme"], "like T012ABCDEF"),
        (["import", ".", "--dataset", "x", "--workspace", "T1"], "at least two capital letters or digits"),
        (["import", "."], "--dataset"),
        (["import", "ftp://example.org/", "--dataset", "x"], "s3, gs, az, file"),
        (["export", "x", "--format", "xlsx"], "csv, jsonl"),
        (["export"], "name a task, or a dataset version"),
        (["export", "x", "--version", "v1"], "neither a task nor --everything"),
        (["export", "--version", "v1", "--everything"], "neither a task nor --everything"),
        (["export", "x", "--history", "--everything"], "neither --version nor --everything"),
        (["export", "--history"], "name a task, or a dataset version"),
        (["demo", "--port", "70000"], "--port"),
        (["manifest", "--http", "http://labels.example.org"], "https://"),
        (["run"], "SLACK_BOT_TOKEN is missing."),
    ],
)
def test_wrong_usage_is_said_and_ends_with_2(labelbot, words, said):
    code, out, err = labelbot(*words)
    assert (code, out) == (2, "")
    assert said in err


@pytest.mark.parametrize("words", [["run"], ["migrate"], ["export", "x"], ["import", ".", "--dataset", "x"]])
def test_each_wrong_setting_is_a_line_and_ends_with_2(labelbot, words):
    code, out, err = labelbot(*words, LABELBOT_PORT="many")
    assert (code, out) == (2, "")
    assert err.endswith("LABELBOT_PORT must be a port number from 1 to 65535 (0 takes any free one).\n")
    assert [line.split(" ")[0] for line in err.splitlines()[:-1]] == (
        ["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"] if words == ["run"] else []
    )


def test_import_adds_once_and_says_what_it_did(labelbot, pictures):
    (pictures / "[red]broken.png").write_bytes(b"broken")
    (pictures / "notes.txt").touch()
    code, out, _ = labelbot("import", pictures, "--dataset", "Birds", "--workspace", "T0TEST")
    assert code == 0
    assert "✗ [red]broken.png holds something that is no JPEG, PNG, WebP or GIF." in out
    assert "3 added to “Birds”, 0 already there, 1 skipped. One other file was left alone." in out
    again = labelbot("import", pictures, "--dataset", "birds", "--workspace", "T0TEST")
    assert "0 added to “Birds”, 3 already there, 1 skipped." in again[1]


def test_import_takes_a_table_by_its_column(labelbot, tmp_path):
    (tmp_path / "bank.csv").write_bytes("id,words\n1,Caf\u00e9\n2,\n".encode("latin-1"))
    words = ("import", tmp_path / "bank.csv", "--dataset", "Bank", "--workspace", "T0TEST")
    code, out, _ = labelbot(*words)
    assert (code, "bank.csv has several columns: id, words. Say which one holds the texts." in out) == (1, True)
    code, out, _ = labelbot(*words, "--column", "words")
    assert code == 0
    assert "bank.csv was read as Latin-1 (Windows-1252): it isn't UTF-8." in out
    assert "✗ bank.csv line 3 is empty." in out
    assert "1 added to “Bank”, 0 already there, 1 skipped." in out


def test_import_takes_a_bucket(labelbot, pictures):
    pytest.importorskip("obstore", reason="The extra for buckets is not installed.")
    (pictures / "deep").mkdir()
    (pictures / "deep" / "broken.png").write_bytes(b"broken")
    (pictures / ".hidden.png").write_bytes(b"hidden")
    code, out, _ = labelbot("import", f"file://{pictures}", "--dataset", "Birds", "--workspace", "T0TEST")
    assert code == 0
    assert "✗ deep/broken.png holds something that is no JPEG, PNG, WebP or GIF." in out
    assert "3 added to “Birds”, 0 already there, 1 skipped." in out
    code, _, err = labelbot("import", "file:///nowhere/at/all", "--dataset", "Birds", "--workspace", "T0TEST")
    assert (code, err.count("\n")) == (1, 1)
    assert "file:///nowhere/at/all can't be" in err


def test_a_bucket_without_its_package_is_said(labelbot, monkeypatch):
    monkeypatch.setitem(sys.modules, "obstore.store", None)
    code, _, err = labelbot("import", "s3://bucket/folder", "--dataset", "Birds", "--workspace", "T0TEST")
    assert (code, err) == (1, "Buckets need one more package. Install it with: pip install 'labelbot[buckets]'\n")


def test_import_of_nothing_usable_ends_with_1(labelbot, pictures):
    for path in pictures.iterdir():
        path.write_bytes(b"")
    code, out, _ = labelbot("import", pictures, "--dataset", "Birds", "--workspace", "T0TEST")
    assert code == 1
    assert out.count("is empty.") == 3
    assert "Nothing usable was found" in out


def test_a_name_that_no_dataset_can_have_is_said(labelbot, pictures):
    code, _, err = labelbot("import", pictures, "--dataset", " ", "--workspace", "T0TEST")
    assert (code, err.count("\n")) == (1, 1)
    assert "A dataset's name has" in err


def test_the_workspace_is_the_only_one_there_is(labelbot, pictures):
    labelbot("migrate")
    code, _, err = labelbot("import", pictures, "--dataset", "Birds")
    assert (code, "No workspace is known yet" in err) == (1, True)
    put_people("T0ONE")
    assert labelbot("import", pictures, "--dataset", "Birds")[0] == 0
    put_people("T0TWO")
    code, _, err = labelbot("import", pictures, "--dataset", "Birds")
    assert (code, "There are several workspaces: T0ONE, T0TWO." in err) == (1, True)


def test_the_workspace_that_pictures_were_imported_for_is_known(labelbot, pictures):
    assert labelbot("import", pictures, "--dataset", "Birds", "--workspace", "T012ABCDEF")[0] == 0
    assert "3 already there" in labelbot("import", pictures, "--dataset", "Birds")[1]


def test_slack_that_is_not_there_does_not_say_the_workspace(labelbot, pictures):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    env = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_API_URL": f"http://127.0.0.1:{port}/api/"}
    code, _, err = labelbot("import", pictures, "--dataset", "Birds", **env)
    assert (code, "Slack doesn't say which workspace" in err) == (1, True)


def test_a_task_that_is_not_there_is_said(labelbot):
    labelbot("migrate")
    put_people("T0ONE")
    assert labelbot("export", "Birds") == (1, "", "There is no task “Birds”.\n")


def test_a_demo_that_cannot_be_kept_says_so(labelbot, tmp_path):
    (tmp_path / "file").touch()
    code, out, err = labelbot("demo", "--keep", "file/kept")
    assert (code, out) == (1, "")
    assert err == "file/kept can't be written to: not a directory. Name another folder with --keep.\n"


def test_a_kept_demo_that_cannot_be_loaded_says_so(labelbot, tmp_path):
    kept = tmp_path / "kept" / "workspace"
    kept.mkdir(parents=True)
    (kept / "workspace.json").write_text("[]")
    code, _, err = labelbot("demo", "--keep", "kept", "--port", "0")
    assert (code, err.count("\n")) == (1, 1)
    assert err.endswith("Remove it, or name another folder with --keep.\n")


def test_migrate_says_what_it_did(labelbot):
    first, again = labelbot("migrate"), labelbot("migrate")
    assert (first[0], first[1].startswith("Applied 0001")) == (0, True)
    assert again[:2] == (0, "The database is up to date.\n")


def test_a_folder_that_cannot_be_written_to_is_said(labelbot, tmp_path):
    (tmp_path / "file").touch()
    code, _, err = labelbot("migrate", LABELBOT_DATA=str(tmp_path / "file"))
    assert (code, err) == (1, f"That failed: {tmp_path / 'file'}: file exists.\n")


def test_doctor_ends_with_1_where_something_is_wrong(labelbot):
    code, out, _ = labelbot("doctor", LABELBOT_PORT="0")
    assert code == 1
    assert "✗ Settings: SLACK_BOT_TOKEN is missing." in out
    assert "✓ Folder:" in out


def test_manifest_prints_what_can_be_pasted(labelbot):
    assert "socket_mode_enabled: true" in labelbot("manifest")[1]
    assert "url: https://a.example.org/slack/events" in labelbot("manifest", "--http", "https://a.example.org")[1]


def test_run_on_a_port_that_is_taken(labelbot):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        env = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "x", "LABELBOT_PORT": str(port)}
        code, _, err = labelbot("run", SLACK_API_URL="http://127.0.0.1:9/api/", **env)
    assert code == 1
    assert f"127.0.0.1:{port} is in use. Stop what runs there, or set LABELBOT_PORT." in err
