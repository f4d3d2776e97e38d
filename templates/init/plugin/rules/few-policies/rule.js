import { defineRule } from "postern";
import { cases } from "./cases.js";
import { meta } from "./meta.js";

/** Fails an identity with more policies than anyone can keep an eye on. */
export const rule = defineRule({
  meta,
  cases,
  kind: "aws.ses.identity",
  needs: ["policies"],
  judge({ name, policies }, { settings }) {
    const count = policies.length;
    const data = { policies: String(count) };
    const evidence = [{ at: "/policies", role: "remark", says: `There are ${count} policies.` }];
    if (count <= settings.most) {
      return { status: "SUCCESS", message: `${name} has ${count} policies.`, evidence, data };
    }
    return {
      status: "FAILURE",
      message: `${name} has ${count} policies, more than ${settings.most}.`,
      evidence,
      data,
      faults: [{ document: "policies", canonical: `more than ${settings.most}` }],
    };
  },
});
