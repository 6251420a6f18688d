# careof's two commands are `make run` and `make test`; the rest serves those who change it.

PREFIX = /usr/local
DESTDIR =
CAREOF = .build/release/careof
SAMPLE = Sources/CEmbedded/sample.pcap

# Debian packages; `a|b` is whichever of both names this release knows.
BUILD_PACKAGES = libncursesw5-dev|libncurses-dev libssl-dev libtomlplusplus-dev
TEST_PACKAGES = tshark tcpdump python3-scapy

# What `make test` does, in this order. A stage is a target of this file, or a script Tests/Stages/NAME that exits
# with 0 where all is well. The unit tests come last, so that their lines close the output.
STAGES = lint build unit
# What `make bench` measures: scripts Tests/Benchmarks/NAME.
BENCHMARKS =

.PHONY: run test bench lint build unit install release packages test-packages FORCE

run: release
	$(CAREOF) decode --verbose $(SAMPLE)

test: test-packages $(STAGES)

bench: test-packages release $(BENCHMARKS:%=Tests/Benchmarks/%)

lint:
	swift format lint --strict --recursive Package.swift Sources Tests

# A warning ends the build (Package.swift).
build: packages
	swift build --build-tests

unit: packages
	swift test

# The Swift library goes into the program, so that it runs where no Swift is.
release: packages
	CAREOF_ALLOW_WARNINGS=1 swift build --configuration release --static-swift-stdlib --product careof

$(CAREOF):
	$(MAKE) --no-print-directory release

# Installs what is built, so that root needs no Swift; `make release` builds anew.
install: $(CAREOF)
	install -D -m 755 $(CAREOF) $(DESTDIR)$(PREFIX)/bin/careof

packages:
	@.ci/packages $(foreach package,$(BUILD_PACKAGES),'$(package)')

test-packages: packages
	@.ci/packages $(foreach package,$(TEST_PACKAGES),'$(package)')

Tests/Stages/% Tests/Benchmarks/%: FORCE
	$@

FORCE:
