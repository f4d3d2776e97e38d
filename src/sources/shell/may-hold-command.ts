import type { CodeKind } from "../written/code-kind.ts";

/** Whether a text can hold a command that writes a policy of the kind, also one whose operation is put together. */
export const mayHoldCommand = (text: string, { commands }: CodeKind): boolean =>
  commands.operationWithin.test(text) ||
  (commands.serviceWithin.test(text) && /--(?:policy|cli-input)/.test(text));
