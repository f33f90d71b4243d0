"""How a conversation begins: it says that this is an automated assistant."""

from __future__ import annotations

from service.types import Choice, Language, Reply, TurnResult
from service.wording import LANGUAGES, say
from store.models import ConversationRow


def opening(language: Language | None) -> tuple[Reply, ...]:
    """The first words of a web conversation; in both languages while none is chosen."""
    if language is not None:
        return (Reply(say("start.greeting", language), language, choices=_ways(language)),)
    both = [Reply(say("start.greeting", name), name) for name in LANGUAGES]
    return (
        both[0],
        Reply(both[1].text, "nl", choices=(_to("nl", "Français", "fr"), _to("nl", None, "nl"))),
    )


def greeting_before(conversation: ConversationRow, result: TurnResult) -> tuple[Reply, ...]:
    """On a platform there is no opening: the first answer begins with it, in short."""
    if conversation.greeted or not result.replies or conversation.channel == "web":
        return ()
    if result.understanding.outcome == "distress":
        return ()  # the help lines come first
    language = conversation.language or result.replies[0].language
    return (Reply(say("start.short", language), language, kind="notice"),)


def _ways(language: Language) -> tuple[Choice, ...]:
    other: Language = "fr" if language == "nl" else "nl"
    return (
        Choice(say("choice.person", language), {"act": "hand_over"}),
        Choice(say("choice.book", language), {"act": "book"}),
        Choice(
            say("choice.other_language", language), {"act": "change_language", "language": other}
        ),
    )


def _to(_shown_in: Language, label: str | None, language: Language) -> Choice:
    return Choice(label or "Nederlands", {"act": "change_language", "language": language})
