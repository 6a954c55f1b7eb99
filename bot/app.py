"""Puts everything together: which parts there are, and in which order they start and stop."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import structlog
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.bell import Bell
from bot.connecting import connect, new_bolt, new_client, new_session, unless_refused
from bot.deliveries import Deliveries
from bot.jobs import Handouts, ReviewBatches, daily, keep_running
from bot.messenger import Messenger
from bot.picture_links import Thumbnails, picture_links
from bot.pictures import Pictures
from bot.settings import Settings
from bot.slack_calls import Pace
from bot.sweep import Sweep
from domain.clock import SystemClock
from handlers.slack import Services, register
from handlers.slack.answering import Answering
from handlers.slack.directory import Directory
from handlers.slack.door import Door
from handlers.slack.painting import Painter
from handlers.web.app import create_app
from handlers.web.media import Media
from services.closing import Closing
from services.collaborating import Collaborating
from services.datasets import Datasets
from services.distributing import Distributing
from services.editing import Editing
from services.excluding import Excluding
from services.exporting import Exporting
from services.forms import Forms
from services.labeling import Labeling
from services.links import PictureLinks
from services.listing import Listing
from services.picturing import Picturing
from services.releasing import Releasing
from services.reviewing import Reviewing
from services.telling import Telling
from store.files import Files
from store.migrating import is_current, migrate
from store.unit_of_work import Store

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Labelbot:
    """A running bot. `url` is where its HTTP side listens."""

    url: str
    store: Store
    services: Services


def build_services(store: Store, settings: Settings, links: PictureLinks) -> Services:
    return Services(
        Closing(store),
        Collaborating(store, settings.admins),
        Datasets(store),
        Distributing(store),
        Editing(store),
        Excluding(store),
        Exporting(store),
        Forms(store),
        Labeling(store, links),
        Listing(store),
        Releasing(store),
        Reviewing(store, links),
    )


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Labelbot]:
    """Migrated, connected and listening inside the block; closed down in the opposite order behind it."""
    async with AsyncExitStack() as stack:
        bell = Bell()
        bell.start()
        store = await _open_store(stack, settings, bell)
        links = picture_links(settings)
        services = build_services(store, settings, links)
        session = await stack.enter_async_context(new_session(30))
        client = new_client(settings, session)
        known = await unless_refused("SLACK_BOT_TOKEN", client.auth_test())
        telling, pace = Telling(store), Pace()
        painter = Painter(lambda painted: asyncio.to_thread(telling.cards_painted, painted))
        answering, directory = Answering(client, session), Directory(client, services.collaborating)
        bolt = new_bolt(settings, client, known)
        door = Door(bolt, answering.tell)
        register(door, services, painter, directory, answering)
        stack.push_async_callback(door.close)
        deliveries = Deliveries(client, services, telling, pace)
        files = Files(settings.inputs_dir)
        loops = {
            "messenger": Messenger(telling, deliveries, bell).run,
            "old cards": deliveries.strip_old_cards,
            "sweep": Sweep(telling, deliveries, painter, bell).run,
            "handouts": Handouts(services.distributing, bell).run,
            "reviews": ReviewBatches(services.reviewing, bell).run,
        }
        thumbnails = Thumbnails(files)
        if links.is_uploading:
            loops["pictures"] = Pictures(Picturing(store), thumbnails, client, bell, pace, session).run
        for name, loop in loops.items():
            await _background(stack, asyncio.create_task(keep_running(name, loop)))
        await _daily(stack, client, directory, store)
        media = Media(Picturing(store), links, thumbnails) if not links.is_uploading else None
        url = await _listen(stack, settings, bolt, store, media)
        if settings.is_socket_mode:
            handler = await connect(settings, bolt, client)
            stack.push_async_callback(handler.close_async)
        yield Labelbot(url, store, services)


async def run(settings: Settings) -> None:
    """Until it is cancelled."""
    async with running(settings) as bot:
        log.info("ready", url=bot.url, mode="socket" if settings.is_socket_mode else "http")
        await asyncio.Event().wait()


async def _open_store(stack: AsyncExitStack, settings: Settings, bell: Bell) -> Store:
    settings.folder.mkdir(parents=True, exist_ok=True)
    store = Store(settings.database_url, SystemClock(), bell.ring)
    stack.callback(store.close)
    await asyncio.to_thread(migrate, store)
    return store


async def _background(stack: AsyncExitStack, task: asyncio.Task[None]) -> None:
    async def stop() -> None:
        task.cancel()
        await asyncio.wait([task])

    stack.push_async_callback(stop)


async def _daily(stack: AsyncExitStack, client: AsyncWebClient, directory: Directory, store: Store) -> None:
    async def meet_everybody() -> None:
        who = await client.auth_test()
        await directory.meet_all(str(who["team_id"]))

    async def forget_drafts() -> None:
        month = 30 * 24 * 60 * 60 * 1_000_000
        await asyncio.to_thread(store.write, lambda unit: unit.drafts.forget(unit.now - month))

    scheduler = daily([("people", meet_everybody), ("drafts", forget_drafts)])
    scheduler.start()
    stack.callback(scheduler.shutdown, wait=False)
    await _background(stack, asyncio.create_task(_once("people", meet_everybody)))


async def _once(name: str, work: Callable[[], Awaitable[None]]) -> None:
    try:
        await work()
    except Exception as error:  # noqa: BLE001 - Slack may be away at the start; the daily round tries again.
        log.warning("round_failed", round=name, error=repr(error))


async def _listen(stack: AsyncExitStack, settings: Settings, bolt: AsyncApp, store: Store, media: Media | None) -> str:
    async def is_ready() -> str | None:
        return None if await asyncio.to_thread(is_current, store) else "the database is not migrated"

    app = create_app(is_ready, None if settings.is_socket_mode else bolt)
    if media is not None:
        media.add_routes(app)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    site = web.TCPSite(runner, settings.host, settings.port)
    await site.start()
    host, port = runner.addresses[0][:2]
    return f"http://{host}:{port}"
