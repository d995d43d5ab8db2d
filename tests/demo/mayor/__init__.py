"""Tests of playing a mayor, alone and in a room."""
