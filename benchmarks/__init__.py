"""Measurements of the server from outside: speed, the replay of typing, and the wire fuzzer."""
