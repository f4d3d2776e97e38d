import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { explainedAll } from "../test/conformance/explained.ts";

/** `npm run explained`: writes what is answered to every worked case; look at the difference before you commit it. */
writeFileSync(join(import.meta.dirname, "../test/conformance/explained.txt"), explainedAll());
