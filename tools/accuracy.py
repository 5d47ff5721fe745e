"""Prints how right the engine is over a labelled corpus: what a bounce says, and what happened.

    CORPUS=../shared/corpus python tools/accuracy.py [--misses]

The corpus brings its own scorers; their functions are called here, so that the figures are theirs. Every
zero comes with its N and the 95 % upper bound of the true rate (Clopper-Pearson; 3/N when nothing was wrong).
"""

from __future__ import annotations

import argparse
import ast
import math
import os
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from guide_engine import diagnose

ROOT = Path(__file__).resolve().parent.parent
MUST = {"P": 99.7, "R": 99.5, "kind": 98.5, "rcpt": 99.0, "status": 99.5, "reason": 95.0, "cause": 96.0}
COLUMNS = ("messages", "P", "R", "kind", "rcpt", "status", "class", "reason", "cause")
MODES = {"alone": {}, "home named": {"home": True}, "text only": {"home": True, "body": True}}


def corpus() -> Path | None:
    """The labelled corpus, or None where there is none."""
    path = Path(os.environ.get("CORPUS") or "../shared/corpus")
    path = path if path.is_absolute() else ROOT / path
    return path.resolve() if (path / "dev" / "labels.jsonl").exists() else None


def scorer(path: Path) -> ModuleType:
    """A scorer of the corpus as a module. Its last line may be ``main()``, which must not run here."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tree.body = [node for node in tree.body if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call))]
    module = ModuleType(path.stem)
    module.__file__ = str(path)
    exec(compile(tree, path, "exec"), vars(module))  # noqa: S102  the corpus is the developer's own
    return module


# ---- what a bounce says ------------------------------------------------------------------------


class Reading(NamedTuple):
    """``rates`` by the scorer's column names, in percent; ``misses`` as the scorer lists them."""

    rates: dict[str, float]
    misses: list[tuple[Any, ...]]
    called_fake: list[str]
    real: int


def reading(where: Path) -> Reading:
    score = scorer(where / "score.py")
    labels = score.load(where / "dev" / "labels.jsonl")
    predictions: dict[str, dict[str, Any]] = {}
    called_fake = []
    real = 0
    for label in labels:
        said = diagnose((where / "dev" / label["file"]).read_bytes()).to_dict()
        kind = str(said["kind"])
        kind = kind if kind in ("failure", "delay", "success", "feedback", "autoreply") else "not-bounce"
        predictions[label["id"]] = {**said, "kind": kind, "is_bounce": kind in ("failure", "delay")}
        if label["kind"] in ("failure", "delay", "success"):
            real += 1
            if said["kind"] == "fake" or said["verdict"] == "fake-bounce":
                called_fake.append(label["id"])
    misses: list[tuple[Any, ...]] = []
    groups = score.score(labels, predictions, {}, misses)
    row = next(groups[name] for name in groups if name.startswith("all")).row()
    rates = {name: float(str(value).split()[0]) for name, value in zip(COLUMNS, row, strict=True)}
    return Reading(rates, misses, called_fake, real)


# ---- what happened -----------------------------------------------------------------------------


class Origin(NamedTuple):
    """Counts as the scorer names them: n, origin, verdict, danger, fake, sure; and per true verdict."""

    counts: Counter[Any]
    wrong: list[tuple[Any, ...]]
    through: int  # messages that went through the owner's server
    real: int  # messages that are no fake


def origins(where: Path) -> dict[str, Origin]:
    lab = scorer(where / "score_lab.py")
    out = {}
    for mode, options in MODES.items():
        counts, wrong = lab.singles(str(where / "lab"), options.get("home", False), options.get("body", False))
        through, real = (sum(counts["n", truth] for truth in group) for group in (lab.THROUGH, lab.REAL))
        out[mode] = Origin(counts, wrong, through, real)
    return out


def floods(where: Path) -> dict[str, tuple[int, int, int, int]]:
    """Per mailbox: messages, the owner's own failed mails, those found, others named beside them."""
    found = scorer(where / "score_lab.py").floods(str(where / "lab"))
    return {
        name: (total, own, max(exact, shifted), said - max(exact, shifted))
        for name, (total, own, exact, shifted, said) in found.items()
    }


def calibration(where: Path) -> dict[str, Counter[str]]:
    """By confidence: how many verdicts (the open question answered truthfully) and origins, and how many were wrong."""
    lab = scorer(where / "score_lab.py")
    out: dict[str, Counter[str]] = {}
    for row in lab.load(where / "lab" / "labels.jsonl"):
        mail, truth, facts = (where / "lab" / row["file"]).read_bytes(), row["verdict"], row["facts"]
        own = {"wrote-it": "yes" if truth.startswith("own") else "no"}
        mailbox = [*row["own_server"]["names"], *row["own_server"]["ips"]]
        origin = set(lab.ORIGIN[truth])
        if truth == "hijacked_webform" and row["victim_mta"] == "opensmtpd":
            origin.add("account")
        if truth == "neighbour_forged" and facts.get("form") == "web":
            origin.add("script")
        verdict = set(lab.VERDICT[truth])
        if truth == "neighbour_forged" and not facts.get("login_visible", True):
            verdict.add("account-hijacked")  # nothing in the message tells the two apart
        seen = lab.shown(mail)
        ways = ((mail, [], "alone"), (mail, mailbox, "home named"), (seen, row["own_server"]["names"], "text only"))
        for given, home, mode in ways:
            told = diagnose(given, home=home, answers=own)
            open_ = mode == "text only" and told.verdict == "undetermined"  # honestly not known is not wrong there
            tally = out.setdefault(f"verdict, {mode}: {told.confidence}", Counter())
            tally["n"] += 1
            tally["wrong"] += told.verdict not in verdict and not open_
            tally["open"] += open_
            alone = diagnose(given, home=home)
            if alone.origin != "unknown":
                tally = out.setdefault(f"origin, {mode}: {alone.confidence}", Counter())
                tally["n"] += 1
                tally["wrong"] += alone.origin not in (origin | {"home"} if mode == "text only" else origin)
    return out


# ---- bounds and output -------------------------------------------------------------------------


def bound(wrong: int, n: int, level: float = 0.95) -> float:
    """The one-sided Clopper-Pearson upper bound of a rate, in percent; the rule of three when nothing was wrong."""
    if not n:
        return 100.0
    if not wrong:
        return min(100.0, 300.0 / n)
    if wrong >= n:
        return 100.0

    def at_most(rate: float) -> float:
        return sum(
            math.exp(
                math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
                + k * math.log(rate) + (n - k) * math.log1p(-rate)
            )
            for k in range(wrong + 1)
        )  # fmt: skip

    low, high = wrong / n, 1.0 - 1e-12
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if at_most(middle) > 1 - level else (low, middle)
    return 100 * high


def zero(wrong: int, n: int) -> str:
    return f"{wrong} of {n} (at most {bound(wrong, n):.1f} %)"


def table(head: list[str], rows: list[list[str]]) -> None:
    print("| " + " | ".join(head) + " |\n|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", action="store_true", help="list what was wrong")
    args = parser.parse_args()
    where = corpus()
    if where is None:
        print("no labelled corpus here: name one with CORPUS=", file=sys.stderr)
        return 1
    read = reading(where)
    print("## What a bounce says\n")
    table(
        ["", "reached", "must reach"],
        [[name, f"{read.rates[name]:.1f}", f"{must:.1f}"] for name, must in MUST.items()],
    )
    print("real notices called fake: " + zero(len(read.called_fake), read.real) + "\n")
    found = origins(where)
    print("## What happened\n")
    table(
        ["", "origin right", "verdict right", "dangerous", "real called fake", "wrong and certain"],
        [
            [
                mode, f"{100 * c['origin'] / c['n']:.1f} %", f"{100 * c['verdict'] / c['n']:.1f} %",
                zero(c["danger"], through), zero(c["fake"], real), zero(c["sure"], c["n"]),
            ]
            for mode, (c, _, through, real) in found.items()
        ],
    )  # fmt: skip
    caught = found["alone"].counts
    missed = caught["n", "fake_bounce"] - caught["verdict", "fake_bounce"]
    print("fake bounces missed: " + zero(missed, caught["n", "fake_bounce"]) + "\n")
    print("## How sure it may be\n")
    table(
        ["said", "times", "wrong", "95 % bound", "of these left open"],
        [
            [key, str(c["n"]), str(c["wrong"]), f"{bound(c['wrong'], c['n']):.1f} %", str(c["open"] or "")]
            for key, c in sorted(calibration(where).items())
        ],
    )
    print("## The owner's own failed mail inside a flood\n")
    table(
        ["flood", "messages", "own", "found", "others named"],
        [
            [name, str(total), str(own), str(hits), zero(others, total - own)]
            for name, (total, own, hits, others) in floods(where).items()
        ],
    )
    if args.misses:
        for miss in (*read.misses, *(miss for origin in found.values() for miss in origin.wrong)):
            print(*miss)
    return 0


if __name__ == "__main__":
    sys.exit(main())
