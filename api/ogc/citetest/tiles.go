package citetest

import (
	"net/http"
	"strconv"
	"strings"

	"honglinh/catalog/text"
)

const tiles = "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/"

func tileChecks() []check {
	return []check{
		{tiles + "dataset-tilesets", "/req/dataset-tilesets/landingpage", text.New("Trang gốc dẫn tới các bộ ô bản đồ", "The landing page links to the tilesets"), checkTilesLink},
		{tiles + "tilesets-list", "/req/tilesets-list/tileset-links", text.New("Danh sách bộ ô dẫn tới từng bộ", "Lists of tilesets link to each tileset"), checkTilesets},
		{tiles + "tileset", "/req/tileset/description", text.New("Bộ ô ghi lưới ô, giới hạn và mẫu địa chỉ có tileMatrix, tileRow và tileCol", "Tilesets have their matrix set, limits and a template with tileMatrix, tileRow and tileCol"), checkTileset},
		{tiles + "core", "/req/core/tc-success", text.New("Ô trong giới hạn trả lời 200 hoặc 204, kiểu là ô vectơ", "A tile within the limits is 200 or 204, the type is that of vector tiles"), checkTile},
		{tiles + "core", "/req/core/tc-error", text.New("Ô ngoài giới hạn, mức và lưới không tồn tại trả lời 404 hoặc 400", "A tile outside of the limits is 404 or 400, as are matrices and sets that do not exist"), checkTileOutside},
		{tiles + "core", "/req/core/tc-order", text.New("Hàng đứng trước cột", "The row comes before the column"), checkTileOrder},
		{tiles + "oas30", "/req/oas30/operation-id", text.New("Bản mô tả có thao tác với mã chứa .getTile", "The definition has operations whose ids contain .getTile"), checkTileOperation},
		{tiles + "geodata-tilesets", "/req/geodata-tilesets/desc-links", text.New("Tập hợp dẫn tới các bộ ô của nó", "Collections link to their tilesets"), checkCollectionTiles},
	}
}

func checkTilesLink(s *session) error {
	v, err := s.object("/")
	if err != nil {
		return err
	}
	for _, l := range list(v, "links") {
		if strings.HasPrefix(str(l, "rel"), "http://www.opengis.net/def/rel/ogc/1.0/tilesets-") {
			_, err := s.object(str(l, "href"))
			return err
		}
	}
	return wrong("no link with a relation that starts with http://www.opengis.net/def/rel/ogc/1.0/tilesets-")
}

// lists are the addresses of all lists of tilesets.
func (s *session) lists() ([]string, error) {
	out := []string{"/tiles?f=json"}
	err := s.each(func(id string, _ map[string]any) error {
		out = append(out, "/collections/"+id+"/tiles?f=json")
		return nil
	})
	return out, err
}

func checkTilesets(s *session) error {
	lists, err := s.lists()
	if err != nil {
		return err
	}
	for _, p := range lists {
		v, err := s.object(p)
		if err != nil {
			return err
		}
		if len(list(v, "tilesets")) == 0 {
			return wrong("%s lists none", p)
		}
		for _, t := range list(v, "tilesets") {
			l, ok := linked(t, "self", "application/json")
			if !ok || !strings.Contains(str(l, "href"), "f=json") || str(t, "dataType") != "vector" || str(t, "crs") == "" {
				return wrong("%s: a tileset lacks dataType, crs or a self link with f=json: %v", p, t)
			}
			if _, err := s.object(str(l, "href")); err != nil {
				return err
			}
		}
	}
	return nil
}

// eachTileset asks about the description of every tileset.
func (s *session) eachTileset(ask func(t map[string]any, template string) error) error {
	lists, err := s.lists()
	if err != nil {
		return err
	}
	for _, p := range lists {
		p, _, _ = strings.Cut(p, "?")
		t, err := s.object(p + "/WebMercatorQuad?f=json")
		if err != nil {
			return err
		}
		l, ok := linked(t, "item", "application/vnd.mapbox-vector-tile")
		if !ok {
			return wrong("%s/WebMercatorQuad has no item link", p)
		}
		if err := ask(t, str(l, "href")); err != nil {
			return err
		}
	}
	return nil
}

func checkTileset(s *session) error {
	return s.eachTileset(func(t map[string]any, template string) error {
		if str(t, "tileMatrixSetId") != "WebMercatorQuad" || len(list(t, "tileMatrixSetLimits")) == 0 {
			return wrong("tileMatrixSetId %q with %d limits", str(t, "tileMatrixSetId"), len(list(t, "tileMatrixSetLimits")))
		}
		for _, part := range []string{"/tiles/WebMercatorQuad", "{tileMatrix}", "{tileRow}", "{tileCol}"} {
			if !strings.Contains(template, part) {
				return wrong("the template %s has no %s", template, part)
			}
		}
		return nil
	})
}

func filled(template, matrix string, row, col float64) string {
	n := func(v float64) string { return strconv.Itoa(int(v)) }
	return strings.NewReplacer("{tileMatrix}", matrix, "{tileRow}", n(row), "{tileCol}", n(col)).Replace(template)
}

func number(v map[string]any, name string) float64 {
	n, _ := v[name].(float64)
	return n
}

func checkTile(s *session) error {
	drawn := 0
	err := s.eachTileset(func(t map[string]any, template string) error {
		for _, l := range list(t, "tileMatrixSetLimits") {
			r, err := s.get(filled(template, str(l, "tileMatrix"), number(l, "maxTileRow"), number(l, "minTileCol")))
			if err != nil {
				return err
			}
			if r.status != http.StatusOK && r.status != http.StatusNoContent {
				return wrong("%s: status %d", r.url, r.status)
			}
			if r.status == http.StatusOK {
				drawn++
				if r.header.Get("Content-Type") != "application/vnd.mapbox-vector-tile" || len(r.body) == 0 || r.header.Get("ETag") == "" {
					return wrong("%s: type %q, %d bytes, tag %q", r.url, r.header.Get("Content-Type"), len(r.body), r.header.Get("ETag"))
				}
			}
		}
		return nil
	})
	if err == nil && drawn == 0 {
		return wrong("no tile has anything on it")
	}
	return err
}

func checkTileOutside(s *session) error {
	return s.eachTileset(func(t map[string]any, template string) error {
		limits := list(t, "tileMatrixSetLimits")
		if len(limits) == 0 {
			return wrong("no limits")
		}
		outside := []string{filled(template, "0", 1, 0), filled(template, "99", 0, 0), filled(template, "x", 0, 0), filled(template, "0", -1, 0)}
		for _, l := range limits {
			outside = append(outside, filled(template, str(l, "tileMatrix"), number(l, "maxTileRow")+1, number(l, "minTileCol")), filled(template, str(l, "tileMatrix"), number(l, "minTileRow"), number(l, "maxTileCol")+1))
		}
		for _, address := range outside {
			r, err := s.get(address)
			if err != nil {
				return err
			}
			if r.status != http.StatusNotFound && r.status != http.StatusBadRequest {
				return wrong("%s: status %d, want 404 or 400", address, r.status)
			}
		}
		return nil
	})
}

func checkTileOrder(s *session) error {
	looked := false
	err := s.eachTileset(func(t map[string]any, template string) error {
		for _, l := range list(t, "tileMatrixSetLimits") {
			row, col := number(l, "minTileRow"), number(l, "minTileCol")
			if str(l, "tileMatrix") != "10" || row == col {
				continue
			}
			looked = true
			r, err := s.get(filled(template, "10", col, row))
			if err != nil {
				return err
			}
			if r.status == http.StatusOK {
				return wrong("%s has row and column exchanged and is answered", r.url)
			}
		}
		return nil
	})
	return needed(err, looked)
}

func checkTileOperation(s *session) error {
	d, err := s.definition()
	if err != nil {
		return err
	}
	paths, _ := d["paths"].(map[string]any)
	for _, p := range paths {
		item, _ := p.(map[string]any)
		get, _ := item["get"].(map[string]any)
		if strings.HasSuffix(str(get, "operationId"), ".getTile") {
			return nil
		}
	}
	return wrong("no operation id contains .getTile")
}

func checkCollectionTiles(s *session) error {
	return s.each(func(_ string, c map[string]any) error {
		for _, l := range list(c, "links") {
			if strings.HasPrefix(str(l, "rel"), "http://www.opengis.net/def/rel/ogc/1.0/tilesets-") {
				return nil
			}
		}
		return wrong("no link to tilesets")
	})
}
