import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import type { SarifResult } from "../../src/exporters/sarif/builder.ts";
import { parse, uriOf } from "../exporters/sarif/render.ts";
import { startFakeSns } from "../../examples/plugin-sns/test/fake-sns.ts";
import { postern } from "../support/command.ts";
import { inFolder } from "../support/folder.ts";
import { AWS_ENVIRONMENT } from "../support/killed.ts";
import { OPEN, snapshot, exposed } from "../support/open-identity.ts";

const ROOT = resolve(import.meta.dirname, "../..");

const KEY = { POSTERN_REDACT_KEY: "a key of enough characters" };

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
