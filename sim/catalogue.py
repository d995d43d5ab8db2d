"""Catalogues: a package whose modules each hold one entry, found by looking, never listed by hand."""

import importlib
import pkgutil


def entries[T](package: str, base: type[T]) -> tuple[type[T], ...]:
    """All concrete subclasses of `base` in the modules of `package`, in order of their file names."""
    found: list[type[T]] = []
    search = importlib.import_module(package).__path__
    for module in sorted(pkgutil.iter_modules(search), key=lambda m: m.name):
        for value in vars(importlib.import_module(f"{package}.{module.name}")).values():
            if (
                isinstance(value, type)
                and issubclass(value, base)
                and value.__module__ == f"{package}.{module.name}"
            ):
                if not value.__name__.startswith("_") and value is not base:
                    found.append(value)
    return tuple(found)
