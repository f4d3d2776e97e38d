import type { CommandModule } from "./command-module.ts";
import { buildApply } from "./fix/apply.ts";
import { buildPlan } from "./fix/plan.ts";
import { buildUndo } from "./fix/undo.ts";
import { buildVerify } from "./fix/verify.ts";

export const build: CommandModule["build"] = (command, ...rest) => {
  buildPlan(
    command
      .command("plan", { isDefault: true })
      .description("work out narrower policies, prove them, and write the plan; changes nothing"),
    ...rest,
  );
  buildVerify(command.command("verify").description("repeat the proof of a plan; no credentials"), ...rest);
  buildApply(
    command
      .command("apply")
      .description("write the policies of a plan, keep the originals, and judge what is there afterwards"),
    ...rest,
  );
  buildUndo(
    command.command("undo").description("put the original policies back that a journal tells of"),
    ...rest,
  );
};
