package explore

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"

	"honglinh/api/dialecttest"
	"honglinh/api/httpkit"
	"honglinh/catalog/text"
	"honglinh/datasets/export"
	"honglinh/datasets/export/encode"
	"honglinh/datasets/table"
	"honglinh/datasets/table/duck"
)

var (
	_       Tables = (*duck.Engine)(nil)
	shipped dialecttest.Shipped
)

func TestMain(m *testing.M) { os.Exit(shipped.Run(m)) }

type stand struct {
	t       *testing.T
	handler http.Handler
	engine  *duck.Engine
}

func newStand(t *testing.T) *stand {
	t.Helper()
	engine, library := shipped.Tables(t)
	s := &stand{t: t, engine: engine}
	s.handler = dialecttest.Serve(func(kit *httpkit.Kit) []dialecttest.Face {
		face := New(Options{Kit: kit, Library: library, Tables: engine, Files: dialecttest.Files{}, Now: dialecttest.Now,
			Encode: func(ctx context.Context, f export.Format, q table.Query, lang text.Lang, w io.Writer) error {
				_, err := encode.Encoder{}.Table(ctx, f, engine, q, export.About{}, export.Options{Lang: lang}, w)
				return err
			}})
		return []dialecttest.Face{face}
	})
	return s
}

func (s *stand) get(target string) *httptest.ResponseRecorder {
	s.t.Helper()
	return dialecttest.Ask(s.handler, "GET", target, "", "")
}

// json gets an address below the base and reads the answer.
func (s *stand) json(path string, into any) {
	s.t.Helper()
	w := s.get(Base + path)
	if w.Code != 200 {
		s.t.Fatalf("%s: %d %.500s", path, w.Code, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), into); err != nil {
		s.t.Fatalf("%s: %v", path, err)
	}
}
