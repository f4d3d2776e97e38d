import { closed, DIALECT, KIND_NAME, listOf, mapOf, PROSE, TEXT, type JsonSchema } from "./schema.ts";
import { KIND_IN_CODE } from "./kind-in-code.ts";
import { RULE_META } from "./rule-meta.ts";

/** A plugin's data: what its default export holds besides functions. */
export const PLUGIN_SCHEMA: JsonSchema = {
  $schema: DIALECT,
  title: "Postern plugin, apiVersion 1",
  description:
    "The data of a plugin's default export; its functions (judge, read, documents, tags, collect, probe, open, ofName) are left out, and a regular expression is {source, flags}.",
  ...closed(
    {
      apiVersion: { const: 1 },
      name: PROSE,
      rules: listOf(
        closed({ meta: RULE_META, kind: KIND_NAME, needs: listOf(PROSE, { uniqueItems: true }) }),
      ),
      kinds: listOf(
        closed(
          {
            kind: KIND_NAME,
            service: { type: "string", pattern: "^[a-z0-9-]+$" },
            title: PROSE,
            facts: mapOf(listOf(TEXT)),
            inCode: listOf(TEXT),
            code: KIND_IN_CODE,
            permissions: listOf(TEXT),
            unavailableIn: listOf(TEXT),
            callsPerSecond: { type: "number", exclusiveMinimum: 0 },
          },
          ["inCode", "code", "unavailableIn", "callsPerSecond"],
        ),
      ),
      exporters: listOf(
        closed({
          name: {
            description: "small letters, digits and dashes",
            type: "string",
            pattern: "^[a-z][a-z0-9-]{0,39}$",
          },
          extension: {
            description: "an ending of file names without its first dot",
            type: "string",
            pattern: "^[a-z0-9]{1,12}(\\.[a-z0-9]{1,12})?$",
          },
        }),
      ),
    },
    ["kinds", "exporters"],
  ),
};
