package soda

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"

	"honglinh/api/dialecttest"
	"honglinh/api/httpkit"
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
	face    *Face
}

func newStand(t *testing.T) *stand {
	t.Helper()
	engine, library := shipped.Tables(t)
	s := &stand{t: t, engine: engine}
	s.handler = dialecttest.Serve(func(kit *httpkit.Kit) []dialecttest.Face {
		face := New(Options{Kit: kit, Library: library, Tables: engine, Now: dialecttest.Now})
		s.face = face
		return []dialecttest.Face{face}
	})
	return s
}

func (s *stand) get(target string) *httptest.ResponseRecorder {
	s.t.Helper()
	return dialecttest.Ask(s.handler, "GET", target, "", "")
}

// rows gets a resource and reads its rows.
func (s *stand) rows(target string) []map[string]any {
	s.t.Helper()
	w := s.get(target)
	var rows []map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &rows); err != nil || w.Code != 200 {
		s.t.Fatalf("%s: %d %v %.500s", target, w.Code, err, w.Body)
	}
	return rows
}
