package harvest

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

// Item is one thing that a source publishes: a text that becomes a record, or a
// dataset that becomes a package.
type Item struct {
	// Key is what the source knows it by, the same at every visit.
	Key string `json:"key"`
	// Address is where people read it.
	Address string `json:"address"`
	// Also are further addresses of the same.
	Also    []string  `json:"also,omitempty"`
	Kind    string    `json:"kind,omitempty"` // "" is the source's
	Lang    text.Lang `json:"lang,omitempty"` // "" is the source's
	Title   string    `json:"title,omitempty"`
	Summary string    `json:"summary,omitempty"`
	// Body is Markdown.
	Body string       `json:"body,omitempty"`
	Date catalog.Date `json:"date,omitempty"`
	// Printed is a date that could not be read, as it was printed.
	Printed string `json:"date_printed,omitempty"`
	Section string `json:"section,omitempty"`
	Author  string `json:"author,omitempty"`
	// Place is the code or name of a unit.
	Place string `json:"place,omitempty"`
	// Number is that of a document, as printed.
	Number string   `json:"number,omitempty"`
	Topics []string `json:"topics,omitempty"`
	// Rights is what the portal states of the licence, as printed.
	Rights      string          `json:"rights,omitempty"`
	Pictures    []Picture       `json:"pictures,omitempty"`
	Attachments []Attachment    `json:"attachments,omitempty"`
	Geometry    json.RawMessage `json:"geometry,omitempty"` // GeoJSON in WGS 84
	// Dataset is set where the item is a dataset.
	Dataset *Dataset `json:"dataset,omitempty"`
	// Retrieved is the day on which it was first seen as it is; set by Visit.
	Retrieved catalog.Date `json:"retrieved,omitempty"`
	// owes says that a file of it could not be had this time.
	owes bool
}

// Picture is a picture of a text. It stays where it is.
type Picture struct {
	Address string `json:"address"`
	Caption string `json:"caption,omitempty"`
}

// Attachment is a file beside a text.
type Attachment struct {
	Address string `json:"address"`
	Title   string `json:"title,omitempty"`
	// Media is told by the content of the file, not by its name; "" if it was not read.
	Media string `json:"media,omitempty"`
	Bytes int64  `json:"bytes,omitempty"`
	// Sum is the SHA-256 of the file, by which it lies among the blobs of the source.
	Sum   string `json:"sum,omitempty"`
	Pages int    `json:"pages,omitempty"`
	// State is what became of its text, a code of package attached; "" if it was not fetched.
	State string `json:"state,omitempty"`
	Text  string `json:"text,omitempty"`
}

// Dataset is what becomes a data package.
type Dataset struct {
	Slug        string    `json:"slug"`
	Title       text.Text `json:"title"`
	Description text.Text `json:"description,omitzero"`
	Publisher   string    `json:"publisher,omitempty"`
	Keywords    []string  `json:"keywords,omitempty"`
	Modified    string    `json:"modified,omitempty"`
	Tables      []Table   `json:"tables"`
}

// Table is one file of a dataset, which lies among the blobs of the source.
type Table struct {
	Name    string    `json:"name"`
	Title   text.Text `json:"title,omitzero"`
	Address string    `json:"address"`
	// Format is one that package datasets reads.
	Format string `json:"format"`
	// Fields is a Table Schema's list of fields; nil is left to the reading.
	Fields json.RawMessage `json:"fields,omitempty"`
	// Extension is the `honglinh` object of the resource, nil for none.
	Extension json.RawMessage `json:"extension,omitempty"`
	Blob      Blob            `json:"blob"`
}

// Blob is a file that was fetched.
type Blob struct {
	Sum   string `json:"sum"` // SHA-256 in hexadecimal, and its name
	Bytes int64  `json:"bytes"`
}

// sum is the checksum of what was understood of the item, whenever that was; files has
// that of the files beside it.
func (it Item) sum() (string, error) {
	it.Retrieved = ""
	it.Attachments = bare(it.Attachments)
	b, err := json.Marshal(it)
	if err != nil {
		return "", err
	}
	return digest(b), nil
}

func digest(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}
