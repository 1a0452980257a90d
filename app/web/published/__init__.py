"""Published pages: what is the same for everybody is rendered once, kept as a file, and served without the portal.

A file that lies in today's folder is valid; one that no longer is, is not there. ``store`` keeps the files,
``touched`` knows which pages a row stands on, ``watching`` takes pages away with each commit, ``rendering`` has
the decorator of views, ``front`` answers from the files before Flask is asked. ``docs/publishing.md`` explains it.
"""
