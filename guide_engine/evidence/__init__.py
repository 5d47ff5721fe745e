"""What a bounce proves: who reported it, where the returned mail entered, and which lines say so."""

from __future__ import annotations

from .examine import examine

__all__ = ["examine"]
