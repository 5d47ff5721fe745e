"""The decision tree: evidence and answers in, verdict and open questions out."""

from __future__ import annotations

from .actions import actions_for
from .decide import decide
from .tree import Walk, validate, walk

__all__ = ["Walk", "actions_for", "decide", "validate", "walk"]
