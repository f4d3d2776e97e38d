import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { analyze } from "../analyze.ts";
import type { LoadedConfig } from "../config/config.ts";
import type { Finding } from "../model/finding.ts";
import { isProblem } from "../model/problem.ts";
import type { Summary } from "../model/results.ts";
import { KINDS } from "../services/index.ts";
import { openResources, openTransforms } from "../sources/cloudformation/transforms.ts";
import { readYaml } from "../sources/cloudformation/yaml-node.ts";
import { member } from "../sources/written/node.ts";
import { isObject } from "../text/is-object.ts";
import { groupBy } from "../text/order.ts";
import { visibleLine } from "../text/visible.ts";
import { weighed } from "./weighed.ts";
import { withoutDefaults } from "./without-defaults.ts";

export interface HookOptions {
  /** Trust, levels and exceptions; `failOn` and `allow` say what keeps a stack from being deployed. */
  readonly config?: () => LoadedConfig | null;
  /** ISO 8601 with a zone. */
  readonly now: string;
  /** Fetches the text at a URL. */
  readonly fetch: (url: string) => Promise<string>;
}

/**
 * What a Lambda Hook of CloudFormation answers. Whether `FAILED` stops the operation or warns, the hook's own
 * configuration says (`FailureMode`).
 *
 * Source: AWS CloudFormation Hooks user guide, "Create Lambda functions to evaluate resources for Lambda Hooks".
 */
export interface HookAnswer {
  readonly hookStatus: "SUCCESS" | "FAILED";
  /** `InternalFailure` where nothing was judged. */
  readonly errorCode?: "NonCompliant" | "InternalFailure";
  readonly message: string;
  readonly clientRequestToken: string;
  readonly callbackContext: null;
  readonly callbackDelaySeconds: 0;
}

/** CloudFormation cuts a message behind so many characters. */
const LONGEST_MESSAGE = 4_096;
/** Findings that a message names. */
const NAMED = 8;

/**
 * Judges the template of a stack operation or a change set before it is carried out. A policy may be there only as a custom
 * resource, as those of SES are, so that the template is read whole and not a resource at a time. Nested stacks are
 * operations of their own, each with a call of its own.
 *
 * What cannot be decided fails, unless `allow` lets it pass. The values of parameters are not told to a hook: a
 * policy that depends on one is undecided, its default notwithstanding.
 */
export const answerHook = async (event: unknown, options: HookOptions): Promise<HookAnswer> => {
  const token = isObject(event) ? event["clientRequestToken"] : undefined;
  const verdict = await judged(event, options).catch((error: unknown): Verdict => ({
    errorCode: "InternalFailure",
    message: saidBy(error),
  }));
  return {
    hookStatus: verdict.errorCode === undefined ? "SUCCESS" : "FAILED",
    ...verdict,
    message: cut(verdict.message),
    clientRequestToken: typeof token === "string" ? token : "",
    callbackContext: null,
    callbackDelaySeconds: 0,
  };
};

type Verdict = Pick<HookAnswer, "errorCode" | "message">;

const judged = async (event: unknown, options: HookOptions): Promise<Verdict> => {
  const { account, point, url } = requestIn(event);
  if (point === "DELETE_PRE_PROVISION")
    return { message: "The stack is deleted: there is nothing to judge." };
  const template = templateIn(await options.fetch(url));
  const folder = await mkdtemp(join(tmpdir(), "postern-hook-"));
  try {
    const name = /^\s*\{/.test(template) ? "template.json" : "template.yaml";
    const open = openParts(template, name);
    await writeFile(join(folder, name), withoutDefaults(template));
    return await verdictOn(folder, open, account, options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

interface Request {
  readonly account: string;
  readonly point: string;
  readonly url: string;
}

/** @throws an error that says what the event lacks. */
const requestIn = (event: unknown): Request => {
  const data = isObject(event) ? event["requestData"] : undefined;
  if (!isObject(event) || !isObject(data))
    throw new Error("the event is not that of a Lambda Hook: it has no requestData");
  const { awsAccountId: account, actionInvocationPoint: point } = event;
  const { targetName: target, payload: url } = data;
  if (target !== "STACK" && target !== "CHANGE_SET")
    throw new Error(
      `the hook judges the targets STACK and CHANGE_SET, and was called for ${JSON.stringify(target)}`,
    );
  if (typeof account !== "string" || !/^\d{12}$/.test(account))
    throw new Error("the event has no awsAccountId");
  if (typeof point !== "string") throw new Error("the event has no actionInvocationPoint");
  if (typeof url !== "string")
    throw new Error("the event has no requestData.payload, which says where the template is");
  return { account, point, url };
};

/** @throws an error that says what the payload lacks. */
const templateIn = (payload: string): string => {
  let value: unknown;
  try {
    value = JSON.parse(payload);
  } catch {
    throw new Error("the payload of the hook is not JSON");
  }
  const template = isObject(value) ? value["template"] : undefined;
  if (typeof template === "string") return template;
  throw new Error("the payload of the hook has no template");
};

/**
 * What may bring anything into the template, resources that are judged among it.
 *
 * @throws an error where the text is no template
 */
const openParts = (text: string, name: string): readonly string[] => {
  const read = readYaml({ path: name, text });
  if ("wrong" in read)
    throw new Error(`the template cannot be read: line ${read.wrong.line}: ${read.wrong.says}`);
  if (member(read.node, "Resources") === undefined) throw new Error("the template has no Resources");
  return [...openTransforms(read.node), ...openResources(read.node)].map(
    ({ reason, line }) => `line ${line}: ${reason}`,
  );
};

const verdictOn = async (
  folder: string,
  open: readonly string[],
  account: string,
  { config: load, now }: HookOptions,
): Promise<Verdict> => {
  const config = load?.() ?? null;
  const findings: Finding[] = [];
  let summary: Summary | null = null;
  // The owner is no stranger to itself: code alone does not say whose account it is for.
  const judging = { config, now, trust: { accounts: [account] } };
  for await (const record of analyze({ paths: ["."], cwd: folder, ...judging }))
    if (record.kind === "finding") findings.push(record);
    else if (record.kind === "summary") summary = record;
  const told = summary?.incomplete ?? ["the judgement did not come to its end"];
  return verdictFrom(findings, told.length > 0 ? told : open, config);
};

const verdictFrom = (
  all: readonly Finding[],
  unreadParts: readonly string[],
  config: LoadedConfig | null,
): Verdict => {
  const { allow = [] } = config?.config ?? {};
  const { failing, undecided: unsure } = weighed(all, config?.config);
  const undecided = allow.includes("undecided") ? [] : unsure;
  const unread = allow.includes("unread") ? [] : unreadParts;
  if (failing.length > 0)
    return { errorCode: "NonCompliant", message: named("refused", failing.map(lineOf)) };
  if (undecided.length > 0)
    return { errorCode: "NonCompliant", message: named("not decided", undecided.map(lineOf)) };
  if (unread.length > 0) return { errorCode: "NonCompliant", message: named("not read", unread) };
  const judged = judgedKinds(all);
  return {
    message:
      judged.length === 0
        ? `The template has ${KINDS.flatMap(({ code }) => code?.words.one ?? [])
            .map((one) => `no ${one}`)
            .join(", ")} and no policy of one.`
        : `Judged: ${judged.join(", ")}. No finding blocks the operation.`,
  };
};

/** How many resources of each kind were judged: "2 SES identities"; a plugin's kind goes by its name. */
const judgedKinds = (findings: readonly Finding[]): readonly string[] =>
  [...groupBy(findings, ({ resource }) => resource.kind)].map(([kind, ofKind]) => {
    const count = new Set(ofKind.map(({ resource }) => resource.id)).size;
    const words = KINDS.find((one) => one.kind === kind)?.code?.words;
    return `${count} ${(count === 1 ? words?.one : words?.many) ?? kind}`;
  });

const lineOf = ({ ruleId, message, resource }: Finding): string => {
  const { place } = resource;
  return `${ruleId}${place === undefined ? "" : ` (line ${place.startLine})`}: ${message}`;
};

const named = (what: string, lines: readonly string[]): string => {
  const more = lines.length > NAMED ? `\nand ${lines.length - NAMED} more` : "";
  return `${lines.length} ${what}\n${lines.slice(0, NAMED).map(visibleLine).join("\n")}${more}`;
};

const cut = (message: string): string =>
  message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE - 1)}…` : message;

const saidBy = (error: unknown): string => {
  if (isProblem(error)) return visibleLine(`${error.problem.what}. ${error.problem.todo}`);
  return visibleLine(error instanceof Error ? error.message : String(error));
};
