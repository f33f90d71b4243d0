"""``python -m knowledge``: the editors' commands without the rest of Azimut."""

from knowledge.commands import knowledge

knowledge(prog_name="azimut knowledge")
