# Current LTS of Node; the engine itself needs 20.19 or newer.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY src src
COPY workers workers
COPY demo demo
COPY bench bench
COPY fault fault
COPY bin bin
# Neither the compiler nor the demo's private Postgres has a place in an image.
RUN npm run build && npm prune --omit=dev --omit=optional --ignore-scripts
# Letters are printed with two of the thousand files of a Chinese font.
RUN find node_modules/@fontsource/noto-sans-sc/files -type f ! -name '*-chinese-simplified-[47]00-normal.woff' -delete

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build --chown=root:root /app/node_modules node_modules
COPY --from=build --chown=root:root /app/dist dist
COPY --chown=root:root package.json ./
COPY --chown=root:root bin bin
COPY --chown=root:root schedules schedules
# A volume that is mounted here belongs to whoever the folder belongs to.
RUN mkdir /letters && chown node:node /letters
USER node
# A page of cases outlives the room that V8 keeps for young objects by itself (docs/decisions/0018).
ENTRYPOINT ["node", "--max-semi-space-size=64", "bin/arrears.mjs"]
CMD ["--help"]
