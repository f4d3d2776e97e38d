import { expect } from "chai";
import { analyzeFiles } from "../folder-of.ts";

const STATEMENT = '{ Effect: "Allow", Principal: "*", Action: "ses:SendEmail", Resource: "*" }';
const nested = (open: string, inner: string, close: string, depth: number): string =>
  `${open.repeat(depth)}${inner}${close.repeat(depth)}`;

const written = (policy: string): string =>
  `client.putIdentityPolicy({ Identity: "a.example", PolicyName: "p", Policy: JSON.stringify(${policy}) });\n`;

/** Programs that a parser would follow for a minute. */
const HOSTILE: Readonly<Record<string, readonly [path: string, text: string]>> = {
  "objects in lists": ["a.ts", `f(${nested("{a:[", STATEMENT, "]}", 5_000)});\n${written("x")}`],
  "lists and calls of Python": [
    "a.py",
    `x = ${nested("f({'a':[", "1", "]})", 5_000)}\nclient.put_identity_policy(Identity="a", PolicyName="p", Policy=x)\n`,
  ],
  "many deep objects": ["a.js", `f(${nested("{a:[", "1", "]}", 300)});\n`.repeat(100) + written("x")],
  "a text of megabytes": ["a.js", written("x") + "f({a:[1]});\n".repeat(300_000)],
};

describe("a program that takes long to parse", () => {
  for (const [title, [path, text]] of Object.entries(HOSTILE))
    it(`is named as not understood, within seconds: ${title}`, async () => {
      const { scope } = await analyzeFiles({ [path]: text });
      expect(scope.status).to.equal("partial");
      expect(scope.files).to.deep.equal([
        {
          path,
          status: "not-understood",
          reason: "it is too long, or its brackets nest too deep, to be parsed",
        },
      ]);
    }).timeout(10_000);

  it("is read where its brackets nest as in a bundle", async () => {
    const policy = `{ Statement: [${STATEMENT}] }`;
    const { identities, scope } = await analyzeFiles({
      "a.js": `f(${nested("{a:[", "1", "]}", 40)});\n`.repeat(200) + written(policy),
    });
    expect(scope.status).to.equal("complete");
    expect(identities.map(({ name }) => name)).to.deep.equal(["a.example"]);
  }).timeout(10_000);
});
