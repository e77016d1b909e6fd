# Three stages: bundle the editor of the desk, build the static binary, then an image with nothing else.
FROM node:22-bookworm-slim AS editor
WORKDIR /editor
COPY static/editor/package.json static/editor/package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY static/editor/ ./
RUN node build.mjs

FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=editor /editor/dist/ static/editor/dist/
ARG VERSION=dev
# The tag keeps the WebP library from looking for one of the system: the program would not start without a loader.
RUN CGO_ENABLED=0 go build -tags nodynamic -trimpath -ldflags "-s -w -X main.version=${VERSION}" -o /wellspring ./cmd/wellspring \
    && mkdir /data

FROM scratch
COPY --from=build /wellspring /wellspring
COPY --from=build --chown=65532:65532 --chmod=0700 /data /data
# Workbooks are written by way of temporary files.
COPY --from=build --chown=65532:65532 --chmod=0700 /data /tmp
USER 65532:65532
VOLUME /data
EXPOSE 8080
ENV WELLSPRING_ADDR=0.0.0.0:8080 WELLSPRING_DATA=/data WELLSPRING_LOG_FORMAT=json
HEALTHCHECK --interval=30s --timeout=3s --start-period=5s CMD ["/wellspring", "health"]
ENTRYPOINT ["/wellspring"]
CMD ["serve"]
