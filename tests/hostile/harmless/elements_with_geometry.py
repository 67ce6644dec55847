# what: the third script of the founders, verbatim
"""Elements with geometry."""
import re
from collections import defaultdict
with_geometry = defaultdict(int)
for entity in entities:
    try:
        geom = get_geometry(str(entity.id))
        if geom and len(geom['vertices']) > 0:
            with_geometry[entity.ifc_type] += 1
    except:
        pass
result = {'with_geometry': dict(with_geometry), 'all_named': all(re.match(r'^\S', e.name or 'x') for e in entities)}
