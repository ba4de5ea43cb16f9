// Package tables is the face of the API for rows: tables of the datasets with
// their versions, typed queries, exports, differences, profiles and citations.
package tables
