"""The worker: inbox -> handlers -> outbox; outbox -> LINE; due jobs. `python -m bot.worker` runs it."""
