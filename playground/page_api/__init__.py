"""The page's side of the server: what a person sees, what they do, and the news of what changed."""

from playground.page_api.routes import add_routes

__all__ = ["add_routes"]
