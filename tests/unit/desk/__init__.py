"""The parts of the desk by themselves."""
