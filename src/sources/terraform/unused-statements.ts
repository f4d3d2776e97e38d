import type { FileNote } from "../../model/snapshot.ts";
import { encodedStatements, looseReason } from "../writers/encoded.ts";
import { judgedOffsets } from "../writers/judged-offsets.ts";
import { statementsIn } from "../writers/statements.ts";
import type { CodeKind } from "../written/code-kind.ts";
import type { WrittenIdentity } from "../written/identity.ts";
import { lineAndColumn, type SourceFile } from "../written/text.ts";
import { mayHoldCommand } from "../shell/may-hold-command.ts";
import type { Declared, ModuleSource } from "./module-source.ts";
import { localFolder } from "./module.ts";
import { spanOfRange, written } from "./traverse.ts";
import type { Range } from "./syntax.ts";

/** Types whose policies name principals and are of no resource of a kind: of roles, of organisations, of endpoints. */
const HOLDS_OTHER_POLICIES = /^aws_(?:iam|organizations|ssoadmin|vpc_endpoint)\w*$/;

/**
 * The note on a statement about the service with a principal in a value of one file that no policy of the kind takes: an
 * output that others read, a local value that is handed to something else. Where a policy takes it that is not there
 * with these values, it is not named.
 */
export const unusedStatements = (
  source: ModuleSource,
  file: SourceFile,
  kind: CodeKind,
  identities: readonly WrittenIdentity[],
  isCalled: boolean,
): readonly FileNote[] => {
  const statements = kind.actions.withinAnyCase.test(file.text) ? statementsIn(file.text, kind) : [];
  const encoded = encodedStatements(file.text, kind);
  if (statements.length === 0 && encoded.length === 0) return [];
  const taken = takenNames(source, kind, isCalled);
  const values = valuesOf(source)
    .filter(({ name }) => !taken.has(name))
    .map(({ range }) => spanOfRange(range))
    .filter((span) => span.file.path === file.path);
  const loose: readonly Statement[] = [
    ...encoded,
    ...statements.filter((one) => values.some((span) => span.from <= one.from && one.to <= span.to)),
  ];
  // The places of all policies are gone through only for a file that needs it.
  if (loose.length === 0) return [];
  const judged = judgedOffsets(file, identities);
  const first = loose.find(({ from, to }) => !judged.some((at) => from <= at && at < to));
  return first === undefined
    ? []
    : [
        {
          path: file.path,
          status: "not-understood",
          line: lineAndColumn(file, first.from).line,
          reason: looseReason(kind.words, first.encoding ?? null),
        },
      ];
};

/** A range of the file, and how it is encoded where it is. */
type Statement = Pick<ReturnType<typeof encodedStatements>[number], "from" | "to"> &
  Partial<ReturnType<typeof encodedStatements>[number]>;

interface NamedValue {
  /** As expressions call it. */
  readonly name: string;
  readonly range: Range;
}

const valuesOf = (source: ModuleSource): readonly NamedValue[] => [
  ...named("data.", source.data),
  ...named("local.", source.locals),
  ...named("var.", source.variables),
  ...named("output.", source.outputs),
];

const named = (prefix: string, values: ReadonlyMap<string, Range>): readonly NamedValue[] =>
  Array.from(values, ([name, range]) => ({ name: `${prefix}${name}`, range }));

/** The values that policies of the kind take, or local modules, by whatever way; of a module that is called, what it gives back too. */
const takenNames = (source: ModuleSource, kind: CodeKind, isCalled: boolean): ReadonlySet<string> => {
  const values = new Map(valuesOf(source).map(({ name, range }) => [name, range]));
  const takers: readonly Range[] = [
    ...[...source.resources.values()].filter((block) => takesPolicies(block, kind)),
    ...[...source.calls.values()].filter((call) => localFolder(source.folder, call) !== null),
    ...(isCalled ? source.outputs.values() : []),
  ];
  const taken = new Set(isCalled ? Array.from(source.outputs.keys(), (name) => `output.${name}`) : []);
  const pending = [...takers];
  for (let range = pending.pop(); range !== undefined; range = pending.pop())
    for (const [name] of written(range).matchAll(REFERENCE)) {
      const value = values.get(name);
      if (value === undefined || taken.has(name)) continue;
      taken.add(name);
      pending.push(value);
    }
  return taken;
};

const REFERENCE = /\b(?:(?:local|var)\.[\w-]+|data\.[\w-]+\.[\w-]+)/g;

const takesPolicies = (block: Declared, kind: CodeKind): boolean => {
  const [type = ""] = block.labels;
  const { policyTypes, types } = kind.terraform;
  return (
    Object.hasOwn(policyTypes, type) ||
    (Object.hasOwn(types, type) && types[type]?.policy !== undefined) ||
    HOLDS_OTHER_POLICIES.test(type) ||
    mayHoldCommand(written(block), kind)
  );
};
