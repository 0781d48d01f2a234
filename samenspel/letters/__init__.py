"""Post: letters that go out by e-mail, or wait in an outbox."""
