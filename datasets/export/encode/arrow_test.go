package encode

import (
	"bytes"
	"context"
	"io"
	"math/big"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/export"
	"honglinh/datasets/table"
	"honglinh/datasets/table/duck"
)

func TestAnArrowFileHoldsTypesTitlesAndMissingCells(t *testing.T) {
	e, err := duck.Open(context.Background(), t.TempDir(), duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	ref := table.Ref{Dataset: "a", Table: "b"}
	src := table.Source{File: "b.csv", Schema: datasets.Schema{Fields: []datasets.Field{{Name: "von", Type: "number", Unit: "triệu đồng", Title: text.New("Vốn", "Capital")}}},
		Open: func() (io.ReadCloser, error) {
			return io.NopCloser(strings.NewReader("ma,von,so,mo,ngay,luc\n01,1.5,7,true,2024-02-29,2024-02-29T10:00:00Z\n02,,,,,\n")), nil
		}}
	if _, err := e.Load(context.Background(), ref, src); err != nil {
		t.Fatal(err)
	}
	f, err := export.Find(export.Tables, "arrow")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if n, err := (Encoder{}).Table(context.Background(), f, e, table.Query{Ref: ref}, export.About{}, export.Options{}, &b); n != 2 || err != nil {
		t.Fatal(n, err)
	}
	r, err := ipc.NewFileReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	rec, err := r.RecordBatch(0)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i, c := range rec.Columns() {
		got = append(got, r.Schema().Field(i).Type.String()+" "+c.ValueStr(0)+" "+c.ValueStr(1))
	}
	want := "utf8 01 02|float64 1.5 (null)|int64 7 (null)|bool true (null)|date32 2024-02-29 (null)|timestamp[us, tz=UTC] 2024-02-29T10:00:00Z (null)"
	if s := strings.Join(got, "|"); s != want {
		t.Errorf("got %s\nwant %s", s, want)
	}
	if m := r.Schema().Field(1).Metadata.ToMap(); m["title@vi"] != "Vốn" || m["title@en"] != "Capital" || m["unit"] != "triệu đồng" {
		t.Errorf("metadata %v", m)
	}
	if err := arrowAppend(array.NewInt64Builder(memory.DefaultAllocator), new(big.Int).Lsh(big.NewInt(1), 70)); err == nil {
		t.Error("a sum beyond 64 bits was cut")
	}
}
