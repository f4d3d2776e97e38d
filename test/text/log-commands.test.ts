import { expect } from "chai";
import { HOSTILE_TEXTS } from "../../src/emulator/estates/hostile.ts";
import { defused } from "../../src/text/log-commands.ts";
import { postern } from "../support/command.ts";
import { inFolder } from "../support/folder.ts";

/** What the builders of the great servers take for an order, as their own programs look for it. */
const ORDERS: Readonly<Record<string, RegExp>> = {
  "GitHub, a workflow command": /^\s*::/m,
  "GitHub and Azure, the old form": /##\[/,
  "Azure, a logging command": /##vso\[/i,
  "TeamCity, a service message": /##teamcity\[/i,
  "GitLab, a section": /section_(start|end):\d+:/,
  "Buildkite, a group": /^(---|\+\+\+|~~~|\^\^\^) /m,
};

const COMMANDS = [
  "::error file=a.js,line=1::owned",
  "  ::set-output name=x::y",
  "::add-mask::x",
  "::stop-commands::token",
  "##[error]owned",
  "text ##[group]hidden",
  "##vso[task.setvariable variable=x]y",
  "##VSO[task.complete result=Succeeded]",
  "##teamcity[buildStatus status='SUCCESS']",
  "section_start:1700000000:name[collapsed=true]",
  "section_end:1700000000:name",
  "--- group",
  "+++ open",
  "~~~ shut",
  "^^^ +++",
];

const ordersIn = (text: string): readonly string[] =>
  Object.entries(ORDERS).flatMap(([name, form]) => (form.test(text) ? [name] : []));

describe("log commands", () => {
  for (const command of COMMANDS)
    it(`are none any more, and readable: ${command}`, () => {
      expect(ordersIn(command)).not.to.deep.equal([]);
      const text = `before\n${command}\nafter`;
      expect(ordersIn(defused(text))).to.deep.equal([]);
      const back = defused(text).replaceAll(/⟨U\+([0-9A-F]{4})⟩/g, (_, code: string) =>
        String.fromCodePoint(Number.parseInt(code, 16)),
      );
      expect(back).to.equal(text);
    });

  it("leave other texts as they are", () => {
    for (const text of [
      "a::b",
      "# [x]",
      "arn:aws:ses:us-east-1::identity/a",
      "a --- b",
      "---",
      "2 + 2",
      "-x",
    ])
      expect(defused(text)).to.equal(text);
  });

  const document = JSON.stringify({
    Version: "2012-10-17",
    Statement: Object.values(HOSTILE_TEXTS).map((text) => ({
      Sid: text,
      Effect: "Allow",
      Principal: "*",
      Action: "ses:SendEmail",
      Resource: "*",
    })),
  });
  const identity = (name: string): object => ({
    kind: "aws.ses.identity",
    scope: "aws/111122223333/us-east-1/ses",
    id: `arn:aws:ses:us-east-1:111122223333:identity/${name}`,
    type: "Domain",
    policies: [{ name, document }],
    verification: { unread: { operation: name, code: name, message: name, attempts: 1 } },
    dkim: name,
  });

  for (const format of ["table", "markdown", "github"])
    it(`reach neither stdout nor stderr out of data with -f ${format}`, () =>
      inFolder({}, async (folder) => {
        const lines = [...Object.values(HOSTILE_TEXTS), ...COMMANDS].map((text) =>
          JSON.stringify(identity(text)),
        );
        const { stdout, stderr } = await postern(["analyze", "-", "-f", format], {
          cwd: folder,
          stdin: `${[...new Set(lines)].join("\n")}\n`,
        });
        expect(stdout).to.include("owned");
        // The annotations of `-f github` are orders of ours; what stands in them is not.
        const ours = /^::(?:error|warning|notice)(?: [^\n:]*)?::/gm;
        expect(ordersIn(format === "github" ? stdout.replaceAll(ours, "") : stdout)).to.deep.equal([]);
        expect(ordersIn(stderr)).to.deep.equal([]);
        if (format === "markdown") expect(stdout).not.to.include("<!--");
      }));

  it("reach stderr not even by a name of a file that is missing", async () => {
    const { stderr } = await postern(["analyze", "##[error]owned"]);
    expect(stderr).to.include("owned");
    expect(ordersIn(stderr)).to.deep.equal([]);
  });
});
