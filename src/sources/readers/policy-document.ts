import { concernsSes, isPolicyFile, readPolicyFile } from "../policy-files/policy-file.ts";
import type { Reader } from "./reader.ts";
import { skipped } from "./skipped.ts";

export const policyDocument: Reader = {
  name: "Policy document, aws command line output",
  reads: (file) => file.documents().some(isPolicyFile),
  read: (file) => {
    const node = file.documents().find(isPolicyFile);
    if (node === undefined) return skipped("no policy");
    return file.named || concernsSes(node)
      ? readPolicyFile(file, node)
      : skipped("a policy that is not about SES");
  },
};
