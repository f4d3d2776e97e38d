/**
 * What `data.aws_iam_policy_document` renders, after the public documentation of the AWS provider and the behaviour of its
 * source (internal/service/iam, read at 084fd7b). Written without a look at how Postern does it, to be held against that.
 */

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** A configuration that the provider refuses. */
export class Refused extends Error {}

type Strings = string | readonly string[];
interface Principal {
  readonly type: string;
  readonly identifiers: Strings;
}
interface Condition {
  readonly test: string;
  readonly variable: string;
  readonly values: readonly string[];
}
interface Statement {
  readonly sid: string;
  readonly effect: string;
  /** Action, NotAction, Resource and NotResource: of a source document they are kept as they are. */
  readonly lists: ReadonlyMap<string, Json>;
  readonly principals: readonly Principal[];
  readonly notPrincipals: readonly Principal[];
  readonly conditions: readonly Condition[];
}
interface Document {
  readonly version: string;
  readonly id: string;
  readonly statements: readonly Statement[];
}

/** The block as Terraform hands it over: sets and lists are arrays, absent attributes null. */
export interface DocumentConfig {
  readonly policy_id: string | null;
  readonly version: string | null;
  readonly source_policy_documents: readonly (string | null)[] | null;
  readonly override_policy_documents: readonly (string | null)[] | null;
  readonly statement: readonly StatementConfig[];
}

/** A required argument can be null where a `dynamic` block gives it; the provider refuses that. */
interface PrincipalsConfig {
  readonly type: string;
  readonly identifiers: readonly (string | null)[] | null;
}

interface StatementConfig {
  readonly sid: string | null;
  readonly effect: string | null;
  readonly actions: readonly string[] | null;
  readonly not_actions: readonly string[] | null;
  readonly resources: readonly string[] | null;
  readonly not_resources: readonly string[] | null;
  readonly principals: readonly PrincipalsConfig[];
  readonly not_principals: readonly PrincipalsConfig[];
  readonly condition: readonly {
    readonly test: string;
    readonly variable: string;
    readonly values: readonly (string | null)[] | null;
  }[];
}

export const renderDocument = (
  config: DocumentConfig,
): { readonly json: string; readonly minified: string } => {
  const sources = (config.source_policy_documents ?? []).filter((text) => text !== null).map(parsed);
  refuseRepeated(sources.flatMap(({ statements }) => statements));
  const overrides = (config.override_policy_documents ?? []).filter((text) => text !== null).map(parsed);
  const merged = [...sources, configured(config), ...overrides].reduce(merge, {
    version: "",
    id: "",
    statements: [],
  });
  const value = written(merged);
  return { json: goJson(JSON.stringify(value, null, 2)), minified: goJson(JSON.stringify(value)) };
};

/** Go's encoder escapes what could end a script in HTML. */
const goJson = (json: string): string =>
  json.replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);

const merge = (before: Document, next: Document): Document => {
  const statements = [...before.statements];
  for (const statement of next.statements) {
    const at = statement.sid === "" ? -1 : statements.findIndex(({ sid }) => sid === statement.sid);
    if (at < 0) statements.push(statement);
    else statements[at] = statement;
  }
  return {
    version: next.version > before.version ? next.version : before.version,
    id: next.id === "" ? before.id : next.id,
    statements,
  };
};

const refuseRepeated = (statements: readonly Statement[]): void => {
  const sids = statements.map(({ sid }) => sid).filter((sid) => sid !== "");
  if (new Set(sids).size < sids.length) throw new Refused("duplicate Sid");
};

// The document's own blocks

const configured = (config: DocumentConfig): Document => {
  const version = config.version ?? "2012-10-17";
  if (!["2008-10-17", "2012-10-17"].includes(version)) throw new Refused(`version ${version}`);
  const variables = (text: string): string => {
    if (version === "2008-10-17" && text.includes("&{")) throw new Refused("&{ in version 2008-10-17");
    return text.replaceAll("&{", "${");
  };
  const statements = config.statement.map((block): Statement => {
    const effect = block.effect ?? "Allow";
    if (effect !== "Allow" && effect !== "Deny") throw new Refused(`effect ${effect}`);
    const sid = block.sid ?? "";
    if (!/^[a-zA-Z0-9]*$/.test(sid)) throw new Refused(`sid ${sid}`);
    const lists: readonly (readonly [string, readonly string[] | null, (text: string) => string])[] = [
      ["Action", block.actions, (text) => text],
      ["NotAction", block.not_actions, (text) => text],
      ["Resource", block.resources, variables],
      ["NotResource", block.not_resources, variables],
    ];
    const principals = (blocks: readonly PrincipalsConfig[]): readonly Principal[] =>
      blocks.map(({ type, identifiers }) => {
        const all = oneOrSorted(identifiers);
        return { type, identifiers: typeof all === "string" ? variables(all) : all.map(variables) };
      });
    return {
      sid,
      effect,
      lists: new Map(
        lists.flatMap(([name, items, read]) => {
          if (items === null || items.length === 0) return [];
          const all = oneOrSorted(items);
          return [[name, typeof all === "string" ? read(all) : all.map(read)] as const];
        }),
      ),
      principals: principals(block.principals),
      notPrincipals: principals(block.not_principals),
      conditions: block.condition.map(({ test, variable, values }) => {
        if (!given(values)) throw new Refused("values are null, or one of them is");
        return { test, variable, values: values.map(variables) };
      }),
    };
  });
  refuseRepeated(statements);
  return { version, id: config.policy_id ?? "", statements };
};

const oneOrSorted = (items: readonly (string | null)[] | null): Strings => {
  if (!given(items)) throw new Refused("a required argument is null, or an element of a set");
  const [only, ...more] = items;
  return only !== undefined && more.length === 0 ? only : items.toSorted(byBytes).toReversed();
};

const given = (items: readonly (string | null)[] | null): items is readonly string[] =>
  items !== null && !items.includes(null);

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

// Documents in JSON

const parsed = (text: string): Document => {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    throw new Refused("a document that is not JSON");
  }
  const document = object(value);
  const statements = named(document, "Statement") ?? [];
  if (!Array.isArray(statements)) throw new Refused("Statement is not a list");
  return {
    version: string(named(document, "Version")),
    id: string(named(document, "Id")),
    statements: statements.map((one: Json): Statement => {
      const statement = object(one);
      return {
        sid: string(named(statement, "Sid")),
        effect: string(named(statement, "Effect")),
        lists: new Map(
          ["Action", "NotAction", "Resource", "NotResource"].flatMap((name) => {
            const member = named(statement, name);
            return member === undefined ? [] : [[name, member] as const];
          }),
        ),
        principals: parsedPrincipals(named(statement, "Principal")),
        notPrincipals: parsedPrincipals(named(statement, "NotPrincipal")),
        conditions: parsedConditions(named(statement, "Condition")),
      };
    }),
  };
};

const object = (value: Json): Readonly<Record<string, Json>> => {
  if (value === null) return {};
  if (typeof value !== "object" || Array.isArray(value)) throw new Refused("not an object");
  return value as Readonly<Record<string, Json>>;
};

/** Go's decoder takes the names of members in any case, and the last of several. */
const named = (members: Readonly<Record<string, Json>>, name: string): Json | undefined => {
  const found = Object.entries(members).findLast(([other]) => other.toLowerCase() === name.toLowerCase());
  return found?.[1] ?? undefined;
};

const string = (value: Json | undefined): string => {
  if (value === undefined) return "";
  if (typeof value !== "string") throw new Refused("not a string");
  return value;
};

const strings = (value: readonly Json[]): readonly string[] =>
  value.map((item) => {
    if (typeof item !== "string") throw new Refused("a list of something else than strings");
    return item;
  });

const parsedPrincipals = (value: Json | undefined): readonly Principal[] => {
  if (value === undefined) return [];
  if (typeof value === "string") return [{ type: "*", identifiers: ["*"] }];
  return Object.entries(object(value)).map(([type, identifiers]): Principal => {
    if (typeof identifiers === "string") return { type, identifiers };
    if (!Array.isArray(identifiers)) throw new Refused("a principal that is no string");
    return { type, identifiers: strings(identifiers).toSorted(byBytes) };
  });
};

/** Of what stands as a condition's value, strings, lists of strings and booleans are kept; anything else is dropped. */
const parsedConditions = (value: Json | undefined): readonly Condition[] =>
  value === undefined
    ? []
    : Object.entries(object(value)).flatMap(([test, keys]) =>
        Object.entries(object(keys)).flatMap(([variable, values]): readonly Condition[] => {
          if (typeof values === "string") return [{ test, variable, values: [values] }];
          if (typeof values === "boolean") return [{ test, variable, values: [String(values)] }];
          return Array.isArray(values) ? [{ test, variable, values: strings(values) }] : [];
        }),
      );

// Writing

const written = ({ version, id, statements }: Document): Json => ({
  ...(version === "" ? {} : { Version: version }),
  ...(id === "" ? {} : { Id: id }),
  ...(statements.length === 0 ? {} : { Statement: statements.map(writtenStatement) }),
});

const writtenStatement = (statement: Statement): Json => {
  const { sid, effect, lists, principals, notPrincipals, conditions } = statement;
  return {
    ...(sid === "" ? {} : { Sid: sid }),
    ...(effect === "" ? {} : { Effect: effect }),
    ...Object.fromEntries(lists),
    ...(principals.length === 0 ? {} : { Principal: writtenPrincipals(principals) }),
    ...(notPrincipals.length === 0 ? {} : { NotPrincipal: writtenPrincipals(notPrincipals) }),
    ...(conditions.length === 0 ? {} : { Condition: writtenConditions(conditions) }),
  };
};

const writtenPrincipals = (principals: readonly Principal[]): Json => {
  const [only, ...more] = principals;
  if (only?.type === "*" && more.length === 0 && String(only.identifiers) === "*") return "*";
  const types = new Map<string, Strings>();
  for (const { type, identifiers } of principals) {
    const before = types.get(type);
    const own = typeof identifiers === "string" ? identifiers : identifiers.toSorted(byBytes).toReversed();
    types.set(type, before === undefined ? own : [before, own].flat());
  }
  return sortedByName(types);
};

const oneOrAll = (values: readonly string[]): Json => (values.length === 1 ? (values[0] ?? "") : values);

const writtenConditions = (conditions: readonly Condition[]): Json => {
  const tests = new Map<string, Map<string, readonly string[]>>();
  for (const { test, variable, values } of conditions) {
    const keys = tests.get(test) ?? new Map<string, readonly string[]>();
    keys.set(variable, [...(keys.get(variable) ?? []), ...values]);
    tests.set(test, keys);
  }
  return sortedByName(
    new Map(
      Array.from(tests, ([test, keys]) => [
        test,
        sortedByName(new Map(Array.from(keys, ([name, values]) => [name, oneOrAll(values)]))),
      ]),
    ),
  );
};

/** Go writes the keys of a map in order. */
const sortedByName = (entries: ReadonlyMap<string, Json>): Json =>
  Object.fromEntries([...entries].sort(([a], [b]) => byBytes(a, b)));
