import type { AwsCredentialIdentity } from "@smithy/types";
import { newHub } from "../../src/emulator/services/security-hub/hub.ts";
import { addAccount, addIdentity, addKey, emptyWorld, type World } from "../../src/emulator/world.ts";

export const KEY: AwsCredentialIdentity = {
  accessKeyId: "AKIAFAULTMATRIX00001",
  secretAccessKey: "a-secret/of+the=matrix",
};
/** Of an account without identities, which reads the other through a role. */
export const READER: AwsCredentialIdentity = {
  accessKeyId: "AKIAFAULTMATRIX00002",
  secretAccessKey: "a-secret/of+the=reader",
};

export const ACCOUNT = "111122223333";
const READERS_ACCOUNT = "444455556666";
export const ROLE: string = `arn:aws:iam::${ACCOUNT}:role/Audit`;
/** Three, so that a list of them in pages of two has a further page. */
export const REGIONS: readonly string[] = ["ap-south-1", "eu-west-1", "us-east-1"];

const allow = (principal: unknown): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Principal: principal, Action: "ses:SendEmail", Resource: "*" },
  });

/** The one policy of each identity. */
export const POLICY = "p";
export const OPEN: string = allow("*");
export const SHUT: string = allow({ AWS: `arn:aws:iam::${ACCOUNT}:root` });

/** Whether strangers can send as an identity, by its name: the truth that the laws are held against. */
export const EXPOSED: Readonly<Record<string, boolean>> = {
  "a.example": true,
  "b.example": false,
  "c.example": true,
  "d.example": false,
  "e.example": true,
  "f@example.com": true,
  "g@example.com": false,
};

/** Three regions of one account with the same identities, and Security Hub in each. */
export const estate = (): World => {
  const world = emptyWorld();
  const account = addAccount(world, { id: ACCOUNT, name: "matrix", regions: REGIONS });
  addAccount(world, { id: READERS_ACCOUNT, name: "reader", regions: REGIONS });
  account.roles.set("Audit", { name: "Audit", trusted: [READERS_ACCOUNT] });
  addKey(world, { id: KEY.accessKeyId, secret: KEY.secretAccessKey, account: ACCOUNT, user: "matrix" });
  addKey(world, {
    id: READER.accessKeyId,
    secret: READER.secretAccessKey,
    account: READERS_ACCOUNT,
    user: "reader",
  });
  for (const region of account.regions.values()) {
    region.hub = newHub(0);
    for (const [name, exposed] of Object.entries(EXPOSED))
      addIdentity(region, name, { policies: { [POLICY]: exposed ? OPEN : SHUT } });
  }
  return world;
};
