# syntax=docker/dockerfile:1
# The command `postern` in a container: deploy/README.md, "Elsewhere". What stands in it: dist/, its packages by the lockfile, and
# their bill of materials.

# A tag, and no digest: the tag gets security updates of Debian and Node, and a digest that nobody renews does not. Whoever needs
# the same image each time gives one: --build-arg NODE_IMAGE=docker.io/library/node@sha256:…
ARG NODE_IMAGE=docker.io/library/node:24-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY scripts/ scripts/
COPY templates/ templates/
COPY src/ src/
RUN npm run build && node scripts/sbom.mjs
RUN npm prune --omit=dev --ignore-scripts --no-audit --no-fund

FROM ${NODE_IMAGE}
# git: `analyze` sees a repository as git does, and `diff` reads its revisions. What installs packages is not needed any more.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates git \
  && rm -rf /var/lib/apt/lists/* /usr/local/lib/node_modules /opt/yarn-* /root/.npm \
  && rm -f /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /usr/local/bin/yarn /usr/local/bin/yarnpkg
COPY LICENSE CHANGELOG.md /opt/postern/
COPY --from=build /src/package.json /opt/postern/
COPY --from=build /src/node_modules/ /opt/postern/node_modules/
COPY --from=build /src/templates/ /opt/postern/templates/
COPY --from=build /src/dist/ /opt/postern/dist/
RUN ln -s /opt/postern/dist/cli.cjs /usr/local/bin/postern

ARG REVISION=""
LABEL org.opencontainers.image.title="Postern" \
  org.opencontainers.image.description="Finds exposed Amazon SES identities and proves each with a request that would be accepted" \
  org.opencontainers.image.version="0.1.0" \
  org.opencontainers.image.revision="${REVISION}" \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.source="https://github.com/postern-security/postern" \
  org.opencontainers.image.documentation="https://github.com/postern-security/postern/blob/main/deploy/README.md"

ENV NODE_ENV=production
# `node` of the base image; by number, so that an orchestrator can see that it is not root.
USER 1000:1000
WORKDIR /work
ENTRYPOINT ["postern"]
CMD ["--help"]
