package quality

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/metadata"
	"honglinh/datasets/table"
)

func now() time.Time { return time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC) }

// perfect is a dataset to which nothing is missing.
func perfect() *metadata.Dataset {
	long := strings.Repeat("mô tả ", 30)
	v := table.Version{Number: "1.0.0", Rows: 3, Created: now(), Columns: []table.Column{{Name: "a", Title: text.New("A", "A")}}}
	return &metadata.Dataset{Package: &datasets.Package{}, Slug: "d", Title: text.New("Bộ", "Set"), Description: text.New(long, long),
		Keywords: map[text.Lang][]string{text.VI: {"đất"}, text.EN: {"land"}}, Themes: []string{"GOVE"}, Spatial: []metadata.Place{{Unit: "unit/x"}},
		Temporal: catalog.Interval{From: "2020", To: "2021"}, Licence: metadata.Licence{Code: "CC-BY-4.0", URL: "https://l.example", EU: "http://eu.example"},
		Publisher: metadata.Agent{Name: "Sở"}, Frequency: "ANNUAL", Version: "1.0.0", Issued: now(), Modified: now().AddDate(0, -2, 0), ReviewDue: "2027",
		Tables: []metadata.Table{{Resource: datasets.Resource{Name: "t", Description: text.New("Bảng", "")}, State: &table.State{Versions: []table.Version{v}},
			Distributions: []metadata.Distribution{{Format: "csv", Media: "text/csv", Registered: true, FileType: "CSV", Path: "/x.csv", Bytes: 5}}}}}
}

func judge(d *metadata.Dataset) Report { return Judge(Subject{Dataset: d}, now()) }

func TestWeightsAreThoseOfTheMethodology(t *testing.T) {
	sums := map[string]int{}
	for _, r := range rules() {
		sums[r.dimension] += r.max
	}
	for dimension, want := range map[string]int{Findability: 100, Accessibility: 100, Interoperability: 110, Reusability: 75, Contextuality: 20} {
		if sums[dimension] != want {
			t.Errorf("%s: %d, want %d", dimension, sums[dimension], want)
		}
	}
}

func TestNothingMissingScoresAll(t *testing.T) {
	r := judge(perfect())
	if r.MQA.Points != MaxMQA || r.MQA.Max != MaxMQA || r.Gate != MaxMQA || r.MQA.Rating[text.EN] != "Excellent" || r.DataGouvPassed != 9 || !r.Schema.Valid {
		t.Errorf("%+v", r)
	}
	for _, c := range r.Google {
		if !c.OK {
			t.Errorf("%s: %v", c.ID, c.Fix)
		}
	}
}

func TestEveryGapCostsItsPointsAndSaysTheFix(t *testing.T) {
	for _, tc := range []struct {
		name   string
		spoil  func(*metadata.Dataset)
		points int
		metric string
	}{
		{"no keywords", func(d *metadata.Dataset) { d.Keywords = nil }, 375, "keyword"},
		{"no theme", func(d *metadata.Dataset) { d.Themes = nil }, 375, "theme"},
		{"no area", func(d *metadata.Dataset) { d.Spatial = nil }, 385, "spatial"},
		{"no time", func(d *metadata.Dataset) { d.Temporal = catalog.Interval{} }, 385, "temporal"},
		{"no licence", func(d *metadata.Dataset) { d.Licence = metadata.Licence{} }, 375, "licence"},
		{"a licence outside the EU list", func(d *metadata.Dataset) { d.Licence.EU = "" }, 395, "licence_vocabulary"},
		{"no publisher", func(d *metadata.Dataset) { d.Publisher = metadata.Agent{} }, 395, "publisher"},
		{"no size", func(d *metadata.Dataset) { d.Tables[0].Distributions[0].Bytes = 0 }, 400, "byte_size"},
		{"no download", func(d *metadata.Dataset) { d.Tables[0].Distributions = nil }, 215, "download_url"},
		{"only a spreadsheet", func(d *metadata.Dataset) { d.Tables[0].Distributions[0].FileType = "XLSX" }, 365, "non_proprietary"},
		{"no description", func(d *metadata.Dataset) { d.Description = nil }, 375, "dcat_ap"},
	} {
		d := perfect()
		tc.spoil(d)
		r := judge(d)
		if r.MQA.Points != tc.points {
			t.Errorf("%s: %d points, want %d", tc.name, r.MQA.Points, tc.points)
		}
		gained := r.MQA.Points
		for _, m := range r.MQA.Metrics {
			gained += m.Gain
			if m.Gain != 0 && (m.Fix[text.VI] == "" || m.Fix[text.EN] == "") {
				t.Errorf("%s: %s has no fix in both languages", tc.name, m.ID)
			}
			if m.ID == tc.metric && m.Points != 0 {
				t.Errorf("%s: %s still has points", tc.name, m.ID)
			}
		}
		if gained != MaxMQA {
			t.Errorf("%s: points and gains add up to %d", tc.name, gained)
		}
	}
}

func TestWhatTheShapesObjectToIsNamedWithItsFix(t *testing.T) {
	if got := Violations(Subject{Dataset: perfect()}); len(got) != 0 {
		t.Fatalf("nothing is wrong, got %+v", got)
	}
	for _, tc := range []struct {
		name, property string
		spoil          func(*metadata.Dataset)
	}{
		{"no title", "dct:title", func(d *metadata.Dataset) { d.Title = nil }},
		{"a theme of another list", "dcat:theme", func(d *metadata.Dataset) { d.Themes = []string{"LAND"} }},
		{"a frequency of another list", "dct:accrualPeriodicity", func(d *metadata.Dataset) { d.Frequency = "yearly" }},
		{"a time that ends before it begins", "dct:temporal", func(d *metadata.Dataset) { d.Temporal = catalog.Interval{From: "2022", To: "2020"} }},
		{"an author without a name", "foaf:name", func(d *metadata.Dataset) { d.Creators = []metadata.Agent{{URL: "https://a.example"}} }},
		{"a law without an address", "dcatap:applicableLegislation", func(d *metadata.Dataset) { d.Legal = []metadata.Legal{{Title: text.New("Luật", "Law")}} }},
		{"a licence at a bare word", "dct:license", func(d *metadata.Dataset) { d.Licence.URL = "cc-by" }},
		{"a download without an address", "dcat:accessURL", func(d *metadata.Dataset) { d.Tables[0].Distributions[0].Path = "" }},
		{"a checksum that is none", "spdx:checksumValue", func(d *metadata.Dataset) { d.Tables[0].Distributions[0].SHA256 = "xyz" }},
	} {
		d := perfect()
		tc.spoil(d)
		got := Violations(Subject{Dataset: d})
		if len(got) != 1 || got[0].Property != tc.property || got[0].Fix[text.VI] == "" || got[0].Fix[text.EN] == "" {
			t.Errorf("%s: %+v", tc.name, got)
		}
		if r := judge(d); r.MQA.Points > MaxMQA-30 {
			t.Errorf("%s: still %d points", tc.name, r.MQA.Points)
		}
	}
}

func TestALateDatasetIsNotUpdatedInTime(t *testing.T) {
	for _, tc := range []struct {
		frequency string
		age       int // days
		want      bool
	}{{"ANNUAL", 300, true}, {"ANNUAL", 400, false}, {"DAILY", 5, true}, {"DAILY", 9, false}, {"IRREG", 4000, true}, {"NEVER", 4000, true}, {"", 0, false}} {
		d := perfect()
		d.Frequency, d.Modified = tc.frequency, now().AddDate(0, 0, -tc.age)
		if got := inTime(Subject{Dataset: d}, now()); got != tc.want {
			t.Errorf("%q after %d days: %v", tc.frequency, tc.age, got)
		}
	}
}

func TestTheListSaysWhyADatasetIsNotOpenAndWhatIsOverdue(t *testing.T) {
	d := perfect()
	d.Withheld, d.ReviewDue = &metadata.Withheld{Reason: text.New("Đang rà soát", "Under review"), Ground: "Điều 1"}, "2026-06"
	e := judge(d).Entry
	if e.Open || e.Reason[text.EN] != "Under review" || !e.Overdue || e.LegalFrame != nil {
		t.Errorf("%+v", e)
	}
	d.ReviewDue, d.Licence.Code = "", "VN-OPEN-DATA"
	if e := judge(d).Entry; e.LegalFrame == nil || e.LegalFrame.Number != "194/2025/NĐ-CP" {
		t.Errorf("open data of a state body without its decree: %+v", e)
	}
	if e := judge(d).Entry; e.Overdue || e.Note[text.VI] == "" {
		t.Errorf("a review that is not declared: %+v", e)
	}
}

func TestValuesThatDoNotFitAreCountedByColumn(t *testing.T) {
	d := perfect()
	v := &d.Tables[0].State.Versions[0]
	v.Columns = append(v.Columns, table.Column{Name: "b", Declared: "integer", Evidence: table.Evidence{Refused: 2}})
	s := judge(d).Schema
	if s.Valid || len(s.Columns) != 1 || s.Columns[0].Refused != 2 || s.Untitled != 1 || s.Rows != 3 {
		t.Errorf("%+v", s)
	}
}

func TestHistoryKeepsChangesOnly(t *testing.T) {
	var kept []byte
	for i := range maxHistory + 30 {
		r := judge(perfect())
		if i%2 == 1 {
			r.MQA.Points = i
		}
		keep, changed, err := r.Remember(kept, now().AddDate(0, 0, i))
		if err != nil || !changed {
			t.Fatalf("%d: %v %v", i, changed, err)
		}
		if kept, changed, err = r.Remember(keep, now().AddDate(0, 0, i+1)); err != nil || changed || string(kept) != string(keep) {
			t.Fatalf("the same score was written twice")
		}
	}
	var past []Past
	if err := json.Unmarshal(kept, &past); err != nil || len(past) != maxHistory || past[maxHistory-1].MQA != maxHistory+29 {
		t.Errorf("%d kept, %v", len(past), err)
	}
	r := judge(perfect())
	if _, changed, err := r.Remember([]byte("damaged"), now()); err != nil || !changed || len(r.History) != 1 {
		t.Errorf("a damaged history: %v %v", changed, err)
	}
}
