"""The portal for programs, under /api/v1/: what a person may read and do, by a key of theirs.

`auth` opens the key, `problems` says what is wrong, `paging` walks lists, `answers` finishes every response; then one
router per noun. A router reads from `visible_to(request.user)` and makes one service call, as a view does.
"""
