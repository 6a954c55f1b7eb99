"""Opens models for onnxruntime: quiet, with as many threads as are asked for, and no thread that waits by spinning."""

from pathlib import Path
from typing import Any

import onnxruntime

from domain.errors import BadModel

_ERRORS_ONLY = 3


def session(model: Path | bytes, threads: int = 1) -> onnxruntime.InferenceSession:
    """Raises BadModel. Run it once before its time counts: the first run takes many times as long as the others."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = _ERRORS_ONLY
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(
            model if isinstance(model, bytes) else str(model), options, providers=["CPUExecutionProvider"]
        )
    except Exception as error:  # noqa: BLE001 - onnxruntime's own errors have no common class of their own.
        raise BadModel(f"onnxruntime can't open this model: {reason(error)}.") from None


def run(opened: onnxruntime.InferenceSession, outputs: list[str] | None, feeds: dict[str, Any]) -> list[Any]:
    """Raises what onnxruntime raises."""
    return list(opened.run(outputs, feeds))


def reason(error: Exception) -> str:
    """What onnxruntime says, without its codes and the place in its source."""
    text = " ".join(str(error).split())
    said = text.rpartition(" : ")[2] if text.startswith("[ONNXRuntimeError]") else text
    return said[:300].rstrip(". ") or type(error).__name__
