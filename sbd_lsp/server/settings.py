"""What a person can set. The sections of the editors' settings are named after these fields."""

from __future__ import annotations

from typing import Any, NamedTuple


class Settings(NamedTuple):
    """`output_directory`: folder for generated projects, relative to the design; one named after
    the design if it is empty. (`sbd.generate.outputDirectory`)"""

    output_directory: str = ""


def settings_from(options: Any) -> Settings:
    """The settings in `options`, an object of JSON with or without the section `sbd` around it;
    whatever is not of the right type keeps its default."""
    section = options.get("sbd", options) if isinstance(options, dict) else {}
    generate = section.get("generate") if isinstance(section, dict) else None
    folder = generate.get("outputDirectory") if isinstance(generate, dict) else None
    return Settings(folder if isinstance(folder, str) else "")
