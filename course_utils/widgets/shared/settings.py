"""The settings of a demo: one object that its controls, its presets and a short text all read and write."""

import json

import traitlets


class Settings(traitlets.HasTraits):
    """Settings, each a trait with its limits and a default; a demo's own are a subclass.

    Controls follow the settings, and are never where a setting is kept: see `bind`. `to_text()` writes what is not as
    by default into one short line, `read(text)` reads it, and `code()` writes the program that begins with them.
    """

    @classmethod
    def names(cls):
        """The names of all settings, in the order in which they were defined."""
        return [name for name, value in vars(cls).items() if isinstance(value, traitlets.TraitType)]

    def values(self):
        """Every setting by its name."""
        return {name: getattr(self, name) for name in self.names()}

    def copy(self):
        """Other settings with the same values."""
        return type(self)(**self.values())

    def set(self, **values):
        """Change these settings together: who observes them is told when all have been changed."""
        with self.hold_trait_notifications():
            for name, value in values.items():
                setattr(self, name, value)

    def bind(self, name, control):
        """Let a control follow the setting `name`, and the setting follow the control when the user moves it.

        A control that has only some of the values shows the nearest one, by its `nearest(value)`; that changes nothing.
        """
        nearest = getattr(control, "nearest", lambda value: value)

        def follow_control(change):
            if change["new"] != nearest(getattr(self, name)):
                setattr(self, name, change["new"])

        self.observe(lambda change: setattr(control, "value", change["new"]), name)
        control.observe(follow_control, "value")
        control.value = getattr(self, name)

    def to_text(self):
        """The settings that are not as by default, in one line: {"learning_rate": 0.5}."""
        defaults = self.trait_defaults()
        return json.dumps({name: value for name, value in self.values().items() if value != defaults[name]})

    @staticmethod
    def loaded(text):
        """What a text holds, by names, before anything of it is checked; ValueError for a text that is broken."""
        try:
            given = json.loads(text, parse_constant=float)
        except (ValueError, TypeError, RecursionError):
            given = None
        if not isinstance(given, dict):
            raise ValueError('These are no settings: copy the whole line, from { to }, as in {"learning_rate": 0.5}.')
        return given

    def read(self, text):
        """All settings by their names, from what `to_text` wrote; what is not in it is as by default.

        Changes nothing. ValueError, in one sentence, for a text that is broken or holds what cannot be set.
        """
        given = self.loaded(text)
        for name, value in given.items():
            self._require(name, value)
        return {name: given.get(name, default) for name, default in self.trait_defaults().items()}

    def code(self):
        """The program that builds what these settings say, as text."""
        raise NotImplementedError

    def _require(self, name, value):
        if name not in self.names():
            raise ValueError(f"There is no setting called {name}. There are: {', '.join(self.names())}.")
        trait = self.traits()[name]
        try:
            if isinstance(value, bool) != isinstance(trait, traitlets.Bool) or value != value:
                raise traitlets.TraitError  # true would pass for 1 and 1 for true, and NaN is between no limits
            type(self)(**{name: value})
        except traitlets.TraitError:
            raise ValueError(f"{name} must be {_allowed(trait)}, not {json.dumps(value)}.") from None


def _allowed(trait):
    """What a trait takes, in words: its own, where it is tagged `allowed`."""
    if "allowed" in trait.metadata:
        return trait.metadata["allowed"]
    if isinstance(trait, traitlets.Enum):
        return f"one of {', '.join(map(str, trait.values))}"
    if isinstance(trait, traitlets.Bool):
        return "true or false"
    kind = "a whole number" if isinstance(trait, traitlets.Int) else "a number"
    if trait.max is None:
        return f"{kind} of at least {trait.min:g}"
    return f"{kind} from {trait.min:g} to {trait.max:g}"
