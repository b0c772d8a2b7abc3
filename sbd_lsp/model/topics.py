"""MQTT topics of IoT rules: what a rule listens to, and what is published to it.

https://docs.aws.amazon.com/iot/latest/developerguide/topics.html
"""

from __future__ import annotations

import re

FROM = re.compile(r"\bFROM\s+(?:'([^']*)'|\"([^\"]*)\")", re.IGNORECASE)
WHERE = re.compile(r"\bWHERE\b", re.IGNORECASE)
ONE, REST = "+", "#"


def topic_filter(id: str, topic: str | None, sql: str | None) -> str:
    """The topic filter that the rule `id` listens to, by its options."""
    match = FROM.search(sql or "")
    if match:
        return match[1] or match[2] or id
    return topic or id


def topic_within(filter: str, sender: str) -> str:
    """A topic that fits `filter`; wildcards become the id of `sender`."""
    parts = filter.split("/")
    return "/".join(sender if part in (ONE, REST) else part for part in parts)


def fits(filter: str, topic: str) -> bool:
    """Whether who listens to `filter` hears what is published to `topic`."""
    wanted, given = filter.split("/"), topic.split("/")
    if wanted[-1] == REST:
        wanted = wanted[:-1]
        given = given[: len(wanted)]
    return len(wanted) == len(given) and all(
        one in (ONE, other) for one, other in zip(wanted, given, strict=True)
    )


def selects_some(sql: str | None) -> bool:
    """Whether the statement `sql` leaves out some of the messages that it hears."""
    return bool(WHERE.search(sql or ""))
