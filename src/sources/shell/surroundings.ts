import type { Command, SyntaxNode, Word } from "unbash";
import { spanOf, type Text } from "../written/text.ts";
import { textValue } from "../written/value.ts";
import { assignmentsInOrder } from "./assignments.ts";
import type { Surroundings } from "./command.ts";
import { spanIn, wordText, type Expansion } from "./word.ts";

/** The first of these that is set is taken. Source: the aws command line's guide, "Environment variables". */
const REGION = ["AWS_REGION", "AWS_DEFAULT_REGION"];
const PROFILE = ["AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_ACCESS_KEY_ID"];

/** What a command's own prefix (`AWS_REGION=x aws …`) and the script before it say of region and profile. */
export const openSurroundings = (
  root: SyntaxNode,
  expansion: Expansion,
): ((command: Command) => Surroundings) => {
  const assigned = assignmentsInOrder(root);
  return (command) => {
    const before = assigned.filter(({ at }) => at < command.pos);
    const variable = (name: string): Text | null => {
      const own = prefixed(command, name) ?? before.findLast((one) => one.name === name)?.value;
      return own === undefined || own === null ? expansion.variable(name) : wordText(own, expansion);
    };
    const first = (names: readonly string[]): Text | null =>
      names.map(variable).find((text) => text !== null) ?? null;
    const region = first(REGION);
    const span = spanIn(expansion.script, command.pos, command.end);
    return {
      region: region === null ? null : textValue(region, spanOf(region, 0, region.text.length) ?? span),
      profile: first(PROFILE),
      moment: `after ${before.length} assignments`,
    };
  };
};

const prefixed = ({ prefix }: Command, name: string): Word | undefined => {
  const found = prefix.findLast((one) => one.type === "Assignment" && one.name === name);
  return found?.type === "Assignment" && found.value.type === "Word" ? found.value : undefined;
};
