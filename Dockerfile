# One image for intake, clusterer, query, ops, migrate and import: what is run is said by the command.
FROM node:24-bookworm-slim AS base
WORKDIR /app

# Readable to all, whatever the umask of the checkout is.
FROM base AS sources
COPY . .
RUN chmod -R u=rwX,go=rX .

# The manifests alone, so that the dependencies are installed anew only when these change.
FROM sources AS manifests
RUN find . -type f ! -name package.json ! -name package-lock.json ! -name .npmrc -delete

# What the services and the command line need and no more: no private Postgres, no test tools. Nothing is compiled.
FROM base AS dependencies
COPY --from=manifests /app ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund --include-workspace-root \
      --workspace=@writethru/service-intake --workspace=@writethru/service-clusterer \
      --workspace=@writethru/service-query --workspace=@writethru/service-ops --workspace=@writethru/store \
      --workspace=@writethru/cli

FROM base
ENV NODE_ENV=production WRITETHRU_SKIP_INSTALL=1 HOST=0.0.0.0 PORT=3000
COPY --from=dependencies /app ./
COPY --from=sources /app ./
USER node
EXPOSE 3000
# Alive, not ready: a Postgres that is away is no reason to end the services that wait for it.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "scripts/check-health.mjs"]
CMD ["node", "scripts/run.mjs", "services/intake/src/main.ts"]
