"""What came out of a letter: values, where their words stand, how sure each is and what looks odd."""

from dataclasses import asdict, dataclass, field


def empty_form() -> dict:
    """Every key of the exchange form, with nothing found."""
    single = ("doc_type", "number", "symbol", "issuer", "issuer_parent", "place", "date", "date_partial", "subject")
    several = (
        *("recipients", "legal_bases", "about", "tasks", "deadlines"),
        *("links", "emails", "attachments", "cc", "overseers"),
    )
    return {
        **dict.fromkeys(single),
        "urgency": None,
        **{key: [] for key in several},
        "signer": {"name": None, "title": None, "authority_prefix": None},
        "period_end": None,
        "report_due": None,
    }


@dataclass
class Reading:
    """One letter as read. Dates are ISO strings of local days; nothing in `data` is guessed.

    data        the exchange form; every key is there, None or [] when the letter does not say
    text        NFC text that `spans` index into
    spans       path ("number", "tasks.3.group", "signer") -> [[start, end], …]
    findings    [{"code", "path", "message", "spans"}]: gentle notes for the officer
    confidence  path -> "sure" | "doubt"; an empty field that a letter should have is a doubt
    reasons     path -> why it is in doubt, in Vietnamese
    suggested   path -> a value that the letter does not state but hints at; never copied into `data`
    """

    data: dict = field(default_factory=empty_form)
    text: str = ""
    spans: dict[str, list[list[int]]] = field(default_factory=dict)
    findings: list[dict] = field(default_factory=list)
    confidence: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    suggested: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> dict:
        """A JSON-serialisable copy; `from_json` restores an equal reading."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict) -> "Reading":
        return cls(**{key: stored[key] for key in cls.__dataclass_fields__ if key in stored})
