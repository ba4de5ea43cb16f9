package feeds

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
	"time"

	"honglinh/api/httpkit"
)

const (
	feedMedia = "application/feed+json; charset=utf-8" // JSON Feed 1.1
	atomMedia = "application/atom+xml; charset=utf-8"  // RFC 4287
	// MaxItems is how many entries a feed holds: readers ask at least daily, and
	// no day has brought more.
	MaxItems = 50
)

// JSON is a JSON Feed 1.1 (jsonfeed.org/version/1.1).
type JSON struct {
	Version  string `json:"version"`
	Title    string `json:"title"`
	Home     string `json:"home_page_url"`
	Self     string `json:"feed_url"`
	Language string `json:"language"`
	Items    []Item `json:"items"`
}

// Item is an entry of a JSON Feed; Modified is an RFC 3339 time.
type Item struct {
	ID       string   `json:"id"`
	URL      string   `json:"url"`
	Title    string   `json:"title"`
	Text     string   `json:"content_text"`
	Modified string   `json:"date_modified"`
	Language string   `json:"language,omitempty"`
	Tags     []string `json:"tags,omitempty"`
}

// Atom is a feed of RFC 4287; Updated is an RFC 3339 time.
type Atom struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string   `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Author  string   `xml:"author>name"`
	Links   []Link   `xml:"link"`
	Entries []Entry  `xml:"entry"`
}

// Link is an atom:link.
type Link struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

// Entry is an atom:entry; Updated is an RFC 3339 time, Summary is plain text.
type Entry struct {
	ID      string `xml:"id"`
	Title   string `xml:"title"`
	Updated string `xml:"updated"`
	Link    Link   `xml:"link"`
	Summary string `xml:"summary"`
}

// WriteJSON answers with a JSON Feed, newest being its Last-Modified.
func WriteJSON(w http.ResponseWriter, r *http.Request, f JSON, newest time.Time) error {
	body, err := json.Marshal(f)
	if err != nil {
		return err
	}
	return httpkit.WriteBytes(w, r, feedMedia, body, httpkit.Validator{Modified: newest})
}

// WriteAtom answers with an Atom feed.
func WriteAtom(w http.ResponseWriter, r *http.Request, f Atom, newest time.Time) error {
	body, err := xml.Marshal(f)
	if err != nil {
		return err
	}
	return httpkit.WriteBytes(w, r, atomMedia, append([]byte(xml.Header), body...), httpkit.Validator{Modified: newest})
}
