"""Places of the scene on the map: through the model's own coordinates and its map conversion."""

from __future__ import annotations

from bimdesk.domain.georeference import MapConversion, Placement, Point


def own_place(placement: Placement, point: Point) -> Point:
    """Back from where a model is shown to its own coordinates, metres."""
    x, y, z = (a - b for a, b in zip(point, placement.shift, strict=True))
    scale = placement.scale
    return (
        (x * placement.cosine + y * placement.sine) / scale,
        (y * placement.cosine - x * placement.sine) / scale,
        z / scale,
    )


def map_place(conversion: MapConversion, placement: Placement, point: Point) -> Point:
    """Eastings, northings and height, metres, of a point of the scene (world metres)."""
    x, y, z = own_place(placement, point)
    return (
        conversion.eastings + conversion.scale * (x * conversion.cosine - y * conversion.sine),
        conversion.northings + conversion.scale * (x * conversion.sine + y * conversion.cosine),
        conversion.height + conversion.scale * z,
    )
