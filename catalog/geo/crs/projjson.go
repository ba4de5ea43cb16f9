package crs

import (
	"encoding/json"
	"strconv"
	"strings"
)

// ProjJSON is the system in PROJJSON 0.7, as GeoParquet wants it. Names and codes of datums, methods and parameters are those of the EPSG register.
func (c *CRS) ProjJSON() json.RawMessage {
	doc := projGeographic(c.datum, c.Axes)
	if c.Kind == Projected {
		method, code := "Transverse Mercator", 9807
		if c.Code == "EPSG:3857" {
			method, code = "Popular Visualisation Pseudo Mercator", 1024
		}
		parameters := []projParameter{{"Latitude of natural origin", 0, "degree", epsgID(8801)}, {"Longitude of natural origin", c.Meridian, "degree", epsgID(8802)}}
		east := 0.0
		if c.Scale != 0 {
			parameters, east = append(parameters, projParameter{"Scale factor at natural origin", c.Scale, "unity", epsgID(8805)}), falseEasting
		}
		parameters = append(parameters, projParameter{"False easting", east, "metre", epsgID(8806)}, projParameter{"False northing", 0, "metre", epsgID(8807)})
		base := projGeographic(c.datum, NorthEast)
		base.Schema = ""
		doc = projCRS{Schema: projSchema, Type: "ProjectedCRS", Base: &base,
			Conversion: &projConversion{c.Name, projMethod{method, epsgID(code)}, parameters},
			System:     projSystem{"Cartesian", []projAxis{{"Easting", "E", "east", "metre"}, {"Northing", "N", "north", "metre"}}}}
	}
	doc.Name = c.Name
	authority, code, _ := strings.Cut(c.Code, ":")
	doc.ID = projID{authority, code}
	if n, err := strconv.Atoi(code); err == nil {
		doc.ID.Code = n
	}
	b, err := json.Marshal(doc)
	if err != nil {
		panic(err) // strings and finite numbers
	}
	return b
}

const projSchema = "https://proj.org/schemas/v0.7/projjson.schema.json"

type (
	projID struct {
		Authority string `json:"authority"`
		Code      any    `json:"code"` // a number of EPSG, a word of OGC
	}
	projAxis struct {
		Name         string `json:"name"`
		Abbreviation string `json:"abbreviation"`
		Direction    string `json:"direction"`
		Unit         string `json:"unit"`
	}
	projSystem struct {
		Subtype string     `json:"subtype"`
		Axis    []projAxis `json:"axis"`
	}
	projEllipsoid struct {
		Name       string  `json:"name"`
		SemiMajor  float64 `json:"semi_major_axis"`
		Flattening float64 `json:"inverse_flattening"`
	}
	projDatum struct {
		Type      string        `json:"type"`
		Name      string        `json:"name"`
		Ellipsoid projEllipsoid `json:"ellipsoid"`
	}
	projMethod struct {
		Name string `json:"name"`
		ID   projID `json:"id"`
	}
	projParameter struct {
		Name  string  `json:"name"`
		Value float64 `json:"value"`
		Unit  string  `json:"unit"`
		ID    projID  `json:"id"`
	}
	projConversion struct {
		Name       string          `json:"name"`
		Method     projMethod      `json:"method"`
		Parameters []projParameter `json:"parameters"`
	}
	projCRS struct {
		Schema     string          `json:"$schema,omitempty"`
		Type       string          `json:"type"`
		Name       string          `json:"name"`
		Base       *projCRS        `json:"base_crs,omitempty"`
		Conversion *projConversion `json:"conversion,omitempty"`
		Datum      *projDatum      `json:"datum,omitempty"`
		System     projSystem      `json:"coordinate_system"`
		ID         projID          `json:"id"`
	}
)

func epsgID(code int) projID { return projID{"EPSG", code} }

func projGeographic(d datum, axes Axes) projCRS {
	frame, code := "World Geodetic System 1984", 4326
	if d == vn2000 {
		frame, code = "Vietnam 2000", 4756
	}
	order := []projAxis{{"Geodetic longitude", "Lon", "east", "degree"}, {"Geodetic latitude", "Lat", "north", "degree"}}
	if axes == NorthEast {
		order[0], order[1] = order[1], order[0]
	}
	return projCRS{Schema: projSchema, Type: "GeographicCRS", Name: string(d), ID: epsgID(code), System: projSystem{"ellipsoidal", order},
		Datum: &projDatum{"GeodeticReferenceFrame", frame, projEllipsoid{"WGS 84", semiMajor, 298.257223563}}}
}
