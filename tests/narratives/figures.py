"""Figures of the narrative reader, with the labelled corpus's own scorer.

    python tests/narratives/figures.py [--corpus ../shared/corpus] [--verbose]

The sets apart: the corpus's development stories, and ours: written before the rules, after them, later, and the
batches of `fresh`.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

HERE = Path(__file__).parent
FRESH = (8, 8, 8, 14, 18, 10, 12, 14, 16, 14, 8, 12, 14, 20)  # the batches of `fresh`, in the order of its labels
CORPUS = Path(os.environ.get("CORPUS", HERE.parent.parent.parent / "shared" / "corpus"))
TARGETS = {
    "event_f1": 0.85, "order_tau": 0.92, "time_day_explicit": 0.85, "time_day": 0.75,
    "count_value": 0.85, "count_invented": 0.02,
    "cause_f1": 0.80, "cause_status_f1": 0.70, "action_f1": 0.80, "action_status_f1": 0.75,
}  # fmt: skip


def batches(first: int, behind: int) -> slice:
    """The rows of the batches ``first`` to ``behind`` - 1 of `fresh`, counted from 0."""
    return slice(sum(FRESH[:first]), sum(FRESH[:behind]))


def scorer(corpus: Path = CORPUS) -> ModuleType | None:
    path = corpus / "score_narratives.py"
    spec = importlib.util.spec_from_file_location("score_narratives", path) if path.exists() else None
    if spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def figures(score: ModuleType, folder: Path, verbose: bool = False, rows: slice = slice(None)) -> dict[str, Any]:
    """The scorer's report over every story of ``folder``, or over those ``rows`` of its labels."""
    from guide_engine import read_story

    total = score.zero()
    for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines()[rows]:
        label = json.loads(line)
        text = (folder / f"{label['id']}.txt").read_text(encoding="utf-8")
        said = read_story(text, date=label["doc_date"]).to_dict()
        one = score.score_doc(label, said, text, {}, verbose)
        if verbose:
            details(score, label, said, text)
        score.add(total, one)
    report: dict[str, Any] = score.report(total)
    return report


def details(score: ModuleType, label: dict[str, Any], said: dict[str, Any], text: str) -> None:
    name = label["id"]
    zeros = score.day_zero(label["events"]), score.day_zero(said["events"])
    for i, j in score.match_events(label["events"], said["events"], text):
        a, b = label["events"][i], said["events"][j]
        if a["when"] is not None and not any(score.same_when(a["when"], b["when"], *zeros)):
            print(f"  time     {name} | {a['quote'][:40]} | wants {a['when']} | got {b['when']}")
        if a["when"] is None and b["when"] is not None:
            print(f"  time inv {name} | {a['quote'][:40]} | got {b['when']}")
        if a["count"] and not score.same_value(a["count"], b["count"] or {"value": None}):
            print(f"  count    {name} | {a['quote'][:40]} | wants {a['count']} | got {b['count']}")
        if not a["count"] and b["count"]:
            print(f"  countinv {name} | {a['quote'][:40]} | got {b['count']}")
        if a["type"] != b["type"]:
            print(f"  type     {name} | {a['quote'][:40]} | wants {a['type']} | got {b['type']}")
    for key in ("cause", "action"):
        want = {(r[key], r["status"]) for r in label[key + "s"]}
        got = {(r[key], r["status"]) for r in said[key + "s"]}
        for pair in sorted(want - got):
            print(f"  {key} missed   {name} | {pair}")
        for pair in sorted(got - want):
            quote = next(r["quote"] for r in said[key + "s"] if (r[key], r["status"]) == pair)
            print(f"  {key} spurious {name} | {pair} | {quote[:60]}")


def main() -> int:
    parser = argparse.ArgumentParser(description="Figures of the narrative reader")
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--only", help="a set: corpus, before, after, later, fresh, fresh1 to fresh6")
    options = parser.parse_args()
    score = scorer(options.corpus)
    if score is None:
        print(f"no labelled corpus at {options.corpus}", file=sys.stderr)
        return 1
    sets = {
        "corpus": (options.corpus / "narratives", slice(None)),
        **{name: (HERE / name, slice(None)) for name in ("before", "after", "later")},
        **{f"fresh{n + 1}": (HERE / "fresh", batches(n, n + 1)) for n in range(len(FRESH))},
    }
    results = {
        name: figures(score, folder, options.verbose, rows)
        for name, (folder, rows) in sets.items()
        if (folder / "labels.jsonl").exists() and options.only in (None, name, name.rstrip("123456"))
    }
    print("".ljust(22) + "target".rjust(9) + "".join(name.rjust(9) for name in results))
    for key in ["docs", "event_precision", "event_recall", *TARGETS, "type_accuracy", "time_invented"]:
        cells = "".join(
            (f"{r[key]:9.3f}" if isinstance(r[key], float) else str(r[key]).rjust(9)) for r in results.values()
        )
        print(key.ljust(22) + (f"{TARGETS[key]:9.2f}" if key in TARGETS else " " * 9) + cells)
    return 0


if __name__ == "__main__":
    sys.exit(main())
