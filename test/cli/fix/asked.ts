import { arnOf } from "../../support/fixing.ts";

export const TO: readonly string[] = ["--to-account", "444455556666"];

/** A policy that lets one account send. */
export const NARROW: string = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Open",
      Effect: "Allow",
      Principal: { AWS: "444455556666" },
      Action: ["ses:SendEmail", "ses:SendRawEmail"],
      Resource: arnOf("a.example"),
    },
  ],
});
