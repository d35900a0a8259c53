"""PostgreSQL without an administrator: started when parvis needs it, stopped when nobody does.

One small process, the keeper, owns the server. Every parvis process that uses the database holds
a shared lock on one file for as long as it lives; when nobody has held it for half a minute, the
keeper stops the server and goes. Locks vanish with the process that held them, however it died,
so nothing here ever trusts a process number written in a file.

Nothing in this package knows Django, and importing it starts nothing.
"""

from __future__ import annotations

from parvis.kernel.embedded.errors import DatabaseUnavailable
from parvis.kernel.embedded.lease import KeeperStatus, hold, status, stop
from parvis.kernel.embedded.place import Place, here

__all__ = ["DatabaseUnavailable", "KeeperStatus", "Place", "here", "hold", "status", "stop"]
