import { concernsKind, isPolicyFile, readPolicyFile } from "../policy-files/policy-file.ts";
import type { Outcome } from "../written/outcome.ts";
import type { Reader } from "./reader.ts";
import { skipped } from "./skipped.ts";

export const policyDocument: Reader = {
  name: "Policy document, aws command line output",
  reads: (file) => file.documents().some((node) => isPolicyFile(node, file.kind)),
  read: (file) => {
    const { kind } = file;
    const policies = file.documents().filter((node) => isPolicyFile(node, kind));
    const own = policies.filter((node) => file.named || concernsKind(node, kind));
    const [first, ...more] = own.map((node) => readPolicyFile(file, node, kind));
    return first === undefined
      ? skipped(`a policy that is not about ${kind.words.service}`)
      : more.reduce(both, first);
  },
};

/** Two policies in one file, each judged by itself; the address of a later one counts on where it would be an earlier one's. */
const both = (one: Outcome, other: Outcome): Outcome => {
  if (one.status === "not-understood" || other.status === "skipped") return one;
  if (other.status === "not-understood" || one.status === "skipped") return other;
  const taken = new Set(one.identities.map(({ address }) => address));
  const identities = other.identities.map((identity) => ({
    ...identity,
    address: freeAddress(identity.address, taken),
  }));
  return { ...one, identities: [...one.identities, ...identities] };
};

const freeAddress = (address: string, taken: ReadonlySet<string>): string => {
  let free = address;
  for (let count = 2; taken.has(free); count += 1) free = `${address}@${count}`;
  return free;
};
