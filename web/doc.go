// Package web is the answers for people: pages in both languages, their static
// files and the search widget.
//
// A handler turns records into a typed page struct of ready strings; templates
// only range, branch and translate. URLs come from route names, query strings
// from search.Query, texts from locales/*.json.
package web
