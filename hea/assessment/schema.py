"""The JSON schema of an assessment, generated from its models."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from hea.assessment.results import Assessment
from hea.frozen import words_under

FILE = "assessment.schema.json"


class _Described(GenerateJsonSchema):
    """Says of each field what stands under it."""

    def model_schema(self, schema: Any) -> dict[str, Any]:  # noqa: ANN401
        """The schema of a model."""
        made = super().model_schema(schema)
        for name, held in made.get("properties", {}).items():
            if words := words_under(schema["cls"], name):
                held["description"] = words
        return made


def generated() -> str:
    """The schema as it follows from the models."""
    schema = Assessment.model_json_schema(mode="serialization", schema_generator=_Described)
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def shipped() -> str:
    """The schema that ships with the package."""
    return (files("hea.assessment") / FILE).read_text(encoding="utf-8")


if __name__ == "__main__":
    (Path(__file__).parent / FILE).write_text(generated(), encoding="utf-8")
