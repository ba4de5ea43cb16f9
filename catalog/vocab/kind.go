package vocab

import (
	"sync"

	"strings"

	"honglinh/catalog/text"
)

// Kind is what sort of thing a record is. The set is closed.
type Kind string

// The kinds, in the order they are listed to people.
const (
	Opportunity  Kind = "opportunity"
	Project      Kind = "project"
	Plan         Kind = "plan"
	Place        Kind = "place"
	Procedure    Kind = "procedure"
	Document     Kind = "document"
	Organisation Kind = "organisation"
	Article      Kind = "article"
	Unit         Kind = "unit"
	Indicator    Kind = "indicator"
	Dataset      Kind = "dataset"
)

// Concept is one code of a code list with its labels (SKOS prefLabel).
type Concept struct {
	Code   string
	Label  text.Text
	Plural text.Text // for headings; empty where the label serves
}

// List is a code list in its display order.
type List []Concept

// Find returns the concept with the code.
func (l List) Find(code string) (Concept, bool) {
	for _, c := range l {
		if c.Code == code {
			return c, true
		}
	}
	return Concept{}, false
}

// Label returns the code's label, or the code itself in no language.
func (l List) Label(code string) text.Text {
	if c, ok := l.Find(code); ok {
		return c.Label
	}
	return text.Text{}
}

// Codes returns the codes in order.
func (l List) Codes() []string {
	codes := make([]string, len(l))
	for i, c := range l {
		codes[i] = c.Code
	}
	return codes
}

func concept(code, vi, en string) Concept { return Concept{Code: code, Label: text.New(vi, en)} }

func kind(k Kind, vi, en, viPlural, enPlural string) Concept {
	return Concept{Code: string(k), Label: text.New(vi, en), Plural: text.New(viPlural, enPlural)}
}

// Kinds returns the kinds of record.
func Kinds() List { return kinds() }

var kinds = sync.OnceValue(func() List {
	return List{
		kind(Opportunity, "Cơ hội đầu tư", "Investment opportunity", "Cơ hội đầu tư", "Investment opportunities"),
		kind(Project, "Dự án", "Project", "Dự án", "Projects"),
		kind(Plan, "Quy hoạch", "Plan", "Quy hoạch", "Plans"),
		kind(Place, "Địa điểm", "Place", "Địa điểm", "Places"),
		kind(Procedure, "Thủ tục hành chính", "Administrative procedure", "Thủ tục hành chính", "Administrative procedures"),
		kind(Document, "Văn bản", "Document", "Văn bản", "Documents"),
		kind(Organisation, "Cơ quan, tổ chức", "Organisation", "Cơ quan, tổ chức", "Organisations"),
		kind(Article, "Bài viết", "Article", "Bài viết", "Articles"),
		kind(Unit, "Đơn vị hành chính", "Administrative unit", "Đơn vị hành chính", "Administrative units"),
		kind(Indicator, "Chỉ tiêu", "Indicator", "Chỉ tiêu thống kê", "Indicators"),
		kind(Dataset, "Bộ dữ liệu", "Dataset", "Bộ dữ liệu", "Datasets"),
	}
})

// Valid reports whether k is one of the kinds.
func (k Kind) Valid() bool {
	switch k {
	case Opportunity, Project, Plan, Place, Procedure, Document, Organisation, Article, Unit, Indicator, Dataset:
		return true
	}
	return false
}

// KindList returns the kinds separated by spaces, for messages.
func KindList() string { return strings.Join(Kinds().Codes(), " ") }
