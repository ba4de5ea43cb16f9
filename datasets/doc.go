// Package datasets is open data as tables: the descriptors of the data
// packages the catalogue publishes (Data Package v2 with the `honglinh`
// extension) and the library that holds the current ones.
package datasets
