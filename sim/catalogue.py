"""Catalogues: a package whose modules each hold one entry, found by looking, never listed by hand."""

import importlib
import pkgutil


def entries[T](package: str, base: type[T]) -> tuple[type[T], ...]:
    """All concrete subclasses of `base` in the modules of `package`, in order of their file names."""
    found: list[type[T]] = []
    search = importlib.import_module(package).__path__
    for module in sorted(pkgutil.iter_modules(search), key=lambda m: m.name):
        for value in vars(importlib.import_module(f"{package}.{module.name}")).values():
            defined_here = getattr(value, "__module__", None) == f"{package}.{module.name}"
            if defined_here and isinstance(value, type) and issubclass(value, base):
                found.append(value)
    return tuple(found)
