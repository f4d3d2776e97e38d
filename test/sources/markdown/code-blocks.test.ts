import { expect } from "chai";
import { policiesIn } from "../policies-in.ts";

const POLICY = '{"Statement":{"Effect":"Allow","Principal":"*","Action":"ses:SendEmail","Resource":"*"}}';
const PUT = `aws ses put-identity-policy --identity example.com --policy-name open --policy '${POLICY}'`;

describe("Markdown", () => {
  const places: Readonly<Record<string, readonly [text: string, line: number]>> = {
    "a fenced block": [`# Mail\n\n\`\`\`bash\n${PUT}\n\`\`\`\n`, 4],
    "a fenced block with a prompt": [`\`\`\`console\n$ ${PUT}\n\`\`\`\n`, 2],
    "a fenced block without an end, in a list": [`1. Do this:\n\n   ~~~\n   ${PUT}\n`, 4],
    "an indented block": [`Run\n\n    ${PUT}\n\nand be happy.\n`, 3],
    "a code span": [`Run \`${PUT}\` once.\n`, 1],
  };
  for (const [title, [text, line]] of Object.entries(places))
    it(`is read in ${title}`, async () => {
      const { policies, unread } = await policiesIn({ "README.md": text });
      expect(unread).to.deep.equal([]);
      expect(policies.map(({ identity, at }) => [identity, at])).to.deep.equal([
        ["example.com", `README.md:${line}`],
      ]);
    });

  it("writes nothing in prose", async () => {
    const text =
      "`aws_ses_identity_policy`, ses:PutIdentityPolicy, `aws ses put-identity-policy`\n\n```sh\naws s3 ls\n```\n";
    expect(await policiesIn({ "README.md": text })).to.deep.equal({ policies: [], unread: [] });
  });

  it("names the line of a block in a language that is not read", async () => {
    const { unread } = await policiesIn({ "README.md": "x\n```go\nsvc.PutIdentityPolicy(input)\n```\n" });
    expect(unread).to.deep.equal(["README.md:3"]);
  });
});
