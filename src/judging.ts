import type { AssessOptions } from "./assess/assess.ts";
import { activeRules, type AvailableRule, type Selection } from "./config/active-rules.ts";
import type { LoadedConfig } from "./config/config.ts";
import { loadPlugins, type PluginRequest } from "./config/plugins.ts";
import type { Exception } from "./model/exception.ts";
import { DEFAULT_FOLLOW_UP } from "./model/follow-up.ts";
import type { Kind } from "./model/kind.ts";
import type { Exporter } from "./model/exporter.ts";
import { problem } from "./model/problem.ts";
import type { Results } from "./model/results.ts";
import { OWNER_ONLY, type Trust } from "./model/trust.ts";
import { KINDS } from "./services/index.ts";
import { RULES } from "./rules/index.ts";
import { utc } from "./text/utc.ts";
import { TOOL } from "./tool.ts";

/** What a caller may say about how a snapshot is judged; what is left out is the default. */
export interface JudgingOptions {
  readonly config?: LoadedConfig | null;
  /** Trusted beside what the configuration trusts. */
  readonly trust?: Partial<Trust>;
  /** Accepted beside what the configuration accepts. */
  readonly exceptions?: readonly Exception[];
  readonly select?: Selection;
  readonly baseline?: Results | null;
  readonly plugins?: readonly PluginRequest[];
  /** ISO 8601 with a zone: the clock of the run. */
  readonly now: string;
}

/** Rules and kinds, those of the plugins that were named among them. */
export interface Available {
  readonly rules: readonly AvailableRule[];
  readonly kinds: readonly Kind[];
  /** Formats that the plugins bring. */
  readonly exporters: readonly Exporter[];
  /** Names of the plugins, sorted. */
  readonly plugins: readonly string[];
}

/** What there is to choose from. A configuration's plugins are loaded only where it was named. @throws a usage problem. */
export const availableOf = async (
  config: LoadedConfig | null,
  requests: readonly PluginRequest[] = [],
): Promise<Available> => {
  const named = config?.explicit === true ? config.config.plugins : [];
  const folder = config?.folder ?? "";
  const all = [...named.map((name) => ({ name, folder })), ...requests];
  const plugins = await loadPlugins(all, { rules: RULES, kinds: KINDS });
  return {
    rules: [
      ...RULES.map((rule) => ({ rule, foreign: false })),
      ...plugins.flatMap(({ rules }) => rules.map((rule) => ({ rule, foreign: true }))),
    ],
    kinds: [...KINDS, ...plugins.flatMap(({ kinds }) => kinds ?? [])],
    exporters: plugins.flatMap(({ exporters }) => exporters ?? []),
    plugins: plugins.map(({ name }) => name).sort(),
  };
};

/** Everything that judging needs, from options, configuration and plugins. @throws a usage problem. */
export const judgingOf = async (options: JudgingOptions): Promise<AssessOptions> => {
  const config = options.config ?? null;
  const { rules, kinds, plugins } = await availableOf(config, options.plugins);
  const { active, disabled } = activeRules(rules, config, options.select);
  if (active.length === 0)
    throw problem({
      what: "every rule is switched off, so nothing would be judged",
      ...(config === null ? {} : { where: config.name }),
      todo: "Enable a rule: `postern rules` lists them.",
      kind: "usage",
    });
  return {
    tool: TOOL,
    now: utc(options.now),
    rules: active,
    kinds,
    trust: joined(config?.config.trust ?? OWNER_ONLY, options.trust ?? {}),
    exceptions: [...(config?.config.exceptions ?? []), ...(options.exceptions ?? [])],
    followUp: config?.config.followUp ?? DEFAULT_FOLLOW_UP,
    baseline: options.baseline ?? null,
    configuration: config === null ? null : { name: config.name, sha256: config.sha256 },
    disabledRules: disabled,
    plugins,
  };
};

/** Both trusts together. */
export const joined = (one: Trust, other: Partial<Trust>): Trust => ({
  accounts: union(one.accounts, other.accounts),
  organizations: union(one.organizations, other.organizations),
  principals: union(one.principals, other.principals),
  networks: union(one.networks, other.networks),
});

const union = (a: readonly string[], b: readonly string[] = []): readonly string[] =>
  [...new Set([...a, ...b])].sort();
