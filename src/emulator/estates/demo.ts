import { newHub } from "../services/security-hub/hub.ts";
import { addAccount, addKey, addRegion, emptyWorld, type Account, type World } from "../world.ts";
import { MARKETING_REGIONS } from "./demo/marketing.ts";
import { MARKETING, PRODUCTION, SANDBOX } from "./demo/parties.ts";
import { PRODUCTION_REGIONS } from "./demo/production.ts";
import { REFUSED_IDENTITY, SANDBOX_REGIONS } from "./demo/sandbox.ts";
import type { FaultRule } from "../faults.ts";
import { plant, type Estate, type Planted, type PlannedRegions } from "./estate.ts";

export interface DemoAccess {
  readonly accounts: readonly { readonly id: string; readonly name: string }[];
  /** Enabled in each account. */
  readonly regions: readonly string[];
  /** Known to each account, and off. */
  readonly disabledRegions: readonly string[];
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** `{account}` stands for an account's id. */
  readonly roleArnTemplate: string;
  /** Scopes where SES answers nothing: a service control policy denies it. */
  readonly refused: readonly { readonly account: string; readonly region: string }[];
}

/** How to reach the demo estate. The key belongs to the first account, whose user may assume the role in each. */
export const DEMO: DemoAccess = {
  accounts: [
    { id: PRODUCTION, name: "production" },
    { id: MARKETING, name: "marketing" },
    { id: SANDBOX, name: "sandbox" },
  ],
  regions: ["eu-central-1", "eu-west-1", "us-east-1", "us-west-2"],
  disabledRegions: ["ap-east-1", "me-south-1"],
  accessKeyId: "AKIAPOSTERNDEMO00001",
  secretAccessKey: "postern-demo-secret-key-for-loopback-only",
  roleArnTemplate: "arn:aws:iam::{account}:role/PosternAudit",
  refused: [{ account: SANDBOX, region: "us-west-2" }],
};

const PLANNED: Readonly<Record<string, PlannedRegions>> = {
  [PRODUCTION]: PRODUCTION_REGIONS,
  [MARKETING]: MARKETING_REGIONS,
  [SANDBOX]: SANDBOX_REGIONS,
};

/** Three accounts of one business in four regions, and the truth about every identity that can be listed. */
export const demoEstate = (): Estate => {
  const world = emptyWorld();
  addKey(world, {
    id: DEMO.accessKeyId,
    secret: DEMO.secretAccessKey,
    account: PRODUCTION,
    user: "auditor",
  });
  const planted = DEMO.accounts.flatMap(({ id, name }) =>
    plant(openAccount(world, id, name), PLANNED[id] ?? {}),
  );
  const refused = world.accounts.get(SANDBOX);
  if (refused !== undefined) plant(refused, { "us-west-2": [REFUSED_IDENTITY] });
  return {
    world,
    planted,
    accessKeyId: DEMO.accessKeyId,
    secretAccessKey: DEMO.secretAccessKey,
    faults: [...DEMO.refused.map(refusedScope), ...planted.flatMap(faultOf)],
  };
};

const refusedScope = (scope: { readonly account: string; readonly region: string }): FaultRule => ({
  ...scope,
  service: "ses",
  effect: { kind: "refuse", by: "scp" },
});

/** What makes an identity unreadable, or vanish. */
const faultOf = ({ account, region, name, exposure }: Planted): readonly FaultRule[] => {
  const scope = { service: "ses", account, region };
  if (exposure === "unread")
    return ["GetIdentityPolicies", "GetEmailIdentity", "GetEmailIdentityPolicies"].map((operation) => ({
      ...scope,
      operation,
      subject: name,
      effect: { kind: "refuse" } as const,
    }));
  if (exposure === "gone")
    return [{ ...scope, operation: "ListIdentities", effect: { kind: "lose-identity", identity: name } }];
  return [];
};

/** The demo begins when the estate is made; the hubs were there long before. */
const SUBSCRIBED_AT = Date.parse("2024-03-01T08:00:00Z");

const openAccount = (world: World, id: string, name: string): Account => {
  const account = addAccount(world, { id, name, regions: DEMO.regions });
  for (const region of account.regions.values()) region.hub = newHub(SUBSCRIBED_AT);
  for (const region of DEMO.disabledRegions) addRegion(account, region, "DISABLED");
  account.roles.set("PosternAudit", { name: "PosternAudit", trusted: [PRODUCTION] });
  return account;
};
