"""Mail that came back: reports of mail servers (RFC 3464), read from a mailbox or handed in by a signed request.

report.py    pure: the bytes of a mail → what it says about which message
mailbox.py   where they lie: IMAP, behind an interface that tests replace
proof.py     how a report about a mail of ours is told from one that somebody made up
apply.py     what follows: the message failed, its address does not work, the officer is told
"""
