import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { ListIdentitiesCommand } from "@aws-sdk/client-ses";
import { expect } from "chai";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { PassThrough } from "node:stream";
import { main } from "../../src/cli/main.ts";
import { clientsOf, refusalOf, type Clients } from "../support/emulated.ts";

interface Running {
  readonly clients: Clients;
  readonly url: string;
  readonly settings: ReadonlyMap<string, string>;
  readonly stderr: () => string;
  /** As Ctrl-C does; answers the exit code. */
  readonly interrupt: () => Promise<number>;
}

/** What was started and may still run: a test that fails does not come to its end. */
const started: { readonly controller: AbortController; readonly code: Promise<number> }[] = [];

const start = (argv: readonly string[]) => {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const controller = new AbortController();
  const written: string[] = [];
  stderr.on("data", (chunk: Buffer) => written.push(chunk.toString()));
  const code = main(["emulator", ...argv], {
    stdin: new PassThrough(),
    stdout,
    stderr,
    env: {},
    cwd: ".",
    signal: controller.signal,
    clock: () => "2026-11-23T12:00:00Z",
  });
  started.push({ controller, code });
  return { stdout, code, controller, stderr: () => written.join("") };
};

const running = async (...argv: readonly string[]): Promise<Running> => {
  const { stdout, code, controller, stderr } = start(argv);
  const text = await new Promise<string>((resolve) =>
    stdout.once("data", (chunk: Buffer) => resolve(chunk.toString())),
  );
  const settings = new Map(
    [...text.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name = "", value = ""]) => [name, value]),
  );
  const url = settings.get("AWS_ENDPOINT_URL") ?? "";
  return {
    url,
    settings,
    stderr,
    clients: clientsOf(url, {
      accessKeyId: settings.get("AWS_ACCESS_KEY_ID") ?? "",
      secretAccessKey: settings.get("AWS_SECRET_ACCESS_KEY") ?? "",
    }),
    interrupt: () => {
      controller.abort();
      return code;
    },
  };
};

/** Exit code and stderr of a command line that does not start. */
const failing = async (...argv: readonly string[]): Promise<readonly [number, string]> => {
  const { code, stderr } = start(argv);
  return [await code, stderr()];
};

describe("postern emulator", () => {
  afterEach(async () => {
    for (const { controller, code } of started.splice(0)) {
      controller.abort();
      await code;
    }
  });

  it("prints what a client needs, answers until it is interrupted, and then ends with 0", async () => {
    const emulator = await running();
    expect(emulator.url).to.match(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(emulator.settings.get("AWS_DEFAULT_REGION")).to.equal("us-east-1");
    expect(emulator.stderr()).to.include(`The embedded AWS (demo) answers at ${emulator.url}.`);
    const { Arn } = await emulator.clients.sts().send(new GetCallerIdentityCommand({}));
    expect(Arn).to.equal("arn:aws:iam::111122223333:user/auditor");
    const { Identities } = await emulator.clients.ses("us-east-1").send(new ListIdentitiesCommand({}));
    expect(Identities).to.include("example.com");
    expect(await emulator.interrupt()).to.equal(0);
    await refusalOf(emulator.clients.sts().send(new GetCallerIdentityCommand({})));
  });

  it("takes another estate, faults and AWS's rates", async () => {
    const emulator = await running(
      "--estate",
      "empty",
      "--rates",
      "--fault",
      "refuse operation=ListIdentities times=1",
    );
    const ses = emulator.clients.ses("us-east-1");
    const list = new ListIdentitiesCommand({});
    expect((await refusalOf(ses.send(list))).name).to.equal("AccessDenied");
    expect((await ses.send(list)).Identities).to.deep.equal([]);
    expect((await refusalOf(ses.send(list))).name).to.equal("Throttling");
  });

  it("says which port is taken", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    const outcome = await failing("--port", String(port)).finally(() => server.close());
    expect(outcome).to.deep.equal([
      2,
      `postern: --port: port ${port} cannot be opened (EADDRINUSE). Take another, or 0 for any that is free.\n`,
    ]);
  });

  const wrong: Readonly<Record<string, readonly [readonly string[], RegExp]>> = {
    "a port that is none": [["--port", "http"], /^postern: --port: "http" is not a port\. Give a number/],
    "a port beyond the last": [["--port", "65536"], /"65536" is not a port/],
    "an unknown estate": [["--estate", "mars"], /Allowed choices are demo, empty, hostile/],
    "an unknown fault": [
      ["--fault", "explode"],
      /^postern: --fault: unknown fault "explode"; there are slow/,
    ],
    "a fault with an escape": [["--fault", "\u001B[31m"], /unknown fault "⟨U\+001B⟩\[31m"/],
  };
  for (const [name, [argv, says]] of Object.entries(wrong))
    it(`refuses ${name}, in one line, with exit code 2`, async () => {
      const [code, stderr] = await failing(...argv);
      expect(code).to.equal(2);
      expect(stderr).to.match(says);
    });
});
