package crs

import (
	"sort"
	"strings"
	"sync"

	"honglinh/catalog/text"
	"honglinh/catalog/text/notice"
)

// register is built once, on first use, and never changes.
var register = sync.OnceValue(func() map[string]*CRS {
	m := map[string]*CRS{}
	for _, c := range systems() {
		m[c.Code] = c
	}
	return m
})

// All lists every known system: CRS84 first, then by code.
func All() []*CRS {
	var all []*CRS
	for _, c := range register() {
		all = append(all, c)
	}
	sort.Slice(all, func(i, j int) bool {
		a, b := all[i].Code, all[j].Code
		if (a == CRS84) != (b == CRS84) {
			return a == CRS84
		}
		if len(a) != len(b) {
			return len(a) < len(b)
		}
		return a < b
	})
	return all
}

// CRS84 is the code of WGS 84 with longitude first, the system of GeoJSON.
const CRS84 = "OGC:CRS84"

// UnknownError says that a name is none of the systems of this package.
type UnknownError struct{ Name string }

// Error names what was asked and what may be asked.
func (e *UnknownError) Error() string {
	return notice.Of("crs-unknown", e.Name).Error()
}

// Text says the same in every language.
func (e *UnknownError) Text() text.Text { return notice.Of("crs-unknown", e.Name).Text() }

// Lookup finds a system by code ("EPSG:9209", "9209", "CRS84"), by OGC URI or URN (any version), or by safe CURIE
// ("[EPSG:9209]"). Letter case does not matter. The error is an *UnknownError.
func Lookup(name string) (*CRS, error) {
	if len(name) > longest {
		return nil, &UnknownError{name[:longest] + "…"}
	}
	s := strings.ToUpper(strings.Trim(strings.TrimSpace(name), "[]<>"))
	switch {
	case strings.HasPrefix(s, "HTTP://WWW.OPENGIS.NET/DEF/CRS/"), strings.HasPrefix(s, "HTTPS://WWW.OPENGIS.NET/DEF/CRS/"):
		s = tail(s[strings.Index(s, "/DEF/CRS/")+len("/DEF/CRS/"):], "/")
	case strings.HasPrefix(s, "URN:OGC:DEF:CRS:"), strings.HasPrefix(s, "URN:X-OGC:DEF:CRS:"):
		s = tail(s[strings.Index(s, ":DEF:CRS:")+len(":DEF:CRS:"):], ":")
	case s == "CRS84":
		s = CRS84
	case len(s) >= 4 && strings.Trim(s, "0123456789") == "":
		s = "EPSG:" + s
	}
	if c, ok := register()[s]; ok {
		return c, nil
	}
	return nil, &UnknownError{name}
}

// longest is the longest name looked at: OGC URIs of known systems have 51 bytes.
const longest = 200

// tail turns "EPSG/0/9209", with any version, into "EPSG:9209".
func tail(s, sep string) string {
	parts := strings.Split(s, sep)
	if len(parts) != 3 {
		return ""
	}
	return parts[0] + ":" + parts[2]
}

// MustLookup is Lookup for names written in a program; it panics on a name that is not known.
func MustLookup(name string) *CRS {
	c, err := Lookup(name)
	if err != nil {
		panic(err)
	}
	return c
}
