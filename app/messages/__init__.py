"""Telling people: what is told of which event, the rows that wait to be sent, and the mailer."""
