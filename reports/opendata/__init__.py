"""Open data of a campaign, by choice of its officer: what is public (`tables`), as files (`write`), kept for a day
(`kept`), opened and closed as dated acts (`services`). Nothing of a person, no evidence, no words typed by people."""
