package vocab

import (
	"strings"
	"sync"

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
	Incentive    Kind = "incentive"
	Journey      Kind = "journey"
	Procedure    Kind = "procedure"
	Document     Kind = "document"
	Organisation Kind = "organisation"
	Article      Kind = "article"
	Photo        Kind = "photo"
	Unit         Kind = "unit"
	Indicator    Kind = "indicator"
	Dataset      Kind = "dataset"
)

// KindRow is what the program knows of a kind: the one place to add one. What
// else must follow, a test of the package that has it names.
type KindRow struct {
	Kind          Kind
	Label, Plural text.Text
	// Schema is the schema.org type of its records.
	Schema string
	// Layer is the map layer of all its records, "" for none.
	Layer string
	// Pin is the mark and the colours of its pins on maps; a kind without a mark of
	// its own is a grey dot.
	Pin Pin
	// Mapped says that a map which is asked for nothing shows its records.
	Mapped bool
	// Sited says that what is around its records is shown with them.
	Sited bool
	// Door is the door of the first page that leads to it: opportunities, invest,
	// places, figures or procedures; "" for none.
	Door string
	// Sheet says that its pages have a sheet of fields, known or not.
	Sheet bool
}

// Pin is how a kind is drawn on maps: a mark of package locator, colours as CSS
// writes them on the light and the dark background.
type Pin struct{ Mark, Light, Dark string }

// KindTable returns the row of every kind, in the order they are listed to people.
func KindTable() []KindRow { return kindTable() }

var kindTable = sync.OnceValue(func() []KindRow {
	return []KindRow{
		{Kind: Opportunity, Label: text.New("Cơ hội đầu tư", "Investment opportunity"), Plural: text.New("Cơ hội đầu tư", "Investment opportunities"),
			Schema: "Offer", Layer: "opportunities", Pin: Pin{"star", "#B3261E", "#FF9C93"}, Mapped: true, Sited: true, Door: "opportunities", Sheet: true},
		{Kind: Project, Label: text.New("Dự án", "Project"), Plural: text.New("Dự án", "Projects"),
			Schema: "Project", Layer: "projects", Pin: Pin{"diamond", "#A85B00", "#F0B060"}, Mapped: true, Sited: true, Door: "opportunities", Sheet: true},
		{Kind: Plan, Label: text.New("Quy hoạch", "Plan"), Plural: text.New("Quy hoạch", "Plans"),
			Schema: "Legislation", Layer: "plans", Pin: Pin{"hexagon", "#8A3F8F", "#DDA3E0"}, Mapped: true, Door: "places", Sheet: true},
		{Kind: Place, Label: text.New("Địa điểm", "Place"), Plural: text.New("Địa điểm", "Places"),
			Schema: "Place", Layer: "places", Pin: Pin{"dot", "#0B5D4E", "#74D4BB"}, Mapped: true, Sited: true, Door: "places", Sheet: true},
		{Kind: Incentive, Label: text.New("Ưu đãi, hỗ trợ", "Incentive"), Plural: text.New("Ưu đãi, hỗ trợ", "Incentives and support"),
			Schema: "GovernmentService", Door: "invest", Sheet: true},
		{Kind: Journey, Label: text.New("Lộ trình thủ tục", "Journey"), Plural: text.New("Lộ trình thủ tục", "Journeys"),
			Schema: "HowTo", Door: "invest", Sheet: true},
		{Kind: Procedure, Label: text.New("Thủ tục hành chính", "Administrative procedure"), Plural: text.New("Thủ tục hành chính", "Administrative procedures"),
			Schema: "GovernmentService", Door: "procedures", Sheet: true},
		{Kind: Document, Label: text.New("Văn bản", "Document"), Plural: text.New("Văn bản", "Documents"),
			Schema: "Legislation", Door: "procedures", Sheet: true},
		{Kind: Organisation, Label: text.New("Cơ quan, tổ chức", "Organisation"), Plural: text.New("Cơ quan, tổ chức", "Organisations"),
			Schema: "Organization", Pin: Pin{"triangle", "#0F5C8C", "#8CC8F0"}, Mapped: true, Door: "procedures", Sheet: true},
		{Kind: Article, Label: text.New("Bài viết", "Article"), Plural: text.New("Bài viết", "Articles"),
			Schema: "Article", Sheet: true},
		{Kind: Photo, Label: text.New("Ảnh", "Photo"), Plural: text.New("Ảnh", "Photos"),
			Schema: "ImageObject", Sheet: true},
		{Kind: Unit, Label: text.New("Đơn vị hành chính", "Administrative unit"), Plural: text.New("Đơn vị hành chính", "Administrative units"),
			Schema: "AdministrativeArea", Layer: "units", Pin: Pin{"square", "#46586A", "#B5C4D2"}, Sited: true, Door: "places"},
		{Kind: Indicator, Label: text.New("Chỉ tiêu", "Indicator"), Plural: text.New("Chỉ tiêu thống kê", "Indicators"),
			Schema: "Dataset", Door: "figures"},
		{Kind: Dataset, Label: text.New("Bộ dữ liệu", "Dataset"), Plural: text.New("Bộ dữ liệu", "Datasets"),
			Schema: "Dataset", Door: "figures", Sheet: true},
	}
})

// Kinds returns the kinds of record as a code list.
func Kinds() List { return kinds() }

var kinds = sync.OnceValue(func() List {
	var out List
	for _, r := range KindTable() {
		out = append(out, Concept{Code: string(r.Kind), Label: r.Label, Plural: r.Plural})
	}
	return out
})

// Row returns what is known of the kind; the zero row for none of the kinds.
func (k Kind) Row() KindRow {
	for _, r := range KindTable() {
		if r.Kind == k {
			return r
		}
	}
	return KindRow{}
}

// Valid reports whether k is one of the kinds.
func (k Kind) Valid() bool { return k != "" && k.Row().Kind == k }

// Offered returns the kinds that have records, as the counts say: menus and lists
// offer no other.
func Offered(counts map[Kind]int) List {
	var out List
	for _, c := range Kinds() {
		if counts[Kind(c.Code)] > 0 {
			out = append(out, c)
		}
	}
	return out
}

// KindList returns the kinds separated by spaces, for messages.
func KindList() string { return strings.Join(Kinds().Codes(), " ") }
