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

// million writes a package of one table of n rows and 17 columns of every sort.
func million(b *testing.B, n int) string {
	b.Helper()
	dir := b.TempDir()
	f, err := os.Create(filepath.Join(dir, "t.csv"))
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriter(f)
	fmt.Fprintln(w, "id,ten,xa,ngay,luc,dien_tich,von,so_nguoi,lon,lat,mo,loai,ma_so,ghi_chu,nam,ty_le,nguon")
	names := []string{"Phường Bắc Hồng", `"Dự án khu dân cư, giai đoạn 2"`, "Xã Thuận Lộc"}
	for i := range n {
		fmt.Fprintf(w, "%d,%s,%d,20%d-%02d-%02d,2024-0%d-11T08:%02d:00+07:00,%d.%d,%d,%d,%.4f,%.4f,%t,loai-%d,%07d,ghi chú số %d,%d,%d.%d,https://example.vn/%d\n",
			i, names[i%3], 18000+i%69, 10+i%25, 1+i%12, 1+i%28, 1+i%9, i%60, i%977, 1+i%9, i*37%100000, i%501, 105.5+float64(i%1000)/10000, 18.3+float64(i%1000)/10000,
			i%2 == 0, i%7, i, i%1000, 2000+i%26, i%100, 1+i%9, i%5000)
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	descriptor := `{"name":"lon","title":"Lớn","resources":[{"name":"t","path":"t.csv","type":"table","format":"csv"}]}`
	if err := os.WriteFile(filepath.Join(dir, "datapackage.json"), []byte(descriptor), 0o600); err != nil {
		b.Fatal(err)
	}
	return dir
}

// BenchmarkPackageOf1000000Rows is a package of 1,000,000 rows and 17 columns, of
// which none becomes a record, from its folder to the table that is served: processor
// time and the most memory the process had.
func BenchmarkPackageOf1000000Rows(b *testing.B) {
	dir := million(b, 1_000_000)
	for b.Loop() {
		s, err := indexer.Open(context.Background(), indexer.Options{Data: b.TempDir(), Packages: []string{dir}, NoEmbedded: true})
		if err != nil {
			b.Fatal(err)
		}
		before, memory := busy(b), peak()
		rep, err := s.Ingest(context.Background())
		if err != nil || rep.Read != 1_000_000 || len(rep.Refused) > 0 {
			b.Fatalf("%v, %s", err, rep.Summary())
		}
		b.ReportMetric((busy(b) - before).Seconds(), "cpu-s")
		b.ReportMetric(float64(memory()), "MiB")
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
