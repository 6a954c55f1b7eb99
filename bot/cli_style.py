"""How help looks: what Typer writes there for programmers ("<bool>", "{FOLDER}") is left out."""

from typing import Any

from typer.core import TyperCommand, TyperGroup, TyperOption


class Command(TyperCommand):
    def get_help_option(self, ctx: Any) -> TyperOption | None:
        return _bare(super().get_help_option(ctx))

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        return [piece.strip("{}") for piece in super().collect_usage_pieces(ctx)]


class Commands(TyperGroup):
    def get_help_option(self, ctx: Any) -> TyperOption | None:
        return _bare(super().get_help_option(ctx))


def _bare(option: TyperOption | None) -> TyperOption | None:
    if option is not None:
        option.metavar = ""
    return option
