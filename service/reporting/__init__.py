"""Figures: counted from the facts, compared with the period before, told as tables and plots.

No text and no identity goes in, so that figures outlive the conversations they count.
"""
