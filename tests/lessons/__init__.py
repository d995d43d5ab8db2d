"""Lessons: files, answers, feedback, panel and notebooks."""
