"""The rules of the model: pure functions on arrays; city axis last, projects before it."""
