package wfs

// FromGML reads a collection as features of GeoJSON.
func FromGML(b []byte) ([]string, error) {
	a, err := fromGML(b, "text/xml")
	var out []string
	for _, f := range a.Features {
		out = append(out, string(f))
	}
	return out, err
}
