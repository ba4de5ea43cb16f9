package datapackage

// Limits of what a package may hold, each with its reason.
const (
	// MaxRecord is the largest row in bytes: the longest law has about a
	// megabyte of text, a detailed outline about ten.
	MaxRecord = 16 << 20
	// MaxMarkdown is the largest Markdown file in bytes.
	MaxMarkdown = 8 << 20
	// MaxVertices is the most vertices of one geometry; the outline of a
	// province surveyed at one metre has about 200,000.
	MaxVertices = 1 << 20
	// MaxGeoJSON is the largest collection in bytes; it is decoded feature by feature.
	MaxGeoJSON = 1 << 30
	// MaxDepth is how deep JSON values may nest in a property.
	MaxDepth = 32
)
