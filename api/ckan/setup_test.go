package ckan

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
}

func newStand(t *testing.T) *stand {
	t.Helper()
	engine, library := shipped.Tables(t)
	s := &stand{t: t, engine: engine}
	s.handler = dialecttest.Serve(func(kit *httpkit.Kit) []dialecttest.Face {
		face := New(Options{Kit: kit, Library: library, Tables: engine, Files: dialecttest.Files{}, Now: dialecttest.Now})
		return []dialecttest.Face{face}
	})
	return s
}

func (s *stand) do(method, target, body, media string) *httptest.ResponseRecorder {
	s.t.Helper()
	return dialecttest.Ask(s.handler, method, target, body, media)
}

func (s *stand) get(target string) *httptest.ResponseRecorder { return s.do("GET", target, "", "") }

// result calls an action by POST and returns its result.
func (s *stand) result(action, body string) map[string]any {
	s.t.Helper()
	w := s.do("POST", "/api/action/"+action, body, "application/json")
	var e struct {
		Success bool
		Result  map[string]any
	}
	if err := json.Unmarshal(w.Body.Bytes(), &e); err != nil || w.Code != 200 || !e.Success {
		s.t.Fatalf("%s %s: %d %.500s", action, body, w.Code, w.Body)
	}
	return e.Result
}
