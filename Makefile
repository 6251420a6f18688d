# careof's two commands are `make run` and `make test`; the rest serves those who change it.

PREFIX = /usr/local
DESTDIR =
CAREOF = .build/release/careof
COMPLETIONS = bash-completion/completions/careof zsh/site-functions/_careof fish/vendor_completions.d/careof.fish

# Debian packages; `a|b` is whichever of both names this release knows.
BUILD_PACKAGES = libncursesw5-dev|libncurses-dev libssl-dev libtomlplusplus-dev libpcap-dev libnl-3-dev libnftables-dev pkg-config|pkgconf
TEST_PACKAGES = tshark tcpdump python3-scapy iproute2 iputils-ping nftables radvd procps tmux ncurses-term librsvg2-bin btop user-mode-linux kmod

# What `make test` runs between the build and the unit tests: scripts Tests/Stages/NAME, in this order.
STAGES = fuzz schedules same-in-every-build namespaces user-mode-kernel install terminals
# What `make bench` measures: scripts Tests/Benchmarks/NAME, in this order.
BENCHMARKS = decode codec agent cache-view handover agent-on-the-wire tunnel kernel-tunnel terminal idle rewind open

.PHONY: run test bench lint build unit install uninstall release swift packages test-packages FORCE
.NOTPARALLEL:

run: release
	$(CAREOF)

# The unit tests come last, so that their lines and the count of requirements close the output.
test: test-packages lint build $(STAGES:%=Tests/Stages/%) unit

bench: test-packages release $(BENCHMARKS:%=Tests/Benchmarks/%)

lint: swift
	swift format lint --strict --recursive Package.swift Sources Tests

# A warning ends the build (Package.swift).
build: swift packages
	swift build --build-tests

unit: swift packages
	swift test
	@swift test --skip-build --filter RequirementTests | grep -E '^(requirements|R-[0-9]+:)'

# The Swift library goes into the program, so that it runs where no Swift is.
release: swift packages
	CAREOF_ALLOW_WARNINGS=1 swift build --configuration release --static-swift-stdlib --product careof

$(CAREOF):
	$(MAKE) --no-print-directory release

# Installs what is built, so that root needs no Swift; `make release` builds anew.
install: $(CAREOF)
	install -D -m 755 $(CAREOF) $(DESTDIR)$(PREFIX)/bin/careof
	install -D -m 644 -t $(DESTDIR)$(PREFIX)/share/careof/themes Themes/*.toml
	install -D -m 644 -t $(DESTDIR)$(PREFIX)/share/man/man1 Sources/careof/Manual/careof.1
	install -d $(dir $(COMPLETIONS:%=$(DESTDIR)$(PREFIX)/share/%))
	$(CAREOF) --generate-completion-script bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/careof
	$(CAREOF) --generate-completion-script zsh > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_careof
	$(CAREOF) --generate-completion-script fish > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/careof.fish

# Takes away what `make install` with the same PREFIX and DESTDIR put in place.
uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/careof $(DESTDIR)$(PREFIX)/share/man/man1/careof.1
	rm -f $(COMPLETIONS:%=$(DESTDIR)$(PREFIX)/share/%)
	rm -rf $(DESTDIR)$(PREFIX)/share/careof

swift:
	@command -v swift >/dev/null || { echo 'Swift 6.2 or newer is needed: https://www.swift.org/install/linux/'; exit 1; }

packages:
	@.ci/packages $(foreach package,$(BUILD_PACKAGES),'$(package)')

test-packages: packages
	@.ci/packages $(foreach package,$(TEST_PACKAGES),'$(package)')

Tests/Stages/% Tests/Benchmarks/%: FORCE
	$@

FORCE:
