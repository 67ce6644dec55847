# what: the second script of the founders, verbatim
"""Rows with properties."""
rows = []
for entity in entities:
    row = {'guid': entity.ifc_guid, 'type': entity.ifc_type, 'name': entity.name or ''}
    if params.get('include_properties', True):
        for pset in get_properties(str(entity.id)):
            for prop_name, prop_value in pset.properties.items():
                row[f"{pset.name}.{prop_name}"] = prop_value
    rows.append(row)
df = pandas.DataFrame(rows)
if params.get('filter_type'):
    df = df[df['type'] == params['filter_type']]
result = {'row_count': len(df), 'columns': list(df.columns), 'data': df.to_dict('records')}
