SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
# Static programs; and tests share what has been compiled for them.
export CGO_ENABLED := 0

VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X orion/internal/kit/build.Version=$(VERSION)
TOOL := go tool -modfile=internal/tools/go.mod
# Runs what follows with a Postgres of its own, unless ORION_TEST_DATABASE_URL names one.
WITHPG := go run ./internal/pgtest/withpg --
LIB := storefront/lib/icons.svg
GENERATED := go.mod go.sum ent/gen ent/migrations graph/gen 'graph/*.resolvers.go'

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

## Running

.PHONY: run
run: build ## start the platform with demo data; prints its addresses and sign-ins
	@if [ -f .env ]; then set -a; . ./.env; set +a; fi; exec bin/orion serve --demo

.PHONY: build
build: $(LIB) ## bin/orion, one static binary
	@go build -ldflags '$(LDFLAGS)' -o bin/orion .

.PHONY: assets
assets: $(LIB) ## fetch the third-party browser files that the program serves

node_modules/.package-lock.json: package.json package-lock.json
	@.ci/need node
	npm ci --ignore-scripts
	@touch $@

$(LIB): node_modules/.package-lock.json storefront/lib.json storefront/lib.mjs
	node storefront/lib.mjs
	@touch $@

.PHONY: up down
up: ## the same in containers
	docker compose up --build -d
down: ## stop the containers
	docker compose down

.PHONY: migrate seed doctor
migrate: build ## bring the database up to date
	bin/orion migrate up
seed: build ## put demo data into an empty database
	bin/orion seed --demo
doctor: build ## check configuration, database and storage
	bin/orion doctor

## Checking

.PHONY: test
test: $(LIB) ## every test there is; installs what is missing; never skips
	@.ci/need postgres chromium node
	@$(WITHPG) $(MAKE) test-all

# What `make test` runs once Postgres is there. A part that fails does not hide the others.
.PHONY: test-all
test-all:
	@npm run --silent lint
	@go vet ./...
	@{ go -C internal/tools test -json ./... || echo 'broken: internal/tools'; \
	   NODE_OPTIONS=--test-reporter=tap npm test --silent || echo 'broken: npm test'; \
	   go test -json -timeout 30m ./... || echo 'broken: go test'; } | go run -C internal/tools ./tally

.PHONY: test-browser
test-browser: $(LIB) ## the browser tests alone
	@.ci/need postgres chromium node
	$(WITHPG) go test -count=1 -timeout 20m -run Browser ./internal/e2e

.PHONY: test-race
test-race: $(LIB) ## the Go tests under the race detector
	CGO_ENABLED=1 $(WITHPG) go test -race -timeout 30m ./...

.PHONY: acceptance
acceptance: ## import the real feeds of DATA=dir and check the results; back up, destroy and restore the demo
	@test -d '$(DATA)' || { echo 'usage: make acceptance DATA=dir'; exit 2; }
	@.ci/need postgres
	ORION_ACCEPTANCE_DATA='$(abspath $(DATA))' $(WITHPG) go test -count=1 -v -timeout 30m -tags acceptance -run '^TestAcceptance' ./internal/marketplace/... ./internal/app

.PHONY: bench
bench: ## benchmarks, side by side: name, figure, ratio, bar
	@.ci/need postgres
	@$(WITHPG) go run ./internal/bench

.PHONY: lint
lint: node_modules/.package-lock.json ## linters for Go and for the pages
	npm run --silent lint
	$(TOOL) golangci-lint run ./...
	$(TOOL) golangci-lint fmt --diff

.PHONY: vuln
vuln: ## known holes in what we depend on (asks the vulnerability database)
	$(TOOL) govulncheck ./...

.PHONY: verify
verify: generate ## fails if generated code, modules or migrations are behind their sources
	go mod tidy -diff
	go -C internal/tools mod tidy -diff
	go run ./ent/migrate.go -check
	git diff --exit-code -- $(GENERATED)
	@new=$$(git ls-files --others --exclude-standard -- $(GENERATED)); test -z "$$new" || { echo "not in git:"; echo "$$new"; exit 1; }

## Changing

.PHONY: generate
generate: ## ent and gqlgen, after a change of ent/schema or of *.graphqls
	go run ./ent/entc.go
	go tool gqlgen generate

.PHONY: migrate-new
migrate-new: ## write the migration that ent/schema asks for: name=add_things
	@test -n '$(name)' || { echo 'usage: make migrate-new name=add_things'; exit 2; }
	go run ./ent/migrate.go -name '$(name)'

.PHONY: fmt
fmt: ## format Go code
	$(TOOL) golangci-lint fmt

.PHONY: clean
clean: ## remove what was built; the data stays
	rm -rf bin
	find storefront/lib -mindepth 1 ! -name .gitkeep -delete
