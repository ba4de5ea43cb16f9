package photo

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestAFormIsHeldAgainstTheRules(t *testing.T) {
	fine := Form{AltVI: "Suối giữa rừng", Author: "Lan", Licence: "CC-BY-4.0", Date: "2026-11", About: []string{"place/suoi-tien"}}
	if err := fine.Validate(); err != nil {
		t.Fatal(err)
	}
	for where, spoil := range map[string]func(*Form){
		"alt_vi": func(f *Form) { f.AltVI = " " }, "author": func(f *Form) { f.Author = "" }, "licence": func(f *Form) { f.Licence = "" }, "consent": func(f *Form) { f.People = "bà Ví Dụ" },
		"date": func(f *Form) { f.Date = "hôm qua" }, "about": func(f *Form) { f.About = []string{"suối"} }, "words": func(f *Form) { f.Place = strings.Repeat("x", 501) },
	} {
		f := fine
		spoil(&f)
		if err := f.Validate(); err == nil || !strings.Contains(err.Error(), where) {
			t.Errorf("%s: %v", where, err)
		}
	}
	with := fine
	with.People, with.Consent = "bà Ví Dụ", true
	if err := with.Validate(); err != nil {
		t.Error(err)
	}
}

func TestHashesThatAreNearShareABand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.Uint64().Draw(t, "hash")
		b := a
		for _, bit := range rapid.SliceOfN(rapid.IntRange(0, 63), 0, nearBits).Draw(t, "bits") {
			b ^= 1 << bit
		}
		if !Near(a, b) || HashOf(HashText(a)) != a {
			t.Fatal("not near, or not written as it is read")
		}
		if !slices.ContainsFunc(Bands(a), func(band string) bool { return slices.Contains(Bands(b), band) }) {
			t.Fatalf("%x and %x are not found by a band", a, b)
		}
	})
}
