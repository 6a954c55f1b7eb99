"""The score that `make mutation` ends with: how many of the mistakes that mutmut planted the tests noticed."""

import json
import sys
from pathlib import Path

LEAST = 0.85


def main() -> None:
    counted = json.loads(Path("mutants/mutmut-cicd-stats.json").read_text("utf-8"))
    noticed, planted = counted["killed"] + counted["timeout"], counted["total"]
    score = noticed / planted if planted else 0.0
    sys.stdout.write(f"Mutation score of domain/: {score:.3f} ({noticed} of {planted} noticed; at least {LEAST}).\n")
    sys.exit(score < LEAST)


if __name__ == "__main__":
    main()
