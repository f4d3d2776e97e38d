import { expect } from "chai";
import { policiesIn } from "../policies-in.ts";

const STATEMENT = '{"Effect":"Allow","Principal":"*","Action":"ses:SendEmail","Resource":"*"}';
const POLICY = `{"Version":"2012-10-17","Statement":[${STATEMENT}]}`;
const PUT = "aws ses put-identity-policy --identity example.com --policy-name open";

/** Scripts that write POLICY to example.com, and the line of the policy's statement. */
const SCRIPTS: Readonly<Record<string, readonly [script: string, at: string]>> = {
  "in single quotes": [`#!/bin/sh\n${PUT} --policy '${POLICY}'\n`, "mail.sh:2"],
  "with an operation in a variable": [
    `OP=put-identity-policy\naws ses $OP --identity example.com --policy-name open --policy '${POLICY}'\n`,
    "mail.sh:2",
  ],
  "with an operation that a variable completes": [
    `OP=put-identity\naws ses "$OP-policy" --identity example.com --policy-name open --policy '${POLICY}'\n`,
    "mail.sh:2",
  ],
  "with an operation that a loop completes": [
    `for verb in put; do aws ses $verb-identity-policy --identity example.com --policy-name open --policy '${POLICY}'; done\n`,
    "mail.sh:1",
  ],
  "with an operation of which nothing is known": [
    `aws --region us-east-1 ses "$1" --identity example.com --policy-name open --policy '${POLICY}'\n`,
    "mail.sh:1",
  ],
  "with an operation in two quotes": [
    `aws ses put-identity"-policy" --identity example.com --policy-name open --policy '${POLICY}'\n`,
    "mail.sh:1",
  ],
  "with an operation over two lines": [
    `aws ses put-identity-\\\npolicy --identity example.com --policy-name open --policy '${POLICY}'\n`,
    "mail.sh:2",
  ],
  "in double quotes": [`${PUT} --policy "${POLICY.replaceAll('"', '\\"')}"\n`, "mail.sh:1"],
  "with an equals sign": [`${PUT} --policy='${POLICY}'\n`, "mail.sh:1"],
  "over continued lines": [`${PUT} \\\n  --region us-east-1 \\\n  --policy '\n${POLICY}'\n`, "mail.sh:4"],
  "in a heredoc inside a substitution": [`${PUT} --policy "$(cat <<'EOF'\n${POLICY}\nEOF\n)"\n`, "mail.sh:2"],
  "in a heredoc that writes a file": [
    `cat <<EOF > p.json\n${POLICY}\nEOF\n${PUT} --policy file://p.json\n`,
    "mail.sh:2",
  ],
  "in a heredoc that tee writes": [
    `tee "$TMP/p.json" <<EOF\n${POLICY}\nEOF\n${PUT} --policy "file://$TMP/p.json"\n`,
    "mail.sh:2",
  ],
  "in a variable": [`P='${POLICY}'\nexport NAME=x\n${PUT} --policy "$P"\n`, "mail.sh:1"],
  "in a variable that a substitution fills": [
    `P=$(cat <<EOF\n${POLICY}\nEOF\n)\n${PUT} --policy "\${P}"\n`,
    "mail.sh:2",
  ],
  "by echo into a file": [`echo '${POLICY}' > p.json\n${PUT} --policy file://p.json\n`, "mail.sh:1"],
  "in a function": [`main() {\n  ${PUT} --policy '${POLICY}'\n}\nmain "$@"\n`, "mail.sh:2"],
  "as the second API": [
    `aws --profile x sesv2 update-email-identity-policy --email-identity example.com --policy-name open --policy '${POLICY}'\n`,
    "mail.sh:1",
  ],
  "as one JSON of all parameters": [
    `aws ses put-identity-policy --cli-input-json '{"Identity":"example.com","PolicyName":"open","Policy":${JSON.stringify(POLICY)}}'\n`,
    "mail.sh:1",
  ],
  "as a script inside of a command": [`bash -c '${PUT} --policy file://x/p.json'\n`, "x/p.json:1"],
  "by a file of the tree": [`cd x\n${PUT} --policy file://x/p.json\n`, "x/p.json:1"],
  "by a file beside the script": [`${PUT} --policy "$(cat "$(dirname "$0")/x/p.json")"\n`, "x/p.json:1"],
};

describe("shell scripts", () => {
  for (const [title, [script, at]] of Object.entries(SCRIPTS))
    it(`are read with a policy ${title}`, async () => {
      const { policies, unread } = await policiesIn({ "mail.sh": script, "x/p.json": POLICY });
      const found = policies.filter(({ identity }) => identity === "example.com");
      expect(unread).to.deep.equal([]);
      expect(found).to.deep.equal([
        {
          identity: "example.com",
          region: "us-east-1",
          name: "open",
          document: JSON.parse(POLICY) as unknown,
          at,
          open: [],
        },
      ]);
    });

  it("take the region from --region", async () => {
    const { policies } = await policiesIn({ "a.sh": `${PUT} --region eu-west-1 --policy '${POLICY}'\n` });
    expect(policies[0]?.region).to.equal("eu-west-1");
  });

  it("leave a variable that nothing assigns open, and one that is assigned twice", async () => {
    const policy =
      '{"Statement":{"Effect":"Allow","Principal":{"AWS":"$WHO"},"Action":"ses:*","Resource":"$ARN"}}';
    const { policies } = await policiesIn({
      "a.sh": `WHO=1\nif x; then WHO=2; fi\n${PUT} --policy "${policy.replaceAll('"', '\\"')}"\n`,
    });
    expect(policies[0]?.open).to.deep.equal(["$WHO", "$ARN"]);
  });

  it("leave the policy open where a command may change its file", async () => {
    for (const change of [
      "sed -i 's/111122223333/*/' x/p.json",
      `jq '.Statement[0].Principal = "*"' x/p.json | sponge ./x/p.json`,
      "cp other.txt x/p.json",
      "python3 widen.py x/p.json",
    ]) {
      const { policies } = await policiesIn({
        "mail.sh": `${change}\n${PUT} --policy file://x/p.json\n`,
        "x/p.json": POLICY,
      });
      const [written] = policies.filter(({ name }) => name === "open");
      expect(written?.open.length, change).to.equal(1);
    }
    const { policies } = await policiesIn({
      "mail.sh": `jq . x/p.json\ntest -f x/p.json\n${PUT} --policy file://x/p.json\n`,
      "x/p.json": POLICY,
    });
    expect(policies.find(({ name }) => name === "open")?.open).to.deep.equal([]);
  });

  for (const change of [
    ". ./env.sh",
    "source env.sh",
    'eval "$(cat x)"',
    "printf -v P '%s' \"$1\"",
    "read -r P < x",
    "widen() { . ./env.sh; }; widen",
  ])
    it(`leave the policy open that may be assigned again: ${change}`, async () => {
      const { policies } = await policiesIn({
        "mail.sh": `P='${POLICY}'\n${change}\n${PUT} --policy "$P"\n`,
      });
      expect(policies[0]?.open).to.have.length(1);
    });

  it("take what is assigned after other scripts were taken in", async () => {
    const { policies } = await policiesIn({
      "mail.sh": `. ./env.sh\nprintf '%s' P\nP='${POLICY}'\n${PUT} --policy "$P"\n`,
    });
    expect(policies[0]?.open).to.deep.equal([]);
  });

  it("leave the policy open where its file is not there", async () => {
    const { policies } = await policiesIn({ "a.sh": `${PUT} --policy file://none.json\n` });
    expect(policies[0]).to.deep.include({ document: null, open: ["file://none.json"] });
  });

  it("do not count a command that is only printed, commented or asks for help", async () => {
    const { policies, unread } = await policiesIn({
      "a.sh": `# ${PUT} --policy '${POLICY}'\necho "run ${PUT}"\naws ses put-identity-policy help\n`,
    });
    expect({ policies, unread }).to.deep.equal({ policies: [], unread: [] });
  });

  it("name a command that they cannot find in a broken script", async () => {
    const { unread } = await policiesIn({ "a.sh": `case x in\n"${PUT} \n` });
    expect(unread).to.deep.equal(["a.sh:2"]);
  });

  it("end on nesting without end", async () => {
    await policiesIn({
      "a.sh": `${"$(".repeat(3_000)}${PUT}\n`,
      "b.sh": `${"if x; then ".repeat(3_000)}${PUT}`,
    });
  });
});

describe("commands in data", () => {
  const steps: Readonly<Record<string, readonly [path: string, text: string, line: number]>> = {
    "a step of GitHub Actions": [
      ".github/workflows/a.yml",
      `on: push\nenv:\n  REGION: eu-west-1\njobs:\n  a:\n    steps:\n      - run: |\n          echo \${{ github.sha }}\n          ${PUT} --region "$REGION" --policy '${POLICY}'\n`,
      9,
    ],
    "a script of GitLab CI": [
      ".gitlab-ci.yml",
      `a:\n  variables: {R: eu-west-1}\n  script:\n    - |\n      cat <<EOF > p.json\n      ${POLICY}\n      EOF\n    - ${PUT} --region $R --policy file://p.json\n`,
      6,
    ],
    "the arguments of a container": [
      "job.yaml",
      `args:\n  - ses\n  - put-identity-policy\n  - --identity=example.com\n  - --policy-name\n  - open\n  - --region\n  - eu-west-1\n  - --policy\n  - '${POLICY}'\n`,
      10,
    ],
    "a script of a package": [
      "package.json",
      JSON.stringify({ scripts: { mail: `${PUT} --region eu-west-1 --policy '${POLICY}'` } }),
      1,
    ],
  };
  for (const [title, [path, text, line]] of Object.entries(steps))
    it(`are read in ${title}`, async () => {
      const { policies, unread } = await policiesIn({ [path]: text });
      expect(unread).to.deep.equal([]);
      expect(policies).to.deep.equal([
        {
          identity: "example.com",
          region: "eu-west-1",
          name: "open",
          document: JSON.parse(POLICY) as unknown,
          at: `${path}:${line}`,
          open: [],
        },
      ]);
    });
});
