"""Values of a script's parameters: schemas, shapes, messages, errors by their place."""
