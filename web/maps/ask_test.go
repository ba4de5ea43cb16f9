package maps

import (
	"net/url"
	"slices"
	"strings"
	"testing"
)

func TestLayersOfAMapAddress(t *testing.T) {
	tests := []struct {
		name, query string
		units       bool
		want        []string
	}{
		{"nothing said shows units", "", true, nil},
		{"an empty form shows none", "layers=none", false, []string{"none"}},
		{"the form's none gives way", "layers=none&layers=plans", false, []string{"none", "plans"}},
		{"a list by commas", "layers=units,plans", true, []string{"units", "plans"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v, _ := url.ParseQuery(tt.query)
			a, err := readMapAsk(v, []string{"units", "plans"})
			if err != nil || a.Shows("units") != tt.units || !slices.Equal(a.Layers, tt.want) {
				t.Errorf("got %+v, %v", a, err)
			}
		})
	}
}

func TestAnAddressLeavesOutWhatTheMapDoesByItself(t *testing.T) {
	own := []string{"opportunity", "place"}
	if got := mapAddress("/vi/map", url.Values{"kind": {strings.Join(own, ",")}, "day": {"2025-06-30"}}, own); got != "/vi/map?day=2025-06-30" {
		t.Errorf("got %s", got)
	}
	if got := mapAddress("/vi/map", url.Values{"kind": {strings.Join(own, ",")}, "place": {"18118"}}, own); !strings.Contains(got, "kind=") {
		t.Errorf("got %s", got)
	}
}
