"""``azimut serve`` with the real engine, started again at once when it dies.

In service a host that dies again and again is given longer and longer pauses, up to 30 s; here it
is killed on purpose.  ``python -m tests.faults.quick_serve serve``
"""

from __future__ import annotations

import bot.engine_client
from bot.__main__ import main

if __name__ == "__main__":
    vars(bot.engine_client)["RESTARTS"] = (0.1,)
    main()
