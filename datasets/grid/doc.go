// Package grid is the contract of a table as its file has it: decoded rows of text
// cells with their places, and notes of what was done to read them.
package grid
