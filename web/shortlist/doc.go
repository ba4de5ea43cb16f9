// Package shortlist is the page of the records that a reader chose, and what of it goes into a brief.
package shortlist
