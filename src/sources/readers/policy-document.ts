import { concernsKind, isPolicyFile, readPolicyFile } from "../policy-files/policy-file.ts";
import type { Reader } from "./reader.ts";
import { skipped } from "./skipped.ts";

export const policyDocument: Reader = {
  name: "Policy document, aws command line output",
  reads: (file) => file.documents().some((node) => isPolicyFile(node, file.kind)),
  read: (file) => {
    const { kind } = file;
    const node = file.documents().find((one) => isPolicyFile(one, kind));
    if (node === undefined) return skipped("no policy");
    return file.named || concernsKind(node, kind)
      ? readPolicyFile(file, node, kind)
      : skipped(`a policy that is not about ${kind.words.service}`);
  },
};
