import { newHub } from "../services/security-hub/hub.ts";
import { addAccount, addKey, emptyWorld } from "../world.ts";
import type { Estate } from "./estate.ts";

const ACCOUNT = "111122223333";
const ACCESS_KEY_ID = "AKIAPOSTERNDEMO00001";
const SECRET = "postern-demo-secret-key-for-loopback-only";

/** One account with the regions that the demo has, a role to assume, Security Hub everywhere, and nothing in it. */
export const emptyEstate = (): Estate => {
  const world = emptyWorld();
  const regions = ["eu-central-1", "eu-west-1", "us-east-1", "us-west-2"];
  const account = addAccount(world, { id: ACCOUNT, name: "empty", regions });
  for (const region of account.regions.values()) region.hub = newHub(Date.parse("2024-03-01T08:00:00Z"));
  account.roles.set("PosternAudit", { name: "PosternAudit", trusted: [ACCOUNT] });
  addKey(world, { id: ACCESS_KEY_ID, secret: SECRET, account: ACCOUNT, user: "auditor" });
  return { world, faults: [], planted: [], accessKeyId: ACCESS_KEY_ID, secretAccessKey: SECRET };
};
