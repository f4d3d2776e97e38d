import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { SourceMap, type SourceMapPayload } from "node:module";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { addConfigRule } from "../../src/emulator/services/config/config.ts";
import { addIdentity } from "../../src/emulator/world.ts";
import { RULE, ruleEvent, TOKEN } from "../support/config-rule-event.ts";
import { emulated, KEY, REGION } from "../support/emulated.ts";
import { HEAVY } from "../support/heavy.ts";
import { HOOK_CASES } from "../support/hook-templates.ts";
import { invoked, type Invocation } from "../support/lambda-runtime.ts";

const ROOT = resolve(import.meta.dirname, "../..");

/** Milliseconds from the start of the process to its answer. */
const LONGEST = 3_000;

/** Milliseconds that bare Node takes on a machine that is too busy to measure anything. */
const BUSY = 200;

/** Milliseconds that Node itself takes to start. */
const bareStart = (): number => {
  const began = performance.now();
  execFileSync(process.execPath, ["-e", "0"]);
  return performance.now() - began;
};

describe("the bundle for AWS Lambda", function () {
  this.timeout(240_000);
  let folder: string;
  let printed: string;
  let server: Server;
  let payloads: string;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "postern-function-"));
    printed = execFileSync(process.execPath, ["scripts/bundle-function.mjs", folder], {
      cwd: ROOT,
      encoding: "utf8",
    });
    server = createServer((request, response) => {
      const found = HOOK_CASES[Number(request.url?.slice(1))];
      if (found === undefined) response.statusCode = 403;
      response.end(JSON.stringify({ template: found?.template, previousTemplate: null }));
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    payloads = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  const eventOf = (index: number | string, payload = `${payloads}/${index}`): object => ({
    clientRequestToken: `token-${index}`,
    awsAccountId: "111122223333",
    actionInvocationPoint: "CREATE_PRE_PROVISION",
    requestData: { targetName: "STACK", targetType: "STACK", payload },
  });
  const hook = (events: readonly unknown[], more: object = {}): Promise<readonly Invocation[]> =>
    invoked({ folder, handler: "index.hook", memory: 512, ...more }, events);

  it("is one file, says its size, and keeps the licences of what is in it", () => {
    expect(printed).to.match(/index\.mjs: \d+ KB, \d+ KB packed, \d+ modules in \d+ parts/);
    expect(readFileSync(join(folder, "index.mjs")).length).to.be.lessThan(4_000_000);
    expect(readFileSync(join(folder, "index.mjs.LEGAL.txt"), "utf8")).to.match(/license information/);
  });

  it("has a source map for each part that a stack trace names, which leads to the line", async () => {
    const { realTime } = (await import(pathToFileURL(join(folder, "index.mjs")).href)) as {
      readonly realTime: (event: unknown) => Promise<unknown>;
    };
    const error = await realTime({}).catch((thrown: unknown) => thrown);
    const stack = error instanceof Error ? (error.stack ?? "") : "";
    const sources = [...stack.matchAll(/\(?(\w+\.js):(\d+):(\d+)\)?$/gm)].map(
      ([, part = "", line, column]) => {
        const map = JSON.parse(readFileSync(join(folder, "maps", `${part}.map`), "utf8")) as SourceMapPayload;
        const entry = new SourceMap(map).findEntry(Number(line) - 1, Number(column) - 1);
        if (!("originalSource" in entry)) return "";
        const text = readFileSync(join(ROOT, "src", entry.originalSource.split("/src/")[1] ?? ""), "utf8");
        return text.split("\n")[entry.originalLine]?.trim();
      },
    );
    expect(sources[0]).to.match(/^new Error\(visibleLine\(`the event is not one of CloudTrail/);
    expect(sources.join("\n")).to.include("throw bad(");
  });

  it("needs nothing beside it: no package, no file of the project", async () => {
    const alone = mkdtempSync(join(tmpdir(), "postern-alone-"));
    try {
      cpSync(join(folder, "index.mjs"), join(alone, "index.mjs"));
      const [first] = await hook([eventOf(0)], { folder: alone });
      expect(first).to.have.nested.property("answer.errorCode", "NonCompliant");
    } finally {
      rmSync(alone, { recursive: true });
    }
  });

  for (const [index, { title, answer }] of HOOK_CASES.entries()) {
    if (index % (HEAVY ? 8 : HOOK_CASES.length) !== 0) continue;
    it(`answers its first event${HEAVY ? ` within ${LONGEST} ms, its start included` : ""}: ${title}`, async function () {
      const starts: number[] = [];
      for (let start = 0; start < (HEAVY ? 3 : 1); start += 1) {
        const [first] = await hook([eventOf(index)]);
        expect(first).to.have.nested.property("answer.hookStatus", answer === "pass" ? "SUCCESS" : "FAILED");
        if (first !== undefined && "milliseconds" in first) starts.push(first.milliseconds);
      }
      // A machine that is busy with other tests says nothing about the time.
      if (HEAVY && bareStart() > BUSY) return this.skip();
      if (HEAVY) expect(Math.min(...starts)).to.be.lessThan(LONGEST);
    });
  }

  it("answers one event after the other, each by itself", async () => {
    const insecure = eventOf(0, "http://example.invalid/x");
    const found = await hook([eventOf(0), eventOf(10), eventOf(99), {}, insecure, eventOf(0)]);
    const codes = found.map((one) =>
      "answer" in one ? (one.answer as { readonly errorCode?: string }).errorCode : one.errorType,
    );
    expect(codes).to.deep.equal([
      "NonCompliant",
      undefined,
      "InternalFailure",
      "InternalFailure",
      "InternalFailure",
      "NonCompliant",
    ]);
    expect(found[4]).to.have.nested.property("answer.message", "the payload's URL is not one of https");
  });

  it("reads the configuration that lies beside it", async () => {
    const path = join(folder, "postern.config.yaml");
    writeFileSync(path, "failOn: never\n");
    try {
      const [first] = await hook([eventOf(0)]);
      expect(first).to.have.nested.property("answer.hookStatus", "SUCCESS");
    } finally {
      rmSync(path);
    }
  });

  // Shorter than what the function itself waits for a payload, and longer than its start takes on a busy machine.
  (HEAVY ? it : it.skip)("is ended by the runtime where it takes too long, and starts anew", async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((done) => silent.listen(0, "127.0.0.1", done));
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
    const found = await hook([eventOf("x", url), eventOf(0)], { timeout: 8_000 });
    silent.closeAllConnections();
    silent.close();
    expect(found[0]).to.deep.include({ errorType: "Sandbox.Timedout" });
    expect(found[1]).to.have.nested.property("answer.errorCode", "NonCompliant");
  });

  it("pushes what an event of EventBridge was about, and fails for one that it cannot read", async () => {
    const event = JSON.parse(readFileSync(join(ROOT, "deploy/real-time-event.json"), "utf8")) as {
      readonly detail: { readonly requestParameters: { readonly policy: string } };
    };
    const world = await emulated();
    const policies = { senders: event.detail.requestParameters.policy };
    addIdentity(world.region, "example.com", { policies });
    const env = {
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: KEY.accessKeyId,
      AWS_SECRET_ACCESS_KEY: KEY.secretAccessKey,
      AWS_ENDPOINT_URL: world.emulator.url,
    };
    try {
      const found = await invoked({ folder, handler: "index.realTime", memory: 512, env }, [
        event,
        { ...event, source: "my.app" },
        event,
      ]);
      expect(found[0])
        .to.have.nested.property("answer.outcome")
        .that.match(/create/);
      expect(found[1])
        .to.have.property("errorMessage")
        .that.match(/its source is "my\.app"/);
      expect(found[2])
        .to.have.nested.property("answer.outcome")
        .that.does.not.match(/create|update/);
      const ids = [...(world.region.hub?.findings.values() ?? [])].map(
        ({ finding }) => finding["GeneratorId"],
      );
      expect(ids).to.include("postern/SES-003");
    } finally {
      await world.emulator.close();
    }
  });

  it("answers AWS Config's call of a rule", async () => {
    const world = await emulated();
    try {
      const rule = addConfigRule(world.region, RULE, TOKEN);
      const Principal = "*";
      const Resource = `arn:aws:ses:${REGION}:111122223333:identity/open.example`;
      const Statement = [{ Effect: "Allow", Principal, Action: "ses:SendEmail", Resource }];
      const senders = JSON.stringify({ Version: "2012-10-17", Statement });
      addIdentity(world.region, "open.example", { policies: { senders } });
      const env = {
        AWS_REGION: REGION,
        AWS_ACCESS_KEY_ID: KEY.accessKeyId,
        AWS_SECRET_ACCESS_KEY: KEY.secretAccessKey,
        AWS_ENDPOINT_URL: world.emulator.url,
      };
      const given = { folder, handler: "index.configRule", memory: 512, env };
      const [first, second] = await invoked(given, [ruleEvent(), ruleEvent({ resultToken: "another" })]);
      expect(first).to.have.deep.property("answer", {
        rule: RULE,
        compliant: 1,
        nonCompliant: 1,
        notApplicable: 0,
      });
      expect(rule.evaluations.get(`AWS::SES::EmailIdentity ${Resource}`)).to.include({
        ComplianceType: "NON_COMPLIANT",
      });
      expect(second)
        .to.have.property("errorMessage")
        .that.match(/^PutEvaluations gave 400 InvalidResultTokenException/);
    } finally {
      await world.emulator.close();
    }
  });
});
