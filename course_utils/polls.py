"""Questions to the room, the lecture's among them: choose, read why one would choose that, change your mind.

`poll(name)` shows a question and `names()` lists them all. Every choice has feedback that
says what makes it tempting. "Count hands" is for a room: type how many hands each choice
got and see the bars. What is on the screen is in `polls.js`, how it looks in `polls.css`.
"""

from dataclasses import dataclass
from pathlib import Path

import anywidget
import traitlets

HERE = Path(__file__).parent
LETTERS = "ABCDE"


@dataclass(frozen=True)
class Question:
    """A question and its choices, each a text and its feedback; formulas stand between $ signs."""

    name: str
    title: str
    text: str
    choices: tuple
    right: str  # the letter of the right choice


QUESTIONS = (
    Question(
        name="weight_matrix",
        title="The weight matrix",
        text="One layer, $W x + b$, maps 32 inputs straight to 8 class scores. What is the shape of $W$?",
        choices=(
            (
                r"$32 \times 1$",
                "One weight for each input: that is enough for a single score. "
                "How many scores are asked for, and how many weights does each need?",
            ),
            (
                r"$8 \times 32$",
                "Yes. Each of the 8 rows holds the 32 weights of one class, and "
                r"$(8 \times 32)(32 \times 1)$ gives $8 \times 1$. The outputs come first, because $W$ "
                "stands to the left of $x$.",
            ),
            (
                r"$32 \times 8$",
                "You read it in the order of the story: 32 go in, 8 come out. It is right where each "
                r"example is a row and the layer is written $x W$: $(1 \times 32)(32 \times 8)$ gives "
                r"$1 \times 8$. In $W x$ every row of $W$ meets all the inputs, so how long is a row?",
            ),
            (
                r"$32 \times 32$",
                "A square matrix is what a layer has that keeps its width: 32 go in, 32 come out. "
                "Here the layer leads straight to the scores.",
            ),
        ),
        right="B",
    ),
    Question(
        name="relu",
        title="Back through a ReLU",
        text=r"A ReLU is $\max(0, z)$. What happens to a gradient on its way back through it?",
        choices=(
            (
                "It stays the same.",
                "So it does wherever $z > 0$: the slope there is 1, and that is the half of the graph "
                "one has in mind. What is the slope to the left of 0?",
            ),
            (
                "It is multiplied by the same non-zero constant for every input.",
                "That is what a straight line does: it has one slope. A ReLU is made of two lines. "
                "Which slope counts for a given $z$?",
            ),
            (
                "It becomes zero.",
                "So it does wherever $z < 0$: the output does not move there, and nothing flows back. "
                "What about the other side?",
            ),
            (
                "It either stays the same or becomes zero.",
                "Yes. The slope is 1 where $z > 0$ and 0 where $z < 0$, so each number in the gradient "
                "passes whole or is stopped. At $z = 0$ there is no slope; this course takes 0.",
            ),
            (
                "None of the above.",
                "A careful bet, since most of these are true only for some inputs. "
                "Is there one that allows for both sides of 0?",
            ),
        ),
        right="D",
    ),
    Question(
        name="data_splits",
        title="Which split?",
        text=(
            "You train your network with the learning rates 0.1, 0.01, 0.001 and 0.0001. "
            "On which split do you compare them, to choose the best?"
        ),
        choices=(
            (
                "Train",
                "It has the most examples, and it is what the network learns from. But the weights are "
                "fitted to it, so a rate can win here by learning examples by heart. "
                "Would it win on new ones?",
            ),
            (
                "Validation",
                "Yes. The weights have never seen it, so it shows how each rate does on new examples. "
                "And because you choose on it, its score flatters the winner a little: "
                "the test set stays sealed for the last word.",
            ),
            (
                "Test",
                "It is new to the network, and new examples are what counts. But the best of four scores "
                "is partly luck, and a split that helped you choose can no longer tell you honestly how "
                "good the chosen one is. What would be left for the end?",
            ),
        ),
        right="B",
    ),
    Question(
        name="a_tenth_better",
        title="A tenth of a per cent",
        text=(
            "Two networks of the same size, each trained once with settings of its own. Of the same 10,000 test digits "
            "the first reads 98.0 % and the second 98.1 %. Which settings are better?"
        ),
        choices=(
            (
                "Those of the second",
                "It reads ten digits more, that is true. But train the first once more from another seed, "
                "and it may be the one that is ahead. What would you have said then?",
            ),
            (
                "Those of the first",
                "Nothing speaks for them: the number they reached is the smaller one. "
                "You may have meant that the difference is too small to count. That is another answer.",
            ),
            (
                "That cannot be told from these two numbers",
                "Yes. Trained from five seeds, this notebook's network differed from itself by more than ten digits in "
                "10,000. To rank two settings, train each from several seeds, and see whether they overlap.",
            ),
            (
                "The second, if the test set had 100,000 digits",
                "A larger test set makes each of the two numbers more exact. But each still belongs to one "
                "network, from one seed: it says how good that network is, and not how good its settings are.",
            ),
        ),
        right="C",
    ),
    Question(
        name="sure_of_a_letter",
        title="Sure of a letter",
        text="You draw the letter A, and the network answers 4 with a probability of 0.97. What does the 0.97 say?",
        choices=(
            (
                "It is a four, with a certainty of 97 %",
                "That is how it reads. But you know that it is no digit at all, and the network was never shown "
                "anything else: which of its ten answers could it have given for that?",
            ),
            (
                "Of 100 drawings like this one, 97 are fours",
                "For digits like those that it has learned from, that would be a good thing to ask of a probability. "
                "For drawings like this one, none are fours.",
            ),
            (
                "If it had to be a digit, then rather a four than the other nine",
                "Yes. Softmax divides 1 among ten digits, whatever it is given, and compares their scores alone. "
                "That none of them fits is not among its answers.",
            ),
        ),
        right="C",
    ),
)


class Poll(anywidget.AnyWidget):
    """One question on the screen. Its state is open: `chosen`, `revealed`, `counting`, `counts`."""

    # As text: for a path, anywidget would keep every poll alive, to tell it of changes of the file.
    _esm = (HERE / "polls.js").read_text(encoding="utf-8")
    _css = (HERE / "polls.css").read_text(encoding="utf-8")

    title = traitlets.Unicode().tag(sync=True)
    question = traitlets.Dict().tag(sync=True)
    choices = traitlets.List().tag(sync=True)
    chosen = traitlets.Unicode().tag(sync=True)  # a letter, or nothing
    revealed = traitlets.Bool().tag(sync=True)
    counting = traitlets.Bool().tag(sync=True)
    counts = traitlets.List(traitlets.Int(min=0)).tag(sync=True)  # hands, one number a choice
    before = traitlets.List(traitlets.Int(min=0)).tag(sync=True)  # those of a first count, before the discussion

    def __init__(self, question):
        self.name = question.name
        choices = [
            {
                "letter": letter,
                "text": _both(text),
                "feedback": _both(feedback),
                "right": letter == question.right,
            }
            for letter, (text, feedback) in zip(LETTERS, question.choices, strict=False)
        ]
        super().__init__(
            title=question.title, question=_both(question.text), choices=choices, counts=[0] * len(choices)
        )

    def choose(self, letter):
        """Choose by letter, as a click does, and return the feedback as text."""
        for choice in self.choices:
            if choice["letter"] == letter:
                self.chosen = letter
                return choice["feedback"]["plain"]
        raise ValueError(f"Choose one of {', '.join(choice['letter'] for choice in self.choices)}, not {letter!r}.")

    def reveal(self):
        """Show which choice is right, and the feedback of all."""
        self.revealed = True

    def discuss(self):
        """Keep the hands counted so far beside those of a second count, after neighbours have talked it over."""
        self.before, self.counts = self.counts, [0] * len(self.choices)

    def reset(self):
        """Forget the choice, the hands of both counts, and that the answer was shown."""
        self.chosen, self.revealed, self.counts, self.before = "", False, [0] * len(self.choices), []

    @property
    def text(self):
        """The question in plain text, and how to answer it where no buttons show."""
        choices = (f"  {choice['letter']}  {choice['text']['plain']}" for choice in self.choices)
        how = f'Run this cell to choose with a click or a key, or write: print(poll("{self.name}").choose("A"))'
        return "\n".join([f"Poll: {self.title}", self.question["plain"], *choices, how])

    def _repr_mimebundle_(self, **kwargs):
        data, metadata = super()._repr_mimebundle_(**kwargs)
        return data | {"text/plain": self.text}, metadata


def _both(text):
    """A text with its formulas as LaTeX, and without, for where nothing sets LaTeX."""
    plain = text.replace(r"\times", "×").replace(r"\max", "max")
    return {"latex": text, "plain": plain.replace("$", "")}


def names():
    """The names of all polls, in the order of the lessons."""
    return [question.name for question in QUESTIONS]


def poll(name):
    """Show a poll, as in `poll("weight_matrix")`."""
    for question in QUESTIONS:
        if question.name == name:
            return Poll(question)
    raise ValueError(f"There is no poll {name!r}. There are: {', '.join(names())}.")
