package table

import (
	"fmt"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

// NoColumn is the fault for a column that is not there; it names the nearest.
func NoColumn(where, column string, v *Version) error {
	return Unknown(where, text.Nearest(column, v.Names()), fmt.Sprintf("không có cột %q", column), fmt.Sprintf("there is no column %q", column))
}

// Unknown is the fault for a name nobody knows; it ends with the nearest known one, if one is near.
func Unknown(where, near, vi, en string) error {
	if near != "" {
		vi, en = fmt.Sprintf("%s; gần nhất: %q", vi, near), fmt.Sprintf("%s; nearest: %q", en, near)
	}
	return &catalog.Fault{Kind: catalog.Invalid, Where: where, Nearest: near, Detail: text.New(vi, en)}
}

// TooDeep is the fault for a filter beyond MaxDepth or MaxNodes.
func TooDeep(where string) error {
	return catalog.NewFault(catalog.TooLarge, where, fmt.Sprintf("bộ lọc sâu quá %d tầng hoặc hơn %d điều kiện", MaxDepth, MaxNodes),
		fmt.Sprintf("the filter is deeper than %d levels or has more than %d conditions", MaxDepth, MaxNodes))
}
