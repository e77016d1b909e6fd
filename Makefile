# Everything a developer does, one word each. `make` lists them.
SHELL := /bin/bash
GO ?= go
BIN := bin/wellspring
FUZZTIME ?= 2m
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
export CGO_ENABLED := 0
# Without it the WebP library looks for one of the system at run time, and the program is no static one.
export GOFLAGS := $(GOFLAGS) -tags=nodynamic

.PHONY: help build editor demo run test unit e2e shots check generate watch bench soak docker clean

help: ## list these
	@grep -hE '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

build: editor ## the program, in bin/
	$(GO) build -ldflags "-X main.version=$(VERSION)" -o $(BIN) ./cmd/wellspring

EDITOR := static/editor
editor: ## the editor of the desk, in static/editor/dist, where its sources have changed
	@if command -v npm >/dev/null; then $(MAKE) -s $(EDITOR)/dist/editor.js; \
	else echo 'no Node.js: the desk keeps its plain fields'; fi

$(EDITOR)/dist/editor.js: $(EDITOR)/node_modules/.package-lock.json $(EDITOR)/build.mjs $(shell find $(EDITOR)/src -name '*.js')
	cd $(EDITOR) && node build.mjs

$(EDITOR)/node_modules/.package-lock.json: $(EDITOR)/package-lock.json
	cd $(EDITOR) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	touch $@

demo: build ## build and serve the demonstration district
	$(BIN) demo

run: build ## build and serve ./data
	$(BIN) serve

test: unit e2e ## everything that must hold: unit, store contract, pages, browser

unit: editor
	$(GO) test ./...

e2e: build
	e2e/run

shots: build ## the pages of the browser suite as pictures, in e2e/screenshots
	SHOTS=1 e2e/run pages

check: ## is it good? formatting, generated code, vet, staticcheck, tests
	@test -z "$$($(GO) tool gofumpt -l cmd web internal static templates | grep -v _templ.go | tee /dev/stderr)" || { echo 'run: go tool gofumpt -w'; exit 1; }
	$(GO) tool templ fmt -fail templates
	$(GO) tool templ generate
	git diff --text --exit-code -- '*_templ.go'
	$(GO) mod tidy -diff
	$(GO) vet ./...
	$(GO) tool staticcheck ./...
	$(MAKE) test

generate: ## templ to Go
	$(GO) tool templ fmt templates
	$(GO) tool templ generate

watch: ## demo with reload on change
	$(GO) tool templ generate --watch --open-browser=false --proxy=http://127.0.0.1:8080 --cmd="$(GO) run ./cmd/wellspring demo"

bench: ## the figures of docs/performance.md
	bench/run

soak: ## long runs: kills, power failures, uploads, imports, fuzzing, 500 screens, the race detector; their last figures stand in docs/soak.md
	WELLSPRING_SOAK_KILLS=200 WELLSPRING_SOAK_CUTS=400 $(GO) test -v -count 1 -timeout 30m -run 'Killed|PowerFailure|FullDisk|BackupUnder|AnUpload|BoundedMemory' ./cmd/wellspring
	for t in Money Date Area Period; do $(GO) test ./internal/invest -run '^$$' -fuzz "FuzzParse$$t$$" -fuzztime $(FUZZTIME) || exit 1; done
	$(GO) test ./internal/richtext -run '^$$' -fuzz FuzzSanitizeIsStable -fuzztime $(FUZZTIME)
	$(GO) test ./internal/search -run '^$$' -fuzz FuzzQuery -fuzztime $(FUZZTIME)
	for t in Read ReadFile; do $(GO) test ./internal/docx -run '^$$' -fuzz "Fuzz$$t$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x || exit 1; done
	$(GO) test ./internal/sheet -run '^$$' -fuzz 'FuzzTable$$' -fuzztime $(FUZZTIME) -fuzzminimizetime 10x
	for t in XLSX CSV; do $(GO) test ./internal/workbook -run '^$$' -fuzz "Fuzz$$t$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x || exit 1; done
	WELLSPRING_SOAK_ROWS=100000 WELLSPRING_SOAK_KILLS=20 $(GO) test -v -count 1 -timeout 30m -run 'KilledImport|OthersSave' ./cmd/wellspring ./internal/intake
	WELLSPRING_SOAK_SCREENS=500 WELLSPRING_SOAK_CHANGES=200 $(GO) test -v -count 1 -run EachChangeReaches ./web/admin
	CGO_ENABLED=1 $(GO) test -race ./...

docker: ## the image
	docker build --build-arg VERSION=$(VERSION) -t wellspring:$(VERSION) .

clean: ## what was built
	rm -rf bin static/editor/node_modules static/editor/dist/*.js e2e/node_modules e2e/screenshots e2e/test-results
