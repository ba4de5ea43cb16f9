package indexer_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog"
	"honglinh/catalog/store"
	"honglinh/catalog/text"
	"honglinh/indexer"
	"honglinh/indexer/source"
)

// town is a small catalogue with everything that records can share.
func town() map[string]string {
	return map[string]string{
		"dv/datapackage.json": `{"name":"dv","title":"Đơn vị","resources":[{"name":"dv","path":"dv.csv","format":"csv","type":"table","schema":{"fields":[
			{"name":"id"},{"name":"ten"},{"name":"ma"},{"name":"cap"},{"name":"tu"},{"name":"den"},{"name":"truoc"}]},
			"honglinh":{"kind":"unit","id":"id","title":{"vi":"ten"},"code":"ma","level":"cap","valid_from":"tu","valid_to":"den","predecessors":"truoc","supersedes":"truoc"}}]}`,
		"dv/dv.csv": "id,ten,ma,cap,tu,den,truoc\nphuong-cu,Phường Cũ,18115,ward,1992,2025-06-30,\nphuong-moi,Phường Mới,18115,ward,2025-07-01,,unit/phuong-cu\n",
		"vien/datapackage.json": `{"name":"vien","title":"Đường viền","resources":[{"name":"v","path":"v.geojson","format":"geojson",
			"honglinh":{"kind":"unit","outline":true,"id":"slug","geometry_quality":"q"}}]}`,
		"vien/v.geojson": `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"slug":"phuong-moi","q":"approximate"},
			"geometry":{"type":"Polygon","coordinates":[[[105.6,18.4],[105.8,18.4],[105.8,18.6],[105.6,18.6],[105.6,18.4]]]}}]}`,
		"vb/datapackage.json": `{"name":"vb","title":"Văn bản","licenses":[{"name":"CC-BY-4.0"}],"resources":[{"name":"vb","path":"vb.csv","format":"csv","type":"table",
			"schema":{"fields":[{"name":"id"},{"name":"ten"},{"name":"so"}]},"honglinh":{"kind":"document","id":"id","title":{"vi":"ten"},"number":"so"}}]}`,
		"vb/vb.csv": "id,ten,so\nnd-31,Nghị định về đầu tư,31/2021/NĐ-CP\n",
		"co/datapackage.json": `{"name":"co","title":"Cơ hội","resources":[{"name":"co","path":"*.csv","format":"csv","type":"table","schema":{"fields":[
			{"name":"id"},{"name":"dong"},{"name":"ten"},{"name":"name"},{"name":"von","type":"number"},{"name":"lat","type":"number"},{"name":"lon","type":"number"},
			{"name":"legal_basis_vi"},{"name":"lien_quan"},{"name":"nguon"},{"name":"noi"}]},
			"honglinh":{"kind":"opportunity","id":"id","statement":"dong","title":{"vi":"ten","en":"name"},"capital":"von","lat":"lat","lon":"lon","place":"noi",
			"links":{"related":"lien_quan"},"source_title":"nguon"}}]}`,
		"co/a.csv": "id,dong,ten,name,von,lat,lon,legal_basis_vi,lien_quan,nguon,noi\n" +
			"ccn,1,Cụm 50 ha,Cluster of 45 ha,276,18.5,105.7,Nghị định số 31/2021/NĐ-CP; Luật 61/2020/QH14,opportunity/khong-co;document/nd-31,Báo,\n",
		"co/b.csv": "id,dong,ten,name,von,lat,lon,legal_basis_vi,lien_quan,nguon,noi\nccn,2,CỤM 50 HA,,313,,,,,Cổng,\ncu,3,Ở nơi cũ,,,,,,,Báo,18115@1995\n",
		"ct/datapackage.json": `{"name":"ct","title":"Chỉ tiêu","resources":[{"name":"ct","path":"ct.csv","format":"csv","type":"table","schema":{"fields":[
			{"name":"id"},{"name":"ten"},{"name":"dv"},{"name":"nam"},{"name":"tri","type":"number"},{"name":"dvt"},{"name":"loai"}]},
			"honglinh":{"kind":"indicator","id":"id","title":{"vi":"ten"},"series":{"area":"dv","period":"nam","value":"tri","unit":"dvt"}}}]}`,
		"ct/ct.csv": "id,ten,dv,nam,tri,dvt,loai\ndan-so,Dân số,hl,2019,36940,người,dân số\ndan-so,Dân số,hl,2020,,người,dân số\n",
	}
}

func record(t *testing.T, s *indexer.Service, id string) catalog.Record {
	t.Helper()
	rec, err := s.Store().Record(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return rec
}

func TestRecordsAreCompletedFromTheWholeCatalogue(t *testing.T) {
	src := t.TempDir()
	write(t, src, town())
	s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{src}})
	defer s.Close()
	rep := ingest(t, s)
	if len(rep.Refused) > 0 {
		t.Fatal(rep.Refused)
	}
	ccn, cu := record(t, s, "opportunity/ccn"), record(t, s, "opportunity/cu")
	old, moi := record(t, s, "unit/phuong-cu"), record(t, s, "unit/phuong-moi")
	dan := record(t, s, "indicator/dan-so")
	value, decree := 36940.0, text.New("Nghị định về đầu tư", "")
	for _, c := range []struct {
		name      string
		got, want any
	}{
		{"the first value of each column is shown", []any{ccn.Title[text.VI], ccn.Title[text.EN], *ccn.Capital}, []any{"Cụm 50 ha", "Cluster of 45 ha", 276.0}},
		{"every row stays with its own source", []string{ccn.Statements[0].Provenance.Title, ccn.Statements[1].Provenance.Title}, []string{"Báo", "Cổng"}},
		{"columns that disagree are named, letter case aside", ccn.Conflicts, []string{"von"}},
		{"a record of one row has no statements", len(cu.Statements), 0},
		{"links that lead nowhere are dropped, numbers in a legal basis become links, each says what it leads to", ccn.Links,
			[]catalog.Link{{Rel: "related", ID: "document/nd-31", Title: decree}, {Rel: "legal_basis", ID: "document/nd-31", Title: decree}}},
		{"a point is filed under the ward whose outline holds it", ccn.Places, []catalog.PlaceRef{{Code: "18115", ValidFrom: "2025-07-01", ID: "unit/phuong-moi", Name: text.New("Phường Mới", "")}}},
		{"a reused code with its time is the old ward", cu.Places[0].ID, "unit/phuong-cu"},
		{"an outline is the geometry of the unit's own record", []string{moi.Geometry.Type, moi.GeometryQuality}, []string{"Polygon", "approximate"}},
		{"what a unit supersedes knows by what", []any{moi.Supersedes, old.SupersededBy}, []any{[]string{"unit/phuong-cu"}, []string{"unit/phuong-moi"}}},
		{"successors are completed from predecessors", old.Links, []catalog.Link{{Rel: "successor", ID: "unit/phuong-moi", Title: text.New("Phường Mới", "")}}},
		{"rows of a series are observations, an empty cell is unknown", []*float64{dan.Observations[0].Value, dan.Observations[1].Value}, []*float64{&value, nil}},
		{"what all rows of a series share is an attribute", dan.Attributes, map[string]any{"loai": "dân số"}},
		{"each package is a dataset", record(t, s, "dataset/vb").Licence, "CC-BY-4.0"},
		{"a record has its package's licence", record(t, s, "document/nd-31").Licence, "CC-BY-4.0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, c.got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	var codes []string
	for _, w := range ccn.Warnings {
		codes = append(codes, w.Code)
	}
	if diff := cmp.Diff([]string{"dangling-link", "language-drift"}, codes); diff != "" {
		t.Errorf("doubts of the record (-want +got):\n%s", diff)
	}
	back, err := s.Store().Backlinks(t.Context(), "document/nd-31")
	if diff := cmp.Diff([]store.Backlink{{ID: "opportunity/ccn", Rel: "legal_basis"}, {ID: "opportunity/ccn", Rel: "related"}}, back); diff != "" || err != nil {
		t.Errorf("backlinks (-want +got), %v:\n%s", err, diff)
	}
	if got := s.State().Places.Family("unit/phuong-moi"); len(got) != 2 {
		t.Errorf("family of the new ward: %v", got)
	}
}

func TestARecordIsWhatItsGoodRowsSay(t *testing.T) {
	src := t.TempDir()
	files := town()
	write(t, src, files)
	s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{src}})
	defer s.Close()
	ingest(t, s)
	before := record(t, s, "opportunity/ccn")
	write(t, src, map[string]string{"co/b.csv": strings.Replace(files["co/b.csv"], "313", "1.313,5", 1)})
	rep := ingest(t, s)
	after := record(t, s, "opportunity/ccn")
	if len(rep.Refused) != 1 || after.Version != before.Version+1 || len(before.Statements) != 2 || len(after.Statements) != 0 {
		t.Errorf("refused %v, version %d after %d, %d statements", rep.Refused, after.Version, before.Version, len(after.Statements))
	}
}

func TestHTMLInMarkdownIsTakenOutAndSaid(t *testing.T) {
	src := t.TempDir()
	write(t, filepath.Join(src, "bai"), map[string]string{
		"datapackage.json": `{"name":"bai","title":"Bài","resources":[{"name":"bai","path":"*.md","format":"md","honglinh":{"kind":"article","markdown":true}}]}`,
		"a.vi.md":          "---\ntitle: Bài\n---\nA < B & C > D, <b>đậm</b><script>alert(1)</script> &lt;script&gt; <https://example.vn/?a=1&b=2>\n",
	})
	s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{src}})
	defer s.Close()
	rep := ingest(t, s)
	if got, want := record(t, s, "article/a").Body[text.VI], "A < B & C > D, đậm &lt;script&gt; https://example.vn/?a=1&b=2"; got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if !slices.ContainsFunc(rep.Warnings, func(w source.Warning) bool {
		return w.Code == "html-stripped" && strings.HasSuffix(w.File, "a.vi.md") && strings.Contains(w.Reason, `(once, such as "<b>đậm`)
	}) {
		t.Errorf("nothing was said: %v", rep.Warnings)
	}
}

func TestRowsOfOneResourceArePartsOfTheRecordsOfAnother(t *testing.T) {
	src := t.TempDir()
	write(t, src, map[string]string{
		"tt/datapackage.json": `{"name":"tt","title":"Thủ tục","resources":[
			{"name":"buoc","path":"buoc.csv","format":"csv","type":"table","schema":{"fields":[{"name":"tt"},{"name":"stt","type":"integer"},{"name":"viec_vi"},{"name":"ban_doc"}]},
				"honglinh":{"kind":"procedure","id":"tt","part":"steps","evidence":["ban_doc"]}},
			{"name":"tt","path":"tt.csv","format":"csv","type":"table","schema":{"fields":[{"name":"id"},{"name":"ten"},{"name":"ghi_rieng"}]},
				"honglinh":{"kind":"procedure","id":"id","title":{"vi":"ten"},"evidence":["ghi_rieng"]}}]}`,
		"tt/buoc.csv": "tt,stt,viec_vi,ban_doc\na,1,Nộp hồ sơ,kho\na,2,Nhận kết quả,kho\nkhong-co,1,Mồ côi,kho\nb,x,Sai số,kho\n",
		"tt/tt.csv":   "id,ten,ghi_rieng\na,Thủ tục A,riêng\nb,Thủ tục B,riêng\n",
	})
	s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{src}})
	defer s.Close()
	rep := ingest(t, s)
	want := map[string]any{"steps": []any{map[string]any{"stt": 1.0, "viec_vi": "Nộp hồ sơ"}, map[string]any{"stt": 2.0, "viec_vi": "Nhận kết quả"}}}
	if diff := cmp.Diff(want, record(t, s, "procedure/a").Attributes); diff != "" {
		t.Errorf("the parts of a (-want +got):\n%s", diff)
	}
	if _, err := s.Store().Record(t.Context(), "procedure/b"); err != nil {
		t.Errorf("a record that was never stored goes in without its broken part: %v", err)
	}
	var reasons []string
	for _, r := range rep.Refused {
		reasons = append(reasons, fmt.Sprintf("%d %s %s", r.Row, r.Column, r.Reason))
	}
	if len(reasons) != 2 || !strings.Contains(strings.Join(reasons, "\n"), "4 tt is a part of procedure/khong-co, which no row of this package makes") ||
		!strings.Contains(strings.Join(reasons, "\n"), "5 stt") {
		t.Errorf("refused: %q", reasons)
	}
	write(t, src, map[string]string{"tt/buoc.csv": "tt,stt,viec_vi,ban_doc\na,1,Nộp hồ sơ mới,kho\na,hai,Nhận kết quả,kho\n"})
	ingest(t, s)
	want = map[string]any{"steps": []any{map[string]any{"stt": 1.0, "viec_vi": "Nộp hồ sơ mới"}}}
	if diff := cmp.Diff(want, record(t, s, "procedure/a").Attributes); diff != "" {
		t.Errorf("a record one of whose parts is broken is what the others say (-want +got):\n%s", diff)
	}
}

func TestWhatWasReplacedNamesWhatStandsInItsPlaceToday(t *testing.T) {
	src := t.TempDir()
	write(t, src, map[string]string{
		"vb/datapackage.json": `{"name":"vb","title":"Văn bản","resources":[{"name":"vb","path":"vb.csv","format":"csv","type":"table",
			"schema":{"fields":[{"name":"id"},{"name":"ten"},{"name":"tt"},{"name":"thay"},{"name":"dan"}]},
			"honglinh":{"kind":"document","id":"id","title":{"vi":"ten"},"status":"tt","supersedes":"thay","links":{"legal_basis":"dan"}}}]}`,
		"vb/vb.csv": "id,ten,tt,thay,dan\ncu,Luật cũ,expired,,\ngiua,Luật giữa,expired,document/cu,\nnay,Luật nay,in-force,document/giua,\n" +
			"nua,Nghị định còn một phần,partly-in-force,,\nvong-1,Vòng một,expired,document/vong-2,\nvong-2,Vòng hai,expired,document/vong-1,\n" +
			"ai,Ai dẫn,in-force,,document/cu;document/nay;document/nua\n",
	})
	s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{src}})
	defer s.Close()
	ingest(t, s)
	today := []catalog.Link{{Rel: "today", ID: "document/nay", Title: text.New("Luật nay", "")}}
	var states []string
	for _, l := range record(t, s, "document/ai").Links {
		states = append(states, l.ID+" "+l.Status)
	}
	for _, c := range []struct {
		name      string
		got, want any
	}{
		{"the first of the chain", record(t, s, "document/cu").Today, today},
		{"the one between", record(t, s, "document/giua").Today, today},
		{"the last stands itself", record(t, s, "document/nay").Today, []catalog.Link(nil)},
		{"a circle leads nowhere", record(t, s, "document/vong-1").Today, []catalog.Link(nil)},
		{"a link says that what it leads to no longer holds whole", states, []string{"document/cu expired", "document/nay ", "document/nua partly-in-force"}},
	} {
		if diff := cmp.Diff(c.want, c.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestAPlaceThatCanMeanSeveralUnitsCostsNoRecord(t *testing.T) {
	src := t.TempDir()
	write(t, src, map[string]string{
		"dv/datapackage.json": `{"name":"dv","title":"Đơn vị","resources":[{"name":"dv","path":"dv.csv","format":"csv","type":"table",
			"honglinh":{"kind":"unit","id":"id","title":{"vi":"ten"},"code":"ma","level":"cap","parent":"tren"}}]}`,
		"dv/dv.csv": "id,ten,ma,cap,tren\nhuyen-a,Huyện A,1,district,\nhuyen-b,Huyện B,2,district,\nxa-1,Xã Thuận Lộc,11,commune,unit/huyen-a\nxa-2,Xã Thuận Lộc,12,commune,unit/huyen-b\n",
		"q/datapackage.json": `{"name":"q","title":"Quán","licenses":[{"name":"CC-BY-4.0"}],"resources":[{"name":"q","path":"q.csv","format":"csv","type":"table",
			"honglinh":{"kind":"place","id":"id","title":{"vi":"ten"},"place":"noi"}}]}`,
		"q/q.csv": "id,ten,noi\nq1,Quán 1,xã Thuận Lộc\nq2,Quán 2,\"xã Thuận Lộc, huyện B\"\nq3,Quán 3,xã Không Có\n",
	})
	s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{src}})
	rep, err := s.Ingest(t.Context())
	if err != nil || len(rep.Refused) > 0 {
		t.Fatalf("%v, refused %v", err, rep.Refused)
	}
	for id, want := range map[string]string{"place/q1": "", "place/q2": "unit/xa-2", "place/q3": ""} {
		if got := record(t, s, id).Places; len(got) != 1 || got[0].ID != want {
			t.Errorf("%s stands in %v, want %q", id, got, want)
		}
	}
	var codes []string
	for _, w := range rep.Warnings {
		codes = append(codes, w.Code)
	}
	slices.Sort(codes)
	if diff := cmp.Diff([]string{"ambiguous-place", "unknown-place"}, codes); diff != "" {
		t.Error(diff)
	}
}
