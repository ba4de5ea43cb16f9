// Package ckan speaks the CKAN Action API, its read side: packages, resources,
// organisations, groups and the DataStore, with CKAN's own envelope and errors.
package ckan
