# what: the first script of the founders, verbatim
"""Count elements by type."""
from collections import Counter
type_counts = Counter(entity.ifc_type for entity in entities)
df = pandas.DataFrame([{'type': t, 'count': c} for t, c in type_counts.most_common()])
result = {'total_elements': len(list(entities)), 'unique_types': len(type_counts), 'by_type': df.to_dict('records')}
print(f"Counted {result['total_elements']} elements")
