"""What a person is told when an action cannot be done."""


class Refused(Exception):
    """An action of a person that is not allowed or not possible now.

    Attributes:
        reason: Key of the text, `mayor.refused.REASON` in the words.
        fields: Values for the fields of that text.
    """

    def __init__(self, reason: str, **fields: object) -> None:
        """Refuse for a reason."""
        super().__init__(reason)
        self.reason = reason
        self.fields = fields
