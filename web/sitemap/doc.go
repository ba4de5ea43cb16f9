// Package sitemap lists the pages for search engines.
package sitemap
