import { evaluate } from "./evaluate.ts";
import { knownText } from "../written/value.ts";
import type { Account } from "../written/identity.ts";
import type { Declared, ModuleSource } from "./module-source.ts";
import type { Frame } from "./frame.ts";
import type { Expression } from "./syntax.ts";

interface Provided {
  readonly root: { readonly fixed: boolean };
  readonly source: ModuleSource;
  readonly account: Account;
  readonly frame: Frame;
}

/**
 * As whom a resource is made: region and account as its provider gives them literally, otherwise as its module is.
 * `provider = aws.eu` and, in a module call, `providers = { aws = aws.eu }` choose one.
 */
export const accountOf = (module: Provided, block: Declared): Account => {
  if (module.root.fixed) return module.account;
  const chosen = aliasOf(
    block.body.attributes.get("provider") ?? passed(block.body.attributes.get("providers")),
  );
  const provider = module.source.providers.find(
    ({ labels, body }) =>
      labels[0] === "aws" && aliasName(body.attributes.get("alias"), module.frame) === chosen,
  );
  if (provider === undefined) return module.account;
  const region = given(provider, "region", module.frame);
  return {
    ...module.account,
    ...(region !== null && /^[a-z]{2}(?:-[a-z]{1,12}){1,3}-\d$/.test(region) ? { region } : {}),
    ...accountIds(provider, module.frame),
  };
};

const given = (provider: Declared, name: string, frame: Frame): string | null => {
  const expression = provider.body.attributes.get(name);
  return expression === undefined ? null : knownText(evaluate(expression, frame));
};

const accountIds = (provider: Declared, frame: Frame): Partial<Account> => {
  const expression = provider.body.attributes.get("allowed_account_ids");
  const value = expression === undefined ? null : evaluate(expression, frame);
  const [only, ...more] = value?.kind === "list" ? value.items : [];
  const account = more.length === 0 ? knownText(only) : null;
  return account !== null && /^\d{12}$/.test(account) ? { account } : {};
};

const aliasName = (expression: Expression | undefined, frame: Frame): string | null =>
  expression === undefined ? null : knownText(evaluate(expression, frame));

/** `aws.eu` is a reference to a provider, not to a value. */
const aliasOf = (expression: Expression | undefined): string | null =>
  expression?.type === "attribute" ? expression.name : null;

const passed = (expression: Expression | undefined): Expression | undefined => {
  if (expression?.type !== "object") return undefined;
  return expression.elements.find(
    ({ key }) => key.type === "template" && key.parts[0]?.type === "text" && key.parts[0].text.text === "aws",
  )?.value;
};
