import { SES_KIND } from "../../src/services/ses/kind.ts";
import { codeKinds, type CodeKind } from "../../src/sources/written/code-kind.ts";

const [found] = codeKinds([SES_KIND]);
if (found === undefined) throw new Error("the SES identity is not read from code");

/** The SES identity as the readers of code look for it. */
export const SES: CodeKind = found;
