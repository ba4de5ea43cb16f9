package indexer_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
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

// BenchmarkThousandLongRecords is 1,000 place records, each with a text of about 6 kB in
// two languages, from their folder to the index that is searched: processor time.
func BenchmarkThousandLongRecords(b *testing.B) {
	dir := b.TempDir()
	var out strings.Builder
	out.WriteString("ma,ten,ten_en,noi_dung,noi_dung_en,xa\n")
	vi := strings.Repeat("Chợ họp sáng sớm bên bờ sông, bán cá đồng, rau vườn và quà quê của các làng quanh núi Hồng. ", 35)
	en := strings.Repeat("The market is held early beside the river; it sells fish, greens and cakes of the villages around. ", 30)
	for i := range 1000 {
		fmt.Fprintf(&out, "m%d,Chợ số %d,Market %d,\"%s Số %d.\",\"%s Number %d.\",Xã Thuận Lộc\n", i, i, i, vi, i, en, i)
	}
	write(b, dir, map[string]string{"cho.csv": out.String(), "datapackage.json": `{"name":"cho","title":"Chợ","resources":[{"name":"cho","path":"cho.csv",
		"honglinh":{"kind":"place","id":"ma","title":{"vi":"ten","en":"ten_en"},"body":{"vi":"noi_dung","en":"noi_dung_en"},"place":"xa"}}]}`})
	for b.Loop() {
		s := open(b, b.TempDir(), indexer.Options{Packages: []string{dir}, NoEmbedded: true})
		before := busy(b)
		if rep := ingest(b, s); rep.Added != 1001 || len(rep.Refused) > 0 {
			b.Fatal(rep.Summary())
		}
		b.ReportMetric((busy(b) - before).Seconds(), "cpu-s")
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
