package metadata

import (
	"time"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/table"
)

// Dataset is a dataset as catalogues describe it.
type Dataset struct {
	Package     *datasets.Package
	Slug        string
	Title       text.Text
	Description text.Text
	Keywords    map[text.Lang][]string
	// Themes are codes of the EU data-theme list.
	Themes    []string
	Languages []text.Lang
	Licence   Licence
	Publisher Agent
	Creators  []Agent
	Contact   *Contact // nil where the descriptor names none
	Spatial   []Place
	Temporal  catalog.Interval
	// Frequency is a code of the EU frequency list, "" if the publisher does not say.
	Frequency    string
	Version      string
	VersionNotes text.Text
	Issued       time.Time
	Modified     time.Time
	Provenance   text.Text
	Legal        []Legal
	// ReviewDue is when the dataset's entry is to be reviewed next.
	ReviewDue catalog.Date
	// Withheld says why rows are not published; nil is an open dataset.
	Withheld *Withheld
	Tables   []Table
	// Archive is the whole dataset as a zipped Data Package, nil where it is withheld.
	Archive *Distribution
}

// Licence is under which terms a dataset may be used.
type Licence struct {
	Code  string
	Label text.Text
	URL   string
	// EU is the concept of the EU licence list, "" if it has none.
	EU string
}

// Agent is who made or publishes a dataset.
type Agent struct {
	Name string
	URL  string
}

// Contact is the office that answers questions; never a private person.
type Contact struct {
	Name  text.Text
	Email string
	URL   string
}

// Place is an area a dataset covers: a unit of our own register (Unit) or an
// address of GeoNames or the EU lists (IRI).
type Place struct {
	Unit  string
	IRI   string
	Label text.Text
}

// Legal is a legal text that applies to the dataset.
type Legal struct {
	Title text.Text `json:"title"`
	URL   string    `json:"url"`
}

// Withheld says why a dataset is not open, and on which legal ground.
type Withheld struct {
	Reason text.Text `json:"reason"`
	Ground string    `json:"ground,omitempty"`
}

// Table is a resource with the state of its table.
type Table struct {
	Resource datasets.Resource
	// State is nil for a resource that is no table, such as a set of texts.
	State *table.State
	// Why says why a resource has no downloads.
	Why           text.Text
	Distributions []Distribution
}

// Distribution is one form in which a table is downloaded.
type Distribution struct {
	Format    string // name of the export format
	Extension string
	Label     text.Text
	Media     string // IANA media type without parameters
	// Registered reports whether IANA registered the media type.
	Registered bool
	FileType   string // code of the EU file-type list
	// Path is the address below the base URL.
	Path string
	// Bytes and SHA256 are of exactly what the download gives; 0 and "" are not known.
	Bytes  int64
	SHA256 string
}
