import { expect } from "chai";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { activeRules } from "../../src/config/active-rules.ts";
import { loadConfig } from "../../src/config/load.ts";
import { CONFIG_SCHEMA } from "../../src/config/schemas/config.ts";
import { isObject } from "../../src/text/is-object.ts";
import { RULES } from "../../src/rules/index.ts";
import { inFolder } from "../support/folder.ts";

const DOCUMENT = readFileSync(resolve(import.meta.dirname, "../../docs/configuration.md"), "utf8");

describe("docs/configuration.md", () => {
  it("shows a configuration that is valid and uses every section", async () => {
    const example = /```yaml\n([\s\S]*?)```/.exec(DOCUMENT)?.[1] ?? "";
    await inFolder({ "a.yaml": example }, (cwd) => {
      const loaded = loadConfig({ path: "a.yaml", env: {}, cwd });
      const { disabled } = activeRules(
        RULES.map((rule) => ({ rule, foreign: false })),
        loaded,
      );
      expect(disabled).to.deep.equal(["SES-001"]);
      for (const [name, value] of Object.entries(loaded?.config ?? {})) {
        expect(Object.keys(value), name).not.to.have.length(0);
      }
    });
  });

  it("explains every key that may stand in the file", () => {
    const keys: string[] = [];
    const open: unknown[] = [CONFIG_SCHEMA];
    while (open.length > 0) {
      const schema = open.pop();
      if (!isObject(schema)) continue;
      const properties = isObject(schema["properties"]) ? schema["properties"] : {};
      keys.push(...Object.keys(properties));
      open.push(...Object.values(properties), schema["items"], schema["additionalProperties"]);
    }
    expect(keys.length).to.be.greaterThan(20);
    expect(keys.filter((key) => !DOCUMENT.includes(key))).to.deep.equal([]);
  });
});
