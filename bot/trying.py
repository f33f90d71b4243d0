"""What a model answers to questions.  ``python -m bot.trying MODEL``

Reads JSON lines {"text", "language"} and writes for each a line that begins with ``azimut:``;
everything else that is printed is Rasa's own.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from bot.quiet import hush_rasa

hush_rasa()


async def main(model: Path) -> None:
    """Answer every line."""
    from bot.alone import take
    from bot.engine import RasaEngine
    from bot.workshop import answer_of

    engine = RasaEngine(model)
    for line in sys.stdin:
        question = json.loads(line)
        result = await take(engine, question["text"], question["language"])
        sys.stdout.write(f"azimut: {json.dumps(answer_of(result))}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
