// Package mcp is the Model Context Protocol face: read-only tools with which a
// language model searches the catalogue, reads records, asks tables and cites
// them, every answer with its sources and addresses.
package mcp
