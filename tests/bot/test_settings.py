from pathlib import Path

import pytest

from bot.settings import BadSettings, Settings, load, variables

TOKEN = "xoxb-1-2-abc"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch, tmp_path):
    for name in variables():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def set_env(monkeypatch):
    def set_env(**values):
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    return set_env


def problem_of(set_env, **values):
    set_env(**values)
    with pytest.raises(BadSettings) as caught:
        load()
    assert "\n" not in caught.value.message
    return caught.value.message


def test_two_tokens_are_enough(set_env, tmp_path):
    set_env(SLACK_BOT_TOKEN=TOKEN, SLACK_APP_TOKEN="xapp-1")
    settings = load()
    assert settings.is_socket_mode
    assert settings.api_url == "https://slack.com/api/"
    assert settings.database_url == f"sqlite:///{tmp_path}/data/labelbot.db"
    assert settings.inputs_dir == tmp_path / "data" / "inputs"
    assert (settings.host, settings.port, settings.pictures) == ("127.0.0.1", 3000, "auto")
    assert settings.admins == frozenset()


def test_all_can_be_set(set_env):
    set_env(
        SLACK_BOT_TOKEN=TOKEN,
        SLACK_SIGNING_SECRET="s3cret",
        SLACK_API_URL="http://127.0.0.1:4000/api",
        LABELBOT_DATA="/srv/labelbot",
        LABELBOT_DATABASE_URL="postgres://bot:pw@db/labels",
        LABELBOT_PUBLIC_URL="https://labels.example.org/",
        LABELBOT_HOST="0.0.0.0",  # noqa: S104 - a value like any other here
        LABELBOT_PORT="8080",
        LABELBOT_ADMINS="U01, W02,",
        LABELBOT_URL_HOSTS="Images.example.org, 10.0.0.5:8080, fd00::1",
        LABELBOT_PICTURES="url",
        LABELBOT_ASSIST="off",
        LABELBOT_LOG="json",
    )
    settings = load()
    assert not settings.is_socket_mode
    assert settings.api_url == "http://127.0.0.1:4000/api/"
    assert settings.inputs_dir == Path("/srv/labelbot/inputs")
    assert settings.database_url == "postgresql+psycopg://bot:pw@db/labels"
    assert settings.public_url == "https://labels.example.org"
    assert settings.admins == {"U01", "W02"}
    assert settings.url_hosts == {"images.example.org", "10.0.0.5:8080", "fd00::1"}
    assert (settings.pictures, settings.log, settings.port) == ("url", "json", 8080)


def test_a_file_beside_it_is_read_and_the_environment_wins(set_env):
    Path(".env").write_text(f"SLACK_BOT_TOKEN={TOKEN}\nSLACK_APP_TOKEN=xapp-1\nLABELBOT_PORT=1\nOTHER=x\n")
    set_env(LABELBOT_PORT="2")
    assert load().port == 2


def test_empty_is_as_not_set(set_env):
    set_env(SLACK_BOT_TOKEN=TOKEN, SLACK_APP_TOKEN="xapp-1", LABELBOT_PORT="", LABELBOT_PUBLIC_URL="")
    assert load().port == 3000


def test_names_of_other_programs_mean_nothing(set_env):
    set_env(SLACK_BOT_TOKEN=TOKEN, SLACK_APP_TOKEN="xapp-1", HOST="elsewhere", PORT="1", DATA="/x")
    assert (load().host, load().port, load().data) == ("127.0.0.1", 3000, Path("data"))


def test_the_secrets_are_not_shown(set_env):
    set_env(SLACK_BOT_TOKEN=TOKEN, SLACK_SIGNING_SECRET="s3cret", LABELBOT_DATABASE_URL="postgresql://a:pw@db/x")
    assert not {secret for secret in (TOKEN, "s3cret", "pw@") if secret in repr(load())}


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"SLACK_BOT_TOKEN": ""}, "SLACK_BOT_TOKEN is missing. It must be "),
        ({"SLACK_BOT_TOKEN": "xoxp-9"}, "SLACK_BOT_TOKEN must be the app's Bot User OAuth Token"),
        ({"SLACK_APP_TOKEN": TOKEN}, "SLACK_APP_TOKEN must be an app-level token"),
        ({"SLACK_APP_TOKEN": ""}, "SLACK_SIGNING_SECRET is missing."),
        ({"SLACK_API_URL": "http://slack.com/api/"}, "SLACK_API_URL must be an https://"),
        ({"SLACK_API_URL": "slack.com"}, "SLACK_API_URL must be an https://"),
        ({"LABELBOT_PORT": "many"}, "LABELBOT_PORT must be a port number"),
        ({"LABELBOT_PORT": "65536"}, "LABELBOT_PORT must be a port number"),
        ({"LABELBOT_PICTURES": "mail"}, "LABELBOT_PICTURES must be upload, url or auto."),
        ({"LABELBOT_PICTURES": "url"}, "LABELBOT_PICTURES=url needs LABELBOT_PUBLIC_URL."),
        ({"LABELBOT_PUBLIC_URL": "labels.example.org"}, "LABELBOT_PUBLIC_URL must be the https://"),
        ({"LABELBOT_LOG": "xml"}, "LABELBOT_LOG must be console or json."),
        ({"LABELBOT_URL_HOSTS": "https://images.example.org/"}, "LABELBOT_URL_HOSTS must be names or addresses"),
        ({"LABELBOT_ADMINS": "U01,ana"}, "LABELBOT_ADMINS must be Slack member ids"),
        ({"LABELBOT_DATABASE_URL": "mysql://x"}, "LABELBOT_DATABASE_URL must be like postgresql://"),
        ({"LABELBOT_DATABASE_URL": "sqlite://"}, "LABELBOT_DATABASE_URL must be like postgresql://"),
        ({"LABELBOT_DATABASE_URL": "sqlite:///:memory:"}, "LABELBOT_DATABASE_URL must be like postgresql://"),
    ],
)
def test_what_is_wrong_is_said_by_name(set_env, values, sentence):
    assert sentence in problem_of(set_env, **{"SLACK_BOT_TOKEN": TOKEN, "SLACK_APP_TOKEN": "xapp-1"} | values)


def test_all_that_is_wrong_is_said_at_once(set_env):
    set_env(SLACK_APP_TOKEN=TOKEN, LABELBOT_PORT="many", LABELBOT_PICTURES="url", LABELBOT_ADMINS="U01,ana")
    with pytest.raises(BadSettings) as caught:
        load()
    said = [line.split(" must be ")[0] for line in caught.value.message.splitlines()]
    assert said == [
        "SLACK_BOT_TOKEN is missing. It",
        "LABELBOT_PICTURES=url needs LABELBOT_PUBLIC_URL. It",
        "SLACK_APP_TOKEN",
        "LABELBOT_PORT",
        "LABELBOT_ADMINS",
    ]


def test_a_wrong_secret_is_not_repeated(set_env):
    assert "hunter2" not in problem_of(set_env, SLACK_BOT_TOKEN="hunter2", SLACK_APP_TOKEN="xapp-1")


def test_a_file_that_is_no_text_is_said(set_env):
    Path(".env").write_bytes(b"\xff\xfe\x00")
    assert problem_of(set_env).startswith("The file .env can't be read")


def test_what_needs_no_slack_works_without(set_env):
    set_env(LABELBOT_DATA="here")
    assert load(needs_slack=False).data == Path("here")


def test_made_in_code_it_does_not_look_around(set_env):
    set_env(SLACK_BOT_TOKEN=TOKEN, LABELBOT_PORT="99", LABELBOT_DATABASE_URL="postgresql://a@b/c")
    made = Settings(bot_token="xoxb-2", app_token="xapp-2", data=Path("x"))
    assert made.port == 3000
    assert made.bot_token.get_secret_value() == "xoxb-2"
    assert made.database_url.startswith("sqlite:///")
