package site

import "sync/atomic"

// Current is the site as the settings and the packages that are published now
// state it; the settings beat the packages. It is safe for concurrent use.
type Current struct {
	settings Site
	declared func() *Site
	last     atomic.Pointer[answer]
}

// answer is a site with the declaration it was made from.
type answer struct {
	of   *Site
	site *Site
}

// NewCurrent returns the site of the settings over what declared returns, which
// may be nil for nothing; the pointer changes whenever the declaration does.
func NewCurrent(settings Site, declared func() *Site) *Current {
	return &Current{settings: settings, declared: declared}
}

// Site returns the complete site as it is now. It is shared: do not change it.
// As long as nothing changes it is the same pointer.
func (c *Current) Site() *Site {
	var of *Site
	if c.declared != nil {
		of = c.declared()
	}
	if a := c.last.Load(); a != nil && a.of == of {
		return a.site
	}
	whole := c.settings
	if of != nil {
		whole = whole.Over(*of)
	}
	whole = whole.Complete()
	a := &answer{of, &whole}
	c.last.Store(a)
	return a.site
}
