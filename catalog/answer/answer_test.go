package answer_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog"
	"honglinh/catalog/answer"
	"honglinh/catalog/place"
	"honglinh/catalog/text"
)

// register is the territory of a town that became two wards.
func register() *place.Register {
	return place.NewRegister([]place.Unit{
		{ID: "unit/tinh", Code: "42", Level: "province", Name: text.New("Tỉnh Hà Tĩnh", "Ha Tinh Province")},
		{ID: "unit/thi-xa", Code: "437", Level: "town", Name: text.New("Thị xã Hồng Lĩnh", "Hong Linh Town"), Parent: "unit/tinh",
			From: "1992-03-02", To: "2025-06-30", Successors: []string{"unit/bac-hong-linh", "unit/nam-hong-linh"}},
		{ID: "unit/nam-hong", Code: "18118", Level: "ward", Name: text.New("Phường Nam Hồng", "Nam Hong Ward"), Parent: "unit/thi-xa",
			From: "1992", To: "2025-06-30", Successors: []string{"unit/nam-hong-linh"}},
		{ID: "unit/bac-hong-linh", Code: "18115", Level: "ward", Name: text.New("Phường Bắc Hồng Lĩnh", "Bac Hong Linh Ward"), Parent: "unit/tinh", From: "2025-07-01"},
		{ID: "unit/nam-hong-linh", Code: "18118", Level: "ward", Name: text.New("Phường Nam Hồng Lĩnh", "Nam Hong Linh Ward"), Parent: "unit/tinh", From: "2025-07-01"},
	})
}

func value(area, period string, v float64, change ...func(*catalog.Observation)) catalog.Observation {
	o := catalog.Observation{ID: area + period, Area: area, Name: text.New(area, area), Period: period, Value: &v, Unit: "people"}
	for _, c := range change {
		c(&o)
	}
	return o
}

func basis(s string) func(*catalog.Observation) { return func(o *catalog.Observation) { o.Basis = s } }
func unit(s string) func(*catalog.Observation)  { return func(o *catalog.Observation) { o.Unit = s } }
func sure(s string) func(*catalog.Observation) {
	return func(o *catalog.Observation) { o.Provenance.Confidence = s }
}

// population is told of all areas of the register; that of the northern ward is a draft.
func population() []catalog.Observation {
	return []catalog.Observation{
		value("nam-hong", "2023", 9413), value("thi-xa", "2014", 39391), value("thi-xa", "2021", 39920), value("thi-xa", "", 50000),
		value("tinh", "2022", 1317200), value("tinh", "2025", 1540180), value("tinh", "2025", 1622901, sure("low")),
		value("bac-hong-linh", "2025", 28729, basis("draft")), value("nam-hong-linh", "2025", 22309), value("viet-nam", "2024", 101),
		value("nha-may", "2024", 7),
	}
}

func TestTheFigureIsOfThePlaceAndTheDayAsked(t *testing.T) {
	r := register()
	at := func(ids ...string) (out []place.Unit) {
		for _, id := range ids {
			u, _ := r.ByID("unit/" + id)
			out = append(out, u)
		}
		return out
	}
	only := []catalog.Observation{value("thi-xa", "2021", 1), value("nam-hong", "2020", 2), value("tinh", "2020", 3)}
	for _, tc := range []struct {
		name  string
		of    []catalog.Observation
		asked answer.Asked
		want  string   // the answer, "" for none
		lines []string // the lines with their relations
	}{
		{"a ward of today has its own", population(), answer.Asked{Units: at("nam-hong-linh")}, "18118 2025 22309 people", []string{"asked 18118 2025 22309 people"}},
		{"a draft is told where nothing else is, as a draft", population(), answer.Asked{Units: at("bac-hong-linh")}, "18115 2025 28729 people draft",
			[]string{"asked 18115 2025 28729 people draft"}},
		{"the old town has its last one, and the wards of today follow", population(), answer.Asked{Units: at("thi-xa")}, "437 2021 39920 people",
			[]string{"asked 437 2021 39920 people", "after 18115 2025 28729 people draft", "after 18118 2025 22309 people"}},
		{"as of a day, the newest that was known", population(), answer.Asked{Units: at("thi-xa"), AsOf: "2015-05"}, "437 2014 39391 people",
			[]string{"asked 437 2014 39391 people"}},
		{"of a year, that of the year", population(), answer.Asked{Units: at("thi-xa"), Years: []int{2014}}, "437 2014 39391 people", []string{"asked 437 2014 39391 people"}},
		{"another year's is no answer and says so", population(), answer.Asked{Units: at("thi-xa"), Years: []int{1999}}, "", []string{"other-time 437 2021 39920 people"}},
		{"on a day before it was, a ward gives what stood there", population(), answer.Asked{Units: at("nam-hong-linh"), AsOf: "2024"}, "",
			[]string{"before 437 2021 39920 people", "before 18118 2023 9413 people"}},
		{"after its end the town gives the wards", population(), answer.Asked{Units: at("thi-xa"), AsOf: "2026"}, "",
			[]string{"after 18115 2025 28729 people draft", "after 18118 2025 22309 people"}},
		{"a ward without a value never takes its sister's", only, answer.Asked{Units: at("bac-hong-linh")}, "", []string{"before 437 2021 1 people"}},
		{"what is only known above says so", only[2:], answer.Asked{Units: at("bac-hong-linh")}, "", []string{"above 42 2020 3 people"}},
		{"several places have a line each", population(), answer.Asked{Units: at("nam-hong-linh", "tinh")}, "18118 2025 22309 people",
			[]string{"asked 18118 2025 22309 people", "asked 42 2025 1540180 people or 1622901"}},
		{"the country by its name", population(), answer.Asked{Country: true}, "VN 2024 101 people", []string{"asked VN 2024 101 people"}},
		{"without a place one line per chief area with its year", population(), answer.Asked{}, "",
			[]string{"chief VN 2024 101 people", "chief 42 2025 1540180 people or 1622901", "chief 437 2021 39920 people", "chief 18115 2025 28729 people draft", "chief 18118 2025 22309 people"}},
		{"a site speaks where no chief area does", []catalog.Observation{value("nha-may", "2024", 7)}, answer.Asked{}, "", []string{"chief nha-may 2024 7 people"}},
		{"the unit of measurement asked for", []catalog.Observation{value("tinh", "2020", 5, unit("ha")), value("tinh", "2021", 6, unit("km2"))},
			answer.Asked{Units: at("tinh"), Measure: "ha"}, "42 2020 5 ha", []string{"asked 42 2020 5 ha"}},
		{"a whole year is newer than its first half, and a half than the year before",
			[]catalog.Observation{value("tinh", "2024-H1", 1), value("tinh", "2024", 2), value("tinh", "2023-H2", 3)}, answer.Asked{Units: at("tinh")}, "42 2024 2 people", []string{"asked 42 2024 2 people"}},
		{"no values, no answer", nil, answer.Asked{Units: at("tinh")}, "", nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := answer.Of(&catalog.Record{Observations: tc.of}, r, tc.asked)
			want, first := tc.want, ""
			if got.Figure != nil {
				first = written(*got.Figure)
			}
			if first != want {
				t.Errorf("answer %q, want %q", first, want)
			}
			var lines []string
			for _, f := range got.Lines {
				line := string(f.Relation) + " " + written(f)
				for _, d := range f.Differing {
					line += fmt.Sprintf(" or %.0f", d.Value)
				}
				lines = append(lines, line)
			}
			if diff := cmp.Diff(tc.lines, lines); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func written(f answer.Figure) string {
	where := f.Place.Code
	if where == "" {
		where = f.Place.Name[text.VI]
	}
	s := fmt.Sprintf("%s %s %.0f %s", where, f.Period, f.Value, f.Unit)
	if f.Basis != "" {
		s += " " + f.Basis
	}
	return s
}

func TestACodeMeansTheUnitOfThePeriod(t *testing.T) {
	r := register()
	rec := catalog.Record{Observations: []catalog.Observation{value("18118", "2023", 1), value("18118", "2026", 2)}}
	now, _ := r.ByID("unit/nam-hong-linh")
	if got := answer.Of(&rec, r, answer.Asked{Units: []place.Unit{now}}); got.Figure == nil || got.Figure.Value != 2 {
		t.Errorf("the ward of today: %+v, want 2", got.Figure)
	}
	old, _ := r.ByID("unit/nam-hong")
	if got := answer.Of(&rec, r, answer.Asked{Units: []place.Unit{old}, AsOf: "2024"}); got.Figure == nil || got.Figure.Value != 1 {
		t.Errorf("the ward that had the code before: %+v, want 1", got.Figure)
	}
}

func FuzzOf(f *testing.F) {
	r := register()
	u, _ := r.ByID("unit/nam-hong-linh")
	for _, s := range []string{"2024", "2024-H1", "2024-M01/M09", "2010-2014", "2020 (to 15/6)", "", "2024-", "2024-Q", "2024-M13", "9999"} {
		f.Add(s, "2024-05", "18118")
	}
	f.Fuzz(func(t *testing.T, period, on, area string) {
		rec := catalog.Record{Observations: []catalog.Observation{value(area, period, 1), value("thi-xa", period, 2)}}
		got := answer.Of(&rec, r, answer.Asked{Units: []place.Unit{u}, AsOf: catalog.Date(on)})
		if got.Figure != nil && got.Figure.Place.ID != u.ID {
			t.Errorf("answered with %q", got.Figure.Place.ID)
		}
	})
}
