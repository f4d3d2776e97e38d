import { expect } from "chai";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { postern } from "../support/command.ts";
import { aFolder } from "../support/folder.ts";

const policy = (...actions: readonly string[]): string =>
  JSON.stringify(
    {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: "*", Action: actions, Resource: "*" }],
    },
    null,
    2,
  );

describe("what the terminal shows around a finding", () => {
  const folder = aFolder();
  const shown = async (path: string, ...more: readonly string[]): Promise<readonly string[]> => {
    const { stdout } = await postern(["analyze", path, ...more], { cwd: folder() });
    return stdout.split("\n\n").filter((part) => part.startsWith("FAIL"));
  };

  it("is the line that is at fault and the smallest fix", async () => {
    writeFileSync(join(folder(), "p.json"), policy("ses:SendEmail"));
    const [first = ""] = await shown("p.json", "--rule", "SES-003");
    expect(first)
      .to.match(/^ {2}p\.json:6:20$/m)
      .and.to.match(/^ +6 \| .*"Principal": "\*",\n +\| +\^\^\^$/m);
    expect(first).to.match(
      /^ {2}Fix: {3}- "Principal": "\*"\n {9}\+ "Principal": \{"AWS":"<account that sends>"\}$/m,
    );
  });

  it("has the fix with each finding that it ends, the gravest too", async () => {
    writeFileSync(join(folder(), "p.json"), policy("ses:SendEmail", "ses:GetEmailIdentity"));
    const found = await shown("p.json");
    expect(found.map((one) => /FAIL +(\S+)/.exec(one)?.[1])).to.deep.equal(["SES-003", "PST-003"]);
    for (const one of found) expect(one).to.include('Fix:   - "Principal": "*"');
  });

  it("has no fix for what no policy brings about", async () => {
    const record = {
      kind: "aws.ses.identity",
      id: "arn:aws:ses:eu-west-1:111122223333:identity/a.example",
      policies: [],
      verification: "Success",
      dkim: { enabled: false, status: "NotStarted" },
    };
    writeFileSync(join(folder(), "s.jsonl"), `${JSON.stringify(record)}\n`);
    const [first = ""] = await shown("s.jsonl", "--rule", "SES-001");
    expect(first).to.include("SES-001").and.not.to.include("Fix:");
  });
});
