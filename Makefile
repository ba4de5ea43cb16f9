# Commands of the Hồng Lĩnh catalogue. The first two are all a newcomer needs.
VERSION := $(shell git describe --always --dirty 2>/dev/null || echo dev)
GOFILES := $(shell git ls-files '*.go' 2>/dev/null)

.PHONY: run build test conformance qgis bench soak cluster fuzz release fmt clean

## run: build and serve the shipped catalogue at http://127.0.0.1:8080
run: build
	./honglinh serve

## build: one binary, ./honglinh
build:
	go build -trimpath -ldflags "-s -w -X main.version=$(VERSION)" -o honglinh .

# RACE looks for data races in everything but SQLite's C as translated to Go: under the detector
# that alone takes five times the processor, and what it does with memory of its own is no race of
# ours. (No package may stand there that has generic code of sync in it, such as sync.Map: the
# linker might take that code from there for all, and the detector then sees no order in it.)
TRANSLATED := modernc.org/sqlite/lib modernc.org/libc modernc.org/memory
RACE := -race $(foreach package,$(TRANSLATED),-gcflags=$(package)=-race=false)

# Without tables for debuggers a test that DuckDB is linked into is linked in half the time.
STRIPPED := -ldflags '-s -w'

# LONGEST are the packages whose tests take longest: they begin first, so that the last minutes
# are not one of them on one processor. What go test vets by itself, go vet has vetted before.
LONGEST := ./web ./indexer . ./api/ogc

# UNRACED are the tests that ask for one thing after the other, thousands of pages or the packages
# of a whole country: the race detector, which would make each of them up to ten times as long,
# sees nothing in them that it does not see in shorter ones. They run once, without it, in the
# packages that follow (unraced_test.go finds one that is forgotten).
UNRACED := Relevance|Judged|AxeFindsNothing|LinksResolve|UnderSixtyKilobytes|FourteenFieldsFits|MapPagesForEveryone|EveryLinkOfTheMap|SiteMapSplits|ComeInWholeAndTheSame|CommunesOfTheWholeCountry|FilesAreThoseOfThePackage|GeometryOfTenMillion|AForeignCatalogueNames|TheShippedCatalogueConforms|ConformanceReportIsFresh|TextOfFilesIsRead|FileThatIsATextBecomes|SheetsAreDrawnInBoth
UNRACED_IN := ./web ./web/desk ./indexer ./api/ogc . ./catalog/search/bleveengine ./indexer/harvest/attached ./indexer/harvest/file ./datasets/mapsheet

## test: format, vet, race detector, unit, end-to-end and browser tests; then the longest walks and the figures of ranking without it
test:
	@.ci/setup
	@unformatted=$$(gofmt -l $(GOFILES)); if [ -n "$$unformatted" ]; then echo "run gofmt on:"; echo "$$unformatted"; exit 1; fi
	go vet $(RACE) ./...
	go test $(RACE) $(STRIPPED) -vet=off -timeout 45m -skip '$(UNRACED)' $(LONGEST) ./...
	go test $(STRIPPED) -vet=off -timeout 20m -run '$(UNRACED)' $(UNRACED_IN)

## conformance: foreign clients and validators against the served catalogue
conformance:
	@.ci/setup clients
	@.ci/conformance/all

## qgis: installs Debian's QGIS (about three minutes), then as conformance
qgis:
	@apt-get install -y --no-install-recommends python3-qgis qgis-providers >/dev/null
	@$(MAKE) conformance

## bench: the figures of the README, with the machine they were measured on
bench:
	@go version; nproc
	go test -run '^$$' -bench . -benchmem -timeout 120m ./...
	@.ci/bench/peers

## soak: 200 kills of an ingest and of a harvest, an hour of portals with faults
## (HONGLINH_SOAK_TIME=1h), and longer property runs
soak:
	HONGLINH_SOAK=1 go test -timeout 90m -run 'Kill|Soak|Property|ManyDrafts' ./...

## cluster: a writer and three readers under load, with members killed, paused and cut off,
## for half an hour (CLUSTER_LASTS=30m)
CLUSTER_LASTS ?= 30m
cluster:
	CLUSTER_LASTS=$(CLUSTER_LASTS) go test -count=1 -timeout 0 -v -run '^TestAClusterServesWhateverHappensToItsMembers$$' .

## fuzz: each fuzz target for a while (FUZZTIME=30s)
FUZZTIME ?= 20s
fuzz:
	@for p in $$(go list ./...); do for f in $$(go test -list '^Fuzz' $$p 2>/dev/null | grep '^Fuzz'); do \
	  echo "$$p $$f"; go test -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) $$p || exit 1; done; done

## release: the program, its parts and their licences, checksums, in dist/
release:
	@.ci/release

fmt:
	gofmt -w $(GOFILES)

clean:
	rm -f honglinh
