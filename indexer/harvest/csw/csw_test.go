package csw_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"honglinh/indexer/harvest"
	"honglinh/indexer/harvest/csw"
	"honglinh/indexer/harvest/harvesttest"
)

// portal has three records, of which it shows one at once; twice has it show the first
// in place of the second.
func portal(title *string, twice bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, _ := strconv.Atoi(r.URL.Query().Get("startPosition"))
		next := n + 1
		if n == 3 {
			next = 0
		}
		shown, name := n, fmt.Sprint("Bản ghi ", n)
		if twice && n == 2 {
			shown = 1
		}
		if n == 2 {
			name = *title
		}
		fmt.Fprintf(w, `<?xml version="1.0"?><csw:GetRecordsResponse xmlns:csw="http://www.opengis.net/cat/csw/2.0.2" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dct="http://purl.org/dc/terms/">
<csw:SearchResults numberOfRecordsMatched="3" numberOfRecordsReturned="1" nextRecord="%d"><csw:Record><dc:identifier>urn:%d</dc:identifier><dc:title>%s</dc:title><dct:abstract>Tóm tắt</dct:abstract>
<dct:modified>2026-05-01</dct:modified><dc:language>vie</dc:language><dct:references>https://geo.example/%d</dct:references></csw:Record></csw:SearchResults></csw:GetRecordsResponse>`, next, shown, name, shown)
	})
}

func TestCSWPassesTheSuite(t *testing.T) {
	harvesttest.Run(t, func(*testing.T) harvesttest.Rig {
		title := "Bản ghi 2"
		return harvesttest.Rig{Protocol: csw.Protocol{}, Portal: portal(&title, false), Items: 3, Source: harvest.Source{Protocol: "csw", Address: "/csw?map=x", Kind: "document"}, Change: func() { title = "Sửa" }}
	})
}

func TestACatalogueThatShowsOneRecordTwiceIsNotWhole(t *testing.T) {
	t.Parallel()
	title := "Bản ghi 2"
	s := harvesttest.New(t, harvesttest.Rig{Protocol: csw.Protocol{}, Portal: portal(&title, true), Source: harvest.Source{Protocol: "csw", Address: "/csw", Kind: "document"}})
	if rep := s.Run(t, 0); !strings.Contains(rep.Stopped, "counts 3 records and shows 2") || rep.Items != 2 || rep.Missing != 0 {
		t.Errorf("got %+v", rep)
	}
}
