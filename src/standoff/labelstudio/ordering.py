"""The order in which annotators get tasks.

Label Studio serves tasks in the order of their ids to whoever chooses "Label All Tasks", that is as they were imported,
and ids never change. To whoever chooses "Label Tasks As Displayed", it serves them as the open tab sorts them. So tasks
are imported in their order, each says its place in its data, and a tab of the project is sorted by that.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from standoff.labelstudio.answers import UncertainError
from standoff.labelstudio.session import WAITS, Session
from standoff.labelstudio.tasks import SUPERSEDED
from standoff.records import Article

RANK: Final = "order"
"""Key in the data of a task: its place, in so many digits that places sort as texts, which is how servers may sort."""

TAB: Final = "In order"
"""The title of the tab."""

_DIGITS: Final = 7


def in_order(articles: Iterable[Article], ranks: Mapping[str, int]) -> list[Article]:
    """Return articles by their ranks, those without one last and as they were."""
    last = max(ranks.values(), default=0) + 1
    return sorted(articles, key=lambda article: ranks.get(article.id, last))


def with_rank(task: Mapping[str, Any], rank: int | None) -> dict[str, Any]:
    """Return a task, or anything else with ``data``, that says its place; none if it has none."""
    data = {key: value for key, value in task["data"].items() if key != RANK}
    return {**task, "data": data if rank is None else {**data, RANK: f"{rank:0{_DIGITS}}"}}


def order_tasks(session: Session, ranks: Mapping[str, int]) -> int:
    """Give every task of a project the place of its article, and return how many had another.

    Annotations and predictions are not touched.

    Parameters
    ----------
    ranks
        By article id. Tasks of other articles, and those with an old text, come last.
    """
    changed = 0
    for raw in session.client.tasks(session.project.id):
        rank = None if SUPERSEDED in raw["data"] else ranks.get(str(raw["data"].get("article_id")))
        data = with_rank(raw, rank)["data"]
        if data != raw["data"]:
            session.renew()
            session.client.update_task(raw["id"], data)
            changed += 1
    return changed


def ensure_tab(session: Session, waits: Sequence[float] = WAITS) -> int:
    """Return the id of the project's tab that is sorted by place; it is made if there is none, and put first.

    Raises
    ------
    UncertainError
        If the server does not say whether it made it.
    """
    client, project = session.client, session.project.id
    if (found := _find_tab(client.tabs(project))) is None:
        try:
            client.create_tab(
                project, {"title": TAB, "type": "list", "target": "tasks", "ordering": [f"tasks:data.{RANK}"]}
            )
        except UncertainError:
            for wait in waits:
                time.sleep(wait)
                if _find_tab(client.tabs(project)) is not None:
                    break
        tabs = client.tabs(project)
        if (found := _find_tab(tabs)) is None:
            raise UncertainError("the tab was made but cannot be found", where=session.server)
        client.order_tabs(project, [found, *(tab for tab in tabs if tab != found)])
    return found


def _find_tab(tabs: Mapping[int, str]) -> int | None:
    return next((id_ for id_, title in tabs.items() if title == TAB), None)
