"""The JSON schema of an assessment, generated from its models."""

import json
from importlib.resources import files
from pathlib import Path

from hea.assessment.results import Assessment

FILE = "assessment.schema.json"


def generated() -> str:
    """The schema as it follows from the models."""
    schema = Assessment.model_json_schema(mode="serialization")
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def shipped() -> str:
    """The schema that ships with the package."""
    return (files("hea.assessment") / FILE).read_text(encoding="utf-8")


if __name__ == "__main__":
    (Path(__file__).parent / FILE).write_text(generated(), encoding="utf-8")
