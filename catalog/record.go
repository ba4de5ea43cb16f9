package catalog

import (
	"cmp"
	"time"

	"github.com/paulmach/orb/geojson"

	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// Record is one findable thing: an opportunity, a place, a procedure, a unit….
// Its JSON form is the one of the API, the export and the change feed.
type Record struct {
	// ID is "<kind>/<slug>": stable, lower-case ASCII, also the URL path.
	ID      string     `json:"id"`
	Kind    vocab.Kind `json:"kind"`
	Title   text.Text  `json:"title"`
	Summary text.Text  `json:"summary,omitzero"`
	// Body is Markdown.
	Body text.Text `json:"body,omitzero"`
	// Aliases are other names in any language, printed forms and abbreviations.
	Aliases []string   `json:"aliases,omitempty"`
	Places  []PlaceRef `json:"places"`
	// Geometry is in WGS 84, longitude latitude (RFC 7946); null when unknown.
	Geometry        *geojson.Geometry `json:"geometry"`
	GeometryQuality string            `json:"geometry_quality,omitempty"` // surveyed|plan|approximate|centroid
	Valid           Interval          `json:"valid,omitzero"`
	// Date is the date of the thing itself: issue, publication, announcement.
	Date   Date             `json:"date,omitempty"`
	Status string           `json:"status,omitempty"` // a code of vocab.Statuses
	Topics []string         `json:"topics,omitempty"` // codes of vocab.Topics
	Sector *vocab.SectorRef `json:"sector,omitempty"`
	// Capital in billion VND and Area in hectares, normalised for filters and
	// sorting; the printed strings stay in Attributes.
	Capital    *float64       `json:"capital_billion_vnd,omitempty"`
	Area       *float64       `json:"area_ha,omitempty"`
	Attributes map[string]any `json:"attributes,omitempty"`
	// Statements are what each source says when a record is drawn from several
	// rows; Conflicts names the attributes on which they disagree.
	Statements   []Statement   `json:"statements,omitempty"`
	Conflicts    []string      `json:"conflicts,omitempty"`
	Observations []Observation `json:"observations,omitempty"` // of an indicator
	Links        []Link        `json:"links,omitempty"`
	Licence      string        `json:"licence,omitempty"` // a code of vocab.Licences
	Provenance   []Provenance  `json:"provenance"`
	ReviewDue    Date          `json:"review_due,omitempty"`
	Supersedes   []string      `json:"supersedes,omitempty"`
	SupersededBy []string      `json:"superseded_by,omitempty"`
	// Today is what stands in its place today: the ends of the chain of
	// SupersededBy, empty where nothing replaced it.
	Today []Link `json:"today,omitempty"`
	// Table is where the record's rows are published.
	Table *TableRef `json:"table,omitempty"`
	// Warnings are doubts found at ingest: drift between languages, bare
	// numbers without a unit, dangling links.
	Warnings []Warning `json:"warnings,omitempty"`
	Version  int       `json:"version"`
	Modified time.Time `json:"modified"`
}

// PlaceRef names an administrative unit at a time: codes are reused, so a code
// alone names nothing.
type PlaceRef struct {
	Code      string    `json:"code,omitempty"`
	ValidFrom Date      `json:"valid_from,omitempty"`
	ID        string    `json:"id,omitempty"` // record id of the unit
	Name      text.Text `json:"name"`
}

// Statement is what one source row says of a record.
type Statement struct {
	ID         string         `json:"id"`
	Summary    text.Text      `json:"summary,omitzero"`
	Attributes map[string]any `json:"attributes,omitempty"`
	Provenance Provenance     `json:"provenance"`
}

// Observation is one value of an indicator, for an area, a period and a
// boundary vintage; values of different vintages are never joined.
type Observation struct {
	ID      string    `json:"id,omitempty"`
	Area    string    `json:"area"`
	Name    text.Text `json:"area_name,omitzero"`
	Vintage string    `json:"vintage,omitempty"`
	Period  string    `json:"period"`
	// Value is nil where the source prints no number; Printed keeps its words.
	Value   *float64 `json:"value"`
	Printed string   `json:"printed,omitempty"`
	Unit    string   `json:"unit,omitempty"`
	// Basis is what sort of figure it is: estimate, preliminary, plan, draft; ""
	// is actual or not said.
	Basis string `json:"basis,omitempty"`
	// Method is how it is worked out or what it counts, where the source says so;
	// figures of different methods are not one series.
	Method     string     `json:"method,omitempty"`
	Note       text.Text  `json:"note,omitzero"`
	Provenance Provenance `json:"provenance"`
}

// Link is a relation to another record (ID) or to an address (Href).
type Link struct {
	Rel   string    `json:"rel"`
	ID    string    `json:"id,omitempty"`
	Href  string    `json:"href,omitempty"`
	Title text.Text `json:"title,omitzero"`
	// Status is that of the record it leads to where this no longer holds whole
	// (vocab.Weakened): an act that has been repealed, a body that was dissolved.
	Status string `json:"status,omitempty"`
}

// Provenance says where a record or a figure comes from and how sure it is.
type Provenance struct {
	Title       string `json:"title,omitempty"`
	URL         string `json:"url,omitempty"`
	Date        Date   `json:"date,omitempty"`
	Retrieved   Date   `json:"retrieved,omitempty"`
	Confidence  string `json:"confidence,omitempty"` // high|medium|low
	ConfirmedBy string `json:"confirmed_by,omitempty"`
	ConfirmedOn Date   `json:"confirmed_on,omitempty"`
}

// TableRef names the dataset and the table whose rows a record is.
type TableRef struct {
	Dataset string `json:"dataset"`
	Table   string `json:"table"`
}

// Warning is a doubt about a record found at ingest; Code is from a closed set.
type Warning struct {
	Code    string    `json:"code"`
	Field   string    `json:"field,omitempty"`
	Message text.Text `json:"message"`
}

// Slug returns the part of the id after the kind.
func (r *Record) Slug() string {
	_, slug, _ := SplitID(r.ID)
	return slug
}

// Overdue reports whether the record's review was due before the given day.
func (r *Record) Overdue(on time.Time) bool {
	return r.ReviewDue != "" && r.ReviewDue.End().Before(on)
}

// StatusOn is the status on a day: what has run out is no longer in force, whatever
// the source said when it was read.
func (r *Record) StatusOn(day time.Time) string {
	if (r.Status == "in-force" || r.Status == "partly-in-force") && r.Valid.To != "" && r.Valid.To.End().Before(day) {
		return "expired"
	}
	return r.Status
}

// Vouched returns the day since which the record stands as it is: the newest
// confirmation of its sources, else the newest date of a source, else the last
// day on which one was read. That an old source was read lately vouches for
// nothing.
func Vouched(sources []Provenance) Date {
	var confirmed, said, read Date
	for _, p := range sources {
		confirmed, said, read = max(confirmed, p.ConfirmedOn), max(said, p.Date), max(read, p.Retrieved)
	}
	return cmp.Or(confirmed, said, read)
}

// Confidence returns the best confidence among the record's sources.
func (r *Record) Confidence() string {
	best := ""
	for _, p := range r.Provenance {
		switch {
		case p.Confidence == "high":
			return "high"
		case p.Confidence == "medium":
			best = "medium"
		case p.Confidence != "" && best == "":
			best = p.Confidence
		}
	}
	return best
}
