package tabletest

import (
	"bytes"
	"context"
	"fmt"
	"honglinh/datasets"
	"honglinh/datasets/table"
	"strings"
	"testing"
)

func streams(t *testing.T, open Open) {
	e := open(t, Options{})
	v := load(t, e, sample, datasets.Schema{}).Version
	var csv, lines bytes.Buffer
	ctx := context.Background()
	if n, err := e.CSV(ctx, table.Query{Ref: ref}, &csv, table.CSVOptions{}); n != 3 || err != nil {
		t.Fatal(n, err)
	}
	want := "ma,ten,dien_tich,von,ngay,mo\r\n001,Cụm công nghiệp Nam Hồng,19.5,1234.5,2015-12-16,true\r\n" +
		"002,\"Cụm, \"\"Cổng Khánh\"\"\",50,276,2023-01-02,false\r\n003,Đường tránh,,,2024-02-29,\r\n"
	if got := csv.String(); got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
	if got := fmt.Sprintf("%x", sha(csv.Bytes())); got != v.SHA256 {
		t.Errorf("the download's checksum is %s, the version says %s", got, v.SHA256)
	}
	if n, err := e.JSONLines(ctx, table.Query{Ref: ref, Where: &table.Expr{Op: table.Eq, Column: "ma", Values: []any{"002"}}}, &lines); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	if got, want := lines.String(), `{"ma":"002","ten":"Cụm, \"Cổng Khánh\"","dien_tich":50,"von":276,"ngay":"2023-01-02","mo":false}`+"\n"; got != want {
		t.Errorf("got %s want %s", got, want)
	}
	var pq bytes.Buffer
	if n, err := e.Parquet(ctx, table.Query{Ref: ref, Text: "cum"}, &pq); n != 2 || err != nil || !strings.HasPrefix(pq.String(), "PAR1") {
		t.Errorf("Parquet: %d rows, %v, begins %q", n, err, pq.String()[:min(4, pq.Len())])
	}
	p, err := e.Profile(ctx, ref, "", "dien_tich")
	if err != nil || p.Missing != 1 || p.Distinct != 2 || *p.Mean != 34.75 || len(p.Bins) == 0 {
		t.Errorf("profile %+v, %v", p, err)
	}
}
