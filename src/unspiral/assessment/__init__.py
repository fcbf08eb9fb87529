"""Questionnaires to scores, and scores to changes that do or do not matter."""
