// Package charts draws figures as SVG and PNG: values of different units never share
// an axis, values of different boundaries never a line.
package charts
