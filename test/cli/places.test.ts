import { expect } from "chai";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import type { SarifResult } from "../../src/exporters/sarif/builder.ts";
import { githubRefuses } from "../exporters/sarif/github-checks.ts";
import { hashOf, parse, uriOf } from "../exporters/sarif/render.ts";
import { brokenStructure } from "../exporters/sarif/structure.ts";
import { startFakeSns } from "../../examples/plugin-sns/test/fake-sns.ts";
import { postern } from "../support/command.ts";
import { inFolder } from "../support/folder.ts";
import { AWS_ENVIRONMENT } from "../support/killed.ts";
import { COMMAND } from "../support/shell.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const ARN = "arn:aws:ses:us-east-1:111122223333:identity/jo@example.com";
const SCOPE = "aws/111122223333/us-east-1/ses";
const KEY = { POSTERN_REDACT_KEY: "a key of enough characters" };

const OPEN = {
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "open",
      Effect: "Allow",
      Principal: { AWS: "*" },
      Action: ["ses:SendEmail", "ses:SendRawEmail"],
      Resource: ARN,
    },
    { Sid: "other", Effect: "Deny", Principal: "*", Action: "ses:SendBounce", Resource: ARN },
  ],
};

const lines = (records: readonly object[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join("");

const snapshot = (document: string): string =>
  lines([
    {
      kind: "snapshot",
      version: 1,
      startedAt: "2026-11-23T15:00:00Z",
      tool: "postern 0.1.0",
      caller: null,
      parameters: {},
    },
    {
      kind: "aws.ses.identity",
      scope: SCOPE,
      id: ARN,
      type: "EmailAddress",
      verification: "Success",
      dkim: { enabled: true, status: "Success" },
      policies: [{ name: "open", document }],
    },
    { kind: "scope", id: SCOPE, status: "complete", listed: 1 },
    { kind: "end", finishedAt: "2026-11-23T15:01:00Z" },
  ]);

const exposed = (sarif: string): SarifResult | undefined => {
  expect([...brokenStructure(sarif), ...githubRefuses(sarif)]).to.deep.equal([]);
  return parse(sarif)
    .runs.flatMap(({ results }) => results ?? [])
    .find(({ ruleId }) => ruleId === "SES-003");
};

/** What a result points at, in the file that it names. */
const pointedAt = (folder: string, result: SarifResult | undefined): string => {
  const {
    startLine = 0,
    startColumn = 0,
    endColumn = 0,
  } = result?.locations?.[0]?.physicalLocation?.region ?? {};
  const text = readFileSync(join(folder, decodeURIComponent(uriOf(result))), "utf8");
  return text.split("\n")[startLine - 1]?.slice(startColumn - 1, endColumn - 1) ?? "";
};

describe("where findings point", () => {
  it("into the inventory: at the wildcard of the live policy", () =>
    inFolder({ "s.jsonl": snapshot(JSON.stringify(OPEN)) }, async (cwd) => {
      mkdirSync(join(cwd, ".git"));
      const { code, stdout } = await postern(
        ["analyze", "s.jsonl", "--inventory", "posture", "-f", "sarif"],
        { cwd },
      );
      expect(code).to.equal(1);
      expect(uriOf(exposed(stdout))).to.equal("posture/aws/111122223333/us-east-1/ses.json");
      expect(pointedAt(cwd, exposed(stdout))).to.equal('"*"');
    }));

  it("from a sub-directory too, relative to the repository's root", () =>
    inFolder({ "a/b/s.jsonl": snapshot(JSON.stringify(OPEN)) }, async (root) => {
      mkdirSync(join(root, ".git"));
      const { stdout } = await postern(
        ["analyze", join(root, "a/b/s.jsonl"), "--inventory", "inv", "-f", "sarif"],
        {
          cwd: join(root, "a/b"),
        },
      );
      expect(uriOf(exposed(stdout))).to.equal("a/b/inv/aws/111122223333/us-east-1/ses.json");
      expect(pointedAt(root, exposed(stdout))).to.equal('"*"');
    }));

  it("into the code that writes the policy, where one does", () =>
    inFolder({ "s.jsonl": snapshot(JSON.stringify(OPEN)), "infra/main.tf": terraform }, async (cwd) => {
      mkdirSync(join(cwd, ".git"));
      const argv = ["analyze", "s.jsonl", "--iac", "infra", "--inventory", "posture", "-f", "sarif"];
      const result = exposed((await postern(argv, { cwd })).stdout);
      expect(uriOf(result)).to.equal("infra/main.tf");
      expect(pointedAt(cwd, result)).to.equal('"*"');
      const related = result?.relatedLocations?.map(({ physicalLocation }) => physicalLocation);
      // The identity is declared in the code too.
      expect(
        related?.map((place) => [place?.artifactLocation?.uri, place?.region?.startLine]),
      ).to.deep.include(["infra/main.tf", 1]);
    }));

  it("into the inventory where the code declares the identity alone", () =>
    inFolder({ "s.jsonl": snapshot(JSON.stringify(OPEN)), "infra/main.tf": IDENTITY }, async (cwd) => {
      mkdirSync(join(cwd, ".git"));
      const argv = ["analyze", "s.jsonl", "--iac", "infra", "--inventory", "posture", "-f", "sarif"];
      const result = exposed((await postern(argv, { cwd })).stdout);
      expect(uriOf(result)).to.equal("posture/aws/111122223333/us-east-1/ses.json");
      expect(pointedAt(cwd, result)).to.equal('"*"');
    }));

  it("hides accounts and addresses from what is committed, and needs a key for it", () =>
    inFolder({ "s.jsonl": snapshot(JSON.stringify(OPEN)) }, async (cwd) => {
      mkdirSync(join(cwd, ".git"));
      const argv = ["analyze", "s.jsonl", "--inventory", "posture", "--redact", "-f", "sarif"];
      const refused = await postern(argv, { cwd });
      expect(refused.code).to.equal(2);
      expect(refused.stderr).to.contain("POSTERN_REDACT_KEY");
      const { stdout } = await postern(argv, { cwd, env: KEY });
      const result = exposed(stdout);
      const file = readFileSync(join(cwd, uriOf(result)), "utf8");
      for (const text of [stdout, file, uriOf(result)]) expect(text).to.not.match(/111122223333|jo@example/);
      expect(pointedAt(cwd, result)).to.equal('"*"');
    }));

  it("writes no inventory through a link", () =>
    inFolder({ "s.jsonl": snapshot(JSON.stringify(OPEN)) }, async (cwd) => {
      const outside = mkdtempSync(join(tmpdir(), "postern-outside-"));
      mkdirSync(join(cwd, "posture"));
      symlinkSync(outside, join(cwd, "posture/aws"));
      const { code, stderr } = await postern(["analyze", "s.jsonl", "--inventory", "posture"], { cwd });
      expect(code).to.equal(4);
      expect(stderr).to.contain("symbolic link");
      expect(readdirSync(outside)).to.deep.equal([]);
      rmSync(outside, { recursive: true });
    }));
});

describe("a scan of a plugin's kind", () => {
  it("points into the code with --iac", async () => {
    const arn = "arn:aws:sns:us-east-1:111122223333:orders";
    const statement = { Effect: "Allow", Principal: "*", Action: "sns:Publish", Resource: arn };
    const sns = await startFakeSns({
      [arn]: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
    });
    try {
      await inFolder({ "infra/main.tf": TOPIC }, async (cwd) => {
        mkdirSync(join(cwd, ".git"));
        const told = "scan --region us-east-1 --calls-per-second 1000 --rule EXP-001 --iac infra -q -f sarif";
        // A process of its own: the plugin's sources find the library by the paths of our tsconfig.
        const child = spawn(
          process.execPath,
          [
            "--import",
            pathToFileURL(join(ROOT, "node_modules/tsx/dist/loader.mjs")).href,
            join(ROOT, "src/cli.ts"),
            ...told.split(" "),
            "--endpoint-url",
            sns.url,
            "--plugin",
            join(ROOT, "examples/plugin-sns/src/index.ts"),
          ],
          {
            cwd,
            env: { ...process.env, ...AWS_ENVIRONMENT, TSX_TSCONFIG_PATH: join(ROOT, "tsconfig.json") },
          },
        );
        const [stdout, stderr, [code]] = await Promise.all([
          text(child.stdout),
          text(child.stderr),
          once(child, "close"),
        ]);
        expect(code, stderr).to.equal(1);
        const [result] = parse(stdout).runs.flatMap(({ results }) => results ?? []);
        expect(result?.ruleId).to.equal("EXP-001");
        expect(uriOf(result)).to.equal("infra/main.tf");
        expect(pointedAt(cwd, result)).to.equal('"*"');
      });
    } finally {
      await sns.close();
    }
  }).timeout(30_000);
});

const IDENTITY = `resource "aws_ses_email_identity" "jo" {
  email = "jo@example.com"
}
`;

/** A policy without a name: the topic has just one, which AWS calls otherwise than the code. */
const TOPIC = `resource "aws_sns_topic" "orders" {
  name = "orders"
}

resource "aws_sns_topic_policy" "open" {
  arn = aws_sns_topic.orders.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = "*", Action = "sns:Publish", Resource = aws_sns_topic.orders.arn },
    ]
  })
}
`;

const terraform = `${IDENTITY}
resource "aws_ses_identity_policy" "open" {
  identity = aws_ses_email_identity.jo.arn
  name     = "open"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "open"
        Effect    = "Allow"
        Principal = { AWS = "*" }
        Action    = ["ses:SendEmail", "ses:SendRawEmail"]
        Resource  = aws_ses_email_identity.jo.arn
      },
      {
        Sid       = "other"
        Effect    = "Deny"
        Principal = "*"
        Action    = "ses:SendBounce"
        Resource  = aws_ses_email_identity.jo.arn
      },
    ]
  })
}
`;

/** The hash of the exposure in a policy file that holds this text. */
const hashIn = (text: string): Promise<string> =>
  inFolder({ "policy.json": text }, async (cwd) => {
    mkdirSync(join(cwd, ".git"));
    return hashOf(exposed((await postern(["analyze", "policy.json", "-f", "sarif"], { cwd })).stdout));
  });

const [open, other] = OPEN.Statement;
const sortedKeys = (_: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

describe("an alert's fingerprint", () => {
  const pretty = JSON.stringify(OPEN, null, 2);
  const unchanged: readonly (readonly [string, string])[] = [
    ["minified", JSON.stringify(OPEN)],
    ["with sorted keys", JSON.stringify(OPEN, sortedKeys, 2)],
    ["with statements reversed", JSON.stringify({ ...OPEN, Statement: [other, open] }, null, 2)],
    [
      "with actions swapped",
      JSON.stringify({
        ...OPEN,
        Statement: [{ ...open, Action: ["ses:SendRawEmail", "ses:SendEmail"] }, other],
      }),
    ],
    ["with a Sid renamed", pretty.replace('"Sid": "open"', '"Sid": "renamed"')],
    ["with a text made a list", pretty.replace('"AWS": "*"', '"AWS": ["*"]')],
    ["below 30 blank lines", `${"\n".repeat(30)}${pretty}`],
    ["with CRLF line ends", pretty.replaceAll("\n", "\r\n")],
    [
      "beside an unrelated Deny",
      JSON.stringify({
        ...OPEN,
        Statement: [
          ...OPEN.Statement,
          { Effect: "Deny", Principal: { AWS: "444455556666" }, Action: "ses:SendBounce", Resource: ARN },
        ],
      }),
    ],
  ];
  for (const [what, text] of unchanged) {
    it(`stays the same ${what}`, async () => {
      const hash = await hashIn(pretty);
      expect(hash).to.match(/^[0-9a-f]{16}:1$/);
      expect(await hashIn(text)).to.equal(hash);
    });
  }

  it("changes when the grant gets wider", async () => {
    const narrow = { ...open, Action: ["ses:SendEmail"] };
    const conditioned = { ...open, Condition: { StringLike: { "ses:FromAddress": "a*" } } };
    const hashes = await Promise.all(
      [narrow, conditioned, open].map((statement) =>
        hashIn(JSON.stringify({ ...OPEN, Statement: [statement, other] })),
      ),
    );
    expect(new Set(hashes).size).to.equal(3);
  });
});

const cleanScopes = (count: number): string =>
  lines([
    {
      kind: "snapshot",
      version: 1,
      startedAt: "2026-11-23T15:00:00Z",
      tool: "t",
      caller: null,
      parameters: {},
    },
    ...Array.from({ length: count }, (_, index) => ({
      kind: "scope",
      id: `aws/111122223333/xx-test-${String(index + 10)}/ses`,
      status: "complete",
      listed: 0,
    })),
    { kind: "end", finishedAt: "2026-11-23T15:01:00Z" },
  ]);

describe("SARIF on the command line", () => {
  it("a scope that was not read has no run, and is named on standard error", () => {
    const unread = {
      kind: "scope",
      id: "aws/111122223333/xx-test-10/ses",
      status: "unread",
      listed: 0,
      unread: { operation: "ListIdentities", code: "AccessDenied", message: "no", attempts: 1 },
    };
    const records = cleanScopes(2)
      .split("\n")
      .map((line, index) => (index === 1 ? JSON.stringify(unread) : line));
    return inFolder({ "s.jsonl": records.join("\n") }, async (cwd) => {
      const { code, stdout, stderr } = await postern(["analyze", "s.jsonl", "-f", "sarif"], { cwd });
      expect(code).to.equal(3);
      expect(parse(stdout).runs.map(({ automationDetails }) => automationDetails?.id)).to.deep.equal([
        "postern/aws/111122223333/xx-test-11/ses/",
      ]);
      expect(stderr).to.contain("incomplete: ").and.to.contain("aws/111122223333/xx-test-10/ses");
    });
  });

  it("21 scopes need a folder, and leave nothing in a single file", () =>
    inFolder({ "s.jsonl": cleanScopes(21) }, async (cwd) => {
      const one = await postern(["analyze", "s.jsonl", "-f", "sarif=one.sarif"], { cwd });
      expect(one.code).to.equal(4);
      expect(one.stderr).to.contain("-f sarif=DIR/");
      expect(readdirSync(cwd)).to.deep.equal(["s.jsonl"]);
      expect((await postern(["analyze", "s.jsonl", "-f", "sarif=many/"], { cwd })).code).to.equal(0);
      expect(readdirSync(join(cwd, "many")).filter((name) => name.endsWith(".sarif"))).to.deep.equal([
        "findings-2.sarif",
        "findings.sarif",
      ]);
    }));

  it("is the same in another folder, time zone and locale", () =>
    inFolder({ "s.jsonl": snapshot(JSON.stringify(OPEN)), "deeper/x": "" }, (cwd) => {
      const bytes = (folder: string, path: string, env: Readonly<Record<string, string>>): string => {
        const { stdout } = spawnSync(
          process.execPath,
          [COMMAND, "analyze", path, "--now", "2026-11-23T16:00:00Z", "-f", "sarif"],
          { cwd: join(cwd, folder), encoding: "utf8", env: { PATH: process.env["PATH"], ...env } },
        );
        return stdout;
      };
      const first = bytes(".", "s.jsonl", { TZ: "UTC", LANG: "C" });
      expect(first.length).to.be.greaterThan(1_000);
      expect(
        bytes("deeper", "../s.jsonl", { TZ: "Asia/Kolkata", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" }),
      ).to.equal(first);
    })).timeout(30_000);
});
