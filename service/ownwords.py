"""What the house answers itself, without the engine."""

from __future__ import annotations

from service.types import Choice, Effect, Json, Reply, TurnResult, Understanding
from service.wording import LANGUAGES, known, say
from store.models import ConversationRow

# Kinds of messages that are words and go to the engine.
WORDS = frozenset({"text", "choice"})


def not_text(kind: str, conversation: ConversationRow) -> TurnResult | None:
    """A useful answer to what is no text; on the desk it is shown as a line."""
    if kind in WORDS:
        return None
    language = conversation.language or "fr"
    if conversation.owner != "bot":
        understood = Understanding(language=language, outcome="with_counsellor")
        return TurnResult((), understood, (), conversation.state)
    key = f"kind.{kind}" if known(f"kind.{kind}") else "kind.unsupported"
    reply = Reply(
        _in_language_or_both(key, conversation),
        language,
        choices=(Choice(say("choice.person", language), {"act": "hand_over"}),),
    )
    understood = Understanding(language=language, outcome="smalltalk")
    return TurnResult((reply,), understood, (), conversation.state)


def staying_in_queue(action: Json | None, conversation: ConversationRow) -> TurnResult | None:
    """The visitor chose to go on waiting: nothing to understand."""
    if action is None or action.get("act") != "keep_waiting":
        return None
    language = conversation.language or "fr"
    waiting = conversation.owner == "waiting"
    replies = (Reply(say("queue.kept_waiting", language), language, kind="notice"),)
    understood = Understanding(language=language, act="affirm", outcome="with_counsellor")
    return TurnResult(replies if waiting else (), understood, (), conversation.state)


def engine_down(conversation: ConversationRow) -> TurnResult:
    """The engine is away: to the queue instead of into silence."""
    language = conversation.language or "fr"
    if conversation.owner != "bot":
        understood = Understanding(language=language, outcome="with_counsellor")
        return TurnResult((), understood, (), conversation.state)
    reply = Reply(_in_language_or_both("queue.engine_down", conversation), language, kind="notice")
    return TurnResult(
        (reply,),
        Understanding(language=language, act="hand_over", outcome="handover"),
        (Effect("hand_over", {"reason": "engine_down"}),),
        conversation.state,
    )


def waiting_choices(language: str) -> tuple[Choice, ...]:
    """What a visitor who waits too long may do instead."""
    return (
        Choice(say("choice.wait", language), {"act": "keep_waiting"}),
        Choice(say("choice.book", language), {"act": "book"}),
        Choice(say("choice.go_on", language), {"act": "leave_queue"}),
    )


def _in_language_or_both(key: str, conversation: ConversationRow) -> str:
    if conversation.language is not None:
        return say(key, conversation.language)
    return "\n\n".join(say(key, language) for language in LANGUAGES)
