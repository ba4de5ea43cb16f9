package layers

import (
	"slices"
	"time"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo/layer"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// Category is a sort of thing whose nearest one matters to whoever looks at a piece of ground.
type Category struct {
	ID     string
	Title  text.Text
	Select Selection
}

// AroundCategories lists what Around looks for, in the order of the answer.
func AroundCategories() []Category {
	place := []vocab.Kind{vocab.Place}
	sited := []vocab.Kind{vocab.Place, vocab.Organisation}
	of := func(id, vi, en string, kinds []vocab.Kind, types ...string) Category {
		return Category{id, text.New(vi, en), Selection{Kinds: kinds, Values: typed(types...)}}
	}
	road := of("national-road", "Quốc lộ", "National road", place, "road", "national-road")
	road.Select.Names = []string{"Quốc lộ", "QL", "National road", "National highway"}
	return []Category{
		road,
		of("expressway-junction", "Nút giao cao tốc", "Expressway junction", place, "junction", "interchange"),
		of("railway-station", "Ga đường sắt", "Railway station", place, "railway-station", "station"),
		of("port", "Cảng", "Port", place, "port", "seaport", "inland-port"),
		of("airport", "Sân bay", "Airport", place, "airport"),
		of("border-gate", "Cửa khẩu", "Border gate", place, "border-gate"),
		of("industrial-cluster", "Cụm, khu công nghiệp", "Industrial cluster or park", place, "industrial-cluster", "industrial-park"),
		of("hospital", "Bệnh viện", "Hospital", sited, "hospital"),
		of("school", "Trường học", "School", sited, "school", "university", "college", "kindergarten"),
		of("market", "Chợ", "Market", place, "market"),
		{"heritage", text.New("Di tích", "Heritage"), Selection{Kinds: place, Values: typed(heritageTypes()...)}},
	}
}

// Near is the nearest record of a category, or the statement that none is known.
type Near struct {
	Category string
	Label    text.Text
	// Known is false when no record of the category has coordinates. Recorded is how many there are, with and without.
	Known    bool
	Recorded int
	Neighbour
}

// Neighbour is a record near a point.
type Neighbour struct {
	Record string
	Title  text.Text
	// Km is the straight-line distance, 0 inside; Direction is where to look from the point, one of 16 winds.
	Km        float64
	Bearing   float64
	Direction text.Text
	// Quality says how the record's geometry was obtained, Date when the record last changed.
	Quality string
	Date    time.Time
}

// Ground is a unit or a plan that holds a point.
type Ground struct {
	Record   string
	Title    text.Text
	From, To string // validity as recorded
	Current  bool   // holds on the day asked for
	Quality  string // of the outline
}

// Surroundings is what is around a point.
type Surroundings struct {
	Point    orb.Point
	Method   text.Text
	Nearest  []Near
	Units    []Ground // by outline; the day's first
	Plans    []Ground
	Heritage []Neighbour // within RadiusKm, nearest first
	RadiusKm float64
}

// mostHeritage bounds the list of Heritage; a page shows fewer.
const mostHeritage = 50

// Around tells what is around a point: the nearest of every category of AroundCategories, the units of any time and the plans whose outlines hold it, and
// the heritage within radiusKm. now says which units are today's.
func (s *Set) Around(p orb.Point, radiusKm float64, now time.Time) Surroundings {
	a := Surroundings{Point: p, RadiusKm: radiusKm, Method: text.New(
		"Khoảng cách đường chim bay trên ellipsoid WGS 84, đến điểm gần nhất của đối tượng; không phải quãng đường đi. “Chưa rõ” nghĩa là chưa có bản ghi nào có toạ độ.",
		"Straight-line distance on the WGS 84 ellipsoid to the nearest point of the feature; not the way by road. “Unknown” means that no record has coordinates.")}
	for _, c := range AroundCategories() {
		d := s.around[c.ID]
		if c.ID == "heritage" {
			a.Heritage = s.heritage(d, p, radiusKm)
			continue
		}
		n := Near{Category: c.ID, Label: c.Title, Recorded: d.Len()}
		if ns := d.Nearest(p, 1); len(ns) > 0 {
			n.Known, n.Neighbour = true, d.neighbour(ns[0])
		}
		a.Nearest = append(a.Nearest, n)
	}
	a.Units, a.Plans = s.holding("units", p, now), s.holding("plans", p, now)
	return a
}

func (s *Set) heritage(d *Data, p orb.Point, radiusKm float64) []Neighbour {
	var out []Neighbour
	for _, n := range d.Nearest(p, mostHeritage) {
		if n.Km <= radiusKm {
			out = append(out, d.neighbour(n))
		}
	}
	return out
}

func (d *Data) neighbour(n layer.Neighbour) Neighbour {
	f, _ := d.Find(n.ID)
	return Neighbour{Record: f.Record, Title: f.title(), Km: n.Km, Bearing: n.Bearing, Direction: Wind(n.Wind), Quality: f.string("geometry_quality"), Date: f.Modified}
}

// holding lists the areas of a layer that hold a point, those of the day first, then by id.
func (s *Set) holding(id string, p orb.Point, now time.Time) []Ground {
	d, ok := s.Layer(id)
	if !ok {
		return nil
	}
	r, err := layer.Polygon(p)
	if err != nil {
		return nil
	}
	var out []Ground
	for _, i := range d.Located(r) {
		f := d.Features[i]
		if f.geometry.Dimensions() == 2 {
			out = append(out, Ground{f.Record, f.title(), f.string("valid_from"), f.string("valid_to"), f.Meets(now, now), f.string("geometry_quality")})
		}
	}
	slices.SortStableFunc(out, func(a, b Ground) int {
		if a.Current == b.Current {
			return 0
		}
		if a.Current {
			return -1
		}
		return 1
	})
	return out
}

func (f *Feature) title() text.Text { return text.New(f.string("title_vi"), f.string("title_en")) }

func (f *Feature) string(name string) string {
	s, _ := f.Properties[name].(string)
	return s
}

// Title is the record's title.
func (f *Feature) Title() text.Text { return f.title() }

// Wind names one of the 16 winds ("NNE") in both languages; "" stays empty.
func Wind(w string) text.Text {
	names := map[byte][2]string{'N': {"bắc", "north"}, 'E': {"đông", "east"}, 'S': {"nam", "south"}, 'W': {"tây", "west"}}
	if w == "" {
		return text.Text{}
	}
	if len(w) == 1 {
		return text.New(names[w[0]][0], names[w[0]][1])
	}
	// Of two letters the Vietnamese name puts east or west first; of three the single letter leads.
	pair := w[len(w)-2:]
	vi, en := names[pair[1]][0]+" "+names[pair[0]][0], names[pair[0]][1]+names[pair[1]][1]
	if len(w) == 3 {
		vi, en = names[w[0]][0]+" "+vi, names[w[0]][1]+"-"+en
	}
	return text.New(vi, en)
}
