// Package coordinates converts corner points between reference systems.
package coordinates
