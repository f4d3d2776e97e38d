import { expect } from "chai";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plan } from "../../src/remedy/plan-file.ts";
import { postern } from "../support/command.ts";
import { inFolder } from "../support/folder.ts";
import { arnOf, openPolicy } from "../support/fixing.ts";

const TO = ["--to-account", "444455556666"];

const record = (text: string): string =>
  `${JSON.stringify({ kind: "aws.ses.identity", id: arnOf("a.example"), policies: [{ name: "mail", document: text }] })}\n`;

const OPEN = { "p.jsonl": record(openPolicy("a.example")) };

/** An event of CloudTrail that is no sending. */
const READING = JSON.stringify({
  Records: [{ eventSource: "ses.amazonaws.com", eventName: "GetIdentityPolicies", userIdentity: {} }],
});

describe("bad input of postern fix plan", () => {
  for (const [argv, says] of [
    [["-o", "p.jsonl"], "p.jsonl: the plan would take the place of an input"],
    [["--patch", "p.jsonl"], "p.jsonl: the patch would take the place of an input"],
    [["--senders", "s.txt", "-o", "s.txt"], "s.txt: the plan would take the place of an input"],
    [["-o", "x", "--patch", "x"], "x: the plan and the patch both want this place"],
    [["-o", ""], "It is empty."],
  ] as const)
    it(`with ${argv.join(" ")} is refused, and every file stays as it was`, () =>
      inFolder({ ...OPEN, "s.txt": "arn:aws:iam::444455556666:root\n" }, async (folder) => {
        const { code, stderr } = await postern(["fix", "plan", "p.jsonl", ...TO, ...argv], { cwd: folder });
        expect(code, stderr).to.equal(2);
        expect(stderr).to.contain(says);
        expect(readdirSync(folder).toSorted()).to.deep.equal(["p.jsonl", "s.txt"]);
        expect(readFileSync(join(folder, "p.jsonl"), "utf8")).to.equal(OPEN["p.jsonl"]);
      }));

  it("without senders in the events is one line, and no plan is written", () =>
    inFolder({ ...OPEN, "events.json": READING, "empty.txt": "\n" }, async (folder) => {
      for (const file of ["events.json", "empty.txt"]) {
        const { code, stderr } = await postern(["fix", "plan", "p.jsonl", "--senders", file], {
          cwd: folder,
        });
        expect(code, stderr).to.equal(2);
        expect(stderr.trimEnd().split("\n")).to.have.length(1);
        expect(stderr).to.contain(file);
        expect(existsSync(join(folder, "postern.plan.json"))).to.equal(false);
      }
    }));

  it("that would need more than 4 KB says so, by policy and bytes, and nothing is written", () =>
    inFolder(
      {
        ...OPEN,
        "senders.txt": Array.from(
          { length: 100 },
          (_, index) => `arn:aws:iam::444455556666:role/sender-of-mail-${String(index).padStart(3, "0")}\n`,
        ).join(""),
      },
      async (folder) => {
        const { code, stdout } = await postern(["fix", "plan", "p.jsonl", "--senders", "senders.txt"], {
          cwd: folder,
        });
        expect(code).to.equal(3);
        expect(stdout.replaceAll(/\s+/g, " ")).to.match(
          /policy "mail" would have \d{4} bytes, and the service takes 4096/,
        );
        expect(existsSync(join(folder, "postern.plan.json"))).to.equal(false);
      },
    ));
});

describe("postern permissions --for fix", () => {
  it("lets the writer of a plan write its identities and no other", () =>
    inFolder(OPEN, async (folder) => {
      await postern(["fix", "plan", "p.jsonl", ...TO], { cwd: folder });
      const argv = ["permissions", "--for", "fix", "--plan", "postern.plan.json"];
      const { code, stdout } = await postern(argv, { cwd: folder });
      expect(code).to.equal(0);
      expect(JSON.parse(stdout)).to.deep.equal({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "PosternReads",
            Effect: "Allow",
            Action: [
              "ses:ListIdentityPolicies",
              "ses:GetIdentityPolicies",
              "ses:GetIdentityVerificationAttributes",
            ],
            Resource: "*",
          },
          {
            Sid: "PosternWrites",
            Effect: "Allow",
            Action: ["ses:PutIdentityPolicy", "ses:DeleteIdentityPolicy"],
            Resource: [arnOf("a.example")],
          },
        ],
      });
    }));

  it("asks for a plan, and for one of live identities, in one line", () =>
    inFolder(
      {
        "policy.json":
          '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"ses:SendEmail","Resource":"*"}]}',
      },
      async (folder) => {
        await postern(["fix", "plan", "policy.json", ...TO], { cwd: folder });
        const plan = JSON.parse(readFileSync(join(folder, "postern.plan.json"), "utf8")) as Plan;
        expect(plan.resources).to.have.length(1);
        for (const [argv, says] of [
          [[], "names the identities of a plan"],
          [["--plan", "postern.plan.json"], "changes nothing that is live"],
          [["--plan", "policy.json"], "this is not a plan"],
          [["--plan", "postern.plan.json", "-f", "terraform"], "comes as JSON alone"],
        ] as const) {
          const { code, stderr } = await postern(["permissions", "--for", "fix", ...argv], { cwd: folder });
          expect(code, stderr).to.equal(2);
          expect(stderr).to.contain(says);
          expect(stderr.trimEnd().split("\n")).to.have.length(1);
        }
      },
    ));
});
