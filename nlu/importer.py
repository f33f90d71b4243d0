"""The training-data importer: phrasings of the articles beside Rasa's own files.

Each article becomes a response key of the retrieval intent ``ask``; Rasa allows one slash in
such a name, so ``center/services`` is ``ask/center__services``.
"""

from __future__ import annotations

from pathlib import Path

from rasa.shared.core.domain import Domain
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.examples import ASK, intent_of
from nlu.fixed_example import FixedExample
from nlu.phrasings import Phrasing, check, read_phrasings


class ArticleImporter(RasaFileImporter):  # type: ignore[misc]
    """Rasa's files, the articles' phrasings, and their responses in the domain."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
        articles: str | None = None,
    ) -> None:
        super().__init__(config_file, domain_path, training_data_paths)
        self._articles = Path(articles) if articles else None
        self._data: TrainingData | None = None

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """Examples of acts from Rasa's files, and of articles from the knowledge base.

        Read once: Rasa asks for the domain and for the examples, and does not change what it gets.
        """
        if self._data is None:
            self._data = self._read(language)
        return self._data

    def _read(self, language: str | None) -> TrainingData:
        phrasings = read_phrasings(self._articles)
        check(phrasings, sorted(Path(name) for name in self._nlu_files))
        own: TrainingData = super().get_nlu_data(language)
        own.training_examples = [FixedExample.of(example) for example in own.training_examples]
        articles = {phrasing.article for phrasing in phrasings}
        return own.merge(
            TrainingData(
                training_examples=[_message(phrasing) for phrasing in phrasings],
                responses={f"utter_{intent_of(a)}": [{"text": a}] for a in sorted(articles)},
            )
        )

    def get_domain(self) -> Domain:
        """Rasa's domain with the retrieval intent; Rasa adds the responses of the NLU data."""
        domain: Domain = super().get_domain()
        return domain.merge(Domain.from_dict({"intents": [ASK]}))


def _message(phrasing: Phrasing) -> Message:
    facts = {"language": phrasing.language}
    if phrasing.part:
        facts["part"] = phrasing.part
    built = Message.build(phrasing.text, intent_of(phrasing.article), intent_metadata=facts)
    return FixedExample.of(built)
