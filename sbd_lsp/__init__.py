"""Serverless by Design as text: a language server and command line for `*.sbd.yaml`."""

__version__ = "0.1.0"
