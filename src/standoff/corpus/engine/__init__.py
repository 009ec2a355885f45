"""How a corpus is built in pieces: what each piece is, what is remembered of it, and what runs it."""
