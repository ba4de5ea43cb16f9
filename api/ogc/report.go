package ogc

import (
	_ "embed"
	"encoding/json"
	"net/http"

	"honglinh/catalog/text"
)

//go:embed report.json
var reportJSON []byte

// report shows what the checks of the package citetest found when they were last run against this program; a test fails when that is out of date.
func (f *Face) report(w http.ResponseWriter, r *http.Request) error {
	o, err := f.begin(w, r, mediaJSON)
	if err != nil {
		return err
	}
	var stored storedReport
	if err := json.Unmarshal(reportJSON, &stored); err != nil {
		return err
	}
	doc := reportDoc{o.links, stored.Summary, nil}
	for _, x := range stored.Results {
		doc.Results = append(doc.Results, reportLine{x.Class, x.Requirement, best(x.Title, o.lang), x.Status, x.Message})
	}
	return f.respond(w, r, o.now, o.lang, answer{title: say(o.lang, "Báo cáo kiểm thử theo chuẩn OGC", "OGC conformance test report"), media: mediaJSON, body: doc, trail: f.trail(o.lang)})
}

// storedReport is the report as the checks wrote it.
type storedReport struct {
	Summary reportSummary `json:"summary"`
	Results []struct {
		Class       string    `json:"class"`
		Requirement string    `json:"requirement"`
		Title       text.Text `json:"title"`
		Status      string    `json:"status"`
		Message     string    `json:"message"`
	} `json:"results"`
}

// reportSummary counts results by status.
type reportSummary struct {
	Pass int `json:"pass"`
	Fail int `json:"fail"`
	Skip int `json:"skip"`
}

// reportDoc is the report in one language.
type reportDoc struct {
	Links   []link        `json:"links"`
	Summary reportSummary `json:"summary"`
	Results []reportLine  `json:"results"`
}

type reportLine struct {
	Class       string `json:"class"`
	Requirement string `json:"requirement"`
	Title       string `json:"title"`
	Status      string `json:"status"`
	Message     string `json:"message,omitempty"`
}
