package encode

import (
	"context"
	"fmt"
	"io"
	"math/big"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"honglinh/catalog/text"
	"honglinh/datasets/table"
)

// arrowRows is how many rows a record batch holds.
const arrowRows = 16_384

// arrowFile writes an Arrow IPC file (Feather V2). Titles, units and
// descriptions are metadata of the fields.
func arrowFile(ctx context.Context, j job, w io.Writer) (int, error) {
	r, err := j.tables.Query(ctx, j.query)
	if err != nil {
		return 0, err
	}
	defer r.Close()
	schema := arrow.NewSchema(arrowFields(r.Columns), nil)
	out, err := ipc.NewFileWriter(w, ipc.WithSchema(schema)) // plain: not every reader has a codec
	if err != nil {
		return 0, err
	}
	batch := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer batch.Release()
	n := 0
	flush := func() error {
		rec := batch.NewRecordBatch()
		defer rec.Release()
		return out.Write(rec)
	}
	for {
		row, err := r.Next(ctx)
		if err != nil {
			return n, err
		}
		if row == nil {
			break
		}
		for i, v := range row {
			if err := arrowAppend(batch.Field(i), v); err != nil {
				return n, fmt.Errorf("row %d, column %q: %w", n+1, r.Columns[i].Name, err)
			}
		}
		if n++; n%arrowRows == 0 {
			if err := flush(); err != nil {
				return n, err
			}
		}
	}
	if n%arrowRows > 0 {
		if err := flush(); err != nil {
			return n, err
		}
	}
	return n, out.Close()
}

func arrowFields(columns []table.Column) []arrow.Field {
	types := map[table.Type]arrow.DataType{table.Text: arrow.BinaryTypes.String, table.Integer: arrow.PrimitiveTypes.Int64, table.Number: arrow.PrimitiveTypes.Float64,
		table.Boolean: arrow.FixedWidthTypes.Boolean, table.Date: arrow.FixedWidthTypes.Date32, table.DateTime: &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"}, table.LocalDateTime: &arrow.TimestampType{Unit: arrow.Microsecond}}
	out := make([]arrow.Field, len(columns))
	for i, c := range columns {
		about := map[string]string{}
		for _, l := range text.Langs() {
			about["title@"+string(l)], about["description@"+string(l)] = c.Title[l], c.Description[l]
		}
		about["unit"] = c.Unit
		for k, v := range about {
			if v == "" {
				delete(about, k)
			}
		}
		out[i] = arrow.Field{Name: c.Name, Type: types[c.Type], Nullable: true, Metadata: arrow.MetadataFrom(about)}
	}
	return out
}

// arrowAppend adds a value of a result to the column's builder.
func arrowAppend(b array.Builder, v any) error {
	if v == nil {
		b.AppendNull()
		return nil
	}
	switch b := b.(type) {
	case *array.StringBuilder:
		b.Append(fmt.Sprint(v))
		return nil
	case *array.BooleanBuilder:
		if x, ok := v.(bool); ok {
			b.Append(x)
			return nil
		}
	case *array.Int64Builder:
		switch x := v.(type) {
		case int64:
			b.Append(x)
			return nil
		case *big.Int:
			return fmt.Errorf("%s is beyond 64 bits; choose csv or json", x)
		}
	case *array.Float64Builder:
		if x, ok := number(v); ok {
			b.Append(x)
			return nil
		}
	case *array.Date32Builder:
		if s, ok := v.(string); ok {
			t, err := time.Parse("2006-01-02", s)
			b.Append(arrow.Date32FromTime(t))
			return err
		}
	case *array.TimestampBuilder:
		if s, ok := v.(string); ok {
			t, err := time.Parse(time.RFC3339, s)
			if local, bare := time.Parse("2006-01-02T15:04:05", s); bare == nil {
				t, err = local, nil
			}
			b.Append(arrow.Timestamp(t.UnixMicro()))
			return err
		}
	}
	return fmt.Errorf("%T is no value of the column's type", v)
}
