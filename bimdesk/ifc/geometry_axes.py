"""The curve that is drawn of an alignment: its axis in space, computed where the file has but a layout."""

from __future__ import annotations

from typing import Any


def axis_of(model: Any, product: Any) -> Any:
    """The representation to draw of `product`; None for whichever comes first.

    An alignment that has but a layout (segments, without a shape) gets its representation in `model`.
    Raises what IfcOpenShell raises of a layout that is broken.
    """
    if not product.is_a("IfcAlignment"):
        return None
    if product.Representation is None:
        import ifcopenshell.api.alignment  # half a second, for few files

        ifcopenshell.api.alignment.create_representation(model, product)
    shape = product.Representation
    found = [one for one in shape.Representations if one.RepresentationIdentifier == "Axis"] if shape else []
    return next((one for one in found if one.RepresentationType == "Curve3D"), None)
