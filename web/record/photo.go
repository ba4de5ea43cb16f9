package record

import (
	"strings"

	"honglinh/catalog/vocab"
	"honglinh/web/facts"
	"honglinh/web/frame"
)

// depicts is the relation of a photograph to what it shows.
const depicts = "depicts"

// shownShots is how many photographs a gallery has.
const shownShots = 12

// photo is the picture of a record of a photograph.
func (v *recordView) photo(p *page) {
	shot, ok := facts.ShotOf(v.Frame, v.L, v.Rec)
	if !ok {
		return
	}
	for _, shown := range []string{"picture", "width", "height"} { // by the picture itself
		v.Use(shown)
	}
	if v.preview { // readers have it at no address yet
		sha, _ := v.Rec.Attributes["picture"].(string)
		at := func(size string) string {
			return v.Path("desk.picture", "lang", string(v.L.Lang), "sha", sha, "size", size)
		}
		shot.Small, shot.Medium, shot.Large = at("small"), at("medium"), at("large")
	}
	p.Photo = &shot
}

// gallery are the photographs that say they show the record.
func (v *recordView) gallery(p *page) {
	list, err := v.Store.Backlinks(v.Ctx, v.Rec.ID)
	if err != nil {
		v.Log.Warn("photographs", "op", "web.gallery", "record", v.Rec.ID, "err", err)
		return
	}
	for _, b := range list {
		if b.Rel != depicts || !strings.HasPrefix(b.ID, string(vocab.Photo)+"/") || len(p.Gallery) == shownShots {
			continue
		}
		rec, err := v.Store.Record(v.Ctx, b.ID)
		if err != nil {
			v.Log.Warn("photograph", "op", "web.gallery", "record", b.ID, "err", err)
			continue
		}
		if shot, ok := facts.ShotOf(v.Frame, v.L, &rec); ok {
			p.Gallery = append(p.Gallery, shot)
		}
	}
}

// imageLD tells of a photograph as schema.org does; node is nil for one that stands in
// another record's.
func (v *recordView) imageLD(shot *facts.Shot, node frame.LD) frame.LD {
	if node == nil {
		node = frame.LD{"@type": "ImageObject", "url": v.BaseURL + shot.URL, "name": shot.Name.Text}
	}
	node["contentUrl"], node["thumbnailUrl"], node["encodingFormat"] = v.BaseURL+shot.Large, v.BaseURL+shot.Small, "image/jpeg"
	node["creditText"], node["acquireLicensePage"] = shot.Credit, v.BaseURL+shot.URL
	for key, value := range map[string]string{"caption": shot.Alt.Text, "license": shot.Licence.URL, "copyrightNotice": shot.Author} {
		if value != "" {
			node[key] = value
		}
	}
	if shot.Author != "" {
		node["creator"] = frame.LD{"@type": "Person", "name": shot.Author}
	}
	if shot.Width > 0 && shot.Height > 0 {
		node["width"], node["height"] = shot.Width, shot.Height
	}
	return node
}
