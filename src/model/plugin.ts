import type { Exporter } from "./exporter.ts";
import type { Kind } from "./kind.ts";
import type { AnyRule } from "./rule.ts";

/** What a plugin's module exports as default. */
export interface Plugin {
  readonly apiVersion: 1;
  readonly name: string;
  readonly rules: readonly AnyRule[];
  readonly kinds?: readonly Kind[];
  /** Formats for `-f NAME=FILE`; each is opened without options. */
  readonly exporters?: readonly Exporter[];
}
