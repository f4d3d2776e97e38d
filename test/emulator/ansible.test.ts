import { expect } from "chai";
import { execFile, spawnSync } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { ACCOUNT, emulated, KEY, REGION, type Emulated } from "../support/emulated.ts";
import { inFolder } from "../support/folder.ts";
import { HEAVY } from "../support/heavy.ts";

const MODULE = "community.aws.ses_identity_policy";

/** A second a task: too much for every run. */
const isTried = (): boolean => {
  if (!HEAVY) return false;
  const { error, status } = spawnSync("ansible-doc", ["-t", "module", MODULE], { stdio: "ignore" });
  return error === undefined && status === 0;
};

const ARN = `arn:aws:ses:${REGION}:${ACCOUNT}:identity/example.com`;
const POLICY = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: "ses:SendEmail", Resource: ARN }],
};
const topic = (name: string): string => `arn:aws:sns:${REGION}:${ACCOUNT}:${name}`;

const PRESENT = [
  {
    "community.aws.ses_identity": {
      identity: "example.com",
      feedback_forwarding: false,
      bounce_notifications: { topic: topic("bounces"), include_headers: true },
      complaint_notifications: { topic: topic("complaints") },
    },
  },
  {
    [MODULE]: { identity: "example.com", policy_name: "send", policy: POLICY },
  },
];
const ABSENT = [
  {
    [MODULE]: { identity: "example.com", policy_name: "send", state: "absent" },
  },
  { "community.aws.ses_identity": { identity: "example.com", state: "absent" } },
];

/** A playbook with these tasks; each is to change something, or nothing. */
const playbook = (tasks: Tasks, url: string): string =>
  JSON.stringify([
    {
      hosts: "localhost",
      connection: "local",
      gather_facts: false,
      module_defaults: {
        "group/aws": {
          endpoint_url: url,
          region: REGION,
          access_key: KEY.accessKeyId,
          secret_key: KEY.secretAccessKey,
        },
      },
      tasks: tasks.map(([changes, task]) => ({
        ...task,
        register: "done",
        failed_when: `done.failed or done.changed != ${changes ? "true" : "false"}`,
      })),
    },
  ]);

type Tasks = readonly (readonly [changes: boolean, task: object])[];

/** Tasks that change something, and then nothing any more. */
const twice = (tasks: readonly object[]): Tasks =>
  [true, false].flatMap((changes) => tasks.map((task) => [changes, task] as const));

describe("the emulator under Ansible", function () {
  this.timeout(180_000);
  let world: Emulated;
  before(async function () {
    if (!isTried()) this.skip();
    world = await emulated();
  });
  after(() => world?.emulator.close());

  const play = (tasks: Tasks): Promise<string> =>
    inFolder({ "play.json": playbook(tasks, world.emulator.url) }, async (cwd) => {
      const argv = ["-i", "localhost,", "-e", "ansible_python_interpreter=auto_silent", "play.json"];
      const env = { PATH: process.env["PATH"], HOME: cwd, ANSIBLE_LOCAL_TEMP: join(cwd, "tmp") };
      const { stdout } = await promisify(execFile)("ansible-playbook", argv, { cwd, env });
      return stdout;
    });

  it("makes identities and policies, finds nothing to change, and takes them away", async () => {
    expect(await play(twice(PRESENT))).to.include("failed=0");
    const identity = world.region.identities.get("example.com");
    expect(identity?.policies.get("send")).to.equal(JSON.stringify(POLICY));
    expect(identity?.settings.topics.get("Complaint")).to.equal(topic("complaints"));
    expect(await play(twice(ABSENT))).to.include("failed=0");
    expect(world.region.identities.size).to.equal(0);
  });
});
