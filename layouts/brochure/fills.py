"""How full a panel is: measured by the typesetter, judged by the plan."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fill:
    """How full a panel is: the height of its text and the height it has, in mm."""

    panel: str
    used: float
    room: float
    words: int

    @property
    def over(self) -> float:
        """Millimetres too many; 0 when the panel holds its text."""
        return max(0.0, self.used - self.room)

    @property
    def words_to_cut(self) -> int:
        """About how many words stand on the millimetres too many."""
        return -(-int(self.over * self.words * 10) // max(1, int(self.used * 10))) if self.over else 0
