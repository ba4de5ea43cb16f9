package quality

import (
	"encoding/json"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets/metadata"
)

// Report is all that is known of a dataset's quality, with its entry in the open
// data list.
type Report struct {
	Dataset string `json:"dataset"`
	Version string `json:"version"`
	MQA     Score  `json:"mqa"`
	Gate    int    `json:"gate"`
	// Violations are what the DCAT-AP shapes object to.
	Violations []Violation `json:"dcat_ap"`
	Google     []Check     `json:"google"`
	DataGouv   []Check     `json:"data_gouv"`
	// DataGouvPassed is of nine.
	DataGouvPassed int    `json:"data_gouv_passed"`
	Schema         Schema `json:"table_schema"`
	Entry          Entry  `json:"open_data_list"`
	History        []Past `json:"history"`
}

// Entry is a line of the public open data list (danh mục dữ liệu mở).
type Entry struct {
	Open      bool      `json:"open"`
	Reason    text.Text `json:"reason,omitzero"` // why not, where it is not open
	Ground    string    `json:"ground,omitempty"`
	Publisher string    `json:"publisher,omitempty"`
	Licence   string    `json:"licence,omitempty"`
	// LegalFrame is the decree on open data of state bodies, of a dataset published
	// under its terms; nil where the publisher does not claim them.
	LegalFrame *Frame           `json:"legal_frame,omitempty"`
	Legal      []metadata.Legal `json:"applicable_legislation,omitempty"`
	Frequency  string           `json:"update_frequency,omitempty"`
	NextReview catalog.Date     `json:"next_review,omitempty"`
	Overdue    bool             `json:"overdue"`
	// Note says what is not known.
	Note text.Text `json:"note,omitzero"`
}

// Frame names a legal instrument.
type Frame struct {
	Number  string    `json:"number"`
	Title   text.Text `json:"title"`
	InForce string    `json:"in_force"`
}

// Decree194 is the decree that details open data of state bodies since 19 August 2025.
func Decree194() Frame {
	return Frame{Number: "194/2025/NĐ-CP", InForce: "2025-08-19", Title: text.New(
		"Nghị định 194/2025/NĐ-CP về cơ sở dữ liệu quốc gia, kết nối và chia sẻ dữ liệu, dữ liệu mở phục vụ giao dịch điện tử của cơ quan nhà nước",
		"Decree 194/2025/ND-CP on national databases, data connection and sharing, and open data for electronic transactions of state bodies")}
}

// Past is an earlier score.
type Past struct {
	Date    string `json:"date"`
	Version string `json:"version"`
	MQA     int    `json:"mqa"`
	Gouv    int    `json:"data_gouv"`
	Valid   bool   `json:"table_schema"`
}

// Judge makes a report, without history.
func Judge(s Subject, now time.Time) Report {
	r := Report{Dataset: s.Slug, Version: s.Version, MQA: MQA(s), Gate: gate(s), Violations: Violations(s), Google: Google(s), DataGouv: DataGouv(s, now), Schema: Tables(s), Entry: entry(s, now), History: []Past{}}
	for _, c := range r.DataGouv {
		if c.OK {
			r.DataGouvPassed++
		}
	}
	return r
}

func entry(s Subject, now time.Time) Entry {
	e := Entry{Open: s.Withheld == nil, Publisher: s.Publisher.Name, Licence: s.Licence.Code, Legal: s.Legal, Frequency: s.Frequency, NextReview: s.ReviewDue}
	if s.Licence.Code == "VN-OPEN-DATA" {
		frame := Decree194()
		e.LegalFrame = &frame
	}
	if s.Withheld != nil {
		e.Reason, e.Ground = s.Withheld.Reason, s.Withheld.Ground
	}
	if s.ReviewDue == "" {
		e.Note = text.New("Chưa khai ngày rà soát; điền honglinh.review_due trong datapackage.json.", "No review date is declared; set honglinh.review_due in datapackage.json.")
	} else {
		e.Overdue = s.ReviewDue.End().Before(now)
	}
	return e
}

// maxHistory is how many past scores are kept: a change a week for two years.
const maxHistory = 100

// Remember adds the report's score to a history as kept, if it differs from the
// last one, and returns the history to keep. A history that cannot be read starts anew.
func (r *Report) Remember(kept []byte, now time.Time) (keep []byte, changed bool, err error) {
	var past []Past
	if json.Unmarshal(kept, &past) != nil {
		past = nil
	}
	p := Past{Date: now.UTC().Format(time.DateOnly), Version: r.Version, MQA: r.MQA.Points, Gouv: r.DataGouvPassed, Valid: r.Schema.Valid}
	if n := len(past); n == 0 || past[n-1].Version != p.Version || past[n-1].MQA != p.MQA || past[n-1].Gouv != p.Gouv || past[n-1].Valid != p.Valid {
		past, changed = append(past, p), true
	}
	if len(past) > maxHistory {
		past = past[len(past)-maxHistory:]
	}
	r.History = past
	if !changed {
		return kept, false, nil
	}
	keep, err = json.Marshal(past)
	return keep, true, err
}
