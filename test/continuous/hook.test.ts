import { expect } from "chai";
import { answerHook, type HookAnswer } from "../../src/continuous/hook.ts";
import { loadConfig } from "../../src/config/load.ts";
import { inFolder } from "../support/folder.ts";
import { HOOK_CASES, type HookCase } from "../support/hook-templates.ts";

const NOW = "2026-11-30T12:00:00Z";

const eventOf = (target: string, point = "CREATE_PRE_PROVISION"): object => ({
  clientRequestToken: "token-1",
  awsAccountId: "111122223333",
  stackId: "arn:aws:cloudformation:eu-west-1:111122223333:stack/mail/1",
  hookTypeName: "Postern::Lambda::Hook",
  actionInvocationPoint: point,
  requestData: {
    targetName: target,
    targetType: target,
    targetLogicalId: "mail",
    payload: "https://payload",
  },
  requestContext: { invocation: 1, callbackContext: null },
});

const answerTo = (
  template: string,
  more: Partial<Parameters<typeof answerHook>[1]> = {},
  event = eventOf("STACK"),
): Promise<HookAnswer> =>
  answerHook(event, {
    now: NOW,
    fetch: () => Promise.resolve(JSON.stringify({ template, previousTemplate: null })),
    ...more,
  });

/** What the words of an answer come to. */
const kindOf = ({ hookStatus, errorCode, message }: HookAnswer): HookCase["answer"] | "unknown" => {
  if (hookStatus === "SUCCESS") return errorCode === undefined ? "pass" : "unknown";
  if (errorCode === "InternalFailure") return "no template";
  const [, kind] = /^\d+ (refused|not decided|not read)\n/.exec(message) ?? [];
  return (kind as HookCase["answer"] | undefined) ?? "unknown";
};

const templateOf = (wanted: string): string => {
  const found = HOOK_CASES.find(({ title }) => title === wanted);
  if (found === undefined) throw new Error(`there is no case ${wanted}`);
  return found.template;
};

/** A payload that must not be asked for, or cannot be had. */
const unreachable = (): Promise<string> => Promise.reject(new Error("no route"));

describe("answerHook", () => {
  for (const { title, template, answer, target = "STACK" } of HOOK_CASES)
    it(`${title}: ${answer}`, async () => {
      const given = await answerTo(template, {}, eventOf(target));
      expect(kindOf(given), given.message).to.equal(answer);
      expect(given).to.deep.include({
        clientRequestToken: "token-1",
        callbackContext: null,
        callbackDelaySeconds: 0,
      });
    });

  it("names rule, line and sentence", async () => {
    expect((await answerTo(templateOf("everyone"))).message).to.equal(
      '1 refused\nSES-003 (line 4): Anyone with an AWS account can send mail as example.com; policy "senders" lets them.',
    );
  });

  it("says how much it judged, by kind of resource", async () => {
    const messages = await Promise.all(
      HOOK_CASES.filter(({ answer }) => answer === "pass").map(
        async ({ template, target = "STACK" }) => (await answerTo(template, {}, eventOf(target))).message,
      ),
    );
    expect(new Set(messages)).to.include("Judged: 1 SES identity. No finding blocks the operation.");
    expect(new Set(messages)).to.include("The template has no SES identity and no policy of one.");
  });

  it("judges nothing where a stack is deleted", async () => {
    const given = await answerTo("", { fetch: unreachable }, eventOf("STACK", "DELETE_PRE_PROVISION"));
    expect(given).to.deep.include({ hookStatus: "SUCCESS" });
  });

  it("takes levels, trust and what may pass from the configuration", () =>
    inFolder({ "postern.config.yaml": "failOn: EXTREME\nallow: [undecided, unread]\n" }, async (cwd) => {
      const config = () => loadConfig({ path: undefined, env: {}, cwd });
      for (const title of ["a parameter without a default", "a macro alone"])
        expect(kindOf(await answerTo(templateOf(title), { config })), title).to.equal("pass");
    }));

  it("says in one line what is wrong with a configuration, an event or a payload, and lets nothing pass", async () => {
    const { requestData } = eventOf("STACK") as { readonly requestData: object };
    const events: readonly (readonly [unknown, RegExp])[] = [
      [null, /has no requestData/],
      [{}, /has no requestData/],
      [{ ...eventOf("STACK"), awsAccountId: "1" }, /has no awsAccountId/],
      [{ ...eventOf("STACK"), actionInvocationPoint: undefined }, /has no actionInvocationPoint/],
      [
        { ...eventOf("STACK"), requestData: { ...requestData, payload: null } },
        /has no requestData\.payload/,
      ],
      [eventOf("AWS::SES::EmailIdentity"), /targets STACK and CHANGE_SET/],
    ];
    for (const [event, says] of events) {
      const given = await answerHook(event, { now: NOW, fetch: () => Promise.resolve("{}") });
      expect(given).to.deep.include({ hookStatus: "FAILED", errorCode: "InternalFailure" });
      expect(given.message).to.match(says);
      expect(given.message).not.to.include("\n");
    }
    for (const payload of ["", "[]", "{}", '{"template":1}'])
      expect(await answerTo("", { fetch: () => Promise.resolve(payload) })).to.deep.include({
        errorCode: "InternalFailure",
      });
    expect((await answerTo("", { fetch: unreachable })).message).to.equal("no route");
    await inFolder({ "postern.config.yaml": "failOm: HIGH\n" }, async (cwd) => {
      const config = () => loadConfig({ path: undefined, env: {}, cwd });
      expect(await answerTo(templateOf("everyone"), { config })).to.deep.include({
        errorCode: "InternalFailure",
      });
    });
  });

  it("cuts a message where CloudFormation would, and shows control characters", async () => {
    const name = `e\u001b[31m${"x".repeat(900)}`;
    const one = (index: number): string =>
      templateOf("everyone")
        .split("Resources:\n")[1]
        ?.replace("Sender:", `S${index}:`)
        .replace("Identity: example.com", `Identity: ${JSON.stringify(`${name}${index}.example`)}`) ?? "";
    const given = await answerTo(
      `Resources:\n${Array.from({ length: 12 }, (_, index) => one(index)).join("")}`,
    );
    expect(given).to.deep.include({ errorCode: "NonCompliant" });
    expect(given.message.length).to.be.at.most(4_096);
    // eslint-disable-next-line no-control-regex
    expect(given.message).not.to.match(/[\u0000-\u0009\u000b-\u001f]/);
  });
});
