/** The CI systems that `init` writes files for: each file's path in the repository, and where it lies in `examples`. */
export const CI_SYSTEMS = {
  github: [
    [".github/workflows/postern.yml", "github/nightly-scan.yml"],
    [".github/workflows/postern-pull-request.yml", "github/pull-request.yml"],
  ],
  gitlab: [
    [".gitlab/postern.gitlab-ci.yml", "gitlab/postern.gitlab-ci.yml"],
    [".gitlab/postern-code-quality.mjs", "gitlab/code-quality.mjs"],
  ],
  azure: [["azure-pipelines-postern.yml", "azure/azure-pipelines-postern.yml"]],
} as const;

export type CiSystem = keyof typeof CI_SYSTEMS;

/** What is left to do by hand; empty where there is nothing. */
export const CI_NOTES: Readonly<Record<CiSystem, readonly string[]>> = {
  github: [],
  gitlab: ["Next: add to .gitlab-ci.yml: include: [{ local: .gitlab/postern.gitlab-ci.yml }]"],
  azure: ["Next: make a pipeline of azure-pipelines-postern.yml in Azure DevOps"],
};
