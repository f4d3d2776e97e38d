import { ACCOUNT_OF_THE_CODE, decideExposure, defineRule, type AnyRule, type Exposure } from "postern";
import { SNS_TOPIC, type SnsTopic } from "../../topic.ts";
import { PUBLIC_ACTIONS, SNS_KEYS } from "../../topic-actions.ts";
import { cases } from "./cases.ts";
import { meta } from "./meta.ts";

/** Fails a topic that strangers can publish or subscribe to. */
export const rule: AnyRule = defineRule<SnsTopic, "policies">({
  meta,
  cases,
  kind: SNS_TOPIC,
  needs: ["policies"],
  judge({ arn, name, owner, policies }, { trust, now }) {
    const { exposure, evidence, faults, witness, allowedTo, reason } = decideExposure({
      documents: policies.map(({ name: document, document: text, unresolved = [] }) => ({
        name: document,
        text,
        unresolved,
      })),
      resource: arn,
      owner: owner ?? ACCOUNT_OF_THE_CODE,
      actions: PUBLIC_ACTIONS,
      keys: SNS_KEYS,
      trust,
      now,
    });
    const data = { exposure, allowedTo: allowedTo.map((party) => party.name).join(", ") || "owner" };
    const [grant, ...otherEvidence] = evidence;
    const [fault, ...otherFaults] = faults;
    if (exposure === "exposed" && grant !== undefined && fault !== undefined) {
      return {
        status: "FAILURE",
        message: `Anyone with an AWS account can publish or subscribe to ${name}.`,
        evidence: [grant, ...otherEvidence],
        faults: [fault, ...otherFaults],
        data,
        ...(witness !== null && { witness }),
      };
    }
    if (UNKNOWN.has(exposure)) {
      const message = `Whether strangers can use ${name} cannot be told. ${reason?.says ?? ""}`;
      return { status: "NEEDS_REVIEW", message, evidence, data };
    }
    return { status: "SUCCESS", message: `No stranger can publish or subscribe to ${name}.`, evidence, data };
  },
});

/** An open grant that nothing shows is not called a pass either. */
const UNKNOWN: ReadonlySet<Exposure> = new Set(["exposed", "undecided", "invalid"]);
