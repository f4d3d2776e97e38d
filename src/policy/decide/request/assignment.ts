import { entryOf } from "./persistent-map.ts";
import type { Party } from "./caller-class.ts";
import { KINDS, lowest } from "../keys/dimensions.ts";
import type { Slot } from "../keys/condition-key.ts";
import { showTime, solvePublicAddress } from "../solve/solve-range.ts";
import { carries, type Rule, type State } from "./symbolic-request.ts";
import { project } from "../keys/projection.ts";
import { USUAL, usualAccount, usualArn, usualUserId } from "./default-values.ts";
import type { World } from "./environment.ts";

/** Whose requests in which world. */
export interface Ask {
  readonly world: World;
  readonly party: Party;
}

const NO_RULES: readonly Rule[] = [];

export const rulesOf = (state: State, variable: string): readonly Rule[] =>
  entryOf(state.rules, variable) ?? NO_RULES;

/** Variables whose values depend on the kind of caller. */
export const byKind = (variable: string): boolean => variable === "principal" || variable === "aws:userid";

/** What a variable is while no rule says otherwise. */
export const usual = (ask: Ask, state: State, slot: Slot): readonly string[] => {
  const { world, party } = ask;
  const kind = lowest(state.kinds);
  switch (slot.variable) {
    case "principal":
      return [usualArn(world, kind, usualAccount(world, party.account))];
    case "aws:userid":
      return [userIdOf(ask, state, kind)];
    case "source": {
      const account = usualAccount(world, typeof party.source === "string" ? null : party.source.account);
      return [
        `arn:${world.partition}:other-service:${world.region}:${account}:thing/theirs`,
        `arn:${world.partition}:s3:::their-bucket\n${account}`,
      ];
    }
    case "time":
      return [showTime(world.now)];
    case "token time":
      return [showTime(world.now - 3600)];
    case "aws:sourceip":
      return [solvePublicAddress([], world.publicSpace(), null) ?? "198.51.100.7"];
    case "aws:vpcsourceip":
    case "aws:ec2instancesourceprivateipv4":
      return ["10.0.0.7"];
    case "aws:multifactorauthage":
      return ["0"];
    default:
      return USUAL[slot.variable] ?? [sampleOf(slot, world)];
  }
};

const sampleOf = ({ name, row }: Slot, { samples }: World): string => samples[name] ?? row?.sample ?? "x";

/** A root user's is the account, a federated user's the account and his name. */
export const userIdOf = (ask: Ask, state: State, kind: number): string => {
  if ((kind & (KINDS.root | KINDS.federated)) === 0) return usualUserId(kind);
  const arn = principalOf(ask, state);
  return kind === KINDS.root
    ? project("account", arn)
    : `${project("account", arn)}:${project("user name", arn)}`;
};

const principalOf = (ask: Ask, state: State): string =>
  entryOf(state.values, "principal")?.[0] ??
  usualArn(ask.world, lowest(state.kinds), usualAccount(ask.world, ask.party.account));

const constant = (world: World, slot: Slot): string =>
  slot.key === "aws:requestedregion"
    ? world.region
    : slot.key === "aws:resourceaccount"
      ? world.owner
      : slot.key === "resource"
        ? world.resource
        : "true";

export const CHAIN = "aws:calledvia";

/** The services that passed the request on: the first, those that some rule asks for, and the last. */
const chainOf = (ask: Ask, state: State): readonly string[] => [
  ...(valuesOf(ask, state, ask.world.find("aws:CalledViaFirst")) ?? []),
  ...(entryOf(state.values, CHAIN) ?? []),
  ...(valuesOf(ask, state, ask.world.find("aws:CalledViaLast")) ?? []),
];

/** The key's values on the request at hand; null where it is missing. */
export const valuesOf = (ask: Ask, state: State, slot: Slot): readonly string[] | null => {
  if (slot.behind === "never" || !carries(state, slot.shape)) return null;
  if (slot.optional && entryOf(state.present, slot.together) !== true) return null;
  if (slot.by !== undefined) {
    const value = slot.by.values.get(lowest(state[slot.by.dimension]));
    return value === undefined ? null : [value];
  }
  if (slot.behind === "constant") return [constant(ask.world, slot)];
  const values =
    slot.key === CHAIN
      ? chainOf(ask, state)
      : (entryOf(state.values, slot.variable) ?? usual(ask, state, slot).slice(0, 1));
  if (slot.behind === "text")
    return slot.view === "whole" ? values : values.map((value) => project(slot.view, value));
  return slot.view === "epoch" ? values.map((value) => String(Date.parse(value) / 1000)) : values;
};
