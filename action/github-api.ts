import type { Event } from "./event.ts";

interface Request {
  readonly method?: "GET" | "POST";
  readonly accept?: string;
  readonly body?: unknown;
}

/** Asks GitHub's REST API about this repository; answers the response whatever its status. */
export type Api = (path: string, request?: Request) => Promise<Response>;

/** Tries after a server's fault, a full quota or a broken connection; GitHub asks for at least a second between. */
const TRIES = 4;

export const githubApi =
  ({ apiUrl, repository }: Event, token: string, wait: (ms: number) => Promise<void>): Api =>
  async (path, { method = "GET", accept = "application/vnd.github+json", body } = {}) => {
    for (let attempt = 1; ; attempt += 1) {
      const response = await fetch(`${apiUrl}/repos/${repository}/${path}`, {
        method,
        headers: {
          accept,
          authorization: `Bearer ${token}`,
          // A socket that was kept may be closed by the server while the next call is on its way.
          connection: "close",
          "user-agent": "postern-action",
          "x-github-api-version": "2022-11-28",
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }).catch((error: unknown) => {
        if (attempt === TRIES) throw new Error(`GitHub cannot be reached: ${causeOf(error)}`);
        return null;
      });
      if (response === null) {
        await wait(1_000 * 2 ** attempt);
        continue;
      }
      const passing = response.status >= 500 || response.status === 429;
      if (!passing || attempt === TRIES) return response;
      await response.arrayBuffer();
      await wait(1_000 * 2 ** attempt);
    }
  };

/** What fetch hides behind "fetch failed". */
const causeOf = (error: unknown): string => {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error ? cause.message : String(cause);
};
