package datasets

import (
	"encoding/json"
	"errors"
	"io/fs"

	"honglinh/catalog/geo/crs"
	"honglinh/catalog/site"
)

// site reads whose catalogue this is; what is wrong is a doubt and left out.
func (c *reader) site(raw json.RawMessage) *site.Site {
	s, problems := site.Read(raw, KnownSystem)
	for _, p := range problems {
		c.warn("honglinh.site"+dotted(p.Key), "descriptor", p.Reason)
	}
	return &s
}

func dotted(key string) string {
	if key == "" {
		return ""
	}
	return "." + key
}

// KnownSystem is a site.Systems: the reference systems that coordinates can be
// converted to.
func KnownSystem(code string) error {
	_, err := crs.Lookup(code)
	return err
}

// picture reads the logo from the package's folder.
func (c *reader) picture(p *Package, fsys fs.FS, dir string) {
	if p == nil || p.Site == nil {
		return
	}
	folder, err := fs.Sub(fsys, dir)
	if err == nil {
		err = p.Site.ReadPicture(folder)
	}
	var wrong site.Problem
	switch {
	case errors.As(err, &wrong):
		c.warn("honglinh.site."+wrong.Key, "descriptor", wrong.Reason)
	case err != nil:
		c.warn("honglinh.site.logo", "descriptor", err)
	}
}

// Site returns what the packages state of whose catalogue this is: a package of
// the operator's before one that ships, then the first by name; nil if none does.
func (l *Library) Site() *site.Site {
	p := Stating(l.All())
	if p == nil {
		return nil
	}
	return p.Site
}

// Stating returns the package whose site counts, nil if none states one.
func Stating(packages []*Package) *Package {
	var found *Package
	for _, p := range packages {
		if p.Site != nil && (found == nil || found.Shipped && !p.Shipped) {
			found = p
		}
	}
	return found
}
