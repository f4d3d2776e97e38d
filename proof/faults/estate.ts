import { addAccount, addIdentity, addKey, emptyWorld, type World } from "../../src/emulator/world.ts";

export const KEY = { accessKeyId: "AKIAFAULTMATRIX00001", secretAccessKey: "a-secret/of+the=matrix" };

const ACCOUNT = "111122223333";
export const REGIONS: readonly string[] = ["eu-west-1", "us-east-1"];

const allow = (principal: unknown): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Principal: principal, Action: "ses:SendEmail", Resource: "*" },
  });

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

/** Two regions of one account with the same identities. */
export const estate = (): World => {
  const world = emptyWorld();
  const account = addAccount(world, { id: ACCOUNT, name: "matrix", regions: REGIONS });
  addKey(world, { id: KEY.accessKeyId, secret: KEY.secretAccessKey, account: ACCOUNT, user: "matrix" });
  for (const region of account.regions.values())
    for (const [name, exposed] of Object.entries(EXPOSED))
      addIdentity(region, name, {
        policies: { p: allow(exposed ? "*" : { AWS: `arn:aws:iam::${ACCOUNT}:root` }) },
      });
  return world;
};
