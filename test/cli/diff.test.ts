import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DIFFERENCE_SCHEMA } from "../../src/config/schemas/difference.ts";
import { validate } from "../../src/config/validate.ts";
import type { Difference } from "../../src/difference/difference.ts";
import { CLOCK, postern, type Outcome } from "../support/command.ts";
import { aFolder } from "../support/folder.ts";

const PARTNER = "arn:aws:iam::222222222222:root";

const policy = (principal: unknown, action = "ses:SendEmail"): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: principal, Action: action, Resource: "*" }],
  });

const terraform = (principal: string): string => `resource "aws_ses_domain_identity" "mail" {
  domain = "example.com"
}
resource "aws_ses_identity_policy" "mail" {
  identity = aws_ses_domain_identity.mail.arn
  name     = "mail"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = ${principal}, Action = "ses:SendEmail", Resource = "*" }]
  })
}
`;

/** A snapshot of identities by name in one account and region, with their policies. */
const snapshot = (
  identities: Readonly<Record<string, string | null>>,
  status: "complete" | "unread" = "complete",
): string => {
  const scope = "aws/111122223333/eu-west-1/ses";
  const names = Object.keys(identities).sort();
  const refusal = { operation: "ListIdentities", code: "AccessDenied", message: "no", attempts: 1 };
  const lines = [
    { kind: "snapshot", version: 1, startedAt: CLOCK, tool: "t", caller: null, parameters: {} },
    ...names.map((name) => ({
      kind: "aws.ses.identity",
      scope,
      id: `arn:aws:ses:eu-west-1:111122223333:identity/${name}`,
      type: "Domain",
      policies: [identities[name]].flatMap((document) =>
        typeof document === "string" ? [{ name: "mail", document }] : [],
      ),
      verification: "Success",
      dkim: { enabled: true, status: "Success" },
    })),
    {
      kind: "scope",
      id: scope,
      status,
      listed: names.length,
      ...(status === "unread" ? { unread: refusal } : {}),
    },
    { kind: "end", finishedAt: CLOCK },
  ];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
};

const temporary = (): readonly string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith("postern-revision-"));

describe("postern diff", () => {
  const folder = aFolder();
  const write = (files: Readonly<Record<string, string>>): void => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(folder(), name, ".."), { recursive: true });
      writeFileSync(join(folder(), name), text);
    }
  };
  const run = (...argv: readonly string[]): Promise<Outcome> => postern(["diff", ...argv], { cwd: folder() });
  const git = (...argv: readonly string[]): void => {
    const who = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
    execFileSync("git", [...who, ...argv], { cwd: folder(), stdio: "pipe" });
  };
  const commit = (files: Readonly<Record<string, string>>): void => {
    write(files);
    git("add", "--all");
    git("commit", "--quiet", "--message", "x");
  };
  const difference = async (...argv: readonly string[]): Promise<Difference> =>
    JSON.parse((await run(...argv, "-f", "json")).stdout) as Difference;

  describe("compares snapshots", () => {
    it("and names who is newly let in and who is kept out, with a request", async () => {
      write({
        "old.jsonl": snapshot({ "a.example": policy({ AWS: PARTNER }), "b.example": policy("*") }),
        "new.jsonl": snapshot({ "a.example": policy("*"), "b.example": null, "c.example": null }),
      });
      const found = await difference("old.jsonl", "new.jsonl");
      expect(validate(DIFFERENCE_SCHEMA, found)).to.deep.equal([]);
      const told = found.changes.map(({ resource, access, newlyAllowed, newlyClosed }) => [
        resource.name,
        access,
        newlyAllowed?.is === "decided" ? newlyAllowed.exposure : null,
        newlyClosed?.is === "decided" ? newlyClosed.exposure : null,
      ]);
      expect(told).to.deep.equal([
        ["a.example", "send", "exposed", null],
        ["b.example", "send", null, "exposed"],
      ]);
      const [first] = found.changes;
      expect(first?.newlyAllowed).to.have.nested.property("witness.action", "ses:SendEmail");
      expect(found.summary).to.deep.equal({
        resources: 3,
        newlyAllowed: 1,
        newlyClosed: 1,
        undecided: 0,
        complete: true,
      });
    });

    it("and tells sending, changing and reading apart", async () => {
      write({
        "old.jsonl": snapshot({ "a.example": null }),
        "new.jsonl": snapshot({ "a.example": policy({ AWS: PARTNER }, "ses:*") }),
      });
      const { changes } = await difference("old.jsonl", "new.jsonl");
      expect(changes.map(({ access }) => access)).to.deep.equal(["send", "change", "read"]);
    });

    it("and does not count whom the user trusts", async () => {
      write({
        "old.jsonl": snapshot({ "a.example": null }),
        "new.jsonl": snapshot({ "a.example": policy({ AWS: PARTNER }) }),
      });
      const { code, stdout } = await run(
        "old.jsonl",
        "new.jsonl",
        "--fail-on-new",
        "--trusted-account",
        "222222222222",
      );
      expect([code, stdout]).to.deep.equal([
        0,
        "1 resource compared. Newly allowed: 0 uses. Newly closed: 0 uses. Undecided: 0\nuses.\n",
      ]);
    });

    it("and does not take what was not read for what is not there", async () => {
      write({
        "old.jsonl": snapshot({ "a.example": policy("*") }),
        "new.jsonl": snapshot({}, "unread"),
      });
      for (const pair of [
        ["old.jsonl", "new.jsonl"],
        ["new.jsonl", "old.jsonl"],
      ] as const) {
        const { code, stdout, stderr } = await run(...pair);
        expect(code).to.equal(3);
        expect(
          stdout.replaceAll(/\s+/g, " ").match(/not decided whether access is newly allowed: new.jsonl did/g),
        ).to.have.length(1);
        expect(stdout).to.contain("aws/111122223333/eu-west-1/ses");
        expect(stderr).to.match(/^postern: incomplete: new\.jsonl: /);
      }
    });
  });

  it("exits 1 over new access only where it is asked to", async () => {
    write({ "old.json": policy({ AWS: PARTNER }), "new.json": policy("*") });
    expect((await run("old.json", "new.json")).code).to.equal(0);
    expect((await run("old.json", "new.json", "--fail-on-new")).code).to.equal(1);
    expect((await run("new.json", "old.json", "--fail-on-new")).code).to.equal(0);
  });

  it("exits 3 over a text that is no policy, unless that is allowed", async () => {
    write({ "old.json": policy({ AWS: PARTNER }), "new.json": policy("*").replace('"Effect"', '"Efect"') });
    const { code, stdout } = await run("old.json", "new.json");
    expect(code).to.equal(3);
    expect(stdout).to.contain("not decided");
    expect((await run("old.json", "new.json", "--allow", "undecided", "unread")).code).to.equal(0);
  });

  describe("compares git revisions", () => {
    beforeEach(() => {
      git("init", "--quiet", "--initial-branch", "main");
      commit({ "infra/main.tf": terraform(`{ AWS = "${PARTNER}" }`), "README.md": "x\n" });
      write({ "infra/main.tf": terraform('"*"') });
    });

    it("with the working tree, and leads to the line", async () => {
      const { code, stdout } = await run("HEAD", ".", "--fail-on-new");
      expect(code).to.equal(1);
      expect(stdout)
        .to.contain("example.com")
        .and.to.contain("newly allowed: everyone may send mail in its name");
      expect(stdout).to.contain("infra/main.tf:9:");
    });

    it("of a folder, of a file, and seen from a folder below", async () => {
      const inside = { cwd: join(folder(), "infra") };
      for (const outcome of [
        await run("main:infra", "infra", "--fail-on-new"),
        await run("main:infra/main.tf", "infra/main.tf", "--fail-on-new"),
        await postern(["diff", "main", ".", "--fail-on-new"], inside),
        await postern(["diff", "main:./main.tf", "main.tf", "--fail-on-new"], inside),
      ]) {
        expect(outcome.stderr).to.equal("");
        expect(outcome.code, outcome.stdout).to.equal(1);
      }
    });

    it("and knows an identity whose file was moved", async () => {
      write({ "infra/main.tf": terraform(`{ AWS = "${PARTNER}" }`) });
      renameSync(join(folder(), "infra"), join(folder(), "mail"));
      const { changes, summary } = await difference("HEAD", ".");
      expect(changes).to.deep.equal([]);
      expect(summary.resources).to.equal(1);
    });

    it("and takes an identity that the same resource calls otherwise for another one", async () => {
      write({ "infra/main.tf": terraform('"*"') });
      execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qam", "open"], {
        cwd: folder(),
      });
      write({ "infra/main.tf": terraform('"*"').replaceAll("example.com", "other.example") });
      const { changes } = await difference("HEAD", ".");
      expect(
        changes
          .filter(({ newlyAllowed }) => newlyAllowed?.is === "decided")
          .map(({ resource }) => resource.name),
      ).to.deep.equal(["other.example"]);
    });

    for (const [title, change, is] of [
      ["an id that does not say whose it is", ['"AIDAJQABLZS4A3QDU576Q"', "ses:SendEmail"], "undecided"],
      ["an action that is not known", ['"*"', "ses:NewAction"], "decided"],
    ] as const)
      it(`and says that somebody is newly let in by ${title}`, async () => {
        const [who, action] = change;
        write({
          "infra/main.tf": terraform(`{ AWS = ${who} }`).replace("ses:SendEmail", action),
        });
        const { changes } = await difference("HEAD", ".");
        expect(changes.flatMap(({ newlyAllowed }) => newlyAllowed?.is ?? [])).to.deep.equal([is]);
      });

    it("and leaves the repository, its index and the temporary folder as they were", async () => {
      const before = temporary();
      const status = execFileSync("git", ["status", "--porcelain"], { cwd: folder(), encoding: "utf8" });
      await run("HEAD", ".");
      expect(execFileSync("git", ["status", "--porcelain"], { cwd: folder(), encoding: "utf8" })).to.equal(
        status,
      );
      expect(temporary()).to.deep.equal(before);
    });
  });

  it("writes a comment for a pull request in which nothing of a name is markup", async () => {
    write({
      "old.jsonl": snapshot({}),
      "new.jsonl": snapshot({ "<b>|@me|": policy("*") }),
    });
    const { stdout } = await run("old.jsonl", "new.jsonl", "-f", "markdown");
    expect(stdout).to.match(/\| \*\*newly allowed\*\* \| `<b>[^|]*` \| everyone \| send mail in its name \|/);
  });

  const wrong: readonly (readonly [what: string, argv: readonly string[], says: RegExp])[] = [
    [
      "a name of nothing",
      ["nothing", "."],
      /^postern: nothing: there is no such file, folder or git revision\./,
    ],
    ["an empty name", ["", "."], /there is no such file, folder or git revision/],
    ["standard input twice", ["-", "-"], /both sides are standard input/],
    ["results", ["results.json", "results.json"], /results\.json: these are results/],
  ];
  for (const [what, argv, says] of wrong)
    it(`says what to do about ${what}`, async () => {
      write({ "results.json": '{"kind":"results","version":1}' });
      const { code, stdout, stderr } = await run(...argv);
      expect(stderr)
        .to.match(says)
        .and.to.match(/^[^\n]*\n$/);
      expect([code, stdout]).to.deep.equal([2, ""]);
    });
});
