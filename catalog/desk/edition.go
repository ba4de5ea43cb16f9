package desk

import (
	"slices"
	"strings"
	"time"

	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// State is where an edition stands. The set is closed.
type State string

// The states of an edition.
const (
	Draft      State = "draft"
	Sent       State = "sent"
	Checked    State = "checked" // by the unit
	Editing    State = "editing" // by the board
	Returned   State = "returned"
	Approved   State = "approved"
	Scheduled  State = "scheduled"
	Published  State = "published"
	Corrected  State = "corrected" // a later edition of the record stands in its place
	Withdrawn  State = "withdrawn"
	Superseded State = "superseded" // another record stands in its place
	Discarded  State = "discarded"
)

// StateRow is a state with its name.
type StateRow struct {
	State State
	Label text.Text
	// Open says that somebody still has to do something with it.
	Open bool
}

// States returns all states, in the order in which an edition meets them.
func States() []StateRow {
	return []StateRow{
		{Draft, text.New("Bản nháp", "Draft"), true},
		{Sent, text.New("Đã gửi", "Sent"), true},
		{Checked, text.New("Đơn vị đã kiểm tra", "Checked by the unit"), true},
		{Editing, text.New("Đang biên tập", "In editing"), true},
		{Returned, text.New("Trả lại", "Returned"), true},
		{Approved, text.New("Đã duyệt", "Approved"), true},
		{Scheduled, text.New("Đã hẹn giờ", "Scheduled"), true},
		{Published, text.New("Đã xuất bản", "Published"), false},
		{Corrected, text.New("Đã có bản sửa", "Corrected since"), false},
		{Withdrawn, text.New("Đã rút", "Withdrawn"), false},
		{Superseded, text.New("Đã được thay thế", "Superseded"), false},
		{Discarded, text.New("Đã bỏ", "Discarded"), false},
	}
}

// Row returns the state with its name.
func (s State) Row() StateRow {
	for _, row := range States() {
		if row.State == s {
			return row
		}
	}
	return StateRow{State: s}
}

// Edition is one version of a record on its way to readers.
type Edition struct {
	// Record is the id of the record that it becomes.
	Record string     `json:"record"`
	Kind   vocab.Kind `json:"kind"`
	// Unit sent it; "" for the board's own.
	Unit  string `json:"unit,omitempty"`
	State State  `json:"state"`
	// Fields is its content by the names of package fields; an absent name is empty.
	Fields map[string]string `json:"fields"`
	// Base is what readers had when it was begun; nil for a new record.
	Base map[string]string `json:"base,omitempty"`
	// Rev counts the changes of the content, Revisions are the latest of them.
	Rev       int        `json:"rev"`
	Revisions []Revision `json:"revisions,omitempty"`
	// Writers are the accounts that wrote or changed it.
	Writers []string `json:"writers"`
	Steps   []Step   `json:"steps,omitempty"`
	// Comments are by field, "" for the whole.
	Comments []Comment `json:"comments,omitempty"`
	// Note tells readers what changed, or why it was withdrawn.
	Note text.Text `json:"note,omitzero"`
	// At is when a scheduled one is to be published, Until when it is to end.
	At    time.Time `json:"at,omitzero"`
	Until time.Time `json:"until,omitzero"`
	// Look is the second look at a small correction.
	Look *Look `json:"look,omitempty"`
	// Assigned is the account that edits it.
	Assigned string    `json:"assigned,omitempty"`
	Created  time.Time `json:"created"`
	Modified time.Time `json:"modified"`
	// Pending says that readers do not have it yet, or have it still: the way to
	// them goes on by itself.
	Pending bool `json:"pending,omitempty"`
	// Grading is what the royalties need of it.
	Grading *Grading `json:"grading,omitempty"`
	// Consent is what the people named agreed to, nil where none is recorded.
	Consent *Consent `json:"consent,omitempty"`
}

// Step is one move of an edition.
type Step struct {
	At   time.Time `json:"at"`
	By   string    `json:"by"` // account
	Act  Act       `json:"act"`
	From State     `json:"from"`
	To   State     `json:"to"`
	Why  string    `json:"why,omitempty"`
}

// Comment is a remark on a field.
type Comment struct {
	At    time.Time `json:"at"`
	By    string    `json:"by"`
	Field string    `json:"field,omitempty"`
	Text  string    `json:"text"`
}

// Look is the second look that a small correction gets after it was published.
type Look struct {
	Due time.Time `json:"due"`
	By  string    `json:"by,omitempty"`
	At  time.Time `json:"at,omitzero"`
}

// Grading is genre and grade of an edition for the royalties, and who gave them.
type Grading struct {
	Genre string `json:"genre"`
	Grade string `json:"grade"`
	By    string `json:"by"`
}

// PublishedAt is when the edition first went to readers, zero where it never did.
func (e *Edition) PublishedAt() time.Time {
	for _, s := range e.Steps {
		if s.To == Published {
			return s.At
		}
	}
	return time.Time{}
}

// Notice is what readers are told of a change.
type Notice struct {
	At   time.Time `json:"at"`
	Note text.Text `json:"note"`
}

// depicts is the field by which a picture says which records it shows.
const depicts = "link.depicts"

// Depicts are the ids of the records that a picture shows.
func (e *Edition) Depicts() []string {
	if e.Kind != vocab.Photo {
		return nil
	}
	return strings.FieldsFunc(e.Fields[depicts], func(c rune) bool { return c == ';' || c == ' ' })
}

// Overdue reports whether the second look is due and nobody has had it.
func (e *Edition) Overdue(now time.Time) bool {
	return e.Look != nil && e.Look.By == "" && now.After(e.Look.Due)
}

// Wrote reports whether the account wrote or changed the edition.
func (e *Edition) Wrote(account string) bool { return slices.Contains(e.Writers, account) }

// wrote notes that the account changed the content.
func (e *Edition) wrote(account string) {
	if !e.Wrote(account) {
		e.Writers = append(slices.Clone(e.Writers), account)
	}
}

// TwoPeople reports whether a record of the kind is published by nobody alone:
// what money, land and rights are decided by, the rows of tables, and pictures, which
// show people.
func TwoPeople(k vocab.Kind) bool {
	switch k {
	case vocab.Opportunity, vocab.Plan, vocab.Incentive, vocab.Procedure, vocab.Document, vocab.Photo, vocab.Dataset:
		return true
	}
	return false
}

// Kinds are the kinds that are written at the desk by a form. Units, indicators and
// journeys are tables, which come in by packages; an edition of a dataset changes their rows.
func Kinds() []vocab.Kind {
	return []vocab.Kind{vocab.Opportunity, vocab.Project, vocab.Plan, vocab.Place, vocab.Incentive, vocab.Procedure, vocab.Document, vocab.Organisation, vocab.Article, vocab.Photo}
}
