// Package enrich completes drafts with what only the whole catalogue knows:
// places, links both ways, outlines, and doubts such as drift between languages.
package enrich
