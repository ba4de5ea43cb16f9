package crs_test

import (
	"testing"

	"honglinh/catalog/geo/crs"
)

func TestTextOfEverySystemIsRecognised(t *testing.T) {
	for _, c := range crs.All() {
		got, err := crs.FromWKT(c.WKT())
		want := c.Code
		if want == crs.CRS84 {
			want = "EPSG:4326"
		}
		if err != nil || got.Code != want {
			t.Errorf("%s: got %v, %v", c.Code, got, err)
		}
	}
}

func TestPrjWithoutCodes(t *testing.T) {
	for in, want := range map[string]string{
		`PROJCS["VN_2000_TM-3_105-30",GEOGCS["GCS_VN_2000",DATUM["D_Vietnam_2000",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",105.5],PARAMETER["Scale_Factor",0.9999],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]`: "EPSG:9209",
		`PROJCS["WGS_1984_UTM_Zone_48N",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",105.0],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]`:  "EPSG:32648",
		`GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`: "OGC:CRS84",
		`LOCAL_CS["mine"]`: "",
	} {
		got, err := crs.FromWKT(in)
		if want == "" && err == nil || want != "" && (err != nil || got.Code != want) {
			t.Errorf("%.40s: got %v, %v, want %s", in, got, err, want)
		}
	}
}
