# what: the geometry of every element, and its volume
total, counted = 0.0, 0
for entity in entities:
    geometry = get_geometry(entity)
    if geometry is None:
        continue
    a, b, c = (geometry["vertices"][geometry["faces"][:, n]] for n in range(3))
    total += abs(float(numpy.einsum("ij,ij->i", a, numpy.cross(b, c)).sum())) / 6
    counted += 1
assert counted > 10 and total > 0
result = {"with_geometry": counted, "volume": total}
