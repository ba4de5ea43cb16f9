// Package ckan speaks the CKAN Action API, its read side: packages, resources,
// organisations, groups and the DataStore, with CKAN's own envelope and errors.
//
// A package is a dataset, a resource one of its tables or files, the
// organisation its publisher, a group a topic, a tag a keyword. Ids are UUIDs of
// version 5 made from names, so they are the same everywhere and for ever; the
// alias dataset/table is taken wherever an id is.
//
// What CKAN has and this does not: writing (refused with its Authorization
// Error), datastore_search_sql, brackets in a tsquery, the rank column beside a
// full-text search, vocabularies, views, activities and users.
package ckan
