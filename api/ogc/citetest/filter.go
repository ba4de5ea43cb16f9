package citetest

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"honglinh/catalog/text"
)

const (
	part3 = "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/"
	cql2  = "http://www.opengis.net/spec/cql2/1.0/conf/"
)

func filterChecks() []check {
	return []check{
		{part3 + "queryables", "/req/queryables/get-queryables-response", text.New("Các thuộc tính để lọc là JSON Schema có $id là địa chỉ của nó; thuộc tính không gian có format và không có type", "Queryables are a JSON Schema whose $id is its address; spatial ones have a format and no type"), checkQueryables},
		{part3 + "queryables", "/req/queryables/queryables-link", text.New("Tập hợp dẫn tới các thuộc tính để lọc", "Collections link to their queryables"), checkQueryablesLink},
		{part3 + "queryables-query-parameters", "/req/queryables-query-parameters/parameters", text.New("Thuộc tính để lọc dùng được làm tham số", "Queryables are parameters of the items"), checkPropertyParameter},
		{part3 + "filter", "/req/filter/filter-lang-param", text.New("filter, filter-lang và filter-crs có trong bản mô tả", "filter, filter-lang and filter-crs are in the definition"), checkFilterDefinition},
		{part3 + "filter", "/req/filter/response", text.New("Bộ lọc sai hoặc nêu thuộc tính lạ bị từ chối", "Filters that are wrong or name unknown properties are refused"), checkBadFilters},
		{part3 + "features-filter", "/req/features-filter/filter-param", text.New("filter, bbox và datetime phải cùng thoả", "filter, bbox and datetime all have to hold"), checkFilterAnd},
		{part3 + "filter", "/req/filter/filter-crs-wgs84", text.New("Hình học trong bộ lọc ở CRS84, trừ khi filter-crs nói khác", "Geometries of a filter are in CRS84 unless filter-crs says otherwise"), checkFilterCRS},
		{cql2 + "basic-cql2", "/req/basic-cql2/cql2-filter", text.New("So sánh, AND, OR, NOT và IS NULL với ba giá trị chân lý", "Comparisons, AND, OR, NOT and IS NULL with three truth values"), checkBasic},
		{cql2 + "cql2-text", "/req/cql2-text/escaping", text.New("Dấu nháy viết đôi hoặc sau dấu gạch ngược; % sau dấu gạch ngược là chính nó", "Quotes are doubled or follow a backslash; % after a backslash is itself"), checkEscapes},
		{cql2 + "property-property", "/req/property-property/expression", text.New("So sánh thuộc tính với thuộc tính", "Properties are compared with properties"), checkTwoProperties},
		{cql2 + "basic-spatial-functions-plus", "/req/basic-spatial-functions-plus", text.New("S_INTERSECTS với đường, vùng và tập hợp của chúng", "S_INTERSECTS with lines, polygons and collections of them"), checkShapes},
		{cql2 + "cql2-json", "/req/cql2-json/cql2-filter", text.New("Cách viết JSON tìm ra cùng kết quả như cách viết chữ", "The JSON encoding finds the same as the text"), checkJSON},
		{cql2 + "advanced-comparison-operators", "/req/advanced-comparison-operators", text.New("LIKE, BETWEEN, IN", "LIKE, BETWEEN, IN"), checkAdvanced},
		{cql2 + "case-insensitive-comparison", "/req/case-insensitive-comparison/casei-function", text.New("CASEI (không phân biệt hoa thường)", "CASEI"), checkCaseI},
		{cql2 + "accent-insensitive-comparison", "/req/accent-insensitive-comparison/accenti-function", text.New("ACCENTI (bỏ dấu), coi đ như d", "ACCENTI, which takes đ for d"), checkAccentI},
		{cql2 + "basic-spatial-functions", "/req/basic-spatial-functions", text.New("S_INTERSECTS với điểm và khung", "S_INTERSECTS with a point and a box"), checkSpatial},
		{cql2 + "spatial-functions", "/req/spatial-functions", text.New("Các hàm không gian khác phân chia các đối tượng", "The other spatial functions divide the features among them"), checkSpatialMore},
		{cql2 + "temporal-functions", "/req/temporal-functions", text.New("Các hàm thời gian trên thời hạn hiệu lực", "Temporal functions on the validity"), checkTemporal},
		{cql2 + "array-functions", "/req/array-functions", text.New("Các hàm mảng trên danh sách", "Array functions on lists"), checkArrays},
		{cql2 + "arithmetic", "/req/arithmetic", text.New("Phép tính; chia cho số không thì không khớp gì", "Arithmetic, and division by zero that matches nothing"), checkArithmetic},
		{cql2 + "functions", "/req/functions/functions-list-op", text.New("Các hàm được liệt kê và gọi được", "Functions are listed and can be called"), checkFunctions},
	}
}

func checkQueryables(s *session) error {
	return s.each(func(id string, _ map[string]any) error {
		r, err := s.get("/collections/" + id + "/queryables")
		if err != nil {
			return err
		}
		if r.header.Get("Content-Type") != "application/schema+json" {
			return wrong("queryables are %q", r.header.Get("Content-Type"))
		}
		v, err := s.object("/collections/" + id + "/queryables")
		if err != nil {
			return err
		}
		if str(v, "$schema") != "https://json-schema.org/draft/2020-12/schema" || str(v, "$id") != s.root+"/collections/"+id+"/queryables" || str(v, "type") != "object" {
			return wrong("$schema %q, $id %q, type %q", str(v, "$schema"), str(v, "$id"), str(v, "type"))
		}
		props, _ := v["properties"].(map[string]any)
		spatial := false
		for name, p := range props {
			o, _ := p.(map[string]any)
			geometric := strings.HasPrefix(str(o, "format"), "geometry-")
			spatial = spatial || geometric
			if _, typed := o["type"]; typed == geometric {
				return wrong("queryable %s: %v", name, o)
			}
		}
		if !spatial {
			return wrong("no spatial queryable")
		}
		return nil
	})
}

func checkQueryablesLink(s *session) error {
	return s.each(func(_ string, c map[string]any) error {
		if _, ok := linked(c, "http://www.opengis.net/def/rel/ogc/1.0/queryables", "application/schema+json"); !ok {
			return wrong("no link to the queryables")
		}
		return nil
	})
}

// counted is the number of features that parameters find.
func (s *session) counted(id string, pairs ...string) (int, error) {
	v, err := s.object(items(id, append([]string{"limit", "1"}, pairs...)...))
	n, _ := v["numberMatched"].(float64)
	return int(n), err
}

// filtered is the number of features that a filter in text finds.
func (s *session) filtered(id, filter string) (int, error) { return s.counted(id, "filter", filter) }

func checkPropertyParameter(s *session) error {
	return s.each(func(id string, _ map[string]any) error {
		all, err := s.everything(id)
		if err != nil || len(all) == 0 {
			return err
		}
		p, _ := all[0]["properties"].(map[string]any)
		want := 0
		for _, f := range all {
			q, _ := f["properties"].(map[string]any)
			if q["kind"] == p["kind"] {
				want++
			}
		}
		n, err := s.counted(id, "kind", str(p, "kind"))
		if err != nil {
			return err
		}
		none, err := s.counted(id, "kind", "no such kind")
		if err == nil && (n != want || none != 0) {
			return wrong("kind=%s finds %d, want %d; an unknown kind finds %d", str(p, "kind"), n, want, none)
		}
		return err
	})
}

func checkFilterDefinition(s *session) error {
	for _, name := range []string{"filter", "filter-crs"} {
		if err := s.parameter(name, func(_, schema map[string]any) error {
			if str(schema, "type") != "string" {
				return wrong("%s is %v", name, schema)
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return s.parameter("filter-lang", func(_, schema map[string]any) error {
		if e := strs(schema, "enum"); !slices.Contains(e, "cql2-text") || !slices.Contains(e, "cql2-json") || str(schema, "default") != "cql2-text" {
			return wrong("filter-lang is %v", schema)
		}
		return nil
	})
}

func checkBadFilters(s *session) error {
	return s.each(func(id string, _ map[string]any) error {
		for _, f := range []string{"kind =", "kind = 'x", "(kind = 'x'", "no_such_property = 1", "S_INTERSECTS(geometry, POINT(1))", "no_such_function(kind) = 1", "1", "kind LIKE", "'", "T_AFTER(valid, DATE('2025-13-01'))", strings.Repeat("(", 500) + "kind = 'x'" + strings.Repeat(")", 500)} {
			if err := s.expect(http.StatusBadRequest, items(id, "filter", f)); err != nil {
				return err
			}
		}
		for _, f := range []string{"{", `{"op":"="}`, `{"op":"nothing","args":[1,2]}`, `[]`, `"kind"`} {
			if err := s.expect(http.StatusBadRequest, items(id, "filter", f, "filter-lang", "cql2-json")); err != nil {
				return err
			}
		}
		return s.expect(http.StatusBadRequest, items(id, "filter", "kind = 'x'", "filter-lang", "cql1"))
	})
}

func checkFilterAnd(s *session) error {
	return s.each(func(id string, c map[string]any) error {
		b, ok := bbox(c)
		if !ok {
			return nil
		}
		half := joined([]float64{b[0], b[1], (b[0] + b[2]) / 2, b[3]})
		in, err := s.everything(id, "bbox", half, "datetime", "2025-08-01")
		if err != nil {
			return err
		}
		want := 0
		for _, f := range in {
			if f["geometry"] != nil {
				want++
			}
		}
		got, err := s.counted(id, "bbox", half, "datetime", "2025-08-01", "filter", "geometry IS NOT NULL")
		if err == nil && got != want {
			return wrong("bbox, datetime and filter together find %d, want %d", got, want)
		}
		return err
	})
}

func checkFilterCRS(s *session) error {
	looked := false
	err := s.each(func(id string, c map[string]any) error {
		b, ok := bbox(c)
		if !ok {
			return nil
		}
		looked = true
		box := func(n []float64) string { return fmt.Sprintf("S_INTERSECTS(geometry, BBOX(%s))", joined(n)) }
		want, err := s.filtered(id, box(b))
		if err != nil {
			return err
		}
		x0, y0 := mercator(b[0], b[1])
		x1, y1 := mercator(b[2], b[3])
		for _, q := range [][2]string{{epsg + "3857", box([]float64{x0, y0, x1, y1})}, {epsg + "4326", box([]float64{b[1], b[0], b[3], b[2]})}} {
			got, err := s.counted(id, "filter", q[1], "filter-crs", q[0])
			if err != nil {
				return err
			}
			if got != want || want == 0 {
				return wrong("the extent in %s finds %d, in CRS84 %d", q[0], got, want)
			}
		}
		return nil
	})
	return needed(err, looked)
}
