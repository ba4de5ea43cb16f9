package datasets

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/text/notice"
	"honglinh/catalog/vocab"
)

// mappingJSON is the `honglinh` object of a resource (README, "Your own data").
type mappingJSON struct {
	Kind         string            `json:"kind"`
	ID           string            `json:"id"`
	Statement    string            `json:"statement"`
	Title        Columns           `json:"title"`
	Summary      Columns           `json:"summary"`
	Body         Columns           `json:"body"`
	Lat          string            `json:"lat"`
	Lon          string            `json:"lon"`
	Geometry     string            `json:"geometry"`
	Corners      Corners           `json:"corners"`
	CRS          string            `json:"crs"`
	Layer        string            `json:"layer"`
	Quality      string            `json:"geometry_quality"`
	Place        string            `json:"place"`
	Aliases      columnNames       `json:"aliases"`
	Number       string            `json:"number"`
	Code         string            `json:"code"`
	Level        string            `json:"level"`
	Parent       string            `json:"parent"`
	Predecessors string            `json:"predecessors"`
	Successors   string            `json:"successors"`
	Date         string            `json:"date"`
	ValidFrom    string            `json:"valid_from"`
	ValidTo      string            `json:"valid_to"`
	Status       string            `json:"status"`
	Sector       string            `json:"sector"`
	Topics       string            `json:"topics"`
	Licence      string            `json:"licence"`
	ReviewDue    string            `json:"review_due"`
	ReviewEvery  string            `json:"review_every"`
	Capital      string            `json:"capital"`
	Area         string            `json:"area"`
	SourceTitle  string            `json:"source_title"`
	SourceURL    string            `json:"source_url"`
	SourceDate   string            `json:"source_date"`
	Retrieved    string            `json:"retrieved"`
	Confidence   string            `json:"confidence"`
	ConfirmedBy  string            `json:"confirmed_by"`
	ConfirmedOn  string            `json:"confirmed_on"`
	Supersedes   string            `json:"supersedes"`
	Links        map[string]string `json:"links"`
	Series       *seriesJSON       `json:"series"`
	Outline      bool              `json:"outline"`
	Markdown     bool              `json:"markdown"`
	Part         string            `json:"part"`
	Evidence     stringList        `json:"evidence"`
	Thesaurus    *thesaurusJSON    `json:"thesaurus"`
}

type seriesJSON struct {
	Area    string `json:"area"`
	AreaVI  string `json:"area_vi"`
	AreaEN  string `json:"area_en"`
	Period  string `json:"period"`
	Value   string `json:"value"`
	Printed string `json:"printed"`
	Unit    string `json:"unit"`
	Vintage string `json:"vintage"`
	Basis   string `json:"basis"`
	Method  string `json:"method"`
	NoteVI  string `json:"note_vi"`
	NoteEN  string `json:"note_en"`
}

type thesaurusJSON struct {
	ID      string  `json:"id"`
	Domain  string  `json:"domain"`
	Pref    Columns `json:"pref"`
	Alt     Columns `json:"alt"`
	Abbr    Columns `json:"abbr"`
	Broader string  `json:"broader"`
	Related string  `json:"related"`
}

// columnNames reads one column name, a list of them, or one per language.
type columnNames []string

func (l *columnNames) UnmarshalJSON(b []byte) error {
	var byLang map[text.Lang]string
	if json.Unmarshal(b, &byLang) != nil {
		return json.Unmarshal(b, (*stringList)(l))
	}
	for _, lang := range text.Langs() {
		if c := byLang[lang]; c != "" {
			*l = append(*l, c)
		}
	}
	return nil
}

// resourceKeys are the keys the extension knows on a resource. `title` names
// columns where rows become records; `resource` then holds the translations of
// the resource's own title and description, which stand under `title` and
// `description` where they do not; `label` is short for the former.
func resourceKeys() []string {
	return []string{"kind", "id", "statement", "title", "summary", "body", "lat", "lon", "geometry", "crs", "layer", "geometry_quality",
		"place", "aliases", "date", "valid_from", "valid_to", "status", "sector", "topics", "licence", "review_due", "review_every", "capital",
		"area", "source_title", "source_url", "source_date", "retrieved", "confidence", "confirmed_by", "confirmed_on",
		"number", "code", "level", "parent", "predecessors", "successors", "supersedes", "links", "series", "outline", "markdown", "part", "corners", "evidence", "description", "thesaurus", "resource", "label"}
}

func (c *reader) extension(where string, ext map[string]json.RawMessage, r *Resource) {
	for _, k := range slices.Sorted(maps.Keys(ext)) {
		if known := resourceKeys(); !slices.Contains(known, k) {
			c.warn(where+"."+k, "key-unknown", notice.Near(k, known))
		}
	}
	var own struct {
		Label       text.Text `json:"label"`
		Description text.Text `json:"description"`
		Kind        string    `json:"kind"`
		Resource    struct {
			Title       text.Text `json:"title"`
			Description text.Text `json:"description"`
		} `json:"resource"`
	}
	c.into(where, pick(ext, "label", "description", "kind", "resource"), &own)
	if own.Kind == "" {
		var t struct {
			Title text.Text `json:"title"`
		}
		c.into(where, pick(ext, "title"), &t)
		maps.Copy(r.Title, t.Title)
	}
	maps.Copy(r.Title, own.Label)
	maps.Copy(r.Description, own.Description)
	maps.Copy(r.Title, own.Resource.Title)
	maps.Copy(r.Description, own.Resource.Description)
	var m mappingJSON
	c.into(where, rows(ext, own.Kind != ""), &m)
	if m.Thesaurus != nil {
		t := ThesaurusMapping(*m.Thesaurus)
		r.Thesaurus = &t
	}
	if own.Kind == "" {
		return
	}
	if !vocab.Kind(own.Kind).Valid() {
		c.fatal(where+".kind", "kind-unknown", own.Kind, strings.Join(vocab.Kinds().Codes(), " "), notice.Near(own.Kind, vocab.Kinds().Codes()))
		return
	}
	r.Mapping = m.mapping()
	if m.ReviewEvery == "" {
		return
	}
	months, err := catalog.ParseMonths(m.ReviewEvery)
	if err != nil {
		c.fatal(where+".review_every", "value-unread", err)
	}
	r.Mapping.ReviewMonths = months
}

func (m mappingJSON) mapping() *Mapping {
	out := &Mapping{
		Kind: m.Kind, ID: m.ID, Statement: m.Statement, Title: m.Title, Summary: m.Summary, Body: m.Body, Lat: m.Lat, Lon: m.Lon,
		Geometry: m.Geometry, Corners: m.Corners, CRS: m.CRS, Layer: m.Layer, Quality: m.Quality, Place: m.Place, Aliases: m.Aliases, Number: m.Number, Date: m.Date,
		ValidFrom: m.ValidFrom, ValidTo: m.ValidTo, Status: m.Status, Sector: m.Sector, Topics: m.Topics, Licence: m.Licence,
		ReviewDue: m.ReviewDue, Capital: m.Capital, Area: m.Area, SourceTitle: m.SourceTitle, SourceURL: m.SourceURL,
		SourceDate: m.SourceDate, Retrieved: m.Retrieved, Confidence: m.Confidence, ConfirmedBy: m.ConfirmedBy,
		ConfirmedOn: m.ConfirmedOn, Supersedes: m.Supersedes, Links: m.Links, Outline: m.Outline, Markdown: m.Markdown, Part: m.Part, Evidence: m.Evidence,
	}
	if m.Kind == string(vocab.Unit) {
		out.Unit = &UnitColumns{m.Code, m.Level, m.Parent, m.Predecessors, m.Successors}
	}
	if m.Series != nil {
		s := Series(*m.Series)
		out.Series = &s
	}
	return out
}

func pick(ext map[string]json.RawMessage, keys ...string) map[string]json.RawMessage {
	out := map[string]json.RawMessage{}
	for _, k := range keys {
		if v, ok := ext[k]; ok {
			out[k] = v
		}
	}
	return out
}

// rows returns what the extension says of the rows: the texts of the resource
// itself are dropped, and title is one of them where the rows are not records.
func rows(ext map[string]json.RawMessage, records bool) map[string]json.RawMessage {
	out := maps.Clone(ext)
	delete(out, "description")
	delete(out, "label")
	delete(out, "resource")
	if !records {
		delete(out, "title")
	}
	return out
}
