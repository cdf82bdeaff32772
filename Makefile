# What Felt can be asked to do. Tools that are missing are installed on the way.

.DEFAULT_GOAL := help
.PHONY: help run demo test lint bench soak cross generate clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

run: ## build the box and run it on this machine; it prints where it answers
	@scripts/build.sh && exec bin/leaf run --data data

demo: ## a running evening that plays by itself and begins again
	@scripts/build.sh && exec bin/leaf demo

test: ## every test there is, browser tests included; the time of each part at the end
	@scripts/test.sh

lint: ## formatting, vet, the repo's own rules, types of the front end
	@scripts/lint.sh

bench: ## tap to last screen and actions a second, against the bare floor
	go run ./bench/cmd/bench

soak: ## the long runs: a thousand power cuts and kills, weeks offline, 10,000 nights
	@scripts/soak.sh

cross: ## bin/leaf-linux-arm64, for the box
	@frontend/build.sh && scripts/cross-build.sh && ls -l bin/leaf-linux-arm64

generate: ## queries, API description and client from their sources
	@scripts/generate.sh

clean: ## away with everything that can be built again; data stays
	rm -rf bin .cache frontend/node_modules frontend/apps/*/build frontend/apps/*/.svelte-kit
	find internal/leaf/pages/built -mindepth 1 ! -name .keep -delete
