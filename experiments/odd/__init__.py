"""The generated parts of the description of the model in the ODD form: read from the code, written into the pages."""
