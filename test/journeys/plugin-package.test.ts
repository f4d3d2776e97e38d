import { expect } from "chai";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { startFakeSns } from "../../examples/plugin-sns/test/fake-sns.ts";
import { inFolder } from "../support/folder.ts";
import { packed, typed } from "../support/packed.ts";
import { HEAVY } from "../support/heavy.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const ARN = "arn:aws:sns:us-east-1:111122223333:open";
const OPEN = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: "sns:Publish", Resource: ARN }],
});

const TOPIC = `resource "aws_sns_topic" "open" {
  name   = "open"
  policy = jsonencode(${OPEN})
}
`;

describe("examples/plugin-sns as a package", () => {
  it("is built against the packed Postern, scans with it and judges code (POSTERN_HEAVY=1)", async function () {
    if (!HEAVY) return this.skip();
    this.timeout(300_000);
    const sns = await startFakeSns({ [ARN]: OPEN });
    try {
      await inFolder({}, async (folder) => {
        const home = join(folder, "home");
        mkdirSync(home);
        cpSync(join(ROOT, "examples/plugin-sns"), join(home, "plugin-sns"), { recursive: true });
        const { devDependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
          readonly devDependencies: Readonly<Record<string, string>>;
        };
        const needed = ["@aws-sdk/client-sns", "@types/node", "typescript"]
          .map((name) => `${name}@${devDependencies[name] ?? ""}`)
          .join(" ");
        await typed(`npm init -y\nnpm install ${await packed(folder)} ${needed}`, home);
        await typed("npx tsc -p plugin-sns/tsconfig.build.json", home);
        expect(await typed("npx postern rules --plugin ./plugin-sns", home)).to.contain("EXP-001");
        const scan = `npx postern scan --plugin ./plugin-sns --rule EXP-001 --region us-east-1 --endpoint-url ${sns.url} -f json || test $? -eq 1`;
        const keys = { AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE", AWS_SECRET_ACCESS_KEY: "example" };
        const results = JSON.parse(await typed(scan, home, keys)) as {
          readonly findings: readonly { readonly ruleId: string; readonly status: string }[];
        };
        expect(results.findings.map(({ ruleId, status }) => `${ruleId} ${status}`)).to.deep.equal([
          "EXP-001 FAILURE",
        ]);
        writeFileSync(join(home, "topic.tf"), TOPIC);
        const analyze = `npx postern analyze --plugin ./plugin-sns --rule EXP-001 -f jsonl topic.tf || test $? -eq 1`;
        expect(await typed(analyze, home)).to.match(/"ruleId":"EXP-001"[^\n]*"status":"FAILURE"/);
      });
    } finally {
      await sns.close();
    }
    return undefined;
  });
});
