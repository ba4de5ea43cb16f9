package duck_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2"
	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/xuri/excelize/v2"

	"honglinh/catalog/geo/crs"
	"honglinh/catalog/proof"
	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/export"
	"honglinh/datasets/export/encode"
	"honglinh/datasets/table"
	"honglinh/datasets/table/duck"
)

// stand is a table with what breaks exports: quotes, line ends, formulas,
// leading zeros, missing values, long numbers, places.
func stand(t testing.TB, rows int) (*duck.Engine, table.Ref, datasets.Resource) {
	t.Helper()
	e, err := duck.Open(context.Background(), t.TempDir(), duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	var b strings.Builder
	b.WriteString("ma,ten,von,so,ngay,mo,lon,lat,tt\n")
	names := []string{`Cụm "Nam Hồng", A`, "=1+1", "hai\ndòng", "+84 239", "@x", "_x0041_ <&>"}
	for i := range rows {
		von := fmt.Sprintf("%d.%d", i, 1+i%9)
		if i%7 == 0 {
			von = ""
		}
		tt := "a"
		if i%2 == 1 {
			tt = "b"
		}
		fmt.Fprintf(&b, "%06d,\"%s\",%s,%d,2024-%02d-%02d,%v,%.4f,%.4f,%s\n", i, strings.ReplaceAll(names[i%len(names)], `"`, `""`), von, i*3, 1+i%12, 1+i%28, i%2 == 0, 105.5+float64(i%1000)/10000, 18.5+float64(i%1000)/10000, tt)
	}
	ref := table.Ref{Dataset: "khu", Table: "cum"}
	r := datasets.Resource{Name: "cum", Schema: datasets.Schema{PrimaryKey: []string{"ma"}, Fields: []datasets.Field{
		{Name: "ma", Type: "string", Title: text.New("Mã", "Code")}, {Name: "ten", Type: "string", Title: text.New("Tên", "Name")},
		{Name: "tt", Type: "string", Title: text.New("Trạng thái", "Status"), Labels: map[string]text.Text{"a": text.New("đang mời", "inviting"), "b": text.New("đã xong", "done")}}}}}
	src := table.Source{Schema: r.Schema, File: "cum.csv", Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(b.String())), nil }}
	if _, err := e.Load(context.Background(), ref, src); err != nil {
		t.Fatal(err)
	}
	return e, ref, r
}

// totals are what every reader must find: rows, sum of von, sum of so, days.
type totals struct {
	Rows     int
	Von, So  float64
	LastName string
}

func write(t testing.TB, name string, e *duck.Engine, q table.Query, r datasets.Resource) string {
	t.Helper()
	f, err := export.Find(export.Tables, name)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "x."+f.Extension)
	out, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	n, err := encode.Encoder{}.Table(context.Background(), f, e, q, export.About{Resource: r}, export.Options{}, out)
	if err != nil || out.Close() != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if q.Limit == 0 && q.Where == nil && n != 1000 {
		t.Errorf("%s says it wrote %d rows", name, n)
	}
	return file
}

func TestEveryFormatHoldsTheSameInSomebodyElsesReader(t *testing.T) {
	e, ref, r := stand(t, 1000)
	want := totals{Rows: 1000, LastName: "+84 239"}
	for i := range 1000 {
		if i%7 != 0 {
			von, err := strconv.ParseFloat(fmt.Sprintf("%d.%d", i, 1+i%9), 64)
			if err != nil {
				t.Fatal(err)
			}
			want.Von += von
		}
		want.So += float64(i * 3)
	}
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for name, read := range map[string]string{
		"csv": `read_csv('%s', header = true, all_varchar = true)`, "tsv": `read_csv('%s', header = true, delim = '\t', all_varchar = true)`,
		"json": `read_json('%s')`, "jsonl": `read_json('%s')`, "parquet": `read_parquet('%s')`, "geoparquet": `read_parquet('%s')`, "wkt": `read_csv('%s', header = true, all_varchar = true)`,
	} {
		t.Run(name, func(t *testing.T) {
			file := write(t, name, e, table.Query{Ref: ref}, r)
			var got totals
			stmt := `SELECT count(*), sum(CAST(von AS DOUBLE)), sum(CAST(so AS DOUBLE)), max(ten) FILTER (WHERE ma = '000999') FROM ` + fmt.Sprintf(read, file)
			if err := db.QueryRow(stmt).Scan(&got.Rows, &got.Von, &got.So, &got.LastName); err != nil {
				t.Fatal(err)
			}
			same(t, want, got)
		})
	}
	t.Run("xlsx", func(t *testing.T) { same(t, want, readXLSX(t, write(t, "xlsx", e, table.Query{Ref: ref}, r))) })
	for _, name := range []string{"geojson", "kml", "fgb", "gpkg"} {
		t.Run(name, func(t *testing.T) {
			file := write(t, name, e, table.Query{Ref: ref}, r)
			proof.Tool(t, "ogrinfo", "gdal-bin")
			out, err := exec.Command("ogrinfo", "-so", "-al", file).CombinedOutput()
			if err != nil || !strings.Contains(string(out), "Feature Count: 1000") || !strings.Contains(string(out), "(105.5") {
				t.Errorf("ogrinfo: %v\n%s", err, out)
			}
		})
	}
}

func TestGeoParquetOfATableKeepsTypesAndBringsCoordinatesToWGS84(t *testing.T) {
	e, err := duck.Open(t.Context(), t.TempDir(), duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	// The corner is one of the register of corners in VN-2000, zone 105°30', 3°.
	const csv = "ma,x,y,ngay,luc,gio,so\n01,539000.5,2048000.25,1969-12-31,2024-02-29T17:00:00.25+07:00,2024-02-29T08:30:00,7\n02,,,,,,\n"
	r := datasets.Resource{Name: "moc", Mapping: &datasets.Mapping{Lon: "x", Lat: "y", CRS: "EPSG:9209"},
		Schema: datasets.Schema{Fields: []datasets.Field{{Name: "ma", Type: "string"}}}}
	ref := table.Ref{Dataset: "khu", Table: "moc"}
	src := table.Source{File: "moc.csv", Schema: r.Schema, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(csv)), nil }}
	if _, err := e.Load(t.Context(), ref, src); err != nil {
		t.Fatal(err)
	}
	file := write(t, "geoparquet", e, table.Query{Ref: ref, Limit: 2}, r)
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var about []byte
	if err := db.QueryRow(fmt.Sprintf(`SELECT value FROM parquet_kv_metadata('%s') WHERE key = 'geo'::BLOB`, file)).Scan(&about); err != nil || !strings.Contains(string(about), `"version":"1.1.0"`) {
		t.Fatalf("%s: %v", about, err)
	}
	var types string
	if err := db.QueryRow(fmt.Sprintf(`SELECT string_agg(column_name || ' ' || column_type, ', ') FROM (DESCRIBE SELECT * EXCLUDE (geometry, bbox) FROM read_parquet('%s'))`, file)).Scan(&types); err != nil {
		t.Fatal(err)
	}
	if want := "ma VARCHAR, x DOUBLE, y DOUBLE, ngay DATE, luc TIMESTAMP WITH TIME ZONE, gio TIMESTAMP, so BIGINT"; types != want {
		t.Errorf("got  %s\nwant %s", types, want)
	}
	want, err := crs.Transform(crs.MustLookup("EPSG:9209"), crs.MustLookup(crs.CRS84)).Geometry(orb.Point{539000.5, 2048000.25})
	if err != nil {
		t.Fatal(err)
	}
	var day, instant string
	var west, north float64
	var missing int
	if err := db.QueryRow(fmt.Sprintf(`SELECT CAST(max(ngay) AS VARCHAR), strftime(max(luc) AT TIME ZONE 'UTC', '%%Y-%%m-%%d %%H:%%M:%%g') || ' ' || strftime(max(gio), '%%H:%%M'), min(bbox.xmin), min(bbox.ymax), count(*) - count(geometry) FROM read_parquet('%s')`, file)).
		Scan(&day, &instant, &west, &north, &missing); err != nil {
		t.Fatal(err)
	}
	if p := want.(orb.Point); day != "1969-12-31" || instant != "2024-02-29 10:00:250 08:30" || west != p[0] || north != p[1] || missing != 1 {
		t.Errorf("day %s, instant %s, %v %v of %v, %d without a geometry", day, instant, west, north, p, missing)
	}
}

func same(t *testing.T, want, got totals) {
	t.Helper()
	got.Von, want.Von = float64(int64(got.Von*100+.5)), float64(int64(want.Von*100+.5))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func readXLSX(t *testing.T, file string) totals {
	t.Helper()
	f, err := excelize.OpenFile(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if diff := cmp.Diff([]string{"data", "dictionary", "codes", "about"}, f.GetSheetList()); diff != "" {
		t.Error(diff)
	}
	rows, err := f.GetRows("data", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	got := totals{Rows: len(rows) - 1, LastName: rows[len(rows)-1][1]}
	for _, row := range rows[1:] {
		if row[2] != "" {
			von, err := strconv.ParseFloat(row[2], 64)
			if err != nil {
				t.Fatal(err)
			}
			got.Von += von
		}
		so, err := strconv.ParseFloat(row[3], 64)
		if err != nil {
			t.Fatal(err)
		}
		got.So += so
	}
	for cell, want := range map[string]string{"A2": "000000", "B3": "=1+1", "B4": "hai\ndòng", "B7": "_x0041_ <&>", "E2": "2024-01-01", "F2": "TRUE", "C2": ""} {
		if v, err := f.GetCellValue("data", cell); err != nil || v != want {
			t.Errorf("%s is %q, want %q (%v)", cell, v, want, err)
		}
	}
	if formula, err := f.GetCellFormula("data", "B3"); err != nil || formula != "" {
		t.Errorf("B3 is the formula %q", formula)
	}
	for cell, want := range map[string]excelize.CellType{"B3": excelize.CellTypeInlineString, "D3": excelize.CellTypeUnset, "F2": excelize.CellTypeBool} {
		if typ, err := f.GetCellType("data", cell); err != nil || typ != want {
			t.Errorf("%s has the type %v, want %v", cell, typ, want)
		}
	}
	return got
}

func TestOptionsOfAFile(t *testing.T) {
	e, ref, r := stand(t, 3)
	f, err := export.Find(export.Tables, "csv")
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name string
		q    table.Query
		opt  export.Options
		want string
	}{
		{"for a Vietnamese spreadsheet", table.Query{Select: []table.Item{{Column: "ma"}, {Column: "so"}}, Limit: 1}, export.Options{BOM: true, Semicolon: true}, "\ufeffma;so\r\n000000;0\r\n"},
		{"titles in English", table.Query{Select: []table.Item{{Column: "ma"}, {Column: "so"}}, Limit: 1}, export.Options{Header: export.Titles, Lang: text.EN}, "Code,so\r\n000000,0\r\n"},
		{"titles in both languages", table.Query{Select: []table.Item{{Column: "ma"}}, Limit: 1}, export.Options{Header: export.Bilingual}, "Mã / Code\r\n000000\r\n"},
		{"labels", table.Query{Select: []table.Item{{Column: "tt"}}, Limit: 2, Labels: table.Names}, export.Options{Lang: text.EN}, "tt\r\ninviting\r\ndone\r\n"},
		{"codes and labels", table.Query{Select: []table.Item{{Column: "tt"}}, Limit: 1, Labels: table.Both}, export.Options{}, "tt,tt@vi\r\na,đang mời\r\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tc.q.Ref = ref
			var b bytes.Buffer
			if _, err := (encode.Encoder{}).Table(context.Background(), f, e, tc.q, export.About{Resource: r}, tc.opt, &b); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, b.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func BenchmarkXLSX(b *testing.B) {
	const rows = 50_000
	e, ref, r := stand(b, rows)
	f, err := export.Find(export.Tables, "xlsx")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if n, err := (encode.Encoder{}).Table(context.Background(), f, e, table.Query{Ref: ref}, export.About{Resource: r}, export.Options{}, io.Discard); n != rows || err != nil {
			b.Fatal(n, err)
		}
	}
	b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
