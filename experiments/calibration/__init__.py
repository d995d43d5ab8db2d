"""How the data files of the scenarios were made."""
