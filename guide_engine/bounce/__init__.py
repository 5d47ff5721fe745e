"""Reads one message: its kind, who reported, whom it did not reach, and the header of the mail that came back."""

from __future__ import annotations

from .reader import read

__all__ = ["read"]
