"""The drawn answers in a dataset version, as COCO and YOLO hold them."""

import json
from itertools import groupby
from operator import attrgetter

from sqlalchemy import ColumnElement, Connection, and_, func, select

from domain.model import AnnotationStatus
from store import tables
from store.regions import unpacked
from store.shape_exports import Counts, Drawn, ExportedPicture, ExportedShape

_v, _vl, _i = tables.dataset_version.c, tables.version_label.c, tables.input_.c
_FINAL = str(AnnotationStatus.SUCCESS)


class VersionShapes:
    """Of a version with one task whose answers are drawn. Of several answers to a picture the first is taken."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def concepts(self, version: int) -> list[str]:
        """All of its task, in their order then."""
        kept = self._connection.execute(select(_v.drawn_concepts).where(_v.id == version)).scalar_one()
        names: list[str] = json.loads(kept or "[]")
        mine = (_vl.version == version, self._is_drawn(version), _vl.concept.is_not(None))
        used = self._connection.execute(select(_vl.concept).where(*mine).distinct().order_by(_vl.concept)).scalars()
        # A concept that was renamed, or added, while the version was made.
        return [*names, *(one for one in used if one is not None and one not in names)]

    def after(self, version: int, last: int, limit: int) -> list[Drawn]:
        """The next pictures after `last` that were answered, also those on which nothing is. A shape's concept is its
        place among `concepts`.
        """
        mine = (_vl.version == version, self._is_drawn(version))
        ahead = select(_vl.input).where(*mine, _vl.input > last).distinct().order_by(_vl.input).limit(limit)
        chosen = select(_i.id, _i.name, _i.sha256, _i.width, _i.height, _vl.id.label("label"), _vl.labeler)
        joined = chosen.add_columns(_vl.concept, _vl.region).join_from(tables.version_label, tables.input_)
        rows = self._connection.execute(joined.where(*mine, _vl.input.in_(ahead)).order_by(_i.id, _vl.id)).all()
        places = {name: place for place, name in enumerate(self.concepts(version))}
        found = []
        for _, group in groupby(rows, key=attrgetter("id")):
            all_ = list(group)
            shapes = [
                ExportedShape(one.label, _FINAL, unpacked(places[one.concept], one.region))
                for one in all_
                if one.labeler == all_[0].labeler and one.region is not None
            ]
            one = all_[0]
            found.append(Drawn(ExportedPicture(one.id, one.name, one.sha256, one.width, one.height, one.label), shapes))
        return found

    def count(self, version: int) -> Counts:
        """By the database alone, to compare a file with."""
        mine = (_vl.version == version, self._is_drawn(version))
        first = select(func.min(_vl.id).label("id")).where(*mine).group_by(_vl.input).subquery()
        theirs = tables.version_label.alias("theirs")
        same = and_(
            theirs.c.version == version,
            *(theirs.c[name] == _vl[name] for name in ("input", "task", "labeler")),
            theirs.c.region.is_not(None),
        )
        joined = select(func.count()).join_from(tables.version_label, first, first.c.id == _vl.id)
        shapes = self._connection.execute(joined.join(theirs, same)).scalar_one()
        answers = select(_vl.input, _vl.labeler).where(*mine).distinct().subquery()
        given, pictures = self._connection.execute(select(func.count(), func.count(answers.c.input.distinct()))).one()
        return Counts(int(pictures), int(shapes), int(given) - int(pictures))

    def _is_drawn(self, version: int) -> ColumnElement[bool]:
        return _vl.task == select(_v.drawn_task).where(_v.id == version).scalar_subquery()
