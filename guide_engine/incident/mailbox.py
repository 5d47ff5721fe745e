"""Many messages -> one Incident: the mixture, in numbers, and never one label for the pile."""

from __future__ import annotations

from guide_engine.bounce import read
from guide_engine.decision import decide, validate
from guide_engine.evidence import examine
from guide_engine.incident import alerts, draw, sources
from guide_engine.incident.note import OPEN, Note, take
from guide_engine.incident.tally import Tally
from guide_engine.knowledge import words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from guide_engine.model import Bounce, Diagnosis, Incident


class Reader:
    """Turns messages into notes, all with the same home, person, answers and language.

    ``home`` and ``me`` as for :func:`guide_engine.diagnose`. Raises ValueError for an unknown
    question, answer or language. Can be sent to another process.

    ``single``: whether one message is all there is, brought to be explained; a pile holds mail that went well too.
    Every form of output reads a message alike, so this is set before the first is read.
    """

    single = False

    def __init__(
        self,
        home: Iterable[str] = (),
        me: Iterable[str] = (),
        answers: Mapping[str, str] | None = None,
        lang: str = "ja",
    ) -> None:
        self.home, self.me, self.answers, self.lang = tuple(home), tuple(me), dict(answers or {}), lang
        validate(self.answers)  # wrong use is said before anything is read
        words("report", lang)

    def diagnosis(self, message: sources.Message) -> Diagnosis:
        """The diagnosis of one message, under its own name."""
        bounce = self._read(message)
        findings = examine(bounce, home=self.home, me=self.me)
        found = decide(bounce, findings, answers=self.answers, lang=self.lang)
        warnings = (*found.warnings, words("report", self.lang)["warnings"]["cut"]) if message.cut else found.warnings
        return found._replace(source=message.source, warnings=warnings)

    def note(self, message: sources.Message) -> Note:
        """The note of one message: read once, decided twice where the answers can make a difference."""
        bounce = self._read(message)
        findings = examine(bounce, home=self.home, me=self.me)
        alone = decide(bounce, findings, answers={}, lang=self.lang)
        told = None
        if self.answers and alone.origin in OPEN:
            told = decide(bounce, findings, answers=self.answers, lang=self.lang).verdict
        note = take(alone, message.source, told, alerts.alert(alone.kind, bounce))
        if message.cut:
            note = note._replace(warnings=(*note.warnings, words("report", self.lang)["warnings"]["cut"]))
        return note

    def _read(self, message: sources.Message) -> Bounce:
        return read(message.data, self.me if self.single else None)


def read_mailbox(
    mail: Iterable[sources.Source],
    *,
    home: Iterable[str] = (),
    me: Iterable[str] = (),
    answers: Mapping[str, str] | None = None,
    lang: str = "ja",
) -> Incident:
    """Read many messages as one incident; see :func:`guide_engine.read_mailbox`."""
    reader, tally = Reader(home, me, answers, lang), Tally()
    for found in sources.messages(mail):
        if isinstance(found, sources.Trouble):
            tally.warnings[trouble(found, lang)] += 1
        else:
            tally.add(reader.note(found))
    return draw.incident(tally, lang)


def merge(*incidents: Incident, lang: str = "ja") -> Incident:
    """The incident that the messages of all ``incidents`` together would give. ValueError for a story."""
    total = Tally()
    for one in incidents:
        if not isinstance(one.tally, Tally):
            raise ValueError("only incidents that were read from mail can be merged")
        total.merge(one.tally)
    return draw.incident(total, lang)


def trouble(found: sources.Trouble, lang: str) -> str:
    """What could not be read, in words."""
    said = words("report", lang)["trouble"][found.reason]
    return f"{found.source}: {said}" + (f" ({found.detail})" if found.detail else "")
