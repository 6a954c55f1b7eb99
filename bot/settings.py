"""What the environment (or a `.env` file) says, checked once and passed around."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict, SettingsError

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_USER_ID = re.compile(r"[UW][A-Z0-9]{2,}")
_HOST = re.compile(r"[A-Za-z0-9_.-]+(:\d{1,5})?|[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:[0-9A-Fa-f]+")
_SQLITE_FILE = re.compile(r"sqlite(\+pysqlite)?:///(?!:memory:)[^?]+")
_POSTGRESQL = ("postgresql+psycopg://", "postgresql://", "postgres://")


class BadSettings(Exception):
    """`.message` has a line for each variable that is wrong: its name, and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def _prefixed(prefix: str) -> AfterValidator:
    def check(token: SecretStr) -> SecretStr:
        if token.get_secret_value() and not token.get_secret_value().startswith(prefix):
            raise ValueError
        return token

    return AfterValidator(check)


def _strip(given: object) -> object:
    return given.strip() if isinstance(given, str) else given


def _check_api_url(url: str) -> str:
    """The bot token travels there: in the clear only on this machine."""
    parts = urlsplit(url)
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)):
        raise ValueError
    return url.rstrip("/") + "/"


def _check_public_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ValueError
    return url.rstrip("/")


def _check_database(url: SecretStr) -> SecretStr:
    given = url.get_secret_value()
    if _SQLITE_FILE.match(given):
        return url
    for scheme in _POSTGRESQL:
        if given.startswith(scheme):
            return SecretStr(_POSTGRESQL[0] + given.removeprefix(scheme))
    raise ValueError


def _split(given: object) -> object:
    return [one.strip() for one in given.split(",") if one.strip()] if isinstance(given, str) else given


def _check_users(users: frozenset[str]) -> frozenset[str]:
    if not all(map(_USER_ID.fullmatch, users)):
        raise ValueError
    return users


def _check_hosts(hosts: frozenset[str]) -> frozenset[str]:
    if not all(map(_HOST.fullmatch, hosts)):
        raise ValueError
    return frozenset(host.lower() for host in hosts)


class Settings(BaseModel):
    """Made in code, it has in it what the code says and nothing else; only `load` looks at the environment.

    A field's description completes the sentence "… must be …" for who gave something else.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True, populate_by_name=True)

    bot_token: Annotated[SecretStr, BeforeValidator(_strip), _prefixed("xoxb-")] = Field(
        default=SecretStr(""),
        validation_alias="SLACK_BOT_TOKEN",
        description="the app's Bot User OAuth Token, which begins with xoxb- (your app's page, OAuth & Permissions)",
    )
    app_token: Annotated[SecretStr, BeforeValidator(_strip), _prefixed("xapp-")] | None = Field(
        default=None,
        validation_alias="SLACK_APP_TOKEN",
        description="an app-level token with connections:write, which begins with xapp- (your app's page, Basic "
        "Information); leave it out for HTTP mode",
    )
    signing_secret: Annotated[SecretStr, BeforeValidator(_strip)] | None = Field(
        default=None,
        validation_alias="SLACK_SIGNING_SECRET",
        description="the app's signing secret (your app's page, Basic Information), or set SLACK_APP_TOKEN to use "
        "Socket Mode, which needs none",
    )
    api_url: Annotated[str, BeforeValidator(_strip), AfterValidator(_check_api_url)] = Field(
        default="https://slack.com/api/",
        validation_alias="SLACK_API_URL",
        description="an https:// address (http:// only on this machine), for example https://slack.com/api/",
    )
    data: Path = Field(
        default=Path("data"),
        validation_alias="LABELBOT_DATA",
        description="a folder that may be written to",
    )
    database: Annotated[SecretStr, BeforeValidator(_strip), AfterValidator(_check_database)] | None = Field(
        default=None,
        validation_alias="LABELBOT_DATABASE_URL",
        description="like postgresql://user:password@host/name or sqlite:////folder/labelbot.db; leave it out for "
        "SQLite in LABELBOT_DATA",
    )
    public_url: Annotated[str, BeforeValidator(_strip), AfterValidator(_check_public_url)] | None = Field(
        default=None,
        validation_alias="LABELBOT_PUBLIC_URL",
        description="the https:// address under which people's browsers (and Slack, in HTTP mode) reach this server, "
        "for example https://labels.example.org",
    )
    host: str = Field(
        default="127.0.0.1",
        min_length=1,
        validation_alias="LABELBOT_HOST",
        description="the address to listen on, for example 127.0.0.1 or 0.0.0.0",
    )
    port: int = Field(
        default=3000,
        ge=0,
        le=65535,
        validation_alias="LABELBOT_PORT",
        description="a port number from 1 to 65535 (0 takes any free one)",
    )
    admins: Annotated[frozenset[str], NoDecode, BeforeValidator(_split), AfterValidator(_check_users)] = Field(
        default=frozenset(),
        validation_alias="LABELBOT_ADMINS",
        description="Slack member ids with commas between them, for example U012ABCDEF,U034GHIJKL (a person's "
        "profile, More, Copy member ID)",
    )
    pictures: Literal["upload", "url", "auto"] = Field(
        default="auto",
        validation_alias="LABELBOT_PICTURES",
        description="upload, url or auto",
    )
    assist: Literal["on", "off"] = Field(
        default="on",
        validation_alias="LABELBOT_ASSIST",
        description="on or off",
    )
    url_hosts: Annotated[frozenset[str], NoDecode, BeforeValidator(_split), AfterValidator(_check_hosts)] = Field(
        default=frozenset(),
        validation_alias="LABELBOT_URL_HOSTS",
        description="names or addresses of hosts with commas between them, each with its port if that is not 80 or "
        "443, for example images.example.org,10.0.0.5:8080",
    )
    log: Literal["console", "json"] = Field(
        default="console",
        validation_alias="LABELBOT_LOG",
        description="console or json",
    )

    @property
    def is_socket_mode(self) -> bool:
        return self.app_token is not None

    @property
    def has_assist(self) -> bool:
        return self.assist == "on"

    @property
    def has_pictures_fetched(self) -> bool:
        """By Slack, from the public address. `auto` does so where Slack surely reaches it, as in HTTP mode: it shows
        pictures to everybody, guests included. In Socket Mode the address may be known within a house only.
        """
        is_wanted = self.pictures == "url" or (self.pictures == "auto" and not self.is_socket_mode)
        return is_wanted and self.public_url is not None

    @property
    def database_url(self) -> str:
        if self.database is not None:
            return self.database.get_secret_value()
        return f"sqlite:///{self.folder / 'labelbot.db'}"

    @property
    def folder(self) -> Path:
        """LABELBOT_DATA, absolute."""
        return self.data.expanduser().absolute()

    @property
    def inputs_dir(self) -> Path:
        return self.folder / "inputs"

    @property
    def models_dir(self) -> Path:
        return self.folder / "models"

    @property
    def workflows_dir(self) -> Path:
        return self.folder / "workflows"


class _Environment(Settings, BaseSettings):
    model_config = SettingsConfigDict(
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        # Else HOST and PORT would be read too, which mean other things on many machines.
        populate_by_name=False,
    )


def load(*, needs_slack: bool = True) -> Settings:
    """Raises BadSettings. Commands that only work on the database do without Slack's tokens."""
    problems: dict[str, str] = {}
    try:
        settings = _Environment()
    except ValidationError as error:
        problems = _explain(error)
        settings = _Environment(**_defaults(problems))
    except (SettingsError, OSError, UnicodeError):
        raise BadSettings(
            "The file .env can't be read: it must be plain text in UTF-8, one NAME=value a line."
        ) from None
    if needs_slack:
        missing = _slack_problems(settings)
        if "SLACK_APP_TOKEN" in problems:
            missing.pop("SLACK_SIGNING_SECRET", None)
        problems = missing | problems
    if problems:
        raise BadSettings("\n".join(problems.values()))
    return settings


def variables() -> dict[str, str]:
    """The name of each environment variable, and what it must be."""
    return {str(field.validation_alias): field.description or "" for field in Settings.model_fields.values()}


def _explain(error: ValidationError) -> dict[str, str]:
    """Variable -> sentence, for each that is wrong."""
    names = dict.fromkeys(str(one["loc"][0]) for one in error.errors())
    return {name: f"{name} must be {variables()[name]}." for name in names}


def _defaults(names: Iterable[str]) -> dict[str, Any]:
    """As if those variables weren't set."""
    fields = {str(field.validation_alias): field for field in Settings.model_fields.values()}
    return {name: fields[name].get_default() for name in names}


def _slack_problems(settings: Settings) -> dict[str, str]:
    """What is missing. A token that is there and wrong is said by its own sentence."""
    known = variables()
    found: dict[str, str] = {}
    if not settings.bot_token.get_secret_value():
        found["SLACK_BOT_TOKEN"] = f"SLACK_BOT_TOKEN is missing. It must be {known['SLACK_BOT_TOKEN']}."
    if not settings.is_socket_mode and settings.signing_secret is None:
        found["SLACK_SIGNING_SECRET"] = f"SLACK_SIGNING_SECRET is missing. It must be {known['SLACK_SIGNING_SECRET']}."
    if settings.pictures == "url" and settings.public_url is None:
        must = known["LABELBOT_PUBLIC_URL"]
        found["LABELBOT_PUBLIC_URL"] = f"LABELBOT_PICTURES=url needs LABELBOT_PUBLIC_URL. It must be {must}."
    return found
