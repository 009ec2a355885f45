"""Articles with their labels as one HTML page, to be read, compared and printed."""

from standoff.view.page import render_view

__all__ = ["render_view"]
