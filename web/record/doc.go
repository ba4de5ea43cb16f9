// Package record is the page of one record of any kind, datasets included.
package record
