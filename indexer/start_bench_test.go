package indexer_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"honglinh/indexer"
)

// startPackage writes a package of n places with a point and some text each.
func startPackage(b *testing.B, n int) string {
	b.Helper()
	dir := b.TempDir()
	f, err := os.Create(filepath.Join(dir, "t.csv"))
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriter(f)
	fmt.Fprintln(w, "id,ten,noi_dung,lon,lat,ngay")
	words := []string{"đường", "khu", "công", "nghiệp", "nước", "sạch", "chợ", "trường", "phường", "núi", "hồ", "di", "tích", "quy", "hoạch", "đất"}
	for i := range n {
		fmt.Fprintf(w, "d%d,Địa điểm %d", i, i)
		for k := range 100 {
			fmt.Fprint(w, map[bool]string{true: ",", false: " "}[k == 0], words[(i*31+k*k*7+k)%len(words)])
		}
		fmt.Fprintf(w, ",%.4f,%.4f,20%d-%02d-%02d\n", 105.5+float64(i%1000)/3000, 18.3+float64(i/1000%1000)/3000, 10+i%15, 1+i%12, 1+i%28)
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	descriptor := `{"name":"cho","licenses":[{"name":"CC-BY-4.0"}],"resources":[{"name":"t","path":"t.csv","schema":{"fields":[{"name":"id","type":"string"},{"name":"ten","type":"string"},{"name":"noi_dung","type":"string"},{"name":"lon","type":"number"},{"name":"lat","type":"number"},{"name":"ngay","type":"date"}]},"honglinh":{"kind":"place","id":"id","title":{"vi":"ten"},"body":{"vi":"noi_dung"},"lat":"lat","lon":"lon","date":"ngay"}}]}`
	if err := os.WriteFile(filepath.Join(dir, "datapackage.json"), []byte(descriptor), 0o600); err != nil {
		b.Fatal(err)
	}
	return dir
}

// BenchmarkStartOf20000Records opens a finished folder of 20,000 records until it can
// answer: processor time of a start.
func BenchmarkStartOf20000Records(b *testing.B) {
	o := indexer.Options{Data: filepath.Join(b.TempDir(), "data"), Packages: []string{startPackage(b, 20_000)}, NoEmbedded: true}
	s, err := indexer.Open(context.Background(), o)
	if err != nil {
		b.Fatal(err)
	}
	if rep, err := s.Ingest(context.Background()); err != nil || len(rep.Refused) > 0 {
		b.Fatalf("%v, %s", err, rep.Summary())
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	before := busy(b)
	for b.Loop() {
		s, err := indexer.Open(context.Background(), o)
		if err != nil {
			b.Fatal(err)
		}
		if !s.Ready() {
			b.Fatal("not ready")
		}
		b.StopTimer()
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
	b.ReportMetric((busy(b)-before).Seconds()/float64(b.N), "cpu-s/op")
}
