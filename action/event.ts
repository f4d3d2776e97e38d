import { readFileSync } from "node:fs";

type Env = Readonly<Record<string, string | undefined>>;

/** What GitHub says about the run: the variables and the event file of every job. */
export interface Event {
  readonly name: string;
  readonly repository: string;
  readonly apiUrl: string;
  readonly sha: string;
  readonly ref: string;
  readonly workspace: string;
  readonly temp: string;
  readonly pullRequest: { readonly baseSha: string; readonly fromFork: boolean } | null;
}

/** @throws an error where this is no job of GitHub Actions, or one that must not read a pull request. */
export const eventOf = (env: Env): Event => {
  const need = (name: string): string => {
    const value = env[name] ?? "";
    if (value === "") throw new Error(`${name} is not set: this runs as a step of GitHub Actions.`);
    return value;
  };
  const name = need("GITHUB_EVENT_NAME");
  if (name === "pull_request_target")
    throw new Error(
      "On pull_request_target a stranger's files meet the repository's secrets. Run on pull_request instead.",
    );
  return {
    name,
    repository: matching("GITHUB_REPOSITORY", need("GITHUB_REPOSITORY"), /^[\w.-]+\/[\w.-]+$/),
    apiUrl: matching(
      "GITHUB_API_URL",
      env["GITHUB_API_URL"] ?? "https://api.github.com",
      /^https?:\/\/[^\s]+$/,
    ),
    sha: matching("GITHUB_SHA", need("GITHUB_SHA"), /^[0-9a-f]{40}$/),
    ref: need("GITHUB_REF"),
    workspace: need("GITHUB_WORKSPACE"),
    temp: need("RUNNER_TEMP"),
    pullRequest: name === "pull_request" ? pullRequestOf(need("GITHUB_EVENT_PATH")) : null,
  };
};

const matching = (name: string, value: string, form: RegExp): string => {
  if (!form.test(value)) throw new Error(`${name} has an unexpected form.`);
  return value;
};

interface PullRequestEvent {
  readonly pull_request?: {
    readonly base?: { readonly sha?: string; readonly repo?: { readonly full_name?: string } };
    readonly head?: { readonly repo?: { readonly full_name?: string } | null };
  };
}

const pullRequestOf = (path: string): Event["pullRequest"] => {
  const { pull_request: pull } = JSON.parse(readFileSync(path, "utf8")) as PullRequestEvent;
  return {
    baseSha: matching("The pull request's base", pull?.base?.sha ?? "", /^[0-9a-f]{40}$/),
    // A repository may be a fork itself, so that its own branches are in one. A fork that was deleted is still a stranger's.
    fromFork:
      pull?.head?.repo?.full_name === undefined || pull.head.repo.full_name !== pull.base?.repo?.full_name,
  };
};
