import type { TerraformType } from "../../model/kind-in-code.ts";
import type { Attached } from "../written/attached.ts";
import { hole, placeOf, type Text } from "../written/text.ts";
import { knownTags, withDefaults, withoutStandIns, writtenTags } from "../written/tags.ts";
import { knownText, shownExpression, textValue, type Value } from "../written/value.ts";
import { namedIdentity, type OriginOf } from "../written/identity-name.ts";
import { keyText } from "./entries.ts";
import { originOfText } from "./origin.ts";
import { defaultTagsOf } from "./providers.ts";
import { spanOfRange } from "./traverse.ts";
import { instancesOf } from "./expand.ts";
import { attachedByCommands } from "./provisioners.ts";
import { addressOf, attributesOf, deployedAs, type Module } from "./module.ts";
import type { Declared } from "./module-source.ts";

/** Every identity and policy of a module and of the local modules that it calls. */
export const collectAttached = (module: Module): readonly Attached[] => {
  const found: Attached[] = [];
  const pending = [module];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const block of next.source.resources.values())
      found.push(...attachedBy(next, block), ...attachedByCommands(next, block));
    pending.push(...next.children().toReversed());
  }
  return found;
};

const attachedBy = (module: Module, block: Declared): readonly Attached[] => {
  const [type = ""] = block.labels;
  const { kind } = module.root;
  const { types, policyTypes } = kind.terraform;
  const declared = Object.hasOwn(types, type) ? types[type] : undefined;
  const policy = Object.hasOwn(policyTypes, type) ? policyTypes[type] : undefined;
  const attribute = declared?.name ?? policy?.resource;
  if (attribute === undefined) return [];
  const instances = instancesOf(block, module.frame);
  module.root.budget.left -= instances.length;
  return instances.flatMap((instance) => {
    const given = attributesOf(block, instance.frame);
    const origin = { ...module.origin, each: instance.open ?? null };
    const originOf: OriginOf = (text) => originOfText(text, origin);
    const address = `${module.prefix}${addressOf(block, instance)}`;
    const named = given(attribute) ?? (declared === undefined ? null : madeUpName(declared, block));
    const account = deployedAs(module, block, instance);
    const attached: Attached = {
      ...namedIdentity(named, address, kind, originOf),
      originOf,
      policy:
        policy === undefined
          ? null
          : {
              name: policyName(policy.name === undefined ? null : given(policy.name), block),
              text: policyText(given(policy.policy ?? "policy"), block),
            },
      file: block.file.path,
      rootFile: module.calledIn ?? block.file.path,
      address,
      place: placeOf(spanOfRange(block)),
      open: module.open ?? instance.open ?? null,
      account,
      ...(declared?.tags === undefined
        ? {}
        : knownTags(
            withoutStandIns(
              withDefaults(
                writtenTags(given(declared.tags), keyText),
                defaultTagsOf(module, block, instance.frame),
              ),
              account,
            ),
          )),
    };
    const own = declared?.policy === undefined ? null : given(declared.policy);
    if (own === null || own.kind === "null") return [attached];
    // The policy in the resource itself, beside the resource.
    const inner = { name: policyName(null, block), text: policyText(own, block) };
    return [attached, { ...attached, policy: inner, address: `${address}.${declared?.policy ?? ""}` }];
  });
};

/** A name that AWS makes up is called as what refers to the resource calls it. */
const madeUpName = ({ unnamed }: TerraformType, block: Declared): Value | null => {
  const span = spanOfRange(block);
  return unnamed === true ? textValue(hole(`${block.labels.join(".")}.arn`, span), span) : null;
};

/** A name that is not given is made by the provider; the resource's label stands for it. */
const policyName = (value: Value | null, { labels }: Declared): string =>
  value === null ? (labels[1] ?? "policy") : (knownText(value) ?? shownExpression(value));

const policyText = (value: Value | null, block: Declared): Text => {
  if (value?.kind === "text") return value.text;
  return value === null ? hole("policy", spanOfRange(block)) : hole(shownExpression(value), value.span);
};
