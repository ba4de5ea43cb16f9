package locator_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo/locator"
)

func town() []locator.Feature {
	return []locator.Feature{
		{ID: "n", Role: locator.Background, Label: "Neighbour", Geometry: orb.Polygon{{{105.5, 18.3}, {106.2, 18.3}, {106.2, 18.8}, {105.5, 18.8}, {105.5, 18.3}}}},
		{ID: "t", Role: locator.Outline, Label: "Hồng Lĩnh", Geometry: orb.Polygon{{{105.66, 18.48}, {105.78, 18.48}, {105.78, 18.6}, {105.66, 18.6}, {105.66, 18.48}}, {{105.7, 18.5}, {105.7, 18.51}, {105.71, 18.51}, {105.7, 18.5}}}},
		{ID: "p", Role: locator.Highlight, Label: `<script>"&`, Geometry: orb.Point{105.72, 18.52}},
		{ID: "l", Geometry: orb.LineString{{105.66, 18.5}, {105.78, 18.55}}},
		{ID: "none", Label: "nowhere"},
	}
}

func elements(t *testing.T, svg []byte) (map[string]int, string) {
	t.Helper()
	count, text := map[string]int{}, ""
	d := xml.NewDecoder(bytes.NewReader(svg))
	for {
		tok, err := d.Token()
		if err == io.EOF {
			return count, text
		}
		if err != nil {
			t.Fatalf("not XML: %v\n%s", err, svg)
		}
		switch e := tok.(type) {
		case xml.StartElement:
			count[e.Name.Local]++
		case xml.CharData:
			text += string(e)
		}
	}
}

func TestMapIsCleanAndSpeaks(t *testing.T) {
	m := locator.Map{Title: "Vị trí <Hồng Lĩnh>", Description: "mô tả", Lang: "vi", Attribution: "© nguồn"}
	svg, err := locator.SVG(m, town())
	if err != nil {
		t.Fatal(err)
	}
	count, text := elements(t, svg)
	if count["script"] != 0 || count["a"] != 0 || count["title"] != 1 || count["desc"] != 1 || count["g"] != 4 || count["circle"] != 1 {
		t.Errorf("got %v", count)
	}
	for _, want := range []string{"Vị trí <Hồng Lĩnh>", "mô tả", "© nguồn", "Hồng Lĩnh", `<script>"&`, " km"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in %s", want, text)
		}
	}
	again, _ := locator.SVG(m, town())
	if !bytes.Equal(svg, again) {
		t.Error("not the same bytes twice")
	}
}

func TestNumbersGoWithAList(t *testing.T) {
	svg, err := locator.SVG(locator.Map{Numbered: true, Width: 900, Height: 600}, town())
	if err != nil {
		t.Fatal(err)
	}
	_, text := elements(t, svg)
	if strings.Contains(text, "Hồng Lĩnh") || !strings.Contains(text, "3") || !strings.Contains(string(svg), `width="900"`) {
		t.Errorf("got %s", text)
	}
}

func TestEdgesOfTheScale(t *testing.T) {
	for name, c := range map[string]struct {
		m    locator.Map
		fs   []locator.Feature
		want error
	}{
		"nothing":       {locator.Map{}, nil, locator.ErrNothing},
		"one point":     {locator.Map{}, town()[2:3], nil},
		"a whole world": {locator.Map{View: orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}}, town(), nil},
		"too wide":      {locator.Map{Width: 5000, Height: 10}, town(), locator.ErrTooLarge},
		"one bad":       {locator.Map{}, append(town(), locator.Feature{Geometry: orb.Point{math.NaN(), 1}}), nil},
		"tiny":          {locator.Map{Width: 5, Height: 5}, town(), nil},
		"not a number":  {locator.Map{}, []locator.Feature{{Geometry: orb.Point{math.NaN(), 1}}}, locator.ErrNothing},
	} {
		svg, err := locator.SVG(c.m, c.fs)
		if !errors.Is(err, c.want) || c.want == nil && err != nil {
			t.Errorf("%s: got %v", name, err)
		}
		if err == nil {
			elements(t, svg)
		}
		if bytes.Contains(svg, []byte("NaN")) || bytes.Contains(svg, []byte("Inf")) {
			t.Errorf("%s: a number is not one", name)
		}
	}
}

func TestACircleHoldsItsTextAndNamesKeepOffIt(t *testing.T) {
	at := orb.Point{105.7, 18.5}
	svg, err := locator.SVG(locator.Map{}, []locator.Feature{{ID: "u", Geometry: at, Radius: 20, Inside: "54", Label: "Phường"}, {ID: "p", Geometry: at, Label: "1"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`r="20"`, `class="inside"`, ">54<", ">Phường<"} {
		if !strings.Contains(string(svg), want) {
			t.Errorf("%s is missing in %s", want, svg)
		}
	}
	if strings.Contains(string(svg), ">1<") {
		t.Error("a label covers the circle's text")
	}
}
