import { expect } from "chai";
import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { postern, type Outcome } from "../support/command.ts";
import { emulated, KEY, type Emulated } from "../support/emulated.ts";
import { aFolder } from "../support/folder.ts";

const OPEN =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"ses:SendEmail","Resource":"*"}]}';

/** One line, no stack, nothing on stdout. */
const expectLine = ({ stdout, stderr, code }: Outcome, exit: number, line: RegExp): void => {
  expect(stderr.trimEnd().split("\n"), stderr).to.have.length(1);
  expect(stderr).to.match(line);
  expect(stdout).to.equal("");
  expect(code).to.equal(exit);
};

describe("bad input on the command line", () => {
  const folder = aFolder();
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder(), name), text);
    return name;
  };
  const analyze = (...argv: readonly string[]): Promise<Outcome> =>
    postern(["analyze", ...argv], { cwd: folder() });

  it("an unknown command and an unknown flag", async () => {
    const command = await postern(["scna"]);
    expect(command.code).to.equal(2);
    expect(command.stderr).to.match(/unknown command 'scna'/);
    const flag = await postern(["analyze", "--formt", "json", "x"]);
    expect(flag.code).to.equal(2);
    expect(flag.stderr).to.match(/unknown option '--formt'/);
  });

  it("a file that is not there", async () => {
    expectLine(await analyze("nothing.json"), 2, /nothing\.json: there is no such file or folder/);
  });

  it("a file of the wrong kind", async () => {
    expectLine(await analyze(file("picture.json", "\u0089PNG\r\n\u001a")), 3, /picture\.json/);
    expectLine(await analyze(file("words.json", '{"hello":"world"}')), 2, /words\.json/);
  });

  it("broken JSON, with its line", async () => {
    expectLine(
      await analyze(file("broken.json", '{"Version":"2012-10-17",\n"Statement":[}')),
      3,
      /broken\.json:2/,
    );
  });

  it("a snapshot cut off in the middle", async () => {
    const head =
      '{"kind":"snapshot","version":1,"startedAt":"2026-01-01T00:00:00Z","tool":"x","caller":null,"parameters":{}}';
    expectLine(
      await analyze(file("cut.jsonl", `${head}\n{"kind":"aws.ses.ide`)),
      3,
      /cut\.jsonl:2: .*cut off/,
    );
  });

  it("a policy with duplicate keys is reported, never merged", async () => {
    const twice = OPEN.replace('"Principal":"*"', '"Principal":"*","Principal":{"AWS":"111122223333"}');
    const { stdout, code } = await analyze("-f", "json", "--rule", "SES-003", file("twice.json", twice));
    expect(code).to.equal(3);
    const [finding] = (JSON.parse(stdout) as { findings: readonly { status: string; message: string }[] })
      .findings;
    expect(finding?.status).to.equal("NEEDS_REVIEW");
    expect(finding?.message).to.match(/Principal|twice|duplicate/i);
  });

  it("a policy of 5 MB", async () => {
    const outcome = await analyze(file("huge.json", OPEN.replace("ses:SendEmail", "x".repeat(5_000_000))));
    expect([2, 3]).to.include(outcome.code);
    expect(outcome.stderr + outcome.stdout).to.match(/huge|large|long|limit|KB|MB/i);
  });

  it("JSON nested 100,000 deep", async () => {
    const outcome = await analyze(file("deep.json", "[".repeat(100_000) + "]".repeat(100_000)));
    expectLine(outcome, 3, /deep\.json/);
  });

  it("an unknown format, an unknown rule, a time without a zone", async () => {
    const policy = file("open.json", OPEN);
    expectLine(await analyze("-f", "xml", policy), 2, /format "xml" is not known/);
    expectLine(await analyze("--rule", "SES-03", policy), 2, /Did you mean "SES-003"/);
    expectLine(await analyze("--now", "2026-11-23T16:00:00", policy), 2, /is not a time/);
  });

  it("two formats on the standard output", async () => {
    expectLine(
      await analyze("-f", "json", "-f", "sarif", file("open.json", OPEN)),
      2,
      /both want the standard output/,
    );
  });

  it("a folder that cannot be written leaves nothing behind", async function () {
    if (process.getuid?.() === 0) {
      // Root may write anywhere, so a file in the folder's place stands in for it.
      file("shut", "");
    } else {
      mkdirSync(join(folder(), "shut"));
      chmodSync(join(folder(), "shut"), 0o500);
    }
    const outcome = await analyze("-f", "json=shut/out/results.json", file("open.json", OPEN));
    expectLine(outcome, 4, /results\.json: the file cannot be written/);
  });

  it("a link to a full device is refused, and leaves nothing beside it", async function () {
    if (!existsSync("/dev/full")) return this.skip();
    mkdirSync(join(folder(), "out"));
    symlinkSync("/dev/full", join(folder(), "out", "results.json"));
    const outcome = await analyze("-f", "json=out/results.json", file("open.json", OPEN));
    expectLine(outcome, 4, /results\.json/);
    expect(readdirSync(join(folder(), "out"))).to.deep.equal(["results.json"]);
  });

  it("a file in the place of a folder, and a path that is empty", async () => {
    const policy = file("open.json", OPEN);
    expectLine(await analyze(policy, "-f", "sarif=open.json/"), 4, /open\.json: .*is not a directory/);
    expectLine(await analyze(policy, "--inventory", policy), 4, /open\.json: .*is not a directory/);
    expectLine(await analyze(""), 2, /there is no such file or folder/);
  });

  it("a configuration that switches every rule off", async () => {
    const ids = ["PST-001", "PST-002", "PST-003", "SES-001", "SES-002", "SES-003", "SES-004"];
    const config = file("off.yaml", `rules:\n${ids.map((id) => `  ${id}: { enabled: false }\n`).join("")}`);
    const outcome = await analyze("--config", config, file("open.json", OPEN));
    expectLine(outcome, 2, /off\.yaml: every rule is switched off/);
  });

  it("a configuration with an unknown key, with its line and what was meant", async () => {
    const config = file("c.yaml", "trust:\n  acounts: []\n");
    expectLine(
      await analyze("--config", config, file("open.json", OPEN)),
      2,
      /c\.yaml:2: unknown key.*accounts/,
    );
  });

  describe("towards AWS", () => {
    let world: Emulated;
    before(async () => {
      world = await emulated();
    });
    after(() => world.emulator.close());
    const env = { AWS_REGION: "us-east-1" };
    const scan = (keys: Readonly<Record<string, string>>, ...argv: readonly string[]): Promise<Outcome> =>
      withKeys(keys, () =>
        postern(["scan", "-q", "--calls-per-second", "1000", ...argv], { env, cwd: folder() }),
      );
    const KEYS = { AWS_ACCESS_KEY_ID: KEY.accessKeyId, AWS_SECRET_ACCESS_KEY: KEY.secretAccessKey };

    it("no credentials", async () => {
      expectLine(await scan({}, "--endpoint-url", world.emulator.url), 2, /there are no AWS credentials/);
    });

    it("an unknown profile", async () => {
      expectLine(
        await scan({}, "--profile", "nope", "--endpoint-url", world.emulator.url),
        2,
        /have no profile nope/,
      );
    });

    it("credentials that AWS refuses, and expired ones", async () => {
      const wrong = { ...KEYS, AWS_ACCESS_KEY_ID: "AKIANOBODYKNOWSTHIS0" };
      expectLine(await scan(wrong, "--endpoint-url", world.emulator.url), 2, /AWS refuses the credentials/);
      const remove = world.emulator.faults.add({
        service: "sts",
        effect: { kind: "throttle", code: "ExpiredToken", status: 403 },
      });
      expectLine(await scan(KEYS, "--endpoint-url", world.emulator.url), 2, /have expired/);
      remove();
    });

    it("an unknown region, with what was meant", async () => {
      expectLine(
        await scan(KEYS, "--endpoint-url", world.emulator.url, "--region", "eu-wset-1"),
        2,
        /Did you mean eu-west-1/,
      );
    });

    it("an account that neither the credentials nor the role are of", async () => {
      const at = ["--endpoint-url", world.emulator.url, "--account", "444455556666"];
      expectLine(
        await scan(KEYS, ...at),
        2,
        /the credentials are of account 111122223333 and cannot read 444455556666\. Give a role that each account has: --role-arn/,
      );
      expectLine(
        await scan(KEYS, ...at, "--role-arn", "arn:aws:iam::111122223333:role/Audit"),
        2,
        /the role is of account 111122223333 and cannot read 444455556666/,
      );
    });

    it("a role that is none, though its account is named, and a role of accounts that are not", async () => {
      const at = ["--endpoint-url", world.emulator.url];
      expectLine(
        await scan(KEYS, ...at, "--account", "111122223333", "--role-arn", "role/Audit"),
        2,
        /"role\/Audit" is not the ARN of a role/,
      );
      expectLine(
        await scan(KEYS, ...at, "--role-arn", "arn:aws:iam::{account}:role/Audit"),
        2,
        /stands for a role of each account, and none is named\. Name them with --account/,
      );
    });

    it("an endpoint that answers HTML, or nothing, with status 200", async () => {
      for (const body of ["<html><body>Welcome</body></html>", ""]) {
        const server = await serving(body);
        const { port } = server.address() as AddressInfo;
        expectLine(
          await scan(KEYS, "--endpoint-url", `http://127.0.0.1:${port}`),
          2,
          /what answered is not AWS STS/,
        );
        server.close();
      }
    });

    it("an endpoint where nobody listens", async () => {
      const server = await serving("");
      const { port } = server.address() as AddressInfo;
      await new Promise((done) => server.close(done));
      expectLine(await scan(KEYS, "--endpoint-url", `http://127.0.0.1:${port}`), 2, /AWS cannot be reached/);
    }).timeout(60_000);
  });
});

const serving = async (body: string): Promise<Server> => {
  const server = createServer((_request, response) => response.writeHead(200).end(body));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return server;
};

/** The SDK's chain reads the process's own environment; a test gives it none but what it sets here. */
const withKeys = async (
  keys: Readonly<Record<string, string>>,
  work: () => Promise<Outcome>,
): Promise<Outcome> => {
  const names = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"];
  const isolation = {
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/nonexistent",
    AWS_SHARED_CREDENTIALS_FILE: "/nonexistent",
  };
  const saved = { ...process.env };
  for (const name of names) delete process.env[name];
  Object.assign(process.env, isolation, keys);
  try {
    return await work();
  } finally {
    for (const name of [...names, ...Object.keys(isolation)]) {
      if (saved[name] === undefined) delete process.env[name];
      else process.env[name] = saved[name];
    }
  }
};
