package sdmx

import "honglinh/catalog/text"

// agency is who maintains the artefacts: the catalogue itself.
type agency struct {
	id   string
	name text.Text
}

func (f *Face) agency() agency {
	s := f.kit.Site()
	return agency{s.Agency, s.Name}
}

// is reports whether the agency that a path names is this one, or any.
func (a agency) is(asked string) bool {
	return asked == "" || asked == "*" || asked == "all" || asked == a.id
}

// urn names an artefact: class is "package.Class".
func (a agency) urn(class, id string) string {
	return "urn:sdmx:org.sdmx.infomodel." + class + "=" + a.id + ":" + id + "(" + artefactVersion + ")"
}

func (a agency) conceptURN(id string) string {
	return a.urn("conceptscheme.Concept", conceptScheme) + "." + id
}
