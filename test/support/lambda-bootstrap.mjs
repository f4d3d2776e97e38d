// What the managed runtime does with a function: loads the handler that _HANDLER names, and asks the Runtime API for
// events one after the other. Source: AWS Lambda developer guide, "Using the Lambda runtime API".
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const { _HANDLER: name = "", LAMBDA_TASK_ROOT: folder = "", AWS_LAMBDA_RUNTIME_API: api } = process.env;
const base = `http://${api}/2018-06-01/runtime`;
const post = (path, body) => fetch(`${base}/${path}`, { method: "POST", body: JSON.stringify(body) });
const errorOf = (error) => ({
  errorType: error?.name ?? "Error",
  errorMessage: String(error?.message ?? error),
});

const [file, handler] = name.split(".");
let run;
try {
  run = (await import(pathToFileURL(join(folder, `${file}.mjs`)).href))[handler];
  if (typeof run !== "function") throw new Error(`${file} has no handler ${handler}`);
} catch (error) {
  await post("init/error", errorOf(error));
  process.exit(1);
}
for (;;) {
  const next = await fetch(`${base}/invocation/next`);
  const id = next.headers.get("lambda-runtime-aws-request-id");
  const deadline = Number(next.headers.get("lambda-runtime-deadline-ms"));
  const context = { awsRequestId: id, getRemainingTimeInMillis: () => deadline - Date.now() };
  try {
    await post(`invocation/${id}/response`, (await run(await next.json(), context)) ?? null);
  } catch (error) {
    await post(`invocation/${id}/error`, errorOf(error));
  }
}
