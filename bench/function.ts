import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { report } from "./pairs.ts";
import { processCost } from "./process-cost.ts";

const ROOT = resolve(import.meta.dirname, "../../..");

/** Times what Node takes to start with nothing to do and nothing in its environment: some 20 ms. Wanted: 3. */
const OVER_BARE = 6.5;
const STARTS = 5;

const ACCOUNT = "111122223333";
const AT = "2026-11-30T12:00:00Z";

/** An event for each function that one calls at any time, and waits for. */
const EVENTS: Readonly<Record<string, object>> = {
  hook: {
    awsAccountId: ACCOUNT,
    actionInvocationPoint: "CREATE_PRE_PROVISION",
    requestData: { targetName: "STACK", payload: "http://127.0.0.1:8009/template" },
  },
  realTime: {
    source: "aws.ses",
    account: ACCOUNT,
    region: "eu-west-1",
    "detail-type": "AWS API Call via CloudTrail",
    detail: {
      eventSource: "ses.amazonaws.com",
      eventName: "PutIdentityPolicy",
      awsRegion: "eu-west-1",
      eventTime: AT,
      eventID: "5613b0ff-d6c6-4526-9b53-a603a9231725",
      requestParameters: { identity: "example.com", policyName: "senders", policy: "{}" },
    },
  },
  configRule: {
    invokingEvent: JSON.stringify({ messageType: "ScheduledNotification", notificationCreationTime: AT }),
    resultToken: "TESTMODE",
    accountId: ACCOUNT,
    configRuleName: "rule",
  },
  plan: { run: "first" },
};

/** Calls the handler, and ends as soon as it opens a connection. */
const UNTIL_ITS_FIRST_REQUEST = `
import { Socket } from "node:net";
Socket.prototype.connect = () => process.exit(0);
const [name, event] = process.argv.slice(2);
const functions = await import(new URL("index.mjs", import.meta.url));
await functions[name](JSON.parse(event), { getRemainingTimeInMillis: () => 900_000 });
throw new Error(name + " has ended without a request");
`;

/** Processor time from the start of Node to the first request of each bundled function, over Node alone. Exits 1 above the limit. */
export const bench = (): void => {
  const folder = mkdtempSync(join(tmpdir(), "postern-function-"));
  try {
    execFileSync(process.execPath, [join(ROOT, "scripts/bundle-function.mjs"), folder], { cwd: ROOT });
    const start = join(folder, "start.mjs");
    writeFileSync(start, UNTIL_ITS_FIRST_REQUEST);
    const quickest = (argv: readonly string[]): number =>
      Math.min(...Array.from({ length: STARTS }, () => processCost(argv, folder, ENV).seconds));
    const bare = quickest(["-e", "0"]);
    for (const [name, event] of Object.entries(EVENTS))
      report(
        `${name} up to its first request`,
        [quickest([start, name, JSON.stringify(event)]), bare],
        "node -e 0",
        OVER_BARE,
      );
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** What Lambda, and the template, put into the environment. */
const ENV: NodeJS.ProcessEnv = {
  PATH: process.env["PATH"],
  AWS_REGION: "eu-west-1",
  AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "secret",
  AWS_ENDPOINT_URL: "http://127.0.0.1:8009",
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  POSTERN_BUCKET: "runs",
  POSTERN_ROLE_ARN: "arn:aws:iam::{account}:role/Audit",
};
