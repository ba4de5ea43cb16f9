// Package web is the answers for people: it builds the site from its parts.
//
// Each part is a folder that mounts itself on the frame (New returns its addresses,
// templates and entries of the site map); parts is their one list. Parts never
// import each other: what several need lies in a package below them (address, census,
// zeroresults, frame, facts, feeds, charts, drawing, results, rows, profile, around).
// Pages of the operator's address (inbox, portals, setup) are handlers of their own
// that print by the frame.
//
// A handler turns records into a typed page struct of ready strings; templates
// only range, branch and translate. URLs come from route names, query strings
// from search.Query, texts from frame/locales/*.json.
package web
