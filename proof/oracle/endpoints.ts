import { isNone } from "./glob.ts";
import { always, flag, single, type Chosen } from "./key.ts";
import type { Excluded } from "./excluded.ts";
import { and, leaf, not, TRUE, type Term } from "./term.ts";
import { literal, text } from "./text.ts";

/** A stranger's own VPC and endpoint, with ids of AWS' choice, and any address inside. */
export const endpoints = (endpoint: Term, excluded: Excluded): readonly Chosen[] => {
  const ids = (["vpc", "vpce"] as const).map((kind): Chosen => {
    const id = text(kind, "hex", 17, 8);
    const whole = [literal(`${kind}-`), id.text];
    return {
      key: single(kind === "vpc" ? "aws:SourceVpc" : "aws:SourceVpce", endpoint, always(...whole)),
      variables: [{ ...id.variable, domain: and(id.variable.domain, isNone(whole, excluded.endpoints)) }],
    };
  });
  const six = flag("inner-address/six");
  const bits = ([4, 6] as const).map((version) => ({
    version,
    name: `inner-address/${version}`,
    sort: `(_ BitVec ${version === 4 ? 32 : 128})`,
  }));
  return [
    ...ids,
    {
      key: single(
        "aws:VpcSourceIp",
        endpoint,
        ...bits.map(({ version, name }) => ({
          when: version === 6 ? six.is : not(six.is),
          content: { address: { version, bits: leaf(name) } },
        })),
      ),
      variables: [six.variable, ...bits.map(({ name, sort }) => ({ names: [name], sort, domain: TRUE }))],
    },
  ];
};
