// Package sitemap harvests the pages of a portal that its sitemap lists, each read by
// the profile of its family.
package sitemap
