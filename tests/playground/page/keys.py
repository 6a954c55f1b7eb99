"""Going about a page without a mouse."""

from playwright.async_api import Page


async def press(page: Page, *keys: str) -> None:
    for key in keys:
        await page.keyboard.press(key)


async def tab_to(page: Page, name: str, *, back: bool = False) -> None:
    """Press Tab until the focus is on what is called so; fails after a whole round."""
    for _ in range(80):
        await page.keyboard.press("Shift+Tab" if back else "Tab")
        focused = page.locator(":focus")
        if await focused.count() and (await accessible_name(focused.first.element_handle)) == name:
            return
    raise AssertionError(f"Tab never comes to {name}.")


async def accessible_name(handle_of: object) -> str:
    handle = await handle_of()  # type: ignore[operator]
    name = """el => {
        const labels = (el.getAttribute("aria-labelledby") ?? "").split(" ").map(id => document.getElementById(id));
        const words = labels[0]?.textContent || el.labels?.[0]?.textContent || el.textContent;
        return el.getAttribute("aria-label") ?? words;
    }"""
    return str(await handle.evaluate(name)).strip()
