"""The live page."""

from demo.page.frame import ICON
from demo.page.live import register

__all__ = ["ICON", "register"]
