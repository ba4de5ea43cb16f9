package facts

import (
	"math"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/vocab"
	"honglinh/web/frame"
)

// Shot is a photograph as pages show it.
type Shot struct {
	URL                  string // of its page
	Small, Medium, Large string // its pictures
	Width, Height        int    // of the largest
	Name, Alt            frame.Phrase
	Author, Credit       string
	Licence              frame.Link
}

// ShotOf returns the photograph of a record; false for a record without a picture of
// ours.
func ShotOf(s *frame.Frame, l *frame.Locale, rec *catalog.Record) (Shot, bool) {
	_, slug, _ := catalog.SplitID(rec.ID)
	if sha, _ := rec.Attributes["picture"].(string); sha == "" || rec.Kind != vocab.Photo {
		return Shot{}, false
	}
	at := func(size string) string { return s.Path(frame.RoutePicture, "slug", slug, "size", size) }
	shot := Shot{URL: s.RecordPath(l.Lang, rec.ID), Small: at("small"), Medium: at("medium"), Large: at("large"), Name: l.Pick(rec.Title), Alt: Attr(l, rec.Attributes, "alt", "caption"),
		Author: Attr(l, rec.Attributes, "author", "photographer").Text, Width: points(rec.Attributes["width"]), Height: points(rec.Attributes["height"])}
	if lic, ok := vocab.FindLicence(rec.Licence); ok {
		shot.Licence = frame.Link{Text: l.Label(lic.Label, lic.Code), URL: lic.URL, External: lic.URL != ""}
	}
	credit := []string{shot.Author, Attr(l, rec.Attributes, "credit").Text}
	var said []string
	for _, c := range credit {
		if c != "" {
			said = append(said, c)
		}
	}
	shot.Credit = l.T("photo.credit", strings.Join(said, " · "))
	return shot, true
}

// points reads a number of points; 0 for none.
func points(v any) int {
	if n, ok := v.(float64); ok && n > 0 && n < 100_000 {
		return int(math.Round(n))
	}
	return 0
}
