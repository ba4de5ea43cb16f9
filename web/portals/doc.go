// Package portals is the operator's pages of other people's portals: the sources of the
// settings and how they stand, and what a profile finds on a page.
package portals
