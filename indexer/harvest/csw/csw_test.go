package csw_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"honglinh/indexer/harvest"
	"honglinh/indexer/harvest/csw"
	"honglinh/indexer/harvest/harvesttest"
)

// portal has three records, of which it shows one at once; twice has it show the first
// in place of the second.
func portal(title *string, twice bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("request") == "GetCapabilities" {
			fmt.Fprint(w, `<csw:Capabilities xmlns:csw="http://www.opengis.net/cat/csw/2.0.2"/>`)
			return
		}
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

// isoPortal has two records of ISO 19139, one of data and one of a service.
func isoPortal(title *string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		if q.Get("request") == "GetCapabilities" {
			fmt.Fprint(w, `<csw:Capabilities xmlns:csw="c" xmlns:ows="o"><ows:OperationsMetadata><ows:Operation name="GetRecords"><ows:Parameter name="outputSchema"><ows:Value>http://www.opengis.net/cat/csw/2.0.2</ows:Value><ows:Value>http://www.isotc211.org/2005/gmd</ows:Value></ows:Parameter></ows:Operation></ows:OperationsMetadata></csw:Capabilities>`)
			return
		}
		if q.Get("outputSchema") != "http://www.isotc211.org/2005/gmd" || q.Get("typeNames") != "gmd:MD_Metadata" {
			http.Error(w, "no", http.StatusBadRequest)
			return
		}
		fmt.Fprintf(w, `<csw:GetRecordsResponse xmlns:csw="c" xmlns:gmd="g" xmlns:gco="o" xmlns:gmx="x" xmlns:srv="s" xmlns:xlink="l"><csw:SearchResults numberOfRecordsMatched="2" nextRecord="0">
<gmd:MD_Metadata><gmd:fileIdentifier><gco:CharacterString>ban-do-1</gco:CharacterString></gmd:fileIdentifier><gmd:language><gmd:LanguageCode codeList="#" codeListValue="eng">English</gmd:LanguageCode></gmd:language><gmd:hierarchyLevel><gmd:MD_ScopeCode codeListValue="dataset"/></gmd:hierarchyLevel><gmd:dateStamp><gco:Date>2026-05-01</gco:Date></gmd:dateStamp>
<gmd:identificationInfo><gmd:MD_DataIdentification><gmd:citation><gmd:CI_Citation><gmd:title><gco:CharacterString>%s</gco:CharacterString></gmd:title></gmd:CI_Citation></gmd:citation><gmd:abstract><gco:CharacterString>Tóm tắt</gco:CharacterString></gmd:abstract><gmd:resourceConstraints><gmd:MD_LegalConstraints><gmd:otherConstraints><gmx:Anchor xlink:href="a">CC BY 4.0</gmx:Anchor></gmd:otherConstraints></gmd:MD_LegalConstraints></gmd:resourceConstraints><gmd:language><gco:CharacterString>vie</gco:CharacterString></gmd:language></gmd:MD_DataIdentification></gmd:identificationInfo>
<gmd:distributionInfo><gmd:MD_Distribution><gmd:transferOptions><gmd:MD_DigitalTransferOptions><gmd:onLine><gmd:CI_OnlineResource><gmd:linkage><gmd:URL>https://geo.example/ban-do</gmd:URL></gmd:linkage></gmd:CI_OnlineResource></gmd:onLine></gmd:MD_DigitalTransferOptions></gmd:transferOptions></gmd:MD_Distribution></gmd:distributionInfo></gmd:MD_Metadata>
<gmd:MD_Metadata><gmd:fileIdentifier><gco:CharacterString>dich-vu-2</gco:CharacterString></gmd:fileIdentifier><gmd:dateStamp><gco:DateTime>2026-05-02T00:00:00</gco:DateTime></gmd:dateStamp><gmd:identificationInfo><srv:SV_ServiceIdentification><gmd:citation><gmd:CI_Citation><gmd:title><gco:CharacterString>Dịch vụ</gco:CharacterString></gmd:title></gmd:CI_Citation></gmd:citation></srv:SV_ServiceIdentification></gmd:identificationInfo></gmd:MD_Metadata>
</csw:SearchResults></csw:GetRecordsResponse>`, *title)
	})
}

func TestISORecordsPassTheSuite(t *testing.T) {
	harvesttest.Run(t, func(*testing.T) harvesttest.Rig {
		title := "Bản đồ"
		return harvesttest.Rig{Protocol: csw.Protocol{}, Portal: isoPortal(&title), Items: 2, Source: harvest.Source{Protocol: "csw", Address: "/csw", Kind: "document", Language: "en"}, Change: func() { title = "Sửa" }}
	})
}

func TestWhatAnISORecordSays(t *testing.T) {
	t.Parallel()
	title := "Bản đồ"
	s := harvesttest.New(t, harvesttest.Rig{Protocol: csw.Protocol{}, Portal: isoPortal(&title), Source: harvest.Source{Protocol: "csw", Address: "/csw", Kind: "document", Language: "en"}})
	s.Run(t, 0)
	rows := fmt.Sprint(s.Files(t))
	for _, want := range []string{`"title_vi":"Bản đồ"`, `"summary_vi":"Tóm tắt"`, `"licence":"CC-BY-4.0"`, `"licence_stated":"CC BY 4.0"`, `"date":"2026-05-01"`, `"source_url":"https://geo.example/ban-do"`, `"title_en":"Dịch vụ"`, "GetRecordById"} {
		if !strings.Contains(rows, want) {
			t.Errorf("%s lacks %s", rows, want)
		}
	}
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

// recordISO is a record of ISO 19139 as catalogues write it, a little shorter.
const recordISO = `<gmd:MD_Metadata><gmd:fileIdentifier><gco:CharacterString>ban-do-%[1]d</gco:CharacterString></gmd:fileIdentifier><gmd:language><gmd:LanguageCode codeList="#" codeListValue="vie">vie</gmd:LanguageCode></gmd:language><gmd:dateStamp><gco:Date>2026-05-01</gco:Date></gmd:dateStamp>
<gmd:identificationInfo><gmd:MD_DataIdentification><gmd:citation><gmd:CI_Citation><gmd:title><gco:CharacterString>Bản đồ hiện trạng sử dụng đất tờ %[1]d</gco:CharacterString></gmd:title></gmd:CI_Citation></gmd:citation><gmd:abstract><gco:CharacterString>Tờ bản đồ thứ %[1]d của bộ bản đồ hiện trạng sử dụng đất, tỷ lệ 1:10.000, lập theo ảnh hàng không và đo bổ sung ở thực địa.</gco:CharacterString></gmd:abstract></gmd:MD_DataIdentification></gmd:identificationInfo>
<gmd:distributionInfo><gmd:MD_Distribution><gmd:transferOptions><gmd:MD_DigitalTransferOptions><gmd:onLine><gmd:CI_OnlineResource><gmd:linkage><gmd:URL>https://geo.example/ban-do/%[1]d</gmd:URL></gmd:linkage></gmd:CI_OnlineResource></gmd:onLine></gmd:MD_DigitalTransferOptions></gmd:transferOptions></gmd:MD_Distribution></gmd:distributionInfo></gmd:MD_Metadata>`

// catalogueOf is a catalogue of n records of ISO 19139.
func catalogueOf(n int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		if q.Get("request") == "GetCapabilities" {
			fmt.Fprint(w, `<csw:Capabilities xmlns:csw="c" xmlns:ows="o"><ows:OperationsMetadata><ows:Operation name="GetRecords"><ows:Parameter name="outputSchema"><ows:Value>http://www.isotc211.org/2005/gmd</ows:Value></ows:Parameter></ows:Operation></ows:OperationsMetadata></csw:Capabilities>`)
			return
		}
		start, _ := strconv.Atoi(q.Get("startPosition"))
		most, _ := strconv.Atoi(q.Get("maxRecords"))
		next := start + most
		if next > n {
			next = 0
		}
		fmt.Fprintf(w, `<csw:GetRecordsResponse xmlns:csw="c" xmlns:gmd="g" xmlns:gco="o"><csw:SearchResults numberOfRecordsMatched="%d" nextRecord="%d">`, n, next)
		for i := start; i <= n && i < start+most; i++ {
			fmt.Fprintf(w, recordISO, i)
		}
		fmt.Fprint(w, `</csw:SearchResults></csw:GetRecordsResponse>`)
	}
}

// BenchmarkCSW is a whole catalogue of 22,000 records, a tenth of a country's, into the
// folder of its source.
func BenchmarkCSW(b *testing.B) {
	const n = 22_000
	for b.Loop() {
		s := harvesttest.New(b, harvesttest.Rig{Protocol: csw.Protocol{}, Portal: catalogueOf(n), Source: harvest.Source{Protocol: "csw", Address: "/csw", Kind: "document"}})
		began := time.Now()
		if rep := s.Run(b, 0); rep.Added != n || rep.Stopped != "" || rep.RefusedCount > 0 {
			b.Fatalf("got %v", rep)
		}
		b.ReportMetric(n/time.Since(began).Seconds(), "records/s")
	}
}
