package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"honglinh/catalog/text"
)

func TestTheBlockSiteOfTheFileIsRead(t *testing.T) {
	dir := t.TempDir()
	logo := filepath.Join(dir, "a.svg")
	if err := os.WriteFile(logo, []byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), 0o644); err != nil {
		t.Fatal(err)
	}
	b := fileBlocks{}
	yaml := "addr: 127.0.0.1:1\nsite:\n  name: {vi: Danh mục xã A, en: Catalogue of A}\n  home_unit: \"00001\"\n  middle: {lon: 105.5, lat: 20}\n  languages: [en, vi]\n  logo: " + logo + "\n"
	resolver, err := b.load(strings.NewReader(yaml))
	if err != nil || resolver == nil {
		t.Fatal(err)
	}
	got, err := b.site()
	if err != nil || got.Called(text.EN) != "Catalogue of A" || got.HomeUnit != "00001" || got.Middle.Lat != 20 || got.Languages[0] != text.EN || !strings.HasPrefix(string(got.Picture), "<svg") || got.Logo != "a.svg" {
		t.Errorf("%+v %v", got, err)
	}
}

func TestAWrongKeyOfTheSiteEndsTheProgramAndIsNamed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "c.yaml")
	if err := os.WriteFile(file, []byte("site:\n  nmae: A\n  colour: yellow\n  logo: none.svg\n  home_unit: 1\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	status, _, errs := command(t.Context(), "serve", "--config", file, "--data", filepath.Join(t.TempDir(), "data"))
	for _, want := range []string{`site.nmae: unknown key; nearest: "name"`, `site.colour: "yellow"`, "site.logo: the file cannot be read", "site.home_unit: want a unit's code"} {
		if status == 0 || !strings.Contains(errs, want) {
			t.Errorf("status %d, want %q in:\n%s", status, want, errs)
		}
	}
}

func TestABlockTakesNoSingleValueOfAFlag(t *testing.T) {
	if _, err := (fileBlocks{}).load(strings.NewReader("sites: {name: A}\n")); err == nil || !strings.Contains(err.Error(), `nearest: "site"`) {
		t.Errorf("%v", err)
	}
	b := fileBlocks{}
	if _, err := b.load(strings.NewReader("site: A\n")); err != nil {
		t.Fatal(err)
	}
	if _, err := b.site(); err == nil || !strings.Contains(err.Error(), `want an object of keys such as "name"`) {
		t.Errorf("%v", err)
	}
}

func TestTheListOfHolidaysIsRead(t *testing.T) {
	for yaml, want := range map[string]string{
		"holidays:\n  - {date: 2027-01-01, decision: Bộ luật Lao động điều 112}\n  - {date: \"2027-01-02\", decision: a, works: true}\n": "",
		"holidays: 2027-01-01\n":                  "holidays: want entries such as",
		"holidays:\n  - {date: 2027-01-01}\n":     "decision is missing",
		"holidays:\n  - {day: 2027-01-01}\n":      `unknown field "day"`,
		"holidays:\n  - {date: x, decision: a}\n": "write YYYY-MM-DD",
	} {
		b := fileBlocks{}
		if _, err := b.load(strings.NewReader(yaml)); err != nil {
			t.Fatal(err)
		}
		if _, err := b.holidays(); (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", yaml, err, want)
		}
	}
}
