"""What a child of the rich engine does. Here so that the parent stays light: CP-SAT is loaded where it runs."""

from dispatch.solver.engines.child import Line
from dispatch.solver.engines.rich.news import News, Task


def work(task: Task, line: Line) -> News:
    """Search in a child process and say every better plan."""
    from dispatch.solver.engines.rich.walk import walk

    return walk(task, line.say)
