package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"honglinh/catalog/place"
	"honglinh/datasets"
	"honglinh/indexer/live"
)

func TestARequestIsAnsweredFromOneStateWhateverIsShownMeanwhile(t *testing.T) {
	var shown live.Current
	show := func(seq int64) *live.State {
		return shown.Show(live.Parts{Seq: seq, Places: place.NewRegister(nil), Library: &datasets.Library{}})
	}
	first := show(1)
	begun, goOn := make(chan struct{}), make(chan struct{})
	a := newAnswering(&shown, func(s *live.State) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/long" {
				close(begun)
				<-goOn
			}
			fmt.Fprint(w, s.Seq)
		})
	})
	ask := func(path string) string {
		w := httptest.NewRecorder()
		a.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w.Body.String()
	}
	long := make(chan string)
	go func() { long <- ask("/long") }()
	<-begun
	show(2)
	if got := ask("/"); got != "2" {
		t.Errorf("a request after the change is answered from state %s", got)
	}
	select {
	case <-first.Done():
		t.Error("a state ends while a request is answered from it")
	default:
	}
	close(goOn)
	if got := <-long; got != "1" {
		t.Errorf("a request under way is answered from state %s, want the one it began with", got)
	}
	<-first.Done()
}
