"""What the scripts that take screenshots share."""

from pathlib import Path

from playwright.async_api import Page

FOLDER = Path(__file__).parent / "screenshots"
DESKTOP, PHONE = {"width": 1180, "height": 820}, {"width": 390, "height": 780}


async def picture_shown(page: Page) -> None:
    await page.wait_for_function("[...document.images].every(image => image.complete && image.naturalWidth)")


async def keep(page: Page, name: str) -> None:
    await page.screenshot(path=FOLDER / f"{name}.png")
