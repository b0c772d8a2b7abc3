"""What a person can set. The sections of the editors' settings are named after these fields."""

from __future__ import annotations

from typing import Any, NamedTuple


class Settings(NamedTuple):
    """`output_directory`: folder for generated projects, relative to the design; one named after
    the design if it is empty (`sbd.generate.outputDirectory`). `pause`: seconds without a change
    after which findings on other lines than the one being typed are shown (`sbd.check.pause`)."""

    output_directory: str = ""
    pause: float = 1.0


DEFAULTS = Settings()


def settings_from(options: Any, usual: Settings = DEFAULTS) -> Settings:
    """The settings in `options`, an object of JSON with or without the section `sbd` around it;
    whatever is not there or not of the right type is as `usual`."""
    section = options.get("sbd", options) if isinstance(options, dict) else {}
    folder = _value(section, "generate", "outputDirectory")
    pause = _value(section, "check", "pause")
    timed = isinstance(pause, (int, float)) and not isinstance(pause, bool) and 0 <= pause <= 3600
    return Settings(
        folder if isinstance(folder, str) else usual.output_directory,
        float(pause) if timed else usual.pause,
    )


def _value(section: Any, *path: str) -> Any:
    for name in path:
        section = section.get(name) if isinstance(section, dict) else None
    return section
