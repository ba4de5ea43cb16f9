package layers

import (
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// Layer is a saved selection of records with a name and a look.
type Layer struct {
	// ID is part of addresses: lower-case ASCII.
	ID                 string
	Title, Description text.Text
	Select             Selection
	// Geometries are the dimensions a map draws: 0 points, 1 lines, 2 areas. Other geometries are features all the same.
	Geometries []int
	Style      Style
	// ColourBy is a property whose values have a colour each, such as LandUse; "" draws all in the colour of Style.
	ColourBy string
	// Popup are the properties that a map shows of a feature, in order; they are in the tiles, too.
	Popup []Shown
}

// Shown is a property with the name that people know it by.
type Shown struct {
	Property string
	Title    text.Text
}

// Style is how a map draws a layer: colours as CSS writes them, widths and radii in pixels.
type Style struct {
	Colour, Outline string
	Opacity         float64
	Width, Radius   float64
	// MinZoom is the zoom from which the layer is drawn.
	MinZoom int
}

// Selection says which records belong to a layer. Different fields narrow (AND), values of one field are alternatives (OR); empty fields let pass.
type Selection struct {
	Kinds    []vocab.Kind
	Topics   []string
	Statuses []string
	// Values are values of attributes. A record passes with any value of any attribute named.
	Values map[string][]string
	// Has are attributes of which a record needs a value each.
	Has []string
	// Without are values of attributes that keep a record out.
	Without map[string][]string
	// Dataset and Tables are where the rows of the records stand.
	Dataset string
	Tables  []string
	// Names are beginnings of a Vietnamese or English title, case aside.
	Names []string
}

// Takes tells whether a record belongs to the selection.
func (s Selection) Takes(r *catalog.Record) bool {
	return (len(s.Kinds) == 0 || slices.Contains(s.Kinds, r.Kind)) &&
		(len(s.Topics) == 0 || slices.ContainsFunc(r.Topics, func(t string) bool { return slices.Contains(s.Topics, t) })) &&
		(len(s.Statuses) == 0 || slices.Contains(s.Statuses, r.Status)) &&
		s.in(r.Table) && (len(s.Values) == 0 || hasValue(r, s.Values)) && s.has(r) && !hasValue(r, s.Without) && s.named(r.Title)
}

func (s Selection) has(r *catalog.Record) bool {
	return !slices.ContainsFunc(s.Has, func(name string) bool { return blank(r.Attributes[name]) })
}

func (s Selection) in(t *catalog.TableRef) bool {
	return s.Dataset == "" || t != nil && t.Dataset == s.Dataset && (len(s.Tables) == 0 || slices.Contains(s.Tables, t.Table))
}

func (s Selection) named(t text.Text) bool {
	if len(s.Names) == 0 {
		return true
	}
	for _, title := range t {
		for _, n := range s.Names {
			if len(title) >= len(n) && strings.EqualFold(title[:len(n)], n) {
				return true
			}
		}
	}
	return false
}

func hasValue(r *catalog.Record, values map[string][]string) bool {
	for name, accepted := range values {
		v, ok := r.Attributes[name].(string)
		if ok && slices.Contains(accepted, v) {
			return true
		}
	}
	return false
}

// typed asks for any of these values in the attributes in which tables say what sort of place a record is.
func typed(values ...string) map[string][]string {
	return map[string][]string{"category": values, "infra_type": values, "org_kind": values}
}

// lineTypes are the sorts of infrastructure that are lines in the terrain.
func lineTypes() []string {
	return []string{"expressway", "road", "national-road", "railway", "waterway", "river", "canal", "pipeline", "power-line", "tunnel", "bridge"}
}

// heritageTypes are the sorts of place that people worship at, remember or protect.
func heritageTypes() []string {
	return []string{"pagoda", "temple", "shrine", "heritage-site", "communal-house", "church", "tomb", "monument", "memorial", "museum", "citadel", "festival"}
}

// MaxOwn is how many layers the packages of a catalogue may add to those of List: more than a list of layers that people
// read has, and fewer than a set holds.
const MaxOwn = 40

// List is every layer of the program, in the order in which maps list them.
func List() []Layer {
	return slices.Concat(baseLayers(), themeLayers(), infrastructureLayers())
}

func baseLayers() []Layer {
	return []Layer{
		{ID: "units", Title: text.New("Đơn vị hành chính", "Administrative units"),
			Description: text.New("Tỉnh, huyện, thị xã, xã, phường của hôm nay và trước đây; lọc theo ngày bằng datetime.", "Provinces, districts, towns, communes and wards of today and before; use datetime to see those of a day."),
			Select:      Selection{Kinds: []vocab.Kind{vocab.Unit}}, Geometries: []int{0, 2}, Style: Style{Colour: "#5b6b7b", Outline: "#33414e", Opacity: 0.12, Width: 1.2, Radius: 3}},
		{ID: "plans", Title: text.New("Quy hoạch", "Plans"),
			Description: text.New("Quy hoạch đã công bố; chỉ để tham khảo, bản quyết định mới có giá trị pháp lý.", "Published plans; for reference only, the decision itself prevails."),
			Select:      Selection{Kinds: []vocab.Kind{vocab.Plan}}, Geometries: []int{0, 1, 2}, Style: Style{Colour: "#a0529f", Outline: "#6d2f6c", Opacity: 0.45, Width: 1.5, Radius: 5},
			ColourBy: LandUse, Popup: []Shown{{LandUse, text.New("Loại đất", "Land use")}, {"number", text.New("Quyết định", "Decision")}, {"area_ha", text.New("Diện tích, ha", "Area, ha")}}},
		{ID: "opportunities", Title: text.New("Cơ hội đầu tư", "Investment opportunities"),
			Description: text.New("Dự án và khu đất kêu gọi đầu tư.", "Projects and plots that call for investment."),
			Select:      Selection{Kinds: []vocab.Kind{vocab.Opportunity}}, Geometries: []int{0, 1, 2}, Style: Style{Colour: "#c8102e", Outline: "#7d0a1d", Opacity: 0.45, Width: 2, Radius: 6}},
		{ID: "projects", Title: text.New("Dự án", "Projects"),
			Description: text.New("Dự án đã có chủ trương, đang xây dựng hoặc đang hoạt động.", "Projects that are approved, under construction or operating."),
			Select:      Selection{Kinds: []vocab.Kind{vocab.Project}}, Geometries: []int{0, 1, 2}, Style: Style{Colour: "#e07b00", Outline: "#8f4f00", Opacity: 0.45, Width: 2, Radius: 5}},
		{ID: "places", Title: text.New("Địa điểm", "Places"),
			Description: text.New("Mọi địa điểm, gồm cả hạ tầng.", "All places, infrastructure included."),
			Select:      Selection{Kinds: []vocab.Kind{vocab.Place}}, Geometries: []int{0, 1, 2}, Style: Style{Colour: "#2f6f4f", Outline: "#1c4431", Opacity: 0.4, Width: 2, Radius: 4}},
	}
}

func themeLayers() []Layer {
	place, both := []vocab.Kind{vocab.Place}, []vocab.Kind{vocab.Place, vocab.Organisation}
	look := func(c, o string) Style {
		return Style{Colour: c, Outline: o, Opacity: 0.4, Width: 2, Radius: 5, MinZoom: 8}
	}
	return []Layer{
		{ID: "heritage", Title: text.New("Di tích, đình chùa, lễ hội", "Heritage"),
			Description: text.New("Đình, chùa, đền, miếu, di tích và lễ hội.", "Communal houses, pagodas, temples, shrines, sites and festivals."),
			Select:      Selection{Kinds: place, Values: typed(heritageTypes()...)}, Geometries: []int{0, 1, 2}, Style: look("#8b4513", "#552a0b")},
		{ID: "tourism", Title: text.New("Du lịch", "Tourism"),
			Description: text.New("Điểm tham quan, làng nghề, danh thắng.", "Sights, craft villages and scenic areas."),
			Select:      Selection{Kinds: place, Topics: []string{"tourism"}}, Geometries: []int{0, 1, 2}, Style: look("#00818a", "#004f54")},
		{ID: "education", Title: text.New("Giáo dục", "Education"),
			Description: text.New("Trường học và cơ sở giáo dục.", "Schools and other places of education."),
			Select:      Selection{Kinds: both, Topics: []string{"education"}}, Geometries: []int{0, 2}, Style: look("#1f5fbf", "#123a75")},
		{ID: "health", Title: text.New("Y tế", "Health"),
			Description: text.New("Bệnh viện, trạm y tế, cơ sở khám chữa bệnh.", "Hospitals, health stations and clinics."),
			Select:      Selection{Kinds: both, Topics: []string{"health"}}, Geometries: []int{0, 2}, Style: look("#d6336c", "#8a1f45")},
		{ID: "markets", Title: text.New("Chợ, trung tâm thương mại", "Markets"),
			Description: text.New("Chợ, siêu thị, trung tâm thương mại.", "Markets, supermarkets and shopping centres."),
			Select:      Selection{Kinds: place, Values: typed("market", "supermarket", "shopping-centre")}, Geometries: []int{0, 2}, Style: look("#7a8b00", "#4a5500")},
	}
}

func infrastructureLayers() []Layer {
	place, topic := []vocab.Kind{vocab.Place}, []string{"infrastructure"}
	return []Layer{
		{ID: "infrastructure-lines", Title: text.New("Hạ tầng dạng tuyến", "Infrastructure lines"),
			Description: text.New("Cao tốc, quốc lộ, đường, đường sắt, hầm.", "Expressways, national roads, roads, railways and tunnels."),
			Select:      Selection{Kinds: place, Topics: topic, Values: typed(lineTypes()...)}, Geometries: []int{0, 1}, Style: Style{Colour: "#444444", Outline: "#111111", Opacity: 0.9, Width: 2.5, Radius: 4}},
		{ID: "infrastructure-points", Title: text.New("Hạ tầng dạng điểm, khu", "Infrastructure sites"),
			Description: text.New("Cảng, sân bay, nút giao, khu kinh tế, cụm công nghiệp, trạm điện, hồ chứa.", "Ports, airports, junctions, economic zones, industrial clusters, substations and reservoirs."),
			Select:      Selection{Kinds: place, Topics: topic, Without: typed(lineTypes()...)}, Geometries: []int{0, 2}, Style: Style{Colour: "#6b4fbb", Outline: "#3d2b75", Opacity: 0.5, Width: 1.5, Radius: 5}},
	}
}

// Draws tells whether a map draws geometries of this kind in the layer.
func (l Layer) Draws(g orb.Geometry) bool {
	if g == nil {
		return false
	}
	if _, mixed := g.(orb.Collection); mixed {
		return true
	}
	return slices.Contains(l.Geometries, g.Dimensions())
}
