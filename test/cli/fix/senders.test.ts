import { expect } from "chai";
import type { Plan } from "../../../src/remedy/plan-file.ts";
import { inFolder } from "../../support/folder.ts";
import { arnOf, openPolicy } from "../../support/fixing.ts";
import { postern } from "../../support/command.ts";

const SENDER = "arn:aws:iam::444455556666:role/app";

const policy = (principal: unknown): string =>
  openPolicy("a.example").replace('"Principal":"*"', `"Principal":${JSON.stringify(principal)}`);

const planFor = (folder: string, argv: readonly string[]) =>
  postern(["fix", "plan", "p.jsonl", "-f", "json", ...argv], { cwd: folder });

const record = (text: string): string =>
  `${JSON.stringify({ kind: "aws.ses.identity", id: arnOf("a.example"), policies: [{ name: "mail", document: text }] })}\n`;

describe("postern fix plan --senders", () => {
  it("makes exactly those who send the new principals", () =>
    inFolder(
      { "p.jsonl": record(policy("*")), "senders.txt": `${SENDER}\n222233334444\n` },
      async (folder) => {
        const plan = await planFor(folder, ["--senders", "senders.txt", "--trusted-account", "777788889999"]);
        expect(plan.code, plan.stderr).to.equal(0);
        const [resource] = (JSON.parse(plan.stdout) as Plan).resources;
        expect(resource?.steps[0]?.after).to.contain(`"Principal":{"AWS":["222233334444","${SENDER}"]}`);
      },
    ));

  it("says who loses access on purpose", () =>
    inFolder({ "p.jsonl": record(policy({ AWS: "444455556666" })) }, async (folder) => {
      const argv = ["--rule", "SES-004", "--to-principal", "arn:aws:iam::222233334444:role/other"];
      const plan = await planFor(folder, argv);
      expect(plan.code).to.equal(0);
      const [resource] = (JSON.parse(plan.stdout) as Plan).resources;
      expect(resource?.proof.senders.find(({ name }) => name === "444455556666")).to.include({
        after: false,
        lockedOut: true,
      });
    }));

  it("keeps a service that sends, in a statement of its own tied to the owner", () =>
    inFolder(
      { "p.jsonl": record(policy("*")), "senders.txt": `${SENDER}\ncognito-idp.amazonaws.com\n` },
      async (folder) => {
        const plan = await planFor(folder, ["--senders", "senders.txt"]);
        expect(plan.code, plan.stderr).to.equal(0);
        const [resource] = (JSON.parse(plan.stdout) as Plan).resources;
        const after = resource?.steps[0]?.after ?? "";
        expect(after)
          .to.contain('"Service":"cognito-idp.amazonaws.com"')
          .and.to.contain('"aws:SourceAccount":"111122223333"');
        expect(resource?.proof.senders.map(({ name, after: can }) => [name, can])).to.deep.equal([
          [SENDER, true],
          ["cognito-idp.amazonaws.com", true],
        ]);
      },
    ));
});
