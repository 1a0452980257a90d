"""What a lower room tells whoever listens above it, without knowing them.

Listeners connect once, when the application is built (``app/tables.py`` imports them), run in the same transaction
and may raise: then the act that told them fails as a whole.
"""

from blinker import Signal

#: ``cases_decided.send(actor, application_ids=[…], stage="meeting")``: an act decided on these applications.
#: *stage* is one of ``comparison``, ``meeting``, ``village``, ``township``, ``county``, ``objection``,
#: ``withdrawal``.
cases_decided = Signal("Some applications were decided on at a stage; sent once per act.")
#: ``posting_place_added.send(actor, village_id=…)``: a village has one more place where its notices may have to hang.
posting_place_added = Signal("A place where a village posts was added, or taken up again.")
