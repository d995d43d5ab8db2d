"""What the pages under docs/ say, against the code and against each other."""
