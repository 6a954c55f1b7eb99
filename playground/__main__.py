"""`python -m playground`: a workspace on this machine, for an app that is started elsewhere."""

import argparse
import asyncio
import sys
from pathlib import Path

from playground.deliveries import Deliveries, HttpDeliveries, SocketDeliveries
from playground.manifest import ManifestError, read_manifest
from playground.seed import seeded
from playground.server import running
from playground.workspace import Workspace


def main() -> int:
    parser = argparse.ArgumentParser(prog="playground", description="A local workspace that acts as Slack for one app.")
    parser.add_argument("--manifest", type=Path, required=True, help="the app's manifest (YAML or JSON)")
    parser.add_argument("--port", type=int, default=0, help="on 127.0.0.1; 0 takes a free one (default)")
    parser.add_argument("--request-url", default="", help="where the app takes signed posts, in HTTP mode")
    arguments = parser.parse_args()
    try:
        workspace = seeded(read_manifest(arguments.manifest))
    except ManifestError as error:
        print(error, file=sys.stderr)  # noqa: T201  # a command's answer
        return 2
    workspace.rates_enforced = True
    try:
        asyncio.run(_serve(workspace, arguments.port, arguments.request_url))
    except KeyboardInterrupt:
        return 0
    return 0


def _deliveries(workspace: Workspace, request_url: str) -> Deliveries:
    if workspace.app.manifest.socket_mode and not request_url:
        return SocketDeliveries(workspace)
    return HttpDeliveries(workspace, request_url)


async def _serve(workspace: Workspace, port: int, request_url: str) -> None:
    async with running(workspace, port, deliveries=_deliveries(workspace, request_url)) as playground:
        settings = {
            "SLACK_API_URL": playground.api_url,
            "SLACK_BOT_TOKEN": workspace.app.bot_token,
            "SLACK_APP_TOKEN": workspace.app.app_token,
            "SLACK_SIGNING_SECRET": workspace.app.signing_secret,
        }
        print(f"A local playground, not Slack: {playground.url}\nStart the app with:")  # noqa: T201  # as above
        print("\n".join(f"  {name}={value}" for name, value in settings.items()), flush=True)  # noqa: T201  # as above
        await asyncio.Event().wait()


if __name__ == "__main__":
    sys.exit(main())
