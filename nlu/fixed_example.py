"""Training examples that nobody changes: what Rasa does with them again and again, done once.

Rasa merges the examples a dozen times before it trains. Each time it copies all of them deeply,
sets their intent to what it is, and with that forgets the fingerprint that tells equal ones; for
twenty thousand examples that is a fifth of a training.
"""

from __future__ import annotations

from typing import Any

from rasa.shared.nlu.training_data.message import Message


class FixedExample(Message):  # type: ignore[misc]
    """A message whose copies share its parts and its fingerprint."""

    @classmethod
    def of(cls, message: Message) -> FixedExample:
        """The same example, fixed."""
        return cls(message.data, message.output_properties, message.time, message.features)

    def set(self, prop: str, info: Any, add_to_output: bool = False) -> None:
        """Set a property; what it is already changes nothing."""
        known = prop in self.data and self.data[prop] == info
        if not known or (add_to_output and prop not in self.output_properties):
            super().set(prop, info, add_to_output)

    def __deepcopy__(self, memo: dict[int, Any]) -> FixedExample:
        """A copy whose properties can be set apart; their values are shared."""
        twin = type(self)(self.data, set(self.output_properties), self.time, list(self.features))
        twin._cached_fingerprint = self._cached_fingerprint
        return twin
