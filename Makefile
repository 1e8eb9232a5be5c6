# One tag set for every go call: a second one would compile Fyne's C code, minutes of it, once more.
TAGS := migrated_fynedo
export GOFLAGS := -tags=$(TAGS) -buildvcs=false

# FyneApp.toml is the source of the version.
VERSION := $(shell sed -n 's/^ *Version *= *"\([^"]*\)".*/\1/p' FyneApp.toml)
BUILD   := $(shell sed -n 's/^ *Build *= *\([0-9]*\).*/\1/p' FyneApp.toml)
LDFLAGS := -X muster/assets.Version=$(VERSION)

SYSTEM := $(if $(filter Windows_NT,$(OS)),Windows,$(shell uname -s))

# Everything but cmd/muster needs no C compiler. On macOS even Fyne's widgets do not build without one.
WITHOUT_C := CGO_ENABLED=$(if $(filter Darwin,$(SYSTEM)),1,0)

# Linux is the one system on which there may be no display.
DISPLAY_SET := $(if $(filter Linux,$(SYSTEM)),$(DISPLAY)$(WAYLAND_DISPLAY),yes)

SETUP := sh cmd/setup/system-packages.sh

# All packages without the window; -e, because cmd/muster cannot be listed without C. Two steps, so that a failing go list fails the target.
WINDOWLESS = all=$$($(WITHOUT_C) go list -e ./...) && pkgs=$$(echo "$$all" | grep -v -e '^muster/cmd/muster$$' -e '^muster/cmd/muster/')

TESTFLAGS ?=

.DEFAULT_GOAL := help
.PHONY: help run run-without-window test test-quick check build windows clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: ## start Muster; without a display write a sample's reports to out/ (ARGS=... for the program)
ifneq ($(DISPLAY_SET),)
	@$(SETUP) run
	@echo "Starting Muster. The first build compiles C code and takes minutes, later ones seconds."
	@mkdir -p bin
	CGO_ENABLED=1 go build -ldflags "$(LDFLAGS)" -o bin/ ./cmd/muster
# Exit code 3: DISPLAY is set, but nothing answers there.
	@bin/muster $(ARGS); code=$$?; if [ $$code -eq 3 ]; then $(MAKE) --no-print-directory run-without-window; else exit $$code; fi
else
	@echo "There is no display: neither DISPLAY nor WAYLAND_DISPLAY is set."
	@$(MAKE) --no-print-directory run-without-window
endif

run-without-window:
	@$(SETUP) cli
	@echo "Doing the same job without a window: evaluating the sample 'saas', PDF and workbook go to out/."
	CGO_ENABLED=0 go run -ldflags "$(LDFLAGS)" ./cmd/muster-cli report --sample saas --out out

test: ## all tests, the one in the real window included
	@$(SETUP) test
	@$(WINDOWLESS) && $(WITHOUT_C) go test -timeout 15m $(TESTFLAGS) $$pkgs
# -count=1: these tests build the program themselves, which the cache of results does not see.
	CGO_ENABLED=1 go test -count=1 -timeout 15m $(TESTFLAGS) ./cmd/muster/...

test-quick: ## tests without the window: no C compiler, seconds once cached
	@$(SETUP) cli
	@$(WINDOWLESS) && $(WITHOUT_C) go test -timeout 15m $(TESTFLAGS) $$pkgs

check: ## formatting, go vet, staticcheck
	@$(SETUP) run
	@files=$$(gofmt -l .) && { test -z "$$files" || { echo "not gofmt-formatted:"; echo "$$files"; exit 1; }; }
	CGO_ENABLED=1 go vet ./...
	CGO_ENABLED=1 go tool staticcheck -tags=$(TAGS) ./...

build: ## bin/muster and bin/muster-cli for this system
	@$(SETUP) run
	@mkdir -p bin
	CGO_ENABLED=1 go build -trimpath -ldflags "-s -w $(LDFLAGS)" -o bin/ ./cmd/muster
	CGO_ENABLED=0 go build -trimpath -ldflags "-s -w $(LDFLAGS)" -o bin/ ./cmd/muster-cli
	@cp assets/icon.png bin/muster.png

windows: ## bin/windows/muster.exe and muster-cli.exe, cross-compiled with mingw-w64
	@$(SETUP) windows
	@mkdir -p bin/windows
	$(call windows-program,muster,Muster,CGO_ENABLED=1,-H windowsgui)
	$(call windows-program,muster-cli,Muster command line,CGO_ENABLED=0,)

clean: ## remove what was built; out/ stays, it may hold somebody's only report
	rm -rf bin coverage.* cmd/muster/*.syso cmd/muster-cli/*.syso

# A Windows program carries its icon and version as a resource, which go build links from a .syso file
# beside the sources. It exists during the build only, so that no stale version is ever linked.
# $(1) program, $(2) description, $(3) cgo, $(4) more linker flags
define windows-program
	@echo "Building bin/windows/$(1).exe $(VERSION)"
	@$(call windows-resource,$(1),$(2)) > bin/windows/$(1).rc
	@trap 'rm -f cmd/$(1)/$(WINDOWS_SYSO) bin/windows/$(1).rc' EXIT && trap 'exit 1' HUP INT TERM && \
	x86_64-w64-mingw32-windres -O coff -o cmd/$(1)/$(WINDOWS_SYSO) bin/windows/$(1).rc && \
	GOOS=windows GOARCH=amd64 CC=x86_64-w64-mingw32-gcc $(3) go build -trimpath -ldflags "-s -w $(LDFLAGS) $(4)" -o bin/windows/ ./cmd/$(1)
endef

# The suffix keeps go build from linking it into anything but 64-bit Windows.
WINDOWS_SYSO := rsrc_windows_amd64.syso

comma := ,
WINDOWS_VERSION := $(subst .,$(comma),$(firstword $(subst -, ,$(VERSION)))),$(BUILD)

define windows-resource
printf '%s\n' \
	'1 ICON "assets/icon.ico"' \
	'1 VERSIONINFO' \
	'FILEVERSION $(WINDOWS_VERSION)' \
	'PRODUCTVERSION $(WINDOWS_VERSION)' \
	'FILEOS 0x40004' \
	'FILETYPE 1' \
	'{' \
	'  BLOCK "StringFileInfo" { BLOCK "040904B0" {' \
	'    VALUE "CompanyName", "The Muster authors"' \
	'    VALUE "FileDescription", "$(2)"' \
	'    VALUE "FileVersion", "$(VERSION)"' \
	'    VALUE "InternalName", "$(1)"' \
	'    VALUE "LegalCopyright", "Copyright (c) 2026 The Muster authors. MIT License."' \
	'    VALUE "OriginalFilename", "$(1).exe"' \
	'    VALUE "ProductName", "Muster"' \
	'    VALUE "ProductVersion", "$(VERSION)"' \
	'  } }' \
	'  BLOCK "VarFileInfo" { VALUE "Translation", 0x409, 1200 }' \
	'}'
endef
