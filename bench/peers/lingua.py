"""lingua on texts: a task as JSON on standard input, the labels as JSON. Runs without our code."""

import json
import sys
import time

sys.path.pop(0)  # this file has the name of the package

from lingua import IsoCode639_1, LanguageDetectorBuilder

task = json.load(sys.stdin)
codes = [getattr(IsoCode639_1, code.upper()) for code in task["languages"]]
builder = LanguageDetectorBuilder.from_iso_codes_639_1(*codes)
detector = builder.with_preloaded_language_models().build()
found = {}
for name, texts in task["sets"].items():
    start = time.perf_counter()
    detected = [detector.detect_language_of(text) for text in texts]
    taken = time.perf_counter() - start
    labels = [one.iso_code_639_1.name.lower() if one else "" for one in detected]
    found[name] = {"labels": labels, "microseconds": 1e6 * taken / len(texts)}
print(json.dumps(found))
