import { mayHoldCommand } from "../shell/may-hold-command.ts";
import { policiesInScript } from "../shell/script.ts";
import type { Attached } from "../written/attached.ts";
import { concat, made, type Text } from "../written/text.ts";
import type { Value } from "../written/value.ts";
import { inRegion } from "../written/in-region.ts";
import { attachedBy } from "../writers/written-policy.ts";
import { evaluate } from "./evaluate.ts";
import { instancesOf, type Instance } from "./expand.ts";
import { addressOf, deployedAs, type Module } from "./module.ts";
import type { Declared } from "./module-source.ts";
import type { Block } from "./syntax.ts";
import { spanOfRange } from "./traverse.ts";

/** Policies that a resource's provisioners write with the aws command line. */
export const attachedByCommands = (module: Module, block: Declared): readonly Attached[] => {
  const { kind } = module.root;
  // Most resources have no command in them, and their bodies are not read for this.
  if (!mayHoldCommand(block.unit.text.slice(block.from, block.to), kind)) return [];
  const provisioners = block.body.blocks.filter(
    ({ type, unit, from, to }) => type === "provisioner" && mayHoldCommand(unit.text.slice(from, to), kind),
  );
  if (provisioners.length === 0) return [];
  const instances = instancesOf(block, module.frame);
  module.root.budget.left -= instances.length;
  return instances.flatMap((instance) =>
    provisioners.flatMap((provisioner) => attachedByProvisioner(module, block, instance, provisioner)),
  );
};

const attachedByProvisioner = (
  module: Module,
  block: Declared,
  instance: Instance,
  provisioner: Block,
): readonly Attached[] => {
  const { attributes } = provisioner.body;
  const given = (name: string): Value | null => {
    const expression = attributes.get(name);
    return expression === undefined ? null : evaluate(expression, instance.frame);
  };
  // It runs when the resource is destroyed: what it writes is not what stands.
  const when = attributes.get("when");
  if (when?.type === "variable" && when.name === "destroy") return [];
  const script = scriptOf(given("command") ?? given("inline"), provisioner);
  const found = policiesInScript(script, {
    kind: module.root.kind,
    read: (path) => instance.frame.files.read(path),
    folder: "",
    environment: environmentOf(given("environment")),
  });
  const account = deployedAs(module, block, instance);
  return found.policies.map((policy, index) =>
    attachedBy(
      { ...policy, open: module.open ?? instance.open ?? policy.open },
      {
        file: block.file.path,
        rootFile: module.calledIn ?? block.file.path,
        address: `${module.prefix}${addressOf(block, instance)}.${policy.label}${index === 0 ? "" : `[${index}]`}`,
        account: inRegion(account, policy.region),
        kind: module.root.kind,
      },
    ),
  );
};

/** The command of `local-exec`, or the lines of `remote-exec`. */
const scriptOf = (value: Value | null, provisioner: Block): Text => {
  if (value?.kind === "text") return value.text;
  const lines = value?.kind === "list" ? value.items : [];
  const span = spanOfRange(provisioner);
  return concat(
    lines.flatMap((line) =>
      line.kind === "text" ? [line.text, made("\n", { ...span, to: span.from })] : [],
    ),
  );
};

const environmentOf = (value: Value | null): ReadonlyMap<string, Text> =>
  new Map(
    value?.kind === "object"
      ? [...value.entries].flatMap(([name, entry]) =>
          entry.kind === "text" ? [[name, entry.text] as const] : [],
        )
      : [],
  );
