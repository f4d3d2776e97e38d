import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { decideExposure } from "../src/policy/decide/decide.ts";
import { decided, explained, LISTS, recorded, RECORDS } from "../test/policy/explained.ts";

/** `npm run explained`: writes what is answered to the questions of the tests; look at the difference before you commit it. */
const folder = join(import.meta.dirname, "../test/policy");
for (const { file, questions } of LISTS)
  writeFileSync(
    join(folder, file),
    questions.map((one) => `${decided(one, decideExposure(one.question()))}\n`).join(""),
  );

const records = join(folder, RECORDS);
const kept = recorded(records);
writeFileSync(
  records,
  LISTS.flatMap(({ questions }) => questions)
    .filter(({ name }) => kept.has(name))
    .map((one) => `${explained(one, decideExposure(one.question()))}\n`)
    .join("\n"),
);
