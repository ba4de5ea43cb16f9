package ogc

import (
	_ "embed"
	"encoding/json"
	"net/http"

	"honglinh/api/ogc/cite"
)

//go:embed report.json
var reportJSON []byte

// report shows what the checks of the package cite found when they were last run against this program; a test fails when that is out of date.
func (f *Face) report(w http.ResponseWriter, r *http.Request) error {
	if _, err := check(r, pageParameters(mediaJSON)); err != nil {
		return err
	}
	forms := pageForms(mediaJSON)
	now, lang, err := f.choose(w, r, forms)
	if err != nil {
		return err
	}
	var stored cite.Report
	if err := json.Unmarshal(reportJSON, &stored); err != nil {
		return err
	}
	doc := struct {
		Links []link `json:"links"`
		cite.Report
	}{f.selfAndAlternates(r, now, forms, lang), stored}
	return f.respond(w, r, now, lang, answer{title: say(lang, "Báo cáo kiểm thử theo chuẩn OGC", "OGC conformance test report"), media: mediaJSON, body: doc, trail: f.trail(lang)})
}
