"""A short run of the fuzzer (`make fuzz` is the long one): nothing that is thrown at the engine raises."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings

ROOT = Path(__file__).resolve().parent.parent


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fuzz", ROOT / "tools" / "fuzz.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["fuzz"] = module
    spec.loader.exec_module(module)
    return module


fuzz = _tool()
QUIET = {"deadline": None, "derandomize": True, "database": None, "suppress_health_check": list(HealthCheck)}


@settings(max_examples=300, **QUIET)
@given(fuzz.anything())
def test_a_message(data: bytes) -> None:
    fuzz.message(data)


@settings(max_examples=60, **QUIET)
@given(fuzz.anything())
def test_a_mailbox(data: bytes) -> None:
    fuzz.mailbox(data)


@pytest.mark.parametrize("name", fuzz.CASES)
@pytest.mark.parametrize("size", [0, 1, 20_000, 300_000])
def test_what_was_made_to_hurt(name: str, size: int) -> None:
    fuzz.message(fuzz.CASES[name](size))


def test_there_are_seeds() -> None:
    assert len(fuzz.seeds()) > len(fuzz.CASES) + 50


def test_a_header_field_without_end_is_cut_and_said() -> None:
    for name in ("a huge header field", "a header folded without end", "encoded words"):
        said = fuzz.diagnose(fuzz.CASES[name](300_000))
        assert any("header" in warning.lower() for warning in said.warnings) or "ヘッダー" in "".join(said.warnings), (
            name
        )
