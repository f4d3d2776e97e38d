import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { decideExposure } from "../src/policy/decide/decide.ts";
import { explained, RECORDS } from "../test/policy/explained.ts";

/** `npm run explained`: writes what is answered to every question of the tests; look at the difference before you commit it. */
for (const { file, questions } of RECORDS)
  writeFileSync(
    join(import.meta.dirname, "../test/policy", file),
    questions.map((one) => `${explained(one, decideExposure(one.question()))}\n`).join("\n"),
  );
