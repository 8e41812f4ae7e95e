"""The interface in OpenAPI, from the handlers' own types: closed bodies are closed there too, bytes are text."""

from typing import Any

from litestar import Request, Router, get
from litestar._openapi.schema_generation.plugins.struct import StructSchemaPlugin
from litestar.datastructures import State
from litestar.openapi.spec import OpenAPIType, Schema
from litestar.plugins import OpenAPISchemaPlugin
from litestar.response import Response
from litestar.typing import FieldDefinition

from waxpost_server.kit.shapes import Body, Bytes
from waxpost_server.kit.web.principal import ANYONE


class BytesSchema(OpenAPISchemaPlugin):
    """`Bytes` as base64url text of the right length."""

    def is_plugin_supported_field(self, field_definition: FieldDefinition) -> bool:
        return _is(field_definition, Bytes)

    def to_openapi_schema(self, field_definition: FieldDefinition, schema_creator: Any) -> Schema:  # Litestar's own
        kind: type[Bytes] = field_definition.annotation
        # 4 characters carry 3 bytes, and there is no padding.
        least, most = (kind.least * 4 + 2) // 3, (kind.most * 4 + 2) // 3
        return Schema(type=OpenAPIType.STRING, pattern="^[A-Za-z0-9_-]*$", min_length=least, max_length=most)


class BodySchema(StructSchemaPlugin):
    """A `Body` takes no member that it does not name."""

    def is_plugin_supported_field(self, field_definition: FieldDefinition) -> bool:
        return _is(field_definition, Body)

    def to_openapi_schema(self, field_definition: FieldDefinition, schema_creator: Any) -> Schema:  # Litestar's own
        schema = super().to_openapi_schema(field_definition, schema_creator)
        schema.additional_properties = False
        return schema


class NoPages(Router):
    """Takes none of the pages that Litestar would serve about the document: they load scripts from elsewhere."""

    def register(self, value: Any) -> list[Any]:  # whatever Litestar registers
        """Leave it out."""
        del value
        return []


@get("/openapi.json", opt=ANYONE, include_in_schema=False)
async def get_openapi(request: Request[None, None, State]) -> Response[dict[str, Any]]:
    """This interface, described in OpenAPI."""
    return Response(request.app.openapi_schema.to_schema(), media_type="application/json")


def _is(field_definition: FieldDefinition, kind: type) -> bool:
    annotation = field_definition.annotation
    return isinstance(annotation, type) and issubclass(annotation, kind)
