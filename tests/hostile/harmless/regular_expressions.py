# what: many regular expressions over much text
import re
from collections import Counter
text = " ".join(f"{e.ifc_type} {e.name} {e.ifc_guid}" for e in entities) * 200
words = Counter(re.findall(r"\bIfc[A-Z]\w+", text))
swapped = re.sub(r"(\w+)\s(\w+)", r"\2 \1", text)
assert words and len(swapped) == len(text)
result = {"words": words.most_common(3)}
