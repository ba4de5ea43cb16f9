package datasets

import (
	"slices"

	"honglinh/catalog/text"
)

// Mapping says how the rows of a resource become records. Values are column
// names (property names for GeoJSON, front matter keys for Markdown) unless
// said otherwise; columns it does not name become attributes.
type Mapping struct {
	Kind      string // a record kind, not a column
	ID        string
	Statement string // column of a row's own id where several rows are statements of one record
	Title     Columns
	Summary   Columns
	Body      Columns
	Lat, Lon  string
	Geometry  string // column with WKT or GeoJSON
	Corners   Corners
	CRS       string // an EPSG code, not a column
	Layer     string // of a GeoPackage with several, not a column
	Quality   string
	Place     string
	Aliases   []string // columns
	Number    string   // of a document: number and symbol as printed
	Date      string
	ValidFrom string
	ValidTo   string
	Status    string
	Sector    string
	Topics    string
	Licence   string
	ReviewDue string
	// ReviewMonths is after how many months without confirmation a record whose
	// rows give no ReviewDue is due for review; 0 is never. It is written
	// "review_every" as an ISO 8601 duration of years and months: "P12M".
	ReviewMonths int
	Capital      string // billion VND
	Area         string // hectares

	SourceTitle, SourceURL, SourceDate, Retrieved, Confidence string
	ConfirmedBy, ConfirmedOn                                  string

	Supersedes string
	Links      map[string]string // relation → column of record ids
	Series     *Series
	Unit       *UnitColumns
	Outline    bool // the features are geometries of existing unit records
	Markdown   bool

	// Part is the attribute that the rows fill as a list of objects, in their
	// order: they are no records but parts of the records of this package that
	// have their id, as the steps are of a procedure. A name, not a column.
	Part string
	// Evidence are columns that stay in the table and go into no record: where a
	// copy was read, marks of the editors' own.
	Evidence []string
}

// Corners says that each row is a corner, and that the rows of one id, which stand
// together and in order, are the ring around one plot. X is the column of the
// northing, Y that of the easting, as Vietnamese decisions print them, in the
// system that crs declares; both may stand in one column, as "M1: X=… Y=…", which then
// is X and Y. The other columns are read in a plot's first row.
type Corners struct {
	X string `json:"x"`
	Y string `json:"y"`
}

// Given reports whether the rows are corners.
func (c Corners) Given() bool { return c.X != "" && c.Y != "" }

// Columns names a column per language.
type Columns map[text.Lang]string

// Series says which columns make the observations of an indicator.
type Series struct {
	Area, AreaVI, AreaEN, Period, Value, Printed, Unit, Vintage, Basis, Method, NoteVI, NoteEN string
}

// UnitColumns says which columns relate an administrative unit to others; the
// related units are named by record id. They stay attributes as well.
type UnitColumns struct {
	Code, Level, Parent, Predecessors, Successors string
}

// ThesaurusMapping says which columns make the concepts of the thesaurus.
type ThesaurusMapping struct {
	ID, Domain       string
	Pref, Alt, Abbr  Columns
	Broader, Related string
}

// Used returns the columns that the mapping gives a meaning of their own, so
// that the rest become attributes.
func (m *Mapping) Used() map[string]bool {
	used := map[string]bool{}
	for _, c := range []string{m.ID, m.Statement, m.Lat, m.Lon, m.Geometry, m.Corners.X, m.Corners.Y, m.Quality, m.Place, m.Date,
		m.ValidFrom, m.ValidTo, m.Status, m.Sector, m.Topics, m.Licence, m.ReviewDue, m.Capital, m.Area,
		m.SourceTitle, m.SourceURL, m.SourceDate, m.Retrieved, m.Confidence, m.ConfirmedBy, m.ConfirmedOn, m.Supersedes} {
		used[c] = true
	}
	for _, cols := range []Columns{m.Title, m.Summary, m.Body} {
		for _, c := range cols {
			used[c] = true
		}
	}
	for _, c := range slices.Concat(m.Aliases, m.Evidence) {
		used[c] = true
	}
	for _, c := range m.Links {
		used[c] = true
	}
	delete(used, "")
	return used
}
